//! What an editor shows of an article: findings, and what is wrong with the file itself.
//! How they get there is for [`super::publishing`] and [`super::pulling`].

use std::cmp::Reverse;
use std::path::Path;

use ropey::Rope;
use tower_lsp::ls_types::*;

use super::convert::{self, Lines};
use super::session::Session;
use super::shown::Shown;
use crate::analysis::{Cancel, Cancelled};
use crate::checks::{self, Finding, Related, Severity};
use crate::desk::files::Unreadable;
use crate::desk::{Document, Reading, Snapshot};
use crate::features::notices;
use crate::messages;
use crate::text::position::Walk;

/// Beyond three findings per 1,000 words a list is noise (CHECKS.md); a short one is never folded.
const FOLDED_PER_1000_WORDS: usize = 3;
const FOLDED_BEYOND: usize = 20;

/// Everything to be told about an open document.
pub fn of_document(
    session: &Session,
    desk: &Snapshot,
    document: &Document,
    cancel: &Cancel,
) -> Result<Vec<Shown>, Cancelled> {
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
) -> Result<Vec<Shown>, Cancelled> {
    let lines = Lines { text, encoding: session.abilities().encoding };
    let mut list = Vec::new();
    if let Some((span, reason)) = &reading.article.front.error {
        let message = messages::text(desk.speaks, "desk.front-matter", &[("reason", reason)]);
        list.push(Shown::notice("front-matter", lines.range(*span), message));
    }
    let findings = checks::run(reading, desk, cancel)?;
    let open = findings.into_iter().filter(|finding| !finding.suppressed).collect();
    let (listed, folded) = fold(open, reading.analysis.words);
    let mut walk = Walk::new(&reading.article.source, lines.encoding);
    let shower = Shower { session, desk, path, lines };
    list.extend(listed.into_iter().map(|finding| shower.shown(convert::range(walk.range(finding.span)), finding)));
    list.extend(folded.first().map(|first| {
        let message = messages::text(desk.speaks, "desk.folded", &[("count", &folded.len().to_string())]);
        let range = shower.lines.range(first.span);
        Shown { severity: DiagnosticSeverity::HINT, ..Shown::notice("folded", range, message) }
    }));
    Ok(list)
}

/// Parts findings into those that the list holds and those that are folded into one line, both in their order. Numbers
/// without a source are never folded; of the others those that weigh most stay.
fn fold(findings: Vec<Finding>, words: usize) -> (Vec<Finding>, Vec<Finding>) {
    let most = FOLDED_BEYOND.max(words * FOLDED_PER_1000_WORDS / 1000);
    let mut others: Vec<usize> = (0..findings.len()).filter(|&at| findings[at].code != checks::FLAGSHIP).collect();
    if others.len() <= most {
        return (findings, vec![]);
    }
    others.sort_by_key(|&at| Reverse(findings[at].severity));
    let mut is_listed = vec![true; findings.len()];
    others[most..].iter().for_each(|&at| is_listed[at] = false);
    let mut is_listed = is_listed.into_iter();
    findings.into_iter().partition(|_| is_listed.next() == Some(true))
}

/// What is told of an article that cannot be read.
pub fn unreadable(desk: &Snapshot, path: &Path, reason: &Unreadable) -> Shown {
    let code = if matches!(reason, Unreadable::TooLarge { .. }) { "max-file-size" } else { "unreadable" };
    Shown::notice(code, Range::default(), notices::unreadable(desk.speaks, path, reason))
}

/// Turns findings of one article into what is shown of them.
struct Shower<'a> {
    session: &'a Session,
    desk: &'a Snapshot,
    path: &'a Path,
    lines: Lines<'a>,
}

impl Shower<'_> {
    fn shown(&self, range: Range, finding: Finding) -> Shown {
        let abilities = self.session.abilities();
        let related = finding.related.into_iter().filter(|_| abilities.related);
        Shown {
            range,
            severity: match finding.severity {
                Severity::Hint => DiagnosticSeverity::HINT,
                Severity::Information => DiagnosticSeverity::INFORMATION,
                Severity::Warning => DiagnosticSeverity::WARNING,
                Severity::Error => DiagnosticSeverity::ERROR,
            },
            code: finding.code,
            message: finding.message,
            related: related.filter_map(|related| self.related(&related)).collect(),
            faded: finding.faded && abilities.faded,
        }
    }

    fn related(&self, related: &Related) -> Option<DiagnosticRelatedInformation> {
        let range = match &related.file {
            None => self.lines.range(related.span),
            Some(file) => {
                let ruler = self.desk.ruler(file, &Cancel::default()).ok()??;
                convert::range(ruler.range(related.span, self.lines.encoding))
            }
        };
        let uri = self.session.uri(related.file.as_deref().unwrap_or(self.path))?;
        Some(DiagnosticRelatedInformation { location: Location::new(uri, range), message: related.message.to_string() })
    }
}
