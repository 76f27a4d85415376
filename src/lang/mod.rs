//! What is German and what is English: word lists as data (`de/`, `en/`: one list a file, each with a header that says
//! what it is), and the few functions that need code. It must not know articles, only words.

pub mod clusters;
pub mod conversions;
pub mod east_asian;
pub mod filter;
pub mod folding;
pub mod grammar;
pub mod lexicon;
pub mod lists;
pub mod number_words;
pub mod people;
pub mod respelling;

use std::fmt;

/// A language that articles are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// German of Germany, Switzerland and Austria.
    De,
    /// English.
    En,
}

impl Lang {
    /// Reads `de`, `en`, also with a region (`de-CH`, `en_GB`).
    pub fn parse(tag: &str) -> Option<Self> {
        match tag.trim().split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
            "de" => Some(Self::De),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// The one of the two that this is not.
    pub const fn other(self) -> Self {
        match self {
            Self::De => Self::En,
            Self::En => Self::De,
        }
    }

    /// The tag that ANNOTATIONS.md uses.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::De => "de",
            Self::En => "en",
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}
