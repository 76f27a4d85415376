//! How good the analysis is, as numbers that may not fall: on the fixtures' own gold, and on the open gold data where it
//! lies beside the project. A floor is raised whenever it is passed.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Data set, measure, floor.
const FLOORS: &[(&str, &str, f64)] = &[
    ("figures", "flag_precision", 0.73),
    ("figures", "flag_recall", 0.81),
    ("figures", "class_accuracy", 0.86),
    ("attribution_de_dev", "f1", 0.62),
    ("attribution_en_dev", "f1", 0.71),
    ("quote_de_dev", "char_f1", 0.62),
    ("quote_en_dev", "char_f1", 0.60),
    ("time_de_dolomiten_42", "span_value_f1", 0.71),
    ("quantity_de_recognizers", "value_f1", 0.85),
    ("quantity_en_recognizers", "value_f1", 0.73),
    ("ner_de_pud", "f1", 0.51),
    ("ner_en_pud", "f1", 0.475),
    ("link_en_reuters128", "pair_f1", 0.54),
];

#[test]
fn the_open_scores_stay_above_their_floors() {
    let eval = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/eval");
    if !eval.join("score.py").exists() {
        eprintln!("SKIPPED: the open gold data does not lie beside the project, so no score was checked.");
        return;
    }
    let mut scores: BTreeMap<&str, Value> = BTreeMap::new();
    for (set, measure, floor) in FLOORS {
        let score = scores.entry(set).or_insert_with(|| score(&eval, set));
        let value = score[measure].as_f64().unwrap_or_else(|| panic!("{set} has no {measure}: {score}"));
        assert!(value >= *floor, "{set}: {measure} fell to {value:.3}, below its floor of {floor}");
    }
}

fn score(eval: &Path, set: &str) -> Value {
    let run = Command::new("python3")
        .arg(eval.join("score.py"))
        .args(["--json", "--draws", "0", "--beleg", env!("CARGO_BIN_EXE_beleg")])
        .arg(eval.join("open").join(format!("{set}.jsonl")))
        .output()
        .expect("python3 runs the scorer");
    assert!(run.status.success(), "{set}: {}", String::from_utf8_lossy(&run.stderr));
    serde_json::from_slice(&run.stdout).expect("the scorer prints JSON")
}

/// Figures of the fixtures, by `tests/gold/figures.tsv`: flags that a sub-editor would agree with.
const FIXTURE_PRECISION: f64 = 0.66;
const FIXTURE_RECALL: f64 = 0.89;
const FIXTURE_CLASSES: f64 = 0.88;

#[test]
fn the_fixtures_are_flagged_as_their_gold_says() {
    let gold = include_str!("gold/figures.tsv").lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let mut by_file: BTreeMap<&str, Vec<Label>> = BTreeMap::new();
    for line in gold {
        let mut columns = line.split('\t');
        let (file, fragment, class) = (columns.next().unwrap(), columns.next().unwrap(), columns.next().unwrap());
        let flagged = class == "claim" && columns.next() == Some("unsourced");
        by_file.entry(file).or_default().push(Label { fragment, class, flagged });
    }
    let mut tally = Tally::default();
    for (file, labels) in &by_file {
        let objects = annotate(file);
        let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
        labels.iter().for_each(|label| tally.add(label, &text, &objects));
    }
    let (precision, recall) = (tally.hits / (tally.hits + tally.false_flags), tally.hits / (tally.hits + tally.missed));
    let classes = tally.right_class / tally.labels;
    println!("fixtures: precision {precision:.3}, recall {recall:.3}, classes {classes:.3}");
    assert!(precision >= FIXTURE_PRECISION, "flag precision on the fixtures fell to {precision:.3}");
    assert!(recall >= FIXTURE_RECALL, "flag recall on the fixtures fell to {recall:.3}");
    assert!(classes >= FIXTURE_CLASSES, "class accuracy on the fixtures fell to {classes:.3}");
}

struct Label<'a> {
    /// A piece of the article with the number in `[[ ]]`.
    fragment: &'a str,
    class: &'a str,
    flagged: bool,
}

#[derive(Default)]
struct Tally {
    labels: f64,
    right_class: f64,
    hits: f64,
    false_flags: f64,
    missed: f64,
}

impl Tally {
    fn add(&mut self, label: &Label<'_>, text: &str, objects: &[Value]) {
        let plain = label.fragment.replace("[[", "").replace("]]", "");
        let byte = text.find(&plain).unwrap_or_else(|| panic!("not in its article: {}", label.fragment));
        let before = text[..byte].chars().count();
        let start = before + label.fragment[..label.fragment.find("[[").unwrap()].chars().count();
        let end = before + label.fragment[..label.fragment.find("]]").unwrap()].chars().count() - 2;
        let overlaps = |o: &&Value| o["start"].as_u64() < Some(end as u64) && Some(start as u64) < o["end"].as_u64();
        let figure = objects.iter().filter(|o| o["layer"] == "figure").find(overlaps);
        let class = figure.and_then(|f| f["class"].as_str());
        let may_be_left_out = matches!(label.class, "filler" | "furniture" | "name");
        self.labels += 1.0;
        self.right_class += f64::from(class.map_or(may_be_left_out, |class| class == label.class));
        let flags = objects.iter().filter(|o| o["code"] == "unsourced-figure");
        let flagged =
            flags.flat_map(|f| std::iter::once(f).chain(f["related"].as_array().unwrap())).any(|o| overlaps(&o));
        match (flagged, label.flagged) {
            (true, true) => self.hits += 1.0,
            (true, false) => self.false_flags += 1.0,
            (false, true) => self.missed += 1.0,
            (false, false) => {}
        }
    }
}

fn annotate(file: &str) -> Vec<Value> {
    let run = Command::new(env!("CARGO_BIN_EXE_beleg"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["annotate", file])
        .output()
        .expect("beleg runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    run.stdout.split(|b| *b == b'\n').filter(|l| !l.is_empty()).map(|l| serde_json::from_slice(l).unwrap()).collect()
}
