//! Noun phrases around a word: who is the subject of a verb, what hangs on a preposition. Read from the forms alone:
//! capitals, case endings, articles, and in English everything that is no function word.

use std::ops::Range;

use super::quotes::{self, Quoted};
use super::words::Words;
use crate::lang::Lang;
use crate::lang::grammar::Grammar;
use crate::lang::lists::ADJECTIVE;

/// A sentence in which phrases are looked for.
pub struct Phrases<'a> {
    pub words: &'a Words,
    pub sentence: Range<usize>,
    pub quotes: &'a [Quoted],
}

impl Phrases<'_> {
    /// Whether a quotation mark closes a name rather than words said: `die «New York Times»`.
    pub fn is_title(&self, mark: usize) -> bool {
        let quote = quotes::around(self.quotes, mark.saturating_sub(1));
        let before = quote.and_then(|quote| quote.whole().start.checked_sub(1));
        before.is_some_and(|before| self.words.grammar(before) == Some(Grammar::Article))
    }

    /// Whether a token is part of direct speech. Titles and media in quotation marks are names, not speech.
    pub fn quoted(&self, at: usize) -> bool {
        quotes::around(self.quotes, at).is_some_and(|quote| quote.tokens.len() > 3)
    }

    /// The noun phrase that begins at a token: article, adjectives, nouns, names, and genitives or prepositional parts
    /// that hang on it.
    pub fn after(&self, start: usize) -> Option<Range<usize>> {
        let words = self.words;
        let mut at = start;
        let mut head = false;
        while at < self.sentence.end {
            let capital = words.is_capital(at) || words.is_number(at) || words.joins(at);
            let mark = matches!(words.raw(at), "«" | "»" | "„" | "“" | "\"" | "”" | "&" | "’" | "'" | "/" | "-");
            let goes_on = |at: usize| {
                words.is_capital(at)
                    || words.grammar(at) == Some(Grammar::Article)
                    || is_adjective(words, at)
                    || self.plain_noun(at)
            };
            let joins = matches!(words.grammar(at), Some(Grammar::Article | Grammar::Preposition)) && goes_on(at + 1);
            let pronoun = !head && words.lists.sources.has(words.word(at), "speaking");
            // behind its head a phrase goes on with an adjective only after a new article or preposition: `kamen` is a verb
            let fresh =
                !head || matches!(words.grammar(at.wrapping_sub(1)), Some(Grammar::Article | Grammar::Preposition));
            // a genitive plural needs none: `Angaben russischer Medien`
            let genitive = words.folded(at).ends_with("er") && words.is_capital(at + 1);
            let adjective = is_adjective(words, at) && (fresh || genitive || at > start && is_adjective(words, at - 1));
            match () {
                () if head && joins && starts_adverbial(words, at) => break,
                () if capital && words.is_word(at) || pronoun => head = true,
                () if capital && (!head || words.joins(at))
                    || mark && (words.glued(at) || words.glued(at + 1))
                    || joins => {}
                () if adjective || self.plain_noun(at) => {}
                () => break,
            }
            head |= self.plain_noun(at);
            at += 1;
            if pronoun {
                break;
            }
        }
        while at > start
            && (matches!(words.raw(at - 1), "“" | "\"" | "„" | "-") && !words.glued(at - 1)
                || matches!(words.grammar(at - 1), Some(Grammar::Article | Grammar::Preposition)))
        {
            at -= 1;
        }
        (head && at > start).then_some(start..at)
    }

    /// The noun phrase that ends before a token; an apposition between commas belongs to it.
    pub fn before(&self, end: usize) -> Option<Range<usize>> {
        let words = self.words;
        let mut start = end;
        let mut head = false;
        while start > self.sentence.start {
            let at = start - 1;
            let comma = words.raw(at) == "," && head && words.is_capital(at - usize::from(at > 0));
            let capital = words.is_capital(at) && words.grammar(at).is_none();
            let fits = capital
                || words.is_number(at)
                || words.joins(at)
                || comma
                || is_adjective(words, at)
                || matches!(words.grammar(at), Some(Grammar::Article | Grammar::Preposition))
                || matches!(words.raw(at), "«" | "»" | "&" | "(" | ")" | "’" | "\"" | "“" | "„")
                || words.lists.sources.has(words.word(at), "speaking") && !head
                || self.plain_noun(at);
            if !fits || self.quoted(at) {
                break;
            }
            head |= capital || words.lists.sources.has(words.word(at), "speaking") || self.plain_noun(at);
            start = at;
        }
        while start < end && !words.is_word(start) && !words.is_number(start) {
            start += 1;
        }
        (head && start < end).then_some(start..end)
    }

    /// English nouns are not capitalised: any word that is no function word, no verb of saying and no adverb may be one.
    fn plain_noun(&self, at: usize) -> bool {
        let words = self.words;
        words.lang == Lang::En
            && words.is_word(at)
            && words.grammar(at).is_none()
            && words.lists.sayings.get(words.word(at)).is_none()
            && !words.folded(at).ends_with("ly")
            && words.lists.times.get(words.word(at)).is_none()
    }
}

/// A German adjective with a case ending.
pub fn is_adjective(words: &Words, at: usize) -> bool {
    let word = words.folded(at);
    words.is_word(at)
        && !words.is_capital(at)
        && word.len() > 3
        && ADJECTIVE.iter().any(|end| word.ends_with(end))
        && words.grammar(at).is_none()
        && words.lists.sayings.get(words.word(at)).is_none()
}

/// `am Montag`, `im Gespräch`, `zu Journalisten`: what tells when and where it was said, and is no part of the speaker.
fn starts_adverbial(words: &Words, at: usize) -> bool {
    matches!(
        words.folded(at),
        "am" | "im"
            | "zu"
            | "gegenüber"
            | "in"
            | "auf"
            | "bei"
            | "nach"
            | "vor"
            | "on"
            | "at"
            | "to"
            | "during"
            | "mit"
            | "seit"
    )
}
