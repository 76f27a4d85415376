//! The sidecar files of workspace folders, where decisions about articles are kept: read with the settings, written
//! whole or not at all.

use std::fs::{self, File};
use std::io::{Error, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::OWN_FOLDER;
use super::files::{self, Unreadable};
use crate::ledger::{Ledger, Note};
use crate::text::decode::Charset;
use crate::text::{Directive, Span};

/// Where a workspace folder keeps them.
pub const FILE: &str = ".beleg/annotations.jsonl";

/// Sidecars with more bytes are not read.
const LIMIT: u64 = 10_000_000;

/// Something wrong with a sidecar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// A line, from 1, is no annotation.
    Line(PathBuf, usize),
    Unreadable(PathBuf, Unreadable),
}

/// Why a decision could not be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unwritable {
    /// What is there cannot be read, so it cannot be kept either.
    Unreadable(Unreadable),
    /// The system says why.
    Failed(String),
}

impl From<Error> for Unwritable {
    fn from(error: Error) -> Self {
        Self::Failed(error.to_string())
    }
}

/// The sidecars of all folders of a workspace.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sidecars(Vec<(PathBuf, Ledger)>);

impl Sidecars {
    /// Reads those of these folders, and tells what is wrong in them.
    pub fn read(folders: &[PathBuf]) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let read = |folder: &PathBuf| {
            let file = folder.join(FILE);
            let ledger = match text(folder) {
                Ok(text) => {
                    let (ledger, broken) = Ledger::parse(&text);
                    problems.extend(broken.into_iter().map(|line| Problem::Line(file.clone(), line)));
                    ledger
                }
                Err(reason) => {
                    problems.push(Problem::Unreadable(file, reason));
                    Ledger::default()
                }
            };
            (folder.clone(), ledger)
        };
        (Self(folders.iter().map(read).collect()), problems)
    }

    /// The folder whose sidecar an article belongs to, and what the article is called there.
    pub fn home(&self, article: &Path) -> Option<(&Path, String)> {
        self.of(article).map(|(folder, _, name)| (folder, name))
    }

    /// The notes on an article that have their place in its text, with that place.
    pub fn notes(&self, article: &Path, text: &str) -> Vec<(Note, Span)> {
        let own = self.of(article);
        own.map_or(vec![], |(_, ledger, name)| ledger.on(&name, text).map(|(note, at)| (note.clone(), at)).collect())
    }

    /// What they order.
    pub fn directives(&self, article: &Path, text: &str) -> Vec<Directive> {
        self.of(article).map_or(vec![], |(_, ledger, name)| ledger.directives(&name, text))
    }

    /// The innermost folder that holds the article.
    fn of(&self, article: &Path) -> Option<(&Path, &Ledger, String)> {
        let holding = self.0.iter().filter(|(folder, _)| article.starts_with(folder));
        let (folder, ledger) = holding.max_by_key(|(folder, _)| folder.components().count())?;
        Some((folder, ledger, name(folder, article)?))
    }
}

/// What an article is called in the sidecar of a folder that holds it.
fn name(folder: &Path, article: &Path) -> Option<String> {
    let parts = article.strip_prefix(folder).ok()?.iter().map(|part| part.to_str());
    Some(parts.collect::<Option<Vec<_>>>()?.join("/"))
}

/// The text of a folder's sidecar, empty where there is none yet.
fn text(folder: &Path) -> Result<String, Unreadable> {
    match files::read_below(&[folder.to_path_buf()], &folder.join(FILE), LIMIT) {
        Ok(file) if file.charset == Charset::Utf8 => Ok(file.text),
        Ok(_) => Err(Unreadable::NotUtf8),
        Err(Unreadable::Missing) => Ok(String::new()),
        Err(reason) => Err(reason),
    }
}

/// Changes the sidecar of a folder, as it is on the disk by now. It is written beside and put in place of the old one, so
/// that a break-off loses nothing. One change waits for another of this program; what another program writes in the same
/// moment may be lost.
pub fn change(folder: &Path, change: impl FnOnce(&mut Ledger)) -> Result<(), Unwritable> {
    static WRITING: Mutex<()> = Mutex::new(());
    let _turn = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let (mut ledger, _) = Ledger::parse(&text(folder).map_err(Unwritable::Unreadable)?);
    change(&mut ledger);
    fs::create_dir_all(folder.join(OWN_FOLDER))?;
    // a link could make any file of the folder a sidecar
    let own = files::real_below(&[folder.to_path_buf()], &folder.join(OWN_FOLDER)).map_err(Unwritable::Unreadable)?;
    let file = own.join("annotations.jsonl");
    let before = fs::symlink_metadata(&file).ok();
    if before.as_ref().is_some_and(|before| !before.is_file()) {
        return Err(Unwritable::Unreadable(Unreadable::NoFile));
    }
    let new = file.with_extension(format!("{}.new", std::process::id()));
    let mut out = File::create_new(&new)?;
    let written = out.write_all(ledger.text().as_bytes()).and_then(|()| {
        before.map_or(Ok(()), |before| out.set_permissions(before.permissions()))?;
        out.sync_all()?;
        fs::rename(&new, &file)
    });
    written.map_err(|error| {
        let _ = fs::remove_file(&new);
        error.into()
    })
}
