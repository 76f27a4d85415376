//! Where else in this article? For a name all mentions of whom it names, for a figure all places that give the same one.

use super::Cursor;
use crate::archive::Measure;
use crate::text::Span;

/// A stretch to be made visible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Highlight {
    pub span: Span,
    /// It says who the name means.
    pub introduces: bool,
}

/// All places of the article that speak of what is under the cursor, in their order; none for what is neither name nor
/// figure.
pub fn highlights(cursor: &Cursor<'_>) -> Vec<Highlight> {
    let analysis = &cursor.reading.analysis;
    if let Some(mention) = cursor.mention() {
        let same = analysis.mentions.iter().filter(|other| other.cluster == mention.cluster);
        return same.map(|it| Highlight { span: it.span, introduces: it.introduction.is_some() }).collect();
    }
    let Some(measure) = cursor.figure().map(Measure::of) else { return vec![] };
    let same = analysis.figures.iter().filter(|figure| Measure::of(figure) == measure);
    same.map(|figure| Highlight { span: figure.span, introduces: false }).collect()
}
