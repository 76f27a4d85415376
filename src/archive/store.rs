//! The runs of a root on disk: each in a file that is finished before it gets its name, and a list of those that count.
//! Whoever is stopped at any moment leaves the list as it was, and files that nobody misses. Several programs may have it
//! open; one changes it at a time.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

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
    runs: Vec<Listed>,
}

/// The runs of a root on disk.
#[derive(Debug)]
pub struct Store {
    pub folder: PathBuf,
}

impl Store {
    /// The store of a root in a folder of stores; it is made if there is none.
    pub fn open(stores: &Path, root: &Path) -> io::Result<Self> {
        let folder = Self::folder_of(stores, root);
        make_private(&folder)?;
        let store = Self { folder };
        write_whole(&store.folder.join(ROOT), paths::bytes(root))?;
        Ok(store)
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

    /// Waits for one's turn to change it.
    pub fn turn(&self) -> io::Result<impl Drop + use<>> {
        struct Turn(File);
        impl Drop for Turn {
            fn drop(&mut self) {
                let _ = self.0.unlock();
            }
        }
        let lock = private().create(true).truncate(false).open(self.folder.join(LOCK))?;
        lock.lock()?;
        Ok(Turn(lock))
    }

    /// The runs that count; `None` in a store of another version, and in one whose list is damaged.
    pub fn list(&self) -> io::Result<Option<Vec<Listed>>> {
        let list = match fs::read(self.folder.join(LIST)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Some(vec![])),
            list => list?,
        };
        let list = serde_json::from_slice::<List>(&list).ok().filter(|list| list.version == VERSION);
        Ok(list.map(|list| list.runs))
    }

    /// Sets which runs count, and deletes all others.
    pub fn set_list(&self, runs: &[Listed]) -> io::Result<()> {
        let list = List { version: VERSION, runs: runs.to_vec() };
        write_whole(&self.folder.join(LIST), &serde_json::to_vec(&list)?)?;
        for file in fs::read_dir(&self.folder)?.flatten().map(|entry| entry.path()) {
            let counts = runs.iter().any(|run| file.file_name().is_some_and(|name| *name == *run.file));
            if file.extension().is_some_and(|ending| ending == RUN) && !counts {
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
        let (sound, damaged): (Vec<_>, Vec<_>) =
            self.list()?.unwrap_or_default().into_iter().partition(|run| is_sound(run).unwrap_or(false));
        if !damaged.is_empty() {
            let _turn = self.turn()?;
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
        fs::remove_dir_all(self.folder)
    }
}

/// The folder of stores in the user's cache folder, if the system tells where that is.
pub fn stores() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let cache = if cfg!(windows) {
        set("LOCALAPPDATA")
    } else {
        let below = if cfg!(target_os = "macos") { "Library/Caches" } else { ".cache" };
        set("XDG_CACHE_HOME").or_else(|| Some(std::env::home_dir().filter(|home| home.is_absolute())?.join(below)))
    };
    Some(cache?.join("beleg/archive"))
}

/// Puts a file in place, whole or not at all.
fn write_whole(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let half = file.with_extension(format!("{}.half", std::process::id()));
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
