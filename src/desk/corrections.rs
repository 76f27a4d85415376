//! Figures that were corrected while a document was open, and the articles that still give the old ones. Looked for when
//! the document is saved, and known until it is closed.

use std::path::Path;
use std::sync::Arc;

use super::{Document, Snapshot};
use crate::analysis::{Analysis, Cancel, Cancelled, Class};
use crate::archive::Claim;

/// A figure that was corrected.
#[derive(Debug)]
pub struct Correction {
    /// As it was when the document was opened.
    pub was: Claim,
    /// The articles that gave it so when the document was saved.
    pub elsewhere: Vec<Arc<Path>>,
}

/// Which figures of a document were corrected since it was opened, and stand as they were in other articles.
pub fn corrections(desk: &Snapshot, document: &Document, cancel: &Cancel) -> Result<Arc<[Correction]>, Cancelled> {
    if document.oversized(desk) {
        return Ok(Arc::default());
    }
    let now = document.reading(desk, cancel)?;
    let opened = desk.read(&document.path, document.opened.to_string(), document.format, cancel, Some(&now))?;
    let [before, after] = [&opened.analysis, &now.analysis].map(claims);
    let mut corrections = Vec::new();
    for was in before.iter().filter(|was| is_corrected(was, &before, &after)) {
        let keys: Vec<_> = was.measure.keys_around().collect();
        let mut elsewhere = desk.articles_with(&keys, cancel)?;
        elsewhere.retain(|entry| entry.path != document.path && entry.claims.iter().any(|claim| claim.repeats(was)));
        if !elsewhere.is_empty() {
            let elsewhere = elsewhere.iter().map(|entry| entry.path.clone()).collect();
            corrections.push(Correction { was: was.clone(), elsewhere });
        }
    }
    Ok(corrections.into())
}

/// Whether another figure stands in the place of one, which was not there before.
fn is_corrected(was: &Claim, before: &[Claim], after: &[Claim]) -> bool {
    let same = |a: &Claim, b: &Claim| a.measure.agrees(&b.measure) && a.stands_for(b);
    let stands_in = |claim: &Claim, claims: &[Claim]| claims.iter().any(|other| same(claim, other));
    !stands_in(was, after) && after.iter().any(|now| now.stands_for(was) && !stands_in(now, before))
}

fn claims(analysis: &Analysis) -> Vec<Claim> {
    let claims = analysis.figures.iter().filter(|figure| figure.class == Class::Claim);
    claims.map(|figure| Claim::of(figure, analysis)).collect()
}
