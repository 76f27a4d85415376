//! Everything an answer needs, as it was at one moment. A request is answered from the snapshot taken at its arrival,
//! whatever happens meanwhile.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::Settings;
use super::analyse::Reading;
use super::documents::Documents;
use super::files::{self, Unreadable};
use super::found::{Found, Sighting};
use super::sidecar::Sidecars;
use crate::analysis::{Cancel, Cancelled, Context, Names};
use crate::archive::{Archive, Claim, Entry, Key, Shelved, Stamp, run};
use crate::kb::Kb;
use crate::lang::Lang;
use crate::ledger::Facts;
use crate::text::decode::{Charset, decode};
use crate::text::kept::hash;
use crate::text::{Article, Format, Ruler, Span};

/// The state of the desk at one moment. Copies share everything.
#[derive(Clone)]
pub struct Snapshot {
    pub settings: Arc<Settings>,
    pub kb: Arc<Kb>,
    /// Where articles are looked for. No file outside is read.
    pub roots: Arc<[PathBuf]>,
    pub archive: Arc<Archive>,
    /// The archive is still being read: what it does not hold may be there all the same.
    pub reads_archive: bool,
    pub sidecars: Arc<Sidecars>,
    pub documents: Documents,
    /// Pages of entities that are open in an editor: no articles.
    pub pages: Documents,
    /// The language in which the user is spoken to.
    pub speaks: Lang,
}

impl Default for Snapshot {
    fn default() -> Self {
        Self {
            settings: Arc::default(),
            kb: Kb::builtin(),
            roots: Arc::default(),
            archive: Arc::default(),
            reads_archive: false,
            sidecars: Arc::default(),
            documents: Documents::default(),
            pages: Documents::default(),
            speaks: Lang::En,
        }
    }
}

impl Snapshot {
    /// Reads the text of an article with these settings and names, and with what was written down about it. The language
    /// that the desk has set counts for articles that do not tell theirs.
    pub fn read(
        &self,
        path: &Path,
        text: impl Into<Arc<str>>,
        format: Format,
        cancel: &Cancel,
        before: Option<&Reading>,
    ) -> Result<Reading, Cancelled> {
        let article = Article::parse(text, format, before.map(|before| &before.article));
        let annotations = self.sidecars.on(path, &article);
        let lang = self.settings.language().filter(|_| article.front.lang.is_none());
        let cx = Context { lang, date: None, names: &*self.kb, cancel };
        Ok(Reading::new(article, &cx, before)?.with(annotations, &cx)?.at(path))
    }

    /// What a place of an article says, for a decision that is to rest on it: as it is read without any decision.
    pub fn facts(&self, reading: &Reading, span: Span, cancel: &Cancel) -> Result<Facts, Cancelled> {
        let Reading { article: Article { source, format, .. }, .. } = reading;
        let article = Article::parse(source.clone(), *format, Some(&reading.article));
        let lang = self.settings.language().filter(|_| article.front.lang.is_none());
        let cx = Context { lang, date: None, names: &*self.kb, cancel };
        let plain = Reading::new(article, &cx, Some(reading))?;
        Ok(Facts::of(&plain.article, &plain.analysis, span))
    }

    /// The bytes of an article, and what its file was when they were read.
    pub fn bytes(&self, path: &Path) -> Result<(Vec<u8>, Stamp), Unreadable> {
        files::bytes_below(&self.roots, path, self.settings.max_file_size())
    }

    /// Reads the bytes of an article. One that the analysis fails on is told like one that cannot be read: it must not cost
    /// the others.
    pub fn read_bytes(
        &self,
        path: &Path,
        bytes: Vec<u8>,
        cancel: &Cancel,
    ) -> Result<Result<(Reading, Charset), Unreadable>, Cancelled> {
        let file = decode(bytes);
        let format = Format::of_path(path).unwrap_or(Format::Plain);
        match catch_unwind(AssertUnwindSafe(|| self.read(path, file.text, format, cancel, None))) {
            Ok(reading) => Ok(Ok((reading?, file.charset))),
            Err(_) => Ok(Err(Unreadable::Failed("internal error".to_owned()))),
        }
    }

    /// Reads a file.
    pub fn read_file(&self, path: &Path, cancel: &Cancel) -> Result<Result<(Reading, Charset), Unreadable>, Cancelled> {
        match self.bytes(path) {
            Ok((bytes, _)) => self.read_bytes(path, bytes, cancel),
            Err(reason) => Ok(Err(reason)),
        }
    }

    /// Stands for how articles are read: while it is the same, so is what is found in the same article.
    pub fn reads(&self) -> u64 {
        hash((env!("BELEG_READS"), self.settings.language(), self.kb.generation()))
    }

    /// The articles that may be found by one of these keys: the open ones as they stand in the editor, the others as they
    /// stand in the archive, which need not tell what those are called whom they name. In no order, each once.
    pub fn articles_with(&self, keys: &[Key<'_>], cancel: &Cancel) -> Result<Vec<Arc<Entry>>, Cancelled> {
        let mut entries = Vec::new();
        for found in self.found(keys, cancel)? {
            cancel.check()?;
            entries.extend(found.entry());
        }
        Ok(entries)
    }

    /// The same, those of the archive not read yet.
    pub fn found(&self, keys: &[Key<'_>], cancel: &Cancel) -> Result<Vec<Found<'_>>, Cancelled> {
        let mut found = Vec::new();
        for document in self.documents.iter() {
            let entry = document.reading(self, cancel)?.entry(&document.path);
            if keys.iter().any(|key| entry.has(*key)) {
                found.push(Found::Open(entry));
            }
        }
        let mut seen: FxHashSet<_> = self.open_on_shelves().map(Shelved::place).collect();
        for key in keys {
            cancel.check()?;
            for shelved in self.archive.found(*key) {
                let new = if keys.len() == 1 { !seen.contains(&shelved.place()) } else { seen.insert(shelved.place()) };
                if new {
                    found.push(Found::Shelved(shelved));
                }
            }
        }
        Ok(found)
    }

    /// The articles that mention one of some clusters, and where: this one first, then by date, those without one last, then
    /// by path.
    pub fn mentions_of(&self, clusters: &[Arc<str>], own: &Path, cancel: &Cancel) -> Result<Vec<Sighting>, Cancelled> {
        let shelved = clusters.iter().flat_map(|cluster| self.archive.mentions_of(cluster));
        let in_open = |entry: &Entry| clusters.iter().flat_map(|cluster| entry.mentions_of(cluster)).copied().collect();
        self.sightings(own, in_open, shelved, cancel)
    }

    /// The articles that give the figure of a claim, and where, in the same order.
    pub fn giving(&self, claim: &Claim, own: &Path, cancel: &Cancel) -> Result<Vec<Sighting>, Cancelled> {
        let same = |other: &&Claim| claim.is_same(other) || *other == claim;
        let in_open = |entry: &Entry| entry.claims.iter().filter(same).map(|other| other.span).collect();
        let shelved = self.archive.giving(claim).map(|(shelved, span)| (shelved, vec![span]));
        self.sightings(own, in_open, shelved, cancel)
    }

    /// What is found in the open articles as they stand in the editor, and in the others as the archive has them.
    fn sightings<'a>(
        &'a self,
        own: &Path,
        in_open: impl Fn(&Entry) -> Vec<Span>,
        shelved: impl Iterator<Item = (Shelved<'a>, Vec<Span>)>,
        cancel: &Cancel,
    ) -> Result<Vec<Sighting>, Cancelled> {
        let mut found = Vec::new();
        for document in self.documents.iter() {
            let entry = document.reading(self, cancel)?.entry(&document.path);
            let mut spans = in_open(&entry);
            spans.sort();
            if !spans.is_empty() {
                let (path, ruler) = (document.path.clone(), entry.ruler.clone());
                found.push(Sighting { path, day: run::day(entry.date), spans, ruler });
            }
        }
        let open: FxHashSet<_> = self.open_on_shelves().map(Shelved::place).collect();
        let closed = shelved.filter(|(shelved, _)| !open.contains(&shelved.place()));
        found.extend(closed.filter_map(|(shelved, spans)| Sighting::of(shelved, spans)));
        cancel.check()?;
        found.sort_by(|a, b| a.day.cmp(&b.day).then_with(|| a.path.cmp(&b.path)));
        // to compare paths part by part takes long, and these are spelled in one way
        found.dedup_by(|next, before| {
            let again = next.path.as_os_str() == before.path.as_os_str();
            if again {
                before.spans.append(&mut next.spans);
                before.spans.sort();
            }
            again
        });
        if let Some(here) = found.iter().position(|sighting| sighting.path.as_os_str() == own.as_os_str()) {
            found[..=here].rotate_right(1);
        }
        Ok(found)
    }

    /// Where the open articles stand in the archive, which does not have them as they stand in the editor.
    fn open_on_shelves(&self) -> impl Iterator<Item = Shelved<'_>> {
        self.documents.iter().filter_map(|document| self.archive.find(&document.path))
    }

    /// An article: open, or known to the archive.
    pub fn article(&self, path: &Path, cancel: &Cancel) -> Result<Option<Arc<Entry>>, Cancelled> {
        match self.documents.get(path) {
            Some(document) => Ok(Some(document.reading(self, cancel)?.entry(&document.path))),
            None => Ok(self.archive.find(path).and_then(Shelved::without_names).map(Into::into)),
        }
    }

    /// What finds lines and columns in an article: open, or known to the archive.
    pub fn ruler(&self, path: &Path, cancel: &Cancel) -> Result<Option<Ruler>, Cancelled> {
        match self.documents.get(path) {
            Some(document) => Ok(Some(document.reading(self, cancel)?.entry(&document.path).ruler.clone())),
            None => Ok(self.ruler_of_closed(path)),
        }
    }

    /// Of a file that has changed since it was read, the text tells, if it may still be read.
    fn ruler_of_closed(&self, path: &Path) -> Option<Ruler> {
        let known = self.archive.find(path)?;
        if files::is_unchanged(path, known.stamp()) {
            return Some(known.ruler());
        }
        Some(Ruler::new(&self.source(path)?))
    }

    /// The text of an article as it is read: open, or known to the archive. Nothing else is read.
    pub fn text(&self, path: &Path) -> Option<Arc<str>> {
        let source = self.source(path)?;
        match Format::of_path(path) {
            Some(Format::Html) => Some(Article::parse(source, Format::Html, None).text),
            _ => Some(source),
        }
    }

    /// The same as it is written.
    pub fn source(&self, path: &Path) -> Option<Arc<str>> {
        if let Some(document) = self.documents.get(path) {
            return Some(document.text.to_string().into());
        }
        self.archive.find(path)?;
        Some(decode(self.bytes(path).ok()?.0).text.into())
    }
}
