//! `repeated-passage`: a sentence of eight words or more stands twice.

use std::sync::Arc;

use super::{About, Check, CheckContext, Finding, Severity, pages};
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
        let said = cx.said();
        let message: Arc<str> = text(cx.messages, "check.repeated-passage", &[]).into();
        let zones = cx.article.zones.iter().filter(|zone| zone.kind == ZoneKind::Duplicate);
        let repeats = zones.filter(|zone| !said.touch(zone.span));
        findings.extend(repeats.map(|zone| Finding { faded: true, ..self.finding(zone.span, message.clone()) }));
    }
}
