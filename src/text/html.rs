//! HTML → a text that has as many bytes as the file: tags and what is no prose are blanks, an entity is its character,
//! filled up. So offsets hold, and whoever reads an article need not know how it is written. How elements nest is not
//! worked out; nothing in a file is an error.

use std::sync::Arc;

use html5gum::{DefaultEmitter, HtmlString, StartTag, Token, Tokenizer};

use super::filler::fill;
use super::markdown::Markdown;
use super::passage::Passage;
use super::{Block, Destination, Directive, FrontMatter, Link, Order, PartialDate, Reach, Span, ZoneKind, directives};
use crate::lang::Lang;
use crate::lang::folding::SEAM;

/// An HTML file as it is read.
pub struct Page {
    pub text: String,
    /// What its head says.
    pub front: FrontMatter,
    pub found: Markdown,
}

/// Reads a file behind the front matter that it may have; `passage` reads the words of blocks.
pub fn read(source: &str, front: FrontMatter, passage: impl FnMut(&str) -> Arc<Passage>) -> Page {
    let from = front.span.map_or(0, |span| span.end);
    let mut emitter = DefaultEmitter::new_with_span();
    emitter.naively_switch_states(true);
    let mut reader = Reader::new(source, front, passage);
    for token in Tokenizer::new_with_emitter(&source[from..], emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => reader.start(&tag, span(tag.span).shift(from)),
            Token::EndTag(tag) => reader.end(&tag.name, span(tag.span).shift(from)),
            Token::String(text) => reader.prose(span(text.span).shift(from)),
            Token::Comment(comment) => reader.comment(span(comment.span).shift(from)),
            Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    reader.close();
    let mut front = reader.front;
    front.date = front.date.or(reader.time);
    let headed = reader.blocks.iter().any(|block| block.kind == ZoneKind::Title);
    front.title = front.title.or(reader.title).filter(|_| !headed || front.span.is_some());
    let text = String::from_utf8(reader.text).expect("whole characters were written");
    let Reader { blocks, directives, links, .. } = reader;
    Page { text, front, found: Markdown { blocks, directives, links, ..Markdown::default() } }
}

fn span(span: html5gum::Span<usize>) -> Span {
    Span::new(span.start, span.end)
}

/// What an element does to the prose in it.
#[derive(Clone, Copy, PartialEq)]
enum Element {
    /// Not to be read.
    Hidden,
    /// Furniture of the page.
    Boilerplate,
    Caption,
    Title,
    /// `<h1>`: the first is the article's title.
    Headline,
    /// A block of its own, of this kind.
    Block(ZoneKind),
    /// `<br>`: white space.
    Break,
    Inline,
}

impl Element {
    fn of(name: &[u8]) -> Self {
        match name {
            b"script" | b"style" | b"template" | b"noscript" | b"iframe" | b"svg" | b"math" | b"textarea"
            | b"select" | b"button" | b"audio" | b"video" | b"object" | b"canvas" => Self::Hidden,
            b"nav" | b"footer" | b"aside" => Self::Boilerplate,
            b"figcaption" | b"caption" => Self::Caption,
            b"title" => Self::Title,
            b"h1" => Self::Headline,
            b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => Self::Block(ZoneKind::Heading),
            b"li" | b"dt" | b"dd" => Self::Block(ZoneKind::ListItem),
            b"html" | b"head" | b"body" | b"main" | b"article" | b"section" | b"header" | b"hgroup" | b"div" | b"p"
            | b"blockquote" | b"ul" | b"ol" | b"dl" | b"figure" | b"pre" | b"address" | b"hr" | b"table" | b"thead"
            | b"tbody" | b"tfoot" | b"tr" | b"td" | b"th" | b"form" | b"fieldset" | b"details" | b"summary" => {
                Self::Block(ZoneKind::Paragraph)
            }
            b"br" => Self::Break,
            _ => Self::Inline,
        }
    }
}

struct Reader<'t, P> {
    source: &'t str,
    passage: P,
    /// Blanks, but for what was read.
    text: Vec<u8>,
    front: FrontMatter,
    title: Option<String>,
    /// The first that is told in the text.
    time: Option<PartialDate>,
    blocks: Vec<Block>,
    directives: Vec<Directive>,
    links: Vec<Link>,
    /// Orders for the block that follows.
    ahead: Vec<Order>,
    /// How many of these elements are open: hidden ones, furniture, captions.
    within: [usize; 3],
    in_title: bool,
    /// The kind of the next block.
    kind: ZoneKind,
    open: Option<Open>,
}

/// A block that is being read.
struct Open {
    kind: ZoneKind,
    span: Span,
    /// Its last character.
    last: char,
    links: Vec<Span>,
    /// The link that is being read.
    link: Option<(usize, String)>,
}

impl<'t, P: FnMut(&str) -> Arc<Passage>> Reader<'t, P> {
    fn new(source: &'t str, front: FrontMatter, passage: P) -> Self {
        Self {
            source,
            passage,
            text: vec![b' '; source.len()],
            front,
            title: None,
            time: None,
            blocks: Vec::new(),
            directives: Vec::new(),
            links: Vec::new(),
            ahead: Vec::new(),
            within: [0; 3],
            in_title: false,
            kind: ZoneKind::Paragraph,
            open: None,
        }
    }

    fn start(&mut self, tag: &StartTag<usize>, span: Span) {
        let element = Element::of(&tag.name);
        match element {
            Element::Hidden if tag.self_closing => {}
            Element::Inline => self.inline(tag, span.start),
            Element::Break => self.blank(),
            _ => self.begin(element, true),
        }
        if &**tag.name == b"html" {
            let lang = attribute(tag, "lang").and_then(|lang| Lang::parse(&lang));
            self.front.lang = self.front.lang.or(lang);
        }
    }

    fn end(&mut self, name: &HtmlString, span: Span) {
        match Element::of(name) {
            Element::Inline if &***name == b"a" => {
                let link = self.open.as_mut().and_then(|open| Some((open.link.take()?, open)));
                if let Some(((start, target), open)) = link {
                    let span = Span::new(start, span.end);
                    open.links.push(span);
                    self.links.extend(Destination::parse(&target).map(|to| Link { span, to }));
                }
            }
            Element::Inline => {}
            Element::Break => self.blank(),
            element => self.begin(element, false),
        }
    }

    /// A block begins or ends, and so the one before it ends.
    fn begin(&mut self, element: Element, starts: bool) {
        // a button or a picture may stand amid a sentence
        if element != Element::Hidden {
            self.close();
            self.kind = ZoneKind::Paragraph;
        }
        let mut count = |at: usize| {
            let within: &mut usize = &mut self.within[at];
            *within = if starts { *within + 1 } else { within.saturating_sub(1) };
        };
        match element {
            Element::Hidden => count(0),
            Element::Boilerplate => count(1),
            Element::Caption => count(2),
            Element::Title => self.in_title = starts,
            Element::Headline if starts => {
                let titled = self.blocks.iter().any(|block| block.kind == ZoneKind::Title);
                self.kind = if titled { ZoneKind::Heading } else { ZoneKind::Title };
            }
            Element::Block(kind) if starts => self.kind = kind,
            _ => {}
        }
    }

    fn inline(&mut self, tag: &StartTag<usize>, start: usize) {
        match &**tag.name {
            b"a" => {
                let target = attribute(tag, "href");
                let kind = self.kind();
                if self.within[0] == 0 && target.is_some() {
                    let open = self.open.get_or_insert_with(|| Open::new(kind, start));
                    open.link = target.map(|target| (start, target));
                }
            }
            b"meta" => self.meta(tag),
            b"time" => {
                let date = attribute(tag, "datetime").and_then(|date| PartialDate::parse(&date));
                self.time = self.time.or(date.filter(|_| self.within[1] == 0));
            }
            _ => {}
        }
    }

    fn meta(&mut self, tag: &StartTag<usize>) {
        let name = ["name", "property", "itemprop"].into_iter().find_map(|key| attribute(tag, key));
        let (Some(name), Some(content)) = (name, attribute(tag, "content")) else { return };
        let content = content.trim();
        let date = || PartialDate::parse(content);
        let text = || Some(content.to_owned()).filter(|content| !content.is_empty());
        let front = &mut self.front;
        match name.to_ascii_lowercase().as_str() {
            "date" | "article:published_time" | "datepublished" => front.date = front.date.or_else(date),
            "article:modified_time" | "last-modified" | "datemodified" => front.updated = front.updated.or_else(date),
            "author" => front.author = front.author.take().or_else(text),
            "og:title" => front.title = front.title.take().or_else(text),
            "og:url" => front.source_url = front.source_url.take().or_else(text),
            _ => {}
        }
    }

    /// The kind of a block that begins here.
    fn kind(&self) -> ZoneKind {
        match self.within {
            [_, 0, 0] => self.kind,
            [_, 0, _] => ZoneKind::Caption,
            _ => ZoneKind::Boilerplate,
        }
    }

    /// A stretch of text in the file.
    fn prose(&mut self, span: Span) {
        let source = span.of(self.source);
        if self.in_title {
            let text = decoded(source.trim());
            self.title = self.title.take().or(Some(text).filter(|text| !text.is_empty()));
        }
        if self.in_title || self.within[0] > 0 || self.open.is_none() && source.trim().is_empty() {
            return;
        }
        let mut at = span.start;
        while at < span.end {
            let rest = &self.source[at..span.end];
            let next = memchr::memchr(b'&', rest.as_bytes()).unwrap_or(rest.len());
            self.write(at, &rest[..next]);
            at += next;
            if next < rest.len() {
                at += self.entity(at, &rest[next..]);
            }
        }
    }

    /// Writes text as it stands in the file.
    fn write(&mut self, at: usize, text: &str) {
        let Some(first) = text.chars().next() else { return };
        self.join(at, first);
        let control = |byte: u8| byte < b' ' && !byte.is_ascii_whitespace() || byte == 0x7f;
        let bytes = text.bytes().map(|byte| if control(byte) { b' ' } else { byte });
        self.text[at..at + text.len()].iter_mut().zip(bytes).for_each(|(to, byte)| *to = byte);
        self.extend(Span::new(at, at + text.len()), text.chars().next_back().unwrap_or(' '));
    }

    /// Writes the character that an entity at the start of the rest stands for, and tells how long the entity is.
    fn entity(&mut self, at: usize, rest: &str) -> usize {
        let Some(entity) = entity(rest) else {
            self.write(at, &rest[..1]);
            return 1;
        };
        let character = decoded(entity);
        let last = character.chars().next_back().unwrap_or(' ');
        if character == entity || character.len() > entity.len() || last.is_control() {
            self.write(at, entity);
            return entity.len();
        }
        self.join(at, character.chars().next().unwrap_or(' '));
        self.text[at..at + character.len()].copy_from_slice(character.as_bytes());
        fill(&mut self.text[at + character.len()..at + entity.len()], is_in_word(last));
        self.extend(Span::new(at, at + entity.len()), last);
        entity.len()
    }

    /// Tags between two characters that no blank parts are no blanks.
    fn join(&mut self, at: usize, next: char) {
        let Some(open) = &self.open else { return };
        let (last, gap) = (open.last, open.span.end..at);
        if !gap.is_empty() && !last.is_whitespace() && !next.is_whitespace() {
            fill(&mut self.text[gap], is_in_word(last) && is_in_word(next));
        }
    }

    fn extend(&mut self, span: Span, last: char) {
        let kind = self.kind();
        let open = self.open.get_or_insert_with(|| Open::new(kind, span.start));
        open.span.end = span.end;
        open.last = last;
    }

    fn blank(&mut self) {
        if let Some(open) = &mut self.open {
            open.last = ' ';
        }
    }

    /// A comment within a block is about the sentence that it stands in or behind.
    fn comment(&mut self, span: Span) {
        let comment = span.of(self.source);
        let on = self.open.as_ref().and_then(|open| {
            let written = std::str::from_utf8(&self.text[open.span.start..open.span.end]).ok()?;
            let written = written.trim_end_matches(|c: char| c.is_whitespace() || c == SEAM);
            let last = written.chars().next_back()?;
            let end = open.span.start + written.len();
            Some(Span::new(end - last.len_utf8(), end))
        });
        let orders = directives::in_comments(comment, span.start);
        match on {
            Some(on) => {
                let directive = |order| Directive { on, reach: Reach::Sentence, order };
                self.directives.extend(orders.map(directive));
            }
            None => self.ahead.extend(orders),
        }
    }

    fn close(&mut self) {
        let Some(Open { kind, span, links, .. }) = self.open.take() else { return };
        let written = std::str::from_utf8(&self.text[span.start..span.end]).expect("whole characters were written");
        let prose = written.trim();
        if prose.is_empty() {
            return;
        }
        let start = span.start + (written.len() - written.trim_start().len());
        let span = Span::new(start, start + prose.len());
        let directive = |order| Directive { on: span, reach: Reach::Sentence, order };
        self.directives.extend(self.ahead.drain(..).map(directive));
        self.blocks.push(Block { span, kind, links, passage: (self.passage)(prose) });
    }
}

impl Open {
    fn new(kind: ZoneKind, start: usize) -> Self {
        Self { kind, span: Span::new(start, start), last: ' ', links: Vec::new(), link: None }
    }
}

/// The entity at the start of a text: `&uuml;`, `&#8222;`. Without its semicolon it is none.
fn entity(text: &str) -> Option<&str> {
    const LONGEST: usize = 33;
    let end = text.bytes().take(LONGEST).skip(1).position(|byte| !byte.is_ascii_alphanumeric() && byte != b'#')? + 1;
    (text.as_bytes()[end] == b';').then(|| &text[..=end])
}

/// A text with its entities as characters.
fn decoded(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let strings = Tokenizer::new(text).filter_map(|token| match token {
        Ok(Token::String(text)) => Some(String::from_utf8_lossy(&text).into_owned()),
        _ => None,
    });
    strings.collect()
}

/// An attribute's value.
fn attribute(tag: &StartTag<usize>, name: &str) -> Option<String> {
    let value = tag.attributes.get(name.as_bytes())?;
    Some(String::from_utf8_lossy(value).into_owned())
}

/// Letters, and what stands within words.
fn is_in_word(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}' | '\u{ad}')
}

#[cfg(test)]
mod tests {
    use super::super::{Article, Format};
    use super::*;
    use crate::text::filler::seen;

    fn read(source: &str) -> Article {
        let article = Article::parse(source, Format::Html, None);
        assert_eq!(article.text.len(), source.len());
        for block in &article.blocks {
            assert_eq!(&**block.prose(), block.span.of(&article.text));
            assert!(source.is_char_boundary(block.span.start) && source.is_char_boundary(block.span.end));
        }
        article
    }

    /// Its blocks as they are seen, with their zones.
    fn blocks(source: &str) -> Vec<(ZoneKind, String)> {
        let words = |text: &str| seen(text).split_whitespace().collect::<Vec<_>>().join(" ");
        read(source).blocks.iter().map(|block| (block.kind, words(block.prose()))).collect()
    }

    fn words(source: &str) -> Vec<String> {
        blocks(source).into_iter().map(|(_, words)| words).collect()
    }

    #[test]
    fn what_is_prose_and_what_it_is() {
        use ZoneKind::{Boilerplate, Caption, Heading, ListItem, Paragraph, Title};
        let page = "<!DOCTYPE html><html lang=de-CH><head><title>Steg zu – Zeitung</title><style>p{}</style></head><body>\r\n\
                    <nav><ul><li>Sport<li>Kultur</ul></nav><h1>Steg gesperrt</h1><p>Der <b>Rat</b> gab\r\n  <a href=x.html>12 Millionen</a> frei.\
                    <figure><img alt=no><figcaption>Am Steg. Bild: keystone</figcaption></figure><h2>Was nun?</h2><ul><li>eins<li>zwei</ul>\
                    <script>var x = '<p>nie';</script><blockquote><p>Ja 😀.</blockquote><table><tr><td>2027<td>5</table>\
                    <!-- <p>nie --><footer>Impressum</footer>";
        let blocks = blocks(page);
        let seen: Vec<_> = blocks.iter().map(|(kind, words)| (*kind, words.as_str())).collect();
        assert_eq!(
            seen,
            [
                (Boilerplate, "Sport"),
                (Boilerplate, "Kultur"),
                (Title, "Steg gesperrt"),
                (Paragraph, "Der Rat gab 12 Millionen frei."),
                (Caption, "Am Steg. Bild: keystone"),
                (Heading, "Was nun?"),
                (ListItem, "eins"),
                (ListItem, "zwei"),
                (Paragraph, "Ja 😀."),
                (Paragraph, "2027"),
                (Paragraph, "5"),
                (Boilerplate, "Impressum"),
            ]
        );
        let article = read(page);
        let link = &article.links[0];
        assert_eq!(article.blocks[3].links, [link.span]);
        assert_eq!(link.span.of(page), "<a href=x.html>12 Millionen</a>");
        assert_eq!(link.to, Destination::File("x.html".to_owned()));
        assert_eq!((article.title(), article.front.lang), (Some("Steg gesperrt"), Some(Lang::De)));
    }

    #[test]
    fn the_head_tells_of_the_article() {
        let article = read(
            "<head><meta charset=utf-8><meta property='article:published_time' content='2025-03-07T10:00:00+01:00'>\
             <meta name=author content='Käthe M&uuml;ller'><title>Br&uuml;cke\n zu</title></head><p>Text.",
        );
        let front = &article.front;
        assert_eq!((front.date, front.author.as_deref()), (PartialDate::day(2025, 3, 7), Some("Käthe Müller")));
        assert_eq!(article.title(), Some("Brücke\n zu"));
        assert_eq!(read("<p>Am <time datetime=2024-02>Februar</time>").front.date.unwrap().to_string(), "2024-02");
    }

    #[test]
    fn entities_are_one_character() {
        assert_eq!(
            words(
                "<p>&bdquo;M&uuml;ller&ldquo; &amp; S&#246;hne, 12&nbsp;000&#8239;Stra&szlig;en f&#xFC;r AT&T &foo; &le;"
            ),
            ["„Müller“ & Söhne, 12 000 Straßen für AT&T &foo; ≤"]
        );
    }

    #[test]
    fn nothing_is_an_error() {
        for source in [
            "<",
            "<p",
            "<!--",
            "</",
            "&",
            "&#;",
            "&#x110000;",
            "<a href='",
            "\0<p>\0a\0",
            "</nav></nav>a",
            "<title>a",
            "<script>a",
            "\u{1f}",
            "<p title='ü'>ü",
            "]]>",
            "<![CDATA[x]]>",
        ] {
            read(source);
        }
        assert_eq!(words("</div></p>a<b><p>b</i>\0c</b><div>d"), ["a", "b c", "d"]);
        let deep = "<div>".repeat(100_000) + "Ende";
        assert_eq!(words(&deep), ["Ende"]);
    }

    #[test]
    fn comments_give_orders() {
        let article =
            read("<!-- beleg: ignore a --><p>Ein Satz.<!-- src: Amt --> Noch <b>einer</b>. <!-- beleg: ignore b -->");
        let on: Vec<_> =
            article.directives.iter().map(|it| it.on.of(&article.text).split(' ').next().unwrap()).collect();
        assert_eq!(on, ["Ein", ".", "."]);
        let Order::Source(source, Some(here)) = &article.directives[1].order else { panic!() };
        assert_eq!(here.of(&article.source), source);
    }
}
