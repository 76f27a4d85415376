//! Dates and numbers as a reader of each language writes them.

use super::text;
use crate::lang::Lang;

/// So many digits tell a number that does not end. One with no more than [`EXACT`] has an end.
const SIGNIFICANT: usize = 4;
const EXACT: usize = 12;

/// A date, as exact as it is known: `7. Mai 2012`, `May 2012`, `2012`.
pub fn date(lang: Lang, year: i16, month: Option<i8>, day: Option<i8>) -> String {
    let month = month.map(|month| text(lang, &format!("months.{}", month), &[]));
    match (day, month, lang) {
        (Some(day), Some(month), Lang::De) => format!("{day}. {month} {year}"),
        (Some(day), Some(month), Lang::En) => format!("{day} {month} {year}"),
        (None, Some(month), _) => format!("{month} {year}"),
        _ => year.to_string(),
    }
}

/// A day of the week, 1 is Monday.
pub fn weekday(lang: Lang, day: i8) -> String {
    text(lang, &format!("days.{}", day), &[])
}

/// A number in digits: `1 000 000` and `5,5` in German, `1,000,000` and `5.5` in English. Of a fraction that does not end,
/// no more than four digits that tell something.
pub fn number(lang: Lang, value: f64) -> String {
    let (group, mark, ungrouped) = match lang {
        Lang::De => ('\u{202f}', ',', 4),
        Lang::En => (',', '.', 3),
    };
    let digits = rounded(value.abs());
    let (whole, decimals) = digits.split_once('.').unwrap_or((&digits, ""));
    let mut out = if value < 0.0 { "−".to_owned() } else { String::new() };
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) && whole.len() > ungrouped {
            out.push(group);
        }
        out.push(digit);
    }
    if !decimals.is_empty() {
        out.push(mark);
        out.push_str(decimals);
    }
    out
}

/// The digits of a number with a point, without zeros at the end.
fn rounded(value: f64) -> String {
    let exact = format!("{value}");
    if value.fract() == 0.0 || exact.len() <= EXACT {
        return exact;
    }
    let whole = if value < 1.0 { 0 } else { value.log10() as usize + 1 };
    let fixed = format!("{value:.*}", SIGNIFICANT.saturating_sub(whole));
    if fixed.contains('.') { fixed.trim_end_matches('0').trim_end_matches('.').to_owned() } else { fixed }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_both_languages() {
        let both = |value| (number(Lang::De, value).replace('\u{202f}', " "), number(Lang::En, value));
        for (value, german, english) in [
            (5.5e9, "5 500 000 000", "5,500,000,000"),
            (2000.0, "2000", "2,000"),
            (1.0 / 3.0, "0,3333", "0.3333"),
            (0.5, "0,5", "0.5"),
            (-12.25, "−12,25", "−12.25"),
            (1234.56, "1234,56", "1,234.56"),
        ] {
            assert_eq!(both(value), (german.to_owned(), english.to_owned()));
        }
    }

    #[test]
    fn dates_of_both_languages() {
        assert_eq!(date(Lang::De, 2025, Some(5), Some(18)), "18. Mai 2025");
        assert_eq!(date(Lang::En, 2025, Some(5), Some(18)), "18 May 2025");
        assert_eq!(date(Lang::En, 2025, Some(5), None), "May 2025");
        assert_eq!((date(Lang::De, 2025, None, None), weekday(Lang::De, 7)), ("2025".to_owned(), "Sonntag".to_owned()));
    }
}
