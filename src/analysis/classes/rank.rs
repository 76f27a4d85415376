//! Numbered ranks, which could be looked up: `auf Platz 45`, `an 12. Stelle`, `ranks 45th`.

use super::super::numbers::Form;
use super::Case;

/// So far before its number stands a verb of ranking: `ranks only 45th`.
const VERB: usize = 2;

/// A place in a ranking other than that of a competition.
pub fn is_ranked(case: &Case<'_>) -> bool {
    if case.setting.sport || !case.number.value.is_normal() || case.number.unit.is_some() {
        return false;
    }
    let ordinal = case.number.form == Form::Ordinal;
    // `Berliner Platz 3` is an address, and a `Rang 7` at the head of a sentence the seat in a theatre
    let placed = case.tells(case.back(1), "place")
        && case.start().checked_sub(2).is_some_and(|at| case.words.is_word(at) && !case.words.is_capital(at));
    let stands = ordinal && case.tells(case.end(), "place");
    let ranked = (1..=VERB).any(|back| case.tells(case.back(back), "ranking"));
    placed || stands || ranked && (ordinal || case.tells(case.back(1), "naming"))
}
