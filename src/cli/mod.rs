//! The command line, one file a command: each has its `Args` and a `run` that returns the exit code.
//! Bad use is clap's business and exits 2; commands print results to standard output and everything else to standard error.

mod annotate;
mod annotations;
mod archive;
mod articles;
mod check;
mod completions;
mod config;
mod doctor;
mod explain;
mod export;
mod import;
mod kb;
mod kb_import;
mod ledger;
mod lsp;
mod output;
mod report;
mod settings;
mod verify;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Who and what is named, which number nobody vouches for, and where else the archive speaks of it.
#[derive(Parser)]
#[command(name = "beleg", version, propagate_version = true, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Check(check::Args),
    Verify(verify::Args),
    Annotate(annotate::Args),
    Export(export::Args),
    Import(import::Args),
    Report(report::Args),
    Explain(explain::Args),
    Archive(archive::Args),
    Ledger(ledger::Args),
    Kb(kb::Args),
    Config(config::Args),
    Doctor(doctor::Args),
    Lsp(lsp::Args),
    Completions(completions::Args),
}

/// Runs the program with the arguments it was started with.
pub fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Check(args) => check::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Annotate(args) => annotate::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Report(args) => report::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Archive(args) => archive::run(&args),
        Command::Ledger(args) => ledger::run(&args),
        Command::Kb(args) => kb::run(&args),
        Command::Config(args) => config::run(&args),
        Command::Doctor(args) => doctor::run(&args),
        Command::Lsp(args) => lsp::run(&args),
        Command::Completions(args) => completions::run(&args),
    }
}
