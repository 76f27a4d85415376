//! Changes to a text, as editors send them. They never fail: positions that do not exist are moved, ranges that run
//! backwards are turned round.

use ropey::Rope;

use super::position::{Encoding, Position, offset};

/// One change of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What goes; `None` for the whole text.
    pub range: Option<(Position, Position)>,
    /// What comes in its place.
    pub text: String,
}

impl Edit {
    /// Makes the change.
    pub fn apply(&self, text: &mut Rope, encoding: Encoding) {
        let Some((from, to)) = self.range else {
            *text = Rope::from_str(&self.text);
            return;
        };
        let (from, to) = (offset(text, from, encoding), offset(text, to, encoding));
        let (start, end) = (text.byte_to_char(from.min(to)), text.byte_to_char(from.max(to)));
        if start < end {
            text.remove(start..end);
        }
        text.insert(start, &self.text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(text: &str, from: (u32, u32), to: (u32, u32), new: &str) -> String {
        let mut rope = Rope::from_str(text);
        let range = Some((Position::new(from.0, from.1), Position::new(to.0, to.1)));
        Edit { range, text: new.into() }.apply(&mut rope, Encoding::Utf16);
        rope.to_string()
    }

    #[test]
    fn edits_hold_for_any_range() {
        assert_eq!(edited("Grüße\nan alle", (0, 2), (0, 4), "oß"), "Große\nan alle");
        assert_eq!(edited("abc", (0, 2), (0, 1), "X"), "aXc", "backwards");
        assert_eq!(edited("abc", (7, 0), (9, 9), "d"), "abcd", "behind the end");
        assert_eq!(edited("a\r\nb", (0, 1), (1, 0), "\n"), "a\nb");
        assert_eq!(edited("", (0, 0), (0, 0), "x"), "x");
    }
}
