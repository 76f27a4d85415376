//! What a report tells of an article, out of its reading: each thing with its place, words without markup and in one line.

use super::{Article, Claim, Named, Open, Place, Quotation, Speaker, Sum, Teller, Told};
use crate::analysis::{Figure, Grounds, MentionType, Quote, QuoteKind};
use crate::archive::{Entry, Introduction};
use crate::desk::backing::{Backed, Backing, claims};
use crate::desk::{Remark, Standing};
use crate::export::Item;
use crate::lang::Lang;
use crate::ledger::Body;
use crate::messages::text;
use crate::text::filler::seen;
use crate::text::{Destination, Order, Reach, Span};

/// Reads a report's article.
pub struct Reader<'a> {
    pub item: &'a Item<'a>,
    pub teller: Teller,
    pub lang: Lang,
}

impl Reader<'_> {
    /// All of it.
    pub fn article(&self) -> Article {
        let reading = self.item.reading;
        let entry = reading.entry(&reading.path);
        let file = self.item.path.display().to_string();
        let figures: Vec<Claim> = claims(reading).map(|claim| self.claim(&claim)).collect();
        let whole = reading.trail.iter().filter(|remark| !remark.is_local() && !remark.waits());
        Article {
            title: reading.analysis.title.as_deref().map_or_else(|| file.clone(), one_line),
            file,
            date: reading.analysis.date.map(|(date, _)| date),
            lang: reading.analysis.lang.0,
            sum: Sum::of(&figures),
            decisions: whole.map(|remark| self.told(remark)).collect(),
            figures,
            people: self.names(&entry, MentionType::Person),
            organisations: self.names(&entry, MentionType::Organisation),
            quotations: self.speakers(&entry),
            open: self.open(),
        }
    }

    fn claim(&self, Backed { figure, backing, remarks }: &Backed<'_>) -> Claim {
        let Span { start, end } = self.item.sentence(figure.span);
        let sentence = Span::new(start.min(figure.span.start), end.max(figure.span.end));
        let words = self.words(figure.span);
        let alone = Figure { span: Span::new(0, words.len()), ..Figure::clone(figure) };
        let amount = (self.teller.amount)(&alone, &words, self.item.reading.analysis.lang.0, self.lang);
        let source = figure.source.map(|source| self.words(source)).filter(|words| !words.is_empty());
        let source = source.or_else(|| self.noted(figure, sentence));
        let is_unexplained = *backing == Backing::Vouched && source.is_none() && remarks.is_empty();
        Claim {
            place: self.place(figure.span),
            before: self.prose(Span::new(sentence.start, figure.span.start)).trim_start().to_owned(),
            after: self.prose(Span::new(figure.span.end, sentence.end)).trim_end().to_owned(),
            amount: amount.filter(|amount| !amount.split_whitespace().eq(words.split_whitespace())),
            text: words,
            value: figure.value,
            high: figure.high,
            unit: figure.unit.clone(),
            approx: figure.approx.tag(),
            backing: *backing,
            source,
            why: is_unexplained.then(|| text(self.lang, (self.teller.why)(figure), &[])),
            url: figure.source.and_then(|source| self.address(source)),
            decisions: remarks.iter().map(|remark| self.told(remark)).collect(),
        }
    }

    /// The source that a comment behind its sentence names.
    fn noted(&self, figure: &Figure, sentence: Span) -> Option<String> {
        let directives = self.item.reading.article.directives.iter().filter(|_| figure.grounds == Grounds::Note);
        let mut here = directives.filter(|it| it.reach == Reach::Sentence && it.on.overlaps(sentence));
        here.find_map(|directive| match &directive.order {
            Order::Source(words, _) => Some(words.clone()),
            Order::Ignore(_) => None,
        })
    }

    /// Those of a kind, in the order in which the article names them.
    fn names(&self, entry: &Entry, kind: MentionType) -> Vec<Named> {
        let of_name = entry.names_of(kind).map(|(named, name)| Named {
            name: name.spelled.to_string(),
            role: entry.introductions_of(&name.cluster).map(Introduction::role).find(|role| !role.is_empty()),
            mentions: named.mentions.len(),
            line: self.place(named.place()).line,
        });
        of_name.collect()
    }

    /// Whoever is quoted word for word, in the order of their first quotation; last what nobody in the text says.
    fn speakers(&self, entry: &Entry) -> Vec<Speaker> {
        let mut speakers: Vec<Speaker> = Vec::new();
        let quotes = &self.item.reading.analysis.quotes;
        for quote in quotes.iter().filter(|quote| quote.kind == QuoteKind::Direct) {
            let name = self.speaker(entry, quote);
            let at = speakers.iter().position(|speaker| speaker.name == name).unwrap_or(speakers.len());
            if at == speakers.len() {
                speakers.push(Speaker { name, quotations: vec![] });
            }
            speakers[at].quotations.push(self.quotation(quote));
        }
        speakers.sort_by_key(|speaker| speaker.name.is_none());
        speakers
    }

    /// How the article names in full who is quoted; else the words for them.
    fn speaker(&self, entry: &Entry, quote: &Quote) -> Option<String> {
        let (words, cluster) = quote.speaker.as_ref()?;
        let name = cluster.as_ref().and_then(|cluster| entry.named(cluster)?.name.as_ref());
        let spelled = name.map(|name| name.spelled.to_string()).filter(|name| !name.is_empty());
        Some(spelled.unwrap_or_else(|| self.words(*words)))
    }

    fn quotation(&self, quote: &Quote) -> Quotation {
        let words: Vec<String> = quote.spans.iter().map(|span| self.words(*span)).collect();
        let reading = self.item.reading;
        let is_here = |remark: &&Remark| {
            let touches_quote = quote.spans.iter().any(|span| touches(remark, *span));
            remark.is_local() && touches_quote && !claims(reading).any(|claim| touches(remark, claim.figure.span))
        };
        let here = reading.trail.iter().filter(is_here);
        Quotation {
            place: self.place(quote.hull()),
            text: words.join(" … "),
            decisions: here.map(|remark| self.told(remark)).collect(),
        }
    }

    /// What nobody has answered yet, what has ended, and what has lost its place.
    fn open(&self) -> Vec<Open> {
        let is_open = |remark: &&Remark| remark.waits() || matches!(remark.standing, Standing::Ended(..));
        let open = self.item.reading.trail.iter().filter(is_open).map(|remark| {
            let mut told = self.told(remark);
            let words = remark.annotation.on.anchor.as_ref().map(|anchor| one_line(anchor.words()));
            let on = match (remark.standing, words) {
                (Standing::Lost, words) => {
                    let args = [("words", &*words.unwrap_or_default()), ("remark", &*told.text)];
                    told.text = text(self.lang, "check.orphan", &args);
                    None
                }
                (_, words) => words,
            };
            let line = remark.place().filter(|_| remark.is_local()).map(|place| self.place(place).line);
            Open { line, on, told }
        });
        let mut open: Vec<Open> = open.collect();
        open.sort_by_key(|open| open.line.is_none());
        open
    }

    fn told(&self, remark: &Remark) -> Told {
        let url = match &remark.annotation.body {
            Body::Source(source) => source.url.as_deref().filter(|url| is_web(url)),
            _ => None,
        };
        Told {
            kind: remark.annotation.tag(),
            text: (self.teller.told)(remark, self.lang),
            url: url.map(str::to_owned),
            creator: remark.annotation.signed.creator.clone(),
            created: remark.annotation.signed.created.clone(),
        }
    }

    fn place(&self, span: Span) -> Place {
        let region = self.item.region(span);
        Place { line: region.start.line as usize + 1, start: region.points.start, end: region.points.end }
    }

    /// Words without the markup of the article, in one line.
    fn words(&self, span: Span) -> String {
        self.prose(span).trim().to_owned()
    }

    /// The same with blanks at its ends.
    fn prose(&self, span: Span) -> String {
        let blocks = &self.item.reading.article.blocks;
        let block = blocks.iter().find(|block| block.span.covers(span));
        let words =
            block.and_then(|block| block.prose().get(span.start - block.span.start..span.end - block.span.start));
        one_line(&words.map_or_else(|| self.item.words(span), seen))
    }

    /// Where a stretch leads to on the web.
    fn address(&self, span: Span) -> Option<String> {
        let links = self.item.reading.article.links.iter().filter(|link| link.span.overlaps(span));
        let mut addresses = links.filter_map(|link| match &link.to {
            Destination::Address(address) => Some(address.clone()),
            _ => None,
        });
        addresses.find(|address| is_web(address))
    }
}

/// Whether a decision in force is about a stretch.
fn touches(remark: &Remark, span: Span) -> bool {
    remark.in_force().is_some_and(|place| place.overlaps(span))
}

fn is_web(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

/// Words with one blank for all that parts them; where no line may break, none does.
fn one_line(words: &str) -> String {
    let mut line = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '\u{a0}' | '\u{202f}' => line.push(c),
            c if !c.is_whitespace() => line.push(c),
            _ if !line.ends_with(' ') => line.push(' '),
            _ => {}
        }
    }
    line
}
