//! Last stage: numbers become figures, with their class and who vouches for them. The same figure takes the best
//! status it has anywhere in the article: headlines and leads say what the text below them backs.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::classes::{Setting, class, is_year};
use super::numbers::{Form, Number};
use super::paragraph::Paragraph;
use super::quotes;
use super::statuses::{NOBODY, Voucher, vouchers};
use super::{Class, Figure, Grounds, Status, Time, TimeKind};
use crate::lang::grammar::Grammar;
use crate::text::filler::seen;
use crate::text::kept::Kept;
use crate::text::{Block, Directive, Order, PartialDate, Reach, Span, ZoneKind};

/// So many words of sport make a sports report, one in so many words of text at least.
const SPORT_WORDS: usize = 4;
const SPORT_SHARE: usize = 60;
/// So many figures of one unit and about one value are compared at most: an article with more is a table.
const COMPARED: usize = 500;
/// Rounded figures are at most so far from the exact one.
const ROUNDING: f64 = 0.02;

/// What an article is, as far as its figures depend on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setup {
    pub date: Option<PartialDate>,
    /// It reports on a competition.
    pub sport: bool,
}

/// Whether the article reports on a competition.
pub fn is_sport(paragraphs: &[Arc<Paragraph>]) -> bool {
    let all: usize = paragraphs.iter().map(|p| p.words.len()).sum();
    let sporting: usize = paragraphs.iter().map(|p| p.sporting).sum();
    sporting >= SPORT_WORDS && sporting * SPORT_SHARE >= all
}

/// A paragraph in its place: what its expressions mean in this zone of this article, before anybody is asked who vouches
/// for them. Spans count bytes from its start.
#[derive(Debug)]
pub struct Placed {
    pub paragraph: Arc<Paragraph>,
    zone: ZoneKind,
    pub times: Vec<Time>,
    figures: Vec<Counted>,
}

/// A figure, and what decides who may vouch for it.
#[derive(Debug)]
struct Counted {
    figure: Figure,
    sentence: usize,
    /// Words in quotation marks have a speaker, whoever it is.
    quoted: bool,
    /// The hedge of its sentence belongs to another clause.
    unhedged: bool,
}

/// The paragraph in its place: as it was `before` in the same kind of article, else looked at anew.
pub fn place(
    paragraph: &Arc<Paragraph>,
    zone: ZoneKind,
    setup: Setup,
    before: Option<&Kept<Placed>>,
    kept: &mut Kept<Placed>,
) -> Arc<Placed> {
    let key = (Arc::as_ptr(paragraph) as u64) << 8 | zone as u64;
    let same = |known: &Placed| Arc::ptr_eq(&known.paragraph, paragraph) && known.zone == zone;
    kept.take(key, before, same, || Placed::new(paragraph.clone(), zone, setup))
}

impl Placed {
    fn new(paragraph: Arc<Paragraph>, zone: ZoneKind, setup: Setup) -> Self {
        let words = &paragraph.words;
        let times: Vec<Time> = paragraph
            .times
            .iter()
            .map(|time| Time {
                span: words.span(time.tokens.clone()),
                kind: time.kind,
                value: time.resolve(setup.date).into(),
                weekday: time.weekday(words),
                tells_year: time.year().is_some(),
            })
            .collect();
        let setting = Setting { words, zone, sport: setup.sport, names: &paragraph.names };
        let reader = Reader { paragraph: &paragraph, setting, times: &times };
        let figures = paragraph.numbers.iter().map(|number| reader.counted(number)).collect();
        Self { paragraph, zone, times, figures }
    }
}

/// The time expressions of an article, in order.
pub fn times(blocks: &[(&Block, Arc<Placed>)]) -> Vec<Time> {
    let times = blocks.iter().flat_map(|(block, placed)| placed.times.iter().map(|time| (block.span.start, time)));
    times.map(|(start, time)| Time { span: time.span.shift(start), ..time.clone() }).collect()
}

/// The figures of an article, in order.
pub fn figures(blocks: &[(&Block, Arc<Placed>)], directives: &[Directive]) -> Vec<Figure> {
    let vouchers = vouchers(blocks.iter().map(|(block, placed)| (*block, &*placed.paragraph)), directives);
    let count = blocks.iter().map(|(_, placed)| placed.figures.len()).sum();
    let mut figures = Vec::with_capacity(count);
    let mut topics = Vec::with_capacity(count);
    let mut sentences = 0;
    for (block, placed) in blocks {
        let paragraph = &*placed.paragraph;
        topics.extend(paragraph.numbers.iter().map(|number| Topic { paragraph, number }));
        figures.extend(placed.figures.iter().map(|f| f.vouched(vouchers[sentences + f.sentence], block)));
        sentences += placed.paragraph.voices.len();
    }
    let noted = directives.iter().filter(|it| it.reach == Reach::Place && matches!(it.order, Order::Source(..)));
    noted.for_each(|directive| note(&mut figures, directive.on));
    share_status(&mut figures, &topics);
    figures
}

/// Somebody has noted who vouches for what stands there: for these figures and no others of their sentence, and only where
/// the text itself does not.
fn note(figures: &mut [Figure], on: Span) {
    let first = figures.partition_point(|figure| figure.span.end <= on.start);
    for figure in figures[first..].iter_mut().take_while(|figure| figure.span.start < on.end) {
        if matches!(figure.status, Status::Unsourced | Status::Vague) {
            (figure.status, figure.source, figure.grounds) = (Status::Sourced, None, Grounds::Note);
        }
    }
}

impl Counted {
    /// The figure in its article. Its sentence's voucher counts, unless that is a hedge of another clause.
    fn vouched(&self, voucher: Voucher, block: &Block) -> Figure {
        let start = block.span.start;
        let Voucher { status, source, grounds } = match voucher.status {
            Status::Sourced => voucher,
            _ if self.quoted => Voucher { status: Status::Carried, grounds: Grounds::Quoted, ..voucher },
            Status::Vague if self.unhedged => NOBODY,
            _ => voucher,
        };
        let Figure { span, modifier, .. } = self.figure;
        Figure { span: span.shift(start), modifier: modifier + start, status, source, grounds, ..self.figure.clone() }
    }
}

/// Numbers of one paragraph.
struct Reader<'a> {
    paragraph: &'a Paragraph,
    setting: Setting<'a>,
    times: &'a [Time],
}

impl Reader<'_> {
    fn counted(&self, number: &Number) -> Counted {
        let words = &self.paragraph.words;
        let at = number.tokens.start;
        let sentence = words.sentence_of(at);
        let hedge = self.paragraph.attributions[sentence].as_ref().filter(|found| found.class == "hedge");
        Counted {
            figure: self.figure(number, words.span(words.sentences[sentence].clone())),
            sentence,
            quoted: quotes::around(&self.paragraph.quotes, at).is_some_and(|quote| quote.tokens.len() > 3),
            unhedged: hedge.is_some_and(|hedge| self.hedges_elsewhere(at, hedge.cue.start)),
        }
    }

    fn figure(&self, number: &Number, sentence: Span) -> Figure {
        let words = &self.paragraph.words;
        let class = class(number, &self.setting);
        // a year counts nothing, whatever noun stands behind it
        let year = class == Class::Time && is_year(words, number);
        let span = words.span(if year { number.tokens.clone() } else { number.measured.clone() });
        Figure {
            span,
            class,
            value: number.value,
            high: number.high,
            unit: self.unit(number).filter(|_| !year),
            approx: number.approx,
            modifier: number.modifier.map_or(span.start, |at| words.tokens[at].span.start),
            as_of: self.as_of(sentence),
            status: NOBODY.status,
            source: NOBODY.source,
            grounds: NOBODY.grounds,
        }
    }

    /// The hedge stands in a subordinate clause, and the number outside it: `10'000 Soldaten, die offenbar …`.
    fn hedges_elsewhere(&self, number: usize, cue: usize) -> bool {
        let words = &self.paragraph.words;
        let clause = words.clause(cue);
        let joint = matches!(words.grammar(clause.start), Some(Grammar::Article | Grammar::Subordinator));
        joint && words.raw(clause.start.wrapping_sub(1)) == "," && !clause.contains(&number)
    }

    /// The canonical unit, else the counted noun's lemma.
    fn unit(&self, number: &Number) -> Option<Arc<str>> {
        if let Some((unit, _)) = number.unit {
            return Some(unit.into());
        }
        let words = &self.paragraph.words;
        number.noun.filter(|_| number.form != Form::Pair).map(|noun| words.lists.lemma(&seen(words.raw(noun))).into())
    }

    /// Whether a stretch begins then and goes on.
    fn begins(&self, time: &Time) -> bool {
        let words = &self.paragraph.words;
        let at = words.tokens_of(time.span).start;
        let since = |at: usize| words.lists.timing.has(words.word(at), ("since", "-"));
        let before = (0..at).rfind(|&at| words.grammar(at) != Some(Grammar::Article));
        since(at) || before.is_some_and(since)
    }

    /// The last date told in the sentence, where it has a year. What is counted `seit 2014` is so as of now.
    fn as_of(&self, sentence: Span) -> Option<Arc<str>> {
        let from = self.times.partition_point(|t| t.span.start < sentence.start);
        let inside = self.times[from..].iter().take_while(|t| t.span.end <= sentence.end);
        let dated = |t: &&Time| {
            t.kind == TimeKind::Date && t.value.len() >= 4 && t.value.as_bytes()[..4].iter().all(u8::is_ascii_digit)
        };
        inside.filter(dated).filter(|t| !self.begins(t)).last().map(|t| t.value.clone())
    }
}

/// What a figure is about: the stems of its sentence, without what it measures.
struct Topic<'a> {
    paragraph: &'a Paragraph,
    number: &'a Number,
}

impl Topic<'_> {
    fn stems(&self) -> impl Iterator<Item = u64> + Clone + '_ {
        let sentence = self.paragraph.words.sentence(self.number.tokens.start);
        let Range { start, end } = self.number.measured;
        [sentence.start..start, end..sentence.end.max(end)]
            .into_iter()
            .flat_map(|part| self.paragraph.stems.within(part))
    }

    /// Whether two have something in common.
    fn meets(&self, other: &Self) -> bool {
        let other = other.stems();
        self.stems().any(|stem| other.clone().any(|same| same == stem))
    }
}

/// Gives every claim the best status that the same figure has in the article: same measure, same value or a rounding of
/// it, and something in common in what the sentences are about.
fn share_status(figures: &mut [Figure], topics: &[Topic<'_>]) {
    let is_backed = |figure: &Figure| matches!(figure.status, Status::Sourced | Status::Carried);
    let (backed, open): (Vec<usize>, Vec<usize>) =
        (0..figures.len()).filter(|&at| figures[at].class == Class::Claim).partition(|&at| is_backed(&figures[at]));
    let mut by_unit: FxHashMap<Option<Arc<str>>, Vec<usize>> = FxHashMap::default();
    for at in backed {
        by_unit.entry(figures[at].unit.clone()).or_default().push(at);
    }
    by_unit.values_mut().for_each(|same| same.sort_by(|a, b| figures[*a].value.total_cmp(&figures[*b].value)));
    for at in open {
        let Some(backed) = by_unit.get(&figures[at].unit) else { continue };
        let value = figures[at].value;
        let reach = 2.0 * ROUNDING * value.abs();
        let from = backed.partition_point(|&other| figures[other].value < value - reach);
        let near = backed[from..].iter().copied().take_while(|&other| figures[other].value <= value + reach);
        let same = near
            .take(COMPARED)
            .filter(|&other| figures[at].rounds(&figures[other]) && topics[at].meets(&topics[other]));
        if let Some(first) = same.min() {
            figures[at].status = Status::Carried;
            figures[at].source = figures[first].source;
            figures[at].grounds = Grounds::SameFigure;
        }
    }
}

impl Figure {
    /// Its value, or both ends of its range.
    pub fn values(&self) -> impl Iterator<Item = f64> {
        [Some(self.value), self.high].into_iter().flatten()
    }

    /// What it says, for comparing: two figures with the same measure state the same.
    pub fn measure(&self) -> (u64, Option<u64>, Option<Arc<str>>) {
        (self.value.to_bits(), self.high.map(f64::to_bits), self.unit.clone())
    }

    /// Whether two values are the same, or one is the other in round numbers: within two per cent, and with other digits.
    fn rounds(&self, other: &Figure) -> bool {
        let digits = |value: f64| format!("{value:e}").find('e').unwrap_or(0);
        let (a, b) = (self.value, other.value);
        a == b || (a - b).abs() <= ROUNDING * a.abs().max(b.abs()) && digits(a) != digits(b)
    }
}
