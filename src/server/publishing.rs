//! Findings on their way to an editor that is told of them unasked. One thread works out what is due; an edit stops work
//! on a text that is no longer there. What is published always belongs to the text as it is at that moment, so nothing
//! older follows anything newer. Editors that ask for findings are served by [`super::pulling`].

use std::collections::{BTreeSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tower_lsp::ls_types::*;

use super::diagnostics::of_document;
use super::outbox::List;
use super::session::Session;
use super::shown::Shown;
use crate::analysis::{Cancel, Cancelled};
use crate::checks::ask_others;
use crate::desk::Document;
use crate::features::notices::Fault;

/// The documents whose diagnostics are to be worked out.
#[derive(Default)]
pub struct Due {
    queue: Mutex<Queue>,
    filled: Condvar,
}

#[derive(Default)]
struct Queue {
    waiting: VecDeque<Arc<Path>>,
    working: Option<(Arc<Path>, Cancel)>,
}

impl Due {
    /// The document has changed: what is being worked out for it is void, and it is to be looked at again.
    pub fn add(&self, path: &Arc<Path>) {
        let mut queue = self.locked();
        if let Some((working, cancel)) = &queue.working
            && working == path
        {
            cancel.cancel();
        }
        if !queue.waiting.contains(path) {
            queue.waiting.push_back(path.clone());
        }
        self.filled.notify_one();
    }

    fn take(&self) -> (Arc<Path>, Cancel) {
        let mut queue = self.locked();
        queue.working = None;
        loop {
            if let Some(path) = queue.waiting.pop_front() {
                let cancel = Cancel::default();
                queue.working = Some((path.clone(), cancel.clone()));
                return (path, cancel);
            }
            queue = self.filled.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn locked(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Starts the thread that publishes, for as long as the program runs.
pub fn publish_in_background(session: &Arc<Session>) {
    let session = session.clone();
    std::thread::spawn(move || {
        loop {
            let (path, cancel) = session.due.take();
            // A panic costs this one list; the next edit is a new chance.
            let _ = catch_unwind(AssertUnwindSafe(|| publish(&session, &path, &cancel)));
        }
    });
}

fn publish(session: &Session, path: &Arc<Path>, cancel: &Cancel) -> Result<(), Cancelled> {
    let desk = session.snapshot();
    let Some(document) = desk.documents.get(path) else { return Ok(()) };
    let shown = of_document(session, &desk, document, cancel)?;
    let Some(uri) = session.uri(path) else { return Ok(()) };
    // Written out before the lock is taken: the list may be long.
    let list = List::new(uri, Some(document.version), &shown);
    session.with(|state| {
        let now = state.desk.documents.get(path);
        if now.is_some_and(|now| Arc::ptr_eq(now, document)) {
            session.outbox.publish(list);
        }
    });
    Ok(())
}

/// So long a row of changes on disk is waited for.
const ROW: Duration = Duration::from_millis(100);

/// Works out again what is told of open documents that have links, or are compared with others, when files or articles have
/// come, gone or changed: for as long as the program runs.
pub async fn follow_files(session: Arc<Session>) {
    let mut followed = 0;
    loop {
        // Begun before the look, so that nothing that changes meanwhile is missed.
        let mut news = std::pin::pin!(session.news.notified());
        news.as_mut().enable();
        let (changes, reads) = session.with(|state| (state.changes, state.desk.reads_archive));
        if changes == followed || reads {
            news.await;
            continue;
        }
        tokio::time::sleep(ROW).await;
        followed = changes;
        look_again(&session).await;
    }
}

async fn look_again(session: &Session) {
    let desk = session.snapshot();
    let compared = ask_others(&desk.settings);
    // One that nobody has read yet may have any links.
    let has_links = |document: &Document| document.known().is_none_or(|reading| reading.has_links());
    let concerned: Vec<Arc<Path>> = desk
        .documents
        .iter()
        .filter(|document| compared || has_links(document))
        .map(|document| document.path.clone())
        .collect();
    concerned.iter().for_each(|path| session.settles(path));
    session.news.notify_waiters();
    if !concerned.is_empty() && session.abilities().pulls {
        session.outbox.ask::<request::WorkspaceDiagnosticRefresh>(()).await;
    }
}

/// Tells what is wrong in files of settings and entities: to the user, and in the file where it stands.
pub fn faults(session: &Session, faults: &[Fault]) {
    let speaks = session.snapshot().speaks;
    faults.iter().for_each(|fault| session.tell(fault.sentence(speaks)));
    let now: BTreeSet<_> = faults.iter().filter_map(|fault| fault.file.clone()).collect();
    let before = session.with(|state| std::mem::replace(&mut state.faulty, now.clone()));
    for file in before.union(&now) {
        let Some(uri) = session.uri(file) else { continue };
        let own = faults.iter().filter(|fault| fault.file.as_ref() == Some(file));
        let list = own.map(|fault| {
            let line = fault.line.and_then(|line| u32::try_from(line - 1).ok()).unwrap_or(0);
            // Up to wherever the line ends; the file is not read again for that.
            let range = Range::new(Position::new(line, 0), Position::new(line, i32::MAX.unsigned_abs()));
            Shown::notice(fault.code, range, fault.message.clone())
        });
        session.outbox.publish(List::new(uri, None, &list.collect::<Vec<_>>()));
    }
}
