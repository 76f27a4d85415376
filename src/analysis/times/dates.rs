//! Dates of the calendar: days, months, years, decades.

use super::{Found, Reader};
use crate::analysis::numbers::Form;
use crate::analysis::timex::{Point, Year, holding};
use crate::lang::grammar::Grammar;
use crate::lang::{Lang, number_words};

impl Reader<'_> {
    /// `12. September 2023`, `12.9.2023`, `September 12, 2023`, `Dezember 2024`, `Mai`.
    pub(super) fn date(&self) -> Option<Found> {
        let (end, point) = self.calendar(self.at)?;
        Found::date(self.at..end, point)
    }

    /// The date at a token, and where it ends.
    pub(super) fn calendar(&self, at: usize) -> Option<(usize, Point)> {
        if !self.words.is_number(at) {
            return self.month(at);
        }
        self.in_digits(at).or_else(|| self.day_and_month(at))
    }

    /// `2023-09-12`, `12.9.2023`, `12. 9. 2023`, `12.9.`
    fn in_digits(&self, at: usize) -> Option<(usize, Point)> {
        let words = self.words;
        let raw = words.raw(at);
        if words.joins(at + 1) && words.joins(at + 3) && raw.len() == 4 {
            return Some((at + 5, date(raw, words.raw(at + 2), words.raw(at + 4))?));
        }
        let mut parts = raw.split('.');
        let (day, month, year) = (parts.next()?, parts.next(), parts.next());
        match (month, year) {
            (Some(month), Some(year)) if matches!(year.len(), 2 | 4) && parts.next().is_none() => {
                Some((at + 1, date(year, month, day)?))
            }
            // the dot behind tells a date from a decimal
            (Some(month), None) if words.raw(at + 1) == "." && words.glued(at + 1) => {
                Some((at + 2, date("", month, day)?))
            }
            (None, _) if words.raw(at + 1) == "." && words.raw(at + 3) == "." && words.raw(at + 4).len() == 4 => {
                Some((at + 5, date(words.raw(at + 4), words.raw(at + 2), day)?))
            }
            _ => None,
        }
    }

    /// `12. September 2023`, `12th of September`; the day alone in `vom 5. bis 22. November`.
    fn day_and_month(&self, at: usize) -> Option<(usize, Point)> {
        let words = self.words;
        let day: i8 = words.raw(at).parse().ok().filter(|d| (1..=31).contains(d))?;
        let dot = usize::from(words.raw(at + 1) == "." || self.is(at + 1, "ordinal"));
        let month_at = at + 1 + dot + usize::from(self.is(at + 1 + dot, "of"));
        if let Some(month) = self.value(month_at, "month") {
            let (end, year) = self.year_behind(month_at + 1);
            let year = if year == Year::Open { self.year_of_end(end) } else { year };
            return Some((end, Point::Date { year, month, day: Some(day) }));
        }
        // the month stands behind the other day
        let joint = at + 1 + dot;
        let other = dot == 1 && (self.is(joint, "to") || matches!(words.raw(joint), "-" | "–" | "/"));
        let month_at = joint + 3;
        let month = self.value(month_at, "month").filter(|_| other && words.raw(joint + 2) == ".")?;
        let (_, year) = self.year_behind(month_at + 1);
        Some((joint, Point::Date { year, month, day: Some(day) }))
    }

    /// The year of the other end, which both share: `30. April bis 3. Mai 2024`.
    fn year_of_end(&self, joint: usize) -> Year {
        let words = self.words;
        let other = self.is(joint, "to") || matches!(words.raw(joint), "-" | "–");
        let month = joint + 2 + usize::from(words.raw(joint + 2) == ".");
        let dated = other && words.is_number(joint + 1) && self.value(month, "month").is_some();
        if dated { self.year_behind(month + 1).1 } else { Year::Open }
    }

    /// `Mai`, `Dezember 2024`, `Juli dieses Jahres`, `September 12, 2023`.
    fn month(&self, at: usize) -> Option<(usize, Point)> {
        let words = self.words;
        let month = self.value(at, "month").filter(|_| words.is_capital(at))?;
        let dot = words.raw(at + 1) == "." && words.lists.abbreviations.contains(words.raw(at));
        let next = at + 1 + usize::from(dot);
        if words.lang == Lang::En && words.is_number(next) && words.raw(next).len() <= 2 {
            let day = words.raw(next).parse().ok();
            let behind = next + 1 + usize::from(self.is(next + 1, "ordinal"));
            let (end, year) = self.year_behind(behind + usize::from(words.raw(behind) == ","));
            let end = if year == Year::Open { behind } else { end };
            return Some((end, Point::Date { year, month, day }));
        }
        let (end, year) = self.year_behind(next);
        let end = if year == Year::Open { at + 1 } else { end };
        if self.is(at, "name") && year == Year::Open && !self.is_led_as_month(at) {
            return None;
        }
        Some((end, Point::Date { year, month, day: None }))
    }

    /// `may` and `march` are verbs, and `August` and `April` given names: months only with a date beside them, or behind
    /// a word that leads to a date and before none that goes on with a name.
    fn is_led_as_month(&self, at: usize) -> bool {
        let words = self.words;
        let Some(before) = at.checked_sub(1) else { return false };
        let led = words.grammar(before) == Some(Grammar::Preposition) || matches!(self.time(before), Some(("edge", _)));
        let named = words.is_capital(at + 1) && words.lang == Lang::De && !self.is(before, "within");
        led && !named || self.is(before, "bound") || self.shift(before).is_some()
    }

    /// `2019`, `Jahr 2024`, `Saison 2013/14`, `1980er-Jahre`, `the 1990s`.
    pub(super) fn year(&self) -> Option<Found> {
        let words = self.words;
        let raw = words.raw(self.at);
        let end = self.at + 1;
        let Some(number) = self.number else { return self.year_of_range() };
        if number.form == Form::Digits
            && words.glued(end)
            && self.is(end, "tens")
            && matches!(raw.len(), 2 | 4)
            && raw.ends_with('0')
        {
            let noun = end + 1 + usize::from(words.joins(end + 1));
            let end = if self.unit(noun) == Some("Y") { noun + 1 } else { end + 1 };
            let decade = if raw.len() == 2 { format!("19{}", &raw[..1]) } else { raw[..3].to_owned() };
            return Found::date(self.determined(self.at)..end, Point::Fixed(decade));
        }
        let labelled = self.follows("year");
        if raw.len() != 4
            || !raw.bytes().all(|b| b.is_ascii_digit())
            || !labelled && !crate::analysis::classes::is_year(words, number)
        {
            return None;
        }
        let start = if labelled { self.determined(self.at - 1) } else { self.at };
        match self.second_year(end) {
            Some((end, value)) => Found::date(start..end, Point::Fixed(value)),
            None => Found::date(start..end, Point::Fixed(raw.to_owned())),
        }
    }

    /// `Siebzigerjahre`, `neunziger Jahren`: the tens of the last century.
    pub(super) fn decade(&self) -> Option<Found> {
        let words = self.words;
        let word = words.folded(self.at);
        if words.lang == Lang::En || !words.lists.may_be_number(word) {
            return None;
        }
        let (tens, end) = match word.split_once("erjahre") {
            Some((tens, "" | "n")) => (tens, self.at + 1),
            _ if self.unit(self.at + 1) == Some("Y") => (word.strip_suffix("er")?, self.at + 2),
            _ => return None,
        };
        let tens = number_words::cardinal(tens, words.lang).filter(|tens| tens % 10.0 == 0.0 && *tens < 100.0)?;
        Found::date(self.determined(self.at)..end, Point::Fixed(format!("19{}", tens / 10.0)))
    }

    /// The year behind a slash that follows the one at hand (`1925/26`), and the value that holds both.
    pub(super) fn second_year(&self, slash: usize) -> Option<(usize, String)> {
        let words = self.words;
        let first: i16 = words.raw(slash - 1).parse().ok()?;
        let raw = words.raw(slash + 1);
        let second: i16 = raw.parse().ok().filter(|_| words.raw(slash) == "/" && matches!(raw.len(), 2 | 4))?;
        let follows = second == first + 1 || raw.len() == 2 && second == (first + 1) % 100;
        follows.then(|| (slash + 2, holding(first, first + 1)))
    }

    /// The second year of `1943 bis 1945`.
    fn year_of_range(&self) -> Option<Found> {
        let words = self.words;
        let (end, first) = self.told.year?;
        let joined = end + 1 == self.at && (self.is(end, "to") || matches!(words.raw(end), "-" | "–"));
        let year: i16 = words.raw(self.at).parse().ok()?;
        let fits = joined && words.raw(self.at).len() == 4 && (first..2200).contains(&year);
        fits.then(|| Found::date(self.at..self.at + 1, Point::Fixed(year.to_string())))?
    }

    /// `Anfang Dezember`, `Mitte des laufenden Jahres`, `Ende der Woche`, `the early 1990s`, `mid-2015`.
    pub(super) fn bound(&self) -> Option<Found> {
        let words = self.words;
        if !self.is(self.at, "bound") {
            return None;
        }
        let mut next = self.at + 1 + usize::from(words.joins(self.at + 1));
        next += usize::from(self.is(next, "of"));
        next += usize::from(self.is(next, "the"));
        let start = self.determined(self.at);
        // the article of a genitive makes a bare unit the one at hand: `Ende der Woche`
        if let Some(unit) = self.unit(next).filter(|_| self.is(next - 1, "the")) {
            return Found::date(start..next + 1, Point::Shifted { unit, by: 0 });
        }
        let inner = self.bounded(next)?;
        let is_date = inner.kind == super::TimeKind::Date && inner.tokens.end > next;
        Found::date(start..inner.tokens.end, inner.point).filter(|_| is_date)
    }

    /// The date whose bound is told.
    fn bounded(&self, at: usize) -> Option<Found> {
        let words = self.words;
        let reader = self.from(at);
        let raw = words.raw(at);
        if words.is_number(at) && raw.len() == 4 {
            let decade = self.is(at + 1, "tens") && words.glued(at + 1);
            let year: i16 = raw.parse().ok().filter(|year| (1000..2200).contains(year))?;
            let noun = at + 2 + usize::from(words.joins(at + 2));
            return match decade {
                true => {
                    let end = if self.unit(noun) == Some("Y") { noun + 1 } else { at + 2 };
                    Found::date(at..end, Point::Fixed(raw[..3].to_owned()))
                }
                false => Found::date(at..at + 1, Point::Fixed(year.to_string())),
            };
        }
        let (kind, _) = self.time(at).unwrap_or_default();
        match kind {
            "month" => reader.date(),
            "season" | "moved" => reader.word(),
            _ => reader.shifted().or_else(|| reader.counted_off()).or_else(|| reader.decade()),
        }
    }
}

/// A date from its parts in digits; the year may be empty.
fn date(year: &str, month: &str, day: &str) -> Option<Point> {
    let named: Option<i16> = year.parse().ok();
    let year = match named {
        Some(short) if year.len() == 2 => Year::Named(short + if short < 50 { 2000 } else { 1900 }),
        Some(year) => Year::Named(year),
        None => Year::Open,
    };
    let month = month.parse().ok().filter(|month| (1..=12).contains(month))?;
    let day = day.parse().ok().filter(|day| (1..=31).contains(day))?;
    Some(Point::Date { year, month, day: Some(day) })
}
