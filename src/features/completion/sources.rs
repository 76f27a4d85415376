//! Sources, footnotes and labels, where they are written: in a comment that names a source, behind `[^`, and in the head of an
//! article. Offered are those of the article, of the desk's library and of the other articles, and the desk's labels.

use super::{Completion, Name};
use crate::desk::library::at_hand;
use crate::features::Cursor;
use crate::lang::Lang;
use crate::ledger::Source;
use crate::messages::{harmless, text};
use crate::text::{Format, Span};

/// So many are offered.
const MOST: usize = 50;

/// What is wanted at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    /// A source in the words of a comment.
    Comment,
    /// A source as a value of the head.
    Value,
    /// The address of one.
    Address,
    Footnote,
    Label,
}

/// What may be meant where a source or a label is written; `None` elsewhere.
pub fn completion(cursor: &Cursor<'_>) -> Option<Completion> {
    let source = &cursor.reading.article.source;
    let before = source.get(..cursor.offset)?;
    let line = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let (wanted, start) = wanted(cursor, line)?;
    let written = &before[start..];
    let is_quoted = source[..start].ends_with(['"', '\'']);
    let mut names = match wanted {
        Wanted::Footnote => footnotes(cursor),
        Wanted::Label => cursor.desk.settings.tags().map(|label| plain(value(label, is_quoted))).collect(),
        Wanted::Comment | Wanted::Value | Wanted::Address => {
            let known = at_hand(cursor.desk, &cursor.reading);
            known.filter_map(|source| named(&source, wanted, is_quoted, cursor.desk.speaks)).collect()
        }
    };
    let words: Vec<String> = written.split_whitespace().map(str::to_lowercase).collect();
    names.retain(|name| {
        let told = format!("{} {}", name.text, name.detail).to_lowercase();
        words.iter().all(|word| told.contains(&**word)) && name.text != written
    });
    names.truncate(MOST);
    let span = Span::new(start, cursor.offset);
    (!names.is_empty()).then(|| Completion { written: written.to_owned(), span, names })
}

/// What is wanted at the cursor, and where it begins; `line` is where the line of the cursor does.
fn wanted(cursor: &Cursor<'_>, line: usize) -> Option<(Wanted, usize)> {
    let article = &cursor.reading.article;
    let before = &article.source[line..cursor.offset];
    let begin = |rest: &str| cursor.offset - rest.trim_start().len();
    if article.front.span.is_some_and(|front| front.covers(Span::new(cursor.offset, cursor.offset))) {
        let key = key(&article.source[..cursor.offset])?;
        let wanted = match key {
            "tags" => Wanted::Label,
            "sources" => Wanted::Value,
            "source_url" => Wanted::Address,
            _ => return None,
        };
        let value =
            before.trim_start().strip_prefix("- ").or_else(|| Some(before.split_once(':')?.1)).unwrap_or(before);
        let value = value.rsplit(['[', ',']).next().filter(|_| value.trim_start().starts_with('[')).unwrap_or(value);
        return Some((wanted, begin(value.trim_start().trim_start_matches(['"', '\'']))));
    }
    if article.format != Format::Plain
        && let Some((_, comment)) = before.rsplit_once("<!--")
        && !comment.contains("-->")
    {
        return Some((Wanted::Comment, begin(comment.trim_start().strip_prefix("src:")?)));
    }
    let (_, label) = before.rsplit_once("[^").filter(|_| article.format == Format::Markdown)?;
    (!label.contains([']', ' '])).then_some((Wanted::Footnote, begin(label)))
}

/// The key of the head whose value is written at the end of a text.
fn key(text: &str) -> Option<&str> {
    let is_key = |line: &&str| !line.starts_with([' ', '-', '#']) && line.contains(':');
    text.lines().rev().find(is_key)?.split_once(':').map(|(key, _)| key)
}

fn footnotes(cursor: &Cursor<'_>) -> Vec<Name> {
    let article = &cursor.reading.article;
    let words = |span: Span| harmless(span.of(&article.text).trim());
    let notes = article.footnotes.iter();
    notes
        .map(|note| Name { text: note.label.clone(), detail: words(Span::new(note.mark.end, note.span.end)) })
        .collect()
}

/// A source as it is written there; `None` where it cannot be.
fn named(source: &Source, wanted: Wanted, is_quoted: bool, speaks: Lang) -> Option<Name> {
    let words = source.to_string();
    let kind = source.kind.map(|kind| text(speaks, &format!("source-kind.{}", kind.tag()), &[]));
    let (text, detail) = match wanted {
        Wanted::Address => (source.url.clone()?, harmless(&words)),
        Wanted::Value => (value(source.url.as_deref().unwrap_or(&words), is_quoted), harmless(&words)),
        // two dashes could end the comment
        _ => (Some(words).filter(|words| !words.contains("--"))?, kind.unwrap_or_default()),
    };
    Some(Name { text, detail })
}

fn plain(text: String) -> Name {
    Name { text, detail: String::new() }
}

/// Words as a value of YAML.
fn value(words: &str, is_quoted: bool) -> String {
    let is_plain = words.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_')) && !words.is_empty();
    if is_plain || is_quoted { words.to_owned() } else { serde_json::Value::from(words).to_string() }
}
