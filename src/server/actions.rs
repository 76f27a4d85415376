//! Code actions: an edit goes to the client, which shows and undoes it; what is kept beside the article is a command of
//! [`super::annotating`]. A client that knows only commands gets one that asks it to apply the edit.

use ropey::Rope;
use serde_json::{Value, json};
use std::collections::HashMap;
use tower_lsp::jsonrpc::{Error, ErrorCode};
use tower_lsp::ls_types::*;

use super::annotating::{self, Annotate, Named};
use super::convert::Lines;
use super::session::Session;
use crate::checks::fixes::{Change, Fix};
use crate::desk::switch::Switched;
use crate::desk::{Document, Snapshot};
use crate::features::annotating::{Act, Offer};
use crate::features::new_page::NewPage;
use crate::ledger::Body;
use crate::messages;
use crate::text::Span;

/// The command that applies an edit.
pub const APPLY: &str = "beleg.apply";

/// What answers a finding.
const FIX: CodeActionKind = CodeActionKind::QUICKFIX;

/// What makes a page out of a name: it answers no finding, and so is no quick fix. Editors show refactorings at a cursor
/// too; what is a `source` action they show only when asked for it.
const PAGE: CodeActionKind = CodeActionKind::REFACTOR_EXTRACT;

/// What is put down beside the article.
const ANNOTATION: CodeActionKind = CodeActionKind::new("refactor.annotate");

/// What is offered.
pub const KINDS: [CodeActionKind; 3] = [FIX, PAGE, ANNOTATION];

/// What a client wants that wants only these kinds: fixes, new pages, annotations.
pub fn wanted(only: Option<&[CodeActionKind]>) -> [bool; 3] {
    let wants = |offered: CodeActionKind| {
        only.is_none_or(|kinds| kinds.iter().any(|kind| offered.as_str().starts_with(kind.as_str())))
    };
    KINDS.map(wants)
}

/// The way from fixes of a document to the client.
pub struct Actions<'a> {
    pub session: &'a Session,
    pub document: &'a Document,
    pub uri: &'a Uri,
    /// The findings that the client asks about.
    pub findings: &'a [Diagnostic],
}

impl Actions<'_> {
    /// A fix as the client can take it; `None` if it cannot.
    pub fn action(&self, fix: Fix) -> Option<CodeActionOrCommand> {
        let range = fix.place.map(|place| self.range(place));
        let code = Some(NumberOrString::String(fix.code.to_owned()));
        let answers = |finding: &&Diagnostic| finding.code == code && range.is_none_or(|range| finding.range == range);
        let findings: Vec<_> = self.findings.iter().filter(answers).cloned().collect();
        let diagnostics = (!findings.is_empty()).then_some(findings);
        let action = CodeAction { title: fix.title, kind: Some(FIX), diagnostics, ..CodeAction::default() };
        match fix.change {
            Change::Article(place, new) => self.with_edit(action, self.in_article(place, new)),
            Change::Settings(switched) => self.with_edit(action, self.in_settings(&switched)?),
            Change::Annotation(place, body) => self.with_command(action, self.annotate(place, body)),
            Change::Withdrawal(id) => {
                let uri = self.uri.clone();
                self.with_command(action, (annotating::WITHDRAW, json!(Named { uri, id })))
            }
        }
    }

    /// A new page as the client can take it.
    pub fn page(&self, page: NewPage) -> Option<CodeActionOrCommand> {
        let edit = self.new_file(self.session.uri(&page.file)?, page.text)?;
        self.with_edit(CodeAction { title: page.title, kind: Some(PAGE), ..CodeAction::default() }, edit)
    }

    /// Something to be put down, as the client can take it.
    pub fn annotation(&self, Offer { title, act }: Offer) -> Option<CodeActionOrCommand> {
        let command = match act {
            Act::Annotate(place, body) => self.annotate(Some(place), body),
            Act::Resolve(id) => (annotating::RESOLVE, json!(Named { uri: self.uri.clone(), id })),
        };
        self.with_command(CodeAction { title, kind: Some(ANNOTATION), ..CodeAction::default() }, command)
    }

    fn annotate(&self, place: Option<Span>, body: Body) -> (&'static str, Value) {
        let (uri, version) = (self.uri.clone(), Some(self.document.version));
        let range = place.map(|place| self.range(place));
        (annotating::ANNOTATE, json!(Annotate { uri, version, range, body }))
    }

    /// An action that has a command done. A client that knows only commands gets that.
    fn with_command(&self, action: CodeAction, (name, given): (&str, Value)) -> Option<CodeActionOrCommand> {
        let command = Command::new(action.title.clone(), name.into(), Some(vec![given]));
        Some(match self.session.abilities().action_literals {
            true => CodeAction { command: Some(command), ..action }.into(),
            false => command.into(),
        })
    }

    /// An action that is an edit. A client that knows only commands gets one that asks it to apply the edit, if it can.
    fn with_edit(&self, action: CodeAction, edit: WorkspaceEdit) -> Option<CodeActionOrCommand> {
        let abilities = self.session.abilities();
        if abilities.action_literals {
            return Some(CodeAction { edit: Some(edit), ..action }.into());
        }
        let command = Command::new(action.title, APPLY.into(), Some(vec![json!(edit)]));
        abilities.applies_edits.then(|| command.into())
    }

    fn range(&self, place: Span) -> Range {
        self.lines(&self.document.text).range(place)
    }

    fn in_article(&self, place: Span, new: String) -> WorkspaceEdit {
        let edit = TextEdit::new(self.range(place), new);
        if self.session.abilities().versioned_edits {
            let changes = vec![of_version(self.uri.clone(), Some(self.document.version), edit)];
            return WorkspaceEdit {
                document_changes: Some(DocumentChanges::Edits(changes)),
                ..WorkspaceEdit::default()
            };
        }
        WorkspaceEdit::new(HashMap::from([(self.uri.clone(), vec![edit])]))
    }

    fn in_settings(&self, Switched { file, before, after }: &Switched) -> Option<WorkspaceEdit> {
        let uri = self.session.uri(file)?;
        let Some(before) = before else { return self.new_file(uri, after.clone()) };
        let (place, new) = difference(before, after);
        let edit = TextEdit::new(self.lines(&Rope::from_str(before)).range(place), new.to_owned());
        Some(WorkspaceEdit::new(HashMap::from([(uri, vec![edit])])))
    }

    /// A file that is made first, and then written.
    fn new_file(&self, uri: Uri, text: String) -> Option<WorkspaceEdit> {
        let create = ResourceOp::Create(CreateFile { uri: uri.clone(), options: None, annotation_id: None });
        let written = of_version(uri, None, TextEdit::new(Range::default(), text));
        let changes = vec![DocumentChangeOperation::Op(create), DocumentChangeOperation::Edit(written)];
        let edit = WorkspaceEdit { document_changes: Some(DocumentChanges::Operations(changes)), ..Default::default() };
        self.session.abilities().creates_files.then_some(edit)
    }

    fn lines<'t>(&self, text: &'t Rope) -> Lines<'t> {
        Lines { text, encoding: self.session.abilities().encoding }
    }
}

fn of_version(uri: Uri, version: Option<i32>, edit: TextEdit) -> TextDocumentEdit {
    let text_document = OptionalVersionedTextDocumentIdentifier { uri, version };
    TextDocumentEdit { text_document, edits: vec![OneOf::Left(edit)] }
}

/// Where two texts differ: the stretch of the first, and what stands there in the second.
pub fn difference<'n>(old: &str, new: &'n str) -> (Span, &'n str) {
    let same = old.char_indices().zip(new.chars()).find(|((_, a), b)| a != b);
    let start = same.map_or(old.len().min(new.len()), |((at, _), _)| at);
    let rest = old[start..].chars().rev().zip(new[start..].chars().rev()).take_while(|(a, b)| a == b);
    let end: usize = rest.map(|(c, _)| c.len_utf8()).sum();
    (Span::new(start, old.len() - end), &new[start..new.len() - end])
}

/// That the place of a note is not there, or no longer.
pub fn no_place(desk: &Snapshot) -> Error {
    failed(messages::text(desk.speaks, "sidecar.no-place", &[]))
}

/// What was understood and could not be done.
pub fn failed(message: String) -> Error {
    const REQUEST_FAILED: i64 = -32803;
    Error { code: ErrorCode::ServerError(REQUEST_FAILED), message: message.into(), data: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_as_small_as_it_can_be() {
        for (old, new) in
            [("", "[x]\n"), ("ä = 1\nü = 2\n", "ä = 1\nö = 3\nü = 2\n"), ("aaa", "aaaa"), ("ab", "ab"), ("äö", "äü")]
        {
            let (place, put) = difference(old, new);
            assert_eq!(format!("{}{put}{}", &old[..place.start], &old[place.end..]), new);
        }
        assert_eq!(difference("a = 1 # „ä“\n", "a = 2 # „ä“\n"), (Span::new(4, 5), "2"));
    }
}
