//! Abbreviations that a paragraph introduces in brackets, beside the words that they are made of: `Deutscher Musterbund
//! (DMB)`, `DMB (Deutscher Musterbund)`. Looks at letters alone: whether the words name somebody is for
//! [`super::mentions`], and where the abbreviation stands again for [`super::namesakes`].

use std::ops::Range;

use memchr::memchr2;

use super::names::MentionType;
use super::names::tagger::Tagged;
use super::quotes::is_mark;
use super::words::Words;
use crate::lang::people::People;

/// An abbreviation and what it stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct Abbreviation {
    /// Its token.
    pub short: usize,
    /// The tokens that spell it; a name may begin further ahead: `Deutsche Gesellschaft für Muster (GM)`.
    pub long: Range<usize>,
    /// The tokens of both, with the bracket.
    pub all: Range<usize>,
}

/// The abbreviations that are introduced in a paragraph, in order.
pub fn introduced(words: &Words) -> Vec<Abbreviation> {
    if memchr2(b'(', b'[', words.text.as_bytes()).is_none() {
        return vec![];
    }
    let opens = |at: &usize| matches!(words.raw(*at), "(" | "[");
    (1..words.len()).filter(opens).filter_map(|open| in_bracket(words, open)).collect()
}

/// Makes names whole of which parts were found: if one ends where an abbreviation's words end, all of them are a name. Of
/// the abbreviation and the parts, the first that is an organisation tells its kind: a place is a part of other names.
pub fn complete(tagged: &mut Vec<Tagged>, abbreviations: &[Abbreviation]) {
    for Abbreviation { short, long, .. } in abbreviations {
        let first = tagged.partition_point(|name| name.tokens.end <= long.start);
        let end = tagged.partition_point(|name| name.tokens.end <= long.end);
        let parts = &tagged[first..end];
        let Some(last) = parts.last().filter(|name| name.tokens.end == long.end) else { continue };
        if last.kind == MentionType::Person || parts[0].tokens.start <= long.start {
            continue;
        }
        let own = tagged.iter().filter(|name| name.tokens.start == *short);
        let organisation = |name: &&Tagged| name.kind == MentionType::Organisation;
        let kind = own.chain(parts).find(organisation).unwrap_or(last).kind;
        tagged.splice(first..end, [Tagged { tokens: long.clone(), kind }]);
    }
}

fn in_bracket(words: &Words, open: usize) -> Option<Abbreviation> {
    let leads = |at: &usize| {
        is_mark(words, *at) || words.raw(*at) == ":" || People::of(words.lang).is(words.word(*at), "abbreviated")
    };
    let first = (open + 1..words.len()).find(|at| !leads(at))?;
    let before = (0..open).rev().find(|&at| !is_mark(words, at))?;
    let closes = |at: usize| is_mark(words, at) || matches!(words.raw(at), ")" | "]" | "," | ";");
    if is_abbreviation(words.raw(first)) && closes(first + 1) {
        let start = spelled(words, first, before + 1)?;
        return Some(Abbreviation { short: first, long: start..before + 1, all: start..bracket_end(words, first) });
    }
    let short = Some(before).filter(|&at| is_abbreviation(words.raw(at)))?;
    let end = (first..words.len()).take(BRACKET).find(|&at| closes(at))?;
    let start = spelled(words, short, end)?;
    (start == first).then(|| Abbreviation { short, long: start..end, all: short..bracket_end(words, end - 1) })
}

/// One past the bracket that closes behind a token in its sentence, else one past the token.
fn bracket_end(words: &Words, at: usize) -> usize {
    let closes = |at: &usize| matches!(words.raw(*at), ")" | "]");
    (at..words.sentence(at).end).take(BRACKET).find(closes).unwrap_or(at) + 1
}

/// So many tokens a bracket has at most.
const BRACKET: usize = 32;

/// Whether a word is written as abbreviations are: short, with a capital first and another behind.
pub fn is_abbreviation(word: &str) -> bool {
    let mut letters = word.chars();
    word.len() <= LONGEST
        && letters.next().is_some_and(char::is_uppercase)
        && letters.any(char::is_uppercase)
        && word.chars().all(char::is_alphabetic)
}

/// In bytes.
const LONGEST: usize = 12;

/// Where the shortest run of words begins that spells an abbreviation and ends before a token. Each word gives its first
/// letter, or that and some behind it (`BAMU`: Bundesamt, Musterwesen), or none. That is stricter than what is usual
/// (Schwartz and Hearst 2003), where letters may come from anywhere in a word: German words are long.
fn spelled(words: &Words, short: usize, end: usize) -> Option<usize> {
    let letters: Vec<char> = words.folded(short).chars().collect();
    // as many words as they allow
    let most = letters.len() + letters.len().min(5);
    let start = words.sentence(end - 1).start;
    // how many letters may be left to find, a bit each; of the second, one capitalised word gave none
    let mut left = [1_u32 << letters.len(), 0];
    let mut seen = 0;
    for at in (start..end).rev() {
        if !words.is_word(at) {
            if words.joins(at) || matches!(words.raw(at), "-" | "‑" | "&" | "." | "'" | "’") {
                continue;
            }
            return None;
        }
        let after = left.map(|left| given(words.folded(at), &letters, left));
        let (none, one) = if words.is_capital(at) { (0, left[0]) } else { (left[0], left[1]) };
        left = [after[0] | none, after[1] | one];
        if (left[0] | left[1]) & 1 != 0 {
            return Some(at);
        }
        seen += 1;
        if seen == most {
            return None;
        }
    }
    None
}

/// How many letters may be left before a word that gives its first letter.
fn given(word: &str, letters: &[char], left: u32) -> u32 {
    let mut after = 0;
    for end in (1..=letters.len()).filter(|end| left >> end & 1 != 0) {
        for start in 0..end {
            let mut word = word.chars();
            let first = word.next() == Some(letters[start]);
            if first && letters[start + 1..end].iter().all(|letter| word.any(|other| other == *letter)) {
                after |= 1 << start;
            }
        }
    }
    after
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    /// The abbreviations of a text with what they stand for.
    fn read(text: &str) -> Vec<(String, String)> {
        let words = Words::new(text, Lang::De);
        let found = introduced(&words).into_iter();
        found.map(|it| (words.raw(it.short).to_owned(), words.span(it.long).of(text).to_owned())).collect()
    }

    #[track_caller]
    fn finds(text: &str, short: &str, long: &str) {
        assert_eq!(read(text), [(short.to_owned(), long.to_owned())], "{text}");
    }

    #[test]
    fn its_letters_begin_words() {
        finds("Der Verband Mustertaler Züchter (VMZ) warnt.", "VMZ", "Verband Mustertaler Züchter");
        finds("bei der Gesellschaft für Muster und Übung (GMÜ)", "GMÜ", "Gesellschaft für Muster und Übung");
        finds("das «Beispieler Wochen-Blatt» (BWB)", "BWB", "Beispieler Wochen-Blatt");
        finds(
            "die Zentrale Amtsstelle für öffentliche Muster (ZAöM)",
            "ZAöM",
            "Zentrale Amtsstelle für öffentliche Muster",
        );
    }

    #[test]
    fn or_stand_in_words_that_begin_with_one() {
        finds("Das Bundesamt für Musterwesen (BAMU) prüft.", "BAMU", "Bundesamt für Musterwesen");
        finds("Die Mustersparkasse (MSK) zahlt.", "MSK", "Mustersparkasse");
        finds("Die Muster Handels AG (MH) zahlt.", "MH", "Muster Handels AG");
    }

    #[test]
    fn it_stands_first_or_last_in_the_bracket() {
        finds("VMZ (Verband Mustertaler Züchter)", "VMZ", "Verband Mustertaler Züchter");
        finds("Verband Mustertaler Züchter (kurz: «VMZ»)", "VMZ", "Verband Mustertaler Züchter");
        finds("Verband Mustertaler Züchter (VMZ, gegründet 1900)", "VMZ", "Verband Mustertaler Züchter");
    }

    #[test]
    fn other_brackets_are_none() {
        for text in [
            "Anna Vorbach (CDU)",
            "die Grünen, Vorbach (GV)",
            "Verband Mustertaler Züchter (VMX)",
            "Verband (siehe VMZ)",
            "(VMZ)",
            "Der Verband ging. Mustertaler Züchter (VMZ)",
            "Verband Eins Zwei Mustertaler Züchter (VMZ)",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }
}
