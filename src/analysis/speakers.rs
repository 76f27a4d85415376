//! The noun phrase of whoever speaks, before or behind a verb of saying. Read from the forms, as [`super::phrases`] does,
//! but with what belongs to a speaker alone: the apposition between commas, the office in brackets, the linked name.

use std::ops::Range;

use super::phrases::Phrases;
use super::words::Words;
use crate::lang::Lang;
use crate::lang::grammar::Grammar;

/// The classes of function words that are finite verbs.
pub const VERBS: [Grammar; 5] =
    [Grammar::Verb, Grammar::Should, Grammar::Reported, Grammar::PastSubjunctive, Grammar::Past];

/// An apposition has no more tokens.
const APPOSITION: usize = 30;

/// The sentence in which a speaker is looked for.
pub struct Speakers<'a> {
    pub words: &'a Words,
    pub phrases: &'a Phrases<'a>,
}

impl Speakers<'_> {
    /// The phrase that ends before a token.
    pub fn before(&self, end: usize) -> Option<Range<usize>> {
        let start = self.phrases.sentence.start;
        if end > start + 3 && self.words.raw(end - 1) == "," {
            let from = start.max(end.saturating_sub(APPOSITION));
            let comma = (from..end - 1).rev().find(|&at| self.words.raw(at) == ",")?;
            return Some(self.noun_before(comma)?.start..end - 1);
        }
        self.noun_before(end)
    }

    /// The phrase that begins at a token.
    pub fn after(&self, start: usize) -> Option<Range<usize>> {
        let phrase = self.phrase(start)?;
        if self.is(phrase.start, "personal") {
            return Some(phrase);
        }
        Some(phrase.start..self.apposition(phrase.end).unwrap_or(phrase.end))
    }

    /// The same without an apposition.
    pub fn phrase(&self, start: usize) -> Option<Range<usize>> {
        let phrase = match self.words.lang {
            Lang::En => return self.noun_after(start),
            Lang::De => self.phrases.after(start)?,
        };
        // behind its noun a phrase goes on with a genitive; any other article begins the next one
        let begins = |at: &usize| {
            self.words.grammar(*at) == Some(Grammar::Article)
                && !self.is(*at, "genitive")
                && self.words.is_capital(at - 1)
                && self.words.is_word(at - 1)
        };
        let end = (start + 2..phrase.end).find(begins).unwrap_or(phrase.end);
        Some(phrase.start..end)
    }

    /// Whether a token may be part of a name or noun.
    pub fn noun(&self, at: usize) -> bool {
        let words = self.words;
        if !words.is_word(at) || words.grammar(at).is_some() {
            return false;
        }
        let timely = matches!(words.lists.times.get(words.word(at)), Some(("weekday" | "day" | "ref", _)));
        let word = words.folded(at);
        let plain = || {
            words.lang == Lang::En
                && !self.tells(at)
                && words.lists.clauses.get(word).is_none()
                && !word.ends_with("ly")
        };
        !timely && (words.is_capital(at) || plain())
    }

    /// Whether a token is a form of a verb by which somebody's words are given.
    fn tells(&self, at: usize) -> bool {
        let (lists, word) = (self.words.lists, self.words.folded(at));
        lists.sayings.get(word).is_some() || lists.reports.get(word).is_some()
    }

    /// Whether a token is a word of this kind in the list of clauses.
    pub fn is(&self, at: usize, kind: &'static str) -> bool {
        self.words.lists.clauses.has(self.words.word(at), kind)
    }

    fn noun_before(&self, end: usize) -> Option<Range<usize>> {
        let (words, first) = (self.words, self.phrases.sentence.start);
        if end <= first {
            return None;
        }
        if self.is(end - 1, "personal") || self.is(end - 1, "relative") {
            return Some(end - 1..end);
        }
        let mut start = end;
        while start > first && !self.phrases.quoted(start - 1) {
            let at = start - 1;
            let article = words.grammar(at) == Some(Grammar::Article);
            let links = |at: usize| at > first && self.is(at, "link") && self.noun(at - 1);
            if !(article || self.part(at) || start < end && links(at)) {
                break;
            }
            start = at;
            if article && (start == first || !links(start - 1)) {
                break;
            }
        }
        while start < end && !words.is_word(start) && !words.is_number(start) {
            start += 1;
        }
        (start..end).any(|at| self.noun(at)).then_some(start..end)
    }

    fn noun_after(&self, start: usize) -> Option<Range<usize>> {
        let end = self.phrases.sentence.end;
        if self.is(start, "personal") && start < end {
            return Some(start..start + 1);
        }
        let mut at = start;
        while at < end {
            let begins = |at: usize| self.words.grammar(at) == Some(Grammar::Article) || self.noun(at);
            let fresh = at == start || self.is(at - 1, "link");
            let fits = self.part(at)
                || self.words.grammar(at) == Some(Grammar::Article) && fresh
                || at > start && self.is(at, "link") && begins(at + 1);
            if !fits || self.phrases.quoted(at) {
                break;
            }
            at += 1;
        }
        (start..at).any(|at| self.noun(at)).then_some(start..at)
    }

    /// What stands inside a noun phrase beside its article.
    fn part(&self, at: usize) -> bool {
        let words = self.words;
        let title = |at: usize| self.is(at, "title") || words.raw(at).len() == 1 && words.is_capital(at);
        self.noun(at)
            || words.is_number(at)
            || words.joins(at)
            || matches!(words.raw(at), "&" | "(" | ")" | "’" | "'" | "%")
            || words.raw(at) == "." && words.glued(at) && at > 0 && title(at - 1)
    }

    /// `, the head of the office`: up to the comma that closes it, or the end of the sentence; there may be several.
    fn apposition(&self, phrase: usize) -> Option<usize> {
        let mut end = None;
        while let Some(next) = self.apposed(end.unwrap_or(phrase)).filter(|next| next - phrase < APPOSITION) {
            end = Some(next);
        }
        end
    }

    fn apposed(&self, comma: usize) -> Option<usize> {
        let (words, last) = (self.words, self.phrases.sentence.end);
        if words.raw(comma) != "," || comma + 2 >= last {
            return None;
        }
        let first = comma + 1;
        let who = words.lang == Lang::En
            && (self.is(first, "relative") && !self.tells(first + 1) || self.is(first, "between"));
        let begins = words.grammar(first) == Some(Grammar::Article) || self.noun(first) || who;
        let until = last.min(comma + APPOSITION);
        let mark = |at: &usize| {
            let title = words.raw(*at) == "." && self.part(*at);
            matches!(words.raw(*at), "," | "." | ":" | ";" | "“" | "”" | "„" | "\"" | "»" | "«") && !title
        };
        let end = (first..until).find(mark)?;
        let closed = words.raw(end) == "," || end + 1 >= last;
        let relative = (first..end).find(|&at| words.lang == Lang::En && self.is(at, "relative")).unwrap_or(end);
        let finite = |at: usize| {
            let verb = words.grammar(at).is_some_and(|class| VERBS.contains(&class));
            let saying = words.lists.sayings.get(words.word(at)).is_some() && !words.is_capital(at);
            verb || saying || words.lang == Lang::De && german_verb(words, at)
        };
        (begins && closed && !(first..relative).any(finite)).then_some(end)
    }
}

/// `kam`, `berichtet`, `stellten`: a small word with the ending of a finite verb.
pub fn german_verb(words: &Words, at: usize) -> bool {
    words.is_word(at)
        && !words.is_capital(at)
        && words.grammar(at).is_none()
        && ["te", "ten", "t"].iter().any(|end| words.folded(at).ends_with(end))
}
