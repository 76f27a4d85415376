//! The house as DESIGN.md lays it out: arrows point one way, only `server` speaks the protocol, and everything is said in both
//! languages.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use regex::Regex;

/// The tiers, from the top. A module may use what lies in tiers below its own, nothing beside it.
const TIERS: &[&[&str]] = &[
    &["cli", "server"],
    &["checks", "features", "export"],
    &["desk"],
    &["archive", "ledger", "kb"],
    &["analysis"],
    &["text"],
    &["lang"],
];

/// Who may say something to the user.
const SPEAKERS: &[&str] = &["cli", "server", "checks", "features", "export"];

/// The one that starts another: `beleg lsp` runs the server.
const STARTS: (&str, &str) = ("cli", "server");

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The top module of each file with its code, without comments.
fn modules() -> Vec<(String, PathBuf, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = sources(&src).into_iter().filter(|file| !file.ends_with("main.rs") && !file.ends_with("lib.rs"));
    files
        .map(|file| {
            let inside = file.strip_prefix(&src).unwrap();
            let first = inside.iter().next().unwrap().to_str().unwrap();
            let module = first.trim_end_matches(".rs").to_owned();
            let text = std::fs::read_to_string(&file).unwrap();
            let code = text.lines().map(|line| line.split("//").next().unwrap()).collect::<Vec<_>>().join("\n");
            (module, inside.to_owned(), code)
        })
        .collect()
}

/// The modules that a file names after `crate::`, alone or in braces.
fn used(code: &str) -> Vec<String> {
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut names = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            None => names.push(word(rest)),
            Some(group) => {
                let mut depth = 0;
                let mut at_start = true;
                for (at, c) in group.char_indices() {
                    match c {
                        '}' if depth == 0 => break,
                        '{' => depth += 1,
                        '}' => depth -= 1,
                        ',' if depth == 0 => at_start = true,
                        c if at_start && c.is_alphabetic() => {
                            names.push(word(&group[at..]));
                            at_start = false;
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    names
}

fn tier(module: &str) -> Option<usize> {
    TIERS.iter().position(|tier| tier.contains(&module))
}

#[test]
fn arrows_point_one_way() {
    let mut wrong = Vec::new();
    for (module, file, code) in modules() {
        let own = tier(&module);
        assert!(own.is_some() || module == "messages", "{module} has no place in the house");
        for used in used(&code).into_iter().filter(|used| *used != module) {
            let allowed = match (used.as_str(), tier(&used)) {
                ("messages", _) => SPEAKERS.contains(&module.as_str()),
                // Messages know languages and nothing else.
                (used, Some(_)) if module == "messages" => used == "lang",
                (used, Some(below)) => own.is_some_and(|own| below > own) || (module.as_str(), used) == STARTS,
                (_, None) => false,
            };
            if !allowed {
                wrong.push(format!("{} uses {used}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "against the arrows: {wrong:#?}");
}

#[test]
fn only_the_server_speaks_the_protocol() {
    for (module, file, code) in modules() {
        for word in ["tower_lsp", "ls_types", "lsp_types"] {
            assert!(module == "server" || !code.contains(word), "{} names {word}", file.display());
        }
    }
}

#[test]
fn files_are_short_and_say_what_they_are_for() {
    for file in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.starts_with("//! "), "{} has no head", file.display());
        let lines = text.lines().take_while(|line| *line != "#[cfg(test)]").count();
        assert!(lines <= 550, "{} has {lines} lines", file.display());
    }
}

/// Every sentence is used, and every sentence used exists.
#[test]
fn messages_and_code_agree() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/messages/en.toml");
    let sections: toml::Table = toml::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let code: String = modules().into_iter().map(|(_, _, code)| code).collect();
    for (section, sentences) in &sections {
        for key in sentences.as_table().unwrap().keys() {
            // Some keys are put together from a section and a word of ANNOTATIONS.md.
            let used = [format!("\"{section}.{key}\""), format!("\"{section}.{{}}\""), format!("\"{key}\"")];
            assert!(used.iter().any(|used| code.contains(used)), "nobody says `{section}.{key}`");
        }
    }
    for section in sections.keys() {
        for (at, _) in code.match_indices(&format!("\"{section}.")) {
            let key: String = code[at + 1..].chars().take_while(|c| *c != '"').collect();
            let (_, name) = key.split_once('.').unwrap();
            let known = sections[section].as_table().unwrap().contains_key(name) || name.contains('{');
            let is_file = ["toml", "rs", "tsv", "roots", "pages", "packs"].iter().any(|ending| name.ends_with(ending));
            assert!(known || is_file, "there is no message `{key}`");
        }
    }
}

#[test]
fn the_extension_says_everything_in_both_languages() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("editors/vscode");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let said = |name: &str| -> BTreeSet<String> {
        serde_json::from_str::<BTreeMap<String, String>>(&read(name)).unwrap().into_keys().collect()
    };
    let wanted = |pattern: &str, text: &str| -> BTreeSet<String> {
        Regex::new(pattern).unwrap().captures_iter(text).map(|found| found[1].to_owned()).collect()
    };
    let named = wanted(r#""%([^%"]+)%""#, &read("package.json"));
    assert_eq!(said("package.nls.json"), named);
    assert_eq!(said("package.nls.de.json"), named);
    let code = std::fs::read_dir(folder.join("src")).unwrap().map(|file| std::fs::read_to_string(file.unwrap().path()));
    let code: String = code.collect::<Result<_, _>>().unwrap();
    assert_eq!(said("l10n/bundle.l10n.de.json"), wanted(r"l10n\.t\(\s*'((?:[^'\\]|\\.)*)'", &code));
}
