//! Between the protocol's words and our own: addresses and paths, positions and offsets.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use ropey::Rope;
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::Uri;

use crate::analysis::MentionType;
use crate::archive::run::Sought;
use crate::features::completion::Completion;
use crate::features::highlight::Highlight;
use crate::features::hover::Hover;
use crate::features::inlay::Inlay;
use crate::features::lens::Lens;
use crate::features::links::Followed;
use crate::features::markup::Markup;
use crate::features::rename::Name;
use crate::features::symbols::{Symbol, SymbolKind};
use crate::features::workspace_symbols::Found;
use crate::text::rope::Edit;
use crate::text::{Encoding, Format, Position, Span, position};

/// The path of a document; for documents that are not stored anywhere, their address in its place.
pub fn path(uri: &Uri) -> Arc<Path> {
    folder(uri).unwrap_or_else(|| PathBuf::from(uri.as_str())).into()
}

/// The path that a `file:` address means.
pub fn folder(uri: &Uri) -> Option<PathBuf> {
    let is_file = uri.scheme().as_str().eq_ignore_ascii_case("file");
    // A folder may come with a slash behind it, and the same path must always look the same.
    is_file.then(|| uri.to_file_path())?.map(|path| path.components().collect())
}

/// The address of a path that came from [`path`] or from the archive.
pub fn uri(path: &Path) -> Option<Uri> {
    if path.is_absolute() { Uri::from_file_path(path) } else { path.to_str()?.parse().ok() }
}

/// Characters that an address on the web must not have.
const NO_ADDRESS: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');

/// An address on the web as the protocol wants it, from one that people wrote.
pub fn address(written: &str) -> Option<Uri> {
    utf8_percent_encode(written, NO_ADDRESS).to_string().parse().ok()
}

/// How a document is written, by what the editor calls its language, else by its name.
pub fn format(language: &str, path: &Path) -> Format {
    match language {
        "markdown" => Format::Markdown,
        "html" => Format::Html,
        "plaintext" | "text" => Format::Plain,
        _ => Format::of_path(path).unwrap_or(Format::Plain),
    }
}

/// Text for an editor that shows Markdown, or does not.
pub fn markup(text: Markup, markdown: bool) -> lsp::MarkupContent {
    if markdown {
        lsp::MarkupContent { kind: lsp::MarkupKind::Markdown, value: text.markdown }
    } else {
        lsp::MarkupContent { kind: lsp::MarkupKind::PlainText, value: text.plain }
    }
}

/// The change that a message describes.
pub fn edit(change: lsp::TextDocumentContentChangeEvent) -> Edit {
    let ours = |position: lsp::Position| Position::new(position.line, position.character);
    Edit { range: change.range.map(|range| (ours(range.start), ours(range.end))), text: change.text }
}

/// The range between two positions.
pub fn range((start, end): (Position, Position)) -> lsp::Range {
    lsp::Range::new(lsp::Position::new(start.line, start.column), lsp::Position::new(end.line, end.column))
}

/// A text with the encoding that the client counts in: turns spans into ranges and back.
pub struct Lines<'a> {
    pub text: &'a Rope,
    pub encoding: Encoding,
}

impl Lines<'_> {
    /// The byte offset of a position.
    pub fn offset(&self, at: lsp::Position) -> usize {
        position::offset(self.text, Position::new(at.line, at.character), self.encoding)
    }

    /// The range of a span.
    pub fn range(&self, span: Span) -> lsp::Range {
        range(position::range(self.text, span, self.encoding))
    }

    /// A hover.
    pub fn hover(&self, hover: Hover, markdown: bool) -> lsp::Hover {
        let contents = lsp::HoverContents::Markup(markup(hover.text, markdown));
        lsp::Hover { contents, range: Some(self.range(hover.span)) }
    }

    /// A highlight: what introduces a name is like a place that writes it.
    pub fn highlight(&self, highlight: Highlight) -> lsp::DocumentHighlight {
        let kind = match highlight.introduces {
            true => lsp::DocumentHighlightKind::WRITE,
            false => lsp::DocumentHighlightKind::TEXT,
        };
        lsp::DocumentHighlight { range: self.range(highlight.span), kind: Some(kind) }
    }

    /// A name that can be spelled anew.
    pub fn name(&self, name: Name) -> lsp::PrepareRenameResponse {
        lsp::PrepareRenameResponse::RangeWithPlaceholder { range: self.range(name.span), placeholder: name.spelling }
    }

    /// A place that leads to an address.
    pub fn link(&self, link: Followed, target: Uri) -> lsp::DocumentLink {
        lsp::DocumentLink { range: self.range(link.span), target: Some(target), tooltip: link.title, data: None }
    }

    /// An inlay hint, set apart from the words before it.
    pub fn inlay(&self, inlay: Inlay) -> lsp::InlayHint {
        lsp::InlayHint {
            position: self.range(Span::new(inlay.at, inlay.at)).start,
            label: lsp::InlayHintLabel::String(inlay.label),
            kind: None,
            text_edits: None,
            tooltip: None,
            padding_left: Some(true),
            padding_right: None,
            data: None,
        }
    }

    /// A line above the text. Its command has no name, so clients show it and nobody can choose it.
    pub fn lens(&self, lens: Lens) -> lsp::CodeLens {
        let start = self.range(lens.span).start;
        let command = lsp::Command { title: lens.title, command: String::new(), arguments: None };
        lsp::CodeLens { range: lsp::Range::new(start, start), command: Some(command), data: None }
    }

    /// Names to choose from, in their order. The client must take each for one that fits what is written, accents or not,
    /// and ask again when more is.
    pub fn completion(&self, completion: Completion) -> lsp::CompletionResponse {
        let range = self.range(completion.span);
        let items = completion.names.into_iter().enumerate().map(|(at, name)| lsp::CompletionItem {
            text_edit: Some(lsp::TextEdit::new(range, name.text.clone()).into()),
            label: name.text,
            detail: Some(name.detail).filter(|detail| !detail.is_empty()),
            kind: Some(lsp::CompletionItemKind::REFERENCE),
            filter_text: Some(completion.written.clone()),
            sort_text: Some(format!("{at:03}")),
            ..Default::default()
        });
        lsp::CompletionResponse::List(lsp::CompletionList { is_incomplete: true, items: items.collect() })
    }

    /// An outline.
    pub fn symbols(&self, symbols: Vec<Symbol>) -> Vec<lsp::DocumentSymbol> {
        symbols.into_iter().map(|symbol| self.symbol(symbol)).collect()
    }

    #[expect(deprecated, reason = "the field must be filled, and be empty")]
    fn symbol(&self, symbol: Symbol) -> lsp::DocumentSymbol {
        lsp::DocumentSymbol {
            range: self.range(symbol.span),
            selection_range: self.range(symbol.head),
            kind: symbol_kind(symbol.kind),
            name: symbol.name,
            detail: Some(symbol.detail).filter(|detail| !detail.is_empty()),
            tags: None,
            deprecated: None,
            children: Some(self.symbols(symbol.below)),
        }
    }

    /// The same without its levels, for editors that know none; each entry has the name of what is above it.
    pub fn flat_symbols(&self, uri: &Uri, symbols: Vec<Symbol>) -> Vec<lsp::SymbolInformation> {
        let mut flat = Vec::new();
        symbols.into_iter().for_each(|symbol| self.flatten(uri, symbol, None, &mut flat));
        flat
    }

    fn flatten(&self, uri: &Uri, symbol: Symbol, above: Option<&str>, flat: &mut Vec<lsp::SymbolInformation>) {
        if symbol.kind != SymbolKind::Group {
            let location = lsp::Location::new(uri.clone(), self.range(symbol.span));
            let above = above.map(str::to_owned);
            flat.push(information(symbol.name.clone(), symbol_kind(symbol.kind), location, above));
        }
        for below in symbol.below {
            self.flatten(uri, below, Some(&symbol.name), flat);
        }
    }
}

/// Somebody or something that the archive names, at its place.
pub fn found(found: Found, location: lsp::Location) -> lsp::SymbolInformation {
    let kind = match found.kind {
        Sought::Name(kind) => name_kind(kind),
        Sought::Article => lsp::SymbolKind::FILE,
        Sought::Unit => lsp::SymbolKind::NUMBER,
    };
    information(found.name, kind, location, Some(found.article))
}

#[expect(deprecated, reason = "the field must be filled, and be empty")]
fn information(
    name: String,
    kind: lsp::SymbolKind,
    location: lsp::Location,
    container_name: Option<String>,
) -> lsp::SymbolInformation {
    lsp::SymbolInformation { name, kind, tags: None, deprecated: None, location, container_name }
}

/// The icons that editors have were made for programs. These here every client knows.
fn symbol_kind(kind: SymbolKind) -> lsp::SymbolKind {
    match kind {
        SymbolKind::Title => lsp::SymbolKind::FILE,
        SymbolKind::Heading | SymbolKind::Quotation => lsp::SymbolKind::STRING,
        SymbolKind::Group => lsp::SymbolKind::ARRAY,
        SymbolKind::Name(kind) => name_kind(kind),
        SymbolKind::Figure => lsp::SymbolKind::NUMBER,
        SymbolKind::Speaker => name_kind(MentionType::Person),
    }
}

fn name_kind(kind: MentionType) -> lsp::SymbolKind {
    match kind {
        MentionType::Organisation => lsp::SymbolKind::MODULE,
        MentionType::Place => lsp::SymbolKind::NAMESPACE,
        _ => lsp::SymbolKind::CONSTANT,
    }
}
