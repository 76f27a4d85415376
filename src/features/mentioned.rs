//! How often does the article name this, and which others do? Counted by cluster, in the archive and the open documents;
//! the words under a hover, and where they lead. Of somebody whom no page knows it tells, too, as what each article
//! introduces them. No place is listed here: that is for [`super::references`].

use std::path::Path;

use super::Cursor;
use super::markup::Markup;
use crate::analysis::{Cancelled, Mention};
use crate::archive::{Entry, Key};
use crate::desk::Found;
use crate::desk::found::in_order;
use crate::lang::Lang;
use crate::messages::{forms, text};
use crate::text::{Encoding, Span};

/// So many other articles are named, the newest.
const NAMED: usize = 3;

/// So many are read to see whether they name it at all; among more, one too many does not count.
const READ: usize = 100;

/// Gives the address of an article, if it has one that an editor can open.
pub type Addresses<'a> = &'a dyn Fn(&Path) -> Option<String>;

/// `3-mal in diesem Artikel, auch in 2 anderen: …`; nothing where this is the only place.
pub fn mentioned(
    cursor: &Cursor<'_>,
    mention: &Mention,
    addresses: Addresses<'_>,
    markup: &mut Markup,
) -> Result<(), Cancelled> {
    let cluster = &*mention.cluster;
    let speaks = cursor.desk.speaks;
    let own = &cursor.document.path;
    let mut others = cursor.desk.found(&[Key::Cluster(cluster)], cursor.cancel)?;
    others.retain(|article| !article.is(own));
    if others.len() <= READ {
        // another name may have the same key
        others.retain(|article| article.about(cluster).is_some());
    }
    let count = others.len();
    let here = cursor.reading.analysis.mentions.iter().filter(|mention| *mention.cluster == *cluster).count();
    if here <= 1 && count == 0 {
        return Ok(());
    }
    let key = if here == 1 { "mentioned.here-one" } else { "mentioned.here-many" };
    markup.paragraph().text(&text(speaks, key, &[("count", &here.to_string())]));
    let key = match count {
        0 => return Ok(()),
        1 => "mentioned.elsewhere-one",
        count if count <= NAMED => "mentioned.elsewhere-few",
        _ => "mentioned.elsewhere-many",
    };
    markup.text(&text(speaks, key, &[("count", &count.to_string())]));
    in_order(&mut others, 2 * NAMED, Found::newest_first);
    for entry in others.iter().filter_map(|article| article.about(cluster)).take(NAMED) {
        let first = entry.mentions_of(cluster).first().copied();
        linked(speaks, &entry, first, addresses, markup.line());
        if let Some(role) = role(&entry, cluster).filter(|_| mention.entity.is_none()) {
            markup.text(": ").text(&role);
        }
    }
    Ok(())
}

/// `[Title](file:///…#L12) (13. September 2023)`: an article, at the line of a place in it.
pub fn linked(lang: Lang, entry: &Entry, place: Option<Span>, addresses: Addresses<'_>, markup: &mut Markup) {
    let address = addresses(&entry.path).map(|address| match place {
        // What editors follow to a line.
        Some(place) => format!("{address}#L{}", entry.ruler.position(place.start, Encoding::Utf8).line + 1),
        None => address,
    });
    markup.link(&entry.called(), &address.unwrap_or_default());
    if let Some(date) = entry.date {
        markup.text(&format!(" ({})", forms::date(lang, date.year, date.month, date.day)));
    }
}

/// What an article says of somebody, as it says it: two articles may disagree.
fn role(entry: &Entry, cluster: &str) -> Option<String> {
    let mut roles = entry.introductions_of(cluster).filter(|introduction| !introduction.role().is_empty());
    let first = roles.next()?;
    let told = if first.in_caption { roles.find(|other| !other.in_caption).unwrap_or(first) } else { first };
    Some(told.role())
}
