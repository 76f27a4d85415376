//! The knowledge base: who and what is known by name, and what its cards say. Entries are read from TOML pages, the
//! embedded ones first, then a workspace's; an entry of the same id takes the place of the earlier.
//! It knows no article: which entity a mention means is settled in `analysis`, through the trait `Names`.

pub mod card;
pub mod index;
pub mod load;
pub mod model;
mod names;

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::sync::{Arc, LazyLock};

pub use card::{Card, Line};
pub use load::Problem;
pub use model::{Entity, EntityType, Fact, Source};

use crate::analysis::tokens::tokens;
use crate::lang::folding::fold_name;
use index::Index;
use load::Page;

/// The pages that are compiled into the program.
const DEFAULT: &[(&str, &str)] = &[];

/// All entities, found by id and by name.
pub struct Kb {
    entities: Vec<Arc<Entity>>,
    by_id: HashMap<Arc<str>, usize>,
    sources: HashMap<String, Source>,
    index: Index,
    generation: u64,
}

impl Kb {
    /// The embedded knowledge base; read on first use.
    pub fn builtin() -> Arc<Self> {
        static BUILTIN: LazyLock<Arc<Kb>> = LazyLock::new(|| {
            let mut page = Page::default();
            for (file, text) in DEFAULT {
                page.read_embedded(Path::new(file), text);
            }
            Arc::new(Kb::new(page.entities, page.sources))
        });
        BUILTIN.clone()
    }

    /// This knowledge base with the pages of a folder (`*.toml`) laid over it, and what could not be read of them.
    pub fn with_folder(&self, folder: &Path) -> (Self, Vec<Problem>) {
        let mut page = Page::default();
        page.read_folder(folder);
        self.with_page(page)
    }

    /// This knowledge base with a page laid over it, given as text; `file` is for the problems only.
    pub fn with_text(&self, file: &Path, text: &str) -> (Self, Vec<Problem>) {
        let mut page = Page::default();
        page.read(file, text);
        self.with_page(page)
    }

    fn with_page(&self, page: Page) -> (Self, Vec<Problem>) {
        let below = self.entities.iter().map(|entity| Entity::clone(entity));
        let mut sources = self.sources.clone();
        sources.extend(page.sources);
        (Self::new(below.chain(page.entities), sources), page.problems)
    }

    /// A knowledge base of these entities; of two with the same id the later counts.
    pub fn new(entities: impl IntoIterator<Item = Entity>, sources: HashMap<String, Source>) -> Self {
        let mut list: Vec<Arc<Entity>> = Vec::new();
        let mut by_id = HashMap::new();
        for entity in entities {
            match by_id.get(&entity.id) {
                Some(&at) => list[at] = Arc::new(entity),
                None => {
                    by_id.insert(entity.id.clone(), list.len());
                    list.push(Arc::new(entity));
                }
            }
        }
        let index = Index::new(list.iter().map(Arc::as_ref));
        let generation = fingerprint(&list);
        Self { entities: list, by_id, sources, index, generation }
    }

    /// Every entity, in the order of the pages.
    pub fn entities(&self) -> impl Iterator<Item = &Entity> {
        self.entities.iter().map(Arc::as_ref)
    }

    /// The entity with this id.
    pub fn entity(&self, id: &str) -> Option<&Entity> {
        self.by_id.get(id).map(|&at| self.entities[at].as_ref())
    }

    /// The source with this key.
    pub fn source(&self, key: &str) -> Option<&Source> {
        self.sources.get(key)
    }

    /// Every entity that goes by this name or id, whatever its capitals, language and case ending; without any, every
    /// person of this family name.
    pub fn find(&self, name: &str) -> Vec<&Entity> {
        if let Some(entity) = self.entity(name.trim()) {
            return vec![entity];
        }
        let words = tokens(name);
        let mut found: Vec<usize> = Vec::new();
        self.index.each(name, &words, |hit| {
            if hit.tokens == words.len() {
                found
                    .extend(hit.entries.iter().filter(|entry| entry.takes_any(hit.ending.0)).map(|entry| entry.entity));
            }
        });
        if found.is_empty() {
            let name = fold_name(name.trim());
            let is_family = |entity: &Entity| entity.family().is_some_and(|family| fold_name(&family) == name);
            found.extend((0..self.entities.len()).filter(|&at| is_family(&self.entities[at])));
        }
        let mut seen = std::collections::HashSet::new();
        found.into_iter().filter(|&at| seen.insert(at)).map(|at| self.entities[at].as_ref()).collect()
    }
}

/// Changes whenever a name may find something else.
fn fingerprint(entities: &[Arc<Entity>]) -> u64 {
    let mut hash = DefaultHasher::new();
    for entity in entities {
        (&entity.id, entity.kind, &entity.label, &entity.aliases, &entity.demonyms).hash(&mut hash);
        (&entity.short, &entity.quoted, entity.family()).hash(&mut hash);
    }
    hash.finish()
}

#[cfg(test)]
mod tests;
