//! What the sentence of a figure is about: a few of its words, hashed, each with the part that it plays. Two sentences are
//! about the same only where nothing tells that they are not: whoever compares figures wants to be right.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::analysis::paragraph::Paragraph;
use crate::analysis::words::Words;
use crate::analysis::{Analysis, Figure};
use crate::lang::Lang;
use crate::lang::grammar::Grammar;
use crate::text::Span;
use crate::text::kept::hash;

/// Words of one sentence, each once, in the order of their parts.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
pub struct Matter(Vec<Stem>);

/// The part that a word plays, and a hash of how it begins: as short as it is, one alone proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
struct Stem(u16);

/// What a word does in the sentence of a figure.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// It belongs to a name.
    Name,
    Noun,
    /// A verb, or what tells how: in English, nouns as well.
    Deed,
    /// It vouches for the figure.
    Source,
    /// It tells which of those that are counted are meant: `weitere`, `neue`.
    Which,
}

/// No more words are kept of a sentence.
const WORDS: usize = 14;
/// Shorter words in small letters tell little.
const SHORTEST: usize = 5;
/// So many bits of a stem are its hash: with these, most take two bytes.
const BITS: u32 = 12;
/// So many letters of a word count.
const LETTERS: usize = 6;
/// What is about the same has so many words in common.
const ENOUGH: usize = 3;

/// Parts that tell of what a figure is.
const SUBSTANCE: &[Part] = &[Part::Name, Part::Noun, Part::Deed];
/// Parts that two sentences about the same may be expected to share.
const TOLD: &[Part] = &[Part::Name, Part::Noun, Part::Source];
/// Those that tell who and what; not each name is known as one.
const THINGS: &[Part] = &[Part::Name, Part::Noun];

impl Stem {
    fn new(part: Part, word: &str) -> Self {
        let end = word.char_indices().nth(LETTERS).map_or(word.len(), |(end, _)| end);
        Self((part as u16) << BITS | (hash(&word[..end]) >> (u64::BITS - BITS)) as u16)
    }
}

impl Matter {
    /// What the sentence of a figure is about.
    pub fn of(figure: &Figure, analysis: &Analysis) -> Self {
        let mut stems = Vec::with_capacity(2 * WORDS);
        if let Some((start, paragraph)) = analysis.paragraph(figure.span.start) {
            let local = |span: Span| Span::new(span.start - start, span.end - start);
            let words = &paragraph.words;
            let measured = words.tokens_of(local(figure.span));
            let sentence = words.sentence(measured.start);
            let source = figure.source.filter(|source| source.start >= start);
            let source = source.map(|source| words.tokens_of(local(source))).unwrap_or_default();
            let told = |at: &usize| !measured.contains(at) && !source.contains(at);
            stems.extend(sentence.filter(told).filter_map(|at| stem(paragraph, at)).take(WORDS));
            stems.extend(which(words, &measured));
        }
        if let Some(source) = figure.source
            && let Some((start, paragraph)) = analysis.paragraph(source.start)
        {
            let words = &paragraph.words;
            let tokens = words.tokens_of(Span::new(source.start - start, source.end - start));
            stems.extend(
                named_in_source(paragraph, tokens).map(|at| Stem::new(Part::Source, words.folded(at))).take(WORDS),
            );
        }
        stems.sort_unstable();
        stems.dedup();
        Self(stems)
    }

    /// How many names and nouns both have in common.
    pub fn shared(&self, other: &Self) -> usize {
        self.hashes(TOLD).filter(|word| other.has(TOLD, *word)).count()
    }

    /// What is asked of it where it is [`shared`](Self::shared).
    pub(super) fn told(&self) -> Self {
        Self(self.stems(TOLD).collect())
    }

    /// Whether nothing is known of it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it tells so much that it can be compared.
    pub fn tells_enough(&self) -> bool {
        self.hashes(SUBSTANCE).count() >= ENOUGH
    }

    /// Whether both are about the same: they share a name and most of what else they tell, and not each has names that the
    /// other has not. Without a name, two bridges have the same sentence.
    pub fn is_that_of(&self, other: &Self) -> bool {
        let shared = |a: &Self, b: &Self| a.hashes(&[Part::Name]).filter(|name| b.has(SUBSTANCE, *name)).count();
        let foreign = |a: &Self, b: &Self| a.hashes(&[Part::Name]).any(|name| !b.has(SUBSTANCE, name));
        let told = |parts: &[Part]| self.hashes(parts).filter(|word| other.has(SUBSTANCE, *word)).count();
        let fewer = |parts: &[Part]| self.hashes(parts).count().min(other.hashes(parts).count());
        let (things, deeds) = (told(THINGS), told(&[Part::Deed]));
        self.hashes(&[Part::Which]).eq(other.hashes(&[Part::Which]))
            && shared(self, other).max(shared(other, self)) > 0
            && !(foreign(self, other) && foreign(other, self))
            && things * 2 >= fewer(THINGS)
            && deeds * 2 >= fewer(&[Part::Deed])
            && things + deeds >= ENOUGH
    }

    /// Whether the same source is told for both.
    pub fn shares_source(&self, other: &Self) -> bool {
        let all_in = |a: &Self, b: &Self| a.hashes(&[Part::Source]).all(|word| b.has(&[Part::Source], word));
        let told = |matter: &Self| matter.hashes(&[Part::Source]).next().is_some();
        told(self) && told(other) && (all_in(self, other) || all_in(other, self))
    }

    fn has(&self, parts: &[Part], hash: u16) -> bool {
        self.hashes(parts).any(|other| other == hash)
    }

    fn hashes(&self, parts: &[Part]) -> impl Iterator<Item = u16> + use<'_> {
        self.stems(parts).map(|stem| stem.0 & ((1 << BITS) - 1))
    }

    fn stems(&self, parts: &[Part]) -> impl Iterator<Item = Stem> + use<'_> {
        let of = parts.iter().fold(0u8, |of, part| of | 1 << *part as u8);
        self.0.iter().copied().filter(move |stem| of & 1 << (stem.0 >> BITS) != 0)
    }
}

/// What a word tells; `None` for one that tells nothing.
fn stem(paragraph: &Paragraph, at: usize) -> Option<Stem> {
    let words = &paragraph.words;
    let named = || paragraph.names.iter().any(|name| name.contains(&at));
    let is_noun = words.lang == Lang::De || words.is_capital(at);
    let part = match () {
        () if !words.is_word(at) || words.grammar(at).is_some_and(|class| class != Grammar::Past) => return None,
        () if named() => Part::Name,
        () if paragraph.stems.within(at..at + 1).next().is_some() => {
            if is_noun {
                Part::Noun
            } else {
                Part::Deed
            }
        }
        () if words.is_capital(at) || words.raw(at).chars().count() < SHORTEST || is_measure(words, at) => return None,
        () => Part::Deed,
    };
    Some(Stem::new(part, words.folded(at)))
}

/// The words of a source that tell who that is: not `laut`, and not `Angaben`.
fn named_in_source(paragraph: &Paragraph, mut tokens: Range<usize>) -> impl Iterator<Item = usize> {
    let (words, sources) = (&paragraph.words, &paragraph.words.lists.sources);
    std::iter::from_fn(move || {
        loop {
            let at = tokens.next()?;
            match words.phrase(sources, at) {
                Some((len, "before" | "after")) => tokens.start = at + len,
                _ if stem(paragraph, at).is_some() && !sources.has(words.word(at), "noun") => return Some(at),
                _ => {}
            }
        }
    })
}

/// Times and units are about anything.
fn is_measure(words: &Words, at: usize) -> bool {
    words.lists.times.get(words.word(at)).is_some() || words.lists.units.get(words.word(at)).is_some()
}

/// What stands between a number and what it counts, and a word before it that tells of others.
fn which(words: &Words, measured: &Range<usize>) -> impl Iterator<Item = Stem> {
    let before = measured.start.checked_sub(1).filter(|&at| words.lists.figures.has(words.word(at), "other"));
    let between = measured.start + 1..measured.end.saturating_sub(1).max(measured.start + 1);
    let telling = between.filter(|&at| words.is_word(at) && !words.is_number_word(at) && words.grammar(at).is_none());
    before.into_iter().chain(telling).map(|at| Stem::new(Part::Which, words.folded(at)))
}
