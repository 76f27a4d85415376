//! What a place of an article says, as far as a decision about it rests on that: how much, of what, who, and by whose
//! words. Commas are no facts, nor is how a number is written.

use serde::{Deserialize, Serialize};

use crate::analysis::Analysis;
use crate::lang::folding::fold_name;
use crate::text::{Article, Span};

/// The facts of a place, each list in the order of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// Value, end of the range and unit: `10000 Soldat`, `3–5 percent`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<String>,
    /// Who and what is named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// The words that vouch for the figures.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// The words of a place without any of these.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
}

/// What is no longer as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Figure,
    Name,
    Source,
    Words,
}

impl Change {
    /// The word that stands for it in keys of messages.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Figure => "figure",
            Self::Name => "name",
            Self::Source => "source",
            Self::Words => "words",
        }
    }
}

impl Facts {
    /// The facts of a stretch, as the analysis reads it without what was decided about it.
    pub fn of(article: &Article, analysis: &Analysis, span: Span) -> Self {
        let mut facts = Self::default();
        for figure in analysis.figures.iter().filter(|figure| figure.span.overlaps(span)) {
            let high = figure.high.map(|high| format!("–{high}")).unwrap_or_default();
            let unit = figure.unit.as_deref().unwrap_or_default();
            facts.figures.push(format!("{}{high} {unit}", figure.value).trim_end().to_owned());
            facts.sources.extend(figure.source.map(|source| bare(source.of(&article.text))));
        }
        let names = analysis.mentions.iter().filter(|mention| mention.span.overlaps(span));
        facts.names.extend(names.map(|mention| fold_name(mention.span.of(&article.text))));
        facts.sources.dedup();
        if facts == Self::default() {
            facts.words.push(bare(span.of(&article.text)));
        }
        facts
    }

    /// What differs from these facts at a place by now; `near` are the paragraphs in which who vouches may stand. While the
    /// words of the place are the same, so is what they say, however a later version reads them; and a source is only gone
    /// with its words, not where another one came beside it.
    pub fn change(&self, now: &Self, same_words: bool, near: &str) -> Option<Change> {
        let differ = |of: fn(&Self) -> &Vec<String>| !same_words && of(self) != of(now);
        let around = format!(" {} ", bare(near));
        let gone = |source: &&String| !now.sources.contains(source) && !around.contains(&format!(" {source} "));
        [
            (Change::Figure, differ(|facts| &facts.figures)),
            (Change::Name, differ(|facts| &facts.names)),
            (Change::Source, self.sources.iter().any(|source| gone(&source))),
            (Change::Words, differ(|facts| &facts.words)),
        ]
        .into_iter()
        .find_map(|(change, differs)| differs.then_some(change))
    }
}

/// Words without the marks between them.
fn bare(words: &str) -> String {
    let parts = words.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}
