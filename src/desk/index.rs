//! Reads articles for the archive, several at a time, and hands over what it found in batches.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};

use super::files::Unreadable;
use super::snapshot::Snapshot;
use crate::analysis::{Cancel, Cancelled};
use crate::archive::{Archive, Entry};
use crate::text::decode::Charset;

/// So many articles are handed over at once: each hand-over copies the archive's table of contents.
const BATCH: usize = 256;

/// What became of one file.
#[derive(Clone, Debug)]
pub enum Indexed {
    Article(Arc<Entry>, Charset),
    Unreadable(Arc<Path>, Unreadable),
}

impl Indexed {
    /// Puts it into the archive.
    pub fn enter(&self, archive: &mut Archive) {
        match self {
            Self::Article(entry, _) => archive.insert(entry.clone()),
            Self::Unreadable(path, Unreadable::TooLarge { size, .. }) => archive.insert_oversized(path.clone(), *size),
            Self::Unreadable(path, _) => archive.remove(path),
        }
    }
}

/// Reads all these files with the settings and names of `desk`; `report` gets each batch and how many files are done.
pub fn index(
    desk: &Snapshot,
    files: &[PathBuf],
    cancel: &Cancel,
    mut report: impl FnMut(Vec<Indexed>, usize),
) -> Result<(), Cancelled> {
    let next = AtomicUsize::new(0);
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(files.len());
    std::thread::scope(|scope| {
        let (sender, receiver) = mpsc::sync_channel(BATCH);
        for _ in 0..workers {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || {
                while let Some(path) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let Ok(indexed) = read(desk, path, cancel) else { return };
                    if sender.send(indexed).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let mut batch = Vec::new();
        for (done, indexed) in receiver.iter().enumerate() {
            batch.push(indexed);
            if batch.len() == BATCH {
                report(std::mem::take(&mut batch), done + 1);
            }
        }
        cancel.check()?;
        report(batch, files.len());
        Ok(())
    })
}

/// Reads one file.
pub fn read(desk: &Snapshot, path: &Path, cancel: &Cancel) -> Result<Indexed, Cancelled> {
    cancel.check()?;
    let path: Arc<Path> = path.into();
    Ok(match desk.read_file(&path, cancel)? {
        Ok((reading, charset)) => Indexed::Article(reading.entry(&path), charset),
        Err(reason) => Indexed::Unreadable(path, reason),
    })
}
