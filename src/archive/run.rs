//! Entries of many articles in one piece of bytes, which is asked where it lies, in memory or in a file. It is written
//! once and never changed. Whatever is damaged in it is not found, and fails nothing.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::entry::{Entry, Name, Named, Stamp};
use super::paths;
use super::write::{HEAD, Head, Part};
use crate::analysis::MentionType;
use crate::text::kept::hash;
use crate::text::{PartialDate, Ruler};

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
    /// In which order that article is offered among others.
    pub offer: Offer,
    pub kind: Sought,
    spelling: u32,
    searched: u32,
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
    pub const LEN: usize = 36;

    fn read(bytes: &[u8]) -> Self {
        let mut fields = Fields(bytes);
        let (path, body, day) = (fields.u32(), fields.u32(), fields.u32());
        let stamp = Stamp { modified: fields.u64().cast_signed(), size: fields.u64(), content: fields.u64() };
        Self { path, body, day, stamp }
    }

    pub fn write(self, bytes: &mut Vec<u8>) {
        let Stamp { modified, size, content } = self.stamp;
        [self.path, self.body, self.day].iter().for_each(|number| bytes.extend(number.to_le_bytes()));
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
            offer: Offer { day: fields.u32(), unexplained: fields.u8() != 0 },
            kind: Sought::of_code(fields.u8()),
            spelling: fields.u32(),
            searched: fields.u32(),
        }
    }

    pub(super) fn new(number: u64, kind: Sought, [spelling, searched]: [u32; 2]) -> Self {
        let offer = Offer::new(false, None);
        Self { number, articles: 0, best: 0, offer, kind, spelling, searched }
    }

    pub(super) fn write(self, bytes: &mut Vec<u8>) {
        bytes.extend(self.number.to_le_bytes());
        [self.articles, self.best, self.offer.day].iter().for_each(|number| bytes.extend(number.to_le_bytes()));
        bytes.extend([u8::from(self.offer.unexplained), self.kind.code()]);
        [self.spelling, self.searched].iter().for_each(|number| bytes.extend(number.to_le_bytes()));
    }
}

impl Run {
    /// Opens a run; `None` if these bytes are none, or of another form. Whether each of them is what it was is not looked
    /// at: see [`Head::is_sound`].
    pub fn open(bytes: Bytes) -> Option<Self> {
        let head = Head::read(bytes.all().get(..HEAD)?, bytes.all().len())?;
        Some(Self { bytes, head })
    }

    /// How many articles there are.
    pub fn count(&self) -> u32 {
        (self.part(Part::Articles).len() / Record::LEN) as u32
    }

    /// How many bytes it takes.
    pub fn size(&self) -> usize {
        self.bytes.all().len()
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
        let end = |article| match self.record(article) {
            Some(record) => record.path as usize,
            None => self.part(Part::Paths).len(),
        };
        self.part(Part::Paths).get(end(article)..end(article + 1)).unwrap_or_default()
    }

    /// The file of an article as it was when it was read.
    pub fn stamp(&self, article: u32) -> Stamp {
        self.record(article).map(|record| record.stamp).unwrap_or_default()
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
        let mut list = self.part(Part::Lists).get(start as usize..number(ends, at) as usize).unwrap_or_default();
        let mut last = 0;
        std::iter::from_fn(move || {
            let (step, rest) = postcard::take_from_bytes::<u32>(list).ok()?;
            list = rest;
            last += step;
            Some(last)
        })
    }

    /// What is kept of an article.
    pub fn entry(&self, article: u32, root: &Path) -> Option<Entry> {
        let mut entry = self.without_names(article, root)?;
        for named in &mut entry.names {
            named.name = Arc::new(self.name(named.row)?);
        }
        for introduction in &mut entry.introductions {
            introduction.cluster = entry.names.get(introduction.named as usize)?.name.cluster.clone();
        }
        Some(entry)
    }

    /// The same without telling who is who, which takes a third of the time.
    pub fn without_names(&self, article: u32, root: &Path) -> Option<Entry> {
        let record = self.record(article)?;
        let mut entry: Entry = postcard::from_bytes(self.part(Part::Bodies).get(record.body as usize..)?).ok()?;
        entry.path = root.join(paths::of_bytes(self.path(article))?).into();
        entry.stamp = record.stamp;
        Some(entry)
    }

    /// What is kept of an article but for all that it says of others than this cluster.
    pub fn about(&self, article: u32, root: &Path, cluster: &str) -> Option<Entry> {
        let mut entry = self.without_names(article, root)?;
        let number = number_of(cluster);
        let is_meant = |named: &Named| self.row(named.row).is_some_and(|row| row.number == number);
        let at = entry.names.iter().position(is_meant)?;
        let name = Arc::new(self.name(entry.names[at].row).filter(|name| *name.cluster == *cluster)?);
        entry.introductions.retain(|introduction| introduction.named as usize == at);
        entry.introductions.iter_mut().for_each(|introduction| introduction.cluster = name.cluster.clone());
        entry.names = vec![Named { name, ..entry.names.swap_remove(at) }];
        Some(entry)
    }

    /// What is kept of an article, up to its claims: whom it names and what it quotes is left out.
    pub fn claims(&self, article: u32, root: &Path) -> Option<Entry> {
        let record = self.record(article)?;
        let body = self.part(Part::Bodies).get(record.body as usize..)?;
        let ((ruler, title, title_place, date, lang, outlet, claims), _) = postcard::take_from_bytes(body).ok()?;
        let path = root.join(paths::of_bytes(self.path(article))?).into();
        let (names, introductions, said, keys) = Default::default();
        let stamp = record.stamp;
        Some(Entry {
            path,
            stamp,
            ruler,
            title,
            title_place,
            date,
            lang,
            outlet,
            claims,
            names,
            introductions,
            said,
            keys,
        })
    }

    /// The date of an article as a [`day`].
    pub fn day(&self, article: u32) -> u32 {
        self.record(article).map_or(u32::MAX, |record| record.day)
    }

    /// What finds lines and columns in an article: it stands at the beginning of its entry.
    pub fn ruler(&self, article: u32) -> Option<Ruler> {
        let body = self.part(Part::Bodies).get(self.record(article)?.body as usize..)?;
        postcard::take_from_bytes(body).ok().map(|(ruler, _)| ruler)
    }

    /// What somebody or something is called.
    pub fn name(&self, row: u32) -> Option<Name> {
        let known = self.row(row)?;
        let (cluster, spelled) = self.line(Part::Spellings, known.spelling)?.split_once('\t')?;
        let keys = self.line(Part::Searched, known.searched)?;
        let kind = if let Sought::Name(kind) = known.kind { kind } else { MentionType::Other };
        Some(Name { cluster: cluster.into(), kind, spelled: spelled.into(), keys: keys.into() })
    }

    /// A name, by its number; of what articles name, of titles and of units there is one row of numbers.
    pub fn row(&self, row: u32) -> Option<Row> {
        let start = row as usize * Row::LEN;
        self.part(Part::Names).get(start..start + Row::LEN).map(Row::read)
    }

    /// The names of a cluster.
    pub fn rows_of(&self, cluster: u64) -> impl Iterator<Item = (u32, Row)> {
        let order = self.part(Part::Order);
        let known = move |at: u32| Some((number(order, at), self.row(number(order, at))?));
        let count = (order.len() / 4) as u32;
        let first = partition(count, |at| known(at).is_some_and(|(_, row)| row.number < cluster));
        (first..count).map_while(known).take_while(move |(_, row)| row.number == cluster)
    }

    /// The keys of all names, in their order.
    pub fn searched(&self) -> impl Iterator<Item = &str> {
        let lines = std::str::from_utf8(self.part(Part::Searched)).unwrap_or_default();
        lines.split_terminator('\n')
    }

    fn record(&self, article: u32) -> Option<Record> {
        let start = article as usize * Record::LEN;
        self.part(Part::Articles).get(start..start + Record::LEN).map(Record::read)
    }

    fn line(&self, part: Part, start: u32) -> Option<&str> {
        let lines = self.part(part).get(start as usize..)?;
        std::str::from_utf8(&lines[..memchr::memchr(b'\n', lines)?]).ok()
    }

    fn part(&self, part: Part) -> &[u8] {
        // what was opened holds all its parts
        &self.bytes.all()[self.head.part(part)]
    }
}

/// The number that stands for a cluster where many are compared; the same in every article.
pub fn number_of(cluster: &str) -> u64 {
    hash(cluster)
}

/// One of many numbers; nought behind the last.
fn number(numbers: &[u8], at: u32) -> u32 {
    Fields(numbers.get(at as usize * 4..).unwrap_or_default()).u32()
}

/// The first of so many that does not fulfil a condition, which all behind it do not either.
fn partition(count: u32, holds: impl Fn(u32) -> bool) -> u32 {
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
