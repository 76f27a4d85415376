//! `repeated-passage`: a sentence of eight words or more stands twice.

use super::{About, Check, CheckContext, Finding, Severity, pages};
use crate::analysis::QuoteKind;
use crate::messages::text;
use crate::text::ZoneKind;

/// Copied web text says things twice.
pub struct RepeatedPassage;

impl Check for RepeatedPassage {
    fn about(&self) -> &'static About {
        const ABOUT: About = About::on("repeated-passage", Severity::Hint, pages!("repeated-passage"));
        &ABOUT
    }

    fn run(&self, cx: &CheckContext<'_>, findings: &mut Vec<Finding>) {
        for zone in cx.article.zones.iter().filter(|zone| zone.kind == ZoneKind::Duplicate) {
            let direct = cx.analysis.quotes.iter().filter(|quote| quote.kind == QuoteKind::Direct);
            let said = direct.flat_map(|quote| &quote.spans).any(|span| span.overlaps(zone.span));
            if said {
                continue;
            }
            let finding = self.finding(zone.span, text(cx.messages, "check.repeated-passage", &[]));
            findings.push(Finding { faded: true, ..finding });
        }
    }
}
