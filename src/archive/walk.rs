//! Which files are articles: everything that ends like one, below the roots, except what is hidden or ignored by git.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use crate::text::Format;

/// The articles below the roots, sorted, each once. A root may be a file. Symbolic links are followed only while they
/// stay below their root, and never in a circle.
pub fn articles(roots: &[PathBuf]) -> Vec<PathBuf> {
    roots.iter().flat_map(|root| below(root)).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Whether a single file would be found by [`articles`]; for files that were just made or changed.
pub fn is_article(path: &Path, roots: &[PathBuf]) -> bool {
    Format::of_path(path).is_some()
        && roots.iter().any(|root| path.starts_with(root) && only(root, path).next().is_some())
}

fn below(root: &Path) -> impl Iterator<Item = PathBuf> {
    found(&WalkBuilder::new(root), root)
}

/// Walks from the root to one file, and nowhere else.
fn only(root: &Path, path: &Path) -> impl Iterator<Item = PathBuf> {
    let target = path.to_path_buf();
    let mut walk = WalkBuilder::new(root);
    walk.filter_entry(move |entry| target.starts_with(entry.path()));
    found(&walk, root)
}

fn found(walk: &WalkBuilder, root: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    let real_root = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
    walk.clone()
        .require_git(false)
        .follow_links(true)
        .build()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()) && Format::of_path(entry.path()).is_some())
        .filter(move |entry| {
            !entry.path_is_symlink() && entry.depth() == 0
                || entry.path().canonicalize().is_ok_and(|real| real.starts_with(&real_root))
        })
        .map(ignore::DirEntry::into_path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_articles_and_nothing_else() {
        let root = std::env::temp_dir().join(format!("beleg-walk-{}", std::process::id()));
        let outside = root.with_extension("outside");
        for folder in [root.join("a/.hidden"), root.join("out"), outside.clone()] {
            std::fs::create_dir_all(folder).unwrap();
        }
        for file in ["b.md", "a/a.txt", "a/c.rs", "a/.hidden/x.txt", "out/ignored.txt"] {
            std::fs::write(root.join(file), "x").unwrap();
        }
        std::fs::write(root.join(".gitignore"), "out/\n").unwrap();
        std::fs::write(outside.join("secret.txt"), "x").unwrap();
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(&root, root.join("a/loop")).unwrap();
            std::os::unix::fs::symlink(outside.join("secret.txt"), root.join("a/secret.txt")).unwrap();
        }
        let roots = [root.clone()];
        assert_eq!(articles(&roots), [root.join("a/a.txt"), root.join("b.md")]);
        assert!(is_article(&root.join("a/a.txt"), &roots));
        assert!(!is_article(&root.join("out/ignored.txt"), &roots));
        assert!(!is_article(&root.join("a/.hidden/x.txt"), &roots));
        assert!(!is_article(&outside.join("secret.txt"), &roots));
        for folder in [root, outside] {
            std::fs::remove_dir_all(folder).unwrap();
        }
    }
}
