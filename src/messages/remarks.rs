//! What somebody decided about a place of an article, in a line: what, on what, who and when. Only words come in; what they
//! stand for is for the ledger.

use super::{forms, harmless, text};
use crate::lang::Lang;

/// A decision, as its teller knows it.
#[derive(Clone, Copy, Debug)]
pub struct Remark<'a> {
    /// The key of its kind below `trail`.
    pub kind: &'a str,
    /// What it says of its own; may be empty.
    pub words: &'a str,
    pub creator: Option<&'a str>,
    /// RFC 3339.
    pub created: Option<&'a str>,
}

/// What is said: `Geprüft: Telefon mit dem Hofamt`.
pub fn what(lang: Lang, remark: &Remark<'_>) -> String {
    let words = harmless(remark.words);
    let what = text(lang, &format!("trail.{}", remark.kind), &[]);
    if words.is_empty() { what } else { text(lang, "trail.with", &[("what", &what), ("words", &words)]) }
}

/// The same with who says so, and on which day.
pub fn signed(lang: Lang, remark: &Remark<'_>) -> String {
    let by = [remark.creator.map(harmless), remark.created.and_then(|time| day(lang, time))];
    let by = by.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let what = what(lang, remark);
    if by.is_empty() { what } else { format!("{what} ({by})") }
}

/// The day of a time.
pub fn day(lang: Lang, time: &str) -> Option<String> {
    let mut parts = time.get(.."2026-11-03".len())?.split('-');
    let year = parts.next()?.parse().ok()?;
    let mut part = || parts.next()?.parse().ok().filter(|part| (1..=31).contains(part));
    let (month, day) = (part().filter(|month| *month <= 12)?, part()?);
    Some(forms::date(lang, year, Some(month), Some(day)))
}
