//! Which places of an article lead to a page on the web or to a file? And what the links and footnotes under the cursor
//! are, for those who ask where they lead. Where links lead is for `desk`.

use super::{Cursor, under};
use crate::desk::links::{self, Target};
use crate::desk::{Links, Reading, Snapshot};
use crate::text::{Destination, Footnote, Link, Span};

/// A place that one can follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Followed {
    pub span: Span,
    /// A page on the web, or a file.
    pub target: Target,
    /// The title of the article that it leads to.
    pub title: Option<String>,
}

/// The links of an article that lead out of it, in order.
pub fn links(reading: &Reading, desk: &Snapshot) -> Vec<Followed> {
    let links = Links::new(desk, reading);
    let followed = reading.article.links.iter().filter_map(|link| {
        let target = links.target(link);
        let title = match &target {
            Target::Address(_) => None,
            Target::File(path, _) => links::title(desk, path),
            Target::Here(_) | Target::Nowhere | Target::Elsewhere => return None,
        };
        Some(Followed { span: link.span, target, title })
    });
    followed.collect()
}

impl Cursor<'_> {
    /// The link under the cursor.
    pub fn link(&self) -> Option<&Link> {
        under(&self.reading.article.links, self.offset, |link| link.span)
    }

    /// The footnote at whose mark the cursor is, where it stands or where it is referred to.
    pub fn footnote(&self) -> Option<&Footnote> {
        let footnotes = &self.reading.article.footnotes;
        under(footnotes, self.offset, |footnote| footnote.mark).or_else(|| {
            let Destination::Footnote(label) = &self.link()?.to else { return None };
            Links::new(self.desk, &self.reading).footnote(label)
        })
    }

    /// Where this article refers to a footnote.
    pub fn marks_of(&self, footnote: &Footnote) -> Vec<Span> {
        let links = Links::new(self.desk, &self.reading);
        let refers = |link: &&Link| match &link.to {
            Destination::Footnote(label) => links.footnote(label) == Some(footnote),
            _ => false,
        };
        self.reading.article.links.iter().filter(refers).map(|link| link.span).collect()
    }
}
