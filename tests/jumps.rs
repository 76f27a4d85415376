//! Where names, figures and quotations lead, on articles that know each other.

mod support;

use std::path::{Path, PathBuf};

use beleg::analysis::Cancel;
use beleg::desk::Snapshot;
use beleg::features::declaration::declaration;
use beleg::features::definition::{Target, definition};
use beleg::features::references::references;
use beleg::features::series::series;
use beleg::features::type_definition::type_definition;
use beleg::features::{Cursor, hover::hover};
use beleg::kb::Kb;
use beleg::lang::Lang;
use beleg::text::Span;
use support::fixture::{Fixture, defined, introduction};
use support::folder::Folder;

fn german() -> Snapshot {
    Snapshot { speaks: Lang::De, ..Snapshot::default() }
}

/// The answer to a question at the cursor of articles that really lie in a folder.
#[track_caller]
fn stored<T>(text: &str, question: impl FnOnce(&Cursor<'_>, &Fixture) -> T) -> T {
    static COUNT: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
    let number = COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let folder = Folder::new(&format!("jumps-{number}"));
    let fixture = Fixture::parse(text).stored_in(&folder.0);
    let desk = Snapshot { roots: [folder.0.clone()].into(), ..german() };
    fixture.ask(desk, |cursor| question(cursor, &fixture))
}

/// References are the places under `^^^`, in the order of the fixture.
#[track_caller]
fn referred(text: &str) {
    let (found, expected) = stored(text, |cursor, fixture| {
        let places = references(cursor, true).unwrap().into_iter();
        (places.map(|place| (place.path.to_path_buf(), place.span)).collect::<Vec<_>>(), fixture.ranges.clone())
    });
    assert_eq!(found, expected);
}

/// The definition is the place under `^^^`; of a fixture without, there is none.
#[track_caller]
fn leads(text: &str) {
    let (found, expected) = stored(text, |cursor, fixture| {
        let targets = definition(cursor).unwrap().map(|(_, targets)| targets).unwrap_or_default();
        (targets.into_iter().map(introduction).collect::<Vec<_>>(), fixture.ranges.clone())
    });
    assert_eq!(found, expected);
}

/// What hovers over the cursor, with links.
#[track_caller]
fn hovers(text: &str) -> String {
    stored(text, |cursor, _| {
        let address = |path: &Path| Some(format!("file:///{}", path.file_name()?.to_str()?));
        hover(cursor, &address).unwrap().map(|hover| hover.text.markdown).unwrap_or_default()
    })
}

fn declared(text: &str) -> Option<(PathBuf, Span)> {
    Fixture::parse(text)
        .ask(german(), |cursor| declaration(cursor).map(|(_, place)| (place.path.to_path_buf(), place.span)))
}

#[test]
fn a_name_in_full_that_tells_nothing_leads_to_whoever_tells_more() {
    defined(
        "\
%! older.txt
---
date: 2021-05-01
---
Vorgeschichte

Damals sprach Jack Watling, Forscher in London, von Krieg.
              ^^^^^^^^^^^^
%! this.txt
---
date: 2024-01-01
---
Ein „Bericht“ 🌉

Später kam Jack Watling dazu. Nun warnt Watling vor Ort.
           ^^^^^^^^^^^^
                                          |
",
    );
}

/// Thousands of articles may introduce somebody: the earliest are offered, and this one.
#[test]
fn of_many_introductions_the_best_hundred_are_offered() {
    let mut articles = String::from(
        "%! this.txt\n---\ndate: 2024-01-01\n---\nEin Bericht\n\nDas sagt Jack Watling, Experte für Krieg. Watling warnt.\n                                               |\n",
    );
    for day in 0..150 {
        let (month, of_month) = (1 + day / 28, 1 + day % 28);
        articles += &format!(
            "%! {:03}.txt\n---\ndate: 2020-{month:02}-{of_month:02}\n---\nBericht\n\nEs sprach Jack Watling, Forscher in London.\n",
            150 - day
        );
    }
    let fixture = Fixture::parse(&articles);
    let targets = fixture.ask(german(), |cursor| definition(cursor).unwrap().unwrap().1);
    let files: Vec<_> = targets.into_iter().map(|target| introduction(target).0).collect();
    assert_eq!(files.len(), 100);
    let names: Vec<_> = files.iter().map(|file| file.file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(names[..3], ["this.txt", "150.txt", "149.txt"]);
    assert_eq!(names[99], "052.txt");
}

#[test]
fn a_declaration_is_the_first_mention_in_this_article() {
    let text = "\
%! this.txt
---
date: 2023-09-13
lang: de
---
Kims Zug

Machthaber Kim Jong Un 🚂 reiste an. Spät kam „Kim“ an.
                                               |
%! other.txt
Vorher

Hier sprach Kim Jong Un.
";
    let (path, span) = declared(text).unwrap();
    let article = &Fixture::parse(text).articles[0].1;
    assert_eq!((path.file_name().unwrap().to_str(), span.of(article)), (Some("this.txt"), "Kims"));
    assert_eq!(declared("%! a.txt\nEin Bericht\n\nEs kamen 12 Gäste.\n         |\n"), None);
}

#[test]
fn a_type_definition_is_the_page_of_the_workspace_and_else_nothing() {
    let page = "[[entity]]\nid = \"kb:vorbach\"\ntype = \"person\"\nlabel = { de = \"Anna Vorbach\" }\n";
    let (kb, problems) = Kb::builtin().with_text(Path::new("/desk/.beleg/entities/tal.toml"), page);
    assert_eq!(problems, []);
    let ask = |text: &str| {
        let desk = Snapshot { kb: kb.clone().into(), ..german() };
        Fixture::parse(text).ask(desk, |cursor| type_definition(cursor).map(|(_, page)| (page.file, page.line)))
    };
    let own = ask("%! a.txt\nEin Bericht\n\nDas sagt Anna Vorbach 🌉.\n           |\n");
    assert_eq!(own, Some(("/desk/.beleg/entities/tal.toml".into(), 1)));
    assert_eq!(ask("%! a.txt\nEin Bericht\n\nDas sagt Wladimir Putin.\n           |\n"), None);
    assert_eq!(ask("%! a.txt\nEin Bericht\n\nDas sagt niemand.\n           |\n"), None);
}

#[test]
fn references_of_a_name_hold_genitives_compounds_and_functions() {
    referred(
        "\
%! this.txt
---
date: 2022-03-01
lang: de
---
Ein Treffen

Präsident Wladimir Putin 🌉 kam. Der Kremlchef blieb kurz, Putins Zug fuhr, und der Putin-Besuch war vorbei.
          ^^^^^^^^^^^^^^            ^^^^^^^^^             ^^^^^^                   ^^^^^
            |
%! other.txt
---
date: 2022-05-01
lang: de
---
Im Kreml

Gestern sprach der Kremlchef über „Brücken“.
                   ^^^^^^^^^
",
    );
}

#[test]
fn a_family_name_and_the_full_name_of_its_only_bearer_have_the_same_references() {
    const ALONE: &str = "\
%! alone.txt
---
date: 2025-05-02
---
Der Damm

Im „🌉“ sagte Vorbächler damals nichts. Später hatte Vorbächler gewarnt.
             ^^^^^^^^^^                             ^^^^^^^^^^
";
    const IN_FULL: &str = "\
%! full.txt
---
date: 2025-03-01
---
Der Damm

Das glaubt Rosa Vorbächler, Ingenieurin aus Wernach. Vorbächler prüfte „🌉“.
           ^^^^^^^^^^^^^^^                           ^^^^^^^^^^
";
    let asked = |article: &str, at: usize| format!("{article}{}|\n", " ".repeat(at));
    referred(&[&asked(ALONE, 18), IN_FULL].concat());
    referred(&[&asked(IN_FULL, 22), ALONE].concat());
    let other = "%! other.txt\nDas Wehr\n\nDas glaubt Urs Vorbächler, Fischer aus Rorthal.\n";
    let (alone, full) = (asked(ALONE, 18), IN_FULL.replace('^', " "));
    referred(&[&alone, &*full, other].concat());
}

#[test]
fn the_same_figure_is_found_however_it_is_written() {
    referred(
        "\
%! this.md
---
lang: de
date: 2023-10-01
---
# Munition

Laut Seoul waren es «7.000 Container» 🚢.
                     ^^^^^^^^^^^^^^^
                        |
%! a.txt
---
lang: de
date: 2023-10-02
---
Munition

Laut dem Geheimdienst kamen 7'000 Container an, das sind siebentausend Container.
                            ^^^^^^^^^^^^^^^              ^^^^^^^^^^^^^^^^^^^^^^^
%! b.txt
---
lang: de
date: 2023-10-03
---
Munition

Es kamen fast 7000 Container, genau 6'900 Container.
              ^^^^^^^^^^^^^^        ^^^^^^^^^^^^^^^
%! c.txt
---
lang: de
date: 2023-10-04
---
Munition

Es kamen 7.000 Granaten, 6.000 Container und 70.000 Container.
",
    );
    referred(
        "\
%! this.txt
---
lang: de
date: 2023-10-01
---
Reichweite

Die Rakete flog 600 Kilometer weit.
                ^^^^^^^^^^^^^
                  |
%! a.txt
---
lang: de
date: 2023-10-02
---
Reichweite

Die Rakete flog 600.000 Meter weit, nicht 600 Meter.
                ^^^^^^^^^^^^^
",
    );
}

/// The article that quotes, and others, with the quotations of the lines that begin so drawn.
fn underlined(starts: &[&str]) -> String {
    let draws = |line: &str| starts.iter().any(|start| line.starts_with(start));
    let under = |line: &str| {
        let marks: Vec<usize> =
            line.chars().enumerate().filter(|(_, c)| "«»„“".contains(*c)).map(|(at, _)| at).collect();
        let (first, last) = (marks[0], marks[marks.len() - 1]);
        format!("{line}\n{}{}\n", " ".repeat(first), "^".repeat(last + 1 - first))
    };
    QUOTED.lines().map(|line| if draws(line) { under(line) } else { format!("{line}\n") }).collect()
}

const QUOTED: &str = "\
%! this.txt
---
lang: de
date: 2025-03-12
---
Ein Bericht 🌉

«Wir haben die Brücke nicht geschlossen, weil wir wollten, sondern weil der Pfeiler Risse hat», sagte sie.
                              |
%! zz-first.txt
---
lang: de
date: 2025-03-10
---
Am Montag

„Wir haben die Brücke nicht geschlossen, weil wir wollten, sondern weil der Pfeiler Risse hat“, sagte Berta Ruml.
%! later.md
---
lang: de
date: 2025-04-01
---
# Im April

Noch einmal: Berta Ruml sagte: »Wir haben die Brücke nicht geschlossen, … sondern weil der Pfeiler Risse hat.«
%! other.txt
---
lang: de
date: 2025-02-01
---
Ganz anderes

„Wir haben die Brücke gern geöffnet, weil wir das wollten und weil der Pfeiler hält“, sagte Berta Ruml.
";

#[test]
fn a_quotation_leads_to_where_it_stood_first() {
    leads(&underlined(&["„Wir haben die Brücke nicht"]));
    // not from the words around it
    leads(&QUOTED.replace("          |", &format!("{}|", " ".repeat(80))));
    // and nowhere, where nobody else has it
    leads("%! a.txt\nEin Bericht\n\n«Wir haben die Brücke nicht geschlossen», sagte sie.\n       |\n");
}

#[test]
fn references_of_a_quotation_are_its_repetitions() {
    let text = underlined(&["«Wir haben die", "„Wir haben die Brücke nicht", "Noch einmal:"]);
    let (found, mut expected) = stored(&text, |cursor, fixture| {
        let places = references(cursor, true).unwrap().into_iter();
        (places.map(|place| (place.path.to_path_buf(), place.span)).collect::<Vec<_>>(), fixture.ranges.clone())
    });
    expected.sort_by_key(|(path, _)| !path.ends_with("this.txt"));
    assert_eq!(found, expected);
}

#[test]
fn a_quotation_tells_who_else_has_it() {
    assert_eq!(
        hovers(QUOTED),
        "Auch in 2 anderen Artikeln zitiert:  \n[Im April](<file:///later.md#L7>) (1. April 2025)  \n[Am Montag](<file:///zz-first.txt#L7>) (10. März 2025)"
    );
    assert_eq!(hovers("%! a.txt\nEin Bericht\n\n«Wir haben die Brücke nicht geschlossen», sagte sie.\n       |\n"), "");
}

const SERIES: &str = "\
%! this.txt
---
lang: de
date: 2025-05-26
---
Neubau der „Glasachbrücke“ 🌉

Der Neubau der Glasachbrücke kostet laut Landrat Thomas Drewitz rund 23,5 Millionen Euro.
                                                                      |
%! march.md
---
lang: de
date: 2025-03-11
---
# Brücke gesperrt

Von: Hanna Lührs / Glasacher Zeitung

Ein Neubau der Glasachbrücke kostet nach Angaben von Miriam Altenburger mindestens 18 Millionen Euro.
%! april.txt
---
lang: de
date: 2025-04-02
source_url: https://www.tagblatt.example/neubau
---
Im April

Der Kreistag berät. Ein Neubau der Glasachbrücke koste 20 Millionen Euro, sagte Altenburger. Ein Neubau der Glasachbrücke koste 20 Millionen Euro.
%! other.txt
---
lang: de
date: 2025-04-03
---
Klinik

Die Klinik in Wernach macht 3 Millionen Euro Verlust.
";

#[test]
fn a_series_holds_all_claims_of_a_unit_in_the_order_of_their_dates() {
    let told = |unit: &str| {
        stored(SERIES, |cursor, _| {
            let points = series(cursor.desk, unit, None, &Cancel::default()).unwrap();
            let told = points.iter().map(|point| {
                let (value, claimant) = point.words(cursor.desk).unwrap();
                let outlet = point.article.outlet.as_deref().unwrap_or("-");
                format!("{} {value} {} {outlet}", point.date.unwrap(), claimant.as_deref().unwrap_or("-"))
            });
            told.collect::<Vec<_>>()
        })
    };
    let all = [
        "2025-03-11 18 Millionen Euro nach Angaben von Miriam Altenburger Glasacher Zeitung",
        "2025-04-02 20 Millionen Euro sagte Altenburger tagblatt.example",
        "2025-04-03 3 Millionen Euro - -",
        "2025-05-26 23,5 Millionen Euro laut Landrat Thomas Drewitz -",
    ];
    assert_eq!(told("EUR"), all);
    assert_eq!((told("euro"), told("€")), (all.map(str::to_owned).to_vec(), all.map(str::to_owned).to_vec()));
    assert_eq!(told("CHF"), [] as [&str; 0]);
}

#[test]
fn a_figure_shows_its_series_below_its_slip() {
    let told = hovers(SERIES);
    let (_, series) = told.split_once("\n\n").expect("there is a series");
    assert_eq!(
        series.replace(['\u{a0}', '\u{202f}'], " "),
        "Im Archiv zur selben Sache:  \n\
         **mindestens 18 Millionen Euro**: [Brücke gesperrt](<file:///march.md#L9>) (11. März 2025)  \n\
         **20 Millionen Euro**: [Im April](<file:///april.txt#L8>) (2. April 2025)  \n\
         **etwa 23,5 Millionen Euro**: dieser Artikel"
    );
    // the same value everywhere is no series
    let same = SERIES.replace("18 Mill", "23,5 Mill").replace("20 Mill", "23,5 Mill");
    assert!(!hovers(&same).contains("Im Archiv"));
}

#[test]
fn of_a_long_series_the_latest_values_are_shown() {
    let mut articles = SERIES.to_owned();
    for (at, value) in [11, 12, 13, 14].iter().enumerate() {
        articles += &format!(
            "%! old-{at}.txt\n---\nlang: de\ndate: 2024-0{}-01\n---\nAlt\n\nDer Neubau der Glasachbrücke kostet {value} Millionen Euro.\n",
            at + 1
        );
    }
    let told = hovers(&articles);
    let (_, series) = told.split_once("\n\n").expect("there is a series");
    let lines: Vec<_> = series.lines().collect();
    assert_eq!(lines.len(), 7, "{series}");
    assert_eq!(lines[1], "und 2 frühere  ");
    assert!(lines[2].starts_with("**13"), "{series}");
    assert!(lines[6].starts_with("**etwa 23,5"), "{series}");
}

#[test]
fn a_page_of_the_workspace_comes_first() {
    let page = "[[entity]]\nid = \"kb:vorbach\"\ntype = \"person\"\nlabel = { de = \"Anna Vorbach\" }\n";
    let (kb, _) = Kb::builtin().with_text(Path::new("/desk/.beleg/entities/tal.toml"), page);
    let desk = Snapshot { kb: kb.into(), ..german() };
    let text = "%! a.txt\nEin Bericht\n\nDas sagt Anna Vorbach, Leiterin des Bauamts. Vorbach ging.\n                                                  |\n";
    let targets = Fixture::parse(text).ask(desk, |cursor| definition(cursor).unwrap().unwrap().1);
    assert!(matches!(&targets[..], [Target::Page(_), Target::Introduction { .. }]), "{targets:?}");
}

/// The articles of this repository, with the cursor in the middle of these words of one.
fn fixtures(file: &str, words: &str) -> Fixture {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let files = beleg::archive::walk::articles(&[root]).files.into_iter();
    let articles: Vec<_> = files.map(|file| (file.clone(), std::fs::read_to_string(file).unwrap())).collect();
    let (path, text) = articles.iter().find(|(path, _)| path.ends_with(file)).unwrap().clone();
    let middle = words.char_indices().nth(words.chars().count() / 2).unwrap().0;
    let cursor = Some((path, text.find(words).unwrap() + middle));
    Fixture { articles, cursor, ranges: vec![] }
}

/// What the README says of the fixtures.
#[test]
fn the_examples_of_the_readme_hold() {
    const BRIDGE: &str = "bruecke-neubau-teurer.txt";
    const RAILWAY: &str = "wien-kostenplan-glasachbahn.txt";
    let desk = || Snapshot { roots: [Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")].into(), ..german() };
    let words = |path: &Path, span: Span| {
        let file = path.file_name().unwrap().to_str().unwrap().to_owned();
        (file, span.of(&std::fs::read_to_string(path).unwrap()).to_owned())
    };
    let first = |words_at: &str| {
        let targets = fixtures(BRIDGE, words_at).ask(desk(), |cursor| definition(cursor).unwrap()).unwrap().1;
        match &targets[0] {
            Target::Introduction { place, .. } | Target::Place(place) => words(&place.path, place.span),
            other => panic!("{other:?}"),
        }
    };
    let there = |words: &str| ("bruecke-gesperrt.md".to_owned(), words.to_owned());
    assert_eq!(
        first("Altenburger"),
        there("Miriam Altenburger, Brückeningenieurin am Institut für Tragwerke der Hochschule Wernach")
    );
    assert_eq!(
        first("an mehreren Stellen"),
        there("„Der Spannstahl ist an mehreren Stellen angegriffen, und das ist sehr ernst“")
    );
    let same = fixtures(BRIDGE, "18 Millionen Euro").ask(desk(), |cursor| references(cursor, true).unwrap());
    let same: Vec<_> = same.iter().map(|place| words(&place.path, place.span)).collect();
    assert_eq!(same, [(BRIDGE.to_owned(), "18 Millionen Euro".to_owned()), there("18 Millionen Euro")]);
    let series = fixtures(RAILWAY, "4,8 Millionen Franken").ask(desk(), |cursor| hover(cursor, &|_| None).unwrap());
    let series = series.unwrap().text.plain;
    let (_, series) = series.split_once("\n\n").expect("there is a series");
    assert_eq!(
        series,
        "Im Archiv zur selben Sache:\n\
         4,2 Millionen Franken: Glasachbahn: St. Kolm zahlt mit und bekommt einen Bahnhof (6. Mai 2025)\n\
         4,2 Millionen Franken: Marbelwil soll 4,2 Millionen Franken an die Glasachbahn zahlen (18. Mai 2025)\n\
         4,8 Millionen Franken: dieser Artikel"
    );
}
