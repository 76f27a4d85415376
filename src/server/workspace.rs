//! The archive follows the disk: read in the background when folders or settings change, refreshed when a file does.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::runtime::Handle;
use tower_lsp::ls_types::*;

use super::progress::Progress;
use super::publishing;
use super::session::Session;
use crate::analysis::Cancel;
use crate::archive::walk;
use crate::desk::index::{self, Indexed};
use crate::desk::layer::{Layer, Origin};
use crate::features::notices;
use crate::messages;
use crate::text::decode::Charset;

/// Reads the archive anew, on a thread of its own; a reading that is under way stops.
pub fn index(session: &Arc<Session>, runtime: &Handle) {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let cancel = Cancel::default();
    let (desk, roots) = session.with(|state| {
        std::mem::replace(&mut state.indexing, cancel.clone()).cancel();
        (state.desk.clone(), state.roots())
    });
    let progress = (session.abilities().progress && !roots.is_empty()).then(|| {
        let title = messages::text(desk.speaks, "progress.indexing", &[]);
        Progress::ask(runtime, &session.outbox, COUNT.fetch_add(1, Ordering::Relaxed), title)
    });
    let session = session.clone();
    std::thread::spawn(move || {
        let files = walk::articles(&roots);
        enter(&session, &cancel, |archive| {
            archive.retain(|path| files.binary_search_by(|file| (**file).cmp(path)).is_ok())
        });
        let total = files.len().to_string();
        let read = index::index(&desk, &files, &cancel, |batch, done| {
            batch.iter().for_each(|indexed| tell(&session, indexed));
            enter(&session, &cancel, |archive| batch.iter().for_each(|indexed| indexed.enter(archive)));
            if let Some(progress) = &progress {
                let args = [("done", &*done.to_string()), ("total", &*total)];
                progress.report(messages::text(desk.speaks, "progress.of", &args), done, files.len());
            }
        });
        // Whoever stopped this one has begun another.
        let _ = read;
        progress.iter().for_each(Progress::end);
    });
}

/// Changes the archive, unless a newer reading has begun.
fn enter(session: &Session, cancel: &Cancel, change: impl FnOnce(&mut crate::archive::Archive)) {
    session.with(|state| {
        if cancel.check().is_ok() {
            change(state.archive_mut());
        }
    });
}

/// Looks again at files that were made, changed, closed or removed: one at a time, on a thread that lives as long as
/// there are any, so that the last to be read is the last to be entered.
pub fn refresh(session: &Arc<Session>, paths: Vec<PathBuf>) {
    let begin = session.with(|state| {
        state.changed.extend(paths);
        !state.changed.is_empty() && !std::mem::replace(&mut state.refreshing, true)
    });
    if !begin {
        return;
    }
    let session = session.clone();
    std::thread::spawn(move || {
        let next = || {
            session.with(|state| {
                let path = state.changed.pop_first();
                state.refreshing = path.is_some();
                path.map(|path| (path, state.desk.clone(), state.roots()))
            })
        };
        while let Some((path, desk, roots)) = next() {
            if !walk::is_article(&path, &roots) {
                session.with(|state| state.archive_mut().remove(&path));
            } else if let Ok(indexed) = index::read(&desk, &path, &Cancel::default()) {
                tell(&session, &indexed);
                session.with(|state| indexed.enter(state.archive_mut()));
            }
        }
    });
}

fn tell(session: &Session, indexed: &Indexed) {
    let speaks = session.snapshot().speaks;
    match indexed {
        Indexed::Article(_, Charset::Utf8) => {}
        Indexed::Article(entry, _) => session.tell_one_of_many(notices::windows_1252(speaks, &entry.path)),
        Indexed::Unreadable(path, reason) => session.tell_one_of_many(notices::unreadable(speaks, path, reason)),
    }
}

/// Settings or entities may have changed: puts them in force, tells what is wrong with them, and reads anew what depends on them.
pub fn reconfigure(session: &Arc<Session>, runtime: &Handle) {
    let (faults, changed) = session.settle();
    publishing::faults(session, &faults);
    if changed {
        session.snapshot().documents.iter().for_each(|document| session.due.add(&document.path));
        index(session, runtime);
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

/// Asks the client to tell when articles or settings change on disk.
pub fn watch(session: &Arc<Session>, runtime: &Handle) {
    let session = session.clone();
    runtime.spawn(async move {
        let watchers = ["**/*.{txt,md,markdown}", "**/beleg.toml", "**/.beleg/entities/*.toml"]
            .map(|glob| FileSystemWatcher { glob_pattern: GlobPattern::String(glob.to_owned()), kind: None });
        let options = DidChangeWatchedFilesRegistrationOptions { watchers: watchers.to_vec() };
        let registration = Registration {
            id: "beleg/files".to_owned(),
            method: "workspace/didChangeWatchedFiles".to_owned(),
            register_options: serde_json::to_value(options).ok(),
        };
        let params = RegistrationParams { registrations: vec![registration] };
        // Without it the archive is as fresh as the last save in this editor.
        let _ = session.outbox.ask::<request::RegisterCapability>(params).await;
    });
}
