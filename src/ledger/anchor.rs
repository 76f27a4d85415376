//! Where a note belongs in a text that goes on changing: its words with those around them, and where they stood.

use serde_json::{Value, json};

use crate::text::Span;

/// So many characters before and behind the words are kept.
const CONTEXT: usize = 32;

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

    /// Where its words stand now: those with the most of the same words around them, of equals the nearest. `None` where
    /// they are gone, or stand among other words: then it may be another figure.
    pub fn find(&self, text: &str) -> Option<Span> {
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

    /// How many characters right before and behind a place are the same.
    fn shared(&self, text: &str, span: Span) -> usize {
        let (before, behind) = around(text, span);
        let (before, behind) = (before.zip(self.prefix.chars().rev()), behind.zip(self.suffix.chars()));
        before.take_while(|(a, b)| a == b).count() + behind.take_while(|(a, b)| a == b).count()
    }

    /// Whether the words are no part of others, unless they were: the `40` of `140` is another number, and so is that of
    /// `1,40`.
    fn is_whole(&self, text: &str, span: Span) -> bool {
        let (mut before, mut behind) = around(text, span);
        let (last, next, second) = (before.next(), behind.next(), behind.next());
        let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let in_number = |c: Option<char>| matches!(c, Some('.' | ',' | '\'' | '’'));
        let begins = !joins(last) && !in_number(last) || last == self.prefix.chars().next_back();
        let ends = !(joins(next) || in_number(next) && joins(second)) || next == self.suffix.chars().next();
        begins && ends
    }
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
    fn other_words_are_another_matter() {
        follows("Im Norden liegen 40 Höfe", "Im Norden liegen 50 Höfe", None);
        follows("Im Norden liegen 40 Höfe", "Im Norden liegen 140 Höfe", None);
        follows("Im Norden liegen 40 Höfe", "Im Norden liegen 1,40 Höfe", None);
        follows("Im Norden liegen 40 Höfe an der Aare.", "Nichts.", None);
    }
}
