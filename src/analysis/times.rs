//! Time expressions. A paragraph is read into expressions that still need the article's date ([`expressions`]); once
//! that date is known each gets its TIMEX3 value ([`Expression::resolve`]). Spans take the determiner in and leave
//! prepositions out, as the KRAUTS corpus has them.

use std::ops::Range;

use super::TimeKind;
use super::numbers::{Form, Number};
use super::timex::{Point, duration, resolve};
use super::words::Words;
use crate::lang::Lang;
use crate::text::PartialDate;

/// A time expression in its paragraph.
#[derive(Clone, Debug, PartialEq)]
pub struct Expression {
    pub tokens: Range<usize>,
    pub kind: TimeKind,
    point: Point,
    /// The sentence tells of the past: a weekday or month without a year lies behind the article's date.
    past: bool,
}

/// Finds the time expressions of a paragraph, in order, none overlapping.
pub fn expressions(words: &Words, numbers: &[Number]) -> Vec<Expression> {
    let mut found: Vec<Expression> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let number = numbers.binary_search_by_key(&at, |n| n.tokens.start).ok().map(|i| &numbers[i]);
        let reader = Reader { words, at, number };
        let Some((start, end, kind, point)) = reader.read() else {
            at += 1;
            continue;
        };
        at = end.max(at + 1);
        let past = is_past(words, start);
        let date = found
            .last()
            .filter(|e| words.sentence_of(e.tokens.start) == words.sentence_of(start) && e.kind == TimeKind::Date);
        let point = match point {
            Point::Clock { time, of: None } => Point::Clock { time, of: date.map(|e| Box::new(e.point.clone())) },
            point => point,
        };
        found.push(Expression { tokens: start..end, kind, point, past });
    }
    found
}

/// Whether the sentence is told in a past tense.
fn is_past(words: &Words, at: usize) -> bool {
    words.sentence(at).any(|at| {
        let word = words.folded(at);
        !words.is_capital(at)
            && match words.lang {
                Lang::De => {
                    let weak = word.len() > 5 && (word.ends_with("te") || word.ends_with("ten"));
                    matches!(word, "war" | "waren" | "hatte" | "hatten" | "wurde" | "wurden" | "hat" | "haben")
                        || words.grammar(at) == Some("past")
                        || weak && words.grammar(at).is_none() && !words.is_capital(at + 1)
                }
                Lang::En => {
                    matches!(word, "was" | "were" | "had" | "has" | "have" | "said")
                        || word.len() > 4 && word.ends_with("ed")
                }
            }
    })
}

/// No weekday is longer, in bytes.
const LONGEST_DAY: usize = 12;

type Found = (usize, usize, TimeKind, Point);

struct Reader<'a> {
    words: &'a Words,
    at: usize,
    number: Option<&'a Number>,
}

impl Reader<'_> {
    fn read(&self) -> Option<Found> {
        self.weekday()
            .or_else(|| self.date())
            .or_else(|| self.clock())
            .or_else(|| self.year())
            .or_else(|| self.shifted())
            .or_else(|| self.length())
            .or_else(|| self.word())
    }

    fn time(&self, at: usize) -> Option<(&'static str, &'static str)> {
        self.words.lists.times.get(self.words.folded(at))
    }

    fn value(&self, at: usize, kind: &str) -> Option<i8> {
        self.time(at).filter(|(k, _)| *k == kind).and_then(|(_, value)| value.parse().ok())
    }

    /// `Donnerstag, 25. Februar`, `Dienstagmorgen (12. September)`, `vergangenen Mittwoch`, `Monday`.
    fn weekday(&self) -> Option<Found> {
        let words = self.words;
        let (day, part) = self.day_of_week(self.at)?;
        let mut end = self.at + 1;
        let gap = end + usize::from(matches!(words.raw(end), "," | "("));
        let gap = gap + usize::from(words.folded(gap) == "den" || words.folded(gap) == "dem");
        if let Some((date_end, point)) = self.calendar(gap) {
            return Some((self.at, date_end, TimeKind::Date, point));
        }
        let shift = self.at.checked_sub(1).and_then(|b| self.shift(b));
        let start = if shift.is_some() { self.determined(self.at - 1) } else { self.at };
        let point = Point::Weekday { day, shift };
        let part = part.or_else(|| self.part(end).inspect(|_| end += 1));
        match part {
            Some(part) => {
                Some((start, end, TimeKind::Time, Point::Clock { time: part.to_owned(), of: Some(Box::new(point)) }))
            }
            None => Some((start, end, TimeKind::Date, point)),
        }
    }

    /// The weekday at a token, also with a part of the day in one word (`Dienstagmorgen`, `Montagabend`).
    fn day_of_week(&self, at: usize) -> Option<(i8, Option<&'static str>)> {
        if let Some(day) = self.value(at, "weekday") {
            return Some((day, None));
        }
        let word = self.words.folded(at);
        let cut = (5..word.len().min(LONGEST_DAY))
            .filter(|&n| word.is_char_boundary(n))
            .find(|&n| matches!(self.words.lists.times.get(&word[..n]), Some(("weekday", _))))?;
        let (_, day) = self.words.lists.times.get(&word[..cut])?;
        self.part_of(&word[cut..]).map(|part| (day.parse().unwrap_or(1), Some(part)))
    }

    /// The part of the day at a token. `morgen` may be one, too, where a day stands before it.
    fn part(&self, at: usize) -> Option<&'static str> {
        self.part_of(self.words.folded(at))
    }

    fn part_of(&self, word: &str) -> Option<&'static str> {
        self.words.lists.times.all(word).find(|(kind, _)| *kind == "part").map(|(_, part)| *part)
    }

    /// `12. September 2023`, `12.9.2023`, `September 12, 2023`, `Dezember 2024`, `Mai`.
    fn date(&self) -> Option<Found> {
        let (end, point) = self.calendar(self.at)?;
        let start = if matches!(self.words.before(self.at, 1), "anfang" | "mitte" | "ende" | "early" | "late" | "mid") {
            self.at - 1
        } else {
            self.at
        };
        Some((start, end, TimeKind::Date, point))
    }

    fn calendar(&self, at: usize) -> Option<(usize, Point)> {
        let words = self.words;
        if words.is_number(at) {
            let raw = words.raw(at);
            if words.joins(at + 1) && words.joins(at + 3) && raw.len() == 4 {
                let (month, day) = (words.raw(at + 2).parse().ok()?, words.raw(at + 4).parse().ok());
                return Some((at + 5, Point::Date { year: raw.parse().ok(), month, day }));
            }
            let parts: Vec<&str> = raw.split('.').collect();
            if let [day, month, year] = parts[..] {
                let year: i16 = year.parse().ok()?;
                let year = if year < 100 { year + if year < 50 { 2000 } else { 1900 } } else { year };
                return Some((
                    at + 1,
                    Point::Date { year: Some(year), month: month.parse().ok()?, day: day.parse().ok() },
                ));
            }
            let day: i8 = parts[0].parse().ok().filter(|d| (1..=31).contains(d))?;
            if let [_, month] = parts[..] {
                // `12.9.`: the dot behind tells a date from a decimal
                let month: i8 = month
                    .parse()
                    .ok()
                    .filter(|m| (1..=12).contains(m) && words.raw(at + 1) == "." && words.glued(at + 1))?;
                return Some((at + 2, Point::Date { year: None, month, day: Some(day) }));
            }
            let dot =
                usize::from(words.raw(at + 1) == "." || matches!(words.folded(at + 1), "th" | "st" | "nd" | "rd"));
            let month_at = at + 1 + dot + usize::from(words.folded(at + 1 + dot) == "of");
            if let Some(month) = self.value(month_at, "month") {
                let (end, year) = self.year_behind(month_at + 1);
                return Some((end, Point::Date { year, month, day: Some(day) }));
            }
            // `vom 5. bis 22. November`: the month stands behind the other day
            let joint = at + 1 + dot;
            let other = dot == 1 && matches!(words.folded(joint), "bis" | "und" | "oder" | "-" | "–" | "/");
            let month_at = joint + 3;
            let month = self.value(month_at, "month").filter(|_| other && words.raw(joint + 2) == ".")?;
            let (_, year) = self.year_behind(month_at + 1);
            return Some((joint, Point::Date { year, month, day: Some(day) }));
        }
        let month = self.value(at, "month").filter(|_| words.is_capital(at))?;
        // `may` and `march` are verbs, and months only with a date beside them or a preposition before
        let verb = words.lang == Lang::En
            && matches!(words.folded(at), "may" | "march")
            && !words.is_number(at + 1)
            && words.grammar(at.wrapping_sub(1)) != Some("preposition");
        if verb {
            return None;
        }
        let next = at + 1 + usize::from(words.raw(at + 1) == "." && words.lists.abbreviations.contains(words.raw(at)));
        if words.lang == Lang::En && words.is_number(next) && words.raw(next).len() <= 2 {
            let day = words.raw(next).parse().ok();
            let behind = next + 1 + usize::from(matches!(words.folded(next + 1), "th" | "st" | "nd" | "rd"));
            let (end, year) = self.year_behind(behind + usize::from(words.raw(behind) == ","));
            return Some(if year.is_some() {
                (end, Point::Date { year, month, day })
            } else {
                (behind, Point::Date { year, month, day })
            });
        }
        let (end, year) = self.year_behind(next);
        Some((end.max(at + 1).min(if year.is_some() { end } else { at + 1 }), Point::Date { year, month, day: None }))
    }

    /// A four-digit year at a token: where it ends, and which.
    fn year_behind(&self, at: usize) -> (usize, Option<i16>) {
        let raw = self.words.raw(at);
        let year = (raw.len() == 4).then(|| raw.parse().ok()).flatten().filter(|y| (1000..2200).contains(y));
        (at + usize::from(year.is_some()), year)
    }

    /// `20.30 Uhr`, `8 Uhr`, `20:30`, `8 p.m.`; both ends of `10 bis 17 Uhr` by themselves.
    fn clock(&self) -> Option<Found> {
        let words = self.words;
        let pair = self.number.is_some_and(|number| number.form == Form::Pair);
        let range = self.number.is_some_and(|number| number.high.is_some() && !pair);
        let end = self.number.filter(|_| !range).map_or(self.at + 1, |number| number.tokens.end);
        let behind = self.number.map_or(end, |number| number.tokens.end);
        let clock = words.is_number(self.at) && matches!(self.time(behind), Some(("clock", _)));
        if !pair && !clock || self.number.is_some_and(|number| pair && number.value > 24.0) {
            return None;
        }
        let (hour, minute) = if pair {
            (words.raw(self.at).to_owned(), words.raw(self.at + 2).to_owned())
        } else {
            let mut parts = words.raw(self.at).split('.');
            (parts.next()?.to_owned(), parts.next().unwrap_or("00").to_owned())
        };
        if !clock
            && (minute.len() != 2
                || !matches!(words.before(self.at, 1), "um" | "ab" | "gegen" | "bis" | "at" | "by" | "before"))
        {
            return None;
        }
        let mut hour: u32 = hour.parse().ok().filter(|h| *h <= 24)?;
        if matches!(words.folded(behind), "pm" | "p.m") && hour < 12 {
            hour += 12;
        }
        let time = format!("{hour:02}:{minute:0>2}");
        Some((self.at, end + usize::from(clock && !range), TimeKind::Time, Point::Clock { time, of: None }))
    }

    /// `2019`, `Jahr 2024`, `1980er-Jahre`, `the 1990s`.
    fn year(&self) -> Option<Found> {
        let (words, number) = (self.words, self.number?);
        let raw = words.raw(self.at);
        let end = self.at + 1;
        if number.form == Form::Digits
            && words.glued(end)
            && matches!(words.folded(end), "er" | "ern" | "s")
            && matches!(raw.len(), 2 | 4)
            && raw.ends_with('0')
        {
            let joined = words.joins(end + 1);
            let noun = end + 1 + usize::from(joined);
            let end = if matches!(words.folded(noun), "jahre" | "jahren" | "jahres") { noun + 1 } else { end + 1 };
            let decade = if raw.len() == 2 { format!("19{}", &raw[..1]) } else { raw[..3].to_owned() };
            return Some((self.determined(self.at), end, TimeKind::Date, Point::Fixed(decade)));
        }
        let labelled = matches!(words.before(self.at, 1), "jahr" | "jahre" | "jahres" | "year");
        if raw.len() != 4
            || !raw.bytes().all(|b| b.is_ascii_digit())
            || !labelled && !super::classes::is_year(words, number)
        {
            return None;
        }
        let start = if labelled { self.at - 1 } else { self.at };
        Some((start, end, TimeKind::Date, Point::Fixed(raw.to_owned())))
    }

    /// How an adjective moves a unit: `letzten` → -1, `kommende` → 1, `dieses` → 0.
    fn shift(&self, at: usize) -> Option<i32> {
        let word = self.words.folded(at);
        let stem = match self.words.lang {
            Lang::De => ["en", "em", "er", "es", "e"].iter().find_map(|e| word.strip_suffix(e))?,
            Lang::En => word,
        };
        let (kind, value) = self.words.lists.times.get(stem)?;
        (kind == "shift").then(|| value.parse().unwrap_or(0))
    }

    /// `letzten Monat`, `der vergangenen Woche`, `this year`, `den vergangenen zwei Jahrzehnten`, `im vergangenen Sommer`.
    fn shifted(&self) -> Option<Found> {
        let words = self.words;
        let by = self.shift(self.at)?;
        let start = self.determined(self.at);
        let counted = words.is_number_word(self.at + 1) && words.grammar(self.at + 1).is_none();
        let noun = self.at + 1 + usize::from(counted);
        let (kind, value) = self.time(noun)?;
        match kind {
            "unit" if counted => {
                let count = crate::lang::number_words::cardinal(words.folded(noun - 1), words.lang)
                    .or_else(|| words.raw(noun - 1).parse().ok())?;
                Some((start, noun + 1, TimeKind::Duration, Point::Fixed(duration(count, value))))
            }
            "unit" => Some((start, noun + 1, TimeKind::Date, Point::Shifted { unit: value, by })),
            "season" => Some((start, noun + 1, TimeKind::Date, Point::Shifted { unit: value, by })),
            "month" if by != 0 => Some((
                start,
                noun + 1,
                TimeKind::Date,
                Point::Date { year: None, month: value.parse().ok()?, day: None },
            )),
            _ => None,
        }
    }

    /// `drei Wochen`, `einem Jahr`, `zwei Stunden`; without a number a unit is no length.
    fn length(&self) -> Option<Found> {
        let words = self.words;
        if let Some(number) = self.number {
            let unit = number.tokens.end + usize::from(words.joins(number.tokens.end));
            let (kind, value) = self.time(unit)?;
            let fits = kind == "unit"
                && number.high.is_none()
                && !matches!(number.form, Form::Ordinal | Form::Dotted | Form::Pair);
            return fits.then(|| (self.at, unit + 1, TimeKind::Duration, Point::Fixed(duration(number.value, value))));
        }
        let one = matches!(words.folded(self.at), "ein" | "eine" | "einem" | "einen" | "einer" | "eines" | "a" | "an");
        let half =
            usize::from(matches!(words.folded(self.at + 1), "halbes" | "halben" | "halbe" | "ganzes" | "ganzen"));
        let (kind, value) = self.time(self.at + 1 + half).filter(|_| one)?;
        let count = if half == 1 && words.folded(self.at + 1).starts_with("halb") { 0.5 } else { 1.0 };
        (kind == "unit" && !matches!(value, "NI" | "EV" | "WE" | "GE" | "SA" | "LP"))
            .then(|| (self.at, self.at + 2 + half, TimeKind::Duration, Point::Fixed(duration(count, value))))
    }

    /// `heute`, `gestern Abend`, `derzeit`, `täglich`, `Sommer 2023`, `jedes Jahr`.
    fn word(&self) -> Option<Found> {
        let words = self.words;
        let every = matches!(words.folded(self.at), "jedes" | "jeden" | "jede" | "every" | "each");
        if let (true, Some(("unit", unit))) = (every, self.time(self.at + 1)) {
            return Some((self.at, self.at + 2, TimeKind::Set, Point::Fixed(duration(1.0, unit))));
        }
        let (kind, value) = self.time(self.at)?;
        let end = self.at + 1;
        match kind {
            "day" if !words.is_capital(self.at) || self.at == words.sentence(self.at).start => {
                let point = Point::Days(value.parse().unwrap_or(0));
                match self.part(end) {
                    Some(part) => Some((
                        self.at,
                        end + 1,
                        TimeKind::Time,
                        Point::Clock { time: part.to_owned(), of: Some(Box::new(point)) },
                    )),
                    _ => Some((self.at, end, TimeKind::Date, point)),
                }
            }
            "ref" if !words.is_capital(self.at) || self.at == words.sentence(self.at).start => {
                Some((self.at, end, TimeKind::Date, Point::Fixed(value.to_owned())))
            }
            "set" if !words.is_capital(self.at) => Some((self.at, end, TimeKind::Set, Point::Fixed(value.to_owned()))),
            "season" if words.is_capital(self.at) || words.lang == Lang::En && words.is_number(end) => {
                match self.year_behind(end) {
                    (end, Some(year)) => Some((self.at, end, TimeKind::Date, Point::Fixed(format!("{year}-{value}")))),
                    _ => Some((self.at, end, TimeKind::Date, Point::Season(value))),
                }
            }
            _ => None,
        }
    }

    /// The start of an expression with its article (`der vergangenen Woche`), which contractions (`im`) have inside them.
    fn determined(&self, at: usize) -> usize {
        let article = matches!(self.words.before(at, 1), "der" | "die" | "das" | "den" | "dem" | "des" | "the");
        at - usize::from(article && at > 0)
    }
}

impl Expression {
    /// The full date it names by itself, if it does: what an article's own date can be inferred from. A weekday and a
    /// date without a year are no full date.
    pub fn full_date(&self) -> Option<PartialDate> {
        match self.point {
            Point::Date { year: Some(year), month, day: Some(day) } => PartialDate::day(year, month, day),
            _ => None,
        }
    }

    /// The month and day of a date without a year.
    pub fn month_and_day(&self) -> Option<(i8, i8)> {
        match self.point {
            Point::Date { year: None, month, day: Some(day) } => Some((month, day)),
            _ => None,
        }
    }

    /// The day of the week that stands beside its date (1 is Monday).
    pub fn weekday(&self, words: &Words) -> Option<i8> {
        let reader = Reader { words, at: self.tokens.start, number: None };
        reader.day_of_week(self.tokens.start).map(|(day, _)| day)
    }

    /// The year it names, if it names one.
    pub fn year(&self) -> Option<i16> {
        match &self.point {
            Point::Date { year, .. } => *year,
            Point::Fixed(value) if value.len() == 4 => value.parse().ok(),
            _ => None,
        }
    }

    /// Its TIMEX3 value, as seen from the article's date; parts that cannot be known are `X`.
    pub fn resolve(&self, date: Option<PartialDate>) -> String {
        resolve(&self.point, self.past, date)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str, lang: Lang) -> Vec<(String, String)> {
        let words = Words::new(text, lang);
        let numbers = super::super::numbers::numbers(&words);
        let date = PartialDate::day(2025, 3, 12); // a Wednesday
        let show = |e: &Expression| (words.span(e.tokens.clone()).of(text).to_owned(), e.resolve(date));
        expressions(&words, &numbers).iter().map(show).collect()
    }

    #[test]
    fn both_ends_of_a_stretch_are_times() {
        let both = |text: &str| show(text, Lang::De);
        let of = |pairs: [(&str, &str); 2]| pairs.map(|(span, value)| (span.to_owned(), value.to_owned()));
        let days = of([("5.", "2025-04-05"), ("22. April", "2025-04-22")]);
        assert_eq!(both("vom 5. bis 22. April läuft"), days);
        let hours = of([("14.30", "2025-03-12T14:30"), ("18 Uhr", "2025-03-12T18:00")]);
        assert_eq!(both("von 14.30-18 Uhr geöffnet"), hours);
    }

    #[test]
    fn german_times() {
        for (text, span, value) in [
            ("am Donnerstag, 25. September um", "Donnerstag, 25. September", "2025-09-25"),
            ("am 12. September 2023 kam", "12. September 2023", "2023-09-12"),
            ("im Dezember 2024 kam", "Dezember 2024", "2024-12"),
            ("im vergangenen Jahr war", "vergangenen Jahr", "2024"),
            ("in der vergangenen Woche", "der vergangenen Woche", "2025-W10"),
            ("Sie kamen am Montag an.", "Montag", "2025-03-10"),
            ("am Freitag wird gewählt", "Freitag", "2025-03-14"),
            ("in den 1980er-Jahren", "den 1980er-Jahren", "198"),
            ("seit drei Wochen", "drei Wochen", "P3W"),
            ("im Herbst 2023", "Herbst 2023", "2023-FA"),
            ("gestern kam", "gestern", "2025-03-11"),
            ("gestern morgen kam", "gestern morgen", "2025-03-11TMO"),
            ("damals kam", "damals", "PAST_REF"),
            ("im Jahr 1648 war", "Jahr 1648", "1648"),
            ("letzten Monat war", "letzten Monat", "2025-02"),
            ("den vergangenen zwei Jahrzehnten", "den vergangenen zwei Jahrzehnten", "P2DE"),
        ] {
            assert_eq!(show(text, Lang::De), [(span.to_owned(), value.to_owned())], "{text}");
        }
        let both = show("am Freitag um 20.30 Uhr", Lang::De);
        assert_eq!(both[1], ("20.30 Uhr".to_owned(), "2025-03-14T20:30".to_owned()));
    }

    #[test]
    fn english_times() {
        for (text, span, value) in [
            ("on September 12, 2023 he", "September 12, 2023", "2023-09-12"),
            ("on 12 September he", "12 September", "2025-09-12"),
            ("last week it", "last week", "2025-W10"),
            ("in the 1990s", "the 1990s", "199"),
            ("three years ago", "three years", "P3Y"),
        ] {
            assert_eq!(show(text, Lang::En), [(span.to_owned(), value.to_owned())], "{text}");
        }
        assert!(show("It may rain.", Lang::En).is_empty());
    }
}
