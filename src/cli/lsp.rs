//! `beleg lsp`: the language server on standard input and output.

use std::process::ExitCode;

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
}

/// Serves until the editor says `exit` or goes away.
pub fn run(_: &Args) -> ExitCode {
    server::run()
}
