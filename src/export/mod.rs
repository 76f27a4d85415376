//! What was found in articles, in the formats of other tools, one file a format. A format turns readings into bytes; it must
//! not know disk, terminal or checks: what these say is handed in as plain data. Places count Unicode code points of the
//! file as stored; an entity of HTML belongs to them as a whole.

mod brat;
mod figures;
mod github;
pub mod report;
mod sarif;
mod spacy;
mod web;

use std::borrow::Cow;
use std::io::{Result, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ropey::Rope;

use crate::desk::Reading;
use crate::kb::Kb;
use crate::text::filler::seen;
use crate::text::{Encoding, Position, Span, position};

/// How a format is written.
pub enum Export {
    /// What the checks say, into one stream.
    Findings(fn() -> Box<dyn Stream>),
    /// What was read, into one stream.
    Stream(fn() -> Box<dyn Stream>),
    /// What was read, into files of each article, and some that lie beside them all.
    Files { article: fn(&Item<'_>) -> Vec<File>, beside: fn() -> Vec<File> },
}

/// A file by its ending, or by its name where it lies beside: what it holds.
pub type File = (&'static str, String);

/// Every format by its name.
pub const FORMATS: &[(&str, Export)] = &[
    ("brat", Export::Files { article: brat::article, beside: brat::beside }),
    ("csv", Export::Stream(|| Box::new(figures::Csv))),
    ("github", Export::Findings(|| Box::new(github::Commands))),
    ("sarif", Export::Findings(|| Box::<sarif::Log>::default())),
    ("spacy", Export::Stream(|| Box::new(spacy::Docs))),
    ("web", Export::Stream(|| Box::<web::Collection>::default())),
];

/// The format of this name.
pub fn named(name: &str) -> Option<&'static Export> {
    FORMATS.iter().find(|(known, _)| *known == name).map(|(_, export)| export)
}

/// Writes articles one after the other.
pub trait Stream {
    /// What stands before the first.
    fn begin(&mut self, _rules: &[Rule], _out: &mut dyn Write) -> Result<()> {
        Ok(())
    }

    /// One of them.
    fn article(&mut self, item: &Item<'_>, out: &mut dyn Write) -> Result<()>;

    /// What stands behind the last.
    fn end(&mut self, _out: &mut dyn Write) -> Result<()> {
        Ok(())
    }
}

/// A check, for readers who do not know it.
pub struct Rule {
    pub code: &'static str,
    pub level: Level,
    pub on_by_default: bool,
    /// As `beleg explain` shows it: a heading, what it looks for, why, and more.
    pub page: &'static str,
}

/// How much a finding weighs, in the words that most tools know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Error,
    Warning,
    Note,
}

/// What a check says.
pub struct Finding {
    pub code: &'static str,
    pub level: Level,
    pub span: Span,
    pub message: Arc<str>,
    pub related: Vec<Related>,
    pub dismissed: Option<Dismissed>,
}

/// Another place that belongs to a finding.
pub struct Related {
    /// Which file, and its text; `None`: the same article.
    pub file: Option<(PathBuf, Rope)>,
    pub span: Span,
    pub message: Arc<str>,
}

/// Where it was decided that a finding is not to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dismissed {
    InArticle,
    Elsewhere,
}

/// A stretch of a file in code points: by lines and columns, and by offsets, all from 0.
struct Region {
    start: Position,
    end: Position,
    points: Range<usize>,
}

impl Region {
    /// Where a span of bytes stands in a text.
    fn of(text: &Rope, span: Span) -> Self {
        let (start, end) = position::range(text, span, Encoding::Utf32);
        Self { start, end, points: points(text, span) }
    }
}

fn points(text: &Rope, span: Span) -> Range<usize> {
    let at = |byte: usize| text.byte_to_char(byte.min(text.len_bytes()));
    at(span.start)..at(span.end)
}

/// An article to be exported.
pub struct Item<'a> {
    /// What it is called in the output.
    pub path: &'a Path,
    pub reading: &'a Reading,
    pub kb: &'a Kb,
    /// Empty where a format has no use for them.
    pub findings: &'a [Finding],
    source: Rope,
}

impl<'a> Item<'a> {
    /// An article that is called so in the output.
    pub fn new(path: &'a Path, reading: &'a Reading, kb: &'a Kb, findings: &'a [Finding]) -> Self {
        Self { path, reading, kb, findings, source: Rope::from_str(&reading.article.source) }
    }

    /// A span with the whole of an entity that it ends in.
    fn whole(&self, span: Span) -> Span {
        Span::new(span.start, self.reading.article.behind(span.end).max(span.end))
    }

    fn points(&self, span: Span) -> Range<usize> {
        points(&self.source, self.whole(span))
    }

    fn region(&self, span: Span) -> Region {
        Region::of(&self.source, self.whole(span))
    }

    /// The words of a span as they are read.
    fn words(&self, span: Span) -> Cow<'a, str> {
        seen(span.of(&self.reading.article.text))
    }

    /// The same in one line.
    fn line(&self, span: Span) -> String {
        self.words(span).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The sentence that a span begins in; the span itself outside all sentences.
    fn sentence(&self, span: Span) -> Span {
        let sentence = || {
            let (start, paragraph) = self.reading.analysis.paragraph(span.start)?;
            let words = &paragraph.words;
            let first = words.tokens_of(Span::new(span.start - start, span.end.max(start) - start)).start;
            let tokens = words.sentence(first);
            (tokens.contains(&first)).then(|| words.span(tokens).shift(start))
        };
        sentence().unwrap_or(span)
    }
}
