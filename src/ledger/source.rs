//! A source, as people name one: a title, an address, an author, dates, a kind. Comments, footnotes and heads of articles
//! have it in words, sidecars field by field; this is the one model of both.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::text::PartialDate;

/// Who or what vouches for something. All fields may be missing, but not all at once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Source {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Of `http` or `https`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// When it was published: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// When somebody looked at it, in the same form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accessed: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<SourceKind>,
}

/// What a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
    Document,
    Interview,
    Wire,
    StatisticsOffice,
    OwnObservation,
}

impl SourceKind {
    /// The word that stands for it in files.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Interview => "interview",
            Self::Wire => "wire",
            Self::StatisticsOffice => "statistics-office",
            Self::OwnObservation => "own-observation",
        }
    }

    pub(super) fn parse(tag: &str) -> Option<Self> {
        let all =
            [Self::Document, Self::Interview, Self::Wire, Self::StatisticsOffice, Self::OwnObservation].into_iter();
        all.into_iter().find(|kind| kind.tag() == tag)
    }
}

impl Source {
    /// Reads a source out of words such as `Amt für Brücken, Bericht 2024, https://amt.example/b.pdf, 2026-03-01`: an address
    /// and a full date are told from the rest, which is the title.
    pub fn parse(words: &str) -> Option<Self> {
        let mut source = Self::default();
        let mut title = Vec::new();
        for part in words.split_whitespace() {
            let bare = part.trim_matches([',', ';', '(', ')', '<', '>']);
            if source.url.is_none() && is_address(bare) {
                source.url = Some(bare.to_owned());
            } else if source.date.is_none() && bare.len() == "2026-03-01".len() && is_date(bare) {
                source.date = Some(bare.to_owned());
            } else {
                title.push(part);
            }
        }
        let title = title.join(" ");
        let title = title.trim_end_matches([',', ';']);
        source.title = (!title.is_empty()).then(|| title.to_owned());
        source.says_something().then_some(source)
    }

    /// Whether it tells who or what it is, and in a form that holds: no address but of the web, dates that are dates.
    pub fn is_sound(&self) -> bool {
        let dates = [&self.date, &self.accessed].into_iter().flatten().all(|date| is_date(date));
        self.says_something() && dates && self.url.iter().all(|url| is_address(url))
    }

    fn says_something(&self) -> bool {
        let told = |field: &Option<String>| field.as_deref().is_some_and(|words| !words.trim().is_empty());
        told(&self.title) || told(&self.url) || told(&self.author) || self.kind.is_some()
    }

    /// What it is called in a line: its title, else who wrote it, else where it stands.
    pub fn name(&self) -> &str {
        let kind = self.kind.map(SourceKind::tag);
        self.title.as_deref().or(self.author.as_deref()).or(self.url.as_deref()).or(kind).unwrap_or_default()
    }
}

/// The words that [`Source::parse`] reads.
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [&self.title, &self.author, &self.date, &self.url].into_iter().flatten().map(String::as_str);
        let parts: Vec<&str> = parts.collect();
        f.write_str(if parts.is_empty() { self.name() } else { "" })?;
        f.write_str(&parts.join(", "))
    }
}

fn is_address(words: &str) -> bool {
    let rest = words.strip_prefix("https://").or_else(|| words.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(|c: char| c.is_whitespace() || c.is_control()))
}

fn is_date(words: &str) -> bool {
    PartialDate::parse(words).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_name_a_source() {
        let source = Source::parse("Amt für „Brücken“, Bericht 3, https://amt.example/b?x=1, 2026-03-01").unwrap();
        assert_eq!(source.title.as_deref(), Some("Amt für „Brücken“, Bericht 3"));
        assert_eq!(source.url.as_deref(), Some("https://amt.example/b?x=1"));
        assert_eq!(source.date.as_deref(), Some("2026-03-01"));
        assert_eq!(Source::parse(&source.to_string()), Some(source));
        assert_eq!(Source::parse("http://a.example").unwrap().name(), "http://a.example");
        assert_eq!(Source::parse(" , "), None);
    }

    #[test]
    fn what_leads_elsewhere_is_no_source() {
        let of_url = |url: &str| Source { url: Some(url.to_owned()), ..Source::default() };
        assert!(of_url("https://a.example/ä").is_sound());
        assert!(!of_url("javascript:alert(1)").is_sound());
        assert!(!of_url("https://a b").is_sound());
        assert!(!Source { date: Some("gestern".to_owned()), ..of_url("https://a.example") }.is_sound());
        assert!(!Source::default().is_sound());
    }
}
