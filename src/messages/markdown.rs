//! Texts from outside in Markdown: what is put in makes no image, no HTML, no link and no heading.

use super::shown;
use crate::lang::folding::is_unseen;

/// A link; `None` where the address is none of the web or of a file.
pub fn link(text: &str, address: &str) -> Option<String> {
    web_address(address).map(|address| format!("[{}](<{address}>)", escape(text, false)))
}

/// The address, if it is one of the web or of a file and holds nothing that could end a link early.
fn web_address(address: &str) -> Option<&str> {
    let known = ["https://", "http://", "file://"].iter().any(|scheme| address.starts_with(scheme));
    let clean = address.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '\\' | '"' | '`'));
    (known && clean).then_some(address)
}

/// Text in which Markdown finds nothing to do, at the start of a line or inside one. Line ends become spaces. Backslashes
/// rather than entities: some editors show Markdown as it is written.
pub fn escape(text: &str, at_start: bool) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for (at, c) in text.char_indices().filter(|(_, c)| !is_unseen(*c)) {
        let (c, after) = (shown(c), &text[at + c.len_utf8()..]);
        if c == ' ' && at_start && out.is_empty() {
            // Four of them would make it code.
            continue;
        }
        let opens = at_start && opens_a_block(c, &out);
        if opens || needs_escape(c, &out, after) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A heading, a list, a rule: what these marks are at the start of a line.
fn opens_a_block(c: char, before: &str) -> bool {
    match c {
        '-' | '+' | '#' | '=' | ':' => before.trim_end().is_empty(),
        '.' | ')' => before.trim_start().chars().all(|c| c.is_ascii_digit()),
        _ => false,
    }
}

/// What these marks are anywhere; some only where an image or an address could begin.
fn needs_escape(c: char, before: &str, after: &str) -> bool {
    match c {
        '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '$' | '@' => true,
        '!' => after.starts_with('['),
        '/' => before.ends_with(':'),
        '.' => before.to_ascii_lowercase().ends_with("www"),
        _ => false,
    }
}
