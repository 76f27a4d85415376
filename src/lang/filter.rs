//! Sets of words of which a few bits each are kept: most words of a text are told from theirs by a glance, without a look
//! into a map. The hash is the same on every machine, so that a set can be kept in a file.

use serde::{Deserialize, Serialize};

/// So many bits there are for each word, and so many of them are set: about one in a hundred strange words is taken for
/// one of the set.
const ROOM: usize = 16;
const SET: u32 = 3;

/// A set of hashes; one whose bits are not all set is not in it. The bits of a hash stand in one block, so that it takes
/// one look; the blocks are as many as a power of two.
#[derive(Clone, Deserialize, Serialize)]
pub struct Filter(Vec<u64>);

impl Filter {
    /// The set of these hashes.
    pub fn of(hashes: impl Iterator<Item = u64> + Clone) -> Self {
        let blocks = (hashes.clone().count() * ROOM).next_power_of_two().div_ceil(u64::BITS as usize);
        let mut filter = Self(vec![0; blocks]);
        for hash in hashes {
            let (block, bits) = filter.place(hash);
            filter.0[block] |= bits;
        }
        filter
    }

    /// Whether a hash may be in the set; `false` is certain.
    #[inline]
    pub fn may_hold(&self, hash: u64) -> bool {
        let (block, bits) = self.place(hash);
        self.0[block] & bits == bits
    }

    /// The block of a hash, and its bits there.
    #[inline]
    fn place(&self, hash: u64) -> (usize, u64) {
        let mixed = hash ^ hash >> 32;
        let bits = (0..SET).fold(0, |bits, at| bits | 1 << (mixed >> (at * 6) & 63));
        ((mixed >> (SET * 6)) as usize & (self.0.len() - 1), bits)
    }
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
        assert!(strange < 60, "{strange} of 1000");
    }
}
