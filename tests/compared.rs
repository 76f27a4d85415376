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

fn fire(date: &str, dead: &str) -> String {
    format!(
        "---\ndate: {date}\nlang: de\n---\n# Nach dem „Brand“ 🔥\n\n\
         Bei dem Brand im Hotel Krone in Hölzen starben laut Polizei {dead} Menschen.\n"
    )
}

impl Desk {
    fn new(here: &str, there: &str) -> Self {
        let (here, there) = (fire("2025-05-20", here), fire("2025-05-20", there));
        let mut client = Client::start();
        let root = client.workspace(&[("here.md", &*here), ("there.md", &*there)]);
        let abilities = json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}});
        client.initialize(json!({"rootUri": uri(&root), "capabilities": abilities, "locale": "de"}));
        client.open(&uri(&root.join("here.md")), &here);
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
    fn there(&mut self, dead: &str) {
        let path = self.root.join("there.md");
        write(&path, fire("2025-05-20", dead));
        let changes = json!({"changes": [{"uri": uri(&path), "type": 2}]});
        self.client.notify("workspace/didChangeWatchedFiles", changes);
    }
}

#[test]
fn another_article_that_changes_is_noticed() {
    let mut desk = Desk::new("14", "14");
    desk.finds(&[]);
    desk.there("12");
    desk.finds(&[("figure-conflict", "14 Menschen: In «Nach dem „Brand“ 🔥» sind es 12.")]);
    desk.there("14");
    desk.finds(&[]);
}

#[test]
fn a_correction_that_is_saved_is_looked_for_elsewhere() {
    let mut desk = Desk::new("12", "12");
    desk.finds(&[]);
    let here = uri(&desk.root.join("here.md"));
    let corrected = fire("2025-05-20", "14");
    desk.client.change(&here, 2, json!([{"text": corrected}]));
    write(&desk.root.join("here.md"), &corrected);
    desk.client.notify("textDocument/didSave", json!({"textDocument": {"uri": here}}));
    desk.finds(&[
        ("figure-conflict", "14 Menschen: In «Nach dem „Brand“ 🔥» sind es 12."),
        ("figure-ripple", "14 Menschen: In «Nach dem „Brand“ 🔥» steht noch die alte Zahl."),
    ]);
    desk.there("14");
    desk.finds(&[]);
}
