//! `unsourced-figure`: a claim in the author's own voice that nobody in the text vouches for (FIGURES.md).

use std::collections::hash_map::Entry;
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

    /// A repeat of a figure becomes a related place of its first finding.
    fn run(&self, cx: &CheckContext<'_>, findings: &mut Vec<Finding>) {
        let again: Arc<str> = text(cx.messages, "check.unsourced-again", &[]).into();
        let mut reported: FxHashMap<_, usize> = FxHashMap::default();
        for figure in cx.analysis.figures.iter().filter(|f| f.class == Class::Claim && f.status == Status::Unsourced) {
            match reported.entry(figure.measure()) {
                Entry::Occupied(first) => {
                    let again = Related { file: None, span: figure.span, message: again.clone() };
                    findings[*first.get()].related.push(again);
                }
                Entry::Vacant(first) => {
                    first.insert(findings.len());
                    let message = text(cx.messages, "check.unsourced-figure", &[("figure", &cx.words_of(figure))]);
                    findings.push(self.finding(figure.span, message.into()));
                }
            }
        }
    }
}
