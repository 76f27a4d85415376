//! `second-hand-source`: `US-Offizielle laut New York Times`: somebody said it, and a medium told it.

use super::{About, Check, CheckContext, Finding, Severity, Stretches, pages};
use crate::analysis::paragraph::Paragraph;
use crate::analysis::sources::{Attribution, attributions};
use crate::kb::EntityType;
use crate::lang::Lang;
use crate::messages::text;
use crate::text::Span;

/// Who said it could be asked; the article knows only who told.
pub struct SecondHandSource;

impl Check for SecondHandSource {
    fn about(&self) -> &'static About {
        const ABOUT: About = About::off("second-hand-source", Severity::Hint, pages!("second-hand-source"));
        &ABOUT
    }

    fn run(&self, cx: &CheckContext<'_>, findings: &mut Vec<Finding>) {
        let is_medium = |id: &str| cx.kb.entity(id).is_some_and(|entity| entity.kind == EntityType::Medium);
        let mentions = cx.analysis.mentions.iter();
        let media = mentions.filter(|mention| mention.entity.as_deref().is_some_and(is_medium));
        let media = Stretches::of(media.map(|mention| mention.span));
        for medium in media.0.iter().filter(|medium| tells_of_others(**medium, &media, cx)) {
            let name = medium.of(&cx.article.text);
            let message = text(cx.messages, "check.second-hand-source", &[("medium", name)]);
            findings.push(self.finding(*medium, message.into()));
        }
    }
}

/// Whether a medium vouches for its sentence, and somebody else in that sentence speaks, no medium: `US-Offizielle laut`,
/// `berichtet unter Berufung auf`.
fn tells_of_others(medium: Span, media: &Stretches, cx: &CheckContext<'_>) -> bool {
    let Some((start, paragraph)) = cx.analysis.paragraph(medium.start) else { return false };
    let Paragraph { words, quotes, names, .. } = paragraph;
    let tokens = words.tokens_of(Span::new(medium.start - start, medium.end - start));
    if words.lang == Lang::En && words.lists.sayings.get(words.before(tokens.start, 1)).is_some() {
        // `told CBS`: the medium asked
        return false;
    }
    let by_medium = |found: &Attribution| found.tokens.start <= tokens.start && tokens.end <= found.tokens.end;
    let all = attributions(words, words.sentence(tokens.start), quotes, names);
    let (told, others): (Vec<_>, Vec<_>) = all.filter(Attribution::has_speaker).partition(by_medium);
    told.first().is_some_and(|told| {
        let beside = words.before(told.tokens.start, 1);
        let no_medium = |other: &Attribution| !media.touch(words.span(other.tokens.clone()).shift(start));
        others.iter().any(no_medium) || words.lists.sources.has(beside, "vague")
    })
}
