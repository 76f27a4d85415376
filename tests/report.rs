//! What a chief editor gets: what backs each figure, who is named and quoted, what is open; and nothing that an article
//! could make act, in whatever form.

mod support;

use std::fs;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use support::folder::Folder;

const ARTICLE: &str = "Neue Höfe im Tal 🌾\n\nWernach – Dort liegen 40\u{a0}Höfe, daneben 17 Ställe. Laut Amtsleiterin Petra Hellwig sind es \
                       30 Brücken. Berichten zufolge kamen 500 Leute.\n\n„Das Tal ist schön“, sagte Hellwig. Die Glasach AG zahlt \
                       2,5 Millionen Euro.\n";

/// A line of a sidecar: what `creator` says of some words.
fn note(on: &str, creator: &str, motivation: &str, body: Value) -> String {
    let target = json!({"source": "höfe.txt", "selector": {"type": "TextQuoteSelector", "exact": on}});
    let (kind, created) = ("Annotation", "2026-11-03T09:00:00Z");
    let creator = json!({"type": "Person", "name": creator});
    json!({"type": kind, "motivation": motivation, "creator": creator, "created": created, "body": body, "target": target})
        .to_string()
}

fn value(value: &str) -> Value {
    json!({"type": "TextualBody", "value": value})
}

/// A folder with the article and what was decided about it.
fn desk(name: &str, article: &str, notes: &[String]) -> Folder {
    let folder = Folder::new(&format!("report-{name}"));
    fs::create_dir(folder.0.join(".beleg")).unwrap();
    folder.file("höfe.txt", article);
    folder.file(".beleg/annotations.jsonl", notes.iter().flat_map(|line| [line, "\n"]).collect::<String>());
    folder
}

fn decided() -> Vec<String> {
    let source = json!({"type": "Text", "id": "https://amt.example/a?b=1&c=2", "dc:title": "Katasteramt, Liste"});
    vec![
        note("40\u{a0}Höfe", "A. Frei", "linking", source),
        note("500 Leute", "A. Frei", "moderating", value("protected")),
        note("30 Brücken", "B. Roth", "assessing", json!({"value": "verified", "beleg:on": "Luftbild"})),
        note("2,5 Millionen Euro", "B. Roth", "questioning", value("Wer sagt das?")),
        note("Das Tal ist schön", "B. Roth", "assessing", value("verified")),
        note("Die Mühle am oberen Bach", "B. Roth", "assessing", value("verified")),
    ]
}

fn report(folder: &Folder, args: &[&str]) -> String {
    let run = folder.beleg(&[&["report"], args, &["höfe.txt"]].concat());
    assert_eq!((run.code(), &*run.err()), (0, ""));
    run.out().to_owned()
}

#[test]
fn a_report_tells_what_backs_each_figure() {
    let folder = desk("figures", ARTICLE, &decided());
    let report: Value = serde_json::from_str(&report(&folder, &["--format", "json"])).unwrap();
    assert_eq!(report["sum"], json!({"figures": 5, "backed": 3, "verified": 1, "missing": 2}));
    let article = &report["articles"][0];
    assert_eq!((&article["title"], &article["file"]), (&json!("Neue Höfe im Tal 🌾"), &json!("höfe.txt")));
    let figures = article["figures"].as_array().unwrap();
    let told = figures.iter().map(|figure| {
        let place = |key: &str| figure[key].as_u64().unwrap() as usize;
        let words: String = ARTICLE.chars().skip(place("start")).take(place("end") - place("start")).collect();
        assert_eq!(figure["text"], *words);
        let decisions: Vec<&str> =
            figure["decisions"].as_array().unwrap().iter().map(|told| told["text"].as_str().unwrap()).collect();
        (words.replace('\u{a0}', " "), figure["backing"].as_str().unwrap().to_owned(), decisions.join("; "))
    });
    let source = "Source: Katasteramt, Liste, https://amt.example/a?b=1&c=2 (A. Frei, 3 November 2026)";
    let expected = [
        ("40 Höfe", "vouched", source),
        ("17 Ställe", "unsourced", ""),
        ("30 Brücken", "verified", "Verified: Luftbild (B. Roth, 3 November 2026)"),
        ("500 Leute", "vouched", "Protected source (A. Frei, 3 November 2026)"),
        ("2,5 Millionen Euro", "unsourced", "Question: Wer sagt das? (B. Roth, 3 November 2026)"),
    ];
    assert_eq!(told.collect::<Vec<_>>(), expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned())));
    let (brooks, euro) = (&figures[2], &figures[4]);
    assert_eq!(
        (&brooks["before"], &brooks["after"]),
        (&json!("Laut Amtsleiterin Petra Hellwig sind es "), &json!("."))
    );
    assert_eq!(
        (&euro["amount"], &euro["unit"], &euro["line"]),
        (&json!("2,500,000\u{a0}Euro"), &json!("EUR"), &json!(5))
    );
}

#[test]
fn a_report_tells_who_is_named_and_quoted_and_what_is_open() {
    let folder = desk("people", ARTICLE, &decided());
    let report: Value = serde_json::from_str(&report(&folder, &["--format", "json"])).unwrap();
    let article = &report["articles"][0];
    let hellwig = json!({"name": "Petra Hellwig", "role": "Amtsleiterin", "mentions": 2, "line": 3});
    assert_eq!(article["people"], json!([hellwig]));
    assert_eq!(article["organisations"][0]["name"], "Glasach AG");
    let speaker = &article["quotations"][0];
    let quotation = &speaker["quotations"][0];
    assert_eq!((&speaker["name"], &quotation["line"]), (&json!("Petra Hellwig"), &json!(5)));
    assert_eq!(quotation["text"], "„Das Tal ist schön“");
    assert_eq!(quotation["decisions"][0]["text"], "Verified (B. Roth, 3 November 2026)");
    let open: Vec<&str> =
        article["open"].as_array().unwrap().iter().map(|open| open["text"].as_str().unwrap()).collect();
    let lost = "The words “Die Mühle am oberen Bach” are no longer found: Verified (B. Roth, 3 November 2026)";
    assert_eq!(open, ["Question: Wer sagt das? (B. Roth, 3 November 2026)", lost]);
}

#[test]
fn every_form_says_the_same_in_both_languages() {
    let folder = desk("forms", ARTICLE, &decided());
    for (lang, words) in [
        ("de", ["Faktenprüfung", "ohne Quelle", "Geschützte Quelle", "Amtsleiterin", "geprüft", "Frage"]),
        ("en", ["Fact check", "no source", "Protected source", "Amtsleiterin", "verified", "Question"]),
    ] {
        let [html, markdown] = ["html", "md"].map(|form| report(&folder, &["--format", form, "--messages", lang]));
        for word in words {
            assert!(html.contains(word) && markdown.contains(word), "{lang}: {word}");
        }
        assert!(html.contains(&format!("<html lang=\"{lang}\">")));
        assert!(html.contains("<mark>40\u{a0}Höfe</mark>"));
        assert!(markdown.contains("**40\u{a0}Höfe**, daneben 17 Ställe."), "{markdown}");
        assert_eq!(html.contains("<p lang=\"de\">"), lang == "en");
        assert_eq!(html, report(&folder, &["--messages", lang]), "the same input gives the same bytes");
    }
}

#[test]
fn the_policy_of_the_page_allows_its_own_style_and_nothing_else() {
    let html = report(&desk("policy", ARTICLE, &decided()), &[]);
    let (_, rest) = html.split_once("<style>").unwrap();
    let (style, rest) = rest.split_once("</style>").unwrap();
    let hash = STANDARD.encode(Sha256::digest(style));
    let policy = format!("content=\"default-src 'none'; style-src 'sha256-{hash}'\"");
    assert!(html.contains(&policy), "the hash of the style is sha256-{hash}");
    assert!(!rest.contains("<style") && !html.contains(" style=") && !style.contains("url("));
    let links: Vec<&str> = html.match_indices("<a ").map(|(at, _)| html[at..].split_once('>').unwrap().0).collect();
    assert!(!links.is_empty());
    for link in links {
        let expected = "<a href=\"https://amt.example/a?b=1&amp;c=2\" rel=\"noreferrer noopener nofollow\"";
        assert_eq!(link, expected);
    }
}

#[test]
fn nothing_from_outside_becomes_markup() {
    const EVIL: &str =
        "<script>alert(1)</script> \" onload=\"x & \u{202e}rückwärts\u{0}![x](http://x.example/a.png) **fett**";
    let article = format!(
        "---\ntitle: 'T {}'\n---\n\n{ARTICLE}\nDazu 12 Schafe {EVIL} in der Glasach.\n",
        EVIL.replace('\0', "")
    );
    let mut notes = decided();
    notes.push(note("12 Schafe", EVIL, "questioning", value(EVIL)));
    let bad = json!({"type": "Text", "id": "javascript:alert(1)", "dc:title": EVIL});
    notes.push(note("12 Schafe", EVIL, "linking", bad));
    let sly = json!({"type": "Text", "id": "https://x.example/\"><script>alert(1)</script>", "dc:title": "Liste"});
    notes.push(note("12 Schafe", EVIL, "linking", sly));
    let folder = desk("evil", &article, &notes);
    let name = "<b onclick=\"x\">&.txt";
    folder.file(name, ARTICLE);
    let written = |form: &str| {
        let run = folder.beleg(&["report", "--format", form, "höfe.txt", name]);
        assert_eq!(run.code(), 0, "{}", run.err());
        run.out().to_owned()
    };
    let html = written("html");
    for planted in ["<script", "<b ", " onload=\"", "onclick=\"", "javascript:", "\u{202e}", "\0", "<img"] {
        assert!(!html.contains(planted), "{planted}");
    }
    assert!(html.contains("&lt;script&gt;") && html.contains("&lt;b onclick=&quot;x&quot;&gt;&amp;.txt"));
    let markdown = ["\\<", "\\[", "\\*"].iter().fold(written("md"), |text, escaped| text.replace(escaped, ""));
    for planted in ["<script", "<b ", "\u{202e}", "\0", "![", "fett**"] {
        assert!(!markdown.contains(planted), "{planted}");
    }
    assert!(serde_json::from_str::<Value>(&written("json")).is_ok());
}

#[test]
fn several_articles_stand_below_their_sum() {
    let folder = desk("several", ARTICLE, &decided());
    folder.file("zwei.txt", "Zwei\n\nLaut dem Amt sind es 30 Brücken.\n");
    let run = folder.beleg(&["report", "--format", "md", "--messages", "de", "."]);
    assert!(run.out().starts_with(
        "# Faktenprüfung: 2 Artikel\n\nZahlen: 6 · belegt: 4 · geprüft: 1 · nicht belegt: 2\n\n## Neue Höfe im Tal 🌾\n"
    ));
    let html = folder.beleg(&["report", "."]).out().to_owned();
    assert_eq!((html.matches("<h1").count(), html.matches("<article>").count()), (1, 2));
}

#[test]
fn a_report_goes_where_an_export_goes() {
    let folder = desk("out", ARTICLE, &[]);
    assert_eq!(folder.beleg(&["report", "--out", "neu/bericht.html", "höfe.txt"]).code(), 0);
    assert!(fs::read_to_string(folder.0.join("neu/bericht.html")).unwrap().starts_with("<!DOCTYPE html>"));
    let again = folder.beleg(&["report", "--out", "neu/bericht.html", "höfe.txt"]);
    assert!(again.code() == 2 && again.err().contains("--force"), "{}", again.err());
    assert_eq!(folder.beleg(&["report", "--out", "neu/bericht.html", "--force", "höfe.txt"]).code(), 0);
    assert_eq!(folder.beleg(&["report", "--out", "höfe.txt", "--force", "höfe.txt"]).code(), 2);
    assert_eq!(fs::read_to_string(folder.0.join("höfe.txt")).unwrap(), ARTICLE);
    assert_eq!(folder.beleg(&["report", "niemand.txt"]).code(), 1);
    assert_eq!(folder.beleg(&["report", "--format", "pdf", "höfe.txt"]).code(), 2);
}
