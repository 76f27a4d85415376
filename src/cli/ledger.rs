//! `beleg ledger`: what was decided about the articles of a folder: all of it, one annotation, those that have lost their
//! place; and two people's sidecars made one.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Subcommand;
use serde_json::json;

use super::articles::{self, Options, Reader, Source};
use super::settings;
use crate::desk::sidecar::{self, Sidecar};
use crate::desk::{Remark, Standing};
use crate::features::notices;
use crate::features::trail::told;
use crate::ledger::merged;
use crate::messages::{harmless, text};
use crate::text::{Encoding, Ruler};

/// Tells what was decided about the articles of a folder, and merges sidecars
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Lists what was decided, article by article, and whether it still holds
    List {
        #[command(flatten)]
        asked: Asked,
    },
    /// Prints one annotation as it is kept
    Show {
        /// As `list --format json` gives it
        id: String,
        #[command(flatten)]
        asked: Asked,
    },
    /// Lists the annotations that have lost their words or their article
    Orphans {
        #[command(flatten)]
        asked: Asked,
    },
    /// Makes one sidecar out of what a merge has left in it, and out of other files
    Merge {
        /// Other sidecars to take in
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
        #[command(flatten)]
        asked: Asked,
    },
}

/// Whose annotations, and in which form.
#[derive(clap::Args)]
struct Asked {
    /// The folder whose sidecar is meant
    #[arg(long = "in", value_name = "FOLDER", default_value = ".")]
    folder: PathBuf,
    /// `text` for people, `json` for tools: an object a line
    #[arg(long, default_value = "text", value_parser = ["text", "json"])]
    format: String,
    #[command(flatten)]
    options: Options,
}

/// Exits with 1 where nothing was found, orphans are there or a file could not be merged; 2 for bad use.
pub fn run(args: &Args) -> ExitCode {
    let (Command::List { asked }
    | Command::Show { asked, .. }
    | Command::Orphans { asked }
    | Command::Merge { asked, .. }) = &args.command;
    let Ok(settings) = settings::of_everywhere(&asked.options) else { return ExitCode::from(2) };
    let reader = Reader::new(&asked.options, settings, std::slice::from_ref(&asked.folder));
    if !asked.folder.is_dir() {
        reader.tell(&articles::not_there(&asked.folder, reader.speaks));
        return ExitCode::from(2);
    }
    let told = Told { reader: &reader, json: asked.format == "json" };
    let done = match &args.command {
        Command::List { .. } => told.list(false),
        Command::Orphans { .. } => told.list(true),
        Command::Show { id, .. } => told.show(id),
        Command::Merge { files, .. } => told.merge(&asked.folder, files),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

struct Told<'a> {
    reader: &'a Reader,
    json: bool,
}

impl Told<'_> {
    fn sidecar(&self) -> Option<&Sidecar> {
        self.reader.desk.sidecars.iter().next()
    }

    /// All annotations, or those that have lost their place. Orphans are a failure, and so is a list with nothing on it.
    fn list(&self, orphans: bool) -> std::io::Result<bool> {
        let mut out = std::io::BufWriter::new(anstream::stdout().lock());
        let mut any = false;
        for (sidecar, article) in self.sidecar().into_iter().flat_map(|it| it.ledger.articles().map(move |a| (it, a))) {
            let path = sidecar.folder.join(&**article);
            let source = Source { name: article.to_string(), path };
            let Ok(reading) = self.reader.file(&source) else {
                any = true;
                writeln!(out, "{}", text(self.reader.speaks, "decisions.gone", &[("article", article)]))?;
                continue;
            };
            let ruler = Ruler::new(&reading.article.source);
            for remark in reading.trail.iter().filter(|remark| !orphans || remark.standing == Standing::Lost) {
                any = true;
                let line = remark.place().map(|place| ruler.position(place.start, Encoding::Utf8).line + 1);
                self.remark(&mut out, article, line, remark)?;
            }
        }
        if !any && !orphans && !self.json {
            writeln!(out, "{}", text(self.reader.speaks, "decisions.none", &[]))?;
        }
        out.flush()?;
        Ok(any != orphans)
    }

    fn remark(&self, out: &mut impl Write, article: &str, line: Option<u32>, remark: &Remark) -> std::io::Result<()> {
        let annotation = &remark.annotation;
        let told = told(remark, self.reader.speaks);
        let words = annotation.on.anchor.as_ref().map_or("", |anchor| anchor.words());
        if self.json {
            let object = json!({
                "file": article, "line": line, "text": words, "id": annotation.id, "kind": annotation.tag(),
                "in_force": remark.in_force().is_some(), "body": annotation.body, "told": told,
            });
            return writeln!(out, "{object}");
        }
        let line = line.filter(|_| remark.is_local()).map_or(String::new(), |line| format!(":{line}"));
        let words = if words.is_empty() { String::new() } else { format!("{}: ", harmless(words)) };
        writeln!(out, "{}{line}: {words}{told}", harmless(article))
    }

    fn show(&self, id: &str) -> std::io::Result<bool> {
        let all = self.sidecar().into_iter().flat_map(|it| it.ledger.articles().map(move |a| (it, a)));
        let found = all.filter_map(|(sidecar, article)| sidecar.ledger.state(article, id)).next();
        match found {
            Some(annotation) => {
                writeln!(anstream::stdout(), "{}", serde_json::to_string_pretty(&annotation)?)?;
                Ok(true)
            }
            None => {
                self.reader.tell(&text(self.reader.speaks, "decisions.nobody", &[("id", id)]));
                Ok(false)
            }
        }
    }

    fn merge(&self, folder: &Path, files: &[PathBuf]) -> std::io::Result<bool> {
        let speaks = self.reader.speaks;
        let mut others = Vec::new();
        for file in files {
            match std::fs::read_to_string(file) {
                Ok(text) => others.push(text),
                Err(error) => {
                    self.reader.tell(&format!("{}: {error}", harmless(&file.display().to_string())));
                    return Ok(false);
                }
            }
        }
        let (mut lines, mut broken) = (0, 0);
        let done = sidecar::replace(folder, |own| {
            let texts: Vec<&str> = std::iter::once(own).chain(others.iter().map(String::as_str)).collect();
            let (text, left) = merged(&texts);
            (lines, broken) = (text.lines().count(), left.len());
            text
        });
        if let Err(reason) = done {
            self.reader.tell(&notices::not_kept(speaks, &reason));
            return Ok(false);
        }
        let args = [("file", sidecar::FILE), ("count", &lines.to_string())];
        writeln!(anstream::stdout(), "{}", text(speaks, "decisions.merged", &args))?;
        if broken > 0 {
            self.reader.tell(&text(speaks, "decisions.broken", &[("count", &broken.to_string())]));
        }
        Ok(broken == 0)
    }
}
