//! Last stage: numbers become figures, with their class and who vouches for them. The same figure takes the best
//! status it has anywhere in the article: headlines and leads say what the text below them backs.

use std::collections::HashMap;
use std::sync::Arc;

use super::classes::{Setting, class, is_year};
use super::numbers::{Form, Number};
use super::paragraph::Paragraph;
use super::statuses::{NOBODY, Voucher, vouchers};
use super::words::Words;
use super::{Class, Figure, Status, Time, TimeKind};
use crate::text::{Block, Span};

/// So many words of sport make a sports report, one in so many words of text at least.
const SPORT_WORDS: usize = 4;
const SPORT_SHARE: usize = 60;
/// So many figures of one unit are compared at most: an article with more is a table.
const COMPARED: usize = 500;

/// The figures of an article, in order. `times` are its time expressions, for the date a figure speaks of.
pub fn figures(blocks: &[(&Block, &Paragraph)], times: &[Time]) -> Vec<Figure> {
    let vouchers = vouchers(blocks);
    let sport = is_sport(blocks);
    let mut figures = Vec::new();
    let mut topics = Vec::new();
    for ((block, paragraph), vouchers) in blocks.iter().zip(&vouchers) {
        let setting = Setting { words: &paragraph.words, zone: block.kind, sport, names: &paragraph.names };
        let reader = Reader { block, paragraph, setting, vouchers, times };
        for number in &paragraph.numbers {
            figures.push(reader.figure(number));
            topics.push(topic(&paragraph.words, number));
        }
    }
    share_status(&mut figures, &topics);
    figures
}

/// Whether the article reports on a competition.
fn is_sport(blocks: &[(&Block, &Paragraph)]) -> bool {
    let is_sporting = |words: &Words, at: usize| words.lists.figures.has(words.folded(at), "sport");
    let all: usize = blocks.iter().map(|(_, p)| p.words.len()).sum();
    let sporting: usize =
        blocks.iter().map(|(_, p)| (0..p.words.len()).filter(|&at| is_sporting(&p.words, at)).count()).sum();
    sporting >= SPORT_WORDS && sporting * SPORT_SHARE >= all
}

/// One paragraph, and what the article says around it.
struct Reader<'a> {
    block: &'a Block,
    paragraph: &'a Paragraph,
    setting: Setting<'a>,
    vouchers: &'a [Voucher],
    times: &'a [Time],
}

impl Reader<'_> {
    fn figure(&self, number: &Number) -> Figure {
        let words = &self.paragraph.words;
        let sentence = words.sentence_of(number.tokens.start);
        let voucher = self.voucher(number, sentence);
        let place = words.span(words.sentences[sentence].clone()).shift(self.block.span.start);
        let class = class(number, &self.setting);
        // a year counts nothing, whatever noun stands behind it
        let year = class == Class::Time && is_year(words, number);
        let tokens = if year { number.tokens.clone() } else { number.measured.clone() };
        let span = words.span(tokens).shift(self.block.span.start);
        Figure {
            span,
            class,
            value: number.value,
            high: number.high,
            unit: self.unit(number).filter(|_| !year),
            approx: number.approx,
            modifier: number.modifier.map_or(span.start, |at| words.tokens[at].span.start + self.block.span.start),
            as_of: self.as_of(place),
            status: voucher.status,
            source: voucher.source,
        }
    }

    /// Who vouches for the number: its sentence's voucher, unless that is a hedge of another clause; words in quotation
    /// marks have a speaker, whoever it is.
    fn voucher(&self, number: &Number, sentence: usize) -> Voucher {
        let voucher = self.vouchers[sentence];
        let at = number.tokens.start;
        if self.paragraph.quotes.iter().any(|q| q.tokens.contains(&at) && q.tokens.len() > 3) {
            let status = if voucher.status == Status::Sourced { Status::Sourced } else { Status::Carried };
            return Voucher { status, ..voucher };
        }
        let hedge = self.paragraph.attributions[sentence].as_ref().filter(|found| found.class == "hedge");
        match hedge {
            Some(hedge) if voucher.status == Status::Vague && self.hedges_elsewhere(at, hedge.cue.start) => NOBODY,
            _ => voucher,
        }
    }

    /// The hedge stands in a subordinate clause, and the number outside it: `10'000 Soldaten, die offenbar …`.
    fn hedges_elsewhere(&self, number: usize, cue: usize) -> bool {
        let words = &self.paragraph.words;
        let clause = words.clause(cue);
        let joint = matches!(words.grammar(clause.start), Some("article" | "subordinator"));
        joint && words.raw(clause.start.wrapping_sub(1)) == "," && !clause.contains(&number)
    }

    /// The canonical unit, else the counted noun's lemma.
    fn unit(&self, number: &Number) -> Option<Arc<str>> {
        if let Some((unit, _)) = number.unit {
            return Some(unit.into());
        }
        let words = &self.paragraph.words;
        number.noun.filter(|_| number.form != Form::Pair).map(|noun| words.lists.lemma(words.raw(noun)).into())
    }

    /// The last date told in the sentence, where it has a year.
    fn as_of(&self, sentence: Span) -> Option<String> {
        let from = self.times.partition_point(|t| t.span.start < sentence.start);
        let inside = self.times[from..].iter().take_while(|t| t.span.end <= sentence.end);
        let dated = |t: &&Time| {
            t.kind == TimeKind::Date && t.value.len() >= 4 && t.value.as_bytes()[..4].iter().all(u8::is_ascii_digit)
        };
        inside.filter(dated).last().map(|t| t.value.clone())
    }
}

/// The nouns and names of a figure's sentence, cut to their stems and sorted: what it is about.
type Topic = Vec<String>;

fn topic(words: &Words, number: &Number) -> Topic {
    let sentence = words.sentence(number.tokens.start);
    let parts = [sentence.start..number.measured.start, number.measured.end..sentence.end.max(number.measured.end)];
    let mut topic: Topic = parts.into_iter().flat_map(|part| words.topic(part)).map(str::to_owned).collect();
    topic.sort_unstable();
    topic.dedup();
    topic
}

/// Gives every claim the best status that the same figure has in the article: same measure, same value or a rounding of
/// it, and something in common in what the sentences are about.
fn share_status(figures: &mut [Figure], topics: &[Topic]) {
    let is_backed = |figure: &Figure| matches!(figure.status, Status::Sourced | Status::Carried);
    let (backed, open): (Vec<usize>, Vec<usize>) =
        (0..figures.len()).filter(|&at| figures[at].class == Class::Claim).partition(|&at| is_backed(&figures[at]));
    let mut by_unit: HashMap<Option<Arc<str>>, Vec<usize>> = HashMap::new();
    for at in backed {
        by_unit.entry(figures[at].unit.clone()).or_default().push(at);
    }
    for at in open {
        let candidates = by_unit.get(&figures[at].unit).into_iter().flatten().take(COMPARED);
        let same = candidates.copied().find(|&other| {
            figures[at].rounds(&figures[other]) && topics[at].iter().any(|t| topics[other].binary_search(t).is_ok())
        });
        if let Some(other) = same {
            figures[at].status = Status::Carried;
            figures[at].source = figures[other].source;
        }
    }
}

impl Figure {
    /// What it says, for comparing: two figures with the same measure state the same.
    pub fn measure(&self) -> (u64, Option<u64>, Option<Arc<str>>) {
        (self.value.to_bits(), self.high.map(f64::to_bits), self.unit.clone())
    }

    /// Whether two values are the same, or one is the other in round numbers: within two per cent, and with other digits.
    fn rounds(&self, other: &Figure) -> bool {
        let digits = |value: f64| format!("{value:e}").find('e').unwrap_or(0);
        let (a, b) = (self.value, other.value);
        a == b || (a - b).abs() <= 0.02 * a.abs().max(b.abs()) && digits(a) != digits(b)
    }
}
