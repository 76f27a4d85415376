//! Who is meant by a name that somebody types? Those of the archive that are called just so; where nobody is, those of
//! whose name all its words are.

use rustc_hash::FxHashMap;

use crate::archive::run::Sought;
use crate::archive::{Archive, Name};
use crate::lang::folding::search_key;

/// Whom and what the articles call so, each once, in the order of their names.
pub fn called(archive: &Archive, name: &str) -> Vec<Name> {
    let wanted = search_key(name);
    let exact = found(archive, |key| key == wanted);
    let is_in = |key: &str| wanted.split(' ').all(|word| key.split(' ').any(|own| own == word));
    if exact.is_empty() && !wanted.is_empty() { found(archive, is_in) } else { exact }
}

fn found(archive: &Archive, fits: impl Fn(&str) -> bool) -> Vec<Name> {
    let mut found: FxHashMap<u64, Name> = FxHashMap::default();
    for (_, held) in archive.runs() {
        for (row, _) in (0..).zip(held.run.searched()).filter(|(_, keys)| keys.split('\t').any(&fits)) {
            let is_name = held.run.row(row).is_some_and(|row| matches!(row.kind, Sought::Name(_)));
            if let Some(name) = held.run.name(row).filter(|_| is_name) {
                found.entry(name.number()).or_insert(name);
            }
        }
    }
    let mut found: Vec<Name> = found.into_values().collect();
    found.sort_by(|a, b| (&a.spelled, &a.cluster).cmp(&(&b.spelled, &b.cluster)));
    found
}
