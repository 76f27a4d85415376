//! Findings as SARIF 2.1.0, which code hosts and editors read: one run, written as it goes. Dismissed findings stay in it
//! and say where that was decided.

use std::io::{Result, Write};
use std::path::{Component, Path};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use super::{Dismissed, Finding, Item, Level, Region, Rule, Stream};
use crate::lang::filter::hash;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// What a part of a path may have in an address as it is; a colon could be taken for the end of a scheme.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The log of one run.
#[derive(Default)]
pub struct Log {
    begun: bool,
}

impl Stream for Log {
    fn begin(&mut self, rules: &[Rule], out: &mut dyn Write) -> Result<()> {
        let rules: Vec<Value> = rules.iter().map(rule).collect();
        let tool = json!({"driver": {"name": "beleg", "semanticVersion": env!("CARGO_PKG_VERSION"), "rules": rules}});
        write!(out, r#"{{"$schema":"{SCHEMA}","version":"2.1.0","runs":[{{"tool":{tool},"#)?;
        write!(out, r#""columnKind":"unicodeCodePoints","results":["#)
    }

    fn article(&mut self, item: &Item<'_>, out: &mut dyn Write) -> Result<()> {
        let mut alike = FxHashMap::default();
        for finding in item.findings {
            let before = if std::mem::replace(&mut self.begun, true) { "," } else { "" };
            let print = print(item, finding);
            let many = alike.entry(print).and_modify(|many| *many += 1).or_insert(1);
            write!(out, "{before}\n{}", result(item, finding, &format!("{print:016x}:{many}")))?;
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write) -> Result<()> {
        writeln!(out, "]}}]}}")
    }
}

fn rule(rule: &Rule) -> Value {
    let mut told = rule.page.split("\n\n").skip(1).map(plain);
    let (what, why) = (told.next().unwrap_or_default(), told.next().unwrap_or_default());
    json!({
        "id": rule.code, "shortDescription": {"text": what}, "fullDescription": {"text": format!("{what} {why}")},
        "help": {"text": rule.page, "markdown": rule.page},
        "defaultConfiguration": {"enabled": rule.on_by_default, "level": level(rule.level)},
    })
}

/// A paragraph of a page as sentences in one line, without the word before it that says what it tells.
fn plain(paragraph: &str) -> String {
    let words = paragraph.split_once(":** ").map_or(paragraph, |(_, words)| words);
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut rest = line.chars();
    rest.next().into_iter().flat_map(char::to_uppercase).chain(rest).collect()
}

const fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    }
}

fn result(item: &Item<'_>, finding: &Finding, print: &str) -> Value {
    let mut result = json!({
        "ruleId": finding.code, "level": level(finding.level), "message": {"text": finding.message},
        "locations": [{"physicalLocation": physical(item.path, &item.region(finding.span))}],
        "partialFingerprints": {"wordsInSentence/v1": print},
    });
    if !finding.related.is_empty() {
        let related = finding.related.iter().map(|related| {
            let place = match &related.file {
                None => physical(item.path, &item.region(related.span)),
                Some((path, text)) => physical(path, &Region::of(text, related.span)),
            };
            json!({"physicalLocation": place, "message": {"text": related.message}})
        });
        result["relatedLocations"] = related.collect();
    }
    if let Some(dismissed) = finding.dismissed {
        let kind = if dismissed == Dismissed::InArticle { "inSource" } else { "external" };
        result["suppressions"] = json!([{"kind": kind, "status": "accepted"}]);
    }
    result
}

fn physical(path: &Path, Region { start, end, points }: &Region) -> Value {
    json!({
        "artifactLocation": {"uri": uri(path)},
        "region": {
            "startLine": start.line + 1, "startColumn": start.column + 1,
            "endLine": end.line + 1, "endColumn": end.column + 1,
            "charOffset": points.start, "charLength": points.len(),
        },
    })
}

/// A path as an address: a relative one stays so.
fn uri(path: &Path) -> String {
    let parts = path.components().filter(|part| !matches!(part, Component::CurDir | Component::RootDir));
    let parts = parts.map(|part| percent_encode(part.as_os_str().as_encoded_bytes(), PLAIN).to_string());
    let scheme = if path.is_absolute() { "file:///" } else { "" };
    format!("{scheme}{}", parts.collect::<Vec<_>>().join("/"))
}

/// Tells a finding from others by its words and its sentence: lines above it may come and go.
fn print(item: &Item<'_>, finding: &Finding) -> u64 {
    let (words, sentence) = (item.line(finding.span), item.line(item.sentence(finding.span)));
    hash([finding.code, &words, &sentence].join("\n").bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_addresses() {
        for (path, address) in [
            ("./Größe a.txt", "Gr%C3%B6%C3%9Fe%20a.txt"),
            ("a:b/../c%d#e?.md", "a%3Ab/../c%25d%23e%3F.md"),
            ("/tmp/ä", "file:///tmp/%C3%A4"),
        ] {
            assert_eq!(uri(Path::new(path)), address);
        }
    }
}
