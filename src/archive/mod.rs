//! All articles together: who is introduced where, who is mentioned where, which articles give the same figure.
//! Held in memory, fed from outside with what was found in each article; it analyses nothing and reads no article.

pub mod walk;

use std::collections::BTreeMap;
use std::ops::Bound;
use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::analysis::{Analysis, Class, Figure, Form, Mention, MentionType};
use crate::lang::Lang;
use crate::lang::east_asian;
use crate::lang::folding::search_key;
use crate::text::kept::hash;
use crate::text::{Article, PartialDate, Span, ZoneKind};

/// What is kept of one article.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub path: Arc<Path>,
    pub title: Option<String>,
    pub date: Option<PartialDate>,
    pub lang: Lang,
    /// Whom and what it names, each once, in the order in which it does.
    pub names: Vec<Named>,
    /// A line for each of these: its spellings as one looks for them, with tabs between. In one piece, since whoever looks
    /// for a name goes over all articles.
    pub keys: Box<str>,
    pub introductions: Vec<Introduction>,
    /// Cluster → where it is mentioned, in order.
    pub mentions: BTreeMap<Arc<str>, Vec<Span>>,
    /// Its claims.
    pub figures: Vec<(Measure, Span)>,
}

/// Somebody or something that an article names.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    pub cluster: Arc<str>,
    /// Stands for the cluster where many are compared; the same in every article.
    pub number: u64,
    pub kind: MentionType,
    /// The name as it is written in full, on one line; where the article has it without a case ending, without.
    pub name: Box<str>,
    /// Where it is first named in full, else where it is first named.
    pub place: Span,
    /// The article says who that is, and not only beside a picture.
    pub introduced: bool,
}

/// A place that says who somebody is.
#[derive(Clone, Debug, PartialEq)]
pub struct Introduction {
    pub cluster: Arc<str>,
    /// The name alone.
    pub name: Span,
    /// The name and what is said of it.
    pub words: Span,
    /// These words, on one line.
    pub line: String,
    /// What they say beside the name: `Experte für Landkriegsführung`; may be empty.
    pub role: String,
    /// The name by which other articles may go on: a family name, or an abbreviation.
    pub short: Option<Box<str>>,
    /// It stands beside a picture.
    pub in_caption: bool,
}

/// What makes two figures the same figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    pub value: f64,
    pub high: Option<f64>,
    pub unit: Option<Arc<str>>,
}

impl Measure {
    /// The measure that a figure gives.
    pub fn of(figure: &Figure) -> Self {
        Self { value: figure.value, high: figure.high, unit: figure.unit.clone() }
    }
}

impl Entry {
    /// What the archive keeps of an article.
    pub fn of(path: Arc<Path>, article: &Article, analysis: &Analysis) -> Self {
        let mut mentions: BTreeMap<_, Vec<Span>> = BTreeMap::new();
        let mut introductions = Vec::new();
        let captions = article.zones.iter().filter(|zone| zone.kind == ZoneKind::Caption);
        for mention in &analysis.mentions {
            mentions.entry(mention.cluster.clone()).or_default().push(mention.span);
            let introduction = mention.introduction.filter(|words| tells(mention, *words));
            introductions.extend(introduction.map(|words| Introduction {
                cluster: mention.cluster.clone(),
                name: mention.span,
                words,
                line: one_line(words.of(&article.text)),
                role: role(mention, words, &article.text),
                short: short(mention, &article.text),
                in_caption: captions.clone().any(|caption| caption.span.covers(mention.span)),
            }));
        }
        let (names, keys) = names(&analysis.mentions, &introductions, &article.text);
        let claims = analysis.figures.iter().filter(|figure| figure.class == Class::Claim);
        Self {
            path,
            title: analysis.title.clone(),
            date: analysis.date.map(|(date, _)| date),
            lang: analysis.lang.0,
            names,
            keys,
            introductions,
            mentions,
            figures: claims.map(|figure| (Measure::of(figure), figure.span)).collect(),
        }
    }

    /// Where it introduces a cluster.
    pub fn introductions_of<'a>(&'a self, cluster: &'a str) -> impl Iterator<Item = &'a Introduction> {
        self.introductions.iter().filter(move |introduction| &*introduction.cluster == cluster)
    }

    /// Whom it introduces by this family name or abbreviation.
    pub fn introductions_by<'a>(&'a self, short: &'a str) -> impl Iterator<Item = &'a Introduction> {
        self.introductions.iter().filter(move |introduction| introduction.short.as_deref() == Some(short))
    }

    /// Where it mentions a cluster.
    pub fn mentions_of(&self, cluster: &str) -> &[Span] {
        self.mentions.get(cluster).map_or(&[], Vec::as_slice)
    }

    /// Where it gives this very figure.
    pub fn figures_like<'a>(&'a self, measure: &'a Measure) -> impl Iterator<Item = Span> + 'a {
        self.figures.iter().filter(move |(known, _)| known == measure).map(|(_, span)| *span)
    }
}

/// Whom and what the mentions name, and the keys of these. An adjective or a function alone is no name.
fn names(mentions: &[Mention], introductions: &[Introduction], text: &str) -> (Vec<Named>, Box<str>) {
    let mut mentions: Vec<_> = mentions.iter().filter_map(|mention| Some((fullness(mention.form)?, mention))).collect();
    mentions.sort_by_key(|(fullness, _)| *fullness);
    let mut names: Vec<(Named, Vec<String>)> = Vec::new();
    let mut places: FxHashMap<&str, usize> = FxHashMap::default();
    for (fullness, mention) in mentions {
        let at = *places.entry(&mention.cluster).or_insert(names.len());
        let name = one_line(mention.span.of(text));
        match names.get_mut(at) {
            Some((named, keys)) if fullness <= Fullness::Alias => also(named, keys, name),
            Some(_) => {}
            None => names.push((Named::of(mention, &name), vec![search_key(&name)])),
        }
    }
    let telling = |introduction: &&Introduction| !introduction.in_caption && !introduction.role.is_empty();
    for introduction in introductions.iter().filter(telling) {
        if let Some(&at) = places.get(&*introduction.cluster) {
            names[at].0.introduced = true;
        }
    }
    names.sort_by_key(|(named, _)| named.place.start);
    let (names, keys): (Vec<Named>, Vec<String>) =
        names.into_iter().map(|(named, keys)| (named, keys.join("\t"))).unzip();
    (names, keys.join("\n").into())
}

/// Takes another spelling in. Where one is the other with an ending, the shorter counts.
fn also(named: &mut Named, keys: &mut Vec<String>, name: String) {
    let key = search_key(&name);
    if !keys.iter().any(|known| key.starts_with(known)) {
        keys.push(key);
    }
    if named.name.starts_with(&name) {
        named.name = name.into();
    }
}

/// How much of a name a mention gives, most first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fullness {
    Whole,
    Alias,
    Part,
    InCompound,
}

fn fullness(form: Form) -> Option<Fullness> {
    match form {
        Form::Full => Some(Fullness::Whole),
        Form::Alias => Some(Fullness::Alias),
        Form::Short => Some(Fullness::Part),
        Form::Compound => Some(Fullness::InCompound),
        Form::Adjective | Form::Role | Form::Pronoun => None,
    }
}

impl Named {
    fn of(mention: &Mention, name: &str) -> Self {
        let Mention { span: place, kind, ref cluster, .. } = *mention;
        Self { cluster: cluster.clone(), number: hash(cluster), kind, name: name.into(), place, introduced: false }
    }
}

/// Words with one blank between them, in place of whatever white space the text has.
pub fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What words say beside the name in them and its abbreviation, on one line: `Experte für Landkriegsführung`. May be empty.
pub fn role(mention: &Mention, words: Span, text: &str) -> String {
    let joins = |c: char| c.is_whitespace() || matches!(c, ',' | ':' | ';' | '–' | '—');
    let name = mention.short.map_or(mention.span, |short| short.hull(mention.span));
    let parts = [Span::new(words.start, name.start), Span::new(name.end, words.end)].map(|part| {
        let part = part.of(text).trim_start_matches(|c| joins(c) || c == ')').trim_end_matches(joins);
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
    mention.short.map(|short| short.of(text)).or_else(family).map(Into::into)
}

/// All articles, by path. Cheap to copy: the entries are shared.
#[derive(Clone, Debug, Default)]
pub struct Archive {
    entries: BTreeMap<Arc<Path>, Arc<Entry>>,
    /// Articles too large to be read, with their size in bytes.
    oversized: BTreeMap<Arc<Path>, u64>,
}

impl Archive {
    /// Takes an article in, in place of what was known of it.
    pub fn insert(&mut self, entry: Arc<Entry>) {
        self.oversized.remove(&entry.path);
        self.entries.insert(entry.path.clone(), entry);
    }

    /// Lists an article that is too large to be read.
    pub fn insert_oversized(&mut self, path: Arc<Path>, size: u64) {
        self.entries.remove(&path);
        self.oversized.insert(path, size);
    }

    /// Forgets an article, or all articles of a folder.
    pub fn remove(&mut self, path: &Path) {
        for known in self.below(path).cloned().collect::<Vec<_>>() {
            self.entries.remove(&known);
            self.oversized.remove(&known);
        }
    }

    /// The paths of all articles it knows of in a folder; of an article, its own.
    pub fn below<'a>(&'a self, path: &'a Path) -> impl Iterator<Item = &'a Arc<Path>> {
        let range = (Bound::Included(path), Bound::Unbounded);
        let read = self.entries.range::<Path, _>(range).map(|(known, _)| known);
        let oversized = self.oversized.range::<Path, _>(range).map(|(known, _)| known);
        let inside = move |known: &&Arc<Path>| known.starts_with(path);
        read.take_while(inside).chain(oversized.take_while(inside))
    }

    /// Keeps only the articles whose path fulfils a condition.
    pub fn retain(&mut self, keep: impl Fn(&Path) -> bool) {
        self.entries.retain(|path, _| keep(path));
        self.oversized.retain(|path, _| keep(path));
    }

    /// One article.
    pub fn get(&self, path: &Path) -> Option<&Arc<Entry>> {
        self.entries.get(path)
    }

    /// All articles, by path.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Entry>> {
        self.entries.values()
    }

    /// The articles that were too large to be read, with their size in bytes.
    pub fn oversized(&self) -> impl Iterator<Item = (&Arc<Path>, u64)> {
        self.oversized.iter().map(|(path, size)| (path, *size))
    }
}
