//! Ages of persons, in the forms that newsrooms write them.

use super::super::numbers::Form;
use super::Case;
use crate::lang::Lang;

/// Nobody is older.
const OLDEST: f64 = 120.0;
/// Bare numbers below this are counts rather than ages, unless a word says otherwise.
const GROWN: f64 = 10.0;

/// `(54)`, `, 54,`, `54 Jahre alt`, `im Alter von 12`, `39-Jähriger`, `Sie ist 83.`, `mit 16`, `Mitte 70`.
pub fn is_age(case: &Case<'_>) -> bool {
    let number = case.number;
    if !(0.0..=OLDEST).contains(&number.value) {
        return false;
    }
    if number.form == Form::Timely {
        return is_adjective(case);
    }
    let whole = number.value.fract() == 0.0 && number.value >= 1.0 && matches!(number.form, Form::Digits | Form::Word);
    whole && (is_told(case) || case.is_bare() && (is_apposed(case) || is_predicate(case) || is_stage(case)))
}

/// `39-Jähriger`, `21-year-old`; a small number is the length of a thing (`zweijährige Haft`).
fn is_adjective(case: &Case<'_>) -> bool {
    let last = case.words.folded(case.end() - 1);
    let person = case.words.is_capital(case.end() - 1) && case.end() - case.start() > 1;
    person || last == "old" || last.contains("jährig") && case.number.value >= 13.0
}

/// `aged 12`, `im Alter von 12`, `54 Jahre alt`, `ages 9 and 14`.
fn is_told(case: &Case<'_>) -> bool {
    let words = case.words;
    let of_age = matches!((case.before(2), case.before(1)), ("alter", "von") | ("age", "of"));
    let listed = matches!(case.before(1), "and" | "und" | ",") && matches!(case.before(3), "ages" | "aged");
    let old = case.number.noun.is_some_and(|noun| {
        matches!(words.folded(noun + 1), "alt" | "old" | "alte" | "alter")
            || words.folded(noun + 1) == "of" && words.folded(noun + 2) == "age"
    });
    matches!(case.before(1), "aged" | "ages" | "alter" | "age") || of_age || listed || old
}

/// Between brackets or commas behind a person: `Pflaume (54)`, `Jutting, mittlerweile 31, …`, `The envoy, 56, …`.
fn is_apposed(case: &Case<'_>) -> bool {
    let (words, start, end) = (case.words, case.start(), case.end());
    if !case.is_digits() {
        return false;
    }
    let since = usize::from(matches!(
        case.before(1),
        "mittlerweile" | "heute" | "damals" | "inzwischen" | "jetzt" | "now" | "then"
    ));
    let open = words.raw(start.wrapping_sub(1 + since));
    let close = words.raw(end);
    let who = start.wrapping_sub(2 + since);
    let person = match words.lang {
        Lang::De => words.is_capital(who),
        Lang::En => words.is_word(who) && (words.is_capital(who) || case.number.value >= GROWN),
    };
    let person = words.is_word(who) && person || open == "(" && matches!(words.raw(who), "." | "*");
    let next = matches!(case.after(0), "next" | "this" | "last") && open == ",";
    let enclosed =
        open == "(" && matches!(close, ")" | "," | ";") || open == "," && matches!(close, "," | "." | ";" | ")");
    person && (enclosed || next)
}

/// Behind a form of `sein`: `She was 15 and …`, `Sie ist jetzt 83.`, `49 bin ich`, `heuer 55 geworden`.
fn is_predicate(case: &Case<'_>) -> bool {
    let words = case.words;
    let copula = |word: &str| {
        matches!(
            word,
            "ist" | "war" | "wird" | "wurde" | "bin" | "bist" | "is" | "was" | "turned" | "turns" | "turning"
        )
    };
    let adverb = usize::from(
        case.is_digits()
            && !copula(case.before(1))
            && copula(case.before(2))
            && words.is_word(case.start() - 1)
            && !words.is_capital(case.start() - 1),
    );
    let who = case.start().wrapping_sub(2 + adverb);
    let person = words.is_capital(who)
        || words.lists.sources.has(words.word(who), "speaking")
        || matches!(words.folded(who), "who" | "der" | "die" | "ich");
    let turning = matches!(case.before(1 + adverb), "turned" | "turns" | "turning");
    let ends = !words.is_word(case.end())
        || matches!(case.after(0), "und" | "and" | "when" | "als" | "oder" | "or" | "on" | "in" | "this" | "next")
        || turning;
    let stands = copula(case.before(1 + adverb)) && person && ends && words.raw(case.end()) != ":";
    case.is_digits() && (stands || matches!(case.after(0), "bin" | "geworden"))
}

/// A stage of a life: `mit 16 ins Heim`, `At just 20, she …`, `died at 88`, `Mitte 70`.
fn is_stage(case: &Case<'_>) -> bool {
    let words = case.words;
    let only = usize::from(matches!(case.before(1), "just" | "only" | "nur" | "erst" | "schon"));
    if case.number.value < GROWN {
        return false;
    }
    let decade = matches!(case.before(1), "mitte" | "anfang" | "ende") && case.number.value % 10.0 == 0.0;
    let with = case.before(1 + only) == "mit"
        && case.is_digits()
        && !words.is_capital(case.end())
        && !matches!(words.raw(case.end()), "%" | "(" | ":");
    let at = case.before(1 + only) == "at" && (words.raw(case.end()) == "," || case.tells(case.back(2 + only), "life"));
    decade || with || at && case.is_digits()
}
