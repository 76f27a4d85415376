//! A progress bar in the client, if it wants one. The client is asked for it and the work goes on meanwhile; whenever the
//! client answers, it sees a beginning and, once the work is done, an end.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::runtime::Handle;
use tower_lsp::ls_types::*;

use super::outbox::Outbox;

/// One progress bar.
#[derive(Clone)]
pub struct Progress(Arc<Shared>);

struct Shared {
    outbox: Outbox,
    token: ProgressToken,
    title: String,
    stage: Mutex<Stage>,
}

#[derive(Default)]
struct Stage {
    shown: bool,
    ended: bool,
}

impl Progress {
    /// Asks the client for a progress bar; only where it can have one.
    pub fn ask(runtime: &Handle, outbox: &Outbox, id: u64, title: String) -> Self {
        let token = ProgressToken::String(format!("beleg/{id}"));
        let progress = Self(Arc::new(Shared { outbox: outbox.clone(), token, title, stage: Mutex::default() }));
        let asking = progress.clone();
        runtime.spawn(async move {
            let params = WorkDoneProgressCreateParams { token: asking.0.token.clone() };
            if asking.0.outbox.ask::<request::WorkDoneProgressCreate>(params).await.is_some() {
                asking.show();
            }
        });
        progress
    }

    fn show(&self) {
        self.at_stage(|stage| {
            stage.shown = true;
            let begin = WorkDoneProgressBegin {
                title: self.0.title.clone(),
                cancellable: Some(false),
                percentage: Some(0),
                ..Default::default()
            };
            self.send(WorkDoneProgress::Begin(begin));
            if stage.ended {
                self.send(WorkDoneProgress::End(WorkDoneProgressEnd::default()));
            }
        });
    }

    /// Tells how far the work is.
    pub fn report(&self, message: String, done: usize, total: usize) {
        self.at_stage(|stage| {
            if stage.shown && !stage.ended {
                let percentage = (100 * done).checked_div(total).and_then(|percent| u32::try_from(percent).ok());
                let (message, cancellable) = (Some(message), Some(false));
                self.send(WorkDoneProgress::Report(WorkDoneProgressReport { cancellable, message, percentage }));
            }
        });
    }

    /// The work is done.
    pub fn end(&self) {
        self.at_stage(|stage| {
            stage.ended = true;
            if stage.shown {
                self.send(WorkDoneProgress::End(WorkDoneProgressEnd::default()));
            }
        });
    }

    fn at_stage(&self, act: impl FnOnce(&mut Stage)) {
        act(&mut self.0.stage.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn send(&self, step: WorkDoneProgress) {
        let params = ProgressParams { token: self.0.token.clone(), value: ProgressParamsValue::WorkDone(step) };
        self.0.outbox.notify::<notification::Progress>(params);
    }
}
