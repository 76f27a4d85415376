//! Makes a pack out of entities, one after the other. `build.rs` compiles this too, and pages are packed in memory, so
//! it needs neither files nor compression: whoever has them brings them along.

use std::collections::BTreeMap;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::Arc;

use fst::MapBuilder;

use super::layout::{About, Head, Part, read_entry, write_entries, write_entry};
use crate::kb::keys::{Entry, Role, count_words, key, spell};
use crate::kb::model::{ByLang, Entity, EntityType, Source};
use crate::kb::sort::Sorter;
use crate::lang::Lang;
use crate::lang::filter::{EMPTY, Filter, hash, step};
use crate::text::PartialDate;

/// What somebody entered by hand is meant before anything of an import.
pub const BY_HAND: u8 = u8::MAX;

/// Makes cards smaller.
pub trait Squeeze {
    /// What every card takes for granted.
    fn dictionary(&self) -> &[u8];

    /// A card in few bytes.
    fn squeeze(&mut self, card: &[u8]) -> io::Result<Vec<u8>>;
}

/// A pack in the making.
pub struct Writer<W> {
    out: Out<W>,
    head: Head,
    squeeze: Option<Box<dyn Squeeze>>,
    /// Where each card begins within their part.
    starts: Vec<u8>,
    entities: u32,
    names: Sorter,
    ids: Sorter,
    offices: Sorter,
    identity: u64,
    as_of: Option<PartialDate>,
    scratch: Vec<u8>,
}

impl<W: Write + Seek> Writer<W> {
    /// A pack that goes into `out`; what does not find room in memory meanwhile goes into the folder.
    pub fn new(out: W, folder: Option<&Path>, squeeze: Option<Box<dyn Squeeze>>) -> io::Result<Self> {
        let mut out = Out { out, at: 0, checksum: crc32fast::Hasher::new() };
        out.write_all(&[0; Head::LEN])?;
        let mut head = Head::default();
        head.0[Part::Cards as usize].start = out.begin();
        Ok(Self {
            out,
            head,
            squeeze,
            starts: vec![0; 8],
            entities: 0,
            names: Sorter::new(folder, "names"),
            ids: Sorter::new(folder, "ids"),
            offices: Sorter::new(folder, "offices"),
            identity: EMPTY,
            as_of: None,
            scratch: vec![],
        })
    }

    /// Adds an entity. `prior` is that of [`Entry::prior`].
    pub fn add(&mut self, entity: &Entity, prior: u8) -> io::Result<()> {
        let card = postcard::to_allocvec(entity).map_err(io::Error::other)?;
        match &mut self.squeeze {
            Some(squeeze) => self.out.write_all(&squeeze.squeeze(&card)?)?,
            None => self.out.write_all(&card)?,
        }
        let end = self.out.at - self.head.part(Part::Cards).start;
        self.starts.extend(end.to_le_bytes());
        let (names, scratch) = (&mut self.names, &mut self.scratch);
        let mut done = Ok(());
        spell(self.entities, entity, prior, |key, entry| {
            scratch.clear();
            write_entry(&entry, count_words(&key), scratch);
            if done.is_ok() && !key.is_empty() {
                done = names.push(&key, scratch);
            }
        });
        done?;
        self.ids.push(&entity.id, &u64::from(self.entities).to_le_bytes())?;
        for office in entity.offices() {
            self.as_of = self.as_of.max(office.as_of);
            for name in office.names() {
                self.offices.push(&key(name), &self.entities.to_be_bytes())?;
            }
        }
        let family = entity.family();
        self.identity = [&*entity.id, family.as_deref().unwrap_or_default()]
            .iter()
            .fold(self.identity, |hash, text| text.bytes().chain([0]).fold(hash, step));
        self.entities += 1;
        Ok(())
    }

    /// Adds a name of something that is no entity. Where that is the likelier meaning of the word, entities of the same
    /// name count as [`Role::Ordinary`].
    pub fn add_word(&mut self, name: &str, lang: Lang, prior: u8) -> io::Result<()> {
        let label = ByLang::new(Some(name.to_owned()), None);
        let word = Entity::new(Arc::default(), EntityType::Place, label);
        let (names, scratch) = (&mut self.names, &mut self.scratch);
        let mut done = Ok(());
        spell(WORD, &word, prior, |key, entry| {
            if !key.is_empty() && count_words(&key) == 1 {
                scratch.clear();
                write_entry(&Entry { lang: Some(lang), ..entry }, 1, scratch);
                done = names.push(&key, scratch);
            }
        });
        done
    }

    /// Writes what is not written yet, and gives the output back.
    pub fn finish(mut self, sources: BTreeMap<String, Source>) -> io::Result<W> {
        self.end(Part::Cards);
        let starts = std::mem::take(&mut self.starts);
        self.part(Part::Starts, &starts)?;
        let dictionary = self.squeeze.as_ref().map_or(vec![], |squeeze| squeeze.dictionary().to_vec());
        self.part(Part::Dictionary, &dictionary)?;
        let names = self.write_names()?;
        self.write_ids()?;
        self.write_offices()?;
        let told = [Part::Names, Part::Entries].map(|part| self.head.part(part).checksum);
        let generation = told.iter().fold(self.identity, |hash, sum| sum.to_le_bytes().into_iter().fold(hash, step));
        let as_of = sources.values().map(|source| source.as_of).fold(self.as_of, Option::max);
        let about = About { sources, entities: self.entities, names, as_of, generation };
        self.part(Part::About, &postcard::to_allocvec(&about).map_err(io::Error::other)?)?;
        let mut out = self.out.out;
        out.seek(SeekFrom::Start(0))?;
        out.write_all(&self.head.write())?;
        out.flush()?;
        Ok(out)
    }

    fn part(&mut self, part: Part, bytes: &[u8]) -> io::Result<()> {
        self.head.0[part as usize].start = self.out.begin();
        self.out.write_all(bytes)?;
        self.end(part);
        Ok(())
    }

    fn end(&mut self, part: Part) {
        let stretch = &mut self.head.0[part as usize];
        stretch.len = self.out.at - stretch.start;
        stretch.checksum = std::mem::take(&mut self.out.checksum).finalize();
    }

    /// Names, their entries and the filters; tells how many keys there are.
    fn write_names(&mut self) -> io::Result<u64> {
        self.head.0[Part::Names as usize].start = self.out.begin();
        let mut keys = MapBuilder::new(&mut self.out).map_err(io::Error::other)?;
        let mut entries = Vec::new();
        let mut begins = Begins::default();
        let mut count = 0;
        let mut group: (String, Vec<Entry>) = Default::default();
        let mut close = |(key, group): &mut (String, Vec<Entry>)| {
            settle_words(group);
            join_languages(group);
            if !group.is_empty() {
                group.sort_by_key(|entry| (std::cmp::Reverse(entry.weight()), entry.entity, entry.role));
                keys.insert(&*key, entries.len() as u64).map_err(io::Error::other)?;
                write_entries(group, count_words(key), &mut entries);
                begins.add(key, group);
                count += 1;
                group.clear();
            }
            Ok::<_, io::Error>(())
        };
        std::mem::replace(&mut self.names, Sorter::new(None, "names")).drain(|key, value| {
            if group.0 != key {
                close(&mut group)?;
                key.clone_into(&mut group.0);
            }
            group.1.extend(read_entry(&mut &*value, count_words(key)));
            Ok(())
        })?;
        close(&mut group)?;
        keys.finish().map_err(io::Error::other)?;
        self.end(Part::Names);
        self.part(Part::Entries, &entries)?;
        let parts = [Part::Heads, Part::SmallHeads, Part::Single, Part::Pairs];
        for (part, filter) in parts.into_iter().zip(begins.filters()) {
            self.part(part, filter.bytes())?;
        }
        Ok(count)
    }

    /// Of two entities with one id the later counts.
    fn write_ids(&mut self) -> io::Result<()> {
        self.head.0[Part::Ids as usize].start = self.out.begin();
        let mut map = MapBuilder::new(&mut self.out).map_err(io::Error::other)?;
        let mut last: (String, u64) = Default::default();
        let mut close = |(id, number): &(String, u64)| match id.is_empty() {
            true => Ok(()),
            false => map.insert(id, *number).map_err(io::Error::other),
        };
        std::mem::replace(&mut self.ids, Sorter::new(None, "ids")).drain(|id, number| {
            if last.0 != id {
                close(&last)?;
                id.clone_into(&mut last.0);
                last.1 = 0;
            }
            last.1 = last.1.max(number.first_chunk().copied().map_or(0, u64::from_le_bytes));
            Ok(())
        })?;
        close(&last)?;
        map.finish().map_err(io::Error::other)?;
        self.end(Part::Ids);
        Ok(())
    }

    /// Everybody who held an office, once.
    fn write_offices(&mut self) -> io::Result<()> {
        self.head.0[Part::Offices as usize].start = self.out.begin();
        let mut map = MapBuilder::new(&mut self.out).map_err(io::Error::other)?;
        std::mem::replace(&mut self.offices, Sorter::new(None, "offices")).drain(|office, number| {
            let key = [office.as_bytes(), &[0], number].concat();
            map.insert(key, number.first_chunk().copied().map_or(0, u32::from_be_bytes).into())
                .map_err(io::Error::other)
        })?;
        map.finish().map_err(io::Error::other)?;
        self.end(Part::Offices);
        Ok(())
    }
}

/// Stands for whatever is no entity.
const WORD: u32 = u32::MAX;

/// Takes out of the entries of a key what is no entity; entities that are less likely meant are ordinary words then.
fn settle_words(entries: &mut Vec<Entry>) {
    let words: Vec<Entry> = entries.extract_if(.., |entry| entry.entity == WORD).collect();
    for entry in entries.iter_mut().filter(|entry| matches!(entry.role, Role::Label | Role::Alias | Role::Short)) {
        let means_it = |word: &Entry| {
            word.prior > entry.prior
                && entry.lang.is_none_or(|lang| word.lang == Some(lang))
                // what is written small otherwise is told from the name by that
                && word.capitals == entry.capitals
        };
        if words.iter().any(means_it) {
            entry.role = Role::Ordinary;
        }
    }
}

/// A name that is the same in both languages is one of any.
fn join_languages(entries: &mut Vec<Entry>) {
    let mut at = 0;
    while at < entries.len() {
        let entry = entries[at];
        let other = entry.lang.map(|lang| Entry { lang: Some(lang.other()), ..entry });
        match entries.iter().position(|it| Some(*it) == other) {
            Some(second) if !matches!(entry.role, Role::Adjective | Role::People) => {
                entries[at].lang = None;
                entries.remove(second);
                at += usize::from(second > at);
            }
            _ => at += 1,
        }
    }
}

/// With which words keys begin, as hashes; keys come in their order, so the same stand side by side.
#[derive(Default)]
struct Begins {
    heads: Vec<u64>,
    small_heads: Vec<u64>,
    single: Vec<u64>,
    pairs: Vec<u64>,
}

impl Begins {
    fn add(&mut self, key: &str, entries: &[Entry]) {
        let mut ends = key.match_indices(' ').map(|(at, _)| at).chain([key.len()]);
        let mut begin = || ends.next().map(|end| hash(key[..end].bytes()));
        let (one, two) = (begin(), begin());
        add(&mut self.heads, one);
        add(&mut self.small_heads, one.filter(|_| entries.iter().any(|entry| entry.capitals & 1 == 0)));
        add(&mut self.single, one.filter(|_| two.is_none()));
        add(&mut self.pairs, two);
    }

    /// Few names are looked up at every word, and may take more room for being found at once.
    fn filters(self) -> [Filter; 4] {
        let room = if self.pairs.len() < 100_000 { 16 } else { 6 };
        [self.heads, self.small_heads, self.single, self.pairs].map(|hashes| {
            let mut filter = Filter::with_room(hashes.len(), room);
            hashes.into_iter().for_each(|hash| filter.add(hash));
            filter
        })
    }
}

fn add(hashes: &mut Vec<u64>, hash: Option<u64>) {
    hashes.extend(hash.filter(|hash| hashes.last() != Some(hash)));
}

/// The output, with what the part that is being written adds up to.
struct Out<W> {
    out: W,
    /// In bytes from the start.
    at: u64,
    checksum: crc32fast::Hasher,
}

impl<W> Out<W> {
    /// Begins a part; tells where.
    fn begin(&mut self) -> u64 {
        self.checksum = crc32fast::Hasher::new();
        self.at
    }
}

impl<W: Write> Write for Out<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.checksum.update(&bytes[..written]);
        self.at += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
