//! What directives cover, once the sentences are known. What they order is carried out elsewhere: sources by
//! [`super::statuses`], the rest by the checks.

use std::sync::Arc;

use super::figures::Placed;
use crate::text::{Article, Block, Directive, Order, Reach, Span};

/// A stretch in which findings are not to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    pub span: Span,
    /// Of what ordered it: a note beside the article covers a place, a comment in it sentences.
    pub reach: Reach,
    /// The codes of these findings; none for all.
    pub codes: Vec<String>,
}

/// The waivers of an article.
pub fn waivers(article: &Article, blocks: &[(&Block, Arc<Placed>)]) -> Vec<Waiver> {
    let ignored = article.directives.iter().filter_map(|directive| match &directive.order {
        Order::Ignore(codes) => Some((directive, codes)),
        Order::Source(..) => None,
    });
    let waiver = |(directive, codes): (&Directive, &Vec<String>)| Waiver {
        span: covered(directive, blocks),
        reach: directive.reach,
        codes: codes.clone(),
    };
    ignored.map(waiver).collect()
}

/// The stretch that a directive covers.
fn covered(directive: &Directive, blocks: &[(&Block, Arc<Placed>)]) -> Span {
    let at = blocks.partition_point(|(block, _)| block.span.end <= directive.on.start);
    let Some((block, placed)) = blocks.get(at).filter(|_| directive.reach == Reach::Sentence) else {
        return directive.on;
    };
    let words = &placed.paragraph.words;
    let sentences = words.sentences.iter().map(|tokens| words.span(tokens.clone()).shift(block.span.start));
    sentences.filter(|sentence| sentence.overlaps(directive.on)).fold(directive.on, Span::hull)
}

/// The directives that touch a stretch.
pub fn touching(directives: &[Directive], stretch: Span) -> impl Iterator<Item = &Directive> {
    let behind = directives.partition_point(|directive| directive.on.start < stretch.end);
    directives[..behind].iter().filter(move |directive| directive.on.overlaps(stretch))
}
