//! The own watcher, for what the client does not watch: folders outside the workspace always, the workspace where the
//! client leaves it to the server. It decides what is watched and when a burst of events is over; what an event means
//! is for `workspace`. All of it happens on threads of its own, and nothing that goes wrong here costs anything else.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use notify::event::{CreateKind, EventKind, ModifyKind, RemoveKind};
use notify::{Config, Error, ErrorKind, Event, RecommendedWatcher, RecursiveMode, Watcher as _};
use tokio::runtime::Handle;

use super::session::Session;
use super::workspace;
use crate::archive::walk;
use crate::messages;
use crate::text::Format;

/// A burst of events is over when nothing comes for so long.
const PAUSE: Duration = Duration::from_millis(75);

/// One that never ends is acted on so often.
const PATIENCE: Duration = Duration::from_secs(1);

/// Linux watches folder by folder; left to do it for a whole tree, it would take those along that are never read.
const FOLDER_BY_FOLDER: bool = cfg!(any(target_os = "linux", target_os = "android"));

/// The way to the thread that watches.
pub struct Watcher(Sender<Word>);

enum Word {
    /// What is to be watched may have changed; the sender is dropped when that is done.
    Follow(Sender<()>),
    Event(notify::Result<Event>),
}

/// Watches what has to be watched now, and returns when that is done. It may have to walk through large folders.
pub fn follow(session: &Arc<Session>, runtime: &Handle) {
    let watcher = session.watcher.get_or_init(|| {
        let (sender, inbox) = channel();
        let watching = Watching {
            session: session.clone(),
            runtime: runtime.clone(),
            sender: sender.clone(),
            system: None,
            roots: vec![],
            watched: BTreeMap::new(),
            told: false,
        };
        std::thread::spawn(move || watching.run(&inbox));
        Watcher(sender)
    });
    let (done, is_done) = channel();
    let _ = watcher.0.send(Word::Follow(done));
    // Nothing is ever sent here.
    let _ = is_done.recv();
}

/// How files end that are not articles: settings, pages, decisions, packs.
const OURS: [&str; 3] = ["toml", "jsonl", "belegpack"];

/// Whether an event may be about an article, a folder or settings. Files are read and written all the time, so this
/// asks nothing of the disk.
fn counts(event: &Event) -> bool {
    let of_interest = |path: &PathBuf| {
        let is_ours = path.extension().is_some_and(|ending| OURS.iter().any(|ours| *ours == ending));
        is_ours || Format::of_path(path).is_some() || walk::tells_what_is_ignored(path)
    };
    match event.kind {
        EventKind::Access(_) => false,
        EventKind::Modify(ModifyKind::Name(_)) => true,
        EventKind::Create(CreateKind::File) | EventKind::Remove(RemoveKind::File) | EventKind::Modify(_) => {
            event.paths.iter().any(of_interest)
        }
        _ => true,
    }
}

struct Watching {
    session: Arc<Session>,
    runtime: Handle,
    sender: Sender<Word>,
    system: Option<RecommendedWatcher>,
    /// What changes are wanted of, whether it exists or not.
    roots: Vec<Root>,
    /// What is watched for that, by its real path.
    watched: BTreeMap<PathBuf, RecursiveMode>,
    told: bool,
}

struct Root {
    named: PathBuf,
    /// Without symbolic links: so some systems name it in their events.
    real: PathBuf,
}

impl Watching {
    fn run(mut self, inbox: &Receiver<Word>) {
        while let Ok(word) = inbox.recv() {
            let due = Instant::now() + PATIENCE;
            let mut words = vec![word];
            while matches!(words[0], Word::Event(_))
                && Instant::now() < due
                && let Ok(word) = inbox.recv_timeout(PAUSE)
            {
                words.push(word);
            }
            let _ = catch_unwind(AssertUnwindSafe(|| self.act(words)));
        }
    }

    fn act(&mut self, words: Vec<Word>) {
        let (mut events, mut followers) = (vec![], vec![]);
        for word in words {
            match word {
                Word::Follow(done) => followers.push(done),
                Word::Event(Ok(event)) => events.push(event),
                Word::Event(Err(error)) => self.tell(error),
            }
        }
        let paths: BTreeSet<_> = if events.iter().any(Event::need_rescan) {
            // The system has lost count: anything may have changed.
            self.roots.iter().map(|root| root.real.clone()).collect()
        } else {
            // Where a root would appear, others live too.
            let paths = events.into_iter().flat_map(|event| event.paths);
            paths.filter(|path| self.names(path).next().is_some()).collect()
        };
        let noticed: Vec<_> = paths.iter().flat_map(|path| self.names(path)).collect();
        // First watched, then read, so that nothing is missed in between.
        if self.change_what_is_watched(&paths) || !followers.is_empty() {
            self.look();
        }
        drop(followers);
        if !noticed.is_empty() {
            workspace::noticed(&self.session, &self.runtime, noticed);
        }
    }

    /// What a path is called by whoever named the roots; a root itself, if it lies below.
    fn names(&self, path: &Path) -> impl Iterator<Item = PathBuf> {
        self.roots.iter().filter_map(move |Root { named, real }| match path.strip_prefix(real) {
            Ok(inside) => Some(named.join(inside)),
            Err(_) => real.starts_with(path).then(|| named.clone()),
        })
    }

    /// Whether there may be other folders to watch now. What has happened to those that were watched is not known, so
    /// they are forgotten.
    fn change_what_is_watched(&mut self, paths: &BTreeSet<PathBuf>) -> bool {
        let mut may_be_others = false;
        for path in paths {
            let known: Vec<_> = below(&self.watched, path).cloned().collect();
            known.iter().for_each(|folder| self.unwatch(folder));
            let of_root = self.roots.iter().any(|root| root.real.starts_with(path));
            may_be_others |= of_root || path.is_dir() || walk::tells_what_is_ignored(path);
        }
        may_be_others
    }

    /// Watches what is to be watched, and nothing else.
    fn look(&mut self) {
        let roots = self.session.with(|state| state.watched_here());
        self.roots = roots.into_iter().map(|named| Root { real: real(&named), named }).collect();
        // Folders that are made meanwhile are found the next time.
        loop {
            let wanted: BTreeMap<_, _> = self.roots.iter().flat_map(|root| wanted(&root.real)).collect();
            let known = self.watched.clone();
            known
                .iter()
                .filter(|(path, mode)| wanted.get(*path) != Some(mode))
                .for_each(|(path, _)| self.unwatch(path));
            let new: Vec<_> = wanted.into_iter().filter(|(path, _)| !self.watched.contains_key(path)).collect();
            if new.is_empty() {
                return;
            }
            new.into_iter().for_each(|(path, mode)| self.watch(path, mode));
        }
    }

    fn watch(&mut self, path: PathBuf, mode: RecursiveMode) {
        if let Err(error) = self.system().and_then(|system| system.watch(&path, mode)) {
            self.tell(error.set_paths(vec![path.clone()]));
        }
        // Or not, but then trying again would not help either.
        self.watched.insert(path, mode);
    }

    fn unwatch(&mut self, path: &Path) {
        self.watched.remove(path);
        // It may be gone, and then it is not watched any more.
        let _ = self.system.as_mut().map(|system| system.unwatch(path));
    }

    fn system(&mut self) -> notify::Result<&mut RecommendedWatcher> {
        let system = match self.system.take() {
            Some(system) => system,
            None => {
                let sender = self.sender.clone();
                let hand_over = move |event: notify::Result<Event>| {
                    if event.as_ref().map_or(true, counts) {
                        let _ = sender.send(Word::Event(event));
                    }
                };
                RecommendedWatcher::new(hand_over, Config::default().with_follow_symlinks(false))?
            }
        };
        Ok(self.system.insert(system))
    }

    /// Tells the user once that something cannot be watched. What cannot be read or is gone does not count: nothing is
    /// missed there.
    fn tell(&mut self, error: Error) {
        let unreadable = match &error.kind {
            ErrorKind::PathNotFound => true,
            ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::PermissionDenied,
            _ => false,
        };
        if unreadable || std::mem::replace(&mut self.told, true) {
            return;
        }
        let key = if matches!(error.kind, ErrorKind::MaxFilesWatch) { "watching.limit" } else { "watching.failed" };
        let folder = error.paths.first().map_or_else(String::new, |path| path.display().to_string());
        let reason = error.set_paths(vec![]).to_string();
        let args = [("folder", &*folder), ("reason", reason.trim_end_matches('.'))];
        self.session.tell(messages::text(self.session.snapshot().speaks, key, &args));
    }
}

/// What is to be watched so that changes below a root are noticed. Where the root does not exist, that is the place where
/// it would appear; where it is a file, the folder in which another may take its place.
fn wanted(root: &Path) -> Vec<(PathBuf, RecursiveMode)> {
    if !root.is_dir() {
        let place = root.ancestors().find(|above| above.is_dir());
        return place.map(|place| (place.to_path_buf(), RecursiveMode::NonRecursive)).into_iter().collect();
    }
    if FOLDER_BY_FOLDER {
        return walk::folders(root).into_iter().map(|folder| (folder, RecursiveMode::NonRecursive)).collect();
    }
    vec![(root.to_path_buf(), RecursiveMode::Recursive)]
}

/// A path without symbolic links, as far as it exists.
fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| match (path.parent(), path.file_name()) {
        (Some(above), Some(name)) => real(above).join(name),
        _ => path.to_path_buf(),
    })
}

/// A watched folder and those below it.
fn below<'a>(watched: &'a BTreeMap<PathBuf, RecursiveMode>, path: &'a Path) -> impl Iterator<Item = &'a PathBuf> {
    let range = (std::ops::Bound::Included(path), std::ops::Bound::Unbounded);
    watched.range::<Path, _>(range).map(|(folder, _)| folder).take_while(move |folder| folder.starts_with(path))
}
