//! When do two figures say the same? The same unit, or one that converts into it, and the same value, or that value in
//! round numbers. And when can not both be true?

use std::sync::Arc;

use super::keys::Key;
use crate::analysis::{Approx, Figure};
use crate::lang::conversions::base;
use crate::lang::lists::is_unit;

/// Two figures whose keys are neighbours differ by no more than this share and twice as much.
const STEP: f64 = 0.02;
/// A rounded figure is at most so far from the exact one.
const ROUNDING: f64 = 0.02;
/// What was converted into another unit is at most so far from it.
const CONVERTING: f64 = 0.01;
/// Where one must be wrong, more is allowed: a round number may be so far from what it stands for,
const ROUGHLY: f64 = 0.05;
/// and `etwa 10'000` so far.
const ABOUT: f64 = 0.1;

/// What a figure measures, and how much of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measure {
    pub value: f64,
    /// End of a range.
    pub high: Option<f64>,
    pub unit: Option<Arc<str>>,
}

impl Measure {
    /// The measure that a figure gives.
    pub fn of(figure: &Figure) -> Self {
        Self { value: figure.value, high: figure.high, unit: figure.unit.clone() }
    }

    /// By what articles are found that give this figure.
    pub fn key(&self) -> Key<'_> {
        Key::Amount(self.base().0, self.step())
    }

    /// By what those are found that give it in whatever form.
    pub fn keys_around(&self) -> impl Iterator<Item = Key<'_>> {
        [-1, 0, 1].into_iter().map(|by| Key::Amount(self.base().0, self.step().saturating_add(by)))
    }

    /// Whether both say the same.
    pub fn agrees(&self, other: &Self) -> bool {
        let ((unit, scale), (others_unit, others_scale)) = (self.base(), other.base());
        let same = |a: f64, b: f64| match scale == others_scale {
            true => a == b || rounds(a, b),
            false => near(a * scale, b * others_scale, CONVERTING),
        };
        let ends = match (self.high, other.high) {
            (None, None) => true,
            (Some(high), Some(others_high)) => same(high, others_high),
            _ => false,
        };
        unit == others_unit && ends && same(self.value, other.value)
    }

    /// What it counts; `None` where it measures.
    pub fn counted_noun(&self) -> Option<&str> {
        self.unit.as_deref().filter(|unit| !is_unit(unit))
    }

    /// Whether both cannot be true of the same thing, as exact as each wants to be.
    pub fn excludes(&self, approx: Approx, other: &Self, others_approx: Approx) -> bool {
        let ((unit, scale), (others_unit, others_scale)) = (self.base(), other.base());
        let [(low, high), (others_low, others_high)] = [self.bounds(approx), other.bounds(others_approx)];
        unit == others_unit && (high * scale < others_low * others_scale || others_high * others_scale < low * scale)
    }

    /// Between which values it may lie.
    fn bounds(&self, approx: Approx) -> (f64, f64) {
        let share = |value| match approx {
            Approx::About => ABOUT,
            _ if is_round(value) => ROUGHLY,
            _ => 0.0,
        };
        let (first, last) = (self.value, self.high.unwrap_or(self.value));
        let (low, high) = (first - first.abs() * share(first), last + last.abs() * share(last));
        match approx {
            Approx::AtLeast | Approx::MoreThan => (low, f64::INFINITY),
            Approx::AtMost | Approx::LessThan => (f64::NEG_INFINITY, high),
            Approx::Exact | Approx::About | Approx::Between => (low, high),
        }
    }

    /// The unit into which its own converts, and how many of that are one.
    fn base(&self) -> (Option<&str>, f64) {
        self.unit.as_deref().map_or((None, 1.0), |unit| {
            let (unit, factor) = base(unit);
            (Some(unit), factor)
        })
    }

    /// Steps of [`STEP`] from one of the base unit, on a scale on which each is as large a share as the other.
    fn step(&self) -> i32 {
        let value = self.value * self.base().1;
        let steps = (value.abs().ln() / STEP.ln_1p()).floor();
        if value == 0.0 { i32::MAX / 2 } else { steps as i32 * if value < 0.0 { -1 } else { 1 } }
    }
}

fn near(a: f64, b: f64, share: f64) -> bool {
    (a - b).abs() <= share * a.abs().max(b.abs())
}

/// Whether one is the other with fewer digits that count.
fn rounds(a: f64, b: f64) -> bool {
    let [(few, rough), (many, fine)] = {
        let mut both = [a, b].map(|value| (digits(value), value));
        both.sort_by_key(|(digits, _)| *digits);
        both
    };
    few < many && near(a, b, ROUNDING) && rounded(fine, few) == rough
}

/// From a hundred on, whether there are noughts behind the first digit; from a thousand on, behind the second.
fn is_round(value: f64) -> bool {
    let kept = if value.abs() < 1000.0 { 1 } else { 2 };
    value.abs() >= 100.0 && digits(value) <= kept
}

/// How many digits of a value count: two of `6900`.
fn digits(value: f64) -> usize {
    let written = format!("{value:e}");
    written.split('e').next().unwrap_or_default().bytes().filter(u8::is_ascii_digit).count()
}

/// A value with no more than so many digits.
fn rounded(value: f64, digits: usize) -> f64 {
    format!("{value:.*e}", digits.saturating_sub(1)).parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measure(value: f64, unit: &str) -> Measure {
        Measure { value, high: None, unit: Some(unit.into()) }
    }

    /// Whether they say the same, and would be found so: either way round.
    fn same(a: &Measure, b: &Measure) -> bool {
        let found = |a: &Measure, b: &Measure| a.keys_around().any(|key| key.code() == b.key().code());
        assert_eq!((a.agrees(b), found(a, b)), (b.agrees(a), found(b, a)));
        assert!(!a.agrees(b) || found(a, b), "{a:?} {b:?}");
        a.agrees(b)
    }

    #[test]
    fn round_and_converted_figures_say_the_same() {
        for (a, b) in [
            (measure(7000.0, "Container"), measure(6900.0, "Container")),
            (measure(20_000.0, "Container"), measure(20_000.0, "Container")),
            (measure(5.5e9, "USD"), measure(5.52e9, "USD")),
            (measure(100.0, "km"), measure(62.0, "mi")),
            (measure(3.0, "t"), measure(3000.0, "kg")),
            (measure(-2.0, "°C"), measure(-2.0, "°C")),
            (measure(0.0, "percent"), measure(0.0, "percent")),
        ] {
            assert!(same(&a, &b), "{a:?} {b:?}");
        }
        for (a, b) in [
            (measure(7000.0, "Container"), measure(6800.0, "Container")),
            (measure(7100.0, "Container"), measure(7150.0, "Container")),
            (measure(7000.0, "Container"), measure(7000.0, "Granate")),
            (measure(100.0, "USD"), measure(100.0, "EUR")),
            (measure(100.0, "km"), measure(64.0, "mi")),
            (measure(0.0, "percent"), measure(1.0, "percent")),
            (measure(2.0, "°C"), measure(-2.0, "°C")),
        ] {
            assert!(!same(&a, &b), "{a:?} {b:?}");
        }
        let range = |low, high| Measure { high: Some(high), ..measure(low, "Tote") };
        assert!(same(&range(3.0, 5.0), &range(3.0, 5.0)));
        assert!(!same(&range(3.0, 5.0), &measure(3.0, "Tote")));
    }
}
