//! The same words, quoted again: whatever marks stand around them, and whatever was left out of them.

use std::ops::Range;

use super::keys::spread;
use crate::lang::folding::fold_name;
use crate::text::kept::hash;

/// Quotations with fewer words are phrases, which anybody may use.
const FEWEST: usize = 4;
/// So many words in a row make one fingerprint,
const SHINGLE: usize = 4;
/// and of so many in a row the smallest is kept: two quotations that share seven words in a row share one of them.
const WINDOW: usize = 4;

/// The words of a quotation without case, accents and marks. Where something was left out stands an empty one.
pub fn words<'t>(parts: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut words = Vec::new();
    for part in parts {
        let part = part.replace("[...]", "…").replace("(...)", "…").replace("...", "…").replace('…', " … ");
        for word in part.split_whitespace() {
            if word.contains('…') {
                words.push(String::new());
                continue;
            }
            let word: String = fold_name(word).chars().filter(|c| c.is_alphanumeric()).collect();
            if !word.is_empty() {
                words.push(word);
            }
        }
    }
    words
}

/// By what articles are found that quote the same.
pub fn fingerprints(words: &[String]) -> impl Iterator<Item = u64> {
    let mut kept = Vec::new();
    for piece in pieces(words).filter(|piece| piece.len() >= FEWEST) {
        let hashes: Vec<u64> = piece.iter().map(hash).collect();
        let prints: Vec<u64> = hashes.windows(SHINGLE).map(spread).collect();
        kept.extend(prints.windows(WINDOW.min(prints.len())).filter_map(|window| window.iter().min().copied()));
    }
    kept.sort_unstable();
    kept.dedup();
    kept.into_iter()
}

/// Whether one quotation repeats another, or a part of it: each of its pieces stands in the other, in order.
pub fn repeats(a: &[String], b: &[String]) -> bool {
    stands_in(a, b) || stands_in(b, a)
}

fn stands_in(short: &[String], long: &[String]) -> bool {
    let count = pieces(short).map(<[String]>::len).sum::<usize>();
    let mut from = 0;
    count >= FEWEST
        && pieces(short).all(|piece| match find(piece, &long[from..]) {
            Some(found) => {
                from += found.end;
                true
            }
            None => false,
        })
}

/// What stands between the places where something was left out.
fn pieces(words: &[String]) -> impl Iterator<Item = &[String]> {
    words.split(String::is_empty).filter(|piece| !piece.is_empty())
}

fn find(piece: &[String], words: &[String]) -> Option<Range<usize>> {
    let start = words.windows(piece.len()).position(|window| window == piece)?;
    Some(start..start + piece.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repeat(a: &str, b: &str) -> bool {
        let [a, b] = [a, b].map(|quotation| words([quotation].into_iter()));
        let shared = fingerprints(&a).any(|print| fingerprints(&b).any(|other| other == print));
        assert!(!repeats(&a, &b) || shared);
        repeats(&a, &b)
    }

    #[test]
    fn marks_case_and_what_was_left_out_do_not_count() {
        const LONG: &str =
            "Wir haben die Brücke nicht geschlossen, weil wir wollten, sondern weil der Pfeiler Risse hat";
        assert!(repeat(LONG, "wir haben die Brücke nicht geschlossen weil wir wollten"));
        assert!(repeat(LONG, "Wir haben die «Brücke» nicht geschlossen, … sondern weil der Pfeiler Risse hat."));
        assert!(repeat("Wir haben die Brücke nicht geschlossen [...] weil der Pfeiler Risse hat", LONG));
        assert!(!repeat(LONG, "Wir haben die Brücke nicht geöffnet, weil wir wollten"));
        assert!(!repeat(LONG, "weil der Pfeiler"));
        assert!(!repeat("sondern weil der Pfeiler Risse hat … Wir haben die Brücke nicht geschlossen", LONG));
    }
}
