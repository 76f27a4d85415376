//! The cards of a pack: one entity each, decoded when it is asked for. The last ones are kept, since an article asks for
//! the same few again and again.

use std::sync::{Arc, Mutex, PoisonError};

use zstd::bulk::Decompressor;

use super::Piece;
use super::layout::Refused;
use crate::kb::model::Entity;

/// A card has fewer bytes than this.
const LONGEST: usize = 1 << 20;

/// So many cards are kept at most.
const KEPT: usize = 2048;

type Kept = Mutex<Option<(u32, Arc<Entity>)>>;

/// All cards of a pack.
pub struct Cards {
    bytes: Piece,
    starts: Piece,
    /// Where they are compressed.
    decompressor: Option<Mutex<Decompressor<'static>>>,
    /// Each number has one place, which it shares with others.
    kept: Box<[Kept]>,
}

impl Cards {
    pub fn new(bytes: Piece, starts: Piece, dictionary: Piece, count: u32) -> Result<Self, Refused> {
        if starts.as_ref().len() != (count as usize + 1) * 8 {
            return Err(Refused::Damaged);
        }
        let dictionary = dictionary.as_ref();
        let decompressor = (!dictionary.is_empty()).then(|| Decompressor::with_dictionary(dictionary)).transpose();
        Ok(Self {
            bytes,
            starts,
            decompressor: decompressor.map_err(|error| Refused::Failed(error.to_string()))?.map(Mutex::new),
            kept: (0..(count as usize).clamp(1, KEPT)).map(|_| Mutex::default()).collect(),
        })
    }

    /// The entity of a number; `None` where its card cannot be read.
    pub fn entity(&self, number: u32) -> Option<Arc<Entity>> {
        let mut kept = self.kept[number as usize % self.kept.len()].lock().unwrap_or_else(PoisonError::into_inner);
        match &*kept {
            Some((before, entity)) if *before == number => Some(entity.clone()),
            _ => {
                let entity = Arc::new(self.decode(number)?);
                *kept = Some((number, entity.clone()));
                Some(entity)
            }
        }
    }

    fn decode(&self, number: u32) -> Option<Entity> {
        let starts = self.starts.as_ref().get(number as usize * 8..)?;
        let (start, end) = (starts.first_chunk()?, starts.get(8..)?.first_chunk()?);
        let card = self.bytes.as_ref().get(u64::from_le_bytes(*start) as usize..u64::from_le_bytes(*end) as usize)?;
        match &self.decompressor {
            None => postcard::from_bytes(card).ok(),
            Some(decompressor) => {
                let mut decompressor = decompressor.lock().unwrap_or_else(PoisonError::into_inner);
                let capacity = Decompressor::upper_bound(card).unwrap_or(LONGEST).min(LONGEST);
                postcard::from_bytes(&decompressor.decompress(card, capacity).ok()?).ok()
            }
        }
    }
}
