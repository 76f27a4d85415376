//! From an article to its annotations: tokens, sentences, numbers, times, names, mentions, quotes, sources, figures,
//! one stage a file.
//!
//! *Invariant:* pure. No I/O, no clock, no locks, no protocol. The same article, language, date and names give the same
//! annotations, byte for byte. Stages up to numbers and cues work on one paragraph and are kept by its content
//! (see [`analyse`]); what needs the whole article comes after.

pub mod abbreviations;
pub mod annotations;
mod antecedents;
mod cardinals;
mod classes;
pub mod dating;
mod digits;
pub mod figures;
pub mod introductions;
pub mod measures;
pub mod mentions;
pub mod names;
pub mod namesakes;
pub mod numbers;
pub mod paragraph;
pub mod persons;
pub mod phrases;
pub mod quotations;
pub mod quotes;
mod ranges;
pub mod regions;
pub mod reporting;
pub mod rivals;
pub mod roles;
pub mod senses;
pub mod sentences;
pub mod sources;
pub mod speakers;
pub mod statuses;
mod subjects;
pub mod times;
mod timex;
pub mod tokens;
mod told;
mod values;
pub mod waivers;
pub mod words;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

pub use annotations::{Approx, Class, Figure, Grounds, Mention, Quote, QuoteKind, Status, Time, TimeKind};
pub use names::{Form, MentionType, Names};
pub use waivers::Waiver;

use crate::lang::Lang;
use crate::text::filler::seen;
use crate::text::kept::Kept;
use crate::text::{Article, Block, PartialDate};
use figures::{Placed, Setup};
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
#[derive(Debug)]
pub struct Analysis {
    pub lang: (Lang, Origin),
    pub date: Option<(PartialDate, Origin)>,
    pub title: Option<String>,
    /// How many words its blocks have.
    pub words: usize,
    pub mentions: Vec<Mention>,
    pub figures: Vec<Figure>,
    pub times: Vec<Time>,
    pub quotes: Vec<Quote>,
    /// Where somebody has written down not to tell of findings.
    pub waivers: Vec<Waiver>,
    /// What each block holds, in order, with where its text begins.
    pub paragraphs: Vec<(usize, Arc<Paragraph>)>,
    /// What the paragraphs hold, for the next analysis.
    kept: Keeping,
}

impl Analysis {
    /// The paragraph that holds a byte, and where it begins.
    pub fn paragraph(&self, at: usize) -> Option<(usize, &Paragraph)> {
        let behind = self.paragraphs.partition_point(|(start, _)| *start <= at);
        self.paragraphs[..behind].last().map(|(start, paragraph)| (*start, &**paragraph))
    }
}

/// What is kept from one analysis to the next.
#[derive(Debug)]
struct Keeping {
    generation: u64,
    paragraphs: Paragraphs,
    setup: Setup,
    placed: Kept<Placed>,
}

/// Finds everything in an article. `before` is an earlier analysis of the same article: paragraphs that did not change
/// are taken from it. `Err` only where `cx.cancel` was raised.
pub fn analyse(article: &Article, cx: &Context<'_>, before: Option<&Analysis>) -> Result<Analysis, Cancelled> {
    let lang = match (cx.lang, article.front.lang) {
        (Some(lang), _) => (lang, Origin::Flag),
        (None, Some(lang)) => (lang, Origin::FrontMatter),
        (None, None) => (article.guess_lang(), Origin::Guess),
    };
    let generation = cx.names.generation();
    let before = before.filter(|b| b.lang.0 == lang.0 && b.kept.generation == generation).map(|b| &b.kept);
    let mut paragraphs = Paragraphs::with_capacity(article.blocks.len());
    let mut read: Vec<Arc<Paragraph>> = Vec::with_capacity(article.blocks.len());
    for block in &article.blocks {
        cx.cancel.check()?;
        let known = before.map(|b| &b.paragraphs);
        read.push(paragraph::paragraph(block.prose(), lang.0, cx.names, known, &mut paragraphs));
    }
    let date = match (cx.date, article.front.date) {
        (Some(date), _) => Some((date, Origin::Flag)),
        (None, Some(date)) => Some((date, Origin::FrontMatter)),
        (None, None) => dating::date(article, &read),
    };
    cx.cancel.check()?;
    let setup = Setup { date: date.map(|(date, _)| date), sport: figures::is_sport(&read) };
    let known = before.filter(|b| b.setup == setup).map(|b| &b.placed);
    let mut placed = Kept::with_capacity(article.blocks.len());
    let blocks: Vec<(&Block, Arc<Placed>)> = article
        .blocks
        .iter()
        .zip(&read)
        .map(|(block, paragraph)| (block, figures::place(paragraph, block.kind, setup, known, &mut placed)))
        .collect();
    let about = read.iter().map(|paragraph| (&paragraph.found, &paragraph.stems));
    let settled = rivals::settle(about, cx.names, lang.0, setup.date);
    let found = blocks.iter().map(|(block, placed)| (block.span.start, &placed.paragraph.found));
    let mentions = namesakes::resolve(found, settled);
    let mentions = antecedents::resolve(&blocks, mentions, cx.names, lang.0, setup.date);
    Ok(Analysis {
        lang,
        date,
        title: article.title().map(|title| seen(title).into_owned()),
        words: read.iter().map(|paragraph| paragraph.word_count).sum(),
        figures: figures::figures(&blocks, &article.directives),
        times: figures::times(&blocks),
        quotes: quotations::quotes(&blocks, &mentions),
        waivers: waivers::waivers(article, &blocks),
        paragraphs: article.blocks.iter().map(|block| block.span.start).zip(read).collect(),
        mentions,
        kept: Keeping { generation, paragraphs, setup, placed },
    })
}
