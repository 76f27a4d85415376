//! Words that somebody said, as annotations: direct speech from its marks, indirect speech from what a reporting clause
//! ([`super::reporting`]) tells, free indirect speech from its Konjunktiv. What a paragraph holds depends on it alone;
//! who goes on speaking from one paragraph to the next is carried over in one cheap pass.

use std::ops::Range;
use std::sync::Arc;

use super::figures::Placed;
use super::quotes::{self, Quoted};
use super::reporting::{Report, reports};
use super::told;
use super::words::Words;
use super::{Mention, Quote, QuoteKind};
use crate::lang::Lang;
use crate::text::{Block, Span};

/// Shorter stretches in quotation marks are titles and words held at arm's length, unless somebody says them.
const WORDS: usize = 5;

/// What is said in a paragraph; spans count bytes from its start.
#[derive(Clone, Debug)]
pub struct Said {
    kind: QuoteKind,
    /// None where a paragraph only leads in what the next one says.
    spans: Vec<Span>,
    speaker: Option<Span>,
    cue: Option<Span>,
    /// It has no reporting clause: whoever spoke last goes on.
    bare: bool,
    /// Its quotation marks stand at the paragraph's start.
    first: bool,
    /// The paragraph ends before its closing mark.
    open: bool,
}

/// What is said in a paragraph, in order.
pub fn said(words: &Words, quotes: &[Quoted]) -> Vec<Said> {
    let mut reader = Reader { words, quotes, said: Vec::new(), speaker: None, done: 0, last: None };
    for (at, sentence) in words.sentences.iter().enumerate() {
        reader.sentence(at, sentence);
    }
    reader.said
}

struct Reader<'a> {
    words: &'a Words,
    quotes: &'a [Quoted],
    said: Vec<Said>,
    /// Who spoke last.
    speaker: Option<Span>,
    /// What is said up to this token is known.
    done: usize,
    /// The sentence in which the last quotation ended, and whether it is one in marks that may go on.
    last: Option<(usize, bool)>,
}

impl Reader<'_> {
    fn sentence(&mut self, number: usize, sentence: &Range<usize>) {
        let found = reports(self.words, sentence, self.quotes);
        let told = found.iter().any(|report| !report.parts.is_empty());
        for report in &found {
            self.report(number, sentence, report);
        }
        let bare = self.bare(number, sentence, told);
        if !told && !bare && sentence.start >= self.done {
            self.supposed(number, sentence);
        }
    }

    /// What a reporting clause tells.
    fn report(&mut self, number: usize, sentence: &Range<usize>, report: &Report) {
        let words = self.words;
        let speaker = report.speaker.clone().map(|tokens| words.span(tokens));
        if report.retold && words.lang == Lang::De && speaker.is_some() && sentence.start >= self.done {
            self.retold(number, sentence, speaker);
        }
        if report.parts.is_empty() && !report.leads_in {
            return;
        }
        self.speaker = speaker.or(self.speaker);
        let direct = report.parts.iter().all(|part| self.marked(part));
        let kind = if direct { QuoteKind::Direct } else { QuoteKind::Indirect };
        let cue = Some(words.span(report.cue.clone()));
        let spans = report.parts.iter().map(|part| words.span(part.clone())).collect();
        self.drop_bare(report);
        self.push(kind, spans, speaker, cue, false);
        if let Some(said) = self.said.last_mut() {
            said.open = report
                .parts
                .last()
                .is_some_and(|part| self.quotes.last().is_some_and(|q| q.open && part.end >= q.tokens.end));
        }
        self.done = report.parts.iter().map(|part| part.end).fold(self.done, usize::max);
        self.last = Some((words.sentence_of(self.done.saturating_sub(1)).max(number), direct));
        if words.lang == Lang::De && !direct {
            self.quoted_in(report, speaker, cue);
        }
    }

    /// Speech that is retold without a clause of it has no words to set apart: the sentence stands for it.
    fn retold(&mut self, number: usize, sentence: &Range<usize>, speaker: Option<Span>) {
        self.speaker = speaker;
        self.push(QuoteKind::Reported, vec![self.words.span(sentence.clone())], speaker, None, false);
        self.done = sentence.end;
        self.last = Some((number, false));
    }

    /// Words in marks inside indirect speech are direct speech of their own.
    fn quoted_in(&mut self, report: &Report, speaker: Option<Span>, cue: Option<Span>) {
        for part in &report.parts {
            for quote in quotes::beginning_in(self.quotes, part) {
                if quote.tokens.len() >= 2 {
                    let span = self.words.span(quote.whole());
                    self.push(QuoteKind::Direct, vec![span], speaker, cue, false);
                }
            }
        }
    }

    /// A quotation of several sentences was taken for bare before its reporting clause came.
    fn drop_bare(&mut self, report: &Report) {
        let Some(first) = report.parts.first() else { return };
        let start = self.words.tokens[first.start].span.start;
        while self
            .said
            .last()
            .is_some_and(|said| said.bare && said.spans.first().is_some_and(|span| span.start >= start))
        {
            self.said.pop();
        }
    }

    fn push(&mut self, kind: QuoteKind, spans: Vec<Span>, speaker: Option<Span>, cue: Option<Span>, bare: bool) {
        let first = bare && spans.first().is_some_and(|span| span.start <= 2);
        self.said.push(Said { kind, spans, speaker, cue, bare, first, open: false });
    }

    /// Whether a stretch is direct speech: it begins with a mark and ends with its counterpart.
    fn marked(&self, part: &Range<usize>) -> bool {
        let opening = quotes::opening(self.quotes, part.start);
        let closed = || quotes::around(self.quotes, part.end.saturating_sub(3)).is_some();
        opening.is_some_and(|quote| quote.open || quote.tokens.end + 3 >= part.end || closed())
    }

    /// Direct speech that no reporting clause of its sentence tells.
    fn bare(&mut self, number: usize, sentence: &Range<usize>, told: bool) -> bool {
        let mut found = false;
        for quote in quotes::beginning_in(self.quotes, sentence) {
            let whole = quote.whole();
            if whole.start < self.done || quote.tokens.len() < WORDS || !self.speaks(quote, sentence) {
                continue;
            }
            let span = self.words.span(whole.clone());
            let alone = whole.start == sentence.start;
            let goes_on = alone && !told && self.last.is_some_and(|(last, direct)| direct && last + 1 >= number);
            match self
                .said
                .last_mut()
                .filter(|said| goes_on && said.kind == QuoteKind::Direct && !said.spans.is_empty())
            {
                Some(said) => said.spans.push(span),
                None => self.push(QuoteKind::Direct, vec![span], self.speaker, None, true),
            }
            if let Some(said) = self.said.last_mut() {
                said.open = quote.open;
            }
            found = true;
            self.done = whole.end;
            self.last = Some((self.words.sentence_of(whole.end - 1), alone));
        }
        found
    }

    /// Whether words in marks are somebody's speech, and no title: they stand alone, end like a sentence, or have a verb.
    fn speaks(&self, quote: &Quoted, sentence: &Range<usize>) -> bool {
        let words = self.words;
        let alone = quote.tokens.start == sentence.start + 1;
        let ends = quote.open || matches!(words.raw(quote.tokens.end - 1), "." | "!" | "?" | "," | "…");
        let verb =
            |at: usize| matches!(words.grammar(at), Some("verb" | "should" | "reported" | "past" | "past-subjunctive"));
        alone || ends || quote.tokens.clone().take(WORDS * 4).any(verb)
    }

    /// A sentence in Konjunktiv goes on with what was told; several are one quotation.
    fn supposed(&mut self, number: usize, sentence: &Range<usize>) {
        let words = self.words;
        let now = |at: usize| told::supposes(words, at) && words.grammar(at) != Some("past-subjunctive");
        let wished = |at: usize| words.grammar(at) == Some("past-subjunctive");
        let near = self.last.is_some_and(|(last, _)| last + 1 == number);
        let supposed = told::supposed(words, sentence, now) || near && told::supposed(words, sentence, wished);
        if !supposed && !self.hearsay(sentence) {
            return;
        }
        let span = words.span(sentence.clone());
        let goes_on = self.last.is_some_and(|(last, _)| last + 1 == number);
        match self.said.last_mut().filter(|said| goes_on && said.kind == QuoteKind::FreeIndirect) {
            Some(said) => said.spans[0].end = span.end,
            None => self.push(QuoteKind::FreeIndirect, vec![span], self.speaker, None, true),
        }
        self.done = sentence.end;
        self.last = Some((number, false));
    }
}

impl Reader<'_> {
    /// `soll … haben`: with the infinitive of a past, `sollen` passes on what others say; else it tells a plan.
    fn hearsay(&self, sentence: &Range<usize>) -> bool {
        let words = self.words;
        let past = |at: usize| words.lists.clauses.has(words.folded(at), "perfect");
        sentence.clone().any(|at| words.grammar(at) == Some("should")) && sentence.clone().any(past)
    }
}

/// The quotations of an article, in order, with the clusters of their speakers.
pub fn quotes(blocks: &[(&Block, Arc<Placed>)], mentions: &[Mention]) -> Vec<Quote> {
    let mut article = Article::default();
    let mut rest = mentions;
    for (block, placed) in blocks {
        let inside = rest.iter().take_while(|mention| mention.span.start < block.span.end).count();
        let (mentions, behind) = rest.split_at(inside);
        rest = behind;
        article.paragraph(&placed.paragraph.said, block.span.start, mentions);
    }
    article.quotes
}

/// A speaker's phrase and the cluster of the mention in it.
type Speaker = (Span, Option<Arc<str>>);

/// What the document pass knows.
#[derive(Default)]
struct Article {
    quotes: Vec<Quote>,
    /// Who spoke last, in this paragraph or the one before.
    speaker: Option<Speaker>,
    /// A paragraph ended inside a quotation.
    open: bool,
    /// A paragraph ended with words that lead in the next one.
    led_in: Option<(Option<Speaker>, Option<Span>)>,
}

impl Article {
    fn paragraph(&mut self, all: &[Said], start: usize, mentions: &[Mention]) {
        for (at, said) in all.iter().enumerate() {
            self.said(said, at == 0, start, mentions);
        }
        if all.is_empty() {
            self.open = false;
            self.led_in = None;
        }
    }

    fn said(&mut self, said: &Said, first: bool, start: usize, mentions: &[Mention]) {
        let own = said.speaker.map(|span| span.shift(start)).map(|span| (span, cluster(span, mentions)));
        let cue = said.cue.map(|cue| cue.shift(start));
        let spans: Vec<Span> = said.spans.iter().map(|span| span.shift(start)).collect();
        let (goes_on, led_in) = (self.open && first && said.first, self.led_in.take().filter(|_| first && said.first));
        self.open = said.open;
        if spans.is_empty() {
            self.speaker = own.clone().or(self.speaker.take());
            self.led_in = Some((own, cue));
            return;
        }
        if goes_on && let Some(last) = self.quotes.last_mut() {
            last.spans.extend(spans);
            return;
        }
        let (speaker, cue) = match led_in {
            Some((speaker, led)) => (speaker, led),
            None if said.bare => (own.or_else(|| self.speaker.clone()), cue),
            None => (own, cue),
        };
        self.speaker = speaker.clone().or(self.speaker.take());
        self.quotes.push(Quote { kind: said.kind, spans, speaker, cue });
    }
}

/// The cluster of the first mention inside a speaker's phrase.
fn cluster(span: Span, mentions: &[Mention]) -> Option<Arc<str>> {
    let first = mentions.partition_point(|mention| mention.span.start < span.start);
    mentions.get(first).filter(|mention| span.covers(mention.span)).map(|mention| mention.cluster.clone())
}
