//! `beleg kb`: looks into the knowledge base.

use std::path::PathBuf;
use std::process::ExitCode;

use anstream::{eprintln, println};
use clap::Subcommand;

use super::articles::Options;
use super::settings;
use crate::desk::pages::{knowledge, lay_over};
use crate::features::card::{Card, card};
use crate::features::notices::Fault;
use crate::lang::Lang;
use crate::messages;
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
        /// Language of the card [default: that of messages in the settings, else English]
        #[arg(long, value_parser = lang)]
        lang: Option<Lang>,
        /// Another folder with pages of one's own, beside those of the settings and `.beleg/entities`
        #[arg(long, value_name = "FOLDER")]
        pages: Option<PathBuf>,
    },
}

/// Prints to standard output; exits 1 where nothing goes by the name.
pub fn run(args: &Args) -> ExitCode {
    let Command::Show { name, date, lang, pages } = &args.command;
    let options = Options { messages: *lang, ..Options::default() };
    let Ok(settings) = settings::of_everywhere(&options) else { return ExitCode::from(2) };
    let lang = lang.or(settings.messages()).unwrap_or(Lang::En);
    let (mut kb, mut problems) = knowledge(&settings, &[PathBuf::from(".")]);
    if let Some(pages) = pages {
        problems.extend(lay_over(&mut kb, pages));
    }
    for problem in problems {
        eprintln!("beleg: {}", Fault::of_page(lang, &problem).sentence(lang));
    }
    let cards: Vec<Card> =
        kb.find(name).into_iter().filter_map(|entity| card(&kb, &entity.id, *date, lang, usize::MAX)).collect();
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
    // What a page holds must not act on the terminal.
    let shown = |text: &str| text.chars().map(messages::shown).collect::<String>();
    let (bold, dim, plain) = ("\x1b[1m", "\x1b[2m", "\x1b[0m");
    println!("{bold}{}{plain} {dim}{}, {}{plain}", shown(&card.label), card.kind, shown(&card.id));
    if !card.description.is_empty() {
        println!("{}", shown(&card.description));
    }
    if !card.aliases.is_empty() {
        println!("{dim}= {}{plain}", shown(&card.aliases.join(", ")));
    }
    for line in &card.lines {
        let mark = line.mark.as_ref().map_or(String::new(), |mark| format!(" ({mark})"));
        let weight = if line.held { bold } else { "" };
        let sources: String = line.sources.iter().map(|at| format!(" [{}]", at + 1)).collect();
        let label = if line.label.is_empty() { String::new() } else { format!("{}: ", shown(&line.label)) };
        println!("  {label}{weight}{}{plain}{mark}{dim}{sources}{plain}", shown(&line.text));
    }
    for (at, source) in card.sources.iter().enumerate() {
        let address = source.url.as_ref().map_or(String::new(), |url| format!(" <{}>", shown(url)));
        println!("{dim}[{}] {}{address}{plain}", at + 1, shown(&source.name));
    }
}

fn date(text: &str) -> Result<PartialDate, &'static str> {
    PartialDate::parse(text).ok_or("write YYYY, YYYY-MM or YYYY-MM-DD")
}

fn lang(tag: &str) -> Result<Lang, &'static str> {
    Lang::parse(tag).ok_or("beleg speaks `de` and `en`")
}
