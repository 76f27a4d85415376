//! `beleg lsp`: the language server on standard input and output.

use std::process::ExitCode;

use crate::archive::store;
use crate::server;

/// Serve an editor over standard input and output (Language Server Protocol)
#[derive(clap::Args)]
pub struct Args {
    /// Accepted for editors that pass it; there is no other way to talk
    #[arg(long, hide = true)]
    stdio: bool,
    /// Accepted for editors that pass it; the process to watch comes with the first message
    #[arg(long = "clientProcessId", hide = true, value_name = "PID")]
    client: Option<u32>,
    /// Keep what was found in articles in memory alone, and nothing of it on disk
    #[arg(long)]
    no_cache: bool,
}

/// Serves until the editor says `exit` or goes away.
pub fn run(args: &Args) -> ExitCode {
    server::run((!args.no_cache).then(store::stores))
}
