//! `weekday-date`: weekday and date cannot both be true.

use super::{About, Check, CheckContext, Finding, Severity, pages};
use crate::analysis::Origin;
use crate::messages::{forms, text};
use crate::text::{PartialDate, Span};

/// The calendar proves it wrong: `Montag, 12. September 2023`.
pub struct WeekdayDate;

impl Check for WeekdayDate {
    fn about(&self) -> &'static About {
        const ABOUT: About = About::on("weekday-date", Severity::Warning, pages!("weekday-date"));
        &ABOUT
    }

    /// Without a year in the text or a date that somebody gave the article, the year is a guess, and so is the finding.
    fn run(&self, cx: &CheckContext<'_>, findings: &mut Vec<Finding>) {
        let given = cx.analysis.date.is_some_and(|(_, from)| matches!(from, Origin::Flag | Origin::FrontMatter));
        for time in &cx.analysis.times {
            let day = PartialDate::parse(&time.value).and_then(PartialDate::to_civil);
            let (Some(told), Some(day)) = (time.weekday, day) else { continue };
            let real = day.weekday().to_monday_one_offset();
            if told == real || !(given || time.tells_year) {
                continue;
            }
            let date = forms::date(cx.messages, day.year(), Some(day.month()), Some(day.day()));
            let instead = Some((word(time.span, &cx.article.text), forms::weekday(cx.analysis.lang.0, real)));
            let as_told = |(word, _): &(Span, _)| word.of(&cx.article.text) == forms::weekday(cx.analysis.lang.0, told);
            let instead = instead.filter(as_told);
            let (real, told) = (forms::weekday(cx.messages, real), forms::weekday(cx.messages, told));
            let args = [("date", &*date), ("weekday", &*real), ("told", &*told)];
            let message = text(cx.messages, "check.weekday-date", &args);
            let severity = if time.tells_year { self.about().severity } else { Severity::Hint };
            findings.push(Finding { severity, instead, ..self.finding(time.span, message.into()) });
        }
    }
}

/// The first word of a date: its weekday, where one stands there.
fn word(date: Span, text: &str) -> Span {
    let words = date.of(text);
    Span::new(date.start, date.start + words.find(|c: char| !c.is_alphabetic()).unwrap_or(words.len()))
}
