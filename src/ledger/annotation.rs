//! What people decide about places of articles: the kinds of annotations and their fields. How they are written is for
//! [`super::web`], where they belong for [`super::anchor`].

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Anchor, Facts, Source};
use crate::text::Order;
use crate::text::kept::hash;

/// One annotation.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotation {
    /// Its name in the sidecar: what one person says of one place has the same one.
    pub id: String,
    pub on: Target,
    pub body: Body,
    pub signed: Signature,
    /// When it was changed last; RFC 3339.
    pub modified: Option<String>,
}

/// Where an annotation belongs.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// Path of the article from the folder of the workspace, with `/`.
    pub article: Arc<str>,
    /// The `id` in the head of the article, by which it is known when it has another name.
    pub article_id: Option<String>,
    /// The place; `None` for the whole article.
    pub anchor: Option<Anchor>,
    /// What the place said then.
    pub facts: Option<Facts>,
}

/// Who says so, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Signature {
    pub creator: Option<String>,
    /// RFC 3339, in UTC.
    pub created: Option<String>,
}

/// What is said of the place.
#[derive(Clone, Debug, PartialEq, Hash, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Body {
    /// Who vouches for what stands there.
    Source(Source),
    /// Somebody has checked it: on what.
    SignOff {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<String>,
    },
    /// How findings are to be taken.
    Decision(Decision),
    /// Which entity a mention is; `None` for one that nobody knows.
    Link { entity: Option<String> },
    /// Words for colleagues.
    Note {
        text: String,
        /// It wants an answer.
        #[serde(default)]
        question: bool,
        #[serde(default)]
        resolved: bool,
    },
    /// One of the desk's own labels.
    Tag { label: String },
}

/// A decision on findings.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Decision {
    pub verdict: Verdict,
    /// Codes of the findings that it answers; none for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<String>,
    /// Why. That of a protected source never stands here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The reporters have seen or counted it themselves.
    OwnReporting,
    /// Everybody knows it; nobody need vouch.
    CommonKnowledge,
    /// There is a source, and who it is stays secret.
    Protected,
    /// Somebody doubts it.
    Disputed,
    /// Two figures that look like one are two.
    Distinct,
    /// The finding is wrong, or does not matter.
    Dismissed,
}

impl Verdict {
    const ALL: [Self; 6] =
        [Self::OwnReporting, Self::CommonKnowledge, Self::Protected, Self::Disputed, Self::Distinct, Self::Dismissed];

    /// The word that stands for it in files.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::OwnReporting => "own-reporting",
            Self::CommonKnowledge => "common-knowledge",
            Self::Protected => "protected",
            Self::Disputed => "disputed",
            Self::Distinct => "distinct",
            Self::Dismissed => "dismissed",
        }
    }

    pub(super) fn parse(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.tag() == tag)
    }
}

/// Findings that ask who vouches.
pub const UNVOUCHED: [&str; 2] = ["unsourced-figure", "vague-source"];

/// Findings that take two figures for one.
pub const COMPARED: [&str; 3] = ["figure-conflict", "figure-drift", "figure-ripple"];

impl Annotation {
    /// An annotation of a place as it stands now.
    pub fn new(on: Target, body: Body, signed: Signature) -> Self {
        let id = format!("#{:016x}", hash((&on.article, &on.anchor, &body, &signed.creator)));
        Self { id, on, body, signed, modified: None }
    }

    /// The word for what it says, as keys of messages have it.
    pub fn tag(&self) -> &'static str {
        match &self.body {
            Body::Source(_) => "source",
            Body::SignOff { .. } => "sign-off",
            Body::Decision(decision) => decision.verdict.tag(),
            Body::Link { entity: Some(_) } => "link",
            Body::Link { entity: None } => "nobody",
            Body::Note { question: true, .. } => "question",
            Body::Note { .. } => "note",
            Body::Tag { .. } => "tag",
        }
    }

    /// What it says of its own: the source, the note, why it was decided.
    pub fn words(&self) -> String {
        match &self.body {
            Body::Source(source) => source.to_string(),
            Body::SignOff { on } => on.clone().unwrap_or_default(),
            Body::Decision(decision) => decision.reason.clone().unwrap_or_else(|| decision.codes.join(", ")),
            Body::Link { entity } => entity.clone().unwrap_or_default(),
            Body::Note { text, .. } => text.clone(),
            Body::Tag { label } => label.clone(),
        }
    }

    /// Whether it waits for somebody.
    pub fn is_open(&self) -> bool {
        matches!(self.body, Body::Note { resolved: false, .. })
    }

    /// Whether somebody has answered it.
    pub fn is_resolved(&self) -> bool {
        matches!(self.body, Body::Note { resolved: true, .. })
    }

    /// What the analysis and the checks have to do about it; `None` where they need not care.
    pub fn order(&self) -> Option<Order> {
        let ignored = |codes: &[&str]| Order::Ignore(codes.iter().map(|&code| code.to_owned()).collect());
        let vouched = |by: &str| Order::Source(by.to_owned(), None);
        Some(match &self.body {
            Body::Source(source) => vouched(source.name()),
            Body::SignOff { on } => vouched(on.as_deref().or(self.signed.creator.as_deref()).unwrap_or_default()),
            Body::Decision(decision) => match decision.verdict {
                Verdict::OwnReporting | Verdict::Protected => vouched(decision.verdict.tag()),
                Verdict::CommonKnowledge => ignored(&UNVOUCHED),
                Verdict::Distinct => ignored(&COMPARED),
                Verdict::Dismissed => Order::Ignore(decision.codes.clone()),
                Verdict::Disputed => return None,
            },
            Body::Link { .. } | Body::Note { .. } | Body::Tag { .. } => return None,
        })
    }

    /// Whether it stands only as long as its place says the same. Words for colleagues and labels stay.
    pub fn rests_on_facts(&self) -> bool {
        !matches!(self.body, Body::Note { .. } | Body::Tag { .. })
    }

    /// In which order annotations stand in the sidecar, so that those of two people can be merged line by line.
    pub(super) fn key(&self) -> (&str, usize) {
        (&self.on.article, self.on.anchor.as_ref().map_or(0, |anchor| anchor.start))
    }
}
