//! What an editor asks, on small articles that know each other.

mod support;

use std::path::Path;

use beleg::analysis::Cancel;
use beleg::archive::Key;
use beleg::desk::Snapshot;
use beleg::features::{self, Cursor};
use beleg::lang::Lang;
use support::fixture::{Fixture, defined, introduction};

/// The answer to a question at the cursor of a fixture.
fn at_cursor<T>(fixture: &Fixture, question: impl FnOnce(&Cursor<'_>) -> T) -> T {
    fixture.ask(Snapshot { speaks: Lang::De, ..Snapshot::default() }, question)
}

#[track_caller]
fn hover(text: &str) -> String {
    hover_in(text, Lang::De).expect("there is a hover")
}

#[track_caller]
fn hover_in(text: &str, speaks: Lang) -> Option<String> {
    let fixture = Fixture::parse(text);
    let desk = Snapshot { speaks, ..Snapshot::default() };
    let hover = fixture.ask(desk, |cursor| features::hover::hover(cursor, &|_| None).unwrap())?;
    if let [(_, span)] = fixture.ranges[..] {
        assert_eq!(hover.span, span);
    }
    Some(hover.text.plain)
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
fn a_function_shows_who_held_the_office_on_the_date_of_the_article() {
    for (date, body, card) in [
        (
            "2022-03-01",
            "Hier steht nur der Kremlchef 🌉.\n                   ^^^^^^^^^\n                         |",
            "Wladimir Putin",
        ),
        (
            "2009-03-01",
            "Hier steht nur der Kremlchef.\n                   ^^^^^^^^^\n                   |",
            "Dmitri Medwedew",
        ),
        (
            "2015-05-01",
            "Hier steht nur „der nordkoreanische Machthaber“.\n                    ^^^^^^^^^^^^^^^^^^^^^^^^^^\n                                       |",
            "Kim Jong Un",
        ),
    ] {
        let card_shown = hover(&format!("%! a.txt\n---\ndate: {date}\nlang: de\n---\nEin Bericht\n\n{body}\n"));
        assert!(card_shown.starts_with(card), "{card_shown}");
    }
}

#[test]
fn a_function_shows_whom_the_article_introduces_with_it() {
    let told = hover(
        "\
%! a.txt
Ein Bericht

Die Zahlen nennt Anna Beispielmann, Expertin für Brücken, in einem Bericht. Später relativierte die Expertin sie.
                                                                                                    ^^^^^^^^
                                                                                                         |
",
    );
    assert!(told.starts_with("Anna Beispielmann, Expertin für Brücken"), "{told}");
}

#[test]
fn a_surname_alone_shows_the_function_beside_it() {
    let told = hover(
        "\
%! a.txt
Ein Bericht

Das Tragwerk hat die Polizei geprüft, wie Kommissarin Altenburger sagte.
                                                      ^^^^^^^^^^^
                                                        |
",
    );
    assert!(told.starts_with("Altenburger\nIn diesem Artikel: Kommissarin"), "{told}");
}

/// The hover of what stands at the cursor of a German article, its thin and fixed spaces as plain ones.
#[track_caller]
fn slip(body: &str) -> String {
    let text = format!("%! a.md\n---\ndate: 2023-09-13\nlang: de\n---\nEin Bericht\n\n{body}\n");
    hover_in(&text, Lang::De).unwrap_or_default().replace(['\u{a0}', '\u{202f}'], " ")
}

#[test]
fn a_figure_shows_how_much_as_of_when_and_who_vouches_for_it() {
    let told = slip(
        "\
Nach Angaben der Polizei kostete der Umbau bis Ende 2022 rund 5,5 Milliarden Franken.
                                                              ^^^^^^^^^^^^^^^^^^^^^^
                                                               |",
    );
    let lines: Vec<_> = told.lines().collect();
    assert_eq!(
        lines,
        ["etwa 5 500 000 000 Franken (CHF)", "Stand: 2022", "Belegt im Satz: «Nach Angaben der Polizei»"],
        "{told}"
    );
}

#[test]
fn a_figure_shows_how_a_source_reaches_it() {
    for (body, why) in [
        (
            "Das [Amt](https://x.example) zählt 170 Höfe.\n                                   |",
            ": «[Amt](https://x.example)»",
        ),
        (
            "Dort stehen 170 Höfe. <!-- src: Hofamt, «Zählung» -->\n            |",
            "Belegt durch einen Vermerk: «Hofamt, ‹Zählung›»",
        ),
        (
            "Die Brücke sei marode, sagte Landrätin Berta Ruml. Der Umbau werde 40 Millionen Euro kosten.\n                                                                   |",
            "Belegt, weil hier noch dieselbe Rede wiedergegeben wird: ",
        ),
        (
            "Laut dem Bericht des Amtes stürzten Brücken ein. Von den Brücken sind 40 marode.\n                                                                      |",
            "Belegt, weil die Sätze daneben zur selben Sache gehören und eine Quelle haben: «Laut dem Bericht",
        ),
        (
            "Am Hang liegen 170 Granaten.\n               |\n\nLaut der Polizei liegen am Hang 170 Granaten.",
            "Belegt, weil dieselbe Zahl an anderer Stelle eine Quelle hat: «Laut der Polizei»",
        ),
        (
            "Experten zufolge sind 40 Prozent betroffen.\n                      |",
            "Die Quelle ist nicht benannt: «Experten zufolge»",
        ),
        ("Das kostet laut «WSJ» 300 Franken.\n                      |", "Belegt im Satz: «laut ‹WSJ›»"),
    ] {
        let told = slip(body);
        assert!(told.contains(why), "{told}");
    }
}

#[test]
fn a_figure_without_a_source_shows_what_was_looked_for() {
    for (body, why) in [
        ("Dort liegen 170 Granaten.\n             |", "Ohne Quelle. Gesucht: jemand, der es sagt"),
        (
            "Die Brücke ist laut dem Amt marode. Doch die Brücke trägt 40 Lastwagen.\n                                                          |",
            "hier spricht wieder der Text selbst.",
        ),
        (
            "Die Brücke ist laut dem Amt marode. Am Hang liegen 40 Granaten.\n                                                   |",
            "handelt aber von etwas anderem.",
        ),
        (
            "Dort liegen 170 Granaten.\n\nIm Hafen liegen 170 Granaten.\n                 |",
            "\nDieselbe Zahl ist weiter oben gemeldet.",
        ),
    ] {
        let told = slip(body);
        assert!(told.starts_with("170 Granaten\nOhne") || told.starts_with("40 "), "{told}");
        assert!(told.contains(why), "{told}");
    }
}

#[test]
fn the_value_of_a_figure_is_written_for_the_reader() {
    let cursor = |text: &str, column: usize| {
        format!("%! a.txt\nEin Bericht\n\nLaut der Polizei {text}\n{}|\n", " ".repeat(17 + column))
    };
    let first = |text: &str, speaks| {
        let told = hover_in(text, speaks).expect("there is a slip");
        told.lines().next().unwrap_or_default().replace(['\u{a0}', '\u{202f}'], " ")
    };
    for (text, column, german, english) in [
        ("kamen 2'000 Gäste.", 7, "2000 Gäste", "2,000 Gäste"),
        ("kosten sie 1'234,50 Franken.", 12, "1234,5 Franken (CHF)", "1,234.5 Franken (CHF)"),
        ("kamen vier Fünftel der Gäste.", 8, "80 Prozent der Gäste", "80 per cent der Gäste"),
        ("kam ein Drittel.", 10, "33,33 Prozent", "33.33 per cent"),
        ("kamen mehr als zwölftausend Gäste.", 18, "mehr als 12 000 Gäste", "more than 12,000 Gäste"),
        (
            "starben Hunderte Gäste.",
            10,
            "Belegt im Satz: «Laut der Polizei»",
            "Vouched for in the sentence: “Laut der Polizei”",
        ),
    ] {
        assert_eq!(first(&cursor(text, column), Lang::De), german, "{text}");
        assert_eq!(first(&cursor(text, column), Lang::En), english, "{text}");
    }
}

#[test]
fn a_number_that_needs_no_source_tells_what_it_is() {
    for (body, told) in [
        ("Es war das 3. Treffen der Räte.\n           |", "Braucht keine Quelle: Platz in einer Reihenfolge."),
        ("Der FC siegte am Abend mit 3:1.\n                           |", "Braucht keine Quelle: Wettkampf."),
        ("Es traf einen 39-Jährigen.\n               |", "Braucht keine Quelle: Alter."),
        ("Der Mann war am 12. Mai 2023 daheim.\n                |", "Braucht keine Quelle: Zeitangabe."),
    ] {
        assert_eq!(slip(body), told, "{body}");
    }
}

#[test]
fn a_time_shows_the_date_that_it_means() {
    for (body, date) in [
        ("Die Brücke stürzte „gestern“ ein.\n                      |", "12. September 2023"),
        ("Die Brücke stürzte letzten Monat ein.\n                      |", "August 2023"),
        ("Die Brücke stürzte am 3. August ein.\n                        |", "3. August 2023"),
        ("Die Brücke stürzte in der Nacht auf Montag ein.\n                                 |", "10. September 2023"),
        (
            "Die Brücke wird im zweiten Quartal des nächsten Jahres neu gebaut.\n                           |",
            "2. Quartal 2024",
        ),
    ] {
        assert_eq!(slip(body), format!("{date}\nGerechnet vom Datum des Artikels: 13. September 2023"));
    }
}

#[test]
fn dates_and_large_amounts_can_stand_between_the_words() {
    let fixture = Fixture::parse(
        "%! a.txt\n---\ndate: 2023-09-13\nlang: de\n---\nEin „Bericht“ 🌉\n\nGestern kamen zwölf Gäste, sie zahlten 5,5 Milliarden Franken und 2'000 Euro.\n",
    );
    let desk = fixture.desk(Snapshot::default());
    let reading = desk.documents.iter().next().unwrap().reading(&desk, &Cancel::default()).unwrap();
    let text = &reading.article.text;
    let shown = |dates, amounts| -> Vec<(String, String)> {
        let wanted = features::inlay::Wanted { dates, amounts };
        let all = features::inlay::inlays(&reading, beleg::text::Span::new(0, text.len()), wanted, Lang::En);
        let before = |at: usize| text[..at].split_whitespace().next_back().unwrap_or_default().to_owned();
        all.into_iter().map(|hint| (before(hint.at), hint.label)).collect()
    };
    let date = ("Gestern".to_owned(), "12 September 2023".to_owned());
    let amount = ("Franken".to_owned(), "5,500,000,000".to_owned());
    assert_eq!(shown(true, true), [date.clone(), amount.clone()]);
    assert_eq!((shown(true, false), shown(false, true)), (vec![date], vec![amount]));
    assert_eq!(shown(false, false), []);
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
fn a_name_given_at_birth_is_told_with_the_introduction() {
    let told = hover(
        "\
%! this.txt
Ein Fest

Die Wirtin Elsa Vorbach, geborene Zgraggen, lud ein. Viel Lärm machte Vorbach nicht.
                                                                        |
",
    );
    assert!(told.contains("Elsa Vorbach, geborene Zgraggen"), "{told}");
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
fn an_abbreviation_leads_to_what_it_was_introduced_for() {
    for (place, cursor) in
        [("Der VMZ", "     |"), ("Die VMZ-Präsidentin", "      |"), ("Die Züchter des «VMZ»", "                  |")]
    {
        defined(&format!(
            "\
%! this.txt
Ein Bericht

Dagegen ist der Verband Mustertaler Züchter (VMZ).
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^
{place} will mehr.
{cursor}
"
        ));
    }
}

#[test]
fn an_abbreviation_that_only_another_article_explains_leads_there() {
    let articles = "\
%! this.txt
Ein Bericht

Laut VMZ blieb es dabei.
      |
%! other.txt
Vorgeschichte

Es warnt der Verband Mustertaler Züchter (kurz «VMZ», gegründet 1904) vor Umwegen.
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^
";
    defined(articles);
    let told = hover(
        &articles.replace("      |", "     ^^^\n      |").replace("             ^^^^^^^^^^^^^^^^^^^^^^^^^^^\n", ""),
    );
    assert!(told.starts_with("Verband Mustertaler Züchter (kurz «VMZ», gegründet 1904)"), "{told}");
}

#[test]
fn an_abbreviation_means_what_the_article_introduces_and_nobody_else() {
    // without, it is the Congo
    let introduced = "Der Dachverband Rheintaler Chöre (DRC) singt.\n";
    for (said, name) in [("", "Demokratische Republik Kongo"), (introduced, "Dachverband Rheintaler Chöre")] {
        let card = hover(&format!("%! a.txt\nEin Bericht\n\n{said}Neu bei DRC ist nichts.\n         |\n"));
        assert!(card.starts_with(name), "{card}");
        assert!(said.is_empty() || !card.contains("Kongo"), "{card}");
    }
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
    let files: Vec<_> = targets.into_iter().map(|target| introduction(target).0).collect();
    assert_eq!(files, [Path::new("/desk/newer.txt"), Path::new("/desk/older.txt")]);
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

/// What is open in the editor counts, not what stands on disk or in the archive.
#[test]
fn an_open_document_wins_over_its_file() {
    let fixture = Fixture::parse("%! a.txt\nAlt\n\nDamals sprach Jack Watling, Forscher in London.\n");
    let mut desk = fixture.desk(Snapshot::default());
    let cancel = Cancel::default();
    let path = &fixture.articles[0].0;
    let document = desk.documents.get(path).unwrap().clone();
    let entry = document.reading(&desk, &cancel).unwrap().entry(&document.path);
    std::sync::Arc::make_mut(&mut desk.archive).add(&[entry]).unwrap();
    let empty = beleg::text::rope::Edit { range: None, text: "Neu\n".to_owned() };
    desk.documents.insert(document.edited(2, &[empty], beleg::text::Encoding::Utf16));
    assert_eq!(desk.archive.with(Key::Short("Watling")).count(), 1);
    assert_eq!(desk.articles_with(&[Key::Short("Watling")], &cancel).unwrap(), []);
}
