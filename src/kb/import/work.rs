//! The folder of an import that is under way, beside the pack that it will make: what was read so far, and where to go on
//! after a stop. One import has it at a time.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use zstd::stream::read::Decoder;

use super::Error;

/// The files that grow while a dump is read.
#[derive(Clone, Copy)]
pub enum Heap {
    /// Items that may become entities.
    Items,
    /// What every item is called.
    Labels,
    /// Which class is a subclass of which.
    Classes,
}

impl Heap {
    /// In their order.
    pub const ALL: [Self; 3] = [Self::Items, Self::Labels, Self::Classes];

    const fn file(self) -> &'static str {
        match self {
            Self::Items => "items.zst",
            Self::Labels => "labels.zst",
            Self::Classes => "classes.zst",
        }
    }
}

/// How far an import has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct State {
    /// Items with fewer sitelinks were left out: with another number, nothing can be gone on with.
    pub min_sitelinks: u32,
    /// In bytes of the unpacked dump, and the CRC-32 of these.
    pub read: (u64, u32),
    pub lines: u64,
    pub items: u64,
    /// Lines that could not be read, and of the first ones what was wrong, with their numbers.
    pub bad: u64,
    pub first_bad: Vec<(u64, String)>,
    /// The latest change of an item.
    pub modified: String,
    /// The last line is the bracket that closes a dump; or it could not be read.
    pub closed: bool,
    pub ends_badly: bool,
    lens: [u64; Heap::ALL.len()],
}

/// The folder.
pub struct Work {
    pub folder: PathBuf,
    pub state: State,
    heaps: [File; Heap::ALL.len()],
    /// Is held as long as the import runs.
    _lock: File,
}

const STATE: &str = "state.json";

impl Work {
    /// Takes the folder of a pack, and goes on with what is there.
    pub fn open(pack: &Path, min_sitelinks: u32) -> Result<Self, Error> {
        let mut name = pack.file_name().unwrap_or_default().to_owned();
        name.push(".import");
        let folder = pack.with_file_name(name);
        let failed = |error| Error::Work(folder.clone(), error);
        match fs::create_dir(&folder) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(failed(error)),
            _ => {}
        }
        let lock = File::create(folder.join("lock")).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => return Err(Error::Busy(pack.to_path_buf())),
            Err(fs::TryLockError::Error(error)) => return Err(failed(error)),
        }
        let kept = fs::read(folder.join(STATE)).ok().and_then(|state| serde_json::from_slice(&state).ok());
        let new = State { min_sitelinks, ..State::default() };
        let state = kept.filter(|state: &State| state.min_sitelinks == min_sitelinks).unwrap_or(new);
        let heap = |heap: Heap| {
            let file = File::options().append(true).create(true).open(folder.join(heap.file()))?;
            // what was written after the last checkpoint is read again
            file.set_len(state.lens[heap as usize])?;
            Ok(file)
        };
        let heaps = [heap(Heap::Items), heap(Heap::Labels), heap(Heap::Classes)];
        let [items, labels, classes] = heaps.map(|file: io::Result<File>| file.map_err(failed));
        let heaps = [items?, labels?, classes?];
        Ok(Self { folder, state, heaps, _lock: lock })
    }

    /// Forgets all that was read.
    pub fn begin_anew(&mut self) -> io::Result<()> {
        self.state = State { min_sitelinks: self.state.min_sitelinks, ..State::default() };
        self.heaps.iter().try_for_each(|heap| heap.set_len(0))
    }

    /// Adds records to a heap, packed by [`pack`].
    pub fn append(&mut self, heap: Heap, records: &[u8]) -> io::Result<()> {
        self.state.lens[heap as usize] += records.len() as u64;
        self.heaps[heap as usize].write_all(records)
    }

    /// From here the next run goes on if this one ends.
    pub fn keep(&self) -> io::Result<()> {
        self.heaps.iter().try_for_each(File::sync_data)?;
        let new = self.folder.join("state.new");
        let mut file = File::create(&new)?;
        serde_json::to_writer(&mut file, &self.state)?;
        file.sync_data()?;
        fs::rename(new, self.folder.join(STATE))
    }

    /// The records of a heap, in the order in which they came.
    pub fn records<T: DeserializeOwned>(&self, heap: Heap) -> io::Result<impl Iterator<Item = io::Result<T>>> {
        let file = File::open(self.folder.join(heap.file()))?.take(self.state.lens[heap as usize]);
        // nothing at all is no frame
        let empty = self.state.lens[heap as usize] == 0;
        let unpacked: Box<dyn Read> = if empty { Box::new(io::empty()) } else { Box::new(Decoder::new(file)?) };
        let mut from = BufReader::with_capacity(1 << 18, unpacked);
        let mut record = Vec::new();
        Ok(std::iter::from_fn(move || next(&mut from, &mut record).transpose()))
    }

    /// Puts the finished pack in its place, at once or not at all, and leaves nothing else behind.
    pub fn finish(self, made: &Path, pack: &Path) -> io::Result<()> {
        File::open(made)?.sync_all()?;
        fs::rename(made, pack)?;
        fs::remove_dir_all(&self.folder)
    }
}

/// Records, one after the other, in few bytes.
pub fn pack(records: &[u8]) -> io::Result<Vec<u8>> {
    if records.is_empty() { Ok(vec![]) } else { zstd::bulk::compress(records, 1) }
}

/// Adds a record to others.
pub fn push<T: Serialize>(record: &T, records: &mut Vec<u8>) {
    let bytes = postcard::to_allocvec(record).expect("records are plain data");
    records.extend((bytes.len() as u32).to_le_bytes());
    records.extend(bytes);
}

fn next<T: DeserializeOwned>(from: &mut impl BufRead, record: &mut Vec<u8>) -> io::Result<Option<T>> {
    if from.fill_buf()?.is_empty() {
        return Ok(None);
    }
    let mut len = [0; 4];
    from.read_exact(&mut len)?;
    record.resize(u32::from_le_bytes(len) as usize, 0);
    from.read_exact(record)?;
    postcard::from_bytes(record).map(Some).map_err(io::Error::other)
}
