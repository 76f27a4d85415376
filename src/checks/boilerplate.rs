//! `boilerplate`: consent boxes, share lines, embeds.

use super::{About, Check, CheckContext, Finding, Severity, pages};
use crate::messages::text;
use crate::text::{Format, ZoneKind};

/// Furniture of the medium that came along with a copied text.
pub struct Boilerplate;

impl Check for Boilerplate {
    fn about(&self) -> &'static About {
        const ABOUT: About = About::on("boilerplate", Severity::Hint, pages!("boilerplate"));
        &ABOUT
    }

    /// A page in HTML has its furniture by right.
    fn run(&self, cx: &CheckContext<'_>, findings: &mut Vec<Finding>) {
        if cx.article.format == Format::Html {
            return;
        }
        for zone in cx.article.zones.iter().filter(|zone| zone.kind == ZoneKind::Boilerplate) {
            let finding = self.finding(zone.span, text(cx.messages, "check.boilerplate", &[]).into());
            findings.push(Finding { faded: true, ..finding });
        }
    }
}
