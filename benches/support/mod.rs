//! The texts that are measured.
#![allow(dead_code, reason = "each bench uses a part of it")]

use std::path::Path;

/// The German fixtures, one after the other.
pub fn corpus() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let folders =
        ["de", "ch", "at"].iter().map(|name| std::fs::read_dir(folder.join(name)).expect("fixtures are there"));
    let mut files: Vec<_> = folders.flatten().map(|entry| entry.expect("they can be listed").path()).collect();
    files.sort();
    files.iter().map(|file| std::fs::read_to_string(file).expect("they can be read") + "\n").collect()
}

/// A corpus again and again up to so many bytes, each time with other figures and a word of its own in every line, so that
/// no paragraph stands twice: what stands twice is read once.
pub fn repeated(corpus: &str, bytes: usize) -> String {
    let rounds = bytes.div_ceil(corpus.len());
    let round = |round: usize| {
        let word: String = round.to_string().bytes().map(|digit| char::from(b'a' + digit - b'0')).collect();
        let line = |line: &str| if line.is_empty() { "\n".to_owned() } else { format!("{line} {word}\n") };
        corpus.replace('7', &format!("{}", 10 + round)).lines().map(line).collect::<String>()
    };
    (0..rounds).map(round).collect()
}
