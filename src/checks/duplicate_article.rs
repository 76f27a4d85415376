//! `duplicate-article`: nearly the same text lies in the archive already.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{About, Check, CheckContext, Finding, Related, Severity, pages};
use crate::archive::{Entry, Key, keys};
use crate::messages::text;
use crate::text::ZoneKind;

/// The same article was stored twice, or an agency's text was taken in by two.
pub struct DuplicateArticle;

/// Nearly the same texts share so many of the eight fingerprints that stand for each.
const SHARED: usize = 6;

impl Check for DuplicateArticle {
    fn about(&self) -> &'static About {
        const ABOUT: About = About::off("duplicate-article", Severity::Hint, pages!("duplicate-article")).across();
        &ABOUT
    }

    fn run(&self, cx: &CheckContext<'_>, findings: &mut Vec<Finding>) {
        let mut shared: BTreeMap<_, (usize, Arc<Entry>)> = BTreeMap::new();
        for print in keys::sketch(cx.article.blocks.iter().map(|block| &**block.prose())) {
            for entry in cx.others(&[Key::Like(print)]) {
                shared.entry(entry.path.clone()).or_insert((0, entry)).0 += 1;
            }
        }
        let alike = shared.into_values().filter(|(count, _)| *count >= SHARED).map(|(_, entry)| Related {
            file: Some(entry.path.to_path_buf()),
            span: entry.title_place,
            message: entry.called().into(),
        });
        let related: Vec<Related> = alike.collect();
        if let Some(first) = related.first() {
            let message = text(cx.messages, "check.duplicate-article", &[("article", &first.message)]);
            let title = cx.article.zones.iter().find(|zone| zone.kind == ZoneKind::Title).map(|zone| zone.span);
            let place = title.or(cx.article.blocks.first().map(|block| block.span)).unwrap_or_default();
            findings.push(Finding { related, ..self.finding(place, message.into()) });
        }
    }
}
