//! What an archive costs as it grows: reading it for the first time, opening it again, one file that changes, and the
//! questions that an editor asks of it, in megabytes a second and in milliseconds; as a table. `cargo bench --bench archive`
//! takes 1,000 and 10,000 articles of 3 kB, `-- 100000` as many as it says. Compare figures of one run only.

#[path = "../examples/corpus/made/mod.rs"]
mod made;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use beleg::analysis::{Cancel, Mention};
use beleg::archive::{Archive, Store, walk};
use beleg::desk::{Document, Snapshot, index};
use beleg::features::workspace_symbols::workspace_symbols;
use beleg::features::{Cursor, Place, definition, hover, lens, references};
use beleg::text::{Encoding, Format};
use made::Corpus;

/// So many questions of each kind are asked, each about another name or figure.
const ROUNDS: usize = 200;

fn main() {
    let sizes: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![1_000, 10_000] } else { sizes };
    println!(
        "{:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}",
        "articles",
        "MB",
        "cold MB/s",
        "start ms",
        "verify ms",
        "file ms",
        "def p95",
        "refs p95",
        "figs p95",
        "hover p95",
        "lens p95",
        "syms p95",
        "store %",
        "RSS MB"
    );
    for size in sizes {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("archive-{size}"));
        grown(&root, size);
        std::fs::remove_dir_all(root).expect("it was there");
    }
}

/// A line of the table.
fn grown(root: &Path, size: usize) {
    let (articles, stores) = (root.join("articles"), root.join("stores"));
    Corpus::new(size, 1).write(&articles).expect("it can be written");
    let files = walk::articles(std::slice::from_ref(&articles)).files;
    let bytes: u64 = files.iter().map(|file| file.metadata().expect("it is there").len()).sum();
    let megabytes = bytes as f64 / 1e6;
    // what was only just written would be read again
    std::thread::sleep(Duration::from_secs(3));

    let cold = Instant::now();
    drop(filled(&articles, &stores, &files));
    let cold = megabytes / cold.elapsed().as_secs_f64();
    let store = Store::open(&stores, &articles).expect("it is there").size();

    let start = Instant::now();
    let mut desk = shelved(&articles, &stores);
    let name = "müller";
    std::hint::black_box(workspace_symbols(&desk, name, &Cancel::default()).expect("nobody cancels"));
    let start = start.elapsed();
    let verify = Instant::now();
    let mut archive = Archive::clone(&desk.archive);
    archive.verify().expect("it can be read");
    update(&desk, &mut archive, &files);
    let verify = verify.elapsed();
    desk.archive = archive.into();

    let file = p95(20, |round| {
        let file = &files[round * 7919 % files.len()];
        let text = std::fs::read_to_string(file).expect("it is there");
        std::fs::write(file, text + "\nNoch ein Satz von 12 Franken.\n").expect("it can be written");
        let start = Instant::now();
        let mut archive = Archive::clone(&desk.archive);
        update(&desk, &mut archive, std::slice::from_ref(file));
        desk.archive = archive.into();
        start.elapsed()
    });
    let mentions = |reading: &beleg::desk::Reading| -> Vec<usize> {
        reading.analysis.mentions.iter().map(|mention: &Mention| mention.span.start).collect()
    };
    let claims = |reading: &beleg::desk::Reading| -> Vec<usize> {
        reading.analysis.figures.iter().map(|figure| figure.span.start).collect()
    };
    let definitions = asked(&desk, &files, mentions, |cursor| {
        std::hint::black_box(definition::definition(cursor).expect("nobody cancels"));
        vec![]
    });
    let names = asked(&desk, &files, mentions, |cursor| references::references(cursor, true).expect("nobody cancels"));
    let figures = asked(&desk, &files, claims, |cursor| references::references(cursor, true).expect("nobody cancels"));
    let everything = |reading: &beleg::desk::Reading| [mentions(reading), claims(reading)].concat();
    let hovers = asked(&desk, &files, everything, |cursor| {
        std::hint::black_box(hover::hover(cursor, &|_| None).expect("nobody cancels"));
        vec![]
    });
    let lenses = asked(
        &desk,
        &files,
        |_| vec![0],
        |cursor| {
            let entry = cursor.reading.entry(&cursor.document.path);
            std::hint::black_box(
                lens::lens(&cursor.reading, &entry, cursor.desk, cursor.cancel).expect("nobody cancels"),
            );
            vec![]
        },
    );
    let typed =
        ["", "m", "mü", "mül", "müll", "mülle", "müller", "a", "an", "ann", "anna", "berg", "berg u", "berg urs"];
    let symbols = p95(10 * typed.len(), |round| {
        let start = Instant::now();
        let found = workspace_symbols(&desk, typed[round % typed.len()], &Cancel::default()).expect("nobody cancels");
        placed(&desk, found.into_iter().map(|found| found.place).collect());
        start.elapsed()
    });
    let milliseconds = |time: Duration| time.as_secs_f64() * 1e3;
    println!(
        "{size:>9} {megabytes:>9.1} {cold:>9.1} {:>9.0} {:>9.0} {:>9.1} {:>9.2} {:>9.2} {:>9.2} {:>9.2} {:>9.2} {:>9.1} {:>9.0} {:>9.0}",
        milliseconds(start),
        milliseconds(verify),
        milliseconds(file),
        milliseconds(definitions),
        milliseconds(names),
        milliseconds(figures),
        milliseconds(hovers),
        milliseconds(lenses),
        milliseconds(symbols),
        store as f64 / bytes as f64 * 100.0,
        resident()
    );
}

/// A desk whose archive is what the store holds.
fn shelved(articles: &Path, stores: &Path) -> Snapshot {
    let roots = [articles.to_path_buf()];
    let mut desk = Snapshot { roots: roots.clone().into(), ..Snapshot::default() };
    let (archive, faults) = index::shelved(&desk.archive, &roots, desk.reads(), Some(stores));
    assert!(faults.is_empty(), "{faults:?}");
    desk.archive = Arc::new(archive);
    desk
}

/// The same, and all files read.
fn filled(articles: &Path, stores: &Path, files: &[PathBuf]) -> Snapshot {
    let mut desk = shelved(articles, stores);
    let mut archive = Archive::clone(&desk.archive);
    update(&desk, &mut archive, files);
    desk.archive = archive.into();
    desk
}

fn update(desk: &Snapshot, archive: &mut Archive, files: &[PathBuf]) {
    let report = |batch: Vec<index::Indexed>, _| index::enter(archive, &batch).expect("the disk takes it");
    index::index(desk, files, &Cancel::default(), report).expect("nobody cancels");
}

/// Asks about places of many articles, and finds the ranges of the answer as the server does.
fn asked(
    desk: &Snapshot,
    files: &[PathBuf],
    places: impl Fn(&beleg::desk::Reading) -> Vec<usize>,
    question: impl Fn(&Cursor<'_>) -> Vec<Place>,
) -> Duration {
    let cancel = Cancel::default();
    p95(ROUNDS, |round| {
        let file: Arc<Path> = files[round * 104_729 % files.len()].as_path().into();
        let text = std::fs::read_to_string(&file).expect("it is there");
        let mut desk = desk.clone();
        desk.documents.insert(Document::new(file.clone(), 1, Format::of_path(&file).expect("an article"), &text));
        let document = desk.documents.get(&file).expect("it is open");
        let reading = document.reading(&desk, &cancel).expect("nobody cancels");
        let places = places(&reading);
        let Some(place) = places.get(round * 31 % places.len().max(1)) else { return Duration::ZERO };
        let cursor = Cursor::new(&desk, document, *place, &cancel).expect("nobody cancels");
        let start = Instant::now();
        let found = question(&cursor);
        placed(&desk, found);
        start.elapsed()
    })
}

fn placed(desk: &Snapshot, places: Vec<Place>) {
    for same in places.chunk_by(|a, b| a.path == b.path) {
        let find =
            || desk.ruler(&same[0].path, &Cancel::default()).expect("nobody cancels").expect("it is there").into();
        let ruler = same[0].ruler.clone().unwrap_or_else(find);
        same.iter().for_each(|place| _ = std::hint::black_box(ruler.range(place.span, Encoding::Utf16)));
    }
}

fn p95(rounds: usize, mut measure: impl FnMut(usize) -> Duration) -> Duration {
    let mut times: Vec<Duration> = (0..rounds).map(&mut measure).collect();
    times.sort();
    times[rounds * 95 / 100]
}

/// What the program holds in memory now, in megabytes; 0 where the system does not tell.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<f64>().unwrap_or(0.0) / 1e3
}
