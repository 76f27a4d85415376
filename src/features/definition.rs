//! Who is this, and where is it said? From a name to the places that introduce whom it names: in this article first,
//! then in the others.

use super::{Cursor, Namesake, Place};
use crate::analysis::Cancelled;
use crate::text::Span;

/// A place that introduces somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The name and what is said of it.
    pub place: Place,
    /// The name alone.
    pub name: Span,
}

/// The name under the cursor, and the places that introduce it. Asked on an introduction itself, that one comes first:
/// editors then offer where the name is mentioned. A family name that only other articles explain leads to these.
pub fn definition(cursor: &Cursor<'_>) -> Result<Option<(Span, Vec<Target>)>, Cancelled> {
    let (span, mut found) = match cursor.mention() {
        Some(mention) => (mention.span, cursor.introductions(mention)?),
        None => match cursor.introduced_elsewhere()? {
            Some(found) => found,
            None => return Ok(None),
        },
    };
    found.sort_by_key(|(path, introduction)| *path != cursor.document.path || introduction.name != span);
    Ok(Some((span, found.into_iter().map(target).collect())))
}

fn target((path, introduction): Namesake) -> Target {
    Target { place: Place { path, span: introduction.words }, name: introduction.name }
}
