//! Packs the pages of `src/kb/default` into one piece that the program opens without reading any TOML: 2,400 entities
//! take 30 ms to read, and less than two to open. The modules of the program that know how are compiled in here.
#![allow(dead_code, unused_imports)]

#[path = "src/lang/mod.rs"]
mod lang;

#[path = "src/text"]
mod text {
    pub mod date;
    pub mod span;
    pub use date::PartialDate;
    pub use span::Span;
}

#[path = "src/analysis"]
mod analysis {
    #[path = "names/known.rs"]
    pub mod names;
    pub mod tokens;
    pub use names::MentionType;
}

#[path = "src/kb"]
mod kb {
    pub mod keys;
    pub mod load;
    pub mod model;
    pub mod sort;

    #[path = "pack"]
    pub mod pack {
        pub mod layout;
        pub mod write;
    }
}

use std::collections::BTreeMap;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use kb::load::Page;
use kb::pack::write::{BY_HAND, Writer};

fn main() {
    for path in ["build.rs", "src/kb", "src/lang", "src/text", "src/analysis", "src/archive"] {
        println!("cargo::rerun-if-changed={path}");
    }
    println!(
        "cargo::rustc-env=BELEG_READS={:08x}",
        checksum_of(&["src/lang", "src/text", "src/analysis", "src/archive"])
    );
    let out = std::env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    let file = std::fs::File::create(Path::new(&out).join("default.pack")).expect("cargo's folder takes files");
    pack(file).expect("entities can be packed");
    for lang in ["de", "en"] {
        let list = std::fs::read_to_string(format!("src/lang/clusters/{lang}.tsv")).expect("the list is there");
        let table = lang::clusters::table(&list);
        std::fs::write(Path::new(&out).join(format!("clusters-{lang}")), table).expect("cargo's folder takes files");
    }
}

/// What all files in these folders add up to: what is kept of an article is worth something while they are the same.
fn checksum_of(folders: &[&str]) -> u32 {
    let mut sum = crc32fast::Hasher::new();
    let mut waiting: Vec<_> = folders.iter().map(PathBuf::from).collect();
    while let Some(path) = waiting.pop() {
        match std::fs::read_dir(&path) {
            Ok(folder) => {
                let mut inside: Vec<_> = folder.flatten().map(|entry| entry.path()).collect();
                inside.sort();
                waiting.extend(inside);
            }
            Err(_) => sum.update(&std::fs::read(path).expect("it is a file of ours")),
        }
    }
    sum.finalize()
}

/// Pages written by hand, and those made out of packages: what these name is less likely meant.
const FOLDERS: [(&str, u8); 2] = [("src/kb/default", BY_HAND), ("src/kb/default/packages/pages", 1)];

fn pack(file: std::fs::File) -> std::io::Result<()> {
    let mut writer = Writer::new(BufWriter::new(file), None, None)?;
    let mut sources = BTreeMap::new();
    for (folder, prior) in FOLDERS {
        let mut page = Page::default();
        page.read_folder(Path::new(folder));
        for problem in &page.problems {
            println!("cargo::error={problem}");
        }
        page.entities.iter().try_for_each(|entity| writer.add(entity, prior))?;
        sources.extend(page.sources);
    }
    writer.finish(sources)?;
    Ok(())
}
