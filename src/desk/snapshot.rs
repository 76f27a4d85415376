//! Everything an answer needs, as it was at one moment. A request is answered from the snapshot taken at its arrival,
//! whatever happens meanwhile.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ropey::Rope;

use super::Settings;
use super::analyse::Reading;
use super::documents::Documents;
use super::files::{self, Unreadable};
use super::sidecar::Sidecars;
use crate::analysis::{Cancel, Cancelled, Context};
use crate::archive::{Archive, Entry};
use crate::kb::Kb;
use crate::lang::Lang;
use crate::text::decode::Charset;
use crate::text::{Article, Format};

/// The state of the desk at one moment. Copies share everything.
#[derive(Clone)]
pub struct Snapshot {
    pub settings: Arc<Settings>,
    pub kb: Arc<Kb>,
    /// Where articles are looked for. No file outside is read.
    pub roots: Arc<[PathBuf]>,
    pub archive: Arc<Archive>,
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
        let mut article = Article::parse(text, format, before.map(|before| &before.article));
        article.direct(self.sidecars.directives(path, &article.source));
        let lang = self.settings.language().filter(|_| article.front.lang.is_none());
        Reading::new(article, &Context { lang, date: None, names: &*self.kb, cancel }, before)
    }

    /// Reads a file. An article that the analysis fails on is told like one that cannot be read: it must not cost the
    /// others.
    pub fn read_file(&self, path: &Path, cancel: &Cancel) -> Result<Result<(Reading, Charset), Unreadable>, Cancelled> {
        let file = match files::read_below(&self.roots, path, self.settings.max_file_size()) {
            Ok(file) => file,
            Err(reason) => return Ok(Err(reason)),
        };
        let format = Format::of_path(path).unwrap_or(Format::Plain);
        match catch_unwind(AssertUnwindSafe(|| self.read(path, file.text, format, cancel, None))) {
            Ok(reading) => Ok(Ok((reading?, file.charset))),
            Err(_) => Ok(Err(Unreadable::Failed("internal error".to_owned()))),
        }
    }

    /// All articles, by path: the open ones as they stand in the editor, the others as they stand in the archive.
    pub fn entries(&self, cancel: &Cancel) -> Result<Vec<Arc<Entry>>, Cancelled> {
        let mut entries = self.entries_where(|_| true, cancel)?;
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(entries)
    }

    /// Those that fulfil a condition, in no order.
    pub fn entries_where(
        &self,
        wanted: impl Fn(&Entry) -> bool,
        cancel: &Cancel,
    ) -> Result<Vec<Arc<Entry>>, Cancelled> {
        let mut entries = Vec::new();
        for document in self.documents.iter() {
            entries.push(document.reading(self, cancel)?.entry(&document.path));
        }
        entries.retain(|entry| wanted(entry));
        let kept = self.archive.iter().filter(|entry| wanted(entry) && self.documents.get(&entry.path).is_none());
        entries.extend(kept.cloned());
        Ok(entries)
    }

    /// The text of an article, to find lines and columns in it: open, or known to the archive. Nothing else is read.
    pub fn text(&self, path: &Path) -> Option<Rope> {
        if let Some(document) = self.documents.get(path) {
            return Some(document.text.clone());
        }
        self.archive.get(path)?;
        let file = files::read_below(&self.roots, path, self.settings.max_file_size()).ok()?;
        Some(Rope::from_str(&file.text))
    }
}
