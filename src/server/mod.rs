//! The language server: the only place that knows the protocol. It turns messages into questions for `features` and
//! `checks`, and their plain answers into messages.
//!
//! *Invariants:* the document changes on one path, in the order of the messages. A request is answered from the snapshot
//! taken at its arrival. No lock lives across an `.await`. Nothing that serves the client waits for the client.

mod actions;
mod annotating;
mod asking;
mod backend;
mod capabilities;
mod colours;
mod commands;
mod convert;
mod diagnostics;
// Public so that `fuzz/` can feed it.
pub mod frames;
mod outbox;
mod parent;
mod progress;
mod publishing;
mod pulling;
mod pump;
mod question;
mod renaming;
mod session;
mod shown;
mod tolerance;
mod watcher;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;

use tower_lsp::LspService;

use backend::Backend;
use outbox::Outbox;

/// Serves on standard input and output; `stores` is where archives are kept on disk, if anywhere. The exit code is the protocol's: success after `shutdown` and `exit`.
pub fn run(stores: Option<PathBuf>) -> ExitCode {
    // A panic's own words may quote the article, which is nobody's business but the author's.
    std::panic::set_hook(Box::new(|panic| {
        let at = panic.location().map_or_else(String::new, ToString::to_string);
        eprintln!("beleg: internal error at {at}");
    }));
    let runtime = match runtime() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("beleg: {error}");
            return ExitCode::FAILURE;
        }
    };
    let outbox = Outbox::default();
    let writer = std::thread::spawn({
        let outbox = outbox.clone();
        move || outbox.drain(std::io::stdout().lock())
    });
    let (service, _) = LspService::new(|_| Backend::new(outbox.clone(), stores.clone()));
    let code = pump::serve(&runtime, service, std::io::stdin(), &outbox);
    outbox.close();
    let _ = writer.join();
    // Work under way is of no use to anyone now.
    runtime.shutdown_background();
    code
}

/// One thread for what waits, some for what works.
fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_time().max_blocking_threads(8).build()
}
