//! `orphan`: an annotation whose words are gone from the article, and a sign-off on something that has changed since.

use super::{About, Check, CheckContext, Finding, Severity, of_remark, pages};
use crate::desk::Standing;
use crate::ledger::Body;
use crate::messages::text;

/// What was decided about words that stand there no more.
pub struct Orphan;

impl Check for Orphan {
    fn about(&self) -> &'static About {
        const ABOUT: About = About::on("orphan", Severity::Hint, pages!("orphan"));
        &ABOUT
    }

    /// Other decisions that have ended say so where their finding comes back.
    fn run(&self, cx: &CheckContext<'_>, findings: &mut Vec<Finding>) {
        for remark in &cx.reading.trail {
            let told = of_remark(cx, remark);
            match (remark.standing, &remark.annotation.body) {
                (Standing::Lost, _) => {
                    let words = remark.annotation.on.anchor.as_ref().map_or("", |anchor| anchor.words());
                    let args = [("words", words), ("remark", &*told)];
                    findings.push(self.finding(cx.head(), text(cx.messages, "check.orphan", &args).into()));
                }
                (Standing::Ended(place, _), Body::SignOff { .. }) => findings.push(self.finding(place, told.into())),
                _ => {}
            }
        }
    }
}
