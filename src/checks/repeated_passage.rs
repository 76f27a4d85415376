//! `repeated-passage`: a sentence of eight words or more stands twice.

use std::sync::Arc;

use super::{About, Check, CheckContext, Finding, Severity, pages};
use crate::analysis::QuoteKind;
use crate::messages::text;
use crate::text::{Span, ZoneKind};

/// Copied web text says things twice.
pub struct RepeatedPassage;

impl Check for RepeatedPassage {
    fn about(&self) -> &'static About {
        const ABOUT: About = About::on("repeated-passage", Severity::Hint, pages!("repeated-passage"));
        &ABOUT
    }

    fn run(&self, cx: &CheckContext<'_>, findings: &mut Vec<Finding>) {
        let direct = cx.analysis.quotes.iter().filter(|quote| quote.kind == QuoteKind::Direct);
        let said: Vec<Span> = direct.flat_map(|quote| quote.spans.iter().copied()).collect();
        let is_said = |span: Span| {
            let behind = said.partition_point(|quoted| quoted.start < span.end);
            said[..behind].last().is_some_and(|quoted| quoted.overlaps(span))
        };
        let message: Arc<str> = text(cx.messages, "check.repeated-passage", &[]).into();
        let repeats = cx.article.zones.iter().filter(|zone| zone.kind == ZoneKind::Duplicate && !is_said(zone.span));
        findings.extend(repeats.map(|zone| Finding { faded: true, ..self.finding(zone.span, message.clone()) }));
    }
}
