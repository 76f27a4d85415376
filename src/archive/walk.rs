//! Which files are articles: everything that ends like one, below the roots, except what is hidden or ignored by git.

use std::collections::BTreeSet;
use std::ops::Bound;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use crate::text::Format;

/// The articles below the roots, sorted, each once. A root may be a file. Symbolic links are followed only while they
/// stay below their root, and never in a circle.
pub fn articles(roots: &[PathBuf]) -> Vec<PathBuf> {
    roots.iter().flat_map(|root| below(root)).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Those of [`articles`] that are one of these paths or lie below one, sorted; for what was just made or changed. It goes
/// to them in one walk, and nowhere else.
pub fn among(roots: &[PathBuf], paths: &BTreeSet<PathBuf>) -> Vec<PathBuf> {
    let found_below = |root: &PathBuf| {
        let paths = paths.clone();
        let mut walk = WalkBuilder::new(root);
        walk.filter_entry(move |entry| touch(&paths, entry.path()));
        found(&walk, root)
    };
    let touched = roots.iter().filter(|root| touch(paths, root));
    touched.flat_map(found_below).collect::<BTreeSet<_>>().into_iter().collect()
}

/// The folders in which [`articles`] are looked for, the root first; a root may be a file. Those behind symbolic links
/// are not among them: they are there under their own names.
pub fn folders(root: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = WalkBuilder::new(root).require_git(false).build().filter_map(Result::ok);
    entries
        .filter(|entry| entry.depth() == 0 || entry.file_type().is_some_and(|kind| kind.is_dir()))
        .map(ignore::DirEntry::into_path)
}

/// Whether a file tells which others are ignored: if it changes, everything in its folder may.
pub fn tells_what_is_ignored(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == ".gitignore" || name == ".ignore")
}

/// Whether one of the paths is this one, lies above it or below it.
fn touch(paths: &BTreeSet<PathBuf>, path: &Path) -> bool {
    let next = paths.range::<Path, _>((Bound::Included(path), Bound::Unbounded)).next();
    next.is_some_and(|next| next.starts_with(path)) || path.ancestors().any(|above| paths.contains(above))
}

fn below(root: &Path) -> impl Iterator<Item = PathBuf> {
    found(&WalkBuilder::new(root), root)
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
        assert_eq!(folders(&root).collect::<Vec<_>>(), [root.clone(), root.join("a")]);
        let roots = [root.clone()];
        assert_eq!(articles(&roots), [root.join("a/a.txt"), root.join("b.md")]);
        let among = |paths: &[PathBuf]| among(&roots, &paths.iter().cloned().collect());
        assert_eq!(among(&[root.join("b.md"), root.join("a/a.txt")]), [root.join("a/a.txt"), root.join("b.md")]);
        assert_eq!(among(&[root.join("a"), root.join("a/a.txt")]), [root.join("a/a.txt")]);
        assert_eq!(among(&[root.parent().unwrap().to_path_buf()]), articles(&roots));
        for path in ["out/ignored.txt", "out", "a/.hidden/x.txt", "a/c.rs", "a/gone.txt", "a/secret.txt"] {
            assert_eq!(among(&[root.join(path)]), [] as [PathBuf; 0], "{path}");
        }
        assert_eq!(among(&[outside.join("secret.txt")]), [] as [PathBuf; 0]);
        for folder in [root, outside] {
            std::fs::remove_dir_all(folder).unwrap();
        }
    }
}
