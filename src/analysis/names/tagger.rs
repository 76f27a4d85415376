//! Finds the names of a sentence: of all ways to cut it into names and other words, the one whose weights add up to the
//! most (Viterbi 1967). Sees one sentence and knows no entity; what the knowledge base holds comes in as votes.

use std::ops::Range;

use super::MentionType;
use super::clues::Clues;
use super::weights::{Row, Table, Weights};
use crate::analysis::quotes::{self, Mark};
use crate::analysis::words::Words;

/// What a token is: no part of a name, the first of one, or a later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag(u8);

/// So many tags there are.
pub const TAGS: usize = 7;

/// The kinds of names, in the order of their tags.
const KINDS: [MentionType; 3] = [MentionType::Person, MentionType::Organisation, MentionType::Place];

impl Tag {
    /// No part of a name.
    pub const OUTSIDE: Self = Self(0);

    /// The first token of a name, or a later one; only persons, organisations and places are told apart.
    pub fn of(kind: MentionType, first: bool) -> Option<Self> {
        let kind = KINDS.iter().position(|&own| own == kind)?;
        Some(Self(1 + 2 * kind as u8 + u8::from(!first)))
    }

    /// Its number, below [`TAGS`].
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    fn kind(self) -> Option<MentionType> {
        (self.0 > 0).then(|| KINDS[usize::from(self.0 - 1) / 2])
    }

    const fn begins(self) -> bool {
        self.0 % 2 == 1
    }

    /// Whether a token may have this tag, whatever the others have.
    pub fn is_possible(self, clues: &Clues, at: usize) -> bool {
        match self.kind() {
            None => true,
            Some(_) if self.begins() => clues.may_begin(at),
            Some(kind) => clues.may_go_on(at, kind == MentionType::Person),
        }
    }
}

/// A name that was found, or that somebody knows.
#[derive(Clone, Debug, PartialEq)]
pub struct Tagged {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// What it names; a vote for another kind than the tagger's three is one against a name.
    pub kind: MentionType,
}

/// What a known name weighs.
const VOTE: i16 = 80;

/// Less than any sum of weights.
const NEVER: i32 = i32::MIN / 2;

/// The names of a paragraph, sentence by sentence. `known` are the names that somebody knows, in order.
pub fn in_paragraph(words: &Words, known: &[Tagged], weights: &Table) -> Vec<Tagged> {
    let (mut found, mut ways) = (Vec::new(), Vec::new());
    for sentence in &words.sentences {
        let clues = Clues::new(words, sentence.clone());
        let first = known.partition_point(|name| name.tokens.start < sentence.start);
        let end = known.partition_point(|name| name.tokens.end <= sentence.end);
        let tags = tags(&clues, weights, &known[first..end.max(first)], &mut ways);
        add_names(sentence.start, &tags, &mut found);
    }
    found.iter_mut().for_each(|name| trim(words, name));
    found
}

/// Takes off the small words and marks that a name ends in, apart from the dot of an abbreviation and, of other things
/// than persons, the second of two quotation marks. Where only one of two stands in it, it ends there: `Muster „Das Haus`.
fn trim(words: &Words, name: &mut Tagged) {
    let marks: Vec<usize> = quotes::marks(words, name.tokens.clone()).map(Mark::at).collect();
    let quoted = marks.len().is_multiple_of(2) && name.kind != MentionType::Person;
    let ends = |at: usize| {
        let dot = words.raw(at) == "." && words.glued(at);
        words.is_capital(at) || words.is_number(at) || dot || quoted && marks.last() == Some(&at)
    };
    let cut = |name: &mut Tagged| {
        while name.tokens.len() > 1 && !ends(name.tokens.end - 1) {
            name.tokens.end -= 1;
        }
    };
    cut(name);
    let inside = marks.partition_point(|&mark| mark < name.tokens.end);
    if !inside.is_multiple_of(2) {
        name.tokens.end = marks[inside - 1];
        cut(name);
    }
}

/// The likeliest tags of a sentence. `ways` is room to work in.
pub fn tags(clues: &Clues, weights: &impl Weights, votes: &[Tagged], ways: &mut Vec<[u8; TAGS]>) -> Vec<Tag> {
    let steps = weights.steps();
    let mut best = [NEVER; TAGS];
    best[0] = 0;
    ways.clear();
    ways.reserve(clues.len());
    for at in 0..clues.len() {
        let mut next = [NEVER; TAGS];
        let mut way = [0; TAGS];
        // behind most small words, no name can go on
        let alive = best[1..].iter().any(|&worth| worth > NEVER / 2);
        let all = if alive { 0..TAGS } else { 0..1 };
        (next[0], way[0]) = from(&best, all.clone(), |before| steps[before][0]);
        // a small word goes on a name only where one is the best so far
        let inside = best.iter().any(|&worth| worth > best[0]);
        if let Some(row) = (inside || clues.may_begin(at)).then(|| row(clues, at, inside, weights, votes)).flatten() {
            for tag in 1..TAGS {
                // a later token needs a former one of its name
                let before = match Tag(tag as u8).begins() {
                    true => all.clone(),
                    false if alive => tag - 1..tag + 1,
                    false => continue,
                };
                if !Tag(tag as u8).is_possible(clues, at) {
                    continue;
                }
                (next[tag], way[tag]) = from(&best, before, |before| steps[before][tag]);
                next[tag] += i32::from(row[tag]);
            }
            next[0] += i32::from(row[0]);
        }
        ways.push(way);
        best = next;
    }
    let mut tag = (0..TAGS).rev().max_by_key(|&tag| best[tag]).unwrap_or(0);
    let mut tags = vec![Tag::OUTSIDE; ways.len()];
    for (slot, way) in tags.iter_mut().zip(ways).rev() {
        *slot = Tag(tag as u8);
        tag = way[tag].into();
    }
    tags
}

/// The best of the tags before, and what it is worth.
fn from(best: &[i32; TAGS], before: Range<usize>, step: impl Fn(usize) -> i16) -> (i32, u8) {
    let worth = before.map(|before| (best[before] + i32::from(step(before)), before as u8));
    worth.fold((NEVER, 0), |found, other| if other.0 > found.0 { other } else { found })
}

/// What the clues of a token weigh, and the votes. `None` where the first clues tell that no name begins here: most capitals
/// in German begin a noun.
fn row(clues: &Clues, at: usize, inside: bool, weights: &impl Weights, votes: &[Tagged]) -> Option<Row> {
    let mut row = Row::default();
    weights.add(&clues.first(at), &mut row);
    let token = clues.token(at);
    let mut votes = votes.iter().filter(|vote| vote.tokens.contains(&token)).peekable();
    if !inside && clues.have_capital_nouns() && weights.rule_out(&row) && votes.peek().is_none() {
        return None;
    }
    weights.add(&clues.others(at), &mut row);
    for vote in votes {
        let tag = Tag::of(vote.kind, vote.tokens.start == token).unwrap_or(Tag::OUTSIDE);
        row[tag.index()] += VOTE;
    }
    Some(row)
}

/// Adds the names of a sentence that begins at the token `first`.
fn add_names(first: usize, tags: &[Tag], found: &mut Vec<Tagged>) {
    for (at, tag) in (first..).zip(tags) {
        let Some(kind) = tag.kind() else { continue };
        match found.last_mut().filter(|_| !tag.begins()) {
            Some(name) => name.tokens.end = at + 1,
            None => found.push(Tagged { tokens: at..at + 1, kind }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    /// The names of a text, each with its kind.
    fn read(text: &str, lang: Lang) -> Vec<(&str, MentionType)> {
        let words = Words::new(text, lang);
        let found = in_paragraph(&words, &[], Table::of(lang));
        found.into_iter().map(|name| (words.span(name.tokens).of(text), name.kind)).collect()
    }

    #[test]
    fn strange_names_are_told_by_the_words_around() {
        use MentionType::{Organisation, Person, Place};
        assert_eq!(
            read("In Oberwetzikon traf Jolanda Zgraggen-Hürsch den Chef der Vorbach Holzbau AG.", Lang::De),
            [("Oberwetzikon", Place), ("Jolanda Zgraggen-Hürsch", Person), ("Vorbach Holzbau AG", Organisation)]
        );
        assert_eq!(
            read("Harriet Oxley-Banks joined Brindle Foods Inc in Stoke Harwood last year.", Lang::En),
            [("Harriet Oxley-Banks", Person), ("Brindle Foods Inc", Organisation), ("Stoke Harwood", Place)]
        );
    }

    #[test]
    fn nouns_are_no_names() {
        assert_eq!(
            read("Die Mehrwertsteuer steigt, und der Vorstand der Genossenschaft tagt im Keller.", Lang::De),
            []
        );
        assert_eq!(read("The weather was fine and nobody said a word.", Lang::En), []);
    }

    #[test]
    fn no_name_has_one_quotation_mark_of_two() {
        use MentionType::{Organisation, Person};
        for (name, kind, expected) in [
            ("Muster „Das Haus“", Person, "Muster"),
            ("Muster, „Das Haus", Person, "Muster"),
            ("Peter „Pit“ Muster", Person, "Peter „Pit“ Muster"),
            ("Verein „Beispiel am See“", Organisation, "Verein „Beispiel am See“"),
            ("Verein „Beispiel", Organisation, "Verein"),
        ] {
            let words = Words::new(name, Lang::De);
            let mut found = Tagged { tokens: 0..words.len(), kind };
            trim(&words, &mut found);
            assert_eq!(words.span(found.tokens).of(name), expected);
        }
    }

    proptest::proptest! {
        #[test]
        fn names_stand_in_order_and_on_words_whatever_the_text(text in "[A-Za-zäöüßÄ„“«»😀 .,'’\u{a0}-]{0,120}") {
            let words = Words::new(text.as_str(), Lang::De);
            let found = in_paragraph(&words, &[], Table::of(Lang::De));
            assert!(found.iter().all(|name| !name.tokens.is_empty() && name.tokens.end <= words.len()));
            assert!(found.windows(2).all(|pair| pair[0].tokens.end <= pair[1].tokens.start));
        }
    }
}
