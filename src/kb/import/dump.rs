//! A dump as pieces of whole lines: unpacked by what its first bytes say it is, line by line in bounded memory, whatever
//! it holds. What the lines mean is not known here.

use std::fs::File;
use std::io::{self, BufReader, ErrorKind, Read};
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
    /// How much has been handed out, in bytes of the text.
    handed_out: u64,
}

/// Whole lines of a dump.
#[derive(Default)]
pub struct Piece {
    pub lines: Vec<u8>,
    /// Where it ends, in bytes of the text.
    pub end: u64,
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
        Ok(Self { bytes, position, rest: vec![], handed_out: 0 })
    }

    /// Passes over so many bytes of the text, which end with a line.
    pub fn skip(&mut self, bytes: u64) -> io::Result<()> {
        self.handed_out = io::copy(&mut (&mut self.bytes).take(bytes), &mut io::sink())?;
        if self.handed_out < bytes { Err(ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
    }

    /// The next lines; `None` at the end. Fails with [`ErrorKind::UnexpectedEof`] where a packed dump is cut off.
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
                    self.handed_out += piece.lines.len() as u64;
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
            self.handed_out += piece.lines.len() as u64;
            piece.end = self.handed_out;
            return Ok(Some(piece));
        }
    }

    /// Reads up to the end of a line, and keeps what comes behind it.
    fn pass_over_line(&mut self, behind: &mut Vec<u8>) -> io::Result<()> {
        loop {
            behind.clear();
            let read = (&mut self.bytes).take(PIECE as u64).read_to_end(behind)?;
            let end = memchr::memchr(b'\n', behind).map_or(behind.len(), |at| at + 1);
            self.handed_out += end as u64;
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
