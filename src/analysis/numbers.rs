//! Third stage: every number of a paragraph, in digits or words, with its range, scale, unit or counted noun, and how
//! exact it wants to be. What it counts, and whether anybody vouches for it, is for [`super::figures`].

use std::ops::Range;

use super::Approx;
use super::cardinals::listed;
use super::digits::scaled;
use super::measures::{approx, is_minus, measure};
use super::ranges::upper;
use super::values::bare;
use super::words::Words;
use crate::lang::Lang;
use crate::text::Span;

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `1.000`, `5,5 Milliarden`
    Digits,
    /// `vier`, `zwei Dutzend`
    Word,
    /// `Hunderte`, `millions`
    Loose,
    /// `die Hälfte`, `two thirds`
    Fraction,
    /// `doppelt`, `dreimal`
    Multiple,
    /// `siebtgrösster`
    Rank,
    /// `12.` before a noun
    Ordinal,
    /// `3:1`, `20:30`
    Pair,
    /// `12.9.2023`, `10.15.7`
    Dotted,
    /// `zweitägig`, `39-Jährige`: a number inside an adjective of time.
    Timely,
}

/// A number as it stands in its paragraph; offsets and tokens count from the paragraph's start.
#[derive(Clone, Debug)]
pub struct Number {
    /// Tokens of the number with its scale.
    pub tokens: Range<usize>,
    /// Tokens of the number with its unit or counted noun.
    pub measured: Range<usize>,
    pub form: Form,
    pub value: f64,
    pub high: Option<f64>,
    /// Canonical unit and dimension, as in `units.tsv`.
    pub unit: Option<(&'static str, &'static str)>,
    /// Token of the counted noun.
    pub noun: Option<usize>,
    pub approx: Approx,
    /// First token of the words before it that say how exact it is.
    pub modifier: Option<usize>,
}

impl Number {
    /// Bytes of the number with its unit or counted noun.
    pub fn span(&self, words: &Words) -> Span {
        words.span(self.measured.clone())
    }
}

/// Finds the numbers of a paragraph, in order, none overlapping.
pub fn numbers(words: &Words) -> Vec<Number> {
    let mut numbers: Vec<Number> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match read(words, at) {
            Some(mut number) => {
                // `40 CHF 70`: the currency belongs to the number before it
                if numbers.last().is_some_and(|before| number.measured.start < before.measured.end) {
                    number.measured.start = number.tokens.start;
                    number.unit = None;
                }
                at = number.measured.end.max(at + 1);
                numbers.push(number);
            }
            None => at += 1,
        }
    }
    share_measure(words, &mut numbers);
    numbers
}

/// `18 statt 41 Minuten`, `17 zu 8 Stimmen`, `18, 13 und neun Jahre`: what stands behind the second number is measured by both.
fn share_measure(words: &Words, numbers: &mut [Number]) {
    for at in (1..numbers.len()).rev() {
        let (first, second) = (&numbers[at - 1], &numbers[at]);
        let bare = first.unit.is_none() && first.noun.is_none() && matches!(first.form, Form::Digits | Form::Word);
        let joined = first.tokens.end + 1 == second.tokens.start
            && match listed(words, first.tokens.end) {
                Some((_, "and" | "joint")) => true,
                Some((_, "range")) => words.lang == Lang::En,
                _ if words.folded(first.tokens.end) == "," => {
                    second.noun.is_some_and(|noun| words.lists.times.get(words.word(noun)).is_some())
                }
                _ => false,
            };
        if bare && joined && second.form == Form::Timely {
            numbers[at - 1].form = Form::Timely;
        } else if bare && joined {
            let (unit, noun) = (second.unit, second.noun);
            (numbers[at - 1].unit, numbers[at - 1].noun) = (unit, noun);
        }
    }
}

fn read(words: &Words, at: usize) -> Option<Number> {
    let start = at;
    let mut low = bare(words, at)?;
    let mut high = None;
    if let Some(upper) = upper(words, at, &low) {
        high = Some(upper.value);
        low.end = upper.end;
        if matches!(upper.form, Form::Timely | Form::Multiple) {
            low.form = upper.form;
        }
        // `3 bis 5 Millionen`: the scale stands behind the upper end and holds for both
        let scale = upper.scale;
        if scale != 1.0 && low.scale == 1.0 && low.value < 1000.0 && upper.value / scale >= low.value {
            low.value = scaled(low.value, scale);
        }
    }
    let mut number = Number {
        tokens: start..low.end,
        measured: start..low.end,
        form: low.form,
        value: low.value,
        high,
        unit: None,
        noun: None,
        approx: Approx::Exact,
        modifier: None,
    };
    if matches!(low.form, Form::Digits | Form::Word | Form::Loose | Form::Fraction) {
        measure(words, &mut number);
    }
    // `-5 Grad`, `-$5`
    if is_minus(words, start) || number.measured.start < start && is_minus(words, number.measured.start) {
        number.value = -number.value;
    }
    (number.approx, number.modifier) = approx(words, number.measured.start, high.is_some());
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str, lang: Lang) -> Vec<String> {
        let words = Words::new(text, lang);
        let show = |n: &Number| {
            let high = n.high.map(|h| format!("..{h}")).unwrap_or_default();
            format!("{}{high} {} [{}]", n.value, n.unit.map_or("-", |u| u.0), n.span(&words).of(text))
        };
        numbers(&words).iter().map(show).collect()
    }

    #[test]
    fn german_numbers() {
        for (text, expect) in [
            ("über 2'000 Kilometer", "2000 km [2'000 Kilometer]"),
            ("bis zu 5,5 Milliarden Dollar", "5500000000 USD [5,5 Milliarden Dollar]"),
            ("mehr als 1.000 Container", "1000 - [1.000 Container]"),
            ("12\u{202f}000 nordkoreanische Soldaten", "12000 - [12\u{202f}000 nordkoreanische Soldaten]"),
            ("zwischen 3 und 5 Prozent", "3..5 percent [3 und 5 Prozent]"),
            ("2,3 Mio. Franken", "2300000 CHF [2,3 Mio. Franken]"),
            ("3 bis 5 Millionen Euro", "3000000..5000000 EUR [3 bis 5 Millionen Euro]"),
            ("eine halbe Million Euro", "500000 EUR [eine halbe Million Euro]"),
            ("die Hälfte der Geschosse", "0.5 - [Hälfte der Geschosse]"),
            ("um 0,047 Prozent", "0.047 percent [0,047 Prozent]"),
            ("zwei Drittel", "0.6666666666666666 - [zwei Drittel]"),
        ] {
            assert_eq!(show(text, Lang::De), [expect], "{text}");
        }
        assert_eq!(show("im Dezember 2024 20'000 Container", Lang::De).len(), 2);
    }

    #[test]
    fn english_numbers() {
        for (text, expect) in [
            ("two hundred and five people", "205 - [two hundred and five people]"),
            ("half a million pounds", "500000 GBP [half a million pounds]"),
            ("$1.2bn", "1200000000 USD [$1.2bn]"),
            ("1,500 jobs", "1500 - [1,500 jobs]"),
            ("forty-two miles", "42 mi [forty-two miles]"),
        ] {
            assert_eq!(show(text, Lang::En), [expect], "{text}");
        }
    }

    fn all(lang: Lang, table: &[(&str, &str)]) {
        for (text, expect) in table {
            assert_eq!(show(text, lang).join(", "), *expect, "{text}");
        }
    }

    #[test]
    fn marks_and_scales() {
        all(
            Lang::De,
            &[
                ("2'000 Boote", "2000 - [2'000 Boote]"),
                ("2’000 Boote", "2000 - [2’000 Boote]"),
                ("1\u{a0}000 Boote", "1000 - [1\u{a0}000 Boote]"),
                ("1\u{2009}000 Boote", "1000 - [1\u{2009}000 Boote]"),
                ("1,500 Meter", "1.5 m [1,500 Meter]"),
                ("1 234,50 Euro", "1234.5 EUR [1 234,50 Euro]"),
                ("1,234.56 Euro", "1234.56 EUR [1,234.56 Euro]"),
                ("5,5 Mrd. Euro", "5500000000 EUR [5,5 Mrd. Euro]"),
                ("5 Mia. Franken", "5000000000 CHF [5 Mia. Franken]"),
                ("drei Millionen vierhunderttausend Stimmen", "3400000 - [drei Millionen vierhunderttausend Stimmen]"),
                ("4 Millionen zwei Jahre später", "4000000 - [4 Millionen], 2 - [zwei Jahre]"),
                ("null Komma drei Prozent", "0.3 percent [null Komma drei Prozent]"),
                ("3½ Tonnen", "3.5 t [3½ Tonnen]"),
                ("3 1/2 Tonnen", "3.5 t [3 1/2 Tonnen]"),
                ("ein Dutzend Boote", "12 - [Dutzend Boote]"),
                ("Hunderte Boote", "100 - [Hunderte Boote]"),
            ],
        );
        all(
            Lang::En,
            &[
                ("1.2m people", "1200000 - [1.2m people]"),
                ("a wall 1.8m high", "1.8 m [1.8m]"),
                ("earns 40k", "40000 - [40k]"),
                ("5 lakh rupees", "500000 INR [5 lakh rupees]"),
                ("one million, two hundred thousand votes", "1200000 - [one million, two hundred thousand votes]"),
                ("2 hundred and 7 boats", "207 - [2 hundred and 7 boats]"),
                ("4 million and 5 million", "4000000 - [4 million], 5000000 - [5 million]"),
                ("nought point two", "0.2 - [nought point two]"),
                (".5 percent", "0.5 percent [.5 percent]"),
                ("tens of thousands", "10000 - [tens of thousands]"),
            ],
        );
    }

    #[test]
    fn shares_and_multiples() {
        all(
            Lang::De,
            &[
                ("jeder vierte Bauer", "0.25 - [jeder vierte Bauer]"),
                ("ein gutes Drittel der Bauern", "0.3333333333333333 - [Drittel der Bauern]"),
                ("dreiviertel der Bauern", "0.75 - [dreiviertel der Bauern]"),
                ("zwei und drei Viertel Liter", "2.75 l [zwei und drei Viertel Liter]"),
                ("ein halbes Prozent", "0.5 percent [ein halbes Prozent]"),
                ("das 2,5-Fache", "2.5 - [2,5-Fache]"),
                ("drei halbe Brote", "1.5 - [drei halbe Brote]"),
                ("zwei Dreizehntel", "0.15384615384615385 - [zwei Dreizehntel]"),
                ("das Doppelte", "2 - [Doppelte]"),
                ("dreimal so viel", "3 - [dreimal]"),
                ("ein Prozent", "1 percent [ein Prozent]"),
                ("ein Boot", ""),
            ],
        );
        all(
            Lang::En,
            &[
                ("1 in 4 farmers", "0.25 - [1 in 4 farmers]"),
                ("three quarters of a million", "750000 - [three quarters of a million]"),
                ("a million and a half", "1500000 - [million and a half]"),
                ("two-and-a-half miles", "2.5 mi [two-and-a-half miles]"),
                ("half a mile", "0.5 mi [half a mile]"),
                ("five twenty-seconds", "0.22727272727272727 - [five twenty-seconds]"),
                ("four times as many", "4 - [four times]"),
                ("the third-largest", "3 - [third-largest]"),
                ("one of them", ""),
            ],
        );
    }

    #[test]
    fn ranges_and_signs() {
        all(
            Lang::De,
            &[
                ("100 bis 150 Boote", "100..150 - [100 bis 150 Boote]"),
                ("3-5 Boote", "3..5 - [3-5 Boote]"),
                ("2 bis 4 Mio. Franken", "2000000..4000000 CHF [2 bis 4 Mio. Franken]"),
                ("zwei- bis dreihundert Boote", "200..300 - [zwei- bis dreihundert Boote]"),
                ("3 Prozent bis 5 Prozent", "3..5 percent [3 Prozent bis 5 Prozent]"),
                ("-5 bis -3 Grad", "-5..-3 °C [5 bis -3 Grad]"),
                ("minus 4 Grad", "-4 °C [4 Grad]"),
            ],
        );
        all(
            Lang::En,
            &[
                ("between $3m and $5m", "3000000..5000000 USD [$3m and $5m]"),
                ("5%-7%", "5..7 percent [5%-7%]"),
                ("47 percent to 41 percent", "47 percent [47 percent], 41 percent [41 percent]"),
                ("-$6", "-6 USD [$6]"),
            ],
        );
    }

    #[test]
    fn money_and_units() {
        all(
            Lang::De,
            &[
                ("Fr. 20.– Gebühr", "20 CHF [Fr. 20]"),
                ("2 US-Dollar", "2 USD [2 US-Dollar]"),
                ("vier Euro zwanzig", "4.2 EUR [vier Euro zwanzig]"),
                ("0,5 Promille", "0.5 permille [0,5 Promille]"),
                ("einen Prozentpunkt", "1 percentage-point [einen Prozentpunkt]"),
                ("50 km/h", "50 km/h [50 km/h]"),
                ("30 m² Wohnraum", "30 m² [30 m²]"),
                ("18 °C", "18 °C [18 °C]"),
                ("80-prozentige Lösung", "80 percent [80-prozentige]"),
            ],
        );
        all(
            Lang::En,
            &[
                ("5,000 sq ft", "5000 ft² [5,000 sq ft]"),
                ("US$7", "7 USD [US$7]"),
                ("HK$ 40bn", "40000000000 HKD [HK$ 40bn]"),
                ("nine dollars and five cents", "9.05 USD [nine dollars and five cents]"),
                ("40 chf 70 boats", "40 CHF [40 chf], 70 - [70]"),
                ("60 EUR million", "60000000 EUR [60 EUR million]"),
            ],
        );
    }
}
