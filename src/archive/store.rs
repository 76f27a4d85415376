//! The runs of a root on disk: each in a file that is finished before it gets its name, and a list of those that count.
//! Whoever is stopped at any moment leaves the list as it was, and files that nobody misses. What the disk itself loses is
//! noticed by what it adds up to. Several programs may have it open; one changes it at a time.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::paths;
use super::run::{Bytes, Run};
use super::write::{Head, VERSION};
use crate::text::kept::hash;

/// The list of runs, by name.
const LIST: &str = "runs.json";
/// Tells of which root these are the runs.
const ROOT: &str = "root";
const LOCK: &str = "lock";
/// How the name of a run ends.
const RUN: &str = "run";
/// How that of a file ends that is being written.
const HALF: &str = "half";

/// So long one waits for others: who needs longer was halted, and may never go on.
const PATIENCE: Duration = Duration::from_secs(60);
/// and so long from one look to the next.
const BREATH: Duration = Duration::from_millis(10);
/// The store of a root that is not there is kept for so long: it may be on a disk that comes back.
const KEPT: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// A run that counts.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Listed {
    pub file: Arc<str>,
    /// How its articles were read.
    pub reads: u64,
    /// Which do not count any more.
    pub gone: Vec<u32>,
}

#[derive(Deserialize, Serialize)]
struct List {
    version: u32,
    /// What the runs add up to.
    sum: u32,
    runs: Vec<Listed>,
}

impl List {
    fn of(runs: &[Listed]) -> io::Result<Self> {
        let sum = crc32fast::hash(&serde_json::to_vec(runs)?);
        Ok(Self { version: VERSION, sum, runs: runs.to_vec() })
    }

    fn is_sound(&self) -> bool {
        self.version == VERSION && Self::of(&self.runs).is_ok_and(|list| list.sum == self.sum)
    }
}

/// The runs of a root on disk.
#[derive(Debug)]
pub struct Store {
    pub folder: PathBuf,
}

impl Store {
    /// The store of a root in a folder of stores; it is made if there is none. Those for which nobody will ask again go.
    pub fn open(stores: &Path, root: &Path) -> io::Result<Self> {
        if !stores.is_absolute() {
            return Err(io::Error::other("no folder for caches is known"));
        }
        Self::all(stores).filter(|(store, root)| store.is_lost(root)).for_each(|(store, _)| _ = store.purge());
        let store = Self { folder: Self::folder_of(stores, root) };
        make_private(&store.folder)?;
        let _turn = store.turn()?;
        // on a full disk one can read all the same
        let (file, root) = (store.folder.join(ROOT), paths::bytes(root));
        if fs::read(&file).ok().as_deref() != Some(root) {
            write_whole(&file, root)?;
        }
        Ok(store)
    }

    /// Whether its root is gone, and nothing in it has changed for long.
    fn is_lost(&self, root: &Path) -> bool {
        let changed = self.folder.metadata().and_then(|about| about.modified());
        let is_old = changed.is_ok_and(|time| time.elapsed().is_ok_and(|since| since >= KEPT));
        is_old && root.try_exists().is_ok_and(|is_there| !is_there)
    }

    /// Where the store of a root is, or would be.
    pub fn folder_of(stores: &Path, root: &Path) -> PathBuf {
        let root = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
        stores.join(format!("{:016x}", hash(paths::bytes(&root))))
    }

    /// All stores in a folder of stores, each with its root.
    pub fn all(stores: &Path) -> impl Iterator<Item = (Self, PathBuf)> {
        let folders = fs::read_dir(stores).into_iter().flatten().flatten().map(|entry| entry.path());
        folders.filter_map(|folder| {
            let root = paths::of_bytes(&fs::read(folder.join(ROOT)).ok()?)?.to_path_buf();
            Some((Self { folder }, root))
        })
    }

    /// Waits for one's turn to change it, but not for ever.
    pub fn turn(&self) -> io::Result<impl Drop + use<>> {
        struct Turn(File);
        impl Drop for Turn {
            fn drop(&mut self) {
                let _ = self.0.unlock();
            }
        }
        let lock = private().create(true).truncate(false).open(self.folder.join(LOCK))?;
        let begin = Instant::now();
        while let Err(error) = lock.try_lock() {
            if matches!(error, TryLockError::Error(_)) || begin.elapsed() > PATIENCE {
                return Err(error.into());
            }
            std::thread::sleep(BREATH);
        }
        Ok(Turn(lock))
    }

    /// The runs that count; `None` in a store of another version, and in one whose list is damaged.
    pub fn list(&self) -> io::Result<Option<Vec<Listed>>> {
        let list = match fs::read(self.folder.join(LIST)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Some(vec![])),
            list => list?,
        };
        let list = serde_json::from_slice(&list).ok().filter(List::is_sound);
        Ok(list.map(|list| list.runs))
    }

    /// Sets which runs count, and deletes all others, and what others have left half. Only for whoever has the turn.
    pub fn set_list(&self, runs: &[Listed]) -> io::Result<()> {
        write_whole(&self.folder.join(LIST), &serde_json::to_vec(&List::of(runs)?)?)?;
        for file in fs::read_dir(&self.folder)?.flatten().map(|entry| entry.path()) {
            let counts = runs.iter().any(|run| file.file_name().is_some_and(|name| *name == *run.file));
            if file.extension().is_some_and(|ending| ending == HALF || ending == RUN && !counts) {
                // Where others have it open and the system does not let it go, it goes with the next change.
                let _ = fs::remove_file(file);
            }
        }
        Ok(())
    }

    /// Writes a run, and opens it.
    pub fn put(&self, bytes: &[u8]) -> io::Result<(Arc<str>, Arc<Run>)> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let time = std::time::UNIX_EPOCH.elapsed().map_or(0, |time| time.as_nanos() as u64);
        let number = hash((time, std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed)));
        let file: Arc<str> = format!("{number:016x}.{RUN}").into();
        write_whole(&self.folder.join(&*file), bytes)?;
        let run = self.open_run(&file).ok_or(io::ErrorKind::InvalidData)?;
        Ok((file, run.into()))
    }

    /// Opens a run; `None` if it is not there or damaged at its head.
    pub fn open_run(&self, file: &str) -> Option<Run> {
        let file = File::open(self.folder.join(file)).ok()?;
        // SAFETY: a run is never changed where it lies, but deleted and replaced by others, and what is mapped stays what it
        // was. Whoever writes into it with other tools may end the program, as with any mapped file.
        #[allow(unsafe_code)]
        let map = unsafe { memmap2::Mmap::map(&file).ok()? };
        Run::open(Bytes::Mapped(map))
    }

    /// Reads all runs to their ends, and takes those off the list in which a byte is not what it was. Tells how many.
    pub fn verify(&self) -> io::Result<usize> {
        let is_sound = |run: &Listed| -> io::Result<bool> {
            let file = File::open(self.folder.join(&*run.file))?;
            Head::is_sound(&file, file.metadata()?.len() as usize)
        };
        let mut suspects = self.list()?.unwrap_or_default();
        suspects.retain(|run| !is_sound(run).unwrap_or(false));
        if suspects.is_empty() {
            return Ok(0);
        }
        // others may have replaced them meanwhile
        let _turn = self.turn()?;
        let is_suspect = |run: &Listed| suspects.iter().any(|suspect| suspect.file == run.file);
        let (damaged, sound): (Vec<_>, Vec<_>) = self.list()?.unwrap_or_default().into_iter().partition(is_suspect);
        if !damaged.is_empty() {
            self.set_list(&sound)?;
        }
        Ok(damaged.len())
    }

    /// How many bytes it takes on disk.
    pub fn size(&self) -> u64 {
        let files = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        files.filter_map(|entry| entry.metadata().ok()).map(|about| about.len()).sum()
    }

    /// Deletes it.
    pub fn purge(self) -> io::Result<()> {
        let _turn = self.turn()?;
        fs::remove_dir_all(&self.folder)
    }
}

/// The folder of stores in the user's cache folder; where the system does not tell where that is, a path in which none can
/// be opened.
pub fn stores() -> PathBuf {
    let set = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let cache = if cfg!(windows) {
        set("LOCALAPPDATA")
    } else {
        let below = if cfg!(target_os = "macos") { "Library/Caches" } else { ".cache" };
        set("XDG_CACHE_HOME").or_else(|| Some(std::env::home_dir().filter(|home| home.is_absolute())?.join(below)))
    };
    cache.map(|cache| cache.join("beleg/archive")).unwrap_or_default()
}

/// Puts a file in place, whole or not at all.
fn write_whole(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let half = file.with_extension(format!("{}.{HALF}", std::process::id()));
    let written = private().create(true).truncate(true).open(&half).and_then(|mut open| open.write_all(bytes));
    let put = written.and_then(|()| fs::rename(&half, file));
    if put.is_err() {
        let _ = fs::remove_file(half);
    }
    put
}

/// How files are opened that nobody else may read.
fn private() -> fs::OpenOptions {
    let mut options = File::options();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Makes a folder that nobody else may look into.
fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
