//! The command line, one file a command: each has its `Args` and a `run` that returns the exit code.
//! Bad use is clap's business and exits 2; commands print results to standard output and everything else to standard error.

mod kb;
mod lsp;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Who and what is named, which number nobody vouches for, and where else the archive speaks of it.
#[derive(Parser)]
#[command(name = "beleg", version, propagate_version = true, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Kb(kb::Args),
    Lsp(lsp::Args),
}

/// Runs the program with the arguments it was started with.
pub fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Kb(args) => kb::run(&args),
        Command::Lsp(args) => lsp::run(&args),
    }
}
