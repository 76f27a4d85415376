//! Articles as documents of spaCy, one a line, as its `Doc.from_json` loads them. What is marked there must begin and end
//! where tokens do, so these are ours, cut where a mark wants it. A document is nothing but its tokens, each with at most
//! one space behind: further white space is a token, too.

use std::collections::BTreeSet;
use std::io::{Result, Write};
use std::sync::Arc;

use serde_json::{Value, json};

use super::{Item, Stream, points};
use crate::analysis::{Form, MentionType, tokens};
use crate::text::Span;

/// One document a line.
pub struct Docs;

impl Stream for Docs {
    fn article(&mut self, item: &Item<'_>, out: &mut dyn Write) -> Result<()> {
        writeln!(out, "{}", doc(item))
    }
}

/// A stretch of the file with a label, and the id of who or what is meant.
#[derive(Clone, Copy, PartialEq)]
struct Mark<'a> {
    span: Span,
    label: &'static str,
    id: &'a str,
}

fn doc(item: &Item<'_>) -> Value {
    let (names, sents) = (names(item), sentences(item));
    let groups = [
        ("mentions", mentions(item, |_| true)),
        ("figures", figures(item)),
        ("quotes", quotes(item)),
        ("sources", sources(item)),
    ];
    let marks = groups.iter().flat_map(|(_, marks)| marks).chain(&sents);
    let cuts = marks.flat_map(|mark| [mark.span.start, mark.span.end]).collect();
    let source = &item.reading.article.source;
    let place = |span: Span| {
        let points = points(&item.source, span);
        json!({"start": points.start, "end": points.end})
    };
    let with = |mut place: Value, key: &str, value: Value| {
        place[key] = value;
        place
    };
    let labelled = |mark: &Mark<'_>| with(place(mark.span), "label", mark.label.into());
    let linked = |mark: &Mark<'_>| with(labelled(mark), "kb_id", mark.id.into());
    let spans = groups.iter().map(|(name, marks)| ((*name).to_owned(), marks.iter().map(linked).collect()));
    let numbered = |(id, span): (usize, Span)| with(place(span), "id", id.into());
    json!({
        "text": source,
        "tokens": pieces(source, &cuts).into_iter().enumerate().map(numbered).collect::<Value>(),
        "ents": names.iter().map(labelled).collect::<Value>(),
        "sents": sents.iter().map(|mark| place(mark.span)).collect::<Value>(),
        "spans": spans.collect::<serde_json::Map<_, Value>>(),
    })
}

/// The mark of a span, without white space at its ends; `None` where nothing is left of it.
fn mark<'a>(item: &Item<'_>, span: Span, label: &'static str, id: Option<&'a Arc<str>>) -> Option<Mark<'a>> {
    let span = item.whole(span);
    let words = item.reading.article.source.get(span.start..span.end)?;
    let start = span.end - words.trim_start_matches(is_blank).len();
    let span = Span::new(start, start + words.trim_matches(is_blank).len());
    (!span.is_empty()).then_some(Mark { span, label, id: id.map_or("", |id| id) })
}

fn mentions<'a>(item: &Item<'a>, wanted: impl Fn(Form) -> bool) -> Vec<Mark<'a>> {
    let label = |kind| match kind {
        MentionType::Person => "PER",
        MentionType::Organisation => "ORG",
        MentionType::Place => "LOC",
        _ => "MISC",
    };
    let mentions = item.reading.analysis.mentions.iter().filter(|mention| wanted(mention.form));
    mentions.filter_map(|mention| mark(item, mention.span, label(mention.kind), mention.entity.as_ref())).collect()
}

/// The mentions that are names, which may not overlap in spaCy.
fn names<'a>(item: &Item<'a>) -> Vec<Mark<'a>> {
    let mut names = mentions(item, |form| !matches!(form, Form::Role | Form::Pronoun));
    let mut end = 0;
    names.retain(|name| {
        let is_free = name.span.start >= end;
        end = end.max(name.span.end);
        is_free
    });
    names
}

fn figures<'a>(item: &Item<'a>) -> Vec<Mark<'a>> {
    let figures = &item.reading.analysis.figures;
    figures.iter().filter_map(|figure| mark(item, figure.span, figure.class.tag(), None)).collect()
}

fn quotes<'a>(item: &Item<'a>) -> Vec<Mark<'a>> {
    let quotes = item.reading.analysis.quotes.iter();
    let parts = quotes.flat_map(|quote| quote.spans.iter().map(|span| (*span, quote.kind.tag())));
    parts.filter_map(|(span, kind)| mark(item, span, kind, None)).collect()
}

/// Who vouches for figures, and who says what is said; each once.
fn sources<'a>(item: &Item<'a>) -> Vec<Mark<'a>> {
    let found = &item.reading.analysis;
    let meant = |cluster: &Arc<str>| found.mentions.iter().find(|m| m.cluster == *cluster)?.entity.as_ref();
    let vouching = found.figures.iter().filter_map(|figure| mark(item, figure.source?, "source", None));
    let speaking = found.quotes.iter().filter_map(|quote| {
        let (span, cluster) = quote.speaker.as_ref()?;
        mark(item, *span, "speaker", cluster.as_ref().and_then(meant))
    });
    let mut sources: Vec<Mark<'_>> = vouching.chain(speaking).collect();
    sources.sort_by_key(|source| (source.span, source.label));
    sources.dedup();
    sources
}

fn sentences<'a>(item: &Item<'a>) -> Vec<Mark<'a>> {
    let paragraphs = item.reading.analysis.paragraphs.iter();
    let spans = paragraphs.flat_map(|(start, paragraph)| {
        let words = &paragraph.words;
        words.sentences.iter().map(move |tokens| words.span(tokens.clone()).shift(*start))
    });
    spans.filter_map(|span| mark(item, span, "", None)).collect()
}

/// The tokens of a text, cut at these bytes.
fn pieces(text: &str, cuts: &BTreeSet<usize>) -> Vec<Span> {
    let mut pieces: Vec<Span> = Vec::new();
    let mut end = 0;
    let mut add = |piece: Span| {
        // the space behind a token belongs to it
        let blank = end + usize::from(end > 0 && text[end..piece.start].starts_with(' '));
        pieces.extend([Span::new(blank, piece.start), piece].into_iter().filter(|piece| !piece.is_empty()));
        end = piece.end;
    };
    let mut read = 0;
    for token in tokens::tokens(text) {
        unread(text, Span::new(read, token.span.start)).for_each(&mut add);
        let mut start = token.span.start;
        for &cut in cuts.range(start + 1..token.span.end) {
            add(Span::new(start, cut));
            start = cut;
        }
        add(Span::new(start, token.span.end));
        read = token.span.end;
    }
    unread(text, Span::new(read, text.len())).for_each(&mut add);
    add(Span::new(text.len(), text.len()));
    pieces
}

/// What no token of ours holds and yet is no white space: invisible characters, each by itself.
fn unread(text: &str, gap: Span) -> impl Iterator<Item = Span> + '_ {
    let chars = gap.of(text).char_indices().filter(|(_, c)| !is_blank(*c));
    chars.map(move |(at, c)| Span::new(at, at + c.len_utf8()).shift(gap.start))
}

/// White space as Python has it.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn tokens_are_cut_where_a_mark_wants_it() {
        let text = " Putins  Auto\u{a0}\n\u{200b}x ";
        let cuts = BTreeSet::from([6]);
        let pieces: Vec<_> = pieces(text, &cuts).into_iter().map(|piece| piece.of(text)).collect();
        assert_eq!(pieces, [" ", "Putin", "s", " ", "Auto", "\u{a0}\n", "\u{200b}", "x"]);
    }

    proptest! {
        #[test]
        fn tokens_and_their_spaces_are_the_text(text in "([a-z]{1,3}|[0-9]|ä|«|\\.| |\u{a0}|\u{200b}|\u{1f}|e\u{301}|😀|\r\n){0,40}") {
            let cuts = text.char_indices().map(|(at, _)| at).filter(|at| at % 3 == 0).collect();
            let mut again = String::new();
            for piece in pieces(&text, &cuts) {
                if piece.start > again.len() {
                    again.push(' ');
                }
                again.push_str(piece.of(&text));
            }
            prop_assert!(text == again || text.strip_suffix(' ') == Some(again.as_str()), "{text:?} {again:?}");
        }
    }
}
