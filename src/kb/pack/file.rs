//! Packs as files: opened without being read, and compared with what their head says they add up to.

use std::fs::File;
use std::io::{Error, ErrorKind, Read, Seek, SeekFrom};
use std::sync::Arc;

use super::layout::{Head, Part, Refused};
use super::{Bytes, Pack};

/// So many bytes are read at once.
const PIECE: usize = 1 << 20;

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        match error.kind() {
            ErrorKind::NotFound => Self::Missing,
            _ => Self::Failed(error.to_string()),
        }
    }
}

impl Pack {
    /// Maps a file into memory and opens it.
    pub fn open_file(file: &File) -> Result<Arc<Self>, Refused> {
        // SAFETY: a pack is never changed where it lies, but replaced by another file (`beleg kb import`), and what is
        // mapped stays what it was. Whoever writes into it with other tools may end the program, as with any mapped file.
        #[allow(unsafe_code)]
        let map = unsafe { memmap2::Mmap::map(file)? };
        Self::open(Bytes::Mapped(map))
    }
}

/// Reads a whole pack and tells whether any byte is not what it was. It is read, not mapped, so that it takes no memory.
pub fn verify(mut file: &File) -> Result<(), Refused> {
    let size = file.metadata()?.len();
    let mut head = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.take(Head::LEN as u64).read_to_end(&mut head)?;
    let head = Head::read(&head, size)?;
    let mut piece = vec![0; PIECE];
    for part in Part::ALL {
        let stretch = head.part(part);
        file.seek(SeekFrom::Start(stretch.start))?;
        let mut part = file.take(stretch.len);
        let mut checksum = crc32fast::Hasher::new();
        loop {
            match part.read(&mut piece)? {
                0 => break,
                count => checksum.update(&piece[..count]),
            }
        }
        if checksum.finalize() != stretch.checksum {
            return Err(Refused::Damaged);
        }
    }
    Ok(())
}
