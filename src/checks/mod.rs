//! The checks: one file each, with its code, its messages and its page for `beleg explain`; one trait, one registry.
//! A check reads an article's annotations and reports; it never looks at a file, an editor or a terminal.

mod boilerplate;
mod conflict_marker;
mod dismissals;
mod repeated_passage;
mod unsourced_figure;
mod vague_source;
mod weekday_date;

use std::sync::Arc;

use crate::analysis::{Analysis, Figure};
use crate::desk::Reading;
use crate::desk::settings::{self, Settings};
use crate::lang::Lang;
use crate::text::{Article, Span};

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
    pub article: &'a Article,
    pub analysis: &'a Analysis,
    pub settings: &'a Settings,
    /// The language of messages.
    pub messages: Lang,
}

impl CheckContext<'_> {
    /// A figure as it stands, with the words before it that say how exact it is: `mehr als die Hälfte`.
    fn words_of(&self, figure: &Figure) -> String {
        let words = Span::new(figure.modifier, figure.span.end).of(&self.article.text);
        words.split_whitespace().collect::<Vec<_>>().join(" ")
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
    /// What it looks for, why, what must and must not fire, and how to resolve a finding: Markdown, German and English.
    pages: [&'static str; 2],
}

impl About {
    /// A check that runs by default; `pages` are those of [`pages`].
    const fn on(code: &'static str, severity: Severity, pages: [&'static str; 2]) -> Self {
        Self { code, severity, on_by_default: true, pages }
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
        Finding { code, severity, span, message, related: vec![], suppressed: false, faded: false }
    }
}

/// The one check whose findings no list leaves out, however many there are.
pub const FLAGSHIP: &str = "unsourced-figure";

/// Every check, in the order of CHECKS.md.
pub const ALL: &[&dyn Check] = &[
    &unsourced_figure::UnsourcedFigure,
    &vague_source::VagueSource,
    &weekday_date::WeekdayDate,
    &conflict_marker::ConflictMarker,
    &repeated_passage::RepeatedPassage,
    &boilerplate::Boilerplate,
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

/// Runs every check that is on; findings in the order of `start`, then code. Those that the author or the desk has
/// dismissed are marked.
pub fn run(reading: &Reading, settings: &Settings, messages: Lang) -> Vec<Finding> {
    let cx = &CheckContext { article: &reading.article, analysis: &reading.analysis, settings, messages };
    let levels = Levels::of(settings);
    let mut findings = Vec::new();
    for check in ALL {
        let level = levels.0.get(check.code()).copied();
        if !level.map_or(check.about().on_by_default, |level| level != Level::Off) {
            continue;
        }
        let first = findings.len();
        check.run(cx, &mut findings);
        if let Some(Level::At(severity)) = level {
            findings[first..].iter_mut().for_each(|f| f.severity = severity);
        }
    }
    findings.sort_by_key(|f| (f.span.start, f.code));
    dismissals::mark(cx, &mut findings);
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Cancel;
    use crate::desk::Snapshot;
    use crate::desk::layer::{Layer, Origin};
    use crate::text::Format;

    /// What is found in an article of one sentence: the text marked, and the message.
    fn found(sentence: &str, messages: Lang) -> Vec<(String, String)> {
        let text = format!("---\nlang: de\ndate: 2025-05-14\n---\nEin Titel\n\n{sentence}\n");
        let reading = Snapshot::default().read(text, Format::Plain, &Cancel::default(), None).expect("nobody cancels");
        let findings = run(&reading, &Settings::default(), messages).into_iter();
        findings.map(|found| (found.span.of(&reading.article.text).to_owned(), found.message.to_string())).collect()
    }

    #[track_caller]
    fn says(sentence: &str, marked: &str, german: &str, english: &str) {
        for (lang, message) in [(Lang::De, german), (Lang::En, english)] {
            assert_eq!(found(sentence, lang), [(marked.to_owned(), message.to_owned())]);
        }
    }

    #[test]
    fn the_message_has_the_words_that_say_how_exact_a_number_is() {
        says(
            "Dort liegen mehr als die Hälfte der Granaten.",
            "Hälfte der Granaten",
            "mehr als die Hälfte der Granaten: ohne Quelle im Text.",
            "mehr als die Hälfte der Granaten: no source in the text.",
        );
        says(
            "Der Hafen ist gut. 170 Granaten liegen dort.",
            "170 Granaten",
            "170 Granaten: ohne Quelle im Text.",
            "170 Granaten: no source in the text.",
        );
    }

    /// What is found in a Markdown article and not dismissed, under these settings: the text marked.
    fn told(article: &str, settings: &str) -> Vec<String> {
        let desk = Snapshot::default();
        let reading = desk.read(article, Format::Markdown, &Cancel::default(), None).expect("nobody cancels");
        let layer = Layer::of_toml(Origin::Flag("beleg.toml".into()), settings);
        let (settings, problems) =
            Settings::resolve([&layer], &ALL.iter().map(|check| check.code()).collect::<Vec<_>>());
        assert_eq!(problems, []);
        let findings = run(&reading, &settings, Lang::De).into_iter().filter(|finding| !finding.suppressed);
        findings.map(|finding| finding.span.of(&reading.article.text).to_owned()).collect()
    }

    #[test]
    fn comments_dismiss_findings_of_their_sentence_or_of_the_block_below() {
        for (comment, left) in [
            ("<!-- beleg: ignore unsourced-figure -->", &["40 Höfe", "50 Höfe"][..]),
            ("<!-- beleg: ignore -->", &["40 Höfe", "50 Höfe"]),
            ("<!-- beleg: ignore vague-source -->", &["40 Höfe", "30 Höfe", "50 Höfe"]),
            ("<!-- src: Hofverzeichnis „Glasach“ 🌾 -->", &["40 Höfe", "50 Höfe"]),
            ("<!-- src: -->", &["40 Höfe", "30 Höfe", "50 Höfe"]),
        ] {
            let inside = format!(
                "# Höfe\n\nDort liegen 40 Höfe. Am „Süd­hang“ 🌾 liegen 30\u{a0}Höfe. {comment}\n\nEs brannten 50 Höfe.\n"
            );
            let left: Vec<String> = left.iter().map(|text| text.replace("30 ", "30\u{a0}")).collect();
            assert_eq!(told(&inside, ""), left, "{comment}");
        }
        let above =
            "# Höfe\n\n<!-- beleg: ignore -->\n\nDort liegen 40 Höfe. Hier liegen 30 Höfe.\n\nEs brannten 50 Höfe.\n";
        assert_eq!(told(above, ""), ["50 Höfe"]);
        let listed = "# Höfe\n\n- Dort liegen 40 Höfe. <!-- src: Hofamt -->\r\n- Es brannten 50 Höfe.\n";
        assert_eq!(told(listed, ""), ["50 Höfe"]);
    }

    #[test]
    fn the_head_of_an_article_and_patterns_dismiss_findings() {
        let article = "Dort liegen 40 Höfe.\n\nStand der Zählung: 50 Höfe.\n";
        let head = |ignore: &str| format!("---\nbeleg: {{ignore: {ignore}}}\n---\n\n# Höfe\n\n{article}");
        assert_eq!(told(&head("[unsourced-figure]"), ""), [""; 0]);
        assert_eq!(told(&head("unsourced-figure"), ""), [""; 0]);
        assert_eq!(told(&head("[vague-source]"), ""), ["40 Höfe", "50 Höfe"]);
        let settings = "[ignore]\npassages = ['^Stand der Zählung: .*$', 'ä{2}']";
        assert_eq!(told(&head("[]"), settings), ["40 Höfe"]);
        assert_eq!(told(&head("[]"), "checks.unsourced-figure = 'off'"), [""; 0]);
    }

    #[test]
    fn a_source_without_a_name_is_told() {
        says(
            "Experten zufolge sind rund 40 Prozent betroffen.",
            "40 Prozent",
            "rund 40 Prozent: Die Quelle ist nicht benannt.",
            "rund 40 Prozent: the source is not named.",
        );
    }

    #[test]
    fn a_wrong_weekday_is_told_with_the_right_one() {
        says(
            "Am Dienstag, 12. Mai 2025, war Markt.",
            "Dienstag, 12. Mai 2025",
            "Der 12. Mai 2025 ist ein Montag, kein Dienstag.",
            "12 May 2025 is a Monday, not a Tuesday.",
        );
    }
}
