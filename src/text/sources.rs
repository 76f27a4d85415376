//! What the head of an article names as its sources: the values of `source_url:` and `sources:`, one or several, each at
//! its exact place in the YAML. Words that name a source without leading anywhere are left alone.

use std::fmt;
use std::path::Path;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;

use super::links::{self, Destination, Link};
use super::{Format, Span};

/// Endings of what may be a source beside articles.
const DOCUMENTS: [&str; 16] = [
    "csv", "docx", "eml", "html", "jpeg", "jpg", "json", "m4a", "mp3", "mp4", "odt", "pdf", "png", "tsv", "wav", "xlsx",
];

/// What a head says of sources.
#[derive(Debug, Default)]
pub struct Named {
    /// Those that lead somewhere, of both keys, in order.
    pub links: Vec<Link>,
    /// The values of `sources:`, words for people among them, in order.
    pub values: Vec<Span>,
}

/// The sources that a head names; `yaml` is what stands between its marks.
pub fn sources(text: &str, yaml: Span) -> Named {
    let head = yaml.of(text);
    let mut named = Named::default();
    if !head.contains("source") {
        return named;
    }
    let keys = serde_saphyr::from_str::<Option<Keys>>(head).ok().flatten().unwrap_or_default();
    keys.sources.iter().for_each(|value| places(value, head, &mut named.values));
    let mut all = named.values.clone();
    keys.source_url.iter().for_each(|value| places(value, head, &mut all));
    all.into_iter().for_each(|value| in_value(head, value, &mut named.links));
    named.values.iter_mut().for_each(|value| *value = value.shift(yaml.start));
    named.links.iter_mut().for_each(|link| link.span = link.span.shift(yaml.start));
    named.links.sort_by_key(|link| link.span.start);
    named
}

#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct Keys {
    source_url: Option<Spanned<Value>>,
    sources: Option<Spanned<Value>>,
}

/// A value of any kind, as far as it may name a source.
#[derive(Default)]
enum Value {
    Words,
    Several(Vec<Spanned<Value>>),
    #[default]
    Other,
}

/// Where the words of a value stand, without quotation marks.
fn places(value: &Spanned<Value>, head: &str, found: &mut Vec<Span>) {
    match &value.value {
        Value::Other => {}
        Value::Several(values) => values.iter().for_each(|value| places(value, head, found)),
        Value::Words => {
            let place = value.referenced.span();
            let (Some(start), Some(length)) = (place.byte_offset(), place.byte_len()) else { return };
            let Ok(span) =
                usize::try_from(start).and_then(|start| Ok(Span::new(start, start + usize::try_from(length)?)))
            else {
                return;
            };
            if head.get(span.start..span.end).is_some() {
                found.push(unquoted(head, span));
            }
        }
    }
}

/// The links of one value: those in its words, else the value itself.
fn in_value(head: &str, span: Span, found: &mut Vec<Link>) {
    let words = span.of(head);
    let inside = links::in_words(words);
    if !inside.is_empty() {
        return found.extend(inside.into_iter().map(|link| Link { span: link.span.shift(span.start), ..link }));
    }
    // without quotation marks, a wiki link is a list in a list for YAML
    if head[..span.start].ends_with("[[") && head[span.end..].starts_with("]]") {
        let wide = Span::new(span.start - 2, span.end + 2);
        return found.extend(links::in_words(wide.of(head)).into_iter().map(|link| Link { span: wide, ..link }));
    }
    match Destination::parse(words) {
        Some(to @ Destination::Address(_)) if !words.contains(char::is_whitespace) => found.push(Link { span, to }),
        Some(to @ Destination::File(_)) if is_path(words) => found.push(Link { span, to }),
        _ => {}
    }
}

/// `../akten/protokoll`, `Bericht.md`, `akten/Protokoll 3.pdf`; not `Kantonspolizei Bern` and not `zeitung.example/a.html`.
fn is_path(words: &str) -> bool {
    let path = Path::new(words.split('#').next().unwrap_or_default());
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let known = Format::of_path(path).is_some() || DOCUMENTS.iter().any(|known| ending.eq_ignore_ascii_case(known));
    let host = words.split_once('/').is_some_and(|(first, _)| first.contains('.'));
    words.starts_with("./") || words.starts_with("../") || words.starts_with("file:") || known && !host
}

fn unquoted(head: &str, span: Span) -> Span {
    let words = span.of(head);
    let inside = words.trim();
    let start = span.start + (words.len() - words.trim_start().len());
    for mark in ['"', '\''] {
        if inside.len() > 1 && inside.starts_with(mark) && inside.ends_with(mark) {
            return Span::new(start + 1, start + inside.len() - 1);
        }
    }
    Span::new(start, start + inside.len())
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Value;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("anything")
            }

            fn visit_str<E: Error>(self, _: &str) -> Result<Value, E> {
                Ok(Value::Words)
            }

            fn visit_bool<E: Error>(self, _: bool) -> Result<Value, E> {
                Ok(Value::Other)
            }

            fn visit_i64<E: Error>(self, _: i64) -> Result<Value, E> {
                Ok(Value::Other)
            }

            fn visit_u64<E: Error>(self, _: u64) -> Result<Value, E> {
                Ok(Value::Other)
            }

            fn visit_f64<E: Error>(self, _: f64) -> Result<Value, E> {
                Ok(Value::Other)
            }

            fn visit_unit<E: Error>(self) -> Result<Value, E> {
                Ok(Value::Other)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
                let mut values = Vec::new();
                while let Some(value) = list.next_element()? {
                    values.push(value);
                }
                Ok(Value::Several(values))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
                let mut values = Vec::new();
                while map.next_key::<IgnoredAny>()?.is_some() {
                    values.push(map.next_value()?);
                }
                Ok(Value::Several(values))
            }
        }
        deserializer.deserialize_any(Any)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Article, Destination, Format};

    fn found(head: &str) -> Vec<(String, Destination)> {
        let article = Article::parse(format!("---\n{head}\n---\n\nText.\n"), Format::Markdown, None);
        article.links.into_iter().map(|link| (link.span.of(&article.text).to_owned(), link.to)).collect()
    }

    #[test]
    fn values_have_their_exact_place() {
        let address = Destination::Address("https://a.example/ü".into());
        let file = |path: &str| (path.to_owned(), Destination::File(path.to_owned()));
        let article = Destination::Article { name: "Höfe".into(), part: None };
        let wiki = ("[[Höfe]]".to_owned(), article.clone());
        let web = ("https://a.example/ü".to_owned(), address);
        for (head, links) in [
            ("title: „Höfe“ 🌾\nsource_url: https://a.example/ü", vec![web.clone()]),
            ("source_url: \"https://a.example/ü\" # „da“", vec![web.clone()]),
            ("sources: ../akten/Höfe.pdf", vec![file("../akten/Höfe.pdf")]),
            ("sources: [Höfe 2.md, 'https://a.example/ü']", vec![file("Höfe 2.md"), web.clone()]),
            (
                "sources:\n  - \"[[Höfe]]\"\n  - [[Höfe]]\n  - akten/a.csv",
                vec![wiki.clone(), wiki.clone(), file("akten/a.csv")],
            ),
            ("sources: [[Höfe]]", vec![wiki.clone()]),
            ("sources: '[[Höfe|die Höfe]]'", vec![("[[Höfe|die Höfe]]".into(), article)]),
            ("sources:\n  - title: Bericht\n    url: https://a.example/ü", vec![web.clone()]),
            ("sources: Bericht vom 3. Mai, https://a.example/ü", vec![web.clone()]),
            (
                "sources: [Kantonspolizei Bern, zeitung.example/a.html, a.example, 12, true, null, 1.5, 2025-01-01]",
                vec![],
            ),
            ("sources:", vec![]),
            ("sources: [", vec![]),
            ("title: sources", vec![]),
        ] {
            assert_eq!(found(head), links, "{head}");
            assert_eq!(found(&head.replace('\n', "\r\n")), links, "{head}");
        }
    }
}
