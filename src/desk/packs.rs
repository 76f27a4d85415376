//! Packs of entities that the settings name: each is read whole once, to see that no byte of it has changed, and opened;
//! and again when another file stands in its place. Whoever works with the old one goes on with it.

use std::collections::HashMap;
use std::fs::{File, Metadata};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use crate::kb::pack::layout::Refused;
use crate::kb::pack::{Pack, verify};

/// All packs that were opened.
#[derive(Default)]
pub struct Packs(Mutex<HashMap<PathBuf, Opened>>);

struct Opened {
    stamp: Option<Stamp>,
    pack: Result<Arc<Pack>, Refused>,
}

/// By what it is seen that another file stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stamp {
    len: u64,
    modified: Option<SystemTime>,
    file: u64,
}

impl Stamp {
    fn of(about: &Metadata) -> Self {
        #[cfg(unix)]
        let file = std::os::unix::fs::MetadataExt::ino(about);
        #[cfg(not(unix))]
        let file = 0;
        Self { len: about.len(), modified: about.modified().ok(), file }
    }
}

impl Packs {
    /// Opens those of the files that are new or not what they were; tells whether there was any. Takes as long as it takes
    /// to read them.
    pub fn look(&self, files: &[PathBuf]) -> bool {
        let mut found = false;
        for path in files {
            let stamp = std::fs::metadata(path).ok().map(|about| Stamp::of(&about));
            if self.locked().get(path).is_some_and(|opened| opened.stamp == stamp) {
                continue;
            }
            let pack = open(path);
            self.locked().insert(path.clone(), Opened { stamp, pack });
            found = true;
        }
        found
    }

    /// Those of the files that were opened, or why they could not be.
    pub fn opened(&self, files: &[PathBuf]) -> Vec<(PathBuf, Result<Arc<Pack>, Refused>)> {
        let opened = self.locked();
        files.iter().filter_map(|file| Some((file.clone(), opened.get(file)?.pack.clone()))).collect()
    }

    /// Opens files, for whoever needs them once.
    pub fn open(files: &[PathBuf]) -> Vec<(PathBuf, Result<Arc<Pack>, Refused>)> {
        let packs = Self::default();
        packs.look(files);
        packs.opened(files)
    }

    fn locked(&self) -> MutexGuard<'_, HashMap<PathBuf, Opened>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn open(path: &Path) -> Result<Arc<Pack>, Refused> {
    if !std::fs::metadata(path)?.is_file() {
        return Err(Refused::NoPack);
    }
    let file = File::open(path)?;
    verify(&file)?;
    Pack::open_file(&file)
}
