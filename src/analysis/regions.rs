//! Which places an article puts into which regions, by the words beside their names: `Wittenfeld (Kanton Bern)`, `Wittenfeld
//! im Landkreis Stade`, `Springfield, Illinois`, `im hessischen Wittenfeld`. Whether that can be is not known here.

use std::ops::Range;
use std::sync::Arc;

use super::words::Words;
use super::{Analysis, Form, Mention, MentionType};
use crate::lang::grammar::Grammar;
use crate::lang::lists::Phrases;
use crate::text::Span;

/// A place, and the region into which its words put it.
#[derive(Clone, Debug, PartialEq)]
pub struct Located {
    /// The name of the place.
    pub place: Span,
    /// The name of the region with what tells its kind; or an adjective of it.
    pub region: Span,
    /// The entity that is named there.
    pub entity: Option<Arc<str>>,
}

/// The places of an article of which the words beside their names tell in which region they lie, in order.
pub fn located(analysis: &Analysis) -> Vec<Located> {
    let mentions = analysis.mentions.iter().enumerate().filter(|(_, mention)| is_name(mention));
    mentions.filter_map(|(at, place)| Reader::new(analysis, at)?.located(place)).collect()
}

/// What it says of a kind of region; `None` for words around regions that are no nouns of one.
pub fn kind(regions: &Phrases<&'static str>, word: &str) -> Option<&'static str> {
    regions.get(word).filter(|kind| !matches!(*kind, "inside" | "joint" | "list" | "settlement"))
}

fn is_name(mention: &Mention) -> bool {
    mention.kind == MentionType::Place && matches!(mention.form, Form::Full | Form::Alias | Form::Short)
}

/// A stretch of the article, counted from the start of a paragraph before it.
fn from(start: usize, span: Span) -> Span {
    Span::new(span.start - start, span.end - start)
}

/// The words around one mention.
struct Reader<'a> {
    words: &'a Words,
    /// Where these begin in the article.
    start: usize,
    mentions: &'a [Mention],
    /// The number of the mention.
    at: usize,
    sentence: Range<usize>,
}

impl<'a> Reader<'a> {
    fn new(analysis: &'a Analysis, at: usize) -> Option<Self> {
        let mentions = &analysis.mentions;
        let (start, paragraph) = analysis.paragraph(mentions[at].span.start)?;
        let words = &paragraph.words;
        let first = words.tokens_of(from(start, mentions[at].span)).start;
        Some(Self { words, start, mentions, at, sentence: words.sentence(first) })
    }

    fn located(&self, place: &Mention) -> Option<Located> {
        let own = self.tokens(place);
        // it is a region itself, or hangs on other words
        let before = own.start.wrapping_sub(1);
        let is_noun = |at: usize| self.sentence.contains(&at) && self.kind(at).is_some();
        let is_region = own.clone().any(is_noun) || is_noun(before) || is_noun(own.end);
        if own.is_empty() || self.words.joins(own.end) || is_region {
            return None;
        }
        let (region, entity) = self.behind(&own).or_else(|| self.before(own.start))?;
        Some(Located { place: place.span, region, entity })
    }

    /// The region that stands behind a place: in brackets, between commas, behind `in`.
    fn behind(&self, place: &Range<usize>) -> Option<(Span, Option<Arc<str>>)> {
        let words = self.words;
        let opening = words.raw(place.end);
        let inside = self.is(place.end, "inside");
        let begin = match opening {
            "(" | "," => place.end + 1,
            _ if inside && words.grammar(place.end + 1) == Some(Grammar::Article) => place.end + 2,
            _ if inside => place.end + 1,
            _ => return None,
        };
        let (region, entity) = self.region(begin)?;
        let fits = match opening {
            "(" => words.raw(region.end) == ")",
            "," => !self.is_listed(place.start, region.end),
            // capitals of states speak for these: `Moskau in Syrien`
            _ => self.mentions[self.at].entity.is_none(),
        };
        fits.then(|| (words.span(region).shift(self.start), entity))
    }

    /// A region that begins at a token, with the nouns around its name: `Landkreis Stade`, `state of Oregon`, `Illinois`.
    fn region(&self, begin: usize) -> Option<(Range<usize>, Option<Arc<str>>)> {
        let words = self.words;
        let mut name = begin;
        // `US-Bundesstaat` tells its kind with its last part
        let noun = words.part_end(begin) - 1;
        if self.kind(noun).is_some() && self.starting(begin).is_none() {
            name = noun + 1 + usize::from(self.is(noun + 1, "joint"));
        }
        let mention = self.starting(name)?;
        let mut end = self.tokens(mention).end;
        if self.kind(end).is_some() && name == begin {
            end += 1;
        }
        let told = (begin..end).any(|at| self.kind(at).is_some());
        let known = told || mention.entity.is_some();
        (known && self.sentence.contains(&(end - 1))).then(|| (begin..end, mention.entity.clone()))
    }

    /// The adjective of a region before a place, with the noun between them: `hessischen Gemeinde`.
    fn before(&self, place: usize) -> Option<(Span, Option<Arc<str>>)> {
        let words = self.words;
        let mut before = place.checked_sub(1)?;
        before -= usize::from(self.is(before, "joint") && before > 0);
        if words.lists.regions.has_tail(words.word(before), "settlement") {
            before = before.checked_sub(1)?;
        }
        let adjective = self.mentions[..self.at].iter().rev().take(2).find(|mention| {
            mention.form == Form::Adjective
                && mention.kind == MentionType::Place
                && self.tokens(mention).end == before + 1
        })?;
        let inside = adjective.span.start >= self.start && self.sentence.contains(&before);
        inside.then(|| (adjective.span, adjective.entity.clone()))
    }

    /// Whether places stand one after the other: `in Paris, Spanien und Italien`. What is put between commas ends with one,
    /// or with its sentence.
    fn is_listed(&self, place: usize, end: usize) -> bool {
        let words = self.words;
        let ends =
            end >= self.sentence.end || matches!(words.raw(end), "," | "." | ")" | ";" | ":" | "–" | "—" | "“" | "”");
        let follows = self.is(end, "list") || self.is(end + 1, "list") || self.starting(end + 1).is_some();
        let last = self.at.checked_sub(1).map(|at| &self.mentions[at]).filter(|last| is_name(last));
        let leads = last.is_some_and(|last| self.tokens(last).end + 1 == place) && words.raw(place - 1) == ",";
        !ends || follows || leads
    }

    /// The name of a place that begins at a token.
    fn starting(&self, at: usize) -> Option<&'a Mention> {
        let start = self.words.tokens.get(at)?.span.start + self.start;
        let from = self.mentions.partition_point(|mention| mention.span.start < start);
        self.mentions[from..].iter().take_while(|mention| mention.span.start == start).find(|mention| is_name(mention))
    }

    /// The tokens of a mention; none where it stands in another paragraph.
    fn tokens(&self, mention: &Mention) -> Range<usize> {
        if mention.span.start < self.start { 0..0 } else { self.words.tokens_of(from(self.start, mention.span)) }
    }

    fn kind(&self, at: usize) -> Option<&'static str> {
        kind(&self.words.lists.regions, self.words.folded(at))
    }

    fn is(&self, at: usize, what: &'static str) -> bool {
        self.words.lists.regions.has(self.words.word(at), what)
    }
}
