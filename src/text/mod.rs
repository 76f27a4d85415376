//! An article as text: how bytes become text, where lines end, what the three position encodings mean,
//! and which stretches are title, byline, caption, boilerplate or prose. It must not know what any of it says:
//! no names, no figures, no protocol types.

pub mod article;
pub mod date;
pub mod decode;
pub mod directives;
pub mod filler;
pub mod front_edit;
pub mod front_matter;
mod html;
pub mod kept;
pub mod links;
mod markdown;
mod passage;
mod plain;
pub mod position;
pub mod rope;
pub mod ruler;
mod sources;
pub mod span;
mod zones;

pub use article::{Article, Block, Format, Zone, ZoneKind};
pub use date::PartialDate;
pub use directives::{Directive, Order, Reach};
pub use front_matter::FrontMatter;
pub use links::{Destination, Footnote, Link};
pub use position::{Encoding, Position};
pub use ruler::Ruler;
pub use span::Span;

/// The lines of a text, each with its line end; only `\n`, `\r\n` and `\r` end lines, as LSP says.
pub fn lines(text: &str) -> impl Iterator<Item = Span> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= bytes.len() {
            return None;
        }
        let start = at;
        at = match memchr::memchr2(b'\n', b'\r', &bytes[at..]) {
            None => bytes.len(),
            Some(end) if bytes[at + end] == b'\r' && bytes.get(at + end + 1) == Some(&b'\n') => at + end + 2,
            Some(end) => at + end + 1,
        };
        Some(Span::new(start, at))
    })
}
