//! Which files are articles: everything that ends like one, below the roots, except what is hidden or ignored by git.
//! No symbolic link below a root is followed: what it leads to lies outside, or is there under its own name. A folder may
//! hang, as that of a drive in the network does when the network is gone: nobody waits for it for long.

use std::collections::BTreeSet;
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use ignore::{DirEntry, WalkBuilder, WalkState};

use crate::text::Format;

/// What is read in a folder to know what is ignored there.
const IGNORING: [&str; 4] = [".gitignore", ".ignore", ".git", ".git/info/exclude"];

/// None of that has more bytes.
const LIMIT: u64 = 1_000_000;

/// A root in which nothing is found for so long, be it an article or not, hangs.
const PATIENCE: Duration = Duration::from_secs(20);

/// What was found below roots.
#[derive(Clone, Debug, Default)]
pub struct Articles {
    /// Sorted, each once.
    pub files: Vec<PathBuf>,
    /// The roots that hang. Nothing below them is among the files: to read those would hang as well.
    pub hanging: Vec<PathBuf>,
}

/// The articles below the roots. A root may be a file, or a link.
pub fn articles(roots: &[PathBuf]) -> Articles {
    let (mut files, mut hanging) = (BTreeSet::new(), Vec::new());
    for root in roots {
        let mut found = BTreeSet::new();
        match walk(root, PATIENCE, |_| true, is_article, &mut found) {
            true => files.append(&mut found),
            false => hanging.push(root.clone()),
        }
    }
    Articles { files: files.into_iter().collect(), hanging }
}

/// Those of [`articles`] that are one of these paths or lie below one, sorted; for what was just made or changed. It goes
/// to them in one walk, and nowhere else.
pub fn among(roots: &[PathBuf], paths: &BTreeSet<PathBuf>) -> Vec<PathBuf> {
    let mut found = BTreeSet::new();
    for root in roots.iter().filter(|root| touch(paths, root)) {
        let paths = paths.clone();
        walk(root, PATIENCE, move |path| touch(&paths, path), is_article, &mut found);
    }
    found.into_iter().collect()
}

/// The folders in which [`articles`] are looked for; the root is one of them, even if it is a file.
pub fn folders(root: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    walk(root, PATIENCE, |_| true, |entry| entry.depth() == 0 || is_folder(entry), &mut found);
    found
}

/// Whether a file tells which others are ignored: if it changes, everything in its folder may.
pub fn tells_what_is_ignored(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == ".gitignore" || name == ".ignore")
}

fn is_folder(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_dir())
}

fn is_article(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_file()) && Format::of_path(entry.path()).is_some()
}

/// Whether one of the paths is this one, lies above it or below it.
fn touch(paths: &BTreeSet<PathBuf>, path: &Path) -> bool {
    let next = paths.range::<Path, _>((Bound::Included(path), Bound::Unbounded)).next();
    next.is_some_and(|next| next.starts_with(path)) || path.ancestors().any(|above| paths.contains(above))
}

/// Finds what is wanted of a root and of what lies below it, as far as it is entered. Whether it answered: what hangs is left
/// to a thread that ends if it ever goes on.
fn walk(
    root: &Path,
    patience: Duration,
    enters: impl Fn(&Path) -> bool + Send + Sync + 'static,
    wants: fn(&DirEntry) -> bool,
    found: &mut BTreeSet<PathBuf>,
) -> bool {
    let (sender, receiver) = mpsc::channel();
    let root = root.to_path_buf();
    std::thread::spawn(move || {
        visit(&root, enters, |entry| sender.send(wants(&entry).then(|| entry.into_path())).is_ok());
    });
    loop {
        match receiver.recv_timeout(patience) {
            Ok(entry) => found.extend(entry),
            Err(ended) => return ended == RecvTimeoutError::Disconnected,
        }
    }
}

/// Goes through a root, for as long as somebody goes on with what it holds. The kind of walk that could use several threads
/// is also the one that reads nothing in a folder which it does not enter.
fn visit(
    root: &Path,
    enters: impl Fn(&Path) -> bool + Send + Sync + 'static,
    goes_on: impl Fn(DirEntry) -> bool + Sync,
) {
    if !tells_plainly(root) {
        return;
    }
    let real = root.canonicalize().unwrap_or_default();
    WalkBuilder::new(root)
        .require_git(false)
        .parents(real.ancestors().all(tells_plainly))
        .threads(1)
        .filter_entry(move |entry| enters(entry.path()) && (!is_folder(entry) || tells_plainly(entry.path())))
        .build_parallel()
        .run(|| Box::new(|entry| if entry.map_or(true, &goes_on) { WalkState::Continue } else { WalkState::Quit }));
}

/// Whether what a folder tells of ignored files can be read to its end. If it is a pipe or a device, reading would never
/// end, so nothing in the folder is read.
fn tells_plainly(folder: &Path) -> bool {
    IGNORING.iter().all(|name| {
        let about = folder.join(name).metadata();
        about.map_or(true, |about| about.is_dir() || about.is_file() && about.len() <= LIMIT)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_articles_and_nothing_else() {
        let root = std::env::temp_dir().join(format!("beleg-walk-{}", std::process::id()));
        let outside = root.with_extension("outside");
        for folder in [root.join("a/.hidden"), root.join(".beleg/entities"), root.join("out"), outside.clone()] {
            std::fs::create_dir_all(folder).unwrap();
        }
        for file in ["b.md", "a/a.txt", "a/c.rs", "a/.hidden/x.txt", ".beleg/entities/x.md", "out/ignored.txt"] {
            std::fs::write(root.join(file), "x").unwrap();
        }
        std::fs::write(root.join(".gitignore"), "out/\n").unwrap();
        std::fs::write(outside.join("secret.txt"), "x").unwrap();
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(&root, root.join("a/loop")).unwrap();
            std::os::unix::fs::symlink(outside.join("secret.txt"), root.join("a/secret.txt")).unwrap();
            std::os::unix::fs::symlink(root.join("b.md"), root.join("a/again.md")).unwrap();
        }
        assert_eq!(folders(&root).into_iter().collect::<Vec<_>>(), [root.clone(), root.join("a")]);
        let roots = [root.clone()];
        assert_eq!(articles(&roots).files, [root.join("a/a.txt"), root.join("b.md")]);
        let among = |paths: &[PathBuf]| among(&roots, &paths.iter().cloned().collect());
        assert_eq!(among(&[root.join("b.md"), root.join("a/a.txt")]), [root.join("a/a.txt"), root.join("b.md")]);
        assert_eq!(among(&[root.join("a"), root.join("a/a.txt")]), [root.join("a/a.txt")]);
        assert_eq!(among(&[root.parent().unwrap().to_path_buf()]), articles(&roots).files);
        let (mut found, hangs) = (BTreeSet::new(), root.join("a"));
        let enters = move |path: &Path| {
            if path == hangs {
                std::thread::sleep(Duration::from_secs(60));
            }
            true
        };
        assert!(!walk(&root, Duration::from_millis(200), enters, is_article, &mut found));
        assert!(!found.contains(&root.join("a/a.txt")), "{found:?}");
        for path in [
            "out/ignored.txt",
            "out",
            "a/.hidden/x.txt",
            ".beleg",
            ".beleg/entities/x.md",
            "a/c.rs",
            "a/gone.txt",
            "a/secret.txt",
        ] {
            assert_eq!(among(&[root.join(path)]), [] as [PathBuf; 0], "{path}");
        }
        assert_eq!(among(&[outside.join("secret.txt")]), [] as [PathBuf; 0]);
        for folder in [root, outside] {
            std::fs::remove_dir_all(folder).unwrap();
        }
    }
}
