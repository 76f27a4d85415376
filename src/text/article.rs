//! One article, cut into blocks: paragraphs, headings, list items, each with its zone. Only the text decides here.

use std::sync::Arc;

use super::Span;
use super::front_matter::FrontMatter;

/// How an article is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `.txt`, `plaintext`
    Plain,
    /// `.md`, `.markdown`
    Markdown,
}

impl Format {
    /// By the ending of a file name; `None` for files that hold no articles.
    pub fn of_path(path: &std::path::Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "txt" => Some(Self::Plain),
            "md" | "markdown" => Some(Self::Markdown),
            _ => None,
        }
    }
}

/// What part of an article a stretch is; the words of ANNOTATIONS.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ZoneKind {
    FrontMatter,
    Title,
    Kicker,
    Lead,
    Byline,
    Dateline,
    Agency,
    Caption,
    Heading,
    ListItem,
    Boilerplate,
    Duplicate,
    Paragraph,
}

impl ZoneKind {
    /// The word that ANNOTATIONS.md uses.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::FrontMatter => "front-matter",
            Self::Title => "title",
            Self::Kicker => "kicker",
            Self::Lead => "lead",
            Self::Byline => "byline",
            Self::Dateline => "dateline",
            Self::Agency => "agency",
            Self::Caption => "caption",
            Self::Heading => "heading",
            Self::ListItem => "list-item",
            Self::Boilerplate => "boilerplate",
            Self::Duplicate => "duplicate",
            Self::Paragraph => "paragraph",
        }
    }
}

/// A stretch of an article and what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone {
    pub span: Span,
    pub kind: ZoneKind,
}

/// One block of prose. `prose` has as many bytes as the text under `span`: in Markdown the markup is blanked, so that
/// offsets hold.
#[derive(Clone, Debug)]
pub struct Block {
    pub span: Span,
    pub kind: ZoneKind,
    pub prose: Arc<str>,
}

/// An article as text.
#[derive(Clone, Debug)]
pub struct Article {
    /// The whole text as stored, front matter included.
    pub text: Arc<str>,
    pub front: FrontMatter,
    /// Blocks in order, none overlapping.
    pub blocks: Vec<Block>,
    /// All zones, front matter, datelines and agency codes inside blocks too.
    pub zones: Vec<Zone>,
}

impl Article {
    /// Reads an article. Never fails: whatever is not understood is a paragraph.
    pub fn parse(text: impl Into<Arc<str>>, _format: Format) -> Self {
        let text = text.into();
        Self { text, front: FrontMatter::default(), blocks: vec![], zones: vec![] }
    }
}
