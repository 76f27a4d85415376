//! Findings for an editor that asks for them: of one document, or of all articles of the workspace. Editors are either
//! told ([`super::publishing`]) or ask, never both.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::{Arc, PoisonError};

use ropey::Rope;
use tower_lsp::ls_types::*;

use super::diagnostics::{of_reading, unreadable};
use super::session::Session;
use super::shown::Shown;
use crate::analysis::{Cancel, Cancelled, Names};
use crate::archive::Entry;
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
    entry: Option<Arc<Entry>>,
    settings: Arc<Settings>,
    sidecars: Arc<Sidecars>,
    /// The generation of the names.
    names: u64,
    speaks: Lang,
}

impl Basis {
    fn of(entry: Option<&Arc<Entry>>, desk: &Snapshot) -> Self {
        let (settings, sidecars) = (desk.settings.clone(), desk.sidecars.clone());
        Self { entry: entry.cloned(), settings, sidecars, names: desk.kb.generation(), speaks: desk.speaks }
    }

    fn equals(&self, other: &Self) -> bool {
        self.entry.as_ref().map(Arc::as_ptr) == other.entry.as_ref().map(Arc::as_ptr)
            && Arc::ptr_eq(&self.settings, &other.settings)
            && Arc::ptr_eq(&self.sidecars, &other.sidecars)
            && (self.names, self.speaks) == (other.names, other.speaks)
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
    let articles = desk.archive.iter().map(|entry| (&entry.path, Some(entry)));
    let articles = articles.chain(desk.archive.oversized().map(|(path, _)| (path, None)));
    let closed = articles.filter(|(path, _)| {
        folders.iter().any(|folder| path.starts_with(folder)) && desk.documents.get(path).is_none()
    });
    let mut items = Vec::new();
    let mut news = false;
    let mut add = |uri: Uri, report: Report| {
        news |= matches!(report, Report::New { .. });
        items.push(report.of_article(uri));
    };
    for (path, entry) in closed {
        cancel.check()?;
        let Some(uri) = session.uri(path) else { continue };
        let known = known.remove(uri.as_str()).map(|known| &*known.value);
        add(uri, of_article(session, desk, path, entry, known, cancel)?);
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
    entry: Option<&Arc<Entry>>,
    known: Option<&str>,
    cancel: &Cancel,
) -> Result<Report, Cancelled> {
    let pulled = || session.pulled.lock().unwrap_or_else(PoisonError::into_inner);
    let basis = Basis::of(entry, desk);
    if let Some((last, id)) = pulled().0.get(path)
        && last.equals(&basis)
        && known == Some(id)
    {
        return Ok(Report::Known { id: id.clone() });
    }
    let list = match desk.read_file(path, cancel)? {
        Ok((reading, _)) => {
            let text = Rope::from_str(&reading.article.source);
            of_reading(session, desk, path, &text, &reading, cancel)?
        }
        Err(reason) => vec![unreadable(desk, path, &reason)],
    };
    let report = Report::of(list, known);
    let (Report::New { id, .. } | Report::Known { id }) = &report;
    pulled().0.insert(path.clone(), (basis, id.clone()));
    Ok(report)
}
