//! Records in the order of their keys, however many there are: sorted in memory, and through files once they take more
//! than that. It does not know what the records mean.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// So many bytes of records are kept in memory before they go into a file.
const BUDGET: usize = 128_000_000;

/// Takes records in any order and gives them back in that of their keys; those of one key in that of their values.
pub struct Sorter {
    /// Where files may be made; without it everything stays in memory.
    folder: Option<PathBuf>,
    name: &'static str,
    bytes: Vec<u8>,
    /// Where each record of `bytes` begins.
    starts: Vec<u32>,
    runs: Vec<PathBuf>,
}

/// Stands behind the key of a record. No key may hold it.
const END: u8 = 0;

impl Sorter {
    /// An empty one; its files in the folder are called by the name.
    pub fn new(folder: Option<&Path>, name: &'static str) -> Self {
        Self { folder: folder.map(Path::to_path_buf), name, bytes: vec![], starts: vec![], runs: vec![] }
    }

    /// Adds a record.
    pub fn push(&mut self, key: &str, value: &[u8]) -> io::Result<()> {
        debug_assert!(!key.as_bytes().contains(&END));
        if self.folder.is_some() && self.bytes.len() + key.len() + value.len() >= BUDGET {
            self.spill()?;
        }
        self.starts.push(u32::try_from(self.bytes.len()).map_err(|_| io::ErrorKind::OutOfMemory)?);
        self.bytes.extend_from_slice(key.as_bytes());
        self.bytes.push(END);
        self.bytes.extend_from_slice(value);
        Ok(())
    }

    fn sort(&mut self) -> Vec<&[u8]> {
        let Self { bytes, starts, .. } = self;
        let ends = starts.iter().skip(1).map(|&end| end as usize).chain([bytes.len()]);
        let mut records: Vec<&[u8]> =
            starts.iter().zip(ends).map(|(&start, end)| &bytes[start as usize..end]).collect();
        records.sort_unstable();
        records
    }

    /// Writes what is in memory into a file, in order.
    fn spill(&mut self) -> io::Result<()> {
        let Some(folder) = &self.folder else { return Ok(()) };
        let path = folder.join(format!("{}-{}.run", self.name, self.runs.len()));
        let mut file = BufWriter::with_capacity(1 << 20, File::create(&path)?);
        for record in self.sort() {
            file.write_all(&(record.len() as u32).to_le_bytes())?;
            file.write_all(record)?;
        }
        file.flush()?;
        self.runs.push(path);
        self.bytes.clear();
        self.starts.clear();
        Ok(())
    }

    /// Hands over the records in their order, each once.
    pub fn drain(mut self, mut take: impl FnMut(&str, &[u8]) -> io::Result<()>) -> io::Result<()> {
        let mut before: Vec<u8> = Vec::new();
        let mut take = |record: &[u8]| {
            if record == before {
                return Ok(());
            }
            before.clear();
            before.extend_from_slice(record);
            let end = record.iter().position(|&byte| byte == END).unwrap_or(record.len());
            let key = std::str::from_utf8(&record[..end]).map_err(io::Error::other)?;
            take(key, record.get(end + 1..).unwrap_or_default())
        };
        if self.runs.is_empty() {
            return self.sort().into_iter().try_for_each(take);
        }
        self.spill()?;
        (self.bytes, self.starts) = (vec![], vec![]);
        merge(&self.runs, &mut take)?;
        self.runs.iter().try_for_each(std::fs::remove_file)
    }
}

/// Hands over the records of several files that are each in order.
fn merge(runs: &[PathBuf], take: &mut impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
    use std::cmp::Reverse;
    use std::collections::BinaryHeap;

    let mut files = runs.iter().map(|run| Run::open(run)).collect::<io::Result<Vec<_>>>()?;
    let mut heap = BinaryHeap::new();
    for (at, file) in files.iter_mut().enumerate() {
        heap.extend(file.next()?.map(|record| Reverse((record, at))));
    }
    while let Some(mut first) = heap.peek_mut() {
        let Reverse((record, at)) = &mut *first;
        take(record)?;
        match files[*at].next()? {
            Some(next) => *record = next,
            None => drop(std::collections::binary_heap::PeekMut::pop(first)),
        }
    }
    Ok(())
}

/// A file of records.
struct Run(BufReader<File>);

impl Run {
    fn open(path: &Path) -> io::Result<Self> {
        Ok(Self(BufReader::with_capacity(1 << 18, File::open(path)?)))
    }

    fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut len = [0; 4];
        match self.0.read_exact(&mut len) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            Err(error) => return Err(error),
        }
        let mut record = vec![0; u32::from_le_bytes(len) as usize];
        self.0.read_exact(&mut record)?;
        Ok(Some(record))
    }
}
