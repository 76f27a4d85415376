//! Which name is being written? From the capitalised words before the cursor to the names that begin so: those of the
//! article first, as it spells them, then those of the knowledge base. A name that stands there in full is left alone, so
//! that nothing is offered to whoever just goes on.

use std::collections::HashSet;
use std::sync::Arc;

use super::{Completion, Name};
use crate::analysis::{Form, Mention};
use crate::features::{Cursor, in_address};
use crate::kb::Entity;
use crate::lang::folding::{fold_name, is_capitalised};
use crate::messages::{harmless, text};
use crate::text::Span;

/// With fewer letters too much begins so.
const LETTERS: usize = 3;
/// So many words of a name are looked back for.
const WORDS: usize = 3;
/// So many names of the knowledge base are offered.
const NAMES: usize = 50;

/// The names that begin like the words before the cursor: like several of them, else like the last.
pub fn completion(cursor: &Cursor<'_>) -> Option<Completion> {
    let article = &cursor.reading.article;
    let block = article.blocks.iter().find(|block| block.span.touches(cursor.offset))?;
    let (before, after) = block.prose().split_at_checked(cursor.offset - block.span.start)?;
    if after.starts_with(is_inside) {
        return None;
    }
    beginnings(before).into_iter().rev().find_map(|start| {
        let written = &before[start..];
        let names = names(cursor, written);
        let span = Span::new(block.span.start + start, cursor.offset);
        (!names.is_empty()).then_some(Completion { written: written.to_owned(), span, names })
    })
}

/// Where the name may begin whose last word is being written, the nearest place first.
fn beginnings(before: &str) -> Vec<usize> {
    let mut starts: Vec<usize> = Vec::new();
    let mut rest = before;
    while starts.len() < WORDS {
        let start = rest.trim_end_matches(is_inside).len();
        if !is_capitalised(&rest[start..]) {
            break;
        }
        starts.push(start);
        let Some(further) = rest[..start].strip_suffix([' ', '\u{a0}']) else { break };
        rest = further;
    }
    let in_address = starts.first().is_some_and(|&last| in_address(&before[..last], ""));
    let letters = |start: usize| before[start..].chars().filter(|c| c.is_alphanumeric()).count();
    starts.retain(|&start| !in_address && letters(start) >= LETTERS);
    starts
}

/// What stands inside a word of a name.
fn is_inside(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '\'' | '’' | '\u{300}'..='\u{36f}')
}

/// The names that begin so; none, if this is one already.
fn names(cursor: &Cursor<'_>, written: &str) -> Vec<Name> {
    let (kb, lang) = (&cursor.desk.kb, cursor.reading.analysis.lang.0);
    let start = fold_name(written);
    let mut seen = HashSet::new();
    let mut names = Vec::new();
    for mention in named_in_full(cursor) {
        let entity = mention.entity.as_deref().and_then(|id| kb.entity(id));
        seen.extend(mention.entity.clone());
        let name = mention.span.of(&cursor.reading.article.text).split_whitespace().collect::<Vec<_>>().join(" ");
        let short = match &entity {
            Some(entity) => entity.family().map(|family| family.to_string()),
            None => mention.short.map(|short| short.of(&cursor.reading.article.text).to_owned()),
        };
        let detail = entity.map_or_else(|| introduction(cursor, mention), |entity| described(cursor, &entity));
        let own = [Some(name), short].into_iter().flatten().filter(|name| fold_name(name).starts_with(&start));
        names.extend(own.map(|text| Name { text: harmless(&text), detail: detail.clone() }));
    }
    // What a page adds in brackets to tell two apart, nobody writes.
    let fits = |(entity, name): &(Arc<Entity>, String)| !seen.contains(&entity.id) && !name.contains('(');
    let known = kb.names_beginning(written, lang, NAMES).into_iter().filter(fits);
    names.extend(known.map(|(entity, name)| Name { text: harmless(&name), detail: described(cursor, &entity) }));
    if names.iter().any(|name| fold_name(&name.text) == start) {
        names.clear();
    }
    names
}

/// The mentions that name somebody in full, one for each; of several the shortest, which has no case ending.
fn named_in_full<'c>(cursor: &'c Cursor<'_>) -> Vec<&'c Mention> {
    let mut found: Vec<&Mention> = Vec::new();
    for mention in &cursor.reading.analysis.mentions {
        if mention.form != Form::Full || mention.span.touches(cursor.offset) {
            continue;
        }
        match found.iter_mut().find(|known| known.cluster == mention.cluster) {
            Some(known) if mention.span.len() < known.span.len() => *known = mention,
            Some(_) => {}
            None => found.push(mention),
        }
    }
    found
}

/// What the article says when it introduces somebody.
fn introduction(cursor: &Cursor<'_>, mention: &Mention) -> String {
    let words = mention.introduction.filter(|words| *words != mention.span);
    words.map_or(String::new(), |words| harmless(words.of(&cursor.reading.article.text)))
}

/// `Person, russischer Politiker`
fn described(cursor: &Cursor<'_>, entity: &Entity) -> String {
    let speaks = cursor.desk.speaks;
    let kind = text(speaks, &format!("types.{}", entity.kind.tag()), &[]);
    let description = harmless(entity.description.get(speaks));
    if description.is_empty() { kind } else { format!("{kind}, {description}") }
}
