//! The YAML block at the head of an article, in `.md` and `.txt` alike.

use serde::Deserialize;

use super::{PartialDate, Span, lines};
use crate::lang::Lang;

/// What the head of an article says about it. Unknown keys are left alone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrontMatter {
    /// From the first `---` to the line end after the last; `None` where there is no front matter.
    pub span: Option<Span>,
    /// What the desk calls the article, whatever its file is called.
    pub id: Option<String>,
    pub title: Option<String>,
    pub author: Option<String>,
    pub date: Option<PartialDate>,
    pub updated: Option<PartialDate>,
    pub lang: Option<Lang>,
    pub source_url: Option<String>,
    /// Codes of findings that are not told in this article: `beleg: {ignore: […]}`.
    pub ignore: Vec<String>,
    /// What is wrong with it, in YAML's words, and where; the rest of the article is read all the same.
    pub error: Option<(Span, String)>,
}

/// The keys as YAML gives them: a value may be a number, a date or a list where we want a text.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Keys {
    id: Option<serde_json::Value>,
    title: Option<serde_json::Value>,
    author: Option<serde_json::Value>,
    date: Option<serde_json::Value>,
    updated: Option<serde_json::Value>,
    lang: Option<serde_json::Value>,
    source_url: Option<serde_json::Value>,
    beleg: Option<serde_json::Value>,
}

impl FrontMatter {
    /// Reads the block between a first line `---` and the next line `---` or `...`. An article that merely begins with
    /// a rule has no second one before its text ends, and so has no front matter.
    pub fn parse(text: &str) -> Self {
        let Some((span, yaml)) = find(text) else { return Self::default() };
        let keys = match serde_saphyr::from_str::<Option<Keys>>(yaml.of(text)) {
            Ok(keys) => keys.unwrap_or_default(),
            Err(error) => {
                let message = error.to_string().lines().next().unwrap_or_default().to_owned();
                return Self { span: Some(span), error: Some((yaml, message)), ..Self::default() };
            }
        };
        let date = |value: Option<serde_json::Value>| plain(value).and_then(|d| PartialDate::parse(&d));
        Self {
            span: Some(span),
            id: plain(keys.id),
            title: plain(keys.title),
            author: plain(keys.author),
            date: date(keys.date),
            updated: date(keys.updated),
            lang: plain(keys.lang).and_then(|l| Lang::parse(&l)),
            source_url: plain(keys.source_url),
            ignore: words(keys.beleg.as_ref().and_then(|ours| ours.get("ignore"))),
            error: None,
        }
    }
}

/// The whole block at the head of a text, and the YAML inside it.
pub fn find(text: &str) -> Option<(Span, Span)> {
    let mut lines = lines(text);
    let first = lines.next()?;
    if first.of(text).trim_start_matches('\u{feff}').trim_end() != "---" {
        return None;
    }
    let mut yaml: Option<Span> = None;
    for line in lines {
        let bare = line.of(text).trim_end();
        if bare == "---" || bare == "..." {
            let yaml = yaml.unwrap_or(Span::new(line.start, line.start));
            return Some((Span::new(first.start, line.end), yaml));
        }
        yaml = Some(yaml.map_or(line, |y| y.hull(line)));
    }
    None
}

/// A list of words, or a single one.
fn words(value: Option<&serde_json::Value>) -> Vec<String> {
    let list = match value {
        Some(serde_json::Value::Array(list)) => &list[..],
        Some(word) => std::slice::from_ref(word),
        None => &[],
    };
    list.iter().filter_map(|word| Some(word.as_str()?.to_owned())).collect()
}

fn plain(value: Option<serde_json::Value>) -> Option<String> {
    match value? {
        serde_json::Value::String(text) => Some(text),
        serde_json::Value::Array(list) => {
            let parts: Vec<String> = list.into_iter().filter_map(|v| plain(Some(v))).collect();
            (!parts.is_empty()).then(|| parts.join(", "))
        }
        serde_json::Value::Null | serde_json::Value::Object(_) => None,
        other => Some(other.to_string()),
    }
    .filter(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_span() {
        let text = "---\nid: 4711\ntitle: „Brücke“ zu\nauthor: [Anna, Ben]\ndate: 2025-03-07\nlang: de-CH\nfoo: {a: 1}\nbeleg: {ignore: [vague-source]}\n---\nText";
        let front = FrontMatter::parse(text);
        assert_eq!(front.id.as_deref(), Some("4711"));
        assert_eq!(front.title.as_deref(), Some("„Brücke“ zu"));
        assert_eq!(front.author.as_deref(), Some("Anna, Ben"));
        assert_eq!(front.date, PartialDate::day(2025, 3, 7));
        assert_eq!(front.lang, Some(Lang::De));
        assert_eq!(front.ignore, ["vague-source"]);
        assert_eq!(&text[front.span.unwrap().end..], "Text");
    }

    #[test]
    fn a_year_alone_and_a_byte_order_mark() {
        let front = FrontMatter::parse("\u{feff}---\r\ndate: 2024\r\n---\r\n");
        assert_eq!(front.date.unwrap().to_string(), "2024");
    }

    #[test]
    fn broken_yaml_is_told_and_skipped() {
        let front = FrontMatter::parse("---\ntitle: \"open\nlang: [de\n---\nText");
        assert!(front.error.is_some());
        assert!(front.span.is_some());
    }

    #[test]
    fn a_rule_is_no_front_matter() {
        assert!(FrontMatter::parse("---\nText ohne Ende").span.is_none());
        assert!(FrontMatter::parse("Text\n---\n").span.is_none());
    }
}
