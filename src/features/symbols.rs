//! How is the article built, and what is in it? Its title and headings; then, each in a group of its own, whom and what
//! it names, which claims it makes, and who is quoted. Only sections have an extent: editors name the entry in which the
//! cursor is, and hold its first line at the upper edge.

use crate::analysis::{Class, MentionType, Quote, QuoteKind};
use crate::archive::{Entry, Introduction};
use crate::desk::Reading;
use crate::lang::Lang;
use crate::messages::{harmless, text};
use crate::text::{Span, ZoneKind};

/// So many characters of a quotation are shown.
const SHOWN: usize = 60;

/// An entry of the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    pub name: String,
    pub kind: SymbolKind,
    /// What stands beside the name, less visible; may be empty.
    pub detail: String,
    /// A section up to the next; of all others the own words alone, which may lie outside of what is above them.
    pub span: Span,
    /// Its own words.
    pub head: Span,
    pub below: Vec<Symbol>,
}

/// What an entry of the outline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SymbolKind {
    Title,
    Heading,
    /// Holds entries of one kind; has no words of its own, and stands behind the text.
    Group,
    Name(MentionType),
    Figure,
    Speaker,
    Quotation,
}

/// The outline of an article, for a reader of a language.
pub fn symbols(reading: &Reading, entry: &Entry, reader: Lang) -> Vec<Symbol> {
    let mut outline = sections(reading);
    let groups = [
        ("symbols.people", names(entry, MentionType::Person)),
        ("symbols.organisations", names(entry, MentionType::Organisation)),
        ("symbols.places", names(entry, MentionType::Place)),
        ("symbols.figures", figures(reading, reader)),
        ("symbols.quotations", speakers(reading, entry, reader)),
    ];
    let end = reading.article.text.len();
    for (key, below) in groups.into_iter().filter(|(_, below)| !below.is_empty()) {
        let group = symbol(text(reader, key, &[]), SymbolKind::Group, below.len().to_string(), Span::new(end, end));
        outline.push(Symbol { below, ..group });
    }
    outline
}

/// Title and headings, each up to the next.
fn sections(reading: &Reading) -> Vec<Symbol> {
    let text = &reading.article.text;
    let heads = reading.article.zones.iter().filter_map(|zone| match zone.kind {
        ZoneKind::Title => Some((zone.span, SymbolKind::Title)),
        ZoneKind::Heading => Some((zone.span, SymbolKind::Heading)),
        _ => None,
    });
    let mut sections: Vec<Symbol> =
        heads.map(|(span, kind)| symbol(one_line(span.of(text)), kind, String::new(), span)).collect();
    for at in 0..sections.len() {
        sections[at].span.end = sections.get(at + 1).map_or(text.len(), |next| next.head.start);
    }
    sections
}

/// Those of a kind whom the article names, with what it says of them and how often it names them.
fn names(entry: &Entry, kind: MentionType) -> Vec<Symbol> {
    let names = entry.names.iter().filter_map(|named| Some((named, named.name.as_ref()?)));
    let names = names.filter(|(_, name)| name.kind == kind && !name.spelled.is_empty());
    names
        .map(|(named, name)| {
            let role = entry.introductions_of(&name.cluster).map(Introduction::role).find(|role| !role.is_empty());
            let times = format!("{}×", named.mentions.len());
            let detail = role.map_or_else(|| times.clone(), |role| format!("{} · {times}", harmless(&role)));
            symbol(harmless(&name.spelled), SymbolKind::Name(kind), detail, named.place())
        })
        .collect()
}

/// The claims as they stand there, with the words that say how exact they are.
fn figures(reading: &Reading, reader: Lang) -> Vec<Symbol> {
    let claims = reading.analysis.figures.iter().filter(|figure| figure.class == Class::Claim);
    claims
        .map(|figure| {
            let span = Span::new(figure.modifier, figure.span.end);
            let status = text(reader, &format!("status.{}", figure.status.tag()), &[]);
            symbol(one_line(span.of(&reading.article.text)), SymbolKind::Figure, status, span)
        })
        .collect()
}

/// Whoever is quoted, in the order of their first quotation; last what nobody in the text says.
fn speakers(reading: &Reading, entry: &Entry, reader: Lang) -> Vec<Symbol> {
    let article = &reading.article.text;
    let direct = reading.analysis.quotes.iter().filter(|quote| quote.kind == QuoteKind::Direct);
    let mut speakers: Vec<(Option<&str>, Symbol)> = Vec::new();
    for quote in direct {
        let words = quote.hull();
        let (who, own) = match &quote.speaker {
            Some((own, cluster)) => (Some(cluster.as_deref().unwrap_or(own.of(article))), *own),
            None => (None, words),
        };
        let at = speakers.iter().position(|(known, _)| *known == who).unwrap_or_else(|| {
            let name = who.map_or_else(|| text(reader, "symbols.nobody", &[]), |_| name(entry, quote, own.of(article)));
            speakers.push((who, symbol(name, SymbolKind::Speaker, String::new(), own)));
            speakers.len() - 1
        });
        let speaker = &mut speakers[at].1;
        speaker.below.push(symbol(shortened(words.of(article)), SymbolKind::Quotation, String::new(), words));
        speaker.detail = speaker.below.len().to_string();
    }
    speakers.sort_by_key(|(who, _)| who.is_none());
    speakers.into_iter().map(|(_, speaker)| speaker).collect()
}

/// How the article names in full who is quoted; else the words for them.
fn name(entry: &Entry, quote: &Quote, words: &str) -> String {
    let cluster = quote.speaker.as_ref().and_then(|(_, cluster)| cluster.as_ref());
    let named = cluster
        .and_then(|cluster| entry.named(cluster))
        .and_then(|named| named.name.as_ref())
        .filter(|name| !name.spelled.is_empty());
    named.map_or_else(|| one_line(words), |name| harmless(&name.spelled))
}

fn symbol(name: String, kind: SymbolKind, detail: String, span: Span) -> Symbol {
    Symbol { name, kind, detail, span, head: span, below: vec![] }
}

fn one_line(words: &str) -> String {
    harmless(&words.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The beginning of a long text, up to the end of a word.
fn shortened(words: &str) -> String {
    let line = one_line(words);
    let Some((end, _)) = line.char_indices().nth(SHOWN) else { return line };
    let end = line[..end].rfind(' ').unwrap_or(end);
    format!("{} …", line[..end].trim_end_matches([',', ';', ':', '–']).trim_end())
}
