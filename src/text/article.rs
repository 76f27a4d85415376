//! One article, cut into blocks: paragraphs, headings, list items, each with its zone. Only the text decides here.

use std::sync::Arc;

use super::front_matter::{self, FrontMatter};
use super::links::{self, Footnote, Link};
use super::markdown::{self, Markdown};
use super::passage::{self, Passage, Passages};
use super::{Directive, PartialDate, Span, html, plain, sources, zones};
use crate::lang::Lang;
use crate::lang::folding::SEAM;

/// How an article is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// `.txt`, `plaintext`
    Plain,
    /// `.md`, `.markdown`
    Markdown,
    /// `.html`, `.htm`
    Html,
}

impl Format {
    /// By the ending of a file name; `None` for files that hold no articles.
    pub fn of_path(path: &std::path::Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "txt" => Some(Self::Plain),
            "md" | "markdown" => Some(Self::Markdown),
            "html" | "htm" => Some(Self::Html),
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

/// One block of prose.
#[derive(Clone, Debug)]
pub struct Block {
    pub span: Span,
    pub kind: ZoneKind,
    /// The links and footnote marks in it that vouch for what it says, in the order of their ends.
    pub links: Vec<Span>,
    pub(super) passage: Arc<Passage>,
}

impl Block {
    /// Its words, as many bytes as the text under `span`: markup is blanked, so that offsets hold. The same words are the
    /// same `Arc` in all versions of an article.
    pub fn prose(&self) -> &Arc<str> {
        &self.passage.prose
    }
}

/// An article as text.
#[derive(Debug)]
pub struct Article {
    pub format: Format,
    /// The whole text as stored, front matter included.
    pub source: Arc<str>,
    /// The same as it is read, byte for byte: in HTML, tags are blanks and entities are characters, with what is
    /// [not seen](crate::lang::folding::is_unseen) behind them. Otherwise the very same.
    pub text: Arc<str>,
    pub front: FrontMatter,
    /// The date of a loose header line (`date 2025-01`).
    pub header_date: Option<PartialDate>,
    /// Blocks in order, none overlapping.
    pub blocks: Vec<Block>,
    /// All zones in order, front matter, datelines and agency codes inside blocks too.
    pub zones: Vec<Zone>,
    /// What its comments, or a desk, have written down about places of it, in the order of `start`.
    pub directives: Vec<Directive>,
    /// Where it leads to, in the order of `start`: by links, images, footnote marks, and the sources that its head names.
    pub links: Vec<Link>,
    pub footnotes: Vec<Footnote>,
    /// The values of `sources` in its head, each where it stands: links, and words for people.
    pub sources: Vec<Span>,
    passages: Passages,
}

impl Article {
    /// Reads an article. Never fails: whatever is not understood is a paragraph. `before` is an earlier version of it:
    /// what its blocks tell is taken from there while they stay the same.
    pub fn parse(text: impl Into<Arc<str>>, format: Format, before: Option<&Self>) -> Self {
        let source = text.into();
        let mut passages = Passages::with_capacity(before.map_or(0, |before| before.blocks.len()));
        let mut passage =
            |prose: &str| passage::passage(prose, format, before.map(|before| &before.passages), &mut passages);
        let page = (format == Format::Html).then(|| html::read(&source, FrontMatter::parse(&source), &mut passage));
        let (text, front) = match &page {
            Some(page) => (page.text.as_str().into(), page.front.clone()),
            None => (source.clone(), FrontMatter::parse(&source)),
        };
        let mut from = front.span.map_or(0, |span| span.end);
        let mut zones = Vec::new();
        if let Some(span) = front.span {
            zones.push(Zone { span, kind: ZoneKind::FrontMatter });
        }
        let header = zones::header(&text, from).filter(|_| page.is_none());
        if let Some((span, _)) = header {
            zones.push(Zone { span, kind: ZoneKind::FrontMatter });
            from = span.end;
        }
        let Markdown { mut blocks, mut directives, mut links, footnotes } = match (page, format) {
            (Some(page), _) => page.found,
            (None, Format::Markdown) => markdown::read(&text, from, passage),
            (None, _) => {
                let block = |span: Span| {
                    let passage = passage(span.of(&text));
                    Block { span, kind: ZoneKind::Paragraph, links: Vec::new(), passage }
                };
                let blocks = plain::paragraphs(&text, from).into_iter().map(block).collect();
                let mut links = links::in_words(&text[from..]);
                links.iter_mut().for_each(|link| link.span = link.span.shift(from));
                Markdown { blocks, links, ..Markdown::default() }
            }
        };
        directives.sort_by_key(|directive| directive.on.start);
        let named = front_matter::find(&text).map(|(_, yaml)| sources::sources(&text, yaml)).unwrap_or_default();
        links.extend(named.links);
        links.sort_by_key(|link| (link.span.start, std::cmp::Reverse(link.span.end)));
        zones::tell(&mut blocks, format, front.title.is_some());
        zones.extend(blocks.iter().map(|block| Zone { span: block.span, kind: block.kind }));
        zones.extend(zones::inside(&blocks));
        zones.extend(zones::duplicates(&blocks));
        zones.sort_by_key(|zone| (zone.span.start, std::cmp::Reverse(zone.span.end)));
        let header_date = header.map(|(_, date)| date);
        let sources = named.values;
        Self {
            format,
            source,
            text,
            front,
            header_date,
            blocks,
            zones,
            directives,
            links,
            footnotes,
            sources,
            passages,
        }
    }

    /// Whether a stretch stands in the file as it is read: no tags in it, no entities.
    pub fn is_plain(&self, span: Span) -> bool {
        span.of(&self.source) == span.of(&self.text)
    }

    /// Whether tags stand in a stretch of the file.
    pub fn has_tags(&self, span: Span) -> bool {
        self.format == Format::Html && span.of(&self.source).contains('<')
    }

    /// Right behind what ends at a byte of the text: an entity ends behind its semicolon.
    pub fn behind(&self, end: usize) -> usize {
        let rest = &self.text[end..];
        let is_entity = rest.starts_with(SEAM) && !self.source[end..].starts_with('<');
        let semicolon = || self.source[end..].find(';').map_or(end, |at| end + at + 1);
        if is_entity { semicolon() } else { end }
    }

    /// Words as they are written in the file.
    pub fn written(&self, words: &str) -> String {
        match self.format {
            Format::Html => words.replace('&', "&amp;").replace('<', "&lt;"),
            Format::Plain | Format::Markdown => words.to_owned(),
        }
    }

    /// The start of the character of the text that a byte of the file belongs to.
    pub fn boundary(&self, offset: usize) -> usize {
        let boundary = |at: &usize| self.text.is_char_boundary(*at);
        if offset < self.text.len() { (0..=offset).rev().find(boundary).unwrap_or_default() } else { offset }
    }

    /// Takes in what a desk has written down about places of it.
    pub fn direct(&mut self, directives: impl IntoIterator<Item = Directive>) {
        self.directives.extend(directives);
        self.directives.sort_by_key(|directive| directive.on.start);
    }

    /// The title: of the front matter, else the title zone's text.
    pub fn title(&self) -> Option<&str> {
        let zone = || self.zones.iter().find(|zone| zone.kind == ZoneKind::Title);
        self.front.title.as_deref().or_else(|| zone().map(|zone| zone.span.of(&self.text)))
    }

    /// The language by its commonest small words; German where nothing speaks for English.
    pub fn guess_lang(&self) -> Lang {
        let words = self.blocks.iter().flat_map(|block| block.prose().split_whitespace()).take(2000);
        let speaks_for_english = |word| match word {
            "the" | "and" | "of" | "to" | "is" | "was" | "that" | "with" | "for" | "on" | "has" | "by" => 1,
            "der" | "die" | "und" | "das" | "ist" | "nicht" | "mit" | "von" | "den" | "ein" | "auf" | "für" => -1,
            _ => 0,
        };
        let balance: i32 = words.map(speaks_for_english).sum();
        if balance > 0 { Lang::En } else { Lang::De }
    }
}
