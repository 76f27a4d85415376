//! What is this? A card for a name, a slip for a number; of a quotation, who else has it.

use std::collections::HashSet;
use std::path::Path;

use super::card::{Card, Limits, card};
use super::markup::Markup;
use super::mentioned::{Addresses, mentioned};
use super::trail::trail;
use super::{Cursor, Namesake, portrait, quoted, series, voucher};
use crate::analysis::{Cancelled, Class, Figure, Form, Mention, MentionType};
use crate::archive::{Introduction, Shelved, file_name};
use crate::desk::{Remark, Snapshot};
use crate::messages::text;
use crate::text::Span;

/// A hover is read in passing: `beleg kb show` tells the rest.
const LIMITS: Limits = Limits { offices: 3, facts: 5, aliases: 6 };

/// So many others of the same name are told.
const OTHERS: usize = 4;

/// So many functions that stand beside a name.
const ROLES: usize = 3;

/// What there is to say about a stretch of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    pub span: Span,
    pub text: Markup,
}

/// What there is to say about the place under the cursor; `addresses` makes the links to other articles.
pub fn hover(cursor: &Cursor<'_>, addresses: Addresses<'_>) -> Result<Option<Hover>, Cancelled> {
    if let Some(mention) = cursor.mention() {
        // With the quotation mark that the cursor may stand on.
        let span = mention.span.hull(Span::new(cursor.offset, cursor.offset));
        let mut text = of_mention(cursor, mention, addresses)?;
        trail(cursor, mention.span, &mut text);
        return Ok(Some(Hover { span, text }));
    }
    if let Some((span, mut text)) = of_number(cursor) {
        trail(cursor, span, &mut text);
        series::elsewhere(cursor, addresses, &mut text)?;
        return Ok(Some(Hover { span, text }));
    }
    if let Some((span, found)) = cursor.introduced_elsewhere()? {
        return Ok(Some(Hover { span, text: introduced(cursor, &found) }));
    }
    let quoted = quoted::also_quoted(cursor, addresses)?.map(|(span, mut text)| {
        trail(cursor, span, &mut text);
        (span, text)
    });
    Ok(quoted.or_else(|| remarked(cursor)).map(|(span, text)| Hover { span, text }))
}

/// What was decided about words that are nothing else.
fn remarked(cursor: &Cursor<'_>) -> Option<(Span, Markup)> {
    let places = cursor.reading.trail.iter().filter(|remark| remark.is_local()).filter_map(Remark::place);
    let span = places.filter(|place| place.touches(cursor.offset)).min_by_key(|place| place.len())?;
    let mut text = Markup::default();
    trail(cursor, span, &mut text);
    Some((span, text))
}

/// The slip of a claim; of a time expression, the date that it means; of other numbers, why nobody must vouch for them.
fn of_number(cursor: &Cursor<'_>) -> Option<(Span, Markup)> {
    let figure = cursor.figure();
    let claim = figure.filter(|figure| figure.class == Class::Claim);
    let of_figure = |figure: &Figure| (figure.span, voucher::of_figure(cursor, figure));
    claim
        .map(of_figure)
        .or_else(|| cursor.time().and_then(|time| Some((time.span, voucher::of_time(cursor, time)?))))
        .or_else(|| figure.map(of_figure))
}

/// The card of whom the name names; for somebody no page knows, what the articles say when they introduce them.
fn of_mention(cursor: &Cursor<'_>, mention: &Mention, addresses: Addresses<'_>) -> Result<Markup, Cancelled> {
    let (kb, speaks) = (&cursor.desk.kb, cursor.desk.speaks);
    let date = cursor.reading.analysis.date.map(|(date, _)| date);
    let Some(card) = mention.entity.as_ref().and_then(|id| card(kb, id, date, speaks, LIMITS)) else {
        let mut markup = of_introduction(cursor, mention)?;
        mentioned(cursor, mention, addresses, &mut markup)?;
        // a known name of a person is nobody's only where nothing tells of whom
        if mention.kind == MentionType::Person {
            portrait::others(&others(cursor, mention, ""), &mut markup, speaks);
        }
        return Ok(markup);
    };
    let mut markup = Markup::default();
    portrait::upper(&card, &mut markup);
    portrait::note(&card, &mut markup, speaks);
    mentioned(cursor, mention, addresses, &mut markup)?;
    portrait::lower(&card, &mut markup, speaks);
    portrait::others(&others(cursor, mention, &card.id), &mut markup, speaks);
    Ok(markup)
}

/// Whom else the name may mean. A short name, or a function, means whom the article has named in full.
fn others(cursor: &Cursor<'_>, mention: &Mention, id: &str) -> Vec<Card> {
    let Snapshot { kb, speaks, .. } = cursor.desk;
    let mentions = &cursor.reading.analysis.mentions;
    let same = |other: &&Mention| other.form == Form::Full && other.cluster == mention.cluster;
    let named =
        mentions.iter().find(same).filter(|_| matches!(mention.form, Form::Short | Form::Role)).unwrap_or(mention);
    let found = kb.named(named.span.of(&cursor.reading.article.text)).into_iter();
    let others = found.filter(|entity| *entity.id != *id).take(OTHERS);
    others.filter_map(|entity| card(kb, &entity.id, None, *speaks, Limits::NAME)).collect()
}

fn of_introduction(cursor: &Cursor<'_>, mention: &Mention) -> Result<Markup, Cancelled> {
    let found = cursor.introductions(mention)?;
    let same = || cursor.reading.analysis.mentions.iter().filter(|other| other.cluster == mention.cluster);
    let mut markup = introduced(cursor, &found);
    if found.is_empty() {
        let name = same().find(|other| other.form != Form::Role).unwrap_or(mention);
        markup.strong(name.span.of(&cursor.reading.article.text));
    }
    let roles = same().filter_map(|other| Some(other.role?.of(&cursor.reading.article.text)));
    let mut roles: Vec<&str> = roles.filter(|role| !found.iter().any(|(_, it)| it.line.contains(role))).collect();
    roles.dedup();
    if !roles.is_empty() {
        roles.truncate(ROLES);
        markup.line().text(&text(cursor.desk.speaks, "card.role", &[("role", &roles.join(", "))]));
    }
    Ok(markup)
}

/// What the articles say of somebody when they introduce them; of namesakes, each once.
fn introduced(cursor: &Cursor<'_>, found: &[Namesake]) -> Markup {
    let mut seen = HashSet::new();
    let each = found.iter().filter(|(_, introduction)| seen.insert(introduction.number));
    let mut markup = Markup::default();
    for (at, (path, introduction)) in each.take(1 + OTHERS).enumerate() {
        match at {
            0 => {}
            1 => _ = markup.paragraph().text(&text(cursor.desk.speaks, "card.possible", &[])).line(),
            _ => _ = markup.line(),
        }
        words(cursor, path, introduction, &mut markup);
    }
    markup
}

/// The words of an introduction, with the name of its article where that is another.
fn words(cursor: &Cursor<'_>, path: &Path, introduction: &Introduction, markup: &mut Markup) {
    markup.strong(&introduction.line);
    if *path != *cursor.document.path {
        let article = cursor.desk.archive.find(path).and_then(Shelved::without_names);
        markup.line().emphasis(&article.map_or_else(|| file_name(path), |article| article.called()));
    }
}
