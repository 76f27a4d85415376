//! Words that somebody said, as annotations: direct speech from its marks, indirect speech from the clause that a cue
//! governs. A first version: a clause is what the sentence holds beside its cue and speaker.

use std::ops::Range;

use super::paragraph::Paragraph;
use super::sources::{Attribution, Backing};
use super::{Mention, Quote, QuoteKind};
use crate::text::{Block, Span};

/// Shorter stretches in quotation marks are titles and words held at arm's length, unless somebody says them.
const WORDS: usize = 5;

/// The quotations of an article, in order.
pub fn quotes(blocks: &[(&Block, &Paragraph)], mentions: &[Mention]) -> Vec<Quote> {
    let mut quotes = Vec::new();
    for (block, paragraph) in blocks {
        for (at, sentence) in paragraph.words.sentences.iter().enumerate() {
            let attribution = paragraph.attributions[at].as_ref();
            let reader = Reader { block, paragraph, sentence: sentence.clone(), mentions };
            let direct = reader.direct(attribution.or_else(|| paragraph.attributions.get(at + 1)?.as_ref()));
            match attribution {
                Some(found) if direct.is_empty() => quotes.extend(reader.indirect(found)),
                _ => quotes.extend(direct),
            }
        }
    }
    quotes
}

struct Reader<'a> {
    block: &'a Block,
    paragraph: &'a Paragraph,
    sentence: Range<usize>,
    mentions: &'a [Mention],
}

impl Reader<'_> {
    fn span(&self, tokens: Range<usize>) -> Span {
        self.paragraph.words.span(tokens).shift(self.block.span.start)
    }

    fn quote(&self, kind: QuoteKind, spans: Vec<Span>, found: Option<&Attribution>) -> Quote {
        let speaker = found.and_then(|f| f.speaker.clone()).map(|tokens| {
            let span = self.span(tokens);
            let inside = self.mentions.partition_point(|m| m.span.start < span.start);
            (span, self.mentions.get(inside).filter(|m| span.covers(m.span)).map(|m| m.cluster.clone()))
        });
        let cue = found.filter(|f| f.class != "hedge").map(|f| self.span(f.cue.clone()));
        Quote { kind, spans, speaker, cue }
    }

    /// Quotations that begin in the sentence; one cue may break one quotation in two.
    fn direct(&self, found: Option<&Attribution>) -> Vec<Quote> {
        let quoted = self.paragraph.quotes.iter().filter(|q| self.sentence.contains(&q.tokens.start));
        let said: Vec<Span> = quoted
            .filter(|q| q.tokens.len() >= WORDS || found.is_some() && q.tokens.len() >= 2)
            .map(|q| self.span(q.tokens.clone()))
            .collect();
        if said.is_empty() {
            return Vec::new();
        }
        let named = found.filter(|f| f.backing != Backing::Reported);
        vec![self.quote(QuoteKind::Direct, said, named)]
    }

    /// The part of the sentence that its cue does not take: behind the comma that follows cue and speaker, else before them.
    fn indirect(&self, found: &Attribution) -> Option<Quote> {
        let words = &self.paragraph.words;
        if found.backing == Backing::Reported {
            let span = self.trimmed(self.sentence.clone())?;
            return Some(self.quote(QuoteKind::FreeIndirect, vec![span], None));
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
        Some(self.quote(kind, vec![self.trimmed(content)?], Some(found)))
    }

    /// Without the marks at both ends.
    fn trimmed(&self, tokens: Range<usize>) -> Option<Span> {
        let words = &self.paragraph.words;
        let open = |at: &usize| words.is_word(*at) || words.is_number(*at);
        let start = tokens.clone().find(open)?;
        let end = tokens.rev().find(open)? + 1;
        (start < end).then(|| self.span(start..end))
    }
}
