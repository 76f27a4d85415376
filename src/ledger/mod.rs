//! What people decided about places of articles, kept beside the texts: findings dismissed, sources named. A ledger is
//! the text of a sidecar file, one [W3C Web Annotation](https://www.w3.org/TR/annotation-model/) a line. Lines that are
//! not understood stay as they are. It reads and writes no file.

mod anchor;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::{Timestamp, Unit};
use serde_json::{Value, json};

pub use anchor::Anchor;

use crate::text::kept::hash;
use crate::text::{Directive, Order, Reach, Span};

/// One decision.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// Its name among the notes on its article: the same decision at the same place has the same one.
    pub id: String,
    /// Path of the article from the folder of the workspace, with `/`.
    pub article: Arc<str>,
    /// The place; `None` for the whole article.
    pub anchor: Option<Anchor>,
    pub order: Order,
}

impl Note {
    /// A decision about a place of an article, as it stands now.
    pub fn new(article: &str, anchor: Option<Anchor>, order: Order) -> Self {
        let id = format!("#{:016x}", hash(&(article, &anchor, order.to_string())));
        Self { id, article: article.into(), anchor, order }
    }

    /// Reads a line; `None` where it is an annotation of another kind.
    fn of_json(annotation: &Value) -> Option<Self> {
        let target = &annotation["target"];
        let article = target["source"].as_str().or(target.as_str())?;
        let anchor = match &target["selector"] {
            Value::Null => None,
            selectors => Some(Anchor::of_json(selectors)?),
        };
        let order = Order::parse(annotation["body"]["value"].as_str()?)?;
        let id = annotation["id"].as_str().map(str::to_owned);
        let new = Self::new(article, anchor, order);
        Some(Self { id: id.unwrap_or(new.id), ..new })
    }

    /// The line that is kept of it.
    fn line(&self) -> String {
        let motivation = match self.order {
            Order::Ignore(_) => "moderating",
            Order::Source(..) => "linking",
        };
        let mut target = json!({"source": *self.article});
        if let Some(anchor) = &self.anchor {
            target["selector"] = anchor.json();
        }
        let now = Timestamp::now();
        let annotation = json!({
            "@context": "http://www.w3.org/ns/anno.jsonld",
            "type": "Annotation",
            "id": self.id,
            "motivation": motivation,
            "created": now.round(Unit::Second).unwrap_or(now).to_string(),
            "body": {"type": "TextualBody", "format": "text/plain", "value": self.order.to_string()},
            "target": target,
        });
        annotation.to_string()
    }

    /// In which order notes stand in the sidecar, so that two people's can be merged line by line.
    fn key(&self) -> (&str, usize, String) {
        (&self.article, self.anchor.as_ref().map_or(0, |anchor| anchor.start), self.order.to_string())
    }
}

/// All lines of a sidecar, as they stand, with their ends.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    lines: Vec<(String, Option<Note>)>,
    by_article: BTreeMap<Arc<str>, Vec<Note>>,
}

impl PartialEq for Ledger {
    fn eq(&self, other: &Self) -> bool {
        self.lines == other.lines
    }
}

impl Ledger {
    /// Reads a sidecar. The second list holds the numbers, from 1, of lines that are no JSON, such as half a line or what a
    /// merge has left.
    pub fn parse(text: &str) -> (Self, Vec<usize>) {
        let mut broken = Vec::new();
        let lines = text.split_inclusive('\n').enumerate().map(|(at, line)| {
            let words = line.trim_start_matches('\u{feff}').trim();
            let annotation: Option<Value> = serde_json::from_str(words).ok();
            if annotation.is_none() && !words.is_empty() {
                broken.push(at + 1);
            }
            (line.to_owned(), annotation.as_ref().and_then(Note::of_json))
        });
        (Self::of_lines(lines.collect()), broken)
    }

    fn of_lines(lines: Vec<(String, Option<Note>)>) -> Self {
        let mut by_article: BTreeMap<Arc<str>, Vec<Note>> = BTreeMap::new();
        for note in lines.iter().filter_map(|(_, note)| note.as_ref()) {
            by_article.entry(note.article.clone()).or_default().push(note.clone());
        }
        Self { lines, by_article }
    }

    /// The sidecar's text.
    pub fn text(&self) -> String {
        self.lines.iter().map(|(line, _)| &**line).collect()
    }

    /// Puts a note in its place among the others, unless it stands there.
    pub fn add(&mut self, note: Note) {
        if self.by_article.get(&note.article).into_iter().flatten().any(|known| known.id == note.id) {
            return;
        }
        let mut lines = std::mem::take(&mut self.lines);
        let last = lines.last_mut().map(|(line, _)| line);
        last.filter(|line| !line.ends_with('\n')).into_iter().for_each(|line| line.push('\n'));
        let behind = |(_, other): &(String, Option<Note>)| other.as_ref().is_some_and(|other| other.key() > note.key());
        let at = lines.iter().position(behind).unwrap_or(lines.len());
        lines.insert(at, (note.line() + "\n", Some(note)));
        *self = Self::of_lines(lines);
    }

    /// Takes a note on an article back.
    pub fn remove(&mut self, article: &str, id: &str) {
        let mut lines = std::mem::take(&mut self.lines);
        lines.retain(|(_, note)| note.as_ref().is_none_or(|note| note.id != id || *note.article != *article));
        *self = Self::of_lines(lines);
    }

    /// The notes on an article that have their place in its text, with that place.
    pub fn on<'l>(&'l self, article: &str, text: &'l str) -> impl Iterator<Item = (&'l Note, Span)> {
        let notes = self.by_article.get(article).into_iter().flatten();
        notes.filter_map(move |note| {
            let whole = || Some(Span::new(0, text.len()));
            Some((note, note.anchor.as_ref().map_or_else(whole, |anchor| anchor.find(text))?))
        })
    }

    /// What they order.
    pub fn directives(&self, article: &str, text: &str) -> Vec<Directive> {
        let directive = |(note, on): (&Note, Span)| Directive { on, reach: Reach::Place, order: note.order.clone() };
        self.on(article, text).map(directive).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Höfe 🌾\n\nDort liegen 40 „Höfe“. Hier liegen 30\u{a0}Höfe.\n";

    fn note(words: &str, order: &str) -> Note {
        let start = TEXT.find(words).unwrap();
        let anchor = Anchor::of(TEXT, Span::new(start, start + words.len()));
        Note::new("dorf/höfe.txt", Some(anchor), Order::parse(order).unwrap())
    }

    #[test]
    fn what_is_written_is_read_again() {
        let mut ledger = Ledger::default();
        ledger.add(note("30\u{a0}Höfe", "src: Hofamt „Süd“"));
        ledger.add(note("40 „Höfe“", "beleg: ignore unsourced-figure"));
        ledger.add(note("40 „Höfe“", "beleg: ignore unsourced-figure"));
        let (read, broken) = Ledger::parse(&ledger.text());
        assert_eq!((&read, broken), (&ledger, vec![]));
        let places = read.on("dorf/höfe.txt", TEXT).map(|(note, span)| (note.order.to_string(), span.of(TEXT)));
        assert_eq!(
            places.collect::<Vec<_>>(),
            [("beleg: ignore unsourced-figure".into(), "40 „Höfe“"), ("src: Hofamt „Süd“".into(), "30\u{a0}Höfe")]
        );
        assert_eq!(read.on("höfe.txt", TEXT).count(), 0);
        let mut ledger = read;
        ledger.remove("dorf/höfe.txt", &note("40 „Höfe“", "beleg: ignore unsourced-figure").id);
        assert_eq!(ledger.text().lines().count(), 1);
    }

    #[test]
    fn a_line_is_a_web_annotation() {
        let line: Value = serde_json::from_str(&note("40 „Höfe“", "src: Hofamt").line()).unwrap();
        assert_eq!(line["@context"], "http://www.w3.org/ns/anno.jsonld");
        assert_eq!((&line["type"], &line["motivation"]), (&json!("Annotation"), &json!("linking")));
        assert_eq!(line["target"]["source"], "dorf/höfe.txt");
        let selectors = &line["target"]["selector"];
        assert_eq!(selectors[0]["type"], "TextQuoteSelector");
        assert_eq!(selectors[0]["exact"], "40 „Höfe“");
        assert_eq!(selectors[1], json!({"type": "TextPositionSelector", "start": 20, "end": 29}));
        assert!(line["created"].as_str().unwrap().parse::<Timestamp>().is_ok());
    }

    #[test]
    fn what_is_not_understood_stays() {
        let line = note("40 „Höfe“", "src: Hofamt").line();
        let kept = format!(
            "\u{feff}{{\"type\":\"Annotation\",\"motivation\":\"later\"}}\r\n<<<<<<< HEAD\n\n{line}\n{}",
            &line[..line.len() / 2]
        );
        let (mut ledger, broken) = Ledger::parse(&kept);
        assert_eq!(broken, [2, 5]);
        assert_eq!(ledger.text(), kept);
        ledger.add(note("30\u{a0}Höfe", "src: Hofamt"));
        assert!(ledger.text().starts_with(&format!("{kept}\n")));
        assert_eq!(ledger.on("dorf/höfe.txt", TEXT).count(), 2);
    }
}
