//! All stages that see one paragraph alone, in their order. What they find is kept by the paragraph's content, and taken
//! up again while it stays the same.

use std::ops::Range;
use std::sync::Arc;

use super::Names;
use super::dating::Dates;
use super::mentions::{self, Found};
use super::numbers::{Number, numbers};
use super::quotations::{self, Said};
use super::quotes::{Quoted, quoted};
use super::roles::{self, Role};
use super::sources::{Attribution, attribution};
use super::statuses::{Voice, voice};
use super::times::{Expression, expressions};
use super::words::{Stems, Words};
use crate::lang::Lang;
use crate::text::kept::Kept;

/// What one paragraph holds; all positions count from its start.
#[derive(Debug)]
pub struct Paragraph {
    pub words: Words,
    pub numbers: Vec<Number>,
    pub times: Vec<Expression>,
    /// What these tell of the article's date.
    pub dates: Dates,
    pub quotes: Vec<Quoted>,
    pub found: Found,
    /// Functions, beside names and in place of them.
    pub roles: Vec<Role>,
    /// Tokens of the names in it.
    pub names: Vec<Range<usize>>,
    /// Who vouches, sentence by sentence.
    pub attributions: Vec<Option<Attribution>>,
    /// How each sentence goes on from those around it.
    pub voices: Vec<Voice>,
    /// It ends in a colon.
    pub leads_in: bool,
    /// What is said in it, and in which words.
    pub said: Vec<Said>,
    /// What it is about.
    pub stems: Stems,
    /// How many words it has, and how many of sport among them.
    pub word_count: usize,
    pub sporting: usize,
}

impl Paragraph {
    fn read(prose: &Arc<str>, lang: Lang, names: &dyn Names) -> Self {
        let words = Words::new(prose.clone(), lang);
        let numbers = numbers(&words);
        let times = expressions(&words, &numbers);
        let dates = Dates::of(&times, &words);
        let quotes = quoted(&words);
        let found = mentions::in_paragraph(&words, names);
        let roles = roles::in_paragraph(&words, &found, &times, names);
        let names: Vec<_> = found.spans().map(|span| words.tokens_of(span)).collect();
        let attributions: Vec<_> = words.sentences.iter().map(|s| attribution(&words, s, &quotes, &names)).collect();
        let stems = words.stems();
        let voices = (0..words.sentences.len()).map(|at| voice(&words, at, &quotes, &attributions, &stems)).collect();
        let leads_in = words.raw(words.len().wrapping_sub(1)) == ":";
        let said = quotations::said(&words, &quotes);
        let figures = &words.lists.figures;
        let sports = |at: &usize| figures.may_hold(words.held(*at)) && figures.has(words.word(*at), "sport");
        let sporting = (0..words.len()).filter(sports).count();
        let word_count = (0..words.len()).filter(|&at| words.is_word(at)).count();
        Self {
            words,
            numbers,
            times,
            dates,
            quotes,
            found,
            roles,
            names,
            attributions,
            voices,
            leads_in,
            said,
            stems,
            word_count,
            sporting,
        }
    }
}

/// Paragraphs by their prose.
pub type Paragraphs = Kept<Paragraph>;

/// The paragraph with this prose: from `before` where it stood there, else read anew. All that is kept was read in one
/// language and with the same names.
pub fn paragraph(
    prose: &Arc<str>,
    lang: Lang,
    names: &dyn Names,
    before: Option<&Paragraphs>,
    kept: &mut Paragraphs,
) -> Arc<Paragraph> {
    // The same words are the same `Arc` in all versions of an article, and what is kept keeps it alive: no other text can
    // have its address.
    kept.take(prose.as_ptr() as u64, before, |_| true, || Paragraph::read(prose, lang, names))
}
