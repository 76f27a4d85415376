//! What a large pack costs: to open, to have, to look names up in, to show a card. `cargo bench --bench packs`, with
//! `BELEG_PACK=FILE` for a pack that `beleg kb import` has made (`tests/slow/dump` writes dumps of any size), else with one
//! of half a million entities made here. Compare figures of one run only.

mod support;

use std::fs::File;
use std::hint::black_box;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use beleg::analysis::senses::told_name;
use beleg::analysis::words::Words;
use beleg::analysis::{Cancel, Context, analyse, mentions};
use beleg::kb::model::ByLang;
use beleg::kb::pack::write::Writer;
use beleg::kb::pack::{Pack, verify};
use beleg::kb::{Entity, EntityType, Kb};
use beleg::lang::Lang;
use beleg::text::{Article, Format};

const ENTITIES: u32 = 500_000;
const ROUNDS: usize = 9;

fn main() {
    let path = std::env::var_os("BELEG_PACK").map_or_else(made, PathBuf::from);
    let file = File::open(&path).expect("a pack");
    let opened = fastest(|| black_box(Pack::open_file(&file).expect("a sound pack")));
    let before = resident();
    let pack = Pack::open_file(&file).expect("a sound pack");
    let resident = resident().saturating_sub(before);
    println!("{} entities, {} names", pack.about.entities, pack.about.names);
    println!("open                {:10.3} ms, {resident} kB resident", opened * 1e3);
    println!("read whole          {:10.1} ms", fastest(|| verify(&file).expect("a sound pack")) * 1e3);

    let ids: Vec<Arc<str>> = (0..10_000_u32)
        .filter_map(|at| pack.entity((at.wrapping_mul(2_654_435_761)) % pack.about.entities))
        .map(|entity| entity.id.clone())
        .collect();
    let look_up =
        fastest(|| ids.iter().filter_map(|id| pack.entity(pack.number(id)?)).map(|it| it.facts.len()).sum::<usize>());
    println!("card by its id      {:10.2} µs", look_up * 1e6 / ids.len() as f64);

    let text = support::repeated(&support::corpus(), 400_000);
    let words: Vec<Words> =
        text.lines().filter(|line| !line.is_empty()).map(|line| Words::new(line, Lang::De)).collect();
    let article = Article::parse(text.as_str(), Format::Plain, None);
    let alone = Kb::builtin();
    let with = Kb::under(&alone, pack);
    for (name, kb) in [("embedded alone", &*alone), ("with the pack", &with)] {
        let told = |w: &Words| (0..w.len()).filter(|&at| told_name(w, at, kb).is_some()).count();
        let matched = fastest(|| words.iter().map(told).sum::<usize>());
        let names = fastest(|| words.iter().map(|w| mentions::in_paragraph(w, kb).spans().count()).sum::<usize>());
        let cancel = Cancel::default();
        let cx = Context { lang: Some(Lang::De), date: None, names: kb, cancel: &cancel };
        let all = fastest(|| analyse(&article, &cx, None).expect("nobody cancels").mentions.len());
        let speed = |seconds: f64| text.len() as f64 / 1e6 / seconds;
        println!(
            "{name:19} {:10.1} MB/s matching, {:.1} MB/s mentions, {:.1} MB/s all of the analysis",
            speed(matched),
            speed(names),
            speed(all)
        );
    }
}

/// Seconds.
fn fastest<T>(mut work: impl FnMut() -> T) -> f64 {
    let round = |_| {
        let start = Instant::now();
        black_box(work());
        start.elapsed().as_secs_f64()
    };
    (0..ROUNDS).map(round).fold(f64::INFINITY, f64::min)
}

/// How much memory the process has, in kB; 0 where the system does not tell.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse().ok()).unwrap_or_default()
}

/// A pack of people whose names are made of syllables.
fn made() -> PathBuf {
    const SYLLABLES: [&str; 16] =
        ["ba", "del", "gor", "hin", "kas", "lem", "mor", "nik", "öl", "pra", "rud", "sel", "tan", "ul", "wen", "zü"];
    let word = |mut number: u32| {
        let mut word = String::new();
        while number > 0 {
            word += SYLLABLES[number as usize % SYLLABLES.len()];
            number /= SYLLABLES.len() as u32;
        }
        let first = word.chars().next().map_or(0, char::len_utf8);
        word[..first].to_uppercase() + &word[first..]
    };
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench.belegpack");
    let file = BufWriter::new(File::create(&path).expect("cargo's folder takes files"));
    let mut writer = Writer::new(file, None, None).expect("memory");
    for number in 0..ENTITIES {
        let name = format!("{} {}", word(1 + number % 977), word(1 + number.wrapping_mul(2_654_435_761) % 60_013));
        let label = ByLang::new(Some(name), None);
        writer.add(&Entity::new(format!("Q{number}").into(), EntityType::Person, label), 10).expect("room on disk");
    }
    writer.finish([].into()).expect("room on disk");
    path
}
