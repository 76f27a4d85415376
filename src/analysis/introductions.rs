//! What a text says of a person beside the name: a function or title before (`der russische Analyst …`), an apposition or
//! a relative clause behind (`…, Nordkorea-Experte aus Busan`). Does not ask whether it is a name: that is for
//! [`super::persons`] and the knowledge base.

use std::ops::Range;

use super::words::Words;
use crate::lang::Lang;
use crate::lang::grammar::Grammar;
use crate::lang::people::People;
use crate::text::Span;

/// A function or title directly before a name.
pub(super) struct Before {
    /// First token of what is said of the person.
    start: usize,
    /// One past the last token of the function; titles stand behind it.
    end: usize,
    /// Nothing shows that the name could be another noun: `Ministerin Muster`, not `der Minister Fehler …`.
    pub(super) alone: bool,
}

pub(super) fn function_before(words: &Words, at: usize, people: &People) -> Option<Before> {
    let mut start = at;
    let mut title = false;
    loop {
        let dot = usize::from(start > 1 && words.raw(start - 1) == ".");
        let Some(before) = start.checked_sub(1 + dot) else { break };
        if !words.is_capital(before) || !people.is(words.word(before), "title") {
            break;
        }
        (start, title) = (before, true);
    }
    let role = start.checked_sub(1).filter(|&role| {
        let capital = words.is_capital(role) || words.lang == Lang::En;
        capital && words.is_word(role) && people.is_role(words.name(role))
    });
    let Some(role) = role else { return title.then_some(Before { start: at, end: at, alone: true }) };
    let capital = words.is_capital(role);
    start = words.part_start(role);
    let noun = start;
    let describes = |word: usize| match words.lang {
        Lang::De => !words.is_capital(word) && words.folded(word).ends_with(['e', 'n', 'r', 's', 'm']),
        Lang::En => true,
    };
    while start > 0
        && noun - start < 3
        && words.is_word(start - 1)
        && words.grammar(start - 1).is_none()
        && describes(start - 1)
    {
        start -= 1;
    }
    // `bestätigte Sprecher …`: without an article, the verb is no adjective
    while words.lang == Lang::De && start < noun && !after_article(words, start) && words.folded(start).ends_with("te")
    {
        start += 1;
    }
    let alone = match words.lang {
        Lang::De => start == noun && !after_article(words, start),
        Lang::En => capital,
    };
    Some(Before { start, end: role + 1, alone: alone || title })
}

/// Where an apposition with a function ends that begins with the comma at a token: `, Experte für …,`.
pub(super) fn apposition(words: &Words, comma: usize, people: &People) -> Option<usize> {
    if words.raw(comma) != "," {
        return None;
    }
    let first = comma + 1;
    let role = (first..words.len().min(first + 9))
        .take_while(|&at| {
            !matches!(
                words.grammar(at),
                Some(Grammar::Verb | Grammar::Reported | Grammar::Subordinator | Grammar::Conjunction)
            )
        })
        .take_while(|&at| words.is_word(at) || words.joins(at))
        .find(|&at| is_plain_role(words, at, people))?;
    let opened = words.grammar(first) == Some(Grammar::Article);
    let direct = (first..role).all(|at| words.joins(at) || words.joins(at + 1));
    let described = words.folded(first).ends_with(['e', 'r', 's']) && role <= first + 2 && words.lang == Lang::De;
    let english = words.lang == Lang::En && role <= first + 3;
    (opened || direct || described || english).then(|| clause_end(words, role))
}

/// A function in its plain form, the last part of its compound: an apposition stands in the nominative.
fn is_plain_role(words: &Words, at: usize, people: &People) -> bool {
    let capital = words.is_capital(at) || words.lang == Lang::En;
    capital && !words.joins(at + 1) && people.is_role(words.name(at))
}

/// What the text says of a person where it names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Introduction {
    /// From the function before to the end of the apposition behind.
    pub words: Span,
    /// The function alone, without name and article: `US-Aussenminister`, `Experte für Landkriegsführung`.
    pub role: Option<Span>,
}

/// What the text says of the person named in these tokens.
pub fn introduction(words: &Words, first: usize, end: usize) -> Option<Introduction> {
    let people = People::of(words.lang);
    let before = function_before(words, first, people).filter(|before| before.start < first);
    let before = before.map(|before| before.start..before.end);
    let before = before.or_else(|| Some(enclosing_function(words, first, end, people)?..first - 1));
    let born = birth_name(words, end);
    let told = born.unwrap_or(end);
    let relative = words.raw(told) == "," && people.is(words.word(told + 1), "relative");
    let apposed = apposition(words, told, people);
    let behind = apposed.or_else(|| relative.then(|| clause_end(words, told + 1))).or(born);
    if before.is_none() && behind.is_none() {
        return None;
    }
    let said = words.span(before.as_ref().map_or(first, |before| before.start)..behind.unwrap_or(end));
    let apposed = apposed.map(|behind| told + 1..behind);
    Some(Introduction { words: said, role: before.or(apposed).and_then(|role| role_span(words, role)) })
}

/// Where the name that somebody had before ends, if it is told behind the name in these tokens: `geb. Muster`,
/// `, geborene von Muster`, `(née Sample)`. It names nobody else.
pub(super) fn birth_name(words: &Words, name_end: usize) -> Option<usize> {
    let people = People::of(words.lang);
    let bracket = words.raw(name_end) == "(";
    let born = name_end + usize::from(bracket || words.raw(name_end) == ",");
    if !people.is(words.name(born), "birth") {
        return None;
    }
    let mut at = born + 1 + usize::from(words.raw(born + 1) == ".");
    at += usize::from(people.is(words.word(at), "particle"));
    let is_name = |at: usize| words.is_word(at) && words.is_capital(at) && !people.is(words.word(at), "never");
    while people.given(words.name(at)).is_some() && is_name(at) && is_name(words.part_end(at)) {
        at = words.part_end(at);
    }
    let end = is_name(at).then(|| words.part_end(at))?;
    Some(end + usize::from(bracket && words.raw(end) == ")"))
}

/// The words of a function without what leads to them: an article, `said`.
fn role_span(words: &Words, role: Range<usize>) -> Option<Span> {
    let article = |at: usize| words.grammar(at) == Some(Grammar::Article);
    let leads = |at: usize| article(at) || words.lists.sayings.get(words.word(at)).is_some();
    let start = role.clone().find(|&at| !leads(at))?;
    Some(words.span(start..role.end))
}

/// Where a function begins that encloses the name between commas: `der Sprecher des Amts, Max Muster, …`.
fn enclosing_function(words: &Words, first: usize, end: usize, people: &People) -> Option<usize> {
    if first < 2 || words.raw(first - 1) != "," || words.raw(end) != "," {
        return None;
    }
    let phrase = (first.saturating_sub(10)..first - 1).rev().take_while(|&at| words.is_word(at) || words.joins(at));
    let role = phrase.filter(|&at| is_plain_role(words, at, people)).last()?;
    let start = words.part_start(role);
    after_article(words, start).then_some(start)
}

/// One past the last token of the clause around a token: up to a comma, a bracket, a dash or the sentence's end.
fn clause_end(words: &Words, at: usize) -> usize {
    let sentence = words.sentences[words.sentence_of(at)].end;
    let stops = |at: &usize| matches!(words.raw(*at), "," | ";" | ":" | ")" | "(") || is_dash(words, *at);
    let end = (at..sentence).find(stops).unwrap_or(sentence);
    let dot = end == sentence && end > at && matches!(words.raw(end - 1), "." | "!" | "?");
    end - usize::from(dot)
}

fn is_dash(words: &Words, at: usize) -> bool {
    matches!(words.raw(at), "–" | "—") && !words.glued(at)
}

/// Whether an article stands directly before.
pub(super) fn after_article(words: &Words, at: usize) -> bool {
    at > 0 && words.grammar(at - 1) == Some(Grammar::Article)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a text says of the person of this name, and the function alone.
    fn said<'t>(text: &'t str, name: &str, lang: Lang) -> Option<(&'t str, Option<&'t str>)> {
        let words = Words::new(text, lang);
        let start = text.find(name).expect("the name stands in the text");
        let name = words.tokens_of(Span::new(start, start + name.len()));
        let said = introduction(&words, name.start, name.end)?;
        Some((said.words.of(text), said.role.map(|role| role.of(text))))
    }

    #[test]
    fn a_function_stands_before() {
        assert_eq!(
            said("vermutet der russische Analyst Orest Bondawitsch.", "Orest Bondawitsch", Lang::De),
            Some(("russische Analyst Orest Bondawitsch", Some("russische Analyst")))
        );
        assert_eq!(
            said("bestätigte Kommissarin Beispielin", "Beispielin", Lang::De),
            Some(("Kommissarin Beispielin", Some("Kommissarin")))
        );
        assert_eq!(said("Gestern kam Annegret Muster.", "Annegret Muster", Lang::De), None);
    }

    #[test]
    fn an_apposition_or_a_relative_clause_stands_behind() {
        assert_eq!(
            said("so Tang Dong-wun, Nordkorea-Experte aus Busan.", "Tang Dong-wun", Lang::De),
            Some(("Tang Dong-wun, Nordkorea-Experte aus Busan", Some("Nordkorea-Experte aus Busan")))
        );
        let text = "Orest Bondawitsch, ein mit dem Amt verbundener politischer Analyst, sagte";
        let role = "mit dem Amt verbundener politischer Analyst";
        let introduction = text.strip_suffix(", sagte").unwrap();
        assert_eq!(said(text, "Orest Bondawitsch", Lang::De), Some((introduction, Some(role))));
        assert_eq!(
            said("Jane Sample, who runs the mill, left.", "Jane Sample", Lang::En),
            Some(("Jane Sample, who runs the mill", None))
        );
    }

    #[test]
    fn a_name_given_at_birth_belongs_to_the_introduction() {
        for (text, introduction) in [
            ("Anna Muster, geborene Beispiel, kam.", "Anna Muster, geborene Beispiel"),
            ("Anna Muster geb. von Beispiel-Berg kam.", "Anna Muster geb. von Beispiel-Berg"),
            ("Anna Muster (geb. Beispiel), Expertin aus Bern, kam.", "Anna Muster (geb. Beispiel), Expertin aus Bern"),
            ("Anna Muster, geborene Petra Beispiel", "Anna Muster, geborene Petra Beispiel"),
        ] {
            assert_eq!(said(text, "Anna Muster", Lang::De).map(|(words, _)| words), Some(introduction));
        }
        let text = "Jane Sample (née Example) left.";
        assert_eq!(said(text, "Jane Sample", Lang::En), Some(("Jane Sample (née Example)", None)));
        for text in ["Anna Muster (geb. 1950) kam.", "Anna Muster, geb. im Mai", "Anna Muster, geb. Mai 1950"] {
            assert_eq!(said(text, "Anna Muster", Lang::De), None);
        }
    }

    #[test]
    fn a_function_may_enclose_the_name_between_commas() {
        assert_eq!(
            said("der Sprecher des Amts, Matthias Muster, am Montag", "Matthias Muster", Lang::De),
            Some(("Sprecher des Amts, Matthias Muster", Some("Sprecher des Amts")))
        );
    }
}
