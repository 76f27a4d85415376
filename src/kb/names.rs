//! The knowledge base as a source of [`Names`] for the analysis: of all names that begin at a token the longest,
//! and of several entities with one name the likeliest. The text around decides nothing yet, except quotation marks.

use super::Kb;
use super::index::{Entry, Hit, Role};
use crate::analysis::names::{Form, MentionType, NameMatch, Names};
use crate::analysis::tokens::Token;
use crate::lang::Lang;

impl Names for Kb {
    fn may_begin(&self, first: &str, capital: bool) -> bool {
        self.index.may_begin(first, capital)
    }

    fn longest(&self, begin: [&str; 2], paragraph: &str, tokens: &[Token], lang: Lang) -> Option<NameMatch> {
        if !self.index.may_go_on(begin) {
            return None;
        }
        let mut best: Option<(Rank, Hit<'_>, Entry, usize)> = None;
        self.index.each(begin[0], paragraph, tokens, |hit| {
            let counts = |entry: &&Entry| {
                hit.fits(entry)
                    && entry.is_read_in(lang)
                    && entry.takes(hit.ending.0, lang)
                    && (entry.role != Role::Quoted || is_quoted(paragraph, &tokens[..hit.tokens]))
            };
            let Some(entry) = hit.entries.iter().filter(counts).min_by_key(|entry| rank(&hit, entry, lang)) else {
                return;
            };
            let rank = rank(&hit, entry, lang);
            if best.as_ref().is_none_or(|(before, ..)| rank < *before) {
                let rivals = hit.entries.iter().filter(counts).filter(|rival| rival.entity != entry.entity).count();
                best = Some((rank, hit, *entry, rivals));
            }
        });
        let (_, hit, entry, rivals) = best?;
        let entity = self.cards[entry.entity].entity();
        let kind = match entry.role {
            Role::People => MentionType::Group,
            _ => entity.kind.mention(),
        };
        let form = match entry.role {
            Role::Adjective | Role::People => Form::Adjective,
            Role::Short if kind == MentionType::Person => Form::Short,
            _ if entry.is_full() => Form::Full,
            _ => Form::Alias,
        };
        Some(NameMatch {
            tokens: hit.tokens,
            ending: hit.ending.1,
            entity: entity.id.clone(),
            kind,
            form,
            family: entity.family(),
            ordinary: entry.role == Role::Ordinary,
            confidence: if rivals == 0 { 0.95 } else { 0.6 },
        })
    }

    fn generation(&self) -> u64 {
        self.generation
    }
}

/// What decides between names that begin at the same token; the smallest wins.
type Rank = (std::cmp::Reverse<usize>, usize, bool, Role, usize);

fn rank(hit: &Hit<'_>, entry: &Entry, lang: Lang) -> Rank {
    let foreign = entry.lang.is_some_and(|own| own != lang);
    (std::cmp::Reverse(hit.tokens), hit.ending.1, foreign, entry.role, entry.entity)
}

/// Whether the tokens stand directly between quotation marks.
fn is_quoted(paragraph: &str, tokens: &[Token]) -> bool {
    const MARKS: [char; 12] = ['«', '»', '„', '“', '”', '"', '‹', '›', '‚', '‘', '’', '\''];
    let (first, last) = (tokens[0], tokens[tokens.len() - 1]);
    paragraph[..first.span.start].ends_with(MARKS) && paragraph[last.span.end..].starts_with(MARKS)
}
