//! What was decided about a place, for the card of a name and the slip of a number: line by line, who, what and when, and
//! whether it still holds.

use super::Cursor;
use super::markup::Markup;
use crate::desk::{Remark, Standing};
use crate::lang::Lang;
use crate::messages::{remarks, text};
use crate::text::Span;

/// Puts what was decided about a stretch below what is told of it.
pub fn trail(cursor: &Cursor<'_>, span: Span, markup: &mut Markup) {
    let here = cursor.reading.trail.iter().filter(|remark| remark.is_local());
    let here = here.filter(|remark| remark.place().is_some_and(|place| place.overlaps(span)));
    for (at, remark) in here.enumerate() {
        let line = match at {
            0 if markup.plain.is_empty() => &mut *markup,
            0 => markup.paragraph(),
            _ => markup.line(),
        };
        line.text(&told(remark, cursor.desk.speaks));
    }
}

/// A decision in a line: `Geprüft: Telefon mit dem Hofamt (A. Frei, 3. November 2026)`.
pub fn told(Remark { annotation, standing }: &Remark, lang: Lang) -> String {
    let (kind, words) = (annotation.tag(), &*annotation.words());
    let (creator, created) = (annotation.signed.creator.as_deref(), annotation.signed.created.as_deref());
    let what = remarks::signed(lang, &remarks::Remark { kind, words, creator, created });
    match standing {
        Standing::Ended(_, change) => text(lang, &format!("trail.ended-{}", change.tag()), &[("what", &what)]),
        _ if annotation.is_resolved() => text(lang, "trail.resolved", &[("what", &what)]),
        _ => what,
    }
}
