//! Words by which a person is known without a knowledge base: given names, functions, and the small words around names.
//! The lists stand in `given_names.tsv`, `roles.tsv`, `offices.tsv` and `naming.tsv` of each language.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Lang;
use super::folding::fold_name;
use super::lexicon::{Place, Word};
use super::lists::rows;

/// The places of the lists among all.
const GIVEN: Place = Place::new(28);
const ROLES: Place = Place::new(29);
const NAMING: Place = Place::new(30);

/// Endings that a function may have.
const ENDINGS: [&str; 5] = ["", "s", "n", "en", "es"];

/// The lists of one language.
pub struct People {
    /// Folded given names; `true` for those that need further evidence.
    given: FxHashMap<String, bool>,
    roles: FxHashSet<String>,
    /// Bytes of the longest of them.
    longest_role: usize,
    naming: FxHashMap<String, Vec<&'static str>>,
    offices: FxHashMap<String, Offices>,
    lang: Lang,
}

/// A noun that tells a function, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Function<'w> {
    /// Without its case ending: `kremlsprecher`.
    pub noun: &'w str,
    /// Where in it the last part begins, the longest function that the list has: `sprecher`.
    pub head: usize,
    pub ending: &'static str,
}

/// The offices that words may stand for, as lists of the language tell them.
#[derive(Debug)]
pub struct Offices {
    /// What they are called, folded.
    pub nouns: Vec<String>,
    pub whose: Whose,
}

/// Whose office words mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The text has to tell: `der russische Staatschef`.
    Told,
    /// There is only one such office: `der Papst`.
    Only,
    /// That of a state, by its name: `der Kremlchef`.
    Of(&'static str),
}

impl People {
    /// The lists of a language; read on first use.
    pub fn of(lang: Lang) -> &'static Self {
        static DE: LazyLock<People> = LazyLock::new(|| {
            let given = [include_str!("en/given_names.tsv"), include_str!("de/given_names.tsv")];
            let offices = include_str!("de/offices.tsv");
            People::read(Lang::De, given, include_str!("de/roles.tsv"), offices, include_str!("de/naming.tsv"))
        });
        static EN: LazyLock<People> = LazyLock::new(|| {
            let given = [include_str!("de/given_names.tsv"), include_str!("en/given_names.tsv")];
            let offices = include_str!("en/offices.tsv");
            People::read(Lang::En, given, include_str!("en/roles.tsv"), offices, include_str!("en/naming.tsv"))
        });
        match lang {
            Lang::De => &DE,
            Lang::En => &EN,
        }
    }

    /// `given`: the other language's list, then the own, which counts where both hold a name.
    fn read(
        lang: Lang,
        given: [&'static str; 2],
        roles: &'static str,
        offices: &'static str,
        naming: &'static str,
    ) -> Self {
        let mut classes: FxHashMap<String, Vec<&'static str>> = FxHashMap::default();
        for row in rows(naming) {
            classes.entry(fold_name(row[0])).or_default().push(row[1]);
        }
        let roles: FxHashSet<String> = rows(roles).map(|row| fold_name(row[0])).collect();
        Self {
            given: given.into_iter().flat_map(rows).map(|row| (fold_name(row[0]), row.get(2).is_some())).collect(),
            longest_role: roles.iter().map(String::len).max().unwrap_or(0),
            roles,
            naming: classes,
            offices: rows(offices).map(|row| (fold_name(row[0]), Offices::read(&row[1..]))).collect(),
            lang,
        }
    }

    /// Every word of the lists, functions with their endings, with the list's place.
    pub(super) fn each_word(&self, mut add: impl FnMut(&str, Place)) {
        self.given.keys().for_each(|name| add(name, GIVEN));
        self.naming.keys().for_each(|word| add(word, NAMING));
        let mut inflected = String::new();
        for (role, ending) in self.roles.iter().flat_map(|role| ENDINGS.map(|ending| (role, ending))) {
            inflected.clear();
            inflected.extend([role, ending]);
            add(&inflected, ROLES);
        }
    }

    /// Whether a folded word is a given name, and whether it needs further evidence.
    pub fn given<'w>(&self, word: impl Into<Word<'w>>) -> Option<bool> {
        let word = word.into();
        if word.held.whole(GIVEN) { self.given.get(word.text()).copied() } else { None }
    }

    /// Whether a folded word around names is of this class.
    pub fn is<'w>(&self, word: impl Into<Word<'w>>, class: &str) -> bool {
        self.classes(word).contains(&class)
    }

    /// The classes of a folded word around names.
    pub fn classes<'w>(&self, word: impl Into<Word<'w>>) -> &[&'static str] {
        let word = word.into();
        let classes = if word.held.whole(NAMING) { self.naming.get(word.text()) } else { None };
        classes.map_or(&[], Vec::as_slice)
    }

    /// Whether a folded noun tells a function, inflected or not; German compounds do by their last part (`kremlsprecher`).
    pub fn is_role<'w>(&self, noun: impl Into<Word<'w>>) -> bool {
        self.function(noun).is_some()
    }

    /// The function that a folded noun tells.
    pub fn function<'w>(&self, noun: impl Into<Word<'w>>) -> Option<Function<'w>> {
        let noun = noun.into();
        if !noun.held.tail(ROLES) {
            return None;
        }
        let noun = noun.text();
        if self.lang == Lang::En {
            return self.roles.contains(noun).then_some(Function { noun, head: 0, ending: "" });
        }
        let stems = ENDINGS.iter().filter_map(|ending| Some((noun.strip_suffix(ending)?, *ending)));
        // `Begleitern` are several
        let mut stems = stems.filter(|(stem, ending)| *ending != "n" || !stem.ends_with("er"));
        stems.find_map(|(noun, ending)| Some(Function { noun, head: self.head(noun)?, ending }))
    }

    /// Where in a noun the function begins that it ends in.
    fn head(&self, noun: &str) -> Option<usize> {
        // What goes before the head of a compound has three letters at least.
        let first = noun.char_indices().nth(3).map_or(noun.len(), |(at, _)| at);
        let starts = first.max(noun.len().saturating_sub(self.longest_role))..noun.len().saturating_sub(3).max(first);
        let mut starts = std::iter::once(0).chain(starts.filter(|&at| noun.is_char_boundary(at)));
        starts.find(|&at| self.roles.contains(&noun[at..]))
    }

    /// The offices that folded words stand for, where these are not what the office itself is called.
    pub fn offices(&self, words: &str) -> Option<&Offices> {
        self.offices.get(words)
    }
}

impl Offices {
    fn read(columns: &[&'static str]) -> Self {
        let whose = match columns.get(1) {
            None => Whose::Told,
            Some(&"*") => Whose::Only,
            Some(state) => Whose::Of(state),
        };
        Self { nouns: columns[0].split(", ").map(fold_name).collect(), whose }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_known_by_the_head_of_the_compound() {
        let german = People::of(Lang::De);
        for noun in ["analyst", "kremlsprecher", "aussenministerin", "präsidenten", "kremlchef"] {
            assert!(german.is_role(noun), "{noun}");
        }
        for noun in ["diktatur", "stadt", "mittwoch", "granaten"] {
            assert!(!german.is_role(noun), "{noun}");
        }
        assert!(People::of(Lang::En).is_role("spokesman"));
        let function = |noun| german.function(noun).map(|it| (&it.noun[it.head..], it.ending));
        assert_eq!(function("kremlsprechers"), Some(("sprecher", "s")));
        assert_eq!(function("vizepräsidenten"), Some(("vizepräsident", "en")));
    }

    #[test]
    fn the_own_list_says_which_given_names_are_risky() {
        assert_eq!(People::of(Lang::De).given("boris"), Some(false));
        assert_eq!(People::of(Lang::De).given("kim"), Some(true));
        assert_eq!(People::of(Lang::De).given("granaten"), None);
    }
}
