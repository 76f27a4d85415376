//! `beleg completions`: scripts that complete the command line in a shell.

use std::process::ExitCode;

use clap::CommandFactory;
use clap_complete::Shell;

/// Write a script that completes beleg's command line in a shell
#[derive(clap::Args)]
pub struct Args {
    shell: Shell,
}

/// Writes the script to standard output.
pub fn run(args: &Args) -> ExitCode {
    clap_complete::generate(args.shell, &mut super::Cli::command(), "beleg", &mut std::io::stdout());
    ExitCode::SUCCESS
}
