//! `beleg annotate`: everything that was found, one JSON object a line, for tools. Same input, same bytes: no settings
//! but those named and the pages they name, no clock, no order of threads.

use std::io::{BufRead, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use serde::Deserialize;

use super::annotations::Annotations;
use super::articles::{self, Reader};
use super::settings;
use crate::desk::Reading;
use crate::lang::Lang;
use crate::text::{Format, PartialDate};

/// Write everything that was found as JSON, one object a line
#[derive(clap::Args)]
pub struct Args {
    /// Files, folders, or `-` for one JSON article {"id","text","lang","date","title"} a line on standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Form of the output
    #[arg(long, default_value = "jsonl", value_parser = ["jsonl"])]
    format: String,
    #[command(flatten)]
    options: articles::Options,
}

/// An article on standard input.
#[derive(Deserialize)]
struct Line {
    id: String,
    text: String,
    #[serde(default)]
    lang: Option<String>,
    #[serde(default)]
    date: Option<String>,
    #[serde(default)]
    title: Option<String>,
}

/// Exits with 1 where an article could not be read, after all others are done.
pub fn run(args: &Args) -> ExitCode {
    let Ok(settings) = settings::of_flag(&args.options) else { return ExitCode::from(2) };
    let reader = Reader::new(&args.options, settings, &[]);
    let mut out = BufWriter::new(std::io::stdout().lock());
    match write_all(args, &reader, &mut out).and_then(|whole| out.flush().map(|()| whole)) {
        Ok(true) => ExitCode::SUCCESS,
        // whoever reads has gone: nothing more to say, and no failure of ours
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Ok(false) | Err(_) => ExitCode::FAILURE,
    }
}

fn write_all(args: &Args, reader: &Reader, out: &mut impl Write) -> std::io::Result<bool> {
    let mut whole = true;
    for path in &args.paths {
        if path.as_os_str() == "-" {
            whole &= from_stdin(reader, out)?;
            continue;
        }
        let (sources, missing) = articles::find(std::slice::from_ref(path));
        for missing in &missing {
            whole = false;
            reader.tell(&articles::not_there(missing, reader.speaks));
        }
        for source in &sources {
            match reader.file(source) {
                Ok(reading) => write(&source.name, &reading, reader, out)?,
                Err(sentence) => {
                    whole = false;
                    reader.tell(&sentence);
                }
            }
        }
    }
    Ok(whole)
}

fn from_stdin(reader: &Reader, out: &mut impl Write) -> std::io::Result<bool> {
    let mut whole = true;
    for (number, line) in std::io::stdin().lock().split(b'\n').enumerate() {
        let line = line?;
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        match serde_json::from_slice::<Line>(&line) {
            Ok(article) => {
                let lang = article.lang.as_deref().and_then(Lang::parse);
                let date = article.date.as_deref().and_then(PartialDate::parse);
                let mut reading = reader.text(article.text, Format::Plain, lang, date);
                reading.analysis.title = article.title.or(reading.analysis.title.take());
                write(&article.id, &reading, reader, out)?;
            }
            Err(error) => {
                whole = false;
                reader.tell(&format!("-:{}: {error}", number + 1));
            }
        }
        out.flush()?;
    }
    Ok(whole)
}

fn write(name: &str, reading: &Reading, reader: &Reader, out: &mut impl Write) -> std::io::Result<()> {
    let findings = reader.findings(reading);
    for object in Annotations::new(name, reading, reader).all(&findings) {
        serde_json::to_writer(&mut *out, &object)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
