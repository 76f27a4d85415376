//! `name-variant`: one entity, two spellings in one article: `Kim Jong Un`, `Kim Jong-un`; or one that is not the house's.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::house_spelling::{House, Verdict};
use super::{About, Check, CheckContext, Finding, Related, Severity, Stretches, pages};
use crate::analysis::{Form, Mention, MentionType};
use crate::lang::folding::fold_name;
use crate::messages::text;
use crate::text::filler::seen;
use crate::text::{Span, ZoneKind};

/// So many spellings of one name are compared.
const SPELLINGS: usize = 16;

/// Two hands wrote it, or two agencies.
pub struct NameVariant;

impl Check for NameVariant {
    fn about(&self) -> &'static About {
        const ABOUT: About = About::on("name-variant", Severity::Information, pages!("name-variant"));
        &ABOUT
    }

    /// The spelling that the house has settled counts, else the one that came first; another one is told once.
    fn run(&self, cx: &CheckContext<'_>, findings: &mut Vec<Finding>) {
        let said = cx.said();
        let furniture = cx.article.zones.iter().filter(|zone| is_furniture(zone.kind));
        let furniture = Stretches::of(furniture.map(|zone| zone.span));
        let own = |mention: &&Mention| {
            matches!(mention.form, Form::Full | Form::Short | Form::Alias)
                && !said.touch(mention.span)
                && !furniture.touch(mention.span)
        };
        let house = House::of(cx);
        let mut spellings: FxHashMap<&str, Vec<(Span, Cow<'_, str>)>> = FxHashMap::default();
        for mention in cx.analysis.mentions.iter().filter(own) {
            let name = seen(mention.span.of(&cx.article.text));
            let known = spellings.entry(&mention.cluster).or_default();
            if known.len() == SPELLINGS || known.iter().any(|(_, other)| *other == name) {
                continue;
            }
            if let Some(verdict) = house.judges(&name, mention) {
                if let Verdict::Other { house, instead } = verdict {
                    let message = text(cx.messages, "check.name-variant-house", &[("name", &name), ("house", house)]);
                    let instead = instead.map(|instead| (mention.span, instead));
                    findings.push(Finding { instead, ..self.finding(mention.span, message.into()) });
                }
                known.push((mention.span, name));
                continue;
            }
            let variant = |(_, other): &&(Span, Cow<'_, str>)| is_variant(&name, other, mention.kind);
            let alike = |known: &&(Span, Cow<'_, str>)| variant(known) || is_spelled_as(&name, &known.1);
            if let Some((first, other)) = known.iter().find(alike).filter(variant) {
                let message = text(cx.messages, "check.name-variant", &[("name", &name), ("other", other)]);
                let related = vec![Related { file: None, span: *first, message: other.to_string().into() }];
                let same_words = words(&name).len() == words(other).len() && !name.contains(['\'', '’']);
                let instead = same_words.then(|| (mention.span, other.to_string()));
                findings.push(Finding { related, instead, ..self.finding(mention.span, message.into()) });
            }
            known.push((mention.span, name));
        }
    }
}

/// Zones that the medium or an agency has filled.
fn is_furniture(zone: ZoneKind) -> bool {
    use ZoneKind::{Agency, Boilerplate, Byline, Caption, Dateline, Duplicate, Kicker};
    matches!(zone, Agency | Boilerplate | Byline | Caption | Dateline | Duplicate | Kicker)
}

/// Whether two names of one entity are the same words, spelled in two ways. The shorter name may be the end of the
/// longer one: `Selenski`, `Wolodymyr Selenskyj`.
pub(super) fn is_variant(name: &str, other: &str, kind: MentionType) -> bool {
    let [name, other] = [name, other].map(|name| name.replace('’', "'"));
    let [a, b] = [&name, &other].map(|name| words(name));
    let [joined_a, joined_b] = [a.concat(), b.concat()];
    if fold_name(&joined_a) == fold_name(&joined_b) {
        // headlines shout names; only of organisations the case is a matter of spelling (`Nato`, `NATO`)
        let cased = joined_a.to_lowercase() == joined_b.to_lowercase();
        let shouted = [&joined_a, &joined_b].iter().any(|name| is_shouted(name));
        let case = joined_a != joined_b && (!cased || kind == MentionType::Organisation && !shouted);
        return case || a.len() != b.len() || is_hyphenated(&name) != is_hyphenated(&other);
    }
    let pairs = || a.iter().rev().zip(b.iter().rev());
    pairs().all(|(a, b)| is_case(a, b) || is_respelled(a, b)) && pairs().any(|(a, b)| !is_case(a, b))
}

/// Whether one of two names of one entity is the end of the other, as it is spelled there.
pub(super) fn is_spelled_as(name: &str, other: &str) -> bool {
    words(name).iter().rev().zip(words(other).iter().rev()).all(|(a, b)| is_case(a, b))
}

/// The words of a name, at blanks and hyphens, without the ending that an apostrophe sets off.
pub(super) fn words(name: &str) -> Vec<&str> {
    let name = ["'s", "'S", "'"].iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name);
    name.split(|c: char| c.is_whitespace() || is_hyphen(c)).filter(|word| !word.is_empty()).collect()
}

/// Longer words in capitals are no abbreviations.
fn is_shouted(word: &str) -> bool {
    const ABBREVIATION: usize = 5;
    word.chars().count() > ABBREVIATION && !word.contains(char::is_lowercase)
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‑' | '–')
}

fn is_hyphenated(name: &str) -> bool {
    name.contains(is_hyphen)
}

/// Whether one word is the other in another case: `Kims`, `Vereinten`.
fn is_case(a: &str, b: &str) -> bool {
    const ENDINGS: [&str; 8] = ["", "e", "en", "er", "es", "em", "n", "s"];
    let stem =
        a.char_indices().zip(b.chars()).find(|((_, a), b)| a != b).map_or(a.len().min(b.len()), |((at, _), _)| at);
    // `Grüne`, `Grüner`: the ending of the shorter one may belong to what both share
    let cut = |stem: usize| a.is_char_boundary(stem) && ENDINGS.contains(&&a[stem..]) && ENDINGS.contains(&&b[stem..]);
    cut(stem) || stem > 0 && cut(stem - 1)
}

/// Whether two words are one, heard and written in two ways: the consonants tell it, and the first letter.
/// `Selenskyj`, `Selenski`, `Zelensky`; `Kiew`, `Kyjiw`.
fn is_respelled(a: &str, b: &str) -> bool {
    /// Shorter words sound alike by chance.
    const LONG: usize = 4;
    let heard = |word: &str| word.chars().count() >= LONG && word.contains(char::is_lowercase);
    heard(a) && heard(b) && sounds(a) == sounds(b)
}

/// The consonants of a word, and a vowel at its head.
fn sounds(word: &str) -> String {
    let mut sounds = String::new();
    for (at, letter) in fold_name(word).chars().enumerate() {
        let sound = match letter {
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'j' | 'ä' | 'ö' | 'ü' | 'h' if at > 0 => continue,
            'w' => 'v',
            'z' => 's',
            'c' | 'q' => 'k',
            other => other,
        };
        if !sounds.ends_with(sound) {
            sounds.push(sound);
        }
    }
    sounds
}
