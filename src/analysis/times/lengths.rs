//! Lengths of time and what comes round: `drei Wochen`, `zweistündig`, `jeden Sonntag`; and single words of time.

use super::{Found, Reader, role_of};
use crate::analysis::TimeKind;
use crate::analysis::numbers::{Form, Number};
use crate::analysis::timex::{Point, duration};
use crate::lang::Lang;
use crate::lang::grammar::Grammar;

impl Reader<'_> {
    /// `drei Wochen`, `einem Jahr`, `zwei Stunden`, `einigen Tagen`, `seit Jahren`.
    pub(super) fn length(&self) -> Option<Found> {
        if let Some(number) = self.number {
            return self.measured(number);
        }
        if let Some(unit) = self.unit(self.at) {
            let ago = self.is(self.at + 1, "ago") || self.follows("open");
            let open = ago && self.is(self.at, "plural");
            return open.then(|| self.lasting(self.at, self.at + 1, None, unit))?;
        }
        let next = self.at + 1;
        if self.is(self.at, "one") {
            if self.is(next, "pair") {
                let noun = next + 1 + usize::from(self.is(next + 1, "of"));
                return self.lasting(self.at, noun + 1, None, self.unit(noun)?);
            }
            let half = self.is(next, "half");
            let noun = next + usize::from(half || self.is(next, "whole"));
            let unit = self.unit(noun).filter(|unit| !matches!(*unit, "NI" | "EV" | "GE" | "SA" | "LP"))?;
            // `a second year`, and `a quarter` of something
            if self.unit(noun + 1).is_some() || unit == "Q" && self.words.lang == Lang::En {
                return None;
            }
            // `an hour and a half`
            let more = self.is(noun + 1, "and") && self.is(noun + 2, "one") && self.is(noun + 3, "half");
            let (end, count) = if more { (noun + 4, 1.5) } else { (noun + 1, if half { 0.5 } else { 1.0 }) };
            return self.lasting(self.at, end, Some(count), unit);
        }
        // the upper end of `zwei bis drei Jahre` is no number of its own
        let unit = self.unit(next).filter(|_| !self.is(self.at, "both"))?;
        self.lasting(self.at, next + 1, self.count(self.at)?, unit)
    }

    pub(super) fn lasting(&self, start: usize, end: usize, count: Option<f64>, unit: &str) -> Option<Found> {
        Found::fixed(start..end, TimeKind::Duration, duration(count, unit))
    }

    /// A number with its unit; both ends of a stretch, and one that shares the unit behind the next, by themselves.
    fn measured(&self, number: &Number) -> Option<Found> {
        let words = self.words;
        let end = number.tokens.end;
        if number.form == Form::Timely {
            return self.adjective(number);
        }
        let counts = match number.form {
            Form::Digits | Form::Word | Form::Loose => true,
            // `anderthalb Jahre`, but not `one in five years`
            Form::Fraction => number.value > 1.0,
            _ => false,
        };
        if !counts {
            return None;
        }
        let noun = end + usize::from(words.joins(end));
        if let Some(unit) = self.unit(noun) {
            if self.is_age(noun) {
                return None;
            }
            let end = if number.high.is_some() { self.at + 1 } else { noun + 1 };
            return self.lasting(self.at, end, Some(number.value), unit);
        }
        // `50 statt 30 Jahre`
        let shared = number.noun.filter(|&noun| noun > end && number.measured.end == end && !self.is_age(noun));
        self.lasting(self.at, end, Some(number.value), self.unit(shared?)?)
    }

    /// Years that somebody is old: `55 Jahre alt`, `im Alter von 55 Jahren`, `ab 16 Jahren`.
    fn is_age(&self, noun: usize) -> bool {
        let of = self.follows("age-of") && self.at > 1 && self.is(self.at - 2, "age");
        self.unit(noun) == Some("Y") && (of || self.follows("aged") || self.is(noun + 1, "old"))
    }

    /// `zweistündig`, `14-tägige`; with years only before what lasts, for the others are ages.
    fn adjective(&self, number: &Number) -> Option<Found> {
        let words = self.words;
        let last = number.tokens.end - 1;
        let stem = self.stem(last);
        let (_, unit) = words.lists.timing.tails(stem).filter(|(role, _)| *role == "span").last()?;
        let lasts = words.lists.timing.tails(words.word(last + 1)).any(|(role, _)| *role == "lasting");
        let fits = !(last > self.at && words.is_capital(last)) && (*unit != "Y" || lasts);
        fits.then(|| self.lasting(self.at, last + 1, Some(number.value), unit))?
    }

    /// `jedes Jahr`, `jeden zweiten Tag`, `jeden letzten Samstag im Monat`, `alle zwei Wochen`, `every Friday`.
    pub(super) fn set(&self) -> Option<Found> {
        let words = self.words;
        let next = self.at + 1;
        if let Some(count) = self.count(next).filter(|count| count.is_some()) {
            let unit = self.unit(next + 1)?;
            return Found::fixed(self.at..next + 2, TimeKind::Set, duration(count, unit));
        }
        if !self.is(self.at, "every") {
            return None;
        }
        let (nth, noun) = self.nth(next).or_else(|| self.shift(next).map(|_| (1, next + 1))).unwrap_or((1, next));
        let (kind, value) = self.time(noun)?;
        let within = noun + 1 + usize::from(words.grammar(noun + 1) == Some(Grammar::Preposition));
        let within = within + usize::from(within > noun + 1 && self.is(within, "the"));
        let value = match kind {
            "unit" if self.part(noun).is_none() => duration(Some(f64::from(nth)), value),
            "weekday" if noun > next => {
                return Found::fixed(self.at..within + 1, TimeKind::Set, duration(Some(1.0), self.unit(within)?));
            }
            "weekday" => format!("XXXX-WXX-{value}"),
            "month" => format!("XXXX-{:02}", value.parse::<i8>().ok()?),
            "season" => format!("XXXX-{value}"),
            _ => format!("XXXX-XX-XXT{}", self.part(noun)?),
        };
        Found::fixed(self.at..noun + 1, TimeKind::Set, value)
    }

    /// `heute`, `heuer`, `derzeit`, `täglich`, `Sommer 2023`, `am Wochenende`.
    pub(super) fn word(&self) -> Option<Found> {
        let words = self.words;
        let (at, end) = (self.at, self.at + 1);
        let plain = !words.is_capital(at) || self.is_first();
        let one = |point| Found::date(at..end, point);
        let (kind, value) = self.time(at).or_else(|| words.lists.times.get(self.stem(at)))?;
        match kind {
            "day" if plain => self.day(value.parse().unwrap_or(0)),
            "ref" if plain => one(Point::Fixed(value.to_owned())),
            "set" if plain => Found::fixed(at..end, TimeKind::Set, value.to_owned()),
            "moved" => {
                let sign = value.find(['+', '-'])?;
                one(Point::Shifted { unit: &value[..sign], by: value[sign..].parse().ok()? })
            }
            "unit" if value == "WE" => {
                let start = self.determined(at);
                let led = start > 0 && words.grammar(start - 1) == Some(Grammar::Preposition);
                Found::date(start..end, Point::Weekend).filter(|_| led)
            }
            "feast" => {
                let (month, day) = value.split_once('-')?;
                let (end, year) = self.year_behind(end);
                let day = Point::Date { year, month: month.parse().ok()?, day: day.parse().ok() };
                let led = at > 0 && words.grammar(at - 1) == Some(Grammar::Preposition);
                Found::date(at..end, day).filter(|_| led)
            }
            "season" if words.is_capital(at) || words.lang == Lang::En && words.is_number(end) => {
                let (end, year) = self.year_behind(end);
                let end = self.second_year(end).map_or(end, |(end, _)| end);
                Found::date(at..end, Point::Part { year, part: value })
            }
            _ => None,
        }
    }

    /// An adjective or prefix that tells the time of its noun: `gestrige Sitzung`, `diesjährigen`, `ehemalige`, `Ex-Spion`.
    pub(super) fn attribute(&self) -> Option<Found> {
        let (at, end) = (self.at, self.at + 1);
        let by = |role| role_of(self.words, self.stem(at), role).and_then(|by| by.parse().ok());
        let joined = self.is(at, "ex") && self.words.joins(end);
        let point = if joined || role_of(self.words, self.stem(at), "former").is_some() {
            Point::Fixed("PAST_REF".to_owned())
        } else if let Some(by) = by("of-year") {
            Point::Shifted { unit: "Y", by }
        } else {
            // `am heutigen Samstag`: the weekday is the expression
            Point::Days(by("of-day").filter(|_| super::days::day_of_week(self.words, end).is_none())?)
        };
        Found::date(at..end, point)
    }
}
