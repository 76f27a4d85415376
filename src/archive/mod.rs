//! All articles together: who is introduced where, who is mentioned where, which figures they give, what they quote. Fed
//! from outside with what was found in each article; it analyses nothing and reads no article.

pub mod cited;
pub mod entry;
mod given;
pub mod keys;
pub mod located;
pub mod matter;
pub mod measure;
mod paths;
pub mod run;
pub mod said;
pub mod shelf;
pub mod shelved;
mod steps;
pub mod store;
pub mod walk;
mod write;

use std::collections::BTreeMap;
use std::io;
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use cited::{Citation, Cited};
pub use entry::{Claim, Entry, Introduction, Name, Named, Stamp, file_name, number_of, one_line, role};
pub use keys::Key;
pub use located::Located;
pub use matter::Matter;
pub use measure::Measure;
pub use shelf::{Held, Shelf};
pub use shelved::Shelved;
pub use store::Store;

use crate::text::Span;

/// All articles, by path. Cheap to copy: what they hold is shared.
#[derive(Clone, Debug)]
pub struct Archive {
    shelves: Vec<Shelf>,
    /// Articles too large to be read, with their size in bytes.
    oversized: BTreeMap<Arc<Path>, u64>,
}

/// An archive in memory, for articles that lie anywhere.
impl Default for Archive {
    fn default() -> Self {
        Self::new(vec![Shelf::in_memory(Path::new("").into(), 0)])
    }
}

impl Archive {
    /// An archive of these shelves; an article that fits on several stands on the first.
    pub fn new(shelves: Vec<Shelf>) -> Self {
        Self { shelves, oversized: BTreeMap::new() }
    }

    /// Its shelves.
    pub fn shelves(&self) -> impl Iterator<Item = &Shelf> {
        self.shelves.iter()
    }

    /// Keeps only the shelves of roots that fulfil a condition.
    pub fn keep_shelves(&mut self, keep: impl Fn(&Path) -> bool) {
        self.shelves.retain(|shelf| keep(&shelf.root));
    }

    /// Reads its stores to their ends. What is damaged in them is dropped; these are the roots of which something was.
    pub fn verify(&mut self) -> io::Result<Vec<Arc<Path>>> {
        let mut damaged = Vec::new();
        for shelf in &mut self.shelves {
            if shelf.verify()? {
                damaged.push(shelf.root.clone());
            }
        }
        Ok(damaged)
    }

    /// Takes articles in, in place of what was known of them. What could not be written to disk is kept in memory.
    pub fn add(&mut self, entries: &[Arc<Entry>]) -> io::Result<()> {
        entries.iter().for_each(|entry| _ = self.oversized.remove(&entry.path));
        let mut rest = entries.to_vec();
        let mut result = Ok(());
        for shelf in &mut self.shelves {
            let (own, others): (Vec<_>, Vec<_>) =
                rest.into_iter().partition(|entry| shelf.below(&entry.path).is_some());
            if !own.is_empty() {
                result = result.and(shelf.add(&own));
            }
            rest = others;
        }
        result
    }

    /// These articles lie in files that are others by now and hold the same.
    pub fn restamp(&mut self, stamps: &[(&Path, Stamp)]) -> io::Result<()> {
        self.shelves.iter_mut().try_for_each(|shelf| shelf.restamp(stamps))
    }

    /// Lists an article that is too large to be read.
    pub fn add_oversized(&mut self, path: Arc<Path>, size: u64) {
        self.oversized.insert(path, size);
    }

    /// Forgets articles.
    pub fn remove(&mut self, paths: &[&Path]) -> io::Result<()> {
        paths.iter().for_each(|path| _ = self.oversized.remove(*path));
        self.shelves.iter_mut().try_for_each(|shelf| {
            let known: Vec<&Path> = paths.iter().copied().filter(|path| shelf.find(path).is_some()).collect();
            shelf.remove(&known)
        })
    }

    /// The paths of all articles it knows of in a folder; of an article, its own.
    pub fn below(&self, path: &Path) -> Vec<Arc<Path>> {
        let range = (Bound::Included(path), Bound::Unbounded);
        let oversized = self.oversized.range::<Path, _>(range).map(|(known, _)| known.clone());
        let oversized = oversized.take_while(|known| known.starts_with(path));
        self.shelves.iter().flat_map(|shelf| shelf.paths_below(path)).map(Into::into).chain(oversized).collect()
    }

    /// The paths of all articles that it has read, each with what its file was then.
    pub fn articles(&self) -> impl Iterator<Item = (PathBuf, Stamp)> {
        self.shelves.iter().flat_map(Shelf::articles)
    }

    /// How many articles it has read.
    pub fn len(&self) -> usize {
        self.shelves.iter().flat_map(Shelf::runs).map(Held::len).map(|count| count as usize).sum()
    }

    /// Whether it has read none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Its runs, each with the shelf that it stands on.
    pub fn runs(&self) -> impl Iterator<Item = (&Shelf, &Held)> {
        self.shelves.iter().flat_map(|shelf| shelf.runs().map(move |held| (shelf, held)))
    }

    /// The path of an article below the root of its shelf.
    pub fn path_below<'p>(&self, path: &'p Path) -> &'p [u8] {
        self.shelves.iter().find_map(|shelf| shelf.below(path)).unwrap_or_else(|| paths::bytes(path))
    }

    /// One article.
    pub fn get(&self, path: &Path) -> Option<Entry> {
        self.find(path).and_then(Shelved::entry)
    }

    /// The file of an article as it was when it was read; `None` if it would be read in another way now.
    pub fn stamp(&self, path: &Path) -> Option<Stamp> {
        self.shelves.iter().find_map(|shelf| shelf.stamp(path))
    }

    /// The articles that may be found by a key, in no order. What those are called whom they name they do not tell.
    pub fn with<'a>(&'a self, key: Key<'_>) -> impl Iterator<Item = Entry> + use<'a> {
        self.found(key).filter_map(Shelved::without_names)
    }

    /// The same, not read yet.
    pub fn found<'a>(&'a self, key: Key<'_>) -> impl Iterator<Item = Shelved<'a>> + use<'a> {
        let found: Vec<_> = self.runs().map(|(shelf, held)| (shelf, held, held.with(key))).collect();
        let each = |(shelf, held, articles): (&'a Shelf, &'a Held, Vec<u32>)| {
            articles.into_iter().map(move |article| Shelved { shelf, held, article })
        };
        found.into_iter().flat_map(each)
    }

    /// The articles that mention a cluster, not read yet, and where.
    pub fn mentions_of(&self, cluster: &str) -> impl Iterator<Item = (Shelved<'_>, Vec<Span>)> {
        let number = number_of(cluster);
        self.runs().flat_map(move |(shelf, held)| {
            held.mentions_of(number).map(move |(article, spans)| (Shelved { shelf, held, article }, spans))
        })
    }

    /// The places that give the figure of a claim, each with its article, not read yet.
    pub fn giving(&self, claim: &Claim) -> impl Iterator<Item = (Shelved<'_>, Span)> {
        self.runs().flat_map(|(shelf, held)| {
            let found = held.giving(claim).into_iter();
            found.map(move |(article, span)| (Shelved { shelf, held, article }, span))
        })
    }

    /// Where an article stands.
    pub fn find(&self, path: &Path) -> Option<Shelved<'_>> {
        self.shelves.iter().find_map(|shelf| shelf.find(path))
    }

    /// The articles that were too large to be read, with their size in bytes.
    pub fn oversized(&self) -> impl Iterator<Item = (&Arc<Path>, u64)> {
        self.oversized.iter().map(|(path, size)| (path, *size))
    }
}
