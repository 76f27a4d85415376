//! The value that begins at a token: digits with their marks, number words, shares, multiples and ranks, before anybody
//! asks what it measures. How number words join is in [`super::cardinals`].

use super::cardinals::{cardinal, is_kind, is_one, listed, part, sum};
use super::digits::{decimal, fraction_mark, integer};
use super::numbers::Form;
use super::words::Words;
use crate::lang::grammar::Grammar;
use crate::lang::{Lang, number_words};

/// A bare value, and the token where it ends.
#[derive(Clone, Copy)]
pub struct Bare {
    pub end: usize,
    pub value: f64,
    pub form: Form,
    /// The scale it was written with: a million for `5 Millionen`.
    pub scale: f64,
}

impl Bare {
    fn new(end: usize, value: f64, form: Form) -> Self {
        Self { end, value, form, scale: 1.0 }
    }
}

/// The number that begins at a token, with the scale behind it.
pub fn bare(words: &Words, at: usize) -> Option<Bare> {
    if words.is_number(at) {
        digits(words, at)
    } else if words.is_word(at) {
        word(words, at)
    } else {
        match words.raw(at) {
            "." => pointed(words, at),
            _ => vulgar(words, at),
        }
    }
}

/// `.08`: digits behind a point that ends nothing.
fn pointed(words: &Words, at: usize) -> Option<Bare> {
    let own =
        words.lang == Lang::En && (at == 0 || !words.glued(at) || !words.is_word(at - 1) && !words.is_number(at - 1));
    let raw = words.raw(at + 1);
    let plain = words.is_number(at + 1) && words.glued(at + 1) && raw.bytes().all(|b| b.is_ascii_digit());
    if !own || !plain || raw.len() > LONGEST_DIGITS {
        return None;
    }
    let value = format!("0.{raw}").parse().ok()?;
    Some(summed(words, at, value, at + 2, Form::Digits))
}

/// A value with the scales and smaller numbers behind it.
fn summed(words: &Words, start: usize, value: f64, end: usize, form: Form) -> Bare {
    let sum = sum(words, start, value, end);
    Bare { end: sum.end, value: sum.value, form, scale: sum.scale }
}

/// Longer runs of digits are no numbers that anybody means.
const LONGEST_DIGITS: usize = 40;

fn digits(words: &Words, at: usize) -> Option<Bare> {
    let raw = words.raw(at);
    if raw == "1"
        && let Some(share) = one_in(words, at)
    {
        return Some(share);
    }
    if raw.len() > LONGEST_DIGITS {
        return None;
    }
    let next = words.raw(at + 1);
    if next == ":" && words.glued(at + 1) && words.glued(at + 2) && words.is_number(at + 2) {
        let mut end = at + 3;
        while words.raw(end) == ":" && words.glued(end) && words.is_number(end + 1) && words.glued(end + 1) {
            end += 2;
        }
        return Some(Bare::new(end, integer(raw)?, Form::Pair));
    }
    if let Some(end) = full_date(words, at) {
        return Some(Bare::new(end, integer(raw)?, Form::Dotted));
    }
    let Some(value) = decimal(raw, words.lang) else {
        return Some(Bare::new(at + 1, integer(raw)?, Form::Dotted));
    };
    if next == "." && words.glued(at + 1) {
        // a dot that ends no sentence makes an ordinal: `12. September`, `3. Platz`
        let dashed = words.glued(at + 2) && matches!(words.raw(at + 2), "-" | "–" | "—");
        let inside = at + 2 < words.sentence(at).end && !dashed;
        let bracketed = words.raw(at.wrapping_sub(1)) == "(" && words.raw(at + 2) == ")";
        if inside && raw.len() <= 3 && (bracketed || !words.raw(at + 2).starts_with(is_closing)) {
            return Some(Bare::new(at + 1, value, Form::Ordinal));
        }
    }
    if words.lang == Lang::En && words.glued(at + 1) && matches!(words.folded(at + 1), "st" | "nd" | "rd" | "th") {
        return Some(Bare::new(at + 2, value, Form::Ordinal));
    }
    if let Some(end) = timely(words, at) {
        return Some(Bare::new(end, value, Form::Timely));
    }
    let factor = |at: usize| matches!(words.folded(at), "mal" | "fach" | "fache" | "fachen" | "faches" | "facher");
    if words.glued(at + 1) && factor(at + 1) || words.joins(at + 1) && factor(at + 2) {
        let end = if words.joins(at + 1) { at + 3 } else { at + 2 };
        return Some(Bare::new(end, value, Form::Multiple));
    }
    let (mut value, mut end) = spaced_groups(words, at).unwrap_or((value, at + 1));
    if let Some(part) = fraction_mark(words.raw(end)) {
        value += part;
        end += 1;
    } else if let Some((part, below)) = slashed(words, end).filter(|_| !words.glued(end) && value.fract() == 0.0) {
        // `3 1/2`
        value += part;
        end = below;
    } else if let Some((part, end)) = slashed(words, at) {
        return Some(Bare::new(end, part, Form::Fraction));
    } else if next == "/" && words.glued(at + 1) && words.glued(at + 2) && words.is_number(at + 2) && raw.len() <= 2 {
        return None;
    }
    // `2 Drittel`
    if let Some((share, end)) = part(words, end).filter(|_| value.fract() == 0.0 && words.lang == Lang::De) {
        return Some(Bare::new(end, value / (1.0 / share).round(), Form::Fraction));
    }
    Some(times(words, value, end).unwrap_or_else(|| summed(words, at, value, end, Form::Digits)))
}

/// `1/2`, `3/4`: a share in digits.
fn slashed(words: &Words, at: usize) -> Option<(f64, usize)> {
    let part = |at: usize| words.is_number(at) && words.raw(at).len() <= 3;
    let joined = words.raw(at + 1) == "/" && words.glued(at + 1) && words.glued(at + 2);
    if !joined || !part(at) || !part(at + 2) || words.raw(at).len() > 2 {
        return None;
    }
    let (above, below) = (decimal(words.raw(at), words.lang)?, decimal(words.raw(at + 2), words.lang)?);
    (above > 0.0 && above < below && below <= 100.0).then_some((above / below, at + 3))
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
    let mut end = (at + 1..).find(|at| !group(at))?;
    // most numbers have no second group
    if end == at + 1 && !words.is_number(end) {
        return None;
    }
    let mut digits: String = (at..end).map(|at| words.raw(at)).collect();
    // `1 234,50`: the last group has the decimals
    let point = if words.lang == Lang::De { ',' } else { '.' };
    let last = words.raw(end).split_once(point).filter(|_| words.is_number(end) && !words.glued(end));
    if let Some((whole, part)) = last.filter(|(whole, part)| whole.len() == 3 && part.len() != 3) {
        digits.extend([whole, ".", part]);
        end += 1;
    }
    (end > at + 1).then(|| digits.parse().ok().map(|value| (value, end))).flatten()
}

fn vulgar(words: &Words, at: usize) -> Option<Bare> {
    let value = fraction_mark(words.raw(at))?;
    Some(summed(words, at, value, at + 1, Form::Fraction))
}

/// A number written as words. English ones run over several words, German ones over a number and a scale.
fn word(words: &Words, at: usize) -> Option<Bare> {
    if !words.may_be_number(at) && !words.lists.numbers.may_hold(words.held(at)) {
        return None;
    }
    if let Some(share) = one_in(words, at) {
        return Some(share);
    }
    let known = listed(words, at);
    let alone = matches!(known, Some((_, "part" | "indefinite"))) && !may_be_counted(words, at + 1);
    if alone || !words.may_be_number(at) {
        return None;
    }
    let word = words.folded(at);
    if let Some(end) = timely(words, at) {
        return Some(Bare::new(end, number_value(words, at), Form::Timely));
    }
    if let Some(value) = number_words::rank(word, words.lang) {
        return Some(Bare::new(at + 1, value, Form::Rank));
    }
    if words.lang == Lang::En && words.joins(at + 1) {
        let joined = format!("{word}-{}", words.folded(at + 2));
        if let Some(value) = number_words::rank(&joined, words.lang) {
            return Some(Bare::new(at + 3, value, Form::Rank));
        }
    }
    match known {
        // `eine Million`, `a dozen`
        Some((_, "scale" | "group")) => {
            let led = at > 0 && is_one(words, at - 1);
            let form = if !led && word.ends_with('s') { Form::Loose } else { Form::Word };
            return (led || form == Form::Loose).then(|| summed(words, at, 1.0, at, form));
        }
        Some((_, "thousand")) if words.lang == Lang::En => return Some(summed(words, at, 1.0, at, Form::Word)),
        Some((value, "loose")) => return Some(loose(words, at, value)),
        Some((value, "rest")) => return Some(Bare::new(at + 1, value, Form::Fraction)),
        Some((value, "fraction")) => return fraction(words, at, value),
        Some((_, "halving")) => return halved(words, at, 1.0),
        Some((value, "multiple")) => return Some(Bare::new(at + 1, value, Form::Multiple)),
        _ => {}
    }
    if let Some(value) = number_words::multiple(word, words.lang) {
        return Some(Bare::new(at + 1, value, Form::Multiple));
    }
    several(words, at)
        .or_else(|| cardinal(words, at, false).and_then(|(value, end)| times(words, value, end)))
        .or_else(|| cardinal(words, at, true).map(|(value, end)| summed(words, at, value, end, Form::Word)))
}

/// Whether an article may count what stands behind it: a scale, a share, a unit, or what a hyphen ties to it.
fn may_be_counted(words: &Words, at: usize) -> bool {
    let held = words.held(at);
    words.lists.numbers.may_hold(held) || words.lists.units.may_hold(held) || words.may_be_number(at) || words.joins(at)
}

/// `Hunderte`, `hundreds of thousands`.
fn loose(words: &Words, at: usize, value: f64) -> Bare {
    let of = matches!(words.folded(at + 1), "of" | "von");
    match listed(words, at + 2).filter(|_| of) {
        Some((factor, "loose" | "scale")) if factor > value => Bare::new(at + 3, value * factor, Form::Loose),
        _ => Bare::new(at + 1, value, Form::Loose),
    }
}

/// `three times as many`, `drei Mal so viel`: how many times as much, and not how often.
fn times(words: &Words, value: f64, end: usize) -> Option<Bare> {
    let compared = is_kind(words, end, "times") && is_kind(words, end + 1, "compared");
    compared.then(|| Bare::new(end + 1, value, Form::Multiple))
}

/// `zwei Drittel`, `one-third`, `three quarters of a million`, `fünf halbe`: so many parts of one.
fn several(words: &Words, at: usize) -> Option<Bare> {
    let (count, end) = counting(words, at).or_else(|| cardinal(words, at, false))?;
    let part_at = end + usize::from(words.joins(end));
    if is_kind(words, part_at, "halving") {
        return halved(words, part_at, count);
    }
    let (value, end) = part(words, part_at)?;
    // `one second`, `ein Viertel`: one part is for the reader of shares
    if count == 1.0 && part_at == end - 1 && !words.joins(part_at - 1) && words.lang == Lang::De {
        return None;
    }
    // exact: two times a third is two thirds
    let value = count / (1.0 / value).round();
    Some(share_of_scale(words, value, end).unwrap_or(Bare::new(end, value, Form::Fraction)))
}

/// The count before a part that begins like a number itself: `three twenty-firsts`.
fn counting(words: &Words, at: usize) -> Option<(f64, usize)> {
    let (value, _) = listed(words, at).filter(|(_, kind)| matches!(*kind, "part" | "one" | "teen"))?;
    Some((value, at + 1)).filter(|_| part(words, at + 1).is_some())
}

/// `halbe Million`, `halbes Prozent`, `fünf halbe Brötchen`: half of what follows. Half an hour is for the reader of times.
fn halved(words: &Words, at: usize, count: f64) -> Option<Bare> {
    let next = at + 1;
    let (value, scaled) = (0.5 * count, listed(words, next).is_some_and(|(_, kind)| matches!(kind, "scale" | "group")));
    let unit = words.phrase(&words.lists.units, next).is_some();
    let counted = count > 1.0 && words.is_capital(next);
    (scaled || unit || counted).then(|| summed(words, at, value, next, Form::Word))
}

/// `half a million`, `quarter million`, `three quarters of a billion`: a share of a scale is a number.
fn share_of_scale(words: &Words, value: f64, end: usize) -> Option<Bare> {
    let of = usize::from(words.folded(end) == "of" && is_one(words, end + 1) || words.joins(end));
    let one = of + usize::from(is_one(words, end + of));
    let scale = end + one;
    let (factor, _) = listed(words, scale).filter(|(_, kind)| matches!(*kind, "scale" | "group"))?;
    Some(Bare::new(scale + 1, value * factor, Form::Word))
}

/// `jeder dritte`, `one in eight`.
fn one_in(words: &Words, at: usize) -> Option<Bare> {
    let below = match words.lang {
        Lang::De if is_kind(words, at, "each") => {
            let next = words.folded(at + 1);
            let stem = next.trim_end_matches(['e', 'n', 'r', 's', 'm']);
            words
                .lists
                .ordinals
                .iter()
                .find(|(ordinal, _)| ordinal == stem && stem.len() < next.len())
                .map(|(_, value)| (*value, at + 2))
        }
        // `May 1 in 5 cities` is a date
        Lang::En
            if matches!(words.folded(at), "one" | "1")
                && words.folded(at + 1) == "in"
                && words.lists.times.get(words.before(at, 1)).is_none() =>
        {
            let next = at + 2 + usize::from(is_kind(words, at + 2, "each"));
            let below = bare(words, next).filter(|b| b.value > 1.0 && matches!(b.form, Form::Word | Form::Digits));
            below.filter(|_| words.grammar(next).is_none()).map(|b| (b.value, b.end))
        }
        _ => None,
    };
    below.map(|(below, end)| Bare::new(end, 1.0 / below, Form::Fraction))
}

/// `Hälfte`, `ein Drittel`, `half of`; English `third` and `second` need a number or article before them.
fn fraction(words: &Words, at: usize, value: f64) -> Option<Bare> {
    let next = at + 1;
    // `a decade and a half` has its number before
    if words.lang == Lang::En && words.before(at, 1) == "a" && at > 1 && is_kind(words, at - 2, "and") {
        return None;
    }
    if let Some(number) = share_of_scale(words, value, next) {
        return Some(number);
    }
    // `half a mile`
    let measured = |at: usize| words.phrase(&words.lists.units, at).is_some();
    if words.lang == Lang::En && value == 0.5 && is_one(words, next) && measured(next + 1) {
        return Some(Bare::new(next + 1, value, Form::Word));
    }
    // `half an hour`
    let hour = next + usize::from(is_one(words, next));
    if words.lang == Lang::En && value == 0.5 && matches!(words.lists.times.get(words.word(hour)), Some(("unit", _))) {
        return Some(Bare::new(hour, value, Form::Word));
    }
    // `ein gutes Drittel`
    let stem = words.before(at, 1).trim_end_matches(['e', 's', 'n', 'm']);
    let rounded = words.lang == Lang::De && at > 1 && words.lists.approximators.get(stem).is_some();
    let one = at > 0 && is_one(words, at - 1) || rounded && is_one(words, at - 2);
    let the = words.before(at, 1) != "a" && at > 0 && words.grammar(at - 1) == Some(Grammar::Article);
    // `Viertel` is a quarter of a town more often than of a cake: with a definite article a share has an owner behind it
    let owned = matches!(words.grammar(next), Some(Grammar::Article | Grammar::Preposition)) || words.is_capital(next);
    let fits = value == 0.5
        || listed(words, at).is_some_and(|(v, _)| v * 4.0 == 3.0)
        || one && (words.lang == Lang::De || words.folded(next) == "of" || !words.is_word(next) && value < 0.5)
        || the && owned && words.lang == Lang::De;
    let joined = words.joins(next) || at > 0 && words.joins(at - 1);
    (fits && !joined).then_some(Bare::new(next, value, Form::Fraction))
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
    if !word.as_bytes().windows(2).any(|pair| matches!(pair, b"ig" | b"ic")) {
        return None;
    }
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
