//! Who else has quoted this? From a quotation to all places that give the same words, whatever marks stand around them and
//! whatever was left out; the words under its hover. What are the same words is for [`crate::archive::said`].

use std::cmp::Reverse;
use std::sync::Arc;

use super::markup::Markup;
use super::mentioned::{Addresses, linked};
use super::{Cursor, Found, Place};
use crate::analysis::{Cancelled, Quote};
use crate::archive::{Entry, Key, run, said};
use crate::messages::text;
use crate::text::Span;

/// So many other articles are named, the newest.
const NAMED: usize = 3;

/// A place that quotes the same, and its article.
pub type Repeated = (Arc<Entry>, Span);

/// All places that give the words of a quotation, this one among them: this article's first, the others by date, then path.
/// None for words that are too few to tell.
pub fn repeated(cursor: &Cursor<'_>, quote: &Quote) -> Result<Vec<Repeated>, Cancelled> {
    let words = words(&quote.spans, &cursor.reading.article.text);
    let keys: Vec<Key<'_>> = said::fingerprints(&words).map(Key::Said).collect();
    let mut found = Vec::new();
    for article in cursor.articles_with(&keys, usize::MAX)?.iter().filter_map(Found::entry) {
        cursor.cancel.check()?;
        let Some(text) = cursor.desk.text(&article.path) else { continue };
        let same = article.said.iter().filter(|spans| said::repeats(&words, &self::words(spans, &text)));
        found.extend(same.map(|spans| (article.clone(), hull(spans))));
    }
    Ok(found)
}

/// The quotation under the cursor, and where the articles have the same words first. Nothing where no other article has
/// them.
pub fn first(cursor: &Cursor<'_>) -> Result<Option<(Span, Place)>, Cancelled> {
    let Some(quote) = cursor.quotation() else { return Ok(None) };
    let found = repeated(cursor, quote)?;
    let elsewhere = found.iter().any(|(article, _)| article.path != cursor.document.path);
    // of those that are of one day, this one stands before the others
    let first = found.iter().filter(|_| elsewhere).min_by_key(|(article, _)| run::day(article.date));
    Ok(first.map(|(article, span)| (quote.hull(), Place::new(article.path.clone(), *span))))
}

/// `Auch in 2 anderen Artikeln zitiert: …`, for the quotation under the cursor.
pub fn also_quoted(cursor: &Cursor<'_>, addresses: Addresses<'_>) -> Result<Option<(Span, Markup)>, Cancelled> {
    let Some(quote) = cursor.quotation() else { return Ok(None) };
    let mut others = repeated(cursor, quote)?;
    others.retain(|(article, _)| article.path != cursor.document.path);
    others.dedup_by(|(a, _), (b, _)| a.path == b.path);
    let key = match others.len() {
        0 => return Ok(None),
        1 => "quoted.elsewhere-one",
        count if count <= NAMED => "quoted.elsewhere-few",
        _ => "quoted.elsewhere-many",
    };
    let mut markup = Markup::default();
    markup.text(&text(cursor.desk.speaks, key, &[("count", &others.len().to_string())]));
    others.sort_by_key(|(article, _)| Reverse(article.date));
    for (article, span) in others.iter().take(NAMED) {
        linked(cursor.desk.speaks, article, Some(*span), addresses, markup.line());
    }
    Ok(Some((quote.hull(), markup)))
}

/// The words of a quotation; none of one whose article is not what it was.
fn words(spans: &[Span], text: &str) -> Vec<String> {
    said::words(spans.iter().filter_map(|span| text.get(span.start..span.end)))
}

fn hull(spans: &[Span]) -> Span {
    spans.iter().copied().reduce(Span::hull).unwrap_or_default()
}
