//! Ten thousand annotations of made-up articles, and random edits around and inside them: none is lost, and none ends up
//! on other words.

use beleg::ledger::Anchor;
use beleg::text::Span;

const ANCHORS: usize = 10_000;

/// So many characters are kept before and behind the words of an anchor.
const CONTEXT: usize = 32;

const WORDS: [&str; 24] = [
    "Höfe",
    "liegen",
    "im",
    "Tal",
    "„alte“",
    "Brücken",
    "sagt",
    "das",
    "Amt",
    "e\u{301}in",
    "🌾",
    "weil",
    "Wasser",
    "steigt,",
    "und",
    "niemand",
    "weiß",
    "warum",
    "Äcker",
    "am\u{a0}Süd\u{ad}hang",
    "gehören",
    "der",
    "Gemeinde",
    "seit",
];

/// Numbers that are the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    fn word(&mut self) -> &'static str {
        WORDS[self.below(WORDS.len())]
    }

    /// A text of words and numbers, and where each begins.
    fn article(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..60 {
            for _ in 0..8 + self.below(12) {
                match self.below(9) {
                    0 => text += &format!("{} {}", 2 + self.below(9_000), self.word()),
                    _ => text += self.word(),
                }
                text.push(' ');
            }
            text += ".\n";
        }
        text
    }
}

/// A text in characters, with the place of the words of an anchor: edits move it as an editor would.
struct Edited {
    text: Vec<char>,
    words: std::ops::Range<usize>,
}

impl Edited {
    fn insert(&mut self, at: usize, new: &str) {
        let new: Vec<char> = new.chars().collect();
        if at <= self.words.start {
            self.words = self.words.start + new.len()..self.words.end + new.len();
        } else if at < self.words.end {
            self.words.end += new.len();
        }
        self.text.splice(at..at, new);
    }

    fn delete(&mut self, at: usize, length: usize) {
        let gone = at..(at + length).min(self.text.len());
        let shorter = |edge: usize| edge - edge.clamp(gone.start, gone.end).saturating_sub(gone.start).min(edge);
        self.words = shorter(self.words.start)..shorter(self.words.end);
        self.text.drain(gone);
    }

    fn string(&self) -> String {
        self.text.iter().collect()
    }
}

#[test]
fn anchors_stay_with_their_words_through_random_edits() {
    let mut dice = Dice(0x5eed);
    let (mut inside, mut exact) = (0, 0);
    for _ in 0..ANCHORS / 20 {
        let text = dice.article();
        let starts: Vec<usize> = text.match_indices(' ').map(|(at, _)| at + 1).collect();
        for _ in 0..20 {
            let first = dice.below(starts.len() - 8);
            let (start, end) = (starts[first], starts[first + 1 + dice.below(7)] - 1);
            let span = Span::new(start, end);
            let anchor = Anchor::of(&text, span);
            let chars = text[..start].chars().count();
            let length = span.of(&text).chars().count();
            let mut edited = Edited { text: text.chars().collect(), words: chars..chars + length };
            // far away anything may happen, near the words and inside them a tenth is edited
            let end = edited.text.len();
            let far = if chars > end / 2 { dice.below(chars - CONTEXT - 8) } else { chars + length + CONTEXT + 8 };
            if dice.below(2) == 0 {
                let paragraph = dice.article();
                edited.insert(far, &paragraph[..paragraph.find('\n').unwrap()]);
            } else {
                let room = if far < chars { chars - CONTEXT - 8 - far } else { end - far };
                edited.delete(far, dice.below(200).min(room));
            }
            let mut own_edits = 0;
            let mut left = (length + 2 * CONTEXT) / 10;
            while left > 0 {
                let from = edited.words.start.saturating_sub(CONTEXT);
                let to = (edited.words.end + CONTEXT).min(edited.text.len());
                let at = from + dice.below(to - from);
                let many = 1 + dice.below(left.min(4));
                let deletes = dice.below(2) == 0;
                let touched = if deletes { at..at + many } else { at..at + 1 };
                let own = touched.end.min(edited.words.end).saturating_sub(touched.start.max(edited.words.start));
                left -= many;
                // words of which more than a third is edited are others
                if own > 0 && (own_edits + many) * 3 > length {
                    continue;
                }
                own_edits += if own > 0 { many } else { 0 };
                inside += usize::from(own > 0);
                if deletes {
                    edited.delete(at, many);
                } else {
                    let word: String = dice.word().chars().take(many).collect();
                    edited.insert(at, &word);
                }
            }
            let now = edited.string();
            let found = anchor.find(&now);
            let found = found.unwrap_or_else(|| panic!("lost: {anchor:?} in {now}"));
            let (start, end) = (now[..found.start].chars().count(), now[..found.end].chars().count());
            // an edit at the very edge may belong to either side, and words that were joined are one
            let near = |a: usize, b: usize| a.abs_diff(b) <= 16;
            let overlaps = start < edited.words.end.max(edited.words.start + 1) && edited.words.start < end;
            // what was put in right beside the words may be the same words
            let twin = found.of(&now) == span.of(&text);
            let place = near(start, edited.words.start) && near(end, edited.words.end);
            assert!(place && (overlaps || twin), "{anchor:?} was found as {:?} in\n{now}", found.of(&now));
            exact += usize::from(start == edited.words.start && end == edited.words.end);
        }
    }
    assert!(inside > ANCHORS / 4, "edits hit the words themselves: {inside}");
    assert!(exact > ANCHORS * 8 / 10, "to the character: {exact}");
}
