//! What is wrong in a knowledge base although every entry of it can be read: references that lead nowhere, facts that nobody
//! vouches for, times that end before they begin. How it is said is for others.

use std::sync::Arc;

use super::{Entity, Fact, Kb};
use crate::lang::Lang;

/// Something wrong with one entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// Neither language has a name for it.
    Nameless,
    /// Its id is one of Wikidata, and nothing tells whence that is known.
    IdWithoutSource,
    /// A fact, by its kind, that counts as compared with a source and names none.
    FactWithoutSource(String),
    /// A source that no page describes, by its key.
    UnknownSource(String),
    /// A state that is no entity, by its id.
    UnknownCountry(String),
    /// A fact, by its kind, that ends before it begins.
    Backwards(String),
}

impl Kb {
    /// What is wrong in it, with the ids of the entities, in their order.
    pub fn flaws(&self) -> Vec<(Arc<str>, Flaw)> {
        let flaws = self.entities().map(|entity| (entity.id.clone(), self.flaws_of(&entity)));
        flaws.flat_map(|(id, flaws)| flaws.into_iter().map(move |flaw| (id.clone(), flaw))).collect()
    }

    fn flaws_of(&self, entity: &Entity) -> Vec<Flaw> {
        let mut flaws = Vec::new();
        if entity.label.get(Lang::De).trim().is_empty() {
            flaws.push(Flaw::Nameless);
        }
        if entity.id.starts_with('Q') && entity.id_source.is_none() {
            flaws.push(Flaw::IdWithoutSource);
        }
        let unknown =
            |key: &Option<String>| key.clone().filter(|key| self.source(key).is_none()).map(Flaw::UnknownSource);
        flaws.extend(unknown(&entity.id_source));
        let country = entity.country.clone().filter(|country| self.entity(country).is_none());
        flaws.extend(country.map(Flaw::UnknownCountry));
        for fact in &entity.facts {
            flaws.extend(unknown(&fact.source));
            flaws.extend(unknown(&fact.to_source));
            if fact.is_checked() && fact.source.is_none() {
                flaws.push(Flaw::FactWithoutSource(fact.kind.clone()));
            }
            if ends_before_it_begins(fact) {
                flaws.push(Flaw::Backwards(fact.kind.clone()));
            }
        }
        flaws
    }
}

fn ends_before_it_begins(fact: &Fact) -> bool {
    fact.from.zip(fact.to).is_some_and(|(from, to)| from.first_day() > to.last_day())
}
