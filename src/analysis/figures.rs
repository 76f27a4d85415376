//! Last stage: numbers become figures, with their class and who vouches for them. The same figure takes the best
//! status it has anywhere in the article: headlines and leads say what the text below them backs.

use std::collections::HashMap;
use std::sync::Arc;

use super::classes::{Setting, class};
use super::numbers::{Form, Number};
use super::paragraph::Paragraph;
use super::statuses::{Voucher, vouchers};
use super::{Approx, Class, Figure, Status, Time, TimeKind};
use crate::text::{Block, Span};

/// So many words of sport make a sports report, one in so many words of text at least.
const SPORT_WORDS: usize = 4;
const SPORT_SHARE: usize = 60;

/// The figures of an article, in order. `times` are its time expressions, for the date a figure speaks of.
pub fn figures(blocks: &[(&Block, &Paragraph)], times: &[Time]) -> Vec<Figure> {
    let vouchers = vouchers(blocks);
    let sport = is_sport(blocks);
    let mut figures = Vec::new();
    for ((block, paragraph), vouchers) in blocks.iter().zip(&vouchers) {
        let setting = Setting { words: &paragraph.words, zone: block.kind, sport, names: &paragraph.names };
        for number in &paragraph.numbers {
            figures.push(figure(number, &setting, block, paragraph, vouchers, times));
        }
    }
    share_status(&mut figures);
    figures
}

fn figure(
    number: &Number,
    setting: &Setting<'_>,
    block: &Block,
    paragraph: &Paragraph,
    vouchers: &[Voucher],
    times: &[Time],
) -> Figure {
    let words = setting.words;
    let sentence = words.sentence_of(number.tokens.start);
    let mut voucher = vouchers.get(sentence).copied().unwrap_or(Voucher { status: Status::Unsourced, source: None });
    let quote = paragraph.quotes.iter().find(|q| q.tokens.contains(&number.tokens.start) && q.tokens.len() > 3);
    if quote.is_some() && voucher.status != Status::Sourced {
        voucher.status = Status::Carried;
    }
    let sentence = words.span(words.sentences[sentence].clone()).shift(block.span.start);
    Figure {
        span: number.span(words).shift(block.span.start),
        class: class(number, setting),
        value: number.value,
        high: number.high,
        unit: unit(number, paragraph),
        approx: number.approx,
        as_of: as_of(sentence, times),
        status: voucher.status,
        source: voucher.source,
    }
}

/// The canonical unit, else the counted noun's lemma.
fn unit(number: &Number, paragraph: &Paragraph) -> Option<Arc<str>> {
    if let Some((unit, _)) = number.unit {
        return Some(unit.into());
    }
    number
        .noun
        .filter(|_| number.form != Form::Pair)
        .map(|noun| paragraph.words.lists.lemma(paragraph.words.raw(noun)).into())
}

/// The last date told in the sentence, where it has a year.
fn as_of(sentence: Span, times: &[Time]) -> Option<String> {
    let from = times.partition_point(|t| t.span.start < sentence.start);
    let inside = times[from..].iter().take_while(|t| t.span.end <= sentence.end);
    inside
        .filter(|t| {
            t.kind == TimeKind::Date && t.value.len() >= 4 && t.value.as_bytes()[..4].iter().all(u8::is_ascii_digit)
        })
        .last()
        .map(|t| t.value.clone())
}

/// Whether the article reports on a competition.
fn is_sport(blocks: &[(&Block, &Paragraph)]) -> bool {
    let mut all = 0;
    let mut sporting = 0;
    for (_, paragraph) in blocks {
        let words = &paragraph.words;
        all += words.len();
        sporting += (0..words.len()).filter(|&at| words.lists.figures.has(words.folded(at), "sport")).count();
    }
    sporting >= SPORT_WORDS && sporting * SPORT_SHARE >= all
}

/// Gives every claim the best status that the same figure has in the article.
fn share_status(figures: &mut [Figure]) {
    let mut best: HashMap<(u64, u64), Vec<(Option<Arc<str>>, Status, Option<Span>)>> = HashMap::new();
    let key = |f: &Figure| (f.value.to_bits(), f.high.unwrap_or(f64::NAN).to_bits());
    for figure in
        figures.iter().filter(|f| f.class == Class::Claim && matches!(f.status, Status::Sourced | Status::Carried))
    {
        best.entry(key(figure)).or_default().push((figure.unit.clone(), figure.status, figure.source));
    }
    for figure in
        figures.iter_mut().filter(|f| f.class == Class::Claim && matches!(f.status, Status::Unsourced | Status::Vague))
    {
        let same = best.get(&key(figure)).and_then(|all| all.iter().find(|(unit, ..)| same_unit(unit, &figure.unit)));
        if let Some((_, _, source)) = same {
            figure.status = Status::Carried;
            figure.source = *source;
        }
    }
}

/// The same measure: one of both may leave its unit to the other.
fn same_unit(a: &Option<Arc<str>>, b: &Option<Arc<str>>) -> bool {
    a.is_none() || b.is_none() || a == b
}

impl Figure {
    /// Whether two figures of one article say the same: value and unit.
    pub fn same(&self, other: &Figure) -> bool {
        self.value == other.value && self.high == other.high && same_unit(&self.unit, &other.unit)
    }

    /// Whether it was given as exact.
    pub fn is_exact(&self) -> bool {
        self.approx == Approx::Exact
    }
}
