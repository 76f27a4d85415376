//! Where is it said? From a link to what it leads to; from a name to the desk's own page of whom it names, then to the
//! places that introduce them, in this article first, then in the others; from a figure to who vouches for it. A page on the
//! web is no end of a jump: VS Code cannot open one as a document, and Neovim would fetch it from the net. Links to it are
//! for [`super::links`]; a figure whose source it is leads to the link.

use std::path::{Path, PathBuf};

use super::quoted::first;
use super::{Cursor, Namesake, Place};
use crate::analysis::{Cancelled, Class, Grounds};
use crate::desk::links::{Target as End, heading};
use crate::desk::{Links, Snapshot};
use crate::kb::PlaceInPage;
use crate::text::{Article, Format, Link, Span};

/// A place that tells more.
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
    /// A file that is no article.
    File(PathBuf),
}

/// What is under the cursor, and the places that tell more of it: of a link, where it leads, then of the name in its words.
pub fn definition(cursor: &Cursor<'_>) -> Result<Option<(Span, Vec<Target>)>, Cancelled> {
    Ok(match (linked(cursor), named(cursor)?) {
        (Some((span, ends)), Some((_, places))) => Some((span, ends.into_iter().chain(places).collect())),
        (None, None) => vouched(cursor),
        (linked, named) => linked.or(named),
    })
}

/// The name under the cursor, the page of whom it names, and the places that introduce them. Asked on an introduction
/// itself, that one comes first of these: editors then offer where the name is mentioned. A family name that only other
/// articles explain leads to these.
fn named(cursor: &Cursor<'_>) -> Result<Option<(Span, Vec<Target>)>, Cancelled> {
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
    Target::Introduction { place: Place::new(path, introduction.words), name: introduction.name }
}

/// The link under the cursor and its end; of the mark where a footnote stands, the places that refer to it.
fn linked(cursor: &Cursor<'_>) -> Option<(Span, Vec<Target>)> {
    let links = Links::new(cursor.desk, &cursor.reading);
    let (span, ends) = match cursor.link() {
        Some(link) => (link.span, end(cursor, &links, link).into_iter().collect()),
        None => {
            let footnote = cursor.footnote()?;
            (footnote.mark, cursor.marks_of(footnote).into_iter().map(|mark| here(cursor, mark)).collect::<Vec<_>>())
        }
    };
    (!ends.is_empty()).then_some((span, ends))
}

/// The claim under the cursor, and who vouches for it: what the link or footnote of its sentence leads to, else the words
/// that name the source, else the sources that the head of the article names. Of a link to the web, the link.
fn vouched(cursor: &Cursor<'_>) -> Option<(Span, Vec<Target>)> {
    let figure = cursor.figure().filter(|figure| figure.class == Class::Claim)?;
    let Article { links: all, front, .. } = &cursor.reading.article;
    let links = Links::new(cursor.desk, &cursor.reading);
    // nobody asks for the link that they look at
    let in_text = |link: &Link| (!link.span.covers(figure.span)).then(|| here(cursor, link.span));
    let source = |link: &Link| end(cursor, &links, link).or_else(|| in_text(link));
    let ends: Vec<_> = match figure.source {
        Some(words) => {
            let link = all.iter().find(|link| link.span == words);
            link.map_or_else(|| Some(here(cursor, words)), source).into_iter().collect()
        }
        // a note beside the text has no place in it
        None if figure.grounds == Grounds::Note => vec![],
        None => {
            let head = front.span.unwrap_or_default();
            let sources = all.iter().take_while(|link| head.covers(link.span));
            sources.filter_map(source).collect()
        }
    };
    (!ends.is_empty()).then_some((figure.span, ends))
}

fn end(cursor: &Cursor<'_>, links: &Links<'_>, link: &Link) -> Option<Target> {
    match links.target(link) {
        End::Here(span) => Some(here(cursor, span)),
        End::File(path, part) => {
            Some(in_article(cursor.desk, &path, part.as_deref()).map_or(Target::File(path), Target::Place))
        }
        End::Address(_) | End::Nowhere | End::Elsewhere => None,
    }
}

fn here(cursor: &Cursor<'_>, span: Span) -> Target {
    Target::Place(Place::new(cursor.document.path.clone(), span))
}

/// The title of an article that the desk knows, or the heading of a part of it.
fn in_article(desk: &Snapshot, path: &Path, part: Option<&str>) -> Option<Place> {
    let article = Article::parse(desk.source(path)?, Format::of_path(path)?, None);
    Some(Place::new(path.into(), heading(&article, part)))
}
