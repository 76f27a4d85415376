//! What there is to say about an entity, as plain lines in one language: the card behind a hover and `kb show`.
//! An office is told as of the article's date, and nothing is asserted beyond what its source knew.

use std::cmp::Reverse;
use std::collections::HashSet;

use crate::kb::{Fact, Kb};
use crate::lang::Lang;
use crate::messages::{forms, text};
use crate::text::PartialDate;

/// A card, without any markup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    pub id: String,
    pub label: String,
    /// The type in words: `Staat`, `news agency`.
    pub kind: String,
    /// One line; may be empty.
    pub description: String,
    /// Other names, without the label.
    pub aliases: Vec<String>,
    /// Facts, what matters most first.
    pub lines: Vec<Line>,
    /// What the desk has noted, on several lines.
    pub note: Option<String>,
    /// Where these come from, each once.
    pub sources: Vec<SourceName>,
}

/// One fact of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is: `Born`. Empty for offices, which tell it themselves.
    pub label: String,
    /// What is so, and when: `Präsident Russlands, seit 7. Mai 2012`.
    pub text: String,
    /// An office that its holder had on the article's date.
    pub held: bool,
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

/// The card of an entity in a language, as of the article's date. Of the offices not held on that date, it tells `others`
/// at most, and how many are left out.
pub fn card(kb: &Kb, id: &str, date: Option<PartialDate>, lang: Lang, others: usize) -> Option<Card> {
    let entity = kb.entity(id)?;
    let label = entity.label.get(lang).to_owned();
    let mut aliases: Vec<String> =
        [lang, lang.other()].iter().filter_map(|&lang| entity.aliases.own(lang)).flatten().cloned().collect();
    let mut seen = HashSet::from([label.clone()]);
    aliases.retain(|alias| seen.insert(alias.clone()));
    let mut card = Card {
        id: id.to_owned(),
        label,
        kind: text(lang, &format!("types.{}", entity.kind.tag()), &[]),
        description: entity.description.get(lang).to_owned(),
        aliases,
        lines: vec![],
        note: entity.note.clone(),
        sources: vec![],
    };
    let with_standing = |fact| (standing(fact, date), fact);
    let (mut offices, facts): (Vec<_>, Vec<_>) =
        entity.facts.iter().map(with_standing).partition(|(_, fact)| fact.kind == "office");
    offices.sort_by_key(|&(standing, fact)| {
        let unchecked = standing != Standing::Held && !fact.is_checked();
        (standing.order(), unchecked, Reverse(fact.from))
    });
    let held = offices.iter().filter(|(standing, _)| *standing == Standing::Held).count();
    let left_out = offices.split_off(offices.len().min(held.saturating_add(others)));
    card.tell(&offices, kb, lang);
    card.lines.extend(summary(&offices, &left_out, lang));
    card.tell(&facts, kb, lang);
    Some(card)
}

impl Card {
    fn tell(&mut self, facts: &[(Standing, &Fact)], kb: &Kb, lang: Lang) {
        for &(standing, fact) in facts {
            let sources = fact.source.iter().chain(fact.to_source.as_ref().filter(|_| fact.to.is_some()));
            let mut sources: Vec<usize> = sources.map(|key| self.source(kb, key, lang)).collect();
            sources.dedup();
            self.lines.push(line(fact, standing, sources, lang));
        }
    }

    /// The place of a source in the list of the card's sources.
    fn source(&mut self, kb: &Kb, key: &str, lang: Lang) -> usize {
        let source = match kb.source(key) {
            Some(source) => SourceName { name: source.name.get(lang).to_owned(), url: source.url.clone() },
            None => SourceName { name: key.to_owned(), url: None },
        };
        self.sources.iter().position(|known| *known == source).unwrap_or_else(|| {
            self.sources.push(source);
            self.sources.len() - 1
        })
    }
}

/// How many offices are left out: `und 2 frühere`.
fn summary(told: &[(Standing, &Fact)], left_out: &[(Standing, &Fact)], lang: Lang) -> Option<Line> {
    let first = told.iter().filter_map(|(_, fact)| fact.from).min();
    let earlier = left_out.iter().all(|(_, fact)| fact.from.zip(first).is_some_and(|(from, first)| from <= first));
    let key = if earlier { "card.earlier" } else { "card.more" };
    let text = text(lang, key, &[("count", &left_out.len().to_string())]);
    (!left_out.is_empty()).then_some(Line { label: String::new(), text, held: false, mark: None, sources: vec![] })
}

fn line(fact: &Fact, standing: Standing, sources: Vec<usize>, lang: Lang) -> Line {
    let office = fact.kind == "office";
    let value = fact.value.as_ref().map_or("", |value| value.get(lang));
    let parts = [value.to_owned(), when(fact, standing, lang)];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Line {
        label: if office { String::new() } else { label(&fact.kind, lang) },
        text: parts.join(", "),
        held: office && standing == Standing::Held,
        mark: (!fact.is_checked()).then(|| text(lang, "card.unchecked", &[])),
        sources,
    }
}

/// What kind of fact it is, in words; a kind that a desk made up itself stands as it is written.
fn label(kind: &str, lang: Lang) -> String {
    let key = format!("facts.{}", kind);
    let word = text(lang, &key, &[]);
    if word == key { kind.to_owned() } else { word }
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

/// How a fact stands to a date. An open end reaches as far as its source knew.
fn standing(fact: &Fact, date: Option<PartialDate>) -> Standing {
    let Some(date) = date else { return Standing::Other };
    let (first, last) = (date.first_day(), date.last_day());
    if fact.from.or(fact.to).is_none() || fact.from.is_some_and(|from| from.first_day() > last) {
        return Standing::Other;
    }
    match (fact.to, fact.as_of) {
        (Some(to), _) if to.last_day() < first => Standing::Other,
        (None, Some(as_of)) if as_of.last_day() < first => Standing::HeldAsOf(as_of),
        _ => Standing::Held,
    }
}

/// `seit 7. Mai 2012`, `8. August 1999 – 7. Mai 2000`, `seit 2012 (Stand Juli 2022)`.
fn when(fact: &Fact, standing: Standing, lang: Lang) -> String {
    let say = |key: &str, date| text(lang, key, &[("date", &day(date, lang))]);
    let dates = match (fact.at, fact.from, fact.to) {
        (Some(at), ..) => day(at, lang),
        (None, Some(from), Some(to)) => format!("{} – {}", day(from, lang), day(to, lang)),
        (None, Some(from), None) => say("card.since", from),
        (None, None, Some(to)) => say("card.until", to),
        (None, None, None) => String::new(),
    };
    let open = fact.to.is_none() && fact.at.is_none();
    let as_of = match standing {
        Standing::HeldAsOf(as_of) => Some(as_of),
        Standing::Other if open && fact.kind == "office" => fact.as_of,
        _ => None,
    };
    match as_of.map(|as_of| say("card.as-of", as_of)) {
        Some(as_of) if dates.is_empty() => as_of,
        Some(as_of) => format!("{dates} ({as_of})"),
        None => dates,
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
fact = [
  { kind = "office", value = { de = "Präsident Russlands" }, from = "2000-05-07", to = "2008-05-07", source = "gazette" },
  { kind = "office", value = { de = "Ministerpräsident Russlands" }, from = "2008-05-08", to = "2012-05-07", source = "gazette", to_source = "kremlin", checked = false },
  { kind = "office", value = { de = "Präsident Russlands" }, from = "2012-05-07", source = "gazette", as_of = "2022-07" },
  { kind = "born", at = "1952-10-07", source = "gazette" },
]
"#;

    const SOURCES: &str = "[gazette]\nname = { de = \"Amtsblatt\", en = \"Gazette\" }\n[kremlin]\nname = \"Kreml\"\n";

    const ALL: usize = usize::MAX;

    fn putin(date: Option<&str>, lang: Lang, others: usize) -> Card {
        let mut page = Page::default();
        page.read(Path::new("sources.toml"), SOURCES);
        page.read(Path::new("page.toml"), PAGE);
        assert_eq!(page.problems, []);
        let kb = Kb::new(page.entities, page.sources);
        card(&kb, "Q7747", date.and_then(PartialDate::parse), lang, others).unwrap()
    }

    /// The lines as `text`, offices held on the date marked by `*`, unchecked ones by `?`.
    fn lines(date: Option<&str>, others: usize) -> Vec<String> {
        let show =
            |line: Line| format!("{}{}{}", if line.held { "*" } else { "" }, line.mark.map_or("", |_| "?"), line.text);
        putin(date, Lang::De, others).lines.into_iter().map(show).collect()
    }

    const FIRST: &str = "Präsident Russlands, 7. Mai 2000 – 7. Mai 2008";
    const PREMIER: &str = "?Ministerpräsident Russlands, 8. Mai 2008 – 7. Mai 2012";
    const AS_OF: &str = "Präsident Russlands, seit 7. Mai 2012 (Stand Juli 2022)";
    const BORN: &str = "7. Oktober 1952";

    #[test]
    fn the_office_held_on_the_articles_date_comes_first() {
        assert_eq!(lines(Some("2021-09-13"), ALL), ["*Präsident Russlands, seit 7. Mai 2012", FIRST, PREMIER, BORN]);
        assert_eq!(lines(Some("2010"), ALL), [&format!("*{PREMIER}"), AS_OF, FIRST, BORN]);
    }

    #[test]
    fn an_open_end_reaches_as_far_as_its_source_knew() {
        assert_eq!(lines(Some("2024-06-17"), ALL), [AS_OF, FIRST, PREMIER, BORN]);
    }

    #[test]
    fn without_a_date_no_office_is_singled_out() {
        assert_eq!(lines(None, ALL), [AS_OF, FIRST, PREMIER, BORN]);
    }

    #[test]
    fn offices_that_are_left_out_are_counted() {
        assert_eq!(lines(Some("2010"), 1), [&format!("*{PREMIER}"), AS_OF, "und 1 frühere", BORN]);
        assert_eq!(lines(Some("2024-06-17"), 1), [AS_OF, "und 2 frühere", BORN]);
        assert_eq!(lines(Some("2001"), 0), [&format!("*{FIRST}"), "und 2 weitere", BORN]);
    }

    #[test]
    fn every_line_names_its_sources_in_the_language_of_the_card() {
        let card = putin(None, Lang::En, ALL);
        assert_eq!((card.label.as_str(), card.kind.as_str()), ("Vladimir Putin", "person"));
        let names: Vec<_> = card.sources.iter().map(|source| source.name.as_str()).collect();
        assert_eq!(names, ["Gazette", "Kreml"]);
        let of_lines: Vec<_> = card.lines.iter().map(|line| line.sources.clone()).collect();
        assert_eq!(of_lines, [vec![0], vec![0], vec![0, 1], vec![0]]);
    }
}
