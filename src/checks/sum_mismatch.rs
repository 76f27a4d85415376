//! `sum-mismatch`: a number of things and a list of them that is longer or shorter, `drei Hilfen: Geld, Zelte, Brot und
//! Wasser`.

use super::{About, Check, CheckContext, Finding, Severity, pages};
use crate::analysis::words::Words;
use crate::analysis::{Approx, Figure};
use crate::lang::grammar::Grammar;
use crate::messages::{forms::number, text};

/// Something was added to the list, or taken out, and the number stayed.
pub struct SumMismatch;

/// Longer parts of an enumeration are clauses.
const WORDS: usize = 6;

impl Check for SumMismatch {
    fn about(&self) -> &'static About {
        const ABOUT: About = About::off("sum-mismatch", Severity::Hint, pages!("sum-mismatch"));
        &ABOUT
    }

    fn run(&self, cx: &CheckContext<'_>, findings: &mut Vec<Finding>) {
        let exact = |figure: &&Figure| figure.approx == Approx::Exact && figure.unit.is_some() && figure.value >= 2.0;
        for figure in cx.analysis.figures.iter().filter(exact) {
            let Some(count) = listed(figure, cx).filter(|count| *count as f64 != figure.value) else { continue };
            let count = number(cx.messages, count as f64);
            let args = [("figure", &*cx.words_of(figure)), ("count", &*count)];
            findings.push(self.finding(figure.span, text(cx.messages, "check.sum-mismatch", &args).into()));
        }
    }
}

/// How many different things the list has that a colon sets behind the figure, up to the end of the sentence.
fn listed(figure: &Figure, cx: &CheckContext<'_>) -> Option<usize> {
    let (words, _, tokens) = cx.words_at(figure.span)?;
    let sentence = words.sentence(tokens.start);
    let list = Some(tokens.end + 1..sentence.end).filter(|_| words.raw(tokens.end) == ":")?;
    let mut items: Vec<Vec<&str>> = vec![vec![]];
    for at in list {
        let last = items.last_mut()?;
        match words.raw(at) {
            "," => items.push(vec![]),
            "." | "!" | "?" if !words.glued(at + 1) => break,
            // a list within the list, or a second half of the sentence
            ";" | ":" | "–" | "—" | "(" => return None,
            _ if words.lists.numbers.get(words.word(at)).is_some_and(|(_, kind)| kind == "and") => items.push(vec![]),
            _ if is_verb(words, at) => return None,
            _ => last.push(words.folded(at)),
        }
    }
    let things = items.len() > 1 && items.iter().all(|item| (1..=WORDS).contains(&item.len()));
    items.sort();
    items.dedup();
    things.then_some(items.len())
}

/// A verb makes a clause of what looked like a thing.
fn is_verb(words: &Words, at: usize) -> bool {
    let small = !words.is_capital(at);
    small
        && (matches!(words.grammar(at), Some(Grammar::Verb | Grammar::Past | Grammar::Reported))
            || words.lists.sayings.get(words.word(at)).is_some())
}
