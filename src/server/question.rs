//! What a question is asked of, and where its answer leads: places in articles as the protocol has them, an address and a
//! range in the encoding that the client counts in.

use std::path::Path;
use std::sync::Arc;

use tower_lsp::ls_types::{GotoDefinitionResponse, Location, LocationLink, Position, Range, Uri};

use super::convert::{self, Lines};
use super::session::Session;
use crate::analysis::{Cancel, Cancelled};
use crate::desk::{Document, Snapshot};
use crate::features::definition::Target;
use crate::features::{Cursor, Place};
use crate::kb::PlaceInPage;
use crate::text::{Ruler, Span};

/// What a question is asked of.
pub struct Question {
    pub session: Arc<Session>,
    pub desk: Arc<Snapshot>,
    pub document: Arc<Document>,
    pub cancel: Cancel,
}

impl Question {
    /// The text, with the encoding that the client counts in.
    pub fn lines(&self) -> Lines<'_> {
        Lines { text: &self.document.text, encoding: self.session.abilities().encoding }
    }

    /// The span of a range.
    pub fn span(&self, range: Range) -> Span {
        let [a, b] = [range.start, range.end].map(|at| self.lines().offset(at));
        Span::new(a.min(b), a.max(b))
    }

    fn range_by(&self, ruler: &Ruler, span: Span) -> Range {
        convert::range(ruler.range(span, self.session.abilities().encoding))
    }

    /// The place that is asked about.
    pub fn cursor(&self, at: Position) -> Result<Cursor<'_>, Cancelled> {
        Cursor::new(&self.desk, &self.document, self.lines().offset(at), &self.cancel)
    }

    fn link(&self, origin: Range, target: &Target) -> Option<LocationLink> {
        let (target_uri, target_range, target_selection_range) = match target {
            Target::Page(PlaceInPage { file, line }) => {
                let start = Position::new(u32::try_from(line - 1).ok()?, 0);
                (self.session.uri(file)?, Range::new(start, start), Range::new(start, start))
            }
            Target::Introduction { place, name } => self.in_article(place, *name)?,
            Target::Place(place) => self.in_article(place, place.span)?,
            Target::File(path) => (self.session.uri(path)?, Range::default(), Range::default()),
        };
        Some(LocationLink { origin_selection_range: Some(origin), target_uri, target_range, target_selection_range })
    }

    /// A place in an article, and what of it is to be selected.
    fn in_article(&self, place: &Place, selected: Span) -> Option<(Uri, Range, Range)> {
        let ruler = self.desk.ruler(&place.path, &self.cancel).ok()??;
        Some((self.session.uri(&place.path)?, self.range_by(&ruler, place.span), self.range_by(&ruler, selected)))
    }

    /// Where a jump leads, as the client takes it.
    pub fn jump(&self, origin: Span, targets: &[Target], takes_links: bool) -> GotoDefinitionResponse {
        let origin = self.lines().range(origin);
        let links = targets.iter().filter_map(|target| self.link(origin, target));
        if takes_links {
            GotoDefinitionResponse::Link(links.collect())
        } else {
            let places = links.map(|link| Location::new(link.target_uri, link.target_selection_range));
            GotoDefinitionResponse::Array(places.collect())
        }
    }
}

/// The address of an article, and what finds lines in it.
type Found = Option<(Uri, Arc<Ruler>)>;

/// Places in any article; `None` for those in files that cannot be read any more.
pub fn locations<'a>(
    session: &'a Session,
    desk: &'a Snapshot,
    places: impl Iterator<Item = &'a Place> + 'a,
) -> impl Iterator<Item = Option<Location>> + 'a {
    let mut last: Option<(&Path, Found)> = None;
    places.map(move |place| {
        if last.as_ref().is_none_or(|(path, _)| *path != &*place.path) {
            let find = || desk.ruler(&place.path, &Cancel::default()).ok().flatten().map(Arc::new);
            let ruler = place.ruler.clone().or_else(find);
            last = Some((&place.path, session.uri(&place.path).zip(ruler)));
        }
        let (uri, ruler) = last.as_ref()?.1.as_ref()?;
        let range = convert::range(ruler.range(place.span, session.abilities().encoding));
        Some(Location::new(uri.clone(), range))
    })
}
