//! Where is its card written? From a name to the desk's own page of whom it names. What beleg brings itself, or a pack
//! holds, has no page that an editor could open: the hover shows it.

use super::Cursor;
use crate::kb::PlaceInPage;
use crate::text::Span;

/// The name under the cursor, and the page of whom it names.
pub fn type_definition(cursor: &Cursor<'_>) -> Option<(Span, PlaceInPage)> {
    let mention = cursor.mention()?;
    Some((mention.span, cursor.desk.kb.page_of(mention.entity.as_ref()?)?.clone()))
}
