//! What the program has to tell about files and settings, as sentences. What is found in articles is for `checks`.

use std::path::Path;

use crate::desk::files::Unreadable;
use crate::desk::layer::{Problem, ProblemKind};
use crate::desk::settings::Kind;
use crate::lang::Lang;
use crate::messages::text;

/// What is wrong with a setting.
pub fn setting(lang: Lang, problem: &Problem) -> String {
    let source =
        problem.origin.file().map_or_else(|| text(lang, "settings.editor", &[]), |file| file.display().to_string());
    let at = match problem.line {
        Some(line) => format!("{source}:{line}"),
        None => source,
    };
    format!("{at}: {}", setting_alone(lang, problem))
}

/// The same without the place, for where the place is seen.
pub fn setting_alone(lang: Lang, problem: &Problem) -> String {
    match &problem.kind {
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
    }
}

fn expected(kind: Kind) -> &'static str {
    match kind {
        Kind::Language => "a-language",
        Kind::Bytes => "a-size",
        Kind::Paths => "paths",
        Kind::Level => "a-level",
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
    let number = format!("{:.1}", bytes as f64 / 1e6);
    let number = number.strip_suffix(".0").map(str::to_owned).unwrap_or(number);
    if lang == Lang::De { number.replace('.', ",") } else { number }
}
