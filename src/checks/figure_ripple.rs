//! `figure-ripple`: `zwölf Tote` became `14 Tote`, and another article still has `zwölf`.

use std::sync::Arc;

use super::{About, Check, CheckContext, Finding, Related, Severity, pages};
use crate::analysis::{Class, Figure};
use crate::archive::{Claim, Entry};
use crate::desk::corrections::Correction;
use crate::messages::text;

/// A figure was corrected here and not there.
pub struct FigureRipple;

impl Check for FigureRipple {
    fn about(&self) -> &'static About {
        const ABOUT: About = About::on("figure-ripple", Severity::Hint, pages!("figure-ripple"));
        &ABOUT
    }

    /// Told once for each correction, where the new figure first stands. What contradicts it is told already.
    fn run(&self, cx: &CheckContext<'_>, findings: &mut Vec<Finding>) {
        let Some(document) = cx.desk.documents.get(cx.path) else { return };
        if document.corrections.is_empty() {
            return;
        }
        let figures = cx.analysis.figures.iter().filter(|figure| figure.class == Class::Claim);
        let claims: Vec<(&Figure, Claim)> = figures.map(|figure| (figure, Claim::of(figure, cx.analysis))).collect();
        for correction in document.corrections.iter() {
            let Some((now, _)) = claims.iter().find(|(_, claim)| replaces(claim, &correction.was)) else { continue };
            let told: Vec<&Related> = findings.iter().filter(|f| f.span == now.span).flat_map(|f| &f.related).collect();
            let mut related = unchanged(cx, correction);
            related.retain(|old| !told.iter().any(|told| (&told.file, told.span) == (&old.file, old.span)));
            if let Some(first) = related.first() {
                let args = [("figure", &*cx.words_of(now)), ("article", &*first.message)];
                let key = if related.len() == 1 { "check.figure-ripple" } else { "check.figure-ripple-many" };
                let count = related.len().to_string();
                let message = text(cx.messages, key, &[&args[..], &[("count", &count)]].concat());
                findings.push(Finding { related, ..self.finding(now.span, message.into()) });
            }
        }
    }
}

/// Whether another value stands in the place of a figure.
fn replaces(now: &Claim, was: &Claim) -> bool {
    now.stands_for(was) && !now.measure.agrees(&was.measure)
}

/// Where others give the old figure by now.
fn unchanged(cx: &CheckContext<'_>, correction: &Correction) -> Vec<Related> {
    let others = correction.elsewhere.iter().filter_map(|path| cx.desk.article(path, cx.cancel).ok().flatten());
    let place = |entry: Arc<Entry>| {
        let claim = entry.claims.iter().find(|claim| claim.repeats(&correction.was))?;
        Some(Related { file: Some(entry.path.to_path_buf()), span: claim.span, message: entry.called().into() })
    };
    others.filter_map(place).collect()
}
