//! How is the article built? Its title and headings, and below each who is introduced there.

use std::sync::Arc;

use crate::desk::Reading;
use crate::messages::harmless;
use crate::text::{Span, ZoneKind};

/// An entry of the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    pub name: String,
    pub kind: SymbolKind,
    /// Everything that belongs to it.
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
    /// Somebody or something introduced here.
    Name,
}

/// The outline of an article.
pub fn symbols(reading: &Arc<Reading>) -> Vec<Symbol> {
    let text = &reading.article.text;
    let heads = reading.article.zones.iter().filter_map(|zone| match zone.kind {
        ZoneKind::Title => Some((zone.span, SymbolKind::Title)),
        ZoneKind::Heading => Some((zone.span, SymbolKind::Heading)),
        _ => None,
    });
    let mut outline: Vec<Symbol> = heads.map(|(span, kind)| symbol(text, span, span, kind)).collect();
    for at in 0..outline.len() {
        outline[at].span.end = outline.get(at + 1).map_or(text.len(), |next| next.span.start);
    }
    for mention in &reading.analysis.mentions {
        let Some(words) = mention.introduction else { continue };
        let name = symbol(text, words.hull(mention.span), mention.span, SymbolKind::Name);
        match outline.iter_mut().rfind(|section| section.kind != SymbolKind::Name && section.span.covers(name.span)) {
            Some(section) => section.below.push(name),
            None => outline.push(name),
        }
    }
    outline.sort_by_key(|symbol| symbol.span.start);
    outline
}

fn symbol(text: &str, span: Span, head: Span, kind: SymbolKind) -> Symbol {
    let name = harmless(&head.of(text).split_whitespace().collect::<Vec<_>>().join(" "));
    Symbol { name, kind, span, head, below: vec![] }
}
