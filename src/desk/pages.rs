//! The knowledge base of a desk: the embedded one, over it the packs that the settings name, over these the folders that
//! they name, and uppermost the pages that stand in the workspace itself.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Settings;
use super::files::{self, Unreadable};
use crate::kb::load::{self, Page};
use crate::kb::pack::Pack;
use crate::kb::pack::layout::Refused;
use crate::kb::{self, Kb};
use crate::text::decode::{Charset, Decoded};

/// Where a workspace folder keeps pages of its own, in TOML and in Markdown.
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

/// The knowledge base for these settings and workspace folders, with these packs, the uppermost first; and what is wrong
/// in its pages and packs.
pub fn knowledge(
    settings: &Settings,
    folders: &[PathBuf],
    packs: Vec<(PathBuf, Result<Arc<Pack>, Refused>)>,
) -> (Arc<Kb>, Vec<Problem>) {
    let mut kb = Kb::builtin();
    let mut problems = Vec::new();
    for (file, pack) in packs.into_iter().rev() {
        match pack {
            Ok(pack) => kb = kb.under(pack).into(),
            Err(refused) => problems.push(Problem::Pack(file, refused)),
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
    match load::files(folder, &["md", "toml"]).map_err(Unreadable::from) {
        Ok(files) => {
            for file in files.into_iter().filter(|file| !tells_of_the_folder(file)) {
                match read(&file) {
                    Ok(page) if is_markdown(&file) => pages.read_markdown(&file, &page.text),
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

/// The text of a page that one of these workspace folders keeps; `None` for pages from elsewhere, and for what cannot be
/// read as UTF-8.
pub fn text_of_workspace(roots: &[PathBuf], file: &Path) -> Option<String> {
    let root = roots.iter().find(|root| file.starts_with(root.join(FOLDER)))?;
    let page = files::read_below(std::slice::from_ref(root), file, LIMIT).ok()?;
    (page.charset == Charset::Utf8).then_some(page.text)
}

/// A file for a new page of a workspace folder, and the free name that it got: that of the page itself, else with a number
/// behind. `None` where links lead out of the folder.
pub fn new_file(root: &Path, name: &str, is_taken: impl Fn(&str) -> bool) -> Option<(PathBuf, String)> {
    let roots = [root.to_path_buf()];
    let stays_inside = |place: &Path| match files::real_below(&roots, place) {
        Err(Unreadable::Missing) => !exists(place),
        place => place.is_ok(),
    };
    let folder = root.join(FOLDER);
    if name.is_empty() || !folder.ancestors().take_while(|place| *place != root).all(stays_inside) {
        return None;
    }
    let numbered = (2..100).map(|number| format!("{name}-{number}"));
    let mut free = [name.to_owned()].into_iter().chain(numbered).map(|name| (folder.join(format!("{name}.md")), name));
    free.find(|(file, name)| !exists(file) && !is_taken(name))
}

/// Whether something stands there, and be it a link to nothing.
fn exists(place: &Path) -> bool {
    place.symlink_metadata().is_ok()
}

fn is_markdown(file: &Path) -> bool {
    file.extension().is_some_and(|ending| ending == "md")
}

/// A `README.md` is no page, in whatever folder.
fn tells_of_the_folder(file: &Path) -> bool {
    file.file_name().is_some_and(|name| name.eq_ignore_ascii_case("readme.md"))
}
