//! The checks: one file each, with its code, its messages and its page for `beleg explain`; one trait, one registry.
//! A check reads an article's annotations and reports; it never looks at a file, an editor or a terminal. What other articles
//! say, the archive tells it, and where links lead, the desk.

mod boilerplate;
mod broken_link;
mod circular_source;
mod conflict_marker;
pub mod dismissals;
mod duplicate_article;
mod figure_conflict;
mod figure_drift;
mod figure_ripple;
pub mod fixes;
mod house_spelling;
mod mixed_number_format;
mod name_variant;
mod open_note;
mod open_quote;
mod orphan;
mod percentage_point;
mod place_conflict;
mod range_order;
mod repeated_passage;
mod second_hand_source;
mod sum_mismatch;
#[cfg(test)]
mod tests;
mod unanchored_date;
mod unknown_first_mention;
mod unsourced_figure;
mod vague_source;
mod weekday_date;

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use crate::analysis::words::Words;
use crate::analysis::{Analysis, Cancel, Cancelled, Figure, QuoteKind};
use crate::archive::{Entry, Key};
use crate::desk::settings::{self, Settings};
use crate::desk::{Links, Reading, Remark, Snapshot, Standing};
use crate::kb::Kb;
use crate::lang::Lang;
use crate::messages::{remarks, text};
use crate::text::{Article, Span, ZoneKind};

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Hint,
    Information,
    Warning,
    Error,
}

impl Severity {
    /// The word that ANNOTATIONS.md uses.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Information => "information",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Something that a sub-editor should look at.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub code: &'static str,
    pub severity: Severity,
    pub span: Span,
    pub message: Arc<str>,
    pub related: Vec<Related>,
    /// The author or the desk has dismissed it.
    pub suppressed: bool,
    /// The stretch is better shown faded (boilerplate, repeats).
    pub faded: bool,
    /// What to write instead, and where, if that is certain.
    pub instead: Option<(Span, String)>,
}

impl Finding {
    /// Whether it is of one of these codes; without any, all are meant.
    fn is_of(&self, codes: &[String]) -> bool {
        codes.is_empty() || codes.iter().any(|code| code == self.code)
    }
}

/// Another place that belongs to a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// `None`: the same article.
    pub file: Option<std::path::PathBuf>,
    pub span: Span,
    pub message: Arc<str>,
}

/// What a check may look at.
pub struct CheckContext<'a> {
    /// Where the article is stored.
    pub path: &'a Path,
    pub article: &'a Article,
    pub analysis: &'a Analysis,
    /// Both together, as they were read.
    pub reading: &'a Reading,
    pub settings: &'a Settings,
    pub kb: &'a Kb,
    /// Tells where links lead.
    pub links: &'a Links<'a>,
    /// The other articles.
    pub desk: &'a Snapshot,
    /// The language of messages.
    pub messages: Lang,
    /// Raised when nobody waits for the findings any more.
    pub cancel: &'a Cancel,
}

impl CheckContext<'_> {
    /// A figure as it stands, with the words before it that say how exact it is: `mehr als die Hälfte`.
    fn words_of(&self, figure: &Figure) -> String {
        let words = Span::new(figure.modifier, figure.span.end).of(&self.article.text);
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The words of the paragraph that holds a stretch, where these begin in the article, and the tokens of the stretch.
    fn words_at(&self, span: Span) -> Option<(&Words, usize, Range<usize>)> {
        let (start, paragraph) = self.analysis.paragraph(span.start)?;
        let tokens = paragraph.words.tokens_of(Span::new(span.start - start, span.end - start));
        (!tokens.is_empty()).then_some((&paragraph.words, start, tokens))
    }

    /// Where to tell what is about the whole article: its title, else its first block.
    fn head(&self) -> Span {
        let title = self.article.zones.iter().find(|zone| zone.kind == ZoneKind::Title).map(|zone| zone.span);
        title.or(self.article.blocks.first().map(|block| block.span)).unwrap_or_default()
    }

    /// What the archive would keep of the article as it stands.
    fn own_entry(&self) -> Arc<Entry> {
        self.reading.entry(&self.reading.path)
    }

    /// The other articles that may be found by one of these keys; none once nobody waits for them.
    fn others(&self, keys: &[Key<'_>]) -> impl Iterator<Item = Arc<Entry>> + use<'_> {
        let found = self.desk.articles_with(keys, self.cancel).unwrap_or_default();
        found.into_iter().filter(|entry| *entry.path != *self.path)
    }

    /// What is said in direct speech: its words are not the author's to change.
    fn said(&self) -> Stretches {
        let direct = self.analysis.quotes.iter().filter(|quote| quote.kind == QuoteKind::Direct);
        Stretches::of(direct.flat_map(|quote| quote.spans.iter().copied()))
    }
}

/// What somebody decided, and whether it has ended, in a line.
fn of_remark(cx: &CheckContext<'_>, Remark { annotation, standing }: &Remark) -> String {
    let (kind, words) = (annotation.tag(), &*annotation.words());
    let (creator, created) = (annotation.signed.creator.as_deref(), annotation.signed.created.as_deref());
    let what = remarks::signed(cx.messages, &remarks::Remark { kind, words, creator, created });
    match standing {
        Standing::Ended(_, change) => text(cx.messages, &format!("trail.ended-{}", change.tag()), &[("what", &what)]),
        Standing::InForce(_) | Standing::Lost => what,
    }
}

/// Stretches of an article, in order.
struct Stretches(Vec<Span>);

impl Stretches {
    fn of(spans: impl Iterator<Item = Span>) -> Self {
        let mut spans: Vec<Span> = spans.collect();
        spans.sort_by_key(|span| span.start);
        Self(spans)
    }

    /// Whether one of them shares a byte with this one.
    fn touch(&self, span: Span) -> bool {
        let begun = self.0.partition_point(|stretch| stretch.start < span.end);
        self.0[..begun].last().is_some_and(|stretch| stretch.overlaps(span))
    }
}

/// What a check says of itself.
pub struct About {
    /// As in CHECKS.md.
    pub code: &'static str,
    /// How much its findings weigh, unless the settings say otherwise.
    pub severity: Severity,
    /// Whether it runs without being asked to.
    pub on_by_default: bool,
    /// Whether it asks what other articles say.
    pub across: bool,
    /// What it looks for, why, what must and must not fire, and how to resolve a finding: Markdown, German and English.
    pages: [&'static str; 2],
}

impl About {
    /// A check that runs by default; `pages` are those of [`pages`].
    const fn on(code: &'static str, severity: Severity, pages: [&'static str; 2]) -> Self {
        Self { code, severity, on_by_default: true, across: false, pages }
    }

    /// A check that runs where the desk asks for it.
    const fn off(code: &'static str, severity: Severity, pages: [&'static str; 2]) -> Self {
        Self { code, severity, on_by_default: false, across: false, pages }
    }

    /// The same of a check that asks what other articles say.
    const fn across(self) -> Self {
        Self { across: true, ..self }
    }

    /// Its page for `beleg explain`.
    pub fn page(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::De => self.pages[0],
            Lang::En => self.pages[1],
        }
    }
}

/// The pages of a check, German and English, out of `pages/`.
macro_rules! pages {
    ($code:literal) => {
        [include_str!(concat!("pages/", $code, ".de.md")), include_str!(concat!("pages/", $code, ".en.md"))]
    };
}
use pages;

/// One check.
pub trait Check: Sync {
    /// What it says of itself.
    fn about(&self) -> &'static About;

    /// Looks at one article.
    fn run(&self, cx: &CheckContext<'_>, findings: &mut Vec<Finding>);

    /// Its code, as in CHECKS.md.
    fn code(&self) -> &'static str {
        self.about().code
    }

    /// A finding of this check at a place, with nothing special about it.
    fn finding(&self, span: Span, message: Arc<str>) -> Finding {
        let About { code, severity, .. } = *self.about();
        Finding { code, severity, span, message, related: vec![], suppressed: false, faded: false, instead: None }
    }
}

/// The one check whose findings no list leaves out, however many there are.
pub const FLAGSHIP: &str = "unsourced-figure";

/// Every check, in the order of CHECKS.md.
pub const ALL: &[&dyn Check] = &[
    &unsourced_figure::UnsourcedFigure,
    &vague_source::VagueSource,
    &weekday_date::WeekdayDate,
    &percentage_point::PercentagePoint,
    &conflict_marker::ConflictMarker,
    &name_variant::NameVariant,
    &unanchored_date::UnanchoredDate,
    &open_quote::OpenQuote,
    &repeated_passage::RepeatedPassage,
    &boilerplate::Boilerplate,
    &second_hand_source::SecondHandSource,
    &figure_drift::FigureDrift,
    &range_order::RangeOrder,
    &sum_mismatch::SumMismatch,
    &mixed_number_format::MixedNumberFormat,
    &unknown_first_mention::UnknownFirstMention,
    &broken_link::BrokenLink,
    &figure_conflict::FigureConflict,
    &figure_ripple::FigureRipple,
    &circular_source::CircularSource,
    &place_conflict::PlaceConflict,
    &duplicate_article::DuplicateArticle,
    &open_note::OpenNote,
    &orphan::Orphan,
];

/// Which checks run and how much they weigh; `None` for a code means its default.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Levels(pub std::collections::BTreeMap<String, Level>);

impl Levels {
    /// What the settings say.
    pub fn of(settings: &Settings) -> Self {
        let level = |level| match level {
            settings::Level::Off => Level::Off,
            settings::Level::On => Level::On,
            settings::Level::Hint => Level::At(Severity::Hint),
            settings::Level::Information => Level::At(Severity::Information),
            settings::Level::Warning => Level::At(Severity::Warning),
            settings::Level::Error => Level::At(Severity::Error),
        };
        Self(settings.levels().map(|(code, set)| (code.to_owned(), level(set))).collect())
    }

    /// How a check runs; `None` where it does not.
    fn of_check(&self, about: &About) -> Option<Level> {
        let level = self.0.get(about.code).copied();
        let on = level.map_or(about.on_by_default, |level| level != Level::Off);
        on.then_some(level.unwrap_or(Level::On))
    }
}

/// What a desk says of one check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Off,
    /// On, with its own severity.
    On,
    /// On, with this severity.
    At(Severity),
}

/// Whether a check is on that asks what other articles say.
pub fn ask_others(settings: &Settings) -> bool {
    let levels = Levels::of(settings);
    ALL.iter().map(|check| check.about()).any(|about| about.across && levels.of_check(about).is_some())
}

/// Runs every check that is on; findings in the order of `start`, then code. Those that the author or the desk has
/// dismissed are marked.
pub fn run(reading: &Reading, desk: &Snapshot, cancel: &Cancel) -> Result<Vec<Finding>, Cancelled> {
    let Snapshot { settings, kb, speaks: messages, .. } = desk;
    let Reading { path, article, analysis, .. } = reading;
    let links = &Links::new(desk, reading);
    let cx = &CheckContext { path, article, analysis, reading, settings, kb, links, desk, messages: *messages, cancel };
    let levels = Levels::of(settings);
    let mut findings = Vec::new();
    for check in ALL {
        let Some(level) = levels.of_check(check.about()) else { continue };
        cancel.check()?;
        let first = findings.len();
        check.run(cx, &mut findings);
        if let Level::At(severity) = level {
            findings[first..].iter_mut().for_each(|f| f.severity = severity);
        }
    }
    findings.sort_by_key(|f| (f.span.start, f.code));
    dismissals::mark(cx, &mut findings);
    cancel.check()?;
    Ok(findings)
}
