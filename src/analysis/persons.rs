//! Names that no knowledge base holds, found by what stands in and around them: a given name, a function before
//! (`der Analyst Boris Bondarew`), an apposition behind (`Kang Dong-wan, Nordkorea-Experte aus Busan`), a legal form.
//! Precise rather than complete: a capital letter alone is no evidence.

use std::ops::Range;

use super::MentionType;
use super::introductions::{Before, after_article, apposition, function_before};
use super::names::tagger::Tagged;
use super::names::{Names, is_known_small};
use super::senses::told_name;
use super::words::Words;
use crate::lang::Lang;
use crate::lang::east_asian::family_stands_first;
use crate::lang::folding::is_all_capitals;
use crate::lang::people::People;

/// A name that the text itself vouches for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NewName {
    pub kind: MentionType,
    /// One past its last token.
    pub end: usize,
    /// Where the part begins by which the article may go on: the family name.
    pub family: usize,
    /// One past the last token of that part.
    pub family_end: usize,
    /// Only a family name behind a function or title: `Kommissar Muster`.
    pub short: bool,
    /// No rule vouches for it, but the words around.
    pub tagged: bool,
    pub confidence: f32,
}

/// So many parts a name has at most.
const PARTS: usize = 5;

/// One part of a name: a word, or words tied by hyphens, as a range of tokens.
#[derive(Clone, Copy)]
struct Part {
    first: usize,
    end: usize,
    initial: bool,
}

/// The longest name of a person or company that begins at a token. `names` are asked so that no known name is
/// taken for a part of an unknown one.
pub fn new_name(words: &Words, at: usize, names: &dyn Names) -> Option<NewName> {
    let people = People::of(words.lang);
    let by_parts = || {
        let first = part(words, at, false, people)?;
        let before = function_before(words, at, people);
        // most capitals begin a noun, which stands alone
        let goes_on = words.is_capital(first.end) || people.is(words.word(first.end), "particle");
        if before.is_none() && !goes_on {
            return None;
        }
        let parts = parts(words, first, people);
        let person = person(words, &parts, before, people, names);
        company(words, &parts, people).into_iter().chain(person).max_by_key(|name| name.end)
    };
    east_asian(words, at).into_iter().chain(by_parts()).max_by_key(|name| name.end)
}

/// `Tang Dong-wun`: no other name goes on in a small letter behind a hyphen.
fn east_asian(words: &Words, at: usize) -> Option<NewName> {
    let end = at + 4;
    let shape = words.is_capital(at + 1) && words.part_end(at + 1) == end && !words.is_capital(end - 1);
    (shape && family_stands_first(words.span(at..end).of(&words.text))).then_some(NewName {
        kind: MentionType::Person,
        end,
        family: at,
        family_end: at + 1,
        short: false,
        tagged: false,
        confidence: 0.85,
    })
}

fn person(
    words: &Words,
    parts: &[Part],
    before: Option<Before>,
    people: &People,
    names: &dyn Names,
) -> Option<NewName> {
    let first = parts[0];
    let at = first.first;
    let given = |part: &Part| {
        let name = words.name(part.first);
        let function = part.first == at && people.is_role(name);
        people.given(name).filter(|_| !function && !shouts(words, part.first))
    };
    let is_given = |part: &Part| part.initial || given(part).is_some();
    let known = |part: &Part| told_name(words, part.first, names);
    let found = |last: &Part, confidence| {
        let family = family(words, at..last.end, last.first);
        Some(NewName {
            kind: MentionType::Person,
            end: last.end + suffix(words, last.end, people),
            family: family.start,
            family_end: family.end,
            short: parts.len() == 1,
            tagged: false,
            confidence,
        })
    };
    if let Some(risky) = given(&first).filter(|_| parts.len() > 1) {
        let mut last = 1;
        while last + 1 < parts.len() && is_given(&parts[last]) {
            last += 1;
        }
        // a second family name: in German, where nouns have capitals, only before a comma
        let second =
            parts.get(last + 1).filter(|second| !second.initial && parts.len() == last + 2 && known(second).is_none());
        if second.is_some_and(|second| words.lang == Lang::En || words.raw(second.end) == ",") {
            last += 1;
        }
        let family = &parts[last];
        let evidence = before.is_some() || apposition(words, family.end, people).is_some();
        // English capitalises nothing but names inside a sentence, but not only names of people: `the Roman Empire`
        let after_name = after_article(words, at) || at > 0 && (words.is_capital(at - 1) || words.is_number(at - 1));
        let inside = words.lang == Lang::En && !starts_sentence(words, at) && !after_name;
        let goes_on = known(family).is_some_and(|name| family.first + name.tokens > family.end);
        let place = risky && !evidence && (known(family).is_some() || known(&first).is_some());
        if !family.initial && !goes_on && !place && (!risky || evidence || inside) {
            return found(family, if risky { 0.7 } else { 0.85 });
        }
    }
    // `Reverend William …` begins further on; `Frau Musters Beziehungen` is a name and a noun
    let later = parts.get(1).is_some_and(|part| given(part) == Some(false));
    let genitive = words.lang == Lang::De && parts.len() > 1 && words.raw(first.end - 1).ends_with('s');
    if later || genitive || parts.iter().any(|part| known(part).is_some()) {
        return None;
    }
    let last = parts.last()?;
    match (&before, parts.len()) {
        (Some(_), 2..=3) if !last.initial => found(last, 0.8),
        (None, 2..=3) if after_saying(words, at) && !last.initial => found(last, 0.7),
        (Some(before), 1) if !first.initial && before.alone => found(last, 0.6),
        (None, 2..=3) if apposition(words, last.end, people).is_some() && !after_article(words, at) => {
            found(last, 0.75)
        }
        _ => None,
    }
}

/// The family name in the full name of a person, the last part of which begins at `last`.
fn family(words: &Words, name: Range<usize>, last: usize) -> Range<usize> {
    let first = family_stands_first(words.span(name.clone()).of(&words.text));
    if first { name.start..name.start + 1 } else { last..name.end }
}

/// How many tokens of a `Jr.` or `III` follow a name.
fn suffix(words: &Words, at: usize, people: &People) -> usize {
    if words.glued(at) || !words.is_capital(at) || !people.is(words.word(at), "suffix") {
        return 0;
    }
    let dot = words.raw(at + 1) == "." && words.glued(at + 1) && matches!(words.folded(at), "jr" | "sr");
    1 + usize::from(dot)
}

/// `Muster Bau GmbH`, `Universität Musterstadt`.
fn company(words: &Words, parts: &[Part], people: &People) -> Option<NewName> {
    let first = &parts[0];
    let is = |part: &Part, class| people.is(words.name(part.end - 1), class);
    let legal = parts.iter().rposition(|part| is(part, "company")).filter(|&at| at > 0);
    // `Health and Hospitals Corporation` begins before
    let cut = first.first > 0 && matches!(words.folded(first.first - 1), "and" | "und" | "&");
    let (last, family) = match legal.filter(|_| !cut) {
        Some(legal) => (legal, 0..legal),
        None if is(first, "school") && parts.len() > 1 => (1, 0..2),
        None => return None,
    };
    Some(NewName {
        kind: MentionType::Organisation,
        end: parts[last].end,
        family: parts[family.start].first,
        family_end: parts[family.end - 1].end,
        short: false,
        tagged: false,
        confidence: 0.8,
    })
}

/// A name that the tagger found.
pub fn tagged(words: &Words, Tagged { tokens, kind }: Tagged) -> NewName {
    let people = People::of(words.lang);
    let (family, short) = match kind {
        MentionType::Person => {
            let suffix = (tokens.start + 1..tokens.end).find(|&at| people.is(words.word(at), "suffix"));
            let end = suffix.unwrap_or(tokens.end);
            let mut last = end - 1;
            while last > tokens.start + 1 && words.joins(last - 1) {
                last -= 2;
            }
            let particle = |at: usize| people.is(words.word(at), "particle") || people.is(words.word(at), "inner");
            while last > tokens.start + 1 && particle(last - 1) {
                last -= 1;
            }
            (family(words, tokens.start..end, last), last == tokens.start)
        }
        _ => {
            let legal = |&at: &usize| is_legal_form(words, at..tokens.end);
            (tokens.start..(tokens.start + 1..tokens.end).find(legal).unwrap_or(tokens.end), false)
        }
    };
    NewName {
        kind,
        end: tokens.end,
        family: family.start,
        family_end: family.end,
        short,
        tagged: true,
        confidence: 0.7,
    }
}

/// Whether the words speak against a name that the tagger found: more likely it is a noun, or a name and what belongs to it.
/// `ordinary`: its first word is known as one that names something only where others tell so.
pub fn speaks_against(words: &Words, Tagged { tokens, kind }: &Tagged, ordinary: bool) -> bool {
    let at = tokens.start;
    if tokens.len() == 1 {
        let noun = || {
            reads_as_adjective(words, at) || after_article(words, at) && People::of(words.lang).is_role(words.name(at))
        };
        return ordinary || *kind == MentionType::Person && noun();
    }
    let given = |word: &str| People::of(words.lang).given(word).is_some();
    let first = words.name(at).text();
    // `Kims Zug`, but `Jens Muster`
    words.lang == Lang::De && !given(first) && first.strip_suffix('s').is_some_and(given)
}

/// `der Richter`, `Lange Zeit`: more likely the noun or adjective than the person of that name; but `Langes Plan`, and
/// `der Lange-Plan`: of what a hyphen ties, the article tells nothing, and few nouns but functions are tied so.
pub(super) fn reads_as_noun(words: &Words, at: usize) -> bool {
    let tied = words.joins(at + 1) && !People::of(words.lang).is_role(words.name(at));
    after_article(words, at) && !tied || reads_as_adjective(words, at)
}

fn reads_as_adjective(words: &Words, at: usize) -> bool {
    words.lang == Lang::De
        && starts_sentence(words, at)
        && words.is_capital(at + 1)
        && !words.glued(at + 1)
        && !words.raw(at).ends_with(['s', 'S'])
        // in a line of capitals, what follows need not be a noun
        && (!shouts(words, at) || is_known_small(words, at))
}

/// Whether tokens are a legal form and what belongs to it: `& Co. KG`.
pub fn is_legal_form(words: &Words, tokens: Range<usize>) -> bool {
    let people = People::of(words.lang);
    let mut any = false;
    tokens.into_iter().all(|at| {
        let legal = people.is(words.name(at), "company");
        any |= legal;
        legal || matches!(words.raw(at), "." | "&" | ",")
    }) && any
}

/// The parts of a name from the first on: capitalised words with blanks between, particles and initials inside.
fn parts(words: &Words, first: Part, people: &People) -> Vec<Part> {
    let mut next = first.end;
    let mut parts = Vec::with_capacity(PARTS);
    parts.push(first);
    while parts.len() < PARTS {
        let mut first = next;
        let behind_given = parts.last().is_some_and(|last| people.given(words.name(last.first)).is_some());
        // behind a whole name, and behind a noun, `von` is a preposition
        if words.grammar(first).is_some() && (parts.len() > 1 || !behind_given) {
            break;
        }
        let particle = |at: usize, class| people.is(words.word(at), class) && !words.glued(at);
        while particle(first, "particle") || first > next && particle(first, "inner") {
            first += 1;
        }
        if words.glued(first) {
            break;
        }
        let Some(part) = part(words, first, behind_given, people) else { break };
        next = part.end;
        parts.push(part);
    }
    parts
}

/// The part of a name that begins at a token. Functions are family names too, but only behind a given name (`Anna Richter`).
fn part(words: &Words, first: usize, behind_given: bool, people: &People) -> Option<Part> {
    if !words.is_word(first) || !words.is_capital(first) {
        return None;
    }
    if is_letter(words.raw(first)) {
        let dot = words.raw(first + 1) == "." && words.glued(first + 1);
        return Some(Part { first, end: first + 1 + usize::from(dot), initial: true });
    }
    let end = words.part_end(first);
    let last = words.word(end - 1);
    let other = words.grammar(first).is_some()
        || people.classes(last).iter().any(|class| matches!(*class, "never" | "title" | "suffix"))
        || people.is_role(last) && people.given(last).is_none() && !behind_given
        || shouts(words, first) && words.raw(first).chars().count() > 4;
    (!other && !words.joins(end)).then_some(Part { first, end, initial: false })
}

/// Whether a verb of saying stands directly before: `sagte Prasad Muster`. In English, a company may stand there.
fn after_saying(words: &Words, at: usize) -> bool {
    words.lang == Lang::De
        && at > 0
        && words.lists.sayings.all(words.word(at - 1)).any(|(_, particle)| particle.is_empty())
}

/// Whether a token stands first in its sentence, or first behind a colon or an opening quotation mark.
fn starts_sentence(words: &Words, at: usize) -> bool {
    let sentence = words.sentences[words.sentence_of(at)].start;
    let marks = (sentence..at).rev().take_while(|&before| !words.is_word(before)).count();
    sentence + marks == at || matches!(words.raw(at - 1), ":" | "„" | "“" | "«" | "\"" | "»")
}

/// Whether a word of more than one letter stands in capitals.
fn shouts(words: &Words, at: usize) -> bool {
    let word = words.raw(at);
    let small = word.as_bytes().get(1).is_some_and(u8::is_ascii_lowercase);
    !small && is_all_capitals(word) && !is_letter(word)
}

/// Whether a word is one letter.
fn is_letter(word: &str) -> bool {
    word.chars().nth(1).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::names::NoNames;

    /// The new names of a text.
    fn read(text: &str, lang: Lang) -> Vec<&str> {
        let words = Words::new(text, lang);
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let name = Some(at).filter(|&at| words.is_capital(at)).and_then(|at| new_name(&words, at, &NoNames));
            let Some(name) = name else {
                at += 1;
                continue;
            };
            found.push(words.span(at..name.end).of(text));
            at = name.end;
        }
        found
    }

    #[track_caller]
    fn finds(text: &str, expected: &[&str]) {
        assert_eq!(read(text, Lang::De), expected);
    }

    #[test]
    fn a_given_name_makes_a_person() {
        finds("Gestern kam Annegret Muster-Beispiel.", &["Annegret Muster-Beispiel"]);
        finds("Das sagte Karl-Theodor zu Beispielburg im Mai.", &["Karl-Theodor zu Beispielburg"]);
        finds("Im August Beispiele sammeln", &[]);
    }

    #[test]
    fn a_function_before_makes_a_person() {
        finds("vermutet der russische Analyst Orest Bondawitsch.", &["Orest Bondawitsch"]);
        finds("Außenministerin Tse Son-hwi kam.", &["Tse Son-hwi"]);
        finds("Es kam Kommissarin Beispielin.", &["Beispielin"]);
        finds("dass der Minister Fehler eingestand", &[]);
    }

    #[test]
    fn an_apposition_behind_makes_a_person() {
        finds("so Tang Dong-wun, Nordkorea-Experte aus Busan.", &["Tang Dong-wun"]);
        finds("Orest Bondawitsch, ein mit dem Amt verbundener politischer Analyst, sagte", &["Orest Bondawitsch"]);
        finds("der Sprecher des Amts, Matthias Muster, am Montag", &["Matthias Muster"]);
    }

    #[test]
    fn the_family_name_of_an_east_asian_stands_first() {
        finds("Am Montag traf Park Sung-hui auf Dong-wun Tang.", &["Park Sung-hui"]);
        for (text, goes_on_by) in [
            ("Kwak Tae-hos Plan", "Kwak"),
            ("Nguyen Van Thuong, ein Experte aus Hue,", "Nguyen"),
            ("Tae-ho Kwak, ein Experte aus Bonn,", "Kwak"),
            ("Kim Beispiel, Expertin aus Bonn,", "Beispiel"),
        ] {
            let words = Words::new(text, Lang::De);
            let name = new_name(&words, 0, &NoNames).expect("it is a name");
            let tagged = tagged(&words, Tagged { tokens: 0..name.end, kind: MentionType::Person });
            for name in [name, tagged] {
                assert_eq!((words.span(name.family..name.family_end).of(text), name.short), (goes_on_by, false));
            }
        }
    }

    #[test]
    fn companies_are_known_by_their_legal_form() {
        finds("die Muster Bau GmbH in Bern", &["Muster Bau GmbH"]);
        assert_eq!(read("shares of Sample Tool Corp fell", Lang::En), ["Sample Tool Corp"]);
    }

    #[test]
    fn english_titles_and_initials() {
        let found = read("Foreign Minister Jane Q. Sample met Mr. Example on Monday.", Lang::En);
        assert_eq!(found, ["Jane Q. Sample", "Example"]);
    }
}
