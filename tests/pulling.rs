//! Findings for clients that ask for them: of one document, of the whole workspace, and never unasked.

mod support;

use serde_json::{Value, json};
use support::client::{Client, uri};

const A: &str = "file:///desk/a.txt";
const CLAIM: &str = "Ein Angriff\n\nVom Tal aus feuerte die Armee 170 Granaten auf die Stadt.\n";
const NOTHING: &str = "Ein Titel\n\nHier steht keine Zahl.\n";

/// What a client says that asks, and can be told to ask again.
fn asks() -> Value {
    json!({"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": true}}, "window": {"workDoneProgress": true}})
}

fn ask(client: &mut Client, uri: &str, known: Option<&Value>) -> Value {
    let mut params = json!({"textDocument": {"uri": uri}});
    if let Some(known) = known {
        params["previousResultId"] = known.clone();
    }
    client.request("textDocument/diagnostic", params)["result"].take()
}

fn codes(report: &Value) -> Vec<&str> {
    let items = report["items"].as_array().unwrap();
    items.iter().map(|item| item["code"].as_str().unwrap()).collect()
}

#[test]
fn only_a_client_that_asks_and_can_be_told_to_ask_again_is_served_so() {
    let refresh = json!({"diagnostics": {"refreshSupport": true}});
    for (capabilities, asks) in [
        (asks(), true),
        (json!({"textDocument": {"diagnostic": {}}}), false),
        (json!({"workspace": refresh}), false),
        (json!({"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {}}}), false),
    ] {
        let (mut client, answer) = Client::initialized(json!({"capabilities": capabilities}));
        assert_eq!(answer["diagnosticProvider"]["identifier"] == "beleg", asks, "{capabilities}");
        client.open(A, CLAIM);
        if asks {
            assert_eq!(codes(&ask(&mut client, A, None)), ["unsourced-figure"]);
        } else {
            assert_eq!(client.diagnostics(A, 1).len(), 1);
        }
    }
}

#[test]
fn a_client_that_asks_is_told_nothing_unasked() {
    let (mut client, _) = Client::initialized(json!({"capabilities": asks()}));
    client.open(A, CLAIM);
    let first = ask(&mut client, A, None);
    assert_eq!((first["kind"].as_str(), codes(&first)), (Some("full"), vec!["unsourced-figure"]));

    // The same list is not sent twice, whatever became of the text around it.
    let end = json!({"line": 2, "character": 60});
    client.change(A, 2, json!([{"range": {"start": end, "end": end}, "text": " Es war Nacht."}]));
    let same = ask(&mut client, A, Some(&first["resultId"]));
    assert_eq!(same, json!({"kind": "unchanged", "resultId": first["resultId"]}));

    client.change(A, 3, json!([{"text": NOTHING}]));
    assert_eq!(codes(&ask(&mut client, A, Some(&first["resultId"]))), Vec::<&str>::new());
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": A}}));
    assert_eq!(codes(&ask(&mut client, A, None)), Vec::<&str>::new());
    assert!(client.heard().all(|message| message["method"] != "textDocument/publishDiagnostics"));
}

#[test]
fn new_settings_make_it_ask_again() {
    let (mut client, _) = Client::initialized(json!({"capabilities": asks()}));
    client.open(A, CLAIM);
    assert_eq!(codes(&ask(&mut client, A, None)).len(), 1);
    let settings = json!({"beleg": {"checks": {"unsourced-figure": "off"}}});
    client.notify("workspace/didChangeConfiguration", json!({"settings": settings}));
    client.is_asked("workspace/diagnostic/refresh");
    assert_eq!(codes(&ask(&mut client, A, None)).len(), 0);
}

/// The files of a report: name, kind, and how many findings.
fn files(report: &Value) -> Vec<(String, String, usize)> {
    let item = |item: &Value| {
        let name = item["uri"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        (name, item["kind"].as_str().unwrap().to_owned(), item["items"].as_array().map_or(0, Vec::len))
    };
    report["items"].as_array().unwrap().iter().map(item).collect()
}

fn known(report: &Value) -> Value {
    let ids = report["items"].as_array().unwrap().iter();
    ids.map(|item| json!({"uri": item["uri"], "value": item["resultId"]})).collect()
}

fn full(name: &str, findings: usize) -> (String, String, usize) {
    (name.into(), "full".into(), findings)
}

fn unchanged(name: &str) -> (String, String, usize) {
    (name.into(), "unchanged".into(), 0)
}

#[test]
fn the_whole_workspace_can_be_asked_for_and_waits_for_news() {
    let mut client = Client::start();
    let root =
        client.workspace(&[("a.txt", CLAIM), ("b.txt", NOTHING), ("large.txt", &CLAIM.repeat(40)), ("note.rs", CLAIM)]);
    let options = json!({"diagnostics": "workspace", "max_file_size": 1000});
    let answer =
        client.initialize(json!({"rootUri": uri(&root), "capabilities": asks(), "initializationOptions": options}));
    assert_eq!(answer["diagnosticProvider"]["workspaceDiagnostics"], true);
    client.notification("$/progress", |params| params["value"]["kind"] == "end");

    let first = client.request("workspace/diagnostic", json!({"previousResultIds": []}))["result"].take();
    assert_eq!(files(&first), [full("a.txt", 1), full("b.txt", 0), full("large.txt", 1)]);

    // Whoever has everything gets an answer once there is something new; meanwhile others are served.
    let waiting = client.begin("workspace/diagnostic", json!({"previousResultIds": known(&first)}));
    client.open(A, CLAIM);
    assert_eq!(codes(&ask(&mut client, A, None)).len(), 1);
    std::fs::write(root.join("b.txt"), CLAIM).unwrap();
    client
        .notify("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": uri(&root.join("b.txt")), "type": 2}]}));
    let second = client.response(waiting)["result"].take();
    assert_eq!(files(&second), [unchanged("a.txt"), full("b.txt", 1), unchanged("large.txt")]);

    // What is open is asked for by itself; what is gone has no findings any more.
    client.open(&uri(&root.join("a.txt")), NOTHING);
    std::fs::remove_file(root.join("b.txt")).unwrap();
    client
        .notify("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": uri(&root.join("b.txt")), "type": 3}]}));
    let params = json!({"previousResultIds": known(&second)});
    let third = client.until("workspace/diagnostic", &params, |report| files(report).contains(&full("b.txt", 0)));
    assert_eq!(files(&third), [unchanged("large.txt"), full("a.txt", 0), full("b.txt", 0)]);

    // Nobody waits when the server is to end, or when the client does not want to know any more.
    let waiting = client.begin("workspace/diagnostic", json!({"previousResultIds": [known(&third)[0]]}));
    client.notify("$/cancelRequest", json!({"id": waiting}));
    assert!(matches!(client.response(waiting)["error"]["code"].as_i64(), None | Some(-32800)));
    let waiting = client.begin("workspace/diagnostic", json!({"previousResultIds": known(&first)}));
    client.request("shutdown", Value::Null);
    assert!(client.response(waiting)["result"]["items"].is_array());
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_code(), Some(0));
}

/// An article that counts the dead of a fire.
fn fire(dead: &str) -> String {
    format!(
        "---\ndate: 2025-05-20\nlang: de\n---\n# Nach dem „Brand“ 🔥\n\n\
         Bei dem Brand im Hotel Krone in Hölzen starben laut Polizei {dead} Menschen.\n"
    )
}

#[test]
fn an_article_that_changes_changes_what_is_told_of_others_that_are_closed() {
    let mut client = Client::start();
    let root = client.workspace(&[("a.md", &*fire("14")), ("b.md", &*fire("14")), ("c.md", NOTHING)]);
    let options = json!({"diagnostics": "workspace"});
    client.initialize(json!({"rootUri": uri(&root), "capabilities": asks(), "initializationOptions": options}));
    // Asked at once: it waits until there is something to compare with.
    let first = client.request("workspace/diagnostic", json!({"previousResultIds": []}))["result"].take();
    assert_eq!(files(&first), [full("a.md", 0), full("b.md", 0), full("c.md", 0)]);

    let change = |client: &mut Client, kind: u8| {
        let changes = json!({"changes": [{"uri": uri(&root.join("b.md")), "type": kind}]});
        client.notify("workspace/didChangeWatchedFiles", changes);
    };
    // What changed may be told before what that changes.
    let asked_until = |client: &mut Client, before: &Value, expected: &[(String, String, usize)]| {
        let params = json!({"previousResultIds": known(before)});
        client.until("workspace/diagnostic", &params, |report| files(report) == expected)
    };
    std::fs::write(root.join("b.md"), fire("12")).unwrap();
    change(&mut client, 2);
    let second = asked_until(&mut client, &first, &[full("a.md", 1), full("b.md", 1), unchanged("c.md")]);

    std::fs::remove_file(root.join("b.md")).unwrap();
    change(&mut client, 3);
    asked_until(&mut client, &second, &[full("a.md", 0), unchanged("c.md"), full("b.md", 0)]);
}

#[test]
fn findings_of_the_workspace_are_offered_only_where_the_desk_wants_them() {
    let (_, answer) = Client::initialized(json!({"capabilities": asks()}));
    assert_eq!(answer["diagnosticProvider"]["workspaceDiagnostics"], false);
}
