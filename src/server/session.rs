//! What the server knows between two messages: the desk as it is now, the client's abilities, the layers of its settings.
//! One lock, never held for longer than a change takes.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use tokio::sync::Notify;
use tower_lsp::ls_types::{LogMessageParams, MessageType, ShowMessageParams, Uri, notification};

use super::annotating::Step;
use super::capabilities::Abilities;
use super::convert;
use super::outbox::Outbox;
use super::publishing::Due;
use super::pulling::Pulled;
use super::watcher::Watcher;
use crate::analysis::{Cancel, Names};
use crate::archive::Archive;
use crate::checks;
use crate::desk::layer::{self, Layer, Problem};
use crate::desk::{OWN_FOLDER, Packs, Settings, Sidecars, Snapshot, library, pages, sidecar};
use crate::features::notices::Fault;
use crate::lang::Lang;

/// One client, from `initialize` to `exit`.
pub struct Session {
    pub outbox: Outbox,
    pub due: Due,
    pub watcher: OnceLock<Watcher>,
    /// Rings whenever the desk changes.
    pub news: Arc<Notify>,
    pub packs: Packs,
    /// Where archives are kept on disk, if anywhere.
    pub stores: Option<PathBuf>,
    pub pulled: Mutex<Pulled>,
    reading: Mutex<()>,
    abilities: OnceLock<Abilities>,
    state: Mutex<State>,
}

/// What changes.
#[derive(Default)]
pub struct State {
    pub desk: Arc<Snapshot>,
    news: Arc<Notify>,
    /// The client has said `shutdown`.
    pub closing: bool,
    pub folders: Vec<PathBuf>,
    /// The client tells what changes in these folders.
    pub watched_by_client: bool,
    pub layers: Layers,
    /// Stops the reading of the archive that is under way.
    pub indexing: Cancel,
    /// How often files or articles have come, gone or changed.
    pub changes: u64,
    /// Files and folders that were made, changed or removed, and are to be looked at again.
    pub changed: BTreeSet<PathBuf>,
    /// The client's own spelling of the addresses of open documents.
    addresses: HashMap<Arc<Path>, Uri>,
    /// What the user was told already.
    told: HashSet<String>,
    told_one_of_many: bool,
    /// What was decided in this session, the latest last.
    pub steps: Vec<Step>,
    /// Files of settings and entities that have diagnostics.
    pub faulty: BTreeSet<PathBuf>,
}

/// Where settings come from, beside the defaults.
#[derive(Default)]
pub struct Layers {
    pub user: Option<Layer>,
    pub workspace: Vec<Layer>,
    pub initialization: Option<Layer>,
    pub configuration: Option<Layer>,
}

impl Layers {
    fn resolve(&self) -> (Settings, Vec<Problem>) {
        let codes: Vec<_> = checks::ALL.iter().map(|check| check.code()).collect();
        let editor = self.initialization.iter().chain(&self.configuration);
        Settings::resolve(self.user.iter().chain(&self.workspace).chain(editor), &codes)
    }
}

impl State {
    /// The desk, to change it. Snapshots that were handed out keep what they have.
    pub fn desk_mut(&mut self) -> &mut Snapshot {
        self.news.notify_waiters();
        Arc::make_mut(&mut self.desk)
    }

    /// Puts an archive in place of what was known.
    pub fn set_archive(&mut self, archive: Archive) {
        self.changes += 1;
        self.desk_mut().archive = archive.into();
    }

    /// Where articles are looked for.
    pub fn roots(&self) -> Vec<PathBuf> {
        self.named_roots().filter(|root| is_folder(root)).collect()
    }

    /// What was named as a root, and is none.
    pub fn whole_systems(&self) -> Vec<PathBuf> {
        self.named_roots().filter(|root| !is_folder(root)).collect()
    }

    fn named_roots(&self) -> impl Iterator<Item = PathBuf> {
        self.folders.iter().cloned().chain(self.desk.settings.archive_roots())
    }

    /// What has to be watched here, since the client does not do it: at most it watches the folders of the workspace, and
    /// the pages that these bring.
    pub fn watched_here(&self) -> Vec<PathBuf> {
        let folders = self.folders.iter().filter(|folder| is_folder(folder));
        let mut paths = self.roots();
        if self.watched_by_client {
            paths.retain(|root| !folders.clone().any(|folder| root.starts_with(folder)));
        } else {
            paths.extend(folders.map(|folder| folder.join(OWN_FOLDER)));
        }
        paths.extend(self.desk.settings.kb_pages().into_iter().filter(|pages| is_folder(pages)));
        paths.extend(self.desk.settings.kb_packs());
        paths
    }

    /// Whether settings, entities or decisions stand in this file, or in this folder.
    pub fn has_settings(&self, path: &Path) -> bool {
        let names = [layer::NAME, pages::FOLDER, sidecar::FILE, library::FILE];
        let own = self.folders.iter().flat_map(|folder| names.map(|name| folder.join(name)));
        let mut places = own.chain(self.desk.settings.kb_pages()).chain(self.desk.settings.kb_packs());
        places.any(|place| path.starts_with(&place) || place.starts_with(path))
    }

    /// Whether a document is a page of entities, and so no article.
    pub fn is_page(&self, path: &Path) -> bool {
        let own = self.folders.iter().map(|folder| folder.join(pages::FOLDER));
        own.chain(self.desk.settings.kb_pages()).any(|folder| path.parent() == Some(&*folder))
    }

    /// Reads the files of settings anew.
    pub fn read_layers(&mut self) {
        self.layers.user = Layer::of_user();
        self.layers.workspace = self.folders.iter().filter_map(|folder| Layer::of_workspace(folder)).collect();
    }
}

/// What came of reading settings, entities and decisions anew.
pub struct Settled {
    /// What is wrong with them.
    pub faults: Vec<Fault>,
    /// Settings or entities are not what they were: every article is to be read anew.
    pub changed: bool,
    /// Decisions about articles are not what they were.
    pub noted: bool,
}

/// A whole file system is no folder of articles, by whatever name: some editors name it for files without a folder.
fn is_folder(root: &Path) -> bool {
    root.canonicalize().as_deref().unwrap_or(root).parent().is_some()
}

impl Session {
    /// A session with a client that has not said anything yet.
    pub fn new(outbox: Outbox, stores: Option<PathBuf>) -> Arc<Self> {
        let news = Arc::<Notify>::default();
        let session = Arc::new(Self {
            outbox,
            due: Due::default(),
            watcher: OnceLock::new(),
            news: news.clone(),
            packs: Packs::default(),
            stores,
            pulled: Mutex::default(),
            reading: Mutex::default(),
            abilities: OnceLock::new(),
            state: Mutex::new(State { news, ..State::default() }),
        });
        super::publishing::publish_in_background(&session);
        session
    }

    /// What the client can do.
    pub fn abilities(&self) -> &Abilities {
        self.abilities.get_or_init(Abilities::default)
    }

    /// Keeps what the client can do; only its first word counts.
    pub fn set_abilities(&self, abilities: Abilities) {
        let _ = self.abilities.set(abilities);
    }

    /// Changes the state, or looks at it.
    pub fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        // A panic inside a change leaves each field whole, so going on is safe.
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Waits for one's turn to read articles for the archive. They are read by one thread after the other, so that
    /// nothing older is entered after anything newer.
    pub fn turn_to_read(&self) -> MutexGuard<'_, ()> {
        self.reading.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until the archive holds what lies on disk, or the client leaves.
    pub async fn archive_is_read(&self) {
        loop {
            // Begun before the look, so that nothing that changes meanwhile is missed.
            let mut news = std::pin::pin!(self.news.notified());
            news.as_mut().enable();
            if self.with(|state| !state.desk.reads_archive || state.closing) {
                return;
            }
            news.await;
        }
    }

    /// A document has changed: its findings are worked out, unless the client will ask for them.
    pub fn settles(&self, path: &Arc<Path>) {
        if !self.abilities().pulls {
            self.due.add(path);
        }
    }

    /// Files have come, gone or changed, and the archive knows: links may lead elsewhere now, and other articles tell other
    /// figures.
    pub fn files_changed(&self) {
        self.with(|state| state.changes += 1);
        self.news.notify_waiters();
    }

    /// The desk as it is now.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.with(|state| state.desk.clone())
    }

    /// Keeps how the client spells the address of a document that it opened.
    pub fn know_address(&self, path: &Arc<Path>, uri: Uri) {
        self.with(|state| state.addresses.insert(path.clone(), uri));
    }

    /// Forgets it.
    pub fn forget_address(&self, path: &Path) -> Option<Uri> {
        self.with(|state| state.addresses.remove(path))
    }

    /// The address of a document or an article.
    pub fn uri(&self, path: &Path) -> Option<Uri> {
        self.with(|state| state.addresses.get(path).cloned()).or_else(|| convert::uri(path))
    }

    /// Puts the settings in force that the layers give, with the entities and decisions that go with them.
    pub fn settle(&self) -> Settled {
        let locale = self.abilities().locale;
        let folders: Vec<_> = self.with(|state| state.folders.iter().filter(|it| is_folder(it)).cloned().collect());
        let (sidecars, broken) = Sidecars::read(&folders);
        self.with(|state| {
            let (settings, problems) = state.layers.resolve();
            let speaks = settings.messages().or(locale).unwrap_or(Lang::En);
            let (kb, pages) = pages::knowledge(&settings, &state.folders, self.packs.opened(&settings.kb_packs()));
            let desk = &state.desk;
            let changed =
                *desk.settings != settings || desk.speaks != speaks || desk.kb.generation() != kb.generation();
            if changed {
                let desk = state.desk_mut();
                (desk.settings, desk.kb, desk.speaks) = (Arc::new(settings), kb, speaks);
                desk.documents.forget_readings();
            } else {
                // The same names, but what is told of them may be new.
                state.desk_mut().kb = kb;
            }
            let noted = *state.desk.sidecars != sidecars;
            if noted {
                let desk = state.desk_mut();
                desk.sidecars = sidecars.into();
                desk.documents.forget_readings();
            }
            let roots = state.roots();
            state.desk_mut().roots = roots.into();
            let problems = problems.iter().map(|problem| Fault::of_setting(speaks, problem));
            let faults = problems
                .chain(pages.iter().map(|problem| Fault::of_page(speaks, problem)))
                .chain(broken.iter().map(|problem| Fault::of_sidecar(speaks, problem)));
            Settled { faults: faults.collect(), changed, noted }
        })
    }

    /// Tells the user something, once.
    pub fn tell(&self, message: String) {
        if self.with(|state| state.told.insert(message.clone())) {
            let typ = MessageType::WARNING;
            self.outbox.notify::<notification::ShowMessage>(ShowMessageParams { typ, message });
        }
    }

    /// Tells something of which there may be a lot: only the first is shown, the others are in the log.
    pub fn tell_one_of_many(&self, message: String) {
        if !self.with(|state| std::mem::replace(&mut state.told_one_of_many, true)) {
            self.tell(message);
        } else {
            self.log(message);
        }
    }

    /// Puts something into the client's log, once.
    pub fn log(&self, message: String) {
        if self.with(|state| state.told.insert(message.clone())) {
            let typ = MessageType::WARNING;
            self.outbox.notify::<notification::LogMessage>(LogMessageParams { typ, message });
        }
    }
}
