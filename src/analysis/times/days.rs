//! Days by their names and from today, parts of the day, and clock times.

use super::{Found, Reader};
use crate::analysis::numbers::Form;
use crate::analysis::timex::Point;
use crate::analysis::words::Words;
use crate::lang::Lang;
use crate::lang::grammar::Grammar;

/// The weekday at a token, also with a part of the day in one word (`Dienstagmorgen`, `Montagabend`).
pub fn day_of_week(words: &Words, at: usize) -> Option<(i8, Option<&'static str>)> {
    let word = words.folded(at);
    let (day, rest) = words.lists.weekdays.iter().find_map(|(name, day)| Some((*day, word.strip_prefix(name)?)))?;
    if rest.is_empty() {
        return Some((day, None));
    }
    part_of(words, rest).filter(|_| words.is_capital(at)).map(|part| (day, Some(part)))
}

fn part_of(words: &Words, word: &str) -> Option<&'static str> {
    words.lists.times.all(word).find(|(kind, _)| *kind == "part").map(|(_, part)| *part)
}

impl Reader<'_> {
    /// The part of the day at a token. `morgen` may be one, too, where a day stands before it.
    pub(super) fn part(&self, at: usize) -> Option<&'static str> {
        part_of(self.words, self.words.folded(at))
    }

    /// `Donnerstag, 25. Februar`, `Dienstagmorgen (12. September)`, `vergangenen Mittwoch`, `Montag nächster Woche`.
    pub(super) fn weekday(&self) -> Option<Found> {
        let words = self.words;
        let (day, part) = day_of_week(words, self.at)?;
        let mut end = self.at + 1;
        let gap = end + usize::from(matches!(words.raw(end), "," | "("));
        let gap = gap + usize::from(self.is(gap, "the"));
        if let Some((date_end, point)) = self.calendar(gap).filter(|_| part.is_none() || words.raw(end) == "(") {
            return Found::date(self.at..date_end, point);
        }
        let (start, shift) = self.told_before();
        let mut point = Point::Weekday { day, shift };
        let part = part.or_else(|| self.part(end).inspect(|_| end += 1));
        let week = end + usize::from(self.is(end, "the"));
        if let Some(weeks) = self.shift(week).filter(|_| self.unit(week + 1) == Some("W")) {
            (point, end) = (Point::WeekdayOf { day, weeks }, week + 2);
        }
        match part {
            Some(part) => Found::clock(start..end, part, Some(point)),
            None => Found::date(start..end, point),
        }
    }

    /// Where a weekday begins with the adjectives before it (`der frühen`, `vergangenen`), and what they tell of the week.
    /// `am heutigen Samstag` names the day twice: the weekday alone is the expression.
    fn told_before(&self) -> (usize, Option<i32>) {
        let Some(before) = self.at.checked_sub(1) else { return (self.at, None) };
        if let Some(by) = self.shift(before) {
            return (self.determined(before), Some(by));
        }
        let of_day = super::role_of(self.words, self.stem(before), "of-day").and_then(|by| by.parse().ok());
        if of_day.is_some() || !self.is_fringe(before) {
            return (self.at, of_day);
        }
        (self.determined(before), None)
    }

    /// `heute`, `gestern Abend`, `morgen früh`.
    pub(super) fn day(&self, by: i32) -> Option<Found> {
        let (end, point) = (self.at + 1, Point::Days(by));
        if let Some(part) = self.part(end) {
            return Found::clock(self.at..end + 1, part, Some(point));
        }
        match self.part(self.at).filter(|_| self.words.lang == Lang::En) {
            // `tonight`
            Some(part) => Found::clock(self.at..end, part, Some(point)),
            None => Found::date(self.at..end, point),
        }
    }

    /// `am Nachmittag`, `den frühen Morgenstunden`, `der Nacht auf Samstag`, `letzte Nacht`, `this morning`: of the day
    /// told just before, else of the article's.
    pub(super) fn part_of_day(&self) -> Option<Found> {
        let words = self.words;
        let next = self.part(self.at + 1).is_some();
        let adjective = usize::from(next && (self.is_fringe(self.at) || self.shift(self.at).is_some()));
        let noun = self.at + adjective;
        let part = self.part(noun).filter(|_| words.lang == Lang::En || words.is_capital(noun))?;
        let start = self.determined(self.at);
        let shift = self.shift(self.at).filter(|_| adjective == 1);
        let led = start.checked_sub(1).is_some_and(|before| words.grammar(before) == Some(Grammar::Preposition));
        if !led && shift.is_none() {
            return None;
        }
        let end = noun + 1;
        if part == "NI" && self.is(end, "towards") {
            let day = end + 1 + usize::from(self.is(end + 1, "the"));
            let morrow = self.from(day).weekday().or_else(|| self.from(day).date());
            if let Some(morrow) = morrow.filter(|morrow| morrow.point.day().is_some()) {
                let eve = Point::Moved { of: Box::new(morrow.point), unit: "D", by: -1 };
                return Found::clock(start..morrow.tokens.end, part, Some(eve));
            }
        }
        // `am Morgen des 17. Januar`
        if let Some((end, day)) = self.calendar(end + 1).filter(|_| self.is(end, "the") || self.is(end, "of")) {
            return Found::clock(start..end, part, Some(day));
        }
        let day = match shift {
            Some(by) => Some(Point::Days(if part == "NI" || by > 0 { by } else { 0 })),
            None => self.told.day(words.sentence_of(self.at), 1),
        };
        Found::clock(start..end, part, day)
    }

    /// `frühen`, `späten`
    fn is_fringe(&self, at: usize) -> bool {
        super::role_of(self.words, self.stem(at), "fringe").is_some()
    }

    /// `20.30 Uhr`, `8 Uhr früh`, `20:30`, `8 p.m.`; both ends of `10 bis 17 Uhr` by themselves.
    pub(super) fn clock(&self) -> Option<Found> {
        let words = self.words;
        let pair = self.number.is_some_and(|number| number.form == Form::Pair);
        let range = self.number.is_some_and(|number| number.high.is_some() && !pair);
        let end = self.number.filter(|_| !range).map_or(self.at + 1, |number| number.tokens.end);
        let behind = self.number.map_or(end, |number| number.tokens.end);
        let mark = self.clock_mark(behind);
        let shared = || !pair && self.is(behind, "and") && self.is_clock_behind(behind + 1);
        let clock = mark > 0 || shared();
        if !pair && !clock || self.number.is_some_and(|number| pair && number.value > 24.0) {
            return None;
        }
        let (hour, minute) = if pair {
            (words.raw(self.at), words.raw(self.at + 2))
        } else {
            words.raw(self.at).split_once('.').unwrap_or((words.raw(self.at), "00"))
        };
        if !clock && (minute.len() != 2 || !self.follows("hour")) || minute.parse().is_ok_and(|minute: u32| minute > 59)
        {
            return None;
        }
        let mut hour: u32 = hour.parse().ok().filter(|h| *h <= 24)?;
        let mut end = end + if range { 0 } else { mark };
        let part = self.part(end).filter(|_| mark > 0 && !range && !words.is_capital(end));
        end += usize::from(part.is_some());
        let afternoon = words.folded(behind).starts_with('p') || matches!(part, Some("AF" | "EV"));
        if afternoon && hour < 12 {
            hour += 12;
        }
        let day = self.told.day(words.sentence_of(self.at), 0);
        Found::clock(self.at..end, &format!("{hour:02}:{minute:0>2}"), day)
    }

    /// How many tokens of `Uhr`, `p.m.` stand at a token.
    fn clock_mark(&self, at: usize) -> usize {
        match self.words.meridiem(at) {
            0 => usize::from(matches!(self.time(at), Some(("clock", _)))),
            3 => 3 + usize::from(self.words.raw(at + 3) == "." && self.words.glued(at + 3)),
            len => len,
        }
    }

    /// Whether a clock time, or a stretch of two, stands at a token: `14.30-16.30 Uhr`.
    fn is_clock_behind(&self, at: usize) -> bool {
        let words = self.words;
        let range = words.is_number(at + 2) && (self.is(at + 1, "to") || matches!(words.raw(at + 1), "-" | "–"));
        words.is_number(at) && self.clock_mark(at + if range { 3 } else { 1 }) > 0
    }
}
