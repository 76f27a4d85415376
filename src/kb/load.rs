//! Reads pages of entities, entry by entry: a malformed entry is a [`Problem`] with its line, and the rest still loads.
//! The only file of the knowledge base that touches a disk.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::model::{Entity, Source, WrittenSource};

/// No more problems are told of one page: whoever mends these sees the next.
const PROBLEMS: usize = 20;

/// What stands in one page, or in several together.
#[derive(Default)]
pub struct Page {
    pub entities: Vec<Entity>,
    pub sources: BTreeMap<String, Source>,
    pub problems: Vec<Problem>,
}

/// An entry that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub file: PathBuf,
    /// Counted from 1.
    pub line: usize,
    /// What is wrong, in words for whoever wrote the page.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file.display(), self.line, self.message)
    }
}

/// The form of one entry, and of what stands above the first.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    #[serde(default)]
    entity: Vec<Entity>,
}

impl Page {
    /// Adds what a page says: sources, where its file is named `sources….toml`, else entities.
    pub fn read(&mut self, file: &Path, text: &str) {
        let told = self.problems.len() + PROBLEMS;
        let mut problem = |at: usize, error: &toml::de::Error| {
            if self.problems.len() == told {
                return;
            }
            let before = &text[..at + error.span().map_or(0, |span| span.start)];
            let line = 1 + before.matches('\n').count();
            self.problems.push(Problem { file: file.into(), line, message: error.message().to_owned() });
        };
        if file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("sources")) {
            match toml::from_str::<BTreeMap<String, WrittenSource>>(text) {
                Ok(sources) => self.sources.extend(sources.into_iter().map(|(key, source)| (key, source.into()))),
                Err(error) => problem(0, &error),
            }
            return;
        }
        for (at, entry) in entries(text) {
            match toml::from_str::<Entry>(entry) {
                Ok(entry) => self.entities.extend(entry.entity),
                Err(error) => problem(at, &error),
            }
        }
    }

    /// Adds every page of a folder that is trusted, as the embedded ones are.
    pub fn read_folder(&mut self, folder: &Path) {
        for file in files(folder).unwrap_or_default() {
            match std::fs::read_to_string(&file) {
                Ok(text) => self.read(&file, &text),
                Err(error) => self.problems.push(Problem { file, line: 1, message: error.to_string() }),
            }
        }
    }
}

/// Every `*.toml` of a folder, in the order of their names.
pub fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files: Vec<_> = std::fs::read_dir(folder)?.filter_map(|file| Some(file.ok()?.path())).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "toml"));
    files.sort();
    Ok(files)
}

/// Cuts a page before every `[[entity]]`: each piece with the byte at which it begins.
fn entries(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let heads = text.match_indices("[[entity]]").map(|(at, _)| at);
    let cuts = heads.filter(|&at| at > 0 && text[..at].ends_with('\n'));
    let mut start = 0;
    cuts.chain([text.len()]).map(move |end| {
        let entry = (start, &text[start..end]);
        start = end;
        entry
    })
}
