//! What an entry of the knowledge base holds, as its TOML says it: names, one line, dated facts, sources.
//! Plain data; how it is found and shown is for other files.

use std::sync::{Arc, OnceLock};

use serde::Deserialize;

use crate::analysis::MentionType;
use crate::lang::Lang;
use crate::text::PartialDate;

/// One person, state, medium, weapon, …: an `[[entity]]` of a page.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entity {
    /// A Wikidata id such as `Q7747`, else `kb:` and a name of our own.
    pub id: Arc<str>,
    /// Which source gives the Wikidata id.
    pub id_source: Option<String>,
    #[serde(rename = "type")]
    pub kind: EntityType,
    /// Its full name.
    pub label: ByLang<String>,
    /// Other full names, and other spellings.
    #[serde(default)]
    pub aliases: ByLang<Vec<String>>,
    /// Names that mean it without an introduction: `Putin`.
    #[serde(default)]
    pub short: Vec<String>,
    /// Names that mean it only between quotation marks: `Spiegel`.
    #[serde(default)]
    pub quoted: Vec<String>,
    /// A person's family name, where it is not the last word of the label.
    family: Option<Arc<str>>,
    #[serde(default)]
    pub demonyms: ByLang<Demonyms>,
    /// One line that cannot go stale: no office, nothing that is only true now.
    #[serde(default)]
    pub description: ByLang<String>,
    /// Id of the state that it belongs to.
    pub country: Option<String>,
    #[serde(skip)]
    facts: Facts,
}

/// The facts of an entity. Those of the embedded pages are read when first asked for: names must be there at once.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    unread: &'static str,
    read: OnceLock<Vec<Fact>>,
}

impl Entity {
    /// The same entity with these facts.
    pub fn with_facts(mut self, facts: Facts) -> Self {
        self.facts = facts;
        self
    }

    /// What is known of it, in the order of its page.
    pub fn facts(&self) -> &[Fact] {
        self.facts.read.get_or_init(|| Facts::parse(self.facts.unread).unwrap_or_default())
    }

    /// For persons: the name by which an article goes on after the introduction, `Kim` for Kim Jong Un.
    pub fn family(&self) -> Option<Arc<str>> {
        if self.kind != EntityType::Person {
            return None;
        }
        self.family.clone().or_else(|| self.label.get(Lang::De).rsplit(' ').next().map(Arc::from))
    }
}

impl Facts {
    /// Reads the `[[entity.fact]]` tables of an entry.
    pub fn now(text: &str) -> Result<Self, toml::de::Error> {
        Ok(Self { unread: "", read: Self::parse(text)?.into() })
    }

    /// Leaves them for later; a test reads every embedded page.
    pub fn later(text: &'static str) -> Self {
        Self { unread: text, read: OnceLock::new() }
    }

    fn parse(text: &str) -> Result<Vec<Fact>, toml::de::Error> {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Entry {
            entity: Tables,
        }
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Tables {
            fact: Vec<Fact>,
        }
        Ok(toml::from_str::<Entry>(text)?.entity.fact)
    }
}

/// Something that holds, or held, of an entity.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// `office`, `born`, `capital`, `range`, …
    pub kind: String,
    /// Left out where only a date is told.
    pub value: Option<ByLang<String>>,
    /// First day, as exact as the source.
    #[serde(default, deserialize_with = "date")]
    pub from: Option<PartialDate>,
    /// Last day; `None` where the source knew no end.
    #[serde(default, deserialize_with = "date")]
    pub to: Option<PartialDate>,
    /// The single day that it happened.
    #[serde(default, deserialize_with = "date")]
    pub at: Option<PartialDate>,
    /// Key of a [`Source`].
    pub source: Option<String>,
    /// Where the end comes from, if from elsewhere.
    pub to_source: Option<String>,
    /// When the source said so.
    #[serde(default, deserialize_with = "date")]
    pub as_of: Option<PartialDate>,
    /// Somebody has compared it with its source.
    #[serde(default = "yes")]
    pub checked: bool,
    /// Somebody has compared its end with its source.
    #[serde(default = "yes")]
    pub to_checked: bool,
}

/// Where facts and ids come from: a table of a page `sources*.toml`, under its key.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub name: String,
    pub url: Option<String>,
    pub licence: Option<String>,
    /// What day it tells of.
    #[serde(default, deserialize_with = "date")]
    pub as_of: Option<PartialDate>,
}

/// A value in each language; a language left out takes the other's.
#[derive(Clone, Debug, Default, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByLang<T> {
    de: Option<T>,
    en: Option<T>,
}

impl<T> ByLang<T> {
    /// What is written for this very language.
    pub fn own(&self, lang: Lang) -> Option<&T> {
        match lang {
            Lang::De => self.de.as_ref(),
            Lang::En => self.en.as_ref(),
        }
    }
}

impl ByLang<String> {
    /// The text in a language, else in the other, else nothing.
    pub fn get(&self, lang: Lang) -> &str {
        self.own(lang).or(self.de.as_ref()).or(self.en.as_ref()).map_or("", String::as_str)
    }
}

/// Words for what belongs to a state and who lives there; inflected forms come from the matcher.
#[derive(Clone, Debug, Default, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Demonyms {
    /// `russisch`, `Russian`
    #[serde(default)]
    pub adjective: Vec<String>,
    /// `Russe`, `Russin`
    #[serde(default)]
    pub people: Vec<String>,
}

/// What kind of thing an entity is: the `type` of its entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntityType {
    Person,
    State,
    City,
    Region,
    Base,
    LaunchSite,
    Place,
    Medium,
    Agency,
    Party,
    Company,
    Court,
    Body,
    ThinkTank,
    Organisation,
    Weapon,
    Vehicle,
    Brand,
    Treaty,
    Law,
    Book,
    Film,
    War,
    Summit,
    People,
}

impl EntityType {
    /// The word of the TOML.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::State => "state",
            Self::City => "city",
            Self::Region => "region",
            Self::Base => "base",
            Self::LaunchSite => "launch-site",
            Self::Place => "place",
            Self::Medium => "medium",
            Self::Agency => "agency",
            Self::Party => "party",
            Self::Company => "company",
            Self::Court => "court",
            Self::Body => "body",
            Self::ThinkTank => "think-tank",
            Self::Organisation => "organisation",
            Self::Weapon => "weapon",
            Self::Vehicle => "vehicle",
            Self::Brand => "brand",
            Self::Treaty => "treaty",
            Self::Law => "law",
            Self::Book => "book",
            Self::Film => "film",
            Self::War => "war",
            Self::Summit => "summit",
            Self::People => "people",
        }
    }

    /// What a mention of it counts as, by ANNOTATIONS.md.
    pub const fn mention(self) -> MentionType {
        match self {
            Self::Person => MentionType::Person,
            Self::State | Self::City | Self::Region | Self::Base | Self::LaunchSite | Self::Place => MentionType::Place,
            Self::Medium
            | Self::Agency
            | Self::Party
            | Self::Company
            | Self::Court
            | Self::Body
            | Self::ThinkTank
            | Self::Organisation => MentionType::Organisation,
            Self::Weapon | Self::Vehicle | Self::Brand => MentionType::Product,
            Self::Treaty | Self::Law | Self::Book | Self::Film => MentionType::Work,
            Self::War | Self::Summit => MentionType::Event,
            Self::People => MentionType::Group,
        }
    }
}

const fn yes() -> bool {
    true
}

/// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; an empty text stands for a date that is not known.
fn date<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<PartialDate>, D::Error> {
    let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
    if text.is_empty() {
        return Ok(None);
    }
    PartialDate::parse(&text).map(Some).ok_or_else(|| {
        serde::de::Error::custom(format!("`{text}` is no date: write YYYY, YYYY-MM or YYYY-MM-DD in quotation marks"))
    })
}
