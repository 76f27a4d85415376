//! What the program has to tell about files and settings, as sentences. What is found in articles is for `checks`.

use std::path::{Path, PathBuf};

use crate::desk::files::Unreadable;
use crate::desk::index::StoreFault;
use crate::desk::layer::{Problem, ProblemKind};
use crate::desk::settings::{Kind, nearest};
use crate::desk::sidecar::Unwritable;
use crate::desk::{library, pages, sidecar};
use crate::kb::pack::layout::Refused;
use crate::lang::Lang;
use crate::messages::{forms, harmless, text};

/// What is wrong with an archive on disk.
pub fn store(lang: Lang, fault: &StoreFault) -> String {
    match fault {
        StoreFault::Damaged(root) => text(lang, "archive.damaged", &[("folder", &root.display().to_string())]),
        StoreFault::NotWritten(reason) => text(lang, "archive.not-written", &[("reason", reason)]),
        StoreFault::Hanging(root) => text(lang, "archive.hanging", &[("folder", &root.display().to_string())]),
    }
}

/// Something wrong in a file of settings or entities, or in what the editor sends.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// What kind of file it is: `settings`, `entities`, `annotations`.
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
            ProblemKind::Unreadable(reason) => text(lang, "files.unreadable", &[("reason", &why(lang, reason))]),
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
    pub fn of_page(lang: Lang, problem: &pages::Problem) -> Self {
        let (file, line, message) = match problem {
            pages::Problem::Entry(problem) => (&problem.file, Some(problem.line), in_entry(lang, &problem.message)),
            pages::Problem::Unreadable(file, reason) => {
                (file, None, text(lang, "files.unreadable", &[("reason", &why(lang, reason))]))
            }
            pages::Problem::Pack(file, refused) => (file, None, not_used(lang, refused)),
        };
        Self { code: "entities", file: Some(file.clone()), line, message }
    }

    /// What is wrong with a sidecar.
    pub fn of_sidecar(lang: Lang, problem: &sidecar::Problem) -> Self {
        let (file, line, message) = match problem {
            sidecar::Problem::Line(file, line) => (file, Some(*line), text(lang, "sidecar.line", &[])),
            sidecar::Problem::Unreadable(file, reason)
            | sidecar::Problem::Library(library::Fault::Unreadable(file, reason)) => {
                (file, None, text(lang, "files.unreadable", &[("reason", &why(lang, reason))]))
            }
            sidecar::Problem::Library(library::Fault::Malformed(file, line, reason)) => {
                (file, *line, text(lang, "settings.malformed", &[("reason", reason)]))
            }
        };
        Self { code: "annotations", file: Some(file.clone()), line, message }
    }

    /// All of it in one line: `file:line: message`.
    pub fn sentence(&self, lang: Lang) -> String {
        let place = match &self.file {
            Some(file) => harmless(&file.display().to_string()),
            None => text(lang, "settings.editor", &[]),
        };
        match self.line {
            Some(line) => format!("{place}:{line}: {}", self.message),
            None => format!("{place}: {}", self.message),
        }
    }
}

/// What is wrong with an entry: in our own words what is easily mended, else as whoever reads the page puts it.
fn in_entry(lang: Lang, message: &str) -> String {
    let key = message.split('`').nth(1).unwrap_or_default();
    let (told, expected) = message.split_once(", expected").unwrap_or((message, ""));
    let known = || expected.split(|c: char| !c.is_alphanumeric() && c != '_').map(str::to_owned);
    if told.starts_with("missing field") {
        text(lang, "pages.missing", &[("key", key)])
    } else if told.starts_with("unknown field")
        && let Some(near) = nearest(key, known())
    {
        text(lang, "pages.unknown-near", &[("key", key), ("near", &near)])
    } else if told == "expected mapping start" {
        text(lang, "pages.several", &[])
    } else {
        harmless(message)
    }
}

fn expected(kind: Kind) -> &'static str {
    match kind {
        Kind::Language => "a-language",
        Kind::Bytes => "a-size",
        Kind::Paths => "paths",
        Kind::Level => "a-level",
        Kind::Scope => "a-scope",
        Kind::Reach => "a-reach",
        Kind::Switch => "a-switch",
        Kind::Patterns => "patterns",
        Kind::Names => "names",
        Kind::Person => "a-person",
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
        _ => text(lang, "desk.unreadable", &[("file", &file), ("reason", &why(lang, reason))]),
    }
}

/// Why a file is not read, and what to do.
fn why(lang: Lang, reason: &Unreadable) -> String {
    match reason {
        Unreadable::Missing => text(lang, "files.missing", &[]),
        Unreadable::NoFile => text(lang, "files.no-file", &[]),
        Unreadable::NotUtf8 => text(lang, "files.not-utf-8", &[]),
        Unreadable::LeadsOut => text(lang, "files.leads-out", &[]),
        Unreadable::Private => text(lang, "files.private", &[]),
        Unreadable::TooLarge { size, limit } => {
            let (size, limit) = (megabytes(*size, lang), megabytes(*limit, lang));
            text(lang, "files.too-large", &[("size", &size), ("limit", &limit)])
        }
        Unreadable::Failed(reason) => reason.clone(),
    }
}

/// Why a pack is not used, and what to do.
fn not_used(lang: Lang, refused: &Refused) -> String {
    let say = |key: &str| text(lang, key, &[]);
    match refused {
        Refused::Missing => say("files.missing"),
        Refused::NoPack => say("packs.no-pack"),
        Refused::Version(version) => text(lang, "packs.version", &[("version", &version.to_string())]),
        Refused::Length { is, should_be } => {
            let (is, should_be) = (forms::number(lang, *is as f64), forms::number(lang, *should_be as f64));
            text(lang, "packs.length", &[("is", &is), ("should_be", &should_be)])
        }
        Refused::Damaged => say("packs.damaged"),
        Refused::Failed(reason) => text(lang, "files.unreadable", &[("reason", reason)]),
    }
}

/// Why a decision about an article was not kept.
pub fn not_kept(lang: Lang, reason: &Unwritable) -> String {
    let reason = match reason {
        Unwritable::Unreadable(reason) => why(lang, reason),
        Unwritable::Failed(reason) => reason.clone(),
    };
    text(lang, "sidecar.not-kept", &[("file", sidecar::FILE), ("reason", &reason)])
}

/// That an article is not UTF-8.
pub fn windows_1252(lang: Lang, path: &Path) -> String {
    text(lang, "desk.windows-1252", &[("file", &path.display().to_string())])
}

/// `50`, `12,3`
fn megabytes(bytes: u64, lang: Lang) -> String {
    forms::number(lang, (bytes as f64 / 1e5).round() / 10.0)
}
