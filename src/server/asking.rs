//! Commands that ask and change nothing, for clients that show the answers themselves: a whole card, a whole series, the
//! findings of all articles, how the server is doing.

use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};
use tower_lsp::ls_types::{
    Diagnostic, Position, Uri, WorkspaceDocumentDiagnosticReport, WorkspaceFullDocumentDiagnosticReport,
};

use super::diagnostics::of_document;
use super::pulling;
use super::question::Question;
use super::session::Session;
use crate::analysis::{Cancel, Cancelled, MentionType};
use crate::desk::Snapshot;
use crate::desk::backing::{Backed, Backing, claims};
use crate::features::Cursor;
use crate::features::card::{Limits, card};
use crate::features::hover::hover;
use crate::features::portrait;
use crate::features::series::{Asked, whole};

/// Reads the archive anew.
pub const INDEX: &str = "beleg.index";
/// Answers with the findings of all articles.
pub const CHECK: &str = "beleg.check";
/// Answers with the whole card of somebody, as Markdown.
pub const CARD: &str = "beleg.card";
/// Answers with a whole series of figures, as Markdown.
pub const SERIES: &str = "beleg.series";
/// Answers with how the server is doing, and what is in an article.
pub const STATUS: &str = "beleg.status";

/// Whom or what is asked about: by a word, or by a place in an open document.
#[derive(Deserialize)]
#[serde(untagged)]
pub enum About {
    Place { uri: Uri, position: Position },
    Name { name: String },
    Unit { unit: String },
}

/// The argument of [`STATUS`].
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Of {
    pub uri: Option<Uri>,
}

/// The whole card of whoever goes by a name; of several, one after the other.
pub fn card_of(desk: &Snapshot, name: &str) -> Value {
    let found = desk.kb.find(name).into_iter();
    let cards = found.filter_map(|entity| card(&desk.kb, &entity.id, None, desk.speaks, Limits::NONE));
    let cards: Vec<String> = cards.map(|card| portrait::whole(&card, desk.speaks).markdown).collect();
    if cards.is_empty() { Value::Null } else { cards.join("\n\n---\n\n").into() }
}

/// The whole card of whom the name under a cursor names, else what its hover tells.
pub fn card_at(question: &Question, at: Position) -> Result<Value, Cancelled> {
    let (desk, cursor) = (&question.desk, question.cursor(at)?);
    let date = cursor.reading.analysis.date.map(|(date, _)| date);
    let entity = cursor.mention().and_then(|mention| mention.entity.clone());
    if let Some(card) = entity.and_then(|id| card(&desk.kb, &id, date, desk.speaks, Limits::NONE)) {
        return Ok(portrait::whole(&card, desk.speaks).markdown.into());
    }
    Ok(hover(&cursor, &addresses(&question.session))?.map_or(Value::Null, |hover| hover.text.markdown.into()))
}

/// The whole series of a unit.
pub fn series_of(session: &Session, desk: &Snapshot, unit: &str, cancel: &Cancel) -> Result<Value, Cancelled> {
    let series = whole(desk, Asked::Unit(unit), &addresses(session), cancel)?;
    Ok(series.map_or(Value::Null, |series| series.markdown.into()))
}

/// The whole series in which the figure under a cursor stands.
pub fn series_at(question: &Question, at: Position) -> Result<Value, Cancelled> {
    let cursor: Cursor<'_> = question.cursor(at)?;
    let series = whole(&question.desk, Asked::Figure(&cursor), &addresses(&question.session), &question.cancel)?;
    Ok(series.map_or(Value::Null, |series| series.markdown.into()))
}

fn addresses(session: &Session) -> impl Fn(&Path) -> Option<String> {
    |path| session.uri(path).map(|uri| uri.as_str().to_owned())
}

/// The findings of all articles of the workspace, those that are open as they stand in the editor.
pub fn findings(session: &Arc<Session>, desk: &Arc<Snapshot>, cancel: &Cancel) -> Result<Value, Cancelled> {
    let mut found: Vec<Value> = Vec::new();
    let mut add = |uri: &Uri, list: Vec<Diagnostic>| {
        if !list.is_empty() {
            found.push(json!({"uri": uri, "diagnostics": list}));
        }
    };
    for document in desk.documents.iter() {
        let list = of_document(session, desk, document, cancel)?;
        let uri = session.uri(&document.path);
        uri.into_iter().for_each(|uri| add(&uri, list.iter().cloned().map(Diagnostic::from).collect()));
    }
    for report in pulling::workspace(session, desk, &[], cancel)?.0 {
        if let WorkspaceDocumentDiagnosticReport::Full(WorkspaceFullDocumentDiagnosticReport {
            uri,
            full_document_diagnostic_report: report,
            ..
        }) = report
        {
            add(&uri, report.items);
        }
    }
    Ok(found.into())
}

/// How the server is doing.
pub fn status(session: &Session, desk: &Snapshot, document: Option<Value>) -> Value {
    let files = session.with(|state| {
        let layers = state.layers.user.iter().chain(&state.layers.workspace);
        layers.filter_map(|layer| layer.origin.file().map(|file| file.display().to_string())).collect::<Vec<_>>()
    });
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "roots": desk.roots.iter().map(|root| root.display().to_string()).collect::<Vec<_>>(),
        "articles": desk.archive.len(),
        "indexing": desk.reads_archive,
        "names": desk.kb.names(),
        "settings": files,
        "document": document,
    })
}

/// What is in an open article.
pub fn counts(question: &Question) -> Result<Value, Cancelled> {
    let reading = question.document.reading(&question.desk, &question.cancel)?;
    let entry = reading.entry(&reading.path);
    let claims: Vec<Backed<'_>> = claims(&reading).collect();
    let count = |backing: Backing| claims.iter().filter(|claim| claim.backing == backing).count();
    Ok(json!({
        "people": entry.names_of(MentionType::Person).count(),
        "figures": claims.len(),
        "verified": count(Backing::Verified),
        "unsourced": count(Backing::Unsourced),
    }))
}
