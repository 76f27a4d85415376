//! By what articles are found: who is named, which figure is given, which words are quoted. A key is a number of 32 bits, so
//! two things may share one: whoever finds an article by it looks whether it holds what was meant.

use std::hash::Hash;

use rustc_hash::FxHashSet;

use crate::text::PartialDate;
use crate::text::kept::hash;

/// Something by which an article is found.
#[derive(Clone, Copy, Debug, Hash)]
pub enum Key<'a> {
    /// It mentions this cluster.
    Cluster(&'a str),
    /// It says who this cluster is.
    Introduced(&'a str),
    /// It introduces somebody by this family name, or something by this abbreviation.
    Short(&'a str),
    /// It gives figures of this unit, or of this counted noun.
    Unit(&'a str),
    /// It gives a figure of this base unit and about this value, by [`super::Measure`].
    Amount(Option<&'a str>, i32),
    /// It counts this noun, as of this day, month or year.
    Counted(&'a str, PartialDate),
    /// It quotes words of which this is a fingerprint, by [`super::said`].
    Said(u64),
    /// Its title or the stem of its file name is this, as [`crate::lang::folding::search_key`] has it.
    Titled(&'a str),
    /// It tells in which region the place of this name lies, by [`super::Located`].
    Located(&'a str),
    /// Of the words of its text, this is a fingerprint: nearly the same texts share most of theirs.
    Like(u64),
}

impl Key<'_> {
    /// The key as a number.
    pub fn code(self) -> u32 {
        let whole = hash(self);
        (whole >> 32) as u32 ^ whole as u32
    }
}

/// So many words in a row make one fingerprint of a text,
const SHINGLE: usize = 6;
/// and so many of these stand for it.
const SKETCH: usize = 8;
/// Few articles have more words.
const MANY_WORDS: usize = 1 << 10;

/// Fingerprints of a text: the smallest of all those that its words give. None for a text of few words.
pub fn sketch<'t>(blocks: impl Iterator<Item = &'t str>) -> Vec<u64> {
    let mut words: Vec<u64> = Vec::with_capacity(MANY_WORDS);
    words.extend(blocks.flat_map(str::split_ascii_whitespace).map(hash));
    let mut seen = FxHashSet::default();
    let mut smallest = std::collections::BinaryHeap::with_capacity(SKETCH + 1);
    for print in words.windows(SHINGLE).map(spread) {
        let small = smallest.len() < SKETCH || smallest.peek().is_some_and(|largest| print < *largest);
        if small && seen.insert(print) {
            smallest.push(print);
            if smallest.len() > SKETCH {
                smallest.pop();
            }
        }
    }
    if smallest.len() == SKETCH { smallest.into_sorted_vec() } else { vec![] }
}

/// A hash of which no bits tell more than others, so that the smallest are anywhere in the text.
pub fn spread(words: &[u64]) -> u64 {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    let mixed = words.iter().fold(0u64, |mixed, word| (mixed.rotate_left(23) ^ word).wrapping_mul(ODD));
    (mixed ^ mixed >> 31).wrapping_mul(ODD)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearly_the_same_texts_share_most_of_their_sketch() {
        let words: Vec<String> = (0..400).map(|at| format!("wort{}", at * 7919 % 1009)).collect();
        let text = words.join(" ");
        let changed = text.replace(&words[100], "anders").replacen(&words[200], "", 1);
        let other: String = text.split(' ').rev().collect::<Vec<_>>().join(" ");
        let [a, b, c] = [&text, &changed, &other].map(|text| sketch([&**text].into_iter()));
        let shared = |b: &[u64]| a.iter().filter(|print| b.contains(print)).count();
        assert_eq!(a.len(), SKETCH);
        assert!(shared(&b) >= SKETCH / 2, "{}", shared(&b));
        assert_eq!(shared(&c), 0);
        assert_eq!(sketch(["nur wenige Worte"].into_iter()), [] as [u64; 0]);
    }
}
