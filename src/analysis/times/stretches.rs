//! Weeks, months, years and their parts, as they lie from today or are counted off: `letzten Monat`, `der ersten Woche`,
//! `dritten Quartal`, `19. Jahrhundert`.

use super::{Found, Reader};
use crate::analysis::timex::{Point, Year};
use crate::lang::Lang;

/// Quarters and halves of a year, as TIMEX3 writes them.
const QUARTERS: [&str; 4] = ["Q1", "Q2", "Q3", "Q4"];
const HALVES: [&str; 2] = ["H1", "H2"];

impl Reader<'_> {
    /// `letzten Monat`, `der vergangenen Woche`, `this year`, `den vergangenen zwei Jahrzehnten`, `im vergangenen Sommer`.
    pub(super) fn shifted(&self) -> Option<Found> {
        let words = self.words;
        let by = self.shift(self.at)?;
        let start = self.determined(self.at);
        if let Some(count) = self.count(self.at + 1) {
            return self.many(start, self.at + 2, count);
        }
        let noun = self.at + 1;
        let (kind, value) = self.time(noun)?;
        match kind {
            "unit" if self.is(noun, "plural") => self.lasting(start, noun + 1, None, value),
            // a night is a part of its day
            "unit" if matches!(value, "NI" | "EV") => None,
            "unit" => Found::date(start..noun + 1, Point::Shifted { unit: value, by }),
            "season" => {
                let (end, year) = self.year_behind(noun + 1);
                let year = if year == Year::Open { Year::Moved(by) } else { year };
                Found::date(start..end.max(noun + 1), Point::Part { year, part: value })
            }
            "month" if by != 0 && words.is_capital(noun) => {
                let month = value.parse().ok()?;
                Found::date(start..noun + 1, Point::Date { year: Year::Open, month, day: None })
            }
            _ => None,
        }
    }

    /// A length whose count has been read: `zwei Jahrzehnten`, `few weeks`.
    fn many(&self, start: usize, noun: usize, count: Option<f64>) -> Option<Found> {
        self.lasting(start, noun + 1, count, self.unit(noun)?)
    }

    /// What an ordinal counts off, or `darauf` from what was told before: `der ersten Woche`, `2. Quartal 2023`,
    /// `der Woche darauf`, `first half of the year`.
    pub(super) fn counted_off(&self) -> Option<Found> {
        let words = self.words;
        let start = self.determined(self.at);
        if let Some(unit) = self.unit(self.at).filter(|unit| matches!(*unit, "D" | "W"))
            && let Some(by) = self.role(self.at + 1, "later").filter(|_| start < self.at || words.lang == Lang::De)
        {
            let point = self.told.day.as_ref()?.0.moved(unit, by.parse().ok()?)?;
            return Found::date(start..self.at + 2, point);
        }
        let (nth, noun) = self.nth(self.at)?;
        if let Some(count) = self.count(noun) {
            // `den ersten drei Monaten`
            return self.many(start, noun + 1, count).filter(|_| start < self.at);
        }
        let half = words.lang == Lang::En && self.is(noun, "half") && self.is(noun + 1, "of");
        let unit = if half { "HY" } else { self.unit(noun)? };
        let (end, year) = self.year_behind(noun + 1);
        let place = usize::try_from(nth).ok()?.checked_sub(1)?;
        match unit {
            "Q" => Found::date(start..end, Point::Part { year, part: QUARTERS.get(place)? }),
            "HY" if !half || year != Year::Open => {
                Found::date(start..end, Point::Part { year, part: HALVES.get(place)? })
            }
            "CE" => Found::date(start..noun + 1, Point::Fixed(format!("{place:02}"))),
            // the first week begins where the story does
            "D" | "W" if start < self.at => {
                let of = Box::new(self.told.start.clone()?);
                Found::date(start..noun + 1, Point::Moved { of, unit, by: nth - 1 })
            }
            _ => None,
        }
    }
}
