//! The words of `words.toml`: names put together from syllables, and sentences with slots.

use serde::Deserialize;

use super::dice::Dice;

/// Both languages.
#[derive(Deserialize)]
pub struct Languages {
    pub de: Words,
    pub en: Words,
}

/// The words of one language; the head of the file says what they are for.
#[derive(Deserialize)]
pub struct Words {
    women: Vec<String>,
    men: Vec<String>,
    first: Vec<String>,
    middle: Vec<String>,
    last: Vec<String>,
    place_first: Vec<String>,
    place_last: Vec<String>,
    place_before: Vec<String>,
    brands: Vec<String>,
    functions: Vec<[String; 2]>,
    pub months: Vec<String>,
    pub counted: Vec<String>,
    pub openings: Vec<String>,
    pub turns: Vec<String>,
    pub closings: Vec<String>,
    pub said: Vec<String>,
    pub retold: Vec<String>,
    pub series: Vec<String>,
    pub bare: Vec<String>,
    pub before: Vec<String>,
    pub sources: Vec<String>,
    pub more: Vec<String>,
    pub byline: String,
}

impl Languages {
    pub fn read() -> Self {
        toml::from_str(include_str!("../words.toml")).expect("it has both languages")
    }
}

impl Words {
    pub fn given<'w>(&'w self, woman: bool, dice: &mut Dice) -> &'w str {
        let name: &String = dice.pick(if woman { &self.women } else { &self.men });
        name
    }

    /// One in eight has two names.
    pub fn family(&self, dice: &mut Dice) -> String {
        let mut name =
            [dice.pick(&self.first), dice.pick(&self.middle), dice.pick(&self.last)].map(String::as_str).concat();
        if dice.once_in(8) {
            name = [&name, "-", dice.pick(&self.first), dice.pick(&self.last)].concat();
        }
        name
    }

    pub fn function<'w>(&'w self, woman: bool, dice: &mut Dice) -> &'w str {
        &dice.pick(&self.functions)[usize::from(woman)]
    }

    pub fn place(&self, dice: &mut Dice) -> String {
        let before = dice.pick(&self.place_before);
        let first = dice.pick(&self.place_first);
        let first = if before.is_empty() { first.clone() } else { first.to_lowercase() };
        [before, &first, dice.pick::<String>(&self.place_last)].map(String::as_str).concat()
    }

    pub fn brand(&self, dice: &mut Dice) -> String {
        [dice.pick(&self.first), dice.pick(&self.brands).to_lowercase().as_str()].concat()
    }
}
