//! `percentage-point`: a share goes from 3 to 5 percent, and is said to change by 2 percent.

use super::{About, Check, CheckContext, Finding, Severity, pages};
use crate::analysis::Figure;
use crate::messages::{forms::number, text};
use crate::text::Span;

/// The arithmetic of the sentence proves that points were meant.
pub struct PercentagePoint;

/// Decimals are told exactly, but floats do not hold them so.
const EXACT: f64 = 1e-6;
/// A change in percent is mostly told rounded to a whole number.
const ROUNDED: f64 = 0.5;

impl Check for PercentagePoint {
    fn about(&self) -> &'static About {
        const ABOUT: About = About::on("percentage-point", Severity::Warning, pages!("percentage-point"));
        &ABOUT
    }

    fn run(&self, cx: &CheckContext<'_>, findings: &mut Vec<Finding>) {
        let shares = cx.analysis.figures.iter().filter(|figure| figure.unit.as_deref() == Some("percent"));
        let shares: Vec<Share<'_>> = shares.filter_map(|figure| Share::of(figure, cx)).collect();
        for sentence in shares.chunk_by(|a, b| a.sentence == b.sentence) {
            let with = |role| sentence.iter().filter(move |share| share.role == role).map(|share| share.figure);
            let Some(from) = with(Role::From).next() else { continue };
            // `from 3 to 5` is one range
            let Some(to) = from.high.or(with(Role::To).next().map(|to| to.value)) else { continue };
            let points = (to - from.value).abs();
            let percent = points / from.value * 100.0;
            let wrong = |size: &&Figure| (size.value - points).abs() < EXACT && (size.value - percent).abs() > ROUNDED;
            for size in with(Role::Size).filter(wrong) {
                let [from, to, size_told] = [from.value, to, size.value].map(|value| number(cx.messages, value));
                let args = [("from", &*from), ("to", &*to), ("size", &*size_told)];
                let message = text(cx.messages, "check.percentage-point", &args);
                let points = in_points(size, cx);
                findings.push(Finding { instead: points, ..self.finding(size.span, message.into()) });
            }
        }
    }
}

/// A share, by what it is in the change that its sentence tells.
struct Share<'a> {
    figure: &'a Figure,
    /// Where the paragraph of its sentence begins, and which of its sentences it is.
    sentence: (usize, usize),
    role: Role,
}

#[derive(Clone, Copy, PartialEq)]
enum Role {
    From,
    To,
    Size,
}

impl<'a> Share<'a> {
    /// By the words before it.
    fn of(figure: &'a Figure, cx: &CheckContext<'_>) -> Option<Self> {
        let (words, start, tokens) = cx.words_at(Span::new(figure.modifier, figure.span.end))?;
        let at = tokens.start;
        let is = |back, kind| words.lists.figures.has(words.before(at, back), kind);
        let role = match () {
            () if is(1, "by") || is(1, "of") && is(2, "change") => Role::Size,
            () if is(1, "from") => Role::From,
            () if is(1, "to") => Role::To,
            () => return None,
        };
        Some(Self { figure, sentence: (start, words.sentence_of(at)), role })
    }
}

/// The unit of a figure, and what it should be.
fn in_points(size: &Figure, cx: &CheckContext<'_>) -> Option<(Span, String)> {
    let words = size.span.of(&cx.article.text);
    let unit = words.rfind(char::is_whitespace).map(|at| &words[at..])?.trim_start();
    let points = match unit {
        "Prozent" if size.value == 1.0 => "Prozentpunkt",
        "Prozent" => "Prozentpunkte",
        "percent" if size.value == 1.0 => "percentage point",
        "percent" => "percentage points",
        _ => return None,
    };
    Some((Span::new(size.span.end - unit.len(), size.span.end), points.to_owned()))
}
