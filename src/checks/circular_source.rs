//! `circular-source`: all that an article rests on is another one, which rests on nothing but this.

use std::path::Path;
use std::sync::Arc;

use super::{About, Check, CheckContext, Finding, Related, Severity, pages};
use crate::archive::cited::is_outlet;
use crate::archive::{Cited, Entry, Key};
use crate::desk::links::{Around, Target};
use crate::messages::text;

/// Each vouches for the other, and nobody for both.
pub struct CircularSource;

/// A circle of more articles is not followed.
const LONGEST: usize = 8;
/// So many figures of an article are compared: one with more is a table.
const COMPARED: usize = 500;

impl Check for CircularSource {
    fn about(&self) -> &'static About {
        const ABOUT: About = About::off("circular-source", Severity::Information, pages!("circular-source")).across();
        &ABOUT
    }

    /// Told once, where the article first cites the other.
    fn run(&self, cx: &CheckContext<'_>, findings: &mut Vec<Finding>) {
        let own = cx.own_entry();
        let circle = circle(cx, &own).unwrap_or_default();
        let related: Vec<Related> = circle
            .iter()
            .filter_map(|entry| {
                let span = entry.citations.first()?.span;
                Some(Related { file: Some(entry.path.to_path_buf()), span, message: entry.called().into() })
            })
            .collect();
        let ([first, others @ ..], [citation, ..]) = (&related[..], &own.citations[..]) else { return };
        let through = others.iter().map(|other| &*other.message).collect::<Vec<_>>().join(", ");
        let key = if others.is_empty() { "check.circular-source" } else { "check.circular-source-through" };
        let message = text(cx.messages, key, &[("article", &first.message), ("through", &through)]);
        findings.push(Finding { related, ..self.finding(citation.span, message.into()) });
    }
}

/// The articles that one leads through, each the only source of the one before, until the last has it as its own.
fn circle(cx: &CheckContext<'_>, own: &Entry) -> Option<Vec<Arc<Entry>>> {
    let mut circle: Vec<Arc<Entry>> = Vec::new();
    while circle.len() < LONGEST {
        let last = circle.last().map_or(own, |last| last);
        let next = only_source(cx, last)?;
        if next == own.path {
            return Some(circle);
        }
        circle.push(cx.desk.article(&next, cx.cancel).ok()??);
    }
    None
}

/// The one article to which all leads that an article cites.
fn only_source(cx: &CheckContext<'_>, entry: &Entry) -> Option<Arc<Path>> {
    let around = Around::new(cx.desk, &entry.path, entry.title.as_deref());
    let mut sources = entry.citations.iter().map(|citation| match &citation.of {
        Cited::Link(to) => match around.find(to) {
            Target::File(path, _) => Some(path.into()),
            _ => None,
        },
        Cited::Name(name) => published(cx, entry, name),
    });
    let first = sources.next()??;
    sources.all(|source| source.as_ref() == Some(&first)).then_some(first)
}

/// The one article of an outlet that gives a figure of this one.
fn published(cx: &CheckContext<'_>, entry: &Entry, outlet: &str) -> Option<Arc<Path>> {
    let claims = &entry.claims[..entry.claims.len().min(COMPARED)];
    let keys: Vec<Key<'_>> = claims.iter().flat_map(|claim| claim.measure.keys_around()).collect();
    let repeats =
        |other: &Entry| other.claims.iter().take(COMPARED).any(|claim| claims.iter().any(|own| own.repeats(claim)));
    let found = cx.desk.articles_with(&keys, cx.cancel).ok()?;
    let of_outlet = |other: &&Arc<Entry>| other.outlet.as_deref().is_some_and(|own| is_outlet(outlet, own));
    let mut found = found.iter().filter(of_outlet).filter(|other| other.path != entry.path && repeats(other));
    let first = found.next()?;
    found.next().is_none().then(|| first.path.clone())
}
