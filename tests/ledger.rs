//! What people decide about places of articles, as editors have it kept and shown: sources, sign-offs, decisions, links,
//! notes and labels; how they follow the text, and when they end.

mod support;

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};
use support::client::{Client, uri, write};

const CLAIM: &str =
    "Höfe 🌾\n\nDort liegen „viele“ 40\u{a0}Höfe, im Tal. Danach regnete es. Am Abend kam e\u{301}in Wind auf.\n";

/// A client with one article of a folder open, for which a desk of one signs.
struct Desk {
    client: Client,
    root: PathBuf,
    article: String,
    version: i64,
}

impl Desk {
    fn new(name: &str, text: &str) -> Self {
        Self::among(&[(name, text)])
    }

    /// The first one is open.
    fn among(files: &[(&str, &str)]) -> Self {
        let mut client = Client::start();
        let root = client.workspace(files);
        client.initialize(json!({
            "rootUri": uri(&root),
            "locale": "de",
            "initializationOptions": {"ledger": {"creator": "A. Frei", "tags": ["Nachfragen"]}},
            "capabilities": {
                "general": {"positionEncodings": ["utf-16"]},
                "workspace": {"applyEdit": true, "didChangeWatchedFiles": {"dynamicRegistration": true}},
            },
        }));
        let article = uri(&root.join(files[0].0));
        client.open(&article, files[0].1);
        Self { client, root, article, version: 1 }
    }

    fn edit(&mut self, text: &str) {
        self.version += 1;
        let article = self.article.clone();
        self.client.change(&article, self.version, json!([{"text": text}]));
    }

    fn save(&mut self, text: &str) {
        let path = self.article.rsplit('/').next().unwrap().to_owned();
        write(&self.root.join(path), text);
        self.client.notify("textDocument/didSave", json!({"textDocument": {"uri": self.article}}));
    }

    /// The range of words in the text, in UTF-16.
    fn range(text: &str, words: &str) -> Value {
        let position = |at: usize| {
            let line = text[..at].matches('\n').count();
            let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
            json!({"line": line, "character": text[start..at].encode_utf16().count()})
        };
        let at = text.find(words).expect("the words are there");
        json!({"start": position(at), "end": position(at + words.len())})
    }

    fn execute(&mut self, command: &str, argument: Value) -> Value {
        let params = json!({"command": command, "arguments": [argument]});
        self.client.request("workspace/executeCommand", params)
    }

    fn annotate(&mut self, text: &str, words: &str, body: Value) -> String {
        let range = Self::range(text, words);
        let answer = self.execute("beleg.annotate", json!({"uri": self.article, "range": range, "body": body}));
        answer["result"]["id"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
    }

    fn trail(&mut self) -> Vec<Value> {
        let answer = self.execute("beleg.trail", json!({"uri": self.article}));
        answer["result"].as_array().unwrap_or_else(|| panic!("{answer}")).clone()
    }

    fn told(&mut self) -> Vec<String> {
        self.trail().iter().map(|remark| remark["told"].as_str().unwrap().to_owned()).collect()
    }

    fn hover(&mut self, text: &str, words: &str) -> String {
        let position = Self::range(text, words)["start"].clone();
        let answer = self
            .client
            .request("textDocument/hover", json!({"textDocument": {"uri": self.article}, "position": position}));
        answer["result"]["contents"]["value"].as_str().unwrap_or_default().to_owned()
    }

    /// Code and message of what is told, once the codes are these.
    fn is_told(&mut self, codes: &[&str]) -> Vec<String> {
        let article = self.article.clone();
        let list = self.client.notification("textDocument/publishDiagnostics", |params| {
            let told = params["diagnostics"].as_array().unwrap().iter().map(|told| told["code"].as_str().unwrap());
            params["uri"] == article && told.eq(codes.iter().copied())
        });
        let told = list["diagnostics"].as_array().unwrap().iter();
        told.map(|told| told["message"].as_str().unwrap().to_owned()).collect()
    }

    /// Waits until the sidecar says so.
    fn sidecar_has(&mut self, words: &str) {
        let file = self.root.join(".beleg/annotations.jsonl");
        let params = json!({"command": "beleg.trail", "arguments": [{"uri": self.article}]});
        let says = |_: &Value| fs::read_to_string(&file).is_ok_and(|sidecar| sidecar.contains(words));
        self.client.until("workspace/executeCommand", &params, says);
    }

    fn sidecar(&self) -> String {
        fs::read_to_string(self.root.join(".beleg/annotations.jsonl")).unwrap_or_default()
    }
}

fn today(told: &str) -> String {
    let day = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let months = [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ];
    told.replace("{today}", &format!("{}. {} {}", day.day(), months[day.month() as usize - 1], day.year()))
}

#[test]
fn whatever_is_decided_is_kept_shown_and_taken_back_step_by_step() {
    let bodies = [
        (
            json!({"type": "source", "title": "Hofamt „Süd“", "url": "https://hofamt.example/ä", "date": "2026-01-02"}),
            "Quelle: Hofamt „Süd“, 2026-01-02, https://hofamt.example/ä (A. Frei, {today})",
        ),
        (json!({"type": "sign-off", "on": "Telefonat"}), "Geprüft: Telefonat (A. Frei, {today})"),
        (
            json!({"type": "decision", "verdict": "own-reporting", "reason": "gezählt"}),
            "Eigene Recherche: gezählt (A. Frei, {today})",
        ),
        (json!({"type": "decision", "verdict": "common-knowledge"}), "Allgemein bekannt (A. Frei, {today})"),
        (json!({"type": "decision", "verdict": "disputed"}), "Bestritten (A. Frei, {today})"),
        (json!({"type": "decision", "verdict": "distinct"}), "Nicht dieselbe Zahl (A. Frei, {today})"),
        (
            json!({"type": "decision", "verdict": "dismissed", "codes": ["unsourced-figure"]}),
            "Nicht zu melden: unsourced-figure (A. Frei, {today})",
        ),
        (json!({"type": "note", "text": "Stimmt das?", "question": true}), "Frage: Stimmt das? (A. Frei, {today})"),
        (json!({"type": "tag", "label": "Nachfragen"}), "Schlagwort: Nachfragen (A. Frei, {today})"),
    ];
    for name in ["hof.txt", "hof.md"] {
        let mut desk = Desk::new(name, CLAIM);
        for (body, _) in &bodies {
            desk.annotate(CLAIM, "40\u{a0}Höfe", body.clone());
        }
        let expected: Vec<String> = bodies.iter().map(|(_, told)| today(told)).collect();
        assert_eq!(desk.told(), expected);
        let hover = desk.hover(CLAIM, "40\u{a0}Höfe");
        for told in &expected {
            let first = told.split(['„', '/', '-']).next().unwrap();
            assert!(hover.contains(first), "{first} is not in {hover}");
        }
        assert_eq!(fs::read_to_string(desk.root.join(name)).unwrap(), CLAIM);
        for left in (0..bodies.len()).rev() {
            assert_eq!(desk.execute("beleg.undo", Value::Null)["result"], true);
            assert_eq!(desk.told(), expected[..left]);
        }
        assert_eq!(desk.execute("beleg.undo", Value::Null)["result"], false);
        assert_eq!(desk.sidecar(), "");
    }
}

#[test]
fn a_decision_ends_when_the_facts_change_and_not_when_commas_do() {
    let mut desk = Desk::new("hof.txt", CLAIM);
    desk.is_told(&["unsourced-figure"]);
    let dismissed = json!({"type": "decision", "verdict": "dismissed", "codes": ["unsourced-figure"]});
    desk.annotate(CLAIM, "40\u{a0}Höfe", dismissed);
    desk.is_told(&[]);
    for kept in [
        CLAIM.replace("Höfe, im Tal", "Höfe im Tal"),
        CLAIM.replace("Dort liegen", "Im Norden des Tals liegen"),
        CLAIM.replace("40\u{a0}Höfe", "40 Höfe"),
        format!("Ein neuer Absatz.\n\n{CLAIM}"),
        CLAIM.replace('\n', "\r\n"),
    ] {
        desk.edit(&kept);
        assert_eq!(desk.is_told(&[]), [""; 0], "{kept}");
        assert_eq!(desk.trail()[0]["inForce"], true);
    }
    for (from, to, change) in [
        ("40\u{a0}Höfe", "41\u{a0}Höfe", "die Zahl"),
        ("40\u{a0}Höfe", "400\u{a0}Höfe", "die Zahl"),
        ("40\u{a0}Höfe", "40\u{a0}Kühe", "die Zahl"),
    ] {
        desk.edit(&CLAIM.replace(from, to));
        let told = desk.is_told(&["unsourced-figure"]);
        let expected =
            format!(" – Nicht zu melden: unsourced-figure (A. Frei, {{today}}); seither hat sich {change} geändert");
        assert!(told[0].ends_with(&today(&expected)), "{told:?}");
        desk.edit(CLAIM);
        desk.is_told(&[]);
    }
}

#[test]
fn a_sign_off_holds_for_what_was_checked() {
    let text = CLAIM.replace(", im Tal", ", wie das Hofamt mitteilt");
    let mut desk = Desk::new("hof.txt", &text);
    desk.annotate(&text, "40\u{a0}Höfe", json!({"type": "sign-off"}));
    let lens = desk.client.request("textDocument/codeLens", json!({"textDocument": {"uri": desk.article}}));
    assert_eq!(lens["result"][0]["command"]["title"], "1 Zahl, davon 1 geprüft", "{lens}");
    desk.edit(&text.replace("mitteilt.", "mitteilt. Das sagt auch das Bauamt."));
    assert!(desk.trail()[0]["inForce"] == true, "one source more takes nothing away");
    desk.edit(&text.replace("Hofamt", "Bauamt"));
    let told = desk.is_told(&["orphan"]);
    assert_eq!(told, [today("Geprüft (A. Frei, {today}); seither hat sich die Quelle geändert")]);
    desk.edit(&text.replace("Dort liegen „viele“ 40\u{a0}Höfe, wie das Hofamt mitteilt. ", ""));
    let told = desk.is_told(&["orphan"]);
    assert_eq!(told, [today("Die Worte «40\u{a0}Höfe» sind nicht mehr zu finden: Geprüft (A. Frei, {today})")]);
    desk.edit(&text);
    desk.is_told(&[]);
}

#[test]
fn who_vouches_for_one_figure_vouches_for_no_other() {
    let text = "Höfe 🌾\n\nDort liegen 40\u{a0}Höfe und 30 Mühlen. Laut dem Amt kamen 500 Gäste.\n";
    let mut desk = Desk::new("hof.txt", text);
    desk.annotate(text, "40\u{a0}Höfe", json!({"type": "sign-off"}));
    let told = desk.is_told(&["unsourced-figure"]);
    assert!(told[0].contains("30 Mühlen"), "{told:?}");
    desk.annotate(text, "500 Gäste", json!({"type": "sign-off"}));
    let hover = desk.hover(text, "500 Gäste");
    assert!(hover.contains("Laut dem Amt") && hover.contains("Geprüft"), "the text's own source stays: {hover}");
}

#[test]
fn open_notes_wait_where_they_belong_until_somebody_answers() {
    let mut desk = Desk::new("hof.txt", CLAIM);
    let question = json!({"type": "note", "text": "Wer „zählt“ das? 🌾", "question": true});
    let id = desk.annotate(CLAIM, "im Tal", question);
    let body = json!({"type": "note", "text": "Bild fehlt"});
    desk.execute("beleg.annotate", json!({"uri": desk.article, "body": body}));
    assert_eq!(desk.hover(CLAIM, "Tal. Danach"), today("Frage: Wer „zählt“ das? 🌾 (A. Frei, {today})"));
    let told = desk.is_told(&["open-note", "unsourced-figure", "open-note"]);
    assert_eq!(told[0], today("Notiz: Bild fehlt (A. Frei, {today})"));
    assert_eq!(told[2], today("Frage: Wer „zählt“ das? 🌾 (A. Frei, {today})"));
    assert!(desk.execute("beleg.resolve", json!({"uri": desk.article, "id": id})).get("error").is_none());
    desk.is_told(&["open-note", "unsourced-figure"]);
    assert!(desk.told()[1].ends_with("(erledigt)"));
}

#[test]
fn a_mention_is_whom_somebody_says_it_is() {
    let text = "Rede\n\nWladimir Putin sprach lange. Danach ging Putin.\n";
    let mut desk = Desk::new("rede.txt", text);
    assert!(desk.hover(text, "Putin.").contains("Q7747"));
    desk.annotate(text, "Wladimir Putin", json!({"type": "link", "entity": null}));
    let hover = desk.hover(text, "Putin.");
    assert!(!hover.contains("Q7747"), "{hover}");
    desk.execute("beleg.undo", Value::Null);
    desk.annotate(text, "Wladimir Putin", json!({"type": "link", "entity": "Q58217"}));
    for words in ["Wladimir", "Putin."] {
        let hover = desk.hover(text, words);
        assert!(hover.contains("Sergei Lawrow"), "the short name goes along: {hover}");
    }
}

#[test]
fn annotations_follow_an_article_that_is_renamed_or_rewritten() {
    for (head, rewritten) in [("", false), ("---\nid: 4711\n---\n\n", true)] {
        let text = format!("{head}{CLAIM}");
        let mut desk = Desk::new("hof.txt", &text);
        desk.annotate(&text, "40\u{a0}Höfe", json!({"type": "sign-off"}));
        fs::rename(desk.root.join("hof.txt"), desk.root.join("neu.txt")).unwrap();
        let gone = uri(&desk.root.join("hof.txt"));
        desk.client.notify("textDocument/didClose", json!({"textDocument": {"uri": gone}}));
        let changes =
            json!({"changes": [{"uri": gone, "type": 3}, {"uri": uri(&desk.root.join("neu.txt")), "type": 1}]});
        desk.client.notify("workspace/didChangeWatchedFiles", changes);
        desk.article = uri(&desk.root.join("neu.txt"));
        let text = if rewritten { format!("{head}Etwas ganz anderes.\n") } else { text };
        let article = desk.article.clone();
        desk.client.open(&article, &text);
        desk.is_told(if rewritten { &["orphan"] } else { &[] });
        assert_eq!(desk.trail().len(), 1);
        desk.save(&text);
        desk.sidecar_has("\"source\":\"neu.txt\"");
    }
}

#[test]
fn a_saved_article_has_its_anchors_renewed_so_that_small_edits_add_up() {
    let mut desk = Desk::new("hof.txt", CLAIM);
    desk.annotate(CLAIM, "40\u{a0}Höfe", json!({"type": "sign-off"}));
    let words = ["Dort", "liegen", "„viele“", "im", "Tal", "Danach", "regnete", "es"];
    let mut text = CLAIM.to_owned();
    for (at, word) in words.into_iter().enumerate() {
        text = text.replacen(word, &format!("Wort{at}"), 1);
        desk.edit(&text);
        assert_eq!(desk.trail()[0]["inForce"], true, "{text}");
        desk.save(&text);
        desk.sidecar_has(&format!("Wort{at}"));
    }
    assert!(desk.sidecar().contains("\"created\""));
}

#[test]
fn who_is_protected_stands_nowhere_but_in_the_private_file() {
    const NAME: &str = "Sidonie Quellwasser";
    let mut desk = Desk::new("hof.txt", CLAIM);
    let body = json!({"type": "decision", "verdict": "protected", "reason": NAME});
    desk.annotate(CLAIM, "40\u{a0}Höfe", body);
    desk.is_told(&[]);
    let private = desk.root.join(".beleg/private.jsonl");
    assert!(fs::read_to_string(&private).unwrap().contains(NAME));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&private).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let ignored = fs::read_to_string(desk.root.join(".beleg/.gitignore")).unwrap();
    assert!(ignored.lines().any(|line| line == "private.jsonl"));
    desk.hover(CLAIM, "40\u{a0}Höfe");
    desk.trail();
    desk.save(CLAIM);
    desk.client.request("workspace/symbol", json!({"query": "Quellwasser"}));
    desk.client.request("shutdown", Value::Null);
    for heard in desk.client.heard() {
        assert!(!heard.to_string().contains("Quellwasser"), "{heard}");
    }
    let mut folders = vec![desk.root.clone(), desk.client.home.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path != private {
                let bytes = fs::read(&path).unwrap();
                let found = bytes.windows(NAME.len()).any(|bytes| bytes == NAME.as_bytes());
                assert!(!found, "the name stands in {}", path.display());
            }
        }
    }
}

#[test]
fn a_menu_offers_what_can_be_put_down() {
    let library =
        "[[source]]\ntitle = \"Hofamt „Süd“\"\nurl = \"https://hofamt.example/ä\"\nkind = \"statistics-office\"\n";
    let text = "Rede\n\nWladimir Putin nannte 40\u{a0}Höfe.\n";
    let mut desk = Desk::among(&[("rede.txt", text), (".beleg/sources.toml", library)]);
    let offers = |desk: &mut Desk, words: &str| {
        let start = Desk::range(text, words)["start"].clone();
        let params = json!({
            "textDocument": {"uri": desk.article},
            "range": {"start": start, "end": start},
            "context": {"diagnostics": [], "only": ["refactor.annotate"]},
        });
        let offers = desk.client.request("textDocument/codeAction", params)["result"].take();
        offers.as_array().unwrap_or_else(|| panic!("{offers}")).clone()
    };
    let titles = |offers: &[Value]| -> Vec<String> {
        offers.iter().map(|offer| offer["title"].as_str().unwrap().to_owned()).collect()
    };
    let at_figure = offers(&mut desk, "40\u{a0}Höfe");
    let expected = ["Als geprüft vermerken", "Als Quelle vermerken: Hofamt „Süd“", "Schlagwort: Nachfragen"];
    assert_eq!(titles(&at_figure), expected);
    for offer in &at_figure {
        let answer = desk.execute(offer["command"].as_str().unwrap(), offer["arguments"][0].clone());
        assert!(answer.get("error").is_none(), "{answer}");
    }
    assert_eq!(desk.trail().len(), 3);
    assert!(desk.trail()[1]["told"].as_str().unwrap().contains("https://hofamt.example/ä"));
    let verified = offers(&mut desk, "40\u{a0}Höfe");
    assert!(!titles(&verified).contains(&expected[0].to_owned()), "nobody verifies twice");
    let at_name = titles(&offers(&mut desk, "Wladimir"));
    assert!(at_name.contains(&"Gemeint ist niemand, den die Wissensbasis kennt".to_owned()), "{at_name:?}");
    desk.annotate(text, "Wladimir", json!({"type": "note", "text": "Wo?", "question": true}));
    assert!(titles(&offers(&mut desk, "Wladimir")).contains(&"Erledigt: Wo?".to_owned()));
}

#[test]
fn sources_footnotes_and_labels_are_offered_where_they_are_written() {
    let library = "[[source]]\ntitle = \"Hofamt „Süd“: Zählung\"\n[[source]]\nurl = \"https://zeitung.example/ä\"\n";
    let head = "---\ntags: [N]\nsources:\n  - \"Hof\nsource_url: htt\n---\n";
    let text = format!("{head}\n„Viele“ 🌾 40 Höfe. <!-- src: Hof --> Es regnet.[^w]\n\n[^wsj]: WSJ, 3. Mai\n");
    let mut desk = Desk::among(&[("hof.md", &text), (".beleg/sources.toml", library)]);
    let mut offered = |words: &str| -> Vec<String> {
        let position = Desk::range(&text, words)["end"].clone();
        let params = json!({"textDocument": {"uri": desk.article}, "position": position});
        let answer = desk.client.request("textDocument/completion", params);
        let items = answer["result"]["items"].as_array().cloned().unwrap_or_default();
        items.iter().map(|item| item["textEdit"]["newText"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(offered("src: Hof"), ["Hofamt „Süd“: Zählung"]);
    assert_eq!(offered("[^w"), ["wsj"]);
    assert_eq!(offered("tags: [N"), ["Nachfragen"]);
    assert_eq!(offered("- \"Hof"), ["Hofamt „Süd“: Zählung"]);
    assert_eq!(offered("source_url: htt"), ["https://zeitung.example/ä"]);
    assert_eq!(offered("Es regnet."), [""; 0]);
}

#[test]
fn in_markdown_a_source_at_hand_is_written_into_the_text() {
    let library = "[[source]]\ntitle = \"Hofamt „Süd“\"\nurl = \"https://hofamt.example/ä\"\n";
    let mut desk = Desk::among(&[("hof.md", CLAIM), (".beleg/sources.toml", library)]);
    desk.is_told(&["unsourced-figure"]);
    let params = json!({
        "textDocument": {"uri": desk.article},
        "range": Desk::range(CLAIM, "40\u{a0}Höfe"),
        "context": {"diagnostics": [], "only": ["quickfix"]},
    });
    let offers = desk.client.request("textDocument/codeAction", params)["result"].take();
    let mut offers = offers.as_array().unwrap().iter();
    let offer = offers.find(|offer| offer["title"] == "Quelle vermerken: Hofamt „Süd“").expect("it is offered");
    let edit = &offer["arguments"][0]["documentChanges"][0]["edits"][0];
    let edit = if edit.is_null() { &offer["arguments"][0]["changes"][&desk.article][0] } else { edit };
    assert_eq!(edit["newText"], " <!-- src: Hofamt „Süd“, https://hofamt.example/ä -->", "{offer:#}");
    desk.edit(&CLAIM.replace("im Tal.", "im Tal. <!-- src: Hofamt „Süd“, https://hofamt.example/ä -->"));
    desk.is_told(&[]);
    assert!(desk.hover(CLAIM, "40\u{a0}Höfe").contains("hofamt"));
}

#[test]
fn a_library_that_is_broken_is_told_at_its_line() {
    let mut desk =
        Desk::among(&[("hof.txt", CLAIM), (".beleg/sources.toml", "[[source]]\ntitle = \"a\"\nulr = \"b\"\n")]);
    let library = uri(&desk.root.join(".beleg/sources.toml"));
    let told = desk.client.notification("textDocument/publishDiagnostics", |params| params["uri"] == library);
    assert_eq!(told["diagnostics"][0]["range"]["start"]["line"], 2, "{told}");
}

#[test]
fn what_cannot_be_kept_is_refused_in_words() {
    let mut desk = Desk::new("hof.txt", CLAIM);
    let range = Desk::range(CLAIM, "40\u{a0}Höfe");
    for (body, code) in [
        (json!({"type": "source", "url": "javascript:alert(1)"}), -32803),
        (json!({"type": "source"}), -32803),
        (json!({"type": "decision", "verdict": "maybe"}), -32602),
        (json!({"type": "later"}), -32602),
        (Value::Null, -32602),
    ] {
        let answer = desk.execute("beleg.annotate", json!({"uri": desk.article, "range": range, "body": body}));
        assert_eq!(answer["error"]["code"], code, "{body}: {answer}");
    }
    let old = json!({"uri": desk.article, "version": 7, "range": range, "body": {"type": "sign-off"}});
    assert_eq!(desk.execute("beleg.annotate", old)["error"]["code"], -32803);
    let nobody = json!({"uri": desk.article, "id": "#0"});
    assert_eq!(desk.execute("beleg.withdraw", nobody)["error"]["code"], -32803);
    assert_eq!(desk.sidecar(), "");
}

#[test]
fn editors_are_told_cards_series_findings_and_how_the_server_is_doing() {
    let text = "---\ndate: 2023-06-03\n---\nRede\n\nWladimir Putin besuchte den Ort. Im Hafen von Rasino stehen 7'000 rote Container. Danach ging er.\n";
    let earlier =
        "---\ndate: 2023-05-03\n---\nHafen\n\nIm Hafen von Rasino stehen laut dem Amt 1'000 rote Container.\n";
    let mut desk = Desk::among(&[("rede.txt", text), ("hafen.md", earlier)]);
    let article = desk.article.clone();
    let status = desk.client.until(
        "workspace/executeCommand",
        &json!({"command": "beleg.status", "arguments": [{"uri": article}]}),
        |status| status["indexing"] == false && status["articles"] == 2,
    );
    assert_eq!(status["document"], json!({"people": 1, "figures": 1, "verified": 0, "unsourced": 1}));
    assert!(desk.execute("beleg.status", Value::Null)["result"]["document"].is_null());

    let card = desk.execute("beleg.card", json!({"name": "Putin"}))["result"].take();
    assert!(card.as_str().unwrap().contains("Q7747"), "{card}");
    let position = Desk::range(text, "Putin")["start"].clone();
    let here = desk.execute("beleg.card", json!({"uri": desk.article, "position": position}))["result"].take();
    assert!(here.as_str().unwrap().contains("Q7747"), "{here}");
    assert_eq!(desk.execute("beleg.card", json!({"name": "Niemand Nirgends"}))["result"], Value::Null);

    for asked in
        [json!({"unit": "Container"}), json!({"uri": desk.article, "position": Desk::range(text, "7'000")["start"]})]
    {
        let series = desk.execute("beleg.series", asked)["result"].take();
        let series = series.as_str().unwrap_or_else(|| panic!("{series}"));
        let lines: Vec<&str> = series.lines().collect();
        assert!(lines.len() == 2 && lines[0].contains("1'000") && lines[1].contains("7'000"), "{series}");
        assert!(lines[0].contains("hafen.md#L6") && lines[0].contains("*laut dem Amt*"), "{series}");
    }
    assert_eq!(desk.execute("beleg.series", json!({"unit": "Elefanten"}))["result"], Value::Null);
    assert_eq!(desk.execute("beleg.series", json!({"name": "Putin"}))["error"]["code"], -32602);

    let found = desk.execute("beleg.check", json!({}))["result"].take();
    let [own] = &found.as_array().unwrap()[..] else { panic!("{found:#}") };
    assert_eq!((&own["uri"], &own["diagnostics"][0]["code"]), (&json!(article), &json!("unsourced-figure")));
    assert!(desk.execute("beleg.index", Value::Null).get("error").is_none());
}
