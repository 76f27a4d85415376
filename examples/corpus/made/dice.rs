//! Chance that can be repeated: what falls depends on nothing but the numbers that dice are made of. So every article can
//! be written without the others, and yet tell what stands in them.

/// A sequence of numbers that look random.
pub struct Dice(u64);

impl Dice {
    /// Dice of their own for these numbers.
    pub fn of(numbers: &[u64]) -> Self {
        let mut dice = Self(numbers.len() as u64);
        for number in numbers {
            dice.0 = dice.next() ^ number;
        }
        dice
    }

    /// SplitMix64.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// 0 to below a bound.
    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    /// True once in so many times.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// 0 to below a bound, the small ones often and most of them seldom: by Zipf's law, `flat` evens out the first.
    pub fn zipf(&mut self, bound: usize, flat: f64) -> usize {
        let even = self.next() as f64 / u64::MAX as f64;
        let rank = flat * ((1.0 + bound as f64 / flat).powf(even) - 1.0);
        (rank as usize).min(bound.saturating_sub(1))
    }

    /// One of several.
    pub fn pick<'t, T>(&mut self, among: &'t [T]) -> &'t T {
        &among[self.below(among.len())]
    }
}
