//! What a time expression says, and its TIMEX3 value once the article's date is known. Pure calendar: no words.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::text::PartialDate;

/// What an expression says, before the article's date is known.
#[derive(Clone, Debug, PartialEq)]
pub enum Point {
    /// A value as it stands.
    Fixed(String),
    /// A calendar date; the year may be missing.
    Date { year: Option<i16>, month: i8, day: Option<i8> },
    /// A day of the week, 1 is Monday; `shift` weeks on where the text says so.
    Weekday { day: i8, shift: Option<i32> },
    /// So many days from the article's date.
    Days(i32),
    /// So many units (TIMEX3 letter) from the article's date: `letzten Monat`.
    Shifted { unit: &'static str, by: i32 },
    /// A season without a year.
    Season(&'static str),
    /// A clock time, on the date told before it in the sentence.
    Clock { time: String, of: Option<Box<Point>> },
}

/// The TIMEX3 value of a length.
pub fn duration(count: f64, unit: &str) -> String {
    match unit {
        "H" | "M" | "S" => format!("PT{count}{unit}"),
        "MO" => format!("P{count}M"),
        "HY" => format!("P{}M", count * 6.0),
        unit => format!("P{count}{unit}"),
    }
}

/// The TIMEX3 value of a point, as seen from the article's date; parts that cannot be known are `X`.
pub fn resolve(point: &Point, past: bool, date: Option<PartialDate>) -> String {
    let today = date.and_then(PartialDate::to_civil);
    match point {
        Point::Fixed(value) => value.clone(),
        Point::Date { year, month, day } => {
            let year = year.or_else(|| Some(year_of(*month, *day, past, date?)));
            let year = year.map_or("XXXX".to_owned(), |y| format!("{y:04}"));
            day.map_or_else(|| format!("{year}-{month:02}"), |day| format!("{year}-{month:02}-{day:02}"))
        }
        Point::Weekday { day, shift } => {
            today.map_or_else(|| format!("XXXX-WXX-{day}"), |today| weekday(today, *day, *shift, past).to_string())
        }
        Point::Days(by) => today
            .and_then(|t| t.checked_add(i64::from(*by).days()).ok())
            .map_or("XXXX-XX-XX".to_owned(), |d| d.to_string()),
        Point::Shifted { unit, by } => date.map_or("XXXX".to_owned(), |date| shifted(date, unit, *by)),
        Point::Season(season) => date.map_or_else(|| format!("XXXX-{season}"), |d| format!("{:04}-{season}", d.year)),
        Point::Clock { time, of } => {
            let day = of.as_ref().map(|of| resolve(of, past, date)).or_else(|| today.map(|d| d.to_string()));
            format!("{}T{time}", day.unwrap_or_else(|| "XXXX-XX-XX".to_owned()))
        }
    }
}

/// The year of a date without one: the article's own, unless that lies on the wrong side of the article by far.
fn year_of(month: i8, day: Option<i8>, past: bool, date: PartialDate) -> i16 {
    let Some(today) = date.to_civil() else { return date.year };
    let months = i32::from(month) - i32::from(today.month());
    let later = months > 0 || months == 0 && day.is_some_and(|d| d > today.day());
    match (past, later) {
        (true, true) if months > 1 => date.year - 1,
        (false, false) if months < -6 => date.year + 1,
        (false, true) if months > 9 => date.year - 1,
        _ => date.year,
    }
}

/// The day that a weekday means: the last one in a sentence of the past, else the next one; today where it is today.
fn weekday(today: Date, day: i8, shift: Option<i32>, past: bool) -> Date {
    let wanted = Weekday::from_monday_one_offset(day).unwrap_or(Weekday::Monday);
    let ahead = i64::from(today.weekday().until(wanted));
    let days = match shift {
        Some(by) if by < 0 => {
            if ahead == 0 {
                -7
            } else {
                ahead - 7
            }
        }
        Some(by) if by > 0 => {
            if ahead == 0 {
                7
            } else {
                ahead
            }
        }
        _ if past && ahead > 0 => ahead - 7,
        _ => ahead,
    };
    today.checked_add(days.days()).unwrap_or(today)
}

/// `letzten Monat` seen from the article's date.
fn shifted(date: PartialDate, unit: &str, by: i32) -> String {
    let first = date.first_day();
    let moved = |span: jiff::Span| first.checked_add(span).unwrap_or(first);
    let by = i64::from(by);
    match unit {
        "Y" => format!("{:04}", i64::from(date.year) + by),
        "MO" if date.month.is_some() => moved(by.months()).strftime("%Y-%m").to_string(),
        "W" if date.day.is_some() => moved((by * 7).days()).strftime("%G-W%V").to_string(),
        "WE" if date.day.is_some() => moved((by * 7).days()).strftime("%G-W%V-WE").to_string(),
        "D" if date.day.is_some() => moved(by.days()).to_string(),
        "Q" if date.month.is_some() => {
            let quarter = moved((by * 3).months());
            format!("{:04}-Q{}", quarter.year(), (quarter.month() - 1) / 3 + 1)
        }
        "DE" => format!("{:03}", i64::from(date.year) / 10 + by),
        "CE" => format!("{:02}", i64::from(date.year) / 100 + by),
        season @ ("SP" | "SU" | "FA" | "WI") => format!("{:04}-{season}", i64::from(date.year) + by),
        _ => if by < 0 {
            "PAST_REF"
        } else if by > 0 {
            "FUTURE_REF"
        } else {
            "PRESENT_REF"
        }
        .to_owned(),
    }
}
