//! What an entry of the knowledge base holds, as its TOML says it: names, one line, dated facts, sources.
//! Plain data; how it is found and shown is for other files.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::analysis::MentionType;
use crate::lang::Lang;
use crate::lang::east_asian::family;
use crate::text::PartialDate;

/// One person, state, medium, weapon, …: an `[[entity]]` of a page.
#[derive(Clone, Debug, Deserialize, Serialize)]
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
    /// Names that are ordinary words too, and count only where words tell of a place (`in Essen`) or of its `context`.
    #[serde(default)]
    pub ordinary: Vec<String>,
    /// Words that tell that an ordinary word means it: `Motor`, `Turnier`.
    #[serde(default)]
    pub context: Vec<String>,
    /// A person's family name, where the label alone does not tell it.
    family: Option<Arc<str>>,
    #[serde(default)]
    pub demonyms: ByLang<Demonyms>,
    /// One line that cannot go stale: no office, nothing that is only true now.
    #[serde(default)]
    pub description: ByLang<String>,
    /// Id of the state that it belongs to.
    pub country: Option<String>,
    /// What the desk has noted of it, for itself.
    pub note: Option<String>,
    /// In the order of the page.
    #[serde(default, rename = "fact")]
    pub facts: Vec<Fact>,
}

impl Entity {
    /// An entity of which no more is known.
    pub fn new(id: Arc<str>, kind: EntityType, label: ByLang<String>) -> Self {
        Self {
            id,
            id_source: None,
            kind,
            label,
            aliases: ByLang::default(),
            short: vec![],
            quoted: vec![],
            ordinary: vec![],
            context: vec![],
            family: None,
            demonyms: ByLang::default(),
            description: ByLang::default(),
            country: None,
            note: None,
            facts: vec![],
        }
    }

    /// Sets a person's family name, where the label has it and does not tell it by itself.
    pub fn set_family(&mut self, name: Option<&str>) {
        let label = self.label.get(Lang::De);
        let tells_more = |name: &&str| label.split(' ').any(|word| word == *name) && family(label) != *name;
        self.family = name.filter(tells_more).map(Arc::from);
    }

    /// The names by which texts of a language call it outside quotation marks, the label first.
    pub fn names(&self, lang: Lang) -> impl Iterator<Item = &str> {
        let aliases = self.aliases.own(lang).into_iter().flatten();
        let names = aliases.chain(&self.short).map(String::as_str);
        std::iter::once(self.label.get(lang)).chain(names)
    }

    /// For persons: the name by which an article goes on after the introduction, `Kim` for Kim Jong Un.
    pub fn family(&self) -> Option<Arc<str>> {
        if self.kind != EntityType::Person {
            return None;
        }
        let label = self.label.get(Lang::De);
        // what tells two of one name apart: `Otto Beispiel (Politiker)`
        let name = label.split_once(" (").map_or(label, |(name, _)| name);
        self.family.clone().or_else(|| Some(family(name).into()))
    }

    /// The offices that it has, or had.
    pub fn offices(&self) -> impl Iterator<Item = &Fact> {
        self.facts.iter().filter(|fact| fact.kind == Fact::OFFICE)
    }

    /// This entity, and of another one with the same id what it leaves out: other names of either count, facts of the
    /// other where it has none of their kind.
    pub fn over(&self, below: &Self) -> Self {
        let both = |above: &[String], below: &[String]| -> Vec<String> {
            above.iter().chain(below.iter().filter(|name| !above.contains(name))).cloned().collect()
        };
        let of_below = |fact: &&Fact| !self.facts.iter().any(|own| own.kind == fact.kind);
        Self {
            id: self.id.clone(),
            id_source: self.id_source.clone().or(below.id_source.clone()),
            kind: self.kind,
            label: self.label.over(&below.label, |above, _| above.clone()),
            aliases: self.aliases.over(&below.aliases, |above, below| both(above, below)),
            short: both(&self.short, &below.short),
            quoted: both(&self.quoted, &below.quoted),
            ordinary: both(&self.ordinary, &below.ordinary),
            context: both(&self.context, &below.context),
            family: self.family.clone().or(below.family.clone()),
            demonyms: self.demonyms.over(&below.demonyms, |above, _| above.clone()),
            description: self.description.over(&below.description, |above, _| above.clone()),
            country: self.country.clone().or(below.country.clone()),
            note: self.note.clone().or(below.note.clone()),
            facts: self.facts.iter().chain(below.facts.iter().filter(of_below)).cloned().collect(),
        }
    }
}

/// Something that holds, or held, of an entity.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// `office`, `born`, `capital`, `range`, …
    pub kind: String,
    /// Left out where only a date is told.
    pub value: Option<ByLang<String>>,
    /// First day, as exact as the source.
    #[serde(default, with = "date")]
    pub from: Option<PartialDate>,
    /// Last day; `None` where the source knew no end.
    #[serde(default, with = "date")]
    pub to: Option<PartialDate>,
    /// The single day that it happened.
    #[serde(default, with = "date")]
    pub at: Option<PartialDate>,
    /// Key of a [`Source`].
    pub source: Option<String>,
    /// Where the end comes from, if from elsewhere.
    pub to_source: Option<String>,
    /// When the source said so.
    #[serde(default, with = "date")]
    pub as_of: Option<PartialDate>,
    /// Somebody has compared it with its source.
    #[serde(default = "yes")]
    pub checked: bool,
    /// Somebody has compared its end with its source.
    #[serde(default = "yes")]
    pub to_checked: bool,
}

impl Fact {
    /// The kind of what somebody is, or was, of a state or body.
    pub const OFFICE: &str = "office";

    /// A fact of a kind that was taken over from a source as it stands there; of what, and when, is to be filled in.
    pub fn new(kind: &str, source: &str) -> Self {
        Self {
            kind: kind.to_owned(),
            value: None,
            from: None,
            to: None,
            at: None,
            source: Some(source.to_owned()),
            to_source: None,
            as_of: None,
            checked: true,
            to_checked: true,
        }
    }

    /// What it is, in each language that has a word of its own for it.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let of = |lang| self.value.as_ref().and_then(|value| value.own(lang));
        [Lang::De, Lang::En].into_iter().filter_map(of).map(String::as_str)
    }

    /// Whether it held at a date, for which a part of it is enough. An open end reaches as far as its source knew; what has
    /// no dates at all may have held at any time.
    pub fn held(&self, as_of: Option<PartialDate>, on: PartialDate) -> bool {
        let begun = self.from.is_none_or(|from| from.first_day() <= on.last_day());
        let dated = self.from.or(self.to).is_some();
        dated && begun && self.to.or(as_of).is_none_or(|end| end.last_day() >= on.first_day())
    }

    /// Whether its value and both its ends have been compared with the source.
    pub fn is_checked(&self) -> bool {
        self.checked && self.to_checked
    }
}

/// Where facts and ids come from.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Source {
    pub name: ByLang<String>,
    pub url: Option<String>,
    pub licence: Option<String>,
    /// What day it tells of.
    #[serde(with = "date")]
    pub as_of: Option<PartialDate>,
}

/// A source as a page `sources*.toml` writes it, in a table under its key. A form of its own, since packs cannot hold
/// what may be one thing or the other.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenSource {
    name: WrittenName,
    url: Option<String>,
    licence: Option<String>,
    #[serde(default, with = "date")]
    as_of: Option<PartialDate>,
}

/// A name that is the same in every language, or one for each.
#[derive(Deserialize)]
#[serde(untagged, expecting = "write the name as text, or as { de = \"…\", en = \"…\" }")]
enum WrittenName {
    Same(String),
    Each(ByLang<String>),
}

impl From<WrittenSource> for Source {
    fn from(source: WrittenSource) -> Self {
        let WrittenSource { name, url, licence, as_of } = source;
        let name = match name {
            WrittenName::Same(name) => ByLang { de: Some(name), en: None },
            WrittenName::Each(name) => name,
        };
        Self { name, url, licence, as_of }
    }
}

/// A value in each language; a language left out takes the other's.
#[derive(Clone, Debug, Default, Hash, Deserialize, Serialize)]
#[serde(deny_unknown_fields, expecting = "one value for each language, as in { de = …, en = … }")]
pub struct ByLang<T> {
    de: Option<T>,
    en: Option<T>,
}

impl<T> ByLang<T> {
    /// A value for each language, or for one of them.
    pub const fn new(de: Option<T>, en: Option<T>) -> Self {
        Self { de, en }
    }

    /// What is written for this very language.
    pub fn own(&self, lang: Lang) -> Option<&T> {
        match lang {
            Lang::De => self.de.as_ref(),
            Lang::En => self.en.as_ref(),
        }
    }
}

impl<T> ByLang<T> {
    /// Sets the value of a language.
    pub fn set(&mut self, lang: Lang, value: T) {
        match lang {
            Lang::De => self.de = Some(value),
            Lang::En => self.en = Some(value),
        }
    }

    /// What it has of these languages.
    pub fn only(self, langs: &[Lang]) -> Self {
        let of = |lang, value: Option<T>| value.filter(|_| langs.contains(&lang));
        Self { de: of(Lang::De, self.de), en: of(Lang::En, self.en) }
    }

    /// Each value as another.
    pub fn map<U>(self, mut change: impl FnMut(T) -> U) -> ByLang<U> {
        ByLang { de: self.de.map(&mut change), en: self.en.map(change) }
    }
}

impl<T: Clone> ByLang<T> {
    /// Each language joined with that of another, where both have one.
    fn over(&self, below: &Self, join: impl Fn(&T, &T) -> T) -> Self {
        let of = |above: &Option<T>, below: &Option<T>| match (above, below) {
            (Some(above), Some(below)) => Some(join(above, below)),
            (above, below) => above.clone().or(below.clone()),
        };
        Self { de: of(&self.de, &below.de), en: of(&self.en, &below.en) }
    }
}

impl ByLang<String> {
    /// The text in a language, else in the other, else nothing.
    pub fn get(&self, lang: Lang) -> &str {
        self.own(lang).or(self.de.as_ref()).or(self.en.as_ref()).map_or("", String::as_str)
    }
}

/// Words for what belongs to a state and who lives there; inflected forms come from the matcher.
#[derive(Clone, Debug, Default, Hash, Deserialize, Serialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
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
    Event,
    People,
    Sport,
}

impl EntityType {
    /// In their order.
    pub const ALL: [Self; 27] = [
        Self::Person,
        Self::State,
        Self::City,
        Self::Region,
        Self::Base,
        Self::LaunchSite,
        Self::Place,
        Self::Medium,
        Self::Agency,
        Self::Party,
        Self::Company,
        Self::Court,
        Self::Body,
        Self::ThinkTank,
        Self::Organisation,
        Self::Weapon,
        Self::Vehicle,
        Self::Brand,
        Self::Treaty,
        Self::Law,
        Self::Book,
        Self::Film,
        Self::War,
        Self::Summit,
        Self::Event,
        Self::People,
        Self::Sport,
    ];

    /// The type of a word of the TOML.
    pub fn of_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.tag() == tag)
    }

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
            Self::Event => "event",
            Self::People => "people",
            Self::Sport => "sport",
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
            Self::War | Self::Summit | Self::Event => MentionType::Event,
            Self::People => MentionType::Group,
            Self::Sport => MentionType::Other,
        }
    }
}

const fn yes() -> bool {
    true
}

/// Dates as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; an empty text stands for a date that is not known.
pub(super) mod date {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::text::PartialDate;

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<PartialDate>, D::Error> {
        let text = String::deserialize(from)?;
        if text.is_empty() {
            return Ok(None);
        }
        PartialDate::parse(&text).map(Some).ok_or_else(|| {
            let message = "is no date: write YYYY, YYYY-MM or YYYY-MM-DD in quotation marks";
            serde::de::Error::custom(format!("`{text}` {message}"))
        })
    }

    pub fn serialize<S: Serializer>(date: &Option<PartialDate>, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&date.map_or(String::new(), |date| date.to_string()))
    }
}
