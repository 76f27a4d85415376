//! Pages of a desk, as one comes to them in an editor: made from a name, written, saved, jumped to.

mod support;

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};
use support::client::{Client, uri, write};

const HERE: &str = "Höfe 🌾

Die „Zahlen“ 🌾 nennt Käthe Groß-Müller, Expertin für Höfe, am Montag. Später sprach Groß-Müller von 170 Höfen.

Auch Wladimir Putin war da, und die Fähre Seeadler kam. Der Hofverband Bergland (HVB) schwieg.
";

/// A client with an article of a folder open.
struct Desk {
    client: Client,
    root: PathBuf,
    here: String,
}

impl Desk {
    fn new(files: &[(&str, &str)]) -> Self {
        Self::with(files, &json!({"documentChanges": true, "resourceOperations": ["create"]}))
    }

    fn with(files: &[(&str, &str)], edits: &Value) -> Self {
        let mut client = Client::start();
        let root = client.workspace(&[&[("here.txt", HERE)], files].concat());
        let here = uri(&root.join("here.txt"));
        client.initialize(json!({
            "rootUri": uri(&root),
            "locale": "de",
            "capabilities": {
                "textDocument": {"codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}}},
                "workspace": {"workspaceEdit": edits, "didChangeWatchedFiles": {"dynamicRegistration": true}},
            },
        }));
        client.open(&here, HERE);
        Self { client, root, here }
    }

    fn page(&self, name: &str) -> PathBuf {
        self.root.join(".beleg/entities").join(name)
    }

    /// What is offered for words of the article, selected or with the cursor behind their first letter.
    fn offers(&mut self, words: &str, are_selected: bool) -> Vec<Value> {
        let from = HERE.find(words).expect("the words are there");
        let first = words.chars().next().unwrap().len_utf8();
        let [start, end] = if are_selected { [from, from + words.len()] } else { [from + first; 2] };
        let range = json!({"start": position(start), "end": position(end)});
        let context = json!({"diagnostics": [], "only": ["refactor.extract"]});
        let params = json!({"textDocument": {"uri": self.here}, "range": range, "context": context});
        let offers = self.client.request("textDocument/codeAction", params)["result"].take();
        offers.as_array().expect("an answer").clone()
    }

    /// The one page that is offered: its file and its text.
    #[track_caller]
    fn offered(&mut self, words: &str, are_selected: bool, title: &str) -> (String, String) {
        let offers = self.offers(words, are_selected);
        let [offer] = &offers[..] else { panic!("one offer: {offers:#?}") };
        assert_eq!((&offer["kind"], &offer["title"]), (&json!("refactor.extract"), &json!(title)));
        let [create, write] = &offer["edit"]["documentChanges"].as_array().unwrap()[..] else { panic!("{offer:#}") };
        assert_eq!(create["kind"], "create");
        assert_eq!(write["textDocument"], json!({"uri": create["uri"], "version": null}));
        let file = create["uri"].as_str().unwrap().rsplit_once('/').unwrap();
        assert_eq!(file.0, uri(&self.root.join(".beleg/entities")));
        (file.1.to_owned(), write["edits"][0]["newText"].as_str().unwrap().to_owned())
    }

    fn at(&self, words: &str) -> Value {
        let position = position(HERE.find(words).expect("the words are there"));
        json!({"textDocument": {"uri": self.here}, "position": position})
    }

    fn saved(&mut self, name: &str, text: &str) {
        write(&self.page(name), text);
        let document = json!({"uri": uri(&self.page(name))});
        self.client.notify("textDocument/didSave", json!({"textDocument": document}));
    }

    fn hover(&mut self, words: &str) -> String {
        let at = self.at(words);
        self.client.request("textDocument/hover", at)["result"].to_string()
    }

    /// Where the definition of a name leads: files, with the line.
    fn defined(&mut self, words: &str) -> Vec<(String, u64)> {
        let at = self.at(words);
        let places = self.client.request("textDocument/definition", at)["result"].take();
        let place = |place: &Value| {
            let file = place["uri"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
            (file, place["range"]["start"]["line"].as_u64().unwrap())
        };
        places.as_array().unwrap().iter().map(place).collect()
    }
}

/// Line and column of a byte of the article.
fn position(at: usize) -> Value {
    let line = HERE[..at].rfind('\n').map_or(0, |end| end + 1);
    json!({"line": HERE[..at].matches('\n').count(), "character": HERE[line..at].encode_utf16().count()})
}

const NEW: &str = r#"---
id: "kb:kaethe-gross-mueller"
type: person
label:
  de: "Käthe Groß-Müller"
aliases:
  de: []
description:
  de: "Expertin für Höfe"
# Unter dem Strich: Notizen der Redaktion, frei geschrieben. Sie stehen auf der Karte zu diesem Namen.
---

"#;

#[test]
fn a_name_gets_a_page_that_counts_once_it_is_saved() {
    let mut desk = Desk::new(&[]);
    let title = "In die Wissensbasis aufnehmen: Käthe Groß-Müller";
    let offered = desk.offered("Käthe Groß-Müller", false, title);
    assert_eq!(offered, ("kaethe-gross-mueller.md".to_owned(), NEW.to_owned()));
    assert_eq!(desk.offered("Groß-Müller von", false, title), offered, "a surname means the same person");
    assert_eq!(desk.offered("Groß-Müller", true, title), offered);
    assert_eq!(desk.defined("Käthe Groß"), [("here.txt".to_owned(), 2)]);

    desk.saved("kaethe-gross-mueller.md", &format!("{NEW}Ruft „nie“ zurück 🌾.\n"));
    let hover = desk.hover("Käthe Groß-Müller");
    assert!(hover.contains("Expertin für Höfe") && hover.contains("Notiz der Redaktion: Ruft „nie“ zurück"), "{hover}");
    assert_eq!(desk.defined("Käthe Groß"), [("kaethe-gross-mueller.md".to_owned(), 0), ("here.txt".to_owned(), 2)]);
    assert_eq!(desk.offers("Käthe Groß-Müller", false), [Value::Null; 0], "it has a page");
}

#[test]
fn an_entity_that_is_known_keeps_its_id_and_its_card() {
    let mut desk = Desk::new(&[]);
    let (file, text) = desk.offered("Wladimir Putin", false, "In die Wissensbasis aufnehmen: Wladimir Putin");
    assert_eq!(file, "wladimir-putin.md");
    let head = "---\nid: \"Q7747\"\ntype: person\nlabel:\n  de: \"Wladimir Putin\"\n  en: \"Vladimir Putin\"\naliases:\n  de: []\n#";
    assert!(text.starts_with(head), "{text}");
}

#[test]
fn an_abbreviation_is_another_name_of_the_page() {
    let mut desk = Desk::new(&[]);
    let (_, text) = desk.offered("HVB", false, "In die Wissensbasis aufnehmen: Hofverband Bergland");
    let head = "label:\n  de: \"Hofverband Bergland\"\naliases:\n  de: [\"HVB\"]\n#";
    assert!(text.contains(head), "{text}");
}

#[test]
fn words_that_are_selected_get_a_page_whose_type_somebody_chooses() {
    let mut desk = Desk::new(&[]);
    let (file, text) = desk.offered("Fähre Seeadler", true, "In die Wissensbasis aufnehmen: Fähre Seeadler");
    assert_eq!(file, "faehre-seeadler.md");
    assert!(text.contains("\ntype:   # person, state, city, "), "{text}");
    desk.saved(&file, &text);
    let page = uri(&desk.page(&file));
    let told = desk.client.notification("textDocument/publishDiagnostics", |params| params["uri"] == page);
    assert_eq!(told["diagnostics"][0]["range"]["start"]["line"], 2, "{told}");
    desk.saved(&file, &text.replace("type: ", "type: vehicle"));
    desk.client.notification("textDocument/publishDiagnostics", |params| {
        params["uri"] == page && params["diagnostics"] == json!([])
    });
    assert!(desk.hover("Seeadler").contains("Fähre Seeadler"));
}

#[test]
fn nothing_is_offered_that_could_not_be_done_or_is_no_name() {
    let mut desk = Desk::new(&[]);
    for (words, are_selected) in
        [("nennt", false), ("nennt", true), ("Zahle", true), ("170 Höfen", true), ("Montag. Später", false)]
    {
        assert_eq!(desk.offers(words, are_selected), [Value::Null; 0], "{words}");
    }
    assert_eq!(desk.offers("Höfen.\n\nAuch Wladimir", true), [Value::Null; 0]);
    let mut desk = Desk::with(&[], &json!({"documentChanges": true}));
    assert_eq!(desk.offers("Käthe Groß-Müller", false), [Value::Null; 0], "the client makes no files");

    let mut desk = Desk::new(&[]);
    let elsewhere = uri(&desk.client.home.join("elsewhere.txt"));
    desk.client.open(&elsewhere, HERE);
    desk.here = elsewhere;
    assert_eq!(desk.offers("Käthe Groß-Müller", false), [Value::Null; 0], "no folder holds the article");
}

#[test]
fn a_new_page_takes_the_place_of_no_other() {
    let other = "---\nid: kb:a\ntype: city\nlabel: {de: Aham}\n---\n";
    let taken = "[[entity]]\nid = \"kb:kaethe-gross-mueller-2\"\ntype = \"city\"\nlabel.de = \"Beham\"\n";
    let mut desk =
        Desk::new(&[(".beleg/entities/kaethe-gross-mueller.md", other), (".beleg/entities/own.toml", taken)]);
    let title = "In die Wissensbasis aufnehmen: Käthe Groß-Müller";
    let (file, text) = desk.offered("Käthe Groß-Müller", false, title);
    assert_eq!(file, "kaethe-gross-mueller-3.md");
    assert!(text.contains("id: \"kb:kaethe-gross-mueller-3\"\n"), "{text}");
}

#[test]
#[cfg(unix)]
fn no_page_is_made_outside_of_the_folder() {
    for (place, target) in [(".beleg", "outside"), (".beleg/entities", "outside"), (".beleg", "nowhere")] {
        let mut desk = Desk::new(&[]);
        let target = desk.client.home.join(target);
        if target.ends_with("outside") {
            fs::create_dir_all(target.join("entities")).unwrap();
        }
        fs::create_dir_all(desk.root.join(place).parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(&target, desk.root.join(place)).unwrap();
        assert_eq!(desk.offers("Käthe Groß-Müller", false), [Value::Null; 0], "{place}");
    }
}

/// Pages are opened and saved beside articles, and say what is wrong with them, but nothing is found in them.
#[test]
fn an_open_page_is_no_article() {
    let page = format!("{NEW}Käthe Groß-Müller, Forscherin in London, zählt 170 Höfe.\n");
    let mut desk = Desk::new(&[(".beleg/entities/a.md", &page)]);
    let file = uri(&desk.page("a.md"));
    desk.client.open(&file, &page);
    let end = json!({"line": 11, "character": 3});
    let at = json!({"textDocument": {"uri": file}, "position": end, "context": {"includeDeclaration": true}});
    for question in ["textDocument/hover", "textDocument/references"] {
        assert_eq!(desk.client.request(question, at.clone())["result"], Value::Null, "{question}");
    }
    let mut at_name = desk.at("Käthe Groß");
    at_name["context"] = json!({"includeDeclaration": true});
    let places = desk.client.request("textDocument/references", at_name)["result"].take();
    assert!(places.as_array().unwrap().iter().all(|place| place["uri"] == desk.here), "{places}");

    desk.saved("a.md", &page.replace("label:", "labl:"));
    let told = desk.client.notification("textDocument/publishDiagnostics", |params| params["uri"] == file);
    let told = &told["diagnostics"][0];
    assert_eq!((&told["code"], &told["range"]["start"]["line"]), (&json!("entities"), &json!(3)));
    assert_eq!(told["message"], "Den Schlüssel `labl` gibt es nicht. Gemeint ist wohl `label`?");
    desk.saved("a.md", &page);
    desk.client.notification("textDocument/publishDiagnostics", |params| {
        params["uri"] == file && params["diagnostics"] == json!([])
    });
    desk.client.notify("textDocument/didClose", json!({"textDocument": {"uri": file}}));
    assert!(desk.hover("Käthe Groß").contains("Expertin für Höfe"));
}
