//! Names: what the knowledge base must tell of them ([`known`]), and how those that it does not hold are found: an
//! averaged perceptron over the words of a sentence ([`tagger`]), which looks at [`clues`] and weighs them by
//! [`weights`]. The weights come out of [`training`], by a command of this repository.

mod clues;
mod known;
pub mod tagger;
pub mod training;
pub mod weights;

pub use clues::{are_alike, is_known_small};
pub use known::{Form, MentionType, NameMatch, Names, NoNames, Office, Portrait, Rival};
