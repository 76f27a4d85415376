//! What is this? A card for a name; for a figure its value in full, and who vouches for it.

use std::path::Path;

use super::Cursor;
use super::markup::Markup;
use crate::analysis::{Approx, Cancelled, Class, Figure, Mention, Status};
use crate::archive::Introduction;
use crate::kb::Card;
use crate::lang::Lang;
use crate::messages;
use crate::text::Span;

/// What there is to say about a stretch of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    pub span: Span,
    pub text: Markup,
}

/// What there is to say about the place under the cursor.
pub fn hover(cursor: &Cursor<'_>) -> Result<Option<Hover>, Cancelled> {
    Ok(match (cursor.mention(), cursor.figure()) {
        (Some(mention), _) => Some(Hover { span: mention.span, text: of_mention(cursor, mention)? }),
        (None, Some(figure)) => Some(Hover { span: figure.span, text: of_figure(cursor, figure) }),
        (None, None) => cursor.introduced_elsewhere()?.and_then(|(span, found)| {
            let (path, introduction) = found.first()?;
            Some(Hover { span, text: elsewhere(cursor, path, introduction) })
        }),
    })
}

/// The card of whom the name names; for somebody no page knows, what the articles say when they introduce them.
fn of_mention(cursor: &Cursor<'_>, mention: &Mention) -> Result<Markup, Cancelled> {
    let date = cursor.reading.analysis.date.map(|(date, _)| date);
    let card = mention.entity.as_ref().and_then(|id| cursor.desk.kb.card(id, date, cursor.desk.speaks));
    Ok(match card {
        Some(card) => of_card(&card),
        None => of_introduction(cursor, mention)?,
    })
}

fn of_card(card: &Card) -> Markup {
    let mut text = Markup::default();
    text.strong(&card.label).text(" · ").emphasis(card.kind);
    if !card.description.is_empty() {
        text.line().text(&card.description);
    }
    let mut sources: Vec<_> = card.lines.iter().filter_map(|line| line.source.as_ref()).collect();
    sources.dedup();
    for (at, line) in card.lines.iter().enumerate() {
        if at == 0 {
            text.paragraph()
        } else {
            text.line()
        };
        text.text(&line.label).text(": ");
        if line.held {
            text.strong(&line.text)
        } else {
            text.text(&line.text)
        };
        if let Some(mark) = line.mark {
            text.text(" (").emphasis(mark).text(")");
        }
        if let (Some(source), 2..) = (&line.source, sources.len()) {
            text.text(" – ").link(&source.name, source.url.as_deref().unwrap_or_default());
        }
    }
    // One source for everything is told once.
    if let [source] = *sources {
        text.paragraph().link(&source.name, source.url.as_deref().unwrap_or_default());
    }
    if card.id.starts_with('Q') {
        let address = format!("https://www.wikidata.org/wiki/{}", card.id);
        text.paragraph().link(&format!("Wikidata {}", card.id), &address);
    }
    text
}

fn of_introduction(cursor: &Cursor<'_>, mention: &Mention) -> Result<Markup, Cancelled> {
    for article in cursor.articles()? {
        if let Some(introduction) = article.introductions_of(&mention.cluster).next() {
            return Ok(elsewhere(cursor, &article.path, introduction));
        }
    }
    let mut text = Markup::default();
    text.strong(mention.span.of(&cursor.reading.article.text));
    Ok(text)
}

/// What an article says of somebody, with its name where it is another article.
fn elsewhere(cursor: &Cursor<'_>, path: &Path, introduction: &Introduction) -> Markup {
    let mut text = Markup::default();
    text.strong(&introduction.line);
    if *path != *cursor.document.path {
        let title = cursor.desk.archive.get(path).and_then(|article| article.title.clone());
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        text.line().emphasis(title.as_deref().unwrap_or(&file));
    }
    text
}

fn of_figure(cursor: &Cursor<'_>, figure: &Figure) -> Markup {
    let speaks = cursor.desk.speaks;
    let say = |key: &str, args: &[(&str, &str)]| messages::text(speaks, key, args);
    let mut text = Markup::default();
    text.strong(figure.span.of(&cursor.reading.article.text));
    text.line().text(&say("hover.value", &[("value", &value_in_full(figure, speaks))]));
    if let Some(as_of) = &figure.as_of {
        text.line().text(&say("hover.as-of", &[("date", as_of)]));
    }
    let source = figure.source.map_or("", |source| source.of(&cursor.reading.article.text));
    let why = match (figure.class, figure.status) {
        (Class::Claim, Status::Sourced) if source.is_empty() => say("hover.sourced", &[]),
        (Class::Claim, Status::Sourced) => say("hover.sourced-by", &[("source", source)]),
        (Class::Claim, Status::Carried) if source.is_empty() => say("hover.carried", &[]),
        (Class::Claim, Status::Carried) => say("hover.carried-by", &[("source", source)]),
        (Class::Claim, Status::Vague) => say("hover.vague", &[("source", source)]),
        (Class::Claim, Status::Unsourced) => say("hover.unsourced", &[]),
        (class, _) => say("hover.no-claim", &[("class", &say(&format!("class.{}", class.tag()), &[]))]),
    };
    text.paragraph().text(&why);
    text
}

/// `rund 5 500 000 000 USD`, `170 · Granate`
fn value_in_full(figure: &Figure, lang: Lang) -> String {
    let mut words = Vec::new();
    if figure.approx != Approx::Exact && figure.high.is_none() {
        words.push(messages::text(lang, &format!("approx.{}", figure.approx.tag()), &[]));
    }
    let high = figure.high.map(|high| number_in_full(high, lang));
    words.push(match high {
        Some(high) => format!("{}–{high}", number_in_full(figure.value, lang)),
        None => number_in_full(figure.value, lang),
    });
    words.extend(figure.unit.as_deref().map(|unit| match unit {
        "percent" => "%".to_owned(),
        // Codes and symbols are short; anything longer is a noun in its basic form.
        code if code.chars().count() <= 3 => code.to_owned(),
        noun => format!("· {noun}"),
    }));
    words.join("\u{a0}")
}

/// All digits, in groups of three with a narrow space between, and the decimal mark of the language.
fn number_in_full(value: f64, lang: Lang) -> String {
    let digits = format!("{}", value.abs());
    let (whole, decimals) = digits.split_once('.').unwrap_or((&digits, ""));
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) && whole.len() > 4 {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    if !decimals.is_empty() {
        out.push(if lang == Lang::De { ',' } else { '.' });
        out.push_str(decimals);
    }
    if value < 0.0 { format!("−{out}") } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_full() {
        let number = |value| number_in_full(value, Lang::De).replace('\u{202f}', " ");
        assert_eq!(number(5.5e9), "5 500 000 000");
        assert_eq!(number(2000.0), "2000");
        assert_eq!(number(-12.25), "−12,25");
    }
}
