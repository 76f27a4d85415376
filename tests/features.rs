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
    let desk = fixture.desk(Snapshot { speaks: Lang::De, ..Snapshot::default() });
    let (path, offset) = fixture.cursor.as_ref().expect("the fixture has a cursor");
    let cancel = Cancel::default();
    let cursor = Cursor::new(&desk, desk.documents.get(path).unwrap(), *offset, &cancel).unwrap();
    question(&cursor)
}

#[track_caller]
fn hover(text: &str) -> String {
    let fixture = Fixture::parse(text);
    let hover = at_cursor(&fixture, |cursor| features::hover::hover(cursor).unwrap()).expect("there is a hover");
    if let [(_, span)] = fixture.ranges[..] {
        assert_eq!(hover.span, span);
    }
    hover.text.plain
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
    assert!(figure.contains("5\u{202f}500\u{202f}000\u{202f}000\u{a0}EUR"), "{figure}");
    assert!(figure.contains("Belegt"), "{figure}");
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
fn on_the_introduction_itself_only_others_are_offered() {
    defined(
        "\
%! this.txt
Ein Bericht

Die Zahlen nennt Jack Watling, Experte für Landkriegsführung. Watling warnt.
                   |
%! other.txt
Vorgeschichte

Damals sprach Jack Watling, Forscher in London, von Krieg.
              ^^^^^^^^^^^^
",
    );
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
