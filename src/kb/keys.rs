//! How the names of entities are spelled as keys, and in which endings and capitals each may stand in a text.
//! It knows no text; where a name stands in one is for [`super::index`].

use crate::analysis::MentionType::{Event, Organisation, Work};
use crate::analysis::tokens::{is_joint, tokens};
use crate::lang::Lang;
use crate::lang::folding::{fold_name_into, is_all_capitals, is_capitalised};
use crate::lang::lists::ADJECTIVE;

use super::model::{Entity, EntityType};

/// In which way a name belongs to its entity, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    Label,
    Alias,
    Short,
    /// Counts only between quotation marks.
    Quoted,
    /// An ordinary word too: counts only where words tell of a place.
    Ordinary,
    /// An adjective: `russisch`.
    Adjective,
    /// A noun for inhabitants: `Russe`.
    People,
}

impl Role {
    /// In their order.
    pub const ALL: [Self; 7] =
        [Self::Label, Self::Alias, Self::Short, Self::Quoted, Self::Ordinary, Self::Adjective, Self::People];
}

/// One name of one entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its place among the entities of its pack.
    pub entity: u32,
    pub role: Role,
    /// The language it belongs to; `None` for names of any language.
    pub lang: Option<Lang>,
    pub kind: EntityType,
    /// How often the entity is meant by its names, compared with others: in how many Wikipedias it has an article, and 255
    /// where somebody entered it by hand.
    pub prior: u8,
    /// Bit by bit: which words must begin with a capital.
    pub capitals: u16,
    /// Which words must stand in capitals: `US` is not `us`.
    pub shouted: u16,
}

impl Entry {
    /// Whether the last word of this name may stand with this ending in a text of this language.
    pub fn takes(&self, ending: &str, lang: Lang) -> bool {
        match (self.role, self.lang.unwrap_or(lang), ending) {
            (_, _, "") => true,
            (Role::Adjective, own, _) => own == Lang::De && ADJECTIVE.contains(&ending),
            (Role::People, Lang::De, _) => matches!(ending, "n" | "en" | "s" | "nen" | "innen"),
            (Role::People, Lang::En, _) => matches!(ending, "s" | "'s"),
            (_, _, "'s" | "'") => true,
            (_, _, "s") => lang == Lang::De,
            // names that end in an ordinary noun take its genitive: `des Sicherheitsrates`
            (_, _, "es") => lang == Lang::De && matches!(self.kind.mention(), Event | Organisation | Work),
            _ => false,
        }
    }

    /// Whether it takes this ending in any language.
    pub fn takes_any(&self, ending: &str) -> bool {
        self.takes(ending, Lang::De) || self.takes(ending, Lang::En)
    }

    /// Which of several names is the likelier, all else being equal; the greater.
    pub fn weight(&self) -> usize {
        usize::from(self.prior) * (Role::ALL.len() + 2 - self.role as usize)
    }
}

/// Hands over every name of an entity: its key, and the entry of it.
pub fn spell(number: u32, entity: &Entity, prior: u8, mut add: impl FnMut(String, Entry)) {
    let mut name = |name: &str, role: Role, lang: Option<Lang>| {
        let lang = lang.filter(|_| entity.kind != EntityType::Person);
        let entry = Entry { entity: number, role, lang, kind: entity.kind, prior, capitals: 0, shouted: 0 };
        keys(name, entry, &mut add);
    };
    let ordinary = |name: &String| entity.ordinary.contains(name);
    for lang in [Lang::De, Lang::En] {
        if let Some(label) = entity.label.own(lang).filter(|label| !ordinary(label)) {
            name(label, Role::Label, Some(lang));
        }
        for alias in entity.aliases.own(lang).into_iter().flatten().filter(|alias| !ordinary(alias)) {
            name(alias, Role::Alias, Some(lang));
        }
        if let Some(demonyms) = entity.demonyms.own(lang) {
            demonyms.adjective.iter().for_each(|word| name(word, Role::Adjective, Some(lang)));
            demonyms.people.iter().for_each(|word| name(word, Role::People, Some(lang)));
        }
    }
    entity.short.iter().for_each(|short| name(short, Role::Short, None));
    entity.quoted.iter().for_each(|quoted| name(quoted, Role::Quoted, None));
    entity.ordinary.iter().for_each(|word| name(word, Role::Ordinary, None));
}

/// The keys of a name: its folded words; for German names with an adjective inside, also those of its inflections.
fn keys(name: &str, mut entry: Entry, add: &mut impl FnMut(String, Entry)) {
    let words = words(name);
    let bits = |test: &dyn Fn(&str) -> bool| {
        words.iter().take(16).enumerate().filter(|(_, word)| test(word)).fold(0, |bits, (at, _)| bits | 1 << at)
    };
    entry.capitals = bits(&is_capitalised);
    entry.shouted = bits(&|word| word.chars().count() <= 4 && is_all_capitals(word));
    add(join(&words, ""), entry);
    let inflects = entry.lang != Some(Lang::En) && entry.kind != EntityType::Person && words.len() > 1;
    if inflects && words[..words.len() - 1].iter().any(|word| adjective_stem(word).is_some()) {
        ADJECTIVE.iter().for_each(|ending| add(join(&words, ending), entry));
    }
}

/// How many words a key has.
pub fn count_words(key: &str) -> usize {
    1 + key.matches(' ').count()
}

/// A name as a key: its folded words.
pub fn key(name: &str) -> String {
    join(&words(name), "")
}

/// The words of a name, without the hyphens between them.
fn words(name: &str) -> Vec<&str> {
    let split = tokens(name);
    let words = (0..split.len()).filter(|&at| at == 0 || !is_joint(name, &split, at));
    words.map(|at| split[at].of(name)).collect()
}

/// The folded words with blanks between; adjectives before the last word take the ending, if one is given.
fn join(words: &[&str], ending: &str) -> String {
    let mut key = String::new();
    for (at, word) in words.iter().enumerate() {
        if at > 0 {
            key.push(' ');
        }
        match adjective_stem(word).filter(|_| !ending.is_empty() && at + 1 < words.len()) {
            Some(stem) => {
                fold_name_into(stem, &mut key);
                key.push_str(ending);
            }
            None => fold_name_into(word, &mut key),
        }
    }
    key
}

/// `Vereinigt` of `Vereinigte`: what may be an inflected adjective, without its ending.
fn adjective_stem(word: &str) -> Option<&str> {
    let stem = word.strip_suffix('e').or_else(|| word.strip_suffix("er")).or_else(|| word.strip_suffix("es"));
    stem.or_else(|| word.strip_suffix("en")).filter(|stem| stem.chars().count() >= 4)
}
