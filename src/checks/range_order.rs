//! `range-order`: a range that runs downwards, `von 50 bis 30 Personen`.

use std::ops::Range;

use super::{About, Check, CheckContext, Finding, Severity, pages};
use crate::analysis::words::Words;
use crate::analysis::{Class, Figure};
use crate::messages::{forms::number, text};

/// Whoever mistypes a range does not mistake its ends for more than this many times each other.
const MISTYPED: f64 = 10.0;

/// One of the two ends is mistyped, or they were turned round.
pub struct RangeOrder;

impl Check for RangeOrder {
    fn about(&self) -> &'static About {
        const ABOUT: About = About::off("range-order", Severity::Hint, pages!("range-order"));
        &ABOUT
    }

    fn run(&self, cx: &CheckContext<'_>, findings: &mut Vec<Finding>) {
        for figure in cx.analysis.figures.iter().filter(|figure| figure.class == Class::Claim) {
            // below nought the smaller number is the larger amount
            let downwards = |high: &f64| (0.0..figure.value).contains(high) && figure.value < high * MISTYPED;
            let Some(high) = figure.high.filter(downwards) else { continue };
            if !is_change(figure, cx) && !is_pair(figure, cx) {
                let [from, to] = [figure.value, high].map(|value| number(cx.messages, value));
                let message = text(cx.messages, "check.range-order", &[("from", &from), ("to", &to)]);
                findings.push(self.finding(figure.span, message.into()));
            }
        }
    }
}

/// `fell from 5 to 3 percent`: what was and what is.
fn is_change(figure: &Figure, cx: &CheckContext<'_>) -> bool {
    let result = figure.span.of(&cx.article.text).split_whitespace().any(|word| word == "to");
    let was = |(words, _, tokens): (&Words, usize, Range<usize>)| {
        words.lists.figures.has(words.before(tokens.start, 1), "from")
    };
    result && cx.words_at(figure.span).is_some_and(was)
}

/// `split 4 to 1`, a proportion; `voted 19-15`, `9-5 Millimeter`, a result, a calibre or a size: two numbers with a mark
/// between them are a range for certain only in percent.
fn is_pair(figure: &Figure, cx: &CheckContext<'_>) -> bool {
    let marked = figure.span.of(&cx.article.text).contains(['-', '–', '‑']);
    figure.unit.as_deref().is_none_or(|unit| marked && unit != "percent")
}
