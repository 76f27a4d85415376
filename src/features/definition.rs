//! Who is this, and where is it said? From a name to the places that introduce whom it names: in this article first,
//! then in the others.

use std::path::Path;
use std::sync::Arc;

use super::{Cursor, Place};
use crate::analysis::Cancelled;
use crate::archive::Introduction;
use crate::text::Span;

/// A place that introduces somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The name and what is said of it.
    pub place: Place,
    /// The name alone.
    pub name: Span,
}

/// The name under the cursor, and the places that introduce it. Asked on the introduction itself, only others are given:
/// who stands there does not want to go there. A family name that only other articles explain leads to these.
pub fn definition(cursor: &Cursor<'_>) -> Result<Option<(Span, Vec<Target>)>, Cancelled> {
    let Some(mention) = cursor.mention() else {
        let elsewhere = cursor.introduced_elsewhere()?;
        return Ok(elsewhere.map(|(word, found)| {
            (word, found.iter().map(|(path, introduction)| target(path, introduction)).collect())
        }));
    };
    let mut targets = Vec::new();
    for article in cursor.articles()? {
        let own = article.path == cursor.document.path;
        let here = |introduction: &&Introduction| own && introduction.name == mention.span;
        let elsewhere = article.introductions_of(&mention.cluster).filter(|introduction| !here(introduction));
        targets.extend(elsewhere.map(|introduction| target(&article.path, introduction)));
    }
    Ok(Some((mention.span, targets)))
}

fn target(path: &Arc<Path>, introduction: &Introduction) -> Target {
    Target { place: Place { path: path.clone(), span: introduction.words }, name: introduction.name }
}
