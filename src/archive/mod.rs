//! All articles together: who is introduced where, who is mentioned where, which articles give the same figure.
//! Held in memory, fed from outside with what was found in each article; it analyses nothing and reads no article.

pub mod walk;

use std::collections::BTreeMap;
use std::ops::Bound;
use std::path::Path;
use std::sync::Arc;

use crate::analysis::{Analysis, Class, Figure, Form, Mention, MentionType};
use crate::lang::Lang;
use crate::text::{Article, PartialDate, Span, ZoneKind};

/// What is kept of one article.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub path: Arc<Path>,
    pub title: Option<String>,
    pub date: Option<PartialDate>,
    pub lang: Lang,
    pub introductions: Vec<Introduction>,
    /// Cluster → where it is mentioned, in order.
    pub mentions: BTreeMap<Arc<str>, Vec<Span>>,
    /// Its claims.
    pub figures: Vec<(Measure, Span)>,
}

/// A place that says who somebody is.
#[derive(Clone, Debug, PartialEq)]
pub struct Introduction {
    pub cluster: Arc<str>,
    /// The name alone.
    pub name: Span,
    /// From the name to the end of what is said of it.
    pub words: Span,
    /// These words, on one line.
    pub line: String,
    /// For persons: the last word of the name.
    pub family: Option<Box<str>>,
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
                line: words.of(&article.text).split_whitespace().collect::<Vec<_>>().join(" "),
                family: family(mention, &article.text),
                in_caption: captions.clone().any(|caption| caption.span.covers(mention.span)),
            }));
        }
        let claims = analysis.figures.iter().filter(|figure| figure.class == Class::Claim);
        Self {
            path,
            title: analysis.title.clone(),
            date: analysis.date.map(|(date, _)| date),
            lang: analysis.lang.0,
            introductions,
            mentions,
            figures: claims.map(|figure| (Measure::of(figure), figure.span)).collect(),
        }
    }

    /// Where it introduces a cluster.
    pub fn introductions_of<'a>(&'a self, cluster: &'a str) -> impl Iterator<Item = &'a Introduction> {
        self.introductions.iter().filter(move |introduction| &*introduction.cluster == cluster)
    }

    /// Whom it introduces by this family name.
    pub fn introductions_by_family<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Introduction> {
        self.introductions.iter().filter(move |introduction| introduction.family.as_deref() == Some(name))
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

/// Whether these words introduce somebody: they say who it is, or name a person in full.
fn tells(mention: &Mention, words: Span) -> bool {
    words != mention.span || mention.kind == MentionType::Person && mention.form == Form::Full
}

fn family(mention: &Mention, text: &str) -> Option<Box<str>> {
    let name = mention.span.of(text).split_whitespace().next_back()?;
    (mention.kind == MentionType::Person).then(|| name.into())
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
