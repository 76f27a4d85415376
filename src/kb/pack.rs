//! A knowledge base as one piece of bytes, ready to look names up: the index as it lies in memory, and every card by
//! itself, decoded when first asked for. `build.rs` compiles this file too, so it knows nothing beyond its neighbours.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use super::index::{Index, Parts};
use super::load::Page;
use super::model::{Entity, Source};

/// What the bytes hold.
#[derive(Deserialize, Serialize)]
pub struct Pack<'p> {
    /// In the order of `cards`.
    #[serde(borrow)]
    pub ids: Vec<&'p str>,
    /// One entity each.
    #[serde(borrow)]
    pub cards: Vec<&'p [u8]>,
    #[serde(borrow)]
    pub index: Parts<'p>,
    pub sources: BTreeMap<String, Source>,
    pub generation: u64,
}

impl<'p> Pack<'p> {
    /// Opens a pack; its cards stay closed.
    pub fn read(bytes: &'p [u8]) -> Result<Self, postcard::Error> {
        postcard::from_bytes(bytes)
    }
}

/// Packs what stands in a page.
pub fn pack(page: Page) -> Result<Vec<u8>, postcard::Error> {
    let entities = overlay(page.entities);
    let index = Index::new(entities.iter());
    let cards: Vec<Vec<u8>> = entities.iter().map(postcard::to_allocvec).collect::<Result<_, _>>()?;
    postcard::to_allocvec(&Pack {
        ids: entities.iter().map(|entity| &*entity.id).collect(),
        cards: cards.iter().map(Vec::as_slice).collect(),
        index: index.parts(),
        sources: page.sources,
        generation: fingerprint(&entities),
    })
}

/// One entity, decoded or not yet.
pub struct Slot {
    packed: &'static [u8],
    entity: OnceLock<Entity>,
}

impl Slot {
    /// A card of an embedded pack.
    pub fn packed(packed: &'static [u8]) -> Self {
        Self { packed, entity: OnceLock::new() }
    }

    /// An entity as a page gave it.
    pub fn read(entity: Entity) -> Self {
        Self { packed: &[], entity: entity.into() }
    }

    /// The entity; decoded at the first call.
    pub fn entity(&self) -> &Entity {
        self.entity.get_or_init(|| postcard::from_bytes(self.packed).expect("a card of the pack of this very build"))
    }
}

/// Every entity once: of two with the same id the later, in the place of the earlier.
pub fn overlay(entities: impl IntoIterator<Item = Entity>) -> Vec<Entity> {
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

/// Changes whenever a name may find something else.
pub fn fingerprint(entities: &[Entity]) -> u64 {
    let mut hash = DefaultHasher::new();
    for entity in entities {
        (&entity.id, entity.kind, &entity.label, &entity.aliases, &entity.demonyms).hash(&mut hash);
        (&entity.short, &entity.quoted, &entity.ordinary, entity.family()).hash(&mut hash);
    }
    hash.finish()
}
