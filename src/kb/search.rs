//! Entities by a part of their name, or by one that is nearly right, for people who look something up. A search reads
//! every name, so nothing that runs while somebody types may ask for it; [`Kb::names_beginning`] is for them.

use std::collections::HashSet;

use super::index::{Role, key};
use super::{Entity, Kb};
use crate::lang::Lang;

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
    /// The entities of which a name, or a word of it, begins with a text, whatever its capitals and accents; where there
    /// are none, those with a name that is nearly the same. The nearest first, and no more than so many.
    pub fn search(&self, text: &str, limit: usize) -> Vec<Match<'_>> {
        let wanted = key(text);
        let mut found: Vec<(Nearness, usize, String, usize)> = Vec::new();
        self.index.each_key(|name, entries| {
            if let Some(nearness) = nearness(name, &wanted) {
                found.extend(entries.iter().map(|entry| (nearness, name.len(), name.to_owned(), entry.entity)));
            }
        });
        found.sort();
        let begins = found.first().is_some_and(|(nearest, ..)| *nearest <= Nearness::Word);
        let mut seen = HashSet::new();
        let found = found.into_iter().take_while(|(nearness, ..)| !begins || *nearness <= Nearness::Word);
        let found = found.filter(|(.., entity)| seen.insert(*entity)).take(limit);
        found.map(|(_, _, name, at)| Match { entity: self.cards[at].entity(), name }).collect()
    }
    /// Entities with a name that begins so, in the order of these names, and no more than so many; each with that name as
    /// it is written in a language, or with its label, where it has the name in the other language alone.
    pub fn names_beginning(&self, text: &str, lang: Lang, limit: usize) -> Vec<(&Entity, &str)> {
        let start = key(text);
        let mut found: Vec<usize> = Vec::new();
        self.index.each_beginning(&start, |entries| {
            for entry in entries.iter().filter(|entry| entry.role <= Role::Short) {
                if !found.contains(&entry.entity) {
                    found.push(entry.entity);
                }
            }
            found.len() < limit
        });
        let entities = found.into_iter().take(limit).map(|at| self.cards[at].entity());
        entities
            .map(|entity| {
                let own = entity.names(lang).find(|name| key(name).starts_with(&start));
                (entity, own.unwrap_or_else(|| entity.label.get(lang)))
            })
            .collect()
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
