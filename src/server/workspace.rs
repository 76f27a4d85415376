//! The archive follows the disk: read in the background when folders or settings change, refreshed when a file does.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::runtime::Handle;
use tower_lsp::ls_types::*;

use super::progress::Progress;
use super::session::{Session, Settled, State};
use super::{annotating, publishing, pulling, watcher};
use crate::analysis::Cancel;
use crate::archive::{Archive, walk};
use crate::desk::Snapshot;
use crate::desk::corrections::corrections;
use crate::desk::files::Unreadable;
use crate::desk::index::{self, Indexed, StoreFault};
use crate::desk::layer::{Layer, Origin};
use crate::features::notices;
use crate::messages;
use crate::text::Format;
use crate::text::decode::Charset;

/// Reads the archive anew, on a thread of its own; a reading that is under way stops.
pub fn index(session: &Arc<Session>, runtime: &Handle) {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let cancel = Cancel::default();
    let (speaks, roots, whole_systems) = session.with(|state| {
        std::mem::replace(&mut state.indexing, cancel.clone()).cancel();
        state.desk_mut().reads_archive = true;
        (state.desk.speaks, state.roots(), state.whole_systems())
    });
    for folder in whole_systems {
        let args = [("folder", &*folder.display().to_string())];
        session.log(messages::text(speaks, "watching.whole-system", &args));
    }
    let progress = (session.abilities().progress && !roots.is_empty()).then(|| {
        let title = messages::text(speaks, "progress.indexing", &[]);
        Progress::ask(runtime, &session.outbox, COUNT.fetch_add(1, Ordering::Relaxed), title)
    });
    let (session, runtime) = (session.clone(), runtime.clone());
    std::thread::spawn(move || {
        // First, so that nothing that changes meanwhile goes unnoticed.
        watcher::follow(&session, &runtime);
        let _turn = session.turn_to_read();
        let desk = shelve(&session, &cancel, &roots);
        let found = walk::articles(&roots);
        enter(&session, &cancel, |archive| {
            let gone = index::gone(archive, &found);
            archive.remove(&gone.iter().map(|path| &**path).collect::<Vec<_>>())
        });
        let walk::Articles { files, hanging } = found;
        for root in hanging {
            session.tell_one_of_many(notices::store(speaks, &StoreFault::Hanging(root)));
        }
        let total = files.len().to_string();
        read(&session, &desk, &files, &cancel, |done| {
            if let Some(progress) = &progress {
                let args = [("done", &*done.to_string()), ("total", &*total)];
                progress.report(messages::text(speaks, "progress.of", &args), done, files.len());
            }
        });
        session.with(|state| state.desk_mut().reads_archive &= cancel.check().is_err());
        progress.iter().for_each(Progress::end);
        // how many other articles there are is known now
        refresh_lenses(&session, &runtime);
    });
}

/// Has the archive on the shelves of these roots. What their stores hold counts at once, and is looked through behind.
fn shelve(session: &Session, cancel: &Cancel, roots: &[PathBuf]) -> Arc<Snapshot> {
    let desk = session.snapshot();
    let (archive, faults) = index::shelved(&desk.archive, roots, desk.reads(), session.stores.as_deref());
    enter(session, cancel, |known| {
        *known = archive;
        Ok(())
    });
    faults.iter().for_each(|fault| session.tell_one_of_many(notices::store(desk.speaks, fault)));
    enter(session, cancel, |archive| {
        let damaged = archive.verify()?;
        damaged
            .iter()
            .for_each(|root| session.tell_one_of_many(notices::store(desk.speaks, &StoreFault::Damaged(root.clone()))));
        Ok(())
    });
    session.snapshot()
}

/// Reads these files into the archive and tells how many are done. Whoever stops it has begun another reading.
fn read(session: &Session, desk: &Snapshot, files: &[PathBuf], cancel: &Cancel, report: impl Fn(usize)) {
    let _ = index::index(desk, files, cancel, |batch, done| {
        batch.iter().for_each(|indexed| tell(session, indexed));
        enter(session, cancel, |archive| index::enter(archive, &batch));
        report(done);
    });
}

/// Changes the archive, unless a newer reading has begun. Only whoever has the turn to read does that, so nobody has to wait
/// while it is changed on disk.
fn enter(session: &Session, cancel: &Cancel, change: impl FnOnce(&mut Archive) -> std::io::Result<()>) {
    let desk = session.snapshot();
    let mut archive = Archive::clone(&desk.archive);
    if cancel.check().is_ok() {
        let kept = change(&mut archive);
        session.with(|state| state.set_archive(archive));
        if let Err(error) = kept {
            session.tell_one_of_many(notices::store(desk.speaks, &StoreFault::NotWritten(error.to_string())));
        }
    }
}

fn contains(sorted: &[PathBuf], path: &Path) -> bool {
    sorted.binary_search_by(|file| (**file).cmp(path)).is_ok()
}

/// Something was made, changed, moved or removed on disk: files or folders, articles or settings, as whoever watches says.
pub fn noticed(session: &Arc<Session>, runtime: &Handle, paths: Vec<PathBuf>) {
    let sidecars = session.snapshot().sidecars.clone();
    let concerns = |state: &State, path: &PathBuf| state.has_settings(path) || sidecars.may_concern(path);
    if session.with(|state| paths.iter().any(|path| concerns(state, path))) {
        session.with(State::read_layers);
        reconfigure(session, runtime);
    }
    refresh(session, paths);
}

/// An open document was saved: its annotations follow it, and what was corrected in it is looked for in other articles, on
/// a thread of its own.
pub fn saved(session: &Arc<Session>, runtime: &Handle, path: Arc<Path>) {
    let Some(document) = session.snapshot().documents.get(&path).cloned() else { return };
    let (session, runtime) = (session.clone(), runtime.clone());
    std::thread::spawn(move || {
        if annotating::follow(&session, &path) {
            reconfigure(&session, &runtime);
        }
        runtime.block_on(session.archive_is_read());
        let Ok(corrections) = corrections(&session.snapshot(), &document, &Cancel::default()) else { return };
        if corrections.is_empty() && document.corrections.is_empty() {
            return;
        }
        session.with(|state| {
            let Some(now) = state.desk.documents.get(&path).map(|now| now.corrected(corrections)) else { return };
            state.desk_mut().documents.insert(now);
            session.settles(&path);
        });
        if session.abilities().pulls {
            let outbox = session.outbox.clone();
            runtime.spawn(async move { outbox.ask::<request::WorkspaceDiagnosticRefresh>(()).await });
        }
    });
}

/// Looks again at files and folders that were made, changed, closed or removed. What comes while others are read waits
/// and is read together.
pub fn refresh(session: &Arc<Session>, paths: Vec<PathBuf>) {
    let begin = session.with(|state| {
        let nobody_waits = state.changed.is_empty();
        state.changed.extend(paths);
        nobody_waits && !state.changed.is_empty()
    });
    if begin {
        let session = session.clone();
        std::thread::spawn(move || {
            let _turn = session.turn_to_read();
            look_again(&session);
        });
    }
}

fn look_again(session: &Session) {
    let (changed, desk, roots, cancel) = session
        .with(|state| (std::mem::take(&mut state.changed), state.desk.clone(), state.roots(), state.indexing.clone()));
    let paths = changed.iter().filter_map(|path| place_of_articles(path, &desk.archive)).collect();
    let files = walk::among(&roots, &paths);
    let known = paths.iter().flat_map(|path| desk.archive.below(path));
    let gone: Vec<_> = known.filter(|known| !contains(&files, known)).collect();
    if !gone.is_empty() {
        enter(session, &cancel, |archive| archive.remove(&gone.iter().map(|path| &**path).collect::<Vec<_>>()));
    }
    if !files.is_empty() {
        read(session, &desk, &files, &cancel, |_| {});
    }
    let gone = gone.iter().map(|path| path.to_path_buf());
    pulling::forget_compared(session, &desk, &files.into_iter().chain(gone).collect::<Vec<_>>());
    session.files_changed();
}

/// Where articles may have changed, if something happened to this path: there, in the whole folder, or nowhere.
fn place_of_articles(path: &Path, archive: &Archive) -> Option<PathBuf> {
    if walk::tells_what_is_ignored(path) {
        return path.parent().map(Path::to_path_buf);
    }
    let there = Format::of_path(path).is_some() || !archive.below(path).is_empty() || path.is_dir();
    there.then(|| path.to_path_buf())
}

fn tell(session: &Session, indexed: &Indexed) {
    let speaks = session.snapshot().speaks;
    match indexed {
        Indexed::Article(_, Charset::Utf8) | Indexed::Unchanged | Indexed::Same(..) => {}
        // it was deleted since it was found
        Indexed::Unreadable(_, Unreadable::Missing) => {}
        Indexed::Article(entry, _) => session.tell_one_of_many(notices::windows_1252(speaks, &entry.path)),
        Indexed::Unreadable(path, reason) => session.tell_one_of_many(notices::unreadable(speaks, path, reason)),
    }
}

/// Settings, entities or decisions may have changed: puts them in force, tells what is wrong with them, and reads anew
/// what depends on them.
pub fn reconfigure(session: &Arc<Session>, runtime: &Handle) {
    let Settled { faults, changed, noted } = session.settle();
    publishing::faults(session, &faults);
    if changed || noted {
        session.snapshot().documents.iter().for_each(|document| session.settles(&document.path));
        if session.abilities().pulls {
            let outbox = session.outbox.clone();
            runtime.spawn(async move { outbox.ask::<request::WorkspaceDiagnosticRefresh>(()).await });
        }
        if session.abilities().inlay_refresh {
            let outbox = session.outbox.clone();
            runtime.spawn(async move { outbox.ask::<request::InlayHintRefreshRequest>(()).await });
        }
        if session.abilities().token_refresh {
            let outbox = session.outbox.clone();
            runtime.spawn(async move { outbox.ask::<request::SemanticTokensRefresh>(()).await });
        }
        refresh_lenses(session, runtime);
    }
    if changed {
        index(session, runtime);
    }
    open_packs(session, runtime);
}

/// Has the client ask for lenses again, if it can be told so.
fn refresh_lenses(session: &Session, runtime: &Handle) {
    if session.abilities().lens_refresh {
        let outbox = session.outbox.clone();
        runtime.spawn(async move { outbox.ask::<request::CodeLensRefresh>(()).await });
    }
}

/// Opens the packs that the settings name, where they are new or have changed, on a thread of its own: they may be large.
pub fn open_packs(session: &Arc<Session>, runtime: &Handle) {
    let files = session.snapshot().settings.kb_packs();
    if !files.is_empty() {
        let (session, runtime) = (session.clone(), runtime.clone());
        std::thread::spawn(move || {
            if session.packs.look(&files) {
                reconfigure(&session, &runtime);
            }
        });
    }
}

/// Asks the client for its settings, where it can be asked.
pub fn pull_configuration(session: &Arc<Session>, runtime: &Handle) {
    let (session, handle) = (session.clone(), runtime.clone());
    runtime.spawn(async move {
        let item = ConfigurationItem { scope_uri: None, section: Some("beleg".to_owned()) };
        let params = ConfigurationParams { items: vec![item] };
        let answer = session.outbox.ask::<request::WorkspaceConfiguration>(params).await;
        if let Some([settings]) = answer.as_deref() {
            let layer = Layer::of_json(Origin::Configuration, settings);
            session.with(|state| state.layers.configuration = Some(layer));
            reconfigure(&session, &handle);
        }
    });
}

/// Asks the client to tell when articles or settings change on disk. Folders that come or go are told by nothing but
/// their own names.
pub fn watch(session: &Arc<Session>, runtime: &Handle) {
    let (session, handle) = (session.clone(), runtime.clone());
    runtime.spawn(async move {
        let watcher = |glob: &str, kind| FileSystemWatcher { glob_pattern: GlobPattern::String(glob.to_owned()), kind };
        let globs = [
            "**/*.{txt,md,markdown,html,htm}",
            "**/beleg.toml",
            "**/.beleg/{entities/*.md,entities/*.toml,annotations.jsonl,sources.toml}",
            "**/.{gitignore,ignore}",
        ];
        let mut watchers = globs.map(|glob| watcher(glob, None)).to_vec();
        watchers.push(watcher("**/*", Some(WatchKind::Create | WatchKind::Delete)));
        let options = DidChangeWatchedFilesRegistrationOptions { watchers };
        let registration = Registration {
            id: "beleg/files".to_owned(),
            method: "workspace/didChangeWatchedFiles".to_owned(),
            register_options: serde_json::to_value(options).ok(),
        };
        let params = RegistrationParams { registrations: vec![registration] };
        if session.outbox.ask::<request::RegisterCapability>(params).await.is_none() {
            // It had only said that it could. What has changed since nobody knows.
            session.with(|state| state.watched_by_client = false);
            index(&session, &handle);
        }
    });
}
