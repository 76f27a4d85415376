//! `unsourced-figure`: a claim in the author's own voice that nobody in the text vouches for (FIGURES.md).

use super::{Check, CheckContext, Finding, Related, Severity};
use crate::analysis::{Class, Figure, Status};
use crate::lang::Lang;
use crate::messages::text;

/// The flagship: every number that could be looked up, and has no source.
pub struct UnsourcedFigure;

impl Check for UnsourcedFigure {
    fn code(&self) -> &'static str {
        "unsourced-figure"
    }

    fn severity(&self) -> Severity {
        Severity::Information
    }

    fn on_by_default(&self) -> bool {
        true
    }

    fn page(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::De => include_str!("pages/unsourced-figure.de.md"),
            Lang::En => include_str!("pages/unsourced-figure.en.md"),
        }
    }

    /// A repeat of a figure becomes a related place of its first finding.
    fn run(&self, cx: &CheckContext<'_>, findings: &mut Vec<Finding>) {
        let mut reported: Vec<(&Figure, usize)> = Vec::new();
        for figure in cx.analysis.figures.iter().filter(|f| f.class == Class::Claim && f.status == Status::Unsourced) {
            if let Some((_, first)) = reported.iter().find(|(known, _)| known.same(figure)) {
                let message = text(cx.messages, "check.unsourced-again", &[]);
                findings[*first].related.push(Related { file: None, span: figure.span, message });
                continue;
            }
            reported.push((figure, findings.len()));
            let words = cx.words_of(figure);
            findings
                .push(self.finding(figure.span, text(cx.messages, "check.unsourced-figure", &[("figure", &words)])));
        }
    }
}
