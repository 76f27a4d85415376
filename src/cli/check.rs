//! `beleg check`: the findings, as a person wants to read them, as the `finding` objects of ANNOTATIONS.md, or in a format of
//! other tools.

use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use clap::builder::PossibleValuesParser;

use super::annotations::Annotations;
use super::articles::{self, Reader, Source};
use super::export::{rules, write_item};
use super::settings;
use crate::checks::{Finding, Severity};
use crate::desk::Reading;
use crate::export::{self, Export, FORMATS, Stream};
use crate::messages::{harmless, text};
use crate::text::{Span, lines};

/// Show what a sub-editor should look at: figures that nobody vouches for, and more
#[derive(clap::Args)]
pub struct Args {
    /// Files and folders
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// `text` for people, `json` for tools: one finding a line; else as `beleg export` writes it
    #[arg(long, default_value = "text", value_parser = forms())]
    format: String,
    /// Exit with 1 where findings of this weight or more stand
    #[arg(long, default_value = "warning", value_name = "SEVERITY", value_parser = severity)]
    fail_on: Severity,
    #[command(flatten)]
    options: articles::Options,
}

/// Those of our own, and the formats of findings.
fn forms() -> PossibleValuesParser {
    let of_findings = FORMATS.iter().filter(|(_, export)| matches!(export, Export::Findings(_)));
    PossibleValuesParser::new(["text", "json"].into_iter().chain(of_findings.map(|(name, _)| *name)))
}

/// How findings are written.
enum Form {
    Text,
    Json,
    Export(Box<dyn Stream>),
}

impl Form {
    fn named(name: &str) -> Self {
        match export::named(name) {
            Some(Export::Findings(stream)) => Self::Export(stream()),
            _ if name == "json" => Self::Json,
            _ => Self::Text,
        }
    }
}

fn severity(word: &str) -> Result<Severity, String> {
    [Severity::Hint, Severity::Information, Severity::Warning, Severity::Error]
        .into_iter()
        .find(|severity| severity.tag() == word)
        .ok_or_else(|| "expected `hint`, `information`, `warning` or `error`".to_owned())
}

/// Widest line of an article that is shown around a finding, in characters.
const WIDTH: usize = 120;

/// Exits with 1 where findings stand at `--fail-on` or above, or an article could not be read; 2 for bad use.
pub fn run(args: &Args) -> ExitCode {
    let Ok(settings) = settings::of_everywhere(&args.options) else { return ExitCode::from(2) };
    let mut reader = Reader::new(&args.options, settings, &[PathBuf::from(".")]);
    let Some((sources, whole)) = reader.given(&args.paths) else { return ExitCode::from(2) };
    reader.compare(&sources);
    let mut report = Report {
        reader: &mut reader,
        form: Form::named(&args.format),
        fail_on: args.fail_on,
        shown: 0,
        failed: !whole,
        articles: 0,
    };
    match report.write(&sources) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Ok(()) if !report.failed => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

struct Report<'a> {
    reader: &'a mut Reader,
    form: Form,
    fail_on: Severity,
    shown: usize,
    articles: usize,
    failed: bool,
}

impl Report<'_> {
    fn write(&mut self, sources: &[Source]) -> std::io::Result<()> {
        let progress = articles::progress(sources.len());
        let mut out = BufWriter::new(anstream::stdout().lock());
        if let Form::Export(stream) = &mut self.form {
            stream.begin(&rules(self.reader.speaks), &mut out)?;
        }
        for source in sources {
            match self.reader.file(source) {
                Ok(reading) => self.article(source, &reading, &mut out)?,
                Err(sentence) => {
                    self.failed = true;
                    progress.suspend(|| self.reader.tell(&sentence));
                }
            }
            progress.inc(1);
        }
        progress.finish_and_clear();
        match &mut self.form {
            Form::Text => writeln!(out, "{}", self.count())?,
            Form::Json => {}
            Form::Export(stream) => stream.end(&mut out)?,
        }
        out.flush()
    }

    fn count(&self) -> String {
        let speaks = self.reader.speaks;
        let count = |many: usize, one: &'static str, more: &'static str| match many {
            1 => text(speaks, one, &[]),
            many => text(speaks, more, &[("count", &many.to_string())]),
        };
        let findings = count(self.shown, "cli.findings-one", "cli.findings-many");
        let articles = count(self.articles, "cli.articles-one", "cli.articles-many");
        text(speaks, "cli.count", &[("findings", &findings), ("articles", &articles)])
    }

    fn article(&mut self, source: &Source, reading: &Reading, out: &mut impl Write) -> std::io::Result<()> {
        let findings = self.reader.compared(reading);
        self.articles += 1;
        let told: Vec<&Finding> = findings.iter().filter(|finding| !finding.suppressed).collect();
        self.shown += told.len();
        self.failed |= told.iter().any(|finding| finding.severity >= self.fail_on);
        let annotations = Annotations::new(&source.name, reading, self.reader);
        match &mut self.form {
            Form::Text => told
                .iter()
                .try_for_each(|finding| writeln!(out, "{}\n", snippet(finding, &source.name, &reading.article.source))),
            Form::Json => told.iter().try_for_each(|finding| {
                serde_json::to_writer(&mut *out, &annotations.finding(finding))?;
                writeln!(out)
            }),
            Form::Export(stream) => write_item(&mut **stream, source, reading, &findings, self.reader, out),
        }
    }
}

/// The finding as compilers show theirs: where, what, and the line with the place marked.
fn snippet(finding: &Finding, name: &str, article: &str) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Information => Level::INFO.with_name("information"),
        Severity::Hint => Level::HELP.with_name("hint"),
    };
    let (number, line) = line_around(finding.span, article);
    let marked = finding.span.start - line.start..finding.span.end.min(line.end) - line.start;
    let place = Snippet::source(without_controls(line.of(article)))
        .path(harmless(name))
        .line_start(number)
        .annotation(AnnotationKind::Primary.span(marked));
    let report = [level.primary_title(&*finding.message).id(finding.code).element(place)];
    Renderer::styled().decor_style(DecorStyle::Unicode).term_width(WIDTH).render(&report)
}

/// The text without the characters, each of two bytes, that some terminals act on; the renderer sees to all others.
fn without_controls(line: &str) -> String {
    line.replace(|c| matches!(c, '\u{80}'..='\u{9f}'), "\u{a0}")
}

/// The line that a span begins in, without its end, and its number from 1.
fn line_around(span: Span, article: &str) -> (usize, Span) {
    let lines = lines(article).enumerate();
    let (number, line) = lines.take_while(|(_, line)| line.start <= span.start).last().unwrap_or((0, Span::new(0, 0)));
    let bare = line.of(article).trim_end_matches(['\n', '\r']);
    (number + 1, Span::new(line.start, line.start + bare.len()))
}
