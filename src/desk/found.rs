//! An article that was found by a key: open in the editor, or on a shelf of the archive. One on a shelf is read as far as
//! somebody asks, so that thousands can be counted and ordered, and few read.

use std::cmp::Reverse;
use std::path::Path;
use std::sync::Arc;

use crate::archive::{Entry, Shelved, run};
use crate::text::{Ruler, Span};

/// An article that was found.
#[derive(Clone, Debug)]
pub enum Found<'a> {
    Open(Arc<Entry>),
    Shelved(Shelved<'a>),
}

impl Found<'_> {
    /// What is kept of it; what those are called whom it names, one on a shelf need not tell.
    pub fn entry(&self) -> Option<Arc<Entry>> {
        match self {
            Self::Open(entry) => Some(entry.clone()),
            Self::Shelved(shelved) => shelved.without_names().map(Arc::new),
        }
    }

    /// The same, if it names a cluster.
    pub fn about(&self, cluster: &str) -> Option<Arc<Entry>> {
        self.entry().filter(|entry| entry.named(cluster).is_some())
    }

    /// Whether it is this document.
    pub fn is(&self, path: &Path) -> bool {
        matches!(self, Self::Open(entry) if *entry.path == *path)
    }

    /// Its date as [`run::day`] has it.
    pub fn day(&self) -> u32 {
        match self {
            Self::Open(entry) => run::day(entry.date),
            Self::Shelved(shelved) => shelved.day(),
        }
    }

    /// Puts the newest first, and those without a date last.
    pub fn newest_first(&self) -> Reverse<u32> {
        Reverse(self.day().wrapping_add(1))
    }

    fn path(&self) -> Option<Arc<Path>> {
        match self {
            Self::Open(entry) => Some(entry.path.clone()),
            Self::Shelved(shelved) => shelved.path().map(Into::into),
        }
    }
}

/// An article that mentions somebody, or gives a figure.
#[derive(Clone, Debug)]
pub struct Sighting {
    pub path: Arc<Path>,
    /// Its date as [`run::day`] has it.
    pub day: u32,
    /// Where it does, in order.
    pub spans: Vec<Span>,
    pub ruler: Ruler,
}

impl Sighting {
    /// In an article on a shelf; `None` where this system does not have its path.
    pub fn of(shelved: Shelved<'_>, spans: Vec<Span>) -> Option<Self> {
        Some(Self { path: shelved.path()?.into(), day: shelved.day(), spans, ruler: shelved.ruler() })
    }
}

/// Puts articles in an order, those that it does not tell apart by path. Only so many are put there: the first.
pub fn in_order<'a, K: Ord>(found: &mut Vec<Found<'a>>, most: usize, order: impl Fn(&Found<'a>) -> K) {
    if most < found.len() {
        let (_, last, _) = found.select_nth_unstable_by_key(most, &order);
        let last = order(last);
        found.retain(|article| order(article) <= last);
    }
    found.sort_by_cached_key(&order);
    let mut done = 0;
    for same in found.chunk_by_mut(|a, b| order(a) == order(b)) {
        if done >= most {
            break;
        }
        done += same.len();
        if same.len() > 1 {
            same.sort_by_cached_key(Found::path);
        }
    }
    found.truncate(most);
}
