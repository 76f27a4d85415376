//! First stage: the smallest parts of a paragraph. A token is a run of letters, a number in digits, or one mark;
//! `glued` tells whether white space stands before it, so that `152-mm-Granaten` is five tokens of one compound
//! and every sub-word can be looked up by itself. No word lists here: what a token means is for later stages.

use crate::lang::folding::SEAM;
use crate::text::Span;

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Letters (combining marks included), with apostrophes inside: `Kim`, `geht’s`.
    Word,
    /// Digits with the marks that belong to the number: `2'000`, `1.000`, `5,5`, `12 000` with a no-break space.
    Number,
    /// One other character: a dot, a bracket, a quotation mark, a hyphen.
    Mark,
}

/// One token; its span counts bytes from the start of its paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is made of.
    pub kind: Kind,
    /// Nothing stands between this and the token before it.
    pub glued: bool,
    /// It begins with a capital letter.
    pub capital: bool,
}

impl Token {
    /// Its text, out of the paragraph it came from.
    pub fn of<'t>(&self, paragraph: &'t str) -> &'t str {
        self.span.of(paragraph)
    }

    /// Whether it is a word.
    pub fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }
}

/// Splits a paragraph into tokens, in one pass over its characters.
pub fn tokens(paragraph: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(paragraph.len() / 4);
    let mut at = 0;
    let mut glued = false;
    while let Some(byte) = paragraph.as_bytes().get(at) {
        if *byte == b' ' {
            (at, glued) = (at + 1, false);
            continue;
        }
        if *byte == SEAM as u8 {
            at += 1;
            continue;
        }
        let rest = &paragraph[at..];
        let first = rest.chars().next().unwrap_or_default();
        let (kind, len) = match first {
            _ if byte.is_ascii_alphabetic() => (Kind::Word, word_len(rest)),
            _ if is_blank(first) => {
                (at, glued) = (at + first.len_utf8(), false);
                continue;
            }
            _ if is_letter(first) => (Kind::Word, word_len(rest)),
            _ if byte.is_ascii_digit() => (Kind::Number, number_len(rest)),
            _ => (Kind::Mark, first.len_utf8()),
        };
        tokens.push(Token { span: Span::new(at, at + len), kind, glued, capital: first.is_uppercase() });
        at += len;
        glued = true;
    }
    tokens
}

/// Whether a hyphen ties the token before it to the token behind it.
pub fn is_joint(paragraph: &str, tokens: &[Token], at: usize) -> bool {
    let hyphen = |token: &Token| token.glued && matches!(token.of(paragraph), "-" | "‐" | "‑");
    tokens.get(at).is_some_and(hyphen) && tokens.get(at + 1).is_some_and(|next| next.glued && next.kind != Kind::Mark)
}

/// White space, and the invisible characters that copied web text is strewn with.
fn is_blank(c: char) -> bool {
    if c.is_ascii() {
        return c <= ' ' || c == '\u{7f}';
    }
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}')
}

fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || !c.is_ascii() && (is_marked(c) || c.is_alphabetic() || is_combining(c))
}

/// `ä`, `ß`, `é`: nearly all letters beyond ASCII that are written here.
fn is_marked(c: char) -> bool {
    matches!(c, 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ÿ')
}

/// Combining accents (NFD text), joiners inside words, and the soft hyphen, which hides inside words.
fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}' | '\u{ad}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

fn word_len(rest: &str) -> usize {
    let mut at = 0;
    loop {
        at += rest.as_bytes()[at..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let mut behind = rest[at..].chars();
        let Some(c) = behind.next() else { return at };
        let inside = is_letter(c) || is_apostrophe(c) && behind.next().is_some_and(char::is_alphabetic);
        if !inside {
            return at;
        }
        at += c.len_utf8();
    }
}

/// Length of the number in digits at the start of `rest`. A dot, comma or apostrophe belongs to it only between
/// digits; a space only as the mark of thousands (no-break, narrow or thin) before exactly three digits.
fn number_len(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut end = digits(bytes, 0);
    let lead = end;
    loop {
        let Some(mark) = rest[end..].chars().next() else { return end };
        let seams = rest[end + mark.len_utf8()..].bytes().take_while(|byte| *byte == SEAM as u8).count();
        let next = end + mark.len_utf8() + seams;
        let group = digits(bytes, next) - next;
        let joins = match mark {
            '.' | ',' => group > 0,
            '\'' | '’' | '\u{a0}' | '\u{202f}' | '\u{2009}' => group == 3 && lead <= 3,
            _ => false,
        };
        if !joins {
            return end;
        }
        end = next + group;
    }
}

fn digits(bytes: &[u8], from: usize) -> usize {
    from + bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        tokens(text).iter().map(|t| t.of(text)).collect()
    }

    #[test]
    fn compounds_fall_into_their_parts() {
        assert_eq!(split("152-mm-Granaten"), ["152", "-", "mm", "-", "Granaten"]);
        assert_eq!(split("die Kim-Diktatur’s Ende"), ["die", "Kim", "-", "Diktatur’s", "Ende"]);
        assert!(tokens("a-b")[1].glued);
    }

    #[test]
    fn numbers_keep_their_own_marks_only() {
        assert_eq!(split("2'000, 1.000. 5,5 12\u{202f}000"), ["2'000", ",", "1.000", ".", "5,5", "12\u{202f}000"]);
        assert_eq!(split("2024 20'000"), ["2024", "20'000"]);
        assert_eq!(split("3:1"), ["3", ":", "1"]);
    }

    #[test]
    fn accents_and_emoji() {
        assert_eq!(split("Ze\u{301}lie 😀 „ja“"), ["Ze\u{301}lie", "😀", "„", "ja", "“"]);
    }
}
