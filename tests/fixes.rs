//! Quick fixes, as editors offer and carry them out: edits of Markdown and settings, decisions beside plain texts.

mod support;

use std::fs;
use std::path::PathBuf;

use beleg::text::rope::Edit;
use beleg::text::{Encoding, Position};
use ropey::Rope;
use serde_json::{Value, json};
use support::client::{Client, uri, write};

const CLAIM: &str = "Höfe 🌾\n\nDort liegen „viele“ 40\u{a0}Höfe. Danach regnete es.\n";
const ENCODINGS: [(&str, Encoding); 3] =
    [("utf-8", Encoding::Utf8), ("utf-16", Encoding::Utf16), ("utf-32", Encoding::Utf32)];

/// What a client says whose actions may hold edits.
fn literals() -> Value {
    json!({"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}})
}

/// A client with one article of a folder open.
struct Desk {
    client: Client,
    root: PathBuf,
    article: String,
    encoding: Encoding,
}

impl Desk {
    fn new(name: &str, text: &str) -> Self {
        Self::with(name, text, ENCODINGS[0], &literals())
    }

    fn with(name: &str, text: &str, (encoding, counts): (&str, Encoding), actions: &Value) -> Self {
        let mut client = Client::start();
        let root = client.workspace(&[(name, text)]);
        let workspace = json!({
            "applyEdit": true,
            "workspaceEdit": {"documentChanges": true, "resourceOperations": ["create"]},
        });
        client.initialize(json!({
            "rootUri": uri(&root),
            "locale": "de",
            "capabilities": {
                "general": {"positionEncodings": [encoding]},
                "textDocument": {"codeAction": actions},
                "workspace": workspace,
            },
        }));
        let article = uri(&root.join(name));
        client.open(&article, text);
        Self { client, root, article, encoding: counts }
    }

    /// What is offered at a finding of this code, and where this finding stands.
    fn offers(&mut self, found: &[Value], code: &str) -> Vec<Value> {
        let finding = found.iter().find(|finding| finding["code"] == code).expect("the finding is told");
        self.offers_at(&finding["range"], &json!([finding]))
    }

    fn offers_at(&mut self, range: &Value, findings: &Value) -> Vec<Value> {
        let params = json!({
            "textDocument": {"uri": self.article},
            "range": range,
            "context": {"diagnostics": findings, "only": ["quickfix"]},
        });
        let offers = self.client.request("textDocument/codeAction", params)["result"].take();
        offers.as_array().expect("actions are offered").clone()
    }

    /// The article after an edit that an action holds.
    fn edited(&self, text: &str, edit: &Value) -> String {
        let changes = &edit["documentChanges"][0];
        assert_eq!(changes["textDocument"], json!({"uri": self.article, "version": 1}));
        applied(text, &changes["edits"], self.encoding)
    }

    /// Has a command done: an action's, or one that was offered alone.
    fn execute(&mut self, offer: &Value) -> Value {
        let command = if offer["command"].is_object() { &offer["command"] } else { offer };
        let params = json!({"command": command["command"], "arguments": command["arguments"]});
        self.client.request("workspace/executeCommand", params)
    }

    /// The codes that are told once they are these.
    fn is_told(&mut self, codes: &[&str]) -> Vec<Value> {
        let article = self.article.clone();
        let list = self.client.notification("textDocument/publishDiagnostics", |params| {
            let told = params["diagnostics"].as_array().unwrap().iter().map(|told| told["code"].as_str().unwrap());
            params["uri"] == article && told.eq(codes.iter().copied())
        });
        list["diagnostics"].as_array().unwrap().clone()
    }

    fn sidecar(&self) -> PathBuf {
        self.root.join(".beleg/annotations.jsonl")
    }
}

fn applied(text: &str, edits: &Value, encoding: Encoding) -> String {
    let mut rope = Rope::from_str(text);
    let number = |value: &Value| u32::try_from(value.as_u64().unwrap()).unwrap();
    let position = |at: &Value| Position::new(number(&at["line"]), number(&at["character"]));
    for edit in edits.as_array().unwrap() {
        let range = Some((position(&edit["range"]["start"]), position(&edit["range"]["end"])));
        Edit { range, text: edit["newText"].as_str().unwrap().to_owned() }.apply(&mut rope, encoding);
    }
    rope.to_string()
}

#[track_caller]
fn titled<'v>(offers: &'v [Value], title: &str) -> &'v Value {
    let titles: Vec<_> = offers.iter().map(|offer| &offer["title"]).collect();
    offers.iter().find(|offer| offer["title"] == title).unwrap_or_else(|| panic!("{title} is not among {titles:#?}"))
}

#[test]
fn in_markdown_a_comment_or_the_head_keeps_the_decision() {
    let behind = |comment: &str| CLAIM.replace("Höfe. D", &format!("Höfe. <!-- {comment} --> D"));
    let fixes = [
        ("Quelle vermerken", behind("src:"), &["unsourced-figure"][..]),
        ("Als eigene Recherche vermerken", behind("src: eigene Recherche"), &[]),
        ("Hier nicht melden (unsourced-figure)", behind("beleg: ignore unsourced-figure"), &[]),
        (
            "In diesem Artikel nicht melden (unsourced-figure)",
            format!("---\nbeleg: {{ignore: [unsourced-figure]}}\n---\n\n{CLAIM}"),
            &[],
        ),
    ];
    for encoding in ENCODINGS {
        let mut desk = Desk::with("hof.md", CLAIM, encoding, &literals());
        let found = desk.is_told(&["unsourced-figure"]);
        let offers = desk.offers(&found, "unsourced-figure");
        for (at, (title, expected, left)) in fixes.iter().enumerate() {
            let offer = titled(&offers, title);
            assert_eq!((&offer["kind"], &offer["diagnostics"][0]), (&json!("quickfix"), &found[0]));
            let edited = desk.edited(CLAIM, &offer["edit"]);
            assert_eq!(edited, *expected, "{title} in {}", encoding.0);
            let article = desk.article.clone();
            desk.client.change(&article, 2 + i64::try_from(at).unwrap(), json!([{"text": edited}]));
            desk.is_told(left);
        }
    }
}

#[test]
fn in_html_a_comment_stands_between_tags_and_entities() {
    let head = "<title>Höfe</title>\r\n<p>Höfe 🌾</p>\r\n<p title='ü'>";
    for (before, behind) in [
        ("Dort liegen <b>40&nbsp;H&ouml;fe.", "</b> Danach regnete es."),
        ("Dort liegen 40&nbsp;H&ouml;fe&#46;", " Danach regnete es."),
        ("Dort liegen <b>40</b> Höfe", "</p><p>Danach regnete es."),
    ] {
        let text = [head, before, behind].concat();
        for encoding in ENCODINGS {
            let mut desk = Desk::with("hof.html", &text, encoding, &literals());
            let found = desk.is_told(&["unsourced-figure"]);
            let offers = desk.offers(&found, "unsourced-figure");
            let edited = desk.edited(&text, &titled(&offers, "Als eigene Recherche vermerken")["edit"]);
            assert_eq!(edited, [head, before, " <!-- src: eigene Recherche -->", behind].concat());
            let article = desk.article.clone();
            desk.client.change(&article, 2, json!([{"text": edited}]));
            desk.is_told(&[]);
        }
    }
}

#[test]
fn a_plain_text_stays_as_it_is_and_its_sidecar_keeps_the_decision() {
    for (title, whole) in [
        ("Hier nicht melden (unsourced-figure)", false),
        ("Als eigene Recherche vermerken", false),
        ("In diesem Artikel nicht melden (unsourced-figure)", true),
    ] {
        let mut desk = Desk::new("dorf/hof.txt", CLAIM);
        let found = desk.is_told(&["unsourced-figure"]);
        let range = &found[0]["range"];
        let offers = desk.offers(&found, "unsourced-figure");
        assert!(desk.execute(titled(&offers, title)).get("error").is_none());
        desk.is_told(&[]);

        let line: Value = serde_json::from_str(fs::read_to_string(desk.sidecar()).unwrap().trim_end()).unwrap();
        assert_eq!(line["target"]["source"], "dorf/hof.txt");
        assert_eq!(line["target"]["selector"][0]["exact"].as_str(), (!whole).then_some("40\u{a0}Höfe"));
        assert_eq!(fs::read_to_string(desk.root.join("dorf/hof.txt")).unwrap(), CLAIM);

        // It goes with its words, and ends with them.
        let article = desk.article.clone();
        desk.client.change(&article, 2, json!([{"text": CLAIM.replace("Höfe 🌾", "Viele Höfe")}]));
        desk.is_told(&[]);
        desk.client.change(&article, 3, json!([{"text": CLAIM.replace("40", "50")}]));
        desk.is_told(if whole { &[] } else { &["unsourced-figure"] });
        desk.client.change(&article, 4, json!([{"text": CLAIM}]));
        desk.is_told(&[]);

        let offers = desk.offers_at(range, &json!([]));
        let [back] = &offers[..] else { panic!("one way back: {offers:#?}") };
        assert!(back["title"].as_str().unwrap().starts_with("Zurücknehmen: "), "{back}");
        assert!(desk.execute(back).get("error").is_none());
        desk.is_told(&["unsourced-figure"]);
        assert_eq!(fs::read_to_string(desk.sidecar()).unwrap(), "");
    }
}

#[test]
fn what_is_certain_is_offered_to_be_written() {
    let text = "---\ndate: 2025-05-14\n---\n\nTag 🌾\n\nAm Dienstag, 12. Mai 2025, war Markt.\n";
    for name in ["markt.md", "markt.txt"] {
        let mut desk = Desk::new(name, text);
        let found = desk.is_told(&["weekday-date"]);
        let offers = desk.offers(&found, "weekday-date");
        let offer = titled(&offers, "«Montag» schreiben");
        assert_eq!(desk.edited(text, &offer["edit"]), text.replace("Dienstag", "Montag"));
    }
}

#[test]
fn a_check_is_switched_off_in_the_settings_of_the_folder() {
    let mut desk = Desk::new("hof.txt", CLAIM);
    let found = desk.is_told(&["unsourced-figure"]);
    let title = "Im ganzen Ordner ausschalten (unsourced-figure)";
    let settings = uri(&desk.root.join("beleg.toml"));

    let changes = titled(&desk.offers(&found, "unsourced-figure"), title)["edit"]["documentChanges"].clone();
    assert_eq!(changes[0], json!({"kind": "create", "uri": settings}));
    assert_eq!(changes[1]["textDocument"], json!({"uri": settings, "version": null}));
    assert_eq!(applied("", &changes[1]["edits"], Encoding::Utf8), "[checks]\nunsourced-figure = \"off\"\n");

    let before = "# „Höfe“ 🌾\n[checks]\nvague-source = 'on'\n";
    write(&desk.root.join("beleg.toml"), before);
    let edits = titled(&desk.offers(&found, "unsourced-figure"), title)["edit"]["changes"][&settings].clone();
    assert_eq!(applied(before, &edits, Encoding::Utf8), format!("{before}unsourced-figure = \"off\"\n"));
}

#[test]
fn a_client_that_knows_only_commands_is_asked_to_apply_the_edit() {
    let mut desk = Desk::with("hof.md", CLAIM, ENCODINGS[1], &json!({}));
    let found = desk.is_told(&["unsourced-figure"]);
    let offers = desk.offers(&found, "unsourced-figure");
    assert!(offers.iter().all(|offer| offer["command"].is_string()), "{offers:#?}");
    let answer = desk.execute(titled(&offers, "Hier nicht melden (unsourced-figure)"));
    assert!(answer.get("error").is_none(), "{answer}");
    let asked = desk.client.is_asked("workspace/applyEdit");
    let edited = desk.edited(CLAIM, &asked["params"]["edit"]);
    assert!(edited.contains("Höfe. <!-- beleg: ignore unsourced-figure --> Danach"), "{edited}");
}

#[test]
fn fixes_are_offered_to_whoever_wants_them_and_only_at_findings() {
    let mut desk = Desk::new("hof.txt", CLAIM);
    let found = desk.is_told(&["unsourced-figure"]);
    let mut params = json!({
        "textDocument": {"uri": desk.article},
        "range": found[0]["range"],
        "context": {"diagnostics": [], "only": ["source"]},
    });
    assert_eq!(desk.client.request("textDocument/codeAction", params.clone())["result"], Value::Null);
    params["context"]["only"] = json!(["quickfix"]);
    assert!(!desk.client.request("textDocument/codeAction", params)["result"].as_array().unwrap().is_empty());
    let nowhere = json!({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 2}});
    assert_eq!(desk.offers_at(&nowhere, &json!([])), [Value::Null; 0]);
}

#[test]
fn what_others_have_written_into_the_sidecar_stays_and_counts() {
    let mut desk = Desk::new("hof.txt", CLAIM);
    let found = desk.is_told(&["unsourced-figure"]);
    let offers = desk.offers(&found, "unsourced-figure");
    desk.execute(titled(&offers, "Hier nicht melden (unsourced-figure)"));
    desk.is_told(&[]);

    // Somebody's merge: half a line, a marker, and an annotation of a later version.
    let line = fs::read_to_string(desk.sidecar()).unwrap();
    let merged = format!("<<<<<<< HEAD\n{}\n{{\"type\":\"Annotation\",\"body\":7}}\n", &line[..50]);
    write(&desk.sidecar(), &merged);
    desk.client
        .notify("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": uri(&desk.sidecar()), "type": 2}]}));
    let sidecar = uri(&desk.sidecar());
    let told = desk.client.notification("textDocument/publishDiagnostics", |params| params["uri"] == sidecar);
    let lines = told["diagnostics"].as_array().unwrap().iter().map(|told| told["range"]["start"]["line"].as_u64());
    assert_eq!(lines.collect::<Vec<_>>(), [Some(0), Some(1)]);
    desk.is_told(&["unsourced-figure"]);

    desk.execute(titled(&offers, "Hier nicht melden (unsourced-figure)"));
    desk.is_told(&[]);
    let kept = fs::read_to_string(desk.sidecar()).unwrap();
    assert_eq!(kept.lines().take(3).collect::<Vec<_>>(), merged.lines().collect::<Vec<_>>());
    assert_eq!(kept.lines().count(), 4);
}

#[test]
fn a_decision_that_cannot_be_kept_is_told_and_nothing_is_lost() {
    for broken in ["a file", "Latin-1", "an article", "a way out"] {
        let mut desk = Desk::new("hof.txt", CLAIM);
        let found = desk.is_told(&["unsourced-figure"]);
        let offers = desk.offers(&found, "unsourced-figure");
        let outside = desk.client.home.join("outside");
        match broken {
            "a file" => write(&desk.root.join(".beleg"), "in the way"),
            "Latin-1" => write(&desk.sidecar(), b"{\"note\":\"H\xf6fe\"}\n"),
            #[cfg(unix)]
            "an article" => {
                fs::create_dir_all(desk.root.join(".beleg")).unwrap();
                std::os::unix::fs::symlink("../hof.txt", desk.sidecar()).unwrap();
            }
            _ => {
                fs::create_dir_all(&outside).unwrap();
                #[cfg(unix)]
                std::os::unix::fs::symlink(&outside, desk.root.join(".beleg")).unwrap();
            }
        }
        let answer = desk.execute(titled(&offers, "Hier nicht melden (unsourced-figure)"));
        let message = answer["error"]["message"].as_str().unwrap_or_default();
        assert!(message.starts_with("Nicht festgehalten: .beleg/annotations.jsonl"), "{broken}: {answer}");
        match broken {
            "a file" => assert_eq!(fs::read(desk.root.join(".beleg")).unwrap(), b"in the way"),
            "Latin-1" => assert_eq!(fs::read(desk.sidecar()).unwrap(), b"{\"note\":\"H\xf6fe\"}\n"),
            "an article" => assert_eq!(fs::read_to_string(desk.root.join("hof.txt")).unwrap(), CLAIM),
            _ => assert_eq!(fs::read_dir(&outside).unwrap().count(), 0),
        }
    }
}

#[test]
fn a_comment_stands_behind_the_link_that_ends_a_sentence() {
    let text =
        "# Hof\n\nEs gibt *[40 „Höfe“ 🌾 im Tal.](https://example.org/Hof_(Tal))*[^1] Es regnet.\n\n[^1]: Hofamt.\n";
    let mut desk = Desk::new("hof.md", text);
    let found = desk.client.notification("textDocument/publishDiagnostics", |_| true)["diagnostics"].take();
    let place = json!({"start": {"line": 2, "character": 12}, "end": {"line": 2, "character": 12}});
    // A link vouches for its sentence, so that nothing is found in it; a date that cannot be is.
    assert_eq!(found, json!([]));
    assert_eq!(desk.offers_at(&place, &found), [Value::Null; 0]);
    let text = text.replace("40 „Höfe“ 🌾 im Tal", "Am Dienstag, 12. Mai 2025, war 🌾 Markt");
    let article = desk.article.clone();
    desk.client.change(&article, 2, json!([{"text": text}]));
    let found = desk.is_told(&["weekday-date"]);
    let offers = desk.offers(&found, "weekday-date");
    let edit = &titled(&offers, "Hier nicht melden (weekday-date)")["edit"]["documentChanges"][0]["edits"];
    let edited = applied(&text, edit, Encoding::Utf8);
    assert!(edited.contains("(Tal))*[^1] <!-- beleg: ignore weekday-date --> Es regnet."), "{edited}");
}

#[test]
fn a_selection_of_many_findings_is_answered_by_kind() {
    let many: String = (0..400).map(|at| format!("Dort liegen {} Höfe.\n\n", 100 + at)).collect();
    let mut desk = Desk::new("hof.md", &many);
    let all = json!({"start": {"line": 0, "character": 0}, "end": {"line": 900, "character": 0}});
    let offers = desk.offers_at(&all, &json!([]));
    let titles: Vec<_> = offers.iter().map(|offer| offer["title"].as_str().unwrap()).collect();
    let kinds =
        ["In diesem Artikel nicht melden (unsourced-figure)", "Im ganzen Ordner ausschalten (unsourced-figure)"];
    assert_eq!(titles, kinds);
}

#[test]
fn decisions_at_once_are_all_kept() {
    let many: String = (0..40).map(|at| format!("Dort liegen {} Höfe.\n\n", 100 + at)).collect();
    let mut desk = Desk::new("hof.txt", &many);
    let ids: Vec<_> = (0..40)
        .map(|at| {
            let line = 2 * at;
            let range = json!({"start": {"line": line, "character": 12}, "end": {"line": line, "character": 20}});
            let source = json!({"type": "source", "title": "Hofamt"});
            let note = json!({"uri": desk.article, "version": 1, "range": range, "body": source});
            let params = json!({"command": "beleg.annotate", "arguments": [note]});
            desk.client.begin("workspace/executeCommand", params)
        })
        .collect();
    for id in ids {
        let answer = desk.client.response(id);
        assert!(answer.get("error").is_none(), "{answer}");
    }
    assert_eq!(fs::read_to_string(desk.sidecar()).unwrap().lines().count(), 40);
    let mut names: Vec<_> = fs::read_dir(desk.root.join(".beleg")).unwrap().map(|it| it.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, [".gitattributes", ".gitignore", "annotations.jsonl", "lock"]);
}

#[test]
fn what_has_changed_meanwhile_or_is_closed_is_not_noted() {
    let mut desk = Desk::new("hof.txt", CLAIM);
    let range = json!({"start": {"line": 2, "character": 0}, "end": {"line": 2, "character": 4}});
    let note = |desk: &Desk, version: i32, range: &Value| {
        let source = json!({"type": "source", "title": "Hofamt"});
        let note = json!({"uri": desk.article, "version": version, "range": range, "body": source});
        json!({"command": "beleg.annotate", "arguments": [note]})
    };
    let nowhere = json!({"start": {"line": 2, "character": 0}, "end": {"line": 2, "character": 0}});
    for command in [note(&desk, 7, &range), note(&desk, 1, &nowhere)] {
        assert_eq!(desk.execute(&command)["error"]["code"], -32803);
    }
    let closed = json!({"textDocument": {"uri": desk.article}});
    desk.client.notify("textDocument/didClose", closed);
    let command = note(&desk, 1, &range);
    assert_eq!(desk.execute(&command)["error"]["code"], -32803);
    assert!(!desk.sidecar().exists());
}

#[test]
fn commands_that_make_no_sense_are_refused() {
    let mut desk = Desk::new("hof.txt", CLAIM);
    for (command, argument) in [
        ("beleg.nonsense", json!({})),
        ("beleg.annotate", json!({})),
        ("beleg.annotate", json!({"uri": desk.article, "version": 1, "range": null, "body": "rm"})),
        ("beleg.withdraw", Value::Null),
        ("beleg.apply", json!(7)),
    ] {
        let answer = desk.execute(&json!({"command": command, "arguments": [argument]}));
        assert_eq!(answer["error"]["code"], -32602, "{command}: {answer}");
    }
    let elsewhere = json!({"uri": "file:///elsewhere/a.txt", "id": "#0"});
    let answer = desk.execute(&json!({"command": "beleg.withdraw", "arguments": [elsewhere]}));
    assert_eq!(answer["error"]["code"], -32803, "{answer}");
}
