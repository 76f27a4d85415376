//! Sets of words of which one bit each is kept: most words of a text are told from theirs by a glance, without a look into
//! a map. The hash is the same on every machine, so that a set can be kept in a file.

use std::borrow::Cow;

/// So many bits there are for each word, so that at most one in so many strange words is taken for one of the set.
const BITS: usize = 16;

/// A set of hashes; one without its bit is not in it.
pub struct Filter(Cow<'static, [u8]>);

impl Filter {
    /// The set of these hashes.
    pub fn of(hashes: impl Iterator<Item = u64> + Clone) -> Self {
        let mut bits = vec![0; (hashes.clone().count() * BITS).next_power_of_two().max(64) / 8];
        for hash in hashes {
            let (byte, bit) = place(hash, bits.len());
            bits[byte] |= bit;
        }
        Self(bits.into())
    }

    /// The set out of the [`Self::bytes`] of another.
    pub fn new(bytes: &'static [u8]) -> Self {
        Self(bytes.into())
    }

    /// What to keep of it.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Whether a hash may be in the set; `false` is certain.
    pub fn may_hold(&self, hash: u64) -> bool {
        let (byte, bit) = place(hash, self.0.len());
        self.0[byte] & bit != 0
    }
}

fn place(hash: u64, bytes: usize) -> (usize, u8) {
    let hash = (hash ^ hash >> 32) as usize;
    // their number is a power of two
    (hash / 8 & (bytes - 1), 1 << (hash % 8))
}

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
        assert!(strange < 120, "{strange} of 1000");
    }
}
