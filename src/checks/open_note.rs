//! `open-note`: a note or a question beside the text that nobody has answered yet.

use super::{About, Check, CheckContext, Finding, Severity, of_remark, pages};

/// Words that wait for somebody.
pub struct OpenNote;

impl Check for OpenNote {
    fn about(&self) -> &'static About {
        const ABOUT: About = About::on("open-note", Severity::Hint, pages!("open-note"));
        &ABOUT
    }

    fn run(&self, cx: &CheckContext<'_>, findings: &mut Vec<Finding>) {
        for remark in cx.reading.trail.iter().filter(|remark| remark.annotation.is_open()) {
            let Some(place) = remark.place() else { continue };
            let place = if remark.is_local() { place } else { cx.head() };
            findings.push(self.finding(place, of_remark(cx, remark).into()));
        }
    }
}
