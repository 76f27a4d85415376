//! The real server over a real pipe, under load: many edits with questions in between, noise on the wire, work that
//! nobody wants any more, a client that does not read.

mod support;

use std::collections::BTreeMap;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

use serde_json::{Value, json};
use support::client::Client;

const A: &str = "file:///desk/a.txt";
const B: &str = "file:///desk/b.txt";

/// Ends the server when a talk takes too long: writing into a full pipe has no deadline of its own.
fn limited(client: &Client, seconds: u64) -> Sender<()> {
    let (over, ended) = channel();
    let process = client.process().to_string();
    std::thread::spawn(move || {
        if ended.recv_timeout(Duration::from_secs(seconds)) == Err(RecvTimeoutError::Timeout) {
            let _ = std::process::Command::new("kill").args(["-9", &process]).status();
        }
    });
    over
}

/// An article whose figure is the version, so that whatever is said of the figure tells which version was read.
fn article(version: i64) -> String {
    format!("Ein Umbau\n\nDer Umbau kostet {version},5 Millionen Franken. Das Haus ist alt.\n")
}

const FIGURE: usize = "Der Umbau kostet ".len();

/// A range in a line.
fn range(line: u32, from: usize, to: usize) -> Value {
    json!({"start": {"line": line, "character": from}, "end": {"line": line, "character": to}})
}

/// Changes the figure: the new one comes in front of the old one, then that goes.
fn change_figure(client: &mut Client, uri: &str, version: i64, old: i64, new: i64) {
    let (old, new) = (old.to_string(), new.to_string());
    let behind = FIGURE + new.len();
    let goes = range(2, behind, behind + old.len());
    client.change(uri, version, json!([{"range": range(2, FIGURE, FIGURE), "text": new}, {"range": goes, "text": ""}]));
}

fn place(uri: &str) -> Value {
    json!({"textDocument": {"uri": uri}, "position": {"line": 2, "character": FIGURE}, "context": {"includeDeclaration": true}})
}

/// The version that a hover speaks of.
fn told(hover: &Value) -> Option<i64> {
    let value = hover["result"]["contents"]["value"].as_str()?;
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    digits.strip_suffix("500000")?.parse().ok()
}

#[test]
fn every_question_is_answered_from_the_text_as_it_was_then() {
    const LAST: i64 = 20_000;
    let (mut client, _) = Client::initialized(json!({}));
    let _limit = limited(&client, 120);
    client.open(A, &article(1));
    let mut hovers = BTreeMap::new();
    let mut others = Vec::new();
    for version in 2..=LAST {
        change_figure(&mut client, A, version, version - 1, version);
        if version % 8 == 0 {
            hovers.insert(version, client.begin("textDocument/hover", place(A)));
        }
        if version % 50 == 0 {
            let methods = ["textDocument/definition", "textDocument/references", "textDocument/documentSymbol"];
            others.extend(methods.map(|method| client.begin(method, place(A))));
        }
    }
    for (version, id) in hovers {
        let hover = client.response(id);
        assert_eq!(told(&hover), Some(version), "{hover}");
    }
    for id in others {
        assert_eq!(client.response(id).get("error"), None);
    }
    client.diagnostics(A, LAST);
}

/// Pieces of which frames are made.
const PIECES: &[&[u8]] = &[
    b"Content-Length: ",
    b"content-length:",
    b"Content-Type: x",
    b"0",
    b"7",
    b"80",
    b"999999999999",
    b"\r\n",
    b"\r\n\r\n",
    b"\n",
    b"{",
    b"\"",
    b"null",
    b"\xff",
    b"\0",
];

/// Numbers by chance, the same in every run (splitmix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ mixed >> 31) % limit as u64).unwrap()
    }

    fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| u8::try_from(self.below(256)).unwrap()).collect()
    }

    /// Noise; noise among pieces of frames; a frame that breaks off.
    fn malformed(&mut self) -> Vec<u8> {
        let length = self.below(401);
        let mut bytes = Vec::new();
        match self.below(3) {
            0 => bytes = self.bytes(length),
            1 => {
                while bytes.len() < length {
                    let count = self.below(4);
                    bytes.extend(self.bytes(count));
                    bytes.extend_from_slice(PIECES[self.below(PIECES.len())]);
                }
            }
            _ => {
                let body =
                    json!({"jsonrpc": "2.0", "id": 0, "method": "textDocument/hover", "params": place(A)}).to_string();
                bytes.extend(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
                bytes.truncate(self.below(bytes.len()));
            }
        }
        bytes
    }
}

/// The memory that a process occupies, in megabytes.
#[cfg(target_os = "linux")]
fn memory(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
}

#[cfg(not(target_os = "linux"))]
fn memory(_: u32) -> u64 {
    0
}

#[test]
fn noise_on_the_wire_costs_no_answer_and_no_memory() {
    let (mut client, _) = Client::initialized(json!({}));
    let _limit = limited(&client, 120);
    client.open(A, &article(1));
    client.request("textDocument/hover", place(A));
    let before = memory(client.process());
    let mut chance = Chance(0);
    for round in 0..100 {
        let sent: Vec<_> = (0..100)
            .map(|_| {
                let noise = chance.malformed();
                client.send_raw(&noise);
                (client.begin("textDocument/hover", place(A)), noise)
            })
            .collect();
        for (id, noise) in sent {
            let hover = client.response(id);
            assert_eq!(told(&hover), Some(1), "round {round}, after {:?}", noise.escape_ascii().to_string());
        }
        // Errors about messages that were none.
        client.forget();
    }
    let grown = memory(client.process()).saturating_sub(before);
    assert!(grown < 64, "{grown} MB more than before");
}

#[test]
fn each_version_is_published_at_most_once_and_the_last_one_always() {
    const BURST: i64 = 25;
    let (mut client, _) = Client::initialized(json!({"locale": "de"}));
    let _limit = limited(&client, 120);
    let mut published = BTreeMap::from([(A, 0), (B, 0)]);
    published.keys().for_each(|uri| client.open(uri, &article(1)));
    // The last edit of a burst changes nothing that is told.
    let figure = |version: i64| version - i64::from(version % BURST == 0);
    for version in 2..=40 * BURST {
        for uri in [A, B] {
            if version % BURST > 0 {
                change_figure(&mut client, uri, version, figure(version - 1), version);
            } else {
                client.change(uri, version, json!([{"range": range(9, 0, 0), "text": "\n"}]));
            }
        }
        while version % BURST == 0 && published.values().any(|last| *last < version) {
            let told = client.notification("textDocument/publishDiagnostics", |_| true);
            let last = published.get_mut(told["uri"].as_str().unwrap()).unwrap();
            let now = told["version"].as_i64().unwrap();
            assert!(now > *last, "{now} after {last}");
            let message = told["diagnostics"][0]["message"].as_str().unwrap();
            assert!(message.starts_with(&format!("{},5 Millionen", figure(now))), "version {now}: {message}");
            *last = now;
        }
    }
}

/// Figures, about a hundred bytes a paragraph; no two are alike.
fn large_article(paragraphs: usize) -> String {
    let paragraphs = (0..paragraphs).map(|at| {
        format!("Im Bezirk {at} zählte das Amt {at}7 Betriebe und {at},5 Millionen Franken Umsatz, und 3 Prozent fehlen.\n\n")
    });
    format!("Zahlen\n\n{}", paragraphs.collect::<String>())
}

/// The processor time that a process has taken.
#[cfg(target_os = "linux")]
fn processor_time(process: u32) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    // Behind the name in brackets: state, and ten numbers before the two that count, in hundredths of a second.
    let (_, fields) = stat.rsplit_once(')').unwrap();
    let ticks: u64 = fields.split_whitespace().skip(11).take(2).map(|ticks| ticks.parse::<u64>().unwrap()).sum();
    Duration::from_millis(ticks * 10)
}

#[cfg(not(target_os = "linux"))]
fn processor_time(_: u32) -> Duration {
    Duration::ZERO
}

/// The client asks for findings, so that nothing but the questions has the server work.
#[test]
fn work_stops_when_nobody_waits_for_it() {
    const LARGE: usize = 18_000;
    let asks = json!({"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": true}}});
    let (mut client, _) = Client::initialized(json!({"capabilities": asks}));
    let _limit = limited(&client, 120);
    client.open(A, &article(1));
    client.request("textDocument/hover", place(A));
    client.open(B, &large_article(LARGE / 10));
    let begun = processor_time(client.process());
    client.request("textDocument/hover", place(B));
    let a_tenth = processor_time(client.process()) - begun;

    client.open(B, &large_article(LARGE));
    let begun = processor_time(client.process());
    // More than are worked on at a time: what comes after them is answered once they have stopped.
    let unwanted: Vec<_> = (0..20).map(|_| client.begin("textDocument/hover", place(B))).collect();
    unwanted.iter().for_each(|id| client.notify("$/cancelRequest", json!({"id": id})));
    // A hover would look into the other article, too.
    let wanted = client.begin("textDocument/documentSymbol", place(A));
    for id in unwanted {
        assert_eq!(client.response(id)["error"]["code"], -32800);
    }
    assert!(client.response(wanted)["result"].is_array());
    let until_stopped = processor_time(client.process()) - begun;
    assert!(until_stopped <= a_tenth * 5, "{until_stopped:?}, where a tenth of the text takes {a_tenth:?}");
}

#[test]
fn a_client_that_reads_late_has_missed_nothing() {
    const LAST: i64 = 3000;
    let (mut client, _) = Client::initialized(json!({}));
    let _limit = limited(&client, 120);
    client.open(A, &article(1));
    let reading = client.reading.clone();
    let unread = reading.lock().unwrap();
    let asked: Vec<_> = (2..=LAST)
        .map(|version| {
            change_figure(&mut client, A, version, version - 1, version);
            let hover = client.begin("textDocument/hover", place(A));
            (version, hover, client.begin("no/such/method", json!({})))
        })
        .collect();
    drop(unread);
    client.diagnostics(A, LAST);
    for (version, hover, _) in &asked {
        assert_eq!(told(&client.response(*hover)), Some(*version));
    }
    // What is answered at once is answered in its order, so this comes last.
    client.request("no/such/method", json!({}));
    let (mut answered, mut versions) = (vec![], vec![]);
    for message in client.heard() {
        answered.extend(message["id"].as_i64());
        versions.extend(message["params"]["version"].as_i64());
    }
    let refused: Vec<_> = asked.iter().map(|(_, _, refused)| *refused).collect();
    assert_eq!(answered, refused);
    assert!(versions.is_sorted(), "{versions:?}");
}
