//! Dates, years, clock times, lengths and frequencies.

use super::super::Approx;
use super::super::numbers::{Form, Number};
use super::super::words::Words;
use super::Case;
use crate::lang::Lang;

/// Whether the number is one of them.
pub fn is_time(case: &Case<'_>) -> bool {
    let (words, end) = (case.words, case.end());
    match case.number.form {
        Form::Timely => return true,
        Form::Dotted => return is_date(case),
        Form::Ordinal => return is_ordinal_time(case),
        Form::Pair => return case.time(end) == Some("clock") || !case.setting.sport && is_clock(case),
        Form::Multiple => return is_frequency(case),
        // `half past two`
        Form::Fraction if case.number.value <= 0.5 && matches!(case.after(0), "past" | "to" | "nach" | "vor") => {
            return true;
        }
        _ => {}
    }
    if case.number.unit.is_some_and(|(_, dimension)| dimension != "time") {
        return false;
    }
    let after = end + usize::from(words.joins(end));
    matches!(case.time(after), Some("clock" | "unit"))
        || case.time(end) == Some("month")
        || words.meridiem(end) > 0
        || case.number.noun.is_some_and(|noun| is_length(words, noun))
        || is_marked(case)
        || is_day(case)
        || is_labelled(case)
        || is_year(words, case.number)
}

/// `am 3. Mai`, `im 19. Jahrhundert`.
fn is_ordinal_time(case: &Case<'_>) -> bool {
    case.time(case.end() + 1) == Some("month")
        || case.time(case.end()) == Some("month")
        || matches!(case.after(1), "jahrhundert" | "jahrhunderts" | "jahrtausend" | "century" | "lebensjahr")
}

/// Told by a mark at the number: seconds of a race (`18″`), `’89`, `†551`, `1987/88`, `1990er`, `40 BC`.
fn is_marked(case: &Case<'_>) -> bool {
    let (words, start, end) = (case.words, case.start(), case.end());
    let before = words.raw(start.wrapping_sub(1));
    let short = case.plain().is_some_and(|raw| raw.len() == 2);
    let seconds =
        words.glued(end) && matches!(words.raw(end), "‘" | "’" | "'" | "′" | "″" | "”") && !words.is_word(end + 1);
    let apostrophe =
        short && words.glued(start) && matches!(before, "’" | "'" | "‘") && !words.glued(start.wrapping_sub(1));
    let second_year =
        before == "/" && words.is_number(start.wrapping_sub(2)) && words.raw(start.wrapping_sub(2)).len() == 4;
    let era = matches!(words.raw(end), "BC" | "AD" | "BCE" | "CE" | "BP")
        || matches!(case.after(0), "v" | "n") && case.after(2) == "chr";
    let decade = words.glued(end) && matches!(case.after(0), "er" | "ern" | "s")
        || words.raw(end) == "'" && case.after(1) == "s";
    seconds || apostrophe || second_year || era || decade || matches!(before, "†" | "*")
}

/// A day behind its month (`Sept. 19`), day and month in digits (`bis 25.5.`, `(26.06)`), a clock time with a dot
/// (`um 20.15`, `13.05:` at the start of a line).
fn is_day(case: &Case<'_>) -> bool {
    let (words, start, end) = (case.words, case.start(), case.end());
    let month = start.wrapping_sub(1 + usize::from(words.raw(start.wrapping_sub(1)) == "."));
    if case.is_digits() && start > 0 && case.time(month) == Some("month") && case.number.value <= 31.0 {
        return case.number.noun.is_none_or(|noun| noun > end);
    }
    let Some((first, second)) = words.raw(start).split_once('.').filter(|_| words.lang == Lang::De && case.is_bare())
    else {
        return false;
    };
    let (Ok(day), Ok(part)) = (first.parse::<u32>(), second.parse::<u32>()) else { return false };
    let dated = (1..=31).contains(&day) && (1..=12).contains(&part);
    let dotted = words.raw(end) == "." && words.glued(end);
    let bracketed = words.raw(start.wrapping_sub(1)) == "(" && words.raw(end) == ")";
    let clock = day < 25 && part < 60 && second.len() == 2;
    let timed = matches!(case.before(1), "um" | "ab" | "bis" | "gegen" | "kurz") || start == 0 && words.raw(end) == ":";
    dated && (dotted || bracketed) || clock && timed
}

/// Behind `Jahr`, `Saison` or the like: `im Jahr 9`, `Saison 23/24`.
fn is_labelled(case: &Case<'_>) -> bool {
    let year = matches!(case.before(1), "jahr" | "jahre" | "jahren" | "jahres" | "year" | "years");
    let season =
        ["saison", "spielzeit", "season", "winter", "schuljahr"].iter().any(|label| case.before(1).ends_with(label));
    let long = case.words.raw(case.start()).len() >= 2 && case.number.approx == Approx::Exact;
    year && long || season && case.number.noun.is_none()
}

/// Four digits without a mark of thousands. Between 1900 and 2099 they are a year unless they are given as about so many
/// of something; before that only where nothing is counted behind them, or a word of time stands before.
pub fn is_year(words: &Words, number: &Number) -> bool {
    let (start, end) = (number.tokens.start, number.tokens.end);
    let raw = words.raw(start);
    if number.form != Form::Digits || !raw.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let bare = number.unit.is_none() && number.noun.is_none() && number.approx == Approx::Exact;
    if raw.len() == 3 && bare && !raw.starts_with('0') {
        return is_ancient(words, start, end);
    }
    if raw.len() != 4 || !(1000.0..=2199.0).contains(&number.value) || number.high.is_some_and(|high| high > 2199.0) {
        return false;
    }
    if number.unit.is_some_and(|(_, dimension)| dimension != "time") {
        return false;
    }
    let modern = (1900.0..2100.0).contains(&number.value);
    if modern && number.high.is_some_and(|high| high >= number.value) {
        return true;
    }
    // `1500 russische Touristen` are counted, in `1803 veröffentlichte Briefe` the participle has its year
    let published = !words.is_capital(end) && is_participle(words, end);
    let counts = !published && (number.noun == Some(end) || number.noun.is_some() && !modern);
    let timely =
        matches!(words.lists.times.get(words.word(start.wrapping_sub(1))), Some(("edge" | "month" | "season", _)));
    if is_counted_in_year(words, start, end) {
        false
    } else if modern {
        timely || !(counts && (number.approx != Approx::Exact || number.value % 100.0 == 0.0))
    } else {
        timely || !counts
    }
}

/// `davon 2000`, `1700 im vergangenen Jahr`: a count of a whole that was told, or one with a year of its own.
fn is_counted_in_year(words: &Words, start: usize, end: usize) -> bool {
    let role = |at: usize, role: &'static str| words.lists.timing.all(words.word(at)).any(|(r, _)| *r == role);
    let year = |at: usize| {
        words.lists.times.has(words.word(at), ("unit", "Y")) || words.is_number(at) && words.raw(at).len() == 4
    };
    role(start.wrapping_sub(1), "share") || role(end, "within") && (year(end + 1) || year(end + 2))
}

/// `in 363`, `wurde 800 gekrönt`: a bare number of three digits is a year of old where a year would stand.
fn is_ancient(words: &Words, start: usize, end: usize) -> bool {
    let before = words.before(start, 1);
    let crowned = matches!(before, "wurde" | "wurden" | "um" | "von" | "stammt") && is_past_participle(words, end);
    matches!(before, "in" | "by" | "jahr" | "since" | "seit") && !words.is_word(end) || crowned
}

/// `gekrönt`, `zerstört`, `erobert`: in small letters, with the ending of a participle.
fn is_past_participle(words: &Words, at: usize) -> bool {
    let word = words.folded(at);
    words.is_word(at)
        && !words.is_capital(at)
        && word.len() > 5
        && (word.ends_with('t') || word.ends_with("en"))
        && words.grammar(at).is_none()
}

/// A past participle before a noun: `veröffentlichte`, `geborenen`.
fn is_participle(words: &Words, at: usize) -> bool {
    let stem = words.folded(at).trim_end_matches(['n', 'r', 's', 'm']);
    words.lang == Lang::De && stem.len() > 6 && (stem.ends_with("te") || stem.ends_with("ene"))
}

/// `12.9.2023`, `12.09.`, `2016-01-24`, `4/9/25`: day and month first; with a third part a year.
pub fn is_date(case: &Case<'_>) -> bool {
    if case.number.tokens.len() == 5 {
        return true;
    }
    let parts: Vec<u32> = case.words.raw(case.start()).split(['.', '/']).filter_map(|p| p.parse().ok()).collect();
    matches!(parts[..], [day, month] | [day, month, _] if (1..=31).contains(&day) && (1..=12).contains(&month))
}

/// `20:30`
fn is_clock(case: &Case<'_>) -> bool {
    let minutes = case.words.raw(case.start() + 2);
    minutes.len() == 2
        && case.number.value < 24.0
        && minutes.parse::<u32>().is_ok_and(|m| m < 60)
        && case.number.tokens.len() == 3
}

/// A noun that is a length of time, also as the last part of a compound (`Arbeitstage`, `Spielminuten`).
fn is_length(words: &Words, noun: usize) -> bool {
    let timely = |(kind, _): &(&str, &str)| matches!(*kind, "unit" | "clock");
    match words.lang {
        Lang::De => words.lists.times.tails(words.word(noun)).any(timely),
        Lang::En => words.lists.times.all(words.word(noun)).any(timely),
    }
}

/// `zweimal pro Woche`, `twice a year`, `dreimal täglich`.
fn is_frequency(case: &Case<'_>) -> bool {
    let unit = |at: usize| matches!(case.time(at), Some("unit" | "set"));
    let within = matches!(case.after(0), "pro" | "im" | "am" | "per" | "a" | "in" | "je");
    unit(case.end()) || within && (unit(case.end() + 1) || unit(case.end() + 2))
}
