//! The value of a figure in digits, for whoever reads `vier Fünftel` or `5,5 Milliarden Dollar`, and of a time as a date,
//! for whoever reads `letzten Dienstag`: in the forms of the reader's language.

use crate::analysis::{Approx, Figure, Time};
use crate::lang::grammar::Grammar;
use crate::lang::lists::{Lists, fold};
use crate::lang::{Lang, number_words};
use crate::messages::forms::{self, number};
use crate::messages::text;
use crate::text::PartialDate;

/// `etwa 5 500 000 000 Dollar`, `80 Prozent der Gäste` for `vier Fünftel`: how exact, how many, and the noun as it stands in the text. `None` where no digits can say
/// what it says (`Hunderte`, `zweitgrösste`).
pub fn amount(figure: &Figure, article: &str, lang: Lang, reader: Lang) -> Option<String> {
    let words = figure.span.of(article);
    let mut value = digits_of(figure, article, lang, reader)?;
    let (sign, mut noun) = measure(words, lang);
    if digits(words).is_empty() && figure.value < 1.0 {
        // A share has no noun of its own, only one that it is a share of.
        noun = noun.filter(|noun| is_of(noun, lang));
        value = text(reader, "approx.percent", &[("value", &number(reader, figure.value * 100.0))]);
    }
    let noun = noun.map_or(String::new(), |noun| format!("\u{a0}{noun}"));
    let value = format!("{sign}{value}{noun}");
    Some(match figure.approx {
        Approx::Exact | Approx::Between => value,
        approx => text(reader, &format!("approx.{}", approx.tag()), &[("value", &value)]),
    })
}

/// `5 500 000 000`, `3–5`: the number alone.
pub fn digits_of(figure: &Figure, article: &str, lang: Lang, reader: Lang) -> Option<String> {
    let exact = !figure.span.of(article).split_whitespace().any(|word| is_inexact(word, lang));
    exact.then(|| figure.values().map(|value| number(reader, value)).collect::<Vec<_>>().join("–"))
}

/// Whether the digits of a figure tell more than its words do: `5,5 Milliarden`, `zwölftausend`; not `2'000`.
pub fn tells_more(figure: &Figure, article: &str) -> bool {
    let known: String = figure.values().map(|value| digits(&value.to_string())).collect();
    let told = digits(figure.span.of(article));
    !told.strip_prefix(&known).is_some_and(|rest| rest.bytes().all(|digit| digit == b'0'))
}

/// `12. September 2023`, `KW 37/2023`: the stretch of the calendar that an expression means. `None` where it means none,
/// where the article does not tell which, and where the expression gives the year itself.
pub fn moment(time: &Time, article: &str, reader: Lang) -> Option<String> {
    let (day, clock) = time.value.split_once('T').unwrap_or((&time.value, ""));
    let clock = Some(clock).filter(|clock| clock.starts_with(|c: char| c.is_ascii_digit()));
    if day.get(..4).is_some_and(|year| time.span.of(article).contains(year)) {
        return None;
    }
    let day = stretch(day, reader)?;
    Some(clock.map_or(day.clone(), |clock| text(reader, "moment.clock", &[("day", &day), ("clock", clock)])))
}

/// A TIMEX3 date in words.
fn stretch(value: &str, reader: Lang) -> Option<String> {
    if let Some(date) = PartialDate::parse(value) {
        return Some(forms::date(reader, date.year, date.month, date.day));
    }
    let (year, part) = value.split_once('-').filter(|(year, _)| year.parse::<i16>().is_ok())?;
    let (key, part) = match part.as_bytes() {
        [b'W', week @ ..] if week.iter().all(u8::is_ascii_digit) => ("moment.week", part[1..].trim_start_matches('0')),
        [b'Q', b'1'..=b'4'] => ("moment.quarter", &part[1..]),
        [b'H', b'1'..=b'2'] => ("moment.half", &part[1..]),
        b"SP" => ("moment.spring", ""),
        b"SU" => ("moment.summer", ""),
        b"FA" => ("moment.autumn", ""),
        b"WI" => ("moment.winter", ""),
        _ => return None,
    };
    Some(text(reader, key, &[("year", year), ("part", part)]))
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn is_inexact(word: &str, lang: Lang) -> bool {
    let word = fold(word);
    let loose = Lists::of(lang).numbers.get(&word).is_some_and(|(_, kind)| kind == "loose");
    loose || number_words::rank(&word, lang).is_some()
}

/// Whether these words begin as `der Gäste` and `of the guests` do.
fn is_of(words: &str, lang: Lang) -> bool {
    let first = fold(words.split_whitespace().next().unwrap_or_default());
    first == "of" || Lists::of(lang).grammar.has(&first, Grammar::Article)
}

/// What stands before the digits (`$`, `CHF `), and what behind the number and its scale (`Dollar`, `der Gäste`).
fn measure(words: &str, lang: Lang) -> (&str, Option<&str>) {
    let is_number = |word: &str| {
        let known = fold(word.trim_end_matches('.'));
        word.starts_with(|c: char| c.is_ascii_digit())
            || Lists::of(lang).numbers.get(&known).is_some_and(|(value, kind)| value > 0.0 || kind == "one")
            || number_words::cardinal(&known, lang).is_some()
    };
    let first = words.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let (sign, rest) = words.split_at(first);
    let (sign, rest) = if sign.split_whitespace().any(is_number) { ("", words) } else { (sign, rest) };
    let end = |word: &str| word.as_ptr() as usize - rest.as_ptr() as usize + word.len();
    let number = rest.split_whitespace().rfind(|word| is_number(word));
    let noun = number.map(|word| rest[end(word)..].trim_start()).filter(|noun| !noun.is_empty());
    (sign, noun)
}
