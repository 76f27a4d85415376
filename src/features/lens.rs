//! What is in this article, in one line above it: how many people it names, how many figures it gives, how many of these
//! somebody has verified and how many nobody vouches for, and how many other articles go with it.
//!
//! An article goes with this one if it names somebody whom this one introduces, or gives a figure of this one about the same
//! thing. What many articles share tells nothing and does not count: a head of state, two per cent.

use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::analysis::{Cancel, Cancelled, MentionType, Status};
use crate::archive::{Entry, Key};
use crate::desk::backing::{Backing, claims};
use crate::desk::{Found, Reading, Snapshot};
use crate::messages::text;
use crate::text::Span;

/// What more than so many articles share tells nothing.
const MANY: usize = 50;

/// A line above an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lens {
    /// The title; in an article without one, its start.
    pub span: Span,
    pub title: String,
}

/// The line above an article; `None` where there is nothing to tell.
pub fn lens(reading: &Reading, entry: &Entry, desk: &Snapshot, cancel: &Cancel) -> Result<Option<Lens>, Cancelled> {
    let people = entry.names_of(MentionType::Person).count();
    let unsourced = entry.claims.iter().filter(|claim| claim.status == Status::Unsourced).count();
    let counted = |count: usize, one: &str, many: &str| {
        let key = if count == 1 { one } else { many };
        (count > 0).then(|| text(desk.speaks, key, &[("count", &count.to_string())]))
    };
    let verified = claims(reading).filter(|claim| claim.backing == Backing::Verified).count();
    let with = |figures: String, key: &str, count: usize| match count {
        0 => figures,
        count => text(desk.speaks, key, &[("figures", &figures), ("count", &count.to_string())]),
    };
    let figures = counted(entry.claims.len(), "lens.figures-one", "lens.figures-many")
        .map(|figures| with(figures, "lens.verified", verified))
        .map(|figures| with(figures, "lens.unsourced", unsourced));
    let elsewhere = elsewhere(entry, desk, cancel)?;
    let parts = [
        counted(people, "lens.people-one", "lens.people-many"),
        figures,
        counted(elsewhere, "lens.elsewhere-one", "lens.elsewhere-many"),
    ];
    let title = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    Ok((!title.is_empty()).then_some(Lens { span: entry.title_place, title }))
}

/// How many other articles go with this one.
fn elsewhere(entry: &Entry, desk: &Snapshot, cancel: &Cancel) -> Result<usize, Cancelled> {
    let mut others: FxHashSet<Arc<Path>> = FxHashSet::default();
    let introduced = entry.names.iter().filter(|named| named.introduced).filter_map(|named| named.name.as_ref());
    for name in introduced.filter(|name| name.kind == MentionType::Person) {
        let cluster = &*name.cluster;
        let found = few(entry, &[Key::Cluster(cluster)], desk, cancel)?;
        others.extend(found.iter().filter_map(|article| Some(article.about(cluster)?.path.clone())));
    }
    for claim in entry.claims.iter().filter(|claim| claim.measure.unit.is_some() && !claim.about.is_empty()) {
        let keys: Vec<Key<'_>> = claim.measure.keys_around().collect();
        let found = few(entry, &keys, desk, cancel)?;
        let found = found
            .iter()
            .filter_map(Found::entry)
            .filter(|article| article.claims.iter().any(|other| claim.resembles(other)));
        others.extend(found.map(|article| article.path.clone()));
    }
    Ok(others.len())
}

/// The other articles that may be found by these keys, unless there are many.
fn few<'a>(entry: &Entry, keys: &[Key<'_>], desk: &'a Snapshot, cancel: &Cancel) -> Result<Vec<Found<'a>>, Cancelled> {
    let mut found = desk.found(keys, cancel)?;
    found.retain(|article| !article.is(&entry.path));
    if found.len() > MANY {
        found.clear();
    }
    Ok(found)
}
