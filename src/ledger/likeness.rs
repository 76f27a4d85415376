//! Where words stand by now that were edited: the place of a text that takes the fewest edits to become what was there.
//! A bit-parallel search (Myers 1999) says where it may be, a table of distances around that where it begins and ends.
//! Everything here counts in characters.

use std::ops::Range;

/// Words with those before and behind them.
pub struct Passage {
    all: Vec<char>,
    /// The words themselves.
    words: Range<usize>,
}

/// A place that is like a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Like {
    /// The words themselves.
    pub place: Range<usize>,
    /// How many characters were put in, left out or replaced, in the passage and in the words alone.
    pub edits: usize,
    pub own_edits: usize,
}

/// So many characters are searched for at once: as many as a machine word has bits.
const SEED: usize = 64;

/// What part of a passage may differ: one in so many characters.
const DIFFER: usize = 5;

impl Passage {
    pub fn new(before: &str, words: &str, behind: &str) -> Self {
        let mut all: Vec<char> = before.chars().collect();
        let start = all.len();
        all.extend(words.chars());
        let words = start..all.len();
        all.extend(behind.chars());
        Self { all, words }
    }

    /// The likest place with at most a fifth of the passage edited, of equals the one nearest to `near`.
    pub fn find(&self, text: &[char], near: usize) -> Option<Like> {
        let most = self.all.len() / DIFFER;
        let mut found: Option<Like> = None;
        for window in self.windows(text, most) {
            let Some(like) = self.within(&text[window.clone()], most) else { continue };
            let like = Like { place: like.place.start + window.start..like.place.end + window.start, ..like };
            let rank = |like: &Like| (like.edits, like.place.start.abs_diff(near));
            if found.as_ref().is_none_or(|best| rank(&like) < rank(best)) {
                found = Some(like);
            }
        }
        found
    }

    /// Where the passage may stand: around each place like what stands at the start of the words, or at their end. Places
    /// nearer to each other than the passage is long are one.
    fn windows(&self, text: &[char], most: usize) -> Vec<Range<usize>> {
        let length = self.all.len();
        let first = self.words.start.saturating_sub(SEED / 2).min(length.saturating_sub(SEED));
        let last = (self.words.end + SEED / 2).min(length).max(SEED.min(length));
        let seeds = [first..(first + SEED).min(length), last.saturating_sub(SEED)..last];
        let mut windows: Vec<Range<usize>> = Vec::new();
        for seed in if seeds[0] == seeds[1] { &seeds[..1] } else { &seeds } {
            for end in ends(&self.all[seed.clone()], text, most) {
                let start = end.saturating_sub(seed.end + most);
                windows.push(start..(end + (length - seed.end) + most).min(text.len()));
            }
        }
        windows.sort_by_key(|window| window.start);
        windows.dedup_by(|next, before| {
            let same = next.start < before.start + length / 2;
            if same {
                before.end = before.end.max(next.end);
            }
            same
        });
        windows
    }

    /// The likest place in a stretch: a table of distances (Sellers 1980), row by row, in which each cell knows where the
    /// words begin and end on the way to it, and with how many edits.
    fn within(&self, text: &[char], most: usize) -> Option<Like> {
        let mut row: Vec<Cell> = (0..=text.len()).map(|at| Cell { edits: 0, own: 0, start: at, end: at }).collect();
        for (at, wanted) in self.all.iter().enumerate() {
            let own = usize::from(self.words.contains(&at));
            let above = row[0];
            let mut diagonal = above;
            row[0] = Cell { edits: above.edits + 1, own: above.own + own, ..above };
            for (here, is) in text.iter().enumerate() {
                let up = row[here + 1];
                let kept = usize::from(wanted != is);
                let mut cell = Cell { edits: diagonal.edits + kept, own: diagonal.own + kept * own, ..diagonal };
                if (up.edits + 1, up.own + own) < (cell.edits, cell.own) {
                    cell = Cell { edits: up.edits + 1, own: up.own + own, ..up };
                }
                let left = row[here];
                let inside = usize::from(self.words.contains(&at) && at + 1 < self.words.end);
                if (left.edits + 1, left.own + inside) < (cell.edits, cell.own) {
                    cell = Cell { edits: left.edits + 1, own: left.own + inside, ..left };
                } else if at + 1 == self.words.end {
                    cell.end = here + 1;
                }
                if at + 1 == self.words.start {
                    cell.start = here + 1;
                }
                diagonal = up;
                row[here + 1] = cell;
            }
        }
        let best = row.iter().min_by_key(|cell| (cell.edits, cell.own))?;
        let whole = best.edits <= most && best.start < best.end;
        whole.then_some(Like { place: best.start..best.end, edits: best.edits, own_edits: best.own })
    }
}

#[derive(Clone, Copy)]
struct Cell {
    edits: usize,
    own: usize,
    start: usize,
    end: usize,
}

/// Behind which characters of a text a pattern ends with at most so many edits; of neighbours, the one with the fewest. The
/// pattern has at most [`SEED`] characters.
fn ends(pattern: &[char], text: &[char], most: usize) -> Vec<usize> {
    let Some(last) = pattern.len().checked_sub(1) else { return vec![] };
    let mask = |c: char| pattern.iter().enumerate().fold(0u64, |bits, (at, p)| bits | u64::from(*p == c) << at);
    let mut masks: rustc_hash::FxHashMap<char, u64> = rustc_hash::FxHashMap::default();
    let (mut plus, mut minus, mut edits) = (u64::MAX, 0u64, pattern.len());
    let mut ends: Vec<(usize, usize)> = Vec::new();
    for (at, &c) in text.iter().enumerate() {
        let equal = *masks.entry(c).or_insert_with(|| mask(c));
        let vertical = equal | minus;
        let horizontal = (((equal & plus).wrapping_add(plus)) ^ plus) | equal;
        let up = minus | !(horizontal | plus);
        let down = plus & horizontal;
        edits = edits + usize::from(up >> last & 1 == 1) - usize::from(down >> last & 1 == 1);
        let (up, down) = (up << 1, down << 1);
        plus = down | !(vertical | up);
        minus = up & vertical;
        if edits <= most {
            match ends.last_mut() {
                Some((end, fewest)) if *end + pattern.len() / 2 > at => {
                    if edits < *fewest {
                        (*end, *fewest) = (at + 1, edits);
                    }
                }
                _ => ends.push((at + 1, edits)),
            }
        }
    }
    ends.into_iter().map(|(end, _)| end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn finds(passage: [&str; 3], text: &str, expected: Option<&str>) {
        let chars: Vec<char> = text.chars().collect();
        let found = Passage::new(passage[0], passage[1], passage[2]).find(&chars, 0);
        let words = found.map(|like| chars[like.place].iter().collect::<String>());
        assert_eq!(words.as_deref(), expected);
    }

    const PASSAGE: [&str; 3] = ["Im Norden der Gemeinde liegen „", "40 Höfe", "“ an der Aare, sagt das Hofamt."];

    #[test]
    fn edited_words_are_found_where_they_stand() {
        let text = |from: &str, to: &str| format!("🌾 Zuerst. {} Zuletzt.", PASSAGE.concat().replace(from, to));
        finds(PASSAGE, &text("", ""), Some("40 Höfe"));
        finds(PASSAGE, &text("40 Höfe", "41 Höfe"), Some("41 Höfe"));
        finds(PASSAGE, &text("40 Höfe", "40 alte Höfe"), Some("40 alte Höfe"));
        finds(PASSAGE, &text("liegen „", "gibt es „"), Some("40 Höfe"));
        finds(PASSAGE, &text("“ an der Aare", "“ seit je an der Aare"), Some("40 Höfe"));
        finds(PASSAGE, &text("Norden der", "Norden, der"), Some("40 Höfe"));
    }

    #[test]
    fn other_words_are_not() {
        finds(PASSAGE, "Im Süden der Stadt stehen zwei Türme am Fluss, sagt niemand.", None);
        finds(PASSAGE, &PASSAGE.concat().replace("40 Höfe", ""), None);
        finds(PASSAGE, "", None);
    }

    #[test]
    fn long_words_are_found_by_either_end() {
        let words = "Die Gemeinde hat im vergangenen Jahr beschlossen, den Bach bis zur Mündung freizulegen und neu zu bepflanzen.";
        let edited = words.replace("vergangenen Jahr", "letzten Jahr").replace("Die Gemeinde", "Die Stadt");
        finds(["Vorher. ", words, " Nachher."], &format!("Vorher. {edited} Nachher."), Some(&edited));
    }
}
