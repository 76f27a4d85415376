//! The knowledge base as a source of [`Names`] for the analysis: of all names that begin at a token the longest,
//! and of several entities with one name the likeliest. The text around decides nothing yet, except quotation marks.

use std::cmp::Reverse;
use std::sync::Arc;

use super::Kb;
use super::index::Hit;
use super::keys::{Entry, Role};
use super::model::Entity;
use super::pack::Pack;
use crate::analysis::names::{Form, MentionType, NameMatch, Names, Office, Portrait, Rival};
use crate::analysis::tokens::Token;
use crate::analysis::words::Words;
use crate::lang::Lang;
use crate::lang::folding::fold_name;
use crate::text::PartialDate;

impl Names for Kb {
    fn may_begin(&self, first: &str, capital: bool) -> bool {
        self.layers.iter().any(|layer| layer.index.may_begin(first, capital))
    }

    fn longest(&self, begin: [&str; 2], paragraph: &str, tokens: &[Token], lang: Lang) -> Option<NameMatch> {
        let mut best: Option<Best<'_>> = None;
        for layer in self.layers.iter().filter(|layer| layer.index.may_go_on(begin)) {
            layer.index.each(begin[0], paragraph, tokens, |hit| {
                let counts = |entry: &Entry| {
                    hit.fits(entry)
                        && hit.is_read_in(entry, lang)
                        && entry.takes(hit.ending.0, lang)
                        && (entry.role != Role::Quoted || is_quoted(paragraph, &tokens[..hit.tokens]))
                };
                let mut entries: Vec<Entry> = hit.entries.filter(counts).collect();
                let Some(entry) = entries.iter().copied().min_by_key(|entry| rank(&hit, entry, lang)) else { return };
                let rank = rank(&hit, &entry, lang);
                // what is far less likely is no rival
                entries.retain(|rival| rival.entity != entry.entity && rival.weight() * RIVAL >= entry.weight());
                let rivals = entries.into_iter().map(|rival| (&**layer, rival)).collect();
                let found = Best { rank, layer, hit, entry, rivals };
                best = Some(match best.take() {
                    Some(before) => before.or(found),
                    None => found,
                });
            });
        }
        let Best { layer, hit, entry, rivals, .. } = best?;
        let entity = layer.entity(entry.entity)?;
        let kind = match entry.role {
            Role::People => MentionType::Group,
            _ => entity.kind.mention(),
        };
        let form = match entry.role {
            Role::Adjective | Role::People => Form::Adjective,
            Role::Short if kind == MentionType::Person => Form::Short,
            _ if hit.is_full(&entry) => Form::Full,
            _ => Form::Alias,
        };
        let rivals = all(&entity, &entry, &rivals);
        Some(NameMatch {
            tokens: hit.tokens,
            ending: hit.ending.1,
            entity: entity.id.clone(),
            kind,
            form,
            family: entity.family(),
            ordinary: entry.role == Role::Ordinary,
            confidence: if rivals.is_empty() { 0.95 } else { 0.6 },
            rivals,
        })
    }

    fn holders(&self, office: Office<'_>, on: PartialDate) -> Vec<Arc<str>> {
        self.holders(office, on)
    }

    fn holds(&self, entity: &str, nouns: &[&str], lang: Lang, on: PartialDate) -> bool {
        self.holds(entity, nouns, lang, on)
    }

    fn portrait(&self, entity: &str, lang: Lang) -> Option<Portrait> {
        let entity = self.entity(entity)?;
        let state = entity.country.as_deref().and_then(|country| self.entity(country));
        let values = entity.facts.iter().filter_map(|fact| Some(fact.value.as_ref()?.get(lang)));
        let context = entity.context.iter().map(String::as_str);
        let said = [entity.description.get(lang)].into_iter().chain(values).chain(context);
        let said = said.chain(state.as_ref().map(|state| state.label.get(lang)));
        let born = entity.facts.iter().find(|fact| fact.kind == "born");
        let said = Words::new(said.collect::<Vec<_>>().join("; "), lang);
        let mut stems: Vec<u64> = said.stems().all().collect();
        stems.sort_unstable();
        stems.dedup();
        Some(Portrait {
            stems,
            country: entity.country.as_deref().map(Arc::from),
            born: born.and_then(|born| Some(born.at?.year)),
        })
    }

    fn senses(&self, begin: [&str; 2], paragraph: &str, tokens: &[Token], lang: Lang) -> Vec<(NameMatch, Vec<String>)> {
        let mut senses = Vec::new();
        for layer in self.layers.iter().filter(|layer| layer.index.may_go_on(begin)) {
            layer.index.each(begin[0], paragraph, tokens, |hit| {
                let ordinary = |entry: &Entry| entry.role == Role::Ordinary && hit.fits(entry);
                for entry in hit.entries.filter(|entry| ordinary(entry) && entry.takes(hit.ending.0, lang)) {
                    let Some(entity) = layer.entity(entry.entity).filter(|entity| !entity.context.is_empty()) else {
                        continue;
                    };
                    let context = entity.context.iter().map(|word| fold_name(word)).collect();
                    senses.push((sense(&entity, &hit, tokens, paragraph), context));
                }
            });
        }
        senses
    }

    fn generation(&self) -> u64 {
        self.generation
    }
}

/// An ordinary word as a name: the article may go on by the word alone.
fn sense(entity: &Entity, hit: &Hit<'_>, tokens: &[Token], paragraph: &str) -> NameMatch {
    let last = tokens[hit.tokens - 1].span.end - hit.ending.1;
    NameMatch {
        tokens: hit.tokens,
        ending: hit.ending.1,
        entity: entity.id.clone(),
        kind: entity.kind.mention(),
        form: Form::Alias,
        family: Some(paragraph[tokens[0].span.start..last].into()),
        ordinary: true,
        confidence: 0.8,
        rivals: vec![],
    }
}

/// An entity and its rivals, each once; nobody where there are none.
fn all(entity: &Entity, entry: &Entry, rivals: &[(&Pack, Entry)]) -> Vec<Rival> {
    let rival = |entity: &Entity, entry: &Entry| Rival {
        entity: entity.id.clone(),
        kind: entity.kind.mention(),
        weight: entry.weight(),
    };
    let mut all = vec![rival(entity, entry)];
    for (layer, entry) in rivals {
        let other = layer.entity(entry.entity).filter(|other| all.iter().all(|known| known.entity != other.id));
        all.extend(other.map(|other| rival(&other, entry)));
    }
    all.sort_by_key(|rival| Reverse(rival.weight));
    if all.len() > 1 { all } else { vec![] }
}

/// The likeliest name so far.
struct Best<'k> {
    rank: Rank,
    layer: &'k Pack,
    hit: Hit<'k>,
    entry: Entry,
    /// Others that may be meant.
    rivals: Vec<(&'k Pack, Entry)>,
}

impl Best<'_> {
    /// The likelier of the two.
    fn or(self, other: Self) -> Self {
        let (mut first, second) = if self.rank <= other.rank { (self, other) } else { (other, self) };
        if first.rank.0 == second.rank.0 && second.entry.weight() * RIVAL >= first.entry.weight() {
            first.rivals.push((second.layer, second.entry));
            first.rivals.extend(second.rivals);
        }
        first
    }
}

/// A name that is so many times less likely than another is no rival to it.
const RIVAL: usize = 8;

/// What decides between names that begin at the same token; the smallest wins.
type Rank = ((Reverse<usize>, usize, bool), Reverse<usize>, u32);

fn rank(hit: &Hit<'_>, entry: &Entry, lang: Lang) -> Rank {
    let foreign = entry.lang.is_some_and(|own| own != lang);
    ((Reverse(hit.tokens), hit.ending.1, foreign), Reverse(entry.weight()), entry.entity)
}

/// Whether the tokens stand directly between quotation marks.
fn is_quoted(paragraph: &str, tokens: &[Token]) -> bool {
    const MARKS: [char; 12] = ['«', '»', '„', '“', '”', '"', '‹', '›', '‚', '‘', '’', '\''];
    let (first, last) = (tokens[0], tokens[tokens.len() - 1]);
    paragraph[..first.span.start].ends_with(MARKS) && paragraph[last.span.end..].starts_with(MARKS)
}
