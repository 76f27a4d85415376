//! One line of a Wikidata dump: an item in JSON, and of it what becomes of an entity. The form is that of the public dump,
//! with what is known to go wrong in it: `[]` where an object is meant, white space anywhere, values that are missing.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::marker::PhantomData;
use std::sync::LazyLock;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

use crate::kb::model::{ByLang, Fact};
use crate::lang::Lang;
use crate::text::PartialDate;

/// What a line tells, as far as it is needed: other items by their number alone. What only reading needs is not kept.
#[derive(Debug, Default, Deserialize, Serialize)]
pub struct Item {
    /// The number of its id.
    pub id: u32,
    /// In how many Wikipedias it has an article.
    pub sitelinks: u32,
    /// The day of its last change.
    #[serde(skip)]
    pub modified: Option<String>,
    pub label: ByLang<String>,
    pub aliases: ByLang<Vec<String>>,
    pub description: ByLang<String>,
    pub people: ByLang<Vec<String>>,
    /// Of what it is an instance, and of what a subclass.
    pub classes: Vec<u32>,
    #[serde(skip)]
    pub above: Vec<u32>,
    pub country: Option<u32>,
    pub family: Option<u32>,
    /// Facts; the value of some is what another item is called.
    pub facts: Vec<(Fact, Option<u32>)>,
}

/// The key of the source of all that is told here.
pub const SOURCE: &str = "wikidata";

/// No more facts of one kind are kept: the latest.
const OF_A_KIND: usize = 40;

/// How a statement becomes a fact: a row of `properties.tsv`.
struct Property {
    kind: &'static str,
    value: &'static str,
    many: bool,
}

static PROPERTIES: LazyLock<HashMap<&'static str, Property>> = LazyLock::new(|| {
    let rows = include_str!("properties.tsv").lines().filter(|line| !line.starts_with('#'));
    let property = |row: &'static str| match row.split('\t').collect::<Vec<_>>()[..] {
        [id, kind, value, many] => Some((id, Property { kind, value, many: many == "many" })),
        _ => None,
    };
    rows.filter_map(property).collect()
});

impl Item {
    /// Reads a line without its comma. `Ok(None)` where it is no item but a property or a lexeme.
    pub fn read(line: &[u8]) -> Result<Option<Self>, String> {
        let written: Written = serde_json::from_slice(line).map_err(|error| error.to_string())?;
        let Some(id) = number(&written.id) else { return Ok(None) };
        let mut item = Self { id, sitelinks: written.sitelinks.0, ..Self::default() };
        item.modified = written.modified.filter(|day| day.len() >= 10 && day.is_char_boundary(10));
        item.modified.iter_mut().for_each(|day| day.truncate(10));
        item.description = written.descriptions.main();
        item.label = written.labels.main();
        item.aliases = written.aliases.all(&written.labels);
        for (property, statements) in written.claims.0 {
            item.take(&property, statements);
        }
        Ok(Some(item))
    }

    fn take(&mut self, property: &str, mut statements: Vec<Statement>) {
        statements.retain(|statement| statement.rank != "deprecated");
        let items = || statements.iter().filter_map(|statement| statement.mainsnak.item());
        match property {
            "P31" => self.classes = items().collect(),
            "P279" => self.above = items().collect(),
            "P17" | "P27" => self.country = best(&statements).and_then(|best| best.mainsnak.item()).or(self.country),
            "P734" => self.family = items().next(),
            "P1549" => self.people = people(&statements),
            _ => {
                if let Some(property) = PROPERTIES.get(property) {
                    self.facts.extend(facts(property, statements));
                }
            }
        }
    }
}

/// The preferred statement, else the latest.
fn best<'s, 'a>(statements: &'s [Statement<'a>]) -> Option<&'s Statement<'a>> {
    statements.iter().rev().max_by_key(|statement| {
        let day = |day| statement.qualifier(day);
        (statement.rank == "preferred", day("P582").is_none(), day("P585").or(day("P580")))
    })
}

fn facts(property: &Property, statements: Vec<Statement>) -> Vec<(Fact, Option<u32>)> {
    if !property.many {
        return best(&statements).and_then(|statement| fact(property, statement)).into_iter().collect();
    }
    let mut facts: Vec<_> = statements.iter().filter_map(|statement| fact(property, statement)).collect();
    facts.sort_by_key(|(fact, _)| std::cmp::Reverse(fact.from));
    facts.truncate(OF_A_KIND);
    facts
}

fn fact(property: &Property, statement: &Statement) -> Option<(Fact, Option<u32>)> {
    // it has ended, but nobody knows when: neither `since` nor `until` would be true
    if statement
        .qualifiers
        .0
        .iter()
        .any(|(id, snaks)| id == "P582" && snaks.iter().any(|it| it.snaktype == "somevalue"))
    {
        return None;
    }
    let mut fact = Fact::new(property.kind, SOURCE);
    fact.from = statement.qualifier("P580");
    fact.to = statement.qualifier("P582");
    let mut of = None;
    match (property.value, &statement.mainsnak.datavalue.as_ref()?.value) {
        ("item", Value::Item(item)) => of = Some(*item),
        ("day", Value::Day(day)) => fact.at = Some((*day)?),
        ("amount", Value::Text(amount)) => {
            fact.value = Some(ByLang::new(Some(amount.trim_start_matches('+').to_owned()), None));
            fact.at = statement.qualifier("P585");
        }
        ("text" | "link", Value::Text(text)) => fact.value = Some(ByLang::new(Some(text.clone().into_owned()), None)),
        ("text", Value::Of(_, text)) => fact.value = Some(ByLang::new(Some(text.clone().into_owned()), None)),
        _ => return None,
    }
    Some((fact, of))
}

/// Words for inhabitants: nouns, so in German those with a capital.
fn people(statements: &[Statement]) -> ByLang<Vec<String>> {
    let of = |lang: &str| {
        let words = statements.iter().filter_map(|statement| match &statement.mainsnak.datavalue.as_ref()?.value {
            Value::Of(own, word) if own == lang && word.starts_with(char::is_uppercase) => {
                Some(word.clone().into_owned())
            }
            _ => None,
        });
        Some(words.collect::<Vec<_>>()).filter(|words| !words.is_empty())
    };
    ByLang::new(of("de"), of("en"))
}

/// The number of an item's id.
pub fn number(id: &str) -> Option<u32> {
    id.strip_prefix('Q')?.parse().ok()
}

#[derive(Deserialize)]
struct Written<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(default)]
    modified: Option<String>,
    #[serde(borrow, default)]
    labels: Texts<'a, Text<'a>>,
    #[serde(borrow, default)]
    descriptions: Texts<'a, Text<'a>>,
    #[serde(borrow, default)]
    aliases: Texts<'a, Vec<Text<'a>>>,
    #[serde(borrow, default)]
    claims: Claims<'a>,
    #[serde(default)]
    sitelinks: Sitelinks,
}

#[derive(Deserialize)]
struct Text<'a> {
    #[serde(borrow)]
    value: Cow<'a, str>,
}

#[derive(Deserialize)]
struct Statement<'a> {
    #[serde(borrow)]
    mainsnak: Snak<'a>,
    #[serde(borrow, default)]
    rank: Cow<'a, str>,
    #[serde(borrow, default)]
    qualifiers: Qualifiers<'a>,
}

#[derive(Deserialize)]
struct Snak<'a> {
    #[serde(borrow, default)]
    snaktype: Cow<'a, str>,
    #[serde(borrow)]
    datavalue: Option<DataValue<'a>>,
}

#[derive(Deserialize)]
struct DataValue<'a> {
    #[serde(borrow)]
    value: Value<'a>,
}

impl Statement<'_> {
    /// The day that a qualifier tells.
    fn qualifier(&self, property: &str) -> Option<PartialDate> {
        let (_, snaks) = self.qualifiers.0.iter().find(|(id, _)| id == property)?;
        snaks.iter().find_map(|snak| match snak.datavalue.as_ref()?.value {
            Value::Day(day) => day,
            _ => None,
        })
    }
}

impl Snak<'_> {
    fn item(&self) -> Option<u32> {
        match self.datavalue.as_ref()?.value {
            Value::Item(item) => Some(item),
            _ => None,
        }
    }
}

/// What a statement says.
enum Value<'a> {
    Item(u32),
    /// `None` where it is not known to the year, or before our calendar.
    Day(Option<PartialDate>),
    Text(Cow<'a, str>),
    /// A text in the language of this tag.
    Of(Cow<'a, str>, Cow<'a, str>),
    Other,
}

impl<'de: 'a, 'a> Deserialize<'de> for Value<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Form<'a> {
            #[serde(borrow)]
            Text(Cow<'a, str>),
            #[serde(borrow)]
            Parts(Parts<'a>),
            Other(IgnoredAny),
        }
        #[derive(Deserialize)]
        struct Parts<'a> {
            #[serde(borrow)]
            id: Option<Cow<'a, str>>,
            #[serde(rename = "numeric-id")]
            number: Option<u32>,
            #[serde(borrow)]
            time: Option<Cow<'a, str>>,
            precision: Option<f64>,
            #[serde(borrow)]
            calendarmodel: Option<Cow<'a, str>>,
            #[serde(borrow)]
            amount: Option<Cow<'a, str>>,
            #[serde(borrow)]
            language: Option<Cow<'a, str>>,
            #[serde(borrow)]
            text: Option<Cow<'a, str>>,
        }
        Ok(match Form::deserialize(from)? {
            Form::Text(text) => Self::Text(text),
            Form::Parts(Parts { time: Some(time), precision, calendarmodel, .. }) => {
                Self::Day(day(&time, precision.unwrap_or_default() as u8, calendarmodel.as_deref()))
            }
            Form::Parts(Parts { language: Some(language), text: Some(text), .. }) => Self::Of(language, text),
            Form::Parts(Parts { amount: Some(amount), .. }) => Self::Text(amount),
            Form::Parts(Parts { id: Some(id), .. }) => number(&id).map_or(Self::Other, Self::Item),
            Form::Parts(Parts { number: Some(number), .. }) => Self::Item(number),
            Form::Parts(_) | Form::Other(_) => Self::Other,
        })
    }
}

/// A time of Wikidata, such as `+1952-10-07T00:00:00Z`, as exact as it is: 11 stands for a day, 10 for a month, 9 for a
/// year. Of a day in the Julian calendar only the year is kept.
fn day(time: &str, precision: u8, calendar: Option<&str>) -> Option<PartialDate> {
    const JULIAN: &str = "Q1985786";
    let julian = calendar.is_some_and(|calendar| calendar.ends_with(JULIAN));
    let len = match precision {
        11.. if !julian => 10,
        10 if !julian => 7,
        9.. => 4,
        _ => return None,
    };
    PartialDate::parse(time.strip_prefix('+')?.get(..len)?)
}

/// Texts by language: those of German and English and of their regions, and what stands for all languages.
struct Texts<'a, T>(Vec<(Cow<'a, str>, T)>);

impl<T> Default for Texts<'_, T> {
    fn default() -> Self {
        Self(vec![])
    }
}

/// The language that a tag stands for; `None` for those that are not read.
fn lang(tag: &str) -> Option<Lang> {
    match tag {
        "de" | "de-at" | "de-ch" | "de-formal" => Some(Lang::De),
        "en" | "en-ca" | "en-gb" | "en-us" => Some(Lang::En),
        _ => None,
    }
}

/// What stands for every language.
const ALL: &str = "mul";

impl Texts<'_, Text<'_>> {
    /// The text of each language itself, else that for all.
    fn main(&self) -> ByLang<String> {
        let of = |tag: &str| self.0.iter().find(|(own, _)| own == tag).map(|(_, text)| text.value.clone().into_owned());
        ByLang::new(of(Lang::De.tag()).or_else(|| of(ALL)), of(Lang::En.tag()).or_else(|| of(ALL)))
    }
}

impl<'a> Texts<'a, Vec<Text<'a>>> {
    /// All texts of each language, with the labels that its regions use.
    fn all(&self, labels: &Texts<'_, Text<'_>>) -> ByLang<Vec<String>> {
        let main = labels.main();
        let of = |wanted: Lang| {
            let aliases = self.0.iter().filter(|(tag, _)| tag == ALL || lang(tag) == Some(wanted));
            let regional = labels.0.iter().filter(|(tag, _)| lang(tag) == Some(wanted)).map(|(_, label)| label);
            let mut names: Vec<String> = Vec::new();
            for name in aliases.flat_map(|(_, names)| names).chain(regional) {
                if main.own(wanted).is_none_or(|main| *main != name.value) && !names.iter().any(|it| *it == name.value)
                {
                    names.push(name.value.clone().into_owned());
                }
            }
            Some(names).filter(|names| !names.is_empty())
        };
        ByLang::new(of(Lang::De), of(Lang::En))
    }
}

impl<'de: 'a, 'a, T: Deserialize<'de>> Deserialize<'de> for Texts<'a, T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Fields(|tag: &str| tag == ALL || lang(tag).is_some(), PhantomData)).map(Self)
    }
}

/// Statements by property, as far as they are read.
#[derive(Default)]
struct Claims<'a>(Vec<(Cow<'a, str>, Vec<Statement<'a>>)>);

impl<'de: 'a, 'a> Deserialize<'de> for Claims<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let wanted =
            |id: &str| matches!(id, "P31" | "P279" | "P17" | "P27" | "P734" | "P1549") || PROPERTIES.contains_key(id);
        from.deserialize_any(Fields(wanted, PhantomData)).map(Self)
    }
}

/// What tells of a statement when it holds.
#[derive(Default)]
struct Qualifiers<'a>(Vec<(Cow<'a, str>, Vec<Snak<'a>>)>);

impl<'de: 'a, 'a> Deserialize<'de> for Qualifiers<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let wanted = |id: &str| matches!(id, "P580" | "P582" | "P585");
        from.deserialize_any(Fields(wanted, PhantomData)).map(Self)
    }
}

/// Reads an object field by field, only those that are wanted. An empty one may be written as a list.
struct Fields<W, T>(W, PhantomData<T>);

impl<'de, W: Fn(&str) -> bool, T: Deserialize<'de>> Visitor<'de> for Fields<W, T> {
    type Value = Vec<(Cow<'de, str>, T)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Vec::new();
        while let Some(key) = map.next_key_seed(Key)? {
            if (self.0)(&key) {
                fields.push((key, map.next_value()?));
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(fields)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(vec![])
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(vec![])
    }
}

/// A key, borrowed where it has no escapes.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        #[derive(Deserialize)]
        struct Borrowed<'a>(#[serde(borrow)] Cow<'a, str>);
        Borrowed::deserialize(from).map(|key| key.0)
    }
}

/// How many Wikipedias have an article: sites that end in `wiki`, without those that are none.
#[derive(Default)]
struct Sitelinks(u32);

impl<'de> Deserialize<'de> for Sitelinks {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        const OTHERS: [&str; 5] = ["commonswiki", "specieswiki", "metawiki", "mediawikiwiki", "wikidatawiki"];
        let is_wikipedia = |site: &str| site.ends_with("wiki") && !OTHERS.contains(&site);
        let sites = from.deserialize_any(Fields(is_wikipedia, PhantomData::<IgnoredAny>))?;
        Ok(Self(sites.len() as u32))
    }
}
