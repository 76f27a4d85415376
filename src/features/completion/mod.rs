//! What is being written? A name in the text, a source in a comment, a label in the head: what may be meant, the likeliest
//! first.

mod names;
mod sources;

use super::Cursor;
use crate::text::Span;

/// What may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What is written of it, and where.
    pub written: String,
    pub span: Span,
    /// The likeliest first.
    pub names: Vec<Name>,
}

/// Something to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub text: String,
    /// What or who it is; may be empty.
    pub detail: String,
}

/// What may be meant at the cursor.
pub fn completion(cursor: &Cursor<'_>) -> Option<Completion> {
    sources::completion(cursor).or_else(|| names::completion(cursor))
}
