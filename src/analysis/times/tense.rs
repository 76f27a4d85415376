//! Whether past or future is told of where a time expression stands: what decides which Friday `am Freitag` is.

use std::ops::Range;

use super::role_of;
use crate::analysis::words::Words;
use crate::lang::Lang;

/// Whether the clause at a token tells of the past; where it has no verb that tells, its sentence, but for the verbs of
/// saying there: they tell when it was said.
pub fn is_past(words: &Words, at: usize) -> bool {
    tense(words, words.clause(at), true).or_else(|| tense(words, words.sentence(at), false)).unwrap_or(false)
}

/// What the verbs of a stretch tell: past (`true`), future, or nothing.
fn tense(words: &Words, mut range: Range<usize>, saying: bool) -> Option<bool> {
    let mut ahead = false;
    let past = range.any(|at| {
        let word = words.folded(at);
        if words.is_capital(at) && at != words.sentence(at).start || !saying && words.lists.sayings.get(word).is_some()
        {
            return false;
        }
        ahead |= role_of(words, word, "ahead").is_some();
        role_of(words, word, "past").is_some() || words.grammar(at) == Some("past") || is_weak(words, at)
    });
    (past || ahead).then_some(past)
}

/// A weak verb in the past: `stürzte`, `reported`. A German adjective may end so before its noun.
fn is_weak(words: &Words, at: usize) -> bool {
    let word = words.folded(at);
    match words.lang {
        Lang::De => {
            word.len() > 5
                && (word.ends_with("te") || word.ends_with("ten"))
                && words.grammar(at).is_none()
                && !words.is_capital(at + 1)
        }
        Lang::En => word.len() > 4 && word.ends_with("ed"),
    }
}
