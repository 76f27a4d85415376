//! Files as they are read: whole, up to a size, in whatever charset they are. A pipe is not waited for and a device not
//! read to an end that it may not have; what a folder holds is read only if it really lies there, wherever links lead.

use std::fs::{File, Metadata};
use std::io::{Error, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::sidecar;
use crate::archive::Stamp;
use crate::text::decode::{Decoded, decode};
use crate::text::kept::hash;

/// File systems tell times apart that are as far from each other as that; some count in steps of two seconds.
const SETTLING: Duration = Duration::from_secs(2);

/// Why a file was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// There is none.
    Missing,
    /// A folder, a pipe, a device.
    NoFile,
    /// It has more bytes than are read.
    TooLarge { size: u64, limit: u64 },
    /// It is not UTF-8, which it has to be.
    NotUtf8,
    /// It holds what is nobody else's business.
    Private,
    /// A link leads out of where it has to lie.
    LeadsOut,
    /// The system says why.
    Failed(String),
}

impl From<Error> for Unreadable {
    fn from(error: Error) -> Self {
        match error.kind() {
            ErrorKind::NotFound => Self::Missing,
            _ => Self::Failed(error.to_string()),
        }
    }
}

/// Reads a file of at most `limit` bytes that the user named: links may lead anywhere.
pub fn read(path: &Path, limit: u64) -> Result<Decoded, Unreadable> {
    Ok(decode(read_real(&path.canonicalize()?, limit)?.0))
}

/// Reads a file of at most `limit` bytes that lies below one of these folders.
pub fn read_below(roots: &[PathBuf], path: &Path, limit: u64) -> Result<Decoded, Unreadable> {
    Ok(decode(bytes_below(roots, path, limit)?.0))
}

/// The bytes of such a file, undecoded, and what it was when they were read.
pub fn bytes_below(roots: &[PathBuf], path: &Path, limit: u64) -> Result<(Vec<u8>, Stamp), Unreadable> {
    read_real(&real_below(roots, path)?, limit)
}

/// Whether a file is what it was, by its size and time alone. A link is not.
pub fn is_unchanged(path: &Path, stamp: Stamp) -> bool {
    let about = path.symlink_metadata();
    about.is_ok_and(|about| {
        about.is_file() && about.len() == stamp.size && stamp.modified != 0 && modified(&about) == stamp.modified
    })
}

/// Where a file or folder really lies, if that is below one of these folders.
pub fn real_below(roots: &[PathBuf], path: &Path) -> Result<PathBuf, Unreadable> {
    let real = path.canonicalize()?;
    // on the way to what lies where its path says there are no links
    let on_the_way = |root: &PathBuf| real == path && path.starts_with(root);
    let holds = |root: &PathBuf| on_the_way(root) || root.canonicalize().is_ok_and(|root| real.starts_with(root));
    if roots.iter().any(holds) { Ok(real) } else { Err(Unreadable::LeadsOut) }
}

/// Reads a file by a path without links.
fn read_real(path: &Path, limit: u64) -> Result<(Vec<u8>, Stamp), Unreadable> {
    if sidecar::is_private(path) {
        return Err(Unreadable::Private);
    }
    // Some devices do something when they are opened.
    size(&path.symlink_metadata()?, limit)?;
    let file = open(path)?;
    // Something else may stand there by now.
    let about = file.metadata()?;
    let size = size(&about, limit)?;
    let mut bytes = Vec::with_capacity(size as usize);
    // It may grow while it is read.
    file.take(limit).read_to_end(&mut bytes)?;
    let modified = if is_settled(&about) { modified(&about) } else { 0 };
    let stamp = Stamp { modified, size, content: hash(&bytes) };
    Ok((bytes, stamp))
}

/// Nanoseconds since 1970; 0 where the system does not tell.
fn modified(about: &Metadata) -> i64 {
    let time = about.modified().unwrap_or(SystemTime::UNIX_EPOCH);
    time.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |time| i64::try_from(time.as_nanos()).unwrap_or(0))
}

/// Whether another change would give the file another time: not if the last was just now, nor if it lies ahead, as it does
/// after a clock was put back.
fn is_settled(about: &Metadata) -> bool {
    about.modified().is_ok_and(|time| time.elapsed().is_ok_and(|since| since >= SETTLING))
}

fn size(about: &Metadata, limit: u64) -> Result<u64, Unreadable> {
    match about.len() {
        _ if !about.is_file() => Err(Unreadable::NoFile),
        size if size > limit => Err(Unreadable::TooLarge { size, limit }),
        size => Ok(size),
    }
}

/// Opens a file. Follows no link that was put in its place, and does not wait for anyone to write into a pipe.
fn open(path: &Path) -> Result<File, Error> {
    let mut options = File::options();
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
        std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, flags.bits().cast_signed());
    }
    options.read(true).open(path)
}
