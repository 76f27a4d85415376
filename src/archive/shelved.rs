//! An article that was found on a shelf and is not read yet: where it stands, and when it is from. It is read as far as
//! somebody asks.

use std::path::PathBuf;
use std::sync::Arc;

use super::entry::{Entry, Stamp};
use super::shelf::{Held, Shelf};
use crate::text::Ruler;

/// An article where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Shelved<'a> {
    pub(super) shelf: &'a Shelf,
    pub(super) held: &'a Held,
    pub(super) article: u32,
}

impl Shelved<'_> {
    /// Tells it from all others of its archive.
    pub fn place(self) -> (usize, u32) {
        (Arc::as_ptr(&self.held.run) as usize, self.article)
    }

    /// Its date as [`super::run::day`] has it.
    pub fn day(self) -> u32 {
        self.held.run.day(self.article)
    }

    /// Its path; `None` for one that this system does not have.
    pub fn path(self) -> Option<PathBuf> {
        self.shelf.path(self.held.run.path(self.article))
    }

    /// What finds lines and columns in it.
    pub fn ruler(self) -> Ruler {
        self.held.run.ruler(self.article)
    }

    /// Its file as it was when it was read.
    pub fn stamp(self) -> Stamp {
        self.held.run.stamp(self.article)
    }

    /// All that is kept of it.
    pub fn entry(self) -> Option<Entry> {
        self.held.run.entry(self.article, &self.shelf.root)
    }

    /// The same without what those are called whom it names.
    pub fn without_names(self) -> Option<Entry> {
        self.held.run.without_names(self.article, &self.shelf.root)
    }
}
