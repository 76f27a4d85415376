//! Findings for an editor that asks for them: of one document, or of all articles of the workspace. Editors are either
//! told ([`super::publishing`]) or ask, never both.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};

use ropey::Rope;
use tower_lsp::ls_types::*;

use super::diagnostics::{of_reading, unreadable};
use super::session::Session;
use super::shown::Shown;
use crate::analysis::{Cancel, Cancelled, Names};
use crate::archive::{Key, Located, Shelved, Stamp};
use crate::checks::ask_others;
use crate::desk::{Settings, Sidecars, Snapshot};
use crate::lang::Lang;
use crate::text::kept::hash;

/// A list, unless the client has it already.
pub enum Report {
    New { id: String, list: Vec<Shown> },
    Known { id: String },
}

impl Report {
    /// The report of a list for a client that has the list `known`.
    pub fn of(list: Vec<Shown>, known: Option<&str>) -> Self {
        // The same list has the same id in every run, so that an editor may keep it.
        let mut written = Vec::new();
        list.iter().for_each(|shown| shown.write(&mut written));
        let id = format!("{:016x}", hash(written));
        if known == Some(&id) { Self::Known { id } } else { Self::New { id, list } }
    }

    /// As the answer to a question about one document.
    pub fn of_document(self) -> DocumentDiagnosticReport {
        let related_documents = None;
        match self {
            Self::New { id, list } => RelatedFullDocumentDiagnosticReport {
                related_documents,
                full_document_diagnostic_report: full(id, list),
            }
            .into(),
            Self::Known { id } => RelatedUnchangedDocumentDiagnosticReport {
                related_documents,
                unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id: id },
            }
            .into(),
        }
    }

    /// As a part of the answer to a question about the workspace.
    fn of_article(self, uri: Uri) -> WorkspaceDocumentDiagnosticReport {
        let version = None;
        match self {
            Self::New { id, list } => {
                WorkspaceFullDocumentDiagnosticReport { uri, version, full_document_diagnostic_report: full(id, list) }
                    .into()
            }
            Self::Known { id } => WorkspaceUnchangedDocumentDiagnosticReport {
                uri,
                version,
                unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id: id },
            }
            .into(),
        }
    }
}

fn full(id: String, list: Vec<Shown>) -> FullDocumentDiagnosticReport {
    FullDocumentDiagnosticReport { result_id: Some(id), items: list.into_iter().map(Diagnostic::from).collect() }
}

/// What was last told of the articles that are not open, and what that depended on.
#[derive(Default)]
pub struct Pulled(HashMap<Arc<Path>, (Basis, String)>);

/// While it is the same, so is the list.
struct Basis {
    stamp: Option<Stamp>,
    settings: Arc<Settings>,
    sidecars: Arc<Sidecars>,
    /// The generation of the names.
    names: u64,
    speaks: Lang,
    /// How often files have changed, where links lead to some.
    changes: Option<u64>,
}

impl Basis {
    fn of(stamp: Option<Stamp>, desk: &Snapshot, changes: u64) -> Self {
        let (settings, sidecars, changes) = (desk.settings.clone(), desk.sidecars.clone(), Some(changes));
        Self { stamp, settings, sidecars, names: desk.kb.generation(), speaks: desk.speaks, changes }
    }

    fn equals(&self, other: &Self) -> bool {
        self.stamp == other.stamp
            && Arc::ptr_eq(&self.settings, &other.settings)
            && Arc::ptr_eq(&self.sidecars, &other.sidecars)
            && (self.names, self.speaks) == (other.names, other.speaks)
            && self.changes.is_none_or(|changes| Some(changes) == other.changes)
    }
}

/// Articles have changed. What was told of those that are compared with them, as they were `before` or as they are now, does
/// not hold any more.
pub fn forget_compared(session: &Session, before: &Snapshot, changed: &[PathBuf]) {
    let now = session.snapshot();
    let mut pulled = session.pulled.lock().unwrap_or_else(PoisonError::into_inner);
    if pulled.0.is_empty() || !ask_others(&now.settings) {
        return;
    }
    let archives = [&before.archive, &now.archive];
    for entry in archives.iter().flat_map(|archive| changed.iter().filter_map(|path| archive.get(path))) {
        let places: Vec<String> = entry.located.iter().map(Located::key).collect();
        let counted = entry.claims.iter().filter_map(|claim| claim.counted(entry.date));
        for key in counted.chain(places.iter().map(|place| Key::Located(place))) {
            now.archive.found(key).filter_map(Shelved::path).for_each(|path| _ = pulled.0.remove(&*path));
        }
    }
}

/// The reports on all articles of the workspace that are not open: these are asked for one by one. `known` is what the
/// client has. The flag says whether there is anything new among them.
pub fn workspace(
    session: &Session,
    desk: &Snapshot,
    known: &[PreviousResultId],
    cancel: &Cancel,
) -> Result<(Vec<WorkspaceDocumentDiagnosticReport>, bool), Cancelled> {
    let mut known: BTreeMap<&str, &PreviousResultId> = known.iter().map(|known| (known.uri.as_str(), known)).collect();
    let folders = session.with(|state| state.folders.clone());
    let articles = desk.archive.articles().map(|(path, stamp)| (path.into(), Some(stamp)));
    let articles = articles.chain(desk.archive.oversized().map(|(path, _)| (path.clone(), None)));
    let closed: BTreeMap<Arc<Path>, _> = articles
        .filter(|(path, _): &(Arc<Path>, _)| {
            folders.iter().any(|folder| path.starts_with(folder)) && desk.documents.get(path).is_none()
        })
        .collect();
    let mut items = Vec::new();
    let mut news = false;
    let mut add = |uri: Uri, report: Report| {
        news |= matches!(report, Report::New { .. });
        items.push(report.of_article(uri));
    };
    for (path, stamp) in &closed {
        cancel.check()?;
        let Some(uri) = session.uri(path) else { continue };
        let known = known.remove(uri.as_str()).map(|known| &*known.value);
        add(uri, of_article(session, desk, path, *stamp, known, cancel)?);
    }
    // What is left has been removed or opened; what was shown of it goes.
    for known in known.into_values() {
        if let gone @ Report::New { .. } = Report::of(vec![], Some(&known.value)) {
            add(known.uri.clone(), gone);
        }
    }
    Ok((items, news))
}

fn of_article(
    session: &Session,
    desk: &Snapshot,
    path: &Arc<Path>,
    stamp: Option<Stamp>,
    known: Option<&str>,
    cancel: &Cancel,
) -> Result<Report, Cancelled> {
    let pulled = || session.pulled.lock().unwrap_or_else(PoisonError::into_inner);
    let mut basis = Basis::of(stamp, desk, session.with(|state| state.changes));
    if let Some((last, id)) = pulled().0.get(path)
        && last.equals(&basis)
        && known == Some(id)
    {
        return Ok(Report::Known { id: id.clone() });
    }
    let list = match desk.read_file(path, cancel)? {
        Ok((reading, _)) => {
            let text = Rope::from_str(&reading.article.source);
            basis.changes = basis.changes.filter(|_| reading.has_links());
            of_reading(session, desk, path, &text, &reading, cancel)?
        }
        Err(reason) => vec![unreadable(desk, path, &reason)],
    };
    let report = Report::of(list, known);
    let (Report::New { id, .. } | Report::Known { id }) = &report;
    let mut pulled = pulled();
    // what it was compared with may be forgotten already
    if Arc::ptr_eq(&session.snapshot().archive, &desk.archive) {
        pulled.0.insert(path.clone(), (basis, id.clone()));
    }
    Ok(report)
}
