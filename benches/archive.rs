//! What a search by name costs in an archive of ten thousand articles, in milliseconds, with the places of what is found:
//! `cargo bench --bench archive`. Compare figures of one run only.

mod support;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use beleg::analysis::Cancel;
use beleg::archive::Archive;
use beleg::desk::{Snapshot, index};
use beleg::features::workspace_symbols::workspace_symbols;
use beleg::text::Encoding;

const ARTICLES: usize = 10_000;
/// People that an article introduces beside those of the fixtures.
const PEOPLE: usize = 12;
const ROUNDS: usize = 40;

fn main() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("archive");
    let files = written(&root);
    let mut desk = Snapshot { roots: [root.clone()].into(), ..Snapshot::default() };
    let mut archive = Archive::default();
    let report = |batch: Vec<index::Indexed>, _| index::enter(&mut archive, &batch).expect("memory takes all");
    index::index(&desk, &files, &Cancel::default(), report).expect("nobody cancels");
    let names: usize = archive.runs().map(|(_, held)| held.run.searched().count()).sum();
    println!("{ARTICLES} articles, {names} names");
    desk.archive = Arc::new(archive);
    for words in ["", "a", "muller", "anna", "berg urs", "russland", "nobody at all"] {
        let mut times: Vec<Duration> = (0..ROUNDS).map(|_| search(&desk, words)).collect();
        times.sort();
        let [median, most] = [times[ROUNDS / 2], times[ROUNDS * 95 / 100]].map(|time| time.as_secs_f64() * 1e3);
        println!("  {words:20} {median:9.3} ms (median) {most:9.3} ms (p95)");
    }
    std::fs::remove_dir_all(root).expect("it was there");
}

/// Searches, and finds the places as the server does.
fn search(desk: &Snapshot, words: &str) -> Duration {
    let start = Instant::now();
    for found in workspace_symbols(desk, words, &Cancel::default()).expect("nobody cancels") {
        let ruler = desk.ruler(&found.place.path, &Cancel::default()).expect("nobody cancels").expect("it is there");
        std::hint::black_box(ruler.range(found.place.span, Encoding::Utf16));
    }
    start.elapsed()
}

/// Ten thousand articles: each a few paragraphs of the fixtures, and people of its own out of some thousand.
fn written(root: &Path) -> Vec<PathBuf> {
    const GIVEN: [&str; 12] =
        ["Anna", "Urs", "Zoé", "Jürg", "Mira", "Paul", "Ilse", "Ömer", "Lena", "Franz", "Nora", "Beat"];
    const FIRST: [&str; 20] = [
        "Wern", "Hölz", "Müll", "Alten", "Stein", "Rohr", "Kess", "Birk", "Tann", "Lind", "Grub", "Eich", "Hasel",
        "Moos", "Fels", "Bach", "Sand", "Dorn", "Weid", "Ried",
    ];
    const LAST: [&str; 16] = [
        "berger", "li", "er", "mann", "inger", "stein", "hofer", "matter", "egger", "bühler", "acker", "wil", "au",
        "rieder", "brunner", "huber",
    ];
    std::fs::create_dir_all(root).expect("it can be made");
    let corpus = support::corpus();
    let paragraphs: Vec<&str> = corpus.split("\n\n").filter(|paragraph| paragraph.len() > 200).collect();
    let mut state = 1usize;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut files = Vec::new();
    for number in 0..ARTICLES {
        let mut text = format!("---\ndate: 2{:03}-05-01\nlang: de\n---\nBericht {number}\n", number % 1000);
        for _ in 0..6 {
            text += &format!("\n{}\n", paragraphs[random(paragraphs.len())]);
        }
        for _ in 0..PEOPLE {
            let name = [GIVEN[random(12)], " ", FIRST[random(20)], LAST[random(16)]].concat();
            text += &format!("\nDas sagt {name}, Leiterin des Bauamts, am Montag.\n");
        }
        let file = root.join(format!("{number}.txt"));
        std::fs::write(&file, text).expect("it can be written");
        files.push(file);
    }
    files
}
