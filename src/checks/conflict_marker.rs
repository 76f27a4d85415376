//! `conflict-marker`: `<<<<<<<` left in an article.

use super::{About, Check, CheckContext, Finding, Severity, pages};
use crate::messages::text;
use crate::text::{Span, lines};

/// Two versions of the text stand in one another, and a merge was not finished.
pub struct ConflictMarker;

impl Check for ConflictMarker {
    fn about(&self) -> &'static About {
        const ABOUT: About = About::on("conflict-marker", Severity::Warning, pages!("conflict-marker"));
        &ABOUT
    }

    /// A marker opens a line; in Markdown a row of `=` underlines a heading, and code blocks may show markers.
    fn run(&self, cx: &CheckContext<'_>, findings: &mut Vec<Finding>) {
        let mut in_code = false;
        for line in lines(&cx.article.source) {
            let bare = line.of(&cx.article.source).trim_end();
            in_code ^= bare.starts_with("```") || bare.starts_with("~~~");
            let marker = ["<<<<<<<", ">>>>>>>"]
                .iter()
                .any(|mark| bare.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')));
            if marker && !in_code {
                let span = Span::new(line.start, line.start + bare.len());
                findings.push(self.finding(span, text(cx.messages, "check.conflict-marker", &[]).into()));
            }
        }
    }
}
