//! What other articles say of the figures of an open one, as an editor is told: when they change on disk, and when this one is
//! corrected and saved.

mod support;

use std::path::PathBuf;

use serde_json::{Value, json};
use support::client::{Client, uri, write};

/// Two articles about one fire, the first of them open.
struct Desk {
    client: Client,
    root: PathBuf,
}

fn fire(dead: &str, cost: &str) -> String {
    format!(
        "---\ndate: 2025-05-20\nlang: de\n---\n# Nach dem „Brand“ 🔥\n\n\
         Bei dem Brand im Hotel Krone in Hölzen starben laut Polizei {dead} Menschen.\n\n\
         Der Neubau des Hotels Krone in Hölzen kostet laut Landkreis {cost} Millionen Euro.\n"
    )
}

impl Desk {
    fn new(dead: &str) -> Self {
        let both = fire(dead, "4,8");
        let mut client = Client::start();
        let root = client.workspace(&[("here.md", &*both), ("there.md", &*both)]);
        let abilities = json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}});
        client.initialize(json!({"rootUri": uri(&root), "capabilities": abilities, "locale": "de"}));
        client.open(&uri(&root.join("here.md")), &both);
        Self { client, root }
    }

    /// Waits until this is told of the open article, and nothing else.
    fn finds(&mut self, expected: &[(&str, &str)]) {
        let here = uri(&self.root.join("here.md"));
        let told = |found: &Value| [&found["code"], &found["message"]].map(|it| it.as_str().unwrap().to_owned());
        self.client.notification("textDocument/publishDiagnostics", |params| {
            let all = params["diagnostics"].as_array().unwrap().iter().map(told);
            params["uri"] == *here
                && all.eq(expected.iter().map(|(code, message)| [*code, *message].map(str::to_owned)))
        });
    }

    /// The other article changes on disk.
    fn there(&mut self, dead: &str, cost: &str) {
        let path = self.root.join("there.md");
        write(&path, fire(dead, cost));
        let changes = json!({"changes": [{"uri": uri(&path), "type": 2}]});
        self.client.notify("workspace/didChangeWatchedFiles", changes);
    }
}

#[test]
fn another_article_that_changes_is_noticed() {
    let mut desk = Desk::new("14");
    desk.finds(&[]);
    desk.there("12", "4,8");
    desk.finds(&[("figure-conflict", "14 Menschen: In «Nach dem „Brand“ 🔥» sind es 12.")]);
    desk.there("14", "4,8");
    desk.finds(&[]);
}

#[test]
fn a_correction_that_is_saved_is_looked_for_elsewhere() {
    let mut desk = Desk::new("12");
    desk.finds(&[]);
    let here = uri(&desk.root.join("here.md"));
    let corrected = fire("14", "5,3");
    desk.client.change(&here, 2, json!([{"text": corrected}]));
    write(&desk.root.join("here.md"), &corrected);
    desk.client.notify("textDocument/didSave", json!({"textDocument": {"uri": here}}));
    desk.finds(&[
        ("figure-conflict", "14 Menschen: In «Nach dem „Brand“ 🔥» sind es 12."),
        ("figure-ripple", "5,3 Millionen Euro: In «Nach dem „Brand“ 🔥» steht noch die alte Zahl."),
    ]);
    desk.there("14", "5,3");
    desk.finds(&[]);
}

#[test]
fn what_is_off_until_asked_for_leads_to_the_other_article_too() {
    let fire = "---\nlang: de\nsources: stall.md\n---\n# „Feuer“ 🔥\n\nIn „Wittenfeld“ 🔥 und Wittenfeld (Kanton Bern) brannte es.\n";
    let barn =
        "---\nlang: de\nsources: feuer.md\n---\n# Ein Stall\n\nDer Stall steht in Wittenfeld im Kanton Zürich.\n";
    let mut client = Client::start();
    let root = client.workspace(&[("feuer.md", fire), ("stall.md", barn)]);
    let abilities = json!({"textDocument": {"publishDiagnostics": {"relatedInformation": true}}});
    let options = json!({"checks": {"circular-source": "on", "place-conflict": "on"}});
    client.initialize(
        json!({"rootUri": uri(&root), "capabilities": abilities, "locale": "de", "initializationOptions": options}),
    );
    let [here, there] = ["feuer.md", "stall.md"].map(|name| uri(&root.join(name)));
    client.open(&here, fire);
    let told = client
        .notification("textDocument/publishDiagnostics", |params| params["diagnostics"].as_array().unwrap().len() == 2);
    let place = |location: &Value| {
        let [start, end] = ["start", "end"].map(|end| &location["range"][end]);
        (start["line"].as_u64().unwrap(), start["character"].as_u64().unwrap(), end["character"].as_u64().unwrap())
    };
    let found: Vec<_> = told["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|found| {
            let other = &found["relatedInformation"][0]["location"];
            assert_eq!(other["uri"], *there);
            (found["code"].as_str().unwrap(), place(found), place(other))
        })
        .collect();
    let expected = [("circular-source", (2, 9, 17), (2, 9, 17)), ("place-conflict", (6, 23, 46), (6, 19, 46))];
    assert_eq!(found, expected);
}
