//! How a run is written, and how its bytes lie: a head that tells where each part ends and what its bytes add up to, then
//! the parts.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::entry::{Entry, Name, Stamp};
use super::run::{Fields, Offer, Record, Row, Run, Sought};

/// Changes with the form of runs and of what is kept; what has another is made anew.
pub const VERSION: u32 = 2;

const MAGIC: [u8; 8] = *b"belegrun";

/// So many bytes of a file are read at once.
const PIECE: usize = 1 << 16;

/// The parts of a run, in their order.
#[derive(Clone, Copy)]
pub enum Part {
    /// A [`Record`] for each article, in the order of their paths.
    Articles,
    /// The paths below the root, one after the other.
    Paths,
    /// The entries, without what stands in other parts.
    Bodies,
    /// The keys by which articles are found, ascending.
    Keys,
    /// Where the list of each key ends.
    Ends,
    /// The articles of each key, each as far from the last as it is.
    Lists,
    /// A [`Row`] for each name, title and unit.
    Names,
    /// The names in the order of the numbers of their clusters.
    Order,
    /// A line for each name: the cluster, a tab, and how it is spelled.
    Spellings,
    /// A line for each name: its keys.
    Searched,
}

impl Part {
    const COUNT: usize = Self::Searched as usize + 1;
}

/// Bytes of the head.
pub const HEAD: usize = MAGIC.len() + 4 + Part::COUNT * 12;

/// Where the parts of a run end, and what the bytes of each add up to.
#[derive(Clone, Copy, Debug)]
pub struct Head([(usize, u32); Part::COUNT]);

impl Head {
    /// Reads the head of a run of so many bytes.
    pub fn read(bytes: &[u8], size: usize) -> Option<Self> {
        let mut fields = Fields(bytes.strip_prefix(&MAGIC)?);
        if fields.u32() != VERSION {
            return None;
        }
        let mut parts = [(0, 0); Part::COUNT];
        let mut last = HEAD;
        for (end, checksum) in &mut parts {
            *end = usize::try_from(fields.u64()).ok().filter(|end| *end >= last)?;
            *checksum = fields.u32();
            last = *end;
        }
        (last == size).then_some(Self(parts))
    }

    /// Where a part lies.
    pub fn part(&self, part: Part) -> Range<usize> {
        let at = part as usize;
        let start = at.checked_sub(1).map_or(HEAD, |before| self.0[before].0);
        start..self.0[at].0
    }

    /// Whether each byte of a run is what it was. It is read to its end, piece by piece, so that it takes no memory.
    pub fn is_sound(mut file: impl Read, size: usize) -> io::Result<bool> {
        let mut head = [0; HEAD];
        if size < HEAD {
            return Ok(false);
        }
        file.read_exact(&mut head)?;
        let Some(head) = Self::read(&head, size) else { return Ok(false) };
        let mut piece = vec![0; PIECE];
        let mut start = HEAD;
        for (end, checksum) in head.0 {
            let mut sum = crc32fast::Hasher::new();
            while start < end {
                let count = PIECE.min(end - start);
                file.read_exact(&mut piece[..count])?;
                sum.update(&piece[..count]);
                start += count;
            }
            if sum.finalize() != checksum {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// The bytes of a run of these entries; of two with one path, the later counts.
pub fn of_entries(entries: &[Arc<Entry>], below: impl Fn(&Entry) -> Option<Vec<u8>>) -> Vec<u8> {
    let paths: BTreeMap<_, _> = entries.iter().filter_map(|entry| Some((below(entry)?, entry))).collect();
    let mut writer = Writer::default();
    for (path, entry) in paths {
        let article = writer.article(&path, Entry::clone(entry));
        writer.keys.extend(entry.keys.iter().map(|key| (*key, article)));
    }
    writer.finish()
}

/// Tells which articles of a run are taken over: each with the file that it is in now.
pub type Stamps<'a> = &'a dyn Fn(u32) -> Option<Stamp>;

/// The bytes of a run that takes articles over from others.
pub fn of_runs(runs: &[(&Run, Stamps<'_>)]) -> Vec<u8> {
    let mut articles: Vec<(&[u8], usize, u32, Stamp)> = Vec::new();
    for (at, (run, stamps)) in runs.iter().enumerate() {
        let kept = (0..run.count()).filter_map(|article| Some((article, stamps(article)?)));
        articles.extend(kept.map(|(article, stamp)| (run.path(article), at, article, stamp)));
    }
    articles.sort_unstable_by_key(|(path, at, ..)| (*path, *at));
    let mut writer = Writer::default();
    let mut now: Vec<Vec<Option<u32>>> = runs.iter().map(|(run, _)| vec![None; run.count() as usize]).collect();
    for (path, at, article, stamp) in articles {
        // one that is damaged is left out, and so is read again
        if let Some(entry) = runs[at].0.entry(article, Path::new("")) {
            now[at][article as usize] = Some(writer.article(path, Entry { stamp, ..entry }));
        }
    }
    for ((run, _), now) in runs.iter().zip(now) {
        let kept = |(key, article)| Some((key, *now.get(article as usize)?.as_ref()?));
        writer.keys.extend(run.keys().filter_map(kept));
    }
    writer.finish()
}

/// A run that is being written.
#[derive(Default)]
struct Writer {
    articles: Vec<u8>,
    paths: Vec<u8>,
    bodies: Vec<u8>,
    keys: Vec<(u32, u32)>,
    names: FxHashMap<(Sought, Arc<Name>), u32>,
    rows: Vec<Row>,
    spellings: Vec<u8>,
    searched: Vec<u8>,
}

impl Writer {
    /// Adds an article behind all others, and tells its number.
    fn article(&mut self, path: &[u8], mut entry: Entry) -> u32 {
        let article = (self.articles.len() / Record::LEN) as u32;
        let record = Record { path: self.paths.len() as u32, body: self.bodies.len() as u32, stamp: entry.stamp };
        record.write(&mut self.articles);
        self.paths.extend(path);
        for (at, (kind, name, explains)) in entry.sought(path).into_iter().enumerate() {
            let row = self.row(kind, &name, article, Offer::new(explains, entry.date));
            entry.names.get_mut(at).into_iter().for_each(|named| named.row = row);
        }
        self.bodies = postcard::to_extend(&entry, std::mem::take(&mut self.bodies)).expect("memory takes all bytes");
        article
    }

    /// The number of a name, in which an article counts.
    fn row(&mut self, kind: Sought, name: &Arc<Name>, article: u32, offer: Offer) -> u32 {
        let next = self.rows.len() as u32;
        let number = *self.names.entry((kind, name.clone())).or_insert(next);
        if number == next {
            let places = [self.spellings.len() as u32, self.searched.len() as u32];
            self.rows.push(Row::new(name.number(), kind, places));
            self.spellings.extend([&name.cluster, "\t", &name.spelled, "\n"].concat().as_bytes());
            self.searched.extend([&name.keys, "\n"].concat().as_bytes());
        }
        let row = &mut self.rows[number as usize];
        if row.articles == 0 || offer < row.offer {
            (row.best, row.offer) = (article, offer);
        }
        row.articles += 1;
        number
    }

    fn finish(mut self) -> Vec<u8> {
        self.keys.sort_unstable();
        self.keys.dedup();
        let (mut keys, mut ends, mut lists) = (Vec::new(), Vec::new(), Vec::new());
        for same in self.keys.chunk_by(|a, b| a.0 == b.0) {
            keys.extend(same[0].0.to_le_bytes());
            let mut last = 0;
            for (_, article) in same {
                lists = postcard::to_extend(&(article - last), lists).expect("memory takes all bytes");
                last = *article;
            }
            ends.extend((lists.len() as u32).to_le_bytes());
        }
        let mut order: Vec<u32> = (0..self.rows.len() as u32).collect();
        order.sort_unstable_by_key(|row| (self.rows[*row as usize].number, *row));
        let mut names = Vec::with_capacity(self.rows.len() * Row::LEN);
        self.rows.iter().for_each(|row| row.write(&mut names));
        let order = order.into_iter().flat_map(u32::to_le_bytes).collect();
        let Self { articles, paths, bodies, spellings, searched, .. } = self;
        joined([articles, paths, bodies, keys, ends, lists, names, order, spellings, searched])
    }
}

/// The head of these parts, and the parts behind it.
fn joined(parts: [Vec<u8>; Part::COUNT]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEAD + parts.iter().map(Vec::len).sum::<usize>());
    bytes.extend(MAGIC);
    bytes.extend(VERSION.to_le_bytes());
    let mut end = HEAD;
    for part in &parts {
        end += part.len();
        bytes.extend((end as u64).to_le_bytes());
        bytes.extend(crc32fast::hash(part).to_le_bytes());
    }
    // one after the other, so that no two copies of all of them are there at once
    parts.into_iter().for_each(|part| bytes.extend(part));
    bytes
}
