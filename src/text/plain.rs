//! Plain text → blocks: paragraphs are lines, or runs of lines where the text is wrapped by hand.

use super::{Span, lines};

/// Texts with no line longer than this may be wrapped by hand: typewriter and mail widths, and some room.
const WRAP: usize = 100;

/// The paragraphs from byte `from` on, each without the white space around it.
pub fn paragraphs(text: &str, from: usize) -> Vec<Span> {
    let lines: Vec<Span> = lines(&text[from..]).map(|line| trim(text, line.shift(from))).collect();
    if !wrapped(text, &lines) {
        return lines.into_iter().filter(|line| !line.is_empty()).collect();
    }
    lines.split(|line| line.is_empty()).filter_map(|run| Some(run.first()?.hull(*run.last()?))).collect()
}

/// Wrapped by hand: no long line, and most lines that another one follows end in the middle of a sentence.
fn wrapped(text: &str, lines: &[Span]) -> bool {
    if lines.iter().any(|line| line.len() > WRAP && line.of(text).chars().count() > WRAP) {
        return false;
    }
    let (mut open, mut followed) = (0, 0);
    for pair in lines.windows(2).filter(|pair| !pair[0].is_empty() && !pair[1].is_empty()) {
        followed += 1;
        open += usize::from(!pair[0].of(text).ends_with(['.', '!', '?', ':', '“', '"', '»', '”']));
    }
    followed >= 3 && open * 2 > followed
}

/// The span without white space at both ends.
pub fn trim(text: &str, span: Span) -> Span {
    let inner = span.of(text);
    let start = span.start + (inner.len() - inner.trim_start().len());
    Span::new(start.min(span.end), (span.start + inner.trim_end().len()).max(start.min(span.end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        paragraphs(text, 0).into_iter().map(|p| p.of(text)).collect()
    }

    #[test]
    fn a_line_is_a_paragraph() {
        assert_eq!(cut("  Titel\r\n\r\nEin Satz.\rNoch einer.\n"), ["Titel", "Ein Satz.", "Noch einer."]);
    }

    #[test]
    fn wrapped_lines_join() {
        let text = "Der Rat hat am Abend über\ndie Brücke beraten und dann\ndoch nichts beschlossen, weil\nes spät war.\n\nEnde";
        assert_eq!(cut(text).len(), 2);
    }
}
