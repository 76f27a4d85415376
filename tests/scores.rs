//! How good the analysis is, as numbers that may not fall: on the fixtures' own gold, and on the open gold data where it
//! lies beside the project. A floor is raised whenever it is passed.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Data set, measure, floor.
const FLOORS: &[(&str, &str, f64)] = &[
    ("figures", "flag_precision", 0.80),
    ("figures", "flag_recall", 0.84),
    ("figures", "class_accuracy", 0.87),
    ("attribution_de_dev", "f1", 0.71),
    ("attribution_en_dev", "f1", 0.715),
    ("quote_de_dev", "char_f1", 0.73),
    ("quote_de_dev", "quote_f1", 0.615),
    ("quote_de_dev", "speaker_f1", 0.58),
    ("quote_en_dev", "char_f1", 0.82),
    ("quote_en_dev", "quote_f1", 0.515),
    ("quote_en_dev", "speaker_f1", 0.615),
    ("time_de_dolomiten_42", "span_value_f1", 0.88),
    ("quantity_de_recognizers", "value_f1", 0.99),
    ("quantity_en_recognizers", "value_f1", 0.96),
    ("ner_de_pud", "f1", 0.73),
    ("ner_en_pud", "f1", 0.68),
    ("link_en_reuters128", "pair_f1", 0.79),
    ("link_en_reuters128", "mentions_found", 0.88),
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
const FIXTURE_PRECISION: f64 = 0.68;
const FIXTURE_RECALL: f64 = 0.88;
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
        let text = read(file);
        labels.iter().for_each(|label| tally.add(label, &text, &objects));
    }
    let (precision, recall) = (tally.hits / (tally.hits + tally.false_flags), tally.hits / (tally.hits + tally.missed));
    let classes = tally.right_class / tally.labels;
    println!("fixtures: precision {precision:.3}, recall {recall:.3}, classes {classes:.3}");
    assert!(precision >= FIXTURE_PRECISION, "flag precision on the fixtures fell to {precision:.3}");
    assert!(recall >= FIXTURE_RECALL, "flag recall on the fixtures fell to {recall:.3}");
    assert!(classes >= FIXTURE_CLASSES, "class accuracy on the fixtures fell to {classes:.3}");
}

/// On the hard articles, by `tests/gold/hard.tsv`: so many of the numbers that claim nothing may carry a finding, and so
/// many of the states, capitals and heads of government must have a card.
const HARD_FALSE_FLAGS: usize = 3;
const HARD_CARDS: f64 = 0.98;

#[test]
fn no_year_age_or_model_is_flagged_and_states_have_cards() {
    let mut articles: BTreeMap<&str, (String, Vec<Value>)> = BTreeMap::new();
    let (mut flagged, mut with_card, mut mentions) = (Vec::new(), 0.0, 0.0);
    for line in include_str!("gold/hard.tsv").lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let mut columns = line.split('\t');
        let (file, fragment, class) = (columns.next().unwrap(), columns.next().unwrap(), columns.next().unwrap());
        let (text, objects) = articles.entry(file).or_insert_with(|| (read(file), annotate(file)));
        let place = Place::of(fragment, text);
        match class {
            "claim" => {}
            "state" | "capital" | "head" => {
                mentions += 1.0;
                let has_card = |o: &Value| o["layer"] == "mention" && o["entity"].is_string() && place.overlaps(o);
                with_card += f64::from(objects.iter().any(has_card));
            }
            _ => flagged
                .extend(objects.iter().find(|o| o["code"] == "unsourced-figure" && place.overlaps(o)).map(|_| line)),
        }
    }
    println!("hard: {} false flags, {:.3} with a card", flagged.len(), with_card / mentions);
    assert!(flagged.len() <= HARD_FALSE_FLAGS, "these claim nothing, and are flagged:\n{}", flagged.join("\n"));
    assert!(with_card / mentions >= HARD_CARDS, "cards fell to {:.3}", with_card / mentions);
}

fn read(file: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap()
}

/// Where the `[[ ]]` of a fragment stands in its article, in code points.
struct Place {
    start: u64,
    end: u64,
}

impl Place {
    fn of(fragment: &str, text: &str) -> Self {
        let plain = fragment.replace("[[", "").replace("]]", "");
        let byte = text.find(&plain).unwrap_or_else(|| panic!("not in its article: {fragment}"));
        let before = text[..byte].chars().count();
        let start = before + fragment[..fragment.find("[[").unwrap()].chars().count();
        let end = before + fragment[..fragment.find("]]").unwrap()].chars().count() - 2;
        Self { start: start as u64, end: end as u64 }
    }

    fn overlaps(&self, object: &Value) -> bool {
        object["start"].as_u64() < Some(self.end) && Some(self.start) < object["end"].as_u64()
    }
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
        let place = Place::of(label.fragment, text);
        let figure = objects.iter().filter(|o| o["layer"] == "figure").find(|o| place.overlaps(o));
        let class = figure.and_then(|f| f["class"].as_str());
        let may_be_left_out = matches!(label.class, "filler" | "furniture" | "name");
        self.labels += 1.0;
        self.right_class += f64::from(class.map_or(may_be_left_out, |class| class == label.class));
        let flags = objects.iter().filter(|o| o["code"] == "unsourced-figure");
        let flagged =
            flags.flat_map(|f| std::iter::once(f).chain(f["related"].as_array().unwrap())).any(|o| place.overlaps(o));
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
