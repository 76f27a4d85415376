//! Which of several things an ordinary word names, told by what else the paragraph speaks of: `Golf` is a car beside
//! `Motor`, a sport beside `Turnier`. It must not guess: where no word tells, it is none of them.

use super::names::{NameMatch, Names};
use super::tokens::is_joint;
use super::words::Words;

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

/// What the ordinary word at a token names.
pub fn sense(words: &Words, at: usize, names: &dyn Names) -> Sense {
    let next = at + 1 + usize::from(is_joint(&words.text, &words.tokens, at + 1));
    let begin = [at, next].map(|at| words.name(at).text());
    let mut senses = names.senses(begin, &words.text, &words.tokens[at..], words.lang);
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
