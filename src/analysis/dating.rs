//! The article's own date, where neither caller nor front matter tells it: a loose header line, else the latest full
//! date in the text. A weekday with a day and month stands for a full date where only one year can be meant.

use std::sync::Arc;

use super::Origin;
use super::paragraph::Paragraph;
use super::times::Expression;
use super::words::Words;
use crate::text::{Article, PartialDate};

/// The year of this release: an article is not younger than the program that reads it.
const THIS_YEAR: i16 = 2026;
/// A weekday and a date meet again after five or six years: within so many years before one, at most one year fits.
const MEET_AGAIN: i16 = 5;

/// What the time expressions of a paragraph tell of the article's date.
#[derive(Clone, Debug, Default)]
pub struct Dates {
    /// The latest date with day, month and year.
    full: Option<PartialDate>,
    /// The latest year.
    year: Option<i16>,
    /// Weekday (1 is Monday), month and day of dates without a year.
    days: Vec<(i8, i8, i8)>,
}

impl Dates {
    /// The dates among a paragraph's time expressions.
    pub fn of(times: &[Expression], words: &Words) -> Self {
        let day = |time: &Expression| {
            let (month, day) = time.month_and_day()?;
            Some((time.weekday(words)?, month, day))
        };
        Self {
            full: times.iter().filter_map(Expression::full_date).max(),
            year: times.iter().filter_map(Expression::year).filter(|year| *year <= THIS_YEAR).max(),
            days: times.iter().filter_map(day).collect(),
        }
    }
}

/// The date and where it came from.
pub fn date(article: &Article, paragraphs: &[Arc<Paragraph>]) -> Option<(PartialDate, Origin)> {
    if let Some(date) = article.header_date {
        return Some((date, Origin::Header));
    }
    let all = || paragraphs.iter().map(|paragraph| &paragraph.dates);
    let full = all().filter_map(|dates| dates.full).max();
    let named = all().filter_map(|dates| dates.year).max();
    let years = match (full, named) {
        (Some(full), _) => full.year - 1..=full.year,
        (None, Some(named)) => named..=THIS_YEAR,
        (None, None) => THIS_YEAR - MEET_AGAIN..=THIS_YEAR,
    };
    let dated = all().flat_map(|dates| &dates.days).filter_map(|&(weekday, month, day)| {
        let fits = |date: &PartialDate| date.to_civil().is_some_and(|c| c.weekday().to_monday_one_offset() == weekday);
        let mut fitting = years.clone().filter_map(|year| PartialDate::day(year, month, day)).filter(fits);
        fitting.next().filter(|_| fitting.next().is_none())
    });
    full.into_iter().chain(dated).max().map(|date| (date, Origin::Text))
}
