//! Numbers that tell which, not how many: models, laws, codes, addresses, telephone numbers, calibres.

use super::super::Approx;
use super::super::measures::currency_before;
use super::super::numbers::Form;
use super::super::words::Words;
use super::Case;
use super::time::{is_date, is_year};
use crate::lang::Lang;

/// Longest row of digit groups that is read as one code: telephone and book numbers.
const CHAIN: usize = 10;

/// `MiG-29`, `G7`, `152-mm-Granaten`, `Artikel 5`, `38 North`, `Leopard 2`, `Gartenweg 7–9`.
pub fn is_name(case: &Case<'_>) -> bool {
    let (start, end) = (case.start(), case.end());
    if case.setting.names.iter().any(|name| name.start <= start && end <= name.end) {
        return true;
    }
    match case.number.form {
        Form::Timely => return false,
        Form::Dotted if !is_date(case) => return true,
        Form::Ordinal => return case.after(1).ends_with("liga"),
        _ => {}
    }
    is_joined(case)
        || is_lettered(case)
        || is_compound(case)
        || is_code(case)
        || is_named_before(case)
        || is_address(case)
        || is_calibre(case)
        || after_name(case)
}

/// Glued to a word before it, or to a mark that codes have: `MiG-29`, `G7`, `#559`, `user_9`, `BA.4`.
fn is_joined(case: &Case<'_>) -> bool {
    let (words, start) = (case.words, case.start());
    let mark = words.raw(start.wrapping_sub(1));
    let hyphened = start >= 2 && words.joins(start - 1) && words.is_word(start - 2);
    let glued = words.glued(start) && words.is_word(start.wrapping_sub(1)) && currency_before(words, start) == start;
    let coded = matches!(mark, "#" | "_" | "@");
    let inner = words.glued(start)
        && words.glued(start.wrapping_sub(1))
        && matches!(mark, "/" | ".")
        && words.is_word(start.wrapping_sub(2));
    let path = words.glued(start) && mark == "/" && !words.is_number(start.wrapping_sub(2));
    // `«25»`: a title of its own
    let titled =
        matches!(mark, "«" | "„" | "“" | "\"" | "»") && matches!(words.raw(case.end()), "»" | "“" | "”" | "\"" | "«");
    hyphened || glued || coded || inner || path || titled
}

/// A letter glued behind: `5G`, `777X`, `14B Mill Lane`, `49ers`. Capitals that are units or scales as well (`4K`, `30C`)
/// count only where a name goes on behind them.
fn is_lettered(case: &Case<'_>) -> bool {
    let (words, end) = (case.words, case.end());
    let at = end + usize::from(words.joins(end));
    if !case.is_digits() || !words.is_word(at) || !words.glued(at) {
        return false;
    }
    let letters = words.raw(at);
    let alone = letters.len() == 1 && letters.starts_with(char::is_uppercase);
    let ambiguous = matches!(letters, "C" | "F" | "K" | "M" | "B" | "T" | "W" | "V");
    alone && (!ambiguous || words.is_capital(at + 1) || at > end) || letters == "ers"
}

/// `49-Euro-Ticket`, `Sechs-Parteien-Gespräche`, `122- und 152-mm-Granaten`, `737-800`; a length of time inside one stays
/// a time, and an English measure before its noun (`833-mile border`) is a claim.
fn is_compound(case: &Case<'_>) -> bool {
    let (words, end) = (case.words, case.end());
    let hangs = words.raw(end) == "-"
        && words.glued(end)
        && !words.glued(end + 1)
        && matches!(words.folded(end + 1), "und" | "oder" | "and" | "or" | "bis" | "to");
    let hyphen = words.raw(case.start() + 1) == "-" && words.joins(case.start() + 1);
    let typed = hyphen
        && case.plain().is_some_and(|raw| raw.len() >= 3)
        && case.number.high.is_some_and(|high| case.number.value >= high || high >= 100.0);
    if hangs || typed && case.number.unit.is_none() && !is_year(words, case.number) {
        return true;
    }
    if !words.joins(end) || !words.is_word(end + 1) || case.number.high.is_some() {
        return false;
    }
    let part = words.word(end + 1);
    let timely = matches!(words.lists.times.get(part), Some(("unit" | "clock", _)));
    let measured =
        words.lists.units.get(part).is_some() || matches!(part.text(), "time" | "year" | "page" | "seat" | "strong");
    !timely && (words.lang == Lang::De || !measured && words.is_capital(end + 1))
}

/// Post codes, telephone and book numbers, and other rows of digits.
fn is_code(case: &Case<'_>) -> bool {
    let (words, start, end) = (case.words, case.start(), case.end());
    let is_phone = |at: usize| {
        words.raw(at).len() > 1 && words.raw(at).starts_with('0') && words.raw(at).bytes().all(|b| b.is_ascii_digit())
    };
    let first = chain(words, start).last().unwrap_or(start);
    if chain(words, start).any(is_phone) || first < start && case.tells(first.wrapping_sub(1), "naming") {
        return true;
    }
    let international = words.raw(first.wrapping_sub(1)) == "+" && first < start
        || words.raw(start.wrapping_sub(1)) == "+" && words.glued(start) && words.is_number(end);
    // plain digits before a place: known, or behind the comma of an address
    let coded = case.plain().is_some_and(|raw| (4..=5).contains(&raw.len())) && case.number.approx == Approx::Exact;
    let place = words.is_capital(end)
        && (words.raw(start.wrapping_sub(1)) == "," || case.setting.names.iter().any(|name| name.start == end));
    let dialled = case.is_bare() && case.is_digits() && words.clause(start).any(|at| case.tells(at, "dial"));
    international || coded && place && !is_year(words, case.number) || dialled
}

/// The tokens of the row of digits, slashes and hyphens that ends with a token, backwards.
fn chain(words: &Words, at: usize) -> impl Iterator<Item = usize> + '_ {
    let mut last = at + 1;
    std::iter::from_fn(move || {
        let next = last.checked_sub(1)?;
        let glued = words.glued(next) || words.glued(next + 1);
        let goes_on = words.is_number(next)
            || words.raw(next) == "/"
            || matches!(words.raw(next), "-" | "–" | "(" | ")") && glued;
        last = next;
        goes_on.then_some(next)
    })
    .take(CHAIN)
}

/// A naming noun before the number, or before the row of numbers that it ends: `Artikel 5`, `Nr. 3`, `§§ 211, 212`,
/// `Linien 31 und 33`, `(B. 178)`.
fn is_named_before(case: &Case<'_>) -> bool {
    let words = case.words;
    let mut at = case.start();
    let joint = |at: usize| matches!(words.folded(at), "und" | "and" | "or" | "oder" | "," | "&" | "bis");
    let first = at.saturating_sub(2 * CHAIN);
    while at >= first + 2 && joint(at - 1) && words.is_number(at - 2) {
        at -= 2;
    }
    let dot = usize::from(matches!(words.raw(at.wrapping_sub(1)), "." | ":"));
    let named = at.wrapping_sub(1 + dot);
    let word = words.folded(named);
    // `Apt. 4C`: the letter is no unit here
    let lettered = case.words.raw(case.end()).len() == 1 && case.words.glued(case.end());
    let whole = case.tells(named, "naming") && (case.number.unit.is_none() || lettered);
    let part =
        word.len() > 5 && case.number.noun.is_none() && words.lists.figures.has_tail(words.word(named), "naming");
    let initial =
        dot == 1 && word.len() == 1 && words.is_capital(at.wrapping_sub(2)) && words.raw(at.wrapping_sub(1)) == ".";
    whole || part && case.number.unit.is_none() || initial && case.is_bare()
}

/// A street before the number, or one behind it with a letter: `Gartenweg 7–9`, `Speckstr. 24`, `Platz 1/2`.
fn is_address(case: &Case<'_>) -> bool {
    let dot = usize::from(case.words.raw(case.start().wrapping_sub(1)) == ".");
    let street = case.words.lists.figures.has_tail(case.words.word(case.back(1 + dot)), "street");
    street && case.words.is_capital(case.start().wrapping_sub(1 + dot)) && case.number.unit.is_none()
}

/// A calibre in brackets tells which gun: `Panzer (100 bis 150 mm)`.
fn is_calibre(case: &Case<'_>) -> bool {
    matches!(case.number.unit, Some(("mm", _))) && case.words.raw(case.number.measured.end) == ")"
}

/// `Apollo 11`, `Leopard 2`: digits right behind a capital word inside its sentence, with nothing counted. What looks
/// like a year is one.
fn after_name(case: &Case<'_>) -> bool {
    let (words, start) = (case.words, case.start());
    let whole = case.is_digits() && case.number.value.fract() == 0.0 && case.number.approx == Approx::Exact;
    if !whole || !case.is_bare() || start == 0 || is_year(words, case.number) {
        return false;
    }
    let capital = words.is_word(start - 1) && words.is_capital(start - 1) && words.grammar(start - 1).is_none();
    capital && words.lists.times.get(words.word(start - 1)).is_none()
}
