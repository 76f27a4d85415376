//! What there is to say about an entity, as plain lines in one language: the card behind a hover and `kb show`.
//! An office is told as of the article's date, and nothing is asserted beyond what its source knew.

use std::cmp::Reverse;
use std::collections::HashSet;

use crate::kb::{Entity, Fact, Kb};
use crate::lang::Lang;
use crate::messages::{forms, text};
use crate::text::PartialDate;

/// A card, without any markup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    pub id: String,
    pub label: String,
    /// The label in the other language, where it is another.
    pub other_label: Option<String>,
    /// The type in words: `Staat`, `news agency`.
    pub kind: String,
    /// The state that it belongs to.
    pub country: Option<String>,
    /// One line; may be empty.
    pub description: String,
    /// When it began and ended: `born 7 October 1952`.
    pub life: Vec<Line>,
    /// The offices held on the date, then those without an end, then the others.
    pub offices: Vec<Line>,
    /// Other facts, what matters most first.
    pub facts: Vec<Line>,
    /// Other names, without the labels.
    pub aliases: Vec<String>,
    /// What the desk has noted, on several lines.
    pub note: Option<String>,
    /// Where these come from, each once.
    pub sources: Vec<SourceName>,
    /// Nobody has compared any of it with its source; no line says so by itself.
    pub unchecked: bool,
}

/// One fact of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is: `Capital`; of an office held on the date, that it was. Empty for what tells it itself.
    pub label: String,
    /// What is so, and when: `Präsident Russlands, seit 7. Mai 2012`.
    pub text: String,
    /// An office that its holder had on the article's date.
    pub held: bool,
    /// The text is an address in the web.
    pub address: bool,
    /// What weakens it: `ungeprüft`; is told behind the text.
    pub mark: Option<String>,
    /// Which of the card's sources it has, counted from 0.
    pub sources: Vec<usize>,
}

/// A source as a card names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceName {
    pub name: String,
    pub url: Option<String>,
    pub licence: Option<String>,
    /// `Stand Juli 2022`
    pub as_of: Option<String>,
}

/// How much a card tells at most.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Offices beside those held on the date.
    pub offices: usize,
    pub facts: usize,
    pub aliases: usize,
}

impl Limits {
    /// All there is.
    pub const NONE: Self = Self { offices: usize::MAX, facts: usize::MAX, aliases: usize::MAX };
    /// Only who or what it is.
    pub const NAME: Self = Self { offices: 0, facts: 0, aliases: 0 };
}

/// A fact, and what is to be told of it.
#[derive(Clone, Copy)]
struct Told<'k> {
    fact: &'k Fact,
    /// How far its source knew.
    as_of: Option<PartialDate>,
    standing: Standing,
}

/// How a fact stands to the article's date, in the order of telling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    /// It held on the date.
    Held,
    /// Nobody knows an end, but the date lies beyond what its source knew, or before it began, or is not known.
    Open,
    /// It held at another time.
    Other,
}

/// The card of an entity in a language, as of the article's date. How many offices and facts are left out is told.
pub fn card(kb: &Kb, id: &str, date: Option<PartialDate>, lang: Lang, limits: Limits) -> Option<Card> {
    let entity = kb.entity(id)?;
    let mut card = Card::of(&entity, kb, lang, limits.aliases);
    let told: Vec<Told<'_>> = entity.facts.iter().map(|fact| Told::of(fact, kb, date)).collect();
    card.unchecked = !told.is_empty() && told.iter().all(|told| !told.fact.is_checked());
    let (mut offices, facts): (Vec<_>, Vec<_>) = told.into_iter().partition(|told| told.is_office());
    let (life, mut facts): (Vec<_>, Vec<_>) = facts.into_iter().partition(|told| told.life(lang).is_some());
    offices.sort_by_key(|told| {
        let unchecked = told.standing != Standing::Held && !told.fact.is_checked();
        (told.standing, unchecked, Reverse(told.fact.from))
    });
    let held = offices.iter().filter(|told| told.standing == Standing::Held).count();
    let more_offices = offices.split_off(offices.len().min(held.saturating_add(limits.offices)));
    let more_facts = facts.split_off(facts.len().min(limits.facts));
    card.life = card.lines(&life, kb, date, lang);
    card.offices = card.lines(&offices, kb, date, lang);
    card.offices.extend(summary(&offices, &more_offices, lang));
    card.facts = card.lines(&facts, kb, date, lang);
    card.facts.extend(summary(&facts, &more_facts, lang));
    Some(card)
}

impl Card {
    /// What stands above and below the facts.
    fn of(entity: &Entity, kb: &Kb, lang: Lang, aliases: usize) -> Self {
        let label = entity.label.get(lang).to_owned();
        let other_label = entity.label.get(lang.other());
        let mut seen = HashSet::from([label.as_str(), other_label]);
        let names = [lang, lang.other()].into_iter().filter_map(|lang| entity.aliases.own(lang)).flatten();
        let aliases = names.filter(|name| seen.insert(name)).take(aliases).cloned().collect();
        let country = entity.country.as_deref().filter(|country| **country != *entity.id);
        Self {
            id: entity.id.to_string(),
            other_label: (other_label != label).then(|| other_label.to_owned()),
            kind: text(lang, &format!("types.{}", entity.kind.tag()), &[]),
            country: country.and_then(|id| kb.entity(id)).map(|country| country.label.get(lang).to_owned()),
            description: entity.description.get(lang).to_owned(),
            aliases,
            label,
            note: entity.note.clone(),
            life: vec![],
            offices: vec![],
            facts: vec![],
            sources: vec![],
            unchecked: false,
        }
    }

    fn lines(&mut self, facts: &[Told<'_>], kb: &Kb, date: Option<PartialDate>, lang: Lang) -> Vec<Line> {
        let mut lines = Vec::with_capacity(facts.len());
        for told in facts {
            let Fact { source, to_source, to, .. } = told.fact;
            let end = to_source.iter().filter(|_| to.is_some()).map(|key| (key, None));
            let keys = source.iter().map(|key| (key, told.as_of)).chain(end);
            let mut sources: Vec<usize> = keys.map(|(key, as_of)| self.source(kb, key, as_of, lang)).collect();
            sources.dedup();
            let mark = (!self.unchecked && !told.fact.is_checked()).then(|| text(lang, "card.unchecked", &[]));
            lines.push(Line { sources, mark, ..told.line(date, lang) });
        }
        lines
    }

    /// The place of a source in the list of the card's sources. One that does not say of which day it tells has that of
    /// its first fact that does.
    fn source(&mut self, kb: &Kb, key: &str, as_of: Option<PartialDate>, lang: Lang) -> usize {
        let source = kb.source(key);
        let name = source.map_or(key, |source| source.name.get(lang));
        let url = source.and_then(|source| source.url.clone());
        let at = self.sources.iter().position(|known| known.name == name && known.url == url).unwrap_or_else(|| {
            let licence = source.and_then(|source| source.licence.clone());
            self.sources.push(SourceName { name: name.to_owned(), url, licence, as_of: None });
            self.sources.len() - 1
        });
        let as_of = source.and_then(|source| source.as_of).or(as_of);
        let words = as_of.map(|as_of| text(lang, "card.source-as-of", &[("date", &day(as_of, lang))]));
        self.sources[at].as_of = self.sources[at].as_of.take().or(words);
        at
    }
}

/// How many facts are left out: `und 2 frühere`.
fn summary(told: &[Told<'_>], left_out: &[Told<'_>], lang: Lang) -> Option<Line> {
    let first = told.iter().filter_map(|told| told.fact.from).min();
    let before = |from: PartialDate| first.is_some_and(|first| from <= first);
    let earlier = left_out.iter().all(|told| told.fact.from.is_some_and(before));
    let key = if earlier { "card.earlier" } else { "card.more" };
    (!left_out.is_empty()).then(|| Line::plain(text(lang, key, &[("count", &left_out.len().to_string())])))
}

impl Line {
    fn plain(text: String) -> Self {
        Self { label: String::new(), text, held: false, address: false, mark: None, sources: vec![] }
    }
}

impl<'k> Told<'k> {
    fn of(fact: &'k Fact, kb: &Kb, date: Option<PartialDate>) -> Self {
        let as_of = kb.as_of(fact);
        Self { fact, as_of, standing: standing(fact, as_of, date) }
    }

    fn is_office(&self) -> bool {
        self.fact.kind == Fact::OFFICE
    }

    /// A beginning or an end that stands beside the name: `born 7 October 1952`.
    fn life(&self, lang: Lang) -> Option<String> {
        let date = self.fact.at.or(self.fact.from)?;
        worded(&format!("life.{}", self.fact.kind), &[("date", &day(date, lang))], lang)
    }

    fn line(&self, date: Option<PartialDate>, lang: Lang) -> Line {
        let held = self.is_office() && self.standing == Standing::Held;
        let life = self.life(lang);
        let label = match date.filter(|_| held) {
            Some(date) => text(lang, "card.held", &[("date", &day(date, lang))]),
            None if self.is_office() || life.is_some() => String::new(),
            // a kind that a desk made up itself stands as it is written
            None => worded(&format!("facts.{}", self.fact.kind), &[], lang).unwrap_or(self.fact.kind.clone()),
        };
        let value = self.fact.value.as_ref().map_or("", |value| value.get(lang)).to_owned();
        let parts = match life {
            Some(life) => [life, value],
            None => [value, self.when(lang)],
        };
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        Line { label, held, address: self.fact.kind == "website", ..Line::plain(parts.join(", ")) }
    }

    /// `8. August 1999 bis 7. Mai 2000`, `seit 2012 (laut Stand Juli 2022)`: an open end reaches as far as its source knew.
    fn when(&self, lang: Lang) -> String {
        let Fact { at, from, to, .. } = self.fact;
        let say = |key: &str, date: PartialDate| text(lang, key, &[("date", &day(date, lang))]);
        let dates = match (at, from, to) {
            (Some(at), ..) => day(*at, lang),
            (None, Some(from), Some(to)) => {
                text(lang, "card.from-to", &[("from", &day(*from, lang)), ("to", &day(*to, lang))])
            }
            (None, Some(from), None) => say("card.since", *from),
            (None, None, Some(to)) => say("card.until", *to),
            (None, None, None) => String::new(),
        };
        let open = at.is_none() && to.is_none() && (from.is_some() || self.is_office());
        match self.as_of.filter(|_| open).map(|as_of| say("card.as-of", as_of)) {
            Some(as_of) if dates.is_empty() => as_of,
            Some(as_of) => format!("{dates} ({as_of})"),
            None => dates,
        }
    }
}

/// A message, if there is one under this key.
fn worded(key: &str, args: &[(&str, &str)], lang: Lang) -> Option<String> {
    Some(text(lang, key, args)).filter(|words| words != key)
}

/// How a fact stands to a date. An open end reaches as far as its source knew.
fn standing(fact: &Fact, as_of: Option<PartialDate>, date: Option<PartialDate>) -> Standing {
    match fact.to {
        _ if date.is_some_and(|date| fact.held(as_of, date)) => Standing::Held,
        None => Standing::Open,
        Some(_) => Standing::Other,
    }
}

fn day(date: PartialDate, lang: Lang) -> String {
    forms::date(lang, date.year, date.month, date.day)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::kb::load::Page;

    const PAGE: &str = r#"
[[entity]]
id = "Q7747"
type = "person"
label = { de = "Wladimir Putin", en = "Vladimir Putin" }
aliases = { de = ["Vladimir Putin", "Wladimir Wladimirowitsch Putin", "Putin"] }
fact = [
  { kind = "office", value = { de = "Präsident Russlands" }, from = "2000-05-07", to = "2008-05-07", source = "gazette" },
  { kind = "office", value = { de = "Ministerpräsident Russlands" }, from = "2008-05-08", to = "2012-05-07", source = "gazette", to_source = "kremlin", checked = false },
  { kind = "office", value = { de = "Präsident Russlands" }, from = "2012-05-07", source = "gazette" },
  { kind = "party", value = { de = "Einiges Russland", en = "United Russia" }, from = "2014", source = "kremlin", as_of = "2023-05" },
  { kind = "native", value = { de = "Владимир Путин" }, source = "kremlin" },
  { kind = "born", value = { de = "Leningrad" }, at = "1952-10-07", source = "gazette" },
]
"#;

    const SOURCES: &str = "\
[gazette]
name = { de = \"Amtsblatt\", en = \"Gazette\" }
licence = \"CC0\"
as_of = \"2022-07\"
[kremlin]
name = { de = \"Kreml\", en = \"Kremlin\" }
";

    fn putin(date: Option<&str>, lang: Lang, offices: usize) -> Card {
        let mut page = Page::default();
        page.read(Path::new("sources.toml"), SOURCES);
        page.read(Path::new("page.toml"), PAGE);
        assert_eq!(page.problems, []);
        let kb = Kb::new(page.entities, page.sources);
        let limits = Limits { offices, facts: 1, aliases: 1 };
        card(&kb, "Q7747", date.and_then(PartialDate::parse), lang, limits).unwrap()
    }

    /// The offices as they are told, unchecked ones marked by `?`.
    fn offices(date: Option<&str>, others: usize) -> Vec<String> {
        let show = |line: Line| {
            assert_eq!(line.held, !line.label.is_empty());
            let label = if line.held { format!("{}: ", line.label) } else { String::new() };
            format!("{}{label}{}", line.mark.map_or("", |_| "?"), line.text)
        };
        putin(date, Lang::De, others).offices.into_iter().map(show).collect()
    }

    const ALL: usize = usize::MAX;
    const FIRST: &str = "Präsident Russlands, 7. Mai 2000 bis 7. Mai 2008";
    const PREMIER: &str = "?Ministerpräsident Russlands, 8. Mai 2008 bis 7. Mai 2012";
    const AS_OF: &str = "Präsident Russlands, seit 7. Mai 2012 (laut Stand Juli 2022)";

    #[test]
    fn the_office_held_on_the_articles_date_comes_first() {
        let held = format!("Im Amt (13. September 2021): {AS_OF}");
        assert_eq!(offices(Some("2021-09-13"), ALL), [&held, FIRST, PREMIER]);
        let held = "?Im Amt (2010): Ministerpräsident Russlands, 8. Mai 2008 bis 7. Mai 2012";
        assert_eq!(offices(Some("2010"), ALL), [held, AS_OF, FIRST]);
    }

    #[test]
    fn an_open_end_reaches_as_far_as_its_source_knew() {
        assert_eq!(offices(Some("2024-06-17"), ALL), [AS_OF, FIRST, PREMIER]);
        assert_eq!(putin(None, Lang::En, 0).facts[0].text, "United Russia, since 2014 (as of May 2023)");
    }

    #[test]
    fn without_a_date_no_office_is_singled_out() {
        assert_eq!(offices(None, ALL), [AS_OF, FIRST, PREMIER]);
    }

    #[test]
    fn what_is_left_out_is_counted() {
        let held = "?Im Amt (2010): Ministerpräsident Russlands, 8. Mai 2008 bis 7. Mai 2012";
        assert_eq!(offices(Some("2010"), 1), [held, AS_OF, "und 1 frühere"]);
        assert_eq!(offices(Some("2024-06-17"), 1), [AS_OF, "und 2 frühere"]);
        let held = "Im Amt (2001): Präsident Russlands, 7. Mai 2000 bis 7. Mai 2008";
        assert_eq!(offices(Some("2001"), 0), [held, "und 2 weitere"]);
        let facts: Vec<_> = putin(None, Lang::De, 0).facts.into_iter().map(|line| line.text).collect();
        assert_eq!(facts, ["Einiges Russland, seit 2014 (laut Stand Mai 2023)", "und 1 weitere"]);
    }

    #[test]
    fn names_and_dates_of_life_stand_above_the_facts() {
        let card = putin(None, Lang::De, 0);
        assert_eq!((card.label.as_str(), card.other_label.as_deref()), ("Wladimir Putin", Some("Vladimir Putin")));
        assert_eq!(card.aliases, ["Wladimir Wladimirowitsch Putin"], "a label is no alias");
        assert_eq!(card.life[0].text, "geboren 7. Oktober 1952, Leningrad");
        assert_eq!(putin(None, Lang::En, 0).life[0].text, "born 7 October 1952, Leningrad");
    }

    #[test]
    fn every_line_names_its_sources_in_the_language_of_the_card() {
        let card = putin(None, Lang::En, ALL);
        assert_eq!((card.label.as_str(), card.kind.as_str()), ("Vladimir Putin", "person"));
        let told = |source: &SourceName| [&source.licence, &source.as_of].map(|it| it.clone().unwrap_or_default());
        let names: Vec<_> = card.sources.iter().map(|source| (source.name.as_str(), told(source))).collect();
        let [gazette, kremlin] =
            [["CC0", "as of July 2022"], ["", "as of May 2023"]].map(|told| told.map(str::to_owned));
        assert_eq!(names, [("Gazette", gazette), ("Kremlin", kremlin)]);
        let lines = card.life.iter().chain(&card.offices).chain(&card.facts[..1]);
        let of_lines: Vec<_> = lines.map(|line| line.sources.clone()).collect();
        assert_eq!(of_lines, [vec![0], vec![0], vec![0], vec![0, 1], vec![1]]);
    }

    #[test]
    fn a_card_that_nobody_has_checked_says_so_once() {
        let (kb, _) = Kb::new([], Default::default()).with_text(Path::new("page.toml"), PAGE);
        let mut putin = Entity::clone(&kb.entity("Q7747").unwrap());
        putin.facts.iter_mut().for_each(|fact| fact.checked = false);
        let kb = Kb::new([putin], Default::default());
        let card = card(&kb, "Q7747", None, Lang::De, Limits::NONE).unwrap();
        let mut lines = card.life.iter().chain(&card.offices).chain(&card.facts);
        assert!(card.unchecked && lines.all(|line| line.mark.is_none()));
    }
}
