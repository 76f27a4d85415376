//! From which files the weights of a language are learned, and how these are read. Shared by the command beside it and the
//! test that does the same again.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use beleg::analysis::MentionType;
use beleg::analysis::names::training::{Labelled, learn};
use beleg::analysis::names::weights::Table;
use beleg::analysis::words::Words;
use beleg::lang::Lang;
use beleg::text::Span;
use serde_json::Value;

/// Where the weights and their manifest stand in the repository.
pub const WEIGHTS: &str = "src/analysis/names/weights";

/// Sentences written for this project: names stand in square brackets, with `P`, `O` or `L` behind a bar.
pub const SENTENCES: &str = "src/analysis/names/sentences";

/// Sentences of others, under CC BY 4.0: GermEval 2014, DFKI SmartData and Wikigold, as JSON lines.
pub const GOLD: &str = "../shared/eval/train";

/// The files of a language, in the order in which they are read. `None` where those of others are not there.
pub fn files(root: &Path, lang: Lang) -> Option<Vec<PathBuf>> {
    let of = |folder: &str| {
        let entries = std::fs::read_dir(root.join(folder)).ok()?;
        let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
        let mut files: Vec<PathBuf> = paths.filter(|path| is_of(lang, path)).collect();
        files.sort();
        Some(files)
    };
    Some([of(SENTENCES)?, of(GOLD)?].concat())
}

/// Whether a file of labelled sentences is of this language: `politics-de.txt`, `ner_de_smartdata.jsonl`.
pub fn is_of(lang: Lang, path: &Path) -> bool {
    name(path).split(['-', '_', '.']).any(|part| part == lang.tag())
}

/// The weights that these files give.
pub fn weights(files: &[PathBuf], lang: Lang) -> Table {
    let paragraphs: Vec<Labelled> = files.iter().flat_map(|file| read(file, lang)).collect();
    learn(&paragraphs)
}

/// What the weights were made of: each file with its length in bytes and its CRC-32.
pub fn manifest(files: &[PathBuf]) -> String {
    files.iter().fold(String::new(), |mut lines, file| {
        let bytes = std::fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let _ = writeln!(lines, "{}\t{}\t{:08x}", name(file), bytes.len(), crc32fast::hash(&bytes));
        lines
    })
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The paragraphs of a file.
pub fn read(file: &Path, lang: Lang) -> Vec<Labelled> {
    let text = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    if file.extension().is_some_and(|extension| extension == "jsonl") {
        text.lines().flat_map(|row| gold(&serde_json::from_str(row).expect("a row is JSON"), lang)).collect()
    } else {
        let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        lines.map(|line| bracketed(line, lang)).collect()
    }
}

/// A line with names in brackets: `[Anna Vorbach|P] kam.`
fn bracketed(line: &str, lang: Lang) -> Labelled {
    let mut text = String::new();
    let mut names = Vec::new();
    let mut rest = line;
    while let Some((before, behind)) = rest.split_once('[') {
        let labelled = behind.split_once(']').and_then(|(label, behind)| Some((label.rsplit_once('|')?, behind)));
        let ((name, kind), behind) = labelled.unwrap_or_else(|| panic!("a broken label: {line}"));
        text.push_str(before);
        let start = text.len();
        text.push_str(name);
        names.push((Span::new(start, text.len()), kind_of(kind).unwrap_or_else(|| panic!("a strange label: {line}"))));
        rest = behind;
    }
    text.push_str(rest);
    Labelled { words: Words::new(text, lang), names }
}

/// The paragraphs of a row. What begins with a small letter is left out: mostly adjectives, which are no names here.
fn gold(row: &Value, lang: Lang) -> Vec<Labelled> {
    let text = row["text"].as_str().expect("a row has a text");
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let place = |item: &Value, key: &str| Some(bytes[usize::try_from(item[key].as_u64()?).ok()?]);
    let name = |item: &Value| {
        let span = Span::new(place(item, "start")?, place(item, "end")?);
        let small = span.of(text).starts_with(char::is_lowercase);
        Some((span, kind_of(item["type"].as_str()?)?)).filter(|_| !small)
    };
    let names: Vec<_> = row["gold"].as_array().into_iter().flatten().filter_map(name).collect();
    let paragraphs = text.split('\n').map(|paragraph| {
        let start = paragraph.as_ptr() as usize - text.as_ptr() as usize;
        let within = |span: &Span| Span::new(start, start + paragraph.len()).covers(*span);
        let names = names.iter().filter(|(span, _)| within(span));
        let names = names.map(|(span, kind)| (Span::new(span.start - start, span.end - start), *kind)).collect();
        Labelled { words: Words::new(paragraph, lang), names }
    });
    paragraphs.collect()
}

fn kind_of(label: &str) -> Option<MentionType> {
    match label {
        "person" | "P" => Some(MentionType::Person),
        "organisation" | "O" => Some(MentionType::Organisation),
        "place" | "L" => Some(MentionType::Place),
        _ => None,
    }
}
