//! `mixed-number-format`: `1.000` and `2'000` in one article.

use super::{About, Check, CheckContext, Finding, Related, Severity, pages};
use crate::analysis::{Class, Figure};
use crate::messages::text;

/// Two hands wrote it, or a number was copied from elsewhere.
pub struct MixedNumberFormat;

impl Check for MixedNumberFormat {
    fn about(&self) -> &'static About {
        const ABOUT: About = About::off("mixed-number-format", Severity::Hint, pages!("mixed-number-format"));
        &ABOUT
    }

    /// One finding: at the first number of the rarer format, of two equally frequent ones the later.
    fn run(&self, cx: &CheckContext<'_>, findings: &mut Vec<Finding>) {
        let said = cx.said();
        let own =
            |figure: &&Figure| !matches!(figure.class, Class::Name | Class::Furniture) && !said.touch(figure.span);
        let marked = cx.analysis.figures.iter().filter(own).filter_map(|figure| Some((mark(figure, cx)?, figure.span)));
        let marked: Vec<_> = marked.collect();
        let count = |mark: Mark| marked.iter().filter(|(other, _)| *other == mark).count();
        let first = |mark: Mark| marked.iter().find(|(other, _)| *other == mark).map(|(_, span)| *span);
        let mut marks = vec![Mark::Dot, Mark::Comma, Mark::Apostrophe, Mark::Blank];
        marks.retain(|mark| count(*mark) > 0);
        marks.sort_by_cached_key(|mark| (std::cmp::Reverse(count(*mark)), first(*mark).map(|span| span.start)));
        let [common, .., rare] = marks[..] else { return };
        if let (Some(usual), Some(other)) = (first(common), first(rare)) {
            let [usual_text, other_text] = [usual, other].map(|span| span.of(&cx.article.text));
            let args = [("number", other_text), ("other", usual_text)];
            let related = vec![Related { file: None, span: usual, message: usual_text.into() }];
            let message = text(cx.messages, "check.mixed-number-format", &args);
            findings.push(Finding { related, ..self.finding(other, message.into()) });
        }
    }
}

/// What parts the thousands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Dot,
    Comma,
    Apostrophe,
    Blank,
}

/// The mark between the thousands of a figure in digits; `None` where there is none, or another number follows.
fn mark(figure: &Figure, cx: &CheckContext<'_>) -> Option<Mark> {
    let words = figure.span.of(&cx.article.text);
    let digits = |c: char| c.is_ascii_digit();
    let number = &words[words.find(digits)?..];
    let end = number.find(|c: char| !digits(c) && !is_mark(c)).unwrap_or(number.len());
    let parts: Vec<&str> = number[..end].trim_end_matches(is_mark).split(is_mark).collect();
    let grouped = parts.len() > 1 && parts[1..].iter().all(|part| part.len() == 3);
    // a decimal has another value than its digits
    let whole: f64 = parts.concat().parse().ok().filter(|whole| *whole == figure.value && grouped)?;
    (whole >= 1000.0).then(|| match number.chars().find(|c| is_mark(*c)) {
        Some('.') => Mark::Dot,
        Some(',') => Mark::Comma,
        Some('\'' | '’') => Mark::Apostrophe,
        _ => Mark::Blank,
    })
}

fn is_mark(c: char) -> bool {
    matches!(c, '.' | ',' | '\'' | '’' | ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}')
}
