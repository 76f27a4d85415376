//! Where do the articles tell who that is? From a part of a name to whom and what they name so, the best match first, each
//! once: where somebody is introduced, else where they are first named. Titles of articles and units of figures are found
//! in the same way.

use std::cmp::Reverse;
use std::path::PathBuf;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::Place;
use crate::analysis::{Cancel, Cancelled};
use crate::archive::run::{Offer, Sought};
use crate::archive::{Entry, Held, Key, Name, Named, Shelf, file_name};
use crate::desk::Snapshot;
use crate::lang::folding::search_key;
use crate::messages::{harmless, text};
use crate::text::Span;

/// No more are shown.
const LIMIT: usize = 128;
/// So many of each run of the archive may be among these: how many articles name somebody in all is only known at the end.
const CANDIDATES: usize = 4 * LIMIT;

/// With no more letters, many names begin so, and which of them are nothing else need not be told.
const SHORT: usize = 2;

/// Somebody or something that the articles name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub name: String,
    pub kind: Sought,
    /// The article that the place stands in, and how many name it: `Die Brücke, 3 Artikel`.
    pub article: String,
    pub place: Place,
}

/// Whom and what the archive and the open documents name by words that all stand in the name, in any order; without
/// words, what the most articles name.
pub fn workspace_symbols(desk: &Snapshot, words: &str, cancel: &Cancel) -> Result<Vec<Found>, Cancelled> {
    let wanted = search_key(words);
    let mut candidates = Candidates::default();
    for (shelf, held) in desk.archive.runs() {
        cancel.check()?;
        candidates.of_run(shelf, held, &wanted);
    }
    for document in desk.documents.iter() {
        let now = document.reading(desk, cancel)?.entry(&document.path);
        candidates.of_open(&now, desk, &wanted);
    }
    let mut found = Vec::new();
    for candidate in candidates.best(desk) {
        found.extend(candidate.found(desk, cancel)?);
    }
    Ok(found)
}

/// How well a name fits what was asked for, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Whole,
    Start,
    /// Each word begins one of the name.
    Words,
    Inside,
}

/// How well one of these spellings fits, with tabs between; `None` if none has all words.
fn fit(keys: &str, wanted: &str) -> Option<Fit> {
    keys.split('\t').filter_map(|key| fit_of(key, wanted)).min()
}

fn fit_of(key: &str, wanted: &str) -> Option<Fit> {
    if key == wanted {
        return Some(Fit::Whole);
    }
    if key.starts_with(wanted) {
        return Some(Fit::Start);
    }
    let mut words = wanted.split(' ');
    if words.clone().all(|word| key.split(' ').any(|own| own.starts_with(word))) {
        return Some(Fit::Words);
    }
    words.all(|word| key.contains(word)).then_some(Fit::Inside)
}

/// Without words nobody looks for titles or units.
fn is_wanted(kind: Sought, wanted: &str) -> bool {
    !wanted.is_empty() || matches!(kind, Sought::Name(_))
}

/// Somebody or something that is named so.
struct Candidate<'a> {
    number: u64,
    kind: Sought,
    fit: Fit,
    /// So many name it, by this name or another.
    articles: usize,
    offer: Offer,
    name: Naming<'a>,
}

/// An article that is offered for a name.
enum Naming<'a> {
    Kept { shelf: &'a Shelf, held: &'a Held, row: u32, article: u32 },
    Open { entry: Arc<Entry>, name: Arc<Name> },
}

/// An open document that names somebody, and how.
type Offered = (Offer, Arc<Entry>, Arc<Name>);

#[derive(Default)]
struct Candidates<'a> {
    all: FxHashMap<u64, Candidate<'a>>,
    /// How many fewer name it since documents are open,
    closed: FxHashMap<u64, usize>,
    /// and where these do.
    open: FxHashMap<u64, Vec<Offered>>,
}

impl<'a> Candidates<'a> {
    /// What a run of the archive names so.
    fn of_run(&mut self, shelf: &'a Shelf, held: &'a Held, wanted: &str) {
        let run = &held.run;
        let mut fits: Vec<(Fit, Reverse<u32>, u32)> = Vec::new();
        let mut add = |row: u32, fit: Fit| {
            if let Some(known) = run.row(row).filter(|known| is_wanted(known.kind, wanted)) {
                fits.push((fit, Reverse(known.articles), row));
            }
        };
        let longest = wanted.split(' ').max_by_key(|word| word.len()).unwrap_or_default();
        if wanted.is_empty() {
            run.top().for_each(|row| add(row, Fit::Start));
        } else if longest == wanted && wanted.len() <= SHORT {
            // of thousands nobody wants to see the letters first
            let is_it = |row| run.keys_of(row).is_some_and(|keys| keys.split('\t').any(|key| key == wanted));
            for word in run.beginning(wanted) {
                match word.at {
                    0 if is_it(word.row) => add(word.row, Fit::Whole),
                    0 => add(word.row, Fit::Start),
                    _ => add(word.row, Fit::Words),
                }
            }
        } else {
            let known = run.beginning(longest).filter_map(|word| Some((word.row, run.keys_of(word.row)?)));
            known.for_each(|(row, keys)| fit(keys, wanted).into_iter().for_each(|fit| add(row, fit)));
        }
        if fits.len() < LIMIT && !wanted.is_empty() {
            // only now those that have it amid a word
            for row in run.having(longest) {
                if run.keys_of(row).and_then(|keys| fit(keys, wanted)) == Some(Fit::Inside) {
                    fits.extend(run.row(row).map(|it| (Fit::Inside, Reverse(it.articles), row)));
                }
            }
        }
        fits.sort_unstable_by_key(|(fit, _, row)| (*row, *fit));
        fits.dedup_by_key(|(.., row)| *row);
        if fits.len() > CANDIDATES {
            fits.select_nth_unstable(CANDIDATES);
            fits.truncate(CANDIDATES);
        }
        for (fit, _, at) in fits {
            let Some(row) = run.row(at) else { continue };
            let name = Naming::Kept { shelf, held, row: at, article: row.best };
            let candidate = Candidate {
                number: row.number,
                kind: row.kind,
                fit,
                articles: row.articles as usize,
                offer: run.offer(&row),
                name,
            };
            self.add(candidate);
        }
    }

    /// What an open document names so, in place of what the archive knows of it.
    fn of_open(&mut self, now: &Arc<Entry>, desk: &Snapshot, wanted: &str) {
        let path = desk.archive.path_below(&now.path);
        let before = desk.archive.get(&now.path).map(|before| before.sought(path));
        for (_, name, _) in before.into_iter().flatten() {
            *self.closed.entry(name.number()).or_default() += 1;
        }
        for (kind, name, explains) in now.sought(path) {
            let (number, offer) = (name.number(), Offer::new(explains, now.date));
            let fit = fit(&name.keys, wanted).filter(|_| !name.keys.is_empty() && is_wanted(kind, wanted));
            if let Some(fit) = fit {
                let name = Naming::Open { entry: now.clone(), name: name.clone() };
                self.add(Candidate { number, kind, fit, articles: 1, offer, name });
            }
            self.open.entry(number).or_default().push((offer, now.clone(), name));
        }
    }

    fn add(&mut self, candidate: Candidate<'a>) {
        match self.all.entry(candidate.number) {
            std::collections::hash_map::Entry::Vacant(slot) => _ = slot.insert(candidate),
            std::collections::hash_map::Entry::Occupied(mut known) => {
                let known = known.get_mut();
                known.fit = known.fit.min(candidate.fit);
                // as many as are known; how many there are is counted for the best alone
                known.articles += candidate.articles;
                known.offers(candidate.offer, candidate.name);
            }
        }
    }

    /// The best of them, in their order.
    fn best(self, desk: &'a Snapshot) -> Vec<Candidate<'a>> {
        let mut all: Vec<Candidate<'a>> = self.all.into_values().collect();
        let by_rank =
            |a: &Candidate<'_>, b: &Candidate<'_>| (a.fit, Reverse(a.articles)).cmp(&(b.fit, Reverse(b.articles)));
        if all.len() > 2 * LIMIT {
            all.select_nth_unstable_by(2 * LIMIT, by_rank);
            all.truncate(2 * LIMIT);
        }
        for candidate in &mut all {
            candidate.articles = 0;
            for (shelf, held) in desk.archive.runs() {
                let whole = held.is_whole();
                candidate.articles += if whole { 0 } else { held.articles_of(candidate.number) };
                for (row, known) in held.run.rows_of(candidate.number) {
                    candidate.articles += if whole { known.articles as usize } else { 0 };
                    candidate.offers(held.run.offer(&known), Naming::Kept { shelf, held, row, article: known.best });
                }
            }
            for (offer, entry, name) in self.open.get(&candidate.number).into_iter().flatten() {
                candidate.articles += 1;
                candidate.offers(*offer, Naming::Open { entry: entry.clone(), name: name.clone() });
            }
            let closed = self.closed.get(&candidate.number).copied().unwrap_or(0);
            candidate.articles = candidate.articles.saturating_sub(closed);
        }
        all.retain(|candidate| candidate.articles > 0);
        all.sort_by_cached_key(|it| (it.fit, Reverse(it.articles), it.name.key(), it.number));
        all.truncate(LIMIT);
        all
    }
}

impl Naming<'_> {
    fn path(&self) -> Option<PathBuf> {
        match self {
            Self::Kept { shelf, held, article, .. } => shelf.path(held.run.path(*article)),
            Self::Open { entry, .. } => Some(entry.path.to_path_buf()),
        }
    }

    fn key(&self) -> String {
        match self {
            Self::Kept { held, row, .. } => held.run.name(*row).map(|name| name.keys.into()).unwrap_or_default(),
            Self::Open { name, .. } => name.keys.to_string(),
        }
    }
}

impl<'a> Candidate<'a> {
    /// Takes an article that is to be offered before the one it has.
    fn offers(&mut self, offer: Offer, name: Naming<'a>) {
        if offer < self.offer || offer == self.offer && name.path() < self.name.path() {
            (self.offer, self.name) = (offer, name);
        }
    }

    fn found(&self, desk: &Snapshot, cancel: &Cancel) -> Result<Option<Found>, Cancelled> {
        let (name, entry) = match &self.name {
            Naming::Open { entry, name } => (name.clone(), entry.clone()),
            Naming::Kept { shelf, held, row, article } => {
                let Some(name) = held.run.name(*row) else { return Ok(None) };
                let entry = held.run.without_names(*article, &shelf.root).filter(|_| !held.is_gone(*article));
                match entry.filter(|entry| desk.documents.get(&entry.path).is_none()) {
                    Some(entry) => (name.into(), Arc::new(entry)),
                    // the best one is not what it was
                    None => match self.another(&name.cluster, desk, cancel)? {
                        Some(entry) => (name.into(), entry),
                        None => return Ok(None),
                    },
                }
            }
        };
        let Some(span) = self.place(&entry, &name.cluster) else { return Ok(None) };
        let place = Place::new(entry.path.clone(), span);
        Ok(Some(Found { name: harmless(&name.spelled), kind: self.kind, article: self.article(desk, &entry), place }))
    }

    /// The article that is offered where the one that the archive knows of has changed.
    fn another(&self, cluster: &str, desk: &Snapshot, cancel: &Cancel) -> Result<Option<Arc<Entry>>, Cancelled> {
        let key = match self.kind {
            Sought::Name(_) => Key::Cluster(cluster),
            Sought::Unit => Key::Unit(cluster),
            Sought::Article => return Ok(None),
        };
        let mut entries = desk.articles_with(&[key], cancel)?;
        entries.retain(|entry| self.place(entry, cluster).is_some());
        let offer = |entry: &Entry| {
            let introduced = entry.named(cluster).is_none_or(|named| named.introduced);
            Offer::new(introduced, entry.date)
        };
        entries.sort_by(|a, b| offer(a).cmp(&offer(b)).then_with(|| a.path.cmp(&b.path)));
        Ok(entries.into_iter().next())
    }

    fn place(&self, entry: &Entry, cluster: &str) -> Option<Span> {
        match self.kind {
            Sought::Article => Some(entry.title_place),
            Sought::Unit => {
                entry.claims.iter().find(|claim| claim.measure.unit.as_deref() == Some(cluster)).map(|claim| claim.span)
            }
            Sought::Name(_) => {
                let mut introductions = entry.introductions_of(cluster).filter(|it| !it.in_caption);
                introductions.next().map(|it| it.name).or_else(|| entry.named(cluster).map(Named::place))
            }
        }
    }

    fn article(&self, desk: &Snapshot, entry: &Entry) -> String {
        let title = entry.called();
        let count = self.articles.to_string();
        match (self.kind, self.articles) {
            (Sought::Article, _) => harmless(&file_name(&entry.path)),
            (_, 1) => harmless(&title),
            _ => text(desk.speaks, "symbols.articles", &[("title", &title), ("count", &count)]),
        }
    }
}
