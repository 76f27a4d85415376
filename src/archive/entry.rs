//! What is kept of one article: whom and what it names and where, how it introduces them, which figures it gives, what is
//! said in it. Made out of an analysis; how it lies in bytes is for [`super::run`].

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::cited::{self, Citation};
use super::keys::{self, Key};
use super::located::Located;
use super::matter::Matter;
use super::measure::Measure;
use super::run::Sought;
use super::said;
use crate::analysis::{Analysis, Approx, Class, Figure, Form, Mention, MentionType, QuoteKind, Status};
use crate::lang::Lang;
use crate::lang::east_asian;
use crate::lang::folding::search_key;
use crate::text::filler::seen;
use crate::text::kept::hash;
use crate::text::{Article, PartialDate, Ruler, Span, ZoneKind};

/// What is kept of one article.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Entry {
    #[serde(skip, default = "nowhere")]
    pub path: Arc<Path>,
    /// The file as it was when it was read.
    #[serde(skip)]
    pub stamp: Stamp,
    /// Finds lines and columns in its text.
    #[serde(skip)]
    pub ruler: Ruler,
    #[serde(skip)]
    pub title: Option<Box<str>>,
    /// Where the title stands; in an article that tells none, its start.
    pub title_place: Span,
    pub date: Option<PartialDate>,
    pub lang: Lang,
    /// Who published it, as far as it says: what follows the author in the byline, or the host of its address.
    pub outlet: Option<Box<str>>,
    /// Whom and what it names, each once, in the order in which it does.
    pub names: Vec<Named>,
    pub introductions: Vec<Introduction>,
    /// Its claims, in order.
    pub claims: Vec<Claim>,
    /// What it quotes word for word; a broken quotation has several spans.
    pub said: Vec<Vec<Span>>,
    /// What it rests on, where that may be one other article.
    pub citations: Vec<Citation>,
    /// Which places it puts into which regions.
    pub located: Vec<Located>,
    /// By what it is found beside whom it names, each once. Not known of an entry that a run holds.
    #[serde(skip)]
    pub keys: Vec<u32>,
    /// Where its title stands among the names of the run that holds it.
    pub(super) title_row: Option<u32>,
}

/// What tells whether a file is still what it was. A time of 0 tells nothing: the file had only just been changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// Nanoseconds since 1970.
    pub modified: i64,
    /// In bytes.
    pub size: u64,
    /// A hash of these bytes.
    pub content: u64,
}

/// How the ids of clusters begin that no knowledge base gave.
const UNKNOWN: &str = "x:";

/// The number that stands for a cluster where many are compared; the same in every article. Those that no knowledge base
/// gave are numbers.
pub fn number_of(cluster: &str) -> u64 {
    let own = cluster.strip_prefix(UNKNOWN).filter(|digits| digits.len() == 16);
    own.and_then(|digits| u64::from_str_radix(digits, 16).ok()).unwrap_or_else(|| hash(cluster))
}

/// The cluster of which nothing but its number was kept.
pub(super) fn unknown_cluster(number: u64) -> Arc<str> {
    format!("{UNKNOWN}{number:016x}").into()
}

/// Whether a cluster's number tells all of it.
pub(super) fn is_unknown(cluster: &str) -> bool {
    *cluster == *unknown_cluster(number_of(cluster))
}

/// Somebody or something, and what it is called in one or several articles.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    pub cluster: Arc<str>,
    pub kind: MentionType,
    /// In full, on one line; where the article has it without a case ending, without. Empty where no name of it stands
    /// there: an adjective or a function alone is none.
    pub spelled: Box<str>,
    /// Its spellings as one looks for them, with tabs between.
    pub keys: Box<str>,
}

impl Name {
    /// Words as a name; `id` tells it from all others.
    fn of(words: &str, id: &str) -> Arc<Self> {
        let spelled = one_line(words);
        let cluster = id.replace(['\t', '\n'], " ").into();
        Arc::new(Self { cluster, kind: MentionType::Other, keys: search_key(&spelled).into(), spelled: spelled.into() })
    }

    /// Stands for the cluster.
    pub fn number(&self) -> u64 {
        number_of(&self.cluster)
    }
}

/// Somebody or something that an article names.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Named {
    /// Stands for the cluster.
    #[serde(skip)]
    pub number: u64,
    /// What it is called; `None` in an entry that was found by a key, since nobody asks for all names of that.
    #[serde(skip)]
    pub name: Option<Arc<Name>>,
    /// Where that stands in the run that holds the entry.
    pub(super) row: u32,
    /// Which of the mentions names it in full first, else the first.
    place: u32,
    /// The article says who that is, and not only beside a picture.
    pub introduced: bool,
    /// Where it is mentioned, in order.
    pub mentions: Vec<Span>,
}

/// A place that says who somebody is.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Introduction {
    /// Stands for the cluster of whom it introduces.
    #[serde(skip)]
    pub number: u64,
    /// The same among the names of the article.
    pub(super) named: u32,
    /// The name alone.
    pub name: Span,
    /// The name and what is said of it.
    pub words: Span,
    /// These words, on one line.
    pub line: Box<str>,
    /// Where the name stands in that line, with its abbreviation.
    own: Span,
    /// The name by which other articles may go on: a family name, or an abbreviation.
    pub short: Option<Box<str>>,
    /// It stands beside a picture.
    pub in_caption: bool,
}

/// A figure that wants to be believed.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Claim {
    pub span: Span,
    #[serde(skip)]
    pub measure: Measure,
    /// Where that stands in the run that holds the entry.
    pub(super) row: u32,
    pub approx: Approx,
    /// The TIMEX3 date that it speaks of.
    pub as_of: Option<Arc<str>>,
    pub status: Status,
    /// The words that vouch for it.
    pub source: Option<Span>,
    /// What its sentence is about, beside the measure.
    pub about: Matter,
}

fn nowhere() -> Arc<Path> {
    Path::new("").into()
}

impl Introduction {
    /// Stands for whom it introduces wherever articles are asked, as a cluster's own words do.
    pub fn cluster(&self) -> Arc<str> {
        unknown_cluster(self.number)
    }

    /// What its words say beside the name: `Experte für Landkriegsführung`; may be empty.
    pub fn role(&self) -> String {
        beside(&self.line, self.own)
    }

    /// Whether it says who that is, and not only beside a picture.
    pub fn tells(&self) -> bool {
        !self.in_caption && !self.role().is_empty()
    }
}

impl Named {
    /// Where it is first named in full, else where it is first named.
    pub fn place(&self) -> Span {
        self.mentions.get(self.place as usize).copied().unwrap_or_default()
    }
}

impl Entry {
    /// What the archive keeps of an article.
    pub fn of(path: Arc<Path>, stamp: Stamp, article: &Article, analysis: &Analysis) -> Self {
        let text = &*article.text;
        let captions: Vec<Span> =
            article.zones.iter().filter(|zone| zone.kind == ZoneKind::Caption).map(|zone| zone.span).collect();
        let mut names = names(&analysis.mentions, text);
        let places: FxHashMap<u64, usize> = names.iter().enumerate().map(|(at, named)| (named.number, at)).collect();
        let mut introductions = Vec::new();
        for mention in &analysis.mentions {
            let Some(words) = mention.introduction.filter(|words| tells(mention, *words)) else { continue };
            let number = number_of(&mention.cluster);
            let named = places[&number];
            let introduction = Introduction {
                number,
                named: named as u32,
                name: mention.span,
                words,
                line: one_line(words.of(text)).into(),
                own: own_part(mention, words, text),
                short: short(mention, text),
                in_caption: captions.iter().any(|caption| caption.covers(mention.span)),
            };
            names[named].introduced |= introduction.tells();
            introductions.push(introduction);
        }
        let claims = analysis.figures.iter().filter(|figure| figure.class == Class::Claim);
        let direct = analysis.quotes.iter().filter(|quote| quote.kind == QuoteKind::Direct);
        let title = article.zones.iter().find(|zone| zone.kind == ZoneKind::Title);
        let mut entry = Self {
            path,
            stamp,
            ruler: Ruler::new(&article.source),
            title: analysis.title.as_deref().map(Into::into),
            title_place: title.map_or(Span::default(), |zone| zone.span),
            date: analysis.date.map(|(date, _)| date),
            lang: analysis.lang.0,
            outlet: cited::outlet(article),
            names,
            introductions,
            claims: claims.map(|figure| Claim::of(figure, analysis)).collect(),
            said: direct.map(|quote| quote.spans.clone()).collect(),
            citations: cited::citations(article, analysis),
            located: Located::all(text, analysis),
            keys: Vec::new(),
            title_row: None,
        };
        entry.keys = entry.found_by(article);
        entry
    }

    /// By what it is found.
    fn found_by(&self, article: &Article) -> Vec<u32> {
        let text = &*article.text;
        let mut keys: Vec<Key<'_>> = Vec::new();
        let introduced = self.names.iter().filter(|named| named.introduced);
        keys.extend(introduced.filter_map(|named| Some(Key::Introduced(&named.name.as_ref()?.cluster))));
        keys.extend(self.introductions.iter().filter_map(|it| it.short.as_deref().map(Key::Short)));
        for claim in &self.claims {
            keys.extend(claim.measure.unit.as_deref().map(Key::Unit));
            keys.extend(claim.counted(self.date));
        }
        for spans in &self.said {
            keys.extend(said::fingerprints(&said::words(spans.iter().map(|span| span.of(text)))).map(Key::Said));
        }
        let places: Vec<String> = self.located.iter().map(Located::key).collect();
        keys.extend(places.iter().map(|place| Key::Located(place)));
        let stem = self.path.file_stem().map(|stem| search_key(&stem.to_string_lossy()));
        let title = self.title.as_deref().map(search_key);
        keys.extend([&stem, &title].into_iter().flatten().map(|title| Key::Titled(title)));
        keys.extend(keys::sketch(article.blocks.iter().map(|block| &**block.prose())).into_iter().map(Key::Like));
        let mut codes: Vec<u32> = keys.into_iter().map(Key::code).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// What it is looked for by: whom and what it names, in the order of `names`, its title, and the units of its figures;
    /// with what tells each from all others, and whether this article explains it. `path` is its own below the root.
    pub fn sought(&self, path: &[u8]) -> Vec<(Sought, Arc<Name>, bool)> {
        let names = self.names.iter().filter_map(|named| Some((named.name.as_ref()?, named.introduced)));
        let named = names.map(|(name, introduced)| (Sought::Name(name.kind), name.clone(), introduced));
        let path = String::from_utf8_lossy(path);
        let title = self.title.iter().map(|title| (Sought::Article, Name::of(title, &path), true));
        let units: BTreeSet<&str> = self.claims.iter().filter_map(|claim| claim.measure.unit.as_deref()).collect();
        let units = units.into_iter().map(|unit| (Sought::Unit, Name::of(unit, unit), true));
        named.chain(title).chain(units).collect()
    }

    /// Whether it is found by a key; not to be asked of an entry that a run holds.
    pub fn has(&self, key: Key<'_>) -> bool {
        match key {
            Key::Cluster(cluster) => self.named(cluster).is_some(),
            Key::Amount(..) => self.claims.iter().any(|claim| claim.measure.key().code() == key.code()),
            key => self.keys.binary_search(&key.code()).is_ok(),
        }
    }

    /// What it is called: its title, else its file.
    pub fn called(&self) -> String {
        self.title.as_deref().map_or_else(|| file_name(&self.path), str::to_owned)
    }

    /// What it says of a cluster.
    pub fn named(&self, cluster: &str) -> Option<&Named> {
        let number = number_of(cluster);
        self.names.iter().find(|named| named.number == number)
    }

    /// Whom or what of a kind it names, with their names.
    pub fn names_of(&self, kind: MentionType) -> impl Iterator<Item = (&Named, &Name)> {
        let names = self.names.iter().filter_map(|named| Some((named, &**named.name.as_ref()?)));
        names.filter(move |(_, name)| name.kind == kind && !name.spelled.is_empty())
    }

    /// Where it introduces a cluster.
    pub fn introductions_of(&self, cluster: &str) -> impl Iterator<Item = &Introduction> + use<'_> {
        let number = number_of(cluster);
        self.introductions.iter().filter(move |introduction| introduction.number == number)
    }

    /// Whom it introduces by this family name or abbreviation.
    pub fn introductions_by<'a>(&'a self, short: &'a str) -> impl Iterator<Item = &'a Introduction> {
        self.introductions.iter().filter(move |introduction| introduction.short.as_deref() == Some(short))
    }

    /// Where it mentions a cluster.
    pub fn mentions_of(&self, cluster: &str) -> &[Span] {
        self.named(cluster).map_or(&[], |named| &named.mentions)
    }
}

impl Claim {
    /// What is kept of a figure that is a claim.
    pub fn of(figure: &Figure, analysis: &Analysis) -> Self {
        let Figure { span, approx, status, source, .. } = *figure;
        let about = Matter::of(figure, analysis);
        Self { span, measure: Measure::of(figure), row: 0, approx, as_of: figure.as_of.clone(), status, source, about }
    }

    /// The day, month or year of which an article of this date tells it; `None` where that is not known.
    pub fn as_of(&self, date: Option<PartialDate>) -> Option<PartialDate> {
        match &self.as_of {
            Some(told) => PartialDate::parse(told),
            None => date.filter(|date| date.day.is_some()),
        }
    }

    /// By what those are found that count the same then; `None` for what measures, for which a sentence tells too little of
    /// what it is.
    pub fn counted(&self, date: Option<PartialDate>) -> Option<Key<'_>> {
        let unit = self.measure.counted_noun().filter(|_| self.about.tells_enough())?;
        Some(Key::Counted(unit, self.as_of(date)?))
    }

    /// Whether both give the same figure. A number of nothing in particular, and a share, are the same only where they are
    /// about the same: `3` and `die Hälfte` stand everywhere.
    pub fn is_same(&self, other: &Self) -> bool {
        self.measure.unit.is_some() && self.measure.agrees(&other.measure) || self.resembles(other)
    }

    /// Whether both give the same figure, and what their sentences are about has something in common.
    pub fn resembles(&self, other: &Self) -> bool {
        self.measure.agrees(&other.measure) && self.about.shared(&other.about) > 0
    }

    /// Whether both give the same figure of the same thing, in whatever articles.
    pub fn repeats(&self, other: &Self) -> bool {
        self.measure.agrees(&other.measure) && self.about.is_that_of(&other.about)
    }

    /// Whether both stand in the same place of one article, by what stands around them.
    pub fn stands_for(&self, other: &Self) -> bool {
        let same = self.about == other.about && self.about.tells_enough();
        self.measure.unit == other.measure.unit && (same || self.about.is_that_of(&other.about))
    }

    /// Whether both tell the same thing and one of them must be wrong, or is no more true.
    pub fn contradicts(&self, other: &Self) -> bool {
        self.measure.excludes(self.approx, &other.measure, other.approx) && self.about.is_that_of(&other.about)
    }
}

/// Whom and what the mentions name, in the order in which they do.
fn names(mentions: &[Mention], text: &str) -> Vec<Named> {
    let mut fullest_first: Vec<_> = mentions.iter().map(|mention| (Fullness::of(mention.form), mention)).collect();
    fullest_first.sort_by_key(|(fullness, _)| *fullness);
    let mut names: Vec<(Named, Spellings)> = Vec::new();
    let mut places: FxHashMap<&str, usize> = FxHashMap::default();
    for (fullness, mention) in fullest_first {
        let at = *places.entry(&mention.cluster).or_insert(names.len());
        let spelled = || one_line(mention.span.of(text));
        match names.get_mut(at) {
            Some((named, spellings)) => {
                named.mentions.push(mention.span);
                if fullness <= Fullness::Alias {
                    spellings.add(spelled());
                }
            }
            None => names.push((Named::first(mention), Spellings::of(mention, fullness, spelled()))),
        }
    }
    for (named, _) in &mut names {
        let fullest = named.mentions[0];
        named.mentions.sort();
        named.place = named.mentions.iter().position(|mention| *mention == fullest).unwrap_or(0) as u32;
    }
    names.sort_by_key(|(named, _)| named.place().start);
    names.into_iter().map(|(named, spellings)| Named { name: Some(spellings.name().into()), ..named }).collect()
}

impl Named {
    fn first(mention: &Mention) -> Self {
        let number = number_of(&mention.cluster);
        Self { number, name: None, row: 0, place: 0, introduced: false, mentions: vec![mention.span] }
    }
}

/// How an article writes a name.
struct Spellings {
    cluster: Arc<str>,
    kind: MentionType,
    spelled: String,
    keys: Vec<String>,
}

impl Spellings {
    fn of(mention: &Mention, fullness: Fullness, spelled: String) -> Self {
        let spelled = if fullness == Fullness::None { String::new() } else { spelled };
        let keys = Some(search_key(&spelled)).filter(|key| !key.is_empty());
        Self { cluster: mention.cluster.clone(), kind: mention.kind, spelled, keys: keys.into_iter().collect() }
    }

    /// Takes another spelling in. Where one is the other with an ending, the shorter counts.
    fn add(&mut self, spelled: String) {
        let key = search_key(&spelled);
        if !self.keys.iter().any(|known| key.starts_with(known)) {
            self.keys.push(key);
        }
        if self.spelled.starts_with(&spelled) {
            self.spelled = spelled;
        }
    }

    fn name(self) -> Name {
        let Self { cluster, kind, spelled, keys } = self;
        Name { cluster, kind, spelled: spelled.into(), keys: keys.join("\t").into() }
    }
}

/// How much of a name a mention gives, most first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fullness {
    Whole,
    Alias,
    Part,
    InCompound,
    None,
}

impl Fullness {
    fn of(form: Form) -> Self {
        match form {
            Form::Full => Self::Whole,
            Form::Alias => Self::Alias,
            Form::Short => Self::Part,
            Form::Compound => Self::InCompound,
            Form::Adjective | Form::Role | Form::Pronoun => Self::None,
        }
    }
}

/// What an article without a title is called.
pub fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Words as they are seen, with one blank between them, in place of whatever white space the text has.
pub fn one_line(words: &str) -> String {
    let mut line = String::with_capacity(words.len());
    for word in seen(words).split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// What words say beside the name in them and its abbreviation, on one line: `Experte für Landkriegsführung`. May be empty.
pub fn role(mention: &Mention, words: Span, text: &str) -> String {
    beside(&one_line(words.of(text)), own_part(mention, words, text))
}

/// Where the name stands in these words once they are one line, with its abbreviation.
fn own_part(mention: &Mention, words: Span, text: &str) -> Span {
    let name = mention.short.map_or(mention.span, |short| short.hull(mention.span));
    let before = Span::new(words.start, name.start).of(text);
    let blank = usize::from(before.ends_with(char::is_whitespace));
    let start = one_line(before).len() + blank;
    Span::new(start, start + one_line(name.of(text)).len())
}

/// What a line says beside a part of it.
fn beside(line: &str, own: Span) -> String {
    let joins = |c: char| c.is_whitespace() || matches!(c, ',' | ':' | ';' | '–' | '—');
    let parts = [line.get(..own.start), line.get(own.end..)].map(|part| {
        let part = part.unwrap_or_default().trim_start_matches(|c| joins(c) || c == ')').trim_end_matches(joins);
        let part = part.strip_prefix('(').filter(|inside| !inside.contains(')')).unwrap_or(part);
        one_line(if part.contains('(') { part } else { part.trim_end_matches(')') })
    });
    let says = |part: &&String| part.contains(char::is_alphanumeric);
    parts.iter().filter(says).map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// Whether these words introduce somebody: they say who it is, or name a person in full.
fn tells(mention: &Mention, words: Span) -> bool {
    words != mention.span || mention.kind == MentionType::Person && mention.form == Form::Full
}

fn short(mention: &Mention, text: &str) -> Option<Box<str>> {
    let is_person = mention.kind == MentionType::Person;
    let family = || is_person.then(|| east_asian::family(mention.span.of(text)));
    mention.short.map(|short| short.of(text)).or_else(family).map(|short| seen(short).into())
}
