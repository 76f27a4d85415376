//! The article's own date, where neither caller nor front matter tells it: a loose header line, else the latest full
//! date in the text. A weekday with a day and month stands for a full date where only one year can be meant.

use std::sync::Arc;

use super::Origin;
use super::paragraph::Paragraph;
use crate::text::{Article, PartialDate};

/// The year of this release: an article is not younger than the program that reads it.
const THIS_YEAR: i16 = 2026;
/// A weekday and a date meet again after five or six years: within so many years before one, at most one year fits.
const MEET_AGAIN: i16 = 5;

/// The date and where it came from.
pub fn date(article: &Article, paragraphs: &[Arc<Paragraph>]) -> Option<(PartialDate, Origin)> {
    if let Some(date) = article.header_date {
        return Some((date, Origin::Header));
    }
    let all = || paragraphs.iter().flat_map(|p| p.times.iter().map(move |t| (p, t)));
    let full = all().filter_map(|(_, t)| t.full_date()).max();
    let named = all().filter_map(|(_, t)| t.year()).filter(|year| *year <= THIS_YEAR).max();
    let years = match (full, named) {
        (Some(full), _) => full.year - 1..=full.year,
        (None, Some(named)) => named..=THIS_YEAR,
        (None, None) => THIS_YEAR - MEET_AGAIN..=THIS_YEAR,
    };
    let dated = all().filter_map(|(p, t)| {
        let (weekday, (month, day)) = (t.weekday(&p.words)?, t.month_and_day()?);
        let fits = |date: &PartialDate| date.to_civil().is_some_and(|c| c.weekday().to_monday_one_offset() == weekday);
        let mut fitting = years.clone().filter_map(|year| PartialDate::day(year, month, day)).filter(fits);
        fitting.next().filter(|_| fitting.next().is_none())
    });
    full.into_iter().chain(dated).max().map(|date| (date, Origin::Text))
}
