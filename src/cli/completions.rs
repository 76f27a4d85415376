//! `beleg completions`: scripts that complete the command line in a shell.

use std::io::{ErrorKind, Write};
use std::process::ExitCode;

use clap::CommandFactory;
use clap_complete::Shell;

/// Write a script that completes beleg's command line in a shell
#[derive(clap::Args)]
pub struct Args {
    shell: Shell,
}

/// Writes the script to standard output. Whoever reads may stop early.
pub fn run(args: &Args) -> ExitCode {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::Cli::command(), "beleg", &mut script);
    match std::io::stdout().write_all(&script) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => ExitCode::FAILURE,
        _ => ExitCode::SUCCESS,
    }
}
