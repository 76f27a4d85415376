//! Words between quotation marks. Whether a mark opens or closes, the white space around it tells, so that every style
//! (`„…“`, `«…»`, `»…«`, `“…”`, `"…"`) is read by one rule. Who speaks is for [`super::sources`].

use std::ops::Range;

use super::words::Words;

/// A stretch in quotation marks: tokens between the marks, without them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quoted {
    pub tokens: Range<usize>,
    /// The paragraph ends before the closing mark.
    pub open: bool,
}

/// Finds the quotations of a paragraph, in order; one inside another is part of the outer one.
pub fn quoted(words: &Words) -> Vec<Quoted> {
    let mut found = Vec::new();
    let mut open: Option<(usize, &str)> = None;
    for at in 0..words.len() {
        let raw = words.raw(at);
        if !is_mark(raw) {
            continue;
        }
        match open {
            Some((start, mark)) if closes(mark, raw) && (words.glued(at) || !opens(words, at)) => {
                found.push(Quoted { tokens: start + 1..at, open: false });
                open = None;
            }
            None if opens(words, at) => open = Some((at, raw)),
            _ => {}
        }
    }
    if let Some((start, _)) = open {
        found.push(Quoted { tokens: start + 1..words.len(), open: true });
    }
    found.retain(|quote| !quote.tokens.is_empty());
    found
}

/// The quotation that a token stands in.
pub fn around(quotes: &[Quoted], token: usize) -> Option<&Quoted> {
    let next = quotes.partition_point(|quote| quote.tokens.end <= token);
    quotes.get(next).filter(|quote| quote.tokens.contains(&token))
}

/// The quotations that begin in a stretch.
pub fn beginning_in<'q>(quotes: &'q [Quoted], tokens: &Range<usize>) -> &'q [Quoted] {
    let before = |end: usize| quotes.partition_point(|quote| quote.tokens.start < end);
    &quotes[before(tokens.start)..before(tokens.end)]
}

fn is_mark(raw: &str) -> bool {
    matches!(raw, "\"" | "„" | "“" | "”" | "«" | "»" | "‟")
}

/// A mark opens where its word is glued behind it and none is glued before it.
fn opens(words: &Words, at: usize) -> bool {
    let free = !words.glued(at) || matches!(words.raw(at.wrapping_sub(1)), "(" | "[" | "–" | "—" | "-" | "/");
    words.raw(at) == "„" || free && words.glued(at + 1)
}

/// Whether a mark can close what another one opened.
fn closes(open: &str, close: &str) -> bool {
    match open {
        "„" => matches!(close, "“" | "”" | "\"" | "‟"),
        "“" | "”" => matches!(close, "”" | "“" | "\""),
        "«" => close == "»",
        "»" => matches!(close, "«" | "»"),
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
        ] {
            assert_eq!(show(text), ["Das geht nicht"], "{text}");
        }
        assert_eq!(show("„Ja“, sagt er, „aber“"), ["Ja", "aber"]);
        assert_eq!(show("«Wir bauen."), ["Wir bauen. …"]);
    }
}
