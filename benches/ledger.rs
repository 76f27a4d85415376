//! What a large sidecar costs: 200,000 annotations of 20,000 articles, read, asked for one article, changed and written:
//! `cargo bench --bench ledger`. Compare figures of one run only.

use std::hint::black_box;
use std::time::Instant;

use beleg::desk::{Sidecars, sidecar};
use beleg::ledger::{Anchor, Annotation, Body, Ledger, Signature, Target};
use beleg::text::Span;

const ARTICLES: usize = 20_000;
const EACH: usize = 10;

fn main() {
    let folder = std::env::temp_dir().join(format!("beleg-ledger-{}", std::process::id()));
    std::fs::create_dir_all(folder.join(".beleg")).expect("the folder of temporary files can be written");
    let lines: String = (0..ARTICLES).flat_map(|article| (0..EACH).map(move |at| line(article, at))).collect();
    std::fs::write(folder.join(sidecar::FILE), &lines).expect("the sidecar can be written");
    println!("{} annotations, {:.1} MB", ARTICLES * EACH, lines.len() as f64 / 1e6);

    measure("read", || Ledger::parse(&*lines).0.articles().count());
    measure("read from disk", || Sidecars::read(std::slice::from_ref(&folder)).1.len());
    let (ledger, _) = Ledger::parse(&*lines);
    measure("one article", || ledger.on("2026/artikel-04711.txt").len());
    measure("one more, written", || {
        let new = annotation(4_711, EACH + 1);
        sidecar::change(&folder, |ledger| ledger.put(&new)).expect("the sidecar can be written");
        1
    });
    std::fs::remove_dir_all(folder).expect("what was made can be removed");
}

fn annotation(article: usize, at: usize) -> Annotation {
    let text = format!("Im Ort {article} liegen {at} Höfe, und niemand weiss, wem die Felder am Hang gehören.\n");
    let start = text.find(&format!("{at} Höfe")).expect("the figure is there");
    let anchor = Some(Anchor::of(&text, Span::new(start, start + format!("{at} Höfe").len())));
    let name = format!("2026/artikel-{article:05}.txt");
    let on = Target { article: name.as_str().into(), article_id: None, anchor, facts: None };
    let signed = Signature { creator: Some("A. Frei".into()), created: Some("2026-11-03T09:00:00Z".into()) };
    Annotation::new(on, Body::SignOff { on: Some(format!("Telefon mit dem Hofamt {at}")) }, signed)
}

fn line(article: usize, at: usize) -> String {
    format!("{}\n", annotation(article, at).json(None))
}

fn measure(name: &str, mut work: impl FnMut() -> usize) {
    let mut fastest = f64::INFINITY;
    for _ in 0..5 {
        let begin = Instant::now();
        black_box(work());
        fastest = fastest.min(begin.elapsed().as_secs_f64());
    }
    println!("{name:20} {:9.2} ms", fastest * 1e3);
}
