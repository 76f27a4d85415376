//! What the words of one block tell by themselves: whether they are a caption, a byline, a list item, which sentences
//! stand in them. Kept by content from one version of an article to the next; what stands around a block is for
//! [`super::zones`].

use std::hash::{Hash, Hasher};
use std::sync::{Arc, LazyLock};

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use rustc_hash::FxHasher;

use super::kept::{Kept, hash};
use super::{Format, Span, Zone, ZoneKind, plain};
use crate::lang::Lang;
use crate::lang::folding::fold_name;
use crate::lang::lists::{Lists, fold};
use crate::lang::people::People;

/// Longest heading or title, in characters: newsroom systems allow about this much.
const HEADING: usize = 160;
/// Longest caption or consent box, in characters.
const CAPTION: usize = 400;
/// How many words a sentence must have to count as a repeated one.
const REPEAT: usize = 8;
/// The place of a dateline has so many bytes at most.
const PLACE: usize = 48;

/// The words of a block, and what they tell. Spans count bytes from its start.
#[derive(Debug)]
pub struct Passage {
    pub prose: Arc<str>,
    /// The zone that they make, wherever they stand.
    pub kind: Option<ZoneKind>,
    /// Short and no sentence: a heading, if prose follows.
    pub heads: bool,
    /// Longer than any heading.
    pub long: bool,
    /// A dateline and an agency code inside.
    pub inside: Vec<Zone>,
    /// The sentences that count when they stand twice, with a hash of their words.
    pub sentences: Vec<(Span, u64)>,
}

impl Passage {
    fn read(prose: &str, format: Format) -> Self {
        let text = prose.trim();
        Self {
            prose: prose.into(),
            kind: own_kind(prose, format),
            heads: text.chars().count() <= HEADING && !ends_sentence(text) && !text.ends_with(':'),
            long: prose.chars().count() > HEADING,
            inside: inside(prose),
            sentences: sentences(prose).filter_map(|span| Some((span, repeatable(span.of(prose))?))).collect(),
        }
    }
}

/// Passages by their words and format.
pub type Passages = Kept<Passage>;

/// The passage with these words: from `before` where they stood there, else read anew.
pub fn passage(prose: &str, format: Format, before: Option<&Passages>, kept: &mut Passages) -> Arc<Passage> {
    let key = hash((prose, format));
    kept.take(key, before, |known| *known.prose == *prose, || Passage::read(prose, format))
}

/// The zone that the words make, whatever stands around them.
fn own_kind(prose: &str, format: Format) -> Option<ZoneKind> {
    let text = prose.trim();
    let lists = [Lists::of(Lang::De), Lists::of(Lang::En)];
    let short = text.chars().count() <= HEADING;
    let box_sized = text.chars().count() <= CAPTION;
    // what is longer is none of these
    let folded = if box_sized { fold(text) } else { String::new() };
    let words = || folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let marks = |kind: &'static str| lists.iter().any(|l| l.head.longest(words()).is_some_and(|(_, k)| k == kind));
    if box_sized && is_boilerplate(&folded) || is_code(text) {
        return Some(ZoneKind::Boilerplate);
    }
    if box_sized && credit(text).is_some() {
        return Some(ZoneKind::Caption);
    }
    if short && words().count() <= 2 && marks("kicker") {
        return Some(ZoneKind::Kicker);
    }
    if short
        && !ends_sentence(text)
        && (marks("byline") && names_only(text, 1) || text.contains(" / ") && names_only(text, 0) || is_author(text))
    {
        return Some(ZoneKind::Byline);
    }
    if format == Format::Plain && list_mark(text).is_some() {
        return Some(ZoneKind::ListItem);
    }
    None
}

/// Whether a phrase of boilerplate stands in a block. One of a single word must be the whole block: `Anzeige` alone is
/// furniture, in a sentence it is a word.
fn is_boilerplate(folded: &str) -> bool {
    static PHRASES: LazyLock<(AhoCorasick, Vec<&str>)> = LazyLock::new(|| {
        let all = [Lang::De, Lang::En].into_iter().flat_map(|lang| &Lists::of(lang).boilerplate).map(String::as_str);
        let (phrases, words): (Vec<_>, Vec<_>) = all.partition(|phrase| phrase.contains(' '));
        // each short block is looked through
        let phrases = AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(phrases);
        (phrases.expect("a few short phrases"), words)
    });
    let (phrases, words) = &*PHRASES;
    phrases.is_match(folded) || words.contains(&folded.trim_matches(|c: char| !c.is_alphanumeric()))
}

/// An agency's or a system's own code: one word of letters, digits and hyphens (`abc-de-58`).
fn is_code(text: &str) -> bool {
    !text.contains(char::is_whitespace)
        && text.contains('-')
        && text.chars().any(|c| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// Where a photo credit begins in a caption: `Bild: …`, `Foto: …`, `© …`, at the end of its text.
fn credit(text: &str) -> Option<usize> {
    let tail = text.rfind('©').or_else(|| {
        let colon = text.rmatch_indices(':').find(|(at, _)| text[at + 1..].starts_with(' '))?.0;
        let word = text[..colon].rsplit(|c: char| !c.is_alphanumeric()).next()?;
        let known = [Lang::De, Lang::En].iter().any(|l| Lists::of(*l).head.has(&fold(word), "credit"));
        known.then(|| colon - word.len())
    })?;
    (text[tail..].chars().count() <= 90).then_some(tail)
}

/// Whether every word behind the first `skip` is capitalised or a small joining word: a line of names.
fn names_only(text: &str, skip: usize) -> bool {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || ",:/&".contains(c)).filter(|w| !w.is_empty()).skip(skip).collect();
    let joins = |w: &str| matches!(w, "und" | "and" | "von" | "van" | "de" | "in" | "the" | "Der" | "der");
    (1..=12).contains(&words.len())
        && words.iter().all(|w| joins(w) || w.chars().next().is_some_and(|c| !c.is_lowercase() && !c.is_ascii_digit()))
}

/// A person's name and nothing else: `Käthe Muster`.
fn is_author(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let first = words.next().map(fold_name).unwrap_or_default();
    let given = [Lang::De, Lang::En].iter().any(|lang| People::of(*lang).given(&first) == Some(false));
    given && (1..=2).contains(&words.count()) && names_only(text, 0)
}

fn ends_sentence(text: &str) -> bool {
    let text = agency(text).map_or(text, |code| text[..code].trim_end());
    let bare = text.trim_end_matches(['“', '”', '"', '»', '«', '’', ')']);
    bare.ends_with(['.', '!', '…']) || bare.len() < text.len() && bare.ends_with('?')
}

/// Length of the list mark at the start of a line: `- `, `• `, `1. `, `2) `.
fn list_mark(text: &str) -> Option<usize> {
    let rest = text.trim_start_matches(['-', '–', '•', '*', '·', '▪', '‣']);
    let bullet = text.len() - rest.len();
    if bullet > 0 && bullet <= 3 && rest.starts_with([' ', '\t', '\u{a0}']) {
        return Some(bullet);
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mark = text[digits..].starts_with(['.', ')']) && text[digits + 1..].starts_with([' ', '\t']);
    // `12. September` opens a sentence, `1. Die Bank …` a list: its noun phrase begins with a capital, too, so only
    // small numbers count, and what follows must be long enough to be an item.
    ((1..=2).contains(&digits) && mark && !is_month(&text[digits + 1..])).then_some(digits + 1)
}

fn is_month(rest: &str) -> bool {
    let word = fold(rest.split_whitespace().next().unwrap_or_default().trim_end_matches(['.', ',']));
    Lists::of(Lang::De).times.get(&word).is_some_and(|(kind, _)| kind == "month")
        || Lists::of(Lang::De).ordinal_nouns.get(&word).is_some()
}

/// A dateline at the start, an agency code at the end.
fn inside(prose: &str) -> Vec<Zone> {
    let text = prose.trim_end();
    let dateline = dateline(text).map(|end| Zone { span: Span::new(0, end), kind: ZoneKind::Dateline });
    let agency = agency(text).map(|start| Zone { span: Span::new(start, text.len()), kind: ZoneKind::Agency });
    dateline.into_iter().chain(agency).collect()
}

/// `Moskau –`, `Wien/Graz (APA) -`, `BERLIN.`: up to three capitalised words before a dash.
fn dateline(text: &str) -> Option<usize> {
    let start = &text[..(0..=text.len().min(PLACE + 5)).rev().find(|at| text.is_char_boundary(*at))?];
    let stands_alone =
        |(at, dash): &(usize, &str)| start[..*at].ends_with(' ') && start[at + dash.len()..].starts_with(' ');
    let (at, dash) = start.match_indices(['–', '—', '-']).find(stands_alone)?;
    let place = &text[..at - 1];
    let words: Vec<&str> = place.split([' ', '/']).collect();
    let capital = |w: &&str| w.trim_start_matches('(').chars().next().is_some_and(char::is_uppercase);
    (words.len() <= 4 && place.len() <= PLACE && words.iter().all(capital)).then_some(at + dash.len() + 1)
}

/// `(chd/dpa)`: at the very end, lower-case or capital codes between slashes, no spaces.
fn agency(text: &str) -> Option<usize> {
    let inner = text.strip_suffix(')')?;
    let start = inner.rfind('(')?;
    let code = &inner[start + 1..];
    let letters = code.chars().all(|c| c.is_alphabetic() || matches!(c, '/' | ',' | '-' | ' '));
    let codes = || code.split(['/', ',']).map(str::trim);
    let known = codes().all(|c| {
        (2..=10).contains(&c.chars().count())
            && (c.chars().all(char::is_lowercase) || c.chars().all(|c| c.is_uppercase() || c == '-'))
    });
    (letters && known).then_some(start)
}

/// Cut at `. `, `! `, `? `, `: `: enough to find repeats; the analysis has the real sentences.
fn sentences(prose: &str) -> impl Iterator<Item = Span> + '_ {
    let mut from = 0;
    memchr::memchr2_iter(b' ', b'\n', prose.as_bytes())
        // most words end in a letter, which their last byte tells
        .filter(|&at| at > 0 && !prose.as_bytes()[at - 1].is_ascii_alphanumeric())
        .filter(|&at| prose[..at].ends_with(['.', '!', '?', ':', '“', '»']))
        .chain([prose.len()])
        .map(move |end| plain::trim(prose, Span::new(std::mem::replace(&mut from, end), end)))
}

/// A hash of the words of a sentence; `None` if it has too few of them to count.
fn repeatable(sentence: &str) -> Option<u64> {
    let mut hasher = FxHasher::default();
    let words = sentence.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let count = words.inspect(|word| word.hash(&mut hasher)).count();
    (count >= REPEAT).then(|| hasher.finish())
}
