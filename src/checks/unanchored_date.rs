//! `unanchored-date`: `letzten Monat`, in an article that nobody can tell the date of.

use super::{About, Check, CheckContext, Finding, Severity, pages};
use crate::analysis::TimeKind;
use crate::messages::text;

/// The text is not enough to know when.
pub struct UnanchoredDate;

impl Check for UnanchoredDate {
    fn about(&self) -> &'static About {
        const ABOUT: About = About::on("unanchored-date", Severity::Hint, pages!("unanchored-date"));
        &ABOUT
    }

    /// Once an article: one date in its head answers all.
    fn run(&self, cx: &CheckContext<'_>, findings: &mut Vec<Finding>) {
        if cx.analysis.date.is_some() {
            return;
        }
        let mut dates = cx.analysis.times.iter().filter(|time| time.kind == TimeKind::Date);
        let reckoned = dates.find(|time| is_reckoned(&time.value));
        let message = text(cx.messages, "check.unanchored-date", &[]);
        findings.extend(reckoned.map(|time| self.finding(time.span, message.into())));
    }
}

/// Whether a TIMEX3 value knows neither year nor month nor season: `gestern`, `am Montag`, `letzten Monat`.
fn is_reckoned(value: &str) -> bool {
    value
        .strip_prefix("XXXX")
        .is_some_and(|rest| rest.is_empty() || rest.starts_with("-XX") || rest.starts_with("-WXX"))
}
