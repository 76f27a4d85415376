//! Time expressions. A paragraph is read into expressions that still need the article's date ([`expressions`]); once
//! that date is known each gets its TIMEX3 value ([`Expression::resolve`]). Spans take the determiner in and leave
//! prepositions out, as the KRAUTS corpus has them. Each kind of expression has a file of its own.

mod dates;
mod days;
mod lengths;
mod stretches;
mod tense;

use std::ops::Range;

use super::TimeKind;
use super::numbers::Number;
use super::timex::{Point, Year, resolve};
use super::words::Words;
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
        let Some(read) = (Reader { words, at, number, told: &told }).read() else {
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
        let word = words.folded(at);
        if let Some(kind) = words.lists.openings.get(word) {
            return kind;
        }
        let capital = words.is_capital(at);
        if capital && days::day_of_week(words, at).is_some() {
            return "weekday";
        }
        let stem = self.stem(at);
        if !(capital && !self.is_first() || stem.len() == word.len() && words.lang == Lang::De) {
            match words.lists.openings.get(stem) {
                // an adverb has no endings, but an adjective may have its stem
                Some("ref") if role_of(words, stem, "former").is_some() => return "former",
                Some("part") if role_of(words, stem, "fringe").is_some() => return "fringe",
                Some(kind @ ("shift" | "set" | "fringe" | "nth" | "of-day" | "of-year" | "former")) => return kind,
                _ => {}
            }
        }
        if !words.lists.may_be_number(word) {
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
        self.words.lists.times.get(self.words.folded(at))
    }

    fn value(&self, at: usize, kind: &str) -> Option<i8> {
        self.time(at).filter(|(k, _)| *k == kind).and_then(|(_, value)| value.parse().ok())
    }

    fn unit(&self, at: usize) -> Option<&'static str> {
        self.time(at).filter(|(kind, _)| *kind == "unit").map(|(_, unit)| unit)
    }

    /// The value of a word in this role around times.
    fn role(&self, at: usize, role: &str) -> Option<&'static str> {
        role_of(self.words, self.words.folded(at), role)
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
            Lang::De => ["en", "em", "er", "es", "e"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word),
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
        let number = words.is_number(at) || words.lists.may_be_number(words.folded(at)) && words.grammar(at).is_none();
        let told = number_words::cardinal(words.folded(at), words.lang).or_else(|| words.raw(at).parse().ok());
        told.filter(|_| number).map(Some)
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
fn role_of(words: &Words, word: &str, role: &str) -> Option<&'static str> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str, lang: Lang) -> Vec<(String, String)> {
        let words = Words::new(text, lang);
        let numbers = crate::analysis::numbers::numbers(&words);
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

    fn all(lang: Lang, table: &[(&str, &str, &str)]) {
        for (text, span, value) in table {
            assert_eq!(show(text, lang), [((*span).to_owned(), (*value).to_owned())], "{text}");
        }
    }

    #[test]
    fn german_dates() {
        all(
            Lang::De,
            &[
                ("am Donnerstag, 25. September um", "Donnerstag, 25. September", "2025-09-25"),
                ("am 12. September 2023 kam", "12. September 2023", "2023-09-12"),
                ("am 23. 3. 1976 kam", "23. 3. 1976", "1976-03-23"),
                ("im Dezember 2024 kam", "Dezember 2024", "2024-12"),
                ("ab Juli dieses Jahres", "Juli dieses Jahres", "2025-07"),
                ("am 5. Mai des Vorjahres", "5. Mai des Vorjahres", "2024-05-05"),
                ("im Jahr 1648 war", "Jahr 1648", "1648"),
                ("begann 1925/26 mit", "1925/26", "192"),
                ("in der Saison 2019/20 war", "der Saison 2019/20", "20"),
                ("in den 1980er-Jahren", "den 1980er-Jahren", "198"),
                ("in den Siebzigerjahren", "den Siebzigerjahren", "197"),
                ("im 19. Jahrhundert", "19. Jahrhundert", "18"),
                ("seit Mitte des laufenden Jahres", "Mitte des laufenden Jahres", "2025"),
                ("bis Ende 2013", "Ende 2013", "2013"),
                ("Anfang der Woche", "Anfang der Woche", "2025-W11"),
                ("im August kam", "August", "2024-08"),
            ],
        );
        assert!(show("August Huber und Jan Meier, Version 1.2.3", Lang::De).is_empty());
    }

    #[test]
    fn german_stretches() {
        all(
            Lang::De,
            &[
                ("im vergangenen Jahr war", "vergangenen Jahr", "2024"),
                ("in der vergangenen Woche", "der vergangenen Woche", "2025-W10"),
                ("letzten Monat war", "letzten Monat", "2025-02"),
                ("im Vorjahr sank", "Vorjahr", "2024"),
                ("heuer sinkt", "heuer", "2025"),
                ("im dritten Quartal 2023", "dritten Quartal 2023", "2023-Q3"),
                ("im 2. Halbjahr wird", "2. Halbjahr", "2025-H2"),
                ("im Herbst 2023", "Herbst 2023", "2023-FA"),
                ("im Winter 2023/24", "Winter 2023/24", "2023-WI"),
                ("am Wochenende wird", "Wochenende", "2025-W11-WE"),
                ("am Wochenende kam", "Wochenende", "2025-W10-WE"),
            ],
        );
        let weeks = "Beginn war am 3. März, in der zweiten Woche kam Regen, in der Woche darauf Schnee.";
        let values: Vec<_> = show(weeks, Lang::De).into_iter().map(|(_, value)| value).collect();
        assert_eq!(values, ["2025-03-03", "2025-W11", "2025-W12"]);
    }

    #[test]
    fn german_days_and_clock_times() {
        all(
            Lang::De,
            &[
                ("Sie kamen am Montag an.", "Montag", "2025-03-10"),
                ("Sie sind am Montag verletzt worden.", "Montag", "2025-03-10"),
                ("am Freitag wird gewählt", "Freitag", "2025-03-14"),
                ("Der Rat tritt am Freitag zusammen, sagte sie.", "Freitag", "2025-03-14"),
                ("Montag nächster Woche", "Montag nächster Woche", "2025-03-17"),
                ("am gestrigen Dienstag", "Dienstag", "2025-03-11"),
                ("gestern kam", "gestern", "2025-03-11"),
                ("die gestrige Sitzung", "gestrige", "2025-03-11"),
                ("gestern morgen kam", "gestern morgen", "2025-03-11TMO"),
                ("heute Nacht kam", "heute Nacht", "2025-03-12TNI"),
                ("am frühen Samstagmorgen brannte es", "frühen Samstagmorgen", "2025-03-08TMO"),
                ("in der Nacht auf Samstag wird", "der Nacht auf Samstag", "2025-03-14TNI"),
                ("am Morgen des 17. Januar", "Morgen des 17. Januar", "2025-01-17TMO"),
                ("in den späten Abendstunden", "den späten Abendstunden", "2025-03-12TEV"),
                ("in den frühen Morgenstunden", "den frühen Morgenstunden", "2025-03-12TMO"),
                ("um 8 Uhr abends", "8 Uhr abends", "2025-03-12T20:00"),
                ("damals kam", "damals", "PAST_REF"),
                ("„Jetzt gilt es“", "Jetzt", "PRESENT_REF"),
                ("der ehemalige Bürgermeister", "ehemalige", "PAST_REF"),
                ("der frühere Bürgermeister", "frühere", "PAST_REF"),
            ],
        );
        let both = show("am Freitag um 20.30 Uhr", Lang::De);
        assert_eq!(both[1], ("20.30 Uhr".to_owned(), "2025-03-14T20:30".to_owned()));
        let next = show("Gestern früh kam er. Am Abend ging er.", Lang::De);
        assert_eq!(next[1], ("Abend".to_owned(), "2025-03-11TEV".to_owned()));
    }

    #[test]
    fn german_lengths_and_sets() {
        all(
            Lang::De,
            &[
                ("seit drei Wochen", "drei Wochen", "P3W"),
                ("den vergangenen zwei Jahrzehnten", "den vergangenen zwei Jahrzehnten", "P2DE"),
                ("den vergangenen beiden Jahren", "den vergangenen beiden Jahren", "P2Y"),
                ("den vergangenen Jahren", "den vergangenen Jahren", "PXY"),
                ("die nächsten Tage", "die nächsten Tage", "PXD"),
                ("in den ersten drei Monaten", "den ersten drei Monaten", "P3M"),
                ("seit Jahren", "Jahren", "PXY"),
                ("vor ein paar Stunden", "ein paar Stunden", "PTXH"),
                ("eine zweistündige Sitzung", "zweistündige", "PT2H"),
                ("das 25-jährige Jubiläum", "25-jährige", "P25Y"),
                ("eine halbe Stunde", "eine halbe Stunde", "PT0.5H"),
                ("jeden zweiten Tag", "jeden zweiten Tag", "P2D"),
                ("jeden Sonntag", "jeden Sonntag", "XXXX-WXX-7"),
                ("jeden letzten Samstag im Monat", "jeden letzten Samstag im Monat", "P1M"),
                ("alle zwei Wochen", "alle zwei Wochen", "P2W"),
                ("die monatlichen Gebühren", "monatlichen", "P1M"),
            ],
        );
        let shared = show("50 statt 30 Jahre und zwei bis drei Wochen", Lang::De);
        let values: Vec<_> = shared.iter().map(|(span, value)| (span.as_str(), value.as_str())).collect();
        assert_eq!(values, [("50", "P50Y"), ("30 Jahre", "P30Y"), ("zwei", "P2W"), ("drei Wochen", "P3W")]);
        for text in [
            "der 38-jährige Maler",
            "die 18, 13 und neun Jahre alten Kinder",
            "ab 16 Jahren",
            "im Alter von 55 Jahren",
            "die Blume des Jahres",
        ] {
            assert!(show(text, Lang::De).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_count_is_no_year() {
        for text in ["2000 Quadratmeter", "2000 Gäste", "davon 2010 Frauen"] {
            assert!(show(text, Lang::De).is_empty(), "{text}");
        }
        let counted = show("davon 2000 im Jahr 2011 und 1700 im vergangenen Jahr", Lang::De);
        assert_eq!(counted.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>(), ["2011", "2024"]);
        let years = show("zwischen 1943 bis 1945", Lang::De);
        assert_eq!(years.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>(), ["1943", "1945"]);
    }

    #[test]
    fn english_times() {
        all(
            Lang::En,
            &[
                ("on September 12, 2023 he", "September 12, 2023", "2023-09-12"),
                ("on 12 September he", "12 September", "2025-09-12"),
                ("in July of last year", "July of last year", "2024-07"),
                ("last week it", "last week", "2025-W10"),
                ("last summer it", "last summer", "2024-SU"),
                ("in the 1990s", "the 1990s", "199"),
                ("in the early 1990s", "the early 1990s", "199"),
                ("in mid-2015", "mid-2015", "2015"),
                ("in the late 19th century", "the late 19th century", "18"),
                ("by the end of the year", "the end of the year", "2025"),
                ("in the third quarter of 2024", "the third quarter of 2024", "2024-Q3"),
                ("in the first half of last year", "the first half of last year", "2024-H1"),
                ("The team will play on Friday evening.", "Friday evening", "2025-03-14TEV"),
                ("It burned on Friday.", "Friday", "2025-03-07"),
                ("last night it", "last night", "2025-03-11TNI"),
                ("at 8 p.m. it", "8 p.m.", "2025-03-12T20:00"),
                ("three years ago", "three years", "P3Y"),
                ("a decade ago", "a decade", "P1DE"),
                ("years ago", "years", "PXY"),
                ("over the past few weeks", "the past few weeks", "PXW"),
                ("an hour and a half", "an hour and a half", "PT1.5H"),
                ("every two weeks", "every two weeks", "P2W"),
                ("every Sunday", "every Sunday", "XXXX-WXX-7"),
            ],
        );
        for text in
            ["It may rain.", "Theresa May and April Jones march on.", "the first half of the match", "a quarter of it"]
        {
            assert!(show(text, Lang::En).is_empty(), "{text}");
        }
    }
}
