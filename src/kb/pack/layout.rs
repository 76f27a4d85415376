//! The form of a pack, byte by byte: a head that tells where each part lies and how its bytes add up, and the entries of
//! a name. It reads and writes bytes in memory; files and what the parts are good for are for its neighbours.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::kb::keys::{Entry, Role};
use crate::kb::model::{EntityType, Source};
use crate::lang::Lang;
use crate::text::PartialDate;

const MAGIC: [u8; 8] = *b"belegkb\n";

/// Is raised with every change of the form.
const VERSION: u32 = 3;

/// What a pack consists of, in the order of its head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// An [`About`], in postcard.
    About,
    /// A finite-state map from keys to the place of their entries.
    Names,
    /// The entries of all keys.
    Entries,
    /// Filters: first words of keys; those that may begin with a small letter; keys of one word; the first two words.
    Heads,
    SmallHeads,
    Single,
    Pairs,
    /// A finite-state map from ids to numbers.
    Ids,
    /// A finite-state map from what an office is called, a zero and the number of somebody who held it, to that number.
    Offices,
    /// One entity after the other in postcard, each by itself compressed if there is a dictionary.
    Cards,
    /// Where each card begins, and the last ends: eight bytes each.
    Starts,
    /// What all cards have in common, for zstd; or nothing.
    Dictionary,
}

impl Part {
    /// In the order of the head.
    pub const ALL: [Self; 12] = [
        Self::About,
        Self::Names,
        Self::Entries,
        Self::Heads,
        Self::SmallHeads,
        Self::Single,
        Self::Pairs,
        Self::Ids,
        Self::Offices,
        Self::Cards,
        Self::Starts,
        Self::Dictionary,
    ];
}

/// What a pack tells of itself.
#[derive(Debug, Deserialize, Serialize)]
pub struct About {
    /// Where its facts come from, and under which licences.
    pub sources: BTreeMap<String, Source>,
    pub entities: u32,
    /// How many keys it has.
    pub names: u64,
    /// The latest day that a fact of an office, or a source, speaks of: who holds an office, and whether that has ended, was
    /// looked at then.
    #[serde(with = "crate::kb::model::date")]
    pub as_of: Option<PartialDate>,
    /// Changes whenever a name may find something else.
    pub generation: u64,
}

/// Where a part lies, in bytes of the pack, and its CRC-32.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stretch {
    pub start: u64,
    pub len: u64,
    pub checksum: u32,
}

/// Where all parts lie.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head(pub [Stretch; Part::ALL.len()]);

/// Why a pack is not used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// There is no such file.
    Missing,
    /// It is something else.
    NoPack,
    /// It has another form than this program reads: that of this version.
    Version(u32),
    /// It ends too early, or goes on where it should end: so many bytes it has, so many it should have.
    Length { is: u64, should_be: u64 },
    /// Bytes of it are not what they were.
    Damaged,
    /// The system says why.
    Failed(String),
}

impl Head {
    /// In bytes.
    pub const LEN: usize = MAGIC.len() + 4 + Part::ALL.len() * 20 + 4;

    pub fn part(&self, part: Part) -> Stretch {
        self.0[part as usize]
    }

    pub fn write(&self) -> Vec<u8> {
        let mut bytes = [&MAGIC[..], &VERSION.to_le_bytes()].concat();
        for stretch in &self.0 {
            bytes.extend(stretch.start.to_le_bytes());
            bytes.extend(stretch.len.to_le_bytes());
            bytes.extend(stretch.checksum.to_le_bytes());
        }
        bytes.extend(crc32fast::hash(&bytes).to_le_bytes());
        bytes
    }

    /// Reads the head of a pack that has so many bytes.
    pub fn read(bytes: &[u8], size: u64) -> Result<Self, Refused> {
        if !bytes.starts_with(&MAGIC) {
            return Err(Refused::NoPack);
        }
        let short = Refused::Length { is: size, should_be: Self::LEN as u64 };
        let bytes = bytes.get(..Self::LEN).ok_or(short)?;
        let (bytes, checksum) = bytes.split_at(Self::LEN - 4);
        let mut fields = Fields(&bytes[MAGIC.len()..]);
        let version = fields.u32();
        if version != VERSION {
            return Err(Refused::Version(version));
        }
        if Fields(checksum).u32() != crc32fast::hash(bytes) {
            return Err(Refused::Damaged);
        }
        let mut stretch = || Stretch { start: fields.u64(), len: fields.u64(), checksum: fields.u32() };
        let head = Self(std::array::from_fn(|_| stretch()));
        let end = head.0.iter().map(|stretch| stretch.start.saturating_add(stretch.len)).max();
        let should_be = end.unwrap_or_default();
        if should_be == size { Ok(head) } else { Err(Refused::Length { is: size, should_be }) }
    }
}

/// Numbers of fixed length, one after the other; what is missing is zero.
struct Fields<'a>(&'a [u8]);

impl Fields<'_> {
    fn take<const N: usize>(&mut self) -> [u8; N] {
        let (field, rest) = self.0.split_first_chunk().unwrap_or((&[0; N], &[]));
        self.0 = rest;
        *field
    }

    fn u32(&mut self) -> u32 {
        u32::from_le_bytes(self.take())
    }

    fn u64(&mut self) -> u64 {
        u64::from_le_bytes(self.take())
    }
}

/// Appends a number, seven bits a byte.
pub fn write_number(mut number: u64, bytes: &mut Vec<u8>) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Takes a number from the front.
pub fn read_number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

/// The first byte of an entry: its role in the low bits, then its language, then what goes without saying, and whether
/// another one follows.
const LANG: u32 = 3;
const ALL_CAPITALS: u8 = 1 << 5;
const NONE_SHOUTED: u8 = 1 << 6;
const MORE: u8 = 1 << 7;

/// Appends the entries of a key of so many words; there is at least one.
pub fn write_entries(entries: &[Entry], words: usize, bytes: &mut Vec<u8>) {
    for (at, entry) in entries.iter().enumerate() {
        let start = bytes.len();
        write_entry(entry, words, bytes);
        bytes[start] |= if at + 1 < entries.len() { MORE } else { 0 };
    }
}

/// Appends an entry of a key of so many words.
pub fn write_entry(entry: &Entry, words: usize, bytes: &mut Vec<u8>) {
    let lang = entry.lang.map_or(0, |lang| 1 + lang as u8);
    let usual = entry.capitals == all(words);
    let flags = (if usual { ALL_CAPITALS } else { 0 }) | (if entry.shouted == 0 { NONE_SHOUTED } else { 0 });
    bytes.extend([entry.role as u8 | lang << LANG | flags, entry.kind as u8, entry.prior]);
    write_number(entry.entity.into(), bytes);
    if !usual {
        write_number(entry.capitals.into(), bytes);
    }
    if entry.shouted != 0 {
        write_number(entry.shouted.into(), bytes);
    }
}

/// Takes an entry from the front.
pub fn read_entry(bytes: &mut &[u8], words: usize) -> Option<Entry> {
    let (&[flags, kind, prior], rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    let entity = read_number(bytes)? as u32;
    let capitals = if flags & ALL_CAPITALS != 0 { all(words) } else { read_number(bytes)? as u16 };
    let shouted = if flags & NONE_SHOUTED != 0 { 0 } else { read_number(bytes)? as u16 };
    let lang = match flags >> LANG & 3 {
        1 => Some(Lang::De),
        2 => Some(Lang::En),
        _ => None,
    };
    let role = *Role::ALL.get(usize::from(flags & 7))?;
    Some(Entry { entity, role, lang, kind: *EntityType::ALL.get(usize::from(kind))?, prior, capitals, shouted })
}

/// A bit for each of so many words.
fn all(words: usize) -> u16 {
    if words < 16 { (1 << words) - 1 } else { u16::MAX }
}

/// The entries of a key, decoded as they are asked for.
#[derive(Clone, Copy, Debug)]
pub struct Entries<'p> {
    bytes: &'p [u8],
    words: usize,
}

impl<'p> Entries<'p> {
    /// Those that begin here, of a key of so many words.
    pub const fn new(bytes: &'p [u8], words: usize) -> Self {
        Self { bytes, words }
    }
}

impl Iterator for Entries<'_> {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        let more = self.bytes.first()? & MORE != 0;
        let entry = read_entry(&mut self.bytes, self.words);
        if !more {
            self.bytes = &[];
        }
        entry
    }
}
