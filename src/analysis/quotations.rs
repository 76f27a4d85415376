//! Words that somebody said, as annotations: direct speech from its marks, indirect speech from the clause that a cue
//! governs. A first version: a clause is what the sentence holds beside its cue and speaker.

use std::ops::Range;
use std::sync::Arc;

use super::figures::Placed;
use super::quotes::{self, Quoted};
use super::sources::{Attribution, Backing};
use super::words::Words;
use super::{Mention, Quote, QuoteKind};
use crate::text::{Block, Span};

/// Shorter stretches in quotation marks are titles and words held at arm's length, unless somebody says them.
const WORDS: usize = 5;

/// What is said in a paragraph; spans count bytes from its start.
#[derive(Clone, Debug)]
pub struct Said {
    kind: QuoteKind,
    spans: Vec<Span>,
    speaker: Option<Span>,
    cue: Option<Span>,
}

/// What is said in a paragraph, in order.
pub fn said(words: &Words, quotes: &[Quoted], attributions: &[Option<Attribution>]) -> Vec<Said> {
    let mut said = Vec::new();
    for (at, sentence) in words.sentences.iter().enumerate() {
        let attribution = attributions[at].as_ref();
        let reader = Reader { words, quotes, sentence: sentence.clone() };
        let direct = reader.direct(attribution.or_else(|| attributions.get(at + 1)?.as_ref()));
        match attribution {
            Some(found) if direct.is_none() => said.extend(reader.indirect(found)),
            _ => said.extend(direct),
        }
    }
    said
}

/// The quotations of an article, in order, with the clusters of their speakers.
pub fn quotes(blocks: &[(&Block, Arc<Placed>)], mentions: &[Mention]) -> Vec<Quote> {
    let mut quotes = Vec::new();
    let mut rest = mentions;
    for (block, placed) in blocks {
        let inside = rest.iter().take_while(|mention| mention.span.start < block.span.end).count();
        let (mentions, behind) = rest.split_at(inside);
        rest = behind;
        quotes.extend(placed.paragraph.said.iter().map(|said| said.quote(block.span.start, mentions)));
    }
    quotes
}

impl Said {
    /// The quotation in its article; the `mentions` of its paragraph name the speaker.
    fn quote(&self, start: usize, mentions: &[Mention]) -> Quote {
        let cluster = |span: Span| {
            let first = mentions.partition_point(|mention| mention.span.start < span.start);
            mentions.get(first).filter(|mention| span.covers(mention.span)).map(|mention| mention.cluster.clone())
        };
        Quote {
            kind: self.kind,
            spans: self.spans.iter().map(|span| span.shift(start)).collect(),
            speaker: self.speaker.map(|span| span.shift(start)).map(|span| (span, cluster(span))),
            cue: self.cue.map(|cue| cue.shift(start)),
        }
    }
}

struct Reader<'a> {
    words: &'a Words,
    quotes: &'a [Quoted],
    sentence: Range<usize>,
}

impl Reader<'_> {
    fn said(&self, kind: QuoteKind, spans: Vec<Span>, found: Option<&Attribution>) -> Said {
        let speaker = found.and_then(|f| f.speaker.clone()).map(|tokens| self.words.span(tokens));
        let cue = found.filter(|f| f.class != "hedge").map(|f| self.words.span(f.cue.clone()));
        Said { kind, spans, speaker, cue }
    }

    /// Quotations that begin in the sentence; one cue may break one quotation in two.
    fn direct(&self, found: Option<&Attribution>) -> Option<Said> {
        let quoted = quotes::beginning_in(self.quotes, &self.sentence).iter();
        let said: Vec<Span> = quoted
            .filter(|q| q.tokens.len() >= WORDS || found.is_some() && q.tokens.len() >= 2)
            .map(|q| self.words.span(q.tokens.clone()))
            .collect();
        let named = found.filter(|f| f.backing != Backing::Reported);
        (!said.is_empty()).then(|| self.said(QuoteKind::Direct, said, named))
    }

    /// The part of the sentence that its cue does not take: behind the comma that follows cue and speaker, else before them.
    fn indirect(&self, found: &Attribution) -> Option<Said> {
        let words = self.words;
        if found.backing == Backing::Reported {
            let span = self.trimmed(self.sentence.clone())?;
            return Some(self.said(QuoteKind::FreeIndirect, vec![span], None));
        }
        if found.speaker.is_none() || matches!(found.class, "own" | "count") {
            return None;
        }
        let comma = |at: &usize| matches!(words.raw(*at), "," | ":");
        let behind = (found.tokens.end..self.sentence.end).find(comma);
        let before = (self.sentence.start..found.tokens.start).rev().find(comma);
        let content = match (behind, before) {
            (Some(comma), _) if found.class != "from" && self.sentence.end - comma > 3 => comma + 1..self.sentence.end,
            (_, Some(comma)) if found.class != "from" => self.sentence.start..comma,
            _ if found.class == "from" && found.tokens.start == self.sentence.start => {
                found.tokens.end..self.sentence.end
            }
            _ if found.class == "from" => self.sentence.clone(),
            _ => return None,
        };
        let kind = if found.class == "from" { QuoteKind::Reported } else { QuoteKind::Indirect };
        Some(self.said(kind, vec![self.trimmed(content)?], Some(found)))
    }

    /// Without the marks at both ends.
    fn trimmed(&self, tokens: Range<usize>) -> Option<Span> {
        let words = self.words;
        let open = |at: &usize| words.is_word(*at) || words.is_number(*at);
        let start = tokens.clone().find(open)?;
        let end = tokens.rev().find(open)? + 1;
        (start < end).then(|| words.span(start..end))
    }
}
