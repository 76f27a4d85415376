//! How much is there in an archive? Counted, each of whom and what it names once.

use rustc_hash::FxHashSet;

use crate::analysis::MentionType;
use crate::archive::Archive;
use crate::archive::run::Sought;

/// What an archive holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    pub articles: usize,
    /// Of all its files.
    pub bytes: u64,
    pub people: usize,
    pub organisations: usize,
    pub places: usize,
    /// Units of figures, and what is counted.
    pub units: usize,
}

/// Counts what an archive holds.
pub fn statistics(archive: &Archive) -> Statistics {
    let mut seen = FxHashSet::default();
    let mut counted = Statistics { articles: archive.len(), ..Statistics::default() };
    counted.bytes = archive.articles().map(|(_, stamp)| stamp.size).sum();
    for (_, held) in archive.runs() {
        for row in (0..).map_while(|row| held.run.row(row)).filter(|row| held.articles_of(row.number) > 0) {
            if !seen.insert((row.kind, row.number)) {
                continue;
            }
            match row.kind {
                Sought::Name(MentionType::Person) => counted.people += 1,
                Sought::Name(MentionType::Organisation) => counted.organisations += 1,
                Sought::Name(MentionType::Place) => counted.places += 1,
                Sought::Unit => counted.units += 1,
                Sought::Name(_) | Sought::Article => {}
            }
        }
    }
    counted
}
