//! What a number measures: its unit or counted noun, the currency before it, and the words that say how exact it is.
//! Only looks; the numbers themselves are read in [`super::numbers`].

use super::Approx;
use super::numbers::{Form, Number};
use super::words::Words;
use crate::lang::Lang;

/// Looks for the unit or the counted noun, before and behind.
pub fn measure(words: &Words, number: &mut Number) {
    let first = currency_before(words, number.tokens.start);
    let end = number.tokens.end;
    if first < number.tokens.start {
        number.unit = words.lists.units.get(words.folded(first));
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
    if let Some((len, unit)) = words.lists.units.longest(words.from(end + gap))
        && unit_fits(words, end + gap)
    {
        number.unit = Some(unit);
        // `Fr.` keeps its dot outside; `km/h` was cut into three tokens
        number.measured.end = end + gap + len;
        if words.raw(number.measured.end) == "/" && words.folded(number.measured.end + 1) == "h" {
            number.unit = words.lists.units.get("km/h");
            number.measured.end += 2;
        }
        return;
    }
    if let Some(degree) = words.raw(end).strip_prefix('°') {
        let letter = if degree.is_empty() { words.folded(end + 1) } else { degree };
        number.unit = words.lists.units.get(&format!("°{}", if matches!(letter, "c" | "f") { letter } else { "" }));
        number.measured.end = end + 1 + usize::from(matches!(letter, "c" | "f"));
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
        at += usize::from(words.grammar(at) == Some("article"));
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
    let ends = ["e", "en", "er", "es", "em"].iter().any(|end| word.ends_with(end));
    ends && word.len() > 3 && !words.is_capital(at) && !matches!(words.grammar(at), Some(class) if class != "adverb")
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
    let is_money = |i: usize| words.lists.units.get(words.folded(i)).is_some_and(|(_, dimension)| dimension == "money");
    let sign = |i: usize| {
        is_money(i)
            && words.raw(i) != "C"
            && (!words.is_word(i) || words.raw(i).chars().all(char::is_uppercase) || words.folded(i) == "fr")
    };
    match at {
        0 => at,
        _ if sign(at - 1) => {
            let us = at >= 2 && words.glued(at - 1) && matches!(words.folded(at - 2), "us" | "u.s" | "a" | "c");
            at - 1 - usize::from(us)
        }
        _ if at >= 2 && words.raw(at - 1) == "." && words.folded(at - 2) == "fr" => at - 2,
        _ => at,
    }
}

/// A minus sign, and not a dash or hyphen.
pub fn is_minus(words: &Words, at: usize) -> bool {
    match words.before(at, 1) {
        "minus" => true,
        "-" | "−" | "–" => words.glued(at) && at >= 1 && !words.glued(at - 1) && words.is_number(at),
        _ => false,
    }
}

/// How exact the number is, by the words before it, and at which token these begin; an article may stand between (`mehr
/// als die Hälfte`).
pub fn approx(words: &Words, at: usize, is_range: bool) -> (Approx, Option<usize>) {
    let at = if words.grammar(at.wrapping_sub(1)) == Some("article") { at - 1 } else { at };
    let found = (1..=3).rev().filter_map(|back| Some((back, at.checked_sub(back)?))).find_map(|(back, from)| {
        let (len, meaning) = words.lists.approximators.longest(words.from(from))?;
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
