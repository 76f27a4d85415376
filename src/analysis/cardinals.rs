//! Number words that run over several tokens: `two hundred and five`, `vier Millionen zweihunderttausend`, `six and a half
//! million`, `zwei Komma fünf`. What a word is worth stands in the lists; here is only how words and scales join.

use super::digits::scaled;
use super::measures::{counted, currency_before};
use super::words::Words;
use crate::lang::grammar::Grammar;
use crate::lang::{Lang, number_words};

/// What the list of numbers holds of a token.
pub fn listed(words: &Words, at: usize) -> Option<(f64, &'static str)> {
    words.lists.numbers.get(words.word(at))
}

/// Whether the list of numbers holds a token as this kind.
pub fn is_kind(words: &Words, at: usize, kind: &str) -> bool {
    listed(words, at).is_some_and(|(_, k)| k == kind)
}

/// `a`, `one`, `eine`: what stands before a scale or a share instead of a number.
pub fn is_one(words: &Words, at: usize) -> bool {
    listed(words, at).is_some_and(|(value, kind)| value == 1.0 && is_article(kind))
}

fn is_article(kind: &str) -> bool {
    matches!(kind, "part" | "indefinite")
}

/// A number below the scales, in words, as they stand with its decimals: `forty-two`, `siebenhundert`, `null Komma drei`.
/// With `alone` false, `one` counts too, because something behind it or before it makes it a number.
pub fn cardinal(words: &Words, at: usize, alone: bool) -> Option<(f64, usize)> {
    let (value, end) = match words.lang {
        Lang::De => number_words::cardinal(words.folded(at), Lang::De)
            .or_else(|| listed(words, at).filter(|(_, kind)| is_article(kind)).map(|(value, _)| value))
            .map(|value| (value, at + 1))?,
        Lang::En => hundreds(words, at)?,
    };
    let whole = end;
    let (value, end) = pointed(words, end, value);
    // `at one point two people`
    let idiom =
        end > whole && is_kind(words, at, "part") && words.grammar(at.wrapping_sub(1)) == Some(Grammar::Preposition);
    let (value, end) = if idiom && !makes_one(words, end) { (value.trunc(), whole) } else { (value, end) };
    let lonely = alone && end == whole && end == at + 1 && listed(words, at).is_some_and(|(_, kind)| is_article(kind));
    (!lonely || makes_one(words, end)).then_some((value, end))
}

/// Whether what stands behind `one` makes it a number: a scale, a share, a unit. German `ein` needs a share or money,
/// since it is an article as well.
fn makes_one(words: &Words, at: usize) -> bool {
    let scaled = matches!(listed(words, at), Some((_, "scale" | "thousand" | "hundred" | "group")))
        && (words.lang == Lang::En || !is_kind(words, at, "group"));
    let unit = words.phrase(&words.lists.units, at).is_some_and(|(_, (_, dimension))| match words.lang {
        Lang::De => matches!(dimension, "percent" | "money"),
        Lang::En => words.raw(at).len() > 2 || !words.is_word(at),
    });
    scaled || unit || and_part(words, at).is_some()
}

/// English words below a thousand; `twelve hundred` too.
fn hundreds(words: &Words, at: usize) -> Option<(f64, usize)> {
    let small = tens(words, at);
    let (factor, end) = small.unwrap_or((1.0, at));
    if !is_kind(words, end, "hundred") {
        return small;
    }
    let (value, end) = (factor * 100.0, end + 1);
    let and = is_kind(words, end, "and");
    let next = end + usize::from(and || words.joins(end));
    let rest = tens(words, next).filter(|&(_, end)| !is_kind(words, end, "hundred") && joins_and(words, at, and, end));
    // `4000 2 hundred` and `two hundred point five`: the rest may be missing
    Some(rest.filter(|(rest, _)| *rest > 0.0).map_or((value, end), |(rest, end)| (value + rest, end)))
}

/// English words below a hundred: `forty-two`, `forty two`, `twelve`.
fn tens(words: &Words, at: usize) -> Option<(f64, usize)> {
    let (value, kind) = listed(words, at).filter(|(_, k)| matches!(*k, "part" | "one" | "teen" | "tens"))?;
    let next = at + 1 + usize::from(words.joins(at + 1));
    let ones = listed(words, next).filter(|(v, k)| kind == "tens" && *v > 0.0 && matches!(*k, "part" | "one"));
    Some(ones.map_or((value, at + 1), |(ones, _)| (value + ones, next + 1)))
}

/// Whether an `and` joins two parts of one number: not in `between one hundred and fifty`, where it parts the ends of a range.
fn joins_and(words: &Words, start: usize, and: bool, end: usize) -> bool {
    !and || !start.checked_sub(1).is_some_and(|at| is_kind(words, at, "between")) || is_kind(words, end, "and")
}

/// So many words of decimals are read.
const DECIMALS: usize = 12;

/// `zwei Komma fünf`, `nought point nought three`: the decimals behind a whole number.
fn pointed(words: &Words, at: usize, value: f64) -> (f64, usize) {
    if !is_kind(words, at, "point") || value.fract() != 0.0 {
        return (value, at);
    }
    let mut digits = format!("{value}.");
    let mut end = at + 1;
    while end - at <= DECIMALS {
        let one = listed(words, end).filter(|(_, kind)| matches!(*kind, "part" | "one")).map(|(v, _)| (v, end + 1));
        let first = end == at + 1;
        let more = || match words.lang {
            Lang::En => tens(words, end),
            Lang::De => number_words::cardinal(words.folded(end), Lang::De).map(|v| (v, end + 1)),
        };
        let Some((part, next)) = one.or_else(|| more().filter(|(v, _)| first && *v < 100.0)) else { break };
        digits.push_str(&part.to_string());
        end = next;
    }
    if end == at + 1 { (value, at) } else { digits.parse().map_or((value, at), |value| (value, end)) }
}

/// `third`, `Drittel`, `twenty-firsts`: what a share counts, and where it ends.
pub fn part(words: &Words, at: usize) -> Option<(f64, usize)> {
    let Some(listed_here) = listed(words, at) else { return tel(words, at) };
    match listed_here {
        (value, "fraction") => Some((value, at + 1)),
        (tens, "tens") => {
            let below = at + 1 + usize::from(words.joins(at + 1));
            let (ones, _) = listed(words, below).filter(|(_, kind)| *kind == "denominator")?;
            Some((1.0 / (tens + ones), below + 1))
        }
        _ => None,
    }
}

/// `Dreizehntel`, `einundzwanzigstel`: what `tel` makes of a German number, where no list has it.
fn tel(words: &Words, at: usize) -> Option<(f64, usize)> {
    if words.lang != Lang::De || !words.may_be_number(at) {
        return None;
    }
    let stem = words.folded(at).strip_suffix("tel")?;
    let known = |stem: &str| number_words::cardinal(stem, Lang::De).filter(|below| below.fract() == 0.0);
    let below = stem.strip_suffix('s').and_then(known).filter(|below| *below >= 20.0);
    let below = below.or_else(|| known(stem).filter(|below| (4.0..20.0).contains(below)))?;
    Some((1.0 / below, at + 1))
}

/// `and a half`, `und drei Viertel`: a share added to what stands before. With `of` behind it is a share of its own.
fn and_part(words: &Words, at: usize) -> Option<(f64, usize)> {
    let over = |at: usize| at + usize::from(words.joins(at));
    let and = over(at);
    if !is_kind(words, and, "and") {
        return None;
    }
    let first = over(and + 1);
    let (count, next) = match listed(words, first)? {
        (_, "indefinite") => (1.0, first + 1),
        _ => cardinal_only(words, first)?,
    };
    let next = over(next);
    if is_kind(words, next, "halving") {
        return Some((count * 0.5, next + 1));
    }
    let (part, end) = part(words, next)?;
    let own = words.folded(end) == "of" || words.grammar(end) == Some(Grammar::Article);
    (count * part < 1.0 && !own).then_some((count * part, end))
}

fn cardinal_only(words: &Words, at: usize) -> Option<(f64, usize)> {
    match words.lang {
        Lang::En => tens(words, at),
        Lang::De => {
            let known = listed(words, at).filter(|(_, kind)| matches!(*kind, "part" | "one" | "teen"));
            known.map(|(value, _)| (value, at + 1))
        }
    }
}

/// A value with what scales it and what goes on behind the scale.
pub struct Sum {
    pub value: f64,
    pub end: usize,
    /// The last scale, 1 where there is none.
    pub scale: f64,
}

/// So many scales follow one another at most: `drei Millionen vierhunderttausend`, `three lakh crore`.
const SCALES: usize = 4;

/// The value that ends at `end`, with the scales, the smaller numbers and the share that go on behind it.
pub fn sum(words: &Words, start: usize, value: f64, end: usize) -> Sum {
    let mixed = and_part(words, end).filter(|&(_, end)| value.fract() == 0.0 && joins_and(words, start, true, end));
    let (value, end) = mixed.map_or((value, end), |(part, end)| (value + part, end));
    let (scale, end) = scales(words, end, value);
    let mut sum = Sum { value: scaled(value, scale), end, scale };
    if scale > 1000.0 || scale == 12.0 {
        // `six million and two thirds`: the share is one of a million
        if let Some((part, end)) = and_part(words, end).filter(|_| value.fract() == 0.0) {
            return Sum { value: sum.value + part * scale, end, scale };
        }
    }
    let mut limit = scale;
    for _ in 0..SCALES {
        let Some((more, end, scale)) = smaller(words, start, sum.end, limit) else { break };
        (sum.value, sum.end, limit) = (sum.value + more, end, scale);
    }
    sum
}

/// The next smaller part of a number: `zweihunderttausend` behind `vier Millionen`, `and 21` behind `3 hundred`.
fn smaller(words: &Words, start: usize, at: usize, limit: f64) -> Option<(f64, usize, f64)> {
    if limit < 100.0 {
        return None;
    }
    let and = is_kind(words, at, "and");
    let comma = words.raw(at) == "," && words.glued(at);
    let next = at + usize::from(and || comma);
    let digits = words.is_number(next).then(|| words.raw(next)).filter(|raw| raw.len() <= 3);
    let (value, end) = match digits {
        Some(raw) => (raw.parse().ok()?, next + 1),
        None => cardinal(words, next, false)?,
    };
    let (scale, end) = scales(words, end, value);
    let value = scaled(value, scale);
    // behind a million nobody goes on with ones: `fünf Millionen zwei Jahre später`
    let whole = value.fract() == 0.0 && value > 0.0 && value < limit && (value >= 100.0 || limit <= 1000.0);
    // digits, and numbers behind a comma, are a list unless a word ties them to the number before
    let tied = match (digits.is_some(), comma) {
        (true, false) => scale > 1.0 || and && limit <= 1000.0,
        (true, true) => false,
        (false, true) => scale > 1.0 || value >= 100.0 && words.lang == Lang::En && limit <= 1000.0,
        (false, false) => words.lang == Lang::En || !and || limit <= 1000.0,
    };
    // `two of a million and one of a thousand`: a share or a lone `one` behind is no part of it
    let other = part(words, end).is_some() || is_kind(words, next, "part") && end == next + 1 && limit > 1000.0;
    (whole && tied && !other && joins_and(words, start, and, end)).then_some((value, end, scale))
}

/// The scales at a token, multiplied: `hundred thousand`, `lakh crore`.
fn scales(words: &Words, at: usize, value: f64) -> (f64, usize) {
    let (mut all, mut end) = (1.0, at);
    for _ in 0..SCALES {
        let (scale, next) = scale_at(words, end, scaled(value, all));
        if next == end || all > 1.0 && is_kind(words, end, "hundred") {
            break;
        }
        (all, end) = (all * scale, next);
    }
    (all, end)
}

/// The scale at a token (`Millionen`, `Mio.`, `bn`), and where the number then ends.
fn scale_at(words: &Words, at: usize, value: f64) -> (f64, usize) {
    let Some((scale, kind)) = listed(words, at) else { return (1.0, at) };
    let raw = words.raw(at);
    // `14B Mill Lane` is an address
    let capital = || {
        let alone = words.glued(at) && raw.chars().all(char::is_uppercase) && !words.is_capital(at + 1);
        alone && (value >= 10.0 || value.fract() != 0.0) && scale != 1e9
    };
    let money = || currency_before(words, at - 1) < at - 1;
    let fits = match kind {
        "scale" | "group" => true,
        "thousand" | "hundred" => words.lang == Lang::En || value < 1000.0,
        "kilo" => capital() || raw.chars().all(char::is_lowercase),
        "capital" => capital(),
        // `$5m`, `1.2m`, `30m people`: a letter is a scale for money, for decimals and before what is counted
        "glued" => {
            let counts =
                || words.raw(at + 1).starts_with(char::is_lowercase) && counted(words, at + 1, false).is_some();
            let next = at + 1 + usize::from(words.joins(at + 1));
            let extent = words.lists.figures.has(words.word(next), "extent");
            money() || capital() || words.glued(at) && !extent && (value.fract() != 0.0 || counts())
        }
        _ => false,
    };
    if !fits {
        return (1.0, at);
    }
    let dot = words.raw(at + 1) == "."
        && words.glued(at + 1)
        && raw.len() == 3
        && words.sentence_of(at) == words.sentence_of(at + 2);
    (scale, at + 1 + usize::from(dot))
}
