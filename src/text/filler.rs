//! What stands in a text where the file has bytes that are not read: so offsets hold, and no word is parted. It must not
//! know why they are not read.

use std::borrow::Cow;

use crate::lang::folding::{SEAM, is_unseen};

/// Fills bytes with what is not seen: within a word with soft hyphens, which do not part it.
pub fn fill(bytes: &mut [u8], in_word: bool) {
    const SOFT_HYPHEN: &str = "\u{ad}";
    const JOINER: &str = "\u{200c}";
    bytes.fill(SEAM as u8);
    if in_word {
        let odd = bytes.len() % 2 == 1 && bytes.len() >= JOINER.len();
        let (first, rest) = bytes.split_at_mut(if odd { JOINER.len() } else { 0 });
        first.copy_from_slice(&JOINER.as_bytes()[..first.len()]);
        rest.chunks_exact_mut(SOFT_HYPHEN.len()).for_each(|pair| pair.copy_from_slice(SOFT_HYPHEN.as_bytes()));
    }
}

/// A text without what is not seen in it.
pub fn seen(text: &str) -> Cow<'_, str> {
    if text.contains(is_unseen) { text.replace(is_unseen, "").into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_number_of_bytes_is_filled() {
        for length in 0..9 {
            for in_word in [false, true] {
                let mut bytes = vec![b'x'; length];
                fill(&mut bytes, in_word);
                let text = String::from_utf8(bytes).expect("it is text");
                assert_eq!(seen(&text), "", "{length} {in_word}");
                assert!(!in_word || length == 1 || !text.contains(SEAM), "{length}");
            }
        }
    }
}
