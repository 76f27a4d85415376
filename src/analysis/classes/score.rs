//! Results, and in a sports report what is counted in a match.

use super::super::numbers::Form;
use super::Case;
use crate::lang::Lang;

/// Larger numbers are attendances and sums of money, in sport too.
const HIGHEST: f64 = 200.0;
/// Games of a set of tennis end here.
const GAMES: f64 = 7.0;

/// `3:1`, `6-2`, and in a sports report what is counted in a match.
pub fn is_score(case: &Case<'_>) -> bool {
    if case.number.form == Form::Pair || is_result(case) {
        return true;
    }
    let number = case.number;
    if !case.setting.sport || number.unit.is_some_and(|(_, dimension)| dimension == "money") {
        return false;
    }
    if number.unit.is_some_and(|(_, dimension)| dimension == "length")
        || matches!(number.form, Form::Multiple | Form::Rank)
    {
        return true;
    }
    let compound = |noun| case.words.lists.figures.has_tail(case.words.word(noun), "score");
    let counted = case.tells(case.end(), "score")
        || number.noun.is_some_and(|noun| case.tells(noun, "score") || case.words.lang == Lang::De && compound(noun));
    let small = number.value < HIGHEST;
    let range = number.high.is_some() && small;
    let bare =
        number.unit.is_none() && number.noun.is_none() && small && matches!(number.form, Form::Digits | Form::Word);
    let share = case.after(0) == "%" || matches!(number.unit, Some(("percent", _)));
    let ball = share && case.words.clause(case.start()).any(|at| case.tells(at, "score"));
    let placed = case.tells(case.back(1), "place") || case.before(1) == "no";
    counted || range || bare || ball || placed
}

/// `6-2`, `21-14`, `3-6`: two whole numbers joined by a hyphen that count nothing: the first as large as the second at
/// least, or both small enough for a set of tennis.
fn is_result(case: &Case<'_>) -> bool {
    let number = case.number;
    let joined = case.words.joins(case.start() + 1) && number.tokens.len() == 3;
    let Some(high) = number.high.filter(|_| joined && number.unit.is_none() && number.noun.is_none()) else {
        return false;
    };
    number.value < HIGHEST && high <= number.value || high <= GAMES
}
