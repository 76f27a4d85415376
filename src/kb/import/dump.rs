//! A dump as pieces of whole lines: unpacked by what its first bytes say it is, line by line in bounded memory, whatever
//! it holds. What the lines mean is not known here.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A piece has about so many bytes.
const PIECE: usize = 1 << 20;

/// Longer lines are passed over: the longest item of Wikidata has about five million bytes.
const LONGEST: usize = 64 << 20;

/// A dump that is being read.
pub struct Dump {
    bytes: Box<dyn Read + Send>,
    /// How much of the file has been read, in bytes as they lie there.
    pub position: Arc<AtomicU64>,
    /// Bytes behind the last whole line.
    rest: Vec<u8>,
    /// How much has been handed out or passed over, in bytes of the text, and its CRC-32.
    done: (u64, crc32fast::Hasher),
}

/// Whole lines of a dump.
#[derive(Default)]
pub struct Piece {
    pub lines: Vec<u8>,
    /// Where it ends, in bytes of the text, and the CRC-32 of all up to there.
    pub end: (u64, u32),
    /// Lines that were passed over before it.
    pub too_long: u64,
}

impl Dump {
    /// Opens a dump: gzip, bzip2, zstd, or plain text.
    pub fn open(path: &Path) -> io::Result<Self> {
        let mut file = File::open(path)?;
        let mut magic = Vec::new();
        (&mut file).take(4).read_to_end(&mut magic)?;
        let position = Arc::new(AtomicU64::new(0));
        let whole = Counted { file: File::open(path)?, position: position.clone() };
        let bytes: Box<dyn Read + Send> = match *magic {
            [0x1f, 0x8b, ..] => Box::new(flate2::bufread::MultiGzDecoder::new(BufReader::with_capacity(PIECE, whole))),
            [b'B', b'Z', b'h', _] => {
                Box::new(bzip2::bufread::MultiBzDecoder::new(BufReader::with_capacity(PIECE, whole)))
            }
            [0x28, 0xb5, 0x2f, 0xfd] => Box::new(zstd::stream::read::Decoder::new(whole)?),
            _ => Box::new(whole),
        };
        Ok(Self::of(bytes, position))
    }

    fn of(bytes: Box<dyn Read + Send>, position: Arc<AtomicU64>) -> Self {
        Self { bytes, position, rest: vec![], done: (0, crc32fast::Hasher::new()) }
    }

    /// Passes over what was read before, which ends with a line; tells whether it is the same text as then.
    pub fn skip(&mut self, (end, checksum): (u64, u32)) -> io::Result<bool> {
        let mut piece = vec![0; PIECE];
        while self.done.0 < end {
            let most = PIECE.min((end - self.done.0) as usize);
            match self.bytes.read(&mut piece[..most])? {
                0 => return Ok(false),
                read => self.add(&piece[..read]),
            }
        }
        Ok(self.done.1.clone().finalize() == checksum)
    }

    fn add(&mut self, bytes: &[u8]) {
        self.done.0 += bytes.len() as u64;
        self.done.1.update(bytes);
    }

    /// The next lines; `None` at the end. Fails with [`io::ErrorKind::UnexpectedEof`] where a packed dump is cut off.
    pub fn next(&mut self) -> io::Result<Option<Piece>> {
        let mut piece = Piece { lines: std::mem::take(&mut self.rest), ..Piece::default() };
        // how much of the lines is known to hold no end of a line
        let mut searched = 0;
        loop {
            let before = piece.lines.len();
            let read = (&mut self.bytes).take(PIECE as u64).read_to_end(&mut piece.lines)?;
            let end = memchr::memrchr(b'\n', &piece.lines[searched..]).map(|at| searched + at + 1);
            match end {
                _ if read == 0 && before == 0 => return Ok(None),
                Some(end) => self.rest = piece.lines.split_off(end),
                None if read == 0 => {}
                None if piece.lines.len() > LONGEST => {
                    piece.too_long += 1;
                    self.add(&piece.lines);
                    piece.lines.clear();
                    self.pass_over_line(&mut piece.lines)?;
                    searched = 0;
                    continue;
                }
                None => {
                    searched = piece.lines.len();
                    continue;
                }
            }
            self.add(&piece.lines);
            piece.end = (self.done.0, self.done.1.clone().finalize());
            return Ok(Some(piece));
        }
    }

    /// Reads up to the end of a line, and keeps what comes behind it.
    fn pass_over_line(&mut self, behind: &mut Vec<u8>) -> io::Result<()> {
        loop {
            behind.clear();
            let read = (&mut self.bytes).take(PIECE as u64).read_to_end(behind)?;
            let end = memchr::memchr(b'\n', behind).map_or(behind.len(), |at| at + 1);
            self.add(&behind[..end]);
            if read == 0 || end < read || behind.ends_with(b"\n") {
                behind.drain(..end);
                return Ok(());
            }
        }
    }
}

/// A file that tells how much of it has been read.
struct Counted {
    file: File,
    position: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(bytes)?;
        self.position.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dump(bytes: impl Read + Send + 'static) -> Dump {
        Dump::of(Box::new(bytes), Arc::default())
    }

    #[test]
    fn pieces_are_whole_lines_and_all_of_the_text() {
        let text: String = (0..200_000).map(|number| format!("{{\"Zürich\": {number}}},\n")).collect();
        let (mut dump, mut read, mut end) = (dump(io::Cursor::new(text.clone())), Vec::new(), (0, 0));
        while let Some(piece) = dump.next().unwrap() {
            assert!(piece.lines.ends_with(b"\n"));
            read.extend(piece.lines);
            end = piece.end;
        }
        assert!(read == text.as_bytes());
        assert_eq!(end, (text.len() as u64, crc32fast::hash(text.as_bytes())));
    }

    #[test]
    fn what_was_read_before_is_passed_over_if_it_is_the_same() {
        let text = "eins\nzwei\ndrei";
        let first = (10, crc32fast::hash(b"eins\nzwei\n"));
        let mut whole = dump(text.as_bytes());
        assert!(whole.skip(first).unwrap());
        assert_eq!(whole.next().unwrap().unwrap().lines, b"drei");
        assert!(!dump(&b"eins\nZwei\ndrei"[..]).skip(first).unwrap());
        assert!(!dump(&b"eins\n"[..]).skip(first).unwrap());
    }

    #[test]
    fn an_endless_line_is_passed_over() {
        let long = io::repeat(b'x').take(LONGEST as u64 + 3 * PIECE as u64 + 7);
        let mut dump = dump(b"a\n".chain(long).chain(&b"\nb\n"[..]));
        let mut lines = Vec::new();
        let mut too_long = 0;
        while let Some(piece) = dump.next().unwrap() {
            lines.extend(piece.lines);
            too_long += piece.too_long;
        }
        assert_eq!((lines, too_long), (b"a\nb\n".to_vec(), 1));
    }
}
