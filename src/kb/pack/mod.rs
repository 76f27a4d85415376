//! A pack: many entities as one piece of bytes that is asked without being read. A file of them is mapped into memory,
//! the embedded one lies in the program, pages are packed where they are read. All are opened and asked in one way.

mod cards;
mod file;
pub mod layout;
pub mod squeeze;
pub mod write;

use std::collections::BTreeMap;
use std::io::Cursor;
use std::ops::Range;
use std::sync::Arc;

use super::index::Index;
use super::model::{Entity, Source};
use crate::lang::filter::Filter;
use cards::Cards;
pub use file::verify;
use fst::raw::Fst;
use layout::{About, Head, Part, Refused};
use write::{BY_HAND, Writer};

/// Entities, found by name, by id and by number.
pub struct Pack {
    pub about: About,
    pub index: Index<Piece>,
    ids: Fst<Piece>,
    cards: Cards,
}

impl Pack {
    /// Opens a pack. Only its head is looked at: whether its parts are whole, [`verify`] tells.
    pub fn open(bytes: Bytes) -> Result<Arc<Self>, Refused> {
        let bytes = Arc::new(bytes);
        let head = Head::read(&bytes, bytes.len() as u64)?;
        let piece = |part: Part| {
            let (start, len) = (head.part(part).start as usize, head.part(part).len as usize);
            Piece { bytes: bytes.clone(), range: start..start + len }
        };
        let map = |part: Part| Fst::new(piece(part)).map_err(|_| Refused::Damaged);
        let filter = |part: Part| Filter::over(piece(part)).ok_or(Refused::Damaged);
        let about: About = postcard::from_bytes(piece(Part::About).as_ref()).map_err(|_| Refused::Damaged)?;
        Ok(Arc::new(Self {
            index: Index {
                keys: map(Part::Names)?,
                entries: piece(Part::Entries),
                heads: filter(Part::Heads)?,
                small_heads: filter(Part::SmallHeads)?,
                single: filter(Part::Single)?,
                pairs: filter(Part::Pairs)?,
            },
            ids: map(Part::Ids)?,
            cards: Cards::new(piece(Part::Cards), piece(Part::Starts), piece(Part::Dictionary), about.entities)?,
            about,
        }))
    }

    /// A pack of what somebody entered by hand, in memory.
    pub fn of(entities: &[Entity], sources: BTreeMap<String, Source>) -> Arc<Self> {
        let write = || {
            let mut writer = Writer::new(Cursor::new(vec![]), None, None)?;
            entities.iter().try_for_each(|entity| writer.add(entity, BY_HAND))?;
            writer.finish(sources)
        };
        let bytes = write().expect("memory takes what fits into it").into_inner();
        Self::open(Bytes::Owned(bytes)).expect("a pack just written")
    }

    /// The number of the entity with this id.
    pub fn number(&self, id: &str) -> Option<u32> {
        self.ids.get(id.as_bytes()).map(|number| number.value() as u32)
    }

    /// The entity of a number; `None` where there is none, or its card cannot be read.
    pub fn entity(&self, number: u32) -> Option<Arc<Entity>> {
        self.cards.entity(number)
    }
}

/// The bytes of a pack, wherever they are.
pub enum Bytes {
    Static(&'static [u8]),
    Owned(Vec<u8>),
    Mapped(memmap2::Mmap),
}

impl std::ops::Deref for Bytes {
    type Target = [u8];

    #[inline]
    fn deref(&self) -> &[u8] {
        match self {
            Self::Static(bytes) => bytes,
            Self::Owned(bytes) => bytes,
            Self::Mapped(map) => map,
        }
    }
}

/// A part of a pack, which it keeps open.
pub struct Piece {
    bytes: Arc<Bytes>,
    range: Range<usize>,
}

impl AsRef<[u8]> for Piece {
    #[inline]
    fn as_ref(&self) -> &[u8] {
        &self.bytes[self.range.clone()]
    }
}
