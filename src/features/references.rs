//! Where else? For a name all mentions of whom it names, for a figure all places that give the same one, in all articles;
//! for a footnote the places that refer to it.

use super::{Cursor, Place};
use crate::analysis::Cancelled;
use crate::archive::{Key, Measure};

/// All places that speak of what is under the cursor: this article's first, the others by date, then path.
/// Introductions, and the footnote itself, are left out where `introductions` is false.
pub fn references(cursor: &Cursor<'_>, introductions: bool) -> Result<Vec<Place>, Cancelled> {
    let mut places = Vec::new();
    if let Some(footnote) = cursor.footnote() {
        let own = introductions.then_some(footnote.mark);
        let spans = cursor.marks_of(footnote).into_iter().chain(own);
        return Ok(spans.map(|span| Place { path: cursor.document.path.clone(), span }).collect());
    }
    let (mention, figure) = (cursor.mention(), cursor.figure());
    if mention.is_none() && figure.is_none() {
        return Ok(places);
    }
    let measure = figure.map(Measure::of);
    let keys: Vec<Key<'_>> = match (mention, &measure) {
        (Some(mention), _) => vec![Key::Cluster(&mention.cluster)],
        (None, measure) => measure.iter().flat_map(Measure::keys_around).collect(),
    };
    for article in cursor.articles_with(&keys)? {
        let mut spans = Vec::new();
        if let Some(mention) = mention {
            let introduced = |span| article.introductions.iter().any(|introduction| introduction.name == span);
            let mentions = article.mentions_of(&mention.cluster).iter().copied();
            spans.extend(mentions.filter(|span| introductions || !introduced(*span)));
        } else if let Some(measure) = &measure {
            spans.extend(article.claims_like(measure).map(|claim| claim.span));
        }
        places.extend(spans.into_iter().map(|span| Place { path: article.path.clone(), span }));
    }
    Ok(places)
}
