//! What people decided about places of articles, kept beside the texts: sources, sign-offs, decisions on findings, links,
//! notes, labels. A ledger is the text of a sidecar file, one [W3C Web Annotation](https://www.w3.org/TR/annotation-model/)
//! a line. Lines that are not understood stay as they are. It reads and writes no file.

mod anchor;
mod annotation;
mod facts;
mod head;
mod likeness;
mod merge;
mod source;
mod web;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use serde_json::Value;

pub use anchor::Anchor;
pub use annotation::{Annotation, Body, COMPARED, Decision, Signature, Target, UNVOUCHED, Verdict};
pub use facts::{Change, Facts};
pub use merge::{items, merged};
pub use source::{Source, SourceKind};

/// Nobody looks through more sources than that.
const MANY: usize = 2_000;

/// All lines of a sidecar, as they stand. A line is only read when somebody asks for its article.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    text: String,
    lines: Vec<Line>,
    by_article: BTreeMap<Arc<str>, Vec<usize>>,
}

#[derive(Clone, Debug)]
struct Line {
    /// With its end.
    at: Range<usize>,
    article: Option<Arc<str>>,
}

impl PartialEq for Ledger {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Ledger {
    /// Reads a sidecar. The second list holds the numbers, from 1, of lines that are no JSON, such as half a line or what a
    /// merge has left.
    pub fn parse(text: impl Into<String>) -> (Self, Vec<usize>) {
        let mut ledger = Self { text: text.into(), ..Self::default() };
        let mut broken = Vec::new();
        let mut lines = Vec::new();
        let mut start = 0;
        for (number, line) in ledger.text.split_inclusive('\n').enumerate() {
            let at = start..start + line.len();
            start = at.end;
            let words = bare(line);
            let article = head::article(words).unwrap_or_else(|_| {
                broken.extend((!words.is_empty()).then_some(number + 1));
                None
            });
            // the same name is the same `Arc` in all lines that follow each other
            let before = || lines.last().and_then(|line: &Line| line.article.clone());
            let article =
                article.map(|name| before().filter(|known| **known == *name).unwrap_or_else(|| (*name).into()));
            lines.push(Line { at, article });
        }
        ledger.enter(lines);
        (ledger, broken)
    }

    fn enter(&mut self, lines: Vec<Line>) {
        self.by_article.clear();
        for (at, line) in lines.iter().enumerate() {
            let Some(article) = &line.article else { continue };
            match self.by_article.get_mut(article) {
                Some(known) => known.push(at),
                None => _ = self.by_article.insert(article.clone(), vec![at]),
            }
        }
        self.lines = lines;
    }

    /// The sidecar's text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The articles that are annotated, by path.
    pub fn articles(&self) -> impl Iterator<Item = &Arc<str>> {
        self.by_article.keys()
    }

    /// The annotations of an article, in the order of the sidecar. Of one that stands there twice, as two people have left
    /// it, the one that was changed last counts.
    pub fn on(&self, article: &str) -> Vec<Annotation> {
        let mut all: Vec<Annotation> = Vec::new();
        for annotation in self.lines_of(article).filter_map(|at| self.annotation(at)) {
            match all.iter_mut().find(|known| known.id == annotation.id) {
                Some(known) if known.modified < annotation.modified => *known = annotation,
                Some(_) => {}
                None => all.push(annotation),
            }
        }
        all
    }

    /// The sources that were named, in the order of the sidecar; of a large one those of the first lines.
    pub fn sources(&self) -> impl Iterator<Item = Source> {
        let lines = (0..self.lines.len()).filter(|at| self.line(*at).contains("\"linking\"")).take(MANY);
        lines.filter_map(|at| match self.annotation(at)?.body {
            Body::Source(source) => Some(source),
            _ => None,
        })
    }

    /// The `id` by which the head of an article knows it, as its first annotation has it.
    pub fn article_id(&self, article: &str) -> Option<String> {
        self.lines_of(article).find_map(|at| self.annotation(at))?.on.article_id
    }

    fn lines_of(&self, article: &str) -> impl Iterator<Item = usize> {
        self.by_article.get(article).into_iter().flatten().copied()
    }

    fn line(&self, at: usize) -> &str {
        &self.text[self.lines[at].at.clone()]
    }

    fn json(&self, at: usize) -> Option<Value> {
        serde_json::from_str(bare(self.line(at))).ok()
    }

    fn annotation(&self, at: usize) -> Option<Annotation> {
        Annotation::of_json(&self.json(at)?)
    }

    /// The lines that hold an annotation.
    fn lines_with(&self, article: &str, id: &str) -> Vec<usize> {
        let has = |at: &usize| self.annotation(*at).is_some_and(|annotation| annotation.id == id);
        self.lines_of(article).filter(has).collect()
    }

    /// Puts an annotation in its place among the others, or in place of what stood there under its id.
    pub fn put(&mut self, annotation: &Annotation) {
        let before = self.state(&annotation.on.article, &annotation.id);
        self.set(&annotation.on.article, &annotation.id, Some(&annotation.json(before.as_ref())));
    }

    /// What stands under an id.
    pub fn state(&self, article: &str, id: &str) -> Option<Value> {
        self.json(*self.lines_with(article, id).first()?)
    }

    /// Has this stand under an id, or nothing.
    pub fn set(&mut self, article: &str, id: &str, state: Option<&Value>) {
        let known = self.lines_with(article, id);
        let Some((json, annotation)) = state.and_then(|json| Some((json, Annotation::of_json(json)?))) else {
            return self.rewrite(&known, None);
        };
        let new = format!("{json}\n");
        let behind = |at: &usize| {
            let line = &self.lines[*at];
            let article = line.article.as_deref();
            article.is_some_and(|article| match article.cmp(&annotation.on.article) {
                std::cmp::Ordering::Equal => self.annotation(*at).is_some_and(|other| other.key() > annotation.key()),
                order => order.is_gt(),
            })
        };
        let place = known.first().copied().or_else(|| (0..self.lines.len()).find(behind)).unwrap_or(self.lines.len());
        self.rewrite(&known, Some((place, &new, article)));
    }

    /// Leaves lines out, and puts a new one, of this article, before a line.
    fn rewrite(&mut self, without: &[usize], new: Option<(usize, &str, &str)>) {
        let (mut text, mut lines) = (String::with_capacity(self.text.len()), Vec::with_capacity(self.lines.len() + 1));
        let mut push = |words: &str, article: Option<Arc<str>>| {
            lines.push(Line { at: text.len()..text.len() + words.len(), article });
            text.push_str(words);
        };
        for at in 0..=self.lines.len() {
            if let Some((place, words, article)) = new
                && place == at
            {
                push(words, Some(article.into()));
            }
            let Some(line) = self.lines.get(at).filter(|_| !without.contains(&at)) else { continue };
            let words = self.line(at);
            push(words, line.article.clone());
            // half a line at the end becomes a whole one
            if at + 1 == self.lines.len() && !words.ends_with('\n') && new.is_some() {
                push("\n", None);
            }
        }
        self.text = text;
        self.enter(lines);
    }
}

/// The words of a line.
fn bare(line: &str) -> &str {
    line.trim_start_matches('\u{feff}').trim()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::text::Span;

    const TEXT: &str = "Höfe 🌾\n\nDort liegen 40 „Höfe“. Hier liegen 30\u{a0}Höfe.\n";

    fn annotation(words: &str, body: Body) -> Annotation {
        let start = TEXT.find(words).unwrap();
        let anchor = Some(Anchor::of(TEXT, Span::new(start, start + words.len())));
        let on = Target { article: "dorf/höfe.txt".into(), article_id: None, anchor, facts: None };
        let signed = Signature { creator: Some("A. Frei".into()), created: Some("2026-11-03T09:00:00Z".into()) };
        Annotation::new(on, body, signed)
    }

    fn dismissed() -> Body {
        let codes = vec!["unsourced-figure".to_owned()];
        Body::Decision(Decision { verdict: Verdict::Dismissed, codes, reason: None })
    }

    fn source(words: &str) -> Body {
        Body::Source(Source::parse(words).unwrap())
    }

    #[test]
    fn what_is_written_is_read_again() {
        let question = Body::Note { text: "Wer zählt „Höfe“? 🌾".into(), question: true, resolved: false };
        let bodies = [
            source("Hofamt „Süd“, https://hofamt.example/ä, 2026-01-02"),
            dismissed(),
            Body::SignOff { on: Some("Telefon mit dem Hofamt".into()) },
            Body::Link { entity: Some("Q42".into()) },
            Body::Link { entity: Some("kb:hofamt".into()) },
            Body::Link { entity: None },
            question,
            Body::Tag { label: "Faktencheck".into() },
        ];
        let mut ledger = Ledger::default();
        for body in &bodies {
            ledger.put(&annotation("30\u{a0}Höfe", body.clone()));
            ledger.put(&annotation("30\u{a0}Höfe", body.clone()));
        }
        ledger.put(&annotation("40 „Höfe“", dismissed()));
        let (read, broken) = Ledger::parse(ledger.text());
        assert_eq!((&read, broken), (&ledger, vec![]));
        let mut found = read.on("dorf/höfe.txt").into_iter();
        assert_eq!(found.next(), Some(annotation("40 „Höfe“", dismissed())), "what stands first comes first");
        assert!(found.eq(bodies.map(|body| annotation("30\u{a0}Höfe", body))));
        assert_eq!(read.on("höfe.txt"), []);
        let mut ledger = read;
        ledger.set("dorf/höfe.txt", &annotation("40 „Höfe“", dismissed()).id, None);
        assert_eq!(ledger.text().lines().count(), 8);
    }

    #[test]
    fn a_line_is_a_web_annotation() {
        let line = annotation("40 „Höfe“", source("Hofamt, https://hofamt.example")).json(None);
        assert_eq!(line["@context"][0], "http://www.w3.org/ns/anno.jsonld");
        assert_eq!((&line["type"], &line["motivation"]), (&json!("Annotation"), &json!("linking")));
        assert_eq!(line["creator"], json!({"type": "Person", "name": "A. Frei"}));
        assert_eq!(line["body"], json!({"type": "Text", "id": "https://hofamt.example", "dc:title": "Hofamt"}));
        assert_eq!(line["target"]["source"], "dorf/höfe.txt");
        let selectors = &line["target"]["selector"];
        assert_eq!(selectors[0]["type"], "TextQuoteSelector");
        assert_eq!(selectors[0]["exact"], "40 „Höfe“");
        assert_eq!(selectors[1], json!({"type": "TextPositionSelector", "start": 20, "end": 29}));
    }

    #[test]
    fn whoever_is_protected_has_no_reason() {
        let reason = Some("Name".to_owned());
        let decision = Decision { verdict: Verdict::Protected, codes: vec![], reason };
        let mut line = annotation("40 „Höfe“", Body::Decision(decision)).json(None);
        assert!(!line.to_string().contains("Name"));
        line["body"]["beleg:reason"] = json!("Name");
        let Body::Decision(read) = Annotation::of_json(&line).unwrap().body else { panic!() };
        assert_eq!((read.verdict, read.reason), (Verdict::Protected, None));
    }

    #[test]
    fn what_is_not_understood_stays() {
        let mut line = annotation("40 „Höfe“", source("Hofamt")).json(None);
        line["beleg:later"] = json!({"ä": [1, 2]});
        let line = line.to_string();
        let kept = format!(
            "\u{feff}{{\"type\":\"Annotation\",\"motivation\":\"later\"}}\r\n<<<<<<< HEAD\n\n{line}\n{}",
            &line[..line.len() / 2]
        );
        let (mut ledger, broken) = Ledger::parse(&*kept);
        assert_eq!(broken, [2, 5]);
        assert_eq!(ledger.text(), kept);
        ledger.put(&annotation("30\u{a0}Höfe", source("Hofamt")));
        assert!(ledger.text().starts_with(&format!("{kept}\n")));
        let mut changed = annotation("40 „Höfe“", source("Hofamt"));
        changed.modified = Some("2026-11-04T09:00:00Z".into());
        ledger.put(&changed);
        assert!(ledger.text().contains("\"beleg:later\":{\"ä\":[1,2]}"));
        assert_eq!(ledger.on("dorf/höfe.txt").len(), 2);
    }

    #[test]
    fn orders_in_words_of_earlier_versions_are_read() {
        let mut line = annotation("40 „Höfe“", dismissed()).json(None);
        line["body"] = json!({"type": "TextualBody", "value": "beleg: ignore unsourced-figure"});
        assert_eq!(Annotation::of_json(&line).unwrap().body, dismissed());
        line["motivation"] = json!("linking");
        line["body"]["value"] = json!("src: Hofamt");
        assert_eq!(Annotation::of_json(&line).unwrap().body, source("Hofamt"));
    }
}
