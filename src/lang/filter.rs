//! Sets of words of which a few bits each are kept: most words of a text are told from theirs by a glance, without a look
//! into a map. The hash is the same on every machine, so that a set can be kept in a file.

/// So many bits there are for each word, unless said otherwise, and so many of them are set: about one in a hundred
/// strange words is taken for one of the set.
const ROOM: usize = 16;
const SET: u32 = 3;

/// In bytes.
const BLOCK: usize = size_of::<u64>();

/// A set of hashes; one whose bits are not all set is not in it. The bits of a hash stand in one block of 64, so that it
/// takes one look. The blocks are bytes, so that they may lie in a file.
#[derive(Clone)]
pub struct Filter<B = Vec<u8>>(B);

impl Filter {
    /// The set of these hashes.
    pub fn of(hashes: impl Iterator<Item = u64> + Clone) -> Self {
        let mut filter = Self::with_room(hashes.clone().count(), ROOM);
        hashes.for_each(|hash| filter.add(hash));
        filter
    }

    /// An empty set, for so many hashes with so many bits each.
    pub fn with_room(count: usize, room: usize) -> Self {
        Self(vec![0; (count * room).div_ceil(BLOCK * 8).max(1) * BLOCK])
    }

    /// Adds a hash.
    pub fn add(&mut self, hash: u64) {
        let (at, bits) = self.place(hash);
        let block = (self.block(at) | bits).to_le_bytes();
        self.0[at..at + BLOCK].copy_from_slice(&block);
    }

    /// The blocks as bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl<B: AsRef<[u8]>> Filter<B> {
    /// A set out of the bytes of another; `None` where they are no whole blocks.
    pub fn over(bytes: B) -> Option<Self> {
        let len = bytes.as_ref().len();
        (len > 0 && len.is_multiple_of(BLOCK)).then_some(Self(bytes))
    }

    /// Whether a hash may be in the set; `false` is certain.
    #[inline]
    pub fn may_hold(&self, hash: u64) -> bool {
        let (at, bits) = self.place(hash);
        self.block(at) & bits == bits
    }

    /// Where the block of a hash begins, in bytes, and its bits there.
    #[inline]
    fn place(&self, hash: u64) -> (usize, u64) {
        let mixed = hash ^ hash >> 32;
        let bits = (0..SET).fold(0, |bits, at| bits | 1 << (mixed >> (at * 6) & 63));
        let blocks = (self.0.as_ref().len() / BLOCK) as u64;
        // the upper half of a product is a remainder without a division
        let spread = hash.wrapping_mul(SPREAD);
        (((u128::from(spread) * u128::from(blocks)) >> 64) as usize * BLOCK, bits)
    }

    #[inline]
    fn block(&self, at: usize) -> u64 {
        self.0.as_ref()[at..].first_chunk().copied().map_or(0, u64::from_le_bytes)
    }
}

/// The golden ratio in 64 bits: products with it differ in their upper bits.
pub const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// FNV-1a in 64 bits: the hash of what bytes begin with is known on the way to their own. That two words of a text share
/// one has a chance of one in billions.
pub fn hash(bytes: impl IntoIterator<Item = u8>) -> u64 {
    bytes.into_iter().fold(EMPTY, step)
}

/// The hash of nothing.
pub const EMPTY: u64 = 0xcbf2_9ce4_8422_2325;

/// The hash of what has this hash with one byte more.
pub fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_the_set_is_held() {
        let words = ["Bern", "Genf", "Zürich", ""];
        let set = Filter::of(words.iter().map(|word| hash(word.bytes())));
        assert!(words.iter().all(|word| set.may_hold(hash(word.bytes()))));
        let strange = (0..1000).filter(|number: &i32| set.may_hold(hash(number.to_string().bytes()))).count();
        assert!(strange < 60, "{strange} of 1000");
    }
}
