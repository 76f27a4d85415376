//! Reads pages of entities, entry by entry: a malformed entry is a [`Problem`] with its line, and the rest still loads.
//! The only file of the knowledge base that touches a disk.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;

use super::model::{Entity, Source, WrittenSource};

/// No more problems are told of one page: whoever mends these sees the next.
const PROBLEMS: usize = 20;

/// What stands in one page, or in several together.
#[derive(Default)]
pub struct Page {
    pub entities: Vec<Entity>,
    /// Where each of these stands, by its id.
    pub places: BTreeMap<Arc<str>, PlaceInPage>,
    pub sources: BTreeMap<String, Source>,
    pub problems: Vec<Problem>,
}

/// Where the entry of an entity begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceInPage {
    pub file: PathBuf,
    /// Counted from 1.
    pub line: usize,
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
    entity: Vec<Spanned<Entity>>,
}

impl Page {
    /// Adds what a page in TOML says: sources, where its file is named `sources….toml`, else entities.
    pub fn read(&mut self, file: &Path, text: &str) {
        if file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("sources")) {
            match toml::from_str::<BTreeMap<String, WrittenSource>>(text) {
                Ok(sources) => self.sources.extend(sources.into_iter().map(|(key, source)| (key, source.into()))),
                Err(error) => self.malformed(file, 1, text, &error),
            }
            return;
        }
        let mut first_line = 1;
        for entry in entries(text) {
            match toml::from_str::<Entry>(entry) {
                Ok(Entry { entity }) => entity.into_iter().for_each(|entity| {
                    let line = first_line + lines(&entry[..entity.span().start]);
                    self.add(entity.into_inner(), file, line);
                }),
                Err(error) => self.malformed(file, first_line, entry, &error),
            }
            first_line += lines(entry);
        }
    }

    /// Adds an entity that stands in a line of a page.
    pub fn add(&mut self, entity: Entity, file: &Path, line: usize) {
        self.places.insert(entity.id.clone(), PlaceInPage { file: file.into(), line });
        self.entities.push(entity);
    }

    /// Tells that something in a line of a page cannot be read.
    pub fn tell(&mut self, file: &Path, line: usize, message: String) {
        if self.problems.iter().filter(|problem| problem.file == file).count() < PROBLEMS {
            self.problems.push(Problem { file: file.into(), line, message });
        }
    }

    fn malformed(&mut self, file: &Path, first_line: usize, entry: &str, error: &toml::de::Error) {
        let line = first_line + lines(&entry[..error.span().map_or(0, |span| span.start)]);
        self.tell(file, line, error.message().to_owned());
    }

    /// Adds every page of a folder that is trusted, as the embedded ones are.
    pub fn read_folder(&mut self, folder: &Path) {
        for file in files(folder, &["toml"]).unwrap_or_default() {
            match std::fs::read_to_string(&file) {
                Ok(text) => self.read(&file, &text),
                Err(error) => self.problems.push(Problem { file, line: 1, message: error.to_string() }),
            }
        }
    }
}

/// Every file of a folder with one of these endings, in the order of their names.
pub fn files(folder: &Path, endings: &[&str]) -> std::io::Result<Vec<PathBuf>> {
    let mut files: Vec<_> = std::fs::read_dir(folder)?.filter_map(|file| Some(file.ok()?.path())).collect();
    files.retain(|file| file.extension().is_some_and(|ending| endings.iter().any(|known| ending == *known)));
    files.sort();
    Ok(files)
}

/// Cuts a page before every `[[entity]]`.
fn entries(text: &str) -> impl Iterator<Item = &str> {
    let heads = text.match_indices("[[entity]]").map(|(at, _)| at);
    let cuts = heads.filter(|&at| at > 0 && text[..at].ends_with('\n'));
    let mut start = 0;
    cuts.chain([text.len()]).map(move |end| &text[std::mem::replace(&mut start, end)..end])
}

/// How many lines end in a text.
fn lines(text: &str) -> usize {
    text.matches('\n').count()
}
