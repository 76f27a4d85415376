//! `vague-source`: a claim vouched for only by a source that nobody could ask (`Experten zufolge`).

use super::{Check, CheckContext, Finding, Severity};
use crate::analysis::{Class, Status};
use crate::lang::Lang;
use crate::messages::text;

/// Somebody is said to say so, and cannot be found.
pub struct VagueSource;

impl Check for VagueSource {
    fn code(&self) -> &'static str {
        "vague-source"
    }

    fn severity(&self) -> Severity {
        Severity::Information
    }

    fn on_by_default(&self) -> bool {
        true
    }

    fn page(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::De => include_str!("pages/vague-source.de.md"),
            Lang::En => include_str!("pages/vague-source.en.md"),
        }
    }

    fn run(&self, cx: &CheckContext<'_>, findings: &mut Vec<Finding>) {
        for figure in cx.analysis.figures.iter().filter(|f| f.class == Class::Claim && f.status == Status::Vague) {
            let words = cx.words_of(figure);
            findings.push(self.finding(figure.span, text(cx.messages, "check.vague-source", &[("figure", &words)])));
        }
    }
}
