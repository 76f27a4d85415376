//! The protocol's methods: each takes its snapshot, asks the question and turns the answer into the protocol's words.
//! Everything before the first `.await` runs in the order of the messages.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::runtime::Handle;
use tower_lsp::LanguageServer;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::*;

use super::actions::{self, Actions};
use super::capabilities::{self, Abilities};
use super::convert;
use super::diagnostics::of_document;
use super::outbox::{List, Outbox};
use super::pulling::{self, Report};
use super::question::{Question, locations};
use super::session::{Session, State};
use super::{colours, parent, publishing, renaming, workspace};
use crate::analysis::{Cancel, Cancelled};
use crate::archive::Archive;
use crate::checks::fixes::fixes;
use crate::desk::layer::{Layer, Origin};
use crate::desk::links::Target as End;
use crate::desk::{Document, sidecar};
use crate::features::Cursor;
use crate::features::annotating::annotating;
use crate::features::completion::completion;
use crate::features::declaration::declaration;
use crate::features::definition::{Target, definition};
use crate::features::highlight::highlights;
use crate::features::hover::hover;
use crate::features::inlay::{Wanted, inlays};
use crate::features::lens::lens;
use crate::features::links::links;
use crate::features::new_page::new_page;
use crate::features::references::references;
use crate::features::rename::{name, rename};
use crate::features::symbols::symbols;
use crate::features::tokens::tokens;
use crate::features::type_definition::type_definition;
use crate::features::workspace_symbols::workspace_symbols;
use crate::text::Span;
use crate::text::rope::Edit;

/// The server, as the protocol sees it.
pub struct Backend {
    pub(super) session: Arc<Session>,
}

impl Backend {
    /// A server that speaks through `outbox` and keeps archives in this folder, if anywhere.
    pub fn new(outbox: Outbox, stores: Option<PathBuf>) -> Self {
        Self { session: Session::new(outbox, stores) }
    }

    /// Works out an answer about an open document; `None` if it is not open.
    pub(super) async fn answer<T: Send + 'static>(
        &self,
        uri: &Uri,
        question: impl FnOnce(&Question) -> std::result::Result<T, Cancelled> + Send + 'static,
    ) -> Result<Option<T>> {
        let desk = self.session.snapshot();
        let Some(document) = desk.documents.get(&convert::path(uri)).cloned() else { return Ok(None) };
        let session = self.session.clone();
        let ask = move |cancel: &Cancel| question(&Question { session, desk, document, cancel: cancel.clone() });
        self.apart(ask).await.map(Some)
    }

    /// Works away from the thread that reads messages; stops if the request is cancelled.
    pub(super) async fn apart<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Cancel) -> std::result::Result<T, Cancelled> + Send + 'static,
    ) -> Result<T> {
        let stop = StopOnDrop(Cancel::default());
        let cancel = stop.0.clone();
        match tokio::task::spawn_blocking(move || work(&cancel)).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(Cancelled)) => Err(Error::request_cancelled()),
            Err(_) => Err(Error::internal_error()),
        }
    }

    /// The tokens of a document, or of a part of it; `None` where the desk does not want them.
    async fn tokens(&self, uri: &Uri, range: Option<Range>) -> Result<Option<SemanticTokens>> {
        if !self.session.snapshot().settings.tells_tokens() {
            return Ok(None);
        }
        self.answer(uri, move |question| {
            let reading = question.document.reading(&question.desk, &question.cancel)?;
            let text = &reading.article.source;
            let stretch = range.map_or(Span::new(0, text.len()), |range| question.span(range));
            Ok(colours::semantic(&tokens(&reading, stretch), text, question.session.abilities().encoding))
        })
        .await
    }

    fn change(&self, path: &Path, change: impl FnOnce(&Document) -> Document) {
        self.session.with(|state| {
            if let Some(page) = state.desk.pages.get(path).cloned() {
                return state.desk_mut().pages.insert(change(&page));
            }
            let Some(document) = state.desk.documents.get(path).map(|document| change(document)) else { return };
            self.settles(state, document);
        });
    }

    /// Puts a document in place. It is due under the same lock: whoever publishes must not see it before that, or it
    /// would be told twice.
    fn settles(&self, state: &mut State, document: Document) {
        let path = document.path.clone();
        state.desk_mut().documents.insert(document);
        self.session.settles(&path);
    }
}

/// Stops the work when nobody waits for it any more.
struct StopOnDrop(Cancel);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

impl LanguageServer for Backend {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        params.process_id.into_iter().for_each(parent::watch);
        self.session.set_abilities(Abilities::of(&params));
        self.session.with(|state| {
            state.folders = capabilities::folders(&params);
            state.read_layers();
            let options = params.initialization_options.as_ref();
            state.layers.initialization = options.map(|options| Layer::of_json(Origin::Initialization, options));
        });
        self.session.settle();
        Ok(self.session.abilities().answer(self.session.snapshot().settings.tells_of_workspace()))
    }

    async fn initialized(&self, _: InitializedParams) {
        let runtime = Handle::current();
        let watched_by_client = self.session.abilities().watching;
        self.session.with(|state| state.watched_by_client = watched_by_client);
        runtime.spawn(publishing::follow_files(self.session.clone()));
        publishing::faults(&self.session, &self.session.settle().faults);
        workspace::index(&self.session, &runtime);
        workspace::open_packs(&self.session, &runtime);
        if watched_by_client {
            workspace::watch(&self.session, &runtime);
        }
        if self.session.abilities().configuration {
            workspace::pull_configuration(&self.session, &runtime);
        }
    }

    async fn shutdown(&self) -> Result<()> {
        self.session.with(|state| state.closing = true);
        self.session.news.notify_waiters();
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let TextDocumentItem { uri, language_id, version, text } = params.text_document;
        let path = convert::path(&uri);
        if sidecar::is_private(&path) {
            return;
        }
        let format = convert::format(&language_id, &path);
        self.session.know_address(&path, uri);
        let document = Document::new(path.clone(), version, format, &text);
        self.session.with(|state| {
            if state.is_page(&path) {
                state.desk_mut().pages.insert(document);
            } else {
                self.settles(state, document);
            }
        });
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let encoding = self.session.abilities().encoding;
        let edits: Vec<Edit> = params.content_changes.into_iter().map(convert::edit).collect();
        let VersionedTextDocumentIdentifier { uri, version } = params.text_document;
        self.change(&convert::path(&uri), |document| document.edited(version, &edits, encoding));
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        let path = convert::path(&params.text_document.uri);
        workspace::noticed(&self.session, &Handle::current(), vec![path.to_path_buf()]);
        workspace::saved(&self.session, &Handle::current(), path);
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        let path = convert::path(&params.text_document.uri);
        let was_open = self.session.with(|state| {
            let open = state.desk.documents.get(&path).is_some();
            state.desk_mut().documents.remove(&path);
            state.desk_mut().pages.remove(&path);
            open
        });
        let uri = self.session.forget_address(&path).unwrap_or(params.text_document.uri);
        if was_open {
            if !self.session.abilities().pulls {
                self.session.outbox.publish(List::new(uri, None, &[]));
            }
            workspace::refresh(&self.session, vec![path.to_path_buf()]);
        }
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        let runtime = Handle::current();
        if self.session.abilities().configuration {
            // Such clients send what changed, or nothing; only asked do they tell all.
            workspace::pull_configuration(&self.session, &runtime);
        } else {
            let layer = Layer::of_json(Origin::Configuration, &params.settings);
            self.session.with(|state| state.layers.configuration = Some(layer));
            workspace::reconfigure(&self.session, &runtime);
        }
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        let paths = params.changes.iter().filter_map(|change| convert::folder(&change.uri));
        workspace::noticed(&self.session, &Handle::current(), paths.collect());
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        let paths = |folders: &[WorkspaceFolder]| -> Vec<PathBuf> {
            folders.iter().filter_map(|folder| convert::folder(&folder.uri)).collect()
        };
        let (added, removed) = (paths(&params.event.added), paths(&params.event.removed));
        self.session.with(|state| {
            state.folders.retain(|folder| !removed.contains(folder));
            let new: Vec<_> = added.into_iter().filter(|folder| !state.folders.contains(folder)).collect();
            state.folders.extend(new);
            state.read_layers();
            // What lies in a folder that is gone is nobody's business from now on.
            let roots = state.roots();
            let mut archive = Archive::clone(&state.desk.archive);
            archive.keep_shelves(|root| roots.iter().any(|it| root.starts_with(it)));
            state.set_archive(archive);
        });
        let runtime = Handle::current();
        workspace::reconfigure(&self.session, &runtime);
        workspace::index(&self.session, &runtime);
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        let answer = self.answer(&text_document.uri, move |question| {
            let addresses = |path: &Path| question.session.uri(path).map(|uri| uri.as_str().to_owned());
            let hover = hover(&question.cursor(position)?, &addresses)?;
            let markdown = question.session.abilities().markdown;
            Ok(hover.map(|hover| question.lines().hover(hover, markdown)))
        });
        Ok(answer.await?.flatten())
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        let answer = self.answer(&text_document.uri, move |question| {
            let found = definition(&question.cursor(position)?)?;
            let [takes_links, ..] = question.session.abilities().links;
            Ok(found.map(|(origin, targets)| question.jump(origin, &targets, takes_links)))
        });
        Ok(answer.await?.flatten())
    }

    async fn goto_declaration(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        let answer = self.answer(&text_document.uri, move |question| {
            let found = declaration(&question.cursor(position)?);
            let [_, takes_links, _] = question.session.abilities().links;
            Ok(found.map(|(origin, place)| question.jump(origin, &[Target::Place(place)], takes_links)))
        });
        Ok(answer.await?.flatten())
    }

    async fn goto_type_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        let answer = self.answer(&text_document.uri, move |question| {
            let found = type_definition(&question.cursor(position)?);
            let [.., takes_links] = question.session.abilities().links;
            Ok(found.map(|(origin, page)| question.jump(origin, &[Target::Page(page)], takes_links)))
        });
        Ok(answer.await?.flatten())
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position;
        let introductions = params.context.include_declaration;
        self.answer(&text_document.uri, move |question| {
            let places = references(&question.cursor(position)?, introductions)?;
            Ok(locations(&question.session, &question.desk, places.iter()).flatten().collect())
        })
        .await
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        self.answer(&params.text_document.uri, move |question| {
            let Question { session, desk, document, cancel } = question;
            let lines = question.lines();
            let links = links(&*document.reading(desk, cancel)?, desk).into_iter().filter_map(|link| {
                let target = match &link.target {
                    End::Address(address) => convert::address(address),
                    End::File(path, _) => session.uri(path),
                    End::Here(_) | End::Nowhere | End::Elsewhere => None,
                };
                Some(lines.link(link, target?))
            });
            Ok(links.collect())
        })
        .await
    }

    async fn document_highlight(&self, params: DocumentHighlightParams) -> Result<Option<Vec<DocumentHighlight>>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        let answer = self.answer(&text_document.uri, move |question| {
            let places = highlights(&question.cursor(position)?).into_iter();
            Ok(places.map(|place| question.lines().highlight(place)).collect::<Vec<_>>())
        });
        Ok(answer.await?.filter(|places| !places.is_empty()))
    }

    async fn prepare_rename(&self, params: TextDocumentPositionParams) -> Result<Option<PrepareRenameResponse>> {
        let answer = self.answer(&params.text_document.uri, move |question| {
            Ok(name(&question.cursor(params.position)?).map(|name| question.lines().name(name)))
        });
        Ok(answer.await?.flatten())
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position;
        renaming::is_possible(&self.session)?;
        let answer = self.answer(&text_document.uri, move |question| {
            let renamed = rename(&question.cursor(position)?, &params.new_name)?;
            Ok(renaming::answer(&question.session, &question.desk, renamed))
        });
        answer.await?.unwrap_or(Ok(None))
    }

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        let uri = params.text_document.uri;
        self.answer(&uri.clone(), move |question| {
            let Question { desk, document, cancel, .. } = question;
            let reading = document.reading(desk, cancel)?;
            let symbols = symbols(&reading, &reading.entry(&document.path), desk.speaks);
            Ok(if question.session.abilities().nested_symbols {
                DocumentSymbolResponse::Nested(question.lines().symbols(symbols))
            } else {
                DocumentSymbolResponse::Flat(question.lines().flat_symbols(&uri, symbols))
            })
        })
        .await
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<WorkspaceSymbolResponse>> {
        let (session, desk) = (self.session.clone(), self.session.snapshot());
        let answer = self.apart(move |cancel| {
            let names = workspace_symbols(&desk, &params.query, cancel)?;
            let places: Vec<_> = names.iter().map(|found| found.place.clone()).collect();
            let found = names.into_iter().zip(locations(&session, &desk, places.iter()));
            let found = found.filter_map(|(found, location)| Some(convert::found(found, location?)));
            Ok(found.collect::<Vec<_>>())
        });
        Ok(Some(answer.await?.into()))
    }

    async fn semantic_tokens_full(&self, params: SemanticTokensParams) -> Result<Option<SemanticTokensResult>> {
        let tokens = self.tokens(&params.text_document.uri, None).await?;
        Ok(tokens.map(SemanticTokensResult::Tokens))
    }

    async fn semantic_tokens_range(
        &self,
        params: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokensRangeResult>> {
        let tokens = self.tokens(&params.text_document.uri, Some(params.range)).await?;
        Ok(tokens.map(SemanticTokensRangeResult::Tokens))
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        let (dates, amounts) = self.session.snapshot().settings.inlays();
        if !dates && !amounts {
            return Ok(None);
        }
        self.answer(&params.text_document.uri, move |question| {
            let (desk, lines) = (&question.desk, question.lines());
            let stretch = question.span(params.range);
            let reading = question.document.reading(desk, &question.cancel)?;
            let hints = inlays(&reading, stretch, Wanted { dates, amounts }, desk.speaks);
            Ok(hints.into_iter().map(|hint| lines.inlay(hint)).collect())
        })
        .await
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        if !self.session.snapshot().settings.shows_lenses() {
            return Ok(None);
        }
        self.answer(&params.text_document.uri, move |question| {
            let Question { desk, document, cancel, .. } = question;
            let reading = document.reading(desk, cancel)?;
            let lens = lens(&reading, &reading.entry(&document.path), desk, cancel)?;
            Ok(lens.into_iter().map(|lens| question.lines().lens(lens)).collect())
        })
        .await
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        if !self.session.snapshot().settings.completes() {
            return Ok(None);
        }
        let TextDocumentPositionParams { text_document, position } = params.text_document_position;
        let answer = self.answer(&text_document.uri, move |question| {
            Ok(completion(&question.cursor(position)?).map(|names| question.lines().completion(names)))
        });
        Ok(answer.await?.flatten())
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        let wanted = actions::wanted(params.context.only.as_deref());
        if wanted == [false; 3] {
            return Ok(None);
        }
        let uri = params.text_document.uri;
        self.answer(&uri.clone(), move |question| {
            let Question { session, desk, document, cancel } = question;
            let stretch = question.span(params.range);
            let actions = Actions { session, document, uri: &uri, findings: &params.context.diagnostics };
            let [wants_fixes, wants_page, wants_annotations] = wanted;
            let fixes = if wants_fixes { fixes(desk, document, stretch, cancel)? } else { vec![] };
            let cursor = Cursor::new(desk, document, stretch.start, cancel)?;
            let page = wants_page.then(|| new_page(&cursor, stretch)).flatten();
            let annotations = if wants_annotations { annotating(&cursor, stretch) } else { vec![] };
            let fixes = fixes.into_iter().filter_map(|fix| actions.action(fix));
            let annotations = annotations.into_iter().filter_map(|offer| actions.annotation(offer));
            Ok(fixes.chain(page.and_then(|page| actions.page(page))).chain(annotations).collect())
        })
        .await
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<LSPAny>> {
        self.execute(params).await
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        let known = params.previous_result_id;
        let report = self.answer(&params.text_document.uri, move |question| {
            let Question { session, desk, document, cancel } = question;
            Ok(Report::of(of_document(session, desk, document, cancel)?, known.as_deref()))
        });
        let report = report.await?.unwrap_or_else(|| Report::of(vec![], None));
        Ok(report.of_document().into())
    }

    /// A client that has everything waits here until there is something new, and each until there is something to compare
    /// articles with.
    async fn workspace_diagnostic(&self, params: WorkspaceDiagnosticParams) -> Result<WorkspaceDiagnosticReportResult> {
        self.session.archive_is_read().await;
        let known = Arc::new(params.previous_result_ids);
        let known_nothing = known.is_empty();
        loop {
            // Begun before the look, so that nothing that changes meanwhile is missed.
            let mut news = std::pin::pin!(self.session.news.notified());
            news.as_mut().enable();
            let (session, desk, known) = (self.session.clone(), self.session.snapshot(), known.clone());
            let (items, anything_new) =
                self.apart(move |cancel| pulling::workspace(&session, &desk, &known, cancel)).await?;
            if anything_new || known_nothing || self.session.with(|state| state.closing) {
                return Ok(WorkspaceDiagnosticReport { items }.into());
            }
            news.await;
        }
    }
}
