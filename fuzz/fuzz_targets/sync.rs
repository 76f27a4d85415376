//! Any edits in any encoding: the document equals a plain string that is edited likewise, and what is found in it, step
//! by step, is what is found in the same text read at once.
#![no_main]

#[path = "../../tests/support/model.rs"]
mod model;

use std::sync::LazyLock;

use arbitrary::Arbitrary;
use beleg::desk::Snapshot;
use beleg::text::rope::Edit;
use beleg::text::{Encoding, Format, Position};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
struct Input {
    format: u8,
    encoding: u8,
    start: Text,
    messages: Vec<Message>,
}

/// Changes that come at once.
#[derive(Arbitrary, Debug)]
struct Message {
    /// Whether somebody reads the document before.
    read: bool,
    changes: Vec<Change>,
}

#[derive(Arbitrary, Debug)]
struct Change {
    /// Lines and columns; the largest are none.
    range: Option<[u8; 4]>,
    text: Text,
}

#[derive(Arbitrary, Debug)]
enum Text {
    Pieces(Vec<u8>),
    Any(String),
}

impl Text {
    fn write(&self) -> String {
        match self {
            Self::Pieces(pieces) => {
                pieces.iter().map(|&at| model::PIECES[usize::from(at) % model::PIECES.len()]).collect()
            }
            Self::Any(text) => text.clone(),
        }
    }
}

impl Change {
    fn edit(&self) -> Edit {
        let range = self.range.map(|numbers| {
            let [line, column, to_line, to_column] = numbers.map(|n| if n == u8::MAX { u32::MAX } else { n.into() });
            (Position::new(line, column), Position::new(to_line, to_column))
        });
        Edit { range, text: self.text.write() }
    }
}

static DESK: LazyLock<Snapshot> = LazyLock::new(Snapshot::default);

fuzz_target!(|input: Input| {
    let format = [Format::Plain, Format::Markdown, Format::Html][usize::from(input.format % 3)];
    let encoding = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32][usize::from(input.encoding % 3)];
    let mut text = input.start.write();
    let mut document = model::document(&text, format);
    for message in &input.messages {
        if message.read {
            model::found(&document, &DESK);
        }
        let edits: Vec<_> = message.changes.iter().map(Change::edit).collect();
        edits.iter().for_each(|edit| model::edit(&mut text, edit, encoding));
        document = document.edited(document.version + 1, &edits, encoding);
        assert_eq!(document.text.to_string(), text);
    }
    assert_eq!(model::found(&document, &DESK), model::found(&model::document(&text, format), &DESK));
});
