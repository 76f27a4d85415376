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
use fst::{IntoStreamer, Streamer};
use layout::{About, Head, Part, Refused};
use write::{BY_HAND, Writer};

/// Entities, found by name, by id and by number.
pub struct Pack {
    pub about: About,
    pub index: Index<Piece>,
    ids: Fst<Piece>,
    offices: Fst<Piece>,
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
            offices: map(Part::Offices)?,
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

    /// Calls `found` with the number of everybody who ever held an office that is called so; of the key, as
    /// [`key`](super::keys::key) makes it.
    pub fn holders(&self, office: &str, mut found: impl FnMut(u32)) {
        let [first, end] = [0, 1].map(|end| [office.as_bytes(), &[end]].concat());
        let mut holders = self.offices.range().ge(first).lt(end).into_stream();
        while let Some((_, number)) = holders.next() {
            found(number.value() as u32);
        }
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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::kb::load::Page;

    const PAGE: &str = r#"
[[entity]]
id = "Q1"
id_source = "gazette"
type = "person"
label = { de = "Käthe von Au", en = "Kate of Au" }
aliases = { de = ["Das Au"], en = ["AU"] }
short = ["Au"]
quoted = ["Aue"]
ordinary = ["Auen"]
family = "von"
demonyms = { de = { adjective = ["auisch"], people = ["Auer"] } }
description = { de = "Mensch" }
country = "Q2"
note = "Notiz"
fact = [{ kind = "office", value = { de = "Amt" }, from = "2000", to = "2001-02", at = "2000-01-02", source = "gazette",
          to_source = "gazette", as_of = "2002", checked = false, to_checked = false }]
"#;

    /// Packs of another form must be told by their version: who changes the form, or the model of an entity, raises
    /// `layout::VERSION` and puts here what the bytes add up to now.
    #[test]
    fn the_form_is_that_of_the_version() {
        let mut page = Page::default();
        page.read(Path::new("page.toml"), PAGE);
        page.read(
            Path::new("sources.toml"),
            "[gazette]\nname = \"Amtsblatt\"\nlicence = \"CC0-1.0\"\nas_of = \"2002\"\n",
        );
        assert_eq!(page.problems, []);
        let mut writer = Writer::new(Cursor::new(vec![]), None, None).unwrap();
        writer.add(&page.entities[0], 7).unwrap();
        writer.add_word("Auen", crate::lang::Lang::De, 9).unwrap();
        let bytes = writer.finish(page.sources).unwrap().into_inner();
        assert_eq!((bytes[8], crc32fast::hash(&bytes)), (3, 4_077_232_682));
        assert_eq!(Pack::open(Bytes::Owned(bytes)).unwrap().entity(0).unwrap().note.as_deref(), Some("Notiz"));
    }
}
