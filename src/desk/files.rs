//! Articles on disk: read whole, up to a size, in whatever charset they are.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::text::decode::{Decoded, decode};

/// Why an article was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It has more bytes than the settings allow.
    TooLarge { size: u64, limit: u64 },
    /// The system says why.
    Failed(String),
}

impl From<std::io::Error> for Unreadable {
    fn from(error: std::io::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

/// Reads a file of at most `limit` bytes.
pub fn read(path: &Path, limit: u64) -> Result<Decoded, Unreadable> {
    let file = File::open(path)?;
    let about = file.metadata()?;
    if !about.is_file() {
        return Err(Unreadable::Failed(std::io::Error::from(std::io::ErrorKind::InvalidInput).to_string()));
    }
    if about.len() > limit {
        return Err(Unreadable::TooLarge { size: about.len(), limit });
    }
    let mut bytes = Vec::with_capacity(about.len() as usize);
    // The file may grow while it is read.
    file.take(limit).read_to_end(&mut bytes)?;
    Ok(decode(bytes))
}
