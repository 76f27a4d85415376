//! A card as a hover shows it, from what matters at once to what is looked up rarely: who that is, what they were on the
//! article's date, what else is known, where they are mentioned, and at last other names and where all this comes from.
//! Read aloud it makes sense too: emphasis and marks add nothing that the words do not say.

use super::card::{Card, Line};
use super::markup::Markup;
use crate::lang::Lang;
use crate::messages::text;

/// So many characters of a note are told.
const NOTE: usize = 600;

/// All of a card.
pub fn whole(card: &Card, lang: Lang) -> Markup {
    let mut markup = Markup::default();
    upper(card, &mut markup);
    note(card, &mut markup, lang);
    lower(card, &mut markup, lang);
    markup
}

/// The upper part: who or what it is, offices and facts. Where these have several sources, numbers lead to them.
pub fn upper(card: &Card, markup: &mut Markup) {
    head(card, markup);
    if !card.description.is_empty() {
        markup.line().text(&card.description);
    }
    for (at, line) in card.offices.iter().chain(&card.facts).enumerate() {
        if at == 0 {
            markup.paragraph();
        } else {
            markup.line();
        }
        fact(line, card, markup);
    }
}

/// What the desk has noted; a long note is told as far as it fits, and stands in its page.
pub fn note(card: &Card, markup: &mut Markup, lang: Lang) {
    let Some(note) = &card.note else { return };
    let end = note.char_indices().nth(NOTE).map_or(note.len(), |(at, _)| at);
    markup.paragraph().text(&text(lang, "card.note", &[])).text(" ");
    for (at, line) in note[..end].lines().enumerate() {
        if at > 0 {
            markup.line();
        }
        markup.text(line);
    }
    markup.text(if end < note.len() { " …" } else { "" });
}

/// The lower part: other names, and in the last line id and sources.
pub fn lower(card: &Card, markup: &mut Markup, lang: Lang) {
    markup.paragraph();
    if !card.aliases.is_empty() {
        markup.text(&text(lang, "card.also", &[("names", &card.aliases.join(", "))])).line();
    }
    id(card, markup);
    if !card.sources.is_empty() {
        markup.text(" · ");
        sources(card, markup, lang);
    }
}

/// What else the name may mean, a line each.
pub fn others(cards: &[Card], markup: &mut Markup, lang: Lang) {
    if cards.is_empty() {
        return;
    }
    markup.paragraph().text(&text(lang, "card.possible", &[]));
    for card in cards {
        head(card, markup.line());
        if !card.description.is_empty() {
            markup.text(" · ").text(&card.description);
        }
    }
}

/// `**Wladimir Putin** (Vladimir Putin) · *Person* · Russland · geboren 7. Oktober 1952`
fn head(card: &Card, markup: &mut Markup) {
    markup.strong(&card.label);
    if let Some(label) = &card.other_label {
        markup.text(&format!(" ({label})"));
    }
    markup.text(" · ").emphasis(&card.kind);
    if let Some(country) = &card.country {
        markup.text(" · ").text(country);
    }
    for line in &card.life {
        fact(line, card, markup.text(" · "));
    }
}

fn fact(line: &Line, card: &Card, markup: &mut Markup) {
    if !line.label.is_empty() {
        markup.text(&line.label).text(": ");
    }
    match line {
        Line { held: true, text, .. } => markup.strong(text),
        Line { address: true, text, .. } => markup.link(text, text),
        Line { text, .. } => markup.text(text),
    };
    if let Some(mark) = &line.mark {
        markup.text(" (").emphasis(mark).text(")");
    }
    if card.sources.len() > 1 && !line.sources.is_empty() {
        let numbers: Vec<_> = line.sources.iter().map(|&at| raised(at + 1)).collect();
        markup.text(" ").text(&numbers.join("\u{a0}"));
    }
}

fn id(card: &Card, markup: &mut Markup) {
    if !card.id.starts_with('Q') {
        markup.text(&card.id);
        return;
    }
    let address = format!("https://www.wikidata.org/wiki/{}", card.id);
    // A name that stands there already is not said again.
    let said = card.sources.iter().any(|source| source.name.starts_with("Wikidata"));
    markup.link(&if said { card.id.clone() } else { format!("Wikidata\u{a0}{}", card.id) }, &address);
}

/// `Quellen: ¹ Amtsblatt, Stand Juli 2022; ² Kreml, CC0`
fn sources(card: &Card, markup: &mut Markup, lang: Lang) {
    let many = card.sources.len() > 1;
    markup.text(&text(lang, if many { "card.sources" } else { "card.source" }, &[])).text(" ");
    for (at, source) in card.sources.iter().enumerate() {
        if many {
            markup.text(if at > 0 { "; " } else { "" }).text(&raised(at + 1)).text("\u{a0}");
        }
        markup.link(&source.name, source.url.as_deref().unwrap_or_default());
        for more in [&source.licence, &source.as_of].into_iter().flatten() {
            markup.text(", ").text(more);
        }
    }
    if card.unchecked {
        markup.text("; ").emphasis(&text(lang, "card.all-unchecked", &[]));
    }
}

/// A number as it stands behind a word that a note belongs to.
fn raised(number: usize) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    number.to_string().bytes().map(|digit| DIGITS[usize::from(digit - b'0')]).collect()
}
