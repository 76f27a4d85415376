//! What the client can do, resolved once into plain flags, and what this server offers it.

use std::path::PathBuf;

use tower_lsp::ls_types::*;

use super::{actions, colours, commands, convert};
use crate::lang::Lang;
use crate::text::Encoding;

/// What the client can do, and how it wants to be spoken to.
#[derive(Clone, Debug, Default)]
pub struct Abilities {
    pub encoding: Encoding,
    /// From its `locale`.
    pub locale: Option<Lang>,
    pub markdown: bool,
    /// Of definitions, declarations and type definitions, it takes places with what led there.
    pub links: [bool; 3],
    pub nested_symbols: bool,
    pub related: bool,
    pub faded: bool,
    pub progress: bool,
    /// It asks for findings, and can be told to ask again.
    pub pulls: bool,
    pub configuration: bool,
    pub watching: bool,
    /// Its code actions hold edits, not only commands.
    pub action_literals: bool,
    /// It applies edits that it is asked to apply.
    pub applies_edits: bool,
    /// An edit can say which version of a document it is for.
    pub versioned_edits: bool,
    /// An edit can say why, and whether somebody is to be asked.
    pub annotated_edits: bool,
    /// It asks what can be renamed before it asks for a new name.
    pub prepares_renames: bool,
    /// An edit can make a file.
    pub creates_files: bool,
    /// It can be told to ask for inlay hints again.
    pub inlay_refresh: bool,
    /// It can be told to ask for lenses again.
    pub lens_refresh: bool,
    /// It can be told to ask for semantic tokens again.
    pub token_refresh: bool,
}

impl Abilities {
    /// Reads them from the first message.
    pub fn of(params: &InitializeParams) -> Self {
        let capabilities = &params.capabilities;
        let document = capabilities.text_document.clone().unwrap_or_default();
        let workspace = capabilities.workspace.clone().unwrap_or_default();
        let edits = workspace.workspace_edit.unwrap_or_default();
        let published = document.publish_diagnostics.unwrap_or_default();
        let formats = document.hover.and_then(|hover| hover.content_format);
        Self {
            encoding: encoding(capabilities.general.as_ref().and_then(|general| general.position_encodings.as_deref())),
            locale: params.locale.as_deref().and_then(Lang::parse),
            markdown: formats.is_none_or(|formats| formats.first() != Some(&MarkupKind::PlainText)),
            links: [document.definition, document.declaration, document.type_definition]
                .map(|jump| jump.and_then(|jump| jump.link_support) == Some(true)),
            nested_symbols: document.document_symbol.and_then(|s| s.hierarchical_document_symbol_support) == Some(true),
            related: published.related_information == Some(true),
            faded: published.tag_support.is_some_and(|tags| tags.value_set.contains(&DiagnosticTag::UNNECESSARY)),
            progress: capabilities.window.as_ref().and_then(|window| window.work_done_progress) == Some(true),
            pulls: document.diagnostic.is_some()
                && workspace.diagnostics.and_then(|diagnostics| diagnostics.refresh_support) == Some(true),
            configuration: workspace.configuration == Some(true),
            action_literals: document.code_action.is_some_and(|action| action.code_action_literal_support.is_some()),
            applies_edits: workspace.apply_edit == Some(true),
            versioned_edits: edits.document_changes == Some(true),
            annotated_edits: edits.document_changes == Some(true) && edits.change_annotation_support.is_some(),
            prepares_renames: document.rename.and_then(|rename| rename.prepare_support) == Some(true),
            creates_files: edits
                .resource_operations
                .is_some_and(|kinds| kinds.contains(&ResourceOperationKind::Create)),
            inlay_refresh: workspace.inlay_hint.and_then(|inlay| inlay.refresh_support) == Some(true),
            lens_refresh: workspace.code_lens.and_then(|lens| lens.refresh_support) == Some(true),
            token_refresh: workspace.semantic_tokens.and_then(|tokens| tokens.refresh_support) == Some(true),
            watching: workspace.did_change_watched_files.and_then(|watched| watched.dynamic_registration) == Some(true),
        }
    }

    /// What the server offers to this client: also the findings of all articles of the workspace, if the desk wants that.
    pub fn answer(&self, of_workspace: bool) -> InitializeResult {
        let sync = TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::Supported(true)),
            ..Default::default()
        };
        let folders =
            WorkspaceFoldersServerCapabilities { supported: Some(true), change_notifications: Some(OneOf::Left(true)) };
        let diagnostics = DiagnosticOptions {
            identifier: Some("beleg".to_owned()),
            workspace_diagnostics: of_workspace,
            ..Default::default()
        };
        let capabilities = ServerCapabilities {
            position_encoding: Some(match self.encoding {
                Encoding::Utf8 => PositionEncodingKind::UTF8,
                Encoding::Utf16 => PositionEncodingKind::UTF16,
                Encoding::Utf32 => PositionEncodingKind::UTF32,
            }),
            text_document_sync: Some(sync.into()),
            hover_provider: Some(true.into()),
            definition_provider: Some(OneOf::Left(true)),
            declaration_provider: Some(DeclarationCapability::Simple(true)),
            type_definition_provider: Some(true.into()),
            references_provider: Some(OneOf::Left(true)),
            document_link_provider: Some(DocumentLinkOptions {
                resolve_provider: Some(false),
                work_done_progress_options: Default::default(),
            }),
            document_highlight_provider: Some(OneOf::Left(true)),
            rename_provider: Some(if self.prepares_renames {
                OneOf::Right(RenameOptions {
                    prepare_provider: Some(true),
                    work_done_progress_options: Default::default(),
                })
            } else {
                OneOf::Left(true)
            }),
            document_symbol_provider: Some(OneOf::Left(true)),
            workspace_symbol_provider: Some(OneOf::Left(true)),
            semantic_tokens_provider: Some(colours::offer().into()),
            // Without characters that trigger it: it comes with the words.
            completion_provider: Some(CompletionOptions::default()),
            inlay_hint_provider: Some(OneOf::Left(true)),
            code_lens_provider: Some(CodeLensOptions { resolve_provider: Some(false) }),
            code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
                code_action_kinds: Some(actions::KINDS.to_vec()),
                ..Default::default()
            })),
            execute_command_provider: Some(ExecuteCommandOptions {
                commands: commands::ALL.map(str::to_owned).to_vec(),
                ..Default::default()
            }),
            diagnostic_provider: self.pulls.then_some(DiagnosticServerCapabilities::Options(diagnostics)),
            workspace: Some(WorkspaceServerCapabilities { workspace_folders: Some(folders), file_operations: None }),
            ..Default::default()
        };
        let server_info = ServerInfo { name: "beleg".into(), version: Some(env!("CARGO_PKG_VERSION").into()) };
        InitializeResult { capabilities, server_info: Some(server_info), offset_encoding: None }
    }
}

/// The cheapest encoding that the client offers. Without an offer it is UTF-16, as the protocol has it.
fn encoding(offered: Option<&[PositionEncodingKind]>) -> Encoding {
    let offers = |kind| offered.is_some_and(|offered| offered.contains(&kind));
    if offers(PositionEncodingKind::UTF8) {
        Encoding::Utf8
    } else if offers(PositionEncodingKind::UTF32) {
        Encoding::Utf32
    } else {
        Encoding::Utf16
    }
}

/// The folders that the client works in: several, one of the older kinds, or none.
pub fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    if let Some(folders) = params.workspace_folders.as_ref().filter(|folders| !folders.is_empty()) {
        return folders.iter().filter_map(|folder| convert::folder(&folder.uri)).collect();
    }
    #[expect(deprecated, reason = "editors without workspace folders still send these")]
    let (uri, path) = (&params.root_uri, &params.root_path);
    uri.as_ref()
        .and_then(convert::folder)
        .or_else(|| path.as_ref().map(PathBuf::from))
        .filter(|path| path.is_absolute())
        .into_iter()
        .collect()
}
