//! The upper end of a range: `3-5`, `100 bis 150`, `zwischen 3 und 5`, `from $3m to $5m`. Only whether two values are the
//! ends of one figure; the values are read in [`super::values`].

use super::cardinals::is_kind;
use super::measures::{currency_before, is_minus};
use super::numbers::Form;
use super::values::{Bare, bare};
use super::words::Words;

/// The upper end of the range that begins at a token with `low`.
pub fn upper(words: &Words, at: usize, low: &Bare) -> Option<Bare> {
    if !matches!(low.form, Form::Digits | Form::Word) {
        return None;
    }
    let between = || currency_before(words, at).checked_sub(1).is_some_and(|at| is_kind(words, at, "between"));
    // `zwei- bis dreihundert`, `5% to 7%`
    let hung = words.glued(low.end) && matches!(words.raw(low.end), "-" | "‑") && !words.glued(low.end + 1);
    let unit = words.phrase(&words.lists.units, low.end).filter(|_| currency_before(words, at) == at);
    let joint = low.end + if hung { 1 } else { unit.map_or(0, |(len, _)| len) };
    if joint > low.end
        && (words.is_number(joint + 1) || hung)
        && (is_kind(words, joint, "range")
            || matches!(words.raw(joint), "-" | "–" | "—")
            || is_kind(words, joint, "and") && between())
    {
        let upper = bare(words, joint + 1)?;
        let again = words.phrase(&words.lists.units, upper.end).map(|(_, unit)| unit);
        // `47 percent to 41 percent` is a result
        let same = again == unit.map(|(_, unit)| unit) && upper.value >= low.value;
        return (hung || same).then(|| hanging(words, low, upper)).flatten();
    }
    let joined = is_kind(words, low.end, "range")
        || matches!(words.raw(low.end), "-" | "–" | "—") && words.is_number(low.end + 1) && words.is_number(at)
        || is_kind(words, low.end, "and") && between();
    if !joined {
        return None;
    }
    let next = low.end + 1;
    // `-5 bis -3 Grad`, `$3 to $5`: sign and currency stand again
    let negative = is_minus(words, next + 1);
    let next = next + usize::from(negative);
    let sign = (next + 1..=next + 3).find(|&at| words.is_number(at) && currency_before(words, at) == next);
    let same = |first: usize| words.raw(next) == words.raw(first);
    let sign = sign.filter(|_| currency_before(words, at) < at && same(currency_before(words, at)));
    let upper = bare(words, sign.unwrap_or(next))?;
    let fits = matches!(upper.form, Form::Digits | Form::Word | Form::Timely);
    // `$64 to $45` is a result
    let fits = fits && (sign.is_none() || upper.value >= low.value);
    fits.then(|| Bare { value: if negative { -upper.value } else { upper.value }, ..upper })
}

/// `zwei- bis dreihundert`: the lower end hangs on the end of the upper one.
fn hanging(words: &Words, low: &Bare, upper: Bare) -> Option<Bare> {
    let hung = words.raw(low.end) == "-";
    let scale =
        [1000.0, 100.0].into_iter().find(|scale| hung && upper.form == Form::Word && upper.value % scale == 0.0);
    let scale = scale.filter(|_| upper.scale == 1.0 && upper.value > 0.0).unwrap_or(upper.scale);
    let fits = matches!(upper.form, Form::Digits | Form::Word | Form::Timely | Form::Multiple);
    fits.then_some(Bare { scale, ..upper })
}
