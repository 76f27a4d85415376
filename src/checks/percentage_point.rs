//! `percentage-point`: a share goes from 3 to 5 percent, and is said to change by 2 percent.

use super::{About, Check, CheckContext, Finding, Severity, pages};
use crate::analysis::Figure;
use crate::lang::grammar::Grammar;
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
            let end = with(Role::To).next();
            let Some(to) = from.high.or(end.map(|to| to.value)) else { continue };
            let points = (to - from.value).abs();
            let percent = points / from.value * 100.0;
            let wrong = |size: &&Figure| (size.value - points).abs() < EXACT && (size.value - percent).abs() > ROUNDED;
            let same = |size: &&Figure| is_one_statement(&[Some(*size), Some(from), end], cx);
            for size in with(Role::Size).filter(wrong).filter(same) {
                let [from, to, points] = [from.value, to, size.value].map(|value| number(cx.messages, value));
                let args = [("from", &*from), ("to", &*to), ("size", &*points)];
                let key = if size.value == 1.0 { "check.percentage-point-one" } else { "check.percentage-point" };
                let instead = in_points(size, cx);
                findings.push(Finding { instead, ..self.finding(size.span, text(cx.messages, key, &args).into()) });
            }
        }
    }
}

/// Whether nothing but small words stands between the shares: with another noun or an `und` the size may be that of
/// something else.
fn is_one_statement(shares: &[Option<&Figure>], cx: &CheckContext<'_>) -> bool {
    let mut spans: Vec<Span> = shares.iter().flatten().map(|share| share.span).collect();
    spans.sort_by_key(|span| span.start);
    spans.windows(2).all(|pair| {
        let between = Span::new(pair[0].end.min(pair[1].start), pair[1].start);
        let Some((words, _, mut tokens)) = cx.words_at(between) else { return true };
        tokens.all(|at| {
            let word = words.folded(at);
            let of_change = ["from", "to", "by", "of", "change"].iter().any(|kind| words.lists.figures.has(word, kind));
            let small = words.grammar(at).is_some_and(|class| class != Grammar::Conjunction);
            !words.is_word(at) || of_change || small || words.lists.approximators.get(word).is_some()
        })
    })
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

/// The unit of a figure, and what it should be. Behind `ein Prozent` more than the unit would have to change.
fn in_points(size: &Figure, cx: &CheckContext<'_>) -> Option<(Span, String)> {
    let words = size.span.of(&cx.article.text);
    let unit = words.rfind(char::is_whitespace).map(|at| &words[at..])?.trim_start();
    let dative =
        cx.words_at(size.span).is_some_and(|(words, _, at)| words.lists.figures.has(words.before(at.start, 1), "of"));
    let points = match (unit, dative) {
        _ if !words.starts_with(|c: char| c.is_ascii_digit()) => return None,
        ("Prozent", _) if size.value == 1.0 => "Prozentpunkt",
        ("Prozent", true) => "Prozentpunkten",
        ("Prozent", false) => "Prozentpunkte",
        ("percent", _) if size.value == 1.0 => "percentage point",
        ("percent", _) => "percentage points",
        _ => return None,
    };
    Some((Span::new(size.span.end - unit.len(), size.span.end), points.to_owned()))
}
