//! The weights of the name tagger: what they are made of, and that they are what the recipe makes of it.

#[path = "../examples/train_names/recipe.rs"]
mod recipe;

use std::collections::{HashMap, HashSet};
use std::path::Path;

use beleg::analysis::names::weights::Table;
use beleg::lang::Lang;

/// In bytes, of both languages together.
const LARGEST: usize = 600_000;

#[test]
fn the_weights_are_what_the_sentences_give() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for lang in [Lang::De, Lang::En] {
        let Some(files) = recipe::files(root, lang) else {
            eprintln!("SKIPPED: the sentences of others do not lie beside the project, so no weights were learned.");
            return;
        };
        let manifest = root.join(recipe::WEIGHTS).join(format!("{}.manifest.tsv", lang.tag()));
        let kept = std::fs::read_to_string(manifest).expect("the manifest is there");
        assert_eq!(kept, recipe::manifest(&files), "other sentences: run `cargo run --release --example train_names`");
        let learned = recipe::weights(&files, lang);
        assert!(learned == *Table::of(lang), "other weights: run `cargo run --release --example train_names`");
    }
}

#[test]
fn the_weights_are_small() {
    let size = |lang: Lang| Table::of(lang).file().expect("weights can be compressed").len();
    let bytes = size(Lang::De) + size(Lang::En);
    assert!(bytes < LARGEST, "{bytes} bytes");
}

#[test]
fn the_own_sentences_are_many_and_unlike_each_other() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(recipe::SENTENCES);
    let (mut sentences, mut names) = (HashSet::new(), HashSet::new());
    let mut frames: HashMap<Vec<String>, usize> = HashMap::new();
    for file in std::fs::read_dir(folder).expect("the folder is there") {
        let path = file.expect("a file").path();
        let lang = if recipe::is_of(Lang::En, &path) { Lang::En } else { Lang::De };
        for paragraph in recipe::read(&path, lang) {
            let text = paragraph.words.text.clone();
            names.extend(paragraph.names.iter().map(|(span, _)| span.of(&text).to_owned()));
            let mut frame = text.to_string();
            for (span, kind) in paragraph.names.iter().rev() {
                frame.replace_range(span.start..span.end, &kind.tag().to_uppercase());
            }
            let words: Vec<String> = frame.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect();
            let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
            let within: HashSet<&[String]> = words.windows(5).collect();
            within.into_iter().for_each(|five| *frames.entry(five.to_vec()).or_default() += 1);
            assert!(sentences.insert(text.to_string()), "twice: {text}");
        }
    }
    let worn: Vec<_> = frames.into_iter().filter(|(_, count)| *count > 3).collect();
    assert_eq!(worn, [], "frames of five words that stand more than three times");
    assert!(sentences.len() >= 3_000 && names.len() >= 2_000, "{} sentences, {} names", sentences.len(), names.len());
}
