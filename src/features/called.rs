//! Who is meant by a name that somebody types? Those of the archive that are called just so; where nobody is, those of
//! whose name all its words are.

use rustc_hash::FxHashMap;

use crate::archive::run::Sought;
use crate::archive::{Archive, Name};
use crate::lang::folding::search_key;

/// Whom and what the articles call so, each once, in the order of their names.
pub fn called(archive: &Archive, name: &str) -> Vec<Name> {
    let wanted = search_key(name);
    let exact = found(archive, &wanted, |key| key == wanted);
    let is_in = |key: &str| wanted.split(' ').all(|word| key.split(' ').any(|own| own == word));
    let first = wanted.split(' ').next().unwrap_or_default();
    if exact.is_empty() && !wanted.is_empty() { found(archive, first, is_in) } else { exact }
}

/// Those of whose keys one fits; in it stands `text`.
fn found(archive: &Archive, text: &str, fits: impl Fn(&str) -> bool) -> Vec<Name> {
    let mut found: FxHashMap<u64, Name> = FxHashMap::default();
    for (_, held) in archive.runs() {
        let is_called_so = |row: &u32| held.run.keys_of(*row).is_some_and(|keys| keys.split('\t').any(&fits));
        for row in held.run.having(text).filter(is_called_so) {
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
