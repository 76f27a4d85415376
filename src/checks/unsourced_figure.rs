//! `unsourced-figure`: a claim in the author's own voice that nobody in the text vouches for (FIGURES.md).

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{About, Check, CheckContext, Finding, Related, Severity, pages};
use crate::analysis::{Class, Status};
use crate::messages::text;

/// The flagship: every number that could be looked up, and has no source.
pub struct UnsourcedFigure;

impl Check for UnsourcedFigure {
    fn about(&self) -> &'static About {
        const ABOUT: About = About::on("unsourced-figure", Severity::Information, pages!("unsourced-figure"));
        &ABOUT
    }

    /// A repeat of a figure becomes a related place of its first finding. A bare number counts something else each time.
    fn run(&self, cx: &CheckContext<'_>, findings: &mut Vec<Finding>) {
        let again: Arc<str> = text(cx.messages, "check.unsourced-again", &[]).into();
        let mut reported: FxHashMap<_, usize> = FxHashMap::default();
        for figure in cx.analysis.figures.iter().filter(|f| f.class == Class::Claim && f.status == Status::Unsourced) {
            let next = findings.len();
            let first = figure.unit.as_ref().map_or(next, |_| *reported.entry(figure.measure()).or_insert(next));
            if first < next {
                let again = Related { file: None, span: figure.span, message: again.clone() };
                findings[first].related.push(again);
            } else {
                let message = text(cx.messages, "check.unsourced-figure", &[("figure", &cx.words_of(figure))]);
                findings.push(self.finding(figure.span, message.into()));
            }
        }
    }
}
