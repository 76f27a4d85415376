//! `place-conflict`: `Wittenfeld (Kanton Bern)` here, `Wittenfeld im Kanton Zürich` in another article.

use std::sync::Arc;

use super::{About, Check, CheckContext, Finding, Related, Severity, pages};
use crate::analysis::{MentionType, regions};
use crate::archive::{Entry, Key, Located};
use crate::kb::{Entity, EntityType, Kb};
use crate::lang::Lang;
use crate::lang::folding::fold_name;
use crate::lang::lists::Lists;
use crate::messages::text;

/// One of the two is wrong, or there are two places of one name and readers should know.
pub struct PlaceConflict;

/// So many places of an article are compared: one with more is a list.
const COMPARED: usize = 200;

impl Check for PlaceConflict {
    fn about(&self) -> &'static About {
        const ABOUT: About = About::off("place-conflict", Severity::Hint, pages!("place-conflict")).across();
        &ABOUT
    }

    /// Told once for each place.
    fn run(&self, cx: &CheckContext<'_>, findings: &mut Vec<Finding>) {
        let entry = cx.own_entry();
        let all = &entry.located[..entry.located.len().min(COMPARED)];
        let lang = cx.analysis.lang.0;
        for (at, first) in all.iter().enumerate() {
            let key = first.key();
            let same = |other: &&Located| other.key() == key;
            if all[..at].iter().any(|before| same(&before)) {
                continue;
            }
            let Some(judge) = Judge::of(cx, &first.place) else { continue };
            let own = judge.name(first, lang);
            let mut others = all[at + 1..].iter().filter(same);
            if let Some(other) = others.find(|other| judge.conflict((first, lang), (*other, lang))) {
                let paragraph = |located: &Located| cx.analysis.paragraph(located.span.start).map(|(start, _)| start);
                // who names both side by side tells them apart
                if paragraph(first) != paragraph(other) {
                    let region = judge.name(other, lang);
                    let args = [("place", &*other.place), ("region", region.as_str()), ("other", own.as_str())];
                    let message = text(cx.messages, "check.place-conflict-here", &args).into();
                    let related = vec![Related { file: None, span: first.span, message: own.into() }];
                    findings.push(Finding { related, ..self.finding(other.span, message) });
                }
                continue;
            }
            let others = cx.others(&[Key::Located(&key)]);
            let mut related: Vec<_> = others.filter_map(|entry| judge.contradicted((first, lang), &entry)).collect();
            related.sort_by(|a, b| a.0.file.cmp(&b.0.file));
            let Some((other, region)) = related.first() else { continue };
            let args = [
                ("place", &*first.place),
                ("region", own.as_str()),
                ("article", &*other.message),
                ("other", region.as_str()),
            ];
            let message = text(cx.messages, "check.place-conflict", &args).into();
            let related = related.into_iter().map(|(related, _)| related).collect();
            findings.push(Finding { related, ..self.finding(first.span, message) });
        }
    }
}

/// Tells whether one place can lie in two regions, by what is known of these.
struct Judge<'a> {
    kb: &'a Kb,
    messages: Lang,
    /// The state in which the place is known to lie.
    state: Option<String>,
}

/// A region, as far as it is known.
struct Region {
    entity: Option<Arc<Entity>>,
    /// What a noun beside it tells: `canton`.
    kind: Option<&'static str>,
    /// Folded, without that noun.
    name: String,
}

impl Region {
    /// The state to which it belongs, or which it is.
    fn state(&self) -> Option<&str> {
        let entity = self.entity.as_ref()?;
        if entity.kind == EntityType::State { Some(&entity.id) } else { entity.country.as_deref() }
    }

    fn is_state(&self) -> bool {
        self.entity.as_ref().is_some_and(|entity| entity.kind == EntityType::State)
    }

    fn is(&self, other: &Self) -> bool {
        match (&self.entity, &other.entity) {
            (Some(own), Some(other)) => own.id == other.id,
            _ => self.name == other.name,
        }
    }
}

impl<'a> Judge<'a> {
    /// For a place; none where several are known by its name, or a state: `Rumänien (Kreis Arad)`.
    fn of(cx: &CheckContext<'a>, place: &str) -> Option<Self> {
        let mut known = cx.kb.named(place);
        known.retain(|entity| entity.kind.mention() == MentionType::Place);
        let state = known.first().and_then(|place| place.country.clone());
        let is_town = |place: &Arc<Entity>| !matches!(place.kind, EntityType::State | EntityType::Region);
        (known.len() < 2 && known.iter().all(is_town)).then_some(Self { kb: cx.kb, messages: cx.messages, state })
    }

    /// Whether no place lies in both regions.
    fn conflict(&self, (own, lang): (&Located, Lang), (other, others_lang): (&Located, Lang)) -> bool {
        let (Some(own), Some(other)) = (self.region(own, lang), self.region(other, others_lang)) else { return false };
        let elsewhere =
            |region: &Region| matches!((region.state(), &self.state), (Some(a), Some(b)) if a != b.as_str());
        if own.is(&other) || elsewhere(&own) || elsewhere(&other) {
            return false;
        }
        let same_kind = own.kind.is_some() && own.kind == other.kind;
        match (own.state(), other.state()) {
            (Some(a), Some(b)) if a != b => true,
            (Some(_), Some(_)) => same_kind && !own.is_state() && !other.is_state(),
            _ => same_kind,
        }
    }

    /// What the words for a region mean; `None` for a town, which is none.
    fn region(&self, located: &Located, lang: Lang) -> Option<Region> {
        let list = &Lists::of(lang).regions;
        let words = fold_name(&located.region);
        let told = words.split([' ', '-']).find_map(|word| regions::kind(list, word));
        let name: Vec<&str> =
            words.split(' ').filter(|word| !word.split('-').any(|part| list.get(part).is_some())).collect();
        let entity = located.entity.as_deref().and_then(|id| self.kb.entity(id)).filter(|entity| match entity.kind {
            EntityType::Region => true,
            // `state of Georgia`
            EntityType::State => told.is_none(),
            _ => false,
        });
        let kind = told.or_else(|| described(entity.as_deref()?));
        (entity.is_some() || told.is_some()).then(|| Region { entity, kind, name: name.join(" ") })
    }

    /// Where another article puts the place, if that cannot be; with the name of the region there. One that knows two of
    /// the name tells them apart.
    fn contradicted(&self, own: (&Located, Lang), entry: &Entry) -> Option<(Related, String)> {
        let key = own.0.key();
        let mut same = entry.located.iter().filter(|other| other.key() == key);
        let first = same.next().filter(|other| self.conflict(own, (*other, entry.lang)))?;
        if same.any(|other| !self.conflict(own, (other, entry.lang))) {
            return None;
        }
        let file = Some(entry.path.to_path_buf());
        Some((Related { file, span: first.span, message: entry.called().into() }, self.name(first, entry.lang)))
    }

    /// What a region is called: words that name it may be an adjective.
    fn name(&self, located: &Located, lang: Lang) -> String {
        let entity = self.region(located, lang).and_then(|region| region.entity);
        entity.map_or_else(|| located.region.to_string(), |entity| entity.label.get(self.messages).to_owned())
    }
}

/// The kind of a region, by its card: `canton of Switzerland`.
fn described(region: &Entity) -> Option<&'static str> {
    let list = &Lists::of(Lang::En).regions;
    region.description.own(Lang::En)?.split(' ').find_map(|word| regions::kind(list, word))
}
