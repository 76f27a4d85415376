//! Annotations whose article is not there: it was deleted, or has another name by now. An article that is read may be theirs,
//! as its `id` or its words tell; so that this costs little for each of many, the words of all are looked for at once.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use aho_corasick::AhoCorasick;

use crate::ledger::Ledger;
use crate::text::Article;

/// With more of them, somebody has put all articles elsewhere, and their words are not looked for.
const MANY: usize = 1_000;

/// By so many annotations an article is looked for.
const SOUGHT: usize = 3;

/// The articles of a sidecar that are not there.
#[derive(Clone, Debug, Default)]
pub struct Adrift {
    articles: Vec<Arc<str>>,
    by_id: HashMap<String, Vec<usize>>,
    /// The words of annotations with those around them, and whose each pattern is.
    words: Option<AhoCorasick>,
    owners: Vec<usize>,
}

impl PartialEq for Adrift {
    fn eq(&self, other: &Self) -> bool {
        self.articles == other.articles
    }
}

impl Adrift {
    /// Those of a ledger whose article is not in the folder.
    pub fn of(folder: &Path, ledger: &Ledger) -> Self {
        let missing = |name: &&Arc<str>| fs::symlink_metadata(folder.join(&***name)).is_err();
        let mut adrift = Self { articles: ledger.articles().filter(missing).cloned().collect(), ..Self::default() };
        let mut patterns = Vec::new();
        for (at, article) in adrift.articles.iter().enumerate() {
            if let Some(id) = ledger.article_id(article) {
                adrift.by_id.entry(id).or_default().push(at);
            } else if adrift.articles.len() <= MANY {
                let annotations = ledger.on(article);
                let anchors = annotations.iter().filter_map(|annotation| annotation.on.anchor.as_ref()).take(SOUGHT);
                patterns.extend(anchors.map(|anchor| anchor.passage()));
                adrift.owners.resize(patterns.len(), at);
            }
        }
        // more words than the automaton holds are no words of a sidecar
        adrift.words = (!patterns.is_empty()).then(|| AhoCorasick::new(&patterns).ok()).flatten();
        adrift
    }

    /// Whether all are there.
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty()
    }

    /// Those that an article was: it has their `id`, or the words of at least half of their annotations, among the same others.
    pub fn that_were<'a>(&'a self, ledger: &Ledger, article: &Article) -> impl Iterator<Item = &'a Arc<str>> {
        let by_id = article.front.id.iter().filter_map(|id| self.by_id.get(id)).flatten().copied();
        let ends = self.words.iter().flat_map(|words| words.find_overlapping_iter(&*article.source));
        let by_words: BTreeSet<usize> = ends.map(|found| self.owners[found.pattern().as_usize()]).collect();
        let by_words = by_words.into_iter().filter(|at| self.has_words(*at, ledger, article));
        let found: BTreeSet<usize> = by_id.chain(by_words).collect();
        found.into_iter().map(|at| &self.articles[at])
    }

    fn has_words(&self, at: usize, ledger: &Ledger, article: &Article) -> bool {
        let annotations = ledger.on(&self.articles[at]);
        let anchors: Vec<_> = annotations.iter().filter_map(|annotation| annotation.on.anchor.as_ref()).collect();
        anchors.iter().filter(|anchor| anchor.is_same(&article.source)).count() * 2 >= anchors.len()
    }
}
