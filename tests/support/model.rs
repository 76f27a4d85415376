//! A document too simple to be wrong: a plain string, whose positions are found by walking from its start. What tests
//! and fuzz targets compare the real one with, and the pieces that they make texts of.

use std::path::Path;

use beleg::analysis::Cancel;
use beleg::desk::{Document, Snapshot};
use beleg::text::rope::Edit;
use beleg::text::{Encoding, Format, Position};

/// Pieces that go wrong elsewhere: umlauts, combining marks, emoji, joiners, odd spaces, everything that might end a
/// line, and enough of real text to give the analysis something to find.
pub const PIECES: &[&str] = &[
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
    "[[Zürich|dort]] ",
    "[^1]",
    "[a](ü.md) ",
    "https://a.example/ü, ",
    "sources: [ü.md, '[[ß]]']\n",
    "<p>",
    "<i>",
    "</a> ",
    "<br title='ü'>",
    "<nav>",
    "<script>",
    "<!-- beleg: ignore -->",
    "M&uuml;ller ",
    "&nbsp;000 ",
    "&bdquo;",
];

/// The byte offset of a position, found by walking from the start of the text.
pub fn offset(text: &str, at: Position, encoding: Encoding) -> usize {
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

/// Makes a change.
pub fn edit(text: &mut String, edit: &Edit, encoding: Encoding) {
    match edit.range {
        None => text.clone_from(&edit.text),
        Some((from, to)) => {
            let (from, to) = (offset(text, from, encoding), offset(text, to, encoding));
            text.replace_range(from.min(to)..from.max(to), &edit.text);
        }
    }
}

/// An open document.
pub fn document(text: &str, format: Format) -> Document {
    Document::new(Path::new("/desk/a.txt").into(), 1, format, text)
}

/// All that is found in a document, written out.
pub fn found(document: &Document, desk: &Snapshot) -> String {
    let reading = document.reading(desk, &Cancel::default()).expect("nobody cancels");
    let (article, analysis) = (&reading.article, &reading.analysis);
    // What is kept for the next version has no order.
    let parts = (&article.text, &article.front, &article.header_date, &article.blocks, &article.zones);
    let links = (&article.links, &article.footnotes);
    let about = (&analysis.lang, &analysis.date, &analysis.title);
    let lists = (&analysis.mentions, &analysis.figures, &analysis.times, &analysis.quotes);
    format!("{parts:?}\n{links:?}\n{about:?}\n{lists:?}")
}
