//! What one keystroke costs in a short and in a very long article, stage by stage, in milliseconds: `cargo bench --bench
//! keystroke`. What the wire costs beyond that, only a client can measure. Compare figures of one run only.

mod support;

use std::path::Path;
use std::time::{Duration, Instant};

use beleg::analysis::Cancel;
use beleg::checks;
use beleg::desk::{Document, Snapshot};
use beleg::text::rope::Edit;
use beleg::text::{Encoding, Format, Position};

/// A letter is written and taken away again, so many times over the article.
const PAIRS: usize = 100;

fn main() {
    let corpus = support::corpus();
    let short: String = corpus.lines().take(90).map(|line| format!("{line}\n")).collect();
    let long = support::repeated(&corpus, 1 << 20);
    for text in [short, long] {
        println!("{} bytes", text.len());
        keystrokes(&text);
    }
}

fn keystrokes(text: &str) {
    let (desk, cancel) = (Snapshot::default(), Cancel::default());
    let mut document = Document::new(Path::new("/desk/a.txt").into(), 1, Format::Plain, text);
    let start = Instant::now();
    document.reading(&desk, &cancel).expect("nobody cancels");
    println!("  {:20} {:9.3} ms", "open", start.elapsed().as_secs_f64() * 1e3);

    let lines: Vec<u32> = (0u32..).zip(text.lines()).filter(|(_, line)| line.len() > 40).map(|(at, _)| at).collect();
    let mut times: [Vec<Duration>; 3] = Default::default();
    for pair in 0..PAIRS {
        let line = lines[pair * lines.len() / PAIRS];
        let at = |column| Position::new(line, column);
        for (end, letter) in [(20, "x"), (21, "")] {
            let edit = Edit { range: Some((at(20), at(end))), text: letter.into() };
            let start = Instant::now();
            document = document.edited(document.version + 1, &[edit], Encoding::Utf16);
            let edited = Instant::now();
            let reading = document.reading(&desk, &cancel).expect("nobody cancels");
            let read = Instant::now();
            std::hint::black_box(checks::run(&reading, &desk, &cancel).expect("nobody cancels"));
            let checked = Instant::now();
            let stages = [edited - start, read - edited, checked - read];
            times.iter_mut().zip(stages).for_each(|(times, stage)| times.push(stage));
        }
    }
    for (name, mut times) in ["edit", "read", "check"].into_iter().zip(times) {
        times.sort();
        println!("  {name:20} {:9.3} ms (median)", times[times.len() / 2].as_secs_f64() * 1e3);
    }
}
