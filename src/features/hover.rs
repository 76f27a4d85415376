//! What is this? A card for a name, a slip for a number.

use std::path::Path;

use super::Cursor;
use super::card::{Card, card};
use super::markup::Markup;
use super::voucher;
use crate::analysis::{Cancelled, Class, Figure, Mention};
use crate::archive::Introduction;
use crate::messages::text;
use crate::text::Span;

/// So many offices are told beside the one held.
const OFFICES: usize = 3;

/// So many characters of a note are told.
const NOTE: usize = 600;

/// What there is to say about a stretch of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    pub span: Span,
    pub text: Markup,
}

/// What there is to say about the place under the cursor.
pub fn hover(cursor: &Cursor<'_>) -> Result<Option<Hover>, Cancelled> {
    if let Some(mention) = cursor.mention() {
        // With the quotation mark that the cursor may stand on.
        let span = mention.span.hull(Span::new(cursor.offset, cursor.offset));
        return Ok(Some(Hover { span, text: of_mention(cursor, mention)? }));
    }
    if let Some((span, text)) = of_number(cursor) {
        return Ok(Some(Hover { span, text }));
    }
    Ok(cursor.introduced_elsewhere()?.and_then(|(span, found)| {
        let (path, introduction) = found.first()?;
        Some(Hover { span, text: introduced(cursor, path, introduction) })
    }))
}

/// The slip of a claim; of a time expression, the date that it means; of other numbers, why nobody must vouch for them.
fn of_number(cursor: &Cursor<'_>) -> Option<(Span, Markup)> {
    let figure = cursor.figure();
    let claim = figure.filter(|figure| figure.class == Class::Claim);
    let of_figure = |figure: &Figure| (figure.span, voucher::of_figure(cursor, figure));
    claim
        .map(of_figure)
        .or_else(|| cursor.time().and_then(|time| Some((time.span, voucher::of_time(cursor, time)?))))
        .or_else(|| figure.map(of_figure))
}

/// The card of whom the name names; for somebody no page knows, what the articles say when they introduce them.
fn of_mention(cursor: &Cursor<'_>, mention: &Mention) -> Result<Markup, Cancelled> {
    let (kb, speaks) = (&cursor.desk.kb, cursor.desk.speaks);
    let date = cursor.reading.analysis.date.map(|(date, _)| date);
    Ok(match mention.entity.as_ref().and_then(|id| card(kb, id, date, speaks, OFFICES)) {
        Some(card) => of_card(&card, cursor),
        None => of_introduction(cursor, mention)?,
    })
}

/// Facts line by line; where they have several sources, numbers lead to these.
fn of_card(card: &Card, cursor: &Cursor<'_>) -> Markup {
    let mut markup = Markup::default();
    markup.strong(&card.label).text(" · ").emphasis(&card.kind);
    if !card.description.is_empty() {
        markup.line().text(&card.description);
    }
    for (at, line) in card.lines.iter().enumerate() {
        if at == 0 {
            markup.paragraph();
        } else {
            markup.line();
        }
        if !line.label.is_empty() {
            markup.text(&line.label).text(": ");
        }
        if line.held {
            markup.strong(&line.text);
        } else {
            markup.text(&line.text);
        }
        if let Some(mark) = &line.mark {
            markup.text(" (").emphasis(mark).text(")");
        }
        if card.sources.len() > 1 && !line.sources.is_empty() {
            markup.text(" ").text(&line.sources.iter().map(|&at| raised(at + 1)).collect::<Vec<_>>().join("\u{a0}"));
        }
    }
    note(&mut markup, card, cursor);
    sources(&mut markup, card, cursor);
    markup
}

/// What the desk has noted; a long note is told as far as it fits, and stands in its page.
fn note(markup: &mut Markup, card: &Card, cursor: &Cursor<'_>) {
    let Some(note) = &card.note else { return };
    let end = note.char_indices().nth(NOTE).map_or(note.len(), |(at, _)| at);
    markup.paragraph().text(&text(cursor.desk.speaks, "card.note", &[])).text(" ");
    for (at, line) in note[..end].lines().enumerate() {
        if at > 0 {
            markup.line();
        }
        markup.text(line);
    }
    markup.text(if end < note.len() { " …" } else { "" });
}

/// `Quellen: ¹ Amtsblatt, ² Kreml · Wikidata Q7747`
fn sources(markup: &mut Markup, card: &Card, cursor: &Cursor<'_>) {
    let known = card.id.starts_with('Q');
    if known || !card.sources.is_empty() {
        markup.paragraph();
    }
    let many = card.sources.len() > 1;
    if !card.sources.is_empty() {
        markup.text(&text(cursor.desk.speaks, if many { "card.sources" } else { "card.source" }, &[])).text(" ");
    }
    for (at, source) in card.sources.iter().enumerate() {
        if many {
            markup.text(if at > 0 { "; " } else { "" }).text(&raised(at + 1)).text("\u{a0}");
        }
        markup.link(&source.name, source.url.as_deref().unwrap_or_default());
    }
    if known {
        let address = format!("https://www.wikidata.org/wiki/{}", card.id);
        markup.text(if card.sources.is_empty() { "" } else { " · " });
        // A name that stands there already is not said again.
        let said = card.sources.iter().any(|source| source.name.starts_with("Wikidata"));
        markup.link(&if said { card.id.clone() } else { format!("Wikidata\u{a0}{}", card.id) }, &address);
    }
}

/// A number as it stands behind a word that a note belongs to.
fn raised(number: usize) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    number.to_string().bytes().map(|digit| DIGITS[usize::from(digit - b'0')]).collect()
}

fn of_introduction(cursor: &Cursor<'_>, mention: &Mention) -> Result<Markup, Cancelled> {
    if let Some((path, introduction)) = cursor.introductions(mention)?.first() {
        return Ok(introduced(cursor, path, introduction));
    }
    let mut markup = Markup::default();
    markup.strong(mention.span.of(&cursor.reading.article.text));
    Ok(markup)
}

/// What an article says of somebody, with its name where it is another article.
fn introduced(cursor: &Cursor<'_>, path: &Path, introduction: &Introduction) -> Markup {
    let mut markup = Markup::default();
    markup.strong(&introduction.line);
    if *path != *cursor.document.path {
        let title = cursor.desk.archive.get(path).and_then(|article| article.title.clone());
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        markup.line().emphasis(title.as_deref().unwrap_or(&file));
    }
    markup
}
