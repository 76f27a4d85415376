//! Units that convert into each other by definition: `km` and `m`. What changes from day to day, such as money, does not.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Out of `conversions.tsv`.
static CONVERSIONS: LazyLock<HashMap<&str, (&str, f64)>> = LazyLock::new(|| {
    let rows = include_str!("conversions.tsv").lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|row| {
        let mut fields = row.split('\t');
        Some((fields.next()?, (fields.next()?, fields.next()?.parse().ok()?)))
    })
    .collect()
});

/// The unit that stands for all that convert into it, and how many of it are one of this.
pub fn base(unit: &str) -> (&str, f64) {
    CONVERSIONS.get(unit).copied().unwrap_or((unit, 1.0))
}
