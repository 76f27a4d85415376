//! Which of several entities of one name an article means: the one whose card speaks of what the article speaks of where
//! the name stands, else the one of the country that it speaks of most. Decided once for the whole article. Where nothing
//! tells, the likeliest is taken; a person only if far likelier than the next, since persons share names by chance, and
//! other things that do are relatives. How a name needs an introduction is for [`super::namesakes`].

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::mentions::{Candidate, Found};
use super::names::{MentionType, Names, Portrait, Rival};
use super::words::Stems;
use crate::lang::Lang;
use crate::text::PartialDate;

/// All entities that a name may mean.
#[derive(Clone, Debug)]
pub struct Rivals {
    /// The likeliest first.
    pub all: Vec<Rival>,
    /// The cluster of the name where none of them is meant.
    pub nobody: Arc<str>,
}

/// Whom a name of rivals means.
#[derive(Clone, Debug)]
pub struct Meant {
    pub cluster: Arc<str>,
    pub kind: MentionType,
    /// It is one of them.
    pub known: bool,
    /// 0 to 1.
    pub confidence: f32,
}

/// Whom the names of an article mean that have rivals, by the likeliest of these.
pub type Settled = FxHashMap<Arc<str>, Meant>;

/// A name, and the stems of all paragraphs in which it stands.
type Group<'f> = (&'f Rivals, FxHashSet<u64>);

/// Decides between rivals. `paragraphs` are the article's, with what each is about.
pub fn settle<'f>(
    paragraphs: impl Iterator<Item = (&'f Found, &'f Stems)> + Clone,
    names: &dyn Names,
    lang: Lang,
    date: Option<PartialDate>,
) -> Settled {
    let mut groups: FxHashMap<&Arc<str>, Group<'_>> = FxHashMap::default();
    for (found, stems) in paragraphs.clone() {
        for (candidate, rivals) in found.candidates.iter().filter_map(|it| Some((it, it.rivals.as_deref()?))) {
            let (_, words) = groups.entry(&candidate.cluster).or_insert_with(|| (rivals, FxHashSet::default()));
            words.extend(stems.all());
        }
    }
    if groups.is_empty() {
        return Settled::default();
    }
    let countries = countries(paragraphs.flat_map(|(found, _)| &found.candidates), names, lang);
    let meant = |(rivals, words): &Group<'_>| {
        let portraits = rivals.all.iter().map(|rival| names.portrait(&rival.entity, lang).unwrap_or_default());
        let is_born = |portrait: &Portrait| date.zip(portrait.born).is_none_or(|(date, born)| born < date.year);
        let told = |portrait: Portrait| {
            let country = portrait.country.as_ref().and_then(|country| countries.get(country));
            is_born(&portrait).then(|| {
                let words = portrait.stems.iter().filter(|stem| words.contains(stem)).count();
                (words, country.copied().unwrap_or(0))
            })
        };
        choice(rivals, &portraits.map(told).collect::<Vec<_>>())
    };
    groups.iter().map(|(likeliest, group)| ((*likeliest).clone(), meant(group))).collect()
}

/// The rival of whom most is told; `None` for one who cannot be meant.
fn choice(rivals: &Rivals, told: &[Option<(usize, usize)>]) -> Meant {
    let most = told.iter().max().copied().flatten();
    let mut best = (0..told.len()).filter(|&at| most.is_some() && told[at] == most);
    let (first, second) = (best.next(), best.next());
    let meant = |at: usize, confidence| {
        let Rival { entity, kind, .. } = rivals.all[at].clone();
        Meant { cluster: entity, kind, known: true, confidence }
    };
    match (first, second) {
        (Some(only), None) => meant(only, TOLD),
        (Some(first), Some(second))
            if rivals.all[first].kind != MentionType::Person
                || rivals.all[first].weight >= CLEAR * rivals.all[second].weight =>
        {
            meant(first, LIKELY)
        }
        _ => Meant { cluster: rivals.nobody.clone(), kind: rivals.all[0].kind, known: false, confidence: LIKELY },
    }
}

/// A person so many times likelier than the next is meant where nothing tells.
const CLEAR: usize = 2;

/// How sure a choice is.
const TOLD: f32 = 0.8;
const LIKELY: f32 = 0.6;

/// How many entities of an article are of each country, itself included; those with rivals tell nothing.
fn countries<'f>(
    candidates: impl Iterator<Item = &'f Candidate>,
    names: &dyn Names,
    lang: Lang,
) -> FxHashMap<Arc<str>, usize> {
    let mut seen = FxHashSet::default();
    let mut countries = FxHashMap::default();
    for known in candidates.filter(|it| it.known && it.rivals.is_none()) {
        if seen.insert(&known.cluster) {
            let country = names.portrait(&known.cluster, lang).and_then(|portrait| portrait.country);
            *countries.entry(country.unwrap_or_else(|| known.cluster.clone())).or_default() += 1;
        }
    }
    countries
}
