//! What clues weigh for each tag: a table of small numbers, found by the hash of a clue. Clues may share a row. The tables
//! stand compressed beside this file; they are made by [`super::training`] and opened on first use.

use std::sync::LazyLock;

use super::tagger::TAGS;
use crate::lang::Lang;

/// A number for each tag, and some that nobody asks for: eight of them are added at once.
pub type Row = [i16; 8];

/// What a tag weighs behind another, by their numbers.
pub type Steps = [[i16; TAGS]; TAGS];

/// What the tagger asks.
pub trait Weights {
    /// Adds what clues weigh for each tag.
    fn add(&self, clues: &[u64], row: &mut Row);

    /// Whether a sum of first clues tells that a noun is no name, so that the others need not be asked.
    fn rule_out(&self, first: &Row) -> bool;

    /// What tags weigh behind one another.
    fn steps(&self) -> &Steps;
}

/// A power of two: so many rows there are. Twice and eight times as many are larger and, over all sets, no better.
pub const ROWS: usize = 1 << 17;

/// The row of a clue: its upper bits are mixed best.
pub fn place(clue: u64) -> usize {
    (clue >> UPPER) as usize
}

/// The clue in the row that stands so many places beside that of another, in the same line of the processor's cache: what
/// a word tells of itself, the next token asks of the word before, and finds it there.
pub fn beside(clue: u64, places: u64) -> u64 {
    clue ^ places << UPPER
}

const UPPER: u32 = u64::BITS - ROWS.ilog2();

/// So many rows are a line of the processor's cache.
const LINE: usize = 8;

/// Weights as they are kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    lines: Vec<Line>,
    steps: Steps,
}

/// Rows that stand in one line.
#[derive(Clone, Debug, PartialEq)]
#[repr(align(64))]
struct Line([[i8; 8]; LINE]);

/// By so much the first clues must tell more for no name than for any. Less costs names that the others would have told,
/// more spares less work.
const MARGIN: i16 = 20;

impl Table {
    /// Of rows, as many as there are.
    pub fn new(rows: impl IntoIterator<Item = [i8; 8]>, steps: Steps) -> Self {
        let rows: Vec<[i8; 8]> = rows.into_iter().collect();
        let (lines, _) = rows.as_chunks();
        Self { lines: lines.iter().map(|line| Line(*line)).collect(), steps }
    }

    /// The weights of a language.
    pub fn of(lang: Lang) -> &'static Self {
        static DE: LazyLock<Table> = LazyLock::new(|| Table::open(include_bytes!("weights/de.zst")));
        static EN: LazyLock<Table> = LazyLock::new(|| Table::open(include_bytes!("weights/en.zst")));
        match lang {
            Lang::De => &DE,
            Lang::En => &EN,
        }
    }

    /// The weights in a compressed file of this repository; other bytes give weights that find nothing.
    fn open(file: &[u8]) -> Self {
        let mut bytes = zstd::bulk::decompress(file, ROWS * 8 + 2 * TAGS * TAGS).unwrap_or_default();
        bytes.resize(ROWS * 8 + 2 * TAGS * TAGS, 0);
        let (rows, steps) = bytes.split_at(ROWS * 8);
        let (rows, _) = rows.as_chunks::<8>();
        let (steps, _) = steps.as_chunks::<2>();
        let step = |before, tag| i16::from_le_bytes(steps[before * TAGS + tag]);
        Self::new(
            rows.iter().map(|row| row.map(u8::cast_signed)),
            std::array::from_fn(|before| std::array::from_fn(|tag| step(before, tag))),
        )
    }

    /// The compressed file of these weights.
    pub fn file(&self) -> std::io::Result<Vec<u8>> {
        let rows = self.lines.iter().flat_map(|line| line.0).flatten().map(|weight| weight.cast_unsigned());
        let steps = self.steps.iter().flatten().flat_map(|weight| weight.to_le_bytes());
        zstd::bulk::compress(&rows.chain(steps).collect::<Vec<u8>>(), 19)
    }
}

impl Weights for Table {
    fn add(&self, clues: &[u64], row: &mut Row) {
        // of a length that is known, so that no place has to be checked against it
        let Some(lines) = self.lines.first_chunk::<{ ROWS / LINE }>() else { return };
        for &clue in clues {
            let place = place(clue);
            let weights = &lines[place / LINE].0[place % LINE];
            for (sum, weight) in row.iter_mut().zip(weights) {
                *sum += i16::from(*weight);
            }
        }
    }

    fn rule_out(&self, first: &Row) -> bool {
        // behind the tags stands a zero: that it is none must be told, and not only be untold that it is one
        first[1..].iter().all(|weight| first[0] > weight + MARGIN)
    }

    fn steps(&self) -> &Steps {
        &self.steps
    }
}
