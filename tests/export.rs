//! What other tools get: every place is the slice of code points that it says, and no file is lost.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use support::folder::Folder;

/// With everything that makes counting hard: marks of two and four bytes, joined accents, two kinds of quotation marks.
const ARTICLE: &str = "Brücke zu 😀\r\n\r\nAm 3. März 2025 rollten 12'000 Autos über die «Brücke» 👩‍👧. „Es waren“, sagte Zé\u{301}lie \
                       Müller, „zu\u{a0}viele Lastwagen.“ Laut Polizei waren es 400\u{a0}Lastwagen.\r\n\r\nDas kostet 5 Millionen Euro.\r\n";
const NAME: &str = "Größe ü 1.txt";

fn slice(text: &str, start: &Value, end: &Value) -> String {
    let (start, end) = (start.as_u64().unwrap() as usize, end.as_u64().unwrap() as usize);
    text.chars().skip(start).take(end - start).collect()
}

fn results(log: &str) -> Vec<Value> {
    let log: Value = serde_json::from_str(log).unwrap();
    log["runs"][0]["results"].as_array().unwrap().clone()
}

#[test]
fn sarif_names_the_place_twice_and_the_rule() {
    let folder = Folder::new("sarif");
    folder.file(NAME, ARTICLE);
    let run = folder.beleg(&["export", "sarif", NAME]);
    let log: Value = serde_json::from_str(run.out()).unwrap();
    assert_eq!((&log["version"], &log["runs"][0]["columnKind"]), (&json!("2.1.0"), &json!("unicodeCodePoints")));
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    let lines: Vec<&str> = ARTICLE.split("\r\n").collect();
    let found = results(run.out()).into_iter().map(|result| {
        assert!(rules.iter().any(|rule| rule["id"] == result["ruleId"]));
        assert_eq!(result["level"], "note");
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "Gr%C3%B6%C3%9Fe%20%C3%BC%201.txt");
        let region = &place["region"];
        let end = json!(region["charOffset"].as_u64().unwrap() + region["charLength"].as_u64().unwrap());
        let line = lines[region["startLine"].as_u64().unwrap() as usize - 1];
        let column = |key: &str| json!(region[key].as_u64().unwrap() - 1);
        let words = slice(line, &column("startColumn"), &column("endColumn"));
        assert_eq!(slice(ARTICLE, &region["charOffset"], &end), words);
        words
    });
    assert_eq!(found.collect::<Vec<_>>(), ["12'000 Autos", "5 Millionen Euro"]);
    let about = rules[0]["shortDescription"]["text"].as_str().unwrap();
    assert!(about.starts_with("A number") && !about.contains(['\n', '*']), "{about}");
}

#[test]
fn sarif_tells_who_dismissed_a_finding() {
    let folder = Folder::new("dismissed");
    folder.file("a.md", "# Höfe\n\nHier liegen 30 Höfe. <!-- beleg: ignore -->\n\nDort liegen 40 Ställe.\n");
    folder.file("b.txt", "---\nbeleg: {ignore: [unsourced-figure]}\n---\nHier liegen 30 Höfe.\n");
    folder.file("c.txt", "Höfe\n\nHier liegen 30 Höfe.\n");
    fs::create_dir(folder.0.join(".beleg")).unwrap();
    let selector = r#"{"type":"TextQuoteSelector","exact":"30 Höfe","prefix":"Hier liegen ","suffix":".\n"}"#;
    let note = format!(
        r#"{{"type":"Annotation","body":{{"value":"beleg: ignore unsourced-figure"}},"target":{{"source":"c.txt","selector":{selector}}}}}"#
    );
    folder.file(".beleg/annotations.jsonl", format!("{note}\n"));
    let run = folder.beleg(&["export", "sarif", "a.md", "b.txt", "c.txt"]);
    let dismissed: Vec<Value> =
        results(run.out()).iter().map(|result| result["suppressions"][0]["kind"].clone()).collect();
    assert_eq!(dismissed, [json!("inSource"), Value::Null, json!("inSource"), json!("external")]);
    assert_eq!(folder.beleg(&["check", "--format", "github", "."]).out().lines().count(), 1);
}

#[test]
fn prints_of_findings_outlive_moved_lines() {
    let folder = Folder::new("prints");
    let prints = |text: &str| {
        folder.file("a.md", text);
        let results = results(folder.beleg(&["export", "sarif", "a.md"]).out());
        let print = |result: &Value| result["partialFingerprints"]["wordsInSentence/v1"].as_str().unwrap().to_owned();
        results.iter().map(print).collect::<Vec<_>>()
    };
    let before = prints("Höfe\n\nHier liegen 30 Höfe. Dort\nliegen 40 Höfe.\n\nHier liegen 30 Höfe.\n");
    let after = prints("Höfe\n\nNeues.\n\nHier liegen\n30 Höfe. Dort liegen 40 Höfe.\n\nHier liegen 30 Höfe.\n");
    assert_eq!(before, after);
    assert_eq!(before.iter().collect::<BTreeSet<_>>().len(), before.len(), "{before:?}");
}

#[test]
fn check_writes_findings_as_export_does_and_fails_as_ever() {
    let folder = Folder::new("check-export");
    folder.file(NAME, ARTICLE);
    let checked = folder.beleg(&["check", "--format", "sarif", "--fail-on", "information", "."]);
    let exported = folder.beleg(&["export", "sarif", "."]);
    assert_eq!(checked.out(), exported.out());
    assert_eq!((checked.code(), exported.code()), (1, 0));
    fs::create_dir(folder.0.join("empty")).unwrap();
    let run = folder.beleg(&["export", "sarif", "empty"]);
    assert!(run.code() == 0 && results(run.out()).is_empty(), "a log without results: {}", run.out());
}

#[test]
fn github_gets_one_command_a_finding() {
    let folder = Folder::new("github");
    folder.file("a, b: 100%.txt", ARTICLE);
    let run = folder.beleg(&["check", "--format", "github", "--messages", "de", "."]);
    let first = run.out().lines().next().unwrap();
    assert_eq!(
        first,
        "::notice file=a%2C b%3A 100%25.txt,line=3,col=25,endColumn=37,title=unsourced-figure::12'000 Autos: ohne Quelle im Text."
    );
}

#[test]
fn figures_become_rows_that_no_spreadsheet_reckons() {
    let folder = Folder::new("csv");
    folder.file(NAME, ARTICLE);
    folder.file("=1.txt", "Frost\n\nLaut Amt waren es\n-5 Grad. +7 Prozent mehr als im Jahr davor, sagte Müller.\n");
    let run = folder.beleg(&["export", "csv", NAME, "=1.txt"]);
    let mut table = csv::Reader::from_reader(run.out().as_bytes());
    let columns = table.headers().unwrap().clone();
    let rows: Vec<_> = table.records().map(Result::unwrap).collect();
    let cell =
        |row: &csv::StringRecord, column: &str| row[columns.iter().position(|name| name == column).unwrap()].to_owned();
    for row in rows.iter().filter(|row| cell(row, "file") == NAME) {
        let place = |column| json!(cell(row, column).parse::<u64>().unwrap());
        assert_eq!(cell(row, "text"), slice(ARTICLE, &place("start"), &place("end")));
    }
    let euro = rows.iter().find(|row| cell(row, "text") == "5 Millionen Euro").unwrap();
    let cells =
        ["line", "class", "value", "high", "unit", "status", "source", "sentence"].map(|column| cell(euro, column));
    assert_eq!(cells, ["5", "claim", "5000000", "", "EUR", "unsourced", "", "Das kostet 5 Millionen Euro."]);
    assert!(rows.iter().any(|row| cell(row, "file") == "'=1.txt"));
    for row in &rows {
        assert!(
            !["file", "text", "source", "sentence"]
                .iter()
                .any(|column| cell(row, column).starts_with(['=', '+', '-', '@'])),
            "{row:?}"
        );
    }
}

#[test]
fn documents_of_spacy_are_nothing_but_their_tokens() {
    let folder = Folder::new("spacy");
    let page = "<html lang=de><h1>H&ouml;fe</h1><p>Laut Anna M&uuml;ll&auml; liegen <b>30</b>&nbsp;H&ouml;fe da.</p>";
    folder.file(NAME, ARTICLE);
    folder.file("seite.html", page);
    folder.file(
        "front.md",
        "---\ntitle: Größe\n---\n\nPutins\u{200b} „Brücke“  ist\u{ad} 12\u{202f}000\u{2028}Meter  lang. ",
    );
    let docs = folder.beleg(&["export", "spacy", "."]).objects();
    assert_eq!(docs.len(), 3);
    for doc in &docs {
        let text = doc["text"].as_str().unwrap();
        let tokens = doc["tokens"].as_array().unwrap();
        let (mut starts, mut ends, mut at) = (BTreeSet::new(), BTreeSet::new(), 0);
        for (id, token) in tokens.iter().enumerate() {
            let start = token["start"].as_u64().unwrap();
            assert!(
                start == at || start == at + 1 && slice(text, &json!(at), &token["start"]) == " ",
                "{token} behind {at}"
            );
            assert_eq!(token["id"], id);
            at = token["end"].as_u64().unwrap();
            starts.insert(start);
            ends.insert(at);
        }
        let groups = doc["spans"].as_object().unwrap().values();
        for mark in groups.chain([&doc["ents"], &doc["sents"]]).flat_map(|marks| marks.as_array().unwrap()) {
            assert!(
                starts.contains(&mark["start"].as_u64().unwrap()) && ends.contains(&mark["end"].as_u64().unwrap()),
                "{mark}"
            );
        }
    }
    let words = |doc: &Value, marks: &Value| {
        let words =
            |mark: &Value| (slice(doc["text"].as_str().unwrap(), &mark["start"], &mark["end"]), mark["label"].clone());
        marks.as_array().unwrap().iter().map(words).collect::<Vec<_>>()
    };
    let doc = docs.iter().find(|doc| doc["text"] == ARTICLE).unwrap();
    assert!(words(doc, &doc["ents"]).contains(&("Zé\u{301}lie Müller".to_owned(), json!("PER"))), "{}", doc["ents"]);
    assert!(words(doc, &doc["spans"]["figures"]).contains(&("400\u{a0}Lastwagen".to_owned(), json!("claim"))));
    let said: Vec<String> = words(doc, &doc["spans"]["quotes"]).into_iter().map(|(words, _)| words).collect();
    assert!(said.iter().any(|words| words.contains("zu\u{a0}viele Lastwagen")), "{said:?}");
    let doc = docs.iter().find(|doc| doc["text"] == page).unwrap();
    assert_eq!(words(doc, &doc["ents"]), [("Anna M&uuml;ll&auml;".to_owned(), json!("PER"))], "an entity stays whole");
    let doc = docs.iter().find(|doc| doc["text"].as_str().unwrap().contains("Putins")).unwrap();
    assert_eq!(words(doc, &doc["spans"]["figures"])[0].0, "12\u{202f}000\u{2028}Meter");
}

/// A line of a file of brat: its id, what it says, and its words.
fn lines(annotations: &str) -> Vec<(&str, Vec<&str>, &str)> {
    let line = |line| {
        let mut parts = str::splitn(line, 3, '\t');
        let mut next = || parts.next().unwrap_or_default();
        (next(), next().split([' ', ';']).collect(), next())
    };
    annotations.lines().map(line).collect()
}

#[test]
fn brat_has_the_text_as_stored_and_its_words_again() {
    let folder = Folder::new("brat");
    fs::create_dir_all(folder.0.join("rein/Süd 1")).unwrap();
    let long = "Streit\r\n\r\n„Hier\tsteht\r\nnichts“, sagte Wladimir Putin, „gar nichts.“ Laut Polizei waren es 400 Höfe.\r\n";
    folder.file(&format!("rein/Süd 1/{NAME}"), ARTICLE);
    folder.file("rein/Süd 1/lang.txt", long);
    folder.file("rein/lang.md", long);
    let run = folder.beleg(&["export", "brat", "--out", "raus", "rein"]);
    assert_eq!((run.code(), run.err().as_str()), (0, ""));
    let read = |name: &str| fs::read_to_string(folder.0.join("raus").join(name)).unwrap();
    let configuration = read("annotation.conf");
    for name in [Path::new("Süd 1").join(NAME).with_extension(""), "Süd 1/lang".into(), "lang.md".into()] {
        let (text, annotations) = (read(&format!("{}.txt", name.display())), read(&format!("{}.ann", name.display())));
        assert!([ARTICLE, long].contains(&text.as_str()));
        for (id, says, words) in lines(&annotations) {
            let known = says[0] == "Reference"
                || says[0] == "AnnotatorNotes"
                || configuration.lines().any(|line| line.split('\t').next() == Some(says[0]));
            assert!(known, "{says:?}");
            if id.starts_with('T') {
                let bounds: Vec<Value> = says[1..].iter().map(|bound| json!(bound.parse::<u64>().unwrap())).collect();
                let parts = bounds.chunks(2).map(|ends| slice(&text, &ends[0], &ends[1]));
                assert_eq!(parts.collect::<Vec<_>>().join(" "), words);
            }
        }
    }
    let annotations = read("lang.md.ann");
    let found = lines(&annotations);
    let quotation = found.iter().find(|(_, says, _)| says[0] == "Quotation").unwrap();
    assert_eq!((quotation.1.len(), quotation.2), (9, "„Hier steht nichts“ „gar nichts.“"));
    let id_of = |words| found.iter().find(|(id, _, known)| id.starts_with('T') && *known == words).unwrap().0;
    let refers = |says: &[&str]| found.iter().any(|(_, known, _)| known == says);
    assert!(refers(&["Reference", id_of("Wladimir Putin"), "Wikidata:Q7747"]), "{annotations}");
    assert!(found.iter().any(|(_, says, name)| says[0] == "Reference" && *name == "Wladimir Putin"), "{annotations}");
    let claim = id_of("400 Höfe");
    assert!(
        refers(&["Status", claim, "sourced"])
            && refers(&["VouchedBy", &format!("Arg1:{claim}"), &format!("Arg2:{}", id_of("Laut Polizei"))]),
        "{annotations}"
    );
    assert!(found.iter().any(|(_, says, _)| says[0] == "SaidBy" && says[1] == format!("Arg1:{}", quotation.0)));
}

#[test]
fn no_file_is_lost() {
    let folder = Folder::new("kept");
    let read = |name: &str| fs::read_to_string(folder.0.join(name)).unwrap();
    folder.file("a.txt", b"H\xf6fe: 30.\n");
    folder.file("b.txt", ARTICLE);
    fs::create_dir(folder.0.join("raus")).unwrap();
    folder.file("raus/a.ann", "mine");
    let run = folder.beleg(&["export", "brat", "--out", "raus", "a.txt", "b.txt", "missing.txt"]);
    assert_eq!(run.code(), 1);
    assert!(
        run.err().contains("raus/a.ann") && run.err().contains("--force") && run.err().contains("missing.txt"),
        "{}",
        run.err()
    );
    assert!(
        read("raus/a.ann") == "mine" && !folder.0.join("raus/a.txt").exists() && folder.0.join("raus/b.ann").exists()
    );
    assert_eq!(folder.beleg(&["export", "brat", "--out", "raus", "--force", "a.txt", "b.txt"]).code(), 0);
    assert!(read("raus/a.ann") != "mine" && read("raus/a.txt") == "Höfe: 30.\n");

    let run = folder.beleg(&["export", "brat", "--out", ".", "--force", "a.txt"]);
    assert!(run.code() == 1 && run.err().contains("a.txt"), "{}", run.err());
    assert_eq!(fs::read(folder.0.join("a.txt")).unwrap(), b"H\xf6fe: 30.\n", "an article is never written");
    assert_eq!(folder.beleg(&["export", "csv", "--out", "b.txt", "--force", "b.txt"]).code(), 2);
    assert_eq!(read("b.txt"), ARTICLE);

    assert_eq!(folder.beleg(&["export", "csv", "--out", "neu/zahlen.csv", "b.txt"]).code(), 0);
    assert!(read("neu/zahlen.csv").starts_with("file,line,"));
    assert_eq!(folder.beleg(&["export", "csv", "--out", "neu/zahlen.csv", "b.txt"]).code(), 2);
    assert_eq!(folder.beleg(&["export", "brat", "b.txt"]).code(), 2);
    assert_eq!(folder.beleg(&["export", "nonsense", "b.txt"]).code(), 2);
}
