//! What an editor asks, one question a file: from a snapshot, a document and a place in it to plain data.
//! No protocol types here: `server/` turns places into ranges and texts into what the client can show.

pub mod annotating;
pub mod called;
pub mod card;
pub mod completion;
pub mod declaration;
pub mod definition;
pub mod highlight;
pub mod hover;
pub mod inlay;
pub mod lens;
pub mod links;
pub mod markup;
pub mod mentioned;
pub mod new_page;
pub mod notices;
pub mod portrait;
pub mod quoted;
pub mod references;
pub mod rename;
pub mod series;
pub mod statistics;
pub mod symbols;
pub mod tokens;
pub mod trail;
pub mod type_definition;
pub mod value;
pub mod voucher;
pub mod workspace_symbols;

use std::cmp::Ordering;
use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::analysis::{Cancel, Cancelled, Figure, Mention, Quote, QuoteKind, Time};
use crate::archive::{Introduction, Key};
use crate::desk::found::in_order;
use crate::desk::{Document, Found, Reading, Snapshot};
use crate::lang::folding::is_unseen;
use crate::text::filler::seen;
use crate::text::{Ruler, Span};

/// No more places are offered that say who somebody is: thousands of articles may introduce somebody famous.
const BEST: usize = 100;

/// A place in an open document that a question is about.
pub struct Cursor<'a> {
    pub desk: &'a Snapshot,
    pub document: &'a Document,
    pub reading: Arc<Reading>,
    pub offset: usize,
    pub cancel: &'a Cancel,
}

impl<'a> Cursor<'a> {
    /// The place at a byte offset of a document.
    pub fn new(
        desk: &'a Snapshot,
        document: &'a Document,
        offset: usize,
        cancel: &'a Cancel,
    ) -> Result<Self, Cancelled> {
        let reading = document.reading(desk, cancel)?;
        let offset = reading.article.boundary(offset);
        Ok(Self { desk, document, reading, offset, cancel })
    }

    /// The mention under the cursor: the one it stands in, else the one it stands right behind, else the one whose
    /// quotation mark it stands at.
    pub fn mention(&self) -> Option<&Mention> {
        let mentions = &self.reading.analysis.mentions;
        let quoted = |mention: &Mention| around_quotes(mention.span, &self.reading.article.text);
        under(mentions, self.offset, |mention| mention.span).or_else(|| under(mentions, self.offset, quoted))
    }

    /// The figure under the cursor.
    pub fn figure(&self) -> Option<&Figure> {
        under(&self.reading.analysis.figures, self.offset, |figure| figure.span)
    }

    /// The quotation under the cursor, its marks included, where there is no name or figure.
    pub fn quotation(&self) -> Option<&Quote> {
        if self.mention().is_some() || self.figure().is_some() {
            return None;
        }
        let direct = self.reading.analysis.quotes.iter().filter(|quote| quote.kind == QuoteKind::Direct);
        let quoted = |span: &Span| around_quotes(*span, &self.reading.article.text).touches(self.offset);
        direct.filter(|quote| quote.spans.iter().any(quoted)).min_by_key(|quote| quote.hull().len())
    }

    /// The time expression under the cursor.
    pub fn time(&self) -> Option<&Time> {
        under(&self.reading.analysis.times, self.offset, |time| time.span)
    }

    /// The best places that introduce whom a mention names, in the order in which to offer them: this article's, then the
    /// others', then names in full and captions, which say little. For somebody whom nothing but a family name tells, those
    /// of this name.
    pub fn introductions(&self, mention: &Mention) -> Result<Vec<Namesake>, Cancelled> {
        let cluster = &*mention.cluster;
        let mut found: Vec<Namesake> = Vec::new();
        for key in [Key::Introduced(cluster), Key::Cluster(cluster)] {
            let known: FxHashSet<Arc<Path>> = found.iter().map(|(path, _)| path.clone()).collect();
            for article in self.articles_with(&[key], BEST.saturating_sub(found.len()))? {
                let Some(article) = article.about(cluster).filter(|article| !known.contains(&article.path)) else {
                    continue;
                };
                let introductions = article.introductions_of(cluster);
                found.extend(introductions.map(|introduction| (article.path.clone(), introduction.clone())));
            }
        }
        if found.is_empty() && mention.entity.is_none() {
            found = self.introduced_elsewhere()?.map_or(found, |(_, namesakes)| namesakes);
        }
        Ok(best_first(found))
    }

    /// Those whom the articles introduce by a family name, with or without the ending of a genitive.
    pub fn namesakes(&self, name: &str) -> Result<Vec<Namesake>, Cancelled> {
        for name in [Some(name), name.strip_suffix('s')].into_iter().flatten() {
            let mut found = Vec::new();
            for article in self.articles_with(&[Key::Short(name)], BEST)?.iter().filter_map(Found::entry) {
                found.extend(article.introductions_by(name).map(|it| (article.path.clone(), it.clone())));
            }
            if !found.is_empty() {
                return Ok(best_first(found));
            }
        }
        Ok(vec![])
    }

    /// For a capitalised word that this article does not explain: the word without its genitive, and those whom other
    /// articles introduce by this family name, in the order in which to offer them.
    pub fn introduced_elsewhere(&self) -> Result<Option<(Span, Vec<Namesake>)>, Cancelled> {
        let text = &*self.reading.article.text;
        let inside = |c: char| c.is_alphabetic() || c == '-' || is_unseen(c);
        let offset = self.offset.min(text.len());
        let start = text[..offset]
            .rfind(|c| !inside(c))
            .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
        let end = text[offset..].find(|c| !inside(c)).map_or(text.len(), |at| offset + at);
        let word = &text[start..end];
        if !word.starts_with(char::is_uppercase) {
            return Ok(None);
        }
        let found = self.namesakes(&seen(word))?;
        Ok((!found.is_empty()).then_some((Span::new(start, end), found)))
    }

    /// The articles that may be found by one of these keys, in the order in which to offer them: this one, then by date,
    /// those without one last, then by path. No more than so many.
    pub fn articles_with(&self, keys: &[Key<'_>], most: usize) -> Result<Vec<Found<'a>>, Cancelled> {
        let mut found = self.desk.found(keys, self.cancel)?;
        in_order(&mut found, most, |article| (!article.is(&self.document.path), article.day()));
        Ok(found)
    }
}

/// Somebody of a name, and the article that introduces them.
pub type Namesake = (Arc<Path>, Introduction);

fn best_first(mut found: Vec<Namesake>) -> Vec<Namesake> {
    found.sort_by_key(|(_, introduction)| (!introduction.tells(), introduction.in_caption));
    found.truncate(BEST);
    found
}

/// Of what the cursor touches, the shortest that it stands in; only then what it stands right behind.
fn under<T>(things: &[T], offset: usize, span: impl Fn(&T) -> Span) -> Option<&T> {
    let touched = things.iter().filter(|thing| span(thing).touches(offset));
    touched.min_by_key(|thing| (span(thing).end == offset, span(thing).len()))
}

/// A span with the quotation marks that stand directly around it.
fn around_quotes(span: Span, text: &str) -> Span {
    const MARKS: [char; 12] = ['«', '»', '„', '“', '”', '"', '‹', '›', '‚', '‘', '’', '\''];
    let mark = |c: Option<char>| c.filter(|c| MARKS.contains(c)).map_or(0, char::len_utf8);
    let (before, behind) = (text[..span.start].chars().next_back(), text[span.end..].chars().next());
    Span::new(span.start - mark(before), span.end + mark(behind))
}

/// Whether a place in prose, between what stands before and what follows, is inside a web or mail address.
fn in_address(before: &str, after: &str) -> bool {
    let start = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let end = after.split(char::is_whitespace).next().unwrap_or_default();
    start.contains("://") || start.starts_with("www.") || start.contains('@') || end.contains('@')
}

/// A stretch of an article.
#[derive(Clone, Debug)]
pub struct Place {
    pub path: Arc<Path>,
    pub span: Span,
    /// Finds its line, where that is at hand.
    pub ruler: Option<Arc<Ruler>>,
}

impl Place {
    /// A stretch of the article of this path.
    pub fn new(path: Arc<Path>, span: Span) -> Self {
        Self { path, span, ruler: None }
    }
}

impl PartialEq for Place {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Place {}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By path, then by place.
impl Ord for Place {
    fn cmp(&self, other: &Self) -> Ordering {
        (&self.path, self.span).cmp(&(&other.path, other.span))
    }
}
