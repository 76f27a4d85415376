//! What was found in an article as the JSON objects of ANNOTATIONS.md: stable for tools, in order of `start`, then layer.
//! Offsets count Unicode code points of the file as stored.

use ropey::Rope;
use serde_json::{Map, Value, json};

use super::articles::Reader;
use crate::checks::{Finding, Severity};
use crate::desk::Reading;
use crate::text::Span;
use crate::text::filler::seen;

/// Version of the format.
const VERSION: u32 = 1;

/// Turns what was found in one article into objects.
pub struct Annotations<'a> {
    file: &'a str,
    reader: &'a Reader,
    reading: &'a Reading,
    rope: Rope,
}

impl<'a> Annotations<'a> {
    /// `file` as it is to stand in every object.
    pub fn new(file: &'a str, reading: &'a Reading, reader: &'a Reader) -> Self {
        Self { file, reader, reading, rope: Rope::from_str(&reading.article.source) }
    }

    /// All objects: the article first, the others by `start`, then layer.
    pub fn all(&self, findings: &[Finding]) -> Vec<Value> {
        let found = &self.reading.analysis;
        let mut layers: Vec<(Span, Value)> = Vec::new();
        layers.extend(
            self.reading
                .article
                .zones
                .iter()
                .map(|zone| self.object("zone", zone.span, json!({"kind": zone.kind.tag()}))),
        );
        layers.extend(found.mentions.iter().map(|m| {
            let fields = json!({"type": m.kind.tag(), "form": m.form.tag(), "entity": m.entity, "cluster": m.cluster, "confidence": rounded(m.confidence)});
            self.object("mention", m.span, fields)
        }));
        layers.extend(found.figures.iter().map(|f| {
            let fields = json!({
                "class": f.class.tag(), "value": number(f.value), "high": f.high.map(number), "unit": f.unit, "approx": f.approx.tag(),
                "as_of": f.as_of, "status": f.status.tag(), "source": f.source.map(|s| self.quoted(s)),
            });
            self.object("figure", f.span, fields)
        }));
        layers.extend(
            found.times.iter().map(|t| self.object("time", t.span, json!({"type": t.kind.tag(), "value": t.value}))),
        );
        layers.extend(found.quotes.iter().map(|q| {
            let spans: Vec<Value> = q.spans.iter().map(|s| self.bounds(*s).into()).collect();
            let speaker = q.speaker.as_ref().map(|(span, cluster)| {
                let mut speaker = self.quoted(*span);
                speaker.insert("cluster".into(), json!(cluster));
                speaker
            });
            let fields =
                json!({"kind": q.kind.tag(), "spans": spans, "speaker": speaker, "cue": q.cue.map(|c| self.quoted(c))});
            self.object("quote", q.hull(), fields)
        }));
        layers.extend(findings.iter().map(|f| (f.span, self.finding(f))));
        layers.sort_by(|(a, x), (b, y)| (a.start, layer(x), a.end).cmp(&(b.start, layer(y), b.end)));
        std::iter::once(self.article()).chain(layers.into_iter().map(|(_, object)| object)).collect()
    }

    fn article(&self) -> Value {
        let found = &self.reading.analysis;
        json!({
            "file": self.file, "layer": "article", "start": 0, "end": self.rope.len_chars(), "version": VERSION,
            "lang": found.lang.0.tag(), "lang_from": found.lang.1.tag(),
            "date": found.date.map(|(date, _)| date.to_string()), "date_from": found.date.map(|(_, from)| from.tag()),
            "title": found.title,
        })
    }

    /// A finding as one object.
    pub fn finding(&self, finding: &Finding) -> Value {
        let related: Vec<Value> = finding
            .related
            .iter()
            .filter_map(|r| {
                let (name, mut place) = match &r.file {
                    None => (self.file.to_owned(), self.bounds(r.span)),
                    Some(file) => (self.reader.name_of(file), bounds(&self.reader.text_of(file)?, r.span)),
                };
                place.insert("file".into(), json!(name));
                place.insert("message".into(), json!(r.message));
                Some(place.into())
            })
            .collect();
        let fields = json!({
            "code": finding.code, "severity": Severity::tag(finding.severity), "message": finding.message,
            "related": related, "suppressed": finding.suppressed,
        });
        self.object("finding", finding.span, fields).1
    }

    fn object(&self, layer: &str, span: Span, fields: Value) -> (Span, Value) {
        let mut object = Map::new();
        object.insert("file".into(), json!(self.file));
        object.insert("layer".into(), json!(layer));
        object.append(&mut self.quoted(span));
        if let Value::Object(mut fields) = fields {
            object.append(&mut fields);
        }
        (span, object.into())
    }

    fn bounds(&self, span: Span) -> Map<String, Value> {
        bounds(&self.rope, span)
    }

    fn quoted(&self, span: Span) -> Map<String, Value> {
        let mut object = self.bounds(span);
        object.insert("text".into(), json!(seen(span.of(&self.reading.article.text))));
        object
    }
}

fn bounds(text: &Rope, span: Span) -> Map<String, Value> {
    let at = |byte: usize| json!(text.byte_to_char(byte.min(text.len_bytes())));
    Map::from_iter([("start".to_owned(), at(span.start)), ("end".to_owned(), at(span.end))])
}

fn layer(object: &Value) -> &str {
    object["layer"].as_str().unwrap_or_default()
}

/// Whole numbers without a point.
fn number(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 9e15 { json!(value as i64) } else { json!(value) }
}

/// A confidence in hundredths, so that no noise of floating point shows.
fn rounded(value: f32) -> f64 {
    (f64::from(value) * 100.0).round() / 100.0
}
