//! The documents that are open in an editor. A document never changes: an edit makes a new one that shares what it can.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use ropey::Rope;

use super::analyse::Reading;
use super::corrections::Correction;
use super::snapshot::Snapshot;
use crate::analysis::{Cancel, Cancelled};
use crate::text::rope::Edit;
use crate::text::{Encoding, Format};

/// One version of an open document.
#[derive(Debug)]
pub struct Document {
    /// Where it is stored; for documents that are not, the address that the editor gave.
    pub path: Arc<Path>,
    /// The editor's number for this version.
    pub version: i32,
    pub format: Format,
    pub text: Rope,
    /// The text as it was opened.
    pub opened: Rope,
    /// What was corrected in it since, as far as it was saved.
    pub corrections: Arc<[Correction]>,
    reading: Mutex<Option<Arc<Reading>>>,
    before: Option<Arc<Reading>>,
}

impl Document {
    /// A document as it was opened.
    pub fn new(path: Arc<Path>, version: i32, format: Format, text: &str) -> Self {
        let text = Rope::from_str(text);
        let (opened, corrections) = (text.clone(), Arc::default());
        Self { path, version, format, text, opened, corrections, reading: Mutex::default(), before: None }
    }

    /// The document after edits.
    pub fn edited(&self, version: i32, edits: &[Edit], encoding: Encoding) -> Self {
        let mut text = self.text.clone();
        edits.iter().for_each(|edit| edit.apply(&mut text, encoding));
        Self { version, text, before: self.known().or_else(|| self.before.clone()), ..self.unread() }
    }

    /// The same document, to be read anew: settings or names have changed.
    pub fn unread(&self) -> Self {
        let Self { path, version, format, text, opened, corrections, .. } = self;
        let (path, text, opened, corrections) = (path.clone(), text.clone(), opened.clone(), corrections.clone());
        let (version, format) = (*version, *format);
        Self { path, version, format, text, opened, corrections, reading: Mutex::default(), before: None }
    }

    /// The same document, saved with these corrections.
    pub fn corrected(&self, corrections: Arc<[Correction]>) -> Self {
        Self { corrections, reading: Mutex::new(self.known()), before: self.before.clone(), ..self.unread() }
    }

    /// What was found in it already; `None` while it is being read, too.
    pub fn known(&self) -> Option<Arc<Reading>> {
        self.reading.try_lock().ok()?.clone()
    }

    /// What is found in it: worked out once a version, by whoever asks first; others wait for that.
    /// A document larger than the settings allow is read as if it were empty.
    pub fn reading(&self, desk: &Snapshot, cancel: &Cancel) -> Result<Arc<Reading>, Cancelled> {
        // A panic in an earlier attempt left nothing half done here.
        let mut reading = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(reading) = &*reading {
            return Ok(reading.clone());
        }
        // Whoever has waited for others may not want it any more.
        cancel.check()?;
        let text = if self.oversized(desk) { String::new() } else { self.text.to_string() };
        let new = Arc::new(desk.read(&self.path, text, self.format, cancel, self.before.as_deref())?);
        *reading = Some(new.clone());
        Ok(new)
    }

    /// Whether it is larger than the settings allow.
    pub fn oversized(&self, desk: &Snapshot) -> bool {
        self.text.len_bytes() as u64 > desk.settings.max_file_size()
    }
}

/// All documents that are open.
#[derive(Clone, Debug, Default)]
pub struct Documents(BTreeMap<Arc<Path>, Arc<Document>>);

impl Documents {
    /// The open document of this path.
    pub fn get(&self, path: &Path) -> Option<&Arc<Document>> {
        self.0.get(path)
    }

    /// Opens a document, or puts its next version in place.
    pub fn insert(&mut self, document: Document) {
        self.0.insert(document.path.clone(), Arc::new(document));
    }

    /// Closes a document.
    pub fn remove(&mut self, path: &Path) {
        self.0.remove(path);
    }

    /// All of them, by path.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Document>> {
        self.0.values()
    }

    /// Has all of them read anew.
    pub fn forget_readings(&mut self) {
        self.0.values_mut().for_each(|document| *document = Arc::new(document.unread()));
    }
}
