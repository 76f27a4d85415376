//! Makes the weights of the name tagger: `cargo run --release --example train_names`, in the root of the repository. With
//! paths of labelled files behind it, it writes nothing and tells how well it finds the names of these: of those it learns
//! from, each is left out while it is measured.

mod recipe;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use beleg::analysis::names::tagger;
use beleg::analysis::names::weights::Table;
use beleg::lang::Lang;

fn main() {
    let measured: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    for lang in [Lang::De, Lang::En] {
        let Some(files) = recipe::files(Path::new("."), lang) else {
            eprintln!("the labelled sentences of others are not in {}", recipe::GOLD);
            std::process::exit(1);
        };
        if measured.is_empty() {
            write(&recipe::weights(&files, lang), &recipe::manifest(&files), lang);
        }
        for path in measured.iter().filter(|path| recipe::is_of(lang, path)) {
            let others: Vec<PathBuf> =
                files.iter().filter(|file| file.file_name() != path.file_name()).cloned().collect();
            measure(path, &recipe::weights(&others, lang), lang);
        }
    }
}

fn write(weights: &Table, manifest: &str, lang: Lang) {
    let path = |ending: &str| Path::new(recipe::WEIGHTS).join(format!("{}.{ending}", lang.tag()));
    let file = weights.file().expect("weights can be compressed");
    std::fs::write(path("zst"), &file).expect("the folder takes files");
    std::fs::write(path("manifest.tsv"), manifest).expect("the folder takes files");
    println!("{}: {} bytes", path("zst").display(), file.len());
}

fn measure(path: &Path, weights: &Table, lang: Lang) {
    let (mut hits, mut found, mut gold) = (0, 0, 0);
    for paragraph in recipe::read(path, lang) {
        let names = tagger::in_paragraph(&paragraph.words, &[], weights).into_iter();
        let names: HashSet<_> = names.map(|name| (paragraph.words.span(name.tokens), name.kind)).collect();
        hits += paragraph.names.iter().filter(|name| names.contains(name)).count();
        (found, gold) = (found + names.len(), gold + paragraph.names.len());
    }
    let (precision, recall) = (hits as f64 / found as f64, hits as f64 / gold as f64);
    let f1 = 2.0 * precision * recall / (precision + recall);
    println!("{}: precision {precision:.3}, recall {recall:.3}, F1 {f1:.3}", path.display());
}
