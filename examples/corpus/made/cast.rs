//! Who and what may stand in the articles: people, places, quotations and series of figures, each told by a number alone.

use beleg::text::kept::hash;

use super::dice::Dice;
use super::frames::Source;
use super::{Corpus, For};

/// One of those who have a part in articles; the first of a role is in many.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Person {
    role: usize,
    rank: usize,
}

/// Somebody's words with a figure in them; the article `3 * number` is the first to quote them.
pub struct Quotation {
    pub speaker: Person,
    pub opening: String,
    pub turn: String,
    pub closing: String,
    pub place: String,
    pub count: usize,
    pub noun: String,
}

/// Something that is counted every month.
pub struct Series {
    number: usize,
    pub place: String,
    pub noun: String,
    pub source: String,
    first: usize,
    growth: f64,
}

impl Corpus {
    /// Who has a role in an article.
    pub fn person(&self, article: usize, role: usize) -> Person {
        let rank = self.dice(For::Person, &[article, role]).zipf(self.count / 20 + 10, 4.0);
        Person { role, rank }
    }

    /// One of those who write for the paper.
    pub fn author(&self, article: usize) -> Person {
        Person { role: self.roles.len(), rank: self.dice(For::Author, &[article]).below(80) }
    }

    /// Given name and family name.
    pub fn name(&self, person: Person) -> (&str, String) {
        let mut dice = self.dice(For::Bearer, &[person.role, person.rank]);
        let role = self.roles.get(person.role);
        let words = self.words(role.is_some_and(|role| role.english));
        let woman = role.map_or_else(|| dice.once_in(2), |role| role.woman);
        (words.given(woman, &mut dice), words.family(&mut dice))
    }

    /// What somebody is, as it stands before the name.
    pub fn function(&self, person: Person) -> &str {
        let role = &self.roles[person.role];
        let words = self.words(role.english);
        role.function
            .as_deref()
            .unwrap_or_else(|| words.function(role.woman, &mut self.dice(For::Function, &[person.role])))
    }

    /// What a place of a fixture is called in an article.
    pub fn place(&self, article: usize, source: &Source, place: usize) -> String {
        let rank = self.dice(For::Place, &[article, place]).zipf(self.count / 50 + 20, 4.0);
        self.words(source.is_english()).place(&mut self.dice(For::PlaceName, &[rank]))
    }

    /// What a firm or a body of a fixture is called in an article, in one word.
    pub fn brand(&self, article: usize, source: &Source, brand: usize) -> String {
        let rank = self.dice(For::Brand, &[article, source.number, brand]).zipf(self.count / 50 + 20, 4.0);
        self.words(source.is_english()).brand(&mut self.dice(For::BrandName, &[rank]))
    }

    pub fn quotation(&self, number: usize, english: bool) -> Quotation {
        let words = self.words(english);
        let mut dice = self.dice(For::Quotation, &[number]);
        let role = loop {
            let role = dice.below(self.roles.len());
            if self.roles[role].english == english {
                break role;
            }
        };
        Quotation {
            speaker: self.person(3 * number, role),
            opening: dice.pick(&words.openings).clone(),
            turn: dice.pick(&words.turns).clone(),
            closing: dice.pick(&words.closings).clone(),
            place: words.place(&mut dice),
            count: figure(&mut dice),
            noun: dice.pick(&words.counted).clone(),
        }
    }

    pub fn series(&self, article: usize, english: bool) -> Series {
        let words = self.words(english);
        let number = self.dice(For::Count, &[article]).zipf(self.count / 20 + 5, 20.0);
        let mut dice = self.dice(For::Series, &[number]);
        Series {
            number,
            place: words.place(&mut dice),
            noun: dice.pick(&words.counted).clone(),
            source: dice.pick(&words.sources).clone(),
            first: figure(&mut dice),
            growth: dice.below(20) as f64 / 100.0 - 0.05,
        }
    }

    /// How many there were at the end of a month, counted from the first of the archive.
    pub fn counted(&self, series: &Series, month: usize) -> usize {
        let noise = self.dice(For::Count, &[series.number, month]).below(31) as f64 / 1000.0;
        (series.first as f64 * (1.0 + noise) * (1.0 + series.growth).powf(month as f64 / 12.0)) as usize
    }

    /// Other digits of the same form: what is round stays round.
    pub fn number(&self, article: usize, digits: &str, text: &mut String) {
        let mut dice = self.dice(For::Number, &[article, hash(digits) as usize]);
        let round = digits.trim_end_matches(['0', '\'', '’', '.', ',', '\u{a0}', '\u{202f}']).len();
        text.extend(digits.char_indices().map(|(at, digit)| match digit {
            '0'..='9' if at >= round || at == 0 && digit == '0' => digit,
            '0'..='9' if at == 0 && round == 1 => char::from(b'2' + dice.below(8) as u8),
            '0'..='9' if at == 0 => char::from(b'1' + dice.below(9) as u8),
            '0'..='9' => char::from(b'0' + dice.below(10) as u8),
            mark => mark,
        }));
    }
}

/// Of any size, the small ones often.
fn figure(dice: &mut Dice) -> usize {
    12 + dice.zipf(50_000, 30.0)
}
