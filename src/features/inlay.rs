//! What could stand between the words: the date behind `letzten Dienstag`, the digits behind `5,5 Milliarden`.

use super::value;
use crate::analysis::{Class, Figure};
use crate::desk::Reading;
use crate::lang::Lang;
use crate::text::Span;

/// Smaller amounts are read as fast in words.
const LARGE: f64 = 10_000.0;

/// Which hints the desk wants.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    pub dates: bool,
    pub amounts: bool,
}

/// A hint, and the byte offset it stands at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inlay {
    pub at: usize,
    pub label: String,
}

/// The hints of a stretch of an article, in order.
pub fn inlays(reading: &Reading, stretch: Span, wanted: Wanted, reader: Lang) -> Vec<Inlay> {
    let (analysis, article) = (&reading.analysis, &reading.article.text);
    let dates =
        analysis.times.iter().filter(|time| wanted.dates && stretch.touches(time.span.end)).filter_map(|time| {
            let label = value::moment(time, article, reader)?;
            Some(Inlay { at: time.span.end, label })
        });
    let large = |figure: &&Figure| {
        let asked = wanted.amounts && stretch.touches(figure.span.end);
        asked && figure.class == Class::Claim && figure.value >= LARGE && value::tells_more(figure, article)
    };
    let amounts = analysis.figures.iter().filter(large).filter_map(|figure| {
        let label = value::digits_of(figure, article, analysis.lang.0, reader)?;
        Some(Inlay { at: figure.span.end, label })
    });
    let mut inlays: Vec<Inlay> = dates.chain(amounts).collect();
    inlays.sort_by_key(|inlay| inlay.at);
    inlays
}
