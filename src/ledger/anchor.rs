//! Where a note belongs in a text that goes on changing: its words with those around them, and where they stood.

use serde_json::{Value, json};

use super::likeness::Passage;
use crate::text::Span;

/// So many characters before and behind the words are kept.
const CONTEXT: usize = 32;

/// With fewer of the same characters around them, words that happen to stand where others stood are no others' words.
const NEIGHBOURS: usize = 8;

/// A place: a text quote selector and a text position selector of the Web Annotation model.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Anchor {
    exact: String,
    prefix: String,
    suffix: String,
    /// In code points from the start of the text.
    pub start: usize,
    end: usize,
}

impl Anchor {
    /// The anchor of a stretch of text.
    pub fn of(text: &str, span: Span) -> Self {
        let (before, behind) = around(text, span);
        let mut prefix: Vec<char> = before.take(CONTEXT).collect();
        prefix.reverse();
        let start = text[..span.start].chars().count();
        let exact = span.of(text).to_owned();
        let end = start + exact.chars().count();
        Self { exact, prefix: prefix.into_iter().collect(), suffix: behind.take(CONTEXT).collect(), start, end }
    }

    /// Reads the selectors of a target; without a quote there is no telling whether a position still holds.
    pub(super) fn of_json(selectors: &Value) -> Option<Self> {
        let list = selectors.as_array().map_or(std::slice::from_ref(selectors), Vec::as_slice);
        let of_type = |name| list.iter().find(|selector| selector["type"] == name);
        let quote = of_type("TextQuoteSelector")?;
        let words = |key: &str| quote[key].as_str().unwrap_or_default().to_owned();
        let exact = Some(words("exact")).filter(|exact| !exact.is_empty())?;
        let position = |key: &str| of_type("TextPositionSelector")?[key].as_u64()?.try_into().ok();
        let (start, end) = (position("start").unwrap_or(0), position("end").unwrap_or(0));
        Some(Self { exact, prefix: words("prefix"), suffix: words("suffix"), start, end })
    }

    pub(super) fn json(&self) -> Value {
        json!([
            {"type": "TextQuoteSelector", "exact": self.exact, "prefix": self.prefix, "suffix": self.suffix},
            {"type": "TextPositionSelector", "start": self.start, "end": self.end},
        ])
    }

    /// Where its words stand now. Those that are the same count first: the ones with the most of the same words around
    /// them, of equals the nearest; else those at the same position; else the likest, with at most a fifth of the words and
    /// those around them edited. `None` where they are gone, or stand among other words: then it may be another figure.
    pub fn find(&self, text: &str) -> Option<Span> {
        self.same(text).or_else(|| self.at_position(text)).or_else(|| self.like(text))
    }

    /// The words with those around them.
    pub fn passage(&self) -> String {
        [&*self.prefix, &*self.exact, &*self.suffix].concat()
    }

    /// The words that it is about.
    pub fn words(&self) -> &str {
        &self.exact
    }

    /// Whether both have the same words, and the same around them.
    pub fn has_words_of(&self, other: &Self) -> bool {
        (&self.exact, &self.prefix, &self.suffix) == (&other.exact, &other.prefix, &other.suffix)
    }

    /// Whether its very words stand in a text, among the same others.
    pub fn is_same(&self, text: &str) -> bool {
        self.same(text).is_some()
    }

    fn same(&self, text: &str) -> Option<Span> {
        let places = text.match_indices(&self.exact).map(|(at, words)| Span::new(at, at + words.len()));
        let known = self.prefix.chars().count() + self.suffix.chars().count();
        let rated = places.map(|span| (self.shared(text, span), span)).filter(|(shared, _)| shared * 2 >= known);
        let rated: Vec<_> = rated.filter(|(_, span)| self.is_whole(text, *span)).collect();
        let most = rated.iter().map(|(shared, _)| *shared).max()?;
        let best: Vec<Span> = rated.into_iter().filter(|(shared, _)| *shared == most).map(|(_, span)| span).collect();
        let [only] = best[..] else {
            let start = text.char_indices().nth(self.start).map_or(text.len(), |(at, _)| at);
            return best.into_iter().min_by_key(|span| span.start.abs_diff(start));
        };
        Some(only)
    }

    fn at_position(&self, text: &str) -> Option<Span> {
        let (start, _) = text.char_indices().nth(self.start)?;
        let span = Span::new(start, start + self.exact.len());
        let stands = text[start..].starts_with(&self.exact) && self.is_whole(text, span);
        (stands && self.shared(text, span) >= NEIGHBOURS).then_some(span)
    }

    /// Of short words that are a figure, each half may have changed: what was decided about them ends then, and says so.
    fn like(&self, text: &str) -> Option<Span> {
        let chars: Vec<char> = text.chars().filter(|c| *c != '\r').collect();
        let like = Passage::new(&self.prefix, &self.exact, &self.suffix).find(&chars, self.start)?;
        if like.own_edits * 2 > self.exact.chars().count() {
            return None;
        }
        let mut places = text.char_indices().filter(|(_, c)| *c != '\r');
        let (start, first) = places.nth(like.place.start)?;
        let (last, c) = match like.place.len() {
            1 => (start, first),
            length => places.nth(length - 2)?,
        };
        Some(self.widened(text, Span::new(start, last + c.len_utf8())))
    }

    /// A place with all of the words and numbers that it begins and ends in, unless the anchor's own words did not.
    fn widened(&self, text: &str, mut span: Span) -> Span {
        while !self.begins(text, span) {
            let Some(before) = text[..span.start].chars().next_back() else { break };
            span.start -= before.len_utf8();
        }
        while !self.ends(text, span) {
            let Some(next) = text[span.end..].chars().next() else { break };
            span.end += next.len_utf8();
        }
        span
    }

    /// How many characters right before and behind a place are the same.
    fn shared(&self, text: &str, span: Span) -> usize {
        let (before, behind) = around(text, span);
        let (before, behind) = (before.zip(self.prefix.chars().rev()), behind.zip(self.suffix.chars()));
        before.take_while(|(a, b)| a == b).count() + behind.take_while(|(a, b)| a == b).count()
    }

    /// Whether the words are no part of others, unless they were: the `40` of `140` is another number, and so is that of
    /// `1,40`.
    fn is_whole(&self, text: &str, span: Span) -> bool {
        self.begins(text, span) && self.ends(text, span)
    }

    fn begins(&self, text: &str, span: Span) -> bool {
        let last = around(text, span).0.next();
        !joins(last) && !in_number(last) || last == self.prefix.chars().next_back()
    }

    fn ends(&self, text: &str, span: Span) -> bool {
        let mut behind = around(text, span).1;
        let (next, second) = (behind.next(), behind.next());
        !(joins(next) || in_number(next) && joins(second)) || next == self.suffix.chars().next()
    }
}

/// Whether a character goes on with a word.
fn joins(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

/// Whether a character may stand in a number.
fn in_number(c: Option<char>) -> bool {
    matches!(c, Some('.' | ',' | '\'' | '’'))
}

/// The characters before a place, backwards, and those behind it. Where an article is checked out, lines may end in another
/// way, so carriage returns do not count.
fn around(text: &str, span: Span) -> (impl Iterator<Item = char>, impl Iterator<Item = char>) {
    let counts = |c: &char| *c != '\r';
    (text[..span.start].chars().rev().filter(counts), text[span.end..].chars().filter(counts))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Höfe 🌾\n\nDort liegen 40 Höfe am „Süd\u{ad}hang“. Im Norden liegen 40 Höfe an der Aare.\n";

    #[track_caller]
    fn follows(from: &str, to: &str, expected: Option<usize>) {
        let second = TEXT.rfind("40 Höfe").unwrap();
        let anchor = Anchor::of(TEXT, Span::new(second, second + "40 Höfe".len()));
        let edited = TEXT.replace(from, to);
        assert_ne!(edited, TEXT);
        assert_eq!(anchor.find(&edited).map(|span| span.start), expected, "{edited}");
    }

    #[test]
    fn an_anchor_stays_with_its_words() {
        let second = TEXT.rfind("40 Höfe").unwrap();
        follows("Höfe 🌾", "Viele Höfe", Some(second + 1));
        follows(
            "Dort liegen 40 Höfe am „Süd\u{ad}hang“. ",
            "",
            Some(second - "Dort liegen 40 Höfe am „Süd\u{ad}hang“. ".len()),
        );
        follows("an der Aare", "an der Emme, sagt man", Some(second));
        follows("Aare.", "Aare!", Some(second));
        follows("\n", "\r\n", Some(second + 2));
        let glued = "Dort liegen 40 Höfe.Dann regnete es.";
        let span = Span::new(12, 12 + "40 Höfe".len());
        assert_eq!(Anchor::of(glued, span).find(glued), Some(span));
    }

    #[test]
    fn edited_words_are_found_whole() {
        let second = TEXT.rfind("40 Höfe").unwrap();
        let anchor = Anchor::of(TEXT, Span::new(second, second + "40 Höfe".len()));
        for words in ["50 Höfe", "140 Höfe", "1,40 Höfe", "40 Höfen", "41,5 Höfe"] {
            let edited = TEXT.replace("Im Norden liegen 40 Höfe", &format!("Im Norden liegen {words}"));
            assert_eq!(anchor.find(&edited).map(|span| span.of(&edited)), Some(words));
            let found = anchor.find(&edited.replace('\n', "\r\n"));
            assert_eq!(found.map(|span| span.start), Some(second + 2));
        }
    }

    #[test]
    fn other_words_are_another_matter() {
        follows("Im Norden liegen 40 Höfe", "Im Norden liegen Wiesen", None);
        follows("Im Norden liegen 40 Höfe an der Aare.", "Nichts.", None);
    }
}
