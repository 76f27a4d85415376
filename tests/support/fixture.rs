//! Several articles in one string, with a cursor and expected ranges drawn under the lines they belong to:
//!
//! ```text
//! %! a.txt
//! Jack Watling, Experte für Krieg, sagt
//! ^^^^^^^^^^^^
//! Watling warnt.
//!   |
//! ```
//!
//! `%! name` begins an article. A line of blanks, `|` and `^` speaks of the text line above it, in columns of characters.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use beleg::analysis::Cancel;
use beleg::archive::Archive;
use beleg::desk::{Document, Snapshot};
use beleg::features::Cursor;
use beleg::features::definition::{Target, definition};
use beleg::lang::Lang;
use beleg::text::{Format, Span};

/// The articles of a fixture.
pub struct Fixture {
    pub articles: Vec<(PathBuf, String)>,
    /// Article and byte offset.
    pub cursor: Option<(PathBuf, usize)>,
    /// In the order in which they are drawn.
    pub ranges: Vec<(PathBuf, Span)>,
}

impl Fixture {
    /// Reads a fixture.
    pub fn parse(text: &str) -> Self {
        let mut fixture = Self { articles: vec![], cursor: None, ranges: vec![] };
        let mut line_start = 0;
        for line in text.lines().skip_while(|line| line.is_empty()) {
            if let Some(name) = line.strip_prefix("%! ") {
                fixture.articles.push((Path::new("/desk").join(name.trim()), String::new()));
                continue;
            }
            let (path, article) = fixture.articles.last_mut().expect("a fixture begins with `%! name`");
            if line.contains(['|', '^']) && line.chars().all(|c| matches!(c, ' ' | '|' | '^')) {
                let above = &article[line_start..];
                let byte = |column: usize| line_start + above.chars().take(column).map(char::len_utf8).sum::<usize>();
                if let Some(column) = line.find('|') {
                    fixture.cursor = Some((path.clone(), byte(column)));
                }
                for run in runs(line) {
                    fixture.ranges.push((path.clone(), Span::new(byte(run.start), byte(run.end))));
                }
            } else {
                line_start = article.len();
                article.push_str(line);
                article.push('\n');
            }
        }
        fixture
    }

    /// The same articles as files of a folder.
    pub fn stored_in(mut self, folder: &Path) -> Self {
        let there = |path: &Path| folder.join(path.strip_prefix("/desk").unwrap());
        self.articles.iter_mut().for_each(|(path, _)| *path = there(path));
        self.cursor.iter_mut().for_each(|(path, _)| *path = there(path));
        self.ranges.iter_mut().for_each(|(path, _)| *path = there(path));
        for (path, text) in &self.articles {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        self
    }

    /// A desk with the article of the cursor open and the others in the archive.
    pub fn desk(&self, mut desk: Snapshot) -> Snapshot {
        let open = self.cursor.as_ref().map_or(&self.articles[0].0, |(path, _)| path).clone();
        let mut archive = Archive::default();
        for (path, text) in &self.articles {
            let format = Format::of_path(path).unwrap_or(Format::Plain);
            let path: Arc<Path> = path.as_path().into();
            if *path == *open {
                desk.documents.insert(Document::new(path, 1, format, text));
            } else {
                let reading = desk.read(&path, text.as_str(), format, &Cancel::default(), None);
                let reading = reading.expect("nobody cancels");
                archive.add(&[reading.entry(&path)]).expect("memory takes all");
            }
        }
        desk.archive = Arc::new(archive);
        desk
    }

    /// The answer to a question at the cursor.
    pub fn ask<T>(&self, desk: Snapshot, question: impl FnOnce(&Cursor<'_>) -> T) -> T {
        let desk = self.desk(desk);
        let (path, offset) = self.cursor.as_ref().expect("the fixture has a cursor");
        let cancel = Cancel::default();
        let cursor = Cursor::new(&desk, desk.documents.get(path).unwrap(), *offset, &cancel).unwrap();
        question(&cursor)
    }
}

/// Where a definition leads: the article, and the name that is introduced there.
pub fn introduction(target: Target) -> (PathBuf, Span) {
    match target {
        Target::Introduction { place, name } => (place.path.to_path_buf(), name),
        Target::Place(place) => (place.path.to_path_buf(), place.span),
        other => panic!("{other:?}"),
    }
}

/// Definitions lead to the names under `^^^`, in the order of the fixture.
#[track_caller]
pub fn defined(text: &str) {
    let fixture = Fixture::parse(text);
    let targets =
        fixture.ask(Snapshot { speaks: Lang::De, ..Snapshot::default() }, |cursor| definition(cursor).unwrap());
    let found: Vec<_> = targets.map(|(_, targets)| targets).unwrap_or_default();
    let found: Vec<_> = found.into_iter().map(introduction).collect();
    assert_eq!(found, fixture.ranges);
}

/// The runs of `^` in a line.
fn runs(line: &str) -> Vec<std::ops::Range<usize>> {
    let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, _) in line.match_indices('^') {
        match runs.last_mut().filter(|run| run.end == at) {
            Some(run) => run.end += 1,
            None => runs.push(at..at + 1),
        }
    }
    runs
}
