//! Names to entities: a finite-state map over folded words, walked along the tokens of a paragraph.
//! It knows how names are spelled and inflected; which of several entities is meant is for [`super::names`].

use std::borrow::Cow;

use fst::raw::{Fst, Node};
use fst::{IntoStreamer, Streamer};
use serde::{Deserialize, Serialize};

use super::model::{Entity, EntityType};
use crate::analysis::tokens::{Token, is_joint, tokens};
use crate::lang::Lang;
use crate::lang::filter::{EMPTY, Filter, hash, step};
use crate::lang::folding::{fold_name_into, is_all_capitals, is_capitalised};
use crate::lang::lists::ADJECTIVE;

/// In which way a name belongs to its entity, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
pub enum Role {
    Label,
    Alias,
    Short,
    /// Counts only between quotation marks.
    Quoted,
    /// An adjective: `russisch`.
    Adjective,
    /// A noun for inhabitants: `Russe`.
    People,
}

/// One name of one entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Entry {
    /// Its place in the list that the index was built from.
    pub entity: usize,
    pub role: Role,
    /// The language it belongs to; `None` for names of any language.
    pub lang: Option<Lang>,
    kind: EntityType,
    /// Words of more than one letter.
    words: usize,
    /// Bit by bit: which words must begin with a capital.
    capitals: u16,
    /// Which words must stand in capitals: `US` is not `us`.
    shouted: u16,
}

/// A name found in the text.
#[derive(Clone, Copy, Debug)]
pub struct Hit<'i> {
    pub entries: &'i [Entry],
    /// Tokens that it covers.
    pub tokens: usize,
    /// The case ending of its last token: folded, and in bytes of the text.
    pub ending: (&'static str, usize),
    capitals: u16,
    shouted: u16,
}

/// All names of a list of entities.
pub struct Index {
    keys: Fst<Cow<'static, [u8]>>,
    begins: Begins,
    /// The entries of a key stand side by side; the key's value is `first << 8 | count`.
    entries: Vec<Entry>,
}

/// Every ending that a last word may have, apart from the bare apostrophe.
const ENDINGS: [&str; 11] = ["", "s", "'s", "e", "en", "er", "em", "es", "n", "nen", "innen"];

/// In bytes.
const LONGEST_ENDING: usize = 5;

/// Whether it is one of the [`ENDINGS`]: asked of every word, so not of the list.
fn is_ending(end: &[u8]) -> bool {
    matches!(end, b"" | b"s" | b"'s" | b"e" | b"en" | b"er" | b"em" | b"es" | b"n" | b"nen" | b"innen")
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
            (_, _, "es") => lang == Lang::De && self.is_noun(),
            _ => false,
        }
    }

    /// Whether it takes this ending in any language.
    pub fn takes_any(&self, ending: &str) -> bool {
        self.takes(ending, Lang::De) || self.takes(ending, Lang::En)
    }

    /// Whether it may be meant in a text of this language. A name of the other language counts where it is nobody's
    /// ordinary word: of several words, or in capitals.
    pub fn is_read_in(&self, lang: Lang) -> bool {
        let demonym = matches!(self.role, Role::Adjective | Role::People);
        self.lang.is_none_or(|own| own == lang) || !demonym && (self.words > 1 || self.shouted != 0)
    }

    /// Whether it is a name in full, and no abbreviation or byname.
    pub fn is_full(&self) -> bool {
        self.role == Role::Label || self.role == Role::Alias && self.words > 1
    }

    /// Names that end in an ordinary noun take its genitive: `des Sicherheitsrates`.
    fn is_noun(&self) -> bool {
        use crate::analysis::MentionType::{Event, Organisation, Work};
        matches!(self.kind.mention(), Event | Organisation | Work)
    }
}

impl Hit<'_> {
    /// Whether the capitals of the text fit this name.
    pub fn fits(&self, entry: &Entry) -> bool {
        entry.capitals & !self.capitals == 0 && entry.shouted & !self.shouted == 0
    }
}

impl Index {
    /// Indexes every name of the entities.
    pub fn new<'e>(entities: impl Iterator<Item = &'e Entity>) -> Self {
        let mut names: Vec<(String, Entry)> = Vec::new();
        for (at, entity) in entities.enumerate() {
            spell(at, entity, &mut names);
        }
        names.sort_by(|(a, x), (b, y)| (a, x.entity, x.role).cmp(&(b, y.entity, y.role)));
        names.dedup();
        let begins = Begins::of(&names);
        let mut keys = fst::MapBuilder::memory();
        let mut entries = Vec::with_capacity(names.len());
        for group in names.chunk_by(|(a, _), (b, _)| a == b) {
            let value = (entries.len() as u64) << 8 | group.len().min(255) as u64;
            keys.insert(&group[0].0, value).expect("sorted keys");
            entries.extend(group.iter().map(|(_, entry)| *entry));
        }
        let keys = keys.into_inner().expect("memory takes it");
        Self { keys: Fst::new(keys.into()).expect("an fst just built"), begins, entries }
    }

    /// The index out of the [`Self::parts`] of another.
    pub fn of(parts: Parts<'static>) -> Self {
        let keys = Fst::new(parts.keys.into()).expect("an fst built by `new`");
        Self { keys, begins: parts.begins, entries: parts.entries }
    }

    /// What to keep of an index to have it again without building it.
    pub fn parts(&self) -> Parts<'_> {
        Parts { keys: self.keys.as_bytes(), begins: self.begins.clone(), entries: self.entries.clone() }
    }

    /// Whether a name may begin with a folded word that has a capital letter or none; `false` is certain.
    pub fn may_begin(&self, first: &str, capital: bool) -> bool {
        may_hold(if capital { &self.begins.heads } else { &self.begins.small_heads }, EMPTY, first).0
    }

    /// Whether a name may begin with two folded words, or be the first of them; `false` is certain.
    pub fn may_go_on(&self, [first, second]: [&str; 2]) -> bool {
        let (found, whole) = may_hold(&self.begins.single, EMPTY, first);
        found || may_hold(&self.begins.pairs, step(whole, b' '), second).0
    }

    /// How many keys there are.
    pub fn count(&self) -> usize {
        self.keys.len()
    }

    /// Calls `found` for every key, in their order.
    pub fn each_key(&self, mut found: impl FnMut(&str, &[Entry])) {
        let mut keys = self.keys.stream();
        while let Some((key, value)) = keys.next() {
            found(std::str::from_utf8(key).expect("keys are folded text"), self.entries(value.value()));
        }
    }

    /// Calls `found` for every key that begins with a text, in their order, until it has had enough.
    pub fn each_beginning(&self, text: &str, mut goes_on: impl FnMut(&[Entry]) -> bool) {
        let mut keys = self.keys.range().ge(text).into_stream();
        while let Some((key, value)) = keys.next() {
            if !key.starts_with(text.as_bytes()) || !goes_on(self.entries(value.value())) {
                return;
            }
        }
    }

    /// Calls `found` for every name that begins at `tokens[0]`, shorter ones first. Hyphens and blanks between the words
    /// of a name are the same; a name may end in any ending that exists, whether its entries take it or not. `first` is
    /// the first token, folded.
    pub fn each<'i>(&'i self, first: &str, paragraph: &str, tokens: &[Token], mut found: impl FnMut(Hit<'i>)) {
        let mut word = first.to_owned();
        let mut path = Vec::with_capacity(2 * first.len());
        let mut walk = Some(Walk { node: self.keys.root(), value: 0 });
        let (mut capitals, mut shouted) = (0, 0);
        let mut after_hyphen = false;
        let mut words = 0;
        for (at, token) in tokens.iter().enumerate() {
            if words > 0 && !after_hyphen && is_joint(paragraph, tokens, at) {
                after_hyphen = true;
                continue;
            }
            if words > 0 {
                walk = walk.and_then(|walk| walk.step(&self.keys, b' '));
            }
            let Some(before) = walk else { return };
            let text = token.of(paragraph);
            let bit = 1_u16.checked_shl(words).unwrap_or(0);
            if after_hyphen || token.capital {
                capitals |= bit;
            }
            if words > 0 {
                // the first is folded already
                word.clear();
                fold_name_into(text, &mut word);
            }
            before.follow(&self.keys, word.as_bytes(), &mut path);
            for ending in ENDINGS {
                let Some(stem) = word.len().checked_sub(ending.len()).filter(|&stem| stem > 0) else { continue };
                let Some(value) = path.get(stem).and_then(|walk| walk.end()) else { continue };
                if !word.ends_with(ending) {
                    continue;
                }
                let bytes = tail_bytes(text, ending.chars().count());
                let shout = if is_all_capitals(&text[..text.len() - bytes]) { bit } else { 0 };
                let shouted = shouted | shout;
                let entries = self.entries(value);
                let hit = Hit { entries, tokens: at + 1, ending: (ending, bytes), capitals, shouted };
                found(hit);
                if ending.is_empty()
                    && let Some(mark) = bare_apostrophe(paragraph, tokens, at)
                {
                    found(Hit { tokens: at + 2, ending: ("'", mark), ..hit });
                }
            }
            if is_all_capitals(text) {
                shouted |= bit;
            }
            walk = path.get(word.len()).cloned();
            words += 1;
            after_hyphen = false;
        }
    }

    fn entries(&self, value: u64) -> &[Entry] {
        let first = (value >> 8) as usize;
        &self.entries[first..first + (value & 255) as usize]
    }
}

/// An [`Index`] as it is kept.
#[derive(Deserialize, Serialize)]
pub struct Parts<'p> {
    keys: &'p [u8],
    begins: Begins,
    entries: Vec<Entry>,
}

/// With which words keys begin: most words of a text are told from these without a walk.
#[derive(Clone, Deserialize, Serialize)]
struct Begins {
    /// The first words of keys, and of those that may begin with a small letter.
    heads: Filter,
    small_heads: Filter,
    /// The keys of one word, and the first two words of longer ones.
    single: Filter,
    pairs: Filter,
}

impl Begins {
    fn of(names: &[(String, Entry)]) -> Self {
        // the first words of a key, so many, if it has that many
        let begin = |key: &str, words: usize| {
            let mut ends = key.match_indices(' ').map(|(at, _)| at).chain([key.len()]);
            ends.nth(words - 1).map(|end| hash(key[..end].bytes()))
        };
        let small = names.iter().filter(|(_, entry)| entry.capitals & 1 == 0);
        let single = names.iter().filter(|(key, _)| !key.contains(' '));
        Self {
            heads: Filter::of(names.iter().filter_map(|(key, _)| begin(key, 1))),
            small_heads: Filter::of(small.filter_map(|(key, _)| begin(key, 1))),
            single: Filter::of(single.filter_map(|(key, _)| begin(key, 1))),
            pairs: Filter::of(names.iter().filter_map(|(key, _)| begin(key, 2))),
        }
    }
}

/// Whether a word, behind what has this hash, is among those of a set, or would be without an ending; `false` is certain.
/// Where it is not, the hash of both together.
fn may_hold(set: &Filter, before: u64, word: &str) -> (bool, u64) {
    let bytes = word.as_bytes();
    let stem = bytes.len().saturating_sub(LONGEST_ENDING);
    let mut hash = bytes[..stem].iter().copied().fold(before, step);
    let found = (stem..bytes.len()).any(|at| {
        hash = step(hash, bytes[at]);
        is_ending(&bytes[at + 1..]) && set.may_hold(hash)
    });
    (found, hash)
}

/// A place in the map: the node, and the value gathered on the way.
#[derive(Clone)]
struct Walk<'i> {
    node: Node<'i>,
    value: u64,
}

impl<'i> Walk<'i> {
    fn step(&self, keys: &'i Fst<Cow<'static, [u8]>>, byte: u8) -> Option<Self> {
        let step = self.node.transition(self.node.find_input(byte)?);
        Some(Self { node: keys.node(step.addr), value: self.value + step.out.value() })
    }

    /// Fills `path` with the places before the word and behind each of its bytes, as far as the map goes.
    fn follow(self, keys: &'i Fst<Cow<'static, [u8]>>, word: &[u8], path: &mut Vec<Self>) {
        path.clear();
        path.push(self);
        for &byte in word {
            let Some(next) = path[path.len() - 1].step(keys, byte) else { break };
            path.push(next);
        }
    }

    /// The value, where a key ends here.
    fn end(&self) -> Option<u64> {
        self.node.is_final().then(|| self.value + self.node.final_output().value())
    }
}

/// The bytes of an apostrophe that stands for the genitive: `Marx’`. Not one that closes a quotation.
fn bare_apostrophe(paragraph: &str, tokens: &[Token], at: usize) -> Option<usize> {
    let mark = tokens.get(at + 1).filter(|mark| mark.glued && matches!(mark.of(paragraph), "'" | "’"))?;
    let sibilant = tokens[at].of(paragraph).ends_with(['s', 'x', 'z', 'ß', 'S', 'X', 'Z']);
    let quoted = paragraph[..tokens[0].span.start].ends_with(['\'', '‚', '‘', '’']);
    (sibilant && !quoted).then(|| mark.span.len())
}

/// How many bytes the last `count` characters of a word take.
fn tail_bytes(word: &str, count: usize) -> usize {
    word.chars().rev().take(count).map(char::len_utf8).sum()
}

/// Every name of an entity, with its key.
fn spell(at: usize, entity: &Entity, names: &mut Vec<(String, Entry)>) {
    let mut add = |name: &str, role: Role, lang: Option<Lang>| {
        let lang = lang.filter(|_| entity.kind != EntityType::Person);
        let entry = Entry { entity: at, role, lang, kind: entity.kind, words: 0, capitals: 0, shouted: 0 };
        names.extend(keys(name, entry));
    };
    for lang in [Lang::De, Lang::En] {
        if let Some(label) = entity.label.own(lang) {
            add(label, Role::Label, Some(lang));
        }
        for alias in entity.aliases.own(lang).into_iter().flatten() {
            add(alias, Role::Alias, Some(lang));
        }
        if let Some(demonyms) = entity.demonyms.own(lang) {
            demonyms.adjective.iter().for_each(|word| add(word, Role::Adjective, Some(lang)));
            demonyms.people.iter().for_each(|word| add(word, Role::People, Some(lang)));
        }
    }
    entity.short.iter().for_each(|name| add(name, Role::Short, None));
    entity.quoted.iter().for_each(|name| add(name, Role::Quoted, None));
}

/// The keys of a name: its folded words; for German names with an adjective inside, also those of its inflections.
fn keys(name: &str, mut entry: Entry) -> Vec<(String, Entry)> {
    let words = words(name);
    let bits = |test: &dyn Fn(&str) -> bool| {
        words.iter().take(16).enumerate().filter(|(_, word)| test(word)).fold(0, |bits, (at, _)| bits | 1 << at)
    };
    entry.words = words.iter().filter(|word| word.chars().count() > 1).count();
    entry.capitals = bits(&is_capitalised);
    entry.shouted = bits(&|word| word.chars().count() <= 4 && is_all_capitals(word));
    let mut keys = vec![(join(&words, ""), entry)];
    let inflects = entry.lang != Some(Lang::En) && entry.kind != EntityType::Person && words.len() > 1;
    if inflects && words[..words.len() - 1].iter().any(|word| adjective_stem(word).is_some()) {
        keys.extend(ADJECTIVE.map(|ending| (join(&words, ending), entry)));
    }
    keys
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
