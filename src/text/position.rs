//! Between byte offsets and the positions that editors speak: a line, and a column in UTF-8, UTF-16 or UTF-32 units.
//! Only `\n`, `\r\n` and `\r` end a line. Nothing here fails: a position outside the text, behind its line's end or inside
//! a character is moved to the nearest place that exists and lies before it.

use ropey::Rope;

use super::Span;

/// What a column counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Encoding {
    Utf8,
    /// What every editor understands.
    #[default]
    Utf16,
    /// Unicode code points.
    Utf32,
}

/// A place in a text as editors name it; both numbers count from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    pub line: u32,
    pub column: u32,
}

impl Position {
    /// Line and column, both from 0.
    pub const fn new(line: u32, column: u32) -> Self {
        Self { line, column }
    }
}

/// The byte offset that a position stands for.
pub fn offset(text: &Rope, position: Position, encoding: Encoding) -> usize {
    let line = position.line as usize;
    if line >= text.len_lines() {
        return text.len_bytes();
    }
    let start = text.line_to_char(line);
    let end = end_of_line(text, line);
    let column = position.column as usize;
    // ropey's lookups panic behind the end of the text, so each column is clamped to its line first.
    let at = match encoding {
        Encoding::Utf8 => {
            let bytes = text.char_to_byte(start);
            text.byte_to_char((bytes + column).min(text.char_to_byte(end)))
        }
        Encoding::Utf16 => {
            let units = text.char_to_utf16_cu(start);
            text.utf16_cu_to_char((units + column).min(text.char_to_utf16_cu(end)))
        }
        Encoding::Utf32 => (start + column).min(end),
    };
    text.char_to_byte(at)
}

/// The position of a byte offset.
pub fn position(text: &Rope, offset: usize, encoding: Encoding) -> Position {
    let at = text.byte_to_char(offset.min(text.len_bytes()));
    let line = text.char_to_line(at);
    let start = text.line_to_char(line);
    // Between `\r` and `\n` there is no position: the line ends before both.
    let at = at.min(end_of_line(text, line));
    let column = match encoding {
        Encoding::Utf8 => text.char_to_byte(at) - text.char_to_byte(start),
        Encoding::Utf16 => text.char_to_utf16_cu(at) - text.char_to_utf16_cu(start),
        Encoding::Utf32 => at - start,
    };
    Position::new(units(line), units(column))
}

/// The positions of both ends of a span.
pub fn range(text: &Rope, span: Span, encoding: Encoding) -> (Position, Position) {
    (position(text, span.start, encoding), position(text, span.end, encoding))
}

/// Finds the positions of offsets that ascend, in one walk over a text: cheaper than one by one where there are many.
#[derive(Clone, Copy, Debug)]
pub struct Walk<'t> {
    text: &'t str,
    encoding: Encoding,
    at: usize,
    here: Position,
}

impl<'t> Walk<'t> {
    /// A walk from the start of the text.
    pub fn new(text: &'t str, encoding: Encoding) -> Self {
        Self { text, encoding, at: 0, here: Position::default() }
    }

    /// The positions of both ends of a span that begins where the last one began, or behind that.
    pub fn range(&mut self, span: Span) -> (Position, Position) {
        let start = self.on_to(span.start);
        // The next span may begin before this one ends.
        let end = self.clone().on_to(span.end);
        (start, end)
    }

    fn on_to(&mut self, offset: usize) -> Position {
        let bytes = self.text.as_bytes();
        let splits = |at: usize| at > 0 && bytes[at - 1] == b'\r' && bytes.get(at) == Some(&b'\n');
        let offset = offset.min(bytes.len()) - usize::from(splits(offset.min(bytes.len())));
        let mut line = self.at;
        for end in memchr::memchr2_iter(b'\n', b'\r', &bytes[self.at..offset]).map(|end| self.at + end + 1) {
            if !splits(end) {
                line = end;
                self.here = Position::new(self.here.line + 1, 0);
            }
        }
        self.here.column += units(width(&bytes[line..offset], self.encoding));
        self.at = offset;
        self.here
    }
}

/// How wide a stretch of UTF-8 is.
fn width(bytes: &[u8], encoding: Encoding) -> usize {
    let count = |counts: fn(u8) -> bool| bytes.iter().filter(|byte| counts(**byte)).count();
    let chars = || count(|byte| byte & 0xc0 != 0x80);
    match encoding {
        Encoding::Utf8 => bytes.len(),
        // Four bytes of UTF-8 are two units.
        Encoding::Utf16 => chars() + count(|byte| byte >= 0xf0),
        Encoding::Utf32 => chars(),
    }
}

/// The character index right before a line's end mark.
fn end_of_line(text: &Rope, line: usize) -> usize {
    let end = if line + 1 < text.len_lines() { text.line_to_char(line + 1) } else { text.len_chars() };
    let start = text.line_to_char(line);
    let mut chars = text.chars_at(end);
    let mut at = end;
    // A line ends in at most `\r\n`; the last line of a text ends in neither.
    if at > start && line + 1 < text.len_lines() {
        let last = chars.prev();
        at -= 1;
        if last == Some('\n') && at > start && chars.prev() == Some('\r') {
            at -= 1;
        }
    }
    at
}

fn units(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Zürich\r\n😀 e\u{301}\rx\u{2028}y\n";

    fn at(line: u32, column: u32, encoding: Encoding) -> usize {
        offset(&Rope::from_str(TEXT), Position::new(line, column), encoding)
    }

    #[test]
    fn columns_in_three_encodings() {
        for (encoding, column) in [(Encoding::Utf8, 4), (Encoding::Utf16, 2), (Encoding::Utf32, 1)] {
            let behind_the_emoji = TEXT.find('😀').unwrap() + 4;
            assert_eq!(at(1, column, encoding), behind_the_emoji);
            assert_eq!(position(&Rope::from_str(TEXT), behind_the_emoji, encoding), Position::new(1, column));
        }
    }

    #[test]
    fn only_three_marks_end_a_line() {
        let text = Rope::from_str("a\u{2028}b\u{85}c\u{b}d\u{c}e\rf\r\ng\nh");
        assert_eq!(text.len_lines(), 4);
    }

    #[test]
    fn what_does_not_exist_is_moved_to_what_does() {
        assert_eq!(at(0, 99, Encoding::Utf16), "Zürich".len());
        assert_eq!(at(99, 0, Encoding::Utf16), TEXT.len());
        assert_eq!(at(1, 1, Encoding::Utf16), TEXT.find('😀').unwrap(), "inside a surrogate pair");
        assert_eq!(at(0, 2, Encoding::Utf8), 1, "inside ü");
        assert_eq!(position(&Rope::from_str("a\r\nb"), 2, Encoding::Utf8), Position::new(0, 1));
        assert_eq!(position(&Rope::from_str("a"), 99, Encoding::Utf8), Position::new(0, 1));
        assert_eq!(at(u32::MAX, u32::MAX, Encoding::Utf32), TEXT.len());
    }
}
