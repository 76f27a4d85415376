//! Reads articles for the archive, several at a time, and hands over what it found in batches.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, mpsc};

use super::files::{self, Unreadable};
use super::snapshot::Snapshot;
use crate::analysis::{Cancel, Cancelled};
use crate::archive::{Archive, Entry, Shelf, Stamp, Store, walk};
use crate::text::decode::Charset;

/// So many articles are handed over at once, and become a run of the archive: few at first, so that it soon has answers,
pub const BATCH: usize = 256;
/// then more, as runs of one size are written anew when there are many.
const LARGEST_BATCH: usize = 8 * BATCH;
/// So many a thread takes at a time: less, and they wait for each other more often than they read.
const HANDFUL: usize = 16;

/// What is wrong with an archive on disk.
#[derive(Clone, Debug)]
pub enum StoreFault {
    /// Of this root something is read anew: it was damaged, or another version has written it.
    Damaged(Arc<Path>),
    /// It is kept in memory alone.
    NotWritten(String),
    /// This root does not answer.
    Hanging(PathBuf),
}

/// The archive on the shelves of these roots, as it is known now or from its stores, and what is wrong with these. A root
/// inside another has no shelf of its own.
pub fn shelved(known: &Archive, roots: &[PathBuf], reads: u64, stores: Option<&Path>) -> (Archive, Vec<StoreFault>) {
    let (mut shelves, mut faults): (Vec<Shelf>, _) = (Vec::new(), Vec::new());
    let outer = |root: &&PathBuf| !roots.iter().any(|other| *root != other && root.starts_with(other));
    for root in roots.iter().filter(outer) {
        if shelves.iter().any(|shelf| *shelf.root == **root) {
            continue;
        }
        let root: Arc<Path> = root.as_path().into();
        let stored = || {
            // what was on a disk that is not there now is not thrown away
            let store = stores.filter(|_| root.exists()).map(|stores| Store::open(stores, &root))?;
            let shelf = store.and_then(|store| Shelf::of_store(root.clone(), reads, store));
            shelf.map_err(|error| faults.push(StoreFault::NotWritten(error.to_string()))).ok()
        };
        let shelf = known.shelves().find(|shelf| shelf.root == root).cloned();
        let mut shelf = shelf.or_else(stored).unwrap_or_else(|| Shelf::in_memory(root.clone(), reads));
        shelf.read_as(reads);
        if shelf.begins_anew() {
            faults.push(StoreFault::Damaged(root));
        }
        shelves.push(shelf);
    }
    (Archive::new(shelves), faults)
}

/// The articles that an archive knows of and that were not found, though their root answered.
pub fn gone(archive: &Archive, found: &walk::Articles) -> Vec<Arc<Path>> {
    let is_gone = |path: &Arc<Path>| {
        found.files.binary_search_by(|file| (**file).cmp(path)).is_err()
            && !found.hanging.iter().any(|root| path.starts_with(root))
    };
    archive.below(Path::new("")).into_iter().filter(is_gone).collect()
}

/// What became of one file.
#[derive(Clone, Debug)]
pub enum Indexed {
    Article(Arc<Entry>, Charset),
    /// It is the same file, by its size and time or to its last byte.
    Unchanged,
    /// It holds what it held, and is another file.
    Same(Arc<Path>, Stamp),
    Unreadable(Arc<Path>, Unreadable),
}

/// Puts what became of some files into the archive. What could not be written to disk is there all the same.
pub fn enter(archive: &mut Archive, batch: &[Indexed]) -> io::Result<()> {
    let (mut read, mut same, mut lost) = (Vec::new(), Vec::new(), Vec::new());
    for indexed in batch {
        match indexed {
            Indexed::Article(entry, _) => read.push(entry.clone()),
            Indexed::Unchanged => {}
            Indexed::Same(path, stamp) => same.push((&**path, *stamp)),
            Indexed::Unreadable(path, _) => lost.push(&**path),
        }
    }
    let entered = archive.add(&read).and(archive.restamp(&same)).and(archive.remove(&lost));
    for indexed in batch {
        if let Indexed::Unreadable(path, Unreadable::TooLarge { size, .. }) = indexed {
            archive.add_oversized(path.clone(), *size);
        }
    }
    entered
}

/// Reads those of these files that its archive does not hold as they are, with the settings and names of `desk`; `report`
/// gets each batch and how many files are done.
pub fn index(
    desk: &Snapshot,
    files: &[PathBuf],
    cancel: &Cancel,
    mut report: impl FnMut(Vec<Indexed>, usize),
) -> Result<(), Cancelled> {
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let handfuls = Mutex::new(files.chunks((files.len() / workers).clamp(1, HANDFUL)));
    let next = || handfuls.lock().unwrap_or_else(PoisonError::into_inner).next();
    std::thread::scope(|scope| {
        let (sender, receiver) = mpsc::sync_channel(LARGEST_BATCH / HANDFUL);
        for _ in 0..workers {
            let sender = sender.clone();
            scope.spawn(move || {
                while let Some(paths) = next() {
                    let read: Result<Vec<_>, _> = paths.iter().map(|path| read(desk, path, cancel)).collect();
                    if read.map_or(true, |read| sender.send(read).is_err()) {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let (mut batch, mut size, mut done) = (Vec::new(), BATCH, 0);
        for read in receiver {
            done += read.len();
            batch.extend(read);
            if batch.len() >= size {
                report(std::mem::take(&mut batch), done);
                size = (2 * size).min(LARGEST_BATCH);
            }
        }
        cancel.check()?;
        report(batch, files.len());
        Ok(())
    })
}

/// Reads one file, if the archive does not hold it as it is.
pub fn read(desk: &Snapshot, path: &Path, cancel: &Cancel) -> Result<Indexed, Cancelled> {
    cancel.check()?;
    let known = desk.archive.stamp(path);
    if known.is_some_and(|known| files::is_unchanged(path, known)) {
        return Ok(Indexed::Unchanged);
    }
    let path: Arc<Path> = path.into();
    let (bytes, stamp) = match desk.bytes(&path) {
        Ok(file) => file,
        Err(reason) => return Ok(Indexed::Unreadable(path, reason)),
    };
    if let Some(known) = known.filter(|known| (known.size, known.content) == (stamp.size, stamp.content)) {
        return Ok(if known == stamp { Indexed::Unchanged } else { Indexed::Same(path, stamp) });
    }
    Ok(match desk.read_bytes(&path, bytes, cancel)? {
        Ok((reading, charset)) => Indexed::Article(reading.entry_of(path, stamp).into(), charset),
        Err(reason) => Indexed::Unreadable(path, reason),
    })
}
