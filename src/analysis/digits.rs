//! Digits as numbers: which mark parts thousands and which the decimals, in which language. Exact in decimal.

use crate::lang::Lang;
use crate::lang::folding::SEAM;

/// Digits as a decimal number: `1.000`, `5,5`, `2'000`; `None` where dots make a date or a version of it.
pub fn decimal(raw: &str, lang: Lang) -> Option<f64> {
    if raw.bytes().all(|byte| byte.is_ascii_digit()) {
        return raw.parse().ok();
    }
    let (thousands, point) = match lang {
        Lang::De => ('.', ','),
        Lang::En => (',', '.'),
    };
    let plain: String =
        raw.chars().filter(|&c| !matches!(c, '\'' | '’' | '\u{a0}' | '\u{202f}' | '\u{2009}' | SEAM)).collect();
    let groups = |text: &str, mark: char| {
        let mut parts = text.split(mark);
        parts.next().is_some_and(|p| (1..=3).contains(&p.len()) && p != "0") && parts.all(|p| p.len() == 3)
    };
    // with both marks the last one parts the decimals, whatever the language: `1,234.56`
    let last = |mark: char| plain.rfind(mark).filter(|_| plain.matches(mark).count() == 1);
    let (thousands, point) = match (last(thousands), plain.rfind(point)) {
        (Some(there), Some(here)) if here < there => (point, thousands),
        _ => (thousands, point),
    };
    let (whole, part) = plain.split_once(point).unwrap_or((&plain, ""));
    if part.contains([thousands, point]) {
        // `1,500,000` in a German text, `1.500.000` in an English one
        return groups(&plain, point).then(|| plain.replace(point, "")).and_then(|digits| digits.parse().ok());
    }
    let whole = match whole.contains(thousands) {
        false => whole.to_owned(),
        true if groups(whole, thousands) => whole.replace(thousands, ""),
        // `1.5` in a German text: the other notation's decimal point
        true if part.is_empty() && whole.matches(thousands).count() == 1 => {
            return whole.replace(thousands, ".").parse().ok();
        }
        true => return None,
    };
    format!("{whole}.{part}0").parse().ok()
}

/// The leading digits as a number.
pub fn integer(raw: &str) -> Option<f64> {
    raw.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// Whole numbers below this are exact.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Multiplies in decimal: `2,3` times a million is 2300000, not 2299999.9999999995.
pub fn scaled(value: f64, scale: f64) -> f64 {
    if scale == 1.0 {
        value
    } else if value.fract() == 0.0 && (value * scale).abs() < EXACT {
        value * scale
    } else {
        format!("{value}e{}", scale.log10().round() as i32)
            .parse()
            .ok()
            .filter(|_| scale.log10().fract() == 0.0)
            .unwrap_or(value * scale)
    }
}

/// A vulgar fraction in one character.
pub fn fraction_mark(raw: &str) -> Option<f64> {
    if raw.is_ascii() {
        return None;
    }
    let (above, below) = match raw {
        "½" => (1.0, 2.0),
        "⅓" => (1.0, 3.0),
        "⅔" => (2.0, 3.0),
        "¼" => (1.0, 4.0),
        "¾" => (3.0, 4.0),
        "⅕" => (1.0, 5.0),
        "⅖" => (2.0, 5.0),
        "⅗" => (3.0, 5.0),
        "⅘" => (4.0, 5.0),
        "⅙" => (1.0, 6.0),
        "⅚" => (5.0, 6.0),
        "⅐" => (1.0, 7.0),
        "⅛" => (1.0, 8.0),
        "⅜" => (3.0, 8.0),
        "⅝" => (5.0, 8.0),
        "⅞" => (7.0, 8.0),
        "⅑" => (1.0, 9.0),
        "⅒" => (1.0, 10.0),
        _ => return None,
    };
    Some(above / below)
}
