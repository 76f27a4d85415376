//! Names of Korea, China and Vietnam, in which the family name stands first: `Tang Dong-wun`, `Nguyen Van Nam`. They are
//! told by the family name, and by how the syllables of given names are spelled; `east_asian.tsv` has both.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::Lang;
use super::folding::fold_name;
use super::lists::rows;
use super::people::People;

static NAMES: LazyLock<Names> = LazyLock::new(Names::read);

struct Names {
    /// `true` for those that need further evidence.
    families: FxHashMap<&'static str, bool>,
    onsets: Vec<&'static str>,
    nuclei: Vec<&'static str>,
    codas: Vec<&'static str>,
}

/// The family name in a person's full name: the first word of an East Asian name, else the last.
pub fn family(name: &str) -> &str {
    let mut words = name.split_whitespace();
    let family = if family_stands_first(name) { words.next() } else { words.next_back() };
    family.unwrap_or(name)
}

/// Whether the first word of a person's full name is the family name. Not in European order (`Dong-wun Tang`), and not where
/// it may as well be a given name of Europe (`Kim Wilde`).
pub fn family_stands_first(name: &str) -> bool {
    let Some((first, given)) = name.split_once(char::is_whitespace) else { return false };
    let Some(&risky) = NAMES.families.get(&*fold_name(first)) else { return false };
    let given = fold_name(given);
    // a genitive: no syllable ends so
    let given = given.trim_end_matches(['s', '\'']);
    let words: Vec<&str> = given.split(|c: char| c.is_whitespace() || matches!(c, '-' | '‑')).collect();
    match words[..] {
        [word] => !risky && NAMES.are_syllables(word) && People::of(Lang::De).given(word).is_none(),
        _ => words.len() <= 3 && words.iter().all(|word| NAMES.is_syllable(word)),
    }
}

impl Names {
    fn read() -> Self {
        let list = || rows(include_str!("east_asian.tsv"));
        let of = |class| list().filter(move |row| row[1] == class);
        let parts = |class| of(class).map(|row| row[0]).collect();
        let with_none = |class| of(class).map(|row| row[0]).chain([""]).collect();
        Self {
            families: of("family").map(|row| (row[0], row.get(2).is_some())).collect(),
            onsets: with_none("onset"),
            nuclei: parts("nucleus"),
            codas: with_none("coda"),
        }
    }

    /// Whether a folded word is a syllable, or two.
    fn are_syllables(&'static self, word: &str) -> bool {
        self.is_syllable(word) || self.behind_syllable(word).any(|rest| self.is_syllable(rest))
    }

    fn is_syllable(&'static self, word: &str) -> bool {
        self.behind_syllable(word).any(str::is_empty)
    }

    /// What may be left of a word behind its first syllable.
    fn behind_syllable<'w>(&'static self, word: &'w str) -> impl Iterator<Item = &'w str> {
        let [onsets, nuclei, codas] = [&self.onsets, &self.nuclei, &self.codas]
            .map(|parts| move |word: &'w str| parts.iter().filter_map(move |part| word.strip_prefix(part)));
        onsets(word).flat_map(nuclei).flat_map(codas)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_family_name_stands_first() {
        for (name, expected) in [
            ("Tang Dong-wun", "Tang"),
            ("Kim Sung-Ok", "Kim"),
            ("Park Dong Hwi", "Park"),
            ("Nguyễn Văn Thịnh", "Nguyễn"),
            ("Tran Thi Bich Hoa", "Tran"),
            ("Zhou Xiaolian", "Zhou"),
            ("Wang\u{a0}Le", "Wang"),
            ("Lee Sung-huis", "Lee"),
            ("Hsu Ming-teh’s", "Hsu"),
        ] {
            assert_eq!(family(name), expected, "{name}");
        }
    }

    #[test]
    fn european_order_and_european_names_keep_the_last_word() {
        for (name, expected) in [
            ("Dong-wun Tang", "Tang"),
            ("Kim Muster", "Muster"),
            ("Kim Beil", "Beil"),
            ("Kim Anna Beil", "Beil"),
            ("Lee Sample", "Sample"),
            ("Li Hanna", "Hanna"),
            ("Yang Beispiel", "Beispiel"),
            ("Le Monde", "Monde"),
            ("Karl-Heinz Song", "Song"),
            ("Wang", "Wang"),
            ("", ""),
        ] {
            assert_eq!(family(name), expected, "{name}");
        }
    }
}
