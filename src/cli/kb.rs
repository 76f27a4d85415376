//! `beleg kb`: looks into the knowledge base.

use std::path::PathBuf;
use std::process::ExitCode;

use anstream::{eprintln, println};
use clap::Subcommand;

use crate::kb::{Card, Kb};
use crate::lang::Lang;
use crate::text::PartialDate;

/// Looks into the knowledge base: who and what is known by name
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Prints the card of everyone and everything that goes by a name
    Show {
        /// A name or an id, such as `Kim Jong Un`, `KN-23` or `Q7747`
        name: String,
        /// Tell offices as of this day
        #[arg(long, value_name = "YYYY[-MM[-DD]]", value_parser = date)]
        date: Option<PartialDate>,
        /// Language of the card
        #[arg(long, default_value = "de", value_parser = lang)]
        lang: Lang,
        /// A folder with pages of one's own
        #[arg(long, value_name = "FOLDER", default_value = crate::desk::pages::FOLDER)]
        pages: PathBuf,
    },
}

/// Prints to standard output; exits 1 where nothing goes by the name.
pub fn run(args: &Args) -> ExitCode {
    let Command::Show { name, date, lang, pages } = &args.command;
    let (kb, problems) = Kb::builtin().with_folder(pages);
    for problem in problems {
        eprintln!("{problem}");
    }
    let cards: Vec<Card> = kb.find(name).into_iter().filter_map(|entity| kb.card(&entity.id, *date, *lang)).collect();
    if cards.is_empty() {
        eprintln!("beleg: nothing in the knowledge base goes by the name `{name}`");
        return ExitCode::FAILURE;
    }
    for (at, card) in cards.iter().enumerate() {
        if at > 0 {
            println!();
        }
        print(card);
    }
    ExitCode::SUCCESS
}

fn print(card: &Card) {
    let (bold, dim, plain) = ("\x1b[1m", "\x1b[2m", "\x1b[0m");
    println!("{bold}{}{plain} {dim}{}, {}{plain}", card.label, card.kind, card.id);
    if !card.description.is_empty() {
        println!("{}", card.description);
    }
    if !card.aliases.is_empty() {
        println!("{dim}= {}{plain}", card.aliases.join(", "));
    }
    let width = card.lines.iter().map(|line| line.label.chars().count()).max().unwrap_or(0);
    for line in &card.lines {
        let mark = line.mark.map_or(String::new(), |mark| format!(" ({mark})"));
        let weight = if line.held { bold } else { "" };
        let source = line.source.as_ref().map_or(String::new(), |source| format!(" {dim}[{}]{plain}", source.name));
        println!("  {:width$}  {weight}{}{plain}{mark}{source}", line.label, line.text);
    }
}

fn date(text: &str) -> Result<PartialDate, &'static str> {
    PartialDate::parse(text).ok_or("write YYYY, YYYY-MM or YYYY-MM-DD")
}

fn lang(tag: &str) -> Result<Lang, &'static str> {
    Lang::parse(tag).ok_or("beleg speaks `de` and `en`")
}
