//! Entities by a part of their name, or by one that is nearly right, for people who look something up. Every name is
//! read, so nothing that runs while somebody types may ask here.

use std::collections::BTreeMap;

use super::index::key;
use super::{Entity, Kb};

/// An entity that was found, and the name that it was found by, folded.
#[derive(Debug)]
pub struct Match<'k> {
    pub entity: &'k Entity,
    pub name: String,
}

/// How near a name comes to what was asked for, the nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Nearness {
    Whole,
    Start,
    /// A word inside the name begins so.
    Word,
    /// So many letters are others, missing or in each other's place.
    Letters(usize),
}

/// A name that is nearly right may have one wrong letter in so many.
const LETTERS: usize = 4;

impl Kb {
    /// The entities of which a name, or a word of it, begins with a text, whatever its capitals and accents; where there are none,
    /// those with a name that is nearly the same. The nearest first, and no more than so many.
    pub fn search(&self, text: &str, limit: usize) -> Vec<Match<'_>> {
        let wanted = key(text);
        let mut best: BTreeMap<usize, (Nearness, String)> = BTreeMap::new();
        self.index.each_key(|name, entries| {
            let Some(nearness) = nearness(name, &wanted) else { return };
            for entry in entries {
                let here = (nearness, name.to_owned());
                let known = best.entry(entry.entity).or_insert_with(|| here.clone());
                if (here.0, here.1.len()) < (known.0, known.1.len()) {
                    *known = here;
                }
            }
        });
        let nearest = best.values().map(|(nearness, _)| *nearness).min();
        let begins = nearest.is_some_and(|nearest| nearest <= Nearness::Word);
        let mut found: Vec<_> =
            best.into_iter().filter(|(_, (nearness, _))| !begins || *nearness <= Nearness::Word).collect();
        found.sort_by(|(a, (x, name)), (b, (y, other))| (x, name.len(), name, a).cmp(&(y, other.len(), other, b)));
        let found = found.into_iter().take(limit);
        found.map(|(at, (_, name))| Match { entity: self.cards[at].entity(), name }).collect()
    }
}

fn nearness(name: &str, wanted: &str) -> Option<Nearness> {
    if wanted.is_empty() {
        return None;
    }
    if name == wanted {
        return Some(Nearness::Whole);
    }
    if name.starts_with(wanted) {
        return Some(Nearness::Start);
    }
    if name.match_indices(' ').any(|(at, _)| name[at + 1..].starts_with(wanted)) {
        return Some(Nearness::Word);
    }
    let allowed = wanted.chars().count() / LETTERS;
    let near = name.len().abs_diff(wanted.len()) <= 2 * allowed;
    let wrong = || Some(strsim::osa_distance(name, wanted)).filter(|wrong| *wrong <= allowed);
    if near { wrong().map(Nearness::Letters) } else { None }
}
