//! `beleg export`: what was found, in the formats of other tools, on standard output, in a file, or in a folder of files.
//! Articles are read as `check` reads them, with what the folder knows that it runs in. Formats stand in [`crate::export`].

use std::ffi::OsStr;
use std::io::{BufWriter, ErrorKind, Result, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;

use super::articles::{self, Reader, Source};
use super::output::Output;
use super::settings;
use crate::checks::{self, Severity, dismissals};
use crate::desk::Reading;
use crate::export::{self, Dismissed, Export, FORMATS, File, Finding, Item, Level, Related, Rule, Stream};
use crate::lang::Lang;
use crate::messages::text;

/// Write what was found in the format of another tool
#[derive(clap::Args)]
pub struct Args {
    /// Format of the output
    #[arg(value_parser = PossibleValuesParser::new(FORMATS.iter().map(|(name, _)| *name)))]
    format: String,
    #[command(flatten)]
    task: Task,
}

/// What is read, and where the output goes.
#[derive(clap::Args)]
pub struct Task {
    /// Files and folders
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Where to write: a file; for `export brat`, which has files for each article, a folder [default: standard output]
    #[arg(long, value_name = "FILE|DIR")]
    out: Option<PathBuf>,
    /// Overwrite files that are there already, but never an article
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    options: articles::Options,
}

/// Exits with 1 where an article could not be read or written, after all others are done; 2 for bad use.
pub fn run(args: &Args) -> ExitCode {
    args.task.run(|job, sources| match export::named(&args.format).expect("clap takes no other name") {
        Export::Findings(stream) => {
            job.reader.compare(sources);
            job.stream(stream(), sources, Reader::compared)
        }
        Export::Stream(stream) => job.stream(stream(), sources, |_, _| vec![]),
        Export::Files { article, beside } => job.files(&args.format, *article, &beside(), sources),
    })
}

impl Task {
    /// Writes one stream without findings, for a reader of a language.
    pub fn stream(&self, stream: impl FnOnce(Lang) -> Box<dyn Stream>) -> ExitCode {
        self.run(|job, sources| job.stream(stream(job.reader.speaks), sources, |_, _| vec![]))
    }

    fn run(&self, write: impl FnOnce(&mut Job<'_>, &[Source]) -> ExitCode) -> ExitCode {
        let Ok(settings) = settings::of_everywhere(&self.options) else { return ExitCode::from(2) };
        let reader = Reader::new(&self.options, settings, &[PathBuf::from(".")]);
        let (sources, missing) = articles::find(&self.paths);
        for path in &missing {
            reader.tell(&articles::not_there(path, reader.speaks));
        }
        let output = Output::beside(&sources, self.force, reader.speaks);
        write(&mut Job { task: self, reader, output, whole: missing.is_empty() }, &sources)
    }
}

struct Job<'a> {
    task: &'a Task,
    reader: Reader,
    output: Output,
    /// All went well so far.
    whole: bool,
}

impl Job<'_> {
    /// Writes one stream; `findings` tells which findings of an article belong into it.
    fn stream(
        &mut self,
        mut stream: Box<dyn Stream>,
        sources: &[Source],
        findings: fn(&mut Reader, &Reading) -> Vec<checks::Finding>,
    ) -> ExitCode {
        let out: Box<dyn Write> = match self.task.out.as_deref().map(|path| self.output.create(path)) {
            None => Box::new(std::io::stdout().lock()),
            Some(Ok(file)) => Box::new(file),
            Some(Err(sentence)) => return self.refused(&sentence),
        };
        let mut out = BufWriter::new(out);
        let mut write = || {
            stream.begin(&rules(self.reader.speaks), &mut out)?;
            self.each(sources, |job, source, reading| {
                let findings = findings(&mut job.reader, reading);
                write_item(&mut *stream, source, reading, &findings, &job.reader, &mut out)
            })?;
            stream.end(&mut out)?;
            out.flush()
        };
        match write() {
            // whoever reads has gone: nothing more to say, and no failure of ours
            Err(error) if error.kind() == ErrorKind::BrokenPipe => return ExitCode::SUCCESS,
            Err(error) => self.fail(&self.output.failed(self.task.out.as_deref().unwrap_or(Path::new("-")), &error)),
            Ok(()) => {}
        }
        self.code()
    }

    /// Writes files into a folder: those of an article where it lies below the path that was given.
    fn files(
        &mut self,
        format: &str,
        files: fn(&Item<'_>) -> Vec<File>,
        beside: &[File],
        sources: &[Source],
    ) -> ExitCode {
        let Some(folder) = &self.task.out else {
            return self.refused(&text(self.reader.speaks, "export.folder", &[("format", format)]));
        };
        for (name, text) in beside {
            let path = folder.join(name);
            if std::fs::read_to_string(&path).is_ok_and(|there| there == *text) {
                continue;
            }
            if let Err(sentence) = self.output.write(&[(path, text.clone())]) {
                return self.refused(&sentence);
            }
        }
        let written = self.each(sources, |job, source, reading| {
            let name = folder.join(mirrored(&job.task.paths, &source.path));
            let item = Item::new(&source.path, reading, &job.reader.desk.kb, &[]);
            let files: Vec<_> = files(&item).into_iter().map(|(ending, text)| (with(&name, ending), text)).collect();
            if let Err(sentence) = job.output.write(&files) {
                job.fail(&sentence);
            }
            Ok(())
        });
        written.map_or(ExitCode::FAILURE, |()| self.code())
    }

    fn each(
        &mut self,
        sources: &[Source],
        mut take: impl FnMut(&mut Self, &Source, &Reading) -> Result<()>,
    ) -> Result<()> {
        let progress = articles::progress(sources.len());
        for source in sources {
            match self.reader.file(source) {
                Ok(reading) => take(self, source, &reading)?,
                Err(sentence) => progress.suspend(|| self.fail(&sentence)),
            }
            progress.inc(1);
        }
        progress.finish_and_clear();
        Ok(())
    }

    fn fail(&mut self, sentence: &str) {
        self.whole = false;
        self.reader.tell(sentence);
    }

    fn refused(&self, sentence: &str) -> ExitCode {
        self.reader.tell(sentence);
        ExitCode::from(2)
    }

    fn code(&self) -> ExitCode {
        if self.whole { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// Where an article lies below the path by which it was given, without the ending `.txt`. Others keep theirs, so that
/// `a.md` and `a.txt` are two.
fn mirrored(given: &[PathBuf], path: &Path) -> PathBuf {
    let below = given.iter().filter(|folder| folder.is_dir()).find_map(|folder| path.strip_prefix(folder).ok());
    let name = below.unwrap_or(Path::new(path.file_name().unwrap_or_default()));
    if name.extension() == Some(OsStr::new("txt")) { name.with_extension("") } else { name.to_path_buf() }
}

fn with(name: &Path, ending: &str) -> PathBuf {
    let mut name = name.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

/// Every check, for readers who do not know it.
pub fn rules(speaks: Lang) -> Vec<Rule> {
    let abouts = checks::ALL.iter().map(|check| check.about());
    let rule = |about: &'static checks::About| {
        let checks::About { code, severity, on_by_default, .. } = *about;
        Rule { code, level: level(severity), on_by_default, page: about.page(speaks) }
    };
    abouts.map(rule).collect()
}

/// Writes an article with its findings.
pub fn write_item(
    stream: &mut dyn Stream,
    source: &Source,
    reading: &Reading,
    findings: &[checks::Finding],
    reader: &Reader,
    out: &mut dyn Write,
) -> Result<()> {
    let findings: Vec<Finding> = findings.iter().map(|finding| plain(finding, reading, reader)).collect();
    stream.article(&Item::new(&from_here(&source.path), reading, &reader.desk.kb, &findings), out)
}

fn plain(finding: &checks::Finding, reading: &Reading, reader: &Reader) -> Finding {
    let related = finding.related.iter().filter_map(|related| {
        let file = match &related.file {
            None => None,
            Some(path) => Some((from_here(Path::new(&reader.name_of(path))), reader.text_of(path)?)),
        };
        Some(Related { file, span: related.span, message: related.message.clone() })
    });
    let decided = |in_article| if in_article { Dismissed::InArticle } else { Dismissed::Elsewhere };
    Finding {
        code: finding.code,
        level: level(finding.severity),
        span: finding.span,
        message: finding.message.clone(),
        related: related.collect(),
        dismissed: finding.suppressed.then(|| decided(dismissals::in_article(reading, finding))),
    }
}

const fn level(severity: Severity) -> Level {
    match severity {
        Severity::Error => Level::Error,
        Severity::Warning => Level::Warning,
        Severity::Information | Severity::Hint => Level::Note,
    }
}

/// A path as other tools know it that run in the same folder.
fn from_here(path: &Path) -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(here).or_else(|_| path.strip_prefix(".")).unwrap_or(path).to_path_buf()
}
