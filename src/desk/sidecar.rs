//! The sidecar files of workspace folders, where decisions about articles are kept: read with the settings, written
//! whole or not at all. Beside them, reasons that are nobody else's business: written, never read.

use std::fs::{self, File, OpenOptions};
use std::io::{Error, Write};
use std::path::{Path, PathBuf};

use serde_json::json;

use super::adrift::Adrift;
use super::files::{self, Unreadable};
use super::{OWN_FOLDER, library};
use crate::ledger::{Annotation, Ledger, Source};
use crate::text::Article;
use crate::text::decode::Charset;

/// Where a workspace folder keeps them.
pub const FILE: &str = ".beleg/annotations.jsonl";

/// The name of the sidecar in our own folder.
const NAME: &str = "annotations.jsonl";
/// Reasons that stay with whoever gave them.
const PRIVATE: &str = "private.jsonl";
/// Held by whoever changes the sidecar.
const LOCK: &str = "lock";
/// What a sidecar is called until it is whole.
const NEW: &str = "annotations.new";
/// What tells git which files are not to be taken along, and that the lines of both sides of a merge count.
const FOR_GIT: [(&str, &str); 2] = [
    (".gitignore", "# written by beleg: what stays on this machine\nprivate.jsonl\nlock\nannotations.new\n"),
    (
        ".gitattributes",
        "# written by beleg: of a line that both sides have, the one that was changed last counts\nannotations.jsonl merge=union\n",
    ),
];

/// Sidecars with more bytes are not read: some 500,000 annotations.
const LIMIT: u64 = 500_000_000;

/// Something wrong with a sidecar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// A line, from 1, is no annotation.
    Line(PathBuf, usize),
    Unreadable(PathBuf, Unreadable),
    /// Of the sources beside it.
    Library(library::Fault),
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
pub struct Sidecars(Vec<Sidecar>);

/// That of one folder.
#[derive(Clone, Debug, PartialEq)]
pub struct Sidecar {
    pub folder: PathBuf,
    pub ledger: Ledger,
    /// Sources that the desk has at hand.
    pub library: Vec<Source>,
    adrift: Adrift,
}

impl Sidecars {
    /// Reads those of these folders, and tells what is wrong in them.
    pub fn read(folders: &[PathBuf]) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let read = |folder: &PathBuf| {
            let file = folder.join(FILE);
            let ledger = match text(folder) {
                Ok(text) => {
                    let (ledger, broken) = Ledger::parse(text);
                    problems.extend(broken.into_iter().map(|line| Problem::Line(file.clone(), line)));
                    ledger
                }
                Err(reason) => {
                    problems.push(Problem::Unreadable(file, reason));
                    Ledger::default()
                }
            };
            let adrift = Adrift::of(folder, &ledger);
            let library = library::read(folder).unwrap_or_else(|fault| {
                problems.push(Problem::Library(fault));
                vec![]
            });
            Sidecar { folder: folder.clone(), ledger, library, adrift }
        };
        (Self(folders.iter().map(read).collect()), problems)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Sidecar> {
        self.0.iter()
    }

    /// The one that an article belongs to.
    pub fn of_article(&self, article: &Path) -> Option<&Sidecar> {
        self.of(article).map(|(sidecar, _)| sidecar)
    }

    /// The folder whose sidecar an article belongs to, and what the article is called there.
    pub fn home(&self, article: &Path) -> Option<(&Path, String)> {
        self.of(article).map(|(sidecar, name)| (&*sidecar.folder, name))
    }

    /// The annotations of an article: those under its name, and those of an article that is gone and was this one, as its
    /// `id` or its words tell.
    pub fn on(&self, path: &Path, article: &Article) -> Vec<Annotation> {
        let Some((sidecar, name)) = self.of(path) else { return vec![] };
        let mut annotations = sidecar.ledger.on(&name);
        let gone = sidecar.adrift.that_were(&sidecar.ledger, article).filter(|gone| ***gone != *name);
        annotations.extend(gone.flat_map(|gone| sidecar.ledger.on(gone)));
        annotations
    }

    /// Whether what happened to a file may have annotations lose their article, or find it again.
    pub fn may_concern(&self, path: &Path) -> bool {
        self.of(path).is_some_and(|(sidecar, name)| {
            let knows = || sidecar.ledger.articles().any(|article| **article == *name);
            !sidecar.adrift.is_empty() || !path.exists() && knows()
        })
    }

    /// The innermost folder that holds the article.
    fn of(&self, article: &Path) -> Option<(&Sidecar, String)> {
        let holding = self.0.iter().filter(|sidecar| article.starts_with(&sidecar.folder));
        let sidecar = holding.max_by_key(|sidecar| sidecar.folder.components().count())?;
        Some((sidecar, name(&sidecar.folder, article)?))
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

/// Changes the sidecar of a folder, as it is on the disk by now; gives what the change gives. Others who change it, in this
/// program or another, wait. It is written beside and put in place of the old one, so that a break-off loses nothing.
pub fn change<T>(folder: &Path, change: impl FnOnce(&mut Ledger) -> T) -> Result<T, Unwritable> {
    let own = own_folder(folder)?;
    let _turn = turn(&own)?;
    let before = text(folder).map_err(Unwritable::Unreadable)?;
    let (mut ledger, _) = Ledger::parse(&*before);
    let done = change(&mut ledger);
    if ledger.text() != before {
        write(&own, ledger.text())?;
    }
    Ok(done)
}

/// Puts a text in place of a folder's sidecar.
pub fn replace(folder: &Path, new: impl FnOnce(&str) -> String) -> Result<(), Unwritable> {
    let own = own_folder(folder)?;
    let _turn = turn(&own)?;
    let before = text(folder).map_err(Unwritable::Unreadable)?;
    let new = new(&before);
    if new == before { Ok(()) } else { write(&own, &new) }
}

fn write(own: &Path, text: &str) -> Result<(), Unwritable> {
    let file = own.join(NAME);
    let before = real_file(&file)?;
    let new = own.join(NEW);
    // whoever had the turn before was broken off
    let _ = fs::remove_file(&new);
    let mut out = File::create_new(&new)?;
    let written = out.write_all(text.as_bytes()).and_then(|()| {
        before.map_or(Ok(()), |before| out.set_permissions(before.permissions()))?;
        out.sync_all()?;
        fs::rename(&new, &file)
    });
    written.map_err(|error| {
        let _ = fs::remove_file(&new);
        error.into()
    })
}

/// Keeps why a decision was taken where nobody but the user reads it: neither git, nor an export, nor this program.
pub fn keep_private(folder: &Path, id: &str, reason: &str) -> Result<(), Unwritable> {
    let own = own_folder(folder)?;
    let _turn = turn(&own)?;
    let file = own.join(PRIVATE);
    real_file(&file)?;
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let line = format!("{}\n", json!({"id": id, "reason": reason}));
    Ok(options.open(file)?.write_all(line.as_bytes())?)
}

/// Whether a file holds such reasons.
pub fn is_private(path: &Path) -> bool {
    path.ends_with(Path::new(OWN_FOLDER).join(PRIVATE))
}

/// What is at this path, if anything: it must be a file, since a link could lead to any other.
fn real_file(file: &Path) -> Result<Option<fs::Metadata>, Unwritable> {
    let there = fs::symlink_metadata(file).ok();
    match &there {
        Some(there) if !there.is_file() => Err(Unwritable::Unreadable(Unreadable::NoFile)),
        _ => Ok(there),
    }
}

/// Our own folder, made if it is not there. A link could make any file of the workspace a sidecar.
fn own_folder(folder: &Path) -> Result<PathBuf, Unwritable> {
    let own = folder.join(OWN_FOLDER);
    fs::create_dir_all(&own)?;
    let own = files::real_below(&[folder.to_path_buf()], &own).map_err(Unwritable::Unreadable)?;
    for (name, text) in FOR_GIT {
        let file = own.join(name);
        if real_file(&file)?.is_none() {
            fs::write(file, text)?;
        }
    }
    Ok(own)
}

/// Waits for one's turn to change what is in our own folder.
fn turn(own: &Path) -> Result<File, Unwritable> {
    let lock = own.join(LOCK);
    real_file(&lock)?;
    let lock = OpenOptions::new().create(true).truncate(false).write(true).open(lock)?;
    lock.lock()?;
    Ok(lock)
}
