//! One look at a word: which lists may hold it, by itself or as the last part of a compound, and which function word it
//! is. Most words of a text are in most lists not, so each is looked up once, here, and a list is asked only for words
//! that it may know. What the lists say of a word is for [`super::lists`] and [`super::people`].

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::Lang;
use super::filter::{self, Filter, step};
use super::grammar::Grammar;
use super::lists::Lists;
use super::people::People;

/// A folded word, and which lists may hold it: what is in none of them is never compared with anything.
#[derive(Clone, Copy, Default)]
pub struct Word<'w> {
    /// What the word is a part of.
    text: &'w str,
    start: usize,
    end: usize,
    pub held: Held,
    /// The [`hash`] of the word.
    pub hash: u64,
}

impl<'w> Word<'w> {
    /// The word between two bytes of a folded text.
    #[inline]
    pub fn new(text: &'w str, start: usize, end: usize, Known { held, hash, .. }: &Known) -> Self {
        Self { text, start, end, held: *held, hash: *hash }
    }

    /// The word itself.
    #[inline]
    pub fn text(&self) -> &'w str {
        &self.text[self.start..self.end]
    }
}

impl<'w, S: AsRef<str> + ?Sized> From<&'w S> for Word<'w> {
    /// A word that nobody has looked up: any list may hold it.
    fn from(text: &'w S) -> Self {
        let text = text.as_ref();
        Self { text, start: 0, end: text.len(), held: Held::ANY, hash: hash(text) }
    }
}

/// The place of a list among all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place(u32);

impl Place {
    /// The place with this number, from 0 to 31. Lists are numbered from 0; what has a name here, from 31 down.
    pub const fn new(number: usize) -> Self {
        Self(1 << number)
    }
}

/// Words that begin like a number.
pub const NUMBER_LIKE: Place = Place::new(31);

/// Which lists may hold a word; that one does not is certain.
#[derive(Clone, Copy, Debug, Default)]
pub struct Held {
    whole: u32,
    tail: u32,
}

impl Held {
    const ANY: Self = Self { whole: u32::MAX, tail: u32::MAX };

    /// Whether the list may hold the word itself.
    pub fn whole(self, list: Place) -> bool {
        self.whole & list.0 != 0
    }

    /// Whether the list may hold the last part of the word, or the word itself.
    pub fn tail(self, list: Place) -> bool {
        self.tail & list.0 != 0
    }
}

/// What is known of a word by itself.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    pub held: Held,
    /// The class of a function word.
    pub grammar: Option<Grammar>,
    hash: u64,
}

impl Known {
    /// Nothing of the word with this [`hash`].
    fn new(hash: u64) -> Self {
        Self { held: Held::default(), grammar: None, hash }
    }
}

/// The last part of a compound has so many bytes at least, and at most.
const PART: std::ops::RangeInclusive<usize> = 4..=24;

/// The words of all lists of one language.
pub struct Lexicon {
    words: FxHashMap<u64, Known>,
    /// The hashes of these, to look up no others.
    hashes: Filter,
    lists: &'static Lists,
}

impl Lexicon {
    /// The lexicon of a language; made on first use.
    pub fn of(lang: Lang) -> &'static Self {
        static DE: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(Lang::De));
        static EN: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(Lang::En));
        match lang {
            Lang::De => &DE,
            Lang::En => &EN,
        }
    }

    fn new(lang: Lang) -> Self {
        let lists = Lists::of(lang);
        let mut words: FxHashMap<u64, Known> = FxHashMap::default();
        let mut add = |word: &str, Place(list): Place| {
            let hash = hash(word);
            words.entry(hash).or_insert(Known::new(hash)).held.whole |= list;
        };
        lists.words().for_each(|(word, list)| add(word, list));
        People::of(lang).each_word(add);
        for (word, class) in lists.classes() {
            words.entry(hash(word)).and_modify(|known| known.grammar = Some(class));
        }
        let mut lexicon = Self { hashes: Filter::of(words.keys().copied()), words, lists };
        // function words are half of a text, and there are few of them
        for (word, _) in lists.classes() {
            let known = lexicon.look_up(word);
            lexicon.words.insert(known.hash, known);
        }
        lexicon
    }

    /// What the lists say of a folded word.
    pub fn look_up(&self, word: &str) -> Known {
        let hash = hash(word);
        let known = self.known(hash).copied().unwrap_or(Known::new(hash));
        // a row that has been looked at with its parts ends in itself at least
        if known.held.tail != 0 { known } else { self.with_parts(word, known) }
    }

    /// What its own row says, if it has one.
    #[inline]
    fn known(&self, hash: u64) -> Option<&Known> {
        if self.hashes.may_hold(hash) { self.words.get(&hash) } else { None }
    }

    /// What its ends and its head say beside its own row.
    fn with_parts(&self, word: &str, mut known: Known) -> Known {
        known.held.tail = known.held.whole;
        for part in parts(word) {
            known.held.tail |= self.known(part).map_or(0, |part| part.held.whole);
        }
        if self.lists.may_be_number(Word::new(word, 0, word.len(), &known)) {
            known.held.whole |= NUMBER_LIKE.0;
        }
        known
    }
}

/// The hash of a word from its last byte to the first: the hashes of its [`parts`] are known on the way to it.
pub fn hash(word: &str) -> u64 {
    filter::hash(word.bytes().rev())
}

/// The hashes of what may be the last part of a word as a compound, the shortest first.
pub fn parts(word: &str) -> impl Iterator<Item = u64> {
    let longest = word.len().saturating_sub(1).min(*PART.end());
    let part = &word.as_bytes()[word.len() - longest..];
    let (longer, end) = part.split_at(longest.saturating_sub(*PART.start() - 1));
    let mut hash = filter::hash(end.iter().rev().copied());
    longer.iter().rev().map(move |byte| {
        hash = step(hash, *byte);
        hash
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_known_by_itself_its_end_and_its_head() {
        let (lexicon, lists) = (Lexicon::of(Lang::De), Lists::of(Lang::De));
        let known = |word| lexicon.look_up(word);
        assert!(lists.units.may_hold(known("prozent").held));
        assert!(!lists.units.may_hold(known("prozente-").held));
        assert!(lists.ordinal_nouns.may_hold_tail(known("landesliga").held));
        assert!(!lists.ordinal_nouns.may_hold(known("landesliga").held));
        assert_eq!(known("zwischen").grammar, Some(Grammar::Preposition));
        assert_eq!(known("dazwischen").grammar, None);
        assert!(known("vierzehntausend").held.whole(NUMBER_LIKE) && !known("wasser").held.whole(NUMBER_LIKE));
    }
}
