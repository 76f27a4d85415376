//! How fast each stage of the analysis reads, in MB of text a second: `cargo bench`. Compare figures of one run only.

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use beleg::analysis::names::NoNames;
use beleg::analysis::quotes::quoted;
use beleg::analysis::sources::attribution;
use beleg::analysis::words::Words;
use beleg::analysis::{Cancel, Context, analyse, mentions, numbers, times, tokens};
use beleg::kb::Kb;
use beleg::lang::Lang;
use beleg::text::{Article, Format};

/// Each stage runs for about so long.
const SECONDS: f64 = 0.5;

fn main() {
    let text = corpus();
    let kb = Kb::builtin();
    let paragraphs: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    let words: Vec<Words> = paragraphs.iter().map(|p| Words::new(*p, Lang::De)).collect();
    let found: Vec<_> = words.iter().map(|w| (w, numbers::numbers(w), quoted(w))).collect();

    println!("{} bytes of fixtures", text.len());
    measure("tokens", &text, || paragraphs.iter().map(|p| tokens::tokens(p).len()).sum());
    measure("words and sentences", &text, || paragraphs.iter().map(|p| Words::new(*p, Lang::De).sentences.len()).sum());
    measure("numbers", &text, || words.iter().map(|w| numbers::numbers(w).len()).sum());
    measure("times", &text, || found.iter().map(|(w, n, _)| times::expressions(w, n).len()).sum());
    measure("mentions, no names", &text, || {
        words.iter().map(|w| mentions::in_paragraph(w, &NoNames).spans().count()).sum()
    });
    measure("mentions", &text, || words.iter().map(|w| mentions::in_paragraph(w, &*kb).spans().count()).sum());
    measure("quotations", &text, || words.iter().map(|w| quoted(w).len()).sum());
    measure("sources", &text, || {
        let read =
            |(w, _, q): &(&Words, _, Vec<_>)| w.sentences.iter().filter_map(|s| attribution(w, s, q, &[])).count();
        found.iter().map(read).sum()
    });
    measure("articles as text", &text, || Article::parse(text.as_str(), Format::Plain, None).blocks.len());
    let article = Article::parse(text.as_str(), Format::Plain, None);
    let cancel = Cancel::default();
    let cx = Context { lang: Some(Lang::De), date: None, names: &*kb, cancel: &cancel };
    measure("all stages, cold", &text, || analyse(&article, &cx, None).unwrap().figures.len());
    let before = analyse(&article, &cx, None).unwrap();
    measure("all stages, nothing changed", &text, || analyse(&article, &cx, Some(&before)).unwrap().figures.len());
}

/// The German fixtures, many times over, each time with other figures: no paragraph stands twice.
fn corpus() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut files: Vec<_> = ["de", "ch", "at"]
        .iter()
        .flat_map(|f| std::fs::read_dir(folder.join(f)).unwrap())
        .map(|e| e.unwrap().path())
        .collect();
    files.sort();
    let articles: String = files.iter().map(|file| std::fs::read_to_string(file).unwrap() + "\n").collect();
    (0..8)
        .map(|round| articles.replace('7', &round.to_string()).replace('.', if round % 2 == 0 { "." } else { " ." }))
        .collect()
}

fn measure(name: &str, text: &str, mut stage: impl FnMut() -> usize) {
    black_box(stage());
    let start = Instant::now();
    let mut rounds = 0;
    while start.elapsed().as_secs_f64() < SECONDS {
        black_box(stage());
        rounds += 1;
    }
    let speed = (text.len() * rounds) as f64 / 1e6 / start.elapsed().as_secs_f64();
    println!("{name:28} {speed:8.1} MB/s");
}
