//! What the analysis must know of names, as a trait: the knowledge base implements it, tests bring their own.
//! Nothing here knows where names come from.

use std::sync::Arc;

use crate::analysis::tokens::Token;
use crate::lang::Lang;
use crate::text::PartialDate;

/// What kind of thing a mention names: the types of ANNOTATIONS.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize, serde::Serialize)]
pub enum MentionType {
    Person,
    Organisation,
    Place,
    Event,
    Work,
    Product,
    Group,
    Other,
}

impl MentionType {
    /// All of them, in their order.
    pub const ALL: [Self; 8] = [
        Self::Person,
        Self::Organisation,
        Self::Place,
        Self::Event,
        Self::Work,
        Self::Product,
        Self::Group,
        Self::Other,
    ];

    /// The word that ANNOTATIONS.md uses.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Place => "place",
            Self::Event => "event",
            Self::Work => "work",
            Self::Product => "product",
            Self::Group => "group",
            Self::Other => "other",
        }
    }
}

/// In which way a mention names its entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// The name in full: `Kim Jong Un`.
    Full,
    /// A part that needs the full name elsewhere in the article: `Kims`.
    Short,
    /// Another name of its own: `WSJ`, `Moskau` for the city alone.
    Alias,
    /// A demonym: `nordkoreanisch`, `Nordkoreaner`.
    Adjective,
    /// The name inside a compound: `Putin` in `Putin-Besuch`.
    Compound,
    /// A function in place of the name: `der Kremlchef`.
    Role,
    /// `er`, `she`.
    Pronoun,
}

impl Form {
    /// The word that ANNOTATIONS.md uses.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Short => "short",
            Self::Alias => "alias",
            Self::Adjective => "adjective",
            Self::Compound => "compound",
            Self::Role => "role",
            Self::Pronoun => "pronoun",
        }
    }
}

/// A name found at a place in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct NameMatch {
    /// How many tokens it covers.
    pub tokens: usize,
    /// Bytes of the last token that are a case ending, and no part of the name (`s` in `Putins`). The mention's span keeps them.
    pub ending: usize,
    /// Knowledge-base id, such as `Q7747` or `kb:38-north`.
    pub entity: Arc<str>,
    /// What it names.
    pub kind: MentionType,
    /// [`Form::Full`], [`Form::Short`], [`Form::Alias`] or [`Form::Adjective`]; what stands around it may make it more.
    pub form: Form,
    /// For persons: the family name by which the article may go on (`Kim`).
    pub family: Option<Arc<str>>,
    /// It is an ordinary word too, and means this only where other words tell so: `in Essen`.
    pub ordinary: bool,
    /// 0 to 1.
    pub confidence: f32,
    /// Where others may be meant as well, all of them, the likeliest first; else empty.
    pub rivals: Vec<Rival>,
}

/// An entity that a name may mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Rival {
    /// Knowledge-base id.
    pub entity: Arc<str>,
    pub kind: MentionType,
    /// How likely it is by itself, compared with the others.
    pub weight: usize,
}

/// What tells an entity from others of its name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Portrait {
    /// Of the words that are said of it, each once, as [`crate::analysis::words::Words::stems`] makes them.
    pub stems: Vec<u64>,
    /// Id of the state that it belongs to.
    pub country: Option<Arc<str>>,
    /// The year in which a person was born.
    pub born: Option<i16>,
}

/// An office, as an article names it.
#[derive(Clone, Copy, Debug)]
pub struct Office<'a> {
    /// What it may be called, folded: `bundespräsident`, `präsident`.
    pub nouns: &'a [&'a str],
    /// The id of the state or body that has it; `None` where the nouns say that: `papst`.
    pub of: Option<&'a str>,
    pub lang: Lang,
}

/// What the analysis asks of a source of names. Implementations must be pure: same words, same answer.
pub trait Names: Send + Sync {
    /// Whether a name may begin with a word, folded as [`crate::lang::folding::fold_name`] does, that has a capital letter
    /// or none; `false` is certain. Asked of every word, so it should be quick.
    fn may_begin(&self, first: &str, capital: bool) -> bool;

    /// The longest name that begins at `tokens[0]`; `tokens` is not empty and runs to the end of the paragraph. `begin` is
    /// the first token and the next that is no hyphen, folded in the same way.
    fn longest(&self, begin: [&str; 2], paragraph: &str, tokens: &[Token], lang: Lang) -> Option<NameMatch>;

    /// Everybody who held an office on a day, by id, as far as that is known.
    fn holders(&self, _office: Office<'_>, _on: PartialDate) -> Vec<Arc<str>> {
        vec![]
    }

    /// Whether an entity held an office of one of these nouns on a day, whatever it was of.
    fn holds(&self, _entity: &str, _nouns: &[&str], _lang: Lang, _on: PartialDate) -> bool {
        false
    }

    /// What tells an entity from others of its name; asked only of names that have rivals, and of what stands beside them.
    fn portrait(&self, _entity: &str, _lang: Lang) -> Option<Portrait> {
        None
    }

    /// What an ordinary word that begins at `tokens[0]` may name, each with folded words that tell of it. Asked as
    /// [`Names::longest`] is.
    fn senses(&self, _: [&str; 2], _: &str, _: &[Token], _: Lang) -> Vec<(NameMatch, Vec<String>)> {
        vec![]
    }

    /// Changes whenever an answer of [`Names::longest`] may have changed: part of the key of cached paragraphs.
    fn generation(&self) -> u64 {
        0
    }
}

/// No names at all: for tests, and for text without a knowledge base.
pub struct NoNames;

impl Names for NoNames {
    fn may_begin(&self, _: &str, _: bool) -> bool {
        false
    }

    fn longest(&self, _: [&str; 2], _: &str, _: &[Token], _: Lang) -> Option<NameMatch> {
        None
    }
}
