//! Known names at a token, and which of several things one names that is an ordinary word: told by a word that speaks of
//! places (`in Essen`), or by what else the paragraph speaks of: `Golf` is a car beside `Motor`, a sport beside `Turnier`.
//! It must not guess: where no word tells, it is none of them.

use super::MentionType;
use super::names::{Form, NameMatch, Names};
use super::tokens::is_joint;
use super::words::Words;
use crate::lang::grammar::Grammar;
use crate::lang::people::People;

/// What a word may name.
pub enum Sense {
    /// Nothing.
    None,
    /// Something, but here it is an ordinary word.
    Ordinary,
    /// One of several things, and nothing here tells which.
    Untold,
    Told(NameMatch),
}

/// The longest known name that begins at a token, and what it names; of an ordinary word, only what other words tell.
pub fn known_name(words: &Words, at: usize, names: &dyn Names) -> Sense {
    match longest_name(words, at, names) {
        None => Sense::None,
        Some(name) if !name.ordinary => Sense::Told(name),
        Some(name) if name.kind == MentionType::Place && tells_of_place(words, at, names) => Sense::Told(name),
        Some(_) => match sense(words, at, names) {
            Sense::None => Sense::Ordinary,
            sense => sense,
        },
    }
}

/// The longest name that begins at a token, if there is but one thing that it names here.
pub fn told_name(words: &Words, at: usize, names: &dyn Names) -> Option<NameMatch> {
    match known_name(words, at, names) {
        Sense::Told(name) => Some(name),
        _ => None,
    }
}

fn longest_name(words: &Words, at: usize, names: &dyn Names) -> Option<NameMatch> {
    let first = words.name(at).text();
    if !names.may_begin(first, words.is_capital(at)) {
        return None;
    }
    names.longest(begin(words, at), &words.text, &words.tokens[at..], words.lang)
}

/// The word at a token and the next, as names are asked for.
fn begin(words: &Words, at: usize) -> [&str; 2] {
    let next = at + 1 + usize::from(is_joint(&words.text, &words.tokens, at + 1));
    [at, next].map(|at| words.name(at).text())
}

/// Whether the word before tells that a place is named here: `in Essen`, `die Stadt Essen`, but not `im Essen`. Of several
/// places, the word before the first tells it of all: `in Köln, Essen und Halle`.
fn tells_of_place(words: &Words, at: usize, names: &dyn Names) -> bool {
    let people = People::of(words.lang);
    let listed = |at: usize| words.raw(at) == "," || words.grammar(at) == Some(Grammar::Conjunction);
    let is_place = |at: usize| {
        let name = longest_name(words, at, names).filter(|name| name.tokens == 1 && name.form != Form::Adjective);
        name.is_some_and(|name| name.kind == MentionType::Place)
    };
    let places = (0..LISTED).map_while(|before| at.checked_sub(2 * before));
    for first in places {
        if first > 0 && !words.glued(first) && people.is(words.word(first - 1), "place") {
            return true;
        }
        if first < 2 || !listed(first - 1) || !is_place(first - 2) {
            break;
        }
    }
    false
}

/// What the ordinary word at a token names.
fn sense(words: &Words, at: usize, names: &dyn Names) -> Sense {
    let mut senses = names.senses(begin(words, at), &words.text, &words.tokens[at..], words.lang);
    if senses.is_empty() {
        return Sense::None;
    }
    let told = |context: &[String]| context.iter().filter(|word| stands_near(words, at, word)).count();
    let counts: Vec<usize> = senses.iter().map(|(_, context)| told(context)).collect();
    let most = counts.iter().copied().max().unwrap_or(0);
    let mut best = (0..senses.len()).filter(|&sense| counts[sense] == most);
    match (best.next(), best.next()) {
        (Some(sense), None) if most > 0 => Sense::Told(senses.swap_remove(sense).0),
        _ => Sense::Untold,
    }
}

/// Whether a folded word, or a compound or form of it, stands in the paragraph, apart from a token.
fn stands_near(words: &Words, at: usize, word: &str) -> bool {
    let mut others = (0..words.len()).filter(|&other| other != at && words.is_word(other));
    // short words stand inside others by chance
    let short = word.chars().count() < SHORT;
    others.any(|other| if short { words.folded(other) == word } else { words.folded(other).contains(word) })
}

/// In letters.
const SHORT: usize = 5;

/// So many places are named behind one word that tells of places.
const LISTED: usize = 8;
