//! Who held an office on a day: by what the office is called in the facts of entities, `Präsident Russlands`. Only what a
//! source vouches for counts; a day beyond what it knew has no holder.

use std::sync::Arc;

use super::keys::key;
use super::model::{Entity, Fact};
use super::{Found, Kb};
use crate::analysis::names::Office;
use crate::lang::Lang;
use crate::text::PartialDate;

impl Kb {
    /// Everybody who held the office on a day, by id.
    pub(super) fn holders(&self, office: Office<'_>, on: PartialDate) -> Vec<Arc<str>> {
        let keys = self.spellings(office);
        let mut found = Found::default();
        for layer in self.layers.iter() {
            keys.iter().for_each(|key| layer.holders(key, |number| found.add(layer, number)));
        }
        found.0.retain(|id| {
            let entity = self.entity(id);
            entity.is_some_and(|entity| self.held(&entity, office.lang, on).any(|held| keys.contains(&held)))
        });
        found.0
    }

    /// Whether somebody held such an office on a day, whatever it was of.
    pub(super) fn holds(&self, id: &str, nouns: &[&str], lang: Lang, on: PartialDate) -> bool {
        let begins = |held: &str, noun: &str| {
            held.strip_prefix(noun).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        };
        let is_one = |held: String| nouns.iter().any(|noun| begins(&held, noun));
        self.entity(id).is_some_and(|entity| self.held(&entity, lang, on).any(is_one))
    }

    /// What the offices are called that an entity held on a day, as keys. Whoever brought a pack up to date would have told
    /// of an end: until then, one without an end goes on.
    fn held<'e>(&'e self, entity: &'e Entity, lang: Lang, on: PartialDate) -> impl Iterator<Item = String> + 'e {
        let layers = self.layers.iter().filter(|layer| layer.number(&entity.id).is_some());
        let as_of = layers.filter_map(|layer| layer.about.as_of).max();
        let held = move |fact: &&Fact| fact.held(self.as_of(fact).max(as_of), on);
        entity.offices().filter(held).filter_map(move |fact| Some(key(fact.value.as_ref()?.own(lang)?)))
    }

    /// How far the source of a fact knew.
    pub fn as_of(&self, fact: &Fact) -> Option<PartialDate> {
        fact.as_of.or_else(|| self.source(fact.source.as_deref()?)?.as_of)
    }

    /// What the office may be called in full, as keys: every noun with every name of what it is an office of.
    fn spellings(&self, office: Office<'_>) -> Vec<String> {
        let Some(of) = office.of else { return office.nouns.iter().map(|noun| key(noun)).collect() };
        let Some(of) = self.entity(of) else { return vec![] };
        let names = || of.names(office.lang);
        let spelled = |noun: &&str| names().flat_map(|name| spelled(noun, name, office.lang)).collect::<Vec<_>>();
        office.nouns.iter().flat_map(spelled).collect()
    }
}

/// `Präsident Russlands`, `Präsident der USA`, `President of the United States`.
fn spelled(noun: &str, name: &str, lang: Lang) -> Vec<String> {
    let words = match lang {
        Lang::De => vec![
            format!("{noun} {name}s"),
            format!("{noun} {name}"),
            format!("{noun} der {name}"),
            format!("{noun} des {name}"),
            format!("{noun} des {name}s"),
            format!("{noun} von {name}"),
        ],
        Lang::En => vec![format!("{noun} of {name}"), format!("{noun} of the {name}")],
    };
    // `Nato-Generalsekretär`
    words.iter().chain([&format!("{name} {noun}")]).map(|words| key(words)).collect()
}
