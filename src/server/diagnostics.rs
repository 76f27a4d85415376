//! What an editor shows of an article: findings, and what is wrong with the file itself, as the protocol's diagnostics.
//! How they get there is for [`super::publishing`] and [`super::pulling`].

use std::path::Path;

use ropey::Rope;
use tower_lsp::ls_types::*;

use super::convert::{self, Lines};
use super::session::Session;
use crate::analysis::{Cancel, Cancelled};
use crate::checks::{self, CheckContext, Finding, Levels, Severity};
use crate::desk::files::Unreadable;
use crate::desk::{Document, Reading, Snapshot};
use crate::features::notices;
use crate::messages;
use crate::text::position::Walk;

/// Everything to be told about an open document.
pub fn of_document(
    session: &Session,
    desk: &Snapshot,
    document: &Document,
    cancel: &Cancel,
) -> Result<Vec<Diagnostic>, Cancelled> {
    let reading = document.reading(desk, cancel)?;
    if document.oversized(desk) {
        let (size, limit) = (document.text.len_bytes() as u64, desk.settings.max_file_size());
        return Ok(vec![unreadable(desk, &document.path, &Unreadable::TooLarge { size, limit })]);
    }
    of_reading(session, desk, &document.path, &document.text, &reading, cancel)
}

/// Everything to be told about an article that was read; `text` is the one it was read from.
pub fn of_reading(
    session: &Session,
    desk: &Snapshot,
    path: &Path,
    text: &Rope,
    reading: &Reading,
    cancel: &Cancel,
) -> Result<Vec<Diagnostic>, Cancelled> {
    let lines = Lines { text, encoding: session.abilities().encoding };
    let mut list = Vec::new();
    if let Some((span, reason)) = &reading.article.front.error {
        let message = messages::text(desk.speaks, "desk.front-matter", &[("reason", reason)]);
        list.push(notice("front-matter", lines.range(*span), message));
    }
    let cx = CheckContext { article: &reading.article, analysis: &reading.analysis, messages: desk.speaks };
    let findings = checks::run(&cx, &Levels::of(&desk.settings));
    cancel.check()?;
    let mut walk = Walk::new(&reading.article.text, lines.encoding);
    let shown = findings.into_iter().filter(|finding| !finding.suppressed);
    list.extend(shown.map(|finding| {
        let range = convert::range(walk.range(finding.span));
        diagnostic(session, desk, path, &lines, range, finding)
    }));
    Ok(list)
}

/// What is told of an article that cannot be read.
pub fn unreadable(desk: &Snapshot, path: &Path, reason: &Unreadable) -> Diagnostic {
    let code = if matches!(reason, Unreadable::TooLarge { .. }) { "max-file-size" } else { "unreadable" };
    notice(code, Range::default(), notices::unreadable(desk.speaks, path, reason))
}

fn diagnostic(
    session: &Session,
    desk: &Snapshot,
    path: &Path,
    lines: &Lines<'_>,
    range: Range,
    finding: Finding,
) -> Diagnostic {
    let place = |file: Option<&Path>, span| {
        let text = file.map(|file| desk.text(file));
        let range = match &text {
            None => lines.range(span),
            Some(text) => Lines { text: text.as_ref()?, encoding: lines.encoding }.range(span),
        };
        Some(Location::new(session.uri(file.unwrap_or(path))?, range))
    };
    let related = finding.related.into_iter().filter_map(|related| {
        let location = place(related.file.as_deref(), related.span)?;
        Some(DiagnosticRelatedInformation { location, message: related.message.to_string() })
    });
    let abilities = session.abilities();
    Diagnostic {
        range,
        severity: Some(match finding.severity {
            Severity::Hint => DiagnosticSeverity::HINT,
            Severity::Information => DiagnosticSeverity::INFORMATION,
            Severity::Warning => DiagnosticSeverity::WARNING,
            Severity::Error => DiagnosticSeverity::ERROR,
        }),
        code: Some(NumberOrString::String(finding.code.to_owned())),
        source: Some("beleg".to_owned()),
        message: finding.message.to_string(),
        related_information: abilities.related.then(|| related.collect()),
        tags: (finding.faded && abilities.faded).then(|| vec![DiagnosticTag::UNNECESSARY]),
        ..Diagnostic::default()
    }
}

/// Something about the file itself.
pub fn notice(code: &str, range: Range, message: String) -> Diagnostic {
    Diagnostic {
        range,
        severity: Some(DiagnosticSeverity::WARNING),
        code: Some(NumberOrString::String(code.to_owned())),
        source: Some("beleg".to_owned()),
        message,
        ..Diagnostic::default()
    }
}
