//! The knowledge base: who and what is known by name, and what is known of it. Packs lie over each other: the pages of a
//! workspace over packs of the newsroom, these over what was imported, all over the embedded one. What is told of an
//! entity is gathered from all of them, the upper first.
//! It knows no article: which entity a mention means is settled in `analysis`, through the trait `Names`.

pub mod flaws;
pub mod import;
pub mod index;
pub mod keys;
pub mod load;
pub mod markdown;
pub mod model;
mod names;
mod offices;
pub mod pack;
pub mod respelled;
pub mod search;
mod sort;

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::{Arc, LazyLock};

pub use load::{PlaceInPage, Problem};
pub use model::{Entity, EntityType, Fact, Source};

use crate::analysis::tokens::tokens;
use crate::lang::filter::{EMPTY, step};
use crate::lang::folding::fold_name;
use load::Page;
use pack::{Bytes, Pack};

/// The form of a page of entities as a JSON Schema, for editors that complete and check TOML.
pub const SCHEMA: &str = include_str!("schema.json");

/// The same for the head of a page in Markdown, which is one entity.
pub fn schema_of_heads() -> serde_json::Value {
    let mut schema: serde_json::Value = serde_json::from_str(SCHEMA).expect("the schema is JSON");
    let definitions = schema["definitions"].as_object_mut();
    let mut entity =
        definitions.and_then(|all| all.shift_remove("entity")).expect("the schema tells what an entity is");
    for key in ["$schema", "title", "definitions"] {
        entity[key] = schema[key].take();
    }
    entity
}

/// All entities, found by id and by name. Cheap to clone.
#[derive(Clone)]
pub struct Kb {
    /// The uppermost first.
    layers: Arc<[Arc<Pack>]>,
    /// Where the pages of a desk stand, by the ids of their entities.
    places: Arc<BTreeMap<Arc<str>, PlaceInPage>>,
    generation: u64,
}

impl Kb {
    /// The embedded knowledge base, as `build.rs` packs it out of `default/`.
    pub fn builtin() -> Arc<Self> {
        static BUILTIN: LazyLock<Arc<Kb>> = LazyLock::new(|| {
            let bytes = Bytes::Static(include_bytes!(concat!(env!("OUT_DIR"), "/default.pack")));
            let pack = Pack::open(bytes).expect("the pack of this very build");
            Arc::new(Kb::of([pack].into()))
        });
        BUILTIN.clone()
    }

    fn of(layers: Arc<[Arc<Pack>]>) -> Self {
        let of_layers = layers.iter().flat_map(|layer| layer.about.generation.to_le_bytes());
        Self { generation: of_layers.fold(EMPTY, step), places: Arc::default(), layers }
    }

    /// A knowledge base of these entities alone; of two with the same id the later counts.
    pub fn new(entities: impl IntoIterator<Item = Entity>, sources: BTreeMap<String, Source>) -> Self {
        Self::of([Pack::of(&overlay(entities), sources)].into())
    }

    /// This knowledge base with another pack laid over it.
    pub fn under(&self, pack: Arc<Pack>) -> Self {
        let layers = [pack].into_iter().chain(self.layers.iter().cloned());
        Self { places: self.places.clone(), ..Self::of(layers.collect()) }
    }

    /// This knowledge base with a page laid over it, given as text; `file` is for the problems only.
    pub fn with_text(&self, file: &Path, text: &str) -> (Self, Vec<Problem>) {
        let mut page = Page::default();
        page.read(file, text);
        self.with_page(page)
    }

    /// This knowledge base with pages laid over it, and what could not be read of them.
    pub fn with_page(&self, page: Page) -> (Self, Vec<Problem>) {
        let Page { entities, sources, places, problems } = page;
        let empty = entities.is_empty() && sources.is_empty();
        let mut kb = if empty { self.clone() } else { self.under(Pack::of(&overlay(entities), sources)) };
        Arc::make_mut(&mut kb.places).extend(places);
        (kb, problems)
    }

    /// Every entity once, those of the uppermost layer first.
    pub fn entities(&self) -> impl Iterator<Item = Arc<Entity>> {
        let numbers =
            self.layers.iter().enumerate().flat_map(|(at, layer)| (0..layer.about.entities).map(move |n| (at, n)));
        numbers.filter_map(|(at, number)| {
            let entity = self.layers[at].entity(number)?;
            let told = self.layers[..at].iter().any(|layer| layer.number(&entity.id).is_some());
            if told { None } else { self.entity(&entity.id) }
        })
    }

    /// How many names it knows, inflected forms and spellings of their own among them.
    pub fn names(&self) -> usize {
        self.layers.iter().map(|layer| layer.index.count()).sum()
    }

    /// The entity with this id: what the layers know of it, taken together.
    pub fn entity(&self, id: &str) -> Option<Arc<Entity>> {
        let of_layers = self.layers.iter().filter_map(|layer| layer.entity(layer.number(id)?));
        of_layers.reduce(|above, below| Arc::new(above.over(&below)))
    }

    /// Where the page of an entity stands, if a desk has written one: nobody can open an embedded page.
    pub fn page_of(&self, id: &str) -> Option<&PlaceInPage> {
        self.places.get(id)
    }

    /// The source with this key.
    pub fn source(&self, key: &str) -> Option<&Source> {
        self.layers.iter().find_map(|layer| layer.about.sources.get(key))
    }

    /// Every entity that goes by this name or id, whatever its capitals, language, case ending and quotation marks;
    /// without any, every person of this family name.
    pub fn find(&self, name: &str) -> Vec<Arc<Entity>> {
        let name = name.trim_matches(|c: char| !c.is_alphanumeric());
        if let Some(entity) = self.entity(name) {
            return vec![entity];
        }
        let mut found = self.exactly(name);
        if found.0.is_empty() {
            self.of_family(&fold_name(name), &mut found);
        }
        self.all(&found)
    }

    /// Every entity that goes by exactly this name, whatever its capitals, language and case ending. Costs no more than
    /// reading the name in a text.
    pub fn named(&self, name: &str) -> Vec<Arc<Entity>> {
        self.all(&self.exactly(name))
    }

    fn exactly(&self, name: &str) -> Found {
        let words = tokens(name);
        let first = words.first().map(|word| fold_name(word.of(name))).unwrap_or_default();
        let mut found = Found::default();
        for layer in self.layers.iter() {
            layer.index.each(&first, name, &words, |hit| {
                if hit.tokens == words.len() {
                    let entries = hit.entries.filter(|entry| entry.takes_any(hit.ending.0));
                    entries.for_each(|entry| found.add(layer, entry.entity));
                }
            });
        }
        found
    }

    fn all(&self, found: &Found) -> Vec<Arc<Entity>> {
        found.0.iter().filter_map(|id| self.entity(id)).collect()
    }

    /// Adds every person of a family name, with or without the ending of a genitive.
    fn of_family(&self, name: &str, found: &mut Found) {
        let bare = name.strip_suffix('s').unwrap_or(name);
        for layer in self.layers.iter() {
            layer.index.each_key(|key, entries| {
                // it may stand first, as in Korea
                if key.split(' ').any(|word| word == name || word == bare) {
                    for entry in entries.filter(|entry| entry.kind == EntityType::Person) {
                        let family = layer.entity(entry.entity).and_then(|entity| entity.family());
                        let family = family.map(|family| fold_name(&family));
                        if family.is_some_and(|family| family == name || family == bare) {
                            found.add(layer, entry.entity);
                        }
                    }
                }
            });
        }
    }
}

/// Ids of entities, each once.
#[derive(Default)]
struct Found(Vec<Arc<str>>);

impl Found {
    fn add(&mut self, layer: &Pack, number: u32) {
        self.0.extend(layer.entity(number).map(|entity| entity.id.clone()).filter(|id| !self.0.contains(id)));
    }
}

/// Every entity once: of two with the same id the later, in the place of the earlier.
fn overlay(entities: impl IntoIterator<Item = Entity>) -> Vec<Entity> {
    let mut list: Vec<Entity> = Vec::new();
    let mut by_id: HashMap<Arc<str>, usize> = HashMap::new();
    for entity in entities {
        match by_id.get(&entity.id) {
            Some(&at) => list[at] = entity,
            None => {
                by_id.insert(entity.id.clone(), list.len());
                list.push(entity);
            }
        }
    }
    list
}

#[cfg(test)]
mod tests;
