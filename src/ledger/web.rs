//! Annotations as [W3C Web Annotations](https://www.w3.org/TR/annotation-model/): one JSON object each. What that model has
//! no word for stands under names of our own, `beleg:…`; what others wrote there stays.

use serde_json::{Map, Value, json};

use super::Anchor;
use super::annotation::{Annotation, Body, Decision, Signature, Target, Verdict};
use super::source::{Source, SourceKind};
use crate::text::Order;

/// The namespace of Wikidata's items, whose ids are those of the knowledge base.
const WIKIDATA: &str = "http://www.wikidata.org/entity/";

/// What an entity is called that Wikidata does not have.
const ENTITY: &str = "urn:beleg:entity:";

/// What stands for nobody that the knowledge base knows.
const NOBODY: &str = "urn:beleg:nobody";

impl Annotation {
    /// Reads an object; `None` where it is an annotation of another kind, or says what none may say.
    pub fn of_json(json: &Value) -> Option<Self> {
        let target = &json["target"];
        let article = target["source"].as_str().or(target["source"]["id"].as_str()).or(target.as_str())?;
        let anchor = match &target["selector"] {
            Value::Null => None,
            selectors => Some(Anchor::of_json(selectors)?),
        };
        let on = Target {
            article: article.into(),
            article_id: words(&target["beleg:article"]),
            anchor,
            facts: serde_json::from_value(target["beleg:facts"].clone()).ok(),
        };
        let creator = words(&json["creator"]["name"]).or_else(|| words(&json["creator"]));
        let signed = Signature { creator, created: words(&json["created"]) };
        let new = Self::new(on, body(json)?, signed);
        Some(Self { id: words(&json["id"]).unwrap_or(new.id), modified: words(&json["modified"]), ..new })
    }

    /// The object that is kept of it. `before` is what stood there: what we do not know in it stays.
    pub fn json(&self, before: Option<&Value>) -> Value {
        let mut json = before.and_then(Value::as_object).cloned().unwrap_or_default();
        let mut put = |key: &str, value: Value| match value {
            Value::Null => _ = json.shift_remove(key),
            value => _ = json.insert(key.to_owned(), value),
        };
        put("@context", json!(["http://www.w3.org/ns/anno.jsonld", {"beleg": "urn:beleg:"}]));
        put("type", json!("Annotation"));
        put("id", json!(self.id));
        put("motivation", json!(self.motivation()));
        put("creator", json!(self.signed.creator.as_ref().map(|name| json!({"type": "Person", "name": name}))));
        put("created", json!(self.signed.created));
        put("modified", json!(self.modified));
        put("body", self.body.json());
        let Target { article, article_id, anchor, facts } = &self.on;
        let mut target = Map::from_iter([("source".to_owned(), json!(article))]);
        let parts = [
            ("beleg:article", json!(article_id)),
            ("beleg:facts", json!(facts)),
            ("selector", anchor.as_ref().map_or(Value::Null, Anchor::json)),
        ];
        target.extend(parts.into_iter().filter(|(_, part)| !part.is_null()).map(|(key, part)| (key.to_owned(), part)));
        put("target", target.into());
        json.into()
    }

    fn motivation(&self) -> &'static str {
        match &self.body {
            Body::Source(_) => "linking",
            Body::SignOff { .. } => "assessing",
            Body::Decision(_) => "moderating",
            Body::Link { .. } => "identifying",
            Body::Note { question: true, .. } => "questioning",
            Body::Note { .. } => "commenting",
            Body::Tag { .. } => "tagging",
        }
    }
}

impl Body {
    fn json(&self) -> Value {
        let textual = |value: &str| json!({"type": "TextualBody", "format": "text/plain", "value": value});
        let mut json = match self {
            Self::Source(source) => return of_source(source),
            Self::SignOff { on } => {
                let mut json = textual("verified");
                on.iter().for_each(|on| json["beleg:on"] = json!(on));
                json
            }
            Self::Decision(Decision { verdict, codes, reason }) => {
                let mut json = textual(verdict.tag());
                if !codes.is_empty() {
                    json["beleg:codes"] = json!(codes);
                }
                // whoever is protected must not be told by a reason
                let reason = reason.iter().filter(|_| *verdict != Verdict::Protected);
                reason.for_each(|reason| json["beleg:reason"] = json!(reason));
                json
            }
            Self::Link { entity } => {
                let source = entity.as_deref().map_or(NOBODY.to_owned(), address_of);
                json!({"type": "SpecificResource", "source": source})
            }
            Self::Note { text, resolved, .. } => {
                let mut json = textual(text);
                json["beleg:state"] = json!(if *resolved { "resolved" } else { "open" });
                json
            }
            Self::Tag { label } => textual(label),
        };
        let purpose = match self {
            Self::Link { .. } => Some("identifying"),
            Self::Tag { .. } => Some("tagging"),
            _ => None,
        };
        purpose.into_iter().for_each(|purpose| json["purpose"] = json!(purpose));
        json
    }
}

/// A source has an address of its own, so it is no text.
fn of_source(source: &Source) -> Value {
    let fields = [
        ("id", &source.url),
        ("dc:title", &source.title),
        ("dc:creator", &source.author),
        ("dc:date", &source.date),
        ("beleg:accessed", &source.accessed),
    ];
    let mut json = Map::from_iter([("type".to_owned(), json!("Text"))]);
    json.extend(fields.into_iter().filter_map(|(key, value)| Some((key.to_owned(), json!(value.as_ref()?)))));
    json.extend(source.kind.map(|kind| ("beleg:kind".to_owned(), json!(kind.tag()))));
    json.into()
}

/// What an annotation says. Earlier versions had orders in words, `src: …` and `beleg: ignore …`.
fn body(annotation: &Value) -> Option<Body> {
    let body = match &annotation["body"] {
        Value::Array(bodies) => bodies.first()?,
        body => body,
    };
    let value = body["value"].as_str();
    let text = || value.filter(|value| !value.trim().is_empty()).map(str::to_owned);
    let motivation = annotation["motivation"].as_str().or(annotation["motivation"][0].as_str());
    if matches!(motivation, None | Some("linking" | "moderating"))
        && let Some(order) = value.and_then(Order::parse)
    {
        return ordered(order);
    }
    Some(match motivation? {
        "linking" => Body::Source(source(body).filter(Source::is_sound)?),
        "assessing" => {
            value.filter(|value| *value == "verified").map(|_| Body::SignOff { on: words(&body["beleg:on"]) })?
        }
        "moderating" => Body::Decision(decision(body, value?)?),
        "identifying" => Body::Link { entity: entity(body["source"].as_str()?)? },
        motivation @ ("commenting" | "questioning" | "replying") => Body::Note {
            text: text()?,
            question: motivation == "questioning",
            resolved: body["beleg:state"] == "resolved",
        },
        "tagging" => Body::Tag { label: text()? },
        _ => return None,
    })
}

fn ordered(order: Order) -> Option<Body> {
    Some(match order {
        Order::Source(words, _) => Body::Source(Source::parse(&words)?),
        Order::Ignore(codes) => Body::Decision(Decision { verdict: Verdict::Dismissed, codes, reason: None }),
    })
}

fn source(body: &Value) -> Option<Source> {
    let kind = match body["beleg:kind"].as_str() {
        Some(tag) => Some(SourceKind::parse(tag)?),
        None => None,
    };
    let id = body.as_str().or(body["id"].as_str()).or(body["source"].as_str()).map(str::to_owned);
    Some(Source {
        title: words(&body["dc:title"]),
        url: id,
        author: words(&body["dc:creator"]),
        date: words(&body["dc:date"]),
        accessed: words(&body["beleg:accessed"]),
        kind,
    })
}

fn decision(body: &Value, value: &str) -> Option<Decision> {
    let verdict = Verdict::parse(value)?;
    let codes = body["beleg:codes"].as_array().into_iter().flatten().filter_map(words).collect();
    let reason = words(&body["beleg:reason"]).filter(|_| verdict != Verdict::Protected);
    Some(Decision { verdict, codes, reason })
}

fn address_of(entity: &str) -> String {
    let number = entity.strip_prefix('Q').filter(|number| number.bytes().all(|b| b.is_ascii_digit()));
    format!("{}{entity}", if number.is_some() { WIKIDATA } else { ENTITY })
}

/// The entity that an address stands for: `Some(None)` is nobody.
fn entity(address: &str) -> Option<Option<String>> {
    if address == NOBODY {
        return Some(None);
    }
    let id = address.strip_prefix(ENTITY).or_else(|| address.strip_prefix(WIKIDATA));
    id.filter(|id| !id.is_empty()).map(|id| Some(id.to_owned()))
}

fn words(value: &Value) -> Option<String> {
    value.as_str().filter(|words| !words.trim().is_empty()).map(str::to_owned)
}
