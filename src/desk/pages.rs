//! The knowledge base of a desk: the embedded one, over it the folders that the settings name, over these the pages that
//! stand in the workspace itself.

use std::path::PathBuf;
use std::sync::Arc;

use super::Settings;
use crate::kb::{Kb, Problem};

/// Where a workspace folder keeps pages of its own.
pub const FOLDER: &str = ".beleg/entities";

/// The knowledge base for these settings and workspace folders, and what is wrong in its pages.
pub fn knowledge(settings: &Settings, folders: &[PathBuf]) -> (Arc<Kb>, Vec<Problem>) {
    let mut kb = Kb::builtin();
    let mut problems = Vec::new();
    let of_workspace = folders.iter().map(|folder| folder.join(FOLDER));
    for folder in settings.kb_pages().into_iter().chain(of_workspace).filter(|folder| folder.is_dir()) {
        let (with_folder, wrong) = kb.with_folder(&folder);
        kb = Arc::new(with_folder);
        problems.extend(wrong);
    }
    (kb, problems)
}
