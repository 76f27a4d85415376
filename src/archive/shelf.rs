//! All articles below one root, in runs: what is new comes in a run of its own, and as soon as there are many small ones
//! they become a large one. A copy shares the runs and stays as it is. With a store, what it holds lies on disk as well.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::entry::{Claim, Entry, Stamp, number_of};
use super::keys::Key;
use super::paths;
use super::run::{Bytes, Run, Sought};
use super::shelved::Shelved;
use super::store::{Listed, Store};
use super::write;
use crate::text::Span;

/// So many runs of about one size become one.
const MANY: usize = 8;
/// Runs with more articles than this power of [`MANY`] stay what they are: writing them again would take too much memory.
const LARGEST: u32 = 3;

/// All articles below one root.
#[derive(Clone, Debug)]
pub struct Shelf {
    pub root: Arc<Path>,
    runs: Vec<Held>,
    store: Option<Arc<Store>>,
    /// Stands for how articles are read now: program, settings and names.
    reads: u64,
}

/// A run, and what of it does not count any more.
#[derive(Clone, Debug)]
pub struct Held {
    pub run: Arc<Run>,
    gone: Arc<Gone>,
    /// How its articles were read.
    reads: u64,
    /// Its name in the store.
    file: Option<Arc<str>>,
}

impl Held {
    /// Whether an article is gone, or stands in a later run.
    pub fn is_gone(&self, article: u32) -> bool {
        self.gone.holds(article)
    }

    /// The articles that count.
    pub fn articles(&self) -> impl Iterator<Item = u32> {
        (0..self.run.count()).filter(|article| !self.is_gone(*article))
    }

    /// The articles that may be found by a key.
    pub fn with(&self, key: Key<'_>) -> Vec<u32> {
        let counts = |article: &u32| !self.is_gone(*article);
        match key {
            Key::Cluster(cluster) => self.mentions_of(number_of(cluster)).map(|(article, _)| article).collect(),
            Key::Amount(..) => {
                let measures = self.run.measures();
                let places = measures.with(key.code()).flat_map(|row| measures.places(row));
                let mut found: Vec<u32> = places.map(|(article, _)| article).filter(counts).collect();
                found.sort_unstable();
                found.dedup();
                found
            }
            key => self.run.with(key.code()).filter(counts).collect(),
        }
    }

    /// The articles that mention a cluster, and where.
    pub fn mentions_of(&self, cluster: u64) -> impl Iterator<Item = (u32, Vec<Span>)> {
        self.run.mentions_of(cluster).filter(|(article, _)| !self.is_gone(*article))
    }

    /// The places that give the figure of a claim, each with its article.
    pub fn giving(&self, claim: &Claim) -> Vec<(u32, Span)> {
        let (measure, measures) = (&claim.measure, self.run.measures());
        let rows = measure.keys_around().flat_map(|key| measures.with(key.code()));
        let same = rows.filter(|row| measures.get(*row).is_some_and(|other| other.agrees(measure)));
        let mut places: Vec<_> = same.flat_map(|row| measures.places(row)).collect();
        places.retain(|(article, place)| {
            (measure.unit.is_some() || claim.about.shared(&place.about) > 0) && !self.is_gone(*article)
        });
        places.into_iter().map(|(article, place)| (article, place.span)).collect()
    }

    /// How many these are.
    pub fn len(&self) -> u32 {
        self.run.count().saturating_sub(self.gone.count)
    }

    /// Whether none counts any more.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether all of its articles count.
    pub fn is_whole(&self) -> bool {
        self.gone.count == 0
    }

    /// How many articles name a cluster, or have this title, or figures of this unit.
    pub fn articles_of(&self, number: u64) -> usize {
        let mut rows = self.run.rows_of(number).peekable();
        let Some(&(first, row)) = rows.peek() else { return 0 };
        if self.gone.count == 0 {
            return rows.map(|(_, row)| row.articles as usize).sum();
        }
        let cluster = self.run.name(first).map(|name| name.cluster).unwrap_or_else(|| "".into());
        match row.kind {
            Sought::Article => usize::from(!self.is_gone(row.best)),
            Sought::Name(_) => self.mentions_of(number).count(),
            Sought::Unit => self.with(Key::Unit(&cluster)).len(),
        }
    }

    /// The number of an article that counts.
    pub fn find(&self, path: &[u8]) -> Option<u32> {
        self.run.find(path).filter(|article| !self.is_gone(*article))
    }

    fn lose(&mut self, article: u32) {
        Arc::make_mut(&mut self.gone).add(article);
    }
}

/// A set of numbers of articles.
#[derive(Clone, Debug, Default)]
struct Gone {
    bits: Vec<u64>,
    count: u32,
}

impl Gone {
    fn holds(&self, article: u32) -> bool {
        self.bits.get(article as usize / 64).is_some_and(|bits| bits >> (article % 64) & 1 == 1)
    }

    fn add(&mut self, article: u32) {
        if !self.holds(article) {
            let at = article as usize / 64;
            self.bits.resize(self.bits.len().max(at + 1), 0);
            self.bits[at] |= 1 << (article % 64);
            self.count += 1;
        }
    }

    fn iter(&self) -> impl Iterator<Item = u32> {
        (0..self.bits.len() as u32 * 64).filter(|article| self.holds(*article))
    }
}

impl FromIterator<u32> for Gone {
    fn from_iter<T: IntoIterator<Item = u32>>(articles: T) -> Self {
        let mut gone = Self::default();
        articles.into_iter().for_each(|article| gone.add(article));
        gone
    }
}

impl Shelf {
    /// An empty shelf that is kept in memory alone.
    pub fn in_memory(root: Arc<Path>, reads: u64) -> Self {
        Self { root, runs: Vec::new(), store: None, reads }
    }

    /// A shelf with what its store holds.
    pub fn of_store(root: Arc<Path>, reads: u64, store: Store) -> io::Result<Self> {
        let mut shelf = Self { store: Some(store.into()), ..Self::in_memory(root, reads) };
        shelf.look_in_turn()?;
        Ok(shelf)
    }

    /// Whether its store was of another version, or had lost its list: nothing of that is on the shelf.
    pub fn begins_anew(&self) -> bool {
        self.store.as_ref().is_some_and(|store| store.list().is_ok_and(|list| list.is_none()))
    }

    /// Reads its store to the end, drops what is damaged, and tells whether something was.
    pub fn verify(&mut self) -> io::Result<bool> {
        let damaged = self.store.as_ref().map_or(Ok(0), |store| store.verify())?;
        self.look_in_turn()?;
        Ok(damaged > 0)
    }

    /// From now on articles are read in another way: those on it count until they are.
    pub fn read_as(&mut self, reads: u64) {
        self.reads = reads;
    }

    /// Where an article stands on it.
    pub fn find(&self, path: &Path) -> Option<Shelved<'_>> {
        let path = self.below(path)?;
        self.runs.iter().find_map(|held| Some(Shelved { shelf: self, held, article: held.find(path)? }))
    }

    /// The paths of all its articles, each with what its file was when it was read.
    pub fn articles(&self) -> impl Iterator<Item = (PathBuf, Stamp)> {
        let all = self.runs.iter().flat_map(|held| held.articles().map(move |article| (&held.run, article)));
        all.filter_map(|(run, article)| Some((self.path(run.path(article))?, run.stamp(article))))
    }

    /// The paths of its articles in a folder; of an article, its own.
    pub fn paths_below(&self, path: &Path) -> Vec<PathBuf> {
        let all = path.as_os_str().is_empty() || self.root.starts_with(path);
        let Some(start) = self.below(path).or(all.then_some(b"")) else { return vec![] };
        let mut found = Vec::new();
        for held in &self.runs {
            let begin = held.run.from(start).take_while(|article| held.run.path(*article).starts_with(start));
            let paths = begin.filter(|article| !held.is_gone(*article));
            // `2019-a.txt` begins like the folder `2019`, and does not lie in it
            found.extend(
                paths.filter_map(|article| self.path(held.run.path(article))).filter(|it| it.starts_with(path)),
            );
        }
        found
    }

    /// The path of an article, from the one below the root.
    pub fn path(&self, below: &[u8]) -> Option<PathBuf> {
        Some(self.root.join(paths::of_bytes(below)?))
    }

    /// Its runs.
    pub fn runs(&self) -> impl Iterator<Item = &Held> {
        self.runs.iter()
    }

    /// The path of an article below the root, as runs have it; `None` for one that lies elsewhere.
    pub fn below<'p>(&self, path: &'p Path) -> Option<&'p [u8]> {
        path.strip_prefix(&self.root).ok().map(paths::bytes)
    }

    /// The file of an article as it was when it was read; `None` if it was not read in the way in which it would be now.
    pub fn stamp(&self, path: &Path) -> Option<Stamp> {
        self.find(path).filter(|found| found.held.reads == self.reads).map(Shelved::stamp)
    }

    /// Takes articles in, in place of what was known of them. On an error they are kept in memory, as all that follows.
    pub fn add(&mut self, entries: &[Arc<Entry>]) -> io::Result<()> {
        self.change(|shelf, store| {
            let new = entries.iter().filter(|entry| shelf.stamp(&entry.path) != Some(entry.stamp));
            let new: Vec<_> = new.cloned().collect();
            if new.is_empty() {
                return Ok(());
            }
            for path in new.iter().filter_map(|entry| path_below(&shelf.root, entry)) {
                lose(&mut shelf.runs, &path);
            }
            let bytes = write::of_entries(&new, |entry| path_below(&shelf.root, entry));
            shelf.put(bytes, shelf.reads, store)
        })
    }

    /// Forgets articles.
    pub fn remove(&mut self, gone: &[&Path]) -> io::Result<()> {
        let gone: Vec<&[u8]> = gone.iter().filter_map(|path| self.below(path)).collect();
        if gone.is_empty() {
            return Ok(());
        }
        self.change(|shelf, _| {
            gone.iter().for_each(|path| lose(&mut shelf.runs, path));
            Ok(())
        })
    }

    /// These articles lie in files that are others by now and hold the same.
    pub fn restamp(&mut self, stamps: &[(&Path, Stamp)]) -> io::Result<()> {
        let stamps: BTreeMap<&[u8], Stamp> =
            stamps.iter().filter_map(|(path, stamp)| Some((self.below(path)?, *stamp))).collect();
        if stamps.is_empty() {
            return Ok(());
        }
        self.change(|shelf, store| {
            for at in 0..shelf.runs.len() {
                let held = shelf.runs[at].clone();
                let stamp = |article| stamps.get(held.run.path(article)).copied().filter(|_| !held.is_gone(article));
                let same: Vec<u32> = stamps.keys().filter_map(|path| held.find(path)).collect();
                if !same.is_empty() {
                    same.into_iter().for_each(|article| shelf.runs[at].lose(article));
                    shelf.put(write::of_runs(&[(&held.run, &stamp)]), held.reads, store)?;
                }
            }
            Ok(())
        })
    }

    fn look_in_turn(&mut self) -> io::Result<()> {
        let store = self.store.clone();
        let _turn = store.as_deref().map(Store::turn).transpose()?;
        self.look()
    }

    /// Looks what the store holds: others may have changed it. Without the turn, a run could go before it is opened.
    fn look(&mut self) -> io::Result<()> {
        let Some(store) = &self.store else { return Ok(()) };
        let listed = store.list()?.unwrap_or_default();
        let mut before = std::mem::take(&mut self.runs);
        for Listed { file, reads, gone } in listed {
            let known = before.iter().position(|held| held.file.as_deref() == Some(&*file));
            let run = match known {
                Some(at) => before.swap_remove(at).run,
                // What cannot be opened is read again from its articles.
                None => match store.open_run(&file) {
                    Some(run) => run.into(),
                    None => continue,
                },
            };
            let gone = Arc::new(gone.into_iter().filter(|article| *article < run.count()).collect());
            self.runs.push(Held { run, gone, reads, file: Some(file) });
        }
        Ok(())
    }

    /// Changes what is on it, with whoever else has this store waiting. What cannot be written stays in memory, and so does
    /// all that follows.
    fn change(&mut self, change: impl FnOnce(&mut Self, Option<&Store>) -> io::Result<()>) -> io::Result<()> {
        let store = self.store.clone();
        let turn = store.as_deref().map(Store::turn).transpose().and_then(|turn| self.look().map(|()| turn));
        let store = store.as_deref().filter(|_| turn.is_ok());
        let changed = change(self, store)
            .and_then(|()| self.tidy(store))
            .and_then(|()| store.map_or(Ok(()), |store| store.set_list(&self.listed())));
        let result = turn.and(changed);
        if result.is_err() {
            self.store = None;
        }
        result
    }

    fn listed(&self) -> Vec<Listed> {
        let kept = self.runs.iter().filter_map(|held| Some((held, held.file.clone()?)));
        kept.map(|(held, file)| Listed { file, reads: held.reads, gone: held.gone.iter().collect() }).collect()
    }

    fn put(&mut self, bytes: Vec<u8>, reads: u64, store: Option<&Store>) -> io::Result<()> {
        let kept = store.map(|store| store.put(&bytes)).transpose();
        let held = |run, file| Held { run, gone: Arc::default(), reads, file };
        let in_memory = || Run::open(Bytes::Owned(bytes)).map(|run| held(run.into(), None));
        match kept {
            Ok(Some((file, run))) => self.runs.push(held(run, Some(file))),
            Ok(None) => self.runs.extend(in_memory()),
            // A full disk loses nothing.
            Err(error) => {
                self.runs.extend(in_memory());
                return Err(error);
            }
        }
        Ok(())
    }

    /// Drops runs of which all is gone, writes those anew of which most is, and makes many small ones into one.
    fn tidy(&mut self, store: Option<&Store>) -> io::Result<()> {
        self.runs.retain(|held| !held.is_empty());
        while let Some(at) = self.untidy() {
            let taken: Vec<Held> = at.into_iter().rev().map(|at| self.runs.swap_remove(at)).collect();
            let stamps: Vec<_> =
                taken.iter().map(|held| |article| (!held.is_gone(article)).then(|| held.run.stamp(article))).collect();
            let kept = taken.iter().zip(&stamps).map(|(held, stamp)| (&*held.run, stamp as write::Stamps<'_>));
            let bytes = write::of_runs(&kept.collect::<Vec<_>>());
            self.put(bytes, taken[0].reads, store)?;
        }
        Ok(())
    }

    /// Where the runs stand that should become one, ascending.
    fn untidy(&self) -> Option<Vec<usize>> {
        let mostly_gone = self.runs.iter().position(|held| held.gone.count > held.len());
        let level = |held: &Held| (held.reads, held.len().max(1).ilog(MANY as u32));
        let alike = |level_wanted| {
            let alike = self.runs.iter().enumerate().filter(move |(_, held)| level(held) == level_wanted);
            alike.map(|(at, _)| at).collect::<Vec<_>>()
        };
        let small = self.runs.iter().map(level).filter(|(_, level)| *level <= LARGEST);
        mostly_gone.map(|at| vec![at]).or_else(|| small.map(alike).find(|alike| alike.len() >= MANY))
    }
}

fn path_below(root: &Path, entry: &Entry) -> Option<Vec<u8>> {
    entry.path.strip_prefix(root).ok().map(|path| paths::bytes(path).to_vec())
}

fn lose(runs: &mut [Held], path: &[u8]) {
    for held in runs {
        if let Some(article) = held.find(path) {
            held.lose(article);
        }
    }
}
