//! Who is this, and where is it said? From a name to the desk's own page of whom it names, then to the places that
//! introduce them: in this article first, then in the others. From a quotation to where it stood first.

use std::path::Path;

use super::quoted::first;
use super::{Cursor, Namesake, Place};
use crate::analysis::Cancelled;
use crate::kb::PlaceInPage;
use crate::text::Span;

/// A place that tells who somebody is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    Page(PlaceInPage),
    Introduction {
        /// The name and what is said of it.
        place: Place,
        /// The name alone.
        name: Span,
    },
    /// A place in an article.
    Place(Place),
}

/// The name under the cursor, the page of whom it names, and the places that introduce them. Asked on an introduction
/// itself, that one comes first of these: editors then offer where the name is mentioned. A family name that only other
/// articles explain leads to these.
pub fn definition(cursor: &Cursor<'_>) -> Result<Option<(Span, Vec<Target>)>, Cancelled> {
    let (span, mut found) = match cursor.mention() {
        Some(mention) => (mention.span, cursor.introductions(mention)?),
        None => match cursor.introduced_elsewhere()? {
            Some(found) => found,
            None => return Ok(first(cursor)?.map(|(span, place)| (span, vec![Target::Place(place)]))),
        },
    };
    let is_here = |path: &Path, name: Span| *path == *cursor.document.path && name == span;
    found.sort_by_key(|(path, introduction)| !(introduction.tells() && is_here(path, introduction.name)));
    let entity = cursor.mention().and_then(|mention| mention.entity.as_ref());
    let page = entity.and_then(|id| cursor.desk.kb.page_of(id)).cloned().map(Target::Page);
    Ok(Some((span, page.into_iter().chain(found.into_iter().map(introduction)).collect())))
}

fn introduction((path, introduction): Namesake) -> Target {
    Target::Introduction { place: Place { path, span: introduction.words }, name: introduction.name }
}
