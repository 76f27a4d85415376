//! `beleg archive`: all articles of a folder together, as the server keeps them: read what changed, tell what there is,
//! who is mentioned where, how a figure went on; and forget it.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Subcommand;
use serde_json::{Value, json};

use super::articles::{Options, Reader, Tally};
use super::settings;
use crate::analysis::Cancel;
use crate::archive::{Store, store};
use crate::features::called::called;
use crate::features::series::series;
use crate::features::statistics::statistics;
use crate::messages::{forms, harmless, text};
use crate::text::{Encoding, Position, lines};

/// Asks all articles of a folder together: who is mentioned where, how a figure went on
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Reads the articles that are new or have changed, and keeps what was found in them in the user's cache folder
    Index {
        #[command(flatten)]
        asked: Asked,
    },
    /// Counts what the articles hold, and tells where that is kept
    Stats {
        #[command(flatten)]
        asked: Asked,
    },
    /// Lists where somebody or something is mentioned, by any of its names
    Mentions {
        /// A name, such as `Miriam Altenburger` or `WSJ`
        name: String,
        #[command(flatten)]
        asked: Asked,
    },
    /// Lists the figures of a unit or of what is counted, by date: who gives them, and where
    Series {
        /// A unit, such as `CHF`, `Prozent` or `Container`
        unit: String,
        #[command(flatten)]
        asked: Asked,
    },
    /// Deletes what is kept of the articles; they themselves stay as they are
    Purge {
        /// Of all folders, not of this one alone
        #[arg(long)]
        all: bool,
        #[command(flatten)]
        asked: Asked,
    },
}

/// Which articles are asked, and in which form the answer comes.
#[derive(clap::Args)]
struct Asked {
    /// The folder of the articles
    #[arg(long = "in", value_name = "FOLDER", default_value = ".")]
    folder: PathBuf,
    /// Keep nothing on disk
    #[arg(long)]
    no_cache: bool,
    /// `text` for people, `json` for tools: an object a line
    #[arg(long, default_value = "text", value_parser = ["text", "json"])]
    format: String,
    #[command(flatten)]
    options: Options,
}

impl Asked {
    /// Where archives are kept, if anywhere.
    fn stores(&self) -> Option<PathBuf> {
        (!self.no_cache).then(store::stores)
    }
}

/// Exits with 1 where nothing was found or something could not be deleted; 2 for bad use.
pub fn run(args: &Args) -> ExitCode {
    let (Command::Index { asked }
    | Command::Stats { asked }
    | Command::Mentions { asked, .. }
    | Command::Series { asked, .. }
    | Command::Purge { asked, .. }) = &args.command;
    let Ok(settings) = settings::of_everywhere(&asked.options) else { return ExitCode::from(2) };
    let mut reader = Reader::new(&asked.options, settings, std::slice::from_ref(&asked.folder));
    if !asked.folder.is_dir() {
        reader.tell(&super::articles::not_there(&asked.folder, reader.speaks));
        return ExitCode::from(2);
    }
    if let Command::Purge { all, .. } = args.command {
        return purge(&reader, all);
    }
    let read = reader.read_archive(asked.stores().as_deref());
    let answer = Answer { reader: &reader, json: asked.format == "json" };
    let told = match &args.command {
        Command::Index { .. } => answer.index(read),
        Command::Stats { .. } => answer.stats(asked.stores().as_deref()),
        Command::Mentions { name, .. } => answer.mentions(name),
        Command::Series { unit, .. } => answer.series(unit),
        Command::Purge { .. } => Ok(true),
    };
    match told {
        Ok(true) => ExitCode::SUCCESS,
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

fn purge(reader: &Reader, all: bool) -> ExitCode {
    let mut code = ExitCode::SUCCESS;
    let own = |root: &Path| all || reader.desk.roots.iter().any(|own| own == root);
    for (store, root) in Store::all(&store::stores()).filter(|(_, root)| own(root)) {
        let folder = root.display().to_string();
        match store.purge() {
            Ok(()) => reader.tell(&text(reader.speaks, "archive.purged", &[("folder", &folder)])),
            Err(error) => {
                let args = [("folder", &*folder), ("reason", &error.to_string())];
                reader.tell(&text(reader.speaks, "archive.not-purged", &args));
                code = ExitCode::FAILURE;
            }
        }
    }
    code
}

/// `2024/bruecke.md:3:14`: a place as editors and terminals take it, from the folder in which the command runs.
fn place(path: &Path, at: Position) -> String {
    let here = std::env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_default();
    format!("{}:{}:{}", path.strip_prefix(here).unwrap_or(path).display(), at.line + 1, at.column + 1)
}

/// An answer on standard output; each returns whether there was anything to tell.
struct Answer<'a> {
    reader: &'a Reader,
    json: bool,
}

impl Answer<'_> {
    fn index(&self, Tally { read, compared }: Tally) -> std::io::Result<bool> {
        let articles = self.reader.desk.archive.len();
        let args = [("articles", &*articles.to_string()), ("read", &read.to_string())];
        let sentence = text(self.reader.speaks, "archive.indexed", &args);
        self.lines([(json!({"articles": articles, "read": read, "compared": compared}), sentence)])?;
        Ok(true)
    }

    fn stats(&self, stores: Option<&Path>) -> std::io::Result<bool> {
        let (speaks, desk) = (self.reader.speaks, &self.reader.desk);
        let counted = statistics(&desk.archive);
        let count = |key: &str, count: usize| {
            (
                json!({key: count}),
                text(speaks, &format!("archive.{key}"), &[("count", &forms::number(speaks, count as f64))]),
            )
        };
        let mut told: Vec<(Value, String)> = vec![
            count("articles", counted.articles),
            count("bytes", counted.bytes as usize),
            count("people", counted.people),
            count("organisations", counted.organisations),
            count("places", counted.places),
            count("units", counted.units),
        ];
        for root in desk.archive.shelves().map(|shelf| &shelf.root) {
            let Some(folder) = stores.map(|stores| Store::folder_of(stores, root)).filter(|it| it.is_dir()) else {
                continue;
            };
            let (size, folder) = (Store { folder: folder.clone() }.size(), folder.display().to_string());
            let args = [("folder", &*folder), ("size", &forms::number(speaks, size as f64))];
            told.push((json!({"store": folder, "size": size}), text(speaks, "archive.store", &args)));
        }
        self.lines(told)?;
        Ok(counted.articles > 0)
    }

    fn mentions(&self, name: &str) -> std::io::Result<bool> {
        let desk = &self.reader.desk;
        let mut told = Vec::new();
        for known in called(&desk.archive, name) {
            let found = desk
                .mentions_of(std::slice::from_ref(&known.cluster), Path::new(""), &Cancel::default())
                .unwrap_or_default();
            for article in found {
                let source = desk.source(&article.path).unwrap_or_default();
                let starts: Vec<_> = lines(&source).collect();
                for span in article.spans {
                    let at = article.ruler.position(span.start, Encoding::Utf32);
                    let line = starts.get(at.line as usize).map_or("", |line| line.of(&source).trim());
                    let (place, file) = (place(&article.path, at), article.path.display().to_string());
                    let object = json!({
                        "file": file, "line": at.line + 1, "column": at.column + 1, "start": span.start,
                        "end": span.end, "cluster": known.cluster, "name": known.spelled, "text": line,
                    });
                    told.push((object, format!("{place}: {line}")));
                }
            }
        }
        let found = !told.is_empty();
        self.lines(told)?;
        if !found {
            self.reader.tell(&text(self.reader.speaks, "archive.nobody", &[("name", name)]));
        }
        Ok(found)
    }

    fn series(&self, unit: &str) -> std::io::Result<bool> {
        let (speaks, desk) = (self.reader.speaks, &self.reader.desk);
        let points = series(desk, unit, None, &Cancel::default()).unwrap_or_default();
        let told = points.iter().filter_map(|point| {
            let (words, source) = point.words(desk)?;
            let at = point.article.ruler.position(point.place.span.start, Encoding::Utf32);
            let date = point.date.map(|date| date.to_string());
            let outlet = point.article.outlet.as_deref();
            let object = json!({
                "date": date, "value": point.measure.value, "high": point.measure.high, "unit": point.measure.unit,
                "text": words, "source": source, "outlet": outlet, "title": point.article.title,
                "file": point.place.path.display().to_string(), "line": at.line + 1, "column": at.column + 1,
            });
            let source = source.unwrap_or_else(|| text(speaks, "archive.unsourced", &[]));
            let place = place(&point.place.path, at);
            let fields = [date.as_deref().unwrap_or("-"), &words, &source, outlet.unwrap_or("-"), &place];
            Some((object, fields.join("\t")))
        });
        let told: Vec<_> = told.collect();
        let found = !told.is_empty();
        self.lines(told)?;
        if !found {
            self.reader.tell(&text(speaks, "archive.no-figures", &[("unit", unit)]));
        }
        Ok(found)
    }

    fn lines(&self, told: impl IntoIterator<Item = (Value, String)>) -> std::io::Result<()> {
        let mut out = BufWriter::new(anstream::stdout().lock());
        for (object, line) in told {
            match self.json {
                true => writeln!(out, "{object}")?,
                false => writeln!(out, "{}", line.split('\t').map(harmless).collect::<Vec<_>>().join("\t"))?,
            }
        }
        out.flush()
    }
}
