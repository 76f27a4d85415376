//! What is needed of a text to find lines and columns in it without having it: where its lines begin, and which of its
//! characters take several bytes. A tenth of the text at most where this is German or English.

use super::{Encoding, Position, Span, lines};

/// Lines and wide characters of a text, each as far from the end of the last as it is: the distance, and in its lowest two
/// bits how many bytes more than one the character takes; none is a line that begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ruler(Box<[u8]>);

/// Bits of a byte that hold something; the eighth says that more follow.
const BITS: u32 = 7;

impl Ruler {
    /// A ruler out of its bytes.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self(bytes.into())
    }

    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The ruler of a text.
    pub fn new(text: &str) -> Self {
        let mut marks = Vec::new();
        let mut last = 0;
        let mut mark = |at: usize, width: usize| {
            write((at - last) << 2 | width.saturating_sub(1), &mut marks);
            last = at + width;
        };
        for line in lines(text) {
            if line.start > 0 {
                mark(line.start, 0);
            }
            let mut rest = line.of(text).as_bytes();
            let mut at = line.start;
            while let Some(wide) = rest.iter().position(|byte| !byte.is_ascii()) {
                let width = rest[wide].leading_ones() as usize;
                mark(at + wide, width);
                at += wide + width;
                rest = &rest[wide + width..];
            }
        }
        if text.ends_with(['\n', '\r']) {
            mark(text.len(), 0);
        }
        Self(marks.into())
    }

    /// The positions of both ends of a span, as [`super::position::range`] finds them in the text itself.
    pub fn range(&self, span: Span, encoding: Encoding) -> (Position, Position) {
        let mut cursor = Cursor::new(&self.0, encoding);
        (cursor.position(span.start), cursor.position(span.end))
    }

    /// The position of a byte offset.
    pub fn position(&self, offset: usize, encoding: Encoding) -> Position {
        Cursor::new(&self.0, encoding).position(offset)
    }
}

/// Goes along a ruler.
struct Cursor<'r> {
    encoding: Encoding,
    /// The marks that were not passed yet.
    marks: &'r [u8],
    /// The end of the last mark that was.
    at: usize,
    line: u32,
    /// Where the line begins.
    start: usize,
    /// So many bytes of it are no units.
    narrower: usize,
}

impl<'r> Cursor<'r> {
    fn new(marks: &'r [u8], encoding: Encoding) -> Self {
        Self { encoding, marks, at: 0, line: 0, start: 0, narrower: 0 }
    }

    /// The position of a byte offset that does not lie before the last one asked for.
    fn position(&mut self, offset: usize) -> Position {
        let mut rest = self.marks;
        while let Some(mark) = read(&mut rest) {
            let at = self.at.saturating_add(mark >> 2);
            let more = mark & 3;
            let begins = more == 0;
            if at > offset || !begins && at == offset {
                break;
            }
            (self.marks, self.at) = (rest, at);
            if begins {
                (self.line, self.start, self.narrower) = (self.line + 1, at, 0);
            } else {
                self.at = at.saturating_add(more + 1);
                self.narrower += match self.encoding {
                    Encoding::Utf8 => 0,
                    // Four bytes of UTF-8 are two units.
                    Encoding::Utf16 => more.min(2),
                    Encoding::Utf32 => more,
                };
            }
        }
        let column = offset.saturating_sub(self.start).saturating_sub(self.narrower);
        Position::new(self.line, u32::try_from(column).unwrap_or(u32::MAX))
    }
}

fn write(mut number: usize, bytes: &mut Vec<u8>) {
    while number >> BITS > 0 {
        bytes.push(number as u8 | 1 << BITS);
        number >>= BITS;
    }
    bytes.push(number as u8);
}

/// `None` at the end, and where what was kept was damaged.
fn read(bytes: &mut &[u8]) -> Option<usize> {
    let mut number = 0;
    for shift in (0..usize::BITS).step_by(BITS as usize) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= ((byte & !(1 << BITS)) as usize) << shift;
        if byte >> BITS == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ropey::Rope;

    use super::*;
    use crate::text::position;

    proptest! {
        #[test]
        fn finds_what_the_text_itself_tells(text in "([a-z ]{0,9}|ä|«|„|\u{a0}|\u{2009}|e\u{301}|👩‍👩‍👧|\n|\r\n|\r){0,40}") {
            let (ruler, rope) = (Ruler::new(&text), Rope::from_str(&text));
            for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
                let inside = at > 0 && text.as_bytes()[at - 1..].starts_with(b"\r\n");
                for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
                    // between `\r` and `\n` nothing begins or ends
                    if !inside {
                        let known = position::position(&rope, at, encoding);
                        prop_assert_eq!(ruler.position(at, encoding), known, "{:?} at {}", text, at);
                    }
                }
            }
        }
    }

    #[test]
    fn a_damaged_ruler_does_not_fail() {
        let ruler = Ruler(vec![0xff; 40].into());
        assert_eq!(ruler.position(7, Encoding::Utf16), Position::new(0, 7));
        let ruler = Ruler(vec![0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 0xff].into());
        ruler.position(7, Encoding::Utf16);
    }
}
