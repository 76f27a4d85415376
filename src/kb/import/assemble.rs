//! Makes entities out of the items that were read, once it is known what all of them are called and of which type they
//! are; and a pack out of these.

use std::fs::File;
use std::io::{self, BufWriter};
use std::path::PathBuf;

use rustc_hash::{FxHashMap, FxHashSet};

use super::item::{Item, SOURCE};
use super::types::{Type, Types};
use super::work::{Heap, Work};
use super::{Step, Wanted};
use crate::kb::model::{ByLang, Demonyms, Entity, EntityType, Source};
use crate::kb::pack::squeeze::Zstd;
use crate::kb::pack::write::{BY_HAND, Squeeze, Writer};
use crate::lang::Lang;
use crate::text::PartialDate;

/// What cards have in common is learned from so many.
const SAMPLES: usize = 10_000;

/// A person who goes by one word alone has to be known by so many Wikipedias.
const ONE_WORD: u32 = 20;

/// Longer names, in bytes, are no names but sentences.
const LONGEST_NAME: usize = 120;

/// Makes the pack; tells where it lies.
pub fn assemble(work: &Work, wanted: &Wanted, tell: &mut dyn FnMut(Step)) -> io::Result<PathBuf> {
    tell(Step::Sorting);
    let assembly = Assembly::new(work, wanted)?;
    let mut samples = Vec::new();
    for became in assembly.all(work)? {
        if let (Became::Entity(entity), _) = became? {
            samples.push(postcard::to_allocvec(&entity).map_err(io::Error::other)?);
        }
        if samples.len() == SAMPLES {
            break;
        }
    }
    let squeeze = Zstd::of(&samples)?.map(|zstd| Box::new(zstd) as Box<dyn Squeeze>);
    drop(samples);
    let path = work.folder.join("pack");
    let mut writer = Writer::new(BufWriter::new(File::create(&path)?), Some(&work.folder), squeeze)?;
    let mut entities = 0;
    for became in assembly.all(work)? {
        match became? {
            (Became::Entity(entity), prior) => {
                writer.add(&entity, prior)?;
                entities += 1;
                if entities % 1000 == 0 {
                    tell(Step::Writing { entities });
                }
            }
            (Became::Word(words), prior) => {
                for lang in [Lang::De, Lang::En] {
                    words.own(lang).map_or(Ok(()), |word| writer.add_word(word, lang, prior))?;
                }
            }
            (Became::Nothing, _) => {}
        }
    }
    tell(Step::Finishing);
    writer.finish([(SOURCE.to_owned(), assembly.source())].into())?;
    Ok(path)
}

/// What an item becomes.
enum Became {
    Entity(Box<Entity>),
    /// Something that is no entity, but has a name: what else may be meant by the name.
    Word(ByLang<String>),
    Nothing,
}

/// All that has to be known to make an entity out of an item.
struct Assembly<'w> {
    types: Types,
    wanted: &'w Wanted,
    /// What the items are called that others name.
    names: FxHashMap<u32, ByLang<String>>,
    /// Until when the dump tells.
    as_of: Option<PartialDate>,
}

impl<'w> Assembly<'w> {
    fn new(work: &Work, wanted: &'w Wanted) -> io::Result<Self> {
        let mut pairs = Vec::new();
        for record in work.records::<(u32, Vec<u32>)>(Heap::Classes)? {
            let (class, above) = record?;
            pairs.extend(above.into_iter().map(|above| (class, above)));
        }
        let as_of = PartialDate::parse(&work.state.modified);
        let mut assembly = Self { types: Types::of(pairs), wanted, names: FxHashMap::default(), as_of };
        let mut named = FxHashSet::default();
        for item in work.records::<Item>(Heap::Items)? {
            let item = item?;
            if assembly.type_of(&item).is_some() {
                named.extend(item.facts.iter().filter_map(|(_, of)| *of).chain(item.family));
            }
        }
        for record in work.records::<(u32, ByLang<String>)>(Heap::Labels)? {
            let (id, label) = record?;
            if named.contains(&id) {
                assembly.names.insert(id, label);
            }
        }
        Ok(assembly)
    }

    /// The type of an item that is wanted.
    fn type_of(&self, item: &Item) -> Option<EntityType> {
        match self.types.type_of(&item.classes) {
            Type::Known(kind) if self.wanted.types.is_empty() || self.wanted.types.contains(&kind) => Some(kind),
            _ => None,
        }
    }

    /// What becomes of every item, with its prior.
    fn all(&self, work: &Work) -> io::Result<impl Iterator<Item = io::Result<(Became, u8)>>> {
        let items = work.records::<Item>(Heap::Items)?;
        Ok(items.map(|item| {
            item.map(|item| {
                let prior = item.sitelinks.min(u32::from(BY_HAND) - 1) as u8;
                (self.became(item), prior)
            })
        }))
    }

    fn became(&self, item: Item) -> Became {
        let Some(kind) = self.type_of(&item) else {
            let of_wikipedia = self.types.type_of(&item.classes) == Type::None;
            return if of_wikipedia { Became::Nothing } else { Became::Word(item.label) };
        };
        match self.entity(kind, item) {
            Some(entity) => Became::Entity(Box::new(entity)),
            None => Became::Nothing,
        }
    }

    /// The entity of an item; `None` where it has no name in the languages that are wanted.
    fn entity(&self, kind: EntityType, item: Item) -> Option<Entity> {
        let person = kind == EntityType::Person;
        let mut entity = Entity::new(format!("Q{}", item.id).into(), kind, self.wanted.of(item.label));
        let name = entity.label.own(Lang::De).or(entity.label.own(Lang::En))?;
        if !is_name(name) || person && !name.contains(' ') && item.sitelinks < ONE_WORD {
            return None;
        }
        entity.id_source = Some(SOURCE.to_owned());
        entity.description = self.wanted.of(item.description);
        entity.demonyms = self.wanted.of(item.people).map(|people| Demonyms { adjective: vec![], people });
        entity.aliases = self.wanted.of(item.aliases).map(|mut names| {
            // by a family name alone nobody is introduced, and by initials many are
            names.retain(|name| is_name(name) && (!person || name.contains(' ')));
            names
        });
        entity.country = item.country.map(|country| format!("Q{country}"));
        let family = item.family.and_then(|family| self.names.get(&family));
        entity.set_family(family.map(|family| family.get(Lang::De)));
        let facts = item.facts.into_iter().filter_map(|(mut fact, of)| {
            if let Some(of) = of {
                fact.value = Some(self.wanted.of(self.names.get(&of)?.clone()));
            }
            if fact.at.is_none() && fact.to.is_none() {
                fact.as_of = self.as_of;
            }
            if fact.kind == "population" {
                fact.value = fact.value.map(|value| in_threes(value.get(Lang::De)));
            }
            Some(fact)
        });
        entity.facts = facts.collect();
        Some(entity)
    }

    fn source(&self) -> Source {
        Source {
            name: ByLang::new(Some("Wikidata".to_owned()), None),
            url: Some("https://www.wikidata.org".to_owned()),
            licence: Some("CC0-1.0".to_owned()),
            as_of: self.as_of,
        }
    }
}

/// A whole number as each language writes it: `11 150 516` and `11,150,516`.
fn in_threes(digits: &str) -> ByLang<String> {
    let with = |mark: char| {
        let mut number = String::new();
        for (at, digit) in digits.chars().enumerate() {
            let behind = digits.len() - at;
            number.extend((at > 0 && behind.is_multiple_of(3)).then_some(mark));
            number.push(digit);
        }
        number
    };
    ByLang::new(Some(with('\u{202f}')), Some(with(',')))
}

/// Whether a text can be looked for in articles: no number, no sentence, and nothing in small letters alone.
fn is_name(name: &str) -> bool {
    name.len() <= LONGEST_NAME && name.chars().any(char::is_uppercase) && name.chars().nth(1).is_some()
}
