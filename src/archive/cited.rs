//! What an article rests on by its own words, and who published it. Kept is only what may lead to one other article: most
//! articles have sources of their own, and nothing is kept of these.

use serde::{Deserialize, Serialize};

use super::entry::one_line;
use crate::analysis::{Analysis, Class, Figure, MentionType, Status};
use crate::lang::folding::fold_name;
use crate::text::{Article, Destination, Link, Span, ZoneKind};

/// A source that an article gives.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Citation {
    /// Where it does first.
    pub span: Span,
    pub of: Cited,
}

/// What is cited.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub enum Cited {
    /// What a link leads to: a file, or an article by its name.
    Link(Destination),
    /// Whoever is called so: `Walder Anzeiger`.
    Name(Box<str>),
}

/// What names one article in more ways than these rests on several.
const MOST: usize = 4;

/// What vouches for the figures of an article, and what its head names as `sources`: each once, in order. Nothing where
/// one of these is no article and no name.
pub fn citations(article: &Article, analysis: &Analysis) -> Vec<Citation> {
    let mut found = Found { article, analysis, seen: Vec::new(), citations: Vec::new() };
    let vouched =
        |figure: &&Figure| figure.class == Class::Claim && matches!(figure.status, Status::Sourced | Status::Carried);
    let figures = analysis.figures.iter().filter(vouched).map(|figure| figure.source);
    let all = article.sources.iter().copied().map(Some).chain(figures);
    match all.into_iter().try_for_each(|source| found.add(source?)) {
        Some(()) => found.citations,
        None => vec![],
    }
}

/// Who published an article: `Zeit Online` in `Anna Muster / Zeit Online`, else the host of its address.
pub fn outlet(article: &Article) -> Option<Box<str>> {
    let byline =
        article.zones.iter().find(|zone| zone.kind == ZoneKind::Byline).map(|zone| zone.span.of(&article.text));
    let behind = byline.and_then(|byline| Some(byline.rsplit_once(" / ")?.1.trim())).filter(|name| !name.is_empty());
    let host = || {
        let address = article.front.source_url.as_deref()?;
        let host = address.split_once("://")?.1.split(['/', '?', '#', ':']).next()?;
        Some(host.strip_prefix("www.").unwrap_or(host))
    };
    behind.or_else(host).map(Into::into)
}

/// Whether a name, with or without the ending of a genitive, is that of an outlet: `Walder Anzeigers` of
/// `walder-anzeiger.example`.
pub fn is_outlet(name: &str, outlet: &str) -> bool {
    let letters = |name: &str| fold_name(name).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let host = outlet.split_once('.').filter(|_| !outlet.contains(' ')).map_or(outlet, |(host, _)| host);
    let (name, outlet) = (letters(name), letters(host));
    name == outlet || name.strip_suffix('s') == Some(&outlet)
}

/// What was found so far.
struct Found<'a> {
    article: &'a Article,
    analysis: &'a Analysis,
    /// Where links lead, footnotes among them, that were looked at.
    seen: Vec<&'a Destination>,
    citations: Vec<Citation>,
}

impl<'a> Found<'a> {
    /// Adds what a stretch cites; `None` where that is no article, or there are too many.
    fn add(&mut self, source: Span) -> Option<()> {
        let mut links = within(&self.article.links, source).peekable();
        if links.peek().is_none() {
            return self.cite(source, Cited::Name(self.name(source)?.into()));
        }
        links.try_for_each(|link| self.link(link.span, link))
    }

    /// Adds what a link of the text leads to; where that is a footnote, what its own links do.
    fn link(&mut self, span: Span, link: &'a Link) -> Option<()> {
        if self.seen.contains(&&link.to) {
            return Some(());
        }
        if self.seen.len() == MOST {
            return None;
        }
        self.seen.push(&link.to);
        match &link.to {
            Destination::File(_) | Destination::Article { .. } => self.cite(span, Cited::Link(link.to.clone())),
            Destination::Footnote(label) => {
                let label = fold_name(label);
                let footnote = self.article.footnotes.iter().find(|footnote| fold_name(&footnote.label) == label)?;
                let mut links = within(&self.article.links, footnote.span).peekable();
                links.peek()?;
                links.try_for_each(|link| self.link(span, link))
            }
            Destination::Address(_) | Destination::Part(_) => None,
        }
    }

    fn cite(&mut self, span: Span, of: Cited) -> Option<()> {
        if !self.citations.iter().any(|known| known.of == of) {
            self.citations.push(Citation { span, of });
        }
        (self.citations.len() <= MOST).then_some(())
    }

    /// Who is named in the words of a source, if it is one alone.
    fn name(&self, source: Span) -> Option<String> {
        let mentions = &self.analysis.mentions;
        let from = mentions.partition_point(|mention| mention.span.start < source.start);
        let mut named = mentions[from..].iter().take_while(|mention| mention.span.start < source.end);
        let only = named.next().filter(|mention| mention.kind == MentionType::Organisation)?;
        named.next().is_none().then(|| one_line(only.span.of(&self.article.text)))
    }
}

/// The links that begin in a stretch, or that it stands in.
fn within(links: &[Link], stretch: Span) -> impl Iterator<Item = &Link> {
    let from = links.partition_point(|link| link.span.start < stretch.start);
    // a link before it may reach into it
    let around = links[..from].last().filter(|link| link.span.end > stretch.start);
    around.into_iter().chain(links[from..].iter().take_while(move |link| link.span.start < stretch.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outlets_are_known_by_their_names() {
        for (name, outlet, same) in [
            ("Walder Anzeiger", "Walder Anzeiger", true),
            ("Walder Anzeigers", "Walder Anzeiger", true),
            ("Walder\u{a0}Anzeiger", "walder-anzeiger.example", true),
            ("Höfebote", "Höfeboten", false),
            ("Kantonspolizei", "walder-anzeiger.example", false),
        ] {
            assert_eq!(is_outlet(name, outlet), same, "{name} {outlet}");
        }
    }
}
