//! Third stage: every number of a paragraph, in digits or words, with its range, scale, unit or counted noun, and how
//! exact it wants to be. What it counts, and whether anybody vouches for it, is for [`super::figures`].

use std::ops::Range;

use super::Approx;
use super::digits::{decimal, fraction_mark, integer, scaled};
use super::measures::{approx, counted, currency_before, is_minus, measure};
use super::words::Words;
use crate::lang::{Lang, number_words};
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
            Some(number) => {
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
            && match words.folded(first.tokens.end) {
                "statt" | "oder" | "und" | "zu" | "auf" | "or" | "and" | "to" => true,
                "," => second.noun.is_some_and(|noun| words.lists.times.get(words.folded(noun)).is_some()),
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

/// A bare value: tokens, value, form.
struct Bare {
    end: usize,
    value: f64,
    form: Form,
}

fn read(words: &Words, at: usize) -> Option<Number> {
    let start = at;
    let mut low = bare(words, at)?;
    let mut high = None;
    if let Some(upper) = range(words, at, &low) {
        high = Some(upper.value);
        low.end = upper.end;
        if upper.form == Form::Timely {
            low.form = Form::Timely;
        }
        // `3 bis 5 Millionen`: the scale stands behind the upper end and holds for both
        let scale = upper.scale;
        if scale != 1.0 && low.value < 1000.0 && upper.value / scale >= low.value {
            low.value = scaled(low.value, scale);
        }
    }
    let sign = if is_minus(words, start) { -1.0 } else { 1.0 };
    let mut number = Number {
        tokens: start..low.end,
        measured: start..low.end,
        form: low.form,
        value: sign * low.value,
        high,
        unit: None,
        noun: None,
        approx: Approx::Exact,
        modifier: None,
    };
    if matches!(low.form, Form::Digits | Form::Word | Form::Loose | Form::Fraction) {
        measure(words, &mut number);
    }
    (number.approx, number.modifier) = approx(words, number.measured.start, high.is_some());
    Some(number)
}

/// The number that begins at a token, with the scale behind it.
fn bare(words: &Words, at: usize) -> Option<Bare> {
    if words.is_number(at) {
        digits(words, at)
    } else if words.is_word(at) {
        word(words, at)
    } else {
        vulgar(words, at)
    }
}

/// Longer runs of digits are no numbers that anybody means.
const LONGEST_DIGITS: usize = 40;

fn digits(words: &Words, at: usize) -> Option<Bare> {
    let raw = words.raw(at);
    if raw.len() > LONGEST_DIGITS {
        return None;
    }
    let next = words.raw(at + 1);
    if next == ":" && words.glued(at + 1) && words.glued(at + 2) && words.is_number(at + 2) {
        let mut end = at + 3;
        while words.raw(end) == ":" && words.glued(end) && words.is_number(end + 1) && words.glued(end + 1) {
            end += 2;
        }
        return Some(Bare { end, value: integer(raw)?, form: Form::Pair });
    }
    if let Some(end) = full_date(words, at) {
        return Some(Bare { end, value: integer(raw)?, form: Form::Dotted });
    }
    let Some(value) = decimal(raw, words.lang) else {
        return Some(Bare { end: at + 1, value: integer(raw)?, form: Form::Dotted });
    };
    if next == "." && words.glued(at + 1) {
        // a dot that ends no sentence makes an ordinal: `12. September`, `3. Platz`
        let inside = at + 2 < words.sentence(at).end;
        let bracketed = words.raw(at.wrapping_sub(1)) == "(" && words.raw(at + 2) == ")";
        if inside && raw.len() <= 3 && (bracketed || !words.raw(at + 2).starts_with(is_closing)) {
            return Some(Bare { end: at + 1, value, form: Form::Ordinal });
        }
    }
    if words.lang == Lang::En && words.glued(at + 1) && matches!(words.folded(at + 1), "st" | "nd" | "rd" | "th") {
        return Some(Bare { end: at + 2, value, form: Form::Ordinal });
    }
    if let Some(end) = timely(words, at) {
        return Some(Bare { end, value, form: Form::Timely });
    }
    if words.glued(at + 1) && matches!(words.folded(at + 1), "mal" | "fach" | "fache" | "fachen")
        || words.joins(at + 1) && matches!(words.folded(at + 2), "mal" | "fach")
    {
        let end = if words.joins(at + 1) { at + 3 } else { at + 2 };
        return Some(Bare { end, value, form: Form::Multiple });
    }
    let (mut value, mut end) = spaced_groups(words, at).unwrap_or((value, at + 1));
    if let Some(part) = words.tokens.get(end).filter(|t| t.glued).and_then(|_| fraction_mark(words.raw(end))) {
        value += part;
        end += 1;
    } else if next == "/" && words.glued(at + 1) && words.glued(at + 2) && words.is_number(at + 2) && raw.len() <= 2 {
        let below = decimal(words.raw(at + 2), words.lang).filter(|b| *b > value && *b <= 100.0)?;
        return Some(Bare { end: at + 3, value: value / below, form: Form::Fraction });
    }
    let (scale, end) = scale_at(words, end, value);
    Some(Bare { end, value: scaled(value, scale), form: Form::Digits })
}

/// Where a date as `2016-01-24` or `4/9/25` ends.
fn full_date(words: &Words, at: usize) -> Option<usize> {
    let part = |at: usize, len: usize| words.is_number(at) && words.raw(at).len() == len;
    let slash = |at: usize| words.raw(at) == "/" && words.glued(at) && words.glued(at + 1) && words.is_number(at + 1);
    if slash(at + 1) && slash(at + 3) && words.raw(at).len() <= 2 {
        return Some(at + 5);
    }
    (part(at, 4) && words.joins(at + 1) && part(at + 2, 2) && words.joins(at + 3) && part(at + 4, 2)).then_some(at + 5)
}

/// `67 000`: groups of three behind an ordinary space, as agencies wire them. A number right before makes it a list or a
/// telephone number.
fn spaced_groups(words: &Words, at: usize) -> Option<(f64, usize)> {
    let plain = |at: usize| words.raw(at).bytes().all(|b| b.is_ascii_digit());
    let lead = words.raw(at);
    if lead.len() > 3 || !plain(at) || lead.starts_with('0') || words.is_number(at.wrapping_sub(1)) {
        return None;
    }
    let group = |at: &usize| words.is_number(*at) && !words.glued(*at) && words.raw(*at).len() == 3 && plain(*at);
    let end = (at + 1..).find(|at| !group(at))?;
    let digits: String = (at..end).map(|at| words.raw(at)).collect();
    (end > at + 1).then(|| digits.parse().ok().map(|value| (value, end))).flatten()
}

fn vulgar(words: &Words, at: usize) -> Option<Bare> {
    let value = fraction_mark(words.raw(at))?;
    let (scale, end) = scale_at(words, at + 1, value);
    Some(Bare { end, value: scaled(value, scale), form: Form::Fraction })
}

/// A number written as words. English ones run over several words, German ones over a number and a scale.
fn word(words: &Words, at: usize) -> Option<Bare> {
    if let Some(share) = one_in(words, at) {
        return Some(share);
    }
    let word = words.folded(at);
    if !words.lists.may_be_number(word) {
        return None;
    }
    let known = words.lists.numbers.get(word).copied();
    if let Some(end) = timely(words, at) {
        return Some(Bare { end, value: number_value(words, at), form: Form::Timely });
    }
    // `eine Million`, `half a million`, `eine halbe Million`, `a dozen`
    if let Some((scale, "scale" | "group")) = known {
        let (factor, back) = indefinite(words, at);
        let value = factor * scale;
        let form = if back == 0 && word.ends_with('s') { Form::Loose } else { Form::Word };
        return (back > 0 || form == Form::Loose).then_some(Bare { end: at + 1, value, form });
    }
    match known {
        Some((value, "loose")) => return Some(Bare { end: at + 1, value, form: Form::Loose }),
        Some((value, "fraction")) => return fraction(words, at, value),
        Some((value, "multiple")) => return Some(Bare { end: at + 1, value, form: Form::Multiple }),
        _ => {}
    }
    if let Some(value) = number_words::rank(word, words.lang) {
        return Some(Bare { end: at + 1, value, form: Form::Rank });
    }
    if words.lang == Lang::En && words.joins(at + 1) {
        let joined = format!("{word}-{}", words.folded(at + 2));
        if let Some(value) = number_words::rank(&joined, words.lang) {
            return Some(Bare { end: at + 3, value, form: Form::Rank });
        }
    }
    if let Some(value) = number_words::multiple(word, words.lang) {
        return Some(Bare { end: at + 1, value, form: Form::Multiple });
    }
    let (value, end) = cardinal(words, at)?;
    // `zwei Drittel`, `three quarters`, `two-thirds`
    let part_at = end + usize::from(words.joins(end));
    if let Some(&(part, "fraction")) = words.lists.numbers.get(words.folded(part_at)) {
        return Some(Bare { end: part_at + 1, value: value * part, form: Form::Fraction });
    }
    let (scale, end) = scale_at(words, end, value);
    Some(Bare { end, value: scaled(value, scale), form: Form::Word })
}

/// A run of number words: `zwölftausend`, `two hundred and five`, `forty-two`.
fn cardinal(words: &Words, at: usize) -> Option<(f64, usize)> {
    if words.lang == Lang::De {
        return number_words::cardinal(words.folded(at), Lang::De).map(|value| (value, at + 1));
    }
    let (mut total, mut part, mut end) = (0.0, 0.0, at);
    loop {
        let skip = usize::from(end > at && (words.joins(end) || words.folded(end) == "and" && part >= 100.0));
        let Some(&(value, kind)) = words.lists.numbers.get(words.folded(end + skip)) else { break };
        match kind {
            "part"
                if end == at
                    && !matches!(
                        words.lists.numbers.get(words.folded(end + 1)),
                        Some((_, "hundred" | "thousand" | "scale"))
                    ) =>
            {
                break;
            }
            "part" | "one" | "teen" | "tens" => {
                if part != 0.0 && part % 100.0 != 0.0 && (value >= 10.0 || part % 10.0 != 0.0) {
                    break;
                }
                part += value;
            }
            "hundred" => part = if part == 0.0 { 100.0 } else { part * 100.0 },
            "thousand" => {
                total += if part == 0.0 { 1.0 } else { part } * 1000.0;
                part = 0.0;
            }
            _ => break,
        }
        end += skip + 1;
    }
    (end > at).then_some((total + part, end))
}

/// `jeder dritte`, `one in eight`.
fn one_in(words: &Words, at: usize) -> Option<Bare> {
    let below = match words.lang {
        Lang::De if matches!(words.folded(at), "jeder" | "jede" | "jedes" | "jeden" | "jedem") => {
            let next = words.folded(at + 1);
            let stem = next.trim_end_matches(['e', 'n', 'r', 's', 'm']);
            words
                .lists
                .ordinals
                .iter()
                .find(|(ordinal, _)| ordinal == stem && stem.len() < next.len())
                .map(|(_, value)| (*value, at + 2))
        }
        Lang::En if words.folded(at) == "one" && words.folded(at + 1) == "in" && words.grammar(at + 2).is_none() => {
            bare(words, at + 2).filter(|b| matches!(b.form, Form::Word | Form::Digits)).map(|b| (b.value, b.end))
        }
        _ => None,
    };
    below.map(|(below, end)| Bare { end, value: 1.0 / below, form: Form::Fraction })
}

/// `Hälfte`, `ein Drittel`, `half of`; English `third` and `second` need a number or article before them.
fn fraction(words: &Words, at: usize, value: f64) -> Option<Bare> {
    let one = matches!(words.before(at, 1), "a" | "one" | "ein" | "einen" | "einem" | "eines");
    let the = matches!(words.before(at, 1), "the" | "das" | "dem" | "den" | "der");
    let next = at + 1;
    if words.lang == Lang::En && value == 0.5 {
        if let (true, Some(&(scale, "scale" | "group"))) =
            (words.folded(next) == "a", words.lists.numbers.get(words.folded(next + 1)))
        {
            return Some(Bare { end: at + 3, value: value * scale, form: Form::Word });
        }
        // `a decade and a half` has its number before
        if words.before(at, 1) == "a" && words.before(at, 2) == "and" {
            return None;
        }
    }
    // `Viertel` is a quarter of a town more often than of a cake: with a definite article a share has an owner behind it
    let owned = matches!(words.grammar(next), Some("article" | "preposition")) || words.is_capital(next);
    let fits = value == 0.5
        || one && (words.lang == Lang::De || words.folded(next) == "of" || !words.is_word(next) && value < 0.5)
        || the && owned && words.lang == Lang::De;
    let joined = words.joins(next) || at > 0 && words.joins(at - 1);
    (fits && !joined).then_some(Bare { end: next, value, form: Form::Fraction })
}

/// What stands before a scale word without a number: `eine Million` → 1, `eine halbe Million` → ½, none → no number.
fn indefinite(words: &Words, at: usize) -> (f64, usize) {
    match words.before(at, 1) {
        "eine" | "einer" | "ein" | "a" | "one" | "einem" | "einen" => (1.0, 1),
        "halbe" | "halben" => (0.5, 1),
        _ => (1.0, 0),
    }
}

/// The scale at a token (`Millionen`, `Mio.`, `bn`), and where the number then ends.
fn scale_at(words: &Words, at: usize, value: f64) -> (f64, usize) {
    let Some(&(scale, kind)) = words.lists.numbers.get(words.folded(at)) else { return (1.0, at) };
    let fits = match kind {
        "scale" | "group" => true,
        "thousand" | "hundred" => words.lang == Lang::En || value < 1000.0,
        // `$5m`, `1.2m`, `30k people`: a letter is a scale for money, for decimals and before what is counted
        "glued" => {
            let counts =
                || words.raw(at + 1).starts_with(char::is_lowercase) && counted(words, at + 1, false).is_some();
            words.glued(at) && (value.fract() != 0.0 || currency_before(words, at - 1) < at - 1 || counts())
        }
        _ => false,
    };
    if !fits {
        return (1.0, at);
    }
    let dot = usize::from(
        words.raw(at + 1) == "."
            && words.glued(at + 1)
            && words.raw(at).len() == 3
            && words.sentence_of(at) == words.sentence_of(at + 2),
    );
    (scale, at + 1 + dot)
}

/// The upper end of a range: `3-5`, `100 bis 150`, `zwischen 3 und 5`, `from 3 to 5`.
struct Upper {
    end: usize,
    value: f64,
    scale: f64,
    form: Form,
}

fn range(words: &Words, at: usize, low: &Bare) -> Option<Upper> {
    if !matches!(low.form, Form::Digits | Form::Word) {
        return None;
    }
    let joint = match words.folded(low.end) {
        "bis" | "to" => 1,
        "-" | "–" | "—" if words.is_number(low.end + 1) && words.is_number(at) => 1,
        "und" | "and" if matches!(words.before(at, 1), "zwischen" | "between") => 1,
        _ => return None,
    };
    let next = low.end + joint;
    let upper = bare(words, next).filter(|u| matches!(u.form, Form::Digits | Form::Word | Form::Timely))?;
    let (scale, _) = scale_at(words, upper.end - 1, upper.value);
    Some(Upper { end: upper.end, value: upper.value, scale, form: upper.form })
}

/// `39-Jährige`, `zweitägig`, `21-year-old`: a number that is part of an adjective of time. Returns where it ends.
fn timely(words: &Words, at: usize) -> Option<usize> {
    const ENDINGS: [&str; 8] = ["jährig", "tägig", "stündig", "minütig", "wöchig", "monatig", "sekündig", "jährlich"];
    let is_ending = |word: &str| ENDINGS.iter().any(|e| word.starts_with(e));
    if words.joins(at + 1) && is_ending(words.folded(at + 2)) {
        return Some(at + 3);
    }
    if words.is_number(at) && is_ending(words.folded(at + 1)) {
        return Some(at + 2);
    }
    if words.joins(at + 1) && words.joins(at + 3) && words.folded(at + 4) == "old" {
        return Some(at + 5);
    }
    let word = words.folded(at);
    let stem = ENDINGS.iter().find_map(|e| word.find(e).map(|cut| &word[..cut])).filter(|s| !s.is_empty())?;
    number_words::cardinal(stem, words.lang).map(|_| at + 1)
}

fn number_value(words: &Words, at: usize) -> f64 {
    let word = words.folded(at);
    (1..=word.len())
        .rev()
        .filter(|&n| word.is_char_boundary(n))
        .find_map(|n| number_words::cardinal(&word[..n], words.lang))
        .unwrap_or(0.0)
}

fn is_closing(c: char) -> bool {
    matches!(c, '“' | '”' | '"' | '»' | ')')
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
            ("eine halbe Million Euro", "500000 EUR [Million Euro]"),
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
}
