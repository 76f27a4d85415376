//! `figure-drift`: `500 Mitarbeiter`, and further down `die 450 Mitarbeiter`.

use rustc_hash::FxHashMap;

use super::{About, Check, CheckContext, Finding, Related, Severity, pages};
use crate::analysis::{Class, Figure};
use crate::archive::Measure;
use crate::lang::Lang;
use crate::lang::grammar::Grammar;
use crate::messages::text;

/// A number was corrected in one place and not in the other.
pub struct FigureDrift;

impl Check for FigureDrift {
    fn about(&self) -> &'static About {
        const ABOUT: About = About::off("figure-drift", Severity::Hint, pages!("figure-drift"));
        &ABOUT
    }

    /// Only an article in the definite tells that the same ones are counted again: `die 450 Mitarbeiter`.
    fn run(&self, cx: &CheckContext<'_>, findings: &mut Vec<Finding>) {
        let said = cx.said();
        let counts =
            |figure: &&Figure| figure.class == Class::Claim && counts_a_noun(figure, cx) && !said.touch(figure.span);
        let mut told: FxHashMap<_, Vec<&Figure>> = FxHashMap::default();
        for again in cx.analysis.figures.iter().filter(counts) {
            let before = told.entry(&again.unit).or_default();
            before.push(again);
            // with two of them before it nobody knows which is meant
            let [first, _] = before[..] else { continue };
            let same_time = first.as_of.is_none() || again.as_of.is_none() || first.as_of == again.as_of;
            if same_time && is_definite(again, cx) && exclude_each_other(first, again) {
                let [now, then] = [again, first].map(|figure| cx.words_of(figure));
                let related = vec![Related { file: None, span: first.span, message: (&*then).into() }];
                let message = text(cx.messages, "check.figure-drift", &[("figure", &now), ("other", &then)]);
                findings.push(Finding { related, ..self.finding(again.span, message.into()) });
            }
        }
    }
}

/// A number and a noun, nothing between them: `500 neue Mitarbeiter` are others. Units measure anything.
fn counts_a_noun(figure: &Figure, cx: &CheckContext<'_>) -> bool {
    let Some((words, _, tokens)) = cx.words_at(figure.span) else { return false };
    let noun = tokens.end - 1;
    figure.high.is_none()
        && figure.value >= 2.0
        && tokens.len() == 2
        && words.is_word(noun)
        && words.is_capital(noun) == (words.lang == Lang::De)
        && words.lists.units.get(words.word(noun)).is_none()
}

/// `die 450 Mitarbeiter`, `ihre 450 Mitarbeiter`, and nothing behind it that says which.
fn is_definite(figure: &Figure, cx: &CheckContext<'_>) -> bool {
    let Some((words, _, tokens)) = cx.words_at(figure.span) else { return false };
    let before = words.before(tokens.start, 1);
    let article = tokens.start > 0 && words.grammar(tokens.start - 1) == Some(Grammar::Article);
    let named = article || words.lists.sources.has(before, "possessive");
    let next = words.grammar(tokens.end);
    let told = matches!(next, Some(Grammar::Preposition | Grammar::Article)) || words.raw(tokens.end) == ",";
    named && !told
}

fn exclude_each_other(a: &Figure, b: &Figure) -> bool {
    Measure::of(a).excludes(a.approx, &Measure::of(b), b.approx)
}
