//! The article's own date, where neither caller nor front matter tells it: a loose header line, else the latest full
//! date in the text. A weekday with a day and month fixes the year, if only one year near the text's others fits.

use super::Origin;
use super::paragraph::Paragraph;
use crate::text::{Article, Block, PartialDate};

/// The date and where it came from.
pub fn date(article: &Article, blocks: &[(&Block, &Paragraph)]) -> Option<(PartialDate, Origin)> {
    if let Some(date) = article.header_date {
        return Some((date, Origin::Header));
    }
    let all = || blocks.iter().flat_map(|(_, p)| p.times.iter().map(move |t| (p, t)));
    let full = all().filter_map(|(_, t)| t.full_date()).max();
    let weekdays = || all().filter_map(|(p, t)| Some((t.weekday(&p.words)?, t.month_and_day()?)));
    // the latest year that the text names bounds the year of its weekdays from below
    let named = all().filter_map(|(_, t)| t.year()).max();
    let dated = weekdays().filter_map(|(weekday, (month, day))| {
        let from = full.map(|d| d.year).max(named)?;
        (from..from + 7).find_map(|year| {
            PartialDate::day(year, month, day)
                .filter(|d| d.to_civil().is_some_and(|c| c.weekday().to_monday_one_offset() == weekday))
        })
    });
    full.into_iter().chain(dated).max().map(|date| (date, Origin::Text))
}
