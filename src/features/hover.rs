//! What is this? A card for a name; for a claim its value in full, and who vouches for it. What a finding says there
//! already is not said again.

use std::path::Path;

use super::Cursor;
use super::card::{Card, card};
use super::markup::Markup;
use super::value;
use crate::analysis::{Cancelled, Class, Figure, Mention, Status};
use crate::archive::Introduction;
use crate::lang::Lang;
use crate::messages::{forms, text};
use crate::text::{PartialDate, Span};

/// So many offices are told beside the one held.
const OFFICES: usize = 3;

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
    if let Some(figure) = cursor.figure().filter(|figure| figure.class == Class::Claim) {
        return Ok(of_claim(cursor, figure).map(|text| Hover { span: figure.span, text }));
    }
    Ok(cursor.introduced_elsewhere()?.and_then(|(span, found)| {
        let (path, introduction) = found.first()?;
        Some(Hover { span, text: introduced(cursor, path, introduction) })
    }))
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
    sources(&mut markup, card, cursor);
    markup
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

/// The value, where it tells more than the text, and the source; nothing where there is neither.
fn of_claim(cursor: &Cursor<'_>, figure: &Figure) -> Option<Markup> {
    let (speaks, article) = (cursor.desk.speaks, &cursor.reading.article.text);
    let value = value::in_full(figure, article, cursor.reading.analysis.lang.0, speaks)
        .map(|value| text(speaks, "hover.value", &[("value", &value)]));
    let mut lines: Vec<String> = value.into_iter().chain(voucher(cursor, figure)).collect();
    if lines.is_empty() {
        return None;
    }
    lines.extend(figure.as_of.as_deref().and_then(PartialDate::parse).map(|as_of| {
        let date = forms::date(speaks, as_of.year, as_of.month, as_of.day);
        text(speaks, "hover.as-of", &[("date", &date)])
    }));
    let mut markup = Markup::default();
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            markup.line();
        }
        markup.text(line);
    }
    Some(markup)
}

/// Who vouches for a claim. Where nobody does, a finding says so, except at the repeats of a figure.
fn voucher(cursor: &Cursor<'_>, figure: &Figure) -> Option<String> {
    let reading = &cursor.reading;
    let source = figure.source.map_or("", |source| source.of(&reading.article.text));
    // Quotation marks inside those of the sentence are the single ones.
    let source = &match cursor.desk.speaks {
        Lang::De => source.replace('«', "‹").replace('»', "›"),
        Lang::En => source.replace('„', "‚").replace('“', "‘").replace('”', "’"),
    };
    let key = match (figure.status, source.is_empty()) {
        (Status::Vague, true) => return None,
        (Status::Vague, false) => "hover.vague",
        (Status::Sourced, true) => "hover.here",
        (Status::Carried, true) => "hover.elsewhere",
        (Status::Sourced | Status::Carried, false) => "hover.source",
        (Status::Unsourced, _) => {
            let figures = reading.analysis.figures.iter();
            let mut same = figures.filter(|other| {
                other.class == Class::Claim && other.status == Status::Unsourced && other.measure() == figure.measure()
            });
            if same.next().is_none_or(|first| first.span == figure.span) {
                return None;
            }
            "hover.repeated"
        }
    };
    Some(text(cursor.desk.speaks, key, &[("source", source)]))
}
