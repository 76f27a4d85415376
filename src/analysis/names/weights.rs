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
    /// What clues weigh together for each tag.
    fn sum(&self, clues: &[u64]) -> Row;

    /// What tags weigh behind one another.
    fn steps(&self) -> &Steps;
}

/// A power of two: so many rows there are. Twice and eight times as many are larger and, over all sets, no better.
pub const ROWS: usize = 1 << 17;

/// The row of a clue: its upper bits are mixed best.
pub fn place(clue: u64) -> usize {
    (clue >> (u64::BITS - ROWS.ilog2())) as usize
}

/// Weights as they are kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    pub rows: Vec<[i8; 8]>,
    pub steps: Steps,
}

impl Table {
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
        Self {
            rows: rows.iter().map(|row| row.map(u8::cast_signed)).collect(),
            steps: std::array::from_fn(|before| {
                std::array::from_fn(|tag| i16::from_le_bytes(steps[before * TAGS + tag]))
            }),
        }
    }

    /// The compressed file of these weights.
    pub fn file(&self) -> std::io::Result<Vec<u8>> {
        let rows = self.rows.iter().flatten().map(|weight| weight.cast_unsigned());
        let steps = self.steps.iter().flatten().flat_map(|weight| weight.to_le_bytes());
        zstd::bulk::compress(&rows.chain(steps).collect::<Vec<u8>>(), 19)
    }
}

impl Weights for Table {
    fn sum(&self, clues: &[u64]) -> Row {
        let mut row = Row::default();
        // of a length that is known, so that no place has to be checked against it
        let Some(rows) = self.rows.first_chunk::<ROWS>() else { return row };
        for &clue in clues {
            let weights = &rows[place(clue)];
            for (sum, weight) in row.iter_mut().zip(weights) {
                *sum += i16::from(*weight);
            }
        }
        row
    }

    fn steps(&self) -> &Steps {
        &self.steps
    }
}
