//! `beleg doctor`: is all as it should be? The program, the folder, settings, knowledge base, archive, annotations and
//! editors, a line each; nothing is read that is not looked at, and nothing is changed.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::articles::{Options, Reader};
use super::settings;
use crate::analysis::Names;
use crate::archive::{Archive, Store, store, walk};
use crate::desk::layer::Layer;
use crate::desk::{OWN_FOLDER, files, index, layer};
use crate::messages::{forms, harmless, text};

/// Tell what is wrong: the program, the folder, settings, knowledge base, archive, annotations, editors
#[derive(clap::Args)]
pub struct Args {
    /// The folder of the articles
    #[arg(long = "in", value_name = "FOLDER", default_value = ".")]
    folder: PathBuf,
    #[command(flatten)]
    options: Options,
}

/// Editors that may be there, by the programs that start them.
const EDITORS: [&str; 8] = ["code", "codium", "nvim", "hx", "emacs", "kate", "zed", "subl"];

/// Exits with 1 where something is wrong; 2 for bad use.
pub fn run(args: &Args) -> ExitCode {
    let Ok((settings, wrong)) = settings::counted(&args.options) else { return ExitCode::from(2) };
    let reader = Reader::new(&args.options, settings, std::slice::from_ref(&args.folder));
    if !args.folder.is_dir() {
        reader.tell(&super::articles::not_there(&args.folder, reader.speaks));
        return ExitCode::from(2);
    }
    let mut report = Report { reader: &reader, faults: wrong + reader.faults };
    report.program();
    report.folder(&args.folder);
    report.settings();
    report.knowledge();
    report.archive();
    report.annotations();
    report.editors();
    let faults = report.faults;
    let key = if faults == 0 { "doctor.well" } else { "doctor.ill" };
    anstream::println!("\n{}", text(reader.speaks, key, &[("count", &faults.to_string())]));
    if faults == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

struct Report<'a> {
    reader: &'a Reader,
    faults: usize,
}

impl Report<'_> {
    /// A line: what was looked at, and what was found.
    fn line(&self, what: &str, found: &str) {
        let what = text(self.reader.speaks, &format!("doctor.{what}"), &[]);
        anstream::println!("{what:14} {}", harmless(found));
    }

    fn say(&self, key: &str, args: &[(&str, &str)]) -> String {
        text(self.reader.speaks, &format!("doctor.{key}"), args)
    }

    fn number(&self, count: usize) -> String {
        forms::number(self.reader.speaks, count as f64)
    }

    fn program(&mut self) {
        let own = std::env::current_exe().and_then(|own| own.canonicalize()).unwrap_or_default();
        self.line("program", &format!("beleg {}, {}", env!("CARGO_PKG_VERSION"), own.display()));
        match on_path("beleg") {
            Some(found) if found.canonicalize().is_ok_and(|found| found == own) => {}
            Some(found) => {
                let other = self.say("other", &[("file", &found.display().to_string())]);
                self.line("program", &other);
            }
            None => {
                self.faults += 1;
                self.line("program", &format!("!! {}", self.say("not-on-path", &[])));
            }
        }
    }

    fn folder(&self, folder: &Path) {
        let real = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
        let marks = [layer::NAME, OWN_FOLDER, ".git"].into_iter().filter(|name| real.join(name).exists());
        let marks = marks.collect::<Vec<_>>().join(", ");
        let folder = real.display().to_string();
        let found =
            if marks.is_empty() { self.say("bare", &[("folder", &folder)]) } else { format!("{folder} ({marks})") };
        self.line("folder", &found);
    }

    fn settings(&self) {
        let layers = [Layer::of_user(), self.reader.desk.roots.first().and_then(|root| Layer::of_workspace(root))];
        let layers = layers.iter().flatten().filter_map(|layer| layer.origin.file());
        let files = layers.map(|file| file.display().to_string()).collect::<Vec<_>>().join(", ");
        let found = if files.is_empty() { self.say("defaults", &[]) } else { files };
        self.line("settings", &found);
    }

    fn knowledge(&self) {
        let (kb, settings) = (&self.reader.desk.kb, &self.reader.desk.settings);
        let packs = self.number(settings.kb_packs().len());
        let args =
            [("names", &*self.number(kb.names())), ("packs", &*packs), ("id", &format!("{:x}", kb.generation()))];
        self.line("knowledge", &self.say("names", &args));
    }

    /// How many articles there are, and how many of them the archive on disk knows as they are.
    fn archive(&self) {
        let desk = &self.reader.desk;
        let files = walk::articles(&desk.roots).files;
        let stores = store::stores();
        let kept: Vec<PathBuf> =
            desk.roots.iter().map(|root| Store::folder_of(&stores, root)).filter(|store| store.is_dir()).collect();
        let articles = self.number(files.len());
        if kept.is_empty() {
            return self.line("archive", &self.say("nothing-kept", &[("articles", &articles)]));
        }
        let (archive, _) = index::shelved(&Archive::default(), &desk.roots, desk.reads(), Some(&stores));
        let known = |file: &&PathBuf| archive.find(file).is_some_and(|it| files::is_unchanged(file, it.stamp()));
        let known = self.number(files.iter().filter(known).count());
        let store = kept.iter().map(|store| store.display().to_string()).collect::<Vec<_>>().join(", ");
        self.line("archive", &self.say("kept", &[("articles", &articles), ("known", &known), ("folder", &store)]));
    }

    fn annotations(&self) {
        for sidecar in self.reader.desk.sidecars.iter() {
            let articles: Vec<_> = sidecar.ledger.articles().collect();
            let count: usize = articles.iter().map(|article| sidecar.ledger.on(article).len()).sum();
            let gone = articles.iter().filter(|article| !sidecar.folder.join(&****article).exists()).count();
            let [count, articles, gone] = [count, articles.len(), gone].map(|count| self.number(count));
            let args = [("count", &*count), ("articles", &*articles), ("gone", &*gone)];
            self.line("annotations", &self.say("put-down", &args));
        }
    }

    fn editors(&self) {
        let found: Vec<&str> = EDITORS.into_iter().filter(|name| on_path(name).is_some()).collect();
        let found = if found.is_empty() { self.say("no-editor", &[]) } else { found.join(", ") };
        self.line("editors", &found);
    }
}

/// Where a program is found by its name.
fn on_path(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let named = |folder: PathBuf| folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    std::env::split_paths(&folders).map(named).find(|file| file.is_file())
}
