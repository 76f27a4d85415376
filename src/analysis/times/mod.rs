//! Time expressions. A paragraph is read into expressions that still need the article's date ([`expressions`]); once
//! that date is known each gets its TIMEX3 value ([`Expression::resolve`]). Spans take the determiner in and leave
//! prepositions out, as the KRAUTS corpus has them. Each kind of expression has a file of its own.

mod dates;
mod days;
mod lengths;
mod stretches;
mod tense;
#[cfg(test)]
mod tests;

use std::ops::Range;

use super::TimeKind;
use super::numbers::Number;
use super::timex::{Point, Year, resolve};
use super::words::Words;
use crate::lang::lexicon::Word;
use crate::lang::lists::ADJECTIVE;
use crate::lang::{Lang, number_words};
use crate::text::PartialDate;

/// A time expression in its paragraph.
#[derive(Clone, Debug, PartialEq)]
pub struct Expression {
    pub tokens: Range<usize>,
    pub kind: TimeKind,
    point: Point,
    /// Its clause tells of the past: a weekday or month without a year lies behind the article's date.
    past: bool,
}

/// Finds the time expressions of a paragraph, in order, none overlapping.
pub fn expressions(words: &Words, numbers: &[Number]) -> Vec<Expression> {
    let mut found: Vec<Expression> = Vec::new();
    let mut told = Told::default();
    let mut tenses = tense::Tenses::default();
    let mut numbers = numbers.iter().peekable();
    let mut at = 0;
    while at < words.len() {
        while numbers.next_if(|number| number.tokens.start < at).is_some() {}
        let number = numbers.peek().copied().filter(|number| number.tokens.start == at);
        let opens = number.is_some() || words.is_number(at) || may_open(words, at);
        let Some(read) = opens.then(|| Reader { words, at, number, told: &told }.read()).flatten() else {
            at += 1;
            continue;
        };
        at = read.tokens.end.max(at + 1);
        told.take(&read, words.sentence_of(read.tokens.start));
        let past = read.point.is_open() && tenses.is_past(words, read.tokens.start);
        found.push(Expression { tokens: read.tokens, kind: read.kind, point: read.point, past });
    }
    found
}

/// Whether an expression may begin with a word: one of the lists with or without an ending, a weekday that is a part of
/// its compound, a number. Most words are none of these.
fn may_open(words: &Words, at: usize) -> bool {
    let (lists, held) = (words.lists, words.held(at));
    let weekday = words.is_capital(at) && lists.times.may_hold_tail(held);
    lists.openings.may_hold(held) || weekday || words.may_be_number(at)
}

/// What a [`Reader`] has read: an expression whose tense nobody has looked at yet.
struct Found {
    tokens: Range<usize>,
    kind: TimeKind,
    point: Point,
}

impl Found {
    fn date(tokens: Range<usize>, point: Point) -> Option<Self> {
        Some(Self { tokens, kind: TimeKind::Date, point })
    }

    fn fixed(tokens: Range<usize>, kind: TimeKind, value: String) -> Option<Self> {
        Some(Self { tokens, kind, point: Point::Fixed(value) })
    }

    /// A clock time or part of the day, on the day that is told with it.
    fn clock(tokens: Range<usize>, time: &str, of: Option<Point>) -> Option<Self> {
        let point = Point::Clock { time: time.to_owned(), of: of.map(Box::new) };
        Some(Self { tokens, kind: TimeKind::Time, point })
    }
}

/// What the expressions before have told of the day.
#[derive(Default)]
struct Told {
    /// The last day, and the sentence that tells it.
    day: Option<(Point, usize)>,
    /// The last day or week that does not itself count from one before it.
    start: Option<Point>,
    /// Where the last year ends, and which it is.
    year: Option<(usize, i16)>,
}

impl Told {
    fn take(&mut self, found: &Found, sentence: usize) {
        if let Some(day) = found.point.day() {
            if !matches!(day, Point::Moved { .. }) {
                self.start = Some(day.clone());
            }
            self.day = Some((day.clone(), sentence));
        }
        self.year = found.point.year().map(|year| (found.tokens.end, year));
    }

    /// The day told before, no more than so many sentences ago.
    fn day(&self, sentence: usize, back: usize) -> Option<Point> {
        self.day.as_ref().filter(|(_, told)| told + back >= sentence).map(|(day, _)| day.clone())
    }
}

/// Reads the expression that begins at a token. An article before it belongs to it, and has been passed by already.
#[derive(Clone, Copy)]
struct Reader<'a> {
    words: &'a Words,
    at: usize,
    number: Option<&'a Number>,
    told: &'a Told,
}

impl Reader<'_> {
    fn read(&self) -> Option<Found> {
        if self.words.is_number(self.at) {
            return self
                .date()
                .or_else(|| self.clock())
                .or_else(|| self.year())
                .or_else(|| self.counted_off())
                .or_else(|| self.length());
        }
        if !self.words.is_word(self.at) {
            return None;
        }
        if let Some(found) = self.number.and_then(|_| self.length()) {
            return Some(found);
        }
        match self.opening() {
            "weekday" => self.weekday(),
            "month" => self.date(),
            "edge" | "bound" => self.bound(),
            "every" | "all" => self.set(),
            "shift" | "fringe" => self.shifted().or_else(|| self.part_of_day()),
            "nth" => self.counted_off(),
            "unit" => {
                let counted = self.counted_off().or_else(|| self.length());
                counted.or_else(|| self.part_of_day()).or_else(|| self.word())
            }
            "one" | "vague" => self.length(),
            "day" | "part" => self.part_of_day().or_else(|| self.word()),
            "decade" => self.decade(),
            "ref" | "set" | "moved" | "feast" | "season" => self.word(),
            "ex" | "of-day" | "of-year" | "former" => self.attribute(),
            _ => None,
        }
    }

    /// What the lists say of the word that an expression may begin with, itself or without its ending; most words are
    /// in none of them.
    fn opening(&self) -> &'static str {
        let (words, at) = (self.words, self.at);
        let (word, openings) = (words.word(at), &words.lists.openings);
        let capital = words.is_capital(at);
        if let Some(kind) = openings.get(word) {
            return kind;
        }
        let word = word.text();
        if capital && days::day_of_week(words, at).is_some() {
            return "weekday";
        }
        let stem = self.stem(at);
        if !(capital && !self.is_first() || stem.len() == word.len() && words.lang == Lang::De) {
            match openings.get(stem) {
                // an adverb has no endings, but an adjective may have its stem
                Some("ref") if role_of(words, stem, "former").is_some() => return "former",
                Some("part") if role_of(words, stem, "fringe").is_some() => return "fringe",
                Some(kind @ ("shift" | "set" | "fringe" | "nth" | "of-day" | "of-year" | "former")) => return kind,
                _ => {}
            }
        }
        if !words.may_be_number(at) {
            return "";
        }
        if self.nth(at).is_some() {
            return "nth";
        }
        let tens = word.contains("erjahre") || word.ends_with("er");
        if tens { "decade" } else { "vague" }
    }

    /// Whether a sentence, or what is said, begins here: a capital letter tells no noun.
    fn is_first(&self) -> bool {
        let (words, at) = (self.words, self.at);
        at == words.sentence(at).start || !words.is_word(at - 1) && !words.is_number(at - 1) && words.raw(at - 1) != ","
    }

    /// What begins further on, without a number at its head.
    fn from(&self, at: usize) -> Self {
        Self { at, number: None, ..*self }
    }

    fn time(&self, at: usize) -> Option<(&'static str, &'static str)> {
        self.words.lists.times.get(self.words.word(at))
    }

    fn value(&self, at: usize, kind: &str) -> Option<i8> {
        self.time(at).filter(|(k, _)| *k == kind).and_then(|(_, value)| value.parse().ok())
    }

    fn unit(&self, at: usize) -> Option<&'static str> {
        self.time(at).filter(|(kind, _)| *kind == "unit").map(|(_, unit)| unit)
    }

    /// The value of a word in this role around times.
    fn role(&self, at: usize, role: &str) -> Option<&'static str> {
        role_of(self.words, self.words.word(at), role)
    }

    fn is(&self, at: usize, role: &str) -> bool {
        self.role(at, role).is_some()
    }

    fn follows(&self, role: &str) -> bool {
        self.at > 0 && self.is(self.at - 1, role)
    }

    /// An adjective without its ending.
    fn stem(&self, at: usize) -> &str {
        let word = self.words.folded(at);
        match self.words.lang {
            Lang::De => ADJECTIVE.iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word),
            Lang::En => word,
        }
    }

    /// How an adjective moves a unit: `letzten` → -1, `kommende` → 1, `dieses` → 0.
    fn shift(&self, at: usize) -> Option<i32> {
        let (kind, value) = self.words.lists.times.get(self.stem(at))?;
        (kind == "shift").then(|| value.parse().unwrap_or(0))
    }

    /// The place that an ordinal counts, and the token behind it: `ersten`, `3.`, `19th`.
    fn nth(&self, at: usize) -> Option<(i32, usize)> {
        let words = self.words;
        if words.is_number(at) {
            let ends = words.glued(at + 1) && (words.raw(at + 1) == "." || self.is(at + 1, "ordinal"));
            return Some((words.raw(at).parse().ok()?, at + 2)).filter(|_| ends);
        }
        let stem = self.stem(at);
        if words.lang == Lang::De && stem.len() == words.folded(at).len() {
            return None;
        }
        let listed = || {
            let ordinals = words.lists.may_be_number(stem).then(|| words.lists.ordinals.iter());
            ordinals.into_iter().flatten().find(|(ordinal, _)| ordinal == stem)
        };
        let nth = role_of(words, stem, "nth").and_then(|nth| nth.parse().ok());
        Some((nth.or_else(|| listed().map(|(_, value)| *value as i32))?, at + 1))
    }

    /// How many are counted by a number, or by `beide`; the number inside is unknown for `einige`.
    fn count(&self, at: usize) -> Option<Option<f64>> {
        let words = self.words;
        if self.is(at, "vague") {
            return Some(None);
        }
        if self.is(at, "both") {
            return Some(Some(2.0));
        }
        if !words.is_number(at) && (!words.may_be_number(at) || words.grammar(at).is_some()) {
            return None;
        }
        number_words::cardinal(words.folded(at), words.lang).or_else(|| words.raw(at).parse().ok()).map(Some)
    }

    /// The start of an expression with its article (`der vergangenen Woche`), which contractions (`im`) have inside them.
    fn determined(&self, at: usize) -> usize {
        at - usize::from(at > 0 && self.is(at - 1, "the"))
    }

    /// The year told behind a month or a part of the year: `2024`, `dieses Jahres`, `des Vorjahres`, `of last year`.
    fn year_behind(&self, at: usize) -> (usize, Year) {
        let raw = self.words.raw(at);
        let named = (raw.len() == 4).then(|| raw.parse().ok()).flatten().filter(|y| (1000..2200).contains(y));
        if let Some(year) = named {
            return (at + 1, Year::Named(year));
        }
        let next = at + usize::from(self.is(at, "of"));
        let named = self.words.raw(next).parse().ok().filter(|y| next > at && (1000..2200).contains(y));
        if let Some(year) = named {
            return (next + 1, Year::Named(year));
        }
        let next = next + usize::from(self.is(next, "the"));
        if let Some(by) = self.shift(next).filter(|_| self.unit(next + 1) == Some("Y")) {
            return (next + 2, Year::Moved(by));
        }
        match self.time(next) {
            Some(("moved", moved)) if moved.starts_with('Y') => {
                (next + 1, Year::Moved(moved[1..].parse().unwrap_or(0)))
            }
            Some(("unit", "Y")) if next > at && self.is(next - 1, "the") => (next + 1, Year::Moved(0)),
            _ => (at, Year::Open),
        }
    }
}

/// The value of a folded word in a role around times.
fn role_of<'w>(words: &Words, word: impl Into<Word<'w>>, role: &str) -> Option<&'static str> {
    words.lists.timing.all(word).find(|(r, _)| *r == role).map(|(_, value)| *value)
}

impl Point {
    /// The year it names, if it names one.
    fn year(&self) -> Option<i16> {
        match self {
            Point::Date { year: Year::Named(year), .. } | Point::Part { year: Year::Named(year), .. } => Some(*year),
            Point::Fixed(value) if value.len() == 4 => value.parse().ok(),
            _ => None,
        }
    }
}

impl Expression {
    /// The full date it names by itself, if it does: what an article's own date can be inferred from. A weekday and a
    /// date without a year are no full date.
    pub fn full_date(&self) -> Option<PartialDate> {
        match self.point {
            Point::Date { year: Year::Named(year), month, day: Some(day) } => PartialDate::day(year, month, day),
            _ => None,
        }
    }

    /// The month and day of a date without a year.
    pub fn month_and_day(&self) -> Option<(i8, i8)> {
        match self.point {
            Point::Date { year: Year::Open, month, day: Some(day) } => Some((month, day)),
            _ => None,
        }
    }

    /// The day of the week that stands beside its date (1 is Monday).
    pub fn weekday(&self, words: &Words) -> Option<i8> {
        days::day_of_week(words, self.tokens.start).map(|(day, _)| day)
    }

    /// The year it names, if it names one.
    pub fn year(&self) -> Option<i16> {
        self.point.year()
    }

    /// Its TIMEX3 value, as seen from the article's date; parts that cannot be known are `X`.
    pub fn resolve(&self, date: Option<PartialDate>) -> String {
        resolve(&self.point, self.past, date)
    }
}
