//! `figure-conflict`: `340 Einbrüche` of last year here, `430` in another article.

use super::{About, Check, CheckContext, Finding, Related, Severity, Stretches, pages};
use crate::analysis::{Class, Figure, Status};
use crate::archive::{Claim, Entry};
use crate::lang::Lang;
use crate::messages::{forms, text};
use crate::text::PartialDate;

/// Two articles tell the same thing of the same day, and one of them is wrong.
pub struct FigureConflict;

/// So many figures of an article are compared: one with more is a table.
const COMPARED: usize = 500;

impl Check for FigureConflict {
    fn about(&self) -> &'static About {
        const ABOUT: About = About::on("figure-conflict", Severity::Information, pages!("figure-conflict")).across();
        &ABOUT
    }

    /// Told once for the same figure.
    fn run(&self, cx: &CheckContext<'_>, findings: &mut Vec<Finding>) {
        let (said, date) = (cx.said(), cx.analysis.date.map(|(date, _)| date));
        let own = |figure: &&Figure| figure.class == Class::Claim && !said.touch(figure.span);
        let figures: Vec<&Figure> = cx.analysis.figures.iter().filter(own).take(COMPARED).collect();
        let claims: Vec<Claim> = figures.iter().map(|figure| Claim::of(figure, cx.analysis)).collect();
        for (at, claim) in claims.iter().enumerate() {
            let Some(key) = claim.counted(date) else { continue };
            let told_before = claims[..at].iter().any(|before| before.measure == claim.measure);
            // with two of them nobody knows which is meant
            if told_before || claims.iter().any(|other| claim.contradicts(other)) {
                continue;
            }
            let others = cx.others(&[key]);
            let mut related: Vec<_> = others.filter_map(|entry| contradicted(cx, claim, date, &entry)).collect();
            related.sort_by(|a, b| a.0.file.cmp(&b.0.file));
            let Some((_, article, value)) = related.first() else { continue };
            let args = [("figure", &*cx.words_of(figures[at])), ("article", article), ("other", value)];
            let message = text(cx.messages, "check.figure-conflict", &args).into();
            let related = related.into_iter().map(|(related, ..)| related).collect();
            findings.push(Finding { related, ..self.finding(claim.span, message) });
        }
    }
}

/// Where another article contradicts a figure; with what that is called, and the value there.
fn contradicted(
    cx: &CheckContext<'_>,
    claim: &Claim,
    date: Option<PartialDate>,
    entry: &Entry,
) -> Option<(Related, String, String)> {
    let said = Stretches::of(entry.said.iter().flatten().copied());
    let same_day = |other: &Claim| claim.as_of(date) == other.as_of(entry.date) && is_settled(claim, date, entry.date);
    let mut same = entry.claims.iter().filter(|other| {
        !said.touch(other.span)
            && other.measure.counted_noun() == claim.measure.counted_noun()
            && same_day(other)
            && other.about.is_that_of(&claim.about)
    });
    let first = same.next().filter(|other| claim.contradicts(other) && !are_two_voices(claim, other))?;
    if same.any(|other| !claim.contradicts(other) || other.contradicts(first)) {
        return None;
    }
    let (file, article) = (Some(entry.path.to_path_buf()), entry.called());
    let related = Related { file, span: first.span, message: article.as_str().into() };
    Some((related, article, amount(cx.messages, first)))
}

/// What both tell must have been over when they told it, or they have told it on the same day: else the later one knew more.
fn is_settled(claim: &Claim, date: Option<PartialDate>, others_date: Option<PartialDate>) -> bool {
    let (Some(told), Some(date), Some(other)) = (claim.as_of(date), date, others_date) else { return false };
    let over = |date: PartialDate| told.last_day() < date.first_day();
    date == other && date.day.is_some() || over(date) && over(other)
}

/// Whether each is told by somebody, and not by the same: that they do not agree is news, and no slip.
fn are_two_voices(claim: &Claim, other: &Claim) -> bool {
    let vouched = |claim: &Claim| matches!(claim.status, Status::Sourced | Status::Carried);
    vouched(claim) && vouched(other) && !claim.about.shares_source(&other.about)
}

/// `340`, `300–350`
fn amount(lang: Lang, claim: &Claim) -> String {
    let values = [Some(claim.measure.value), claim.measure.high].into_iter().flatten();
    values.map(|value| forms::number(lang, value)).collect::<Vec<_>>().join("–")
}
