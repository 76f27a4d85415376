//! What a number measures: its unit or counted noun, the currency before it, and the words that say how exact it is.
//! Only looks; the numbers themselves are read in [`super::numbers`].

use super::Approx;
use super::cardinals::{is_kind, listed};
use super::digits::scaled;
use super::numbers::{Form, Number};
use super::values::bare;
use super::words::Words;
use crate::lang::Lang;
use crate::lang::grammar::Grammar;
use crate::lang::lists::{ADJECTIVE, fold};

/// So many tokens a currency has before a number at most: `Fr.`, `HK$`, `US-$`.
const CURRENCY: usize = 3;

/// Looks for the unit or the counted noun, before and behind.
pub fn measure(words: &Words, number: &mut Number) {
    let first = currency_before(words, number.tokens.start);
    let end = number.tokens.end;
    if first < number.tokens.start {
        number.unit = words.phrase(&words.lists.units, first).map(|(_, unit)| unit);
        number.measured.start = first;
        return;
    }
    // `millions of dollars`: a loose plural has its money behind a preposition
    let gap = usize::from(words.joins(end) || number.form == Form::Loose && matches!(words.folded(end), "of" | "von"));
    // `20.– Franken`, `100,- €`
    let round = matches!(words.raw(end), "." | ",")
        && words.glued(end)
        && matches!(words.raw(end + 1), "-" | "–" | "—")
        && words.glued(end + 1);
    let gap = if round { 2 } else { gap };
    if let Some((len, unit)) = words.phrase(&words.lists.units, end + gap)
        && (len > 1 || unit_fits(words, end + gap))
    {
        number.unit = Some(unit);
        // `Fr.` keeps its dot outside
        number.measured.end = end + gap + len;
        if unit.1 == "money" {
            add_coins(words, number);
        }
        return;
    }
    number.noun = counted(words, end, number.form == Form::Fraction);
    if let Some(noun) = number.noun {
        number.measured.end = noun + 1;
    }
}

/// Short English unit names are words as well (`in`, `a`), so they must be glued to their number. One letter is a unit
/// only in its own case: `5 g`, but `5G`; `30C`.
fn unit_fits(words: &Words, at: usize) -> bool {
    let raw = words.raw(at);
    if !words.is_word(at) || raw.len() > 2 {
        return true;
    }
    let own_case = raw.len() > 1 || raw.starts_with(char::is_lowercase) || matches!(raw, "C" | "F" | "K");
    let known = matches!(words.folded(at), "km" | "kg" | "mm" | "cm" | "ft" | "lb" | "hp" | "kw" | "mw" | "gw");
    let apart = words.lang == Lang::De && raw != "a" || known;
    own_case && (words.glued(at) || apart)
}

/// The noun that is counted: behind adjectives, and in a share behind its article.
pub fn counted(words: &Words, from: usize, share: bool) -> Option<usize> {
    let mut at = from;
    let sentence_end = if words.is_empty() { 0 } else { words.sentence(from).end };
    if share && matches!(words.folded(at), "of" | "von" | "der" | "des") {
        at += 1;
        at += usize::from(words.grammar(at) == Some(Grammar::Article));
    }
    for at in at..(at + 5).min(sentence_end) {
        if !words.is_word(at) {
            return None;
        }
        match words.lang {
            Lang::De if words.is_capital(at) && !is_name_part(words, at) => return Some(at),
            Lang::De if !is_adjective(words, at) => return None,
            Lang::En if words.grammar(at).is_some() => return None,
            Lang::En if is_plural(words.folded(at)) => return Some(at),
            _ => {}
        }
    }
    None
}

/// German adjectives before a noun end in a case ending; function words do too, and are none.
fn is_adjective(words: &Words, at: usize) -> bool {
    let word = words.folded(at);
    let ends = ADJECTIVE.iter().any(|end| word.ends_with(end));
    ends && word.len() > 3
        && !words.is_capital(at)
        && !matches!(words.grammar(at), Some(class) if class != Grammar::Adverb)
}

fn is_plural(word: &str) -> bool {
    word.ends_with('s') && !word.ends_with("ss") && word.len() > 2
        || matches!(word, "people" | "men" | "women" | "children" | "police" | "staff")
}

/// A capital word inside a compound or before an apostrophe is still a noun; single letters are not.
fn is_name_part(words: &Words, at: usize) -> bool {
    words.raw(at).chars().count() < 2
}

/// Where the number with its currency sign before it begins: `$5`, `Fr. 20.-`, `US$ 1MM`; else `at`.
pub fn currency_before(words: &Words, at: usize) -> usize {
    let sign = |from: usize, back: usize| {
        let named = words.phrase(&words.lists.units, from);
        let code = (from..at).all(|i| !words.is_word(i) || words.raw(i).chars().all(char::is_uppercase));
        named.is_some_and(|(len, (unit, dimension))| {
            len == back && dimension == "money" && (code && words.raw(at - 1) != "C" || unit == "CHF" && back <= 2)
        })
    };
    (1..=CURRENCY)
        .rev()
        .filter_map(|back| Some((at.checked_sub(back)?, back)))
        .find(|&(from, back)| sign(from, back))
        .map_or(at, |(from, _)| from)
}

/// `zwei Euro fünfzig`, `thirteen dollars and five cents`: the coins behind a whole sum of money.
fn add_coins(words: &Words, number: &mut Number) {
    let is_coin = |unit: &str| unit == "cent" || unit.contains('-');
    let end = number.measured.end;
    if let Some((scale, "scale")) = listed(words, end).filter(|_| words.raw(end - 1).chars().all(char::is_uppercase)) {
        // `75 EUR Millionen`, as tables have it
        number.value = scaled(number.value, scale);
        number.high = number.high.map(|high| scaled(high, scale));
        number.measured.end += 1;
        return;
    }
    let whole =
        number.value.fract() == 0.0 && number.high.is_none() && matches!(number.form, Form::Digits | Form::Word);
    if !whole || number.unit.is_none_or(|(unit, _)| is_coin(unit)) {
        return;
    }
    let and = is_kind(words, end, "and");
    let at = end + usize::from(and);
    let Some((coins, next)) =
        bare(words, at).filter(|b| matches!(b.form, Form::Digits | Form::Word)).map(|b| (b.value, b.end))
    else {
        return;
    };
    let named = words.phrase(&words.lists.units, next).filter(|(_, (_, dimension))| *dimension == "money");
    let behind = match named {
        Some((len, (unit, _))) if is_coin(unit) => Some(len),
        // `40 chf 70` are two sums: coins without a name stand behind a spelled currency
        None if !and
            && coins >= 10.0
            && number.unit.is_some_and(|(unit, _)| fold(unit) != words.folded(end - 1))
            && (!words.is_word(next) || words.grammar(next).is_some())
            && !words.glued(next + 1) =>
        {
            Some(0)
        }
        _ => None,
    };
    if let Some(len) = behind.filter(|_| (1.0..100.0).contains(&coins) && coins.fract() == 0.0) {
        number.value = format!("{}.{coins:02}", number.value).parse().unwrap_or(number.value);
        number.measured.end = next + len;
    }
}

/// A minus sign, and not a dash or hyphen.
pub fn is_minus(words: &Words, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    match words.raw(before) {
        "-" | "−" | "–" => words.glued(at) && !words.glued(before) && !words.is_word(at),
        _ => is_kind(words, before, "minus"),
    }
}

/// How exact the number is, by the words before it, and at which token these begin; an article may stand between (`mehr
/// als die Hälfte`).
pub fn approx(words: &Words, at: usize, is_range: bool) -> (Approx, Option<usize>) {
    let at = if words.grammar(at.wrapping_sub(1)) == Some(Grammar::Article) { at - 1 } else { at };
    let found = (1..=3).rev().filter_map(|back| Some((back, at.checked_sub(back)?))).find_map(|(back, from)| {
        let (len, meaning) = words.phrase(&words.lists.approximators, from)?;
        (len == back).then_some((from, meaning))
    });
    let meaning = match found.map(|(_, meaning)| meaning) {
        Some("about") => Approx::About,
        Some("at-least") => Approx::AtLeast,
        Some("at-most") => Approx::AtMost,
        Some("more-than") => Approx::MoreThan,
        Some("less-than") => Approx::LessThan,
        _ => Approx::Exact,
    };
    let modifier = found.filter(|_| meaning != Approx::Exact).map(|(from, _)| from);
    (if is_range { Approx::Between } else { meaning }, modifier)
}
