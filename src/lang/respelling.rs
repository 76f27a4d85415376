//! How a name is spelled anew, word by word. What the text has made of the name stays: case endings, capitals, the hyphens
//! of a compound. It sees words, and knows no articles.

use std::ops::Range;

use crate::lang::Lang;
use crate::lang::folding::{fold_name, is_all_capitals, is_capitalised};

/// Marks that stand before or in place of a genitive's `s`.
pub const APOSTROPHES: [char; 3] = ['’', '\'', 'ʼ'];

/// How an article writes what hangs on a name.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    pub lang: Lang,
    pub apostrophe: char,
}

impl Style {
    /// The style of a text: its apostrophe is the first that stands behind a letter.
    pub fn of(text: &str, lang: Lang) -> Self {
        let behind_letter = |at: usize| text[..at].ends_with(char::is_alphabetic);
        let mut marks = text.match_indices(APOSTROPHES).filter(|(at, _)| behind_letter(*at));
        let apostrophe = marks.next().and_then(|(_, mark)| mark.chars().next()).unwrap_or(APOSTROPHES[0]);
        Self { lang, apostrophe }
    }
}

/// An old name and its new spelling.
#[derive(Clone, Debug)]
pub struct Respelling {
    old: Vec<String>,
    new: Vec<String>,
    /// What becomes of a word, wherever it stands in a name of the same entity.
    pairs: Vec<(String, String)>,
}

/// Words of a name, counted from its first, and what is written in their place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub words: Range<usize>,
    pub text: String,
}

impl Respelling {
    /// From one spelling to the other, both without case endings. Where these have not as many words, it is not known
    /// which word became which: then only the name as a whole changes, and the `family` name, where there is one.
    pub fn new(old: &str, new: &str, family: Option<&str>) -> Self {
        let [old, new] = [old, new].map(|name| name.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
        let pairs: Vec<(String, String)> = match (&old[..], &new[..]) {
            (old, new) if old.len() == new.len() => old.iter().cloned().zip(new.iter().cloned()).collect(),
            ([old], new) => vec![(old.clone(), new.join(" "))],
            ([first, .., _], [new, ..]) if family.is_some_and(|family| same(family, first)) => {
                vec![(first.clone(), new.clone())]
            }
            ([.., old], [.., new]) if family.is_some() => vec![(old.clone(), new.clone())],
            _ => vec![],
        };
        Self { pairs: pairs.into_iter().filter(|(old, new)| old != new).collect(), old, new }
    }

    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.old == self.new
    }

    /// What changes in a name that a text gives in these words, the last of which may have a case ending; in the first
    /// part of a `compound`, hyphens tie the words.
    pub fn changes(&self, words: &[&str], compound: bool, style: Style) -> Vec<Change> {
        let Some(((last, before), joined)) = words.split_last().zip(Some(words.join(" ").replace('-', " "))) else {
            return vec![];
        };
        if compound && self.old.len() > 1 && same(&joined, &self.old.join(" ")) {
            let text = in_the_style_of(&joined, &self.old.join(" "), &self.new.join("-"));
            return vec![Change { words: 0..words.len(), text }];
        }
        let stem = stems(last).into_iter().find(|stem| self.old.iter().any(|old| same(old, stem))).unwrap_or(last);
        let bare: Vec<&str> = before.iter().copied().chain([stem]).collect();
        let mut changes = if is_same(&bare, &self.old) { self.of_whole(&bare) } else { self.of_words(&bare) };
        for change in &mut changes {
            if change.words.end == words.len() {
                change.text = with_ending(&change.text, &last[stem.len()..], style);
            }
            if compound {
                change.text = change.text.replace(' ', "-");
            }
        }
        changes
    }

    /// The same of a name outside of a text; `None` where it stays as it is.
    pub fn of_name(&self, name: &str) -> Option<String> {
        let mut words: Vec<&str> = name.split_whitespace().collect();
        let changes = self.changes(&words, false, Style { lang: Lang::De, apostrophe: APOSTROPHES[0] });
        for Change { words: changed, text } in changes.iter().rev() {
            words.splice(changed.clone(), [text.as_str()]);
        }
        Some(words.join(" ")).filter(|new| new != name)
    }

    /// The old name as a whole becomes the new one: what both have at their ends stays.
    fn of_whole(&self, words: &[&str]) -> Vec<Change> {
        let (old, new) = (&self.old, &self.new);
        if old.len() == new.len() {
            let changed = (0..old.len()).filter(|&at| old[at] != new[at]);
            return changed.map(|at| change(at, words[at], &old[at], &new[at])).collect();
        }
        let shorter = old.len().min(new.len());
        // one word beside the change goes along, so that there is something to change, and something to change it into
        let front = old.iter().zip(new).take_while(|(old, new)| old == new).count().min(shorter - 1);
        let rest = old[front..].iter().rev().zip(new[front..].iter().rev());
        let back = rest.take_while(|(old, new)| old == new).count().min(shorter - 1 - front);
        let changed = front..old.len() - back;
        let text = new[front..new.len() - back].join(" ");
        let text = in_the_style_of(&words[changed.clone()].join(" "), &old[changed.clone()].join(" "), &text);
        vec![Change { words: changed, text }]
    }

    /// Each word becomes the one that it has become in the name, unless that is spelled anew already.
    fn of_words(&self, words: &[&str]) -> Vec<Change> {
        if self.new.len() > self.old.len() && words.windows(self.new.len()).any(|part| is_same(part, &self.new)) {
            return vec![];
        }
        let changed = words.iter().enumerate().filter_map(|(at, word)| {
            let (old, new) = self.pairs.iter().find(|(old, _)| same(old, word))?;
            Some(change(at, word, old, new))
        });
        changed.collect()
    }
}

fn change(at: usize, word: &str, old: &str, new: &str) -> Change {
    Change { words: at..at + 1, text: in_the_style_of(word, old, new) }
}

/// A word as it stands, and what it may be without a case ending.
pub fn stems(word: &str) -> Vec<&str> {
    let without_s = word.strip_suffix(['s', 'S']);
    let without_mark = without_s.unwrap_or(word).strip_suffix(APOSTROPHES);
    let without_es = without_s.and_then(|word| word.strip_suffix(['e', 'E']));
    [Some(word), without_mark, without_s, without_es].into_iter().flatten().collect()
}

/// Whether two words are the same to whoever looks for a name.
pub fn same(one: &str, other: &str) -> bool {
    fold_name(one) == fold_name(other)
}

fn is_same(words: &[&str], name: &[String]) -> bool {
    words.len() == name.len() && words.iter().zip(name).all(|(word, of_name)| same(word, of_name))
}

/// Whether a word of more than one letter stands in capitals.
pub fn shouts(word: &str) -> bool {
    is_all_capitals(word) && word.chars().nth(1).is_some()
}

/// The new words in capitals, where the text has the old ones so and the name has not.
fn in_the_style_of(text: &str, old: &str, new: &str) -> String {
    let mut letters = new.chars();
    match letters.next() {
        _ if shouts(text) && !shouts(old) => new.to_uppercase(),
        Some(first) if is_capitalised(text) && !is_capitalised(old) => first.to_uppercase().chain(letters).collect(),
        _ => new.to_owned(),
    }
}

/// The case ending that another name has had: German names that end in a sibilant take a mark in place of the `s`.
fn with_ending(name: &str, ending: &str, style: Style) -> String {
    let mark = ending.chars().find(|c| APOSTROPHES.contains(c));
    let letters = ending.trim_matches(APOSTROPHES).to_lowercase();
    let is_sibilant = name.ends_with(['s', 'x', 'z', 'ß', 'S', 'X', 'Z', 'ẞ']);
    match (style.lang, &*letters, mark) {
        (Lang::De, "s", _) if is_sibilant => format!("{name}{}", mark.unwrap_or(style.apostrophe)),
        (Lang::De, "", Some(_)) if !is_sibilant => format!("{name}{}", if shouts(name) { 'S' } else { 's' }),
        (Lang::En, "", Some(mark)) if !name.ends_with(['s', 'S']) => {
            format!("{name}{mark}{}", if shouts(name) { 'S' } else { 's' })
        }
        _ => format!("{name}{ending}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A name of a text with all changes made; compounds are written with their hyphen behind.
    fn changed(old: &str, new: &str, text: &str, lang: Lang) -> String {
        let (compound, name) = text.strip_suffix('-').map_or((false, text), |name| (true, name));
        let mut words: Vec<&str> = name.split_whitespace().collect();
        let family = old.split_whitespace().next_back();
        let changes = Respelling::new(old, new, family).changes(&words, compound, Style { lang, apostrophe: '’' });
        for Change { words: changed, text } in changes.iter().rev() {
            words.splice(changed.clone(), [text.as_str()]);
        }
        format!("{}{}", words.join(" "), if compound { "-" } else { "" })
    }

    #[track_caller]
    fn german(old: &str, new: &str, texts: &[(&str, &str)]) {
        for (text, expected) in texts {
            assert_eq!(changed(old, new, text, Lang::De), *expected, "{text}");
        }
    }

    #[test]
    fn short_names_follow_the_full_one_and_the_full_one_follows_them() {
        german(
            "Orest Bondawitz",
            "Orest Bondavic",
            &[
                ("Orest Bondawitz", "Orest Bondavic"),
                ("Bondawitz", "Bondavic"),
                ("Orest P. Bondawitz", "Orest P. Bondavic"),
                ("Orest", "Orest"),
                ("Bondawitz-", "Bondavic-"),
                ("Orest-Bondawitz-", "Orest-Bondavic-"),
            ],
        );
        german("Bondawitz", "Bondavic", &[("Orest Bondawitz", "Orest Bondavic"), ("Frau Bondawitz", "Frau Bondavic")]);
    }

    #[test]
    fn of_names_with_other_words_the_whole_changes_and_the_family_name() {
        german(
            "Ute Au",
            "Ute von Aue",
            &[("Ute Au", "Ute von Aue"), ("Au", "Aue"), ("Ute Maria Au", "Ute Maria Aue"), ("Ute-Au-", "Ute-von-Aue-")],
        );
        german("Ute von Au", "Ute Au", &[("Ute von Au", "Ute Au"), ("von Au", "von Au"), ("UTE VON AUS", "UTE AUS")]);
        german("Au", "von Au", &[("Au", "von Au"), ("Ute Au", "Ute von Au"), ("Ute von Au", "Ute von Au")]);
        german("Au", "Ute Au", &[("Au", "Ute Au"), ("Ute Au", "Ute Au"), ("Au-", "Ute-Au-")]);
        let respelling = Respelling::new("Tang Dong Wun", "Dang Dongwun", Some("Tang"));
        assert_eq!(respelling.of_name("Tang").as_deref(), Some("Dang"));
        assert_eq!(respelling.of_name("Wun"), None);
    }

    #[test]
    fn case_endings_fit_the_new_name() {
        german(
            "Muster",
            "Mustermax",
            &[
                ("Musters", "Mustermax’"),
                ("Muster's", "Mustermax'"),
                ("MUSTERS", "MUSTERMAX’"),
                ("Muster", "Mustermax"),
            ],
        );
        german("Marx", "Engel", &[("Marx’", "Engels"), ("MARX’", "ENGELS"), ("Marx", "Engel"), ("Marx'", "Engels")]);
        german("Marx", "Groß", &[("Marx'", "Groß'"), ("MARX", "GROSS")]);
        german("Hofrat", "Landrat", &[("Hofrates", "Landrates"), ("Hofrats", "Landrats")]);
        for (old, new, text, expected) in [
            ("Sample", "James", "Sample’s", "James’s"),
            ("James", "Sample", "James’", "Sample’s"),
            ("James", "Jones", "James'", "Jones'"),
            ("Sample", "Samples", "SAMPLE'S", "SAMPLES'S"),
        ] {
            assert_eq!(changed(old, new, text, Lang::En), expected);
        }
    }

    #[test]
    fn capitals_of_the_text_stay() {
        german(
            "von Groß",
            "zu Klein",
            &[("VON GROSS", "ZU KLEIN"), ("Von Groß", "Zu Klein"), ("von Groß", "zu Klein")],
        );
        german("OFO", "Ofo", &[("OFO", "Ofo"), ("OFOs", "Ofos")]);
        german("Erdogan", "Erdoğan", &[("Erdogans", "Erdoğans"), ("Erdoğan", "Erdoğan"), ("ERDOGAN", "ERDOĞAN")]);
    }

    #[test]
    fn the_apostrophe_is_that_of_the_text() {
        let of = |text: &str| Style::of(text, Lang::De).apostrophe;
        assert_eq!([of("'Marx' sagt's"), of("„Max’ Hof“ und 'x'"), of("nichts")], ['\'', '’', '’']);
    }
}
