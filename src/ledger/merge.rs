//! Two people's sidecars as one: what git has left between its marks, or two files laid side by side.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::{Annotation, bare};

/// The lines of several sidecars in one, sorted, each annotation once: of two states of one the one that was changed last,
/// of two equally old ones the first. What is no annotation that we know stays at the end, each line once; the marks that
/// a merge has left go. The second list holds lines that are no JSON; they stay as well.
pub fn merged(texts: &[&str]) -> (String, Vec<String>) {
    let mut known: HashMap<(String, String), (Annotation, &str)> = HashMap::new();
    let (mut others, mut broken) = (Vec::new(), Vec::new());
    let mut seen = HashSet::new();
    let lines = texts.iter().flat_map(|text| text.lines()).map(bare);
    for line in lines.filter(|line| !line.is_empty() && !is_mark(line) && seen.insert(*line)) {
        let json: Option<Value> = serde_json::from_str(line).ok();
        match json.as_ref().map(Annotation::of_json) {
            None => broken.push(line.to_owned()),
            Some(None) => others.push(line),
            Some(Some(annotation)) => {
                let key = (annotation.on.article.to_string(), annotation.id.clone());
                if known.get(&key).is_none_or(|(other, _)| other.modified < annotation.modified) {
                    known.insert(key, (annotation, line));
                }
            }
        }
    }
    let mut known: Vec<_> = known.into_values().collect();
    known.sort_by(|(a, _), (b, _)| (a.key(), &a.id).cmp(&(b.key(), &b.id)));
    let lines = known.into_iter().map(|(_, line)| line).chain(others).chain(broken.iter().map(String::as_str));
    (lines.flat_map(|line| [line, "\n"]).collect(), broken)
}

/// The annotations of a file that others have written: a collection, a page, a list, one alone, or one a line; `None` where
/// it is nothing of that.
pub fn items(text: &str) -> Option<Vec<Value>> {
    let of_lines = || text.lines().map(bare).filter(|line| !line.is_empty()).map(serde_json::from_str).collect();
    let all: Vec<Value> = match serde_json::from_str(bare(text)) {
        Ok(Value::Array(all)) => all,
        Ok(mut one @ Value::Object(_)) => match [one["first"]["items"].take(), one["items"].take()] {
            [Value::Array(all), _] | [_, Value::Array(all)] => all,
            _ => vec![one],
        },
        Ok(_) => return None,
        Err(_) => Result::ok(of_lines())?,
    };
    all.iter().all(Value::is_object).then_some(all)
}

/// What git puts between two sides.
fn is_mark(line: &str) -> bool {
    ["<<<<<<<", "|||||||", "=======", ">>>>>>>"].iter().any(|mark| line.starts_with(mark))
}
