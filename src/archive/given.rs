//! Which measures the articles of a run give, and where: each measure stands there once, so that whoever looks for a figure
//! compares few measures and reads no article. How a run holds it is for [`super::write`].

use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::entry::Claim;
use super::matter::Matter;
use super::measure::Measure;
use super::run::{line, number, partition};
use super::steps::{Steps, numbers, steps};
use crate::text::Span;

/// A place that gives a figure.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Place {
    pub span: Span,
    /// What its sentence tells of; kept of numbers without a unit alone, which say little by themselves.
    pub about: Matter,
}

/// The bytes of the measures of a run, where they lie.
pub struct Measures<'r> {
    /// Where what is kept of each measure ends.
    pub ends: &'r [u8],
    /// Of each measure its [`Fields`], then the articles that give it, each as far from the last as it is, with the places in
    /// it.
    pub places: &'r [u8],
    /// A line for each unit.
    pub units: &'r [u8],
    /// The measures in the order of the keys by which they are found.
    pub order: &'r [u8],
}

/// A value with its bytes the other way round, since of most the last are nought; the end of its range; and where the line
/// of its unit begins.
type Fields = (u64, Option<u64>, Option<u32>);

impl<'r> Measures<'r> {
    /// A measure by its number.
    pub fn get(&self, row: u32) -> Option<Measure> {
        self.row(row).map(|(measure, _)| measure)
    }

    /// The numbers of the measures that are found by a key.
    pub fn with(&self, key: u32) -> impl Iterator<Item = u32> {
        let row = |at: u32| number(self.order, at);
        let code = move |at: u32| self.get(row(at)).map_or(0, |measure| measure.key().code());
        let count = (self.order.len() / 4) as u32;
        let first = partition(count, |at| code(at) < key);
        (first..count).take_while(move |at| code(*at) == key).map(row)
    }

    /// The places that give a measure, each with its article, in the order of their paths.
    pub fn places(&self, row: u32) -> Vec<(u32, Place)> {
        match self.row(row) {
            Some((Measure { unit: Some(_), .. }, places)) => {
                steps(places).map(|(article, span)| (article, Place { span, about: Matter::default() })).collect()
            }
            Some((_, places)) => steps(places).collect(),
            None => vec![],
        }
    }

    /// A measure, and the bytes of its places.
    fn row(&self, row: u32) -> Option<(Measure, &'r [u8])> {
        let start = row.checked_sub(1).map_or(0, |before| number(self.ends, before));
        let kept = self.places.get(start as usize..number(self.ends, row) as usize)?;
        let ((value, high, unit), places) = postcard::take_from_bytes::<Fields>(kept).ok()?;
        let value_of = |bits: u64| f64::from_bits(bits.swap_bytes());
        let unit = unit.map(|start| line(self.units, start).ok_or(())).transpose().ok()?;
        Some((Measure { value: value_of(value), high: high.map(value_of), unit: unit.map(Into::into) }, places))
    }
}

/// Measures that are being written.
#[derive(Default)]
pub struct Writer {
    rows: FxHashMap<Fields, u32>,
    units: FxHashMap<Arc<str>, u32>,
    lines: Vec<u8>,
    /// Of each measure the key by which it is found, and its number.
    order: Vec<(u32, u32)>,
    places: Vec<Steps>,
}

impl Writer {
    /// Adds the claims of an article behind all others; each is told where its measure stands.
    pub fn article(&mut self, article: u32, claims: &mut [Claim]) {
        for claim in claims {
            claim.row = self.row(&claim.measure);
            let places = &mut self.places[claim.row as usize];
            match claim.measure.unit {
                Some(_) => places.push(article, &claim.span),
                None => places.push(article, &Place { span: claim.span, about: claim.about.told() }),
            }
        }
    }

    fn row(&mut self, measure: &Measure) -> u32 {
        let bits = |value: f64| value.to_bits().swap_bytes();
        let unit = measure.unit.as_ref().map(|unit| self.unit(unit));
        let fields: Fields = (bits(measure.value), measure.high.map(bits), unit);
        let next = self.rows.len() as u32;
        let row = *self.rows.entry(fields).or_insert(next);
        if row == next {
            self.order.push((measure.key().code(), row));
            self.places.push(Steps::behind(&fields));
        }
        row
    }

    fn unit(&mut self, unit: &Arc<str>) -> u32 {
        let start = *self.units.entry(unit.clone()).or_insert(self.lines.len() as u32);
        if start as usize == self.lines.len() {
            self.lines.extend([&**unit, "\n"].concat().as_bytes());
        }
        start
    }

    /// The ends, places, units and order.
    pub fn finish(mut self) -> [Vec<u8>; 4] {
        self.order.sort_unstable();
        let (places, ends) = Steps::joined(self.places);
        let order = self.order.into_iter().map(|(_, row)| row);
        [numbers(ends), places, self.lines, numbers(order)]
    }
}
