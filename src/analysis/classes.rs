//! What a number counts (FIGURES.md §1): part of a name, a time, an age, a score, a place in an order, a figure of
//! speech, furniture, or a claim about the world. Asked in this order, since each answer rules out the next.

use super::measures::currency_before;
use super::numbers::{Form, Number};
use super::words::Words;
use super::{Approx, Class};
use crate::lang::Lang;
use crate::text::ZoneKind;

/// What the class of a number depends on beside its own words.
pub struct Setting<'a> {
    pub words: &'a Words,
    pub zone: ZoneKind,
    /// The article is about a competition: small numbers are scores.
    pub sport: bool,
    /// Tokens of names that are known (`38 North`, `MiG-29`).
    pub names: &'a [std::ops::Range<usize>],
}

/// Numbers up to this are words of prose rather than counts, by FIGURES.md.
const SMALL: f64 = 12.0;
/// Longest row of digit groups that is read as one code: telephone and book numbers.
const CHAIN: usize = 10;

/// The class of a number.
pub fn class(number: &Number, setting: &Setting<'_>) -> Class {
    let words = setting.words;
    let is = |found: bool, class: Class| found.then_some(class);
    is(is_furniture(number, setting), Class::Furniture)
        .or_else(|| is(is_name(number, setting), Class::Name))
        .or_else(|| is(is_age(words, number), Class::Age))
        .or_else(|| is(is_time(words, number, setting.sport), Class::Time))
        .or_else(|| is(is_score(number, setting), Class::Score))
        .or_else(|| is(number.form == Form::Ordinal, Class::Ordinal))
        .unwrap_or_else(|| if is_claim(words, number) { Class::Claim } else { Class::Filler })
}

fn is_furniture(number: &Number, setting: &Setting<'_>) -> bool {
    let at_start = number.tokens.start == 0 || number.tokens.start == 1 && setting.words.raw(0) == "(";
    let listed = at_start && matches!(setting.words.raw(number.tokens.end), "." | ")") && number.value.fract() == 0.0;
    let raw = setting.words.raw(number.tokens.start);
    let phone = chain(setting.words, number.tokens.start).any(|at| is_phone_part(setting.words.raw(at)));
    let price = number.unit.is_some_and(|(_, dimension)| dimension == "money")
        && matches!(setting.zone, ZoneKind::Heading | ZoneKind::ListItem | ZoneKind::Title)
        && setting.words.raw(number.measured.start.wrapping_sub(1)) == "(";
    // nobody writes a quantity of a trillion and more without a mark
    let serial = raw.len() > 11 && raw.bytes().all(|b| b.is_ascii_digit());
    // `1 von 4`, `Bild 3/12`: a block of counters
    let joint = |at: usize| matches!(setting.words.folded(at), "von" | "of" | "/");
    let label = |at: usize| {
        !setting.words.is_word(at)
            || joint(at)
            || matches!(setting.words.folded(at), "bild" | "foto" | "artikel" | "photo")
    };
    let counter = (0..setting.words.len()).all(label) && (0..setting.words.len()).any(joint);
    phone
        || serial
        || counter
        || price
        || matches!(setting.zone, ZoneKind::Boilerplate | ZoneKind::Byline | ZoneKind::Agency | ZoneKind::FrontMatter)
        || setting.zone == ZoneKind::ListItem && listed
        || listed && number.form == Form::Digits && number.tokens.end + 1 < setting.words.len()
}

/// The tokens of the row of digits, slashes and hyphens that ends with a token, backwards.
fn chain(words: &Words, at: usize) -> impl Iterator<Item = usize> + '_ {
    let mut last = at + 1;
    std::iter::from_fn(move || {
        let next = last.checked_sub(1)?;
        let goes_on = words.is_number(next)
            || matches!(words.raw(next), "/" | "-" | "–" | "(" | ")") && (words.glued(next) || words.glued(next + 1));
        last = next;
        goes_on.then_some(next)
    })
    .take(CHAIN)
}

/// A group of digits that only a phone number begins with.
fn is_phone_part(raw: &str) -> bool {
    raw.len() > 2 && raw.starts_with('0') && raw.bytes().all(|b| b.is_ascii_digit())
}

/// `MiG-29`, `G7`, `152-mm-Granaten`, `Artikel 5`, `38 North`, `Leopard 2`.
fn is_name(number: &Number, setting: &Setting<'_>) -> bool {
    let words = setting.words;
    let (start, end) = (number.tokens.start, number.tokens.end);
    if setting.names.iter().any(|name| name.start <= start && end <= name.end) {
        return true;
    }
    if number.form == Form::Timely {
        return false;
    }
    let joined_before = start >= 2 && words.joins(start - 1) && words.is_word(start - 2);
    let glued_before = words.glued(start) && words.is_word(start.wrapping_sub(1));
    let numbered = matches!(words.raw(start.wrapping_sub(1)), "#" | "_" | "@")
        || words.glued(start) && words.raw(start.wrapping_sub(1)) == "/" && !words.is_number(start.wrapping_sub(2));
    if joined_before || numbered || glued_before && currency_before(words, start) == start {
        return true;
    }
    if is_compound(words, number) {
        return true;
    }
    let chained = chain(words, start).last().filter(|&first| first < start).unwrap_or(start);
    if chained < start && words.lists.figures.has(words.before(chained, 1), "naming") {
        return true;
    }
    // a post code: plain digits before a place
    let raw = words.raw(start);
    let coded = (4..=5).contains(&raw.len()) && raw.bytes().all(|b| b.is_ascii_digit()) && number.tokens.len() == 1;
    if coded
        && number.noun == Some(end)
        && setting.names.iter().any(|name| name.start == end)
        && number.approx == Approx::Exact
    {
        return true;
    }
    let word = words.before(start, 1 + usize::from(matches!(words.raw(start.wrapping_sub(1)), "." | ":")));
    let named_after = |word: &str| words.lists.figures.has(word, "naming");
    if start > 0
        && number.unit.is_none()
        && (named_after(word)
            || word.len() > 5 && number.noun.is_none() && words.lists.figures.has_tail(word, "naming"))
    {
        return true;
    }
    if number.form == Form::Ordinal {
        return words.lists.figures.has_tail(words.folded(end + 1), "naming")
            && words.folded(end + 1).ends_with("liga");
    }
    if matches!(number.unit, Some(("mm", _))) && words.raw(number.measured.end) == ")" {
        // a calibre in brackets tells which gun
        return true;
    }
    if number.form == Form::Dotted {
        return !is_date(words, number);
    }
    after_name(words, number)
}

/// `Apollo 11`, `Leopard 2`: digits right behind a capital word inside its sentence, with nothing counted. What looks
/// like a year is one.
fn after_name(words: &Words, number: &Number) -> bool {
    let start = number.tokens.start;
    let bare =
        number.unit.is_none() && number.noun.is_none() && number.high.is_none() && number.approx == Approx::Exact;
    if !bare || number.form != Form::Digits || start == 0 || is_year(words, number) || number.value.fract() != 0.0 {
        return false;
    }
    let abbreviated = words.raw(start - 1) == "." && words.before(start, 2).ends_with("str");
    let capital = words.is_word(start - 1) && words.is_capital(start - 1) && words.grammar(start - 1).is_none();
    abbreviated || capital && words.lists.times.get(words.folded(start - 1)).is_none()
}

/// `49-Euro-Ticket`, `Sechs-Parteien-Gespräche`, `122- und 152-mm-Granaten`; a length of time inside one stays a time,
/// and an English measure before its noun (`833-mile border`) is a claim.
fn is_compound(words: &Words, number: &Number) -> bool {
    let end = number.tokens.end;
    let hangs = words.raw(end) == "-"
        && words.glued(end)
        && !words.glued(end + 1)
        && matches!(words.folded(end + 1), "und" | "oder" | "and" | "or" | "bis" | "to");
    if hangs {
        return true;
    }
    if !words.joins(end) || !words.is_word(end + 1) || number.high.is_some() {
        return false;
    }
    let part = words.folded(end + 1);
    let timely = matches!(words.lists.times.get(part), Some(("unit" | "clock", _)));
    match words.lang {
        Lang::De => !timely,
        Lang::En => {
            !timely
                && words.lists.units.get(part).is_none()
                && !matches!(part, "time" | "year" | "page" | "seat" | "strong")
                && words.is_capital(end + 1)
        }
    }
}

/// `(54)` and `, 54,` behind a name, `54 Jahre alt`, `im Alter von 12`, `39-Jähriger`.
fn is_age(words: &Words, number: &Number) -> bool {
    let (start, end) = (number.tokens.start, number.tokens.end);
    if !(0.0..=120.0).contains(&number.value) {
        return false;
    }
    if number.form == Form::Timely {
        let last = words.folded(end - 1);
        let person = words.is_capital(end - 1) && end - start > 1
            || last == "old"
            || words.folded(end - 1).contains("jährig") && number.value >= 13.0;
        return person;
    }
    if number.form != Form::Digits && number.form != Form::Word {
        return false;
    }
    let before = words.raw(start.wrapping_sub(1));
    let after = words.raw(end);
    let initial = start >= 3 && before == "(" && matches!(words.raw(start - 2), "." | "*");
    let named =
        initial || start >= 2 && words.is_word(start - 2) && words.is_capital(start - 2) && number.form == Form::Digits;
    let bracketed =
        before == "(" && matches!(after, ")" | "," | ";") || before == "," && matches!(after, "," | "." | ";" | ")");
    // `Jutting, mittlerweile 31, …`
    let since = words.raw(start.wrapping_sub(2)) == ","
        && words.raw(end) == ","
        && matches!(
            words.before(start, 1),
            "mittlerweile" | "heute" | "damals" | "inzwischen" | "jetzt" | "now" | "then"
        );
    if since && number.unit.is_none() && number.form == Form::Digits {
        return true;
    }
    if named && bracketed && number.unit.is_none() && number.value.fract() == 0.0 && number.value >= 1.0 {
        return true;
    }
    let aged = matches!(words.before(start, 1), "aged" | "alter")
        || words.before(start, 1) == "von" && words.before(start, 2) == "alter"
        || words.before(start, 1) == "of" && words.before(start, 2) == "age";
    let old = number.noun.is_some_and(|noun| {
        matches!(words.folded(noun + 1), "alt" | "old" | "alte" | "alter")
            || words.folded(noun + 1) == "of" && words.folded(noun + 2) == "age"
    });
    // `She was 15 and …`, `Sie ist 83.`
    let ends = !words.is_word(end) || matches!(words.folded(end), "und" | "and" | "when" | "als" | "oder" | "or");
    let copula = matches!(words.before(start, 1), "ist" | "war" | "wird" | "wurde" | "is" | "was" | "turned" | "turns");
    let subject =
        words.is_capital(start.wrapping_sub(2)) || words.lists.sources.has(words.before(start, 2), "speaking");
    if copula && subject && ends && number.unit.is_none() && number.form == Form::Digits && words.raw(end) != ":" {
        return true;
    }
    // `At just 20, she …`, `Mit 20 zog er …`
    let only = usize::from(matches!(words.before(start, 1), "just" | "only" | "nur" | "erst"));
    let bare = number.unit.is_none() && number.noun.is_none() && number.form == Form::Digits && number.value >= 10.0;
    let at_age = words.before(start, 1 + only) == "at" && words.raw(end) == ","
        || words.before(start, 1 + only) == "mit"
            && words.is_word(end)
            && !words.is_capital(end)
            && words.grammar(end).is_none_or(|g| g == "past");
    if bare && at_age {
        return true;
    }
    aged || old || matches!(words.folded(end), "years-old" | "yo")
}

/// Dates, years, clock times, lengths and frequencies.
fn is_time(words: &Words, number: &Number, sport: bool) -> bool {
    let (start, end) = (number.tokens.start, number.tokens.end);
    let kind = |at: usize| words.lists.times.get(words.folded(at)).map(|(kind, _)| kind);
    match number.form {
        Form::Timely => return true,
        Form::Dotted => return is_date(words, number),
        Form::Ordinal => {
            return kind(end + 1) == Some("month")
                || kind(end) == Some("month")
                || matches!(
                    words.folded(end + 1),
                    "jahrhundert" | "jahrhunderts" | "jahrtausend" | "century" | "lebensjahr"
                );
        }
        Form::Pair => return kind(end) == Some("clock") || !sport && is_clock(words, number),
        Form::Multiple => return is_frequency(words, end),
        _ => {}
    }
    if number.unit.is_some_and(|(_, dimension)| dimension != "time") {
        return false;
    }
    let after = end + usize::from(words.joins(end));
    if matches!(kind(after), Some("clock" | "unit")) || kind(end) == Some("month") || words.meridiem(end) > 0 {
        return true;
    }
    // minutes and seconds of a race: `3'47''`, `auf 18″`
    if words.glued(end) && matches!(words.raw(end), "‘" | "’" | "'" | "′" | "″" | "”") && !words.is_word(end + 1)
    {
        return true;
    }
    // `Sept. 19`: the month's dot stands between
    let month = start.wrapping_sub(1 + usize::from(words.raw(start.wrapping_sub(1)) == "."));
    if number.form == Form::Digits
        && start > 0
        && kind(month) == Some("month")
        && number.value <= 31.0
        && number.noun.is_none_or(|n| n > end)
    {
        return true;
    }
    if number.noun.is_some_and(|noun| is_length(words, noun)) {
        return true;
    }
    // `1987/88`, `† 551`, `(26.06)`
    let raw = words.raw(start);
    let half_year = words.raw(start.wrapping_sub(1)) == "/"
        && words.raw(start.wrapping_sub(2)).len() == 4
        && words.is_number(start.wrapping_sub(2));
    let bracketed = words.raw(start.wrapping_sub(1)) == "(" && words.raw(end) == ")";
    let day = raw.len() == 5 && raw.as_bytes()[2] == b'.' && is_date(words, number);
    let dated = raw.len() == 5
        && raw.as_bytes()[2] == b'.'
        && words.raw(end) == "."
        && words.glued(end)
        && is_date(words, number);
    if dated || half_year || matches!(words.raw(start.wrapping_sub(1)), "†" | "*") || bracketed && day {
        return true;
    }
    if matches!(words.raw(end), "BC" | "AD" | "BCE" | "CE")
        || matches!(words.folded(end), "v" | "n") && matches!(words.folded(end + 2), "chr")
    {
        return true;
    }
    // `der 1990er-Jahre`, `the 1990s`, `90er`
    if words.glued(end) && matches!(words.folded(end), "er" | "ern" | "s")
        || words.raw(end) == "'" && words.folded(end + 1) == "s"
    {
        return true;
    }
    if matches!(words.before(start, 1), "jahr" | "jahre" | "jahren" | "jahres" | "year" | "years")
        && words.raw(start).len() >= 2
        && number.approx == Approx::Exact
    {
        return true;
    }
    is_year(words, number)
}

/// Four digits without a mark of thousands. Between 1900 and 2099 they are a year unless they are given as about so many
/// of something; before that only where nothing is counted behind them, or a word of time stands before.
pub fn is_year(words: &Words, number: &Number) -> bool {
    let start = number.tokens.start;
    let raw = words.raw(start);
    let plain = raw.len() == 4 && raw.bytes().all(|b| b.is_ascii_digit()) && (1000.0..=2199.0).contains(&number.value);
    // `in 363`: a bare number of three digits behind `in` is a year of antiquity
    let ancient =
        raw.len() == 3 && number.unit.is_none() && number.noun.is_none() && raw.bytes().all(|b| b.is_ascii_digit());
    if ancient
        && matches!(words.before(start, 1), "in" | "by" | "jahr" | "since" | "seit")
        && !words.is_word(number.tokens.end)
    {
        return true;
    }
    if !plain || number.form != Form::Digits || number.high.is_some_and(|h| h > 2199.0) {
        return false;
    }
    // `1500 russische Touristen` are counted, in `1803 veröffentlichte Briefe` the participle has its year
    let published = !words.is_capital(number.tokens.end) && is_participle(words, number.tokens.end);
    let modern = (1900.0..2100.0).contains(&number.value);
    let counts = !published && (number.noun == Some(number.tokens.end) || number.noun.is_some() && !modern);
    if number.high.is_some_and(|high| (number.value..2200.0).contains(&high)) && modern {
        return true;
    }
    let timely = matches!(words.lists.times.get(words.before(start, 1)), Some(("edge" | "month" | "season", _)));
    if modern {
        timely || !(counts && (number.approx != Approx::Exact || number.value == 2000.0))
    } else {
        timely || !counts
    }
}

/// A past participle before a noun: `veröffentlichte`, `geborenen`.
fn is_participle(words: &Words, at: usize) -> bool {
    let stem = words.folded(at).trim_end_matches(['n', 'r', 's', 'm']);
    words.lang == Lang::De && stem.len() > 6 && (stem.ends_with("te") || stem.ends_with("ene"))
}

/// `12.9.2023`, `12.09.`, `13.05`: day and month first; with a third part a year.
fn is_date(words: &Words, number: &Number) -> bool {
    if number.tokens.len() == 5 {
        return true;
    }
    let parts: Vec<u32> = words.raw(number.tokens.start).split(['.', '/']).filter_map(|p| p.parse().ok()).collect();
    parts.len() >= 2 && parts.len() <= 3 && (1..=31).contains(&parts[0]) && (1..=12).contains(&parts[1])
}

fn is_clock(words: &Words, number: &Number) -> bool {
    let minutes: u32 = words.raw(number.tokens.start + 2).parse().unwrap_or(99);
    let two = words.raw(number.tokens.start + 2).len() == 2;
    two && number.value < 24.0 && minutes < 60 && number.tokens.len() == 3
}

/// A noun that is a length of time, also as the last part of a compound (`Arbeitstage`, `Spielminuten`).
fn is_length(words: &Words, noun: usize) -> bool {
    let timely = |(kind, _): &(&str, &str)| matches!(*kind, "unit" | "clock");
    match words.lang {
        Lang::De => words.lists.times.tails(words.folded(noun)).any(timely),
        Lang::En => words.lists.times.all(words.folded(noun)).any(timely),
    }
}

/// `zweimal pro Woche`, `twice a year`, `dreimal täglich`.
fn is_frequency(words: &Words, end: usize) -> bool {
    let unit = |at: usize| matches!(words.lists.times.get(words.folded(at)), Some(("unit" | "set", _)));
    let within = matches!(words.folded(end), "pro" | "im" | "am" | "per" | "a" | "in" | "je");
    unit(end) || within && (unit(end + 1) || unit(end + 2))
}

/// `3:1`, `6-2`, and in a sports report what is counted in a match.
fn is_score(number: &Number, setting: &Setting<'_>) -> bool {
    let words = setting.words;
    if number.form == Form::Pair || is_result(words, number) {
        return true;
    }
    if !setting.sport {
        return false;
    }
    if number.unit.is_some_and(|(_, dimension)| dimension == "length") || number.form == Form::Multiple {
        return true;
    }
    let noun = number.noun.map_or("", |noun| words.folded(noun));
    let counted = words.lists.figures.has(noun, "score")
        || words.lists.figures.has(words.folded(number.tokens.end), "score")
        || words.lang == Lang::De && words.lists.figures.has_tail(noun, "score");
    let result = number.high.is_some() && words.is_number(number.tokens.start) && number.value < 200.0;
    let bare = number.unit.is_none() && number.noun.is_none() && number.value < 200.0 && number.form == Form::Digits;
    let ranked = matches!(words.before(number.tokens.start, 1), "rang" | "platz" | "position" | "no" | "place")
        || number.form == Form::Rank;
    counted || result || bare || ranked
}

/// `6-2`, `21-14`: two whole numbers joined by a hyphen that count nothing, the first as large as the second at least.
fn is_result(words: &Words, number: &Number) -> bool {
    let joined = words.joins(number.tokens.start + 1) && number.tokens.len() == 3;
    joined && number.unit.is_none() && number.high.is_some_and(|high| high <= number.value) && number.value < 200.0
}

/// Claim or filler: what is measured or large is a claim; a small count is one where lives, votes or shares are at
/// stake, or where a modifier or a verb of counting makes it the point.
fn is_claim(words: &Words, number: &Number) -> bool {
    let (start, end) = (number.tokens.start, number.measured.end);
    let money = number.unit.is_some_and(|(_, dimension)| dimension == "money");
    match number.form {
        Form::Rank => return true,
        Form::Loose => return money || stakes(words, number),
        Form::Multiple => {
            let compared = matches!(words.folded(number.tokens.end), "so" | "as" | "the" | "wie" | "mehr" | "more")
                || words.is_capital(start) && start > 0 && words.before(start, 1) == "das";
            return compared || number.value > 3.0 && words.folded(start).ends_with("mal");
        }
        Form::Fraction => {
            return !matches!(
                words.before(start, 1),
                "ersten" | "zweiten" | "erste" | "zweite" | "first" | "second" | "letzten"
            );
        }
        _ => {}
    }
    if number.unit.is_some() {
        return number.value != 0.0 || number.form == Form::Digits;
    }
    if number.value > SMALL {
        return true;
    }
    let pointed = number.approx != Approx::Exact
        && !matches!(words.before(start, 1), "unter" | "ab" | "gegen" | "under" | "over" | "über" | "around")
        || words.lists.approximators.get(words.before(start, 1)) == Some("exact");
    let share = matches!(words.folded(end), "von" | "of" | "der") && words.is_number_word(end + 1)
        || words.grammar(end) == Some("article") && words.is_number(end + 1)
        || number.noun.is_none() && matches!(words.folded(number.tokens.end), "von" | "of" | "davon" | "darunter");
    let counting = words.sentence(start).any(|at| words.lists.figures.has(words.folded(at), "count"))
        && matches!(words.before(start, 1), "auf" | "to" | "um" | "by");
    let rate = matches!(words.folded(end), "pro" | "per" | "je")
        || matches!(words.lists.times.get(words.before(start, 1)), Some(("set", _)));
    number.value > 0.0 && (pointed || share || counting || rate || stakes(words, number))
}

/// Casualties, arrests, cases and votes: said by the counted noun, or by a verb in the same clause.
fn stakes(words: &Words, number: &Number) -> bool {
    let at_stake = |word: &str| words.lists.figures.has(word, "casualty") || words.lists.figures.has(word, "vote");
    let noun = number.noun.unwrap_or(number.tokens.end);
    if at_stake(words.folded(noun)) || words.folded(noun).ends_with("stimmen") {
        return true;
    }
    // what is at stake in a sentence is at stake in its parts: `darunter zwei Kinder`, `including two of them`
    let mut clause = words.clause(number.tokens.start);
    if matches!(words.folded(clause.start), "darunter" | "davon" | "including" | "among") {
        clause = words.sentence(number.tokens.start);
    }
    clause.clone().any(|at| !words.is_capital(at) && words.lists.figures.has(words.folded(at), "casualty"))
        && number.noun.is_none_or(|n| clause.contains(&n))
}
