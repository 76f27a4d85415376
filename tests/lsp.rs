//! The real server over a real pipe: its life, its answers, and what it does with clients that misbehave.

mod support;

use serde_json::{Value, json};
use support::client::{Client, uri};

const A: &str = "file:///desk/a.txt";

fn symbols(client: &mut Client, uri: &str) -> Value {
    client.request("textDocument/documentSymbol", json!({"textDocument": {"uri": uri}}))["result"].take()
}

fn error_code(response: &Value) -> Option<i64> {
    response["error"]["code"].as_i64()
}

#[test]
fn lives_and_ends_as_the_protocol_says() {
    let mut client = Client::start();
    assert_eq!(error_code(&client.request("textDocument/hover", json!({}))), Some(-32002));
    let capabilities = client.initialize(json!({}));
    assert_eq!(capabilities["positionEncoding"], "utf-16");
    assert_eq!(capabilities["textDocumentSync"]["change"], 2);
    assert_eq!(error_code(&client.request("no/such/method", json!({}))), Some(-32601));
    assert_eq!(error_code(&client.request("initialize", json!({"capabilities": {}}))), Some(-32600));
    assert_eq!(client.request("shutdown", Value::Null)["result"], Value::Null);
    let after = client
        .request("textDocument/hover", json!({"textDocument": {"uri": A}, "position": {"line": 0, "character": 0}}));
    assert_eq!(error_code(&after), Some(-32600));
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_code(), Some(0));
}

#[test]
fn ends_with_failure_when_the_client_leaves_without_a_word() {
    let (mut client, _) = Client::initialized(json!({}));
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_code(), Some(1));

    let (mut client, _) = Client::initialized(json!({}));
    client.hang_up();
    assert_eq!(client.exit_code(), Some(1));
}

#[test]
#[cfg(unix)]
fn ends_when_its_parent_is_gone() {
    let mut parent = std::process::Command::new("sleep").arg("600").spawn().unwrap();
    let (mut client, _) = Client::initialized(json!({"processId": parent.id()}));
    parent.kill().unwrap();
    parent.wait().unwrap();
    assert_eq!(client.exit_code(), Some(1));
}

#[test]
fn takes_the_best_encoding_that_is_offered() {
    for (offer, taken) in [
        (json!(["utf-16", "utf-32", "utf-8"]), "utf-8"),
        (json!(["utf-16", "utf-32"]), "utf-32"),
        (json!(["utf-16"]), "utf-16"),
        (Value::Null, "utf-16"),
    ] {
        let general = json!({"general": {"positionEncodings": offer}});
        let (_, capabilities) = Client::initialized(json!({"capabilities": general}));
        assert_eq!(capabilities["positionEncoding"], taken);
    }
}

/// The first line of a plain text is its title, so the outline shows both the text and the columns of a line.
#[test]
fn edits_hold_in_every_encoding() {
    let line = "Grüße\u{a0}😀 e\u{301}lan Zürich\n\nEin Absatz über nichts.\n";
    for (encoding, from, to) in [("utf-8", 18, 22), ("utf-16", 12, 15), ("utf-32", 11, 14)] {
        let general = json!({"general": {"positionEncodings": [encoding]}});
        let (mut client, _) = Client::initialized(json!({"capabilities": general}));
        client.open(A, line);
        let place =
            |from: i64, to: i64| json!({"start": {"line": 0, "character": from}, "end": {"line": 0, "character": to}});
        // In one message, each change counting from the one before: `Zür` → `Mün`, then the whole line's end, clamped.
        client.change(
            A,
            2,
            json!([
                {"range": place(from + 3, to + 3), "text": "Mün"},
                {"range": place(9999, 9999), "text": " Süd"},
            ]),
        );
        let outline = symbols(&mut client, A);
        assert_eq!(outline[0]["name"], "Grüße 😀 e\u{301}lan Münich Süd", "{encoding}: {outline}");
        assert!(client.diagnostics(A, 2).is_empty());
    }
}

#[test]
fn diagnostics_carry_version_code_and_source_and_go_when_the_document_closes() {
    let (mut client, _) = Client::initialized(json!({"locale": "de-CH"}));
    client.open(A, "---\ntitle: [\n---\n\nText.\n");
    let broken = client.diagnostics(A, 1);
    assert_eq!(broken[0]["code"], "front-matter");
    assert_eq!(broken[0]["source"], "beleg");
    assert!(broken[0]["message"].as_str().unwrap().contains("kein gültiges YAML"));
    client.change(A, 2, json!([{"text": "Titel\n\nText.\n"}]));
    assert!(client.diagnostics(A, 2).is_empty());
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": A}}));
    let closed = client.notification("textDocument/publishDiagnostics", |params| params.get("version").is_none());
    assert_eq!(closed["diagnostics"], json!([]));
}

/// Each edit puts a digit in front and takes the last away: any two in the wrong order would show.
#[test]
fn the_last_of_many_edits_is_the_one_that_counts() {
    let (mut client, _) = Client::initialized(json!({}));
    client.open(A, "xxxxxxxxxx\n\nText.\n");
    let range =
        |from: i64, to: i64| json!({"start": {"line": 0, "character": from}, "end": {"line": 0, "character": to}});
    let mut asked = Vec::new();
    for version in 2..2000 {
        let digit = (version % 10).to_string();
        client.change(A, version, json!([{"range": range(0, 0), "text": digit}, {"range": range(10, 11), "text": ""}]));
        if version % 100 == 5 {
            asked.push((version, client.begin("textDocument/documentSymbol", json!({"textDocument": {"uri": A}}))));
        }
    }
    for (version, id) in asked.into_iter().skip(1) {
        assert_eq!(client.response(id)["result"][0]["name"], "5432109876", "as it was at version {version}");
    }
    assert_eq!(symbols(&mut client, A)[0]["name"], "9876543210");
    client.diagnostics(A, 1999);
}

#[test]
fn nothing_malformed_stops_it() {
    let (mut client, _) = Client::initialized(json!({}));
    client.open(A, "Titel\n\nText.\n");
    let malformed: &[&[u8]] = &[
        b"Content-Length: none\r\n\r\n",
        b"Content-Length: -1\r\n\r\n",
        b"Content-Length: 99999999999999\r\n\r\n{}",
        b"Content-Length: 500\r\n\r\n{\"jsonrpc\":",
        b"Content-Length: 4\r\n\r\n{no}",
        b"Content-Length: 2\r\n\r\n{}",
        b"Content-Length: 2\r\n\r\n[]",
        b"Content-Length: 4\r\n\r\nnull",
        b"Content-Length: 2\r\n\r\n\xff\xfe",
        b"Content-Length: 17\r\n\r\n{\"jsonrpc\":\"2.0\"}",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"\r\n\r\n",
        b"\0\0\0\0",
    ];
    for bytes in malformed {
        client.send_raw(bytes);
        let outline = symbols(&mut client, A);
        assert_eq!(outline[0]["name"], "Titel", "after {}", String::from_utf8_lossy(bytes));
    }
    let body = r#"{"jsonrpc":"2.0","id":"lower","method":"shutdown"}"#;
    client.send_raw(format!("content-length:{}\r\n\r\n{body}", body.len()).as_bytes());
    client.wait_for("an answer to a lower-case header", |message| message["id"] == "lower");
}

#[test]
fn documents_of_any_address_are_served() {
    let (mut client, _) = Client::initialized(json!({"workspaceFolders": null}));
    for uri in ["untitled:Untitled-1", "file:///c%3A/Texte/%C3%BCber.txt", "file:///desk/mit%20Leerzeichen.txt"] {
        client.open(uri, "Titel\n\nText.\n");
        assert!(client.diagnostics(uri, 1).is_empty());
        assert_eq!(symbols(&mut client, uri)[0]["name"], "Titel");
    }
}

#[test]
fn what_is_wrong_with_the_settings_is_told_where_it_stands() {
    let mut client = Client::start();
    let root = client.workspace(&[("beleg.toml", "messages = \"de\"\nlangauge = \"de\"\n= nonsense\n")]);
    client.initialize(json!({"rootUri": uri(&root)}));
    let file = uri(&root.join("beleg.toml"));
    let told = client.notification("textDocument/publishDiagnostics", |params| params["uri"] == file);
    let places: Vec<_> = told["diagnostics"].as_array().unwrap().iter().map(|d| &d["range"]["start"]["line"]).collect();
    assert_eq!(places, [2, 1]);
    client.notification("window/showMessage", |params| params["message"].as_str().unwrap().contains("`language`?"));
}

#[test]
fn the_editors_settings_win_and_are_asked_for() {
    let mut client = Client::start();
    client.configuration = json!({"messages": "de", "path": "/opt/beleg"});
    client.initialize(
        json!({"capabilities": {"workspace": {"configuration": true}}, "initializationOptions": {"messages": "en"}}),
    );
    let broken = "---\ntitle: [\n---\n\nText.\n";
    client.open(A, broken);
    // Whichever came first, the list in German is the last one.
    let german = |params: &Value| params["diagnostics"].to_string().contains("kein gültiges YAML");
    client.notification("textDocument/publishDiagnostics", german);
    assert_eq!(client.asked[0]["method"], "workspace/configuration");
}

#[test]
fn the_archive_is_read_with_a_progress_report() {
    let mut client = Client::start();
    let root = client.workspace(&[("a.txt", "Titel\n\nText.\n"), ("b/c.md", "# Titel\n"), ("latin.txt", "")]);
    std::fs::write(root.join("latin.txt"), b"Z\xfcrich").unwrap();
    client.initialize(json!({"rootUri": uri(&root), "capabilities": {"window": {"workDoneProgress": true}}}));
    client.notification("$/progress", |params| params["value"]["kind"] == "begin");
    client.notification("$/progress", |params| params["value"]["kind"] == "end");
    client.notification("window/showMessage", |params| params["message"].as_str().unwrap().contains("Windows-1252"));
}

const HERE: &str = "Ein Bericht\n\nDie 😀 Zahlen nennt Jana Wattner, Expertin für Landkriege. Wattner warnt.\n";
const THERE: &str =
    "Vorgeschichte\n\nDamals sprach Jana Wattner, Forscherin ![](http://x.example/a.png) in London, von Krieg.\n";

/// A server with two articles, the first of them open; the archive has been read.
fn two_articles(capabilities: Value) -> (Client, String, String) {
    let mut client = Client::start();
    let root = client.workspace(&[("here.txt", HERE), ("there.txt", THERE)]);
    let mut all = json!({"window": {"workDoneProgress": true}});
    all.as_object_mut().unwrap().extend(capabilities.as_object().unwrap().clone());
    client.initialize(json!({"rootUri": uri(&root), "capabilities": all, "locale": "de"}));
    let here = uri(&root.join("here.txt"));
    client.open(&here, HERE);
    client.notification("$/progress", |params| params["value"]["kind"] == "end");
    (client, here, uri(&root.join("there.txt")))
}

fn at(uri: &str, line: u32, character: u32) -> Value {
    json!({"textDocument": {"uri": uri}, "position": {"line": line, "character": character}, "context": {"includeDeclaration": true}})
}

/// File, line, and columns in UTF-16.
fn place(uri: &str, line: u32, from: u32, to: u32) -> Value {
    json!({"uri": uri, "range": {"start": {"line": line, "character": from}, "end": {"line": line, "character": to}}})
}

#[test]
fn definitions_and_references_lead_into_other_articles() {
    let (mut client, here, there) = two_articles(json!({}));
    let definition = client.request("textDocument/definition", at(&here, 2, 63));
    assert_eq!(definition["result"], json!([place(&here, 2, 20, 32), place(&there, 2, 14, 26)]));
    let references = client.request("textDocument/references", at(&here, 2, 63));
    assert_eq!(
        references["result"],
        json!([place(&here, 2, 20, 32), place(&here, 2, 59, 66), place(&there, 2, 14, 26)])
    );
    // What changes on disk is noticed when the client says so.
    let file = std::path::Path::new(there.strip_prefix("file://").unwrap());
    std::fs::remove_file(file).unwrap();
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": there, "type": 3}]}));
    let gone = client.request("textDocument/references", at(&here, 2, 63));
    assert_eq!(gone["result"].as_array().unwrap().len(), 2);
}

#[test]
fn definitions_come_as_links_where_the_client_takes_them() {
    let (mut client, here, _) = two_articles(json!({"textDocument": {"definition": {"linkSupport": true}}}));
    let definition = client.request("textDocument/definition", at(&here, 2, 63))["result"].take();
    assert_eq!(definition[0]["originSelectionRange"], place(&here, 2, 59, 66)["range"]);
    assert_eq!(definition[0]["targetSelectionRange"], place(&here, 2, 20, 32)["range"]);
}

#[test]
fn hovers_hold_no_markup_from_articles() {
    let (mut client, here, there) = two_articles(json!({}));
    let hover = client.request("textDocument/hover", at(&here, 2, 60))["result"].take();
    assert_eq!(hover["range"], place(&here, 2, 59, 66)["range"]);
    assert!(hover["contents"]["value"].as_str().unwrap().contains("Jana Wattner, Expertin für Landkriege"));
    client.open(&there, THERE);
    let hover = client.request("textDocument/hover", at(&there, 2, 15))["result"].take();
    assert!(!hover["contents"]["value"].as_str().unwrap().contains("![]"), "{hover}");
    let nothing = client.request("textDocument/hover", at("file:///not/open.txt", 0, 0));
    assert_eq!(nothing["result"], Value::Null);
}

#[test]
fn hovers_come_plain_where_the_client_wants_them_plain() {
    let (mut client, here, _) = two_articles(json!({"textDocument": {"hover": {"contentFormat": ["plaintext"]}}}));
    let hover = client.request("textDocument/hover", at(&here, 2, 60))["result"].take();
    assert_eq!(hover["contents"]["kind"], "plaintext");
    assert!(!hover["contents"]["value"].as_str().unwrap().contains('*'));
}

#[test]
fn declarations_are_first_mentions_and_type_definitions_pages() {
    let takes_links = json!({"textDocument": {"declaration": {"linkSupport": true}}});
    for (capabilities, links) in [(json!({}), false), (takes_links, true)] {
        let (mut client, here, _) = two_articles(capabilities);
        let declaration = client.request("textDocument/declaration", at(&here, 2, 63))["result"].take();
        let (origin, first) = (place(&here, 2, 59, 66), place(&here, 2, 20, 32));
        let link = json!({"originSelectionRange": origin["range"], "targetUri": here, "targetRange": first["range"], "targetSelectionRange": first["range"]});
        assert_eq!(declaration, json!([if links { link } else { first }]));
        assert_eq!(client.request("textDocument/typeDefinition", at(&here, 2, 63))["result"], Value::Null);
    }
    let mut client = Client::start();
    let page = "---\nid: kb:wattner\ntype: person\nlabel: {de: Jana Wattner}\n---\n";
    let root = client.workspace(&[(".beleg/entities/jana-wattner.md", page)]);
    let offers = client.initialize(json!({"rootUri": uri(&root)}));
    assert_eq!((&offers["declarationProvider"], &offers["typeDefinitionProvider"]), (&json!(true), &json!(true)));
    client.open(A, HERE);
    let card = client.request("textDocument/typeDefinition", at(A, 2, 63))["result"].take();
    assert_eq!(card, json!([place(&uri(&root.join(".beleg/entities/jana-wattner.md")), 0, 0, 0)]));
}

/// Behind an emoji, so that each encoding counts differently.
#[test]
fn inlay_hints_are_given_where_they_are_asked_for() {
    let text = "---\ndate: 2025-05-14\nlang: de\n---\nTitel\n\n„Grüße“ 😀 gestern.\n";
    for (encoding, column) in [("utf-8", 26), ("utf-16", 18), ("utf-32", 17)] {
        let general = json!({"general": {"positionEncodings": [encoding]}});
        let settings = json!({"inlay": {"dates": true}});
        let (mut client, _) = Client::initialized(json!({"capabilities": general, "initializationOptions": settings}));
        client.open(A, text);
        let everything = json!({"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}});
        let params = json!({"textDocument": {"uri": A}, "range": everything});
        let hints = client.request("textDocument/inlayHint", params.clone())["result"].clone();
        assert_eq!(hints[0]["label"], "13 May 2025", "{hints}");
        assert_eq!(hints[0]["position"], json!({"line": 6, "character": column}));
        client.notify("workspace/didChangeConfiguration", json!({"settings": {"inlay": {"dates": false}}}));
        assert_eq!(client.request("textDocument/inlayHint", params)["result"], Value::Null);
    }
}

#[test]
fn a_client_that_never_answers_is_served_all_the_same() {
    let mut client = Client::start();
    let capabilities = json!({"workspace": {"configuration": true, "didChangeWatchedFiles": {"dynamicRegistration": true}}, "window": {"workDoneProgress": true}});
    client.mute = true;
    client.initialize(json!({"capabilities": capabilities}));
    client.open(A, "Titel\n\nText.\n");
    for _ in 0..5000 {
        client.notify("workspace/didChangeConfiguration", json!({"settings": null}));
    }
    assert_eq!(symbols(&mut client, A)[0]["name"], "Titel");
    client.diagnostics(A, 1);
}

#[test]
fn a_finding_goes_when_its_source_comes() {
    let (mut client, _) = Client::initialized(
        json!({"locale": "de", "capabilities": {"textDocument": {"publishDiagnostics": {"relatedInformation": true}}}}),
    );
    client.open(A, "Ein Angriff\n\nVom Tal aus feuerte die Armee 170 Granaten auf die Stadt.\n");
    let found = client.diagnostics(A, 1);
    assert_eq!(found[0]["code"], "unsourced-figure");
    assert_eq!(found[0]["range"], place(A, 2, 30, 42)["range"]);
    let start = json!({"line": 2, "character": 0});
    client.change(A, 2, json!([{"range": {"start": start, "end": {"line": 2, "character": 11}}, "text": "Vom Tal aus feuerte laut 38 North die Armee 180 Granaten auf die Stadt. Dann"}]));
    let left = client.diagnostics(A, 2);
    assert!(left.iter().all(|finding| finding["range"]["start"]["character"].as_u64() > Some(70)), "{left:#?}");
}

#[test]
fn many_hints_are_one_line_and_numbers_without_a_source_are_all_listed() {
    let (mut client, _) = Client::initialized(json!({"locale": "de"}));
    let sentence = "Der alte Steg über den Fluss hilft dem ganzen Dorf seit jeher.\n\n";
    let claims: String = (100..160).map(|count| format!("Dort liegen {count} Granaten im Lager.\n\n")).collect();
    client.open(A, &format!("Ein Titel\n\n{}{claims}", sentence.repeat(50)));
    let list = client.diagnostics(A, 1);
    let with = |code: &str| list.iter().filter(|finding| finding["code"] == code).collect::<Vec<_>>();
    assert_eq!((with("unsourced-figure").len(), with("repeated-passage").len()), (60, 20));
    let folded = with("folded");
    assert_eq!(folded.len(), 1);
    // The first sentence is no repeat, then come twenty that are listed.
    assert_eq!(folded[0]["range"]["start"]["line"], 2 + 2 * 21);
    assert!(folded[0]["message"].as_str().unwrap().starts_with("29 weitere Hinweise"));
}

/// Faults that real editors have: an address with raw brackets, half an emoji, an unknown `$/` request.
#[test]
fn what_clients_write_wrongly_is_read_as_it_is_meant() {
    let mut client = Client::start();
    client.initialize(json!({"rootUri": "file:///desk/[Texte] über"}));
    assert_eq!(error_code(&client.request("$/unheardOf", json!({}))), Some(-32601));
    let uri = "file:///desk/[Entwurf] |über.txt";
    client.open(uri, "Titel 😀\n\nText.\n");
    client.diagnostics("file:///desk/%5BEntwurf%5D%20%7C%C3%BCber.txt", 1);
    let place = json!({"start": {"line": 0, "character": 6}, "end": {"line": 0, "character": 8}});
    let edit = |version: i64, text: &str| {
        let params = json!({"textDocument": {"uri": uri, "version": version}, "contentChanges": [{"range": place, "text": "?"}]});
        let body = json!({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": params}).to_string();
        let body = body.replace("\"?\"", &format!("\"{text}\""));
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    };
    client.send_raw(edit(2, r"\ud83d").as_bytes());
    assert_eq!(symbols(&mut client, uri)[0]["name"], "Titel \u{fffd}");
}

#[test]
fn folders_come_and_go() {
    let (mut client, here, there) = two_articles(json!({}));
    let root = here.strip_suffix("/here.txt").unwrap();
    let folder = json!({"uri": root, "name": "desk"});
    let change = |added: Value, removed: Value| json!({"event": {"added": added, "removed": removed}});
    client.notify("workspace/didChangeWorkspaceFolders", change(json!([]), json!([folder])));
    let alone = client.request("textDocument/references", at(&here, 2, 63))["result"].take();
    assert!(!alone.to_string().contains(&there), "{alone}");
    client.notify("workspace/didChangeWorkspaceFolders", change(json!([folder]), json!([])));
    client.notification("$/progress", |params| params["value"]["kind"] == "end");
    let again = client.request("textDocument/references", at(&here, 2, 63))["result"].take();
    assert!(again.to_string().contains(&there), "{again}");
}

#[test]
fn several_folders_are_one_archive() {
    let mut client = Client::start();
    let root = client.workspace(&[("a/here.txt", HERE), ("b/there.txt", THERE), ("c/there.txt", THERE)]);
    let folder = |name: &str| json!({"uri": uri(&root.join(name)), "name": name});
    let abilities = json!({"window": {"workDoneProgress": true}});
    client.initialize(json!({"workspaceFolders": [folder("a"), folder("b")], "capabilities": abilities}));
    let here = uri(&root.join("a/here.txt"));
    client.open(&here, HERE);
    client.notification("$/progress", |params| params["value"]["kind"] == "end");
    let definition = client.request("textDocument/definition", at(&here, 2, 63));
    let there = place(&uri(&root.join("b/there.txt")), 2, 14, 26);
    assert_eq!(definition["result"], json!([place(&here, 2, 20, 32), there]));
}

#[test]
fn a_file_that_is_too_large_is_told_and_not_read() {
    let mut client = Client::start();
    let root = client.workspace(&[("large.txt", HERE)]);
    let large = uri(&root.join("large.txt"));
    client.initialize(json!({"rootUri": uri(&root), "initializationOptions": {"max_file_size": 50}}));
    client.notification("window/showMessage", |params| params["message"].as_str().unwrap().contains("`max_file_size`"));
    client.open(&large, HERE);
    let told = client.diagnostics(&large, 1);
    assert_eq!((told.len(), &told[0]["code"]), (1, &json!("max-file-size")));
}

#[test]
fn a_workspace_brings_its_own_entities_and_cannot_point_elsewhere() {
    let mut client = Client::start();
    let page = "[[entity]]\nid = \"kb:jana-wattner\"\ntype = \"person\"\nlabel.de = \"Jana Wattner\"\ndescription.de = \"Erfundene Militärforscherin\"\n";
    let root = client.workspace(&[
        ("here.txt", HERE),
        (".beleg/entities/own.toml", page),
        (".beleg/entities/broken.toml", "[[entity]]\nid = 7\n"),
        ("beleg.toml", "[archive]\nroots = [\"/etc\"]\n"),
    ]);
    let here = uri(&root.join("here.txt"));
    client.initialize(json!({"rootUri": uri(&root), "locale": "de"}));
    client.open(&here, HERE);
    let hover = client.request("textDocument/hover", at(&here, 2, 60))["result"].take();
    assert!(hover.to_string().contains("Erfundene Militärforscherin"), "{hover}");
    for name in [".beleg/entities/broken.toml", "beleg.toml"] {
        let file = uri(&root.join(name));
        let told = client.notification("textDocument/publishDiagnostics", |params| params["uri"] == file);
        assert_eq!(told["diagnostics"].as_array().unwrap().len(), 1, "{told}");
    }
    // What a page tells of a name that stays the same is new at once.
    let own = root.join(".beleg/entities/own.toml");
    std::fs::write(&own, page.replace("Erfundene", "Neue")).unwrap();
    let changes = json!({"changes": [{"uri": uri(&own), "type": 2}]});
    client.notify("workspace/didChangeWatchedFiles", changes);
    let hover = client.request("textDocument/hover", at(&here, 2, 60))["result"].take();
    assert!(hover.to_string().contains("Neue Militärforscherin"), "{hover}");
}

/// Behind an emoji, so that each encoding counts differently.
#[test]
fn names_are_completed_where_the_desk_wants_it() {
    for (encoding, start, end) in [("utf-8", 16, 24), ("utf-16", 9, 17), ("utf-32", 8, 16)] {
        let general = json!({"general": {"positionEncodings": [encoding]}});
        let (mut client, offers) = Client::initialized(json!({"capabilities": general, "locale": "de"}));
        assert_eq!(offers["completionProvider"], json!({}), "no character triggers it");
        client.open(A, "---\nlang: de\n---\nTitel\n\n„Tür“ 😀 Selensky\n");
        let params = json!({"textDocument": {"uri": A}, "position": {"line": 5, "character": end}});
        let list = client.request("textDocument/completion", params.clone())["result"].take();
        let item = &list["items"][0];
        assert_eq!((&list["isIncomplete"], &item["label"]), (&json!(true), &json!("Selenskyj")), "{list}");
        assert_eq!(
            item["textEdit"]["range"],
            json!({"start": {"line": 5, "character": start}, "end": {"line": 5, "character": end}})
        );
        client.notify("workspace/didChangeConfiguration", json!({"settings": {"completion": false}}));
        assert_eq!(client.request("textDocument/completion", params)["result"], Value::Null);
    }
}
