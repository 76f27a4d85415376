//! Words by the company they keep: each frequent word has a place in a binary tree of classes, learned from
//! much text (Brown et al. 1992), in which near words stand near. The lists stand in `clusters/*.tsv`; here is the table that is made of them when
//! the program is built, and how to look into it.

use super::filter::{SPREAD, hash};

/// So many bits of a slot hold the path; the others tell words apart.
const PATH: u32 = 18;

/// In bytes.
const SLOT: usize = size_of::<u32>();

/// A table of words with their paths. It lies in memory as it lies in the program.
pub struct Clusters<'b>(&'b [u8]);

impl<'b> Clusters<'b> {
    /// Over bytes that [`table`] made.
    pub const fn over(table: &'b [u8]) -> Self {
        Self(table)
    }

    /// The path of a word as it is spelled, 0 for a word that is not known. The lowest bit is the first turn from the root.
    /// One strange word in some thousands is taken for a known one.
    pub fn path(&self, word: &str) -> u32 {
        self.path_of(hash(word.bytes()))
    }

    /// The path of the word whose bytes have this [`hash`].
    pub fn path_of(&self, hash: u64) -> u32 {
        let slots = self.0.len() / SLOT;
        let mut at = place(hash, slots);
        loop {
            let slot = self.0[at * SLOT..].first_chunk().copied().map_or(0, u32::from_le_bytes);
            if slot == 0 || slot >> PATH == mark(hash) {
                return slot & ((1 << PATH) - 1);
            }
            at = (at + 1) % slots;
        }
    }
}

/// The table of a list whose rows are a path and the words there, with blanks between them.
pub fn table(list: &str) -> Vec<u8> {
    let rows = list.lines().filter(|line| !line.starts_with('#')).filter_map(|row| row.split_once('\t'));
    let words: Vec<(u32, &str)> = rows
        .filter_map(|(path, words)| Some((path.parse().ok()?, words)))
        .flat_map(|(path, words)| words.split(' ').map(move |word| (path, word)))
        .collect();
    let mut slots = vec![0_u32; words.len() * 4 / 3 + 1];
    for (path, word) in words {
        let hash = hash(word.bytes());
        let mut at = place(hash, slots.len());
        while slots[at] != 0 {
            at = (at + 1) % slots.len();
        }
        slots[at] = mark(hash) << PATH | path;
    }
    slots.into_iter().flat_map(u32::to_le_bytes).collect()
}

/// Where to look first: the upper half of a product is a remainder without a division.
fn place(hash: u64, slots: usize) -> usize {
    let spread = hash.wrapping_mul(SPREAD);
    ((u128::from(spread) * slots as u128) >> 64) as usize
}

/// What tells words of one place apart.
fn mark(hash: u64) -> u32 {
    (hash >> 50) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_with_their_paths() {
        let table = table("# words\n6\tBern Genf\n9\tund\n");
        let clusters = Clusters::over(&table);
        assert_eq!(["Bern", "Genf", "und", "bern", ""].map(|word| clusters.path(word)), [6, 6, 9, 0, 0]);
    }
}
