//! The articles that a command was given: files, folders (walked in sorted order) and standard input. What cannot be
//! read is told on standard error, and the others go on.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use indicatif::{ProgressBar, ProgressStyle};
use ropey::Rope;

use crate::analysis::{Cancel, Context};
use crate::archive::{Archive, walk};
use crate::checks::{self, Finding};
use crate::desk::files::{self, Unreadable};
use crate::desk::index::{self, Indexed, StoreFault};
use crate::desk::{Packs, Reading, Settings, Sidecars, Snapshot, pages};
use crate::features::notices::{Fault, store, unreadable};
use crate::lang::Lang;
use crate::ledger::Annotation;
use crate::messages;
use crate::text::decode::Charset;
use crate::text::{Article, Destination, Format, Link, PartialDate};

/// What every command that reads articles may be told.
#[derive(clap::Args, Clone, Default)]
pub struct Options {
    /// Language of the articles [default: front matter, else a guess]
    #[arg(long, value_parser = language)]
    pub lang: Option<Lang>,
    /// Date of the articles, YYYY, YYYY-MM or YYYY-MM-DD [default: front matter, header or text]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub date: Option<PartialDate>,
    /// Settings file to read
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Language of messages
    #[arg(long, value_name = "LANG", value_parser = language)]
    pub messages: Option<Lang>,
}

fn language(tag: &str) -> Result<Lang, String> {
    Lang::parse(tag).ok_or_else(|| "expected `de` or `en`".to_owned())
}

fn date(text: &str) -> Result<PartialDate, String> {
    PartialDate::parse(text).ok_or_else(|| "expected YYYY, YYYY-MM or YYYY-MM-DD".to_owned())
}

/// Where an article is, and what it is called in the output.
pub struct Source {
    pub name: String,
    pub path: PathBuf,
}

/// The articles under the given paths, in the order given, folders sorted. A file that was named itself is always taken,
/// whatever its ending. The second list holds what is not there.
pub fn find(paths: &[PathBuf]) -> (Vec<Source>, Vec<PathBuf>) {
    let mut sources = Vec::new();
    let mut missing = Vec::new();
    for path in paths {
        if path.is_dir() {
            let files = walk::articles(std::slice::from_ref(path)).files;
            sources.extend(files.into_iter().map(|path| Source { name: path.display().to_string(), path }));
        } else if path.exists() {
            sources.push(Source { name: path.display().to_string(), path: path.clone() });
        } else {
            missing.push(path.clone());
        }
    }
    (sources, missing)
}

/// What became of the articles of an archive that were not as they were, by size and time.
#[derive(Clone, Copy, Default)]
pub struct Tally {
    pub read: usize,
    /// They held what they had held.
    pub compared: usize,
}

/// Reads articles with one set of settings and names.
pub struct Reader {
    pub desk: Snapshot,
    pub speaks: Lang,
    /// How many of its pages and sidecars have something wrong in them.
    pub faults: usize,
    options: Options,
    in_folder: bool,
    /// What the articles are called that are compared.
    names: BTreeMap<PathBuf, String>,
}

impl Reader {
    /// A reader with the settings given: the embedded names, over them the pages that the settings name and those of the
    /// folders, and the decisions that these keep. What is wrong in their files is told.
    pub fn new(options: &Options, settings: Settings, folders: &[PathBuf]) -> Self {
        let speaks = options.messages.or(settings.messages()).unwrap_or(Lang::En);
        let (kb, problems) = pages::knowledge(&settings, folders, Packs::open(&settings.kb_packs()));
        let folders: Vec<_> = folders.iter().map(|folder| absolute(folder)).collect();
        let (sidecars, broken) = Sidecars::read(&folders);
        let archive = settings.archive_roots().into_iter().filter(|_| !folders.is_empty());
        // a whole file system is no folder of articles
        let roots = folders.iter().cloned().chain(archive).filter(|root| root.parent().is_some()).collect();
        let (settings, sidecars) = (settings.into(), sidecars.into());
        let desk = Snapshot { settings, sidecars, kb, speaks, roots, reads_archive: true, ..Snapshot::default() };
        let (options, in_folder) = (options.clone(), !folders.is_empty());
        let faults = problems.len() + broken.len();
        let reader = Self { desk, speaks, faults, options, in_folder, names: BTreeMap::new() };
        let pages = problems.iter().map(|problem| Fault::of_page(speaks, problem));
        let faults = pages.chain(broken.iter().map(|problem| Fault::of_sidecar(speaks, problem)));
        faults.for_each(|fault| reader.tell(&fault.sentence(speaks)));
        reader
    }

    /// The articles that a command was given, and whether all of them are there; what is missing is told. `None` where there
    /// is nothing to read, and that was told.
    pub fn given(&self, paths: &[PathBuf]) -> Option<(Vec<Source>, bool)> {
        let (sources, missing) = find(paths);
        missing.iter().for_each(|path| self.tell(&not_there(path, self.speaks)));
        if sources.is_empty() && missing.is_empty() {
            self.tell(&messages::text(self.speaks, "cli.no-articles", &[]));
        }
        (!sources.is_empty()).then_some((sources, missing.is_empty()))
    }

    /// Reads one file; `Err` is the sentence to print.
    pub fn file(&self, source: &Source) -> Result<Reading, String> {
        let (reading, charset) =
            self.read(&source.path).map_err(|error| unreadable(self.speaks, &source.path, &error))?;
        if charset == Charset::Windows1252 {
            self.tell(&messages::text(self.speaks, "desk.windows-1252", &[("file", &source.name)]));
        }
        Ok(reading)
    }

    /// Has the desk know these articles, where a check asks what others say.
    pub fn compare(&mut self, sources: &[Source]) {
        if sources.len() < 2 || !checks::ask_others(&self.desk.settings) {
            return;
        }
        self.names = sources.iter().map(|source| (absolute(&source.path), source.name.clone())).collect();
        let mut archive = Archive::default();
        for sources in sources.chunks(index::BATCH) {
            let readings = sources.iter().filter_map(|source| Some(self.read(&source.path).ok()?.0));
            let entries: Vec<_> = readings.map(|reading| reading.entry(&reading.path)).collect();
            archive.add(&entries).expect("memory takes all");
        }
        self.desk.archive = archive.into();
    }

    /// What an article is called that others are compared with.
    pub fn name_of(&self, path: &Path) -> String {
        self.names.get(path).cloned().unwrap_or_else(|| path.display().to_string())
    }

    /// Its text.
    pub fn text_of(&self, path: &Path) -> Option<Rope> {
        Some(Rope::from_str(&files::read(path, self.desk.settings.max_file_size()).ok()?.text))
    }

    fn read(&self, path: &Path) -> Result<(Reading, Charset), Unreadable> {
        let file = files::read(path, self.desk.settings.max_file_size())?;
        let format = Format::of_path(path).unwrap_or(Format::Plain);
        let article = Article::parse(file.text, format, None);
        let path = absolute(path);
        let annotations = self.desk.sidecars.on(&path, &article);
        let reading = self.article(article, annotations, None, None);
        // without a folder to work in, no other file counts
        Ok((if self.in_folder { reading.at(&path) } else { reading }, file.charset))
    }

    /// Reads the archive, as the server does at its start, for those who have to know the other articles; with what is kept
    /// of it in a folder of stores, if there is one. Tells how many articles were read.
    pub fn read_archive(&mut self, stores: Option<&Path>) -> Tally {
        let roots = self.desk.roots.to_vec();
        let tell = |fault: &StoreFault| self.tell(&store(self.speaks, fault));
        let (mut archive, faults) = index::shelved(&self.desk.archive, &roots, self.desk.reads(), stores);
        faults.iter().for_each(tell);
        archive.verify().into_iter().flatten().for_each(|root| tell(&StoreFault::Damaged(root)));
        let found = walk::articles(&roots);
        let gone = index::gone(&archive, &found);
        let walk::Articles { files, hanging } = found;
        hanging.into_iter().for_each(|root| tell(&StoreFault::Hanging(root)));
        let mut kept = archive.remove(&gone.iter().map(|path| &**path).collect::<Vec<_>>());
        let mut desk = self.desk.clone();
        desk.archive = archive.clone().into();
        let mut tally = Tally::default();
        let progress = progress(files.len());
        let enter = |batch: Vec<Indexed>, done| {
            for indexed in &batch {
                match indexed {
                    Indexed::Article(..) => tally.read += 1,
                    Indexed::Same(..) => tally.compared += 1,
                    Indexed::Unchanged | Indexed::Unreadable(_, Unreadable::Missing) => {}
                    Indexed::Unreadable(path, reason) => {
                        progress.suspend(|| self.tell(&unreadable(self.speaks, path, reason)));
                    }
                }
            }
            let entered = index::enter(&mut archive, &batch);
            kept = std::mem::replace(&mut kept, Ok(())).and(entered);
            progress.set_position(done as u64);
        };
        index::index(&desk, &files, &Cancel::default(), enter).expect("nobody else holds the flag that cancels");
        progress.finish_and_clear();
        if let Err(error) = kept {
            tell(&StoreFault::NotWritten(error.to_string()));
        }
        self.desk.archive = archive.into();
        self.desk.reads_archive = false;
        tally
    }

    /// Reads one text; `lang` and `date` are what its caller knows of it, flags and front matter win.
    pub fn text(
        &self,
        text: impl Into<Arc<str>>,
        format: Format,
        lang: Option<Lang>,
        date: Option<PartialDate>,
    ) -> Reading {
        self.article(Article::parse(text, format, None), vec![], lang, date)
    }

    fn article(
        &self,
        article: Article,
        annotations: Vec<Annotation>,
        lang: Option<Lang>,
        date: Option<PartialDate>,
    ) -> Reading {
        let lang = lang
            .filter(|_| article.front.lang.is_none())
            .or_else(|| self.desk.settings.language().filter(|_| article.front.lang.is_none()));
        let date = date.filter(|_| article.front.date.is_none());
        let cancel = Cancel::default();
        let cx = Context {
            lang: self.options.lang.or(lang),
            date: self.options.date.or(date),
            names: &*self.desk.kb,
            cancel: &cancel,
        };
        let reading = Reading::new(article, &cx, None).and_then(|reading| reading.with(annotations, &cx));
        reading.expect("nobody else holds the flag that cancels")
    }

    /// What the checks find in an article.
    pub fn findings(&self, reading: &Reading) -> Vec<Finding> {
        checks::run(reading, &self.desk, &Cancel::default()).expect("nobody else holds the flag that cancels")
    }

    /// The same, with the archive at hand where the article leads to others by their names.
    pub fn compared(&mut self, reading: &Reading) -> Vec<Finding> {
        let names_articles = |link: &Link| matches!(link.to, Destination::Article { .. });
        if self.desk.reads_archive && reading.article.links.iter().any(names_articles) {
            self.read_archive(None);
        }
        self.findings(reading)
    }

    /// A sentence on standard error.
    pub fn tell(&self, sentence: &str) {
        anstream::eprintln!("beleg: {sentence}");
    }
}

/// The path by which a file is known wherever the command runs.
fn absolute(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_path_buf())
}

/// The sentence for a path that is not there.
pub fn not_there(path: &Path, speaks: Lang) -> String {
    unreadable(speaks, path, &Unreadable::Missing)
}

/// Fewer articles than this are read before a bar could be seen.
const MANY: usize = 200;

/// A bar on a terminal; nothing where standard error goes elsewhere.
pub fn progress(articles: usize) -> ProgressBar {
    if articles < MANY || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len}").expect("the template is ours");
    ProgressBar::new(articles as u64).with_style(style)
}
