//! Cards compressed one by one, with a dictionary of what they have in common: so each is decoded without its neighbours.

use std::io;

use zstd::bulk::Compressor;

use super::write::Squeeze;

/// A dictionary has so many bytes at most.
const DICTIONARY: usize = 112_000;

/// The most that a card is worth: levels beyond save little and take much longer.
const LEVEL: i32 = 3;

/// Compresses cards like some that are known.
pub struct Zstd {
    dictionary: Vec<u8>,
    compressor: Compressor<'static>,
}

impl Zstd {
    /// With a dictionary of what these cards have in common; `None` where they are too few for one.
    pub fn of(cards: &[Vec<u8>]) -> io::Result<Option<Self>> {
        let Ok(dictionary) = zstd::dict::from_samples(cards, DICTIONARY) else { return Ok(None) };
        let compressor = Compressor::with_dictionary(LEVEL, &dictionary)?;
        Ok(Some(Self { dictionary, compressor }))
    }
}

impl Squeeze for Zstd {
    fn dictionary(&self) -> &[u8] {
        &self.dictionary
    }

    fn squeeze(&mut self, card: &[u8]) -> io::Result<Vec<u8>> {
        self.compressor.compress(card)
    }
}
