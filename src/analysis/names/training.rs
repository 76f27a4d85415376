//! From labelled sentences to weights: an averaged perceptron (Collins 2002), the same in every run and on every machine.
//! Reads no files.

use super::MentionType;
use super::clues::Clues;
use super::tagger::{self, TAGS, Tag};
use super::weights::{ROWS, Row, Steps, Table, Weights, place};
use crate::analysis::words::Words;
use crate::lang::filter::SPREAD;
use crate::text::Span;

/// So often all sentences are gone through.
const ROUNDS: usize = 8;

/// So many learners there are, each with sentences and hidden clues in another order: what one of them got from the order
/// alone, the others outvote.
const LEARNERS: usize = 6;

/// So many of 100 clues are out of sight at each sentence. With few sentences to learn from, the words of names would be
/// learned by heart; on sentences not learned from, this is worth about two hundredths of F1.
const HIDDEN: u64 = 30;

/// So many weights are larger than fits.
const LARGER: usize = 8;

/// No weight gets larger while learning, so that no sum of a token's clues overflows.
const LARGEST: i16 = 400;

/// A paragraph with its names.
pub struct Labelled {
    pub words: Words,
    /// Bytes of the paragraph, and what they name.
    pub names: Vec<(Span, MentionType)>,
}

impl Labelled {
    fn tags(&self) -> Vec<Tag> {
        let mut tags = vec![Tag::OUTSIDE; self.words.len()];
        for (span, kind) in &self.names {
            for (number, at) in self.words.tokens_of(*span).enumerate() {
                tags[at] = Tag::of(*kind, number == 0).unwrap_or(Tag::OUTSIDE);
            }
        }
        tags
    }
}

/// The weights that tag these paragraphs best. All are of one language.
pub fn learn(paragraphs: &[Labelled]) -> Table {
    let mut sentences = Vec::new();
    for paragraph in paragraphs {
        let tags = paragraph.tags();
        let cut = |sentence: &std::ops::Range<usize>| {
            (Clues::new(&paragraph.words, sentence.clone()), tags[sentence.clone()].to_vec())
        };
        // what the tagger can never find would move weights for ever
        let can_be_found =
            |(clues, tags): &(Clues<'_>, Vec<Tag>)| tags.iter().enumerate().all(|(at, tag)| tag.is_possible(clues, at));
        sentences.extend(paragraph.words.sentences.iter().map(cut).filter(can_be_found));
    }
    let mut averages = Averages::new();
    let mut random = 0x1234_5678_9abc_def1;
    for _ in 0..LEARNERS {
        let mut learner = Learner::new(random);
        learner.learn(&sentences);
        averages.add(&learner);
        random = learner.random;
    }
    averages.fitted()
}

/// What learners know on average.
struct Averages {
    rows: Vec<[f64; TAGS]>,
    steps: [[f64; TAGS]; TAGS],
}

impl Averages {
    fn new() -> Self {
        Self { rows: vec![[0.0; TAGS]; ROWS], steps: Default::default() }
    }

    /// Adds what the weights of a learner were on average.
    fn add(&mut self, learner: &Learner) {
        let seen = learner.seen as f64;
        let average = |now: i16, sum: i64| f64::from(now) - sum as f64 / seen;
        for (row, (now, sums)) in self.rows.iter_mut().zip(learner.rows.iter().zip(&learner.row_sums)) {
            (0..TAGS).for_each(|tag| row[tag] += average(now[tag], sums[tag]));
        }
        for (row, (now, sums)) in self.steps.iter_mut().zip(learner.steps.iter().zip(&learner.step_sums)) {
            (0..TAGS).for_each(|tag| row[tag] += average(now[tag], sums[tag]));
        }
    }

    /// The averages in numbers that fit: the few that are much larger than all others are cut, and what is less than one
    /// weighs nothing.
    fn fitted(&self) -> Table {
        let mut sizes: Vec<f64> = self.rows.iter().flatten().map(|weight| weight.abs()).collect();
        let (_, largest, _) = sizes.select_nth_unstable_by(LARGER, |a, b| b.total_cmp(a));
        let scale = f64::from(i8::MAX) / largest.max(1.0);
        let fit = |weight: f64| (weight * scale).trunc();
        let row = |row: &[f64; TAGS]| std::array::from_fn(|tag| row.get(tag).map_or(0, |&weight| fit(weight) as i8));
        Table::new(self.rows.iter().map(row), self.steps.map(|row| row.map(|weight| fit(weight) as i16)))
    }
}

struct Learner {
    rows: Vec<Row>,
    steps: Steps,
    /// What was added, times the number of sentences seen by then.
    row_sums: Vec<[i64; TAGS]>,
    step_sums: [[i64; TAGS]; TAGS],
    /// Sentences seen, this one included.
    seen: i64,
    random: u64,
    /// Decides which clues are out of sight.
    salt: u64,
}

impl Learner {
    fn new(random: u64) -> Self {
        Self {
            rows: vec![[0; 8]; ROWS],
            steps: Steps::default(),
            row_sums: vec![[0; TAGS]; ROWS],
            step_sums: Default::default(),
            seen: 1,
            random,
            salt: 0,
        }
    }

    /// The next number of Marsaglia's xorshift.
    fn random(&mut self) -> u64 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        self.random
    }

    fn hides(&self, clue: u64) -> bool {
        let spread = (clue ^ self.salt).wrapping_mul(SPREAD) >> 32;
        (spread * 100) >> 32 < HIDDEN
    }

    /// Goes through the sentences again and again, each time in another order.
    fn learn(&mut self, sentences: &[(Clues<'_>, Vec<Tag>)]) {
        let mut order: Vec<usize> = (0..sentences.len()).collect();
        for _ in 0..ROUNDS {
            for last in (1..order.len()).rev() {
                let other = self.random() % (last as u64 + 1);
                order.swap(last, other as usize);
            }
            for &number in &order {
                let (clues, gold) = &sentences[number];
                self.see(clues, gold);
            }
        }
    }

    /// Tags a sentence and, where that is wrong, moves weights from the wrong tags to the right ones.
    fn see(&mut self, clues: &Clues, gold: &[Tag]) {
        self.salt = self.random();
        self.seen += 1;
        let found = tagger::tags(clues, self, &[], &mut Vec::new());
        let mut before = [Tag::OUTSIDE; 2];
        for (at, tags) in gold.iter().copied().zip(found).enumerate() {
            let tags = [tags.0, tags.1];
            if tags[0] != tags[1] {
                let clues = clues.first(at).into_iter().chain(clues.others(at));
                clues.for_each(|clue| self.weigh(clue, tags));
            }
            for (by, (before, tag)) in [1, -1].into_iter().zip(before.into_iter().zip(tags)) {
                let (before, tag) = (before.index(), tag.index());
                self.steps[before][tag] += by;
                self.step_sums[before][tag] += i64::from(by) * self.seen;
            }
            before = tags;
        }
    }

    fn weigh(&mut self, clue: u64, tags: [Tag; 2]) {
        if self.hides(clue) {
            return;
        }
        let row = place(clue);
        for (by, tag) in [1, -1].into_iter().zip(tags.map(Tag::index)) {
            let weight = &mut self.rows[row][tag];
            let moved = (*weight + by).clamp(-LARGEST, LARGEST);
            self.row_sums[row][tag] += i64::from(moved - *weight) * self.seen;
            *weight = moved;
        }
    }
}

impl Weights for Learner {
    fn add(&self, clues: &[u64], row: &mut Row) {
        for clue in clues.iter().filter(|&&clue| !self.hides(clue)) {
            row.iter_mut().zip(&self.rows[place(*clue)]).for_each(|(sum, weight)| *sum += weight);
        }
    }

    /// Who learns has to see all clues.
    fn rule_out(&self, _first: &Row) -> bool {
        false
    }

    fn steps(&self) -> &Steps {
        &self.steps
    }
}
