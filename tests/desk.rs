//! What a desk asks about its articles on the command line: whether all figures are backed, what was decided about them,
//! and what became of that.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const BELEG: &str = env!("CARGO_BIN_EXE_beleg");

const ARTICLE: &str =
    "Höfe 🌾\n\nDort liegen 40\u{a0}Höfe. Laut dem Amt sind es 30 Brücken. Berichten zufolge kamen 500 Leute.\n";

/// A line of a sidecar about words of [`ARTICLE`].
fn line(id: &str, words: &str, rest: &str) -> String {
    let start = ARTICLE.find(words).unwrap_or_default();
    let position = ARTICLE[..start].chars().count();
    let end = position + words.chars().count();
    let around = |part: &str| serde_json::to_string(part).unwrap();
    let prefix: String = ARTICLE[..start].chars().rev().take(32).collect::<Vec<_>>().into_iter().rev().collect();
    let suffix: String = ARTICLE[start + words.len()..].chars().take(32).collect();
    format!(
        r##"{{"type":"Annotation","id":"#{id}","creator":{{"type":"Person","name":"A. Frei"}},"created":"2026-11-03T09:00:00Z",{rest},"target":{{"source":"höfe.txt","selector":[{{"type":"TextQuoteSelector","exact":{},"prefix":{},"suffix":{}}},{{"type":"TextPositionSelector","start":{position},"end":{end}}}]}}}}"##,
        around(words),
        around(&prefix),
        around(&suffix),
    )
}

const SIGNED: &str = r#""motivation":"assessing","body":{"type":"TextualBody","value":"verified"}"#;
const QUESTION: &str = r#""motivation":"questioning","body":{"type":"TextualBody","value":"Wer zählt?"}"#;

fn folder(name: &str, lines: &[String]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("desk-{}-{name}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join(".beleg")).unwrap();
    fs::write(folder.join("höfe.txt"), ARTICLE).unwrap();
    fs::write(folder.join(".beleg/annotations.jsonl"), lines.iter().flat_map(|l| [l, "\n"]).collect::<String>())
        .unwrap();
    folder
}

fn run(folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = Command::new(BELEG)
        .args(args)
        .args(["--messages", "en"])
        .current_dir(folder)
        .env("HOME", folder)
        .env("XDG_CONFIG_HOME", folder)
        .env("XDG_CACHE_HOME", folder.join(".cache"))
        .env("PATH", "/nowhere")
        .output()
        .unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

#[test]
fn what_nobody_backs_is_missing_before_an_article_is_published() {
    let dir = folder("verify", &[]);
    let (code, out, _) = run(&dir, &["verify", "höfe.txt"]);
    assert_eq!(
        out,
        "höfe.txt:3: 40\u{a0}Höfe: no source\nhöfe.txt:3: 500 Leute: source not named\n3 figures, 1 backed, 0 verified\n"
    );
    assert_eq!(code, Some(1));
    assert_eq!(run(&dir, &["verify", "--fail-under", "33", "höfe.txt"]).0, Some(0));
    assert_eq!(run(&dir, &["verify", "--fail-under", "34", "höfe.txt"]).0, Some(1));
    assert_eq!(run(&dir, &["verify", "--fail-under", "101", "höfe.txt"]).0, Some(2));
    assert_eq!(run(&dir, &["verify", "niemand.txt"]).0, Some(2));

    let lines = ["40\u{a0}Höfe", "500 Leute"].map(|words| line(&words[..2], words, SIGNED));
    let dir = folder("verified", &lines);
    let (code, out, _) = run(&dir, &["verify", "höfe.txt"]);
    assert_eq!((code, &*out), (Some(0), "3 figures, 3 backed, 2 verified\n"));
    let (code, out, _) = run(&dir, &["verify", "--signed", "--format", "json", "höfe.txt"]);
    assert_eq!(code, Some(1));
    let article: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(article["missing"][0]["text"], "30 Brücken");
    assert_eq!((&article["backed"], &article["verified"]), (&2.into(), &2.into()));
}

#[test]
fn whoever_waits_for_an_answer_holds_an_article_up() {
    let dir = folder("waits", &[line("a", "40\u{a0}Höfe", QUESTION)]);
    let (code, out, _) = run(&dir, &["verify", "--fail-under", "0", "höfe.txt"]);
    assert!(out.contains("höfe.txt:3: Question: Wer zählt? (A. Frei, 3 November 2026)\n"), "{out}");
    assert_eq!(code, Some(1));
}

#[test]
fn decisions_are_listed_with_what_became_of_them() {
    let gone = line("gone", "40\u{a0}Höfe", SIGNED).replace("40\u{a0}Höfe", "Die Mühle am oberen Bach");
    let dir = folder("list", &[line("a", "40\u{a0}Höfe", QUESTION), line("b", "30 Brücken", SIGNED), gone.clone()]);
    let (code, out, _) = run(&dir, &["ledger", "list"]);
    assert_eq!(
        out,
        "höfe.txt: Die Mühle am oberen Bach: Verified (A. Frei, 3 November 2026)\n\
         höfe.txt:3: 40\u{a0}Höfe: Question: Wer zählt? (A. Frei, 3 November 2026)\n\
         höfe.txt:3: 30 Brücken: Verified (A. Frei, 3 November 2026)\n"
    );
    assert_eq!(code, Some(0));
    let (code, out, _) = run(&dir, &["ledger", "orphans"]);
    assert_eq!((code, out.lines().count()), (Some(1), 1), "{out}");
    let (code, out, _) = run(&dir, &["ledger", "show", "#b"]);
    assert_eq!(code, Some(0));
    assert_eq!(serde_json::from_str::<serde_json::Value>(&out).unwrap()["body"]["value"], "verified");
    assert_eq!(run(&dir, &["ledger", "show", "#nobody"]).0, Some(1));
    fs::rename(dir.join("höfe.txt"), dir.join("fort.txt")).unwrap();
    let (code, out, _) = run(&dir, &["ledger", "orphans"]);
    assert_eq!((code, &*out), (Some(1), "höfe.txt: the article is not there.\n"));
}

#[test]
fn two_peoples_sidecars_become_one() {
    let old = line("a", "40\u{a0}Höfe", QUESTION);
    let new =
        old.replace("\"body\":{", "\"modified\":\"2026-11-04T09:00:00Z\",\"body\":{\"beleg:state\":\"resolved\",");
    let other = line("b", "30 Brücken", SIGNED);
    let later = r#"{"type":"Annotation","motivation":"dreaming","target":"höfe.txt"}"#.to_owned();
    let half = other[..40].to_owned();
    let marked = [
        "<<<<<<< HEAD".into(),
        old.clone(),
        "=======".into(),
        new.clone(),
        later.clone(),
        ">>>>>>> theirs".into(),
        half.clone(),
    ];
    let dir = folder("merge", &marked);
    fs::write(dir.join("theirs.jsonl"), format!("{other}\n{old}\n")).unwrap();
    let (code, out, err) = run(&dir, &["ledger", "merge", "theirs.jsonl"]);
    assert_eq!(out, ".beleg/annotations.jsonl: 4 lines\n");
    assert!(err.contains("1 lines are incomplete") && code == Some(1), "{err}");
    let merged = fs::read_to_string(dir.join(".beleg/annotations.jsonl")).unwrap();
    assert_eq!(merged.lines().collect::<Vec<_>>(), [&new, &other, &later, &half]);
    let (_, out, _) = run(&dir, &["ledger", "merge"]);
    assert_eq!(out, ".beleg/annotations.jsonl: 4 lines\n");
    assert_eq!(fs::read_to_string(dir.join(".beleg/annotations.jsonl")).unwrap(), merged);
}

#[test]
fn a_folder_that_cannot_be_written_keeps_what_it_has() {
    let dir = folder("merge-unwritable", &[line("a", "40\u{a0}Höfe", QUESTION)]);
    fs::remove_dir_all(dir.join(".beleg")).unwrap();
    fs::write(dir.join(".beleg"), "in the way").unwrap();
    fs::write(dir.join("theirs.jsonl"), "{}\n").unwrap();
    let (code, _, err) = run(&dir, &["ledger", "merge", "theirs.jsonl"]);
    assert!(code == Some(1) && err.contains("Not kept"), "{err}");
    assert_eq!(fs::read_to_string(dir.join(".beleg")).unwrap(), "in the way");
}

#[test]
fn annotations_leave_as_a_collection_and_come_back_as_they_were() {
    let lines = [line("a", "40\u{a0}Höfe", QUESTION), line("b", "30 Brücken", SIGNED)];
    let dir = folder("round-trip", &lines);
    let (code, collection, _) = run(&dir, &["export", "web", "höfe.txt"]);
    assert_eq!(code, Some(0));
    let parsed: serde_json::Value = serde_json::from_str(&collection).unwrap();
    assert_eq!(parsed["type"], "AnnotationCollection");
    assert_eq!(parsed["first"]["items"].as_array().unwrap().len(), 2);
    fs::write(dir.join("alle.json"), &collection).unwrap();
    fs::remove_file(dir.join(".beleg/annotations.jsonl")).unwrap();
    let (code, out, _) = run(&dir, &["import", "web", "alle.json"]);
    assert_eq!((code, &*out), (Some(0), "2 annotations taken in.\n"));
    assert_eq!(run(&dir, &["export", "web", "höfe.txt"]).1, collection);
    let before = fs::read_to_string(dir.join(".beleg/annotations.jsonl")).unwrap();
    run(&dir, &["import", "web", "alle.json"]);
    assert_eq!(fs::read_to_string(dir.join(".beleg/annotations.jsonl")).unwrap(), before, "nothing comes twice");
}

#[test]
fn annotations_of_others_are_taken_in_where_their_article_is_here() {
    let dir = folder("foreign", &[]);
    let address = format!("file://{}/h%C3%B6fe.txt", dir.canonicalize().unwrap().display());
    let of = |source: &str| {
        format!(
            r#"{{"type":"Annotation","motivation":"commenting","body":{{"type":"TextualBody","value":"Schön 🌾"}},"target":{{"source":"{source}","selector":{{"type":"TextQuoteSelector","exact":"30 Brücken"}}}}}}"#
        )
    };
    let all = format!("[{},{},{}]", of(&address), of("../draussen.txt"), of("https://anderswo.example/"));
    fs::write(dir.join("fremd.json"), all).unwrap();
    let (code, out, _) = run(&dir, &["import", "web", "fremd.json"]);
    assert_eq!(code, Some(1));
    assert!(out.starts_with("1 annotations taken in; 2 not"), "{out}");
    let (_, out, _) = run(&dir, &["ledger", "list"]);
    assert_eq!(out, "höfe.txt:3: 30 Brücken: Note: Schön 🌾\n");
    fs::write(dir.join("kaputt.json"), "[1, 2").unwrap();
    assert_eq!(run(&dir, &["import", "web", "kaputt.json"]).0, Some(2));
}

#[test]
fn reasons_that_are_private_come_out_nowhere() {
    const NAME: &str = "Sidonie Quellwasser";
    let protected = r#""motivation":"moderating","body":{"type":"TextualBody","value":"protected","beleg:reason":"Sidonie Quellwasser"}"#;
    let dir = folder("private", &[line("a", "40\u{a0}Höfe", protected)]);
    let reason = format!("{{\"id\":\"#a\",\"reason\":\"{NAME} hat 40 Höfe gezählt.\"}}\n");
    fs::write(dir.join(".beleg/private.jsonl"), reason).unwrap();
    fs::create_dir(dir.join("out")).unwrap();
    for args in [
        &["verify", "."][..],
        &["check", "."],
        &["check", ".beleg/private.jsonl"],
        &["annotate", ".beleg/private.jsonl"],
        &["annotate", ".", "--config", "none.toml"],
        &["ledger", "list"],
        &["ledger", "list", "--format", "json"],
        &["ledger", "orphans"],
        &["export", "web", "."],
        &["report", "."],
        &["report", "--format", "md", "."],
        &["report", "--format", "json", "."],
        &["report", ".beleg/private.jsonl"],
        &["export", "sarif", "."],
        &["export", "csv", ".beleg/private.jsonl"],
        &["export", "brat", "--out", "out", "."],
        &["export", "spacy", "."],
        &["archive", "index"],
        &["archive", "mentions", NAME],
        &["config"],
    ] {
        let (_, out, err) = run(&dir, args);
        let told = format!("{out}{err}").replace(&format!("“{NAME}”"), "");
        assert!(!told.contains("Quellwasser"), "{args:?}: {told}");
    }
    let mut folders = vec![dir.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let own = path.ends_with(".beleg/private.jsonl") || path.ends_with(".beleg/annotations.jsonl");
            if path.is_dir() {
                folders.push(path);
            } else if !own {
                let bytes = fs::read(&path).unwrap();
                let found = bytes.windows(NAME.len()).any(|bytes| bytes == NAME.as_bytes());
                assert!(!found, "the name stands in {}", path.display());
            }
        }
    }
}

#[cfg(unix)]
#[test]
fn whoever_is_killed_while_saving_loses_nothing() {
    let lines: Vec<String> = (0..4_000).map(|at| line(&format!("old{at}"), "40\u{a0}Höfe", QUESTION)).collect();
    let dir = folder("killed", &lines);
    let begin = std::time::Instant::now();
    fs::write(dir.join("neu.json"), line("first", "30 Brücken", SIGNED)).unwrap();
    run(&dir, &["import", "web", "neu.json"]);
    let whole = begin.elapsed();
    let mut known = lines.len() + 1;
    for round in 0..10 {
        let new = line(&format!("new{round}"), "30 Brücken", SIGNED);
        fs::write(dir.join("neu.json"), new).unwrap();
        let mut child = Command::new(BELEG)
            .args(["import", "web", "neu.json"])
            .current_dir(&dir)
            .env("HOME", &dir)
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(whole * round / 10);
        child.kill().unwrap();
        child.wait().unwrap();
        let sidecar = fs::read_to_string(dir.join(".beleg/annotations.jsonl")).unwrap();
        let count = sidecar.lines().count();
        assert!(count == known || count == known + 1, "{count} lines after {known}");
        assert!(sidecar.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()));
        known = count;
    }
    let (code, _, _) = run(&dir, &["import", "web", "neu.json"]);
    assert_eq!(code, Some(0), "what was left half is in nobody's way");
}

#[test]
fn a_doctor_tells_what_is_wrong() {
    let dir = folder("doctor", &[line("a", "40\u{a0}Höfe", QUESTION)]);
    let (_, out, _) = run(&dir, &["doctor"]);
    for told in
        ["Program        beleg 0.1.0, ", "2 packs", "1 articles, nothing kept", "1 on 1 articles, 0 of them not there"]
    {
        let told = told.replace("2 packs", "0 packs");
        assert!(out.contains(&told), "{told:?} is not in {out}");
    }
    assert!(!dir.join(".cache").exists(), "looking makes nothing");
    run(&dir, &["archive", "index"]);
    let (_, out, _) = run(&dir, &["doctor"]);
    assert!(out.contains("1 articles, ") && out.contains(" of them kept as they are in "), "{out}");
    fs::write(dir.join("beleg.toml"), "langauge = \"de\"\n").unwrap();
    fs::write(dir.join(".beleg/annotations.jsonl"), "{\n").unwrap();
    let (code, out, err) = run(&dir, &["doctor"]);
    assert!(code == Some(1) && out.ends_with("To be mended: 3.\n"), "{out}");
    assert!(err.contains("Did you mean `language`?") && err.contains("annotations.jsonl:1"), "{err}");
    assert_eq!(run(&dir, &["doctor", "--in", "nirgends"]).0, Some(2));
}

/// Two people sign off next to each other on branches of their own, and one of them answers a question that both have.
#[test]
fn git_merges_what_two_people_have_put_down() {
    let dir = folder("git", &[line("a", "40\u{a0}Höfe", QUESTION)]);
    let git = |args: &[&str]| {
        let name = ["-c", "user.name=A", "-c", "user.email=a@a.example", "-c", "init.defaultBranch=main"];
        let done = Command::new("git").args(name).args(args).current_dir(&dir).env("HOME", &dir).output();
        done.ok().map(|done| (done.status.success(), String::from_utf8_lossy(&done.stdout).into_owned()))
    };
    if git(&["init"]).is_none() {
        eprintln!("SKIPPED: there is no git here");
        return;
    }
    let import = |lines: &[String]| {
        fs::write(dir.join("neu.json"), lines.join("\n")).unwrap();
        assert_eq!(run(&dir, &["import", "web", "neu.json"]).0, Some(0));
        fs::remove_file(dir.join("neu.json")).unwrap();
    };
    import(&[]);
    git(&["add", "."]);
    git(&["commit", "-m", "all"]);
    let tracked = git(&["ls-files"]).unwrap().1;
    assert!(tracked.contains("annotations.jsonl") && !tracked.contains("lock"), "{tracked}");
    git(&["checkout", "-b", "theirs"]);
    let answered = line("a", "40\u{a0}Höfe", QUESTION)
        .replace("\"body\":{", "\"modified\":\"2026-11-04T09:00:00Z\",\"body\":{\"beleg:state\":\"resolved\",");
    import(&[answered, line("theirs", "30 Brücken", SIGNED)]);
    git(&["commit", "-am", "theirs"]);
    git(&["checkout", "main"]);
    import(&[line("ours", "500 Leute", SIGNED)]);
    git(&["commit", "-am", "ours"]);
    assert!(git(&["merge", "theirs"]).unwrap().0, "nothing is in conflict");
    let (_, out, _) = run(&dir, &["ledger", "list"]);
    assert_eq!(
        out,
        "höfe.txt:3: 40\u{a0}Höfe: Question: Wer zählt? (A. Frei, 3 November 2026) (resolved)\n\
         höfe.txt:3: 30 Brücken: Verified (A. Frei, 3 November 2026)\n\
         höfe.txt:3: 500 Leute: Verified (A. Frei, 3 November 2026)\n"
    );
}
