//! The value of a figure in digits, for whoever reads `vier Fünftel` or `5,5 Milliarden Dollar`.

use crate::analysis::Figure;
use crate::lang::lists::{Lists, fold};
use crate::lang::{Lang, number_words};
use crate::messages::forms::number;

/// `5 500 000 000 Dollar`: in the form of the reader's language, with the noun as it stands in the text. `None` where the
/// text gives these digits itself, and where no digits can say what it says (`Hunderte`, `zweitgrösste`).
pub fn in_full(figure: &Figure, text: &str, lang: Lang, reader: Lang) -> Option<String> {
    let words = figure.span.of(text);
    let values = [Some(figure.value), figure.high];
    let known: String = values.iter().flatten().map(|value| digits(&value.to_string())).collect();
    let told = digits(words);
    let tells_all = told.strip_prefix(&known).is_some_and(|rest| rest.bytes().all(|digit| digit == b'0'));
    if tells_all || words.split_whitespace().any(|word| is_inexact(word, lang)) {
        return None;
    }
    let values: Vec<String> = values.into_iter().flatten().map(|value| number(reader, value)).collect();
    let (sign, noun) = measure(words, lang);
    // A share has no noun of its own, only one that it is a share of.
    let is_share = told.is_empty() && figure.value < 1.0;
    let noun = noun.filter(|noun| !is_share || is_of(noun, lang));
    let noun = noun.map_or(String::new(), |noun| format!("\u{a0}{noun}"));
    Some(format!("{sign}{}{noun}", values.join("–")))
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn is_inexact(word: &str, lang: Lang) -> bool {
    let loose = Lists::of(lang).numbers.get(&fold(word)).is_some_and(|(_, kind)| *kind == "loose");
    loose || number_words::rank(word, lang).is_some()
}

/// Whether these words begin as `der Gäste` and `of the guests` do.
fn is_of(words: &str, lang: Lang) -> bool {
    let first = fold(words.split_whitespace().next().unwrap_or_default());
    first == "of" || Lists::of(lang).grammar.has(&first, "article")
}

/// What stands before the digits (`$`, `CHF `), and what behind the number and its scale (`Dollar`, `der Gäste`).
fn measure(words: &str, lang: Lang) -> (&str, Option<&str>) {
    let is_number = |word: &str| {
        let known = fold(word.trim_end_matches('.'));
        word.starts_with(|c: char| c.is_ascii_digit())
            || Lists::of(lang).numbers.get(&known).is_some_and(|(value, kind)| *value > 0.0 || *kind == "one")
            || number_words::cardinal(&known, lang).is_some()
    };
    let first = words.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let (sign, rest) = words.split_at(first);
    let (sign, rest) = if sign.split_whitespace().any(is_number) { ("", words) } else { (sign, rest) };
    let end = |word: &str| word.as_ptr() as usize - rest.as_ptr() as usize + word.len();
    let number = rest.split_whitespace().rfind(|word| is_number(word));
    let noun = number.map(|word| rest[end(word)..].trim_start()).filter(|noun| !noun.is_empty());
    (sign, noun)
}
