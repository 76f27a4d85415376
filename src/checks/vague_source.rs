//! `vague-source`: a claim vouched for only by a source that nobody could ask (`Experten zufolge`).

use super::{About, Check, CheckContext, Finding, Severity, pages};
use crate::analysis::{Class, Status};
use crate::messages::text;

/// Somebody is said to say so, and cannot be found.
pub struct VagueSource;

impl Check for VagueSource {
    fn about(&self) -> &'static About {
        const ABOUT: About = About::on("vague-source", Severity::Information, pages!("vague-source"));
        &ABOUT
    }

    fn run(&self, cx: &CheckContext<'_>, findings: &mut Vec<Finding>) {
        for figure in cx.analysis.figures.iter().filter(|f| f.class == Class::Claim && f.status == Status::Vague) {
            let words = cx.words_of(figure);
            let message = text(cx.messages, "check.vague-source", &[("figure", &words)]);
            findings.push(self.finding(figure.span, message.into()));
        }
    }
}
