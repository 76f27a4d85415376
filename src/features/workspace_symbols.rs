//! Where do the articles tell who that is? From a part of a name to whom and what they name so, the best match first,
//! each once: where somebody is introduced, else where they are first named.

use std::cmp::Reverse;
use std::sync::Arc;

use memchr::memmem::Finder;
use rustc_hash::FxHashMap;

use super::Place;
use crate::analysis::{Cancel, Cancelled, MentionType};
use crate::archive::{Entry, Named};
use crate::desk::Snapshot;
use crate::lang::folding::search_key;
use crate::messages::{harmless, text};
use crate::text::PartialDate;

/// No more are shown.
const LIMIT: usize = 128;

/// Somebody or something that the articles name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub name: String,
    pub kind: MentionType,
    /// The article that the place stands in, and how many name it: `Die Brücke, 3 Artikel`.
    pub article: String,
    pub place: Place,
}

/// Whom and what the archive and the open documents name by words that all stand in the name, in any order; without
/// words, what the most articles name.
pub fn workspace_symbols(desk: &Snapshot, words: &str, cancel: &Cancel) -> Result<Vec<Found>, Cancelled> {
    let entries = desk.entries(cancel)?;
    let mut candidates = fitting(&entries, &search_key(words));
    cancel.check()?;
    for entry in &entries {
        for named in &entry.names {
            if let Some(candidate) = candidates.get_mut(&named.number) {
                candidate.is_in(entry, named);
            }
        }
    }
    let mut found: Vec<Candidate<'_>> = candidates.into_values().collect();
    let by_rank = |a: &Candidate<'_>, b: &Candidate<'_>| a.rank().cmp(&b.rank());
    if found.len() > LIMIT {
        found.select_nth_unstable_by(LIMIT, by_rank);
        found.truncate(LIMIT);
    }
    found.sort_unstable_by(by_rank);
    Ok(found.iter().map(|candidate| candidate.found(desk)).collect())
}

/// Who has a name that fits, by the numbers of their clusters.
fn fitting<'e>(entries: &'e [Arc<Entry>], wanted: &str) -> FxHashMap<u64, Candidate<'e>> {
    let mut candidates: FxHashMap<u64, Candidate<'e>> = FxHashMap::default();
    let longest = wanted.split(' ').max_by_key(|word| word.len()).unwrap_or_default();
    let finder = Finder::new(longest);
    for entry in entries.iter().filter(|entry| finder.find(entry.keys.as_bytes()).is_some()) {
        for (named, keys) in entry.names.iter().zip(entry.keys.lines()) {
            let Some((fit, key)) = keys.split('\t').filter_map(|key| Some((fit(key, wanted)?, key))).min() else {
                continue;
            };
            let candidate = Candidate { fit, key, articles: 0, entry, named };
            let known = candidates.entry(named.number).or_insert(candidate);
            known.fit = known.fit.min(fit);
        }
    }
    candidates
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

/// How well a name fits; `None` if a word is missing.
fn fit(key: &str, wanted: &str) -> Option<Fit> {
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

/// Somebody or something that is named so, in the article that is offered for it.
struct Candidate<'e> {
    fit: Fit,
    key: &'e str,
    /// So many name it, by this name or another.
    articles: usize,
    entry: &'e Entry,
    named: &'e Named,
}

impl<'e> Candidate<'e> {
    /// Counts an article; it is offered in place of another if it tells more, or as much and earlier.
    fn is_in(&mut self, entry: &'e Entry, named: &'e Named) {
        self.articles += 1;
        if offer(entry, named) < offer(self.entry, self.named) {
            (self.entry, self.named) = (entry, named);
        }
    }

    fn rank(&self) -> (Fit, Reverse<usize>, &'e str, &'e str) {
        (self.fit, Reverse(self.articles), self.key, &self.named.cluster)
    }

    fn found(&self, desk: &Snapshot) -> Found {
        let Entry { path, title, .. } = self.entry;
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        let title = title.as_deref().unwrap_or(&file);
        let count = self.articles.to_string();
        let article = match self.articles {
            1 => harmless(title),
            _ => text(desk.speaks, "symbols.articles", &[("title", title), ("count", &count)]),
        };
        let mut introductions = self.entry.introductions_of(&self.named.cluster).filter(|it| !it.in_caption);
        let span = introductions.next().map_or(self.named.place, |introduction| introduction.name);
        let place = Place { path: path.clone(), span };
        Found { name: harmless(&self.named.name), kind: self.named.kind, article, place }
    }
}

/// In which order articles are offered: first those that say who that is, then by date.
fn offer(entry: &Entry, named: &Named) -> (bool, bool, Option<PartialDate>) {
    (!named.introduced, entry.date.is_none(), entry.date)
}
