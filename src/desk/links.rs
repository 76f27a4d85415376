//! Where the links of an article lead: to the web, to files and articles below the roots, to its own footnotes and
//! headings. The disk is asked whether a file is there; none is opened, and nothing outside is asked for.

use std::cell::{OnceCell, RefCell};
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use percent_encoding::percent_decode_str;
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use super::{Reading, Snapshot, files};
use crate::archive::Key;
use crate::lang::folding::{fold_name, search_key};
use crate::text::{Article, Destination, Footnote, Format, Link, Span, ZoneKind};

/// What stands behind the name of a file as a link has it: sites and editors leave the ending of an article away.
const ENDINGS: [&str; 4] = ["", ".md", ".markdown", ".txt"];

/// Marks of what a site puts in.
const TEMPLATES: [&str; 4] = ["{{", "{%", "<%", "${"];

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// To a page on the web.
    Address(String),
    /// To a file below the roots or beside the article, and a part of it.
    File(PathBuf, Option<String>),
    /// To a stretch of the same article.
    Here(Span),
    /// To something that is not there.
    Nowhere,
    /// To where nobody may look, or has to.
    Elsewhere,
}

/// Follows the links of one article.
pub struct Links<'a> {
    article: &'a Article,
    around: Around<'a>,
    footnotes: OnceCell<FxHashMap<String, &'a Footnote>>,
    headings: OnceCell<FxHashMap<String, Span>>,
}

/// Finds files and articles by what an article calls them.
pub struct Around<'a> {
    desk: &'a Snapshot,
    path: &'a Path,
    title: Option<&'a str>,
    /// In which it lies; `None` for a text that is not stored.
    folder: Option<&'a Path>,
    /// Below these one may look.
    roots: Vec<PathBuf>,
    found: RefCell<FxHashMap<Destination, Target>>,
}

impl<'a> Links<'a> {
    /// Those of an article that was read.
    pub fn new(desk: &'a Snapshot, reading: &'a Reading) -> Self {
        Self {
            article: &reading.article,
            around: Around::new(desk, &reading.path, reading.article.title()),
            footnotes: OnceCell::new(),
            headings: OnceCell::new(),
        }
    }

    /// Where a link leads. A file is one only if it really lies where one may look.
    pub fn target(&self, link: &Link) -> Target {
        let Around { desk, roots, .. } = &self.around;
        let known = |path: &Path| desk.archive.find(path).is_some() || desk.documents.get(path).is_some();
        let lies_there = |path: &Path| known(path) || files::real_below(roots, path).is_ok();
        match self.find(link) {
            Target::File(path, _) if !lies_there(&path) => Target::Elsewhere,
            target => target,
        }
    }

    /// Whether it leads to something that is not there.
    pub fn is_broken(&self, link: &Link) -> bool {
        self.find(link) == Target::Nowhere
    }

    /// The footnote of a label.
    pub fn footnote(&self, label: &str) -> Option<&'a Footnote> {
        let all = || self.article.footnotes.iter().rev().map(|footnote| (key(&footnote.label), footnote)).collect();
        self.footnotes.get_or_init(all).get(&key(label)).copied()
    }

    fn find(&self, link: &Link) -> Target {
        match &link.to {
            Destination::Address(address) if is_web(address) => Target::Address(address.clone()),
            Destination::Address(_) => Target::Elsewhere,
            Destination::Part(part) => self.part(part),
            Destination::Footnote(label) => {
                self.footnote(label).map_or(Target::Nowhere, |footnote| Target::Here(footnote.span))
            }
            to => self.around.find(to),
        }
    }

    /// A part of the article that no heading has may be made by the site: it is not missed.
    fn part(&self, part: &str) -> Target {
        let headings = self.headings.get_or_init(|| {
            let mut all = FxHashMap::default();
            headings(self.article).for_each(|(name, span)| _ = all.entry(name).or_insert(span));
            all
        });
        headings.get(&slug(&decoded(part))).map_or(Target::Elsewhere, |span| Target::Here(*span))
    }
}

impl<'a> Around<'a> {
    /// Seen from the article of this path and title.
    pub fn new(desk: &'a Snapshot, path: &'a Path, title: Option<&'a str>) -> Self {
        let folder = path.parent().filter(|folder| folder.is_absolute());
        // beside an article at the top of a file system lies the whole system
        let own = folder.filter(|folder| folder.parent().is_some()).map(Path::to_path_buf);
        let roots = desk.roots.iter().cloned().chain(own).collect();
        Self { desk, path, title, folder, roots, found: RefCell::default() }
    }

    /// Where what names a file or an article leads; whether it really lies there is not asked.
    pub fn find(&self, to: &Destination) -> Target {
        match to {
            to if self.folder.is_none() || is_template(to) => Target::Elsewhere,
            Destination::File(path) => self.once(to, || self.file(path)),
            Destination::Article { name, part } => self.once(to, || self.article(name, part.clone())),
            Destination::Address(_) | Destination::Part(_) | Destination::Footnote(_) => Target::Elsewhere,
        }
    }

    fn once(&self, to: &Destination, find: impl FnOnce() -> Target) -> Target {
        if let Some(known) = self.found.borrow().get(to) {
            return known.clone();
        }
        let found = find();
        self.found.borrow_mut().insert(to.clone(), found.clone());
        found
    }

    fn file(&self, words: &str) -> Target {
        let (path, part) = words.split_once('#').map_or((words, None), |(path, part)| (path, Some(decoded(part))));
        let path = path.split('?').next().and_then(local).filter(|path| !path.is_empty());
        let (Some(folder), Some(path)) = (self.folder, path) else { return Target::Elsewhere };
        let decoded = decoded(path);
        let spellings = [Some(&*decoded), Some(path).filter(|path| *path != decoded)].into_iter().flatten();
        if path.starts_with('/') || Path::new(path).is_absolute() {
            // `/articles/…` counts from the root of a site, which nobody knows
            let own = spellings.clone().map(|path| self.look(folder, path));
            let below =
                spellings.flat_map(|path| self.roots.iter().map(|root| self.look(root, path.trim_start_matches('/'))));
            let file = own.chain(below).find_map(There::file);
            return file.map_or(Target::Elsewhere, |path| Target::File(path, part));
        }
        let found: Vec<There> = spellings.map(|path| self.look(folder, path)).collect();
        if found.iter().all(|found| matches!(found, There::Nothing)) {
            return Target::Nowhere;
        }
        found.into_iter().find_map(There::file).map_or(Target::Elsewhere, |path| Target::File(path, part))
    }

    /// Looks for a file of this name in a folder, however the name's umlauts are composed, with or without its ending.
    fn look(&self, folder: &Path, name: &str) -> There {
        let composed = [name.nfc().collect(), name.nfd().collect::<String>()].into_iter().filter(|_| !name.is_ascii());
        for name in std::iter::once(name.to_owned()).chain(composed) {
            let Some(path) = self.allowed(&folder.join(name)) else { return There::Unknown };
            let with = |ending: &&str| {
                let mut path = path.clone().into_os_string();
                path.push(ending);
                there(Path::new(&path))
            };
            if let Some(found) = ENDINGS.iter().map(with).find(|found| !matches!(found, There::Nothing)) {
                return found;
            }
        }
        There::Nothing
    }

    /// The path without `..` in it, where one may look there.
    fn allowed(&self, path: &Path) -> Option<PathBuf> {
        let mut plain = PathBuf::new();
        for part in path.components() {
            match part {
                Component::CurDir => {}
                Component::ParentDir => _ = plain.pop(),
                part => plain.push(part),
            }
        }
        self.roots.iter().any(|root| plain.starts_with(root)).then_some(plain)
    }

    /// An article by its name: one beside this one first, then the one that lies highest.
    fn article(&self, name: &str, part: Option<String>) -> Target {
        if let Some(path) = self.folder.and_then(|folder| self.look(folder, name).file()) {
            return Target::File(path, part);
        }
        let others = |path: &Path| path.parent() != self.folder;
        let found = self.called(name).into_iter();
        match found.min_by_key(|path| (others(path), path.components().count(), path.clone())) {
            Some(path) => Target::File(path, part),
            None if self.desk.reads_archive || is_attachment(name) => Target::Elsewhere,
            None => Target::Nowhere,
        }
    }

    /// The articles whose file or title is called so.
    fn called(&self, name: &str) -> Vec<PathBuf> {
        let whole = self.named(name);
        // `[[folder/name.md]]`
        let path = Path::new(name);
        let stem = if Format::of_path(path).is_some() { path.file_stem() } else { path.file_name() };
        let folder = path.parent().filter(|folder| folder.iter().next().is_some());
        let inside = |article: &PathBuf| {
            folder.is_none_or(|folder| article.parent().is_some_and(|parent| parent.ends_with(folder)))
        };
        let last = stem.and_then(|stem| stem.to_str()).filter(|stem| *stem != name).map(|stem| self.named(stem));
        let last = last.into_iter().flatten().filter(inside);
        whole.into_iter().chain(last).collect()
    }

    /// The same for one of the two. The archive takes names for each other that differ in accents.
    fn named(&self, name: &str) -> Vec<PathBuf> {
        let wanted = key(name);
        let is_it = |path: &Path, title: Option<&str>| {
            let stem = path.file_stem().and_then(|stem| stem.to_str());
            [stem, title].into_iter().flatten().any(|name| key(name) == wanted)
        };
        let known = self.desk.archive.with(Key::Titled(&search_key(name)));
        let known =
            known.filter(|entry| is_it(&entry.path, entry.title.as_deref())).map(|entry| entry.path.to_path_buf());
        let own = Some(self.path.to_path_buf()).filter(|path| is_it(path, self.title));
        known.chain(own).collect()
    }
}

/// The title of an article, as links tell it.
pub fn title(desk: &Snapshot, path: &Path) -> Option<String> {
    desk.archive.find(path)?.without_names()?.title.map(String::from)
}

/// The heading of an article that begins a part; without one, its title, and where that is not written out, its begin.
pub fn heading(article: &Article, part: Option<&str>) -> Span {
    let wanted = part.map(slug);
    let title = article.zones.iter().find(|zone| zone.kind == ZoneKind::Title).map(|zone| zone.span);
    let part = wanted.and_then(|wanted| headings(article).find(|(name, _)| *name == wanted));
    part.map(|(_, span)| span).or(title).unwrap_or_default()
}

fn headings(article: &Article) -> impl Iterator<Item = (String, Span)> + '_ {
    let headings = article.blocks.iter().filter(|block| matches!(block.kind, ZoneKind::Title | ZoneKind::Heading));
    headings.map(|block| (slug(block.prose()), block.span))
}

/// `Höfe am Süd-Hang!` → `höfe-am-süd-hang`, as anchors are made.
fn slug(words: &str) -> String {
    let folded = fold_name(words);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

/// A name as it is compared.
fn key(name: &str) -> String {
    fold_name(&name.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn is_web(address: &str) -> bool {
    address
        .split_once("://")
        .is_some_and(|(scheme, _)| ["http", "https"].iter().any(|web| scheme.eq_ignore_ascii_case(web)))
}

/// The path in an address of this machine; what has no `file:` is one.
fn local(words: &str) -> Option<&str> {
    let Some((_, rest)) = words.split_once(':').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("file")) else {
        return Some(words);
    };
    let Some(rest) = rest.strip_prefix("//") else { return Some(rest) };
    let (host, path) = rest.split_at(rest.find('/')?);
    // behind the slash stands a drive
    let path = if cfg!(windows) { path.trim_start_matches('/') } else { path };
    matches!(host, "" | "localhost").then_some(path)
}

/// A site puts something in when it is made.
fn is_template(to: &Destination) -> bool {
    let (Destination::File(words) | Destination::Article { name: words, .. }) = to else { return false };
    TEMPLATES.iter().any(|mark| words.contains(mark))
}

/// Without `%20` and the like; as it stands where they make no text.
fn decoded(words: &str) -> String {
    percent_decode_str(words).decode_utf8().map_or_else(|_| words.to_owned(), std::borrow::Cow::into_owned)
}

/// A picture or another file, which may lie in a folder that nobody has told of.
fn is_attachment(name: &str) -> bool {
    let path = Path::new(name);
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let plain = !ending.is_empty() && ending.chars().all(|c| c.is_ascii_alphanumeric());
    plain && !ending.chars().all(|c| c.is_ascii_digit()) && Format::of_path(path).is_none()
}

/// What is at a path.
enum There {
    File(PathBuf),
    Nothing,
    /// A folder, or something that nobody may look at.
    Unknown,
}

impl There {
    fn file(self) -> Option<PathBuf> {
        match self {
            Self::File(path) => Some(path),
            Self::Nothing | Self::Unknown => None,
        }
    }
}

fn there(path: &Path) -> There {
    match path.metadata() {
        Ok(about) if about.is_file() => There::File(path.to_path_buf()),
        Ok(_) => There::Unknown,
        Err(error) => match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidInput | ErrorKind::InvalidFilename => {
                There::Nothing
            }
            _ => There::Unknown,
        },
    }
}
