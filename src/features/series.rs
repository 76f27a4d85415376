//! How did it go on? All claims of one unit about one thing over the whole archive, in the order of the dates that they
//! speak of; a part of it under the hover of a figure. What a sentence is about is told by its stems, as
//! [`crate::archive::Claim`] keeps them.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use super::markup::Markup;
use super::mentioned::{Addresses, linked};
use super::{Cursor, Found, Place};
use crate::analysis::{Approx, Cancel, Cancelled, Class};
use crate::archive::matter::Matter;
use crate::archive::{Claim, Entry, Key, Measure, one_line};
use crate::desk::Snapshot;
use crate::desk::found::in_order;
use crate::lang::Lang;
use crate::lang::lists::{Lists, fold};
use crate::messages::{forms, harmless, text};
use crate::text::{PartialDate, Span};

/// Sentences that share so many stems are about the same: one may be anybody's.
const SHARED: usize = 2;
/// A hover shows so many values, the latest,
const SHOWN: usize = 5;
/// and looks into so many articles with figures of the unit, the newest: per cent stand in most of them.
const READ: usize = 1000;

/// One value of a series.
#[derive(Clone, Debug)]
pub struct Point {
    /// The figure.
    pub place: Place,
    pub measure: Measure,
    pub approx: Approx,
    /// The day, month or year that it speaks of; else the date of its article.
    pub date: Option<PartialDate>,
    /// The article with its title, date and outlet; its names and quotations are left out.
    pub article: Arc<Entry>,
    source: Option<Span>,
}

impl Point {
    /// The figure as its article has it, and who vouches for it in its words. `None` where the article cannot be read, or is
    /// not what it was.
    pub fn words(&self, desk: &Snapshot) -> Option<(String, Option<String>)> {
        let article = desk.text(&self.place.path)?;
        let told = |span: Span| article.get(span.start..span.end).map(|words| harmless(&one_line(words)));
        Some((told(self.place.span)?, self.source.and_then(told)))
    }
}

/// All claims of a unit, by date, those without one last; where `about` says what a sentence is about, only those about
/// the same. A unit may be told by its name, too: `Franken`, `percent`. The same value twice in one article is one.
pub fn series(desk: &Snapshot, unit: &str, about: Option<&Matter>, cancel: &Cancel) -> Result<Vec<Point>, Cancelled> {
    let mut points = Vec::new();
    for unit in units(unit) {
        points.extend(points_of(desk, &unit, about, usize::MAX, cancel)?);
    }
    points.sort_by(|a, b| order(a).cmp(&order(b)));
    Ok(points)
}

/// What a unit is called inside: that of each language, or the counted noun as it is.
fn units(name: &str) -> BTreeSet<String> {
    let known = [Lang::De, Lang::En].into_iter().filter_map(|lang| Lists::of(lang).units.get(&fold(name)));
    let known: BTreeSet<String> = known.map(|(unit, _)| unit.to_owned()).collect();
    if known.is_empty() { [Lists::of(Lang::De).lemma(name), name.to_owned()].into() } else { known }
}

fn points_of(
    desk: &Snapshot,
    unit: &str,
    about: Option<&Matter>,
    most: usize,
    cancel: &Cancel,
) -> Result<Vec<Point>, Cancelled> {
    let mut articles = desk.found(&[Key::Unit(unit)], cancel)?;
    in_order(&mut articles, most, Found::newest_first);
    let mut points = Vec::new();
    for article in articles.iter().filter_map(Found::entry) {
        cancel.check()?;
        let first = points.len();
        let told = article.claims.iter().filter(|claim| claim.measure.unit.as_deref() == Some(unit));
        for claim in told.filter(|claim| about.is_none_or(|about| claim.about.shared(about) >= SHARED)) {
            let point = Point::of(&article, claim);
            let again = points[first..]
                .iter_mut()
                .find(|known: &&mut Point| known.measure == point.measure && known.date == point.date);
            match again {
                Some(known) if known.source.is_none() && point.source.is_some() => *known = point,
                Some(_) => {}
                None => points.push(point),
            }
        }
    }
    points.sort_by(|a, b| order(a).cmp(&order(b)));
    Ok(points)
}

impl Point {
    fn of(article: &Arc<Entry>, claim: &Claim) -> Self {
        Self {
            place: Place::new(article.path.clone(), claim.span),
            measure: claim.measure.clone(),
            approx: claim.approx,
            date: claim.as_of.as_deref().and_then(date).or(article.date),
            article: article.clone(),
            source: claim.source,
        }
    }
}

/// The day, month or year of a TIMEX3 date; of a week or a quarter, its year.
fn date(timex: &str) -> Option<PartialDate> {
    PartialDate::parse(timex).or_else(|| PartialDate::parse(timex.get(..4)?))
}

fn order(point: &Point) -> (bool, Option<PartialDate>, &Place) {
    (point.date.is_none(), point.date, &point.place)
}

/// The latest values of the series in which the figure under the cursor stands, below its slip: `etwa 7.000 Container (3.
/// Juni 2023): [Article](…)`. Nothing where all say the same.
pub fn elsewhere(cursor: &Cursor<'_>, addresses: Addresses<'_>, markup: &mut Markup) -> Result<(), Cancelled> {
    let Some(figure) = cursor.figure().filter(|figure| figure.class == Class::Claim) else { return Ok(()) };
    let own = cursor.reading.entry(&cursor.document.path);
    let tells = |claim: &&Claim| claim.span == figure.span && claim.about.shared(&claim.about) >= SHARED;
    let claim = own.claims.iter().find(tells);
    let Some((claim, unit)) = claim.and_then(|claim| Some((claim, claim.measure.unit.as_deref()?))) else {
        return Ok(());
    };
    let points = points_of(cursor.desk, unit, Some(&claim.about), READ, cursor.cancel)?;
    if points.iter().all(|point| point.measure.agrees(&claim.measure)) {
        return Ok(());
    }
    let speaks = cursor.desk.speaks;
    markup.paragraph().text(&text(speaks, "series.head", &[]));
    let earlier = points.len().saturating_sub(SHOWN);
    if earlier > 0 {
        markup.line().text(&text(speaks, "series.earlier", &[("count", &earlier.to_string())]));
    }
    for point in &points[earlier..] {
        line(cursor.desk, &cursor.document.path, point, addresses, markup.line());
    }
    Ok(())
}

/// A whole series, a line each, with who gives the figure; of a unit by its name, or of the figure under a cursor. `None`
/// where there is none.
pub fn whole(
    desk: &Snapshot,
    asked: Asked<'_>,
    addresses: Addresses<'_>,
    cancel: &Cancel,
) -> Result<Option<Markup>, Cancelled> {
    let points = match asked {
        Asked::Unit(unit) => series(desk, unit, None, cancel)?,
        Asked::Figure(cursor) => {
            let figure = cursor.figure().filter(|figure| figure.class == Class::Claim);
            let own = cursor.reading.entry(&cursor.document.path);
            let claim = figure.and_then(|figure| own.claims.iter().find(|claim| claim.span == figure.span));
            let Some((claim, unit)) = claim.and_then(|claim| Some((claim, claim.measure.unit.as_deref()?))) else {
                return Ok(None);
            };
            points_of(desk, unit, Some(&claim.about), READ, cancel)?
        }
    };
    let mut markup = Markup::default();
    for (at, point) in points.iter().enumerate() {
        let head = if at == 0 { &mut markup } else { markup.line() };
        line(desk, Path::new(""), point, addresses, head);
        if let Some((_, Some(source))) = point.words(desk) {
            markup.text(", ").emphasis(&source);
        }
    }
    Ok((!points.is_empty()).then_some(markup))
}

/// Which series is wanted.
pub enum Asked<'a> {
    Unit(&'a str),
    Figure(&'a Cursor<'a>),
}

fn line(desk: &Snapshot, own: &Path, point: &Point, addresses: Addresses<'_>, markup: &mut Markup) {
    let speaks = desk.speaks;
    let value = point.words(desk).map_or_else(|| forms::number(speaks, point.measure.value), |(value, _)| value);
    let value = match point.approx {
        Approx::Exact | Approx::Between => value,
        approx => text(speaks, &format!("approx.{}", approx.tag()), &[("value", &value)]),
    };
    markup.strong(&value);
    let told = point.date.filter(|date| point.article.date != Some(*date));
    if let Some(date) = told {
        markup.text(&format!(" ({})", forms::date(speaks, date.year, date.month, date.day)));
    }
    markup.text(": ");
    if *point.place.path == *own {
        markup.text(&text(speaks, "series.here", &[]));
    } else {
        linked(speaks, &point.article, Some(point.place.span), addresses, markup);
    }
}
