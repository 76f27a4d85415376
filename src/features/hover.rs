//! What is this? A card for a name; for a figure its value in full, and who vouches for it.

use super::Cursor;
use super::markup::Markup;
use crate::analysis::{Approx, Class, Figure, Mention, Status};
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
pub fn hover(cursor: &Cursor<'_>) -> Option<Hover> {
    let name = cursor.mention().map(|mention| Hover { span: mention.span, text: of_mention(cursor, mention) });
    name.or_else(|| {
        let figure = cursor.figure()?;
        Some(Hover { span: figure.span, text: of_figure(cursor, figure) })
    })
}

/// A name that no page knows: what this article says when it introduces it.
fn of_mention(cursor: &Cursor<'_>, mention: &Mention) -> Markup {
    let article = &cursor.reading.article.text;
    let same = |other: &&Mention| other.cluster == mention.cluster && other.introduction.is_some();
    let introduction = cursor.reading.analysis.mentions.iter().find(same).unwrap_or(mention);
    let words = introduction.introduction.unwrap_or(introduction.span).of(article);
    let mut text = Markup::default();
    text.strong(introduction.span.of(article));
    text.paragraph().text(words);
    text
}

fn of_figure(cursor: &Cursor<'_>, figure: &Figure) -> Markup {
    let speaks = cursor.desk.speaks;
    let say = |key: &str, args: &[(&str, &str)]| messages::text(speaks, key, args);
    let mut text = Markup::default();
    text.strong(&value_in_full(figure, speaks));
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

/// `rund 5 500 000 000 USD`
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
    words.extend(figure.unit.as_deref().map(|unit| if unit == "percent" { "%".to_owned() } else { unit.to_owned() }));
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
