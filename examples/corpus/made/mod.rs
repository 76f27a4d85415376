//! An archive of made-up articles about invented valleys: the fixtures with other names, figures and dates, and between
//! their paragraphs what the articles of an archive share: quotations, series of figures, links. A few people are in many
//! articles, most in a handful.

mod cast;
mod dice;
mod frames;
mod words;
mod writer;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::ToSpan;
use jiff::civil::{Date, date};

use dice::Dice;
use frames::{Region, Role, Source};
use words::{Languages, Words};
use writer::Writer;

/// The archive begins on this day and goes on for so many.
const BEGIN: Date = date(2005, 1, 3);
const DAYS: usize = 7_300;

/// An article ends with the first paragraph behind so many bytes.
const LONG: usize = 2_750;

/// Everything that the articles are made of.
pub struct Corpus {
    count: usize,
    seed: u64,
    german: Vec<Source>,
    english: Vec<Source>,
    roles: Vec<Role>,
    words: Languages,
}

/// What dice are cast for, so that they fall differently.
#[derive(Clone, Copy)]
enum For {
    Outline,
    Text,
    Author,
    Person,
    Bearer,
    Function,
    Place,
    PlaceName,
    Brand,
    BrandName,
    Number,
    Quotation,
    Series,
    Count,
}

/// What is fixed of an article before a word is written.
struct Outline<'c> {
    number: usize,
    source: &'c Source,
    /// Paragraphs of this one come behind.
    other: &'c Source,
    date: Date,
    markdown: bool,
}

impl Corpus {
    pub fn new(count: usize, seed: u64) -> Self {
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
        let (sources, roles) = frames::sources(&fixtures);
        let (english, german) = sources.into_iter().partition(|source| source.region == Region::England);
        Self { count, seed, german, english, roles, words: Languages::read() }
    }

    /// Writes all articles below a folder, each into that of its month; how many bytes they have.
    pub fn write(&self, root: &Path) -> io::Result<usize> {
        for month in 0..=DAYS / 30 {
            std::fs::create_dir_all(root.join(folder(BEGIN.saturating_add((month as i64).months()))))?;
        }
        let (next, bytes) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let work = || -> io::Result<()> {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= self.count {
                    return Ok(());
                }
                let (path, text) = self.article(number);
                bytes.fetch_add(text.len(), Ordering::Relaxed);
                std::fs::write(root.join(path), text)?;
            }
        };
        let workers = std::thread::available_parallelism().map_or(1, usize::from);
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
            workers.into_iter().try_for_each(|worker| worker.join().expect("writing does not panic"))
        })?;
        Ok(bytes.into_inner())
    }

    /// The path of an article below the root, and its text.
    pub fn article(&self, number: usize) -> (PathBuf, String) {
        let outline = self.outline(number);
        (outline.path(), Writer::new(self, &outline).article())
    }

    fn outline(&self, number: usize) -> Outline<'_> {
        let mut dice = self.dice(For::Outline, &[number]);
        let sources = if number % 10 == 9 { &self.english } else { &self.german };
        let at = dice.below(sources.len());
        let source = &sources[at];
        let others = sources.iter().cycle().skip(at + 1 + dice.below(sources.len()));
        let other = others.into_iter().find(|other| other.region == source.region).unwrap_or(source);
        // whole weeks: the days of the week stay as they are
        let day = BEGIN.saturating_add(((number * DAYS / self.count) as i64).days());
        let weeks = (day - source.date).get_days().div_euclid(7) + 1;
        Outline { number, source, other, date: source.date.saturating_add(weeks.weeks()), markdown: dice.once_in(2) }
    }

    /// Fixtures of the same region that fill an article up, where those of its outline are too short.
    fn others<'c>(&'c self, outline: &Outline<'c>) -> impl Iterator<Item = &'c Source> + use<'c> {
        let (source, other) = (outline.source, outline.other);
        let sources = if source.is_english() { &self.english } else { &self.german };
        let is_new = move |it: &&Source| it.number != source.number && it.number != other.number;
        sources.iter().filter(move |it| it.region == source.region && is_new(it))
    }

    fn dice(&self, what: For, of: &[usize]) -> Dice {
        let mut numbers = [self.seed, what as u64, 0, 0, 0];
        for (at, number) in of.iter().enumerate() {
            numbers[at + 2] = *number as u64;
        }
        Dice::of(&numbers)
    }

    fn words(&self, english: bool) -> &Words {
        if english { &self.words.en } else { &self.words.de }
    }
}

impl Outline<'_> {
    fn path(&self) -> PathBuf {
        folder(self.date).join(self.name() + if self.markdown { ".md" } else { ".txt" })
    }

    /// The name of its file, without the ending.
    fn name(&self) -> String {
        format!("{}-{:06}", self.source.stem, self.number)
    }
}

fn folder(date: Date) -> PathBuf {
    PathBuf::from(format!("{}/{:02}", date.year(), date.month()))
}
