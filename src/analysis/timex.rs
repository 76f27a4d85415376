//! What a time expression says, and its TIMEX3 value once the article's date is known. Pure calendar: no words.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::text::PartialDate;

/// The year of a date, as the text tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Year {
    /// Not told.
    Open,
    Named(i16),
    /// So many years from the article's (`Juli dieses Jahres`).
    Moved(i32),
}

/// What an expression says, before the article's date is known.
#[derive(Clone, Debug, PartialEq)]
pub enum Point {
    /// A value as it stands.
    Fixed(String),
    /// A calendar date.
    Date { year: Year, month: i8, day: Option<i8> },
    /// A season, quarter or half of a year, as TIMEX3 writes it.
    Part { year: Year, part: &'static str },
    /// A day of the week, 1 is Monday; before (-1) or after (1) the article's date where the text says so.
    Weekday { day: i8, shift: Option<i32> },
    /// A day of the week that lies so many weeks from the article's: `Montag nächster Woche`.
    WeekdayOf { day: i8, weeks: i32 },
    /// The weekend that is near.
    Weekend,
    /// So many days from the article's date.
    Days(i32),
    /// So many units (TIMEX3 letter) from the article's date: `letzten Monat`.
    Shifted { unit: &'static str, by: i32 },
    /// So many units from a day that was told before: `der Woche darauf`.
    Moved { of: Box<Point>, unit: &'static str, by: i32 },
    /// A clock time or part of the day, on the date told before it in the sentence.
    Clock { time: String, of: Option<Box<Point>> },
}

impl Point {
    /// The day that it names or lies in, if it does either.
    pub fn day(&self) -> Option<&Point> {
        match self {
            Point::Date { day: Some(_), .. } | Point::Weekday { .. } | Point::WeekdayOf { .. } | Point::Days(_) => {
                Some(self)
            }
            Point::Moved { unit: "D" | "W", .. } | Point::Shifted { unit: "D", .. } => Some(self),
            Point::Clock { of: Some(of), .. } => of.day(),
            _ => None,
        }
    }

    /// So many units from this day. `None` where it has itself been moved by another unit: a story that goes on so counts
    /// from nothing that a reader could still know, and must not be nested without end.
    pub fn moved(&self, unit: &'static str, by: i32) -> Option<Point> {
        match self {
            Point::Moved { of, unit: same, by: before } if *same == unit => {
                Some(Point::Moved { of: of.clone(), unit, by: before.saturating_add(by) })
            }
            Point::Moved { .. } => None,
            day => Some(Point::Moved { of: Box::new(day.clone()), unit, by }),
        }
    }

    /// Whether past or future decides what it means.
    pub fn is_open(&self) -> bool {
        match self {
            Point::Date { year, .. } | Point::Part { year, .. } => *year == Year::Open,
            Point::Weekday { shift, .. } => shift.is_none(),
            Point::Weekend => true,
            Point::Moved { of, .. } => of.is_open(),
            Point::Clock { of, .. } => of.as_ref().is_some_and(|of| of.is_open()),
            _ => false,
        }
    }
}

/// The TIMEX3 value of a length; without a count it is `X`.
pub fn duration(count: Option<f64>, unit: &str) -> String {
    let (factor, unit) = match unit {
        "MO" => (1.0, "M"),
        "HY" => (6.0, "M"),
        "Q" => (3.0, "M"),
        "M" | "H" | "S" => return format!("PT{}{unit}", count.map_or("X".to_owned(), |count| count.to_string())),
        unit => (1.0, unit),
    };
    format!("P{}{unit}", count.map_or("X".to_owned(), |count| (count * factor).to_string()))
}

/// The smallest TIMEX3 value that holds two years: their decade, else their century.
pub fn holding(first: i16, second: i16) -> String {
    if first / 10 == second / 10 { format!("{:03}", first / 10) } else { format!("{:02}", first / 100) }
}

/// The TIMEX3 value of a point, as seen from the article's date; parts that cannot be known are `X`.
pub fn resolve(point: &Point, past: bool, date: Option<PartialDate>) -> String {
    match point {
        Point::Fixed(value) => value.clone(),
        Point::Date { year, month, day } => {
            let year = year_of(*year, *month, *day, past, date);
            day.map_or_else(|| format!("{year}-{month:02}"), |day| format!("{year}-{month:02}-{day:02}"))
        }
        Point::Part { year, part } => format!("{}-{part}", year_of(*year, 0, None, past, date)),
        Point::Shifted { unit, by } => date.map_or("XXXX".to_owned(), |date| shifted(date, unit, *by)),
        Point::Moved { of, unit, by } => {
            date.and_then(|date| civil(of, past, date)).map_or("XXXX".to_owned(), |day| shifted(day.into(), unit, *by))
        }
        Point::Weekend => {
            let sunday = date.and_then(PartialDate::to_civil).map(|today| weekday(today, 7, None, past));
            sunday.map_or("XXXX-WXX-WE".to_owned(), |day| shifted(day.into(), "WE", 0))
        }
        Point::Clock { time, of } => {
            let today = date.and_then(PartialDate::to_civil).map(|today| today.to_string());
            let day = of.as_ref().map(|of| resolve(of, past, date)).or(today);
            format!("{}T{time}", day.unwrap_or_else(|| "XXXX-XX-XX".to_owned()))
        }
        Point::Weekday { day, .. } | Point::WeekdayOf { day, .. } => date
            .and_then(|date| civil(point, past, date))
            .map_or_else(|| format!("XXXX-WXX-{day}"), |day| day.to_string()),
        Point::Days(_) => {
            date.and_then(|date| civil(point, past, date)).map_or("XXXX-XX-XX".to_owned(), |day| day.to_string())
        }
    }
}

/// The day that a point names; of a week, the day that it was counted from.
fn civil(point: &Point, past: bool, date: PartialDate) -> Option<Date> {
    let today = || date.to_civil();
    match point {
        Point::Date { year, month, day } => {
            let year = year_of(*year, *month, *day, past, Some(date)).parse().ok()?;
            Date::new(year, *month, (*day)?).ok()
        }
        Point::Weekday { day, shift } => Some(weekday(today()?, *day, *shift, past)),
        Point::WeekdayOf { day, weeks } => {
            let monday = i64::from(today()?.weekday().to_monday_zero_offset());
            today()?.checked_add((i64::from(*weeks) * 7 + i64::from(*day - 1) - monday).days()).ok()
        }
        Point::Days(by) | Point::Shifted { unit: "D", by } => today()?.checked_add(i64::from(*by).days()).ok(),
        Point::Moved { of, unit, by } => {
            let days = if *unit == "W" { 7 } else { 1 };
            civil(of, past, date)?.checked_add((i64::from(*by) * days).days()).ok()
        }
        _ => None,
    }
}

/// The year of a date. One that the text leaves open is the article's own, unless the date would then lie on the wrong
/// side of the article by far; a month of zero lies nowhere in the year.
fn year_of(year: Year, month: i8, day: Option<i8>, past: bool, date: Option<PartialDate>) -> String {
    let year = match (year, date) {
        (Year::Named(year), _) => Some(year),
        (_, None) => None,
        (Year::Moved(by), Some(date)) => Some(date.year.saturating_add(by as i16)),
        (Year::Open, Some(date)) => Some(if month == 0 { date.year } else { nearest_year(month, day, past, date) }),
    };
    year.map_or("XXXX".to_owned(), |year| format!("{year:04}"))
}

fn nearest_year(month: i8, day: Option<i8>, past: bool, date: PartialDate) -> i16 {
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
        Some(by) if by < 0 => ahead - 7,
        Some(by) if by > 0 && ahead == 0 => 7,
        None if past && ahead > 0 => ahead - 7,
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
        "HY" if date.month.is_some() => {
            let half = moved((by * 6).months());
            format!("{:04}-H{}", half.year(), (half.month() - 1) / 6 + 1)
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
