//! Where does this article begin to speak of it? From a name to the first place that means the same, in whatever form.

use super::{Cursor, Place};
use crate::text::Span;

/// The name under the cursor, and the first mention of whom it names in this article.
pub fn declaration(cursor: &Cursor<'_>) -> Option<(Span, Place)> {
    let mention = cursor.mention()?;
    let first = cursor.reading.analysis.mentions.iter().find(|first| first.cluster == mention.cluster)?;
    Some((mention.span, Place::new(cursor.document.path.clone(), first.span)))
}
