//! Everything an answer needs, as it was at one moment. A request is answered from the snapshot taken at its arrival,
//! whatever happens meanwhile.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Settings;
use super::analyse::Reading;
use super::documents::Documents;
use super::files::{self, Unreadable};
use super::sidecar::Sidecars;
use crate::analysis::{Cancel, Cancelled, Context, Names};
use crate::archive::{Archive, Entry, Key, Stamp};
use crate::kb::Kb;
use crate::lang::Lang;
use crate::text::decode::{Charset, decode};
use crate::text::kept::hash;
use crate::text::{Article, Format, Ruler};

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
        article.direct(self.sidecars.directives(path, &article.text));
        let lang = self.settings.language().filter(|_| article.front.lang.is_none());
        let reading = Reading::new(article, &Context { lang, date: None, names: &*self.kb, cancel }, before)?;
        Ok(reading.at(path))
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
    /// stand in the archive. In no order, each once.
    pub fn articles_with(&self, keys: &[Key<'_>], cancel: &Cancel) -> Result<Vec<Arc<Entry>>, Cancelled> {
        let mut found: Vec<Arc<Entry>> = Vec::new();
        for document in self.documents.iter() {
            let entry = document.reading(self, cancel)?.entry(&document.path);
            if keys.iter().any(|key| entry.keys.binary_search(&key.code()).is_ok()) {
                found.push(entry);
            }
        }
        let mut seen = HashSet::new();
        for key in keys {
            cancel.check()?;
            for entry in self.archive.with(*key).filter(|entry| self.documents.get(&entry.path).is_none()) {
                if keys.len() == 1 || seen.insert(entry.path.clone()) {
                    found.push(entry.into());
                }
            }
        }
        Ok(found)
    }

    /// An article: open, or known to the archive.
    pub fn article(&self, path: &Path, cancel: &Cancel) -> Result<Option<Arc<Entry>>, Cancelled> {
        match self.documents.get(path) {
            Some(document) => Ok(Some(document.reading(self, cancel)?.entry(&document.path))),
            None => Ok(self.archive.get(path).map(Into::into)),
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
        let (ruler, stamp) = self.archive.ruler(path)?;
        if files::is_unchanged(path, stamp) { Some(ruler) } else { Some(Ruler::new(&self.text(path)?)) }
    }

    /// The text of an article: open, or known to the archive. Nothing else is read.
    pub fn text(&self, path: &Path) -> Option<Arc<str>> {
        if let Some(document) = self.documents.get(path) {
            return Some(document.text.to_string().into());
        }
        self.archive.ruler(path)?;
        Some(decode(self.bytes(path).ok()?.0).text.into())
    }
}
