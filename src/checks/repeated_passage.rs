//! `repeated-passage`: a sentence of eight words or more stands twice.

use super::{Check, CheckContext, Finding, Severity};
use crate::analysis::QuoteKind;
use crate::lang::Lang;
use crate::messages::text;
use crate::text::ZoneKind;

/// Copied web text says things twice.
pub struct RepeatedPassage;

impl Check for RepeatedPassage {
    fn code(&self) -> &'static str {
        "repeated-passage"
    }

    fn severity(&self) -> Severity {
        Severity::Hint
    }

    fn on_by_default(&self) -> bool {
        true
    }

    fn page(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::De => include_str!("pages/repeated-passage.de.md"),
            Lang::En => include_str!("pages/repeated-passage.en.md"),
        }
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
