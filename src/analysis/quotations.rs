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
use crate::lang::grammar::Grammar;
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
            self.report(number, report);
        }
        let bare = self.bare(number, sentence, told);
        if !told && !bare && sentence.start >= self.done {
            self.supposed(number, sentence);
        }
    }

    /// What a reporting clause tells.
    fn report(&mut self, number: usize, report: &Report) {
        let words = self.words;
        if report.parts.is_empty() && !report.leads_in {
            return;
        }
        let speaker = report.speaker.clone().map(|tokens| words.span(tokens));
        self.speaker = speaker.or(self.speaker);
        let direct = report.parts.iter().all(|part| self.marked(part));
        let kind = match (direct, report.from) {
            (true, _) => QuoteKind::Direct,
            (false, true) => QuoteKind::Reported,
            (false, false) => QuoteKind::Indirect,
        };
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
            let alone = whole.start == sentence.start;
            let goes_on = alone && !told && self.last.is_some_and(|(last, direct)| direct && last + 1 >= number);
            let long = quote.tokens.len() >= WORDS && self.speaks(quote, sentence);
            if whole.start < self.done || !long && !goes_on {
                continue;
            }
            let span = self.words.span(whole.clone());
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
        let verb = |at: usize| {
            matches!(
                words.grammar(at),
                Some(Grammar::Verb | Grammar::Should | Grammar::Reported | Grammar::Past | Grammar::PastSubjunctive)
            )
        };
        alone || ends || quote.tokens.clone().take(WORDS * 4).any(verb)
    }

    /// A sentence in Konjunktiv goes on with what was told; several are one quotation.
    fn supposed(&mut self, number: usize, sentence: &Range<usize>) {
        let words = self.words;
        let now = |at: usize| told::supposes(words, at) && words.grammar(at) != Some(Grammar::PastSubjunctive);
        let wished = |at: usize| words.grammar(at) == Some(Grammar::PastSubjunctive);
        let near = self.last.is_some_and(|(last, _)| last + 1 == number);
        let supposed = told::supposed(words, sentence, now) || near && told::supposed(words, sentence, wished);
        if !supposed && !self.hearsay(sentence) {
            return;
        }
        let span = words.span(sentence.clone());
        match self.said.last_mut().filter(|said| near && said.kind == QuoteKind::FreeIndirect) {
            Some(said) => said.spans[0].end = span.end,
            None => self.push(QuoteKind::FreeIndirect, vec![span], self.speaker, None, true),
        }
        self.done = sentence.end;
        self.last = Some((number, false));
    }

    /// `soll … haben`: with the infinitive of a past, `sollen` passes on what others say; else it tells a plan.
    fn hearsay(&self, sentence: &Range<usize>) -> bool {
        let words = self.words;
        let past = |at: usize| words.lists.clauses.has(words.word(at), "perfect");
        sentence.clone().any(|at| words.grammar(at) == Some(Grammar::Should)) && sentence.clone().any(past)
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
    article.quotes.sort_by_key(|quote| quote.spans[0].start);
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

#[cfg(test)]
mod tests {
    use super::super::names::NoNames;
    use super::super::{Cancel, Context, analyse};
    use super::*;
    use crate::text::{Article, Format};

    fn show(text: &str, lang: Lang) -> Vec<String> {
        let article = Article::parse(text, Format::Plain, None);
        let cx = Context { lang: Some(lang), date: None, names: &NoNames, cancel: &Cancel::default() };
        let analysis = analyse(&article, &cx, None).unwrap();
        let of = |span: Option<Span>| span.map_or("-", |span| span.of(text));
        let quotes = analysis.quotes.iter().map(|quote| {
            let words: Vec<_> = quote.spans.iter().map(|span| span.of(text)).collect();
            let speaker = of(quote.speaker.as_ref().map(|(span, _)| *span));
            format!("{}: {} {}: {}", quote.kind.tag(), speaker, of(quote.cue), words.join(" | "))
        });
        quotes.collect()
    }

    fn check(lang: Lang, cases: &[(&str, &[&str])]) {
        let wrong =
            cases.iter().map(|(text, quotes)| (show(text, lang), *quotes)).filter(|(got, quotes)| got != quotes);
        assert_eq!(wrong.collect::<Vec<_>>(), []);
    }

    #[test]
    fn german_direct_speech() {
        check(
            Lang::De,
            &[
                ("«Das Tal braucht Wasser», sagte Mira Feld.", &["direct: Mira Feld sagte: «Das Tal braucht Wasser»"]),
                ("Mira Feld sagte: „Das Tal braucht Wasser.“", &["direct: Mira Feld sagte: „Das Tal braucht Wasser.“"]),
                (
                    "»Das Tal«, sagte Mira Feld am Montag, »braucht mehr Wasser.«",
                    &["direct: Mira Feld sagte: »Das Tal« | »braucht mehr Wasser.«"],
                ),
                (
                    "„Das Tal braucht Wasser. Das weiss jeder“, teilte die Gemeinde mit.",
                    &["direct: die Gemeinde teilte: „Das Tal braucht Wasser. Das weiss jeder“"],
                ),
                (
                    "«Das Tal braucht Wasser», so der Gemeindepräsident.",
                    &["direct: der Gemeindepräsident so: «Das Tal braucht Wasser»"],
                ),
                (
                    "Mira Feld, Leiterin des Werks, sagte: «Wir bauen im Frühling.»",
                    &["direct: Mira Feld, Leiterin des Werks sagte: «Wir bauen im Frühling.»"],
                ),
            ],
        );
    }

    #[test]
    fn german_indirect_speech() {
        check(
            Lang::De,
            &[
                (
                    "Mira Feld sagte, dass das Tal Wasser brauche.",
                    &["indirect: Mira Feld sagte: dass das Tal Wasser brauche"],
                ),
                (
                    "Am Montag erklärte die Gemeinde, das Tal brauche Wasser.",
                    &["indirect: die Gemeinde erklärte: das Tal brauche Wasser"],
                ),
                ("Das Tal brauche Wasser, sagte Mira Feld.", &["indirect: Mira Feld sagte: Das Tal brauche Wasser"]),
                (
                    "Laut der Gemeinde fehlt dem Tal das Wasser.",
                    &["reported: der Gemeinde Laut: fehlt dem Tal das Wasser"],
                ),
                (
                    "Dem Tal fehlt nach Angaben der Gemeinde das Wasser.",
                    &["reported: Angaben der Gemeinde nach: Dem Tal fehlt | das Wasser"],
                ),
                (
                    "Dem Verband zufolge fehlt dem Tal das Wasser.",
                    &["reported: Dem Verband zufolge: fehlt dem Tal das Wasser"],
                ),
                (
                    "Wie die Gemeinde mitteilte, fehlt dem Tal das Wasser.",
                    &["indirect: die Gemeinde mitteilte: fehlt dem Tal das Wasser"],
                ),
                (
                    "Die Gemeinde kündigte an, einen Brunnen zu bohren.",
                    &["indirect: Die Gemeinde kündigte: einen Brunnen zu bohren"],
                ),
                (
                    "In einer Mitteilung heisst es, das Tal brauche Wasser.",
                    &["indirect: einer Mitteilung heisst: das Tal brauche Wasser"],
                ),
            ],
        );
    }

    #[test]
    fn free_indirect_speech_has_the_last_speaker() {
        check(
            Lang::De,
            &[
                (
                    "Mira Feld sagte, das Tal brauche Wasser. Der Brunnen sei leer. Es gebe keinen zweiten.",
                    &[
                        "indirect: Mira Feld sagte: das Tal brauche Wasser",
                        "free-indirect: Mira Feld -: Der Brunnen sei leer. Es gebe keinen zweiten.",
                    ],
                ),
                (
                    "Mira Feld sagte, das Tal brauche Wasser.\n\nDer Brunnen sei seit Wochen leer.",
                    &[
                        "indirect: Mira Feld sagte: das Tal brauche Wasser",
                        "free-indirect: Mira Feld -: Der Brunnen sei seit Wochen leer.",
                    ],
                ),
                (
                    "Mira Feld sagte, das Tal brauche Wasser. Das würde Jahre dauern.",
                    &[
                        "indirect: Mira Feld sagte: das Tal brauche Wasser",
                        "free-indirect: Mira Feld -: Das würde Jahre dauern.",
                    ],
                ),
                ("Das würde Jahre dauern. Der Brunnen ist leer.", &[]),
            ],
        );
    }

    #[test]
    fn german_forms_that_tell_nothing() {
        check(
            Lang::De,
            &[
                ("Der Film «Das lange Warten auf den Regen» läuft im Kino.", &[]),
                ("Die Sitzung wurde am Montag angekündigt, danach kam der Regen.", &[]),
                ("Ich gehe ins Tal.", &[]),
            ],
        );
    }

    #[test]
    fn a_lost_mark_ends_with_its_paragraph_and_an_opened_one_goes_on() {
        check(
            Lang::De,
            &[
                (
                    "Mira Feld sagte: «Das Tal braucht Wasser.\n\nDer Regen kam am Abend.",
                    &["direct: Mira Feld sagte: «Das Tal braucht Wasser."],
                ),
                (
                    "Mira Feld sagte: «Das Tal braucht Wasser.\n\n«Und der Brunnen ist leer.»",
                    &["direct: Mira Feld sagte: «Das Tal braucht Wasser. | «Und der Brunnen ist leer.»"],
                ),
                (
                    "Mira Feld sagte am Montag:\n\n«Das Tal braucht dringend mehr Wasser.»",
                    &["direct: Mira Feld sagte: «Das Tal braucht dringend mehr Wasser.»"],
                ),
            ],
        );
    }

    #[test]
    fn english_speech() {
        check(
            Lang::En,
            &[
                (
                    "Mira Feld said that the valley needs water.",
                    &["indirect: Mira Feld said: that the valley needs water"],
                ),
                ("Mira Feld said the valley needs water.", &["indirect: Mira Feld said: the valley needs water"]),
                (
                    "The valley needs water, the mayor said on Monday.",
                    &["indirect: the mayor said: The valley needs water"],
                ),
                (
                    "According to the mayor, the valley needs water.",
                    &["reported: the mayor According to: the valley needs water"],
                ),
                ("Mira Feld said: “The valley needs water.”", &["direct: Mira Feld said: “The valley needs water.”"]),
                (
                    "“The valley,” said Mira Feld, “needs more water.”",
                    &["direct: Mira Feld said: “The valley,” | “needs more water.”"],
                ),
                (
                    "\"The valley needs water,\" she said. \"It has none.\"",
                    &["direct: she said: \"The valley needs water,\" | \"It has none.\""],
                ),
                (
                    "She told the council that the valley needs water.",
                    &["indirect: She told: that the valley needs water"],
                ),
                (
                    "Mira Feld said the valley needs water, adding that the well is dry.",
                    &[
                        "indirect: Mira Feld said: the valley needs water",
                        "indirect: Mira Feld adding: that the well is dry",
                    ],
                ),
                ("“The well is dry.” ― Mira Feld", &["direct: Mira Feld ―: “The well is dry.”"]),
                ("The well was said to be dry.", &[]),
            ],
        );
    }

    #[test]
    fn masses_of_marks_and_cues_are_read_in_linear_time() {
        let started = std::time::Instant::now();
        for text in
            ["«Wir ".repeat(10_000), "sagte er, ".repeat(2_000), "\"A,\" he said. ".repeat(2_000), "'".repeat(20_000)]
        {
            show(&text, Lang::De);
            show(&text, Lang::En);
        }
        assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
    }
}
