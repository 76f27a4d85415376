//! Words between quotation marks. Whether a mark opens or closes, the white space around it tells, so that every style
//! (`„…“`, `«…»`, `»…«`, `“…”`, `"…"`, `‚…‘`, `‹…›`, `‘…’`, `''…''`) is read by one rule. Single marks are apostrophes, too, so
//! they quote only in pairs. Who speaks is for [`super::reporting`].

use std::ops::Range;

use super::words::Words;

/// A stretch in quotation marks: tokens between the marks, without them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quoted {
    pub tokens: Range<usize>,
    /// The paragraph ends before the closing mark.
    pub open: bool,
    /// So many tokens make a mark: two for `''`.
    width: usize,
}

impl Quoted {
    /// The stretch with its marks.
    pub fn whole(&self) -> Range<usize> {
        self.tokens.start - self.width..self.tokens.end + if self.open { 0 } else { self.width }
    }
}

/// A mark that has opened: its first token and how many make it.
struct Opened<'a> {
    at: usize,
    mark: &'a str,
    width: usize,
}

impl Opened<'_> {
    /// Single marks may be apostrophes.
    fn single(&self) -> bool {
        self.width == 1 && is_single(self.mark)
    }

    /// Whether a mark of this kind can end the quotation here. Behind `„` a `“` can do nothing else, wherever a blank stands.
    fn ends(&self, words: &Words, at: usize) -> bool {
        if self.single() {
            return words.glued(at) && !(words.glued(at + 1) && words.is_word(at + 1));
        }
        words.glued(at) || !opens(words, at, self.width) || (self.mark, words.raw(at)) == ("„", "“")
    }

    fn until(&self, end: usize, open: bool) -> Quoted {
        Quoted { tokens: self.at + self.width..end, open, width: self.width }
    }
}

/// Finds the quotations of a paragraph, in order; one inside another is part of the outer one.
pub fn quoted(words: &Words) -> Vec<Quoted> {
    let mut found = Vec::new();
    let mut open: Option<Opened<'_>> = None;
    let mut at = 0;
    while at < words.len() {
        let width = width(words, at);
        if width == 0 {
            at += 1;
            continue;
        }
        let mark = words.raw(at);
        let single = width == 1 && is_single(mark);
        match &open {
            Some(opened) if opened.width == width && closes(opened.mark, mark) && opened.ends(words, at) => {
                found.push(opened.until(at, false));
                open = None;
                at += width;
            }
            Some(opened) if single || !opened.single() => at += width,
            _ => {
                if opens(words, at, width) {
                    open = Some(Opened { at, mark, width });
                }
                at += width;
            }
        }
    }
    found.extend(open.filter(|opened| !opened.single()).map(|opened| opened.until(words.len(), true)));
    found.retain(|quote| !quote.tokens.is_empty());
    found
}

/// The quotation that a token stands in.
pub fn around(quotes: &[Quoted], token: usize) -> Option<&Quoted> {
    let next = quotes.partition_point(|quote| quote.tokens.end <= token);
    quotes.get(next).filter(|quote| quote.tokens.contains(&token))
}

/// The quotation whose mark opens at a token.
pub fn opening(quotes: &[Quoted], at: usize) -> Option<&Quoted> {
    let next = quotes.partition_point(|quote| quote.tokens.end <= at);
    quotes.get(next).filter(|quote| quote.tokens.start - quote.width == at)
}

/// The quotations that begin in a stretch.
pub fn beginning_in<'q>(quotes: &'q [Quoted], tokens: &Range<usize>) -> &'q [Quoted] {
    let before = |end: usize| quotes.partition_point(|quote| quote.tokens.start < end);
    &quotes[before(tokens.start)..before(tokens.end)]
}

/// What a quotation mark does, by the white space around it; its first token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Opens(usize),
    Closes(usize),
}

impl Mark {
    /// Its first token.
    pub const fn at(self) -> usize {
        match self {
            Self::Opens(at) | Self::Closes(at) => at,
        }
    }
}

/// The quotation marks among tokens that cannot be apostrophes, in order.
pub fn marks(words: &Words, tokens: Range<usize>) -> impl Iterator<Item = Mark> {
    let widths = tokens.map(|at| (at, width(words, at)));
    let sure = widths.filter(|&(at, width)| width == 2 || width == 1 && !is_single(words.raw(at)));
    sure.map(|(at, width)| if opens(words, at, width) { Mark::Opens(at) } else { Mark::Closes(at) })
}

/// Whether a token is a quotation mark, or may be one.
pub fn is_mark(words: &Words, at: usize) -> bool {
    width(words, at) > 0
}

/// How many tokens make a quotation mark here; none where none stands.
fn width(words: &Words, at: usize) -> usize {
    if words.is_word(at) {
        return 0;
    }
    match words.raw(at) {
        "'" if words.raw(at + 1) == "'" && words.glued(at + 1) => 2,
        "\"" | "„" | "“" | "”" | "«" | "»" | "‟" => 1,
        mark => usize::from(is_single(mark)),
    }
}

fn is_single(mark: &str) -> bool {
    matches!(mark, "'" | "‘" | "’" | "‚" | "‹" | "›")
}

/// A mark opens where its word is glued behind it and none is glued before it.
fn opens(words: &Words, at: usize, width: usize) -> bool {
    let free = !words.glued(at) || matches!(words.raw(at.wrapping_sub(1)), "(" | "[" | "–" | "—" | "-" | "/");
    let mark = words.raw(at);
    let glued = words.glued(at + width);
    let stop = matches!(words.raw(at + width), "," | "." | ";" | ":" | "!" | "?");
    mark == "„" || free && glued && !stop && (width == 2 || !is_single(mark) || mark != "’" && words.is_word(at + 1))
}

/// Whether a mark can close what another one opened.
fn closes(open: &str, close: &str) -> bool {
    match open {
        "„" => matches!(close, "“" | "”" | "\"" | "‟"),
        "“" | "”" => matches!(close, "”" | "“" | "\""),
        "«" => close == "»",
        "»" => matches!(close, "«" | "»"),
        "‚" => matches!(close, "‘" | "’"),
        "‘" => close == "’",
        "‹" => close == "›",
        "›" => close == "‹",
        "'" => matches!(close, "'" | "’"),
        _ => close == open || close == "”" || close == "“",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    fn show(text: &str) -> Vec<String> {
        let words = Words::new(text, Lang::De);
        quoted(&words)
            .iter()
            .map(|q| words.span(q.tokens.clone()).of(text).to_owned() + if q.open { " …" } else { "" })
            .collect()
    }

    #[test]
    fn every_style_of_marks() {
        for text in [
            "Er sagt „Das geht nicht“.",
            "Er sagt «Das geht nicht».",
            "Er sagt »Das geht nicht«.",
            "Er sagt “Das geht nicht”.",
            "Er sagt \"Das geht nicht\".",
            "Er sagt ‚Das geht nicht‘.",
            "Er sagt ‹Das geht nicht›.",
            "Er sagt ‘Das geht nicht’.",
            "Er sagt 'Das geht nicht'.",
            "Er sagt ''Das geht nicht''.",
        ] {
            assert_eq!(show(text), ["Das geht nicht"], "{text}");
        }
        assert_eq!(show("„Ja“, sagt er, „aber“"), ["Ja", "aber"]);
        assert_eq!(show("Das „Ja “, sagt er, ist ein „Aber “für alle."), ["Ja", "Aber"]);
        assert_eq!(show("«Wir bauen."), ["Wir bauen. …"]);
        assert_eq!(show("«Sie sagt ‹Nein› dazu»"), ["Sie sagt ‹Nein› dazu"]);
    }

    #[test]
    fn apostrophes_open_nothing() {
        assert_eq!(show("Das war ’89, und 'ne Frage der „Zeit für uns“."), ["Zeit für uns"]);
        assert_eq!(show("the workers' plan and 'the owners"), [""; 0]);
    }
}
