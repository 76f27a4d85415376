//! What backs each claim of an article: somebody who has checked it, words in the text, a decision beside it, or nothing.

use super::analyse::Reading;
use super::trail::Remark;
use crate::analysis::{Class, Figure, Status};
use crate::ledger::{Body, Verdict};

/// A claim, and what backs it.
#[derive(Debug)]
pub struct Backed<'a> {
    pub figure: &'a Figure,
    pub backing: Backing,
    /// What was decided about it and is in force.
    pub remarks: Vec<&'a Remark>,
}

/// How well a claim is backed, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Backing {
    /// Somebody has checked it.
    Verified,
    /// The text or a decision says who vouches, or that nobody need.
    Vouched,
    /// Somebody doubts it, and nobody has checked it since.
    Disputed,
    /// A source is claimed that nobody could ask.
    Vague,
    /// Nobody vouches.
    Unsourced,
}

impl Backing {
    /// The word that stands for it in files and keys of messages.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Vouched => "vouched",
            Self::Disputed => "disputed",
            Self::Vague => "vague",
            Self::Unsourced => "unsourced",
        }
    }

    /// Whether nothing is missing.
    pub const fn holds(self) -> bool {
        matches!(self, Self::Verified | Self::Vouched)
    }
}

/// The claims of an article, in its order.
pub fn claims(reading: &Reading) -> impl Iterator<Item = Backed<'_>> {
    let claims = reading.analysis.figures.iter().filter(|figure| figure.class == Class::Claim);
    claims.map(|figure| {
        let here =
            |remark: &&Remark| remark.is_local() && remark.in_force().is_some_and(|place| place.overlaps(figure.span));
        let remarks: Vec<&Remark> = reading.trail.iter().filter(here).collect();
        Backed { figure, backing: backing(figure, &remarks), remarks }
    })
}

fn backing(figure: &Figure, remarks: &[&Remark]) -> Backing {
    let decided = |wanted: Verdict| {
        let bodies = remarks.iter().map(|remark| &remark.annotation.body);
        bodies.into_iter().any(|body| matches!(body, Body::Decision(decision) if decision.verdict == wanted))
    };
    if remarks.iter().any(|remark| matches!(remark.annotation.body, Body::SignOff { .. })) {
        Backing::Verified
    } else if decided(Verdict::Disputed) {
        Backing::Disputed
    } else {
        match figure.status {
            Status::Sourced | Status::Carried => Backing::Vouched,
            _ if decided(Verdict::CommonKnowledge) => Backing::Vouched,
            Status::Vague => Backing::Vague,
            Status::Unsourced => Backing::Unsourced,
        }
    }
}
