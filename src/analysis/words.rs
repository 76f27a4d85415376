//! A paragraph's tokens as the later stages read them: folded once, with the sentence each belongs to and the lists of
//! its language at hand. Only looks at words; it decides nothing.

use std::ops::Range;
use std::sync::Arc;

use super::sentences::sentences;
use super::tokens::{Kind, Token, tokens};
use crate::lang::Lang;
use crate::lang::folding::fold_name;
use crate::lang::grammar::Grammar;
use crate::lang::lexicon::{Held, Known, Lexicon, NUMBER_LIKE, Word};
use crate::lang::lists::{Lists, Phrases, fold, fold_in_place, keeps_length};
use crate::text::Span;
use crate::text::kept::hash;

/// Letters that names fold as all words are folded.
fn is_plain(c: char) -> bool {
    c.is_ascii() || matches!(c, 'ä' | 'ö' | 'ü' | 'Ä' | 'Ö' | 'Ü' | 'ß' | '’')
}

/// So many letters of a word tell what it is about, whatever its case ending.
const STEM: usize = 6;

/// One paragraph, cut and folded. All offsets count bytes from its start.
pub struct Words {
    pub text: Arc<str>,
    pub lang: Lang,
    pub lists: &'static Lists,
    pub tokens: Vec<Token>,
    /// Ranges of tokens, without gaps.
    pub sentences: Vec<Range<usize>>,
    /// The text with its letters folded in place, and behind it the few words that fold to another length.
    folded: String,
    /// Where in it each token stands, and what is known of that.
    known: Vec<(Span, Known)>,
    /// The few tokens that names fold otherwise, in order.
    marked: Vec<(usize, String)>,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Words").field(&self.text).finish()
    }
}

impl Words {
    /// Cuts a paragraph into tokens and sentences.
    pub fn new(text: impl Into<Arc<str>>, lang: Lang) -> Self {
        let text = text.into();
        let tokens = tokens(&text);
        let (lists, lexicon) = (Lists::of(lang), Lexicon::of(lang));
        let (mut folded, mut odd) = (fold_in_place(&text), String::new());
        let mut known = Vec::with_capacity(tokens.len());
        let mut marked = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            let (mut span, mut word) = (token.span, token.of(&folded));
            if token.is_word() && !word.is_ascii() {
                let raw = token.of(&text);
                if !keeps_length(raw) {
                    let start = odd.len();
                    odd += &fold(raw);
                    word = &odd[start..];
                    span = Span::new(start, odd.len()).shift(folded.len());
                }
                if !raw.chars().all(is_plain) {
                    let name = fold_name(raw);
                    marked.extend((name != word).then_some((at, name)));
                }
            }
            known.push((span, lexicon.look_up(word)));
        }
        folded += &odd;
        let sentences = sentences(&text, &tokens, lang);
        Self { text, lang, lists, tokens, sentences, folded, known, marked }
    }

    /// How many tokens there are.
    #[inline]
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there is nothing to read.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The folded text of a token, empty outside the paragraph.
    #[inline]
    pub fn folded(&self, at: usize) -> &str {
        self.word(at).text()
    }

    /// The text of a token as it stands, empty outside the paragraph.
    #[inline]
    pub fn raw(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |t| t.of(&self.text))
    }

    /// The folded text of a token with the lists that may hold it.
    #[inline]
    pub fn word(&self, at: usize) -> Word<'_> {
        let Some((span, known)) = self.known.get(at) else { return Word::default() };
        Word::new(&self.folded, span.start, span.end, known)
    }

    /// The lists that may hold a token.
    #[inline]
    pub fn held(&self, at: usize) -> Held {
        self.known.get(at).map_or_else(Held::default, |(_, known)| known.held)
    }

    /// The folded text of a token, as names are folded.
    pub fn name(&self, at: usize) -> Word<'_> {
        if self.marked.is_empty() {
            return self.word(at);
        }
        match self.marked.binary_search_by_key(&at, |(marked, _)| *marked) {
            Ok(found) => Word::from(self.marked[found].1.as_str()),
            Err(_) => self.word(at),
        }
    }

    /// Whether the token begins like a number in words; `false` is certain.
    pub fn may_be_number(&self, at: usize) -> bool {
        self.held(at).whole(NUMBER_LIKE)
    }

    /// The folded word before a token, empty at the start.
    pub fn before(&self, at: usize, back: usize) -> &str {
        at.checked_sub(back).map_or("", |at| self.folded(at))
    }

    /// The longest phrase of a list that begins at a token: how many tokens it has, and its value.
    #[inline]
    pub fn phrase<V: Copy>(&self, list: &Phrases<V>, at: usize) -> Option<(usize, V)> {
        if list.may_hold(self.held(at)) { self.longest(list, at) } else { None }
    }

    #[inline(never)]
    fn longest<V: Copy>(&self, list: &Phrases<V>, at: usize) -> Option<(usize, V)> {
        list.longest((at..self.len()).map(|at| self.word(at)))
    }

    /// Whether the token is glued to the one before it.
    #[inline]
    pub fn glued(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.glued)
    }

    /// Whether the token is a word.
    #[inline]
    pub fn is_word(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(Token::is_word)
    }

    /// Whether the token is a number in digits.
    #[inline]
    pub fn is_number(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.kind == Kind::Number)
    }

    /// Whether the token begins with a capital letter.
    #[inline]
    pub fn is_capital(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.capital)
    }

    /// Whether a hyphen stands at this token with both neighbours glued to it.
    #[inline]
    pub fn joins(&self, at: usize) -> bool {
        self.glued(at) && self.glued(at + 1) && !self.is_word(at) && matches!(self.raw(at), "-" | "‑" | "–")
    }

    /// One past the last token of the words that hyphens tie to the word at a token.
    pub fn part_end(&self, at: usize) -> usize {
        let mut end = at + 1;
        while self.joins(end) && self.is_word(end + 1) {
            end += 2;
        }
        end
    }

    /// The first token of the words that hyphens tie to the word at a token.
    pub fn part_start(&self, at: usize) -> usize {
        let mut start = at;
        while start >= 2 && self.joins(start - 1) {
            start -= 2;
        }
        start
    }

    /// The class of a function word, if it is one.
    #[inline]
    pub fn grammar(&self, at: usize) -> Option<Grammar> {
        self.known.get(at)?.1.grammar
    }

    /// The bytes from the first to the last token of a range.
    pub fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.tokens[range.start].span.start, self.tokens[range.end - 1].span.end)
    }

    /// The tokens that a span touches.
    pub fn tokens_of(&self, span: Span) -> Range<usize> {
        let start = self.tokens.partition_point(|t| t.span.end <= span.start);
        start..self.tokens.partition_point(|t| t.span.start < span.end)
    }

    /// The sentence that holds a token.
    pub fn sentence_of(&self, at: usize) -> usize {
        self.sentences.partition_point(|s| s.end <= at).min(self.sentences.len().saturating_sub(1))
    }

    /// The tokens of the sentence that holds a token.
    pub fn sentence(&self, at: usize) -> Range<usize> {
        self.sentences.get(self.sentence_of(at)).cloned().unwrap_or_default()
    }

    /// The tokens around a token, up to the commas, dashes and semicolons of its sentence.
    pub fn clause(&self, at: usize) -> Range<usize> {
        let sentence = self.sentence(at);
        let stops = |at: usize| !self.is_word(at) && matches!(self.raw(at), "," | ";" | ":" | "–" | "—");
        let start = (sentence.start..at).rev().find(|&at| stops(at)).map_or(sentence.start, |at| at + 1);
        let end = (at..sentence.end).find(|&at| stops(at)).unwrap_or(sentence.end);
        start..end
    }

    /// Whether the token, or the one behind its article, is a number in digits or words.
    pub fn is_number_word(&self, at: usize) -> bool {
        let at = at + usize::from(self.grammar(at) == Some(Grammar::Article));
        self.is_number(at) || crate::lang::number_words::cardinal(self.folded(at), self.lang).is_some()
    }

    /// How many tokens of `pm`, `p.m.` stand at a token.
    pub fn meridiem(&self, at: usize) -> usize {
        match self.folded(at) {
            "am" | "pm" if self.lang == Lang::En => 1,
            "a" | "p" if self.raw(at + 1) == "." && self.folded(at + 2) == "m" && self.glued(at + 2) => 3,
            _ => 0,
        }
    }

    /// The tokens that tell what the paragraph is about, with their stems: nouns and names. Units and times are about
    /// anything; shares are of one whole, and sums of one bill. English words of five letters and more count as nouns.
    pub fn stems(&self) -> Stems {
        let telling = (0..self.len()).filter(|&at| self.is_telling(at));
        let mut stems = Vec::with_capacity(self.len() / 4);
        stems.extend(telling.map(|at| (at, hash(stem(self.folded(at))))));
        Stems(stems)
    }

    fn is_telling(&self, at: usize) -> bool {
        let noun = match self.lang {
            Lang::De => self.is_capital(at),
            Lang::En => self.raw(at).len() > 4,
        };
        let unit = |word: Word<'_>| {
            self.lists.units.get(word).is_some_and(|(_, dimension)| !matches!(dimension, "percent" | "money"))
        };
        let measures = |word| unit(word) || self.lists.times.get(word).is_some();
        noun && self.is_word(at) && self.grammar(at).is_none() && !measures(self.word(at))
    }
}

/// Hashed stems by their token.
#[derive(Debug)]
pub struct Stems(Vec<(usize, u64)>);

impl Stems {
    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = u64> + '_ {
        self.0.iter().map(|(_, stem)| *stem)
    }

    /// Those of a stretch of tokens.
    pub fn within(&self, range: Range<usize>) -> impl Iterator<Item = u64> + Clone + '_ {
        let before = |end: usize| self.0.partition_point(|(at, _)| *at < end);
        self.0[before(range.start)..before(range.end)].iter().map(|(_, stem)| *stem)
    }
}

fn stem(word: &str) -> &str {
    &word[..word.char_indices().nth(STEM).map_or(word.len(), |(end, _)| end)]
}
