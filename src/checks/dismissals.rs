//! Which findings the author or the desk does not want to be told: by the head of the article, by a directive at their place,
//! by a pattern of the settings. The findings stay, and say so; where a decision has ended, the finding that comes back says
//! that.

use regex::Regex;

use super::{CheckContext, Finding, of_remark};
use crate::analysis::{Analysis, Waiver};
use crate::desk::{Reading, Remark, Standing};
use crate::ledger::UNVOUCHED;
use crate::text::{Article, Order, Reach, Span};

/// Marks them.
pub fn mark(cx: &CheckContext<'_>, findings: &mut [Finding]) {
    let ignored: Vec<&str> = cx.article.front.ignore.iter().map(String::as_str).collect();
    let mut passages =
        Passages { article: cx.article, patterns: cx.settings.ignored_passages(), block: 0, spans: vec![] };
    for finding in findings {
        let waived = waivers(cx.analysis, finding).next().is_some();
        finding.suppressed = waived || ignored.contains(&finding.code) || passages.hold(finding.span);
        if !finding.suppressed
            && let Some(ended) = cx.reading.trail.iter().find(|remark| has_ended(remark, finding))
        {
            finding.message = format!("{} – {}", finding.message, of_remark(cx, ended)).into();
        }
    }
}

/// Whether a decision would have kept a finding back, had its place not changed.
fn has_ended(remark: &Remark, finding: &Finding) -> bool {
    let Standing::Ended(place, _) = remark.standing else { return false };
    let answers = match remark.annotation.order() {
        Some(Order::Ignore(codes)) => finding.is_of(&codes),
        Some(Order::Source(..)) => UNVOUCHED.contains(&finding.code),
        None => false,
    };
    answers && place.overlaps(finding.span)
}

/// Whether the article dismisses a finding itself, in its head or by a comment: no note beside it, no setting.
pub fn in_article(reading: &Reading, finding: &Finding) -> bool {
    let in_comment = waivers(&reading.analysis, finding).any(|waiver| waiver.reach == Reach::Sentence);
    in_comment || reading.article.front.ignore.iter().any(|code| code == finding.code)
}

fn waivers<'a>(analysis: &'a Analysis, finding: &'a Finding) -> impl Iterator<Item = &'a Waiver> {
    analysis.waivers.iter().filter(|waiver| waiver.span.overlaps(finding.span) && finding.is_of(&waiver.codes))
}

/// The passages never to look at. Only blocks with findings are searched, each once.
struct Passages<'a> {
    article: &'a Article,
    patterns: &'a [Regex],
    /// The block that was searched last, from 1, and what was found in it.
    block: usize,
    spans: Vec<Span>,
}

impl Passages<'_> {
    /// Whether a finding touches one; findings come in the order of the text.
    fn hold(&mut self, finding: Span) -> bool {
        if self.patterns.is_empty() {
            return false;
        }
        let block = self.article.blocks.partition_point(|block| block.span.start <= finding.start);
        if block != self.block {
            self.block = block;
            let searched = block.checked_sub(1).map_or(Span::new(0, 0), |at| self.article.blocks[at].span);
            let text = searched.of(&self.article.text);
            let found = self.patterns.iter().flat_map(|pattern| pattern.find_iter(text));
            self.spans = found.map(|found| Span::from(found.range()).shift(searched.start)).collect();
        }
        self.spans.iter().any(|span| span.overlaps(finding))
    }
}
