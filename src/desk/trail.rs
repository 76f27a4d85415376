//! What was decided about an article, at the places that its words have by now: which annotations still stand, which have
//! ended with the facts they rest on, and which have lost their place.

use std::sync::Arc;

use super::analyse::Reading;
use crate::analysis::Analysis;
use crate::analysis::mentions::nobody;
use crate::ledger::{Anchor, Annotation, Body, Change, Facts};
use crate::text::{Article, Directive, Reach, Span};

/// An annotation, and how it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Remark {
    pub annotation: Annotation,
    pub standing: Standing,
}

/// How an annotation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// In force, at this place; the whole text for one about the article.
    InForce(Span),
    /// Its place says something else by now, so it has ended.
    Ended(Span, Change),
    /// Its words are gone.
    Lost,
}

impl Remark {
    /// Where it stands, in force or ended.
    pub fn place(&self) -> Option<Span> {
        match self.standing {
            Standing::InForce(span) | Standing::Ended(span, _) => Some(span),
            Standing::Lost => None,
        }
    }

    /// Its place, where it is in force.
    pub fn in_force(&self) -> Option<Span> {
        match self.standing {
            Standing::InForce(span) => Some(span),
            Standing::Ended(..) | Standing::Lost => None,
        }
    }

    /// Whether somebody has to look at it: a note that nobody has answered, a place that is lost, a sign-off that has ended.
    pub fn waits(&self) -> bool {
        match self.standing {
            Standing::Lost => true,
            Standing::Ended(..) => matches!(self.annotation.body, Body::SignOff { .. }) || self.annotation.is_open(),
            Standing::InForce(_) => self.annotation.is_open(),
        }
    }

    /// Whether it is about a place, and not about the whole article.
    pub fn is_local(&self) -> bool {
        self.annotation.on.anchor.is_some()
    }
}

/// How annotations of an article stand; `analysis` is what is found in it without them. In the order of the text.
pub fn trail(annotations: Vec<Annotation>, article: &Article, analysis: &Analysis) -> Vec<Remark> {
    let remark = |annotation: Annotation| {
        let standing = standing(&annotation, article, analysis);
        Remark { annotation, standing }
    };
    let mut trail: Vec<Remark> = annotations.into_iter().map(remark).collect();
    trail.sort_by_key(|remark| remark.place());
    trail
}

fn standing(annotation: &Annotation, article: &Article, analysis: &Analysis) -> Standing {
    let Some(anchor) = &annotation.on.anchor else {
        return Standing::InForce(Span::new(0, article.source.len()));
    };
    let Some(span) = anchor.find(&article.source) else { return Standing::Lost };
    let facts = annotation.on.facts.as_ref().filter(|_| annotation.rests_on_facts());
    let change = facts.and_then(|facts| {
        let same_words = anchor.words().split_whitespace().eq(span.of(&article.source).split_whitespace());
        // who vouches may stand in the paragraph before
        let at = article.blocks.partition_point(|block| block.span.end <= span.start);
        let near = &article.blocks[at.saturating_sub(1)..(at + 1).min(article.blocks.len())];
        let near: Vec<&str> = near.iter().map(|block| &**block.prose()).collect();
        facts.change(&Facts::of(article, analysis, span), same_words, &near.join(" "))
    });
    change.map_or(Standing::InForce(span), |change| Standing::Ended(span, change))
}

/// The annotations of a reading that belong elsewhere than they say: their words, or those around them, or the name of
/// their article have changed. Each with the name it had, and as it is now; the facts that it rests on stay.
pub fn moved(reading: &Reading, name: &str) -> Vec<(Arc<str>, Annotation)> {
    let moved = reading.trail.iter().filter_map(|remark| {
        let mut now = remark.annotation.clone();
        now.on.article = name.into();
        if let (Some(anchor), Some(place)) = (&mut now.on.anchor, remark.place()) {
            let here = Anchor::of(&reading.article.source, place);
            // where only the position is another, the old one will do: each line that changes may be in somebody's way
            if !here.has_words_of(anchor) {
                *anchor = here;
            }
        }
        (now != remark.annotation).then(|| (remark.annotation.on.article.clone(), now))
    });
    moved.collect()
}

/// What those in force have the analysis and the checks do.
pub fn directives(trail: &[Remark]) -> impl Iterator<Item = Directive> {
    trail.iter().filter_map(|remark| {
        let (on, order) = (remark.in_force()?, remark.annotation.order()?);
        Some(Directive { on, reach: Reach::Place, order })
    })
}

/// Has mentions be whom somebody has said they are, and with each the others that were taken for the same.
pub fn link(trail: &[Remark], article: &Article, analysis: &mut Analysis) {
    for remark in trail {
        let (Some(span), Body::Link { entity }) = (remark.in_force(), &remark.annotation.body) else { continue };
        let Some(meant) = analysis.mentions.iter().find(|mention| mention.span.overlaps(span)) else { continue };
        let entity: Option<Arc<str>> = entity.as_deref().map(Into::into);
        let cluster = entity.clone().unwrap_or_else(|| nobody(meant.span.of(&article.text), meant.kind));
        let before = meant.cluster.clone();
        for mention in analysis.mentions.iter_mut().filter(|mention| mention.cluster == before) {
            (mention.entity, mention.cluster, mention.confidence) = (entity.clone(), cluster.clone(), 1.0);
        }
        let speakers = analysis.quotes.iter_mut().filter_map(|quote| quote.speaker.as_mut()?.1.as_mut());
        speakers.filter(|speaker| **speaker == before).for_each(|speaker| *speaker = cluster.clone());
    }
}
