//! The one way from a text to what was found in it, for the server, the command line and the archive alike:
//! so they cannot disagree.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::trail::{self, Remark};
use crate::analysis::{self, Analysis, Cancelled, Context};
use crate::archive::{Entry, Stamp};
use crate::ledger::Annotation;
use crate::text::{Article, Destination, Link};

/// An article, and everything that was found in it.
#[derive(Debug)]
pub struct Reading {
    /// Where the article is stored; empty for one that is not.
    pub path: Arc<Path>,
    pub article: Article,
    pub analysis: Analysis,
    /// What was decided about it.
    pub trail: Vec<Remark>,
    entry: OnceLock<Arc<Entry>>,
}

impl Reading {
    /// Reads an article. `before` is an earlier reading of the same one: what did not change is taken from it.
    pub fn new(article: Article, cx: &Context<'_>, before: Option<&Self>) -> Result<Self, Cancelled> {
        let analysis = analysis::analyse(&article, cx, before.map(|reading| &reading.analysis))?;
        Ok(Self { path: Path::new("").into(), article, analysis, trail: vec![], entry: OnceLock::new() })
    }

    /// The same with what was decided about the article. Whether that still holds is told by what is found without it, so
    /// an article with decisions is read twice; the second time its paragraphs are known.
    pub fn with(self, annotations: Vec<Annotation>, cx: &Context<'_>) -> Result<Self, Cancelled> {
        if annotations.is_empty() {
            return Ok(self);
        }
        let Self { path, mut article, mut analysis, .. } = self;
        let trail = trail::trail(annotations, &article, &analysis);
        let directives: Vec<_> = trail::directives(&trail).collect();
        if !directives.is_empty() {
            article.direct(directives);
            analysis = analysis::analyse(&article, cx, Some(&analysis))?;
        }
        trail::link(&trail, &article, &mut analysis);
        Ok(Self { path, article, analysis, trail, entry: OnceLock::new() })
    }

    /// The reading of an article that is stored there.
    pub fn at(self, path: &Path) -> Self {
        Self { path: path.into(), ..self }
    }

    /// Whether it leads to files or other articles.
    pub fn has_links(&self) -> bool {
        let leads_out = |link: &Link| matches!(link.to, Destination::File(_) | Destination::Article { .. });
        self.article.links.iter().any(leads_out)
    }

    /// What the archive keeps of it while it is open; its file is not asked.
    pub fn entry(&self, path: &Arc<Path>) -> Arc<Entry> {
        self.entry.get_or_init(|| self.entry_of(path.clone(), Stamp::default()).into()).clone()
    }

    /// What the archive keeps of it, as it was read from a file.
    pub fn entry_of(&self, path: Arc<Path>, stamp: Stamp) -> Entry {
        Entry::of(path, stamp, &self.article, &self.analysis)
    }
}
