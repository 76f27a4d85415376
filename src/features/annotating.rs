//! What somebody may want to put down about the place under the cursor, findings or not: that it is verified, by whom it is
//! vouched for, who is meant, a label; and that a note is answered.

use super::Cursor;
use crate::analysis::{Class, Figure, Mention};
use crate::desk::backing::{Backing, claims};
use crate::desk::library::at_hand;
use crate::ledger::Body;
use crate::messages::{harmless, text};
use crate::text::{Format, Span};

/// So many sources are offered, and so many entities.
const SOURCES: usize = 5;
const ENTITIES: usize = 3;

/// Something to put down.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// What it is called in the menu, in the user's language.
    pub title: String,
    pub act: Act,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// This is put down about a place.
    Annotate(Span, Body),
    /// The note of this id is answered.
    Resolve(String),
}

/// What can be put down about the stretch that is selected, or what is under the cursor, in the order in which to offer it.
pub fn annotating(cursor: &Cursor<'_>, selected: Span) -> Vec<Offer> {
    if cursor.desk.sidecars.home(&cursor.document.path).is_none() {
        return vec![];
    }
    let mut offers = Offers { cursor, all: vec![] };
    let figure = cursor.figure().filter(|figure| figure.class == Class::Claim);
    figure.into_iter().for_each(|figure| offers.of_claim(figure));
    let mention = cursor.mention();
    mention.into_iter().for_each(|mention| offers.of_mention(mention));
    let here = figure.map(|figure| figure.span).or(mention.map(|mention| mention.span));
    let place = if selected.is_empty() { here } else { Some(selected) };
    place.into_iter().for_each(|place| offers.labels(place));
    offers.answers(place.unwrap_or(Span::new(cursor.offset, cursor.offset)));
    offers.all
}

struct Offers<'a> {
    cursor: &'a Cursor<'a>,
    all: Vec<Offer>,
}

impl Offers<'_> {
    fn offer(&mut self, key: &str, words: &str, act: Act) {
        let title = text(self.cursor.desk.speaks, &format!("annotate.{key}"), &[("words", &harmless(words))]);
        self.all.push(Offer { title, act });
    }

    fn of_claim(&mut self, figure: &Figure) {
        let reading = self.cursor.reading.clone();
        let verified = claims(&reading).any(|it| it.figure.span == figure.span && it.backing == Backing::Verified);
        if !verified {
            self.offer("sign-off", "", Act::Annotate(figure.span, Body::SignOff { on: None }));
        }
        // elsewhere a comment in the text says so, and a quick fix writes it
        if self.cursor.document.format != Format::Plain {
            return;
        }
        for source in at_hand(self.cursor.desk, &reading).take(SOURCES) {
            self.offer("source", source.name(), Act::Annotate(figure.span, Body::Source(source.clone())));
        }
    }

    /// Whom else the name may mean, by what distinguishes them.
    fn of_mention(&mut self, mention: &Mention) {
        let Cursor { desk, reading, .. } = self.cursor;
        let entities = desk.kb.named(mention.span.of(&reading.article.text));
        let others = entities.iter().filter(|entity| mention.entity.as_deref() != Some(&*entity.id)).take(ENTITIES);
        for entity in others {
            let (label, about) = (entity.label.get(desk.speaks), entity.description.get(desk.speaks));
            let words = if about.is_empty() { label.to_owned() } else { format!("{label}, {about}") };
            let body = Body::Link { entity: Some(entity.id.to_string()) };
            self.offer("link", &words, Act::Annotate(mention.span, body));
        }
        if mention.entity.is_some() {
            self.offer("nobody", "", Act::Annotate(mention.span, Body::Link { entity: None }));
        }
    }

    fn labels(&mut self, place: Span) {
        let desk = self.cursor.desk;
        for label in desk.settings.tags() {
            self.offer("tag", label, Act::Annotate(place, Body::Tag { label: label.to_owned() }));
        }
    }

    /// The notes that stand there and wait.
    fn answers(&mut self, place: Span) {
        let reading = self.cursor.reading.clone();
        for remark in reading.trail.iter().filter(|remark| remark.annotation.is_open()) {
            if remark.place().is_some_and(|there| there.overlaps(place) || there.touches(place.start)) {
                let annotation = &remark.annotation;
                self.offer("resolve", &annotation.words(), Act::Resolve(annotation.id.clone()));
            }
        }
    }
}
