//! What is named in a paragraph: known names, new ones, and words that may be a name if the article introduces it. Sees
//! one paragraph; who is meant by a name that needs an introduction (`Kim`, `Watling`) is for [`super::namesakes`].
//! Functions in place of a name (`der Kremlchef`) and pronouns are not read.

use std::hash::{Hash, Hasher};
use std::num::NonZeroU64;
use std::sync::Arc;

use super::names::{Form, MentionType, NameMatch, Names};
use super::persons::{self, NewName};
use super::words::Words;
use crate::lang::Lang;
use crate::lang::folding::{fold_name, fold_name_into};
use crate::lang::people::People;
use crate::text::Span;
use crate::text::kept::hash;

/// What one paragraph names. All spans count bytes from its start.
#[derive(Clone, Debug, Default)]
pub struct Found {
    pub candidates: Vec<Candidate>,
    /// Those that introduce a short name.
    pub in_full: Vec<usize>,
    /// Capitalised words of no known meaning: mentions, where the article introduces somebody of that name.
    pub loose: Vec<Loose>,
}

/// A name.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub span: Span,
    pub kind: MentionType,
    pub form: Form,
    pub entity: Option<Arc<str>>,
    pub name: Folded,
    /// Of the name as it stands.
    pub cluster: Arc<str>,
    /// Of the name without an `s` that may be a genitive; only where no page knows it.
    pub stem_cluster: Option<Arc<str>>,
    /// The name by which the article may go on.
    pub short: Option<Folded>,
    /// From the function before to the end of the apposition behind.
    pub introduction: Option<Span>,
    pub confidence: f32,
}

impl Candidate {
    /// Whether it introduces a short name.
    pub fn names_in_full(&self) -> bool {
        matches!(self.form, Form::Full | Form::Alias) && self.short.is_some()
    }
}

/// A word that may be a name.
#[derive(Clone, Debug)]
pub struct Loose {
    pub span: Span,
    /// With its case ending.
    pub word: Folded,
    /// First part of a hyphen compound: `Kim-Familie`.
    pub compound: bool,
}

/// Endings that a name may have in the text.
const ENDINGS: [&str; 3] = ["", "s", "'s"];

/// A folded name or word. It is looked up again and again, with and without its ending, so the hashes are kept.
#[derive(Clone, Debug)]
pub struct Folded {
    text: Box<str>,
    /// Without each ending, where the text has it.
    hashes: [Option<NonZeroU64>; ENDINGS.len()],
}

impl Folded {
    fn new(text: impl Into<Box<str>>) -> Self {
        let text = text.into();
        let hashes = ENDINGS.map(|ending| NonZeroU64::new(hash(text.strip_suffix(ending)?) | 1));
        Self { text, hashes }
    }

    /// The name without the ending of this number, if it has that.
    fn without(&self, ending: usize) -> Option<Key<'_>> {
        let text = || &self.text[..self.text.len() - ENDINGS[ending].len()];
        self.hashes[ending].map(|hash| Key { text: text(), hash })
    }

    /// The name without an `s` at its end, if it has one.
    pub fn stem(&self) -> Option<Key<'_>> {
        self.without(1)
    }

    /// The name as it stands, then without each ending that it has.
    pub fn keys(&self) -> impl Iterator<Item = Key<'_>> {
        (0..ENDINGS.len()).filter_map(|ending| self.without(ending))
    }

    /// The name as it stands.
    pub fn whole(&self) -> Key<'_> {
        self.without(0).expect("every text ends in nothing")
    }
}

/// A folded name to look up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key<'a> {
    text: &'a str,
    hash: NonZeroU64,
}

impl Hash for Key<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.hash.get());
    }
}

impl Found {
    /// Where names stand, in order; an adjective (`russischer`) names nobody who could be asked.
    pub fn spans(&self) -> impl Iterator<Item = Span> + '_ {
        self.candidates.iter().filter(|candidate| candidate.form != Form::Adjective).map(|candidate| candidate.span)
    }
}

/// The names of a paragraph.
pub fn in_paragraph(words: &Words, names: &dyn Names) -> Found {
    let mut found = Found::default();
    let mut at = 0;
    let mut taken = 0;
    while at < words.len() {
        if words.raw(at).starts_with(char::is_alphanumeric) {
            let known = names
                .longest(&words.text, &words.tokens[at..], words.lang)
                .and_then(|name| known(words, at, name, taken));
            let new = Some(at).filter(|&at| words.is_capital(at) && !after_joint(words, at));
            let new = new.and_then(|at| persons::new_name(words, at, names));
            let longer = |known: &(usize, Candidate)| new.as_ref().is_none_or(|new| new.end <= known.0);
            let next = match (known.filter(longer), &new) {
                (Some(known), _) => Some(known),
                (None, Some(new)) => Some((new.end, candidate(words, at, new, names))),
                (None, None) => None,
            };
            if let Some((end, candidate)) = next {
                if candidate.names_in_full() {
                    found.in_full.push(found.candidates.len());
                }
                found.candidates.push(candidate);
                (at, taken) = (end, end);
                continue;
            }
            if words.is_word(at) && words.is_capital(at) {
                loosen(words, at, taken, &mut found.loose);
            }
        }
        at += 1;
    }
    found
}

/// A known name as it stands in its compound; `None` where it is only a part of another word.
fn known(words: &Words, at: usize, name: NameMatch, taken: usize) -> Option<(usize, Candidate)> {
    let end = at + name.tokens;
    let adjective = name.form == Form::Adjective;
    let goes_on = words.joins(end) && !adjective;
    if goes_on && name.ending > 0 {
        return None;
    }
    if after_joint(words, at) && !adjective && !goes_on {
        let prefix = People::of(words.lang).is(words.folded(at - 2), "prefix");
        if !prefix && taken + 1 != at {
            return None;
        }
    }
    let introduces = matches!(name.form, Form::Full | Form::Alias) && !goes_on && name.kind == MentionType::Person;
    let candidate = Candidate {
        span: words.span(at..end),
        kind: name.kind,
        form: if goes_on { Form::Compound } else { name.form },
        name: Folded::new(folded(words, at..end)),
        cluster: name.entity.clone(),
        stem_cluster: None,
        short: name.family.map(|family| Folded::new(fold_name(&family))),
        introduction: if introduces { persons::introduction(words, at, end) } else { None },
        entity: Some(name.entity),
        confidence: name.confidence,
    };
    Some((end, candidate))
}

fn candidate(words: &Words, at: usize, new: &NewName, names: &dyn Names) -> Candidate {
    // a middle name or initial hides a known name: `Donald J. Trump`
    let ends = [words.tokens[at], words.tokens[new.family]];
    let entity = (new.kind == MentionType::Person && new.family > at && new.family + 1 == new.family_end)
        .then(|| names.longest(&words.text, &ends, words.lang))
        .flatten()
        .filter(|name| name.tokens == 2 && name.kind == MentionType::Person)
        .map(|name| name.entity);
    let short = bare(folded(words, new.family..new.family_end));
    let name = if new.short { short.clone() } else { bare(folded(words, at..new.end)) };
    let of_name = |name: &str| Arc::from(cluster(name, new.kind));
    Candidate {
        span: words.span(at..new.end),
        kind: new.kind,
        form: if new.short { Form::Short } else { Form::Full },
        cluster: entity.clone().unwrap_or_else(|| of_name(&name)),
        stem_cluster: name.strip_suffix('s').filter(|_| entity.is_none()).map(of_name),
        entity,
        name: Folded::new(name),
        short: Some(Folded::new(short)),
        introduction: if new.short { None } else { persons::introduction(words, at, new.end) },
        confidence: new.confidence,
    }
}

fn bare(name: String) -> String {
    name.strip_suffix("'s").map(str::to_owned).unwrap_or(name)
}

/// Notes a capitalised word, and the run of hyphens that it begins, for the document pass.
fn loosen(words: &Words, at: usize, taken: usize, loose: &mut Vec<Loose>) {
    let lone_part = after_joint(words, at) && taken + 1 != at && !words.joins(at + 1);
    // `der Richter`, `Lange Zeit`: more likely the noun or adjective than the person of that name; but `Langes Plan`
    let adjective = words.lang == Lang::De
        && persons::starts_sentence(words, at)
        && words.is_capital(at + 1)
        && !words.glued(at + 1)
        && !words.raw(at).ends_with('s');
    let noun = persons::after_article(words, at) || adjective;
    if lone_part || noun {
        return;
    }
    if words.joins(at + 1) && !after_joint(words, at) {
        let mut end = at + 1;
        while words.joins(end) && words.is_word(end + 1) {
            end += 2;
        }
        loose.push(Loose { span: words.span(at..end), word: Folded::new(folded(words, at..end)), compound: false });
    }
    let word = Folded::new(folded(words, at..at + 1));
    loose.push(Loose { span: words.span(at..at + 1), word, compound: words.joins(at + 1) });
}

/// The tokens folded as names are, with blanks between and hyphens left out.
fn folded(words: &Words, tokens: std::ops::Range<usize>) -> String {
    let mut name = String::new();
    for at in tokens.filter(|&at| !words.joins(at)) {
        if !name.is_empty() {
            name.push(' ');
        }
        fold_name_into(words.raw(at), &mut name);
    }
    name
}

fn after_joint(words: &Words, at: usize) -> bool {
    at > 1 && words.joins(at - 1)
}

/// `x:` and FNV-1a in 64 bits of the name and the type: the same in every article and on every machine.
fn cluster(name: &str, kind: MentionType) -> String {
    let bytes = name.bytes().chain([b'/']).chain(kind.tag().bytes());
    let hash = bytes
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    format!("x:{hash:016x}")
}
