//! Entities by a part of their name, or by one that is nearly right, for people who look something up. A search reads
//! every name, so nothing that runs while somebody types may ask for it; [`Kb::names_beginning`] is for them.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::sync::Arc;

use super::keys::{Role, key};
use super::{Entity, Kb};
use crate::lang::Lang;

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

/// So many names that begin alike are looked at for the likeliest.
const LOOKED_AT: usize = 2000;

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

    /// Entities with a name that begins so, those of the uppermost layer first, then in the order of these names, and no
    /// more than so many; each with that name as it is written in a language, or with its label, where it has the name in
    /// the other language alone. Of those that begin so, it looks at [`LOOKED_AT`] in each layer.
    pub fn names_beginning(&self, text: &str, lang: Lang, limit: usize) -> Vec<(Arc<Entity>, String)> {
        let start = key(text);
        let mut found: Vec<(Arc<Entity>, String)> = Vec::new();
        for layer in self.layers.iter() {
            let mut begin: Vec<(Reverse<u8>, u32)> = Vec::new();
            layer.index.each_beginning(&start, |_, entries| {
                let names = entries.filter(|entry| entry.role <= Role::Short);
                begin.extend(names.map(|entry| (Reverse(entry.prior), entry.entity)));
                begin.len() < LOOKED_AT
            });
            begin.sort_by_key(|&(prior, _)| prior);
            for (_, number) in begin {
                if found.len() >= limit {
                    return found;
                }
                let Some(entity) = layer.entity(number).and_then(|entity| self.entity(&entity.id)) else { continue };
                if !found.iter().any(|(known, _)| known.id == entity.id) {
                    let own = entity.names(lang).find(|name| key(name).starts_with(&start)).map(str::to_owned);
                    let name = own.unwrap_or_else(|| entity.label.get(lang).to_owned());
                    found.push((entity, name));
                }
            }
        }
        found
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
