//! `boilerplate`: consent boxes, share lines, embeds.

use super::{Check, CheckContext, Finding, Severity};
use crate::lang::Lang;
use crate::messages::text;
use crate::text::ZoneKind;

/// Furniture of the medium that came along with a copied text.
pub struct Boilerplate;

impl Check for Boilerplate {
    fn code(&self) -> &'static str {
        "boilerplate"
    }

    fn severity(&self) -> Severity {
        Severity::Hint
    }

    fn on_by_default(&self) -> bool {
        true
    }

    fn page(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::De => include_str!("pages/boilerplate.de.md"),
            Lang::En => include_str!("pages/boilerplate.en.md"),
        }
    }

    fn run(&self, cx: &CheckContext<'_>, findings: &mut Vec<Finding>) {
        for zone in cx.article.zones.iter().filter(|zone| zone.kind == ZoneKind::Boilerplate) {
            let finding = self.finding(zone.span, text(cx.messages, "check.boilerplate", &[]));
            findings.push(Finding { faded: true, ..finding });
        }
    }
}
