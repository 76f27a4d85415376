//! Markdown → blocks whose prose has the markup blanked out, byte for byte, so that offsets hold.
//! Code and raw HTML are no prose and hold no links; what comments say to us are directives.

use std::sync::Arc;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use super::links::{self, Destination, Footnote, Link, Wiki};
use super::passage::Passage;
use super::{Block, Directive, Order, Reach, Span, ZoneKind, directives};

/// What a text in Markdown holds.
#[derive(Default)]
pub struct Markdown {
    pub blocks: Vec<Block>,
    /// What its comments say to us.
    pub directives: Vec<Directive>,
    pub links: Vec<Link>,
    pub footnotes: Vec<Footnote>,
}

/// Reads the text from byte `from` on; `passage` reads the words of blocks.
pub fn read(text: &str, from: usize, passage: impl FnMut(&str) -> Arc<Passage>) -> Markdown {
    let options = Options::ENABLE_FOOTNOTES | Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut reader = Reader { text, passage, read: Markdown::default(), ahead: Vec::new(), open: None };
    let mut links = Vec::new();
    let mut in_item = false;
    let mut in_code = false;
    for (event, range) in Parser::new_ext(&text[from..], options).into_offset_iter() {
        let span = Span::from(range).shift(from);
        match event {
            Event::Start(Tag::Item) => in_item = true,
            Event::End(TagEnd::Item) => {
                reader.close();
                in_item = false;
            }
            Event::Start(Tag::HtmlBlock) => {
                reader.ahead.extend(directives::in_comments(span.of(text), span.start));
                in_code = true;
            }
            Event::InlineHtml(_) => reader.comment(span),
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock) => in_code = false,
            Event::Start(Tag::Heading { .. }) => reader.begin(ZoneKind::Heading),
            Event::Start(Tag::Paragraph | Tag::TableCell) => {
                reader.begin(if in_item { ZoneKind::ListItem } else { ZoneKind::Paragraph });
            }
            Event::End(TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::TableCell) => reader.close(),
            Event::Start(Tag::Link { link_type, dest_url, .. }) => links.push((span.start, link_type, dest_url)),
            Event::Start(Tag::Image { dest_url, .. }) => reader.link(span, Destination::parse(&dest_url)),
            Event::End(TagEnd::Link) => {
                let Some((start, kind, words)) = links.pop() else { continue };
                let mail = (kind == LinkType::Email).then(|| Destination::Address(format!("mailto:{words}")));
                let link = Span::new(start, span.end);
                reader.link(link, mail.or_else(|| Destination::parse(&words)));
                reader.vouches(link);
            }
            Event::FootnoteReference(label) => {
                reader.link(span, Some(Destination::Footnote(label.to_string())));
                reader.vouches(span);
            }
            Event::Start(Tag::FootnoteDefinition(label)) => reader.footnote(&label, span),
            Event::Text(_) | Event::SoftBreak | Event::HardBreak if !in_code => {
                // a tight list has its text right in the item
                let kind = if in_item { ZoneKind::ListItem } else { ZoneKind::Paragraph };
                reader.open.get_or_insert_with(|| Open::new(kind)).prose.push(span);
            }
            _ => {}
        }
    }
    reader.close();
    reader.read
}

struct Reader<'t, P> {
    text: &'t str,
    passage: P,
    read: Markdown,
    /// Orders for the block that follows.
    ahead: Vec<Order>,
    open: Option<Open>,
}

/// A block that is being read: the stretches of prose in it, and the links that vouch for it.
struct Open {
    kind: ZoneKind,
    prose: Vec<Span>,
    links: Vec<Span>,
}

impl Open {
    fn new(kind: ZoneKind) -> Self {
        Self { kind, prose: Vec::new(), links: Vec::new() }
    }
}

impl<P: FnMut(&str) -> Arc<Passage>> Reader<'_, P> {
    fn begin(&mut self, kind: ZoneKind) {
        self.close();
        self.open = Some(Open::new(kind));
    }

    fn link(&mut self, span: Span, to: Option<Destination>) {
        self.read.links.extend(to.map(|to| Link { span, to }));
    }

    /// A link vouches for the sentences that it touches.
    fn vouches(&mut self, link: Span) {
        self.open.iter_mut().for_each(|open| open.links.push(link));
    }

    fn footnote(&mut self, label: &str, span: Span) {
        let words = span.of(self.text).trim_end();
        let span = Span::new(span.start, span.start + words.len());
        let mark = words.find("[^").and_then(|from| Some((from, from + words[from..].find(']')? + 1)));
        let mark = mark.map(|(from, to)| Span::new(from, to).shift(span.start));
        self.read.footnotes.extend(mark.map(|mark| Footnote { label: label.to_owned(), mark, span }));
    }

    /// A comment within a block is about the sentence that it stands in or behind.
    fn comment(&mut self, span: Span) {
        let prose = self.open.iter().flat_map(|open| open.prose.iter().rev());
        let Some(on) = prose.filter_map(|part| last_character(*part, self.text)).next() else { return };
        let directive = |order| Directive { on, reach: Reach::Sentence, order };
        self.read.directives.extend(directives::in_comments(span.of(self.text), span.start).map(directive));
    }

    fn close(&mut self) {
        let Some(Open { kind, prose, links }) = self.open.take() else { return };
        let (Some(first), Some(last)) = (prose.first(), prose.last()) else { return };
        let span = first.hull(*last);
        let mut bytes = vec![b' '; span.len()];
        for part in &prose {
            bytes[part.start - span.start..part.end - span.start].copy_from_slice(part.of(self.text).as_bytes());
        }
        let mut prose = String::from_utf8(bytes).expect("whole characters were copied");
        if prose.contains("[[") || prose.contains("[^") {
            prose = self.marks_apart(prose, span.start);
        }
        if !prose.trim().is_empty() {
            let directive = |order| Directive { on: span, reach: Reach::Sentence, order };
            self.read.directives.extend(self.ahead.drain(..).map(directive));
            self.read.blocks.push(Block { span, kind, links, passage: (self.passage)(&prose) });
        }
    }

    /// Takes wiki links, and footnote marks that have no footnote, out of prose that begins at byte `start`; what a wiki
    /// link shows stays. They are no Markdown, so the parser has left them in the words.
    fn marks_apart(&mut self, prose: String, start: usize) -> String {
        // a backslash that takes the meaning from a bracket is itself no prose
        let escaped = |at: usize| {
            let before = self.text[..start + at].chars().next_back();
            before == Some('\\') && !prose[..at].ends_with('\\')
        };
        let wiki: Vec<_> = links::wiki(&prose).filter(|wiki| !escaped(wiki.link.span.start)).collect();
        let marks: Vec<_> = links::footnote_marks(&prose).filter(|mark| !escaped(mark.span.start)).collect();
        let mut bytes = prose.into_bytes();
        let mut blank = |span: Span| bytes[span.start..span.end].fill(b' ');
        for Wiki { link, shown } in wiki {
            blank(Span::new(link.span.start, shown.start));
            blank(Span::new(shown.end, link.span.end));
            self.link(link.span.shift(start), Some(link.to));
        }
        for mark in marks {
            blank(mark.span);
            self.link(mark.span.shift(start), Some(mark.to));
        }
        String::from_utf8(bytes).expect("whole characters were blanked")
    }
}

/// The last character of a stretch that is no blank.
fn last_character(stretch: Span, text: &str) -> Option<Span> {
    let words = stretch.of(text).trim_end();
    let end = stretch.start + words.len();
    words.chars().next_back().map(|last| Span::new(end - last.len_utf8(), end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_blanked_and_offsets_hold() {
        let text = "# Titel\n\nDer *Rat* gab [12 Millionen](https://x.y) frei.[^1]\n\n- ein Punkt\n- zwei\n\n```\n99\n```\n\n[^1]: Quelle: BFS\n";
        let blocks = super::super::Article::parse(text, super::super::Format::Markdown, None).blocks;
        let prose: Vec<_> = blocks.iter().map(|b| b.prose().split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        assert_eq!(prose, ["Titel", "Der Rat gab 12 Millionen frei.", "ein Punkt", "zwei", "Quelle: BFS"]);
        assert!(blocks.iter().all(|b| b.prose().len() == b.span.len()));
        assert_eq!(blocks[1].links.len(), 2);
        assert_eq!(blocks[2].kind, ZoneKind::ListItem);
    }
}
