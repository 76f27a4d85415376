//! `open-quote`: a paragraph ends inside a quotation that the next does not continue.

use super::{About, Check, CheckContext, Finding, Severity, pages};
use crate::analysis::paragraph::Paragraph;
use crate::analysis::quotes::{Mark, marks};
use crate::messages::text;

/// A closing mark was lost, and nobody can tell where the words end.
pub struct OpenQuote;

impl Check for OpenQuote {
    fn about(&self) -> &'static About {
        const ABOUT: About = About::on("open-quote", Severity::Information, pages!("open-quote"));
        &ABOUT
    }

    fn run(&self, cx: &CheckContext<'_>, findings: &mut Vec<Finding>) {
        let message = text(cx.messages, "check.open-quote", &[]);
        for (at, (start, paragraph)) in cx.analysis.paragraphs.iter().enumerate() {
            let Some(open) = paragraph.quotes.last().filter(|quote| quote.open) else { continue };
            let behind = cx.analysis.paragraphs[at + 1..].iter().map(|(_, paragraph)| &**paragraph);
            if !goes_on(behind) {
                let first = open.whole().start..open.tokens.start + 1;
                let span = paragraph.words.span(first).shift(*start);
                findings.push(self.finding(span, message.as_str().into()));
            }
        }
    }
}

/// Whether a quotation goes on in the paragraphs behind: the first mark there stands at the head of its paragraph, as each
/// paragraph of a long quotation has one, or closes what was not opened there.
fn goes_on<'p>(mut behind: impl Iterator<Item = &'p Paragraph>) -> bool {
    let first = behind.find_map(|paragraph| marks(&paragraph.words, 0..paragraph.words.len()).next());
    first.is_some_and(|mark| matches!(mark, Mark::Opens(0) | Mark::Closes(_)))
}
