//! A name spelled anew, as the client can take it: with reasons to look at each group of edits first, or as plain edits.
//! Open documents are named with their version, so that no edit meets another text.

use std::collections::HashMap;
use std::path::Path;

use ropey::Rope;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;

use super::actions::{difference, failed};
use super::convert::Lines;
use super::session::Session;
use crate::desk::Snapshot;
use crate::features::rename::{Edited, Page, Refusal, Rename, Whereabouts};
use crate::messages::{harmless, text};

/// So many files that were left out are named.
const NAMED: usize = 3;

/// The edits of one file, each in a group that is asked about together.
struct Changes {
    uri: Uri,
    version: Option<i32>,
    edits: Vec<(TextEdit, Group)>,
}

/// The key of its message.
type Group = &'static str;

/// Fails while the archive is being read, where a name is to be spelled anew in all of it.
pub fn is_possible(session: &Session) -> Result<()> {
    let desk = session.snapshot();
    if desk.reads_archive && desk.settings.renames_in_archive() {
        return Err(failed(text(desk.speaks, "spelling.indexing", &[])));
    }
    Ok(())
}

/// What a client is sent, and told beside.
pub fn answer(
    session: &Session,
    desk: &Snapshot,
    rename: std::result::Result<Option<Rename>, Refusal>,
) -> Result<Option<WorkspaceEdit>> {
    let Some(rename) = rename.map_err(|refusal| failed(refusal.sentence(desk.speaks)))? else { return Ok(None) };
    tell(session, desk, &rename);
    Ok(Some(edit(session, desk, &rename)))
}

/// The edit that a client is sent.
fn edit(session: &Session, desk: &Snapshot, rename: &Rename) -> WorkspaceEdit {
    let articles = rename.articles.iter().filter_map(|article| of_article(session, article));
    let page = rename.page.iter().filter_map(|page| of_page(session, page));
    let files: Vec<Changes> = articles.chain(page).collect();
    let abilities = session.abilities();
    if !abilities.versioned_edits {
        let plain = |file: Changes| (file.uri, file.edits.into_iter().map(|(edit, _)| edit).collect());
        return WorkspaceEdit::new(files.into_iter().map(plain).collect());
    }
    let mut annotations: HashMap<String, ChangeAnnotation> = HashMap::new();
    let mut annotated = |(text_edit, group): (TextEdit, Group)| {
        if !abilities.annotated_edits {
            return OneOf::Left(text_edit);
        }
        annotations.entry(group.to_owned()).or_insert_with(|| annotation(desk, rename, group));
        OneOf::Right(AnnotatedTextEdit { text_edit, annotation_id: group.to_owned() })
    };
    let changes = files.into_iter().map(|Changes { uri, version, edits }| TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
        edits: edits.into_iter().map(&mut annotated).collect(),
    });
    let document_changes = Some(DocumentChanges::Edits(changes.collect()));
    WorkspaceEdit {
        document_changes,
        change_annotations: Some(annotations).filter(|all| !all.is_empty()),
        changes: None,
    }
}

fn of_article(session: &Session, article: &Edited) -> Option<Changes> {
    let lines = Lines { text: &article.text, encoding: session.abilities().encoding };
    let edits = article.edits.iter().map(|edit| {
        let group = match edit.whereabouts {
            Whereabouts::Here => "spelling.here",
            Whereabouts::Elsewhere => "spelling.elsewhere",
            Whereabouts::Quotation => "spelling.quotation",
        };
        (TextEdit::new(lines.range(edit.span), edit.new.clone()), group)
    });
    Some(Changes { uri: session.uri(&article.path)?, version: article.version, edits: edits.collect() })
}

fn of_page(session: &Session, page: &Page) -> Option<Changes> {
    let (place, new) = difference(&page.before, &page.after);
    let before = Rope::from_str(&page.before);
    let range = Lines { text: &before, encoding: session.abilities().encoding }.range(place);
    let edits = vec![(TextEdit::new(range, new.to_owned()), "spelling.page")];
    Some(Changes { uri: session.uri(&page.file)?, version: page.version, edits })
}

/// Only the article in which somebody does it is not asked about, unless it would be mistaken for somebody else's.
fn annotation(desk: &Snapshot, rename: &Rename, group: Group) -> ChangeAnnotation {
    let told = [Some("spelling.respelled"), rename.merges.then_some("spelling.confirm-merge"), keeps(rename)];
    let sentences: Vec<_> = told.into_iter().flatten().map(|key| sentence(desk, rename, key)).collect();
    ChangeAnnotation {
        label: sentence(desk, rename, group),
        needs_confirmation: Some(rename.merges || group != "spelling.here"),
        description: Some(sentences.join(". ")),
    }
}

fn keeps(rename: &Rename) -> Option<&'static str> {
    rename.kb_keeps.then_some("spelling.kb-keeps")
}

fn sentence(desk: &Snapshot, rename: &Rename, key: &str) -> String {
    text(desk.speaks, key, &[("old", &rename.old), ("new", &rename.new)])
}

/// Tells what the edit itself does not: which articles are missing, and what annotations would say. That two become one is
/// told in any case, since editors show why something is asked about only to those who look for it.
fn tell(session: &Session, desk: &Snapshot, rename: &Rename) {
    let name = |file: &Path| harmless(&file.file_name().unwrap_or_default().to_string_lossy());
    if !rename.left_out.is_empty() {
        let mut files: Vec<_> = rename.left_out.iter().take(NAMED).map(|file| name(file)).collect();
        files.extend((rename.left_out.len() > NAMED).then(|| "…".to_owned()));
        let args = [("new", &*rename.new), ("files", &*files.join(", "))];
        session.tell(text(desk.speaks, "spelling.left-out", &args));
    }
    let untold = if session.abilities().annotated_edits { None } else { keeps(rename) };
    let told = [rename.merges.then_some("spelling.confirm-merge"), untold];
    told.into_iter().flatten().for_each(|key| session.tell(sentence(desk, rename, key)));
}
