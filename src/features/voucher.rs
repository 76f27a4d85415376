//! What there is to say about a number: how much it is, as of when, who vouches for it, and why this reaches it; where
//! nobody does, what was looked for. What numbers are and who vouches is for `analysis`.

use super::Cursor;
use super::markup::Markup;
use super::value;
use crate::analysis::{Class, Figure, Grounds, Status, Time};
use crate::lang::Lang;
use crate::messages::{forms, text};
use crate::text::PartialDate;

/// The slip of a figure. Of one that needs no source, only what it is.
pub fn of_figure(cursor: &Cursor<'_>, figure: &Figure) -> Markup {
    let speaks = cursor.desk.speaks;
    let mut markup = Markup::default();
    if figure.class != Class::Claim {
        let class = text(speaks, &format!("class.{}", figure.class.tag()), &[]);
        markup.text(&text(speaks, "voucher.no-claim", &[("class", &class)]));
        return markup;
    }
    how_much(cursor, figure, &mut markup);
    markup.text(&text(speaks, why(figure), &[]));
    if let Some(source) = figure.source {
        let source = inside_quotes(source.of(&cursor.reading.article.text), speaks);
        markup.text(&text(speaks, "voucher.source", &[("source", &source)]));
    }
    if repeats(cursor, figure) {
        markup.line().text(&text(speaks, "voucher.repeats", &[]));
    }
    markup
}

/// The slip of a time expression: the date it means, and the one it is reckoned from. `None` where it tells all itself.
pub fn of_time(cursor: &Cursor<'_>, time: &Time) -> Option<Markup> {
    let (speaks, reading) = (cursor.desk.speaks, &cursor.reading);
    let moment = value::moment(time, &reading.article.text, speaks)?;
    let mut markup = Markup::default();
    markup.strong(&moment);
    if let Some((date, _)) = reading.analysis.date {
        markup.line().text(&text(speaks, "voucher.reckoned", &[("date", &written(date, speaks))]));
    }
    Some(markup)
}

/// `**etwa 5 500 000 Franken** (CHF)`, and as of when.
fn how_much(cursor: &Cursor<'_>, figure: &Figure, markup: &mut Markup) {
    let (speaks, article) = (cursor.desk.speaks, &cursor.reading.article.text);
    let Some(amount) = value::amount(figure, article, cursor.reading.analysis.lang.0, speaks) else { return };
    markup.strong(&amount);
    let currency = figure.unit.as_deref().filter(|unit| is_currency(unit) && !amount.contains(*unit));
    if let Some(unit) = currency {
        markup.text(&format!(" ({unit})"));
    }
    if let Some(as_of) = figure.as_of.as_deref().and_then(PartialDate::parse) {
        markup.line().text(&text(speaks, "voucher.as-of", &[("date", &written(as_of, speaks))]));
    }
    markup.line();
}

/// The key of the sentence that says why a claim has its status.
pub fn why(figure: &Figure) -> &'static str {
    match (figure.status, figure.grounds) {
        (Status::Vague, _) => "voucher.vague",
        (_, Grounds::Words) => "voucher.words",
        (_, Grounds::Link) => "voucher.link",
        (_, Grounds::Note) => "voucher.note",
        (_, Grounds::Quoted) => "voucher.quoted",
        (_, Grounds::Speech) => "voucher.speech",
        (_, Grounds::LeadIn) => "voucher.lead-in",
        (_, Grounds::Around) => "voucher.around",
        (_, Grounds::PointedAt) => "voucher.pointed-at",
        (_, Grounds::SummedUp) => "voucher.summed-up",
        (_, Grounds::Survey) => "voucher.survey",
        (_, Grounds::SameFigure) => "voucher.same-figure",
        (_, Grounds::Nothing) => "voucher.nothing",
        (_, Grounds::OwnVoice) => "voucher.own-voice",
        (_, Grounds::OtherMatter) => "voucher.other-matter",
    }
}

/// An unsourced claim that stands in the text before: the finding is there.
fn repeats(cursor: &Cursor<'_>, figure: &Figure) -> bool {
    let earlier = cursor.reading.analysis.figures.iter().take_while(|earlier| earlier.span.start < figure.span.start);
    let told = |earlier: &Figure| {
        earlier.class == Class::Claim && earlier.status == Status::Unsourced && earlier.measure() == figure.measure()
    };
    figure.status == Status::Unsourced && figure.unit.is_some() && earlier.into_iter().any(told)
}

/// ISO 4217.
fn is_currency(unit: &str) -> bool {
    unit.len() == 3 && unit.bytes().all(|b| b.is_ascii_uppercase())
}

/// Quotation marks inside those of the sentence are the single ones.
fn inside_quotes(words: &str, lang: Lang) -> String {
    match lang {
        Lang::De => words.replace('«', "‹").replace('»', "›"),
        Lang::En => words.replace('„', "‚").replace('“', "‘").replace('”', "’"),
    }
}

fn written(date: PartialDate, lang: Lang) -> String {
    forms::date(lang, date.year, date.month, date.day)
}
