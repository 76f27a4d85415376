//! Lists of numbers of articles as runs have them: each number as far from the last as it is, and what belongs to it behind it.

use serde::{Deserialize, Serialize};

/// Numbers of articles, each as far from the last as it is, with what belongs to each.
pub fn steps<'r, T: Deserialize<'r> + 'r>(mut list: &'r [u8]) -> impl Iterator<Item = (u32, T)> + use<'r, T> {
    let mut last = 0;
    std::iter::from_fn(move || {
        let ((step, belonging), rest) = postcard::take_from_bytes::<(u32, T)>(list).ok()?;
        (list, last) = (rest, u32::checked_add(last, step)?);
        Some((last, belonging))
    })
}

/// A list of numbers of articles that is being written.
#[derive(Debug, Default)]
pub struct Steps {
    last: u32,
    bytes: Vec<u8>,
}

impl Steps {
    /// A list behind something else.
    pub fn behind(first: &impl Serialize) -> Self {
        Self { last: 0, bytes: postcard::to_extend(first, Vec::new()).expect("memory takes all bytes") }
    }

    /// Adds an article behind all others, or the last one again.
    pub fn push(&mut self, article: u32, belonging: &impl Serialize) {
        let step = article - std::mem::replace(&mut self.last, article);
        let bytes = std::mem::take(&mut self.bytes);
        self.bytes = postcard::to_extend(&(step, belonging), bytes).expect("memory takes all bytes");
    }

    /// Lists one after the other, and where each ends.
    pub fn joined(lists: impl IntoIterator<Item = Self>) -> (Vec<u8>, Vec<u32>) {
        let mut bytes = Vec::new();
        let ends = lists.into_iter().map(|list| {
            bytes.extend(list.bytes);
            bytes.len() as u32
        });
        let ends = ends.collect();
        (bytes, ends)
    }
}

/// Numbers as bytes, least byte first.
pub fn numbers(numbers: impl IntoIterator<Item = u32>) -> Vec<u8> {
    numbers.into_iter().flat_map(u32::to_le_bytes).collect()
}
