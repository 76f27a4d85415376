//! How a page takes up another spelling of a name: the label becomes the new one, aliases and short names get it beside the
//! old one, and the old label stays as an alias, so that articles go on to be understood. All else stays as it is written.
//! Whether the edit did that, reading the page again decides.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};
use toml_edit::{DocumentMut, InlineTable, Item, RawString, TableLike};

use super::Entity;
use super::load::Page;
use crate::text::front_matter;

/// A page with the entry of an entity respelled, by what becomes of each of its names. `None` where none of them changes,
/// or the page is written in a way that only a person should change.
pub fn respelled(file: &Path, text: &str, id: &str, respell: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let before = entity(file, text, id)?;
    let mut expected = before.clone();
    let names = Names::of(&mut expected, respell);
    if names.0.is_empty() {
        return None;
    }
    let is_markdown = file.extension().is_some_and(|ending| ending == "md");
    let after = if is_markdown { in_markdown(text, &names)? } else { in_toml(text, id, &names)? };
    (entity(file, &after, id)? == expected).then_some(after)
}

/// An entry as plain data.
fn entity(file: &Path, text: &str, id: &str) -> Option<Value> {
    let mut page = Page::default();
    if file.extension().is_some_and(|ending| ending == "md") {
        page.read_markdown(file, text);
    } else {
        page.read(file, text);
    }
    let found: Vec<Arc<Entity>> = page.entities.into_iter().filter(|it| &*it.id == id).map(Arc::new).collect();
    let [entity] = &found[..] else { return None };
    serde_json::to_value(entity).ok()
}

/// What changes in an entry, in the order in which its keys are written.
struct Names(Vec<Step>);

/// One change of an entry.
enum Step {
    /// A name becomes another, under a key and maybe a language.
    Becomes { key: &'static str, lang: Option<&'static str>, old: String, new: String },
    /// A list of names gets one more, at its head.
    Joins { key: &'static str, lang: Option<&'static str>, name: String },
}

const LANGS: [&str; 2] = ["de", "en"];

impl Names {
    /// The changes of an entity, which are made in `expected`.
    fn of(expected: &mut Value, respell: &dyn Fn(&str) -> Option<String>) -> Self {
        let mut steps = Vec::new();
        let mut old_labels = Vec::new();
        for (key, lang) in [("label", Some("de")), ("label", Some("en")), ("family", None)] {
            let value = place(expected, key, lang);
            let Some((old, new)) = value.as_str().and_then(|old| Some((old.to_owned(), respell(old)?))) else {
                continue;
            };
            *value = json!(new);
            old_labels.extend(lang.map(|lang| (lang, old.clone())));
            steps.push(Step::Becomes { key, lang, old, new });
        }
        for (lang, old) in old_labels {
            join(expected, "aliases", Some(lang), old, &mut steps);
        }
        for (key, lang) in [("aliases", Some("de")), ("aliases", Some("en")), ("short", None)] {
            for old in list(expected, key, lang) {
                if let Some(new) = respell(&old) {
                    join(expected, key, lang, new, &mut steps);
                }
            }
        }
        Self(steps)
    }
}

fn place<'v>(entity: &'v mut Value, key: &str, lang: Option<&str>) -> &'v mut Value {
    let value = &mut entity[key];
    match lang {
        Some(lang) => &mut value[lang],
        None => value,
    }
}

fn list(entity: &mut Value, key: &str, lang: Option<&str>) -> Vec<String> {
    let names = place(entity, key, lang).as_array().into_iter().flatten();
    names.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Puts a name at the head of a list, unless the entity has it already.
fn join(entity: &mut Value, key: &'static str, lang: Option<&'static str>, name: String, steps: &mut Vec<Step>) {
    let mut names = list(entity, key, lang);
    if names.contains(&name) || LANGS.iter().any(|lang| entity["label"][*lang] == *name) {
        return;
    }
    names.insert(0, name.clone());
    *place(entity, key, lang) = json!(names);
    steps.push(Step::Joins { key, lang, name });
}

fn in_toml(text: &str, id: &str, names: &Names) -> Option<String> {
    let mut page: DocumentMut = text.parse().ok()?;
    let entities = page.get_mut("entity")?.as_array_of_tables_mut()?;
    let entity = entities.iter_mut().find(|entity| entity.get("id").and_then(Item::as_str) == Some(id))?;
    for step in &names.0 {
        match step {
            Step::Becomes { key, lang, new, .. } => {
                let value = value_in_toml(entity, key, *lang)?.as_value_mut()?;
                let decor = value.decor().clone();
                *value = new.into();
                *value.decor_mut() = decor;
            }
            Step::Joins { key, lang, name } => {
                let names = value_in_toml(entity, key, *lang)?.as_array_mut()?;
                names.insert(0, name);
                let plain = |prefix: Option<&RawString>| prefix.is_none_or(|prefix| prefix.as_str() == Some(""));
                if let Some(second) = names.get_mut(1).filter(|second| plain(second.decor().prefix())) {
                    second.decor_mut().set_prefix(" ");
                }
            }
        }
    }
    let after = page.to_string();
    // the library ends lines in one way only
    Some(if text.contains("\r\n") { after.replace('\n', "\r\n") } else { after })
}

/// The value of a key, a new list where there is none.
fn value_in_toml<'t>(entity: &'t mut dyn TableLike, key: &str, lang: Option<&str>) -> Option<&'t mut Item> {
    let list = || Item::Value(toml_edit::Array::new().into());
    let Some(lang) = lang else { return Some(entity.entry(key).or_insert_with(list)) };
    let table = entity.entry(key).or_insert_with(|| Item::Value(InlineTable::new().into()));
    Some(table.as_table_like_mut()?.entry(lang).or_insert_with(list))
}

fn in_markdown(text: &str, names: &Names) -> Option<String> {
    let (_, head) = front_matter::find(text)?;
    let end = if head.of(text).contains("\r\n") { "\r\n" } else { "\n" };
    let mut lines: Vec<String> = head.of(text).split_inclusive('\n').map(str::to_owned).collect();
    for step in &names.0 {
        match step {
            Step::Becomes { key, lang, old, new } => {
                let (line, at) = behind(&lines, region(&lines, key)?, lang.unwrap_or(key))?;
                let start = at + lines[line][at..].find(old)?;
                lines[line].replace_range(start..start + old.len(), new);
            }
            Step::Joins { key, lang, name } => join_in_yaml(&mut lines, key, *lang, name, end)?,
        }
    }
    Some(format!("{}{}{}", &text[..head.start], lines.concat(), &text[head.end..]))
}

/// The lines of a key of the head.
fn region(lines: &[String], key: &str) -> Option<std::ops::Range<usize>> {
    let start = lines.iter().position(|line| line.strip_prefix(key).is_some_and(|rest| rest.starts_with(':')))?;
    let below = lines[start + 1..].iter().take_while(|line| line.starts_with([' ', '\t', '-', '#', '\r', '\n']));
    Some(start..start + 1 + below.count())
}

/// The place behind the colon of a key or language.
fn behind(lines: &[String], region: std::ops::Range<usize>, word: &str) -> Option<(usize, usize)> {
    let word = format!("{word}:");
    region.into_iter().find_map(|line| lines[line].find(&word).map(|at| (line, at + word.len())))
}

/// Puts a name at the head of a list, which is made where there is none.
fn join_in_yaml(lines: &mut Vec<String>, key: &str, lang: Option<&str>, name: &str, end: &str) -> Option<()> {
    let name = json!(name).to_string();
    let Some(region) = region(lines, key) else {
        let behind = self::region(lines, "label")?.end;
        let list = lang.map_or_else(|| format!(" [{name}]"), |lang| format!(" {{{lang}: [{name}]}}"));
        lines.insert(behind, format!("{key}:{list}{end}"));
        return Some(());
    };
    let Some((line, at)) = behind(lines, region.clone(), lang.unwrap_or(key)) else {
        let lang = lang?;
        let first = &mut lines[region.start];
        if let Some(open) = first.find('{') {
            let comma = if first[open + 1..].trim_start().starts_with('}') { "" } else { ", " };
            first.insert_str(open + 1, &format!("{lang}: [{name}]{comma}"));
        } else {
            let indent =
                lines.get(region.start + 1..region.end).and_then(<[_]>::first).map_or("  ", |line| indent(line));
            let line = format!("{indent}{lang}: [{name}]{end}");
            lines.insert(region.start + 1, line);
        }
        return Some(());
    };
    let rest = lines[line][at..].trim_start();
    if let Some(inside) = rest.strip_prefix('[') {
        let comma = if inside.trim_start().starts_with(']') { "" } else { ", " };
        let open = lines[line].len() - inside.len();
        lines[line].insert_str(open, &format!("{name}{comma}"));
    } else {
        let item = lines.get(line + 1).filter(|_| rest.trim().is_empty() || rest.starts_with('#'))?;
        let item = format!("{}- {name}{end}", indent(item));
        lines.insert(line + 1, item);
    }
    Some(())
}

fn indent(line: &str) -> &str {
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn respell(name: &str) -> Option<String> {
        name.contains("Grube").then(|| name.replace("Grube", "Gruber"))
    }

    #[track_caller]
    fn becomes(file: &str, before: &str, after: Option<&str>) {
        assert_eq!(respelled(Path::new(file), before, "kb:a", &respell).as_deref(), after, "{before}");
        let crlf = |text: &str| text.replace('\n', "\r\n");
        let file = Path::new(file);
        assert_eq!(respelled(file, &crlf(before), "kb:a", &respell), after.map(crlf), "{before}");
    }

    #[test]
    fn a_page_in_markdown_keeps_the_old_label_as_an_alias() {
        for (label, rest) in [
            ("label: {de: Käthe Grube}", "label: {de: Käthe Gruber}\naliases: {de: [\"Käthe Grube\"]}"),
            (
                "label:\n  de: \"Käthe Grube\"  # „so“ 🌾\naliases:\n  de: []",
                "label:\n  de: \"Käthe Gruber\"  # „so“ 🌾\naliases:\n  de: [\"Käthe Grube\"]",
            ),
            (
                "label: {de: Käthe Grube}\naliases:\n  de:\n    - Käthi\n    - K. Grube\n",
                "label: {de: Käthe Gruber}\naliases:\n  de:\n    - \"K. Gruber\"\n    - \"Käthe Grube\"\n    - Käthi\n    - K. Grube\n",
            ),
            (
                "label:\n  de: Käthe Grube\n  en: Kathy Grube\naliases:\n  de: [Käthi]\nshort: [Grube]",
                "label:\n  de: Käthe Gruber\n  en: Kathy Gruber\naliases:\n  en: [\"Kathy Grube\"]\n  de: [\"Käthe Grube\", Käthi]\nshort: [\"Gruber\", Grube]",
            ),
            (
                "label: {de: Käthe Grube Hof}\nfamily: Grube\naliases: {en: []}",
                "label: {de: Käthe Gruber Hof}\nfamily: Gruber\naliases: {de: [\"Käthe Grube Hof\"], en: []}",
            ),
        ] {
            let page = |label: &str| format!("---\nid: kb:a\ntype: person\n{label}\n---\n\nNotiz zu Grube.\n");
            becomes("a.md", &page(label), Some(&page(rest)));
        }
    }

    #[test]
    fn a_page_in_toml_keeps_everything_else() {
        let page = |entry: &str| {
            format!(
                "# Höfe 🌾\n\n[[entity]]\nid = \"kb:b\"\ntype = \"person\"\nlabel = {{ de = \"Bea Grube\" }}\n\n[[entity]]\nid = \"kb:a\"  # sie\ntype = \"person\"\n{entry}\n"
            )
        };
        becomes(
            "a.toml",
            &page("label = { de = \"Käthe Grube\" }  # neu"),
            Some(&page("label = { de = \"Käthe Gruber\" }  # neu\naliases = { de = [\"Käthe Grube\"] }")),
        );
        becomes(
            "a.toml",
            &page("label.de = \"Käthe Grube\"\naliases.de = [\"Käthi\"]\nshort = [\"Grube\"]"),
            Some(&page(
                "label.de = \"Käthe Gruber\"\naliases.de = [\"Käthe Grube\", \"Käthi\"]\nshort = [\"Gruber\", \"Grube\"]",
            )),
        );
    }

    #[test]
    fn what_does_not_change_or_is_not_understood_is_left_alone() {
        let page = |label: &str| format!("---\nid: kb:a\ntype: person\n{label}\n---\n");
        becomes("a.md", &page("label: {de: Käthe Hof}"), None);
        becomes("a.md", &page("label: {de: Käthe\n  Grube}"), None);
        becomes("a.md", &page("label: {de: Käthe Grube, en: Käthe Grube Hof}").replace("kb:a", "kb:b"), None);
        becomes("a.md", "---\nid: [\n---\n", None);
        becomes("a.toml", "[[entity]\n", None);
    }
}
