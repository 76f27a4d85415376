//! `unsourced-figure`: a claim in the author's own voice that nobody in the text vouches for (FIGURES.md).

use super::{Check, CheckContext, Finding, Severity};
use crate::lang::Lang;

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

    fn page(&self, _lang: Lang) -> &'static str {
        ""
    }

    fn run(&self, _cx: &CheckContext<'_>, _findings: &mut Vec<Finding>) {}
}
