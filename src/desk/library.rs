//! Sources that are at hand while somebody writes or checks: those that the article has, those of the desk's own library,
//! those that were named in other articles.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::OWN_FOLDER;
use super::analyse::Reading;
use super::files::{self, Unreadable};
use super::snapshot::Snapshot;
use crate::ledger::{Body, Source};
use crate::text::Order;

/// The library of a workspace folder: tables `[[source]]` with the fields of a source.
pub const FILE: &str = ".beleg/sources.toml";

/// No library has more bytes.
const LIMIT: u64 = 10_000_000;

/// Reads the library of a folder; `Err` tells in which line what is wrong.
pub fn read(folder: &Path) -> Result<Vec<Source>, Fault> {
    #[derive(Default, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Library {
        #[serde(default)]
        source: Vec<Source>,
    }
    let file = folder.join(OWN_FOLDER).join("sources.toml");
    let text = match files::read_below(&[folder.to_path_buf()], &file, LIMIT) {
        Ok(read) => read.text,
        Err(Unreadable::Missing) => return Ok(vec![]),
        Err(reason) => return Err(Fault::Unreadable(file, reason)),
    };
    let library: Library = toml::from_str(&text).map_err(|error| {
        let line = error.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        Fault::Malformed(file, line, error.message().to_owned())
    })?;
    Ok(library.source.into_iter().filter(Source::is_sound).collect())
}

/// What is wrong with a library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    Unreadable(PathBuf, Unreadable),
    /// In a line, from 1, in the words of TOML.
    Malformed(PathBuf, Option<usize>, String),
}

/// The sources at hand for an article, each once: its own first, then the library, then those of other articles.
/// Whoever wants few does not have a large sidecar looked through.
pub fn at_hand<'a>(desk: &'a Snapshot, reading: &'a Reading) -> impl Iterator<Item = Source> + 'a {
    let article = &reading.article;
    let decided = reading.trail.iter().filter_map(|remark| match &remark.annotation.body {
        Body::Source(source) => Some(source.clone()),
        _ => None,
    });
    let noted = article.directives.iter().filter_map(|directive| match &directive.order {
        Order::Source(words, Some(_)) => Source::parse(words),
        _ => None,
    });
    let headed = article.sources.iter().filter_map(|value| Source::parse(value.of(&article.text)));
    let kept = desk.sidecars.of_article(&reading.path);
    let library = kept.into_iter().flat_map(|sidecar| sidecar.library.iter().cloned());
    let elsewhere = kept.into_iter().flat_map(|sidecar| sidecar.ledger.sources());
    let mut seen = HashSet::new();
    let all = decided.chain(noted).chain(headed).chain(library).chain(elsewhere);
    all.filter(move |source| seen.insert(source.to_string()))
}
