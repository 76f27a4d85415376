//! Reads the word lists that lie beside the code, once a run, and hands them out per language.
//! What the columns of a list mean stands in the head of its file.

use std::cell::{Cell, RefCell};
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use super::Lang;
use super::filter::{EMPTY, Filter, hash, step};
use super::folding::is_unseen;
use super::grammar::Grammar;
use super::lexicon::{self, Held, Place, Word};

/// The lists of one folder by name, as they were compiled in.
macro_rules! embedded {
    ($folder:literal) => {
        |name| match name {
            "numbers" => include_str!(concat!($folder, "/numbers.tsv")),
            "ordinals" => include_str!(concat!($folder, "/ordinals.tsv")),
            "units" => include_str!(concat!($folder, "/units.tsv")),
            "approximators" => include_str!(concat!($folder, "/approximators.tsv")),
            "abbreviations" => include_str!(concat!($folder, "/abbreviations.tsv")),
            "ordinal_nouns" => include_str!(concat!($folder, "/ordinal_nouns.tsv")),
            "times" => include_str!(concat!($folder, "/times.tsv")),
            "timing" => include_str!(concat!($folder, "/timing.tsv")),
            "sayings" => include_str!(concat!($folder, "/sayings.tsv")),
            "reports" => include_str!(concat!($folder, "/reports.tsv")),
            "clauses" => include_str!(concat!($folder, "/clauses.tsv")),
            "sources" => include_str!(concat!($folder, "/sources.tsv")),
            "figures" => include_str!(concat!($folder, "/figures.tsv")),
            "boilerplate" => include_str!(concat!($folder, "/boilerplate.tsv")),
            "head" => include_str!(concat!($folder, "/head.tsv")),
            "regions" => include_str!(concat!($folder, "/regions.tsv")),
            "lemmas" => include_str!(concat!($folder, "/lemmas.tsv")),
            "grammar" => include_str!(concat!($folder, "/grammar.tsv")),
            _ => unreachable!("no list of that name"),
        }
    };
}

/// The rows of a list: columns between tabs, without `#` comments and empty lines.
pub(super) fn rows(list: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    list.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| line.split('\t').collect())
}

/// A list of phrases, each of one word or more, with a value; looked up by folded words.
pub struct Phrases<V> {
    place: Place,
    /// What stands behind the first word, and the value, by the first word's [`hash`](lexicon::hash).
    by_first: HashMap<u64, Vec<(Vec<String>, V)>>,
}

/// The words with which the phrases of all lists begin, each with the place of its list.
#[derive(Default)]
struct Noted {
    words: RefCell<Vec<(String, Place)>>,
    lists: Cell<usize>,
}

impl Noted {
    /// A list of these phrases, whose words are noted.
    fn phrases<'e, V>(&self, entries: impl Iterator<Item = (&'e str, V)>) -> Phrases<V> {
        let place = Place::new(self.lists.replace(self.lists.get() + 1));
        let mut by_first: HashMap<u64, Vec<(Vec<String>, V)>> = HashMap::default();
        for (phrase, value) in entries {
            let mut words = phrase.split(' ').map(fold);
            let Some(first) = words.next() else { continue };
            by_first.entry(lexicon::hash(&first)).or_default().push((words.collect(), value));
            self.words.borrow_mut().push((first, place));
        }
        for phrases in by_first.values_mut() {
            phrases.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
        }
        Phrases { place, by_first }
    }
}

impl<V: Copy> Phrases<V> {
    /// Whether a phrase may begin with a word of which this is known; `false` is certain.
    #[inline]
    pub fn may_hold(&self, held: Held) -> bool {
        held.whole(self.place)
    }

    /// Whether such a word, or its last part, may stand in the list; `false` is certain.
    #[inline]
    pub fn may_hold_tail(&self, held: Held) -> bool {
        held.tail(self.place)
    }

    /// The longest phrase that the folded `words` begin with: how many words it has, and its value.
    pub fn longest<'w, W: Into<Word<'w>>>(&self, mut words: impl Iterator<Item = W> + Clone) -> Option<(usize, V)> {
        self.starting(words.next()?.into()).iter().find_map(|(rest, value)| {
            let mut here = words.clone().map(|word| word.into().text());
            rest.iter().all(|word| here.next() == Some(word)).then(|| (rest.len() + 1, *value))
        })
    }

    /// The phrases that begin with a word: what stands behind it, and the value. Most words are in no list, which is told
    /// where it is asked.
    #[inline]
    fn starting(&self, word: Word<'_>) -> &[(Vec<String>, V)] {
        if self.may_hold(word.held) { self.looked_up(word.hash) } else { &[] }
    }

    #[inline(never)]
    fn looked_up(&self, hash: u64) -> &[(Vec<String>, V)] {
        self.by_first.get(&hash).map_or(&[], Vec::as_slice)
    }

    /// The value of a single folded word.
    #[inline]
    pub fn get<'w>(&self, word: impl Into<Word<'w>>) -> Option<V> {
        self.all(word).next().copied()
    }

    /// Every value of a single folded word: a word may stand in a list more than once.
    #[inline]
    pub fn all<'w>(&self, word: impl Into<Word<'w>>) -> impl Iterator<Item = &V> {
        self.starting(word.into()).iter().filter(|(rest, _)| rest.is_empty()).map(|(_, value)| value)
    }

    /// Every value of the last part of a folded word where it is a compound (`Jubiläumsjahr`), the shortest first, and then
    /// of the word itself.
    pub fn tails<'w>(&self, word: impl Into<Word<'w>>) -> impl Iterator<Item = &V> {
        let word = word.into();
        let text = if self.may_hold_tail(word.held) { word.text() } else { "" };
        let parts = lexicon::parts(text).filter_map(|part| self.by_first.get(&part)).flatten();
        parts.filter(|(rest, _)| rest.is_empty()).map(|(_, value)| value).chain(self.all(word))
    }

    /// Whether a folded word or its last part stands in the list with this value.
    #[inline]
    pub fn has_tail<'w>(&self, word: impl Into<Word<'w>>, value: V) -> bool
    where
        V: PartialEq,
    {
        let word = word.into();
        self.may_hold_tail(word.held) && (self.has(word, value) || self.tails(word).any(|v| *v == value))
    }

    /// Whether a single folded word stands in the list with this value.
    #[inline]
    pub fn has<'w>(&self, word: impl Into<Word<'w>>, value: V) -> bool
    where
        V: PartialEq,
    {
        self.all(word).any(|v| *v == value)
    }
}

/// Lower case, `ß` as `ss`, apostrophes as `'`, soft hyphens dropped: how the lists compare words.
/// Swiss and German spelling meet here, nothing else is folded.
pub fn fold(word: &str) -> String {
    if keeps_length(word) {
        return fold_in_place(word);
    }
    let mut folded = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            'ß' => folded.push_str("ss"),
            '’' | 'ʼ' => folded.push('\''),
            c if is_unseen(c) => {}
            c if c.is_ascii() => folded.push(c.to_ascii_lowercase()),
            c => folded.extend(c.to_lowercase()),
        }
    }
    folded
}

/// A text with the words folded that [keep their length](keeps_length), and all others as they stand.
pub fn fold_in_place(text: &str) -> String {
    let mut bytes = text.as_bytes().to_ascii_lowercase();
    for at in 1..bytes.len() {
        match (bytes[at - 1], bytes[at]) {
            // `ß`, `×`, and `À` to `Þ`, which stand 32 before their small letters
            (0xc3, 0x9f) => bytes[at - 1..=at].copy_from_slice(b"ss"),
            (0xc3, 0x97) => {}
            (0xc3, 0x80..=0x9e) => bytes[at] += 0x20,
            _ => {}
        }
    }
    String::from_utf8(bytes).expect("letters were put in the place of letters")
}

/// Whether [`fold`] puts a letter of the same length in the place of each: true for most words.
pub fn keeps_length(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii() || ('À'..='ÿ').contains(&c))
}

/// Whether this is what the lists make of a unit: `percent`, `USD`, `km`.
pub fn is_unit(canonical: &str) -> bool {
    static UNITS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        let lists = [include_str!("de/units.tsv"), include_str!("en/units.tsv")];
        lists.into_iter().flat_map(rows).map(|row| row[1]).collect()
    });
    UNITS.contains(canonical)
}

/// The lists of one language, as far as the analysis reads them.
pub struct Lists {
    /// Number words and their parts: value and kind.
    pub numbers: Phrases<(f64, &'static str)>,
    /// The first letters of what number words and ordinals begin with: most words are told from numbers by these alone.
    number_heads: Filter,
    /// Shares that end a longer German number word (`einhalb`), longest first.
    pub rests: Vec<(String, f64)>,
    /// Stems of ordinals, longest first.
    pub ordinals: Vec<(String, f64)>,
    /// Units: canonical form and dimension.
    pub units: Phrases<(&'static str, &'static str)>,
    /// Words before a number that say how exact it is.
    pub approximators: Phrases<&'static str>,
    /// Abbreviations that end in a dot, as they are written.
    pub abbreviations: HashSet<&'static str>,
    /// Nouns behind an ordinal in digits.
    pub ordinal_nouns: Phrases<()>,
    /// Words of time: what it is, value.
    pub times: Phrases<(&'static str, &'static str)>,
    /// The names of the weekdays, and which they are (1 is Monday).
    pub weekdays: Vec<(&'static str, i8)>,
    /// Words around times: what they do, value.
    pub timing: Phrases<(&'static str, &'static str)>,
    /// The words of both lists by what they are, for one look at every word of a text.
    pub openings: Phrases<&'static str>,
    /// Forms of verbs of saying: class, particle that must stand at the end of the clause (or empty).
    pub sayings: Phrases<(&'static str, &'static str)>,
    /// Forms of further verbs that give somebody's words: what follows them, particle.
    pub reports: Phrases<(&'static str, &'static str)>,
    /// Words around reporting clauses: what they do.
    pub clauses: Phrases<&'static str>,
    /// Words around sources: what they do.
    pub sources: Phrases<&'static str>,
    /// Words that decide what a number counts.
    pub figures: Phrases<&'static str>,
    /// Phrases of consent boxes, share lines and embeds.
    pub boilerplate: Vec<String>,
    /// Words of an article's head: kicker, byline, caption credit.
    pub head: Phrases<&'static str>,
    /// Words around regions: what they do, or the kind of region that they name.
    pub regions: Phrases<&'static str>,
    /// Counted nouns in the plural: their singular.
    lemmas: Phrases<&'static str>,
    /// Function words and their class.
    pub grammar: Phrases<Grammar>,
    /// Every word that a phrase of a list begins with.
    words: Vec<(String, Place)>,
}

impl Lists {
    /// The lists of a language; read on first use.
    pub fn of(lang: Lang) -> &'static Lists {
        static DE: LazyLock<Lists> = LazyLock::new(|| Lists::read(embedded!("de")));
        static EN: LazyLock<Lists> = LazyLock::new(|| Lists::read(embedded!("en")));
        match lang {
            Lang::De => &DE,
            Lang::En => &EN,
        }
    }

    /// Whether a folded word begins like a number word, or is one; `false` is certain.
    pub fn may_be_number<'w>(&self, word: impl Into<Word<'w>>) -> bool {
        let (word, mut head) = (word.into(), EMPTY);
        let text = word.text();
        let begins = text.bytes().take(*HEAD.end()).enumerate().any(|(at, byte)| {
            head = step(head, byte);
            HEAD.contains(&(at + 1)) && self.number_heads.may_hold(head)
        });
        begins && text.len() <= LONGEST_NUMBER || text.len() < *HEAD.start() && self.numbers.get(word).is_some()
    }

    /// The singular of a counted noun: from the list, else by the endings that tell it for certain, else as it stands.
    pub fn lemma(&self, noun: &str) -> String {
        if let Some(lemma) = self.lemmas.get(&fold(noun)) {
            return lemma.to_owned();
        }
        let cut = |plural: &str, singular: &str| noun.strip_suffix(plural).map(|stem| format!("{stem}{singular}"));
        let german = ["ungen", "heiten", "keiten", "schaften", "ionen", "täten"].iter().find(|e| noun.ends_with(**e));
        match german {
            Some(_) => cut("en", ""),
            None => cut("innen", "in").or_else(|| cut("ern", "er")),
        }
        .unwrap_or_else(|| noun.to_owned())
    }

    /// Every word that a phrase of a list begins with, with the list's place.
    pub(super) fn words(&self) -> impl Iterator<Item = (&str, Place)> {
        self.words.iter().map(|(word, list)| (word.as_str(), *list))
    }

    /// All function words with their class.
    pub fn classes(&self) -> impl Iterator<Item = (&str, Grammar)> {
        let grammar = &self.grammar;
        let words = self.words().filter(|(_, list)| *list == grammar.place);
        words.filter_map(|(word, _)| Some((word, grammar.get(word)?)))
    }

    fn read(list: impl Fn(&str) -> &'static str) -> Self {
        let noted = Noted::default();
        let pairs = |name: &str| noted.phrases(rows(list(name)).map(|row| (row[0], row[1])));
        let words = |name: &str| noted.phrases(rows(list(name)).map(|row| (row[0], ())));
        let triples = |name: &str| noted.phrases(rows(list(name)).map(|row| (row[0], (row[1], row[2]))));
        let verbs = |name: &str| {
            let forms = sayings(list(name));
            noted.phrases(forms.iter().map(|(form, value)| (form.as_str(), *value)))
        };
        let mut ordinals: Vec<_> = rows(list("ordinals")).map(|row| (fold(row[0]), number(row[1]))).collect();
        ordinals.sort_by_key(|(stem, _)| std::cmp::Reverse(stem.len()));
        let numbers: Vec<_> = rows(list("numbers")).map(|row| (fold(row[0]), (number(row[1]), row[2]))).collect();
        // words that join numbers are worth nothing
        let worth = numbers.iter().filter(|(_, (value, kind))| *value > 0.0 || *kind == "one").map(|(word, _)| word);
        let heads = worth.chain(ordinals.iter().map(|(stem, _)| stem)).filter(|word| word.len() >= *HEAD.start());
        let number_heads = Filter::of(heads.map(|word| hash(word.bytes().take(*HEAD.end()))));
        // a unit stands in the text as tokens: `US-Dollar` is three of them, `m²` two
        let units: Vec<_> = rows(list("units")).map(|row| (apart(row[0]), (row[1], row[2]))).collect();
        let mut rests: Vec<(String, f64)> = numbers
            .iter()
            .filter(|(_, (_, kind))| *kind == "rest")
            .map(|(word, (share, _))| (word.clone(), *share))
            .collect();
        rests.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        let openings = noted.phrases(rows(list("times")).chain(rows(list("timing"))).map(|row| (row[0], row[1])));
        // an adjective opens an expression with any of its endings
        let adjectives: Vec<_> = noted
            .words
            .borrow()
            .iter()
            .flat_map(|(word, list)| ADJECTIVE.map(|ending| (format!("{word}{ending}"), *list)))
            .collect();
        noted.words.borrow_mut().extend(adjectives);
        Self {
            rests,
            openings,
            numbers: noted.phrases(numbers.iter().map(|(word, value)| (word.as_str(), *value))),
            number_heads,
            ordinals,
            units: noted.phrases(units.iter().map(|(phrase, value)| (phrase.as_str(), *value))),
            approximators: pairs("approximators"),
            abbreviations: rows(list("abbreviations")).map(|row| row[0]).collect(),
            ordinal_nouns: words("ordinal_nouns"),
            times: triples("times"),
            weekdays: rows(list("times"))
                .filter(|row| row[1] == "weekday")
                .map(|row| (row[0], number(row[2]) as i8))
                .collect(),
            timing: triples("timing"),
            sayings: verbs("sayings"),
            reports: verbs("reports"),
            clauses: pairs("clauses"),
            sources: pairs("sources"),
            figures: pairs("figures"),
            boilerplate: rows(list("boilerplate")).map(|row| fold(row[0])).collect(),
            head: pairs("head"),
            regions: pairs("regions"),
            lemmas: pairs("lemmas"),
            grammar: noted.phrases(rows(list("grammar")).map(|row| {
                let class = Grammar::parse(row[1]).expect("a class of function words");
                (row[0], class)
            })),
            words: noted.words.into_inner(),
        }
    }
}

/// A phrase with a space around every mark and between letters and digits, as the text falls into tokens.
fn apart(phrase: &str) -> String {
    let mut apart = String::new();
    let mut before = None;
    for c in phrase.chars() {
        let kind = (c.is_alphabetic(), c.is_ascii_digit());
        if before.is_some_and(|before| before != kind || kind == (false, false)) && !apart.ends_with(' ') && c != ' ' {
            apart.push(' ');
        }
        apart.push(c);
        before = Some(kind);
    }
    apart
}

/// Endings of German adjectives, a longer one before those that it ends in. A name of several words may carry them inside
/// (`Vereinigten Staaten`).
pub const ADJECTIVE: [&str; 5] = ["en", "em", "er", "es", "e"];

/// The longest number word that is read, in bytes.
const LONGEST_NUMBER: usize = 80;

/// So many bytes at the start of a word tell most words from numbers; shorter words build no longer ones.
const HEAD: RangeInclusive<usize> = 3..=4;

/// Forms of verbs of saying. A separable verb stands with its particle apart (`teilt … mit`) and, at the end of a
/// subordinate clause, in one word (`mitteilt`).
fn sayings(list: &'static str) -> Vec<(String, (&'static str, &'static str))> {
    let mut forms = Vec::new();
    for row in rows(list) {
        let particle = row.get(3).copied().unwrap_or_default();
        for form in row[2].split(' ') {
            forms.push((form.to_owned(), (row[1], particle)));
            if !particle.is_empty() && !form.starts_with(particle) {
                forms.push((format!("{particle}{form}"), (row[1], "")));
            }
        }
    }
    forms
}

/// A number as the lists write it: `12`, `1e6`, `1/3`.
fn number(text: &str) -> f64 {
    let read = |part: &str| part.parse::<f64>().expect("a number in a word list");
    match text.split_once('/') {
        Some((above, below)) => read(above) / read(below),
        None => read(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_match_the_longest() {
        let lists = Lists::of(Lang::De);
        let words = ["mehr", "als", "die"];
        assert_eq!(lists.approximators.longest(words.into_iter()), Some((2, "more-than")));
        assert_eq!(lists.units.get("prozent"), Some(("percent", "percent")));
    }

    #[test]
    fn every_list_of_both_languages_can_be_read() {
        for lang in [Lang::De, Lang::En] {
            assert!(Lists::of(lang).numbers.by_first.len() > 30, "{lang}");
        }
    }

    #[test]
    fn swiss_and_german_spelling_meet() {
        assert_eq!(fold("Dreißig"), fold("dreissig"));
        assert_eq!(fold("Geht’s"), fold("geht's"));
    }

    #[test]
    fn letters_are_folded_in_their_place() {
        for (text, folded) in
            [("ÄRA Öl × Über", "ära öl × über"), ("Maßstäbe, ÉCOLE", "massstäbe, école"), ("3×4 ß", "3×4 ss")]
        {
            assert_eq!(fold_in_place(text), folded);
            assert_eq!(text.split(' ').map(fold).collect::<Vec<_>>().join(" "), folded);
        }
        assert!(keeps_length("Straßen") && !keeps_length("geht’s") && !keeps_length("Łódź"));
    }
}
