//! From an article to its annotations: tokens, sentences, numbers, times, names, mentions, quotes, sources, figures,
//! one stage a file.
//!
//! *Invariant:* pure. No I/O, no clock, no locks, no protocol. The same article, language, date and names give the same
//! annotations, byte for byte. Stages up to numbers and cues work on one paragraph and are kept by its content
//! (see [`analyse`]); what needs the whole article comes after.

pub mod annotations;
mod classes;
mod dating;
mod digits;
mod figures;
pub mod measures;
pub mod mentions;
pub mod names;
pub mod numbers;
mod paragraph;
pub mod persons;
pub mod phrases;
mod quotations;
pub mod quotes;
pub mod sentences;
pub mod sources;
mod statuses;
pub mod times;
mod timex;
pub mod tokens;
pub mod words;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

pub use annotations::{Approx, Class, Figure, Mention, Quote, QuoteKind, Status, Time, TimeKind};
pub use names::{Form, MentionType, Names};

use crate::lang::Lang;
use crate::text::{Article, Block, PartialDate};
use paragraph::{Paragraph, Paragraphs};

/// What an analysis takes beside the article.
pub struct Context<'a> {
    /// The language, where the caller knows better than front matter and guess.
    pub lang: Option<Lang>,
    /// The article's date, where the caller knows better than front matter and text.
    pub date: Option<PartialDate>,
    /// The names that are known.
    pub names: &'a dyn Names,
    /// Raised to stop the work.
    pub cancel: &'a Cancel,
}

/// A flag that another thread may raise to stop an analysis.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Stops every analysis that holds this flag or a clone of it, at its next paragraph.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// `Err(Cancelled)` once the flag is up.
    pub fn check(&self) -> Result<(), Cancelled> {
        if self.0.load(Ordering::Relaxed) { Err(Cancelled) } else { Ok(()) }
    }
}

/// The work was stopped by its [`Cancel`] flag; there is no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cancelled;

/// Where a value came from; the words of ANNOTATIONS.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    Flag,
    FrontMatter,
    Header,
    Text,
    Guess,
}

impl Origin {
    /// The word that ANNOTATIONS.md uses.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Flag => "flag",
            Self::FrontMatter => "front-matter",
            Self::Header => "header",
            Self::Text => "text",
            Self::Guess => "guess",
        }
    }
}

/// Everything that was found in one article. All spans count bytes of the whole text, front matter included;
/// every list is in the order of `start`.
#[derive(Clone, Debug)]
pub struct Analysis {
    pub lang: (Lang, Origin),
    pub date: Option<(PartialDate, Origin)>,
    pub title: Option<String>,
    pub mentions: Vec<Mention>,
    pub figures: Vec<Figure>,
    pub times: Vec<Time>,
    pub quotes: Vec<Quote>,
    /// What the paragraphs hold by themselves, for the next analysis.
    paragraphs: Paragraphs,
}

/// Finds everything in an article. `before` is an earlier analysis of the same article: paragraphs that did not change
/// are taken from it. `Err` only where `cx.cancel` was raised.
pub fn analyse(article: &Article, cx: &Context<'_>, before: Option<&Analysis>) -> Result<Analysis, Cancelled> {
    let lang = match (cx.lang, article.front.lang) {
        (Some(lang), _) => (lang, Origin::Flag),
        (None, Some(lang)) => (lang, Origin::FrontMatter),
        (None, None) => (article.guess_lang(), Origin::Guess),
    };
    let mut paragraphs = Paragraphs::default();
    let mut blocks = Vec::with_capacity(article.blocks.len());
    for block in &article.blocks {
        cx.cancel.check()?;
        blocks.push(paragraphs.take(&block.prose, lang.0, cx.names, before.map(|b| &b.paragraphs)));
    }
    let read: Vec<(&Block, &Paragraph)> = article.blocks.iter().zip(blocks.iter().map(|b| &**b)).collect();
    let date = match (cx.date, article.front.date) {
        (Some(date), _) => Some((date, Origin::Flag)),
        (None, Some(date)) => Some((date, Origin::FrontMatter)),
        (None, None) => dating::date(article, &read),
    };
    cx.cancel.check()?;
    let times = times(&read, date.map(|(date, _)| date));
    let mentions = mentions::resolve(read.iter().map(|(block, paragraph)| (block.span.start, &paragraph.found)));
    let figures = figures::figures(&read, &times);
    let quotes = quotations::quotes(&read, &mentions);
    Ok(Analysis { lang, date, title: article.title().map(str::to_owned), mentions, figures, times, quotes, paragraphs })
}

fn times(blocks: &[(&Block, &Paragraph)], date: Option<PartialDate>) -> Vec<Time> {
    let of = |(block, paragraph): &(&Block, &Paragraph)| {
        let time = |e: &times::Expression| Time {
            span: paragraph.words.span(e.tokens.clone()).shift(block.span.start),
            kind: e.kind,
            value: e.resolve(date),
            weekday: e.weekday(&paragraph.words),
            tells_year: e.year().is_some(),
        };
        paragraph.times.iter().map(time).collect::<Vec<_>>()
    };
    blocks.iter().flat_map(of).collect()
}
