//! Packs of entities, from a dump to the editor: imported, shown, laid over each other, refused, replaced.

mod support;

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use support::client::{Client, uri};
use support::folder::{Folder, Run};

/// An item of a dump: its label in both languages, and of what class it is.
fn item(id: u32, label: &str, class: u32, sitelinks: usize) -> Value {
    let text = |lang: &str, text: &str| json!({"language": lang, "value": text});
    let sites = (0..sitelinks).map(|at| (format!("x{at}wiki"), json!({"title": label})));
    json!({
        "type": "item",
        "id": format!("Q{id}"),
        "labels": {"de": text("de", label), "en": text("en", label), "fr": text("fr", "autre")},
        "descriptions": [],
        "aliases": [],
        "claims": {"P31": [is(class)]},
        "sitelinks": sites.collect::<serde_json::Map<_, _>>(),
        "modified": "2026-10-04T10:00:00Z",
    })
}

fn is(item: u32) -> Value {
    says(json!({"entity-type": "item", "numeric-id": item, "id": format!("Q{item}")}))
}

fn says(value: Value) -> Value {
    json!({"mainsnak": {"snaktype": "value", "datavalue": {"value": value, "type": "x"}}, "rank": "normal"})
}

fn day(time: &str, precision: u8) -> Value {
    json!({"time": time, "precision": precision, "calendarmodel": "http://www.wikidata.org/entity/Q1985727"})
}

/// A statement with a beginning and an end.
fn during(mut statement: Value, from: Value, to: Value) -> Value {
    let snak = |value: Value| match value {
        Value::Null => json!([{"snaktype": "somevalue"}]),
        day => json!([{"snaktype": "value", "datavalue": {"value": day, "type": "time"}}]),
    };
    statement["qualifiers"] = json!({"P580": snak(from), "P582": snak(to)});
    statement
}

const HUMAN: u32 = 5;
const CITY: u32 = 515;
const COMPANY: u32 = 783_794;
const OTHER: u32 = 9_999_999;

/// Lines of a dump as it is published: one array, a comma behind every line but the last.
fn dump(items: &[Value]) -> String {
    let lines: Vec<String> = items.iter().map(Value::to_string).collect();
    format!("[\n{}\n]\n", lines.join(",\n"))
}

fn politician() -> Vec<Value> {
    let mut person = item(9_000_001, "Jorun Hälvik", HUMAN, 12);
    person["aliases"] =
        json!({"de": [{"language": "de", "value": "Jorun H. Hälvik"}, {"language": "de", "value": "Hälvik"}]});
    person["descriptions"] = json!({"de": {"language": "de", "value": "Politikerin aus dem Glasachtal"}});
    let mut wrong = during(is(9_000_002), day("+1990-00-00T00:00:00Z", 9), day("+1991-00-00T00:00:00Z", 9));
    wrong["rank"] = json!("deprecated");
    let (mayor, member) = (is(9_000_002), is(9_000_003));
    person["claims"]["P39"] = json!([
        during(mayor.clone(), day("+2010-03-01T00:00:00Z", 11), day("+2014-05-00T00:00:00Z", 10)),
        during(member, day("+2016-00-00T00:00:00Z", 9), Value::Null),
        wrong,
    ]);
    person["claims"]["P569"] = json!([says(day("+1961-02-03T00:00:00Z", 11))]);
    let mut office = item(9_000_002, "Bürgermeisterin von Wernach", OTHER, 0);
    office["claims"] = json!([]);
    vec![person, office, item(9_000_003, "Mitglied des Talrats", OTHER, 0)]
}

fn import(folder: &Folder, dump: &str) -> Run {
    folder.beleg(&["kb", "import", "wikidata", dump, "-o", "tal.belegpack"])
}

/// The mentions of a text, with the pack laid over the embedded knowledge base, as `text = id`.
fn mentions(folder: &Folder, text: &str) -> Vec<String> {
    folder.file("text.txt", text);
    folder.file("with.toml", "[kb]\npacks = [\"tal.belegpack\"]\n");
    let run = folder.beleg(&["annotate", "--lang", "de", "--config", "with.toml", "text.txt"]);
    assert_eq!(run.err(), "");
    let named = run.objects().into_iter().filter(|it| it["layer"] == "mention" && it["entity"].is_string());
    named.map(|it| format!("{} = {}", it["text"].as_str().unwrap(), it["entity"].as_str().unwrap())).collect()
}

#[test]
fn an_item_becomes_a_card() {
    let folder = Folder::new("import-card");
    folder.file("dump.json", dump(&politician()));
    let run = import(&folder, "dump.json");
    assert_eq!((run.code(), run.err().as_str()), (0, ""));
    assert_eq!(run.out(), "tal.belegpack: 1 entities, 2 names out of 5 lines.\n");
    let shown = folder.beleg(&["kb", "show", "Jorun Hälvik", "--pack", "tal.belegpack", "--lang", "de"]);
    assert_eq!(
        shown.out(),
        "Jorun Hälvik Person, Q9000001\n\
         Politikerin aus dem Glasachtal\n\
         = Jorun H. Hälvik\n  \
         geboren 3. Februar 1961 [1]\n  \
         Bürgermeisterin von Wernach, 1. März 2010 bis Mai 2014 [1]\n\
         [1] Wikidata, CC0-1.0, Stand 4. Oktober 2026 <https://www.wikidata.org>\n",
        "what is deprecated, and what ended nobody knows when, is left out"
    );
    assert_eq!(
        mentions(&folder, "Es sprach Jorun Hälvik. 🌾 „Jorun H. Hälviks“ Rede."),
        ["Jorun Hälvik = Q9000001", "Jorun H. Hälviks = Q9000001"]
    );
}

#[test]
fn a_dump_may_be_packed_in_any_way() {
    let folder = Folder::new("import-packed");
    let text = dump(&politician());
    folder.file("dump.json", &text);
    folder.file("dump.zst", zstd::bulk::compress(text.as_bytes(), 3).unwrap());
    let mut gzip = flate2::write::GzEncoder::new(vec![], flate2::Compression::default());
    gzip.write_all(text.as_bytes()).unwrap();
    folder.file("dump.gz", gzip.finish().unwrap());
    // as Wikidata packs it: several streams, one behind the other
    let half = |part: &[u8]| {
        let mut bzip2 = bzip2::write::BzEncoder::new(vec![], bzip2::Compression::fast());
        bzip2.write_all(part).unwrap();
        bzip2.finish().unwrap()
    };
    let (first, second) = text.as_bytes().split_at(text.len() / 2);
    folder.file("dump.bz2", [half(first), half(second)].concat());
    let packs = ["dump.json", "dump.gz", "dump.bz2", "dump.zst"].map(|dump| {
        assert_eq!(import(&folder, dump).code(), 0, "{dump}");
        assert!(!folder.0.join("tal.belegpack.import").exists(), "nothing is left behind");
        fs::read(folder.0.join("tal.belegpack")).unwrap()
    });
    assert!(packs.iter().all(|pack| *pack == packs[0]));
}

#[test]
fn lines_that_cannot_be_read_are_told_and_left_out() {
    let folder = Folder::new("import-bad");
    let spaced = serde_json::to_string_pretty(&item(1, "Au am Hang", CITY, 4)).unwrap().replace('\n', " ");
    let lines = [
        "[".to_owned(),
        format!("  {spaced} ,  \r"),
        "{\"type\": \"item\", \"id\": \"Q2\", \"labels\": {\"de\": ".to_owned(),
        String::new(),
        "{\"type\":\"property\",\"id\":\"P31\",\"labels\":[]},".to_owned(),
        "\u{0}\u{0}".to_owned(),
        item(3, "Wernach an der Glasach", CITY, 4).to_string(),
        "]".to_owned(),
    ];
    folder.file("dump.json", lines.join("\n"));
    let run = import(&folder, "dump.json");
    assert_eq!((run.code(), run.out()), (0, "tal.belegpack: 2 entities, 2 names out of 8 lines.\n"));
    let told = run.err();
    assert!(told.starts_with("beleg: 2 lines could not be read and were left out; the first of them:\n"), "{told}");
    assert!(told.contains("beleg: line 3: EOF") && told.contains("beleg: line 6: expected value"), "{told}");
}

#[test]
fn a_dump_that_is_cut_off_leaves_the_pack_as_it_was_and_goes_on_with_the_rest() {
    let folder = Folder::new("import-cut");
    folder.file("old.json", dump(&[item(1, "Alt Wernach", CITY, 4)]));
    assert_eq!(import(&folder, "old.json").code(), 0);
    let old = fs::read(folder.0.join("tal.belegpack")).unwrap();
    let whole = dump(&(1..200).map(|id| item(id, &format!("Wernach am Hang {id}"), CITY, 4)).collect::<Vec<_>>());
    for part in [&whole.as_bytes()[..whole.len() / 2], &[]] {
        let mut gzip = flate2::write::GzEncoder::new(vec![], flate2::Compression::default());
        gzip.write_all(whole.as_bytes()).unwrap();
        let packed = gzip.finish().unwrap();
        let cut = if part.is_empty() { &packed[..packed.len() / 2] } else { part };
        folder.file("dump", cut);
        let run = import(&folder, "dump");
        assert_eq!(run.code(), 1);
        assert!(run.err().contains("dump ends in the middle, behind "), "{}", run.err());
        assert!(fs::read(folder.0.join("tal.belegpack")).unwrap() == old);
    }
    folder.file("dump", &whole);
    assert_eq!(import(&folder, "dump").out(), "tal.belegpack: 199 entities, 199 names out of 201 lines.\n");
    assert!(!folder.0.join("tal.belegpack.import").exists());
}

#[test]
fn two_imports_do_not_make_the_same_pack() {
    let folder = Folder::new("import-two");
    folder.file("dump.json", dump(&politician()));
    fs::create_dir(folder.0.join("tal.belegpack.import")).unwrap();
    let lock = File::create(folder.0.join("tal.belegpack.import/lock")).unwrap();
    lock.lock().unwrap();
    let run = import(&folder, "dump.json");
    assert_eq!(run.code(), 1);
    assert!(run.err().contains("Another import is making tal.belegpack just now"), "{}", run.err());
    drop(lock);
    assert_eq!(import(&folder, "dump.json").code(), 0);
}

/// A limit to the size of files stands for a disk that is full.
#[test]
#[cfg(unix)]
fn without_room_the_pack_stays_as_it_was() {
    let folder = Folder::new("import-full");
    folder.file("old.json", dump(&[item(1, "Alt Wernach", CITY, 4)]));
    assert_eq!(import(&folder, "old.json").code(), 0);
    let old = fs::read(folder.0.join("tal.belegpack")).unwrap();
    let items: Vec<Value> = (1..3000).map(|id| item(id * 7919, &format!("Wernach {id}"), CITY, 4)).collect();
    // more than is read ahead
    let rest = format!("{}\n", " ".repeat(1 << 20)).repeat(80);
    folder.file("dump.json", dump(&items).replace("\n]\n", &format!(",\n{rest}]\n")));
    let command = "trap '' XFSZ; ulimit -f 16; exec timeout 60 \"$0\" kb import wikidata dump.json -o tal.belegpack";
    let run =
        Command::new("sh").args(["-c", command, env!("CARGO_BIN_EXE_beleg")]).current_dir(&folder.0).output().unwrap();
    let told = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(1), "{told}");
    assert!(told.contains("cannot be written: File too large") && told.contains("the pack is as it was"), "{told}");
    assert!(fs::read(folder.0.join("tal.belegpack")).unwrap() == old);
}

#[test]
fn what_cannot_be_imported_says_why() {
    let folder = Folder::new("import-none");
    folder.file("empty.json", "[\n]\n");
    folder.file("dump.json", dump(&politician()));
    for (args, told) in [
        (["missing.json", "tal.belegpack"], "missing.json cannot be read"),
        (["empty.json", "tal.belegpack"], "empty.json holds nothing that can be imported"),
        (["dump.json", "no/such/folder/tal.belegpack"], "tal.belegpack"),
    ] {
        let run = folder.beleg(&["kb", "import", "wikidata", args[0], "-o", args[1]]);
        assert!(run.code() == 1 && run.err().contains(told), "{}", run.err());
    }
    let run = folder.beleg(&["kb", "import", "wikidata", "dump.json", "-o", "x.belegpack", "--types", "planet"]);
    assert!(run.code() == 2 && run.err().contains("no such type; there are person, state"), "{}", run.err());
}

#[test]
fn only_what_is_wanted_is_imported() {
    let folder = Folder::new("import-wanted");
    folder.file(
        "dump.json",
        dump(&[&politician()[..], &[item(1, "Wernach", CITY, 2), item(2, "Südwind AG", COMPANY, 9)]].concat()),
    );
    let stats = |args: &[&str]| {
        let import = ["kb", "import", "wikidata", "dump.json", "-o", "tal.belegpack"];
        folder.beleg(&[&import[..], args].concat()).out().split(" names").next().unwrap().to_owned()
    };
    assert_eq!(stats(&[]), "tal.belegpack: 2 entities, 3");
    assert_eq!(stats(&["--min-sitelinks", "2"]), "tal.belegpack: 3 entities, 4");
    assert_eq!(stats(&["--types", "organisation,city"]), "tal.belegpack: 1 entities, 1");
}

/// What else goes by a name in the dump tells which names are ordinary words.
#[test]
fn a_name_that_is_more_often_a_word_is_not_taken_for_a_name() {
    let folder = Folder::new("import-words");
    folder.file(
        "dump.json",
        dump(&[
            item(1, "Kohl", CITY, 3),
            item(2, "Kohl", OTHER, 60),
            item(3, "Golf", COMPANY, 4),
            item(4, "Golf", OTHER, 120),
            item(5, "Merz", HUMAN, 50),
            item(6, "Merz", OTHER, 20),
            item(7, "Merz", CITY, 5),
            item(8, "Wernach", CITY, 40),
            item(9, "Wernach", CITY, 3),
            item(10, "wernach", OTHER, 90),
            item(11, "Halder", HUMAN, 50),
            item(12, "Halder", OTHER, 20),
        ]),
    );
    assert_eq!(import(&folder, "dump.json").code(), 0);
    assert_eq!(
        mentions(&folder, "Ein Kopf Kohl und der Golf kosten wenig. Im Golf liegt Kohl."),
        [] as [&str; 0],
        "vegetables and a game"
    );
    assert_eq!(mentions(&folder, "Sie wohnt in Kohl und in Wernach."), ["Kohl = Q1", "Wernach = Q8"]);
    // whom a page written by hand names is meant before anybody that was imported
    assert_eq!(mentions(&folder, "Gestern kam Merz nach Wernach."), ["Merz = kb:friedrich-merz", "Wernach = Q8"]);
    assert_eq!(mentions(&folder, "Gestern kam Halder nach Wernach."), ["Halder = Q11", "Wernach = Q8"]);
}

#[test]
fn a_damaged_pack_is_refused_by_its_name_and_the_rest_goes_on() {
    let folder = Folder::new("pack-damaged");
    folder.file("dump.json", dump(&politician()));
    assert_eq!(import(&folder, "dump.json").code(), 0);
    let whole = fs::read(folder.0.join("tal.belegpack")).unwrap();
    folder.file("text.txt", "Am Montag kam Wladimir Putin, und Jorun Hälvik ging.");
    folder.file("with.toml", "[kb]\npacks = [\"tal.belegpack\"]\n");
    let refused = |bytes: &[u8], told: &str| {
        folder.file("tal.belegpack", bytes);
        let run = folder.beleg(&["annotate", "--config", "with.toml", "text.txt"]);
        assert!(run.err().contains("tal.belegpack: ") && run.err().contains(told), "{told}: {}", run.err());
        assert!(run.out().contains("\"entity\":\"Q7747\"") && !run.out().contains("Q9000001"));
        let run = folder.beleg(&["kb", "check", "--pack", "tal.belegpack"]);
        assert!(run.code() == 1 && run.err().contains(told), "{told}: {}", run.err());
    };
    for at in (12..whole.len()).step_by(whole.len() / 14) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x10;
        refused(&bytes, "is not used");
    }
    refused(&whole[..whole.len() - 1], "and should have");
    refused(&whole[..100], "and should have");
    refused(&[&whole[..], b"x"].concat(), "and should have");
    refused(b"", "This is no pack of entities");
    refused(b"PK\x03\x04", "This is no pack of entities");
    let mut newer = whole.clone();
    newer[8] = 99;
    refused(&newer, "This pack has form 99");
    fs::remove_file(folder.0.join("tal.belegpack")).unwrap();
    let run = folder.beleg(&["kb", "stats", "--pack", "tal.belegpack"]);
    assert!(run.err().contains("tal.belegpack: there is no such file"), "{}", run.err());
}

#[test]
fn what_one_layer_leaves_out_comes_from_below() {
    let folder = Folder::new("pack-layers");
    let mut putin = item(7747, "Vladimir Vladimirovich Putin", HUMAN, 200);
    putin["claims"]["P856"] = json!([says(json!("http://kremlin.example"))]);
    folder.file("dump.json", dump(&[putin]));
    assert_eq!(import(&folder, "dump.json").code(), 0);
    fs::create_dir_all(folder.0.join(".beleg/entities")).unwrap();
    folder.file(
        ".beleg/entities/putin.toml",
        "[[entity]]\nid = \"Q7747\"\ntype = \"person\"\nlabel = { de = \"W. Putin\" }\nnote = \"Spricht selten.\"\n",
    );
    let shown = folder.beleg(&["kb", "show", "Putin", "--pack", "tal.belegpack", "--lang", "de"]);
    let shown = shown.out();
    for part in ["(Vladimir Vladimirovich Putin)", "Spricht selten.", "http://kremlin.example", "Präsident"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert!(shown.starts_with("Vladimir Vladimirovich Putin") || shown.starts_with("W. Putin"), "{shown}");
}

#[test]
fn a_pack_is_replaced_while_the_server_runs() {
    let mut client = Client::start();
    let text = "Am Montag kam Jorun Hälvik nach Wernach.\n";
    let root = client.workspace(&[("here.txt", text)]);
    let folder = Folder::new("pack-server");
    let make = |description: &str| {
        let mut items = politician();
        items[0]["descriptions"] = json!({"de": {"language": "de", "value": description}});
        folder.file("dump.json", dump(&items));
        assert_eq!(import(&folder, "dump.json").code(), 0);
    };
    make("Politikerin");
    let here = uri(&root.join("here.txt"));
    client.initialize(json!({
        "rootUri": uri(&root),
        "locale": "de",
        "initializationOptions": {"kb": {"packs": [folder.0.join("tal.belegpack")]}},
        "capabilities": {},
    }));
    client.open(&here, text);
    let at = json!({"textDocument": {"uri": here}, "position": {"line": 0, "character": 16}});
    let mut until = |is_right: &dyn Fn(&str) -> bool| {
        client.until("textDocument/hover", &at, |told| is_right(&told.to_string()));
    };
    until(&|told| told.contains("Politikerin"));
    make("Bergsteigerin");
    until(&|told| told.contains("Bergsteigerin"));
    damage(&folder.0.join("tal.belegpack"));
    until(&|told| !told.contains("Bergsteigerin"));
    client.notification("window/showMessage", |told| told.to_string().contains("Dieses Paket ist beschädigt"));
}

/// Puts another file in the place of a pack.
fn damage(pack: &Path) {
    let mut bytes = fs::read(pack).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    let new = pack.with_extension("new");
    fs::write(&new, bytes).unwrap();
    fs::rename(new, pack).unwrap();
}

#[test]
fn a_table_becomes_a_pack() {
    let folder = Folder::new("import-table");
    let text = "id;type;label_de;label_en;aliases_de;fact.born;fact.seat;note\r\n\
                kb:halvik;person;Käthe Hälvik;;K. Hälvik|Käthe Groß-Hälvik;1961-02-03;;„Ruft zurück“\r\n\
                kb:bahn;company;Glasachbahn;Glasach Railway;;;Wernach;\r\n\
                kb:x;planet;Mars;;;;;\r\n";
    let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(text);
    folder.file("table.csv", &windows);
    let import = |form: &str, table: &str, output: &str| {
        folder.beleg(&["kb", "import", form, table, "-o", output, "--source", "Archiv Wernach", "--as-of", "2026-05"])
    };
    let run = import("csv", "table.csv", "tal.belegpack");
    assert_eq!((run.code(), run.out()), (0, "tal.belegpack: 2 entities, 5 names out of 3 lines.\n"));
    assert!(run.err().contains("line 4: unknown type `planet`"), "{}", run.err());
    let shown = folder.beleg(&["kb", "show", "Käthe Groß-Hälvik", "--pack", "tal.belegpack", "--lang", "de"]);
    assert_eq!(
        shown.out(),
        "Käthe Hälvik Person, kb:halvik\n\
         = K. Hälvik, Käthe Groß-Hälvik\n  \
         geboren 3. Februar 1961 [1]\n\
         Notiz der Redaktion:\n  \
         „Ruft zurück“\n\
         [1] Archiv Wernach, Stand Mai 2026\n"
    );
    let lines = [
        json!({"id": "kb:halvik", "type": "person", "label": {"de": "Käthe Hälvik"}, "note": "„Ruft zurück“",
               "aliases": {"de": ["K. Hälvik", "Käthe Groß-Hälvik"]}, "fact": [{"kind": "born", "at": "1961-02-03"}]}),
        json!({"id": "kb:bahn", "type": "company", "label": {"de": "Glasachbahn", "en": "Glasach Railway"},
               "fact": [{"kind": "seat", "value": {"de": "Wernach"}}]}),
    ];
    folder.file("table.jsonl", lines.map(|line| line.to_string()).join("\n"));
    assert_eq!(import("jsonl", "table.jsonl", "lines.belegpack").code(), 0);
    let [table, lines] = ["tal.belegpack", "lines.belegpack"].map(|pack| fs::read(folder.0.join(pack)).unwrap());
    assert!(table == lines, "the same entities give the same pack");
    folder.file("none.csv", "name,kind\nA,b\n");
    let run = import("csv", "none.csv", "tal.belegpack");
    assert!(run.code() == 1 && run.err().contains("line 2: unknown column `name`"), "{}", run.err());
}
