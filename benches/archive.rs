//! What a search by name costs in an archive of ten thousand articles, in milliseconds, with the places of what is found:
//! `cargo bench --bench archive`. Compare figures of one run only.

#[path = "../examples/corpus/made/mod.rs"]
mod made;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use beleg::analysis::Cancel;
use beleg::archive::{Archive, walk};
use beleg::desk::{Snapshot, index};
use beleg::features::workspace_symbols::workspace_symbols;
use beleg::text::{Encoding, position};
use made::Corpus;

const ARTICLES: usize = 10_000;
const ROUNDS: usize = 40;

fn main() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("archive");
    Corpus::new(ARTICLES, 1).write(&root).expect("it can be written");
    let files = walk::articles(std::slice::from_ref(&root));
    let mut desk = Snapshot { roots: [root.clone()].into(), ..Snapshot::default() };
    let mut archive = Archive::default();
    let report = |batch: Vec<index::Indexed>, _| batch.iter().for_each(|article| article.enter(&mut archive));
    index::index(&desk, &files, &Cancel::default(), report).expect("nobody cancels");
    let names: usize = archive.iter().map(|entry| entry.names.len()).sum();
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
        let text = desk.text(&found.place.path).expect("it is there");
        std::hint::black_box(position::range(&text, found.place.span, Encoding::Utf16));
    }
    start.elapsed()
}
