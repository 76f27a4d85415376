//! `unknown-first-mention`: a surname that nobody has introduced speaks.

use rustc_hash::FxHashSet;

use super::{About, Check, CheckContext, Finding, Severity, pages};
use crate::analysis::words::Words;
use crate::analysis::{Form, Mention};
use crate::lang::Lang;
use crate::lang::folding::fold_name;
use crate::lang::grammar::Grammar;
use crate::lang::people::People;
use crate::messages::text;
use crate::text::Span;

/// Readers do not know who that is: the paragraph that said so was cut.
pub struct UnknownFirstMention;

impl Check for UnknownFirstMention {
    fn about(&self) -> &'static About {
        const ABOUT: About = About::off("unknown-first-mention", Severity::Hint, pages!("unknown-first-mention"));
        &ABOUT
    }

    /// Each name once, where it first speaks.
    fn run(&self, cx: &CheckContext<'_>, findings: &mut Vec<Finding>) {
        let known = |mention: &&Mention| mention.entity.is_some() || mention.form == Form::Full;
        let names = cx.analysis.mentions.iter().filter(known).map(|mention| mention.span.of(&cx.article.text));
        let names = names.chain(cx.settings.household_names());
        let introduced: FxHashSet<String> = names.flat_map(str::split_whitespace).map(fold_name).collect();
        let mut told: FxHashSet<String> = FxHashSet::default();
        for quote in &cx.analysis.quotes {
            let (Some((speaker, _)), Some(cue)) = (&quote.speaker, quote.cue) else { continue };
            let name = speaker.of(&cx.article.text);
            let folded = fold_name(name);
            if is_bare_name(*speaker, cue, cx) && !introduced.contains(&folded) && told.insert(folded) {
                let message = text(cx.messages, "check.unknown-first-mention", &[("name", name)]);
                findings.push(self.finding(*speaker, message.into()));
            }
        }
    }
}

/// One word that can only be a name: in German a noun in the singular has an article, unless it is one; in English it has
/// no capital inside a sentence.
fn is_bare_name(speaker: Span, cue: Span, cx: &CheckContext<'_>) -> bool {
    let Some((words, _, tokens)) = cx.words_at(speaker) else { return false };
    let Some((_, _, verb)) = cx.words_at(cue).filter(|(_, _, verb)| verb.len() == 1) else { return false };
    let (at, verb) = (tokens.start, verb.start);
    let alone = tokens.len() == 1 && words.is_capital(at) && words.grammar(at).is_none();
    alone
        && words.lists.sayings.get(words.word(verb)).is_some()
        && is_finite(words, verb)
        && !is_common(words, at)
        && !is_part(words, at)
        && if at == words.sentence(at).start { opens(words, verb) } else { is_inside(words, at) }
}

/// `Wattner sagte, es gehe`: nothing behind the verb could be its subject. English capitals say nothing here.
fn opens(words: &Words, verb: usize) -> bool {
    words.lang == Lang::De && matches!(words.raw(verb + 1), "," | ":")
}

/// Behind a word or a quotation, where a capital is the word's own.
fn is_inside(words: &Words, at: usize) -> bool {
    words.lang == Lang::De || words.is_word(at - 1) || matches!(words.raw(at - 1), "," | "”" | "\"")
}

/// Not `sagen`, whose subject is a plural, and not `gesagt`.
fn is_finite(words: &Words, verb: usize) -> bool {
    let verb = words.folded(verb);
    words.lang == Lang::En || !(verb.ends_with("en") || verb.starts_with("ge") && verb.ends_with('t'))
}

/// A word of a list: a pronoun, an authority, a role, somebody whom nobody could ask; or an abbreviation.
fn is_common(words: &Words, at: usize) -> bool {
    let word = words.folded(at);
    let (sources, clauses) = (&words.lists.sources, &words.lists.clauses);
    ["body", "vague", "noun", "document", "surveyed"].iter().any(|kind| sources.has_tail(word, kind))
        || sources.has(word, "speaking")
        || clauses.has(word, "personal")
        || clauses.has(word, "first")
        || People::of(words.lang).is_role(word)
        || words.lists.times.get(word).is_some()
        || !words.raw(at).contains(char::is_lowercase)
}

/// It hangs on other words: `Regierungssprecher Wattner`, `Wattner-Sprecher`, `zum Wattner`, `Dr. Wattner`.
fn is_part(words: &Words, at: usize) -> bool {
    let (before, same) = (at.wrapping_sub(1), |other: usize| words.sentence(at).contains(&other));
    let title = words.raw(at + 1) == "." && same(at + 2) && words.is_capital(at + 2);
    words.joins(at + 1)
        || words.joins(before)
        || title
        || matches!(words.grammar(before), Some(Grammar::Article | Grammar::Preposition))
        || same(before) && words.is_word(before) && words.is_capital(before)
        || words.is_word(at + 1) && words.is_capital(at + 1)
}
