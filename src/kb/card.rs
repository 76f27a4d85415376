//! What there is to say about an entity, as plain lines in one language: the card behind a hover and `kb show`.
//! An office is told as of the article's date, and nothing is asserted beyond what its source knew.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::LazyLock;

use super::Kb;
use super::model::{Fact, Source};
use crate::lang::Lang;
use crate::text::PartialDate;

/// A card, without any markup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    pub id: String,
    pub label: String,
    /// The type in words: `Staat`, `news agency`.
    pub kind: &'static str,
    /// One line; may be empty.
    pub description: String,
    /// Other names, without the label.
    pub aliases: Vec<String>,
    /// Facts, what matters most first.
    pub lines: Vec<Line>,
}

/// One fact of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is: `Amt`, `Born`.
    pub label: String,
    /// What is so, and when: `Präsident Russlands, seit 7. Mai 2012`.
    pub text: String,
    /// An office that its holder had on the article's date.
    pub held: bool,
    /// What weakens it: `ungeprüft`; is told behind the text.
    pub mark: Option<&'static str>,
    /// Where it comes from.
    pub source: Option<SourceName>,
}

/// A source as a card names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceName {
    pub name: String,
    pub url: Option<String>,
}

/// How a fact stands to the article's date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// It held on the date.
    Held,
    /// It held when the source spoke, before the date, and nobody knows an end.
    HeldAsOf(PartialDate),
    /// It held at another time, or no date is known.
    Other,
}

impl Kb {
    /// The card of an entity in a language, as of the article's date.
    pub fn card(&self, id: &str, date: Option<PartialDate>, lang: Lang) -> Option<Card> {
        let entity = self.entity(id)?;
        let mut facts: Vec<(Standing, &Fact)> = entity.facts.iter().map(|fact| (fact.standing(date), fact)).collect();
        facts.sort_by_key(|&(standing, fact)| {
            let office = fact.kind == "office";
            let unchecked = standing != Standing::Held && !fact.is_checked();
            (!office, office.then_some((standing.order(), unchecked, Reverse(fact.from))))
        });
        let label = entity.label.get(lang).to_owned();
        let mut aliases: Vec<String> =
            [lang, lang.other()].iter().filter_map(|&lang| entity.aliases.own(lang)).flatten().cloned().collect();
        let mut seen = std::collections::HashSet::from([label.clone()]);
        aliases.retain(|alias| seen.insert(alias.clone()));
        Some(Card {
            id: id.to_owned(),
            label,
            kind: word(entity.kind.tag(), lang),
            description: entity.description.get(lang).to_owned(),
            aliases,
            lines: facts.into_iter().map(|(standing, fact)| self.line(fact, standing, lang)).collect(),
        })
    }

    fn line(&self, fact: &Fact, standing: Standing, lang: Lang) -> Line {
        let value = fact.value.as_ref().map_or("", |value| value.get(lang));
        let parts = [value.to_owned(), when(fact, standing, lang)];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        Line {
            label: WORDS.get(fact.kind.as_str()).map_or(fact.kind.clone(), |_| word(&fact.kind, lang).to_owned()),
            text: parts.join(", "),
            held: fact.kind == "office" && standing == Standing::Held,
            mark: (!fact.is_checked()).then(|| word("unchecked", lang)),
            source: fact.source.as_deref().map(|key| self.source_name(key)),
        }
    }

    fn source_name(&self, key: &str) -> SourceName {
        match self.source(key) {
            Some(Source { name, url, .. }) => SourceName { name: name.clone(), url: url.clone() },
            None => SourceName { name: key.to_owned(), url: None },
        }
    }
}

impl Standing {
    /// Its place on a card.
    fn order(self) -> u8 {
        match self {
            Self::Held => 0,
            Self::HeldAsOf(_) => 1,
            Self::Other => 2,
        }
    }
}

impl Fact {
    /// Whether its value and both its ends have been compared with the source.
    pub fn is_checked(&self) -> bool {
        self.checked && self.to_checked
    }

    /// How it stands to a date. An open end reaches as far as its source knew.
    fn standing(&self, date: Option<PartialDate>) -> Standing {
        let Some(date) = date else { return Standing::Other };
        let (first, last) = (date.first_day(), date.last_day());
        if self.from.or(self.to).is_none() || self.from.is_some_and(|from| from.first_day() > last) {
            return Standing::Other;
        }
        match (self.to, self.as_of) {
            (Some(to), _) if to.last_day() < first => Standing::Other,
            (None, Some(as_of)) if as_of.last_day() < first => Standing::HeldAsOf(as_of),
            _ => Standing::Held,
        }
    }
}

/// `seit 7. Mai 2012`, `8. August 1999 – 7. Mai 2000`, `seit 2012 (im Amt, Stand Juli 2022)`.
fn when(fact: &Fact, standing: Standing, lang: Lang) -> String {
    let open = fact.to.is_none() && fact.at.is_none();
    let dates = match (fact.at, fact.from, fact.to) {
        (Some(at), ..) => day(at, lang),
        (None, Some(from), Some(to)) => format!("{} – {}", day(from, lang), day(to, lang)),
        (None, Some(from), None) => format!("{} {}", word("since", lang), day(from, lang)),
        (None, None, Some(to)) => format!("{} {}", word("until", lang), day(to, lang)),
        (None, None, None) => String::new(),
    };
    let as_of = match standing {
        Standing::HeldAsOf(as_of) => Some(as_of),
        Standing::Other if open && fact.kind == "office" => fact.as_of,
        _ => None,
    };
    let Some(as_of) = as_of.map(|as_of| format!("{} {}", word("as-of", lang), day(as_of, lang))) else { return dates };
    let note = match (fact.kind.as_str(), lang) {
        ("office", Lang::De) => format!("{}, {as_of}", word("in-office", lang)),
        ("office", Lang::En) => format!("{} {as_of}", word("in-office", lang)),
        _ => as_of,
    };
    if dates.is_empty() { note } else { format!("{dates} ({note})") }
}

/// A date in words, as exact as it is known: `7. Mai 2012`, `May 2012`, `2012`.
fn day(date: PartialDate, lang: Lang) -> String {
    let month = date.month.map(|month| word(&format!("month-{month}"), lang));
    match (date.day, month, lang) {
        (Some(day), Some(month), Lang::De) => format!("{day}. {month} {}", date.year),
        (Some(day), Some(month), Lang::En) => format!("{day} {month} {}", date.year),
        (None, Some(month), _) => format!("{month} {}", date.year),
        _ => date.year.to_string(),
    }
}

/// `words.tsv`: key to German and English.
static WORDS: LazyLock<HashMap<&'static str, (&'static str, &'static str)>> = LazyLock::new(|| {
    let rows = include_str!("words.tsv").lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|row| {
        let mut columns = row.split('\t');
        Some((columns.next()?, (columns.next()?, columns.next()?)))
    })
    .collect()
});

fn word(key: &str, lang: Lang) -> &'static str {
    let (de, en) = WORDS.get(key).copied().unwrap_or_default();
    match lang {
        Lang::De => de,
        Lang::En => en,
    }
}
