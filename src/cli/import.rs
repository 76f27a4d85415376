//! `beleg import`: annotations that others have written, into the sidecar of a folder. What is there already and changed
//! later stays.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::Value;

use super::articles::{self, Options, Reader};
use super::settings;
use crate::desk::sidecar;
use crate::features::notices;
use crate::ledger::{items, merged};
use crate::messages::{harmless, text};

/// Take in annotations that others have written
#[derive(clap::Args)]
pub struct Args {
    /// `web`: W3C Web Annotations, as a collection, a page, a list, or one a line
    #[arg(value_parser = ["web"])]
    format: String,
    /// The file to read
    file: PathBuf,
    /// The folder whose articles they are about
    #[arg(long = "in", value_name = "FOLDER", default_value = ".")]
    folder: PathBuf,
    #[command(flatten)]
    options: Options,
}

/// Exits with 1 where some were left out; 2 for bad use.
pub fn run(args: &Args) -> ExitCode {
    let Ok(settings) = settings::of_everywhere(&args.options) else { return ExitCode::from(2) };
    let reader = Reader::new(&args.options, settings, &[]);
    let speaks = reader.speaks;
    let refuse = |sentence: &str| {
        reader.tell(sentence);
        ExitCode::from(2)
    };
    if !args.folder.is_dir() {
        return refuse(&articles::not_there(&args.folder, speaks));
    }
    let file = harmless(&args.file.display().to_string());
    let read = match std::fs::read_to_string(&args.file) {
        Ok(read) => read,
        Err(error) => return refuse(&format!("{file}: {error}")),
    };
    let Some(annotations) = items(&read) else {
        return refuse(&text(speaks, "decisions.not-json", &[("file", &file)]));
    };
    let all = annotations.len();
    let lines: Vec<String> = annotations.into_iter().filter_map(|one| at_home(one, &args.folder)).collect();
    let new: String = lines.iter().flat_map(|line| [line, "\n"]).collect();
    if let Err(reason) = sidecar::replace(&args.folder, |own| merged(&[own, &new]).0) {
        reader.tell(&notices::not_kept(speaks, &reason));
        return ExitCode::FAILURE;
    }
    let args = [("count", &*lines.len().to_string()), ("left", &(all - lines.len()).to_string())];
    let key = if lines.len() == all { "decisions.taken" } else { "decisions.taken-some" };
    let _ = writeln!(anstream::stdout(), "{}", text(speaks, key, &args));
    if lines.len() == all { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// An annotation with the path that its article has in the folder; `None` for one of an article that is not there.
fn at_home(mut annotation: Value, folder: &Path) -> Option<String> {
    let target = &annotation["target"];
    let source = target["source"].as_str().or(target["source"]["id"].as_str()).or(target.as_str())?.to_owned();
    let path = match source.strip_prefix("file://") {
        Some(path) => PathBuf::from(&*percent_encoding::percent_decode_str(path).decode_utf8().ok()?),
        None => folder.join(&source),
    };
    let (path, folder) = (path.canonicalize().ok()?, folder.canonicalize().ok()?);
    let parts: Option<Vec<&str>> = path.strip_prefix(folder).ok()?.iter().map(|part| part.to_str()).collect();
    let name = parts?.join("/");
    let target = &mut annotation["target"];
    if target.is_string() {
        *target = Value::from(name);
    } else {
        target["source"] = Value::from(name);
    }
    Some(annotation.to_string())
}
