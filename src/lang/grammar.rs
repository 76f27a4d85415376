//! The classes of function words, as `grammar.tsv` of each language tells them.

/// What a function word does in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grammar {
    Article,
    Preposition,
    Adverb,
    Conjunction,
    Subordinator,
    /// A finite verb.
    Verb,
    /// A finite verb in the past.
    Past,
    /// Konjunktiv I.
    Reported,
    /// Konjunktiv II.
    PastSubjunctive,
    /// A form of `sollen`.
    Should,
}

impl Grammar {
    /// Reads the name that the lists use.
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "article" => Self::Article,
            "preposition" => Self::Preposition,
            "adverb" => Self::Adverb,
            "conjunction" => Self::Conjunction,
            "subordinator" => Self::Subordinator,
            "verb" => Self::Verb,
            "past" => Self::Past,
            "reported" => Self::Reported,
            "past-subjunctive" => Self::PastSubjunctive,
            "should" => Self::Should,
            _ => return None,
        })
    }
}
