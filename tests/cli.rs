//! The command line as people and tools use it: what it prints, and with which code it exits.

mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use support::folder::{Folder, Run};

const ARTICLE: &str =
    "Brücke zu\n\nAm 3. März 2025 rollten 12'000 Autos über die „Brücke“ 😀. Laut Polizei waren es 400 Lastwagen.\n";

#[test]
fn check_shows_the_line_with_the_figure_marked() {
    let folder = Folder::new("check");
    folder.file("a.txt", ARTICLE);
    let run = folder.beleg(&["check", "a.txt", "--messages", "de"]);
    assert_eq!(run.code(), 0, "{}", run.err());
    assert!(run.out().contains("information[unsourced-figure]: 12'000 Autos: ohne Quelle im Text."), "{}", run.out());
    assert!(run.out().contains("a.txt:3:"), "{}", run.out());
    assert!(run.out().contains("━━━━━━━━━━━━"), "{}", run.out());
    assert!(!run.out().contains("400 Lastwagen:"), "{}", run.out());
    assert!(run.out().trim_end().ends_with("1 Befund in 1 Artikel."), "{}", run.out());
}

#[test]
fn check_fails_at_the_weight_it_is_told() {
    let folder = Folder::new("fail-on");
    folder.file("a.txt", ARTICLE);
    assert_eq!(folder.beleg(&["check", "a.txt"]).code(), 0);
    assert_eq!(folder.beleg(&["check", "a.txt", "--fail-on", "information"]).code(), 1);
    assert_eq!(folder.beleg(&["check", "a.txt", "--fail-on", "nonsense"]).code(), 2);
    assert_eq!(folder.beleg(&["check"]).code(), 2);
    folder.file("beleg.toml", "[checks]\nunsourced-figure = \"warning\"\n");
    assert_eq!(folder.beleg(&["check", "a.txt"]).code(), 1);
    folder.file("beleg.toml", "[checks]\nunsourced-figure = \"off\"\n");
    assert!(folder.beleg(&["check", "a.txt", "--format", "json"]).out().is_empty());
}

#[test]
fn check_prints_the_findings_that_annotate_prints() {
    let folder = Folder::new("json");
    folder.file("a.txt", ARTICLE);
    let checked = folder.beleg(&["check", "--format", "json", "a.txt"]).objects();
    let annotated = folder.beleg(&["annotate", "a.txt"]).objects();
    let findings: Vec<&Value> = annotated.iter().filter(|o| o["layer"] == "finding").collect();
    assert_eq!(checked.iter().collect::<Vec<_>>(), findings);
    assert_eq!(checked.len(), 1);
}

#[test]
fn every_object_is_the_slice_of_code_points_that_it_says() {
    let folder = Folder::new("slices");
    let text = format!(
        "\u{feff}---\r\ntitle: Größe\r\n---\r\nZé\u{301}lie sah\u{a0}«zehn» 12\u{202f}000 Schafe.\r\n\r\n{ARTICLE}"
    );
    folder.file("a.txt", &text);
    let points: Vec<char> = text.chars().collect();
    let objects = folder.beleg(&["annotate", "a.txt"]).objects();
    assert_eq!(objects[0]["layer"], "article");
    assert_eq!(objects[0]["version"], 1);
    for object in &objects[1..] {
        let (start, end) = (object["start"].as_u64().unwrap() as usize, object["end"].as_u64().unwrap() as usize);
        assert_eq!(object["text"].as_str().unwrap(), points[start..end].iter().collect::<String>(), "{object}");
    }
    let order: Vec<_> = objects[1..].iter().map(|o| (o["start"].as_u64(), o["layer"].as_str())).collect();
    assert!(order.is_sorted(), "{order:?}");
}

#[test]
fn the_same_input_gives_the_same_bytes_alone_and_in_a_folder() {
    let folder = Folder::new("same");
    folder.file("a.txt", ARTICLE);
    folder.file("b.md", "# Titel\n\nJack Muster, Experte für Brücken, zählt 300 Autos.\n");
    let alone =
        format!("{}{}", folder.beleg(&["annotate", "./a.txt"]).out(), folder.beleg(&["annotate", "./b.md"]).out());
    assert_eq!(folder.beleg(&["annotate", "."]).out(), alone);
}

#[test]
fn articles_come_by_standard_input_too() {
    let folder = Folder::new("stdin");
    let line = r#"{"id":"x-1","text":"Gestern kamen 300 Gäste.","lang":"de","date":"2025-03-12","title":"Fest"}"#;
    let run = folder.beleg_with(&["annotate", "-"], &format!("{line}\n\nno json\n{line}\n"));
    let objects = run.objects();
    assert_eq!(objects[0]["file"], "x-1");
    assert_eq!(objects[0]["title"], "Fest");
    assert_eq!(objects[0]["date"], "2025-03-12");
    assert_eq!(objects.iter().filter(|o| o["layer"] == "article").count(), 2);
    assert_eq!(objects.iter().find(|o| o["layer"] == "time").unwrap()["value"], "2025-03-11");
    assert!(run.err().contains("-:3:"), "{}", run.err());
    assert_eq!(run.code(), 1);
}

#[test]
fn flags_win_over_front_matter() {
    let folder = Folder::new("flags");
    folder.file("a.txt", "---\nlang: de\ndate: 2024-05\n---\nText.\n");
    let article = |args: &[&str]| folder.beleg(args).objects()[0].clone();
    let from_front = article(&["annotate", "a.txt"]);
    assert_eq!(
        (from_front["date"].as_str(), from_front["date_from"].as_str()),
        (Some("2024-05"), Some("front-matter"))
    );
    let from_flag = article(&["annotate", "--date", "2025-01-02", "--lang", "en", "a.txt"]);
    assert_eq!((from_flag["date"].as_str(), from_flag["date_from"].as_str()), (Some("2025-01-02"), Some("flag")));
    assert_eq!((from_flag["lang"].as_str(), from_flag["lang_from"].as_str()), (Some("en"), Some("flag")));
}

#[test]
fn what_cannot_be_read_is_told_and_the_others_go_on() {
    let folder = Folder::new("bad");
    folder.file("big.txt", vec![b'x'; 11_000_000]);
    folder.file("empty.txt", "");
    folder.file("latin.txt", b"Z\xfcrich hat 443'000 Einwohner.\n");
    folder.file("nul.txt", "Null\0 und 5\0 Tote.\r\rSo.");
    let run = folder.beleg(&["annotate", ".", "missing.txt"]);
    assert_eq!(run.code(), 1);
    let articles = run.objects().into_iter().filter(|o| o["layer"] == "article").count();
    assert_eq!(articles, 3);
    assert!(run.err().contains("big.txt") && run.err().contains("11"), "{}", run.err());
    assert!(run.err().contains("10"), "the limit: {}", run.err());
    assert!(run.err().contains("latin.txt") && run.err().contains("Windows-1252"), "{}", run.err());
    assert!(run.err().contains("missing.txt"), "{}", run.err());
    assert!(
        run.objects().iter().any(|o| o["text"].as_str().is_some_and(|t| t.contains("Zürich"))),
        "read as Windows-1252"
    );
}

#[test]
fn a_folder_without_articles_and_bad_settings_are_told() {
    let folder = Folder::new("none");
    fs::create_dir(folder.0.join("empty")).unwrap();
    let run = folder.beleg(&["check", "empty"]);
    assert_eq!(run.code(), 2);
    assert!(run.err().contains(".txt"), "{}", run.err());
    folder.file("a.txt", ARTICLE);
    folder.file("beleg.toml", "[checks]\nunsourced-figures = \"off\"\nlanguage = = 3\n");
    let run = folder.beleg(&["check", "a.txt"]);
    assert!(run.err().contains("beleg.toml:"), "{}", run.err());
    assert!(run.err().contains("unsourced-figure"), "names the nearest known key: {}", run.err());
    assert!(run.out().contains("12'000 Autos"), "the rest still runs: {}", run.out());
}

/// The names of the settings and of the folder count for `check`; for `annotate` only those of `--config`.
#[test]
fn pages_of_ones_own_count() {
    let folder = Folder::new("pages");
    folder.file("a.txt", "Treffen\n\nLaut Orthofix kamen am Montag 300 Gäste.\n");
    fs::create_dir_all(folder.0.join(".beleg/entities")).unwrap();
    fs::create_dir_all(folder.0.join("desk/pages")).unwrap();
    let page = "[[entity]]\nid = \"kb:orthofix\"\ntype = \"think-tank\"\nlabel = { de = \"Orthofix\" }\n";
    folder.file(".beleg/entities/a.toml", page);
    folder.file("desk/pages/a.toml", format!("{page}[[entity]]\nid = 3\n"));
    folder.file("desk/beleg.toml", "messages = \"de\"\n[kb]\npages = \"pages\"\n");
    let known = |run: &Run| run.objects().iter().any(|object| object["entity"] == "kb:orthofix");
    assert!(!known(&folder.beleg(&["annotate", "a.txt"])));
    let run = folder.beleg(&["annotate", "a.txt", "--config", "desk/beleg.toml"]);
    assert!(known(&run), "{}", run.out());
    assert!(run.err().contains("a.toml:6: "), "what is wrong in a page is told: {}", run.err());
    assert!(folder.beleg(&["kb", "show", "Orthofix"]).out().contains("think tank"), "English unless told otherwise");
    assert!(folder.beleg(&["kb", "show", "Orthofix", "--lang", "de"]).out().contains("Denkfabrik"));
}

/// A part of a name finds whole ones; a name that is nearly right finds the right one.
#[test]
fn names_are_looked_up_by_their_parts() {
    let folder = Folder::new("search");
    let found = |args: &[&str]| {
        let run = folder.beleg(&[["kb", "search"].as_slice(), args].concat());
        run.out().lines().map(|line| line.split(", ").next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(found(&["nordko", "--lang", "de"])[0], "Nordkorea Staat");
    assert_eq!(found(&["JONG un", "--limit", "1"]), ["Kim Jong Un person"]);
    assert_eq!(found(&["Selenskij", "--lang", "de"]), ["Wolodymyr Selenskyj = selenskij Person"]);
    assert_eq!(found(&["Grossbritanien", "--lang", "de", "--limit", "1"]), ["Großbritannien Staat"]);
    let run = folder.beleg(&["kb", "search", "xqzzy"]);
    assert_eq!((run.code(), run.out()), (1, ""), "{}", run.err());
    assert!(folder.beleg(&["kb", "stats"]).out().contains("compared with their source"));
    let schema: Value = serde_json::from_str(folder.beleg(&["kb", "schema"]).out()).unwrap();
    assert_eq!(schema["type"], "object");
    let schema: Value = serde_json::from_str(folder.beleg(&["kb", "schema", "--markdown"]).out()).unwrap();
    assert_eq!((&schema["type"], &schema["required"][0]), (&"object".into(), &"id".into()));
}

/// A page in Markdown counts like one in TOML, and what stands below its head is told as a note.
#[test]
fn a_page_in_markdown_brings_an_entity_and_a_note() {
    let folder = Folder::new("markdown-pages");
    fs::create_dir_all(folder.0.join(".beleg/entities")).unwrap();
    let page = "---\nid: kb:kaethe\ntype: person\nlabel: {de: Käthe Höfer}\n---\n\nRuft „nie“ zurück 🌾.\n\u{1b}[2J\n";
    folder.file(".beleg/entities/käthe-höfer.md", page);
    folder.file(".beleg/entities/README.md", "Hier stehen unsere Seiten.\n");
    let run = folder.beleg(&["kb", "show", "Käthe Höfer", "--lang", "de"]);
    assert_eq!(
        run.out(),
        "Käthe Höfer Person, kb:kaethe\nNotiz der Redaktion:\n  Ruft „nie“ zurück 🌾.\n   [2J\n",
        "{}",
        run.err()
    );
    assert_eq!(run.err(), "");

    let told = |page: &str| {
        folder.file(".beleg/entities/käthe-höfer.md", page);
        let run = folder.beleg(&["kb", "check", "--lang", "de"]);
        assert_eq!(run.code(), 1);
        run.err().lines().map(|line| line.split_once("käthe-höfer.md:").unwrap().1.to_owned()).collect::<Vec<_>>()
    };
    let near = "5: Den Schlüssel `labl` gibt es nicht. Gemeint ist wohl `label`?";
    assert_eq!(told(&page.replace("---\n\n", "labl: x\n---\n\n")), [near]);
    assert!(told("Nur eine Notiz.\n")[0].starts_with("1: `id` fehlt. Ein Eintrag braucht `id`"));
    assert!(told(&page.replace("label: {de: Käthe Höfer}\n", ""))[0].contains("`label` fehlt."));
    assert!(told(&page.replace("{de: Käthe Höfer}", "Käthe Höfer"))[0].ends_with("etwa `de: …`."));
    assert!(
        told(&page.replace("person", "planet"))[0].starts_with("3: unknown variant `planet`, expected one of person,")
    );
}

#[test]
fn what_is_wrong_in_pages_is_told() {
    let folder = Folder::new("flaws");
    assert_eq!(folder.beleg(&["kb", "check"]).code(), 0, "the embedded knowledge base is sound");
    fs::create_dir_all(folder.0.join(".beleg/entities")).unwrap();
    let page = "[[entity]]\nid = \"Q1\"\ntype = \"person\"\nlabel = { de = \"Käthe Muster\" }\ncountry = \"kb:utopia\"\n\
                [[entity.fact]]\nkind = \"office\"\nvalue = { de = \"Rätin\" }\nfrom = \"2020\"\nto = \"2019\"\n\
                [[entity.fact]]\nkind = \"born\"\nat = \"1950\"\nsource = \"register\"\n";
    folder.file(".beleg/entities/a.toml", page);
    let run = folder.beleg(&["kb", "check", "--lang", "de"]);
    let told: Vec<&str> = run.out().lines().map(|line| line.split(": ").nth(1).unwrap()).collect();
    assert_eq!(
        told,
        [
            "Nichts sagt, woher diese Wikidata-Kennung stammt",
            "Das Land `kb:utopia` ist kein Eintrag",
            "Die Angabe `office` gilt als geprüft und nennt keine Quelle",
            "Die Angabe `office` endet, bevor sie beginnt.",
            "Keine Seite beschreibt die Quelle `register`",
        ]
    );
    assert_eq!(run.code(), 1);
    let known = "[register]\nname = \"Register\"\n[own]\nname = \"eigene Angaben\"\n";
    folder.file(".beleg/entities/sources.toml", known);
    let page =
        page.replace("Q1", "kb:muster").replace("kb:utopia", "Q183").replace("2019\"", "2022\"\nsource = \"own\"");
    folder.file(".beleg/entities/a.toml", page);
    let run = folder.beleg(&["kb", "check"]);
    assert_eq!((run.code(), run.out()), (0, ""), "{}", run.err());
    folder.file(".beleg/entities/b.toml", "[[entity]]\nid = 3\n");
    let run = folder.beleg(&["kb", "check"]);
    assert!(run.code() == 1 && run.err().contains("b.toml:2: "), "{}", run.err());
}

#[test]
fn whoever_reads_may_stop_early() {
    let folder = Folder::new("pipe");
    for args in [["completions", "bash"].as_slice(), &["kb", "show", "Putin"], &["explain"], &["config"]] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_beleg"))
            .args(args)
            .current_dir(&folder.0)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let run = Run(child.wait_with_output().unwrap());
        assert!(!run.err().contains("panicked"), "{args:?}: {}", run.err());
    }
}

#[test]
fn what_was_decided_beside_an_article_is_not_told_again() {
    let folder = Folder::new("decided");
    folder.file("a.txt", "Höfe\n\nDort „oben“ liegen 40 Höfe. Hier liegen 30 Höfe.\n");
    fs::create_dir(folder.0.join(".beleg")).unwrap();
    let selector = r#"{"type":"TextQuoteSelector","exact":"30 Höfe","prefix":"Hier liegen ","suffix":".\n"}"#;
    let decision = format!(
        r#"{{"type":"Annotation","body":{{"value":"src: Hofamt"}},"target":{{"source":"a.txt","selector":{selector}}}}}"#
    );
    folder.file(".beleg/annotations.jsonl", format!("{decision}\nhalf a li"));
    let here = folder.0.join("a.txt");
    for path in [".", "a.txt", "./a.txt", here.to_str().unwrap()] {
        let run = folder.beleg(&["check", path, "--messages", "en"]);
        assert!(run.out().contains("40 Höfe: no source"), "{path}: {}", run.out());
        assert!(!run.out().contains("30 Höfe: no source"), "{path}: {}", run.out());
        assert!(run.err().contains("annotations.jsonl:2: The line is incomplete"), "{}", run.err());
    }
    // What tools read depends on the article alone.
    let run = folder.beleg(&["annotate", "a.txt"]);
    assert_eq!(run.out().matches("\"code\":\"unsourced-figure\"").count(), 2, "{}", run.out());
}

#[test]
fn explain_knows_every_code() {
    let folder = Folder::new("explain");
    let list = folder.beleg(&["explain"]);
    for code in list.out().lines().filter_map(|line| line.split(' ').next()) {
        for lang in ["de", "en"] {
            let page = folder.beleg(&["explain", code, "--messages", lang]);
            assert!(page.out().starts_with(&format!("# {code}")), "{code} in {lang}: {}", page.out());
            assert!(page.out().matches("\n- `").count() >= 2, "{code} in {lang} has examples");
        }
    }
    let unknown = folder.beleg(&["explain", "nonsense"]);
    assert_eq!(unknown.code(), 2);
    assert!(unknown.err().contains("unsourced-figure"));
}

#[test]
fn the_shipped_articles_have_findings_and_fail_nothing() {
    let folder = Folder::new("fixtures");
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let run = folder.beleg(&["check", fixtures.to_str().unwrap()]);
    assert_eq!(run.code(), 0, "{}", run.err());
    assert!(run.err().is_empty(), "{}", run.err());
    assert!(run.out().matches("information[unsourced-figure]").count() > 30);
    assert!(!run.out().contains(".beleg"), "a page is no article: {}", run.out());
    let pages = fixtures.join(".beleg/entities");
    let run = folder.beleg(&["kb", "show", "Südwind Glasach", "--lang", "de", "--pages", pages.to_str().unwrap()]);
    assert!(run.out().contains("Unternehmen") && run.out().contains("nur schriftlich"), "{}{}", run.out(), run.err());
}
