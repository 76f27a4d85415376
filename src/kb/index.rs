//! Finds the names of a pack in a text: a finite-state map over folded words, walked along the tokens of a paragraph.
//! Which of several entities is meant is for [`super::names`], how names are spelled as keys for [`super::keys`].

use fst::raw::{Fst, Node};
use fst::{IntoStreamer, Streamer};

use super::keys::{Entry, Role, count_words};
use super::pack::layout::Entries;
use crate::analysis::tokens::{Token, is_joint};
use crate::lang::Lang;
use crate::lang::filter::{EMPTY, Filter, step};
use crate::lang::folding::{fold_name_into, is_all_capitals};

/// A name found in the text.
#[derive(Clone, Copy, Debug)]
pub struct Hit<'i> {
    pub entries: Entries<'i>,
    /// Tokens that it covers.
    pub tokens: usize,
    /// The case ending of its last token: folded, and in bytes of the text.
    pub ending: (&'static str, usize),
    /// Words of the name that have more than one letter.
    long_words: usize,
    capitals: u16,
    shouted: u16,
}

/// All names of a pack.
pub struct Index<B> {
    /// The value of a key is where its entries begin.
    pub keys: Fst<B>,
    pub entries: B,
    /// The first words of keys, and of those that may begin with a small letter.
    pub heads: Filter<B>,
    pub small_heads: Filter<B>,
    /// The keys of one word, and the first two words of longer ones.
    pub single: Filter<B>,
    pub pairs: Filter<B>,
}

/// Every ending that a last word may have, apart from the bare apostrophe.
const ENDINGS: [&str; 11] = ["", "s", "'s", "e", "en", "er", "em", "es", "n", "nen", "innen"];

/// In bytes.
const LONGEST_ENDING: usize = 5;

/// Whether it is one of the [`ENDINGS`]: asked of every word, so not of the list.
fn is_ending(end: &[u8]) -> bool {
    matches!(end, b"" | b"s" | b"'s" | b"e" | b"en" | b"er" | b"em" | b"es" | b"n" | b"nen" | b"innen")
}

impl Hit<'_> {
    /// Whether the capitals of the text fit this name.
    pub fn fits(&self, entry: &Entry) -> bool {
        entry.capitals & !self.capitals == 0 && entry.shouted & !self.shouted == 0
    }

    /// Whether it may be meant in a text of this language. A name of the other language counts where it is nobody's
    /// ordinary word: of several words, or in capitals.
    pub fn is_read_in(&self, entry: &Entry, lang: Lang) -> bool {
        let demonym = matches!(entry.role, Role::Adjective | Role::People);
        entry.lang.is_none_or(|own| own == lang) || !demonym && (self.long_words > 1 || entry.shouted != 0)
    }

    /// Whether it is a name in full, and no abbreviation or byname.
    pub fn is_full(&self, entry: &Entry) -> bool {
        matches!(entry.role, Role::Label | Role::Ordinary) || entry.role == Role::Alias && self.long_words > 1
    }
}

impl<B: AsRef<[u8]>> Index<B> {
    /// Whether a name may begin with a folded word that has a capital letter or none; `false` is certain.
    pub fn may_begin(&self, first: &str, capital: bool) -> bool {
        may_hold(if capital { &self.heads } else { &self.small_heads }, EMPTY, first).0
    }

    /// Whether a name may begin with two folded words, or be the first of them; `false` is certain.
    pub fn may_go_on(&self, [first, second]: [&str; 2]) -> bool {
        let (found, whole) = may_hold(&self.single, EMPTY, first);
        found || may_hold(&self.pairs, step(whole, b' '), second).0
    }

    /// How many keys there are.
    pub fn count(&self) -> usize {
        self.keys.len()
    }

    /// Calls `found` for every key, in their order.
    pub fn each_key(&self, mut found: impl FnMut(&str, Entries<'_>)) {
        let mut keys = self.keys.stream();
        while let Some((key, value)) = keys.next() {
            if let Ok(key) = std::str::from_utf8(key) {
                found(key, self.entries(value.value(), count_words(key)));
            }
        }
    }

    /// Calls `found` for every key that begins with a text, in their order, until it has had enough.
    pub fn each_beginning(&self, text: &str, mut goes_on: impl FnMut(&str, Entries<'_>) -> bool) {
        let mut keys = self.keys.range().ge(text).into_stream();
        while let Some((key, value)) = keys.next() {
            let Ok(key) = std::str::from_utf8(key) else { continue };
            if !key.starts_with(text) || !goes_on(key, self.entries(value.value(), count_words(key))) {
                return;
            }
        }
    }

    /// Calls `found` for every name that begins at `tokens[0]`, shorter ones first. Hyphens and blanks between the words
    /// of a name are the same; a name may end in any ending that exists, whether its entries take it or not. `first` is
    /// the first token, folded.
    pub fn each<'i>(&'i self, first: &str, paragraph: &str, tokens: &[Token], mut found: impl FnMut(Hit<'i>)) {
        let mut folded = String::new();
        let mut path = Vec::with_capacity(2 * first.len());
        let mut walk = Some(Walk { node: self.keys.root(), value: 0 });
        let (mut capitals, mut shouted) = (0, 0);
        let mut after_hyphen = false;
        let (mut words, mut long_words) = (0, 0);
        for (at, token) in tokens.iter().enumerate() {
            if words > 0 && !after_hyphen && is_joint(paragraph, tokens, at) {
                after_hyphen = true;
                continue;
            }
            if words > 0 {
                walk = walk.and_then(|walk| walk.step(&self.keys, b' '));
            }
            let Some(before) = walk else { return };
            let text = token.of(paragraph);
            let bit = 1_u16.checked_shl(words).unwrap_or(0);
            if after_hyphen || token.capital {
                capitals |= bit;
            }
            folded.clear();
            if words > 0 {
                fold_name_into(text, &mut folded);
            }
            let word = if words > 0 { &*folded } else { first };
            before.follow(&self.keys, word.as_bytes(), &mut path);
            for ending in ENDINGS {
                let Some(stem) = word.len().checked_sub(ending.len()).filter(|&stem| stem > 0) else { continue };
                let Some(value) = path.get(stem).and_then(|walk| walk.end()) else { continue };
                if !word.ends_with(ending) {
                    continue;
                }
                let bytes = tail_bytes(text, ending.chars().count());
                let shout = if is_all_capitals(&text[..text.len() - bytes]) { bit } else { 0 };
                let shouted = shouted | shout;
                let entries = self.entries(value, words as usize + 1);
                let long_words = long_words + usize::from(is_long(&word[..stem]));
                let hit = Hit { entries, tokens: at + 1, ending: (ending, bytes), long_words, capitals, shouted };
                found(hit);
                if ending.is_empty()
                    && let Some(mark) = bare_apostrophe(paragraph, tokens, at)
                {
                    found(Hit { tokens: at + 2, ending: ("'", mark), ..hit });
                }
            }
            if is_all_capitals(text) {
                shouted |= bit;
            }
            walk = path.get(word.len()).cloned();
            words += 1;
            long_words += usize::from(is_long(word));
            after_hyphen = false;
        }
    }

    /// The entries of a key of so many words, by its value.
    fn entries(&self, value: u64, words: usize) -> Entries<'_> {
        Entries::new(self.entries.as_ref().get(value as usize..).unwrap_or_default(), words)
    }
}

/// Whether a word, behind what has this hash, is among those of a set, or would be without an ending; `false` is certain.
/// Where it is not, the hash of both together.
fn may_hold(set: &Filter<impl AsRef<[u8]>>, before: u64, word: &str) -> (bool, u64) {
    let bytes = word.as_bytes();
    // most words end in no letter that an ending ends in
    let longest = if matches!(bytes, [.., b'e' | b'm' | b'n' | b'r' | b's']) { LONGEST_ENDING } else { 0 };
    let stem = bytes.len().saturating_sub(longest + 1);
    let mut hash = bytes[..stem].iter().copied().fold(before, step);
    let found = (stem..bytes.len()).any(|at| {
        hash = step(hash, bytes[at]);
        is_ending(&bytes[at + 1..]) && set.may_hold(hash)
    });
    (found, hash)
}

/// A place in the map: the node, and the value gathered on the way.
#[derive(Clone)]
struct Walk<'i> {
    node: Node<'i>,
    value: u64,
}

impl<'i> Walk<'i> {
    fn step(&self, keys: &'i Fst<impl AsRef<[u8]>>, byte: u8) -> Option<Self> {
        let step = self.node.transition(self.node.find_input(byte)?);
        Some(Self { node: keys.node(step.addr), value: self.value + step.out.value() })
    }

    /// Fills `path` with the places before the word and behind each of its bytes, as far as the map goes.
    fn follow(self, keys: &'i Fst<impl AsRef<[u8]>>, word: &[u8], path: &mut Vec<Self>) {
        path.clear();
        path.push(self);
        for &byte in word {
            let Some(next) = path[path.len() - 1].step(keys, byte) else { break };
            path.push(next);
        }
    }

    /// The value, where a key ends here.
    fn end(&self) -> Option<u64> {
        self.node.is_final().then(|| self.value + self.node.final_output().value())
    }
}

/// The bytes of an apostrophe that stands for the genitive: `Marx’`. Not one that closes a quotation.
fn bare_apostrophe(paragraph: &str, tokens: &[Token], at: usize) -> Option<usize> {
    let mark = tokens.get(at + 1).filter(|mark| mark.glued && matches!(mark.of(paragraph), "'" | "’"))?;
    let sibilant = tokens[at].of(paragraph).ends_with(['s', 'x', 'z', 'ß', 'S', 'X', 'Z']);
    let quoted = paragraph[..tokens[0].span.start].ends_with(['\'', '‚', '‘', '’']);
    (sibilant && !quoted).then(|| mark.span.len())
}

/// Whether it has more than one letter.
fn is_long(word: &str) -> bool {
    word.chars().nth(1).is_some()
}

/// How many bytes the last `count` characters of a word take.
fn tail_bytes(word: &str, count: usize) -> usize {
    word.chars().rev().take(count).map(char::len_utf8).sum()
}
