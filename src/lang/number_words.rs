//! Number words: German ones are built without a space (`siebenundzwanzig`, `zwölftausend`), English ones of several
//! words or with hyphens. What the parts are worth stands in the lists; here is only how they join.

use super::Lang;
use super::lists::Lists;

/// The value of one cardinal written as a folded word (`vier`, `zwölftausend`, `zweieinhalb`, `forty-two`); `None` for any
/// other word, for the article `ein`, and for scale words (`Million`), which need a number before them.
pub fn cardinal(word: &str, lang: Lang) -> Option<f64> {
    let parts = Lists::of(lang);
    if let Some((value, kind)) = parts.numbers.get(word) {
        return matches!(kind, "one" | "teen" | "tens" | "hundred" | "thousand" | "half" | "rest")
            .then_some(value)
            .filter(|_| word != "undhalb");
    }
    match lang {
        Lang::De => german(word, parts),
        Lang::En => word.split_once('-').and_then(|(tens, ones)| {
            let ((a, kind_a), (b, kind_b)) = (parts.numbers.get(tens)?, parts.numbers.get(ones)?);
            (kind_a == "tens" && matches!(kind_b, "one" | "part")).then_some(a + b)
        }),
    }
}

/// Longest run that reads as a German number: thousands, hundreds, then below a hundred; a share such as `einhalb` or
/// `dreiviertel` may end it.
fn german(word: &str, parts: &Lists) -> Option<f64> {
    below_million(word, parts).or_else(|| {
        let (whole, share) =
            parts.rests.iter().find_map(|(rest, share)| Some((word.strip_suffix(rest.as_str())?, share)))?;
        let whole = whole.strip_suffix("und").unwrap_or(whole);
        Some(below_million(whole, parts)? + share)
    })
}

fn below_million(word: &str, parts: &Lists) -> Option<f64> {
    match word.split_once("tausend") {
        Some((above, below)) => {
            let above = if above.is_empty() { 1.0 } else { below_thousand(above, parts)? };
            Some(above * 1000.0 + rest(below, parts, below_thousand)?)
        }
        None => below_thousand(word, parts),
    }
}

fn below_thousand(word: &str, parts: &Lists) -> Option<f64> {
    match word.split_once("hundert") {
        Some((above, below)) => {
            let above = if above.is_empty() { 1.0 } else { below_hundred(above, parts)? };
            Some(above * 100.0 + rest(below, parts, below_hundred)?)
        }
        None => below_hundred(word, parts),
    }
}

/// What stands behind `tausend` or `hundert`: nothing, or a smaller number, with or without `und`.
fn rest(below: &str, parts: &Lists, read: fn(&str, &Lists) -> Option<f64>) -> Option<f64> {
    let below = below.strip_prefix("und").filter(|b| !b.is_empty()).unwrap_or(below);
    if below.is_empty() { Some(0.0) } else { read(below, parts) }
}

fn below_hundred(word: &str, parts: &Lists) -> Option<f64> {
    let value =
        |part: &str, kinds: &[&str]| parts.numbers.get(part).filter(|(_, kind)| kinds.contains(kind)).map(|(v, _)| v);
    value(word, &["part", "one", "teen", "tens"]).or_else(|| {
        let (ones, tens) = word.split_once("und")?;
        Some(value(ones, &["part", "one"])? + value(tens, &["tens"])?)
    })
}

/// A factor in one folded word: `dreimal`, `achtfach`, `zehnfachen`, `fünfmal`, also with digits left to the caller.
/// The value is the factor.
pub fn multiple(word: &str, lang: Lang) -> Option<f64> {
    if let Some((value, "multiple")) = Lists::of(lang).numbers.get(word) {
        return Some(value);
    }
    let stem = match lang {
        Lang::De => word.strip_suffix("mal").or_else(|| {
            let bare = word.trim_end_matches(['e', 'n', 'r', 's', 'm']);
            bare.strip_suffix("fach")
        })?,
        Lang::En => word.strip_suffix("fold")?,
    };
    if stem == "ein" { None } else { cardinal(stem.trim_end_matches('-'), lang) }
}

/// The place of a ranking in one folded word: `siebtgrösster` (7), `zweithöchste` (2), `third-largest` (3).
pub fn rank(word: &str, lang: Lang) -> Option<f64> {
    let (stem, value) = Lists::of(lang).ordinals.iter().find(|(stem, _)| word.starts_with(stem.as_str()))?;
    let rest = &word[stem.len()..];
    let superlative = match lang {
        Lang::De => {
            let bare = rest.trim_end_matches(['e', 'n', 'r', 's', 'm']);
            rest.len() > bare.len()
                && bare.len() >= 4
                && (bare.ends_with("st") || bare.ends_with("sst") || bare == "best")
        }
        Lang::En => {
            rest.strip_prefix('-').is_some_and(|r| r.len() > 3 && (r.ends_with("est") || r == "best" || r == "worst"))
        }
    };
    superlative.then_some(*value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn german_words() {
        for (word, value) in [
            ("vier", 4.0),
            ("siebenundzwanzig", 27.0),
            ("einundzwanzig", 21.0),
            ("zwölftausend", 12_000.0),
            ("dreissig", 30.0),
            ("zweieinhalb", 2.5),
            ("anderthalb", 1.5),
            ("einundhalb", 1.5),
            ("zweidreiviertel", 2.75),
            ("fuenfzig", 50.0),
            ("hundertfünfzig", 150.0),
            ("zweihundertfünfunddreissigtausend", 235_000.0),
            ("tausendundeins", 1001.0),
        ] {
            assert_eq!(cardinal(word, Lang::De), Some(value), "{word}");
        }
        for word in ["ein", "million", "achten", "achtung", "hundertste", "einheit", "undzwanzig"] {
            assert_eq!(cardinal(word, Lang::De), None, "{word}");
        }
    }

    #[test]
    fn english_words() {
        assert_eq!(cardinal("forty-two", Lang::En), Some(42.0));
        assert_eq!(cardinal("seven", Lang::En), Some(7.0));
        assert_eq!(cardinal("one", Lang::En), None);
    }

    #[test]
    fn factors_and_ranks() {
        assert_eq!(multiple("dreimal", Lang::De), Some(3.0));
        assert_eq!(multiple("zehnfache", Lang::De), Some(10.0));
        assert_eq!(multiple("einmal", Lang::De), None);
        assert_eq!(rank("siebtgrösster", Lang::De), Some(7.0));
        assert_eq!(rank("zweithöchste", Lang::De), Some(2.0));
        assert_eq!(rank("zweiten", Lang::De), None);
        assert_eq!(rank("third-largest", Lang::En), Some(3.0));
    }
}
