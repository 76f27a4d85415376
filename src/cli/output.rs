//! Files that a command writes at the user's word: never over another unless it is told to, and then neither over an
//! article that it reads nor over what it has written itself. Links are replaced, not followed.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{Error, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::articles::Source;
use crate::lang::Lang;
use crate::messages::text;

/// What may be written, and what not.
pub struct Output {
    speaks: Lang,
    force: bool,
    taken: HashSet<PathBuf>,
}

impl Output {
    /// For files beside these articles; with `force`, over others.
    pub fn beside(sources: &[Source], force: bool, speaks: Lang) -> Self {
        let taken = sources.iter().filter_map(|source| real(&source.path).ok()).collect();
        Self { speaks, force, taken }
    }

    /// Writes files that belong together, or none where one of them may not be; `Err` is the sentence to print.
    pub fn write(&mut self, files: &[(PathBuf, String)]) -> Result<(), String> {
        files.iter().try_for_each(|(path, _)| self.check(path))?;
        files.iter().try_for_each(|(path, text)| {
            self.create(path)?.write_all(text.as_bytes()).map_err(|error| self.failed(path, &error))
        })
    }

    /// A new file; `Err` is the sentence to print.
    pub fn create(&mut self, path: &Path) -> Result<File, String> {
        self.check(path)?;
        if self.force {
            match fs::remove_file(path) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(self.failed(path, &error)),
                _ => {}
            }
        }
        let created = real(path).and_then(|real| Ok((real, File::create_new(path)?)));
        let (real, file) = created.map_err(|error| self.failed(path, &error))?;
        self.taken.insert(real);
        Ok(file)
    }

    fn check(&self, path: &Path) -> Result<(), String> {
        fs::create_dir_all(folder(path)).map_err(|error| self.failed(path, &error))?;
        if real(path).is_ok_and(|real| self.taken.contains(&real)) {
            return Err(self.sentence("export.taken", path, ""));
        }
        let is_there = fs::symlink_metadata(path).is_ok();
        if is_there && !self.force { Err(self.sentence("export.exists", path, "")) } else { Ok(()) }
    }

    /// The sentence for what the system refuses.
    pub fn failed(&self, path: &Path, error: &Error) -> String {
        self.sentence("export.failed", path, &error.to_string())
    }

    fn sentence(&self, key: &str, path: &Path, reason: &str) -> String {
        text(self.speaks, key, &[("file", &path.display().to_string()), ("reason", reason)])
    }
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The path of a file in the folder that it really lies in.
fn real(path: &Path) -> Result<PathBuf, Error> {
    Ok(folder(path).canonicalize()?.join(path.file_name().unwrap_or_default()))
}
