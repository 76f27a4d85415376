//! Where else? For a name all mentions of whom it names, for a figure all places that give the same one, for a quotation
//! all that repeat it, in all articles.

use super::quoted::repeated;
use super::{Cursor, Found, Place};
use crate::analysis::{Cancelled, Mention};
use crate::archive::{Key, Measure};

/// All places that speak of what is under the cursor: this article's first, the others by date, then path.
/// Introductions are left out where `introductions` is false.
pub fn references(cursor: &Cursor<'_>, introductions: bool) -> Result<Vec<Place>, Cancelled> {
    if let Some(mention) = cursor.mention() {
        return mentions(cursor, mention, introductions);
    }
    if let Some(figure) = cursor.figure() {
        return figures(cursor, &Measure::of(figure));
    }
    let Some(quote) = cursor.quotation() else { return Ok(vec![]) };
    let found = repeated(cursor, quote)?.into_iter();
    Ok(found.map(|(article, span)| Place { path: article.path.clone(), span }).collect())
}

fn mentions(cursor: &Cursor<'_>, mention: &Mention, introductions: bool) -> Result<Vec<Place>, Cancelled> {
    let cluster = &*mention.cluster;
    let mut places = Vec::new();
    for article in cursor.articles_with(&[Key::Cluster(cluster)], usize::MAX)? {
        cursor.cancel.check()?;
        let Some(article) = article.about(cluster) else { continue };
        let introduced = |span| article.introductions.iter().any(|introduction| introduction.name == span);
        let spans = article.mentions_of(cluster).iter().filter(|span| introductions || !introduced(**span));
        places.extend(spans.map(|span| Place { path: article.path.clone(), span: *span }));
    }
    Ok(places)
}

fn figures(cursor: &Cursor<'_>, measure: &Measure) -> Result<Vec<Place>, Cancelled> {
    let keys: Vec<Key<'_>> = measure.keys_around().collect();
    let mut places = Vec::new();
    for article in cursor.articles_with(&keys, usize::MAX)?.iter().filter_map(Found::without_names) {
        cursor.cancel.check()?;
        let claims = article.claims_like(measure);
        places.extend(claims.map(|claim| Place { path: article.path.clone(), span: claim.span }));
    }
    Ok(places)
}
