//! Where else? For a name all mentions of whom it names, for a figure all places that give the same one, for a quotation
//! all that repeat it, in all articles; for a footnote the places that refer to it.

use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::quoted::repeated;
use super::{Cursor, Place};
use crate::analysis::mentions::nobody;
use crate::analysis::{Cancelled, Class, Figure, Form, Mention, MentionType};
use crate::archive::Key;
use crate::desk::Sighting;
use crate::text::Span;

/// Whether the files of more articles are what they were when they were read, nobody looks before they are offered: that
/// would take longer than to find them, and whoever watches them knows in a moment.
const LOOKED_AT: usize = 200;

/// All places that speak of what is under the cursor: this article's first, the others by date, then path.
/// Introductions, and the footnote itself, are left out where `introductions` is false.
pub fn references(cursor: &Cursor<'_>, introductions: bool) -> Result<Vec<Place>, Cancelled> {
    if let Some(footnote) = cursor.footnote() {
        let own = introductions.then_some(footnote.mark);
        let spans = cursor.marks_of(footnote).into_iter().chain(own);
        return Ok(spans.map(|span| Place::new(cursor.document.path.clone(), span)).collect());
    }
    if let Some(figure) = cursor.figure().filter(|_| cursor.mention().is_none()) {
        return figures(cursor, figure);
    }
    let clusters = clusters(cursor)?;
    if !clusters.is_empty() {
        return mentions(cursor, &clusters, introductions);
    }
    let Some(quote) = cursor.quotation() else { return Ok(vec![]) };
    let found = repeated(cursor, quote)?.into_iter();
    Ok(found.map(|(article, span)| Place::new(article.path.clone(), span)).collect())
}

fn mentions(cursor: &Cursor<'_>, clusters: &[Arc<str>], introductions: bool) -> Result<Vec<Place>, Cancelled> {
    let mut introduced: FxHashSet<(Arc<Path>, Span)> = FxHashSet::default();
    for cluster in clusters.iter().filter(|_| !introductions) {
        for article in cursor.articles_with(&[Key::Cluster(cluster)], usize::MAX)? {
            cursor.cancel.check()?;
            let Some(article) = article.about(cluster) else { continue };
            introduced.extend(article.introductions_of(cluster).map(|it| (article.path.clone(), it.name)));
        }
    }
    let mut places = all(cursor.desk.mentions_of(clusters, &cursor.document.path, cursor.cancel)?);
    places.retain(|place| introduced.is_empty() || !introduced.contains(&(place.path.clone(), place.span)));
    Ok(places)
}

/// The clusters of whom the cursor is at: that of the mention, and of somebody whom no page knows also the other of two, the
/// name in full and the family name of which an article does not tell whose it is, if the articles give that name to one
/// alone.
fn clusters(cursor: &Cursor<'_>) -> Result<Vec<Arc<str>>, Cancelled> {
    let mention = cursor.mention();
    let own = mention.map(|mention| mention.cluster.clone());
    let entry = cursor.reading.entry(&cursor.document.path);
    let introduced = own.as_ref().and_then(|own| entry.introductions_of(own).find_map(|it| it.short.as_deref()));
    let namesakes = match (mention, introduced) {
        (Some(Mention { entity: Some(_), .. } | Mention { kind: MentionType::Place, .. }), _) => vec![],
        (_, Some(family)) => cursor.namesakes(family)?,
        (Some(Mention { form: Form::Short, .. }) | None, None) => {
            cursor.introduced_elsewhere()?.map_or(vec![], |(_, namesakes)| namesakes)
        }
        _ => vec![],
    };
    let family = namesakes.first().and_then(|(_, introduction)| introduction.short.as_deref());
    let alone = nobody(family.unwrap_or_default(), mention.map_or(MentionType::Person, |mention| mention.kind));
    let bearers: FxHashSet<Arc<str>> = namesakes.iter().map(|(_, it)| it.cluster()).filter(|it| *it != alone).collect();
    Ok(match Vec::from_iter(bearers).as_slice() {
        [bearer] => vec![alone, bearer.clone()],
        _ => own.into_iter().collect(),
    })
}

fn figures(cursor: &Cursor<'_>, figure: &Figure) -> Result<Vec<Place>, Cancelled> {
    let own = cursor.reading.entry(&cursor.document.path);
    let Some(claim) = own.claims.iter().find(|claim| claim.span == figure.span && figure.class == Class::Claim) else {
        return Ok(vec![]);
    };
    Ok(all(cursor.desk.giving(claim, &cursor.document.path, cursor.cancel)?))
}

/// The places of these articles.
fn all(articles: Vec<Sighting>) -> Vec<Place> {
    let many = articles.len() > LOOKED_AT;
    let places = articles.into_iter().flat_map(|Sighting { path, spans, ruler, .. }| {
        let ruler = many.then(|| Arc::new(ruler));
        spans.into_iter().map(move |span| Place { path: path.clone(), span, ruler: ruler.clone() })
    });
    places.collect()
}
