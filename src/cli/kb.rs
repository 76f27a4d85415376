//! `beleg kb`: looks into the knowledge base.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anstream::{eprintln, print, println};
use clap::Subcommand;

use super::articles::Options;
use super::kb_import::Import;
use super::settings;
use crate::desk::Packs;
use crate::desk::pages::{knowledge, lay_over};
use crate::features::card::{Card, Limits, Line, SourceName, card};
use crate::features::notices::Fault;
use crate::kb::flaws::Flaw;
use crate::kb::search::Match;
use crate::kb::{self, Kb};
use crate::lang::Lang;
use crate::messages::{harmless, text};
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
        #[command(flatten)]
        asked: Asked,
    },
    /// Lists those whose name begins with a text, a line each; where there are none, those with a name much like it
    Search {
        /// The beginning of a name, or of a word in it, such as `nordko`
        text: String,
        /// No more than so many
        #[arg(long, value_name = "NUMBER", default_value_t = 20)]
        limit: usize,
        #[command(flatten)]
        asked: Asked,
    },
    /// Counts what the knowledge base holds, by type and by source
    Stats {
        #[command(flatten)]
        asked: Asked,
    },
    /// Prints the form of a page of entities as a JSON Schema, for editors that complete and check pages
    Schema {
        /// The form of the head of a page in Markdown, rather than that of a page in TOML
        #[arg(long)]
        markdown: bool,
    },
    /// Makes a pack of entities out of a dump of Wikidata, or a table of one's own
    Import {
        #[command(subcommand)]
        import: Import,
    },
    /// Tells what is wrong in it: pages that cannot be read, facts without a source, references that lead nowhere
    Check {
        #[command(flatten)]
        asked: Asked,
    },
}

/// Which knowledge base is asked, and in which language it answers.
#[derive(clap::Args)]
struct Asked {
    /// Language of the answer [default: that of messages in the settings, else English]
    #[arg(long, value_parser = lang)]
    lang: Option<Lang>,
    /// Another pack of entities, beside those of the settings
    #[arg(long = "pack", value_name = "FILE")]
    packs: Vec<PathBuf>,
    /// Another folder with pages of one's own, beside those of the settings and `.beleg/entities`
    #[arg(long, value_name = "FOLDER")]
    pages: Option<PathBuf>,
}

/// The knowledge base that is asked.
struct Opened {
    kb: Arc<Kb>,
    lang: Lang,
    /// Every page could be read.
    whole: bool,
}

impl Asked {
    /// `Err` where the settings cannot be read; what is wrong in pages is told.
    fn open(&self) -> Result<Opened, ExitCode> {
        let options = Options { messages: self.lang, ..Options::default() };
        let settings = settings::of_everywhere(&options).map_err(|_| ExitCode::from(2))?;
        let lang = self.lang.or(settings.messages()).unwrap_or(Lang::En);
        let packs = [self.packs.clone(), settings.kb_packs()].concat();
        let (mut kb, mut problems) = knowledge(&settings, &[PathBuf::from(".")], Packs::open(&packs));
        if let Some(pages) = &self.pages {
            problems.extend(lay_over(&mut kb, pages));
        }
        for problem in &problems {
            eprintln!("beleg: {}", Fault::of_page(lang, problem).sentence(lang));
        }
        Ok(Opened { kb, lang, whole: problems.is_empty() })
    }
}

/// Prints to standard output; exits 1 where nothing goes by the name, or something is wrong that was to be checked.
pub fn run(args: &Args) -> ExitCode {
    let done = match &args.command {
        Command::Show { name, date, asked } => asked.open().map(|asked| show(&asked, name, *date)),
        Command::Search { text, limit, asked } => asked.open().map(|asked| search(&asked, text, *limit)),
        Command::Stats { asked } => asked.open().map(|asked| stats(&asked)),
        Command::Check { asked } => asked.open().map(|asked| check(&asked)),
        Command::Import { import } => Ok(super::kb_import::run(import)),
        Command::Schema { markdown } => {
            if *markdown {
                println!("{:#}", kb::schema_of_heads());
            } else {
                print!("{}", kb::SCHEMA);
            }
            Ok(ExitCode::SUCCESS)
        }
    };
    done.unwrap_or_else(|code| code)
}

fn show(&Opened { ref kb, lang, .. }: &Opened, name: &str, date: Option<PartialDate>) -> ExitCode {
    let found = kb.find(name).into_iter();
    let cards: Vec<Card> = found.filter_map(|entity| card(kb, &entity.id, date, lang, Limits::NONE)).collect();
    if cards.is_empty() {
        eprintln!(
            "beleg: nothing in the knowledge base goes by the name `{name}`; `beleg kb search` finds parts of names"
        );
        return ExitCode::FAILURE;
    }
    for (at, card) in cards.iter().enumerate() {
        if at > 0 {
            println!();
        }
        print(card, lang);
    }
    ExitCode::SUCCESS
}

fn search(&Opened { ref kb, lang, .. }: &Opened, wanted: &str, limit: usize) -> ExitCode {
    let found = kb.search(wanted, limit);
    if found.is_empty() {
        eprintln!("beleg: no name in the knowledge base begins like `{wanted}`");
        return ExitCode::FAILURE;
    }
    for Match { entity, name } in found {
        let label = entity.label.get(lang);
        // told only where the label does not show it
        let shows = format!(" {}", kb::keys::key(label)).contains(&format!(" {name}"));
        let by = if shows { String::new() } else { format!(" = {}", harmless(&name)) };
        let kind = text(lang, &format!("types.{}", entity.kind.tag()), &[]);
        let description = harmless(entity.description.get(lang));
        println!("{BOLD}{}{PLAIN}{by} {DIM}{kind}, {}{PLAIN} {description}", harmless(label), harmless(&entity.id));
    }
    ExitCode::SUCCESS
}

fn stats(&Opened { ref kb, lang, .. }: &Opened) -> ExitCode {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    let mut sources: BTreeMap<String, usize> = BTreeMap::new();
    let (mut facts, mut checked) = (0, 0);
    for entity in kb.entities() {
        *kinds.entry(entity.kind.tag()).or_default() += 1;
        facts += entity.facts.len();
        checked += entity.facts.iter().filter(|fact| fact.is_checked()).count();
        let of_facts = entity.facts.iter().filter_map(|fact| fact.source.as_ref());
        entity.id_source.iter().chain(of_facts).for_each(|key| *sources.entry(key.clone()).or_default() += 1);
    }
    let counts = [("entities", kinds.values().sum()), ("names", kb.names()), ("facts", facts), ("checked", checked)];
    let counts = counts.map(|(what, count): (_, usize)| (what, count.to_string()));
    println!("{}", text(lang, "kb.counts", &counts.each_ref().map(|(what, count)| (*what, count.as_str()))));
    for (kind, count) in most_first(kinds) {
        println!("{count:8} {}", text(lang, &format!("types.{kind}"), &[]));
    }
    println!("{}", text(lang, "kb.by-source", &[]));
    for (key, count) in most_first(sources) {
        let source = kb.source(&key);
        let name = source.map_or(&*key, |source| source.name.get(lang));
        let licence =
            source.and_then(|source| source.licence.as_ref()).map_or(String::new(), |licence| format!(", {licence}"));
        let as_of = source.and_then(|source| source.as_of).map_or(String::new(), |day| format!(", {day}"));
        println!("{count:8} {}{DIM}{}{as_of}{PLAIN}", harmless(name), harmless(&licence));
    }
    ExitCode::SUCCESS
}

fn check(&Opened { ref kb, lang, whole }: &Opened) -> ExitCode {
    let flaws = kb.flaws();
    for (id, flaw) in &flaws {
        let (message, what) = match flaw {
            Flaw::Nameless => ("kb.nameless", ""),
            Flaw::IdWithoutSource => ("kb.id-without-source", ""),
            Flaw::FactWithoutSource(kind) => ("kb.fact-without-source", kind.as_str()),
            Flaw::UnknownSource(key) => ("kb.unknown-source", key.as_str()),
            Flaw::UnknownCountry(country) => ("kb.unknown-country", country.as_str()),
            Flaw::Backwards(kind) => ("kb.backwards", kind.as_str()),
        };
        println!("{}: {}", harmless(id), text(lang, message, &[("what", what)]));
    }
    if whole && flaws.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn most_first<K>(counts: BTreeMap<K, usize>) -> Vec<(K, usize)> {
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

const BOLD: &str = "\x1b[1m";
const DIM: &str = "\x1b[2m";
const PLAIN: &str = "\x1b[0m";

fn print(card: &Card, lang: Lang) {
    let other = card.other_label.as_ref().map_or(String::new(), |label| format!(" ({})", harmless(label)));
    let country = card.country.as_ref().map_or(String::new(), |country| format!(", {}", harmless(country)));
    let kind = &card.kind;
    println!("{BOLD}{}{PLAIN}{other} {DIM}{kind}{country}, {}{PLAIN}", harmless(&card.label), harmless(&card.id));
    if !card.description.is_empty() {
        println!("{}", harmless(&card.description));
    }
    if !card.aliases.is_empty() {
        println!("{DIM}= {}{PLAIN}", harmless(&card.aliases.join(", ")));
    }
    card.life.iter().chain(&card.offices).chain(&card.facts).for_each(print_line);
    if let Some(note) = &card.note {
        println!("{}", text(lang, "card.note", &[]));
        note.lines().for_each(|line| println!("  {}", harmless(line)));
    }
    for (at, SourceName { name, url, licence, as_of }) in card.sources.iter().enumerate() {
        let address = url.as_ref().map_or(String::new(), |url| format!(" <{}>", harmless(url)));
        let more: String = [licence, as_of].into_iter().flatten().map(|it| format!(", {}", harmless(it))).collect();
        println!("{DIM}[{}] {}{more}{address}{PLAIN}", at + 1, harmless(name));
    }
    if card.unchecked {
        println!("{DIM}{}{PLAIN}", text(lang, "card.all-unchecked", &[]));
    }
}

fn print_line(line: &Line) {
    let label = if line.label.is_empty() { String::new() } else { format!("{}: ", harmless(&line.label)) };
    let weight = if line.held { BOLD } else { "" };
    let mark = line.mark.as_ref().map_or(String::new(), |mark| format!(" ({mark})"));
    let sources: String = line.sources.iter().map(|at| format!(" [{}]", at + 1)).collect();
    println!("  {label}{weight}{}{PLAIN}{mark}{DIM}{sources}{PLAIN}", harmless(&line.text));
}

/// A day, a month or a year.
pub fn date(text: &str) -> Result<PartialDate, &'static str> {
    PartialDate::parse(text).ok_or("write YYYY, YYYY-MM or YYYY-MM-DD")
}

/// The language of a tag.
pub fn lang(tag: &str) -> Result<Lang, &'static str> {
    Lang::parse(tag).ok_or("beleg speaks `de` and `en`")
}
