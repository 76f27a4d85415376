//! The knowledge base: who and what is known by name, and what is known of it. Entries are read from TOML pages, the
//! embedded ones first, then a workspace's; an entry of the same id takes the place of the earlier.
//! It knows no article: which entity a mention means is settled in `analysis`, through the trait `Names`.

pub mod flaws;
pub mod index;
pub mod load;
pub mod model;
mod names;
pub mod pack;
pub mod search;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;
use std::sync::{Arc, LazyLock};

pub use load::Problem;
pub use model::{Entity, EntityType, Fact, Source};

use crate::analysis::tokens::tokens;
use crate::lang::folding::fold_name;
use index::Index;
use load::Page;
use pack::{Pack, Slot, fingerprint, overlay};

/// The form of a page of entities as a JSON Schema, for editors that complete and check TOML.
pub const SCHEMA: &str = include_str!("schema.json");

/// All entities, found by id and by name. Cheap to clone.
#[derive(Clone)]
pub struct Kb {
    cards: Arc<Vec<Slot>>,
    by_id: Arc<HashMap<Arc<str>, usize>>,
    sources: Arc<BTreeMap<String, Source>>,
    index: Arc<Index>,
    generation: u64,
}

impl Kb {
    /// The embedded knowledge base, as `build.rs` packs it out of `default/`.
    pub fn builtin() -> Arc<Self> {
        static BUILTIN: LazyLock<Arc<Kb>> = LazyLock::new(|| {
            let pack = Pack::read(include_bytes!(concat!(env!("OUT_DIR"), "/default.pack")));
            Arc::new(Kb::of_pack(pack.expect("the pack of this very build")))
        });
        BUILTIN.clone()
    }

    fn of_pack(pack: Pack<'static>) -> Self {
        Self {
            by_id: Arc::new(pack.ids.iter().enumerate().map(|(at, id)| (Arc::from(*id), at)).collect()),
            cards: Arc::new(pack.cards.into_iter().map(Slot::packed).collect()),
            sources: Arc::new(pack.sources),
            index: Arc::new(Index::of(pack.index)),
            generation: pack.generation,
        }
    }

    /// This knowledge base with a page laid over it, given as text; `file` is for the problems only.
    pub fn with_text(&self, file: &Path, text: &str) -> (Self, Vec<Problem>) {
        let mut page = Page::default();
        page.read(file, text);
        self.with_page(page)
    }

    /// This knowledge base with pages laid over it, and what could not be read of them.
    pub fn with_page(&self, page: Page) -> (Self, Vec<Problem>) {
        let mut sources = BTreeMap::clone(&self.sources);
        sources.extend(page.sources);
        let kb = if page.entities.is_empty() {
            Self { sources: Arc::new(sources), ..self.clone() }
        } else {
            Self::new(self.entities().cloned().chain(page.entities), sources)
        };
        (kb, page.problems)
    }

    /// A knowledge base of these entities; of two with the same id the later counts.
    pub fn new(entities: impl IntoIterator<Item = Entity>, sources: BTreeMap<String, Source>) -> Self {
        let list = overlay(entities);
        Self {
            by_id: Arc::new(list.iter().enumerate().map(|(at, entity)| (entity.id.clone(), at)).collect()),
            index: Arc::new(Index::new(list.iter())),
            generation: fingerprint(&list),
            cards: Arc::new(list.into_iter().map(Slot::read).collect()),
            sources: Arc::new(sources),
        }
    }

    /// Every entity, in the order of the pages.
    pub fn entities(&self) -> impl Iterator<Item = &Entity> {
        self.cards.iter().map(Slot::entity)
    }

    /// How many names it knows, inflected forms and spellings of their own among them.
    pub fn names(&self) -> usize {
        self.index.count()
    }

    /// The entity with this id.
    pub fn entity(&self, id: &str) -> Option<&Entity> {
        self.by_id.get(id).map(|&at| self.cards[at].entity())
    }

    /// The source with this key.
    pub fn source(&self, key: &str) -> Option<&Source> {
        self.sources.get(key)
    }

    /// Every entity that goes by this name or id, whatever its capitals, language, case ending and quotation marks;
    /// without any, every person of this family name.
    pub fn find(&self, name: &str) -> Vec<&Entity> {
        let name = name.trim_matches(|c: char| !c.is_alphanumeric());
        if let Some(entity) = self.entity(name) {
            return vec![entity];
        }
        let mut found = self.named(name);
        if found.is_empty() {
            let name = fold_name(name);
            let family = |entity: &Entity| entity.family().map(|family| fold_name(&family));
            let goes_by = |family: String| name == family || name.strip_suffix('s') == Some(&family);
            found.extend(self.entities().filter(|entity| family(entity).is_some_and(goes_by)));
        }
        found
    }

    /// Every entity that goes by exactly this name, whatever its capitals, language and case ending. Costs no more than
    /// reading the name in a text.
    pub fn named(&self, name: &str) -> Vec<&Entity> {
        let words = tokens(name);
        let first = words.first().map(|word| fold_name(word.of(name))).unwrap_or_default();
        let mut found: Vec<usize> = Vec::new();
        self.index.each(&first, name, &words, |hit| {
            if hit.tokens == words.len() {
                found
                    .extend(hit.entries.iter().filter(|entry| entry.takes_any(hit.ending.0)).map(|entry| entry.entity));
            }
        });
        let mut seen = HashSet::new();
        found.into_iter().filter(|&at| seen.insert(at)).map(|at| self.cards[at].entity()).collect()
    }
}

#[cfg(test)]
mod tests;
