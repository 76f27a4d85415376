//! What an editor asks, on small articles that know each other.

mod support;

use std::path::Path;

use beleg::analysis::Cancel;
use beleg::desk::Snapshot;
use beleg::features::{self, Cursor};
use beleg::lang::Lang;
use support::fixture::Fixture;

/// The answer to a question at the cursor of a fixture.
fn at_cursor<T>(fixture: &Fixture, question: impl FnOnce(&Cursor<'_>) -> T) -> T {
    at_cursor_in(fixture, Lang::De, question)
}

fn at_cursor_in<T>(fixture: &Fixture, speaks: Lang, question: impl FnOnce(&Cursor<'_>) -> T) -> T {
    let desk = fixture.desk(Snapshot { speaks, ..Snapshot::default() });
    let (path, offset) = fixture.cursor.as_ref().expect("the fixture has a cursor");
    let cancel = Cancel::default();
    let cursor = Cursor::new(&desk, desk.documents.get(path).unwrap(), *offset, &cancel).unwrap();
    question(&cursor)
}

#[track_caller]
fn hover(text: &str) -> String {
    hover_in(text, Lang::De).expect("there is a hover")
}

#[track_caller]
fn hover_in(text: &str, speaks: Lang) -> Option<String> {
    let fixture = Fixture::parse(text);
    let hover = at_cursor_in(&fixture, speaks, |cursor| features::hover::hover(cursor).unwrap())?;
    if let [(_, span)] = fixture.ranges[..] {
        assert_eq!(hover.span, span);
    }
    Some(hover.text.plain)
}

/// Definitions lead to the names under `^^^`, in the order of the fixture.
#[track_caller]
fn defined(text: &str) {
    let fixture = Fixture::parse(text);
    let targets = at_cursor(&fixture, |cursor| features::definition::definition(cursor).unwrap());
    let found: Vec<_> = targets.map(|(_, targets)| targets).unwrap_or_default();
    let found: Vec<_> = found.iter().map(|target| (target.place.path.to_path_buf(), target.name)).collect();
    assert_eq!(found, fixture.ranges);
}

/// References are the places under `^^^`, in the order of the fixture.
#[track_caller]
fn referred(text: &str) {
    let fixture = Fixture::parse(text);
    let places = at_cursor(&fixture, |cursor| features::references::references(cursor, true).unwrap());
    let places: Vec<_> = places.into_iter().map(|place| (place.path.to_path_buf(), place.span)).collect();
    assert_eq!(places, fixture.ranges);
}

#[test]
fn a_known_name_shows_its_card() {
    let card = hover(
        "\
%! a.txt
---
date: 2023-09-13
---
Ein Treffen

Machthaber Kim Jong Un reiste nach Russland. Dort traf Kims Zug spät ein.
                                                       ^^^^
                                                        |
",
    );
    assert!(card.starts_with("Kim Jong Un · Person"), "{card}");
}

#[test]
fn an_unknown_name_shows_how_it_was_introduced() {
    let card = hover(
        "\
%! a.txt
Ein Bericht

Die Zahlen nennt Anna Beispielmann, Expertin für Landkrieg, in einem Bericht. Später relativierte Beispielmann sie.
                                                                                                  ^^^^^^^^^^^^
                                                                                                        |
",
    );
    assert!(card.contains("Anna Beispielmann, Expertin für Landkrieg"), "{card}");
}

#[test]
fn a_figure_shows_its_value_and_who_vouches_for_it() {
    let figure = hover(
        "\
%! a.txt
Ein Bericht

Nach Angaben der Polizei kostete der Umbau 5,5 Milliarden Euro.
                                           ^^^^^^^^^^^^^^^^^^^
                                            |
",
    );
    assert!(figure.contains("Wert: 5\u{202f}500\u{202f}000\u{202f}000\u{a0}Euro\n"), "{figure}");
    assert!(figure.ends_with("Quelle: «Nach Angaben der Polizei»"), "{figure}");
}

#[test]
fn quotation_marks_inside_quotation_marks_are_single_ones() {
    let text = "%! a.txt\nEin Bericht\n\nDas kostet laut «WSJ» 300 Franken.\n                      |\n";
    assert!(hover(text).ends_with("Quelle: «laut ‹WSJ›»"), "{}", hover(text));
}

/// The hover of the figure in a German text, for a reader of a language; without the line of the source.
fn value(text: &str, speaks: Lang) -> String {
    let told = hover_in(&format!("%! a.txt\nEin Bericht\n\nLaut der Polizei {text}\n"), speaks);
    told.and_then(|told| told.lines().find_map(|line| line.split_once(": ")).map(|(_, value)| value.to_owned()))
        .unwrap_or_default()
        .replace(['\u{a0}', '\u{202f}'], " ")
}

#[test]
fn a_value_is_told_where_it_tells_more_than_the_text() {
    let cursor = |text: &str, column: usize| format!("{text}\n{}|", " ".repeat(17 + column));
    for (text, column, german, english) in [
        ("kamen 2'000 Gäste.", 7, "«Laut der Polizei»", "“Laut der Polizei”"),
        ("kosten sie 5,5 Milliarden Franken.", 12, "5 500 000 000 Franken", "5,500,000,000 Franken"),
        ("kamen vier Fünftel der Gäste.", 8, "0,8 der Gäste", "0.8 der Gäste"),
        ("kam ein Drittel.", 10, "0,3333", "0.3333"),
        ("kamen Hunderte Gäste.", 8, "", ""),
    ] {
        assert_eq!(value(&cursor(text, column), Lang::De), german, "{text}");
        assert_eq!(value(&cursor(text, column), Lang::En), english, "{text}");
    }
}

#[test]
fn what_a_finding_says_and_what_is_no_claim_has_no_hover() {
    for text in [
        "Dort liegen 170 Granaten.\n             |",
        "Am 12. Mai 2025 kamen alle.\n    |",
        "Laut der Polizei siegte der FC mit 3:1.\n                                   |",
        "Sie war die dritte im Ziel.\n             |",
    ] {
        let told = hover_in(&format!("%! a.txt\nEin Bericht\n\n{text}\n"), Lang::De);
        assert_eq!(told, None, "{text}");
    }
}

#[test]
fn the_quotation_mark_of_a_name_shows_its_card_too() {
    for (text, under) in [("|", "^^^^"), ("     |", " ^^^^")] {
        let card =
            hover(&format!("%! a.txt\nEin Bericht\n\nDas sagt «WSJ» heute.\n         {under}\n         {text}\n"));
        assert!(card.starts_with("Wall Street Journal"), "{card}");
    }
}

#[test]
fn somebody_whom_another_article_introduces_is_told_by_its_words() {
    let told = hover(
        "\
%! this.txt
Ein Bericht

Das Tragwerk hat die Wernacher Ingenieurin Altenburger geprüft.
                                           ^^^^^^^^^^^
                                            |
%! other.txt
Vorgeschichte

Das sagte Miriam Altenburger, Brückeningenieurin am Institut für Tragwerke.
",
    );
    assert!(told.starts_with("Miriam Altenburger, Brückeningenieurin am Institut für Tragwerke"), "{told}");
}

#[test]
fn a_surname_leads_to_its_introduction_here_then_in_the_other_articles_by_date() {
    defined(
        "\
%! this.txt
Ein Bericht

Die Zahlen nennt Jack Watling, Experte für Landkriegsführung. Watling warnt.
                 ^^^^^^^^^^^^
                                                               |
%! zz-older.txt
---
date: 2021-05-01
---
Vorgeschichte

Damals sprach Jack Watling, Forscher in London, von Krieg.
              ^^^^^^^^^^^^
%! newer.txt
---
date: 2023-05-01
---
Nachspiel

Nun sagt Jack Watling, Forscher in London, nichts mehr.
         ^^^^^^^^^^^^
%! undated.txt
Ohne Datum

Später sprach Jack Watling, Forscher in London, von Frieden.
              ^^^^^^^^^^^^
",
    );
}

#[test]
fn the_introduction_itself_comes_before_the_others() {
    defined(
        "\
%! this.txt
Ein Bericht

Die Zahlen nennt Jack Watling, Experte für Landkriegsführung. Watling warnt.
                 ^^^^^^^^^^^^
                   |
%! other.txt
Vorgeschichte

Damals sprach Jack Watling, Forscher in London, von Krieg.
              ^^^^^^^^^^^^
",
    );
}

#[test]
fn what_nobody_introduces_leads_nowhere() {
    defined(
        "\
%! this.txt
Ein Bericht

Das teilte China mit.
            |
%! other.txt
Vorgeschichte

Auch China war da.
",
    );
}

#[test]
fn captions_come_last() {
    let fixture = Fixture::parse(
        "\
%! this.txt
Ein Bericht

Watling warnt.
  |
%! older.txt
---
date: 2020-01-01
---
Vorgeschichte

Bild: Jack Watling, Experte für Landkriegsführung, in London. Keystone

Alle waren da.
%! newer.txt
---
date: 2023-01-01
---
Nachspiel

Nun sagt Jack Watling, Forscher in London, nichts mehr.
",
    );
    let targets = at_cursor(&fixture, |cursor| features::definition::definition(cursor).unwrap()).unwrap().1;
    let files: Vec<_> = targets.iter().map(|target| target.place.path.file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(files, ["newer.txt", "older.txt"]);
}

#[test]
fn a_surname_that_only_another_article_explains_leads_there() {
    defined(
        "\
%! this.txt
Ein Bericht

Bei Wetterlings Gutachten blieb es.
       |
%! other.txt
Vorgeschichte

Es warnt Jonas Wetterling, Experte am Institut, vor Umwegen.
         ^^^^^^^^^^^^^^^^
",
    );
}

#[test]
fn references_are_found_in_all_articles() {
    referred(
        "\
%! this.txt
Ein Bericht

Die Zahlen nennt Jack Watling, Experte für Landkriegsführung. Watling warnt.
                 ^^^^^^^^^^^^                                 ^^^^^^^
                                                               |
%! other.txt
Vorgeschichte

Damals sprach Jack Watling, Forscher in London, von Krieg.
              ^^^^^^^^^^^^
",
    );
}

#[test]
fn the_same_figure_is_found_elsewhere() {
    referred(
        "\
%! this.txt
Ein Bericht

Die Stadt zahlte dafür 5,5 Milliarden Euro.
                       ^^^^^^^^^^^^^^^^^^^
                        |
%! other.txt
Vorgeschichte

Geplant waren 4 Milliarden Euro, laut der Stadt wurden es 5,5 Milliarden Euro.
                                                          ^^^^^^^^^^^^^^^^^^^
",
    );
}

#[test]
fn the_outline_holds_title_headings_and_who_is_introduced() {
    let fixture = Fixture::parse(
        "\
%! a.md
# Der Titel

Die Zahlen nennt Jack Watling, Experte für Landkriegsführung.

## Ein Zwischentitel

Mehr Text, ohne Namen.
",
    );
    let desk = fixture.desk(Snapshot::default());
    let reading = desk.documents.get(Path::new("/desk/a.md")).unwrap().reading(&desk, &Cancel::default()).unwrap();
    let outline = features::symbols::symbols(&reading);
    let names: Vec<_> = outline.iter().map(|symbol| symbol.name.as_str()).collect();
    assert_eq!(names, ["Der Titel", "Ein Zwischentitel"]);
    assert_eq!(outline[0].below[0].name, "Jack Watling");
}

/// What is open in the editor counts, not what stands on disk or in the archive.
#[test]
fn an_open_document_wins_over_its_file() {
    let fixture = Fixture::parse("%! a.txt\nAlt\n\nDamals sprach Jack Watling, Forscher in London.\n");
    let mut desk = fixture.desk(Snapshot::default());
    let cancel = Cancel::default();
    let path = &fixture.articles[0].0;
    let document = desk.documents.get(path).unwrap().clone();
    let entry = document.reading(&desk, &cancel).unwrap().entry(&document.path);
    std::sync::Arc::make_mut(&mut desk.archive).insert(entry);
    let empty = beleg::text::rope::Edit { range: None, text: "Neu\n".to_owned() };
    desk.documents.insert(document.edited(2, &[empty], beleg::text::Encoding::Utf16));
    let entries = desk.entries(&cancel).unwrap();
    assert_eq!(entries.len(), 1);
    assert!(entries[0].introductions.is_empty());
}
