//! Entities by a part of their name, or by one that is nearly right, for people who look something up. Every name is
//! read, so nothing that runs while somebody types may ask here.

use std::collections::HashSet;
use std::sync::Arc;

use super::keys::key;
use super::{Entity, Kb};

/// An entity that was found, and the name that it was found by, folded.
#[derive(Debug)]
pub struct Match {
    pub entity: Arc<Entity>,
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
    /// The entities of which a name, or a word of it, begins with a text, whatever its capitals and accents; where there
    /// are none, those with a name that is nearly the same. The nearest first, and no more than so many.
    pub fn search(&self, text: &str, limit: usize) -> Vec<Match> {
        let wanted = key(text);
        let mut found = Vec::new();
        for (at, layer) in self.layers.iter().enumerate() {
            layer.index.each_key(|name, entries| {
                if let Some(nearness) = nearness(name, &wanted) {
                    found.extend(entries.map(|entry| (nearness, name.len(), name.to_owned(), at, entry.entity)));
                }
            });
        }
        found.sort();
        let begins = found.first().is_some_and(|(nearest, ..)| *nearest <= Nearness::Word);
        let mut seen = HashSet::new();
        let found = found.into_iter().take_while(|(nearness, ..)| !begins || *nearness <= Nearness::Word);
        let found = found.filter_map(|(_, _, name, at, number)| Some((name, self.layers[at].entity(number)?)));
        let found = found.filter(|(_, entity)| seen.insert(entity.id.clone())).take(limit);
        found.filter_map(|(name, entity)| Some(Match { entity: self.entity(&entity.id)?, name })).collect()
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
