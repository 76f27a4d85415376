//! `beleg kb import`: makes packs of entities out of what others have gathered.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anstream::{eprintln, println};
use clap::Subcommand;
use indicatif::{ProgressBar, ProgressStyle};

use super::articles::Options;
use super::settings;
use crate::kb::import::{self, Error, Form, Report, Step, Wanted};
use crate::kb::model::ByLang;
use crate::kb::{EntityType, Source};
use crate::lang::Lang;
use crate::messages::{forms, harmless, text};
use crate::text::PartialDate;

#[derive(Subcommand)]
pub enum Import {
    /// A dump of Wikidata: `latest-all.json.gz`, also as .bz2, .zst or unpacked. Goes on where it was stopped
    Wikidata {
        /// The dump
        dump: PathBuf,
        /// The pack to make; one that is there already is replaced when the new one is finished
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
        /// Languages of names and descriptions
        #[arg(long = "lang", value_name = "LANG,…", value_delimiter = ',', value_parser = super::kb::lang, default_value = "de,en")]
        langs: Vec<Lang>,
        /// Types of entities: those of pages, or `person`, `organisation`, `place`, `product`, `work`, `event`, `group` for
        /// all of a kind [default: all]
        #[arg(long, value_name = "TYPE,…", value_delimiter = ',', value_parser = types)]
        types: Vec<Types>,
        /// Leave out what fewer Wikipedias have an article about
        #[arg(long, value_name = "NUMBER", default_value_t = 3)]
        min_sitelinks: u32,
    },
    /// A table in CSV: a row of names first, among them `id`, `type` and `label_de`; see `beleg kb import csv --help`
    ///
    /// Columns: id, type, label_de, label_en, aliases_de, aliases_en, description_de, description_en, short, quoted,
    /// ordinary, family, country, note, and fact.KIND for facts such as fact.born or fact.seat. Several names in one field
    /// have `|` between them. Commas, semicolons or tabs, in UTF-8 or Windows-1252.
    Csv(Table),
    /// JSON Lines: an entity a line, with the keys that an entity of a page has
    Jsonl(Table),
}

/// A table of one's own.
#[derive(clap::Args)]
pub struct Table {
    /// The table
    table: PathBuf,
    /// The pack to make; one that is there already is replaced when the new one is finished
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Where it comes from, as cards name it [default: the name of the file]
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Under which licence it is passed on
    #[arg(long, value_name = "LICENCE")]
    licence: Option<String>,
    /// What day it tells of
    #[arg(long, value_name = "YYYY[-MM[-DD]]", value_parser = super::kb::date)]
    as_of: Option<PartialDate>,
}

impl Table {
    fn import(&self, form: Form) -> Result<Report, Error> {
        let file = || self.table.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let name = ByLang::new(Some(self.source.clone().unwrap_or_else(file)), None);
        let source = Source { name, url: None, licence: self.licence.clone(), as_of: self.as_of };
        import::table(&self.table, form, &self.output, source)
    }
}

/// The types that a word stands for.
#[derive(Clone)]
pub struct Types(Vec<EntityType>);

fn types(word: &str) -> Result<Types, String> {
    let of_kind: Vec<_> = EntityType::ALL.into_iter().filter(|kind| kind.mention().tag() == word).collect();
    let own = EntityType::of_tag(word).filter(|_| of_kind.is_empty());
    let types: Vec<_> = of_kind.into_iter().chain(own).collect();
    if types.is_empty() {
        let known: Vec<_> = EntityType::ALL.iter().map(|kind| kind.tag()).collect();
        return Err(format!("no such type; there are {}", known.join(", ")));
    }
    Ok(Types(types))
}

/// Exits 1 where no pack was made.
pub fn run(import: &Import) -> ExitCode {
    let lang = settings::of_everywhere(&Options::default()).ok().and_then(|it| it.messages()).unwrap_or(Lang::En);
    let mut progress = Progress::new(lang);
    let (pack, done) = match import {
        Import::Wikidata { dump, output, langs, types, min_sitelinks } => {
            let types = types.iter().flat_map(|types| types.0.clone()).collect();
            let wanted = Wanted { langs: langs.clone(), types, min_sitelinks: *min_sitelinks };
            (output, import::wikidata(dump, output, &wanted, &mut |step| progress.tell(step)))
        }
        Import::Csv(table) => (&table.output, table.import(Form::Csv)),
        Import::Jsonl(table) => (&table.output, table.import(Form::Jsonl)),
    };
    progress.bar.finish_and_clear();
    match done {
        Ok(report) => {
            print(&report, pack, lang);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("beleg: {}", sentence(&error, lang));
            if let Error::Empty(_, lines) = &error {
                tell_bad(lines, lang);
            }
            ExitCode::FAILURE
        }
    }
}

fn print(report: &Report, pack: &Path, lang: Lang) {
    if report.resumed_at > 0 {
        let read = count(report.resumed_at, lang);
        eprintln!("beleg: {}", text(lang, "import.resumed", &[("read", &read)]));
    }
    if report.bad > 0 {
        eprintln!("beleg: {}", text(lang, "import.bad", &[("count", &count(report.bad, lang))]));
        tell_bad(&report.first_bad, lang);
    }
    let entities = count(report.entities.into(), lang);
    let (names, lines) = (count(report.names, lang), count(report.lines, lang));
    let file = harmless(&pack.display().to_string());
    let args = [("entities", &*entities), ("names", &names), ("lines", &lines), ("file", &file)];
    println!("{}", text(lang, "import.done", &args));
}

fn tell_bad(lines: &[(u64, String)], lang: Lang) {
    for (line, reason) in lines {
        eprintln!("beleg: {}", text(lang, "import.bad-line", &[("line", &line.to_string()), ("reason", reason)]));
    }
}

fn count(count: u64, lang: Lang) -> String {
    forms::number(lang, count as f64)
}

fn sentence(error: &Error, lang: Lang) -> String {
    let file = |path: &Path| path.display().to_string();
    match error {
        Error::Busy(pack) => text(lang, "import.busy", &[("file", &file(pack))]),
        Error::Dump(dump, error) => text(lang, "import.dump", &[("file", &file(dump)), ("reason", &error.to_string())]),
        Error::CutOff(dump, read) => {
            text(lang, "import.cut-off", &[("file", &file(dump)), ("read", &count(*read, lang))])
        }
        Error::Empty(dump, _) => text(lang, "import.empty", &[("file", &file(dump))]),
        Error::Work(pack, error) => {
            text(lang, "import.failed", &[("file", &file(pack)), ("reason", &error.to_string())])
        }
    }
}

/// So often a line is printed where nobody can see a bar.
const LINE: Duration = Duration::from_secs(30);

/// How far an import has come, told on standard error: a bar where somebody watches, else a line now and then.
struct Progress {
    lang: Lang,
    bar: ProgressBar,
    last_line: Instant,
}

impl Progress {
    fn new(lang: Lang) -> Self {
        let bar = ProgressBar::new(0);
        let style = ProgressStyle::with_template("{bar:30} {percent:>3} % · {eta} · {msg}");
        bar.set_style(style.expect("a template of our own"));
        Self { lang, bar, last_line: Instant::now() }
    }

    fn tell(&mut self, step: Step) {
        let say = |key: &str, args: &[(&str, &str)]| text(self.lang, key, args);
        let message = match step {
            Step::Reading { read, of, lines } => {
                self.bar.set_length(of);
                self.bar.set_position(read);
                say("import.reading", &[("lines", &count(lines, self.lang))])
            }
            Step::Sorting => say("import.sorting", &[]),
            Step::Writing { entities } => say("import.writing", &[("entities", &count(entities, self.lang))]),
            Step::Finishing => say("import.finishing", &[]),
        };
        if self.bar.is_hidden() && self.last_line.elapsed() > LINE {
            let percent = 100 * self.bar.position() / self.bar.length().unwrap_or_default().max(1);
            eprintln!("beleg: {percent} % · {message}");
            self.last_line = Instant::now();
        }
        self.bar.set_message(message);
    }
}
