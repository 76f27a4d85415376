//! The knowledge base of a desk: the embedded one, over it the packs that the settings name, over these the folders that
//! they name, and uppermost the pages that stand in the workspace itself.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::files::{self, Unreadable};
use super::{Packs, Settings};
use crate::kb::load::{self, Page};
use crate::kb::pack::layout::Refused;
use crate::kb::{self, Kb};
use crate::text::decode::Decoded;

/// Where a workspace folder keeps pages of its own.
pub const FOLDER: &str = ".beleg/entities";

/// Pages with more bytes are not read.
const LIMIT: u64 = 5_000_000;

/// Something wrong in a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// An entry cannot be read.
    Entry(kb::Problem),
    /// A page, or a whole folder of them, cannot be read.
    Unreadable(PathBuf, Unreadable),
    /// A pack is not used.
    Pack(PathBuf, Refused),
}

/// The knowledge base for these settings and workspace folders, with those of the packs that were opened, and what is
/// wrong in its pages and packs.
pub fn knowledge(settings: &Settings, folders: &[PathBuf], packs: &Packs) -> (Arc<Kb>, Vec<Problem>) {
    let mut kb = Kb::builtin();
    let mut problems = Vec::new();
    for file in settings.kb_packs().into_iter().rev() {
        match packs.get(&file) {
            Some(Ok(pack)) => kb = kb.under(pack).into(),
            Some(Err(refused)) => problems.push(Problem::Pack(file, refused)),
            None => {}
        }
    }
    for folder in settings.kb_pages() {
        problems.extend(lay_over(&mut kb, &folder));
    }
    for root in folders {
        let (folder, roots) = (root.join(FOLDER), std::slice::from_ref(root));
        match files::real_below(roots, &folder) {
            Ok(_) => problems.extend(lay(&mut kb, &folder, |page| files::read_below(roots, page, LIMIT))),
            Err(Unreadable::Missing) => {}
            Err(reason) => problems.push(Problem::Unreadable(folder, reason)),
        }
    }
    (kb, problems)
}

/// Lays the pages of a folder that the user named over a knowledge base; tells what is wrong in them.
pub fn lay_over(kb: &mut Arc<Kb>, folder: &Path) -> Vec<Problem> {
    lay(kb, folder, |page| files::read(page, LIMIT))
}

fn lay(kb: &mut Arc<Kb>, folder: &Path, read: impl Fn(&Path) -> Result<Decoded, Unreadable>) -> Vec<Problem> {
    let mut pages = Page::default();
    let mut problems = Vec::new();
    match load::files(folder).map_err(Unreadable::from) {
        Ok(files) => {
            for file in files {
                match read(&file) {
                    Ok(page) => pages.read(&file, &page.text),
                    Err(reason) => problems.push(Problem::Unreadable(file, reason)),
                }
            }
        }
        Err(Unreadable::Missing) => {}
        Err(reason) => problems.push(Problem::Unreadable(folder.to_path_buf(), reason)),
    }
    let (with_pages, wrong) = kb.with_page(pages);
    *kb = with_pages.into();
    problems.extend(wrong.into_iter().map(Problem::Entry));
    problems
}
