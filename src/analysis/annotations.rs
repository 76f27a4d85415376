//! What is found in an article: the kinds of annotations and their fields, with the words that ANNOTATIONS.md gives them.
//! Only data; how it is found stands beside.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::names::{Form, MentionType};
use crate::text::Span;

/// A name in the text, and what it stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The name, with its case ending.
    pub span: Span,
    pub kind: MentionType,
    pub form: Form,
    /// Knowledge-base id, where the entity is known.
    pub entity: Option<Arc<str>>,
    /// Same for all mentions of one entity, in every article: the entity's id, else a hash of folded name and type.
    pub cluster: Arc<str>,
    /// 0 to 1.
    pub confidence: f32,
    /// This place introduces the entity: the first full name in the article, or a full name with a function beside it.
    /// The span of what it says, from name to the end of the apposition (`Jack Watling, Experte für Landkriegsführung`).
    pub introduction: Option<Span>,
    /// Where the name stands by which this article and others may go on, if the text tells it: a family name, or an
    /// abbreviation in brackets behind.
    pub short: Option<Span>,
    /// The function that stands beside the name, without the article: `US-Aussenminister`, `Experte für Landkriegsführung`.
    pub role: Option<Span>,
}

/// What a number counts, by FIGURES.md §1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    Claim,
    Time,
    Age,
    Name,
    Score,
    Ordinal,
    Filler,
    Furniture,
}

impl Class {
    /// The word that ANNOTATIONS.md uses.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::Time => "time",
            Self::Age => "age",
            Self::Name => "name",
            Self::Score => "score",
            Self::Ordinal => "ordinal",
            Self::Filler => "filler",
            Self::Furniture => "furniture",
        }
    }
}

/// Who vouches for a figure, by FIGURES.md §2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
pub enum Status {
    Sourced,
    Carried,
    Vague,
    Unsourced,
}

impl Status {
    /// The word that ANNOTATIONS.md uses.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Sourced => "sourced",
            Self::Carried => "carried",
            Self::Vague => "vague",
            Self::Unsourced => "unsourced",
        }
    }
}

/// Why a figure has the status it has: how its source reaches it, or why none does (FIGURES.md §2 and §3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Grounds {
    /// The words of its own sentence.
    Words,
    /// A link in its sentence.
    Link,
    /// A note of the author or the desk about its sentence.
    Note,
    /// It stands in quotation marks.
    Quoted,
    /// Somebody who was named before is still speaking.
    Speech,
    /// The words that lead in the list it stands in.
    LeadIn,
    /// The sentences around it, on the same matter.
    Around,
    /// The next sentence, which points back to it.
    PointedAt,
    /// A later sentence, which sums up.
    SummedUp,
    /// A study or a poll named before, whose persons it counts.
    Survey,
    /// The same figure elsewhere in the article.
    SameFigure,
    /// Nobody: no source stands near.
    Nothing,
    /// Nobody: the source right before it ends where the author's own voice sets in again.
    OwnVoice,
    /// Nobody: the source right before it speaks of something else.
    OtherMatter,
}

/// How exact a figure wants to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
pub enum Approx {
    Exact,
    About,
    AtLeast,
    AtMost,
    MoreThan,
    LessThan,
    Between,
}

impl Approx {
    /// The word that ANNOTATIONS.md uses.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::About => "about",
            Self::AtLeast => "at-least",
            Self::AtMost => "at-most",
            Self::MoreThan => "more-than",
            Self::LessThan => "less-than",
            Self::Between => "between",
        }
    }
}

/// A number with its unit or counted noun.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// The number with unit or counted noun, without the modifier; a range is one figure.
    pub span: Span,
    pub class: Class,
    pub value: f64,
    /// End of a range.
    pub high: Option<f64>,
    /// ISO 4217 code, `percent`, SI symbol, or the counted noun's lemma.
    pub unit: Option<Arc<str>>,
    pub approx: Approx,
    /// Where the words begin that say how exact it is (`mehr als die Hälfte`); `span.start`, where there are none.
    pub modifier: usize,
    /// TIMEX3 value of the date that the figure speaks of.
    pub as_of: Option<Arc<str>>,
    pub status: Status,
    /// The words that vouch for it.
    pub source: Option<Span>,
    pub grounds: Grounds,
}

/// A time expression, as TIMEX3.
#[derive(Clone, Debug, PartialEq)]
pub struct Time {
    pub span: Span,
    pub kind: TimeKind,
    /// Resolved against the article's date; unknown parts are `X`.
    pub value: Arc<str>,
    /// The day of the week that stands beside a date, 1 is Monday.
    pub weekday: Option<i8>,
    /// The year stands in the text, and was not taken from the article's date.
    pub tells_year: bool,
}

/// The TIMEX3 types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeKind {
    Date,
    Time,
    Duration,
    Set,
}

impl TimeKind {
    /// The word that ANNOTATIONS.md uses.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Date => "DATE",
            Self::Time => "TIME",
            Self::Duration => "DURATION",
            Self::Set => "SET",
        }
    }
}

/// Words that somebody said or wrote.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    pub kind: QuoteKind,
    /// The words said, without cue and speaker; a broken quotation has several.
    pub spans: Vec<Span>,
    /// The speaker's noun phrase, and the cluster of the mention in it.
    pub speaker: Option<(Span, Option<Arc<str>>)>,
    /// The word that says that it was said.
    pub cue: Option<Span>,
}

impl Quote {
    /// From the first word said to the last.
    pub fn hull(&self) -> Span {
        Span::new(self.spans[0].start, self.spans[self.spans.len() - 1].end)
    }
}

/// In which way words are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuoteKind {
    Direct,
    Indirect,
    FreeIndirect,
    Reported,
}

impl QuoteKind {
    /// The word that ANNOTATIONS.md uses.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Indirect => "indirect",
            Self::FreeIndirect => "free-indirect",
            Self::Reported => "reported",
        }
    }
}
