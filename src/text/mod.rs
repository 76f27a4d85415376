//! An article as text: how bytes become text, where lines end, what the three position encodings mean,
//! and which stretches are title, byline, caption, boilerplate or prose. It must not know what any of it says:
//! no names, no figures, no protocol types.

pub mod article;
pub mod date;
pub mod decode;
pub mod front_matter;
pub mod position;
pub mod rope;
pub mod span;

pub use article::{Article, Block, Format, Zone, ZoneKind};
pub use date::PartialDate;
pub use position::{Encoding, Position};
pub use span::Span;
