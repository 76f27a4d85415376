//! Whether past or future is told of where a time expression stands: what decides which Friday `am Freitag` is.

use std::ops::Range;

use super::role_of;
use crate::analysis::words::Words;
use crate::lang::Lang;
use crate::lang::grammar::Grammar;

/// What the clause and the sentence tell that were looked at last: a long one is looked at once, however many times stand
/// in it.
#[derive(Default)]
pub struct Tenses {
    clause: (Range<usize>, Option<bool>),
    sentence: (Range<usize>, Option<bool>),
}

impl Tenses {
    /// Whether the clause at a token tells of the past; where it has no verb that tells, its sentence, but for the verbs
    /// of saying there: they tell when it was said.
    pub fn is_past(&mut self, words: &Words, at: usize) -> bool {
        if !self.clause.0.contains(&at) {
            let clause = words.clause(at);
            self.clause = (clause.clone(), tense(words, clause, true));
        }
        if self.clause.1.is_none() && !self.sentence.0.contains(&at) {
            let sentence = words.sentence(at);
            self.sentence = (sentence.clone(), tense(words, sentence, false));
        }
        self.clause.1.or(self.sentence.1).unwrap_or(false)
    }
}

/// What the verbs of a stretch tell: past (`true`), future, or nothing.
fn tense(words: &Words, mut range: Range<usize>, saying: bool) -> Option<bool> {
    let mut ahead = false;
    let past = range.any(|at| {
        let word = words.word(at);
        if words.is_capital(at) && at != words.sentence(at).start || !saying && words.lists.sayings.get(word).is_some()
        {
            return false;
        }
        ahead |= role_of(words, word, "ahead").is_some();
        role_of(words, word, "past").is_some() || words.grammar(at) == Some(Grammar::Past) || is_weak(words, at)
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
