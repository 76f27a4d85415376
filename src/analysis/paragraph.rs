//! All stages that see one paragraph alone, in their order. What they find is kept by the paragraph's content, and taken
//! up again while it stays the same.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

use super::Names;
use super::mentions::{self, Found};
use super::numbers::{Number, numbers};
use super::quotes::{Quoted, quoted};
use super::sources::{Attribution, attribution};
use super::times::{Expression, expressions};
use super::words::Words;
use crate::lang::Lang;
use crate::text::Span;

/// What one paragraph holds; all positions count from its start.
#[derive(Debug)]
pub struct Paragraph {
    pub words: Words,
    pub numbers: Vec<Number>,
    pub times: Vec<Expression>,
    pub quotes: Vec<Quoted>,
    pub found: Found,
    /// Tokens of the names in it.
    pub names: Vec<Range<usize>>,
    /// Who vouches, sentence by sentence.
    pub attributions: Vec<Option<Attribution>>,
}

impl Paragraph {
    fn read(prose: &Arc<str>, lang: Lang, names: &dyn Names) -> Self {
        let words = Words::new(prose.clone(), lang);
        let numbers = numbers(&words);
        let times = expressions(&words, &numbers);
        let quotes = quoted(&words);
        let found = mentions::in_paragraph(&words, names);
        let names: Vec<_> = found.spans().map(|span| tokens_of(&words, span)).collect();
        let attributions = words.sentences.iter().map(|s| attribution(&words, s, &quotes, &names)).collect();
        Self { words, numbers, times, quotes, found, names, attributions }
    }
}

/// The tokens that a span covers.
fn tokens_of(words: &Words, span: Span) -> Range<usize> {
    let start = words.tokens.partition_point(|t| t.span.end <= span.start);
    start..words.tokens.partition_point(|t| t.span.start < span.end)
}

/// Paragraphs by content, from one analysis of an article to the next.
#[derive(Clone, Debug, Default)]
pub struct Paragraphs(HashMap<u64, Arc<Paragraph>>);

impl Paragraphs {
    /// The paragraph with this prose: from `before` where it stood there, else read anew.
    pub fn take(
        &mut self,
        prose: &Arc<str>,
        lang: Lang,
        names: &dyn Names,
        before: Option<&Paragraphs>,
    ) -> Arc<Paragraph> {
        let mut hasher = DefaultHasher::new();
        (prose, lang, names.generation()).hash(&mut hasher);
        let key = hasher.finish();
        let same = |found: &&Arc<Paragraph>| found.words.text == *prose;
        let known = self.0.get(&key).filter(same).or_else(|| before?.0.get(&key).filter(same)).cloned();
        let paragraph = known.unwrap_or_else(|| Arc::new(Paragraph::read(prose, lang, names)));
        self.0.insert(key, paragraph.clone());
        paragraph
    }
}
