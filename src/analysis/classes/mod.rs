//! What a number counts (FIGURES.md §1): part of a name, a time, an age, a score, a place in an order, a figure of
//! speech, furniture, or a claim about the world. Asked in this order, since each answer rules out the next; the
//! questions that take many words have a file each.

mod age;
mod name;
mod rank;
mod score;
mod time;

use std::ops::Range;

use super::numbers::{Form, Number};
use super::words::Words;
use super::{Approx, Class};
use crate::lang::grammar::Grammar;
use crate::text::ZoneKind;

pub use time::is_year;

/// What the class of a number depends on beside its own words.
pub struct Setting<'a> {
    pub words: &'a Words,
    pub zone: ZoneKind,
    /// The article is about a competition: small numbers are scores.
    pub sport: bool,
    /// Tokens of names that are known (`38 North`, `MiG-29`).
    pub names: &'a [Range<usize>],
}

/// Numbers up to this are words of prose rather than counts, by FIGURES.md.
const SMALL: f64 = 12.0;

/// Most tokens of a block that is nothing but a counter.
const COUNTER: usize = 8;

/// The class of a number.
pub fn class(number: &Number, setting: &Setting<'_>) -> Class {
    let case = Case { words: setting.words, number, setting };
    let is = |found: bool, class: Class| found.then_some(class);
    is(is_furniture(&case), Class::Furniture)
        .or_else(|| is(rank::is_ranked(&case), Class::Claim))
        .or_else(|| is(name::is_name(&case), Class::Name))
        .or_else(|| is(age::is_age(&case), Class::Age))
        .or_else(|| is(time::is_time(&case), Class::Time))
        .or_else(|| is(score::is_score(&case), Class::Score))
        .or_else(|| is(number.form == Form::Ordinal, Class::Ordinal))
        .unwrap_or_else(|| if is_claim(setting.words, number) { Class::Claim } else { Class::Filler })
}

/// A number and the words around it.
struct Case<'a> {
    words: &'a Words,
    number: &'a Number,
    setting: &'a Setting<'a>,
}

impl Case<'_> {
    fn start(&self) -> usize {
        self.number.tokens.start
    }

    fn end(&self) -> usize {
        self.number.tokens.end
    }

    /// The folded word so many tokens before the number; 1 is right before.
    fn before(&self, back: usize) -> &str {
        self.words.folded(self.back(back))
    }

    /// The folded word so many tokens behind the number; 0 is right behind.
    fn after(&self, on: usize) -> &str {
        self.words.folded(self.end() + on)
    }

    /// The digits of the number's first token, where it is nothing but digits.
    fn plain(&self) -> Option<&str> {
        let raw = self.words.raw(self.start());
        (self.words.is_number(self.start()) && raw.bytes().all(|b| b.is_ascii_digit())).then_some(raw)
    }

    /// Nothing is measured or counted, and it is no range.
    fn is_bare(&self) -> bool {
        self.number.unit.is_none() && self.number.noun.is_none() && self.number.high.is_none()
    }

    fn is_digits(&self) -> bool {
        self.number.form == Form::Digits
    }

    /// The token so many before the number; 1 is right before.
    fn back(&self, back: usize) -> usize {
        self.start().wrapping_sub(back)
    }

    /// Whether a token stands in the list of words around figures with this meaning.
    fn tells(&self, at: usize, meaning: &'static str) -> bool {
        self.words.lists.figures.has(self.words.word(at), meaning)
    }

    /// What the list of times holds of a token.
    fn time(&self, at: usize) -> Option<&'static str> {
        self.words.lists.times.get(self.words.word(at)).map(|(kind, _)| kind)
    }
}

fn is_furniture(case: &Case<'_>) -> bool {
    let words = case.words;
    let at_start = case.start() == 0 || case.start() == 1 && words.raw(0) == "(";
    let listed = at_start && matches!(words.raw(case.end()), "." | ")") && case.number.value.fract() == 0.0;
    let price = case.number.unit.is_some_and(|(_, dimension)| dimension == "money")
        && matches!(case.setting.zone, ZoneKind::Heading | ZoneKind::ListItem | ZoneKind::Title)
        && words.raw(case.number.measured.start.wrapping_sub(1)) == "(";
    // nobody writes a quantity of a trillion and more without a mark
    let serial = case.plain().is_some_and(|raw| raw.len() > 11);
    let zone = matches!(
        case.setting.zone,
        ZoneKind::Boilerplate | ZoneKind::Byline | ZoneKind::Agency | ZoneKind::FrontMatter
    );
    zone || price || serial || is_counter(case) || listed && case.is_digits() && case.end() + 1 < words.len()
}

/// `1 von 4`, `Bild 3/12`: the whole block is a counter.
fn is_counter(case: &Case<'_>) -> bool {
    let words = case.words;
    let joint = |at: usize| matches!(words.folded(at), "von" | "of" | "/");
    let label = |at: usize| matches!(words.folded(at), "bild" | "foto" | "artikel" | "photo");
    words.len() <= COUNTER
        && (0..words.len()).all(|at| !words.is_word(at) || joint(at) || label(at))
        && (0..words.len()).any(joint)
}

/// Claim or filler: what is measured or large is a claim; a small count is one where lives, votes or shares are at
/// stake, or where a modifier or a verb of counting makes it the point.
fn is_claim(words: &Words, number: &Number) -> bool {
    let (start, end) = (number.tokens.start, number.measured.end);
    let money = number.unit.is_some_and(|(_, dimension)| dimension == "money");
    match number.form {
        Form::Rank => return true,
        Form::Loose => return money || stakes(words, number),
        Form::Multiple => {
            let compared = matches!(words.folded(number.tokens.end), "so" | "as" | "the" | "wie" | "mehr" | "more")
                || words.is_capital(start) && start > 0 && words.before(start, 1) == "das";
            return compared || number.value > 3.0 && words.folded(start).ends_with("mal");
        }
        Form::Fraction => {
            return !matches!(
                words.before(start, 1),
                "ersten" | "zweiten" | "erste" | "zweite" | "first" | "second" | "letzten"
            );
        }
        _ => {}
    }
    if number.unit.is_some() {
        return number.value != 0.0 || number.form == Form::Digits;
    }
    if number.value > SMALL {
        return true;
    }
    let pointed = number.approx != Approx::Exact
        && !matches!(words.before(start, 1), "unter" | "ab" | "gegen" | "under" | "over" | "über" | "around")
        || words.lists.approximators.get(words.word(start.wrapping_sub(1))) == Some("exact");
    let share = matches!(words.folded(end), "von" | "of" | "der") && words.is_number_word(end + 1)
        || words.grammar(end) == Some(Grammar::Article) && words.is_number(end + 1)
        || number.noun.is_none() && matches!(words.folded(number.tokens.end), "von" | "of" | "davon" | "darunter");
    let counting = matches!(words.before(start, 1), "auf" | "to" | "um" | "by")
        && words.sentence(start).any(|at| words.lists.figures.has(words.word(at), "count"));
    let rate = matches!(words.folded(end), "pro" | "per" | "je")
        || matches!(words.lists.times.get(words.word(start.wrapping_sub(1))), Some(("set", _)));
    number.value > 0.0 && (pointed || share || counting || rate || stakes(words, number))
}

/// Casualties, arrests, cases and votes: said by the counted noun, or by a verb in the same clause.
fn stakes(words: &Words, number: &Number) -> bool {
    let figures = &words.lists.figures;
    let noun = number.noun.unwrap_or(number.tokens.end);
    let at_stake = ["casualty", "vote"].iter().any(|kind| figures.has(words.word(noun), kind));
    if at_stake || words.folded(noun).ends_with("stimmen") {
        return true;
    }
    // what is at stake in a sentence is at stake in its parts: `darunter zwei Kinder`, `including two of them`
    let mut clause = words.clause(number.tokens.start);
    if matches!(words.folded(clause.start), "darunter" | "davon" | "including" | "among") {
        clause = words.sentence(number.tokens.start);
    }
    clause.clone().any(|at| !words.is_capital(at) && words.lists.figures.has(words.word(at), "casualty"))
        && number.noun.is_none_or(|n| clause.contains(&n))
}
