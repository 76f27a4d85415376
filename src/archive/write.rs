//! How a run is written, and how its bytes lie: a head that tells where each part ends and what its bytes add up to, then
//! the parts.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use zstd::bulk::Compressor;

use super::entry::{Entry, Name, Stamp, is_unknown};
use super::given;
use super::run::{Fields, Offer, Record, Row, Run, Sought, Word, day};
use super::steps::{Steps, numbers};

/// Changes with the form of runs and of what is kept; what has another is made anew.
pub const VERSION: u32 = 3;

const MAGIC: [u8; 8] = *b"belegrun";

/// The first bytes of so many entries, spread over all, are a dictionary for all.
const SAMPLES: usize = 32;
/// It has so many bytes at most.
const DICTIONARY: usize = 1 << 15;
/// The most that an entry is worth: levels beyond save little and take longer.
const LEVEL: i32 = 3;

/// So many names are kept that most articles have.
const TOP: usize = 512;

/// So many bytes of a file are read at once.
const PIECE: usize = 1 << 16;

/// The parts of a run, in their order.
#[derive(Clone, Copy)]
pub enum Part {
    /// A [`Record`] for each article, in the order of their paths.
    Articles,
    /// The paths below the root, one after the other.
    Paths,
    /// What finds lines and columns in the articles, one after the other.
    Rulers,
    /// The entries, without what stands in other parts; each by itself, compressed if there is a dictionary.
    Bodies,
    /// What the entries have in common; or nothing. A compressed entry tells first how many bytes it had.
    Dictionary,
    /// The keys by which articles are found, ascending.
    Keys,
    /// Where the list of each key ends.
    Ends,
    /// The articles of each key, each as far from the last as it is.
    Lists,
    /// A [`Row`] for each name, title and unit.
    Names,
    /// Of each name the articles that have it, each as far from the last as it is, with the places in it.
    Mentions,
    /// The names in the order of the numbers of their clusters.
    Order,
    /// A line for each name: the cluster, a tab, and how it is spelled.
    Spellings,
    /// A line for each name: its keys.
    Searched,
    /// The words in these lines in the order of the alphabet: see [`Word`].
    Words,
    /// The names that most articles have, these first.
    Top,
    /// Ends, places, units and order of the [`Measures`](super::given::Measures) that the articles give.
    Measures,
    Given,
    Units,
    Amounts,
}

impl Part {
    const COUNT: usize = Self::Amounts as usize + 1;
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
    articles: Vec<Record>,
    paths: Vec<u8>,
    rulers: Vec<u8>,
    bodies: Vec<Vec<u8>>,
    keys: Vec<(u32, u32)>,
    names: FxHashMap<(Sought, Arc<Name>), u32>,
    rows: Vec<Row>,
    /// Of each name in which order its best article is offered.
    offers: Vec<Offer>,
    /// Of each name the articles that have it.
    mentions: Vec<Steps>,
    measures: given::Writer,
    spellings: Vec<u8>,
    searched: Vec<u8>,
}

impl Writer {
    /// Adds an article behind all others, and tells its number.
    fn article(&mut self, path: &[u8], mut entry: Entry) -> u32 {
        let article = self.articles.len() as u32;
        let [path_at, ruler] = [&self.paths, &self.rulers].map(|part| part.len() as u32);
        self.articles.push(Record { path: path_at, ruler, body: 0, day: day(entry.date), stamp: entry.stamp });
        self.paths.extend(path);
        self.rulers.extend(entry.ruler.bytes());
        for (at, (kind, name, explains)) in entry.sought(path).into_iter().enumerate() {
            let row = self.row(kind, &name, article, Offer::new(explains, entry.date));
            match entry.names.get_mut(at) {
                Some(named) => {
                    named.row = row;
                    self.mentions[row as usize].push(article, &named.mentions);
                }
                None if kind == Sought::Article => entry.title_row = Some(row),
                None => {}
            }
        }
        self.measures.article(article, &mut entry.claims);
        self.bodies.push(postcard::to_extend(&entry, Vec::new()).expect("memory takes all bytes"));
        article
    }

    /// The number of a name, in which an article counts.
    fn row(&mut self, kind: Sought, name: &Arc<Name>, article: u32, offer: Offer) -> u32 {
        let next = self.rows.len() as u32;
        let number = *self.names.entry((kind, name.clone())).or_insert(next);
        if number == next {
            let places = [self.spellings.len() as u32, self.searched.len() as u32];
            self.rows.push(Row::new(name.number(), kind, places));
            self.mentions.push(Steps::default());
            self.offers.push(offer);
            // of a title its place tells all else, too
            let cluster = if kind == Sought::Article || is_unknown(&name.cluster) { "" } else { &name.cluster };
            self.spellings.extend([cluster, "\t", &name.spelled, "\n"].concat().as_bytes());
            self.searched.extend([&name.keys, "\n"].concat().as_bytes());
        }
        let row = &mut self.rows[number as usize];
        let best = &mut self.offers[number as usize];
        if offer < *best || row.articles == 0 {
            (*best, row.best, row.unexplained) = (offer, article, offer.is_unexplained());
        }
        row.articles += 1;
        number
    }

    fn finish(mut self) -> Vec<u8> {
        self.keys.sort_unstable();
        self.keys.dedup();
        let keys = self.keys.chunk_by(|a, b| a.0 == b.0);
        let (lists, ends) = Steps::joined(keys.clone().map(|same| {
            let mut list = Steps::default();
            same.iter().for_each(|(_, article)| list.push(*article, &()));
            list
        }));
        let (keys, ends) = (numbers(keys.map(|same| same[0].0)), numbers(ends));
        let mut order: Vec<u32> = (0..self.rows.len() as u32).collect();
        order.sort_unstable_by_key(|row| (self.rows[*row as usize].number, *row));
        let (mentions, mentions_end) = Steps::joined(self.mentions);
        self.rows.iter_mut().zip(mentions_end).for_each(|(row, end)| row.mentions = end);
        let [measures, given, units, amounts] = self.measures.finish();
        let words = numbers(words(&self.searched));
        let mut top: Vec<u32> = (0..self.rows.len() as u32).collect();
        top.retain(|row| matches!(self.rows[*row as usize].kind, Sought::Name(_)));
        top.sort_by_key(|row| Reverse(self.rows[*row as usize].articles));
        top.truncate(TOP);
        let mut names = Vec::with_capacity(self.rows.len() * Row::LEN);
        self.rows.iter().for_each(|row| row.write(&mut names));
        let (order, top) = (numbers(order), numbers(top));
        let dictionary = squeeze(&mut self.bodies);
        let (mut articles, mut bodies) = (Vec::with_capacity(self.articles.len() * Record::LEN), Vec::new());
        for (record, body) in self.articles.iter().zip(self.bodies) {
            Record { body: bodies.len() as u32, ..*record }.write(&mut articles);
            bodies.extend(body);
        }
        let Self { paths, rulers, spellings, searched, .. } = self;
        joined([
            articles, paths, rulers, bodies, dictionary, keys, ends, lists, names, mentions, order, spellings,
            searched, words, top, measures, given, units, amounts,
        ])
    }
}

/// Compresses entries one by one, and returns the dictionary that each needs; few are left as they are.
fn squeeze(bodies: &mut [Vec<u8>]) -> Vec<u8> {
    let every = bodies.len() / SAMPLES;
    if every == 0 {
        return vec![];
    }
    let mut dictionary: Vec<u8> = bodies.iter().step_by(every).flatten().copied().take(DICTIONARY).collect();
    let Ok(mut tool) = Compressor::with_dictionary(LEVEL, &dictionary) else { return vec![] };
    let mut squeezed = |body: &Vec<u8>| -> io::Result<Vec<u8>> {
        let size = postcard::to_extend(&(body.len() as u32), Vec::new()).expect("memory takes all bytes");
        Ok([size, tool.compress(body)?].concat())
    };
    match bodies.iter().map(&mut squeezed).collect::<io::Result<Vec<_>>>() {
        Ok(squeezed) => bodies.iter_mut().zip(squeezed).for_each(|(body, squeezed)| *body = squeezed),
        Err(_) => dictionary.clear(),
    }
    dictionary
}

/// The words of all lines in the order of the alphabet, those of a name that begin alike in the order in which they stand.
fn words(searched: &[u8]) -> Vec<u32> {
    let lines = searched.split(|byte| *byte == b'\n');
    let mut words: Vec<(&[u8], u32)> = Vec::new();
    for (row, line) in (0..).zip(lines) {
        let all = line.split(|byte| *byte == b' ' || *byte == b'\t').filter(|word| !word.is_empty());
        // from each word on, so that those of many letters are apart
        let rest = |word: &[u8]| &line[word.as_ptr() as usize - line.as_ptr() as usize..];
        words.extend(all.take(Word::MOST as usize).zip(0..).map(|(word, at)| (rest(word), Word::pack(row, at))));
    }
    words.sort_unstable();
    words.into_iter().map(|(_, word)| word).collect()
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
