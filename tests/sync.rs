//! Random texts and random edits, in all three encodings: the document must equal a model too simple to be wrong, and
//! what is found in it must not depend on how it came about.

use std::path::Path;

use beleg::analysis::Cancel;
use beleg::desk::{Document, Snapshot};
use beleg::text::rope::Edit;
use beleg::text::{Encoding, Format, Position, position};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// Pieces that go wrong elsewhere: umlauts, combining marks, emoji, joiners, odd spaces, everything that might end a
/// line, and enough of real text to give the analysis something to find.
const PIECES: &[&str] = &[
    "a",
    "ß",
    "Zürich ",
    "e\u{301}",
    "😀",
    "👩\u{200d}🚀",
    "\u{a0}",
    "\u{202f}",
    "\u{2028}",
    "\u{85}",
    "\u{b}",
    "\u{c}",
    "\r",
    "\n",
    "\r\n",
    "\n\n",
    " ",
    "\u{feff}",
    "\0",
    "170 Granaten ",
    "2'000 Kilometer, ",
    "5,5 Milliarden ",
    "Kim Jong Un ",
    "Putins ",
    "laut 38 North ",
    "«",
    "»",
    "„",
    "“",
    ". ",
    "---\n",
    "title: x\n",
    "# ",
    "- ",
    "Von: ",
    "am 12. September ",
    "sagte ",
    "(sda) ",
    "zwischen 3 und 5 Prozent ",
    "der 39-Jährige ",
    "152-mm-",
    "z. B. ",
    "im Januar 2024",
    "letzten Monat",
    "ein Drittel ",
];

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

/// The byte offset of a position, found by walking from the start of the text.
fn model_offset(text: &str, at: Position, encoding: Encoding) -> usize {
    let mut chars = text.char_indices().peekable();
    for _ in 0..at.line {
        loop {
            match chars.next() {
                None => return text.len(),
                Some((_, '\n')) => break,
                Some((_, '\r')) => {
                    chars.next_if(|(_, c)| *c == '\n');
                    break;
                }
                Some(_) => {}
            }
        }
    }
    let mut left = at.column as usize;
    for (offset, c) in chars {
        let width = match encoding {
            Encoding::Utf8 => c.len_utf8(),
            Encoding::Utf16 => c.len_utf16(),
            Encoding::Utf32 => 1,
        };
        if matches!(c, '\r' | '\n') || left < width {
            return offset;
        }
        left -= width;
    }
    text.len()
}

fn model_edit(text: &mut String, edit: &Edit, encoding: Encoding) {
    match edit.range {
        None => text.clone_from(&edit.text),
        Some((from, to)) => {
            let (from, to) = (model_offset(text, from, encoding), model_offset(text, to, encoding));
            text.replace_range(from.min(to)..from.max(to), &edit.text);
        }
    }
}

fn document(text: &str, format: Format) -> Document {
    Document::new(Path::new("/desk/a.txt").into(), 1, format, text)
}

fn found(document: &Document, desk: &Snapshot) -> String {
    let reading = document.reading(desk, &Cancel::default()).expect("nobody cancels");
    let (article, analysis) = (&reading.article, &reading.analysis);
    let about = (&analysis.lang, &analysis.date, &analysis.title);
    format!(
        "{article:?}\n{about:?}\n{:?}\n{:?}\n{:?}\n{:?}",
        analysis.mentions, analysis.figures, analysis.times, analysis.quotes
    )
}

/// As many cases as asked for; what fails is printed, no file is kept.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn the_document_equals_the_model(start in text(30), messages in vec(vec(edit(), 1..4), 1..6), encoding in encoding()) {
        let mut model = start.clone();
        let mut document = document(&start, Format::Plain);
        for edits in &messages {
            edits.iter().for_each(|edit| model_edit(&mut model, edit, encoding));
            document = document.edited(document.version + 1, edits, encoding);
            prop_assert_eq!(document.text.to_string(), model.as_str());
        }
    }

    #[test]
    fn positions_there_and_back(text in text(30), encoding in encoding()) {
        let rope = ropey::Rope::from_str(&text);
        for (offset, c) in text.char_indices() {
            let at = position::position(&rope, offset, encoding);
            let back = position::offset(&rope, at, encoding);
            // Only between `\r` and `\n` there is no position of its own.
            let split = c == '\n' && text[..offset].ends_with('\r');
            prop_assert_eq!(back, if split { offset - 1 } else { offset });
            prop_assert_eq!(model_offset(&text, at, encoding), back);
        }
    }
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn what_is_found_does_not_depend_on_the_way(
        start in text(40),
        edits in vec(edit(), 1..4),
        encoding in encoding(),
        markdown in any::<bool>(),
    ) {
        let desk = Snapshot::default();
        let format = if markdown { Format::Markdown } else { Format::Plain };
        let mut edited = document(&start, format);
        for edit in edits {
            found(&edited, &desk);
            edited = edited.edited(edited.version + 1, &[edit], encoding);
        }
        let fresh = document(&edited.text.to_string(), format);
        prop_assert_eq!(found(&edited, &desk), found(&fresh, &desk));
    }
}
