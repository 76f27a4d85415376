//! Articles in HTML: what is found stands where the file has it, tags and entities notwithstanding, and no edit breaks it.

mod support;

use std::path::Path;
use std::time::{Duration, Instant};

use beleg::analysis::{Cancel, Class, tokens};
use beleg::desk::{Reading, Snapshot};
use beleg::features::hover::hover;
use beleg::features::rename;
use beleg::lang::Lang;
use beleg::text::{Encoding, Format, Position, position};
use support::fixture::{Fixture, defined};
use support::model::document;

fn read(text: &str) -> Reading {
    Snapshot::default().read(Path::new(""), text, Format::Html, &Cancel::default(), None).expect("nobody cancels")
}

#[test]
fn tags_part_words_only_where_blanks_do() {
    let parts = |source: &str| -> Vec<String> {
        let prose = read(source).article.blocks[0].prose().clone();
        let glued = |token: &tokens::Token| if token.glued { "+" } else { "" };
        let parts = tokens::tokens(&prose).into_iter();
        parts.map(|token| [glued(&token), &token.of(&prose).replace(['\u{ad}', '\u{200c}'], "")].concat()).collect()
    };
    assert_eq!(
        parts("<p><span>D</span>er (<b>GPG</b>), <i>Anna</i> <i>O</i>ber"),
        ["Der", "(", "+GPG", "+)", "+,", "Anna", "Ober"]
    );
    assert_eq!(parts("<p>eins<br>zwei <a>drei</a>&nbsp;%"), ["eins", "zwei", "drei", "%"]);
    assert_eq!(
        parts("<p>12&nbsp;000 2&#39;000 &quot;a&quot;"),
        ["12\u{a0}\u{1f}\u{1f}\u{1f}\u{1f}000", "2'\u{1f}\u{1f}\u{1f}\u{1f}000", "\"", "+a", "+\""]
    );
}

#[test]
fn what_is_found_stands_where_the_file_has_it() {
    let text = "<p>Höfe 😀</p>\r\n<p>Das sagt <b>Zoé&nbsp;M&uuml;ller</b>, Expertin f&uuml;r Br&uuml;cken. \
                Es kosten 12&nbsp;000 Stra&szlig;en <em title=\"ü\">5,5</em>&nbsp;Milliarden Euro.";
    let reading = read(text);
    let mentions: Vec<_> = reading.analysis.mentions.iter().map(|mention| mention.span.of(text)).collect();
    assert_eq!(mentions, ["Zoé&nbsp;M&uuml;ller"]);
    let claims: Vec<_> = reading.analysis.figures.iter().filter(|figure| figure.class == Class::Claim).collect();
    let claims: Vec<_> =
        claims.iter().map(|figure| (figure.span.of(text), figure.value, figure.unit.as_deref())).collect();
    assert_eq!(
        claims,
        [
            ("12&nbsp;000 Stra&szlig;en", 12_000.0, Some("Straßen")),
            ("5,5</em>&nbsp;Milliarden Euro", 5.5e9, Some("EUR"))
        ]
    );
    let rope = ropey::Rope::from_str(text);
    let span = reading.analysis.mentions[0].span;
    let line = |encoding| position::range(&rope, span, encoding).0;
    assert_eq!(line(Encoding::Utf16), Position::new(1, 15));
}

#[test]
fn articles_know_each_other() {
    defined(
        "\
%! a.html
<h1>Bericht</h1>
<p>Wieder warnt <a href=\"b.htm\">Beispielm&uuml;ller</a> davor.
                                 |
%! b.htm
<p>Die Zahlen nennt <b>Anna Beispielmüller</b>, Expertin für Landkrieg.
                       ^^^^^^^^^^^^^^^^^^^
%! c.txt
Das sagte Anna Beispielmüller, Expertin für Landkrieg.
          ^^^^^^^^^^^^^^^^^^^
",
    );
}

#[test]
fn a_card_shows_names_as_they_are_read() {
    let fixture = Fixture::parse(
        "\
%! a.html
<p>Das sagt Anna Beispielm&uuml;ller, Expertin f&uuml;r Landkrieg. Sp&auml;ter widersprach Beispielm&uuml;ller.
                                                                                                 |
",
    );
    let card =
        fixture.ask(Snapshot { speaks: Lang::De, ..Snapshot::default() }, |cursor| hover(cursor, &|_| None).unwrap());
    let card = card.expect("there is a hover").text.plain;
    assert!(card.contains("Anna Beispielmüller") && card.contains("Expertin für Landkrieg"), "{card}");
}

#[test]
fn a_cursor_may_stand_anywhere() {
    let text = "<p title='ü'>Anna M&uuml;ller &amp; <b>Ö</b>kostrom &le; 12&nbsp;000 Kühe. 😀";
    let document = document(text, Format::Html);
    let (desk, cancel) = (Snapshot::default(), Cancel::default());
    for (offset, _) in text.char_indices() {
        let cursor = beleg::features::Cursor::new(&desk, &document, offset, &cancel).unwrap();
        let _ = hover(&cursor, &|_| None).unwrap();
        let _ = rename::name(&cursor);
        let _ = cursor.introduced_elsewhere().unwrap();
    }
}

#[test]
fn what_is_large_is_read_in_linear_time() {
    let paragraph = "<p>Das sagt <b>Anna M&uuml;ller</b>, Expertin f&uuml;r 12&nbsp;000 H&ouml;fe.</p>";
    for (start, unit, bytes) in [
        ("", paragraph, 10_000_000),
        ("", "<div>", 1_000_000),
        ("", "<nav>", 1_000_000),
        ("<p>x", "<b>", 1_000_000),
        ("<p>", "&", 1_000_000),
        ("", "</nav>a", 1_000_000),
        ("<p>", "&uuml;", 1_000_000),
        ("<p>a", "<!-- x -->", 1_000_000),
    ] {
        let text = [start, &unit.repeat(bytes / unit.len())].concat();
        let begun = Instant::now();
        let article = beleg::text::Article::parse(text.as_str(), Format::Html, None);
        assert_eq!(article.text.len(), text.len());
        assert!(begun.elapsed() < Duration::from_secs(20), "{unit}: {:?}", begun.elapsed());
    }
}
