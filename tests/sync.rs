//! Random texts and random edits, in all three encodings: the document must equal a model too simple to be wrong, and
//! what is found in it must not depend on how it came about. `BELEG_CASES` says how many of each are tried.

mod support;

use beleg::analysis::Cancel;
use beleg::desk::Snapshot;
use beleg::text::position::{self, Walk};
use beleg::text::rope::Edit;
use beleg::text::{Encoding, Format, Position, Span};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use support::model::{self, PIECES, document, found};

fn text(pieces: usize) -> impl Strategy<Value = String> {
    vec(select(PIECES), 0..pieces).prop_map(|pieces| pieces.concat())
}

fn place() -> impl Strategy<Value = Position> {
    let column = prop_oneof![8 => 0..40u32, 1 => any::<u32>()];
    let line = prop_oneof![8 => 0..8u32, 1 => any::<u32>()];
    (line, column).prop_map(|(line, column)| Position::new(line, column))
}

fn edit() -> impl Strategy<Value = Edit> {
    let range = prop_oneof![9 => (place(), place()).prop_map(Some), 1 => Just(None)];
    (range, text(4)).prop_map(|(range, text)| Edit { range, text })
}

fn encoding() -> impl Strategy<Value = Encoding> {
    select(&[Encoding::Utf8, Encoding::Utf16, Encoding::Utf32][..])
}

/// What an editor sends at once.
fn message() -> impl Strategy<Value = Vec<Edit>> {
    vec(edit(), 1..4)
}

/// What fails is printed, no file is kept.
fn config() -> ProptestConfig {
    let cases = std::env::var("BELEG_CASES").map_or(2000, |cases| cases.parse().expect("BELEG_CASES is a number"));
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_document_equals_the_model(start in text(30), messages in vec(message(), 1..6), encoding in encoding()) {
        let mut model = start.clone();
        let mut document = document(&start, Format::Plain);
        for edits in &messages {
            edits.iter().for_each(|edit| model::edit(&mut model, edit, encoding));
            document = document.edited(document.version + 1, edits, encoding);
            prop_assert_eq!(document.text.to_string(), model.as_str());
        }
    }

    #[test]
    fn positions_there_and_back(text in text(12), encoding in encoding()) {
        let rope = ropey::Rope::from_str(&text);
        for (offset, c) in text.char_indices() {
            let at = position::position(&rope, offset, encoding);
            let back = position::offset(&rope, at, encoding);
            // Only between `\r` and `\n` there is no position of its own.
            let split = c == '\n' && text[..offset].ends_with('\r');
            prop_assert_eq!(back, if split { offset - 1 } else { offset });
            prop_assert_eq!(model::offset(&text, at, encoding), back);
        }
    }

    #[test]
    fn positions_that_do_not_exist_are_those_of_the_model(text in text(30), at in place(), encoding in encoding()) {
        let rope = ropey::Rope::from_str(&text);
        prop_assert_eq!(position::offset(&rope, at, encoding), model::offset(&text, at, encoding));
    }

    #[test]
    fn a_walk_finds_what_looking_up_finds(
        text in text(60),
        spans in vec(any::<[Index; 2]>(), 0..12),
        encoding in encoding(),
    ) {
        let places: Vec<_> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let mut spans: Vec<_> = spans
            .iter()
            .map(|ends| ends.map(|end| *end.get(&places)))
            .map(|[a, b]| Span::new(a.min(b), a.max(b)))
            .collect();
        spans.sort();
        let rope = ropey::Rope::from_str(&text);
        let mut walk = Walk::new(&text, encoding);
        for span in spans {
            prop_assert_eq!(walk.range(span), position::range(&rope, span, encoding));
        }
    }

    #[test]
    fn what_is_found_does_not_depend_on_the_way(
        start in text(40),
        messages in vec((message(), any::<bool>()), 1..4),
        encoding in encoding(),
        format in select(&[Format::Plain, Format::Markdown, Format::Html][..]),
    ) {
        let desk = Snapshot::default();
        let mut edited = document(&start, format);
        for (edits, read) in messages {
            // Editors write faster than is read, so some versions nobody reads.
            if read {
                found(&edited, &desk);
            }
            edited = edited.edited(edited.version + 1, &edits, encoding);
        }
        let fresh = document(&edited.text.to_string(), format);
        prop_assert_eq!(found(&edited, &desk), found(&fresh, &desk));
    }

    #[test]
    fn in_html_what_is_found_stands_between_characters_of_the_file(text in text(40)) {
        let reading = document(&text, Format::Html).reading(&Snapshot::default(), &Cancel::default()).unwrap();
        let (article, analysis) = (&reading.article, &reading.analysis);
        prop_assert_eq!(article.text.len(), text.len());
        let zones = article.zones.iter().map(|zone| zone.span);
        let mentions = analysis.mentions.iter().map(|mention| mention.span);
        let figures = analysis.figures.iter().map(|figure| figure.span);
        let quotes = analysis.quotes.iter().flat_map(|quote| quote.spans.clone());
        for span in zones.chain(mentions).chain(figures).chain(quotes) {
            prop_assert!(text.get(span.start..span.end).is_some(), "{:?}", span);
            prop_assert!(text.get(span.start..article.behind(span.end)).is_some(), "{:?}", span);
        }
    }
}
