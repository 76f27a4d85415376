//! What one keystroke costs in a large document, stage by stage, in milliseconds: `cargo bench --bench keystroke`.
//! Compare figures of one run only.

use std::path::Path;
use std::time::Instant;

use beleg::analysis::Cancel;
use beleg::checks::{self, CheckContext, Levels};
use beleg::desk::{Document, Snapshot};
use beleg::text::rope::Edit;
use beleg::text::{Encoding, Format, Position};

fn main() {
    let file = std::env::var("BELEG_TEXT").unwrap();
    let text = std::fs::read_to_string(file).unwrap();
    let desk = Snapshot::default();
    let cancel = Cancel::default();
    let mut document = Document::new(Path::new("/a.txt").into(), 1, Format::Plain, &text);
    let t = Instant::now();
    document.reading(&desk, &cancel).unwrap();
    println!("open {:.2} ms", t.elapsed().as_secs_f64() * 1e3);
    let mut lines: Vec<u32> = text.lines().enumerate().filter(|(_, l)| l.len() > 40).map(|(n, _)| n as u32).collect();
    lines.truncate(3000);
    let mut all = vec![];
    for round in 0..400u32 {
        let line = lines[(round as usize / 2 * 37) % lines.len()];
        let at = Position::new(line, 20);
        let edit = if round % 2 == 0 {
            Edit { range: Some((at, at)), text: "x".into() }
        } else {
            Edit { range: Some((at, Position::new(line, 21))), text: String::new() }
        };
        let mut stages = vec![];
        let t = Instant::now();
        document = document.edited(2, &[edit], Encoding::Utf16);
        stages.push(t.elapsed());
        let t = Instant::now();
        let reading = document.reading(&desk, &cancel).unwrap();
        stages.push(t.elapsed());
        let t = Instant::now();
        let cx = CheckContext { article: &reading.article, analysis: &reading.analysis, messages: desk.speaks };
        let findings = checks::run(&cx, &Levels::default());
        stages.push(t.elapsed());
        let t = Instant::now();
        let n = findings.len();
        drop(findings);
        stages.push(t.elapsed());
        if round > 9 {
            all.push(stages);
        }
        if round == 399 {
            println!(
                "{n} findings, {} mentions {} figures {} times {} quotes {} blocks {} zones",
                reading.analysis.mentions.len(),
                reading.analysis.figures.len(),
                reading.analysis.times.len(),
                reading.analysis.quotes.len(),
                reading.article.blocks.len(),
                reading.article.zones.len()
            );
        }
    }
    for (at, name) in ["edit", "read", "checks", "drop"].iter().enumerate() {
        let mut v: Vec<f64> = all.iter().map(|s| s[at].as_secs_f64() * 1e3).collect();
        v.sort_by(f64::total_cmp);
        println!("{name:8} p50 {:.3} max {:.3}", v[v.len() / 2], v[v.len() - 1]);
    }
}
