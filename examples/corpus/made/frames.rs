//! The articles of `fixtures/` as frames: their words, with slots where beleg finds names, figures and dates. It must not
//! know what fills them.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, MatchKind};
use beleg::analysis::{Analysis, Cancel, Class, Figure, MentionType};
use beleg::desk::{Reading, Snapshot};
use beleg::text::{Article, Block, Format, Span, ZoneKind};
use jiff::civil::Date;
use regex::Regex;

/// Where the fixtures of a folder come from: how numbers and quotations are written there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Region {
    Germany,
    Switzerland,
    Austria,
    England,
}

/// One fixture.
pub struct Source {
    pub number: usize,
    pub region: Region,
    /// The name of its file, without the ending.
    pub stem: String,
    pub date: Date,
    pub title: Frame,
    pub blocks: Vec<Passage>,
}

/// A block of a fixture.
pub struct Passage {
    pub kind: ZoneKind,
    pub frame: Frame,
    /// It names somebody real, or gives a number in words: this is the same wherever it stands, so it stands seldom.
    pub fixed: bool,
}

impl Source {
    pub fn is_english(&self) -> bool {
        self.region == Region::England
    }
}

/// A person of a fixture: many people have this part in the made-up articles, always with the same function.
pub struct Role {
    pub english: bool,
    pub woman: bool,
    /// As it stands before a name, where the fixture has it there in one word.
    pub function: Option<String>,
}

/// A stretch of prose with its slots.
#[derive(Default)]
pub struct Frame(pub Vec<Piece>);

/// A part of a frame. Brands are counted within their fixture, places in all of them.
pub enum Piece {
    Text(String),
    Person {
        role: usize,
        full: bool,
    },
    Place(usize),
    Brand(usize),
    /// Digits with their marks.
    Number(String),
    /// `11. März 2025`, `16 October 2025`; with the year or without.
    Day(Date, bool),
    Year(i16),
}

/// A fixture as beleg reads it.
struct Fixture {
    region: Region,
    stem: String,
    reading: Reading,
}

/// The fixtures, and the people in them.
pub fn sources(fixtures: &Path) -> (Vec<Source>, Vec<Role>) {
    let folders =
        [("de", Region::Germany), ("ch", Region::Switzerland), ("at", Region::Austria), ("en", Region::England)];
    let desk = Snapshot::default();
    let mut read = Vec::new();
    for (folder, region) in folders {
        let entries = std::fs::read_dir(fixtures.join(folder)).expect("fixtures are there");
        let mut files: Vec<_> = entries.map(|entry| entry.expect("they can be listed").path()).collect();
        files.sort();
        for file in files {
            let text = std::fs::read_to_string(&file).expect("it can be read");
            let format = Format::of_path(&file).expect("it is an article");
            let reading = desk.read(&file, text, format, &Cancel::default(), None).expect("nobody cancels");
            let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            read.push(Fixture { region, stem, reading });
        }
    }
    let places: BTreeSet<&str> = read.iter().flat_map(|fixture| places(&fixture.reading)).collect();
    let places: Vec<&str> = places.into_iter().collect();
    let mut roles = Vec::new();
    let sources = read.iter().enumerate().filter_map(|(number, fixture)| source(number, fixture, &places, &mut roles));
    (sources.collect(), roles)
}

fn source(number: usize, fixture: &Fixture, places: &[&str], roles: &mut Vec<Role>) -> Option<Source> {
    let Fixture { region, ref stem, ref reading } = *fixture;
    let date = reading.analysis.date?.0.first_day();
    let slots = Slots::of(reading, region, places, roles);
    let (mut title, mut blocks) = (Frame::default(), Vec::new());
    for block in &reading.article.blocks {
        match block.kind {
            ZoneKind::Title if is_fixed(reading, block.span) => return None,
            ZoneKind::Title => title = slots.frame(block),
            ZoneKind::Heading if title.0.is_empty() => title = slots.frame(block),
            ZoneKind::Byline | ZoneKind::Kicker | ZoneKind::Boilerplate | ZoneKind::Duplicate => {}
            // cells of tables, link lists, signs of agencies
            ZoneKind::Paragraph | ZoneKind::ListItem if block.prose().len() < 60 => {}
            kind => blocks.push(Passage { kind, frame: slots.frame(block), fixed: is_fixed(reading, block.span) }),
        }
    }
    Some(Source { number, region, stem: stem.clone(), date, title, blocks })
}

fn is_fixed(reading: &Reading, block: Span) -> bool {
    let Reading { article, analysis, .. } = reading;
    let real = analysis.mentions.iter().any(|mention| mention.entity.is_some() && block.covers(mention.span));
    let in_words = |figure: &Figure| figure.span.of(&article.text).starts_with(char::is_alphabetic);
    let claims = analysis.figures.iter().filter(|figure| figure.class == Class::Claim && block.covers(figure.span));
    real || claims.into_iter().any(in_words)
}

/// What is varied in one fixture.
struct Slots<'r> {
    reading: &'r Reading,
    finder: AhoCorasick,
    /// What each pattern of the finder stands for.
    names: Vec<Name>,
    day: Regex,
    year: Regex,
}

#[derive(Clone, Copy)]
enum Name {
    Person { role: usize, full: bool },
    Place(usize),
    Brand(usize),
}

impl<'r> Slots<'r> {
    fn of(reading: &'r Reading, region: Region, places: &[&str], roles: &mut Vec<Role>) -> Self {
        let Reading { article, analysis, .. } = reading;
        let mut patterns: Vec<(String, Name)> = Vec::new();
        for texts in unknown(article, analysis, MentionType::Person) {
            let full = texts.iter().max_by_key(|(text, _)| (text.split(' ').count(), std::cmp::Reverse(text.len())));
            let Some((full, _)) = full.filter(|(full, _)| is_name(full) && !places.contains(full)) else { continue };
            let family = full.rsplit(' ').next().unwrap_or(full);
            let functions = || texts.iter().filter_map(|(_, role)| *role);
            let given = full.split(' ').next().unwrap_or(full);
            let woman =
                given.ends_with('a') || functions().any(|it| it.split(' ').next().is_some_and(|it| it.ends_with("in")));
            let function = functions().find(|function| !function.contains([' ', '-'])).map(str::to_owned);
            let role = roles.len();
            roles.push(Role { english: region == Region::England, woman, function });
            if full.contains(' ') {
                patterns.push(((*full).to_owned(), Name::Person { role, full: true }));
            }
            patterns.push((family.to_owned(), Name::Person { role, full: false }));
        }
        patterns.extend(places.iter().enumerate().map(|(number, place)| ((*place).to_owned(), Name::Place(number))));
        for (number, texts) in unknown(article, analysis, MentionType::Organisation).into_iter().enumerate() {
            let brand = texts.iter().find_map(|(text, _)| text.split_once(' ')).map(|(first, _)| first);
            patterns.extend(brand.filter(|brand| is_name(brand)).map(|brand| (brand.to_owned(), Name::Brand(number))));
        }
        let (patterns, names): (Vec<_>, Vec<_>) = patterns.into_iter().unzip();
        let finder =
            AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&patterns).expect("a few names");
        let regex = |pattern: &str| Regex::new(pattern).expect("it is one");
        let day = regex(
            r"\d{1,2}\.? (?:Januar|Februar|März|April|Mai|Ju[nl]i|August|September|Oktober|November|Dezember|October)(?P<year> \d{4})?",
        );
        Self { reading, finder, names, day, year: regex(r"\b(?:19|20)\d\d\b") }
    }

    fn frame(&self, block: &Block) -> Frame {
        let prose = block.prose();
        let mut slots = self.dates(block);
        slots.extend(self.numbers(block));
        slots.extend(self.finder.find_iter(&**prose).filter_map(|found| {
            let name = self.names[found.pattern().as_usize()];
            let rest = &prose[found.end()..];
            let rest = match name {
                Name::Person { .. } => rest.strip_prefix('s').unwrap_or(rest),
                // `Glasachbrücke`, `Wernacher`
                Name::Place(_) => rest.trim_start_matches(char::is_lowercase),
                Name::Brand(_) => rest,
            };
            let whole =
                !prose[..found.start()].ends_with(char::is_alphanumeric) && !rest.starts_with(char::is_alphanumeric);
            let piece = match name {
                Name::Person { role, full } => Piece::Person { role, full },
                Name::Place(place) => Piece::Place(place),
                Name::Brand(brand) => Piece::Brand(brand),
            };
            whole.then(|| (Span::from(found.range()), piece))
        }));
        slots.sort_by_key(|(span, _)| span.start);
        let mut pieces = Vec::new();
        let mut at = 0;
        for (span, piece) in slots {
            if span.start >= at {
                pieces.push(Piece::Text(joined(&prose[at..span.start])));
                pieces.push(piece);
                at = span.end;
            }
        }
        pieces.push(Piece::Text(joined(prose[at..].trim_end())));
        Frame(pieces)
    }

    fn dates(&self, block: &Block) -> Vec<(Span, Piece)> {
        let times = self.reading.analysis.times.iter().filter(|time| block.span.covers(time.span));
        let slots = times.flat_map(|time| {
            let (text, start) = (time.span.of(&self.reading.article.text), time.span.start - block.span.start);
            let day = self.day.captures(text).zip(time.value.parse::<Date>().ok()).map(|(found, date)| {
                let slot = Piece::Day(date, found.name("year").is_some());
                vec![(Span::from(found.get_match().range()).shift(start), slot)]
            });
            day.unwrap_or_else(|| {
                let years =
                    self.year.find_iter(text).filter_map(|year| Some((year.range(), year.as_str().parse().ok()?)));
                years.map(|(range, year)| (Span::from(range).shift(start), Piece::Year(year))).collect()
            })
        });
        slots.collect()
    }

    /// The digits of its claims; of people and bodies that exist nothing is made up.
    fn numbers(&self, block: &Block) -> Vec<(Span, Piece)> {
        let Reading { article, analysis, .. } = self.reading;
        let exists = |kind| matches!(kind, MentionType::Person | MentionType::Organisation);
        let mut inside = analysis.mentions.iter().filter(|mention| block.span.covers(mention.span));
        if inside.any(|mention| mention.entity.is_some() && exists(mention.kind)) {
            return Vec::new();
        }
        let figures = analysis.figures.iter().filter(|figure| block.span.covers(figure.span));
        let claims = figures.filter(|figure| figure.class == Class::Claim);
        let slots = claims.filter_map(|figure| {
            let text = figure.span.of(&article.text);
            let digit = |c: char| c.is_ascii_digit();
            let (start, end) = (text.find(digit)?, text.rfind(digit)? + 1);
            let digits = &text[start..end];
            let one = digits.chars().all(|c| c.is_ascii_digit() || ".,'’\u{a0}\u{202f}".contains(c));
            let span = Span::new(start, end).shift(figure.span.start - block.span.start);
            let year = digits.parse().ok().filter(|year| (1900..2100).contains(year)).filter(|_| digits.len() == 4);
            one.then(|| (span, year.map_or_else(|| Piece::Number(digits.to_owned()), Piece::Year)))
        });
        slots.collect()
    }
}

/// The names of one kind that the knowledge base does not know, with the functions beside them; those of one bearer together.
fn unknown<'r>(
    article: &'r Article,
    analysis: &'r Analysis,
    kind: MentionType,
) -> Vec<Vec<(&'r str, Option<&'r str>)>> {
    let mut bearers: Vec<(&Arc<str>, Vec<_>)> = Vec::new();
    for mention in analysis.mentions.iter().filter(|mention| mention.kind == kind && mention.entity.is_none()) {
        let told = (mention.span.of(&article.text), mention.role.map(|role| role.of(&article.text)));
        match bearers.iter_mut().find(|(cluster, _)| **cluster == mention.cluster) {
            Some((_, names)) => names.push(told),
            None => bearers.push((&mention.cluster, vec![told])),
        }
    }
    bearers.into_iter().map(|(_, names)| names).collect()
}

/// What the places that the knowledge base does not know are called there, in their shortest form.
fn places(reading: &Reading) -> impl Iterator<Item = &str> {
    let places = unknown(&reading.article, &reading.analysis, MentionType::Place).into_iter();
    places
        .filter_map(|texts| texts.into_iter().map(|(text, _)| text).min_by_key(|text| text.len()))
        .filter(|it| is_name(it))
}

fn is_name(text: &str) -> bool {
    text.len() > 3 && text.starts_with(char::is_uppercase)
}

/// With one blank where markup was.
fn joined(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    for c in text.chars() {
        if c != ' ' || !joined.ends_with(' ') {
            joined.push(if c == '\n' { ' ' } else { c });
        }
    }
    joined.replace(" .", ".").replace(" ,", ",")
}
