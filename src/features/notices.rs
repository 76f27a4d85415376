//! What the program has to tell about files and settings, as sentences. What is found in articles is for `checks`.

use std::path::{Path, PathBuf};

use crate::desk::files::Unreadable;
use crate::desk::layer::{Problem, ProblemKind};
use crate::desk::settings::Kind;
use crate::kb;
use crate::lang::Lang;
use crate::messages::{forms, text};

/// Something wrong in a file of settings or entities, or in what the editor sends.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// What kind of file it is: `settings`, `entities`.
    pub code: &'static str,
    pub file: Option<PathBuf>,
    /// From 1.
    pub line: Option<usize>,
    pub message: String,
}

impl Fault {
    /// What is wrong with a setting.
    pub fn of_setting(lang: Lang, problem: &Problem) -> Self {
        let message = match &problem.kind {
            ProblemKind::Malformed { reason } => text(lang, "settings.malformed", &[("reason", reason)]),
            ProblemKind::Unknown { key, near: None } => text(lang, "settings.unknown", &[("key", key)]),
            ProblemKind::Unknown { key, near: Some(near) } => {
                text(lang, "settings.unknown-near", &[("key", key), ("near", near)])
            }
            ProblemKind::Invalid { key, kind } => {
                let expected = text(lang, &format!("settings.{}", expected(*kind)), &[]);
                text(lang, "settings.invalid", &[("key", key), ("expected", &expected)])
            }
            ProblemKind::NotHere { key } => text(lang, "settings.not-here", &[("key", key)]),
        };
        let file = problem.origin.file().map(Path::to_path_buf);
        Self { code: "settings", file, line: problem.line, message }
    }

    /// What is wrong with a page of entities.
    pub fn of_page(problem: &kb::Problem) -> Self {
        let (file, line, message) = (Some(problem.file.clone()), Some(problem.line), problem.message.clone());
        Self { code: "entities", file, line, message }
    }

    /// All of it in one line: `file:line: message`.
    pub fn sentence(&self, lang: Lang) -> String {
        let place = match &self.file {
            Some(file) => file.display().to_string(),
            None => text(lang, "settings.editor", &[]),
        };
        match self.line {
            Some(line) => format!("{place}:{line}: {}", self.message),
            None => format!("{place}: {}", self.message),
        }
    }
}

fn expected(kind: Kind) -> &'static str {
    match kind {
        Kind::Language => "a-language",
        Kind::Bytes => "a-size",
        Kind::Paths => "paths",
        Kind::Level => "a-level",
        Kind::Scope => "a-scope",
    }
}

/// Why an article is not read.
pub fn unreadable(lang: Lang, path: &Path, reason: &Unreadable) -> String {
    let file = path.display().to_string();
    match reason {
        Unreadable::TooLarge { size, limit } => {
            let (size, limit) = (megabytes(*size, lang), megabytes(*limit, lang));
            text(lang, "desk.too-large", &[("file", &file), ("size", &size), ("limit", &limit)])
        }
        Unreadable::Failed(reason) => text(lang, "desk.unreadable", &[("file", &file), ("reason", reason)]),
    }
}

/// That an article is not UTF-8.
pub fn windows_1252(lang: Lang, path: &Path) -> String {
    text(lang, "desk.windows-1252", &[("file", &path.display().to_string())])
}

/// `50`, `12,3`
fn megabytes(bytes: u64, lang: Lang) -> String {
    forms::number(lang, (bytes as f64 / 1e5).round() / 10.0)
}
