//! Articles in the standoff format of brat: the text as stored, and a file of annotations beside it. brat wants each
//! stretch within one line, so one that goes over the end of a line becomes two fragments, as brat's own editor has it.

use std::collections::HashMap;
use std::fmt::Write;

use super::{File, Item};
use crate::analysis::{Figure, Mention, Quote};
use crate::text::Span;

/// What brat has to know of our types.
const CONFIGURATION: &str = include_str!("annotation.conf");

/// Text and annotations of an article.
pub fn article(item: &Item<'_>) -> Vec<File> {
    let mut standoff = Standoff { item, lines: String::new(), known: HashMap::new(), count: 0 };
    let found = &item.reading.analysis;
    found.mentions.iter().for_each(|mention| standoff.mention(mention));
    found.figures.iter().for_each(|figure| standoff.figure(figure));
    found.quotes.iter().for_each(|quote| standoff.quote(quote));
    vec![("txt", item.reading.article.source.to_string()), ("ann", standoff.lines)]
}

/// The configuration, for the root of the collection.
pub fn beside() -> Vec<File> {
    vec![("annotation.conf", CONFIGURATION.to_owned())]
}

struct Standoff<'a> {
    item: &'a Item<'a>,
    lines: String,
    /// The stretches that stand there already.
    known: HashMap<(String, Vec<Span>), usize>,
    /// How many lines there are: every one has a number of its own.
    count: usize,
}

impl Standoff<'_> {
    fn mention(&mut self, mention: &Mention) {
        let Some(at) = self.stretch(mention.kind.tag(), &[mention.span]) else { return };
        self.attribute("Form", at, mention.form.tag());
        if let Some(id) = &mention.entity {
            let lang = self.item.reading.analysis.lang.0;
            let name = self.item.kb.entity(id).map(|entity| entity.label.get(lang).to_owned()).unwrap_or_default();
            let base = if id.starts_with("kb:") { "" } else { "Wikidata:" };
            self.line('N', &format!("Reference T{at} {base}{id}\t{}", in_line(&name)));
        }
    }

    fn figure(&mut self, figure: &Figure) {
        let Some(at) = self.stretch(figure.class.tag(), &[figure.span]) else { return };
        self.attribute("Status", at, figure.status.tag());
        let high = figure.high.map_or(String::new(), |high| format!("–{high}"));
        let unit = figure.unit.as_deref().unwrap_or_default();
        let note = format!("{}{high} {unit}", figure.value);
        self.line('#', &format!("AnnotatorNotes T{at}\t{}", in_line(note.trim_end())));
        if let Some(source) = figure.source.and_then(|source| self.stretch("source", &[source])) {
            self.relation("VouchedBy", at, source);
        }
    }

    fn quote(&mut self, quote: &Quote) {
        let Some(at) = self.stretch("quotation", &quote.spans) else { return };
        self.attribute("Kind", at, quote.kind.tag());
        let speaker = quote.speaker.as_ref().and_then(|(speaker, _)| self.stretch("speaker", &[*speaker]));
        if let Some(speaker) = speaker {
            self.relation("SaidBy", at, speaker);
        }
    }

    /// The number of a stretch, which is written where it is not there yet; `None` where it has no words.
    fn stretch(&mut self, kind: &str, spans: &[Span]) -> Option<usize> {
        let key = (kind.to_owned(), spans.to_vec());
        if let Some(at) = self.known.get(&key) {
            return Some(*at);
        }
        let fragments: Vec<_> = spans.iter().flat_map(|span| self.fragments(*span)).collect();
        let places = fragments.iter().map(|(start, words)| format!("{start} {}", start + words.chars().count()));
        let places = places.collect::<Vec<_>>().join(";");
        let words = fragments.into_iter().map(|(_, words)| words).collect::<Vec<_>>().join(" ");
        let kind = format!("{}{}", kind[..1].to_ascii_uppercase(), &kind[1..]);
        let at = (!places.is_empty()).then(|| self.line('T', &format!("{kind} {places}\t{words}")))?;
        self.known.insert(key, at);
        Some(at)
    }

    /// The words of a span line by line, each with its first code point.
    fn fragments(&self, span: Span) -> Vec<(usize, String)> {
        let points = self.item.points(span);
        let text = self.item.source.slice(points.clone()).to_string();
        let mut start = points.start;
        let lines = text.split(breaks).map(|line| {
            let at = start + line.chars().take_while(|c| c.is_whitespace()).count();
            start += line.chars().count() + 1;
            (at, line.trim().to_owned())
        });
        lines.filter(|(_, words)| !words.is_empty()).collect()
    }

    fn attribute(&mut self, name: &str, of: usize, value: &str) {
        self.line('A', &format!("{name} T{of} {value}"));
    }

    fn relation(&mut self, name: &str, from: usize, to: usize) {
        self.line('R', &format!("{name} Arg1:T{from} Arg2:T{to}"));
    }

    fn line(&mut self, kind: char, rest: &str) -> usize {
        self.count += 1;
        writeln!(self.lines, "{kind}{}\t{rest}", self.count).expect("memory takes all");
        self.count
    }
}

/// What parts lines or their columns, for brat or for the many scripts that read its files.
fn breaks(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

fn in_line(words: &str) -> String {
    words.replace(breaks, " ")
}
