//! How spellings of a name meet: one folded form for `Erdoğan` and `Erdogan`, `Großbritannien` and `Grossbritannien`,
//! composed and combining accents. Only letters are folded here; hyphens, case and endings are the matcher's business.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Nothing at all: it stands for markup between two characters that are one run, and fills up marks that are written with
/// more bytes than they have.
pub const SEAM: char = '\u{1f}';

/// Marked letters and what they fold to, out of `letters.tsv`.
static LETTERS: LazyLock<HashMap<char, &'static str>> = LazyLock::new(|| {
    let rows = include_str!("letters.tsv").lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|row| row.split_once('\t'))
        .flat_map(|(plain, marked)| marked.chars().map(move |c| (c, plain)))
        .collect()
});

/// Folds a word of a name: lower case, accents off, `ß` as `ss`, apostrophes as `'`, invisible characters dropped.
/// `ä`, `ö`, `ü` stay what they are, composed or not.
pub fn fold_name(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    fold_name_into(word, &mut folded);
    folded
}

/// [`fold_name`] onto the end of a buffer, for callers that fold every word of an article.
pub fn fold_name_into(word: &str, folded: &mut String) {
    if word.is_ascii() {
        let start = folded.len();
        folded.push_str(word);
        return folded[start..].make_ascii_lowercase();
    }
    for c in word.chars() {
        match c {
            _ if c.is_ascii() => folded.push(c.to_ascii_lowercase()),
            'ß' | 'ẞ' => folded.push_str("ss"),
            '’' | 'ʼ' | '‘' => folded.push('\''),
            '\u{308}' => add_umlaut(folded),
            _ => c.to_lowercase().filter(|&c| !is_invisible(c)).for_each(|c| match LETTERS.get(&c) {
                Some(plain) => folded.push_str(plain),
                None => folded.push(c),
            }),
        }
    }
}

/// A name as somebody looks for it who has only plain letters at hand: folded, umlauts without their dots, one blank
/// between words, whatever stands between them in the name.
pub fn search_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    for c in fold_name(name).chars() {
        match c {
            'ä' => key.push('a'),
            'ö' => key.push('o'),
            'ü' => key.push('u'),
            _ if c.is_alphanumeric() => key.push(c),
            _ if key.is_empty() || key.ends_with(' ') => {}
            _ => key.push(' '),
        }
    }
    key.truncate(key.trim_end().len());
    key
}

/// Whether a character is not seen and tells nothing: a soft hyphen, a joiner between letters, a seam.
pub fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200c}' | SEAM)
}

/// Combining accents, joiners and the soft hyphen: nothing that a name is told apart by.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200c}' | '\u{200d}')
}

/// The combining diaeresis makes another letter of `a`, `o` and `u`; on others it is an accent.
fn add_umlaut(folded: &mut String) {
    let umlaut = match folded.chars().next_back() {
        Some('a') => 'ä',
        Some('o') => 'ö',
        Some('u') => 'ü',
        _ => return,
    };
    folded.pop();
    folded.push(umlaut);
}

/// Whether a word begins with a capital letter.
pub fn is_capitalised(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// Whether a word is written in capitals only; digits and marks do not count.
pub fn is_all_capitals(word: &str) -> bool {
    let mut letters = word.chars().filter(|c| c.is_alphabetic()).peekable();
    letters.peek().is_some() && letters.all(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_fold_and_umlauts_stay() {
        assert_eq!(fold_name("Erdoğan"), "erdogan");
        assert_eq!(fold_name("Łódź"), "lodz");
        assert_eq!(fold_name("İmamoğlu"), "imamoglu");
        assert_eq!(fold_name("Großbritannien"), "grossbritannien");
        assert_eq!(fold_name("Müller"), "müller");
        assert_ne!(fold_name("Müller"), fold_name("Muller"));
    }

    #[test]
    fn plain_letters_find_every_spelling() {
        for (name, key) in [
            ("Müller", "muller"),
            ("Mu\u{308}ller", "muller"),
            ("Strauß", "strauss"),
            ("Kang\u{a0}Dong-wan", "kang dong wan"),
            (" «Le Zoé» ", "le zoe"),
            ("…", ""),
        ] {
            assert_eq!(search_key(name), key);
        }
    }

    #[test]
    fn composed_and_combining_letters_meet() {
        assert_eq!(fold_name("Ze\u{301}lie"), fold_name("Zélie"));
        assert_eq!(fold_name("Mu\u{308}ller"), fold_name("Müller"));
        assert_eq!(fold_name("Citroe\u{308}n"), fold_name("Citroën"));
    }
}
