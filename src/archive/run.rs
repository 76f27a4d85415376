//! Entries of many articles in one piece of bytes, which is asked where it lies, in memory or in a file. It is written
//! once and never changed. Whatever is damaged in it is not found, and fails nothing.

use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use memchr::memmem::Finder;
use zstd::bulk::Decompressor;

use super::entry::{Entry, Name, Stamp, unknown_cluster};
use super::given::Measures;
use super::paths;
use super::steps::steps;
use super::write::{HEAD, Head, Part};
use crate::analysis::MentionType;
use crate::text::{PartialDate, Ruler, Span};

/// So often the place of a number is guessed before what is left is halved.
const GUESSES: usize = 8;

/// An entry has fewer bytes than this.
const LONGEST: usize = 1 << 24;

/// The bytes of a run.
pub enum Bytes {
    Owned(Vec<u8>),
    Mapped(memmap2::Mmap),
}

impl Bytes {
    fn all(&self) -> &[u8] {
        match self {
            Self::Owned(bytes) => bytes,
            Self::Mapped(map) => map,
        }
    }
}

/// Entries of many articles. They have numbers, in the order of their paths, and so have the names in them.
pub struct Run {
    bytes: Bytes,
    head: Head,
    /// What reads compressed entries, as soon as somebody has asked for one.
    unsqueezer: Mutex<Option<Decompressor<'static>>>,
}

impl std::fmt::Debug for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "a run of {} articles", self.count())
    }
}

/// A name, and how many articles of a run call somebody or something so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Stands for the cluster.
    pub number: u64,
    pub articles: u32,
    /// The article that tells most of it, and earliest.
    pub best: u32,
    /// It does not tell who that is.
    pub(super) unexplained: bool,
    pub kind: Sought,
    spelling: u32,
    searched: u32,
    /// Where its mentions end.
    pub(super) mentions: u32,
}

/// A word in the keys of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    pub row: u32,
    /// How many words stand before it.
    pub at: u32,
}

impl Word {
    /// So many words of a name are found by how they begin.
    pub(super) const MOST: u32 = 8;

    pub(super) fn pack(row: u32, at: u32) -> u32 {
        row * Self::MOST + at
    }

    fn unpack(packed: u32) -> Self {
        Self { row: packed / Self::MOST, at: packed % Self::MOST }
    }
}

/// What can be looked for by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sought {
    /// Whom or what articles mention.
    Name(MentionType),
    /// An article, by its title.
    Article,
    /// What is counted or measured.
    Unit,
}

impl Sought {
    fn code(self) -> u8 {
        match self {
            Self::Name(kind) => kind as u8,
            Self::Article => u8::MAX - 1,
            Self::Unit => u8::MAX,
        }
    }

    fn of_code(code: u8) -> Self {
        match code {
            u8::MAX => Self::Unit,
            code if code == u8::MAX - 1 => Self::Article,
            code => Self::Name(MentionType::ALL.get(code as usize).copied().unwrap_or(MentionType::Other)),
        }
    }
}

/// In which order articles are offered for a name: first those that say who that is, then by date, those without last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Offer {
    unexplained: bool,
    day: u32,
}

impl Offer {
    /// The order of an article that says who that is, or does not.
    pub fn new(explained: bool, date: Option<PartialDate>) -> Self {
        Self { unexplained: !explained, day: day(date) }
    }

    /// Whether the article does not say who that is.
    pub fn is_unexplained(self) -> bool {
        self.unexplained
    }
}

/// A date as a number: the later, the larger. No date is the largest.
pub fn day(date: Option<PartialDate>) -> u32 {
    let part = |part: Option<i8>| u32::from(part.unwrap_or(0).unsigned_abs());
    date.map_or(u32::MAX, |date| {
        u32::from(date.year.max(0).unsigned_abs()) * 10_000 + part(date.month) * 100 + part(date.day)
    })
}

/// What stands of an article beside what it says.
#[derive(Clone, Copy)]
pub(super) struct Record {
    pub path: u32,
    pub ruler: u32,
    pub body: u32,
    pub day: u32,
    pub stamp: Stamp,
}

/// Numbers out of bytes, least byte first; noughts where there are none.
pub(super) struct Fields<'a>(pub &'a [u8]);

impl Fields<'_> {
    fn take<const N: usize>(&mut self) -> [u8; N] {
        match self.0.split_first_chunk() {
            Some((first, rest)) => {
                self.0 = rest;
                *first
            }
            None => [0; N],
        }
    }

    pub fn u8(&mut self) -> u8 {
        u8::from_le_bytes(self.take())
    }

    pub fn u32(&mut self) -> u32 {
        u32::from_le_bytes(self.take())
    }

    pub fn u64(&mut self) -> u64 {
        u64::from_le_bytes(self.take())
    }
}

impl Record {
    pub const LEN: usize = 40;

    fn read(bytes: &[u8]) -> Self {
        let mut fields = Fields(bytes);
        let [path, ruler, body, day] = [(); 4].map(|()| fields.u32());
        let stamp = Stamp { modified: fields.u64().cast_signed(), size: fields.u64(), content: fields.u64() };
        Self { path, ruler, body, day, stamp }
    }

    pub fn write(self, bytes: &mut Vec<u8>) {
        let Stamp { modified, size, content } = self.stamp;
        [self.path, self.ruler, self.body, self.day].iter().for_each(|number| bytes.extend(number.to_le_bytes()));
        [modified.cast_unsigned(), size, content].iter().for_each(|number| bytes.extend(number.to_le_bytes()));
    }
}

impl Row {
    pub(super) const LEN: usize = 30;

    fn read(bytes: &[u8]) -> Self {
        let mut fields = Fields(bytes);
        Self {
            number: fields.u64(),
            articles: fields.u32(),
            best: fields.u32(),
            unexplained: fields.u8() != 0,
            kind: Sought::of_code(fields.u8()),
            spelling: fields.u32(),
            searched: fields.u32(),
            mentions: fields.u32(),
        }
    }

    pub(super) fn new(number: u64, kind: Sought, [spelling, searched]: [u32; 2]) -> Self {
        Self { number, articles: 0, best: 0, unexplained: true, kind, spelling, searched, mentions: 0 }
    }

    pub(super) fn write(self, bytes: &mut Vec<u8>) {
        bytes.extend(self.number.to_le_bytes());
        [self.articles, self.best].iter().for_each(|number| bytes.extend(number.to_le_bytes()));
        bytes.extend([u8::from(self.unexplained), self.kind.code()]);
        [self.spelling, self.searched, self.mentions].iter().for_each(|number| bytes.extend(number.to_le_bytes()));
    }
}

impl Run {
    /// Opens a run; `None` if these bytes are none, or of another form. Whether each of them is what it was is not looked
    /// at: see [`Head::is_sound`].
    pub fn open(bytes: Bytes) -> Option<Self> {
        let head = Head::read(bytes.all().get(..HEAD)?, bytes.all().len())?;
        Some(Self { bytes, head, unsqueezer: Mutex::default() })
    }

    /// How many articles there are.
    pub fn count(&self) -> u32 {
        (self.part(Part::Articles).len() / Record::LEN) as u32
    }

    /// The number of an article.
    pub fn find(&self, path: &[u8]) -> Option<u32> {
        let at = partition(self.count(), |at| self.path(at) < path);
        (at < self.count() && self.path(at) == path).then_some(at)
    }

    /// The numbers of the articles whose path begins so, or come behind these.
    pub fn from(&self, path: &[u8]) -> Range<u32> {
        partition(self.count(), |at| self.path(at) < path)..self.count()
    }

    /// The path of an article below the root.
    pub fn path(&self, article: u32) -> &[u8] {
        self.piece(Part::Paths, article, |record| record.path)
    }

    /// The file of an article as it was when it was read.
    pub fn stamp(&self, article: u32) -> Stamp {
        self.record(article).map(|record| record.stamp).unwrap_or_default()
    }

    /// In which order the best article of a name is offered among others.
    pub fn offer(&self, row: &Row) -> Offer {
        Offer { unexplained: row.unexplained, day: self.day(row.best) }
    }

    /// The date of an article as [`day`] has it.
    pub fn day(&self, article: u32) -> u32 {
        self.record(article).map_or(u32::MAX, |record| record.day)
    }

    /// The articles that may be found by a key, in the order of their paths.
    pub fn with(&self, key: u32) -> impl Iterator<Item = u32> {
        let keys = self.part(Part::Keys);
        let at = partition((keys.len() / 4) as u32, |at| number(keys, at) < key);
        let known = number(keys, at) == key && (at as usize) < keys.len() / 4;
        self.list(at).filter(move |_| known)
    }

    /// All keys, with the articles that may be found by each.
    pub(super) fn keys(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        let keys = self.part(Part::Keys);
        (0..(keys.len() / 4) as u32).flat_map(move |at| self.list(at).map(move |article| (number(keys, at), article)))
    }

    fn list(&self, at: u32) -> impl Iterator<Item = u32> + use<'_> {
        let ends = self.part(Part::Ends);
        let start = at.checked_sub(1).map_or(0, |before| number(ends, before));
        let list = self.part(Part::Lists).get(start as usize..number(ends, at) as usize).unwrap_or_default();
        steps::<()>(list).map(|(article, ())| article)
    }

    /// What is kept of an article.
    pub fn entry(&self, article: u32, root: &Path) -> Option<Entry> {
        let mut entry = self.without_names(article, root)?;
        for named in &mut entry.names {
            named.name = Some(self.name(named.row)?.into());
        }
        Some(entry)
    }

    /// The same without what those are called whom it names, which takes most of the time.
    pub fn without_names(&self, article: u32, root: &Path) -> Option<Entry> {
        let body = self.piece(Part::Bodies, article, |record| record.body);
        let mut entry: Entry = postcard::from_bytes(&self.unsqueezed(body)?).ok()?;
        entry.path = root.join(paths::of_bytes(self.path(article))?).into();
        entry.stamp = self.stamp(article);
        entry.ruler = self.ruler(article);
        for named in &mut entry.names {
            named.number = self.row(named.row)?.number;
        }
        for claim in &mut entry.claims {
            claim.measure = self.measures().get(claim.row)?;
        }
        for introduction in &mut entry.introductions {
            introduction.number = entry.names.get(introduction.named as usize)?.number;
        }
        if let Some(row) = entry.title_row {
            entry.title = Some(self.spelling(&self.row(row)?)?.1.into());
        }
        Some(entry)
    }

    /// What finds lines and columns in an article.
    pub fn ruler(&self, article: u32) -> Ruler {
        Ruler::of_bytes(self.piece(Part::Rulers, article, |record| record.ruler))
    }

    fn unsqueezed<'r>(&self, body: &'r [u8]) -> Option<Cow<'r, [u8]>> {
        let dictionary = self.part(Part::Dictionary);
        if dictionary.is_empty() {
            return Some(body.into());
        }
        let mut tool = self.unsqueezer.lock().unwrap_or_else(PoisonError::into_inner);
        if tool.is_none() {
            *tool = Decompressor::with_dictionary(dictionary).ok();
        }
        let (size, squeezed) = postcard::take_from_bytes::<u32>(body).ok()?;
        Some(tool.as_mut()?.decompress(squeezed, (size as usize).min(LONGEST)).ok()?.into())
    }

    /// What somebody or something is called.
    pub fn name(&self, row: u32) -> Option<Name> {
        let known = self.row(row)?;
        let (cluster, spelled) = self.spelling(&known)?;
        let cluster = if cluster.is_empty() { unknown_cluster(known.number) } else { cluster.into() };
        let keys = self.line(Part::Searched, known.searched)?;
        let kind = if let Sought::Name(kind) = known.kind { kind } else { MentionType::Other };
        Some(Name { cluster, kind, spelled: spelled.into(), keys: keys.into() })
    }

    /// A name, by its number; of what articles name, of titles and of units there is one row of numbers.
    pub fn row(&self, row: u32) -> Option<Row> {
        let start = row as usize * Row::LEN;
        self.part(Part::Names).get(start..start + Row::LEN).map(Row::read)
    }

    /// The names of a cluster.
    pub fn rows_of(&self, cluster: u64) -> impl Iterator<Item = (u32, Row)> + use<'_> {
        let order = self.part(Part::Order);
        let known = move |at: u32| Some((number(order, at), self.row(number(order, at))?));
        let count = (order.len() / 4) as u32;
        let first = Self::first_from(cluster, count, |at| known(at).map_or(u64::MAX, |(_, row)| row.number));
        (first..count).map_while(known).take_while(move |(_, row)| row.number == cluster)
    }

    /// The first of so many ascending numbers that is no smaller. They are hashes, so where one stands can be guessed.
    fn first_from(wanted: u64, count: u32, number: impl Fn(u32) -> u64) -> u32 {
        let (mut low, mut high) = (0, count);
        let (mut least, mut most) = (0, u64::MAX);
        for guesses in 0.. {
            if low >= high {
                break;
            }
            let share = (wanted - least) as f64 / (most - least).max(1) as f64;
            let share = if guesses < GUESSES { share } else { 0.5 };
            let at = low + (f64::from(high - low) * share) as u32;
            let at = at.min(high - 1);
            match number(at) {
                smaller if smaller < wanted => (low, least) = (at + 1, smaller),
                other => (high, most) = (at, other),
            }
        }
        low
    }

    /// The articles that call somebody or something so, in the order of their paths, and where they do.
    pub fn mentions(&self, row: u32) -> impl Iterator<Item = (u32, Vec<Span>)> + use<'_> {
        let end = |row| self.row(row).map_or(0, |row| row.mentions as usize);
        let start = row.checked_sub(1).map_or(0, end);
        steps(self.part(Part::Mentions).get(start..end(row)).unwrap_or_default())
    }

    /// The measures that the articles give, and where.
    pub(super) fn measures(&self) -> Measures<'_> {
        let [ends, places, units, order] =
            [Part::Measures, Part::Given, Part::Units, Part::Amounts].map(|part| self.part(part));
        Measures { ends, places, units, order }
    }

    /// The articles that mention a cluster, and where.
    pub fn mentions_of(&self, cluster: u64) -> impl Iterator<Item = (u32, Vec<Span>)> + use<'_> {
        self.rows_of(cluster).flat_map(|(row, _)| self.mentions(row))
    }

    /// The names of which a word begins so; with the place of the word, and each name as often as it has such words.
    pub fn beginning(&self, text: &str) -> impl Iterator<Item = Word> {
        let words = self.part(Part::Words);
        let count = (words.len() / 4) as u32;
        let rest = |at: u32| self.word(Word::unpack(number(words, at)));
        let text = text.as_bytes().to_vec();
        let first = partition(count, |at| rest(at) < &text[..]);
        let ours = move |word: &Word| self.word(*word).starts_with(&text);
        (first..count).map(|at| Word::unpack(number(words, at))).take_while(ours)
    }

    /// The keys of a name from a word on.
    fn word(&self, word: Word) -> &[u8] {
        let line = self.keys_of(word.row).unwrap_or_default();
        let mut starts = std::iter::once(0).chain(memchr::memchr2_iter(b' ', b'\t', line.as_bytes()).map(|at| at + 1));
        starts.nth(word.at as usize).map_or(&[], |start| &line.as_bytes()[start..])
    }

    /// The keys of a name.
    pub fn keys_of(&self, row: u32) -> Option<&str> {
        self.line(Part::Searched, self.row(row)?.searched)
    }

    /// The names that most articles have, these first.
    pub fn top(&self) -> impl Iterator<Item = u32> {
        let top = self.part(Part::Top);
        (0..(top.len() / 4) as u32).map(move |at| number(top, at))
    }

    /// The names in whose keys a text stands, in their order.
    pub fn having(&self, text: &str) -> impl Iterator<Item = u32> {
        let (lines, finder) = (self.part(Part::Searched), Finder::new(text).into_owned());
        let count = (self.part(Part::Names).len() / Row::LEN) as u32;
        let mut from = 0;
        std::iter::from_fn(move || {
            let at = from + finder.find(lines.get(from..)?)?;
            from = at + memchr::memchr(b'\n', &lines[at..])? + 1;
            let behind = partition(count, |row| self.row(row).is_some_and(|row| row.searched as usize <= at));
            behind.checked_sub(1)
        })
    }

    /// The piece of a part that belongs to an article: it ends where that of the next begins.
    fn piece(&self, part: Part, article: u32, start: impl Fn(Record) -> u32) -> &[u8] {
        let part = self.part(part);
        let start = |article| self.record(article).map_or(part.len(), |record| start(record) as usize);
        part.get(start(article)..start(article.saturating_add(1))).unwrap_or_default()
    }

    fn record(&self, article: u32) -> Option<Record> {
        let start = article as usize * Record::LEN;
        self.part(Part::Articles).get(start..start + Record::LEN).map(Record::read)
    }

    fn spelling(&self, row: &Row) -> Option<(&str, &str)> {
        self.line(Part::Spellings, row.spelling)?.split_once('\t')
    }

    fn line(&self, part: Part, start: u32) -> Option<&str> {
        line(self.part(part), start)
    }

    fn part(&self, part: Part) -> &[u8] {
        // what was opened holds all its parts
        &self.bytes.all()[self.head.part(part)]
    }
}

/// The line that begins there.
pub(super) fn line(lines: &[u8], start: u32) -> Option<&str> {
    let lines = lines.get(start as usize..)?;
    std::str::from_utf8(&lines[..memchr::memchr(b'\n', lines)?]).ok()
}

/// One of many numbers; nought behind the last.
pub(super) fn number(numbers: &[u8], at: u32) -> u32 {
    Fields(numbers.get(at as usize * 4..).unwrap_or_default()).u32()
}

/// The first of so many that does not fulfil a condition, which all behind it do not either.
pub(super) fn partition(count: u32, holds: impl Fn(u32) -> bool) -> u32 {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low + (high - low) / 2;
        match holds(middle) {
            true => low = middle + 1,
            false => high = middle,
        }
    }
    low
}
