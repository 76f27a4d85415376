//! What the checks find that ask what other articles say: several articles, and in each what is told there.

#[path = "support/fixture.rs"]
#[allow(dead_code)]
mod fixture;
#[path = "support/folder.rs"]
#[allow(dead_code)]
mod folder;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use beleg::analysis::Cancel;
use beleg::archive::Archive;
use beleg::checks::{self, Finding};
use beleg::desk::corrections::corrections;
use beleg::desk::layer::{Layer, Origin};
use beleg::desk::{Document, Reading, Settings, Snapshot};
use beleg::lang::Lang;
use beleg::text::rope::Edit;
use beleg::text::{Encoding, Format};
use fixture::Fixture;
use folder::Folder;

/// A desk with all articles of a fixture in its archive, and these as they were read.
fn desk(fixture: &Fixture, settings: &str) -> (Snapshot, Vec<Reading>) {
    let layer = Layer::of_toml(Origin::Flag("beleg.toml".into()), settings);
    let codes: Vec<_> = checks::ALL.iter().map(|check| check.code()).collect();
    let (settings, problems) = Settings::resolve([&layer], &codes);
    assert_eq!(problems, []);
    let mut desk = Snapshot { settings: settings.into(), speaks: Lang::De, ..Snapshot::default() };
    let read = |(path, text): &(PathBuf, String)| {
        let format = Format::of_path(path).unwrap_or(Format::Plain);
        desk.read(path, text.as_str(), format, &Cancel::default(), None).expect("nobody cancels")
    };
    let readings: Vec<Reading> = fixture.articles.iter().map(read).collect();
    let mut archive = Archive::default();
    let entries: Vec<_> = readings.iter().map(|reading| reading.entry(&reading.path)).collect();
    archive.add(&entries).expect("memory takes all");
    desk.archive = Arc::new(archive);
    (desk, readings)
}

/// What one check, which is switched on, finds in each article of a fixture.
fn found(code: &str, fixture: &Fixture, settings: &str) -> Vec<(Arc<Path>, Finding)> {
    let (desk, readings) = desk(fixture, &format!("checks.{code} = 'on'\n{settings}"));
    let findings = readings.iter().flat_map(|reading| {
        let findings = checks::run(reading, &desk, &Cancel::default()).expect("nobody cancels");
        findings.into_iter().map(|finding| (reading.path.clone(), finding))
    });
    findings.filter(|(_, finding)| finding.code == code && !finding.suppressed).collect()
}

/// A check marks what is under `^^^`, and nothing else; what it names beside that is marked as well.
#[track_caller]
fn marks(code: &str, settings: &str, articles: &str) {
    marks_in(code, settings, &Fixture::parse(articles));
}

/// The same in articles that may lie on disk.
#[track_caller]
fn marks_in(code: &str, settings: &str, fixture: &Fixture) {
    let found = found(code, fixture, settings);
    let places: Vec<_> = found.iter().map(|(path, finding)| (path.to_path_buf(), finding.span)).collect();
    assert_eq!(places, fixture.ranges, "{found:#?}");
    for related in found.iter().flat_map(|(_, finding)| &finding.related) {
        let file = related.file.clone().expect("it stands in another article");
        assert!(places.contains(&(file, related.span)), "{related:?}");
    }
}

/// Two articles of these days with one sentence each.
fn two(lang: &str, [(date, sentence), (others_date, other)]: [(&str, &str); 2]) -> String {
    let article = |name, date, sentence| format!("%! {name}.md\n---\nlang: {lang}\ndate: {date}\n---\n{sentence}\n");
    article("a", date, sentence) + &article("b", others_date, other)
}

const FIRE: &str = "Bei dem Brand im Hotel „Krone“ 🔥 in Hölzen starben am 12. Mai 2025 zwölf\u{a0}Menschen.";

#[test]
fn two_articles_contradict_each_other() {
    marks(
        "figure-conflict",
        "",
        "
%! eins.md
---
date: 2025-03-10
---
# „Sicherheit“ 🚓

In Wernach zählte die Kantonspolizei 2024 insgesamt 340\u{a0}Einbrüche. Es waren 340\u{a0}Einbrüche.
                                                    ^^^^^^^^^^^^^
%! zwei.txt
---
date: 2025-04-02
lang: de
---
Mehr Einbrüche

Im Jahr 2024 zählte die Kantonspolizei in Wernach 430 Einbrüche.
                                                  ^^^^^^^^^^^^^
%! drei.md
---
date: 2025-04-02
---
# Weniger Einbrüche

Im Jahr 2023 zählte die Kantonspolizei in Wernach 280 Einbrüche.
",
    );
    marks(
        "figure-conflict",
        "",
        "
%! one.md
---
date: 2025-05-20
lang: en
---
# Fire at the Crown

On 12 May 2025, 12 people died in a fire at the Crown Hotel in Harrowmere.
                ^^^^^^^^^
%! two.md
---
date: 2025-06-20
lang: en
---
# Aftermath

The fire at the Crown Hotel in Harrowmere killed 14 people on 12 May 2025.
                                                 ^^^^^^^^^
",
    );
}

#[test]
fn the_other_article_is_told_by_its_title() {
    let other =
        "# „Ein“ Monat danach\n\nAm 12. Mai 2025 starben bei dem Brand im Hotel Krone in Hölzen 14 bis 16 Menschen.";
    let found =
        found("figure-conflict", &Fixture::parse(&two("de", [("2025-05-20", FIRE), ("2025-06-20", other)])), "");
    let messages: Vec<_> = found.iter().map(|(_, finding)| &*finding.message).collect();
    assert_eq!(
        messages,
        ["zwölf Menschen: In «„Ein“ Monat danach» sind es 14–16.", "14 bis 16 Menschen: In «a.md» sind es 12."]
    );
}

#[test]
fn what_may_both_be_true_is_no_contradiction() {
    let fire = |count: &str| format!("Am 12. Mai 2025 starben bei dem Brand im Hotel Krone in Hölzen {count}.");
    let finds = |articles: [(&str, &str); 2]| found("figure-conflict", &Fixture::parse(&two("de", articles)), "").len();
    assert_eq!(finds([("2025-05-20", FIRE), ("2025-06-20", &fire("14 Menschen"))]), 2);
    // the same, rounded, a limit
    for count in ["12 Menschen", "mindestens zehn Menschen", "10 bis 15 Menschen", "mehr als 11 Menschen"] {
        assert_eq!(finds([("2025-05-20", FIRE), ("2025-06-20", &fire(count))]), 0, "{count}");
    }
    let guests = |count: &str| format!("Zum Fest der Sankt-Anna-Kirche in Hölzen kamen am 3. Mai 2025 {count} Gäste.");
    for (count, other, wrong) in [
        ("fast 7000", "6900", 0),
        ("rund 10'000", "10'400", 0),
        ("300", "310", 0),
        ("1234", "1243", 2),
        ("300", "400", 2),
    ] {
        let articles = [("2025-05-20", &*guests(count)), ("2025-06-20", &*guests(other))];
        assert_eq!(finds(articles), wrong, "{count} {other}");
    }
    // others, other days, other places, other deeds
    for other in [
        "Am 12. Mai 2025 starben bei dem Brand im Hotel Krone in Hölzen weitere 14 Menschen.",
        "Am 12. Mai 2025 starben bei dem Brand im Hotel Krone in Hölzen 14 junge Menschen.",
        "Am 13. Mai 2025 starben bei dem Brand im Hotel Krone in Hölzen 14 Menschen.",
        "Seit dem 12. Mai 2025 starben bei dem Brand im Hotel Krone in Hölzen 14 Menschen.",
        "Am 12. Mai 2025 starben bei dem Brand im Hotel Adler in Glasach 14 Menschen.",
        "Am 12. Mai 2025 wurden bei dem Brand im Hotel Krone in Hölzen 14 Menschen verletzt.",
        "Am 12. Mai 2025 starben bei dem Brand im Hotel Krone in Hölzen 14 Kinder.",
        "Am 12. Mai 2025 starben 14 Menschen.",
        "Am 12. Mai 2025 starben bei dem Brand im Hotel 14 Menschen.",
        "«Am 12. Mai 2025 starben bei dem Brand im Hotel Krone in Hölzen 14 Menschen», sagte Jana Wattner.",
        "Am 12. Mai 2025 starben bei dem Brand im Hotel Krone in Hölzen 14 Menschen, im Hotel Krone starben 15 Menschen.",
    ] {
        assert_eq!(finds([("2025-05-20", FIRE), ("2025-06-20", other)]), 0, "{other}");
    }
}

#[test]
fn what_was_still_running_and_what_two_say_is_news() {
    let finds = |articles: [(&str, &str); 2]| found("figure-conflict", &Fixture::parse(&two("de", articles)), "").len();
    let year = |count: &str| format!("In Wernach zählte die Kantonspolizei 2024 insgesamt {count} Einbrüche.");
    assert_eq!(finds([("2024-07-01", &year("340")), ("2025-02-01", &year("430"))]), 0);
    assert_eq!(finds([("2025-01-01", &year("340")), ("2025-02-01", &year("430"))]), 2);
    // what tells no day is of the day of its article
    let crowd = |count: &str, source: &str| {
        format!("{source} demonstrierten auf dem Bundesplatz in Bern {count} Bauern gegen die Umfahrung.")
    };
    let (police, hosts) = (crowd("500", "Laut Polizei"), crowd("2300", "Laut dem Bauernverband"));
    assert_eq!(finds([("2025-05-20", &police), ("2025-05-20", &hosts)]), 0);
    assert_eq!(finds([("2025-05-20", &police), ("2025-05-20", &crowd("650", "Laut Polizei"))]), 2);
    assert_eq!(finds([("2025-05-20", &crowd("500", "Gestern")), ("2025-05-20", &crowd("650", "Gestern"))]), 2);
    assert_eq!(finds([("2025-05-20", &crowd("500", "Zuletzt")), ("2025-05-20", &crowd("650", "Zuletzt"))]), 2);
    assert_eq!(finds([("2025-05-20", &crowd("500", "Zuletzt")), ("2025-05-21", &crowd("650", "Zuletzt"))]), 0);
}

/// What is told of a document by a check after it was opened, edited and saved, with another article in the archive.
fn after_saving(other: &str, before: &str, after: &str, saved: bool) -> Vec<(String, String)> {
    let fixture = Fixture::parse(&two("de", [("2025-05-20", before), ("2025-05-21", other)]));
    let (mut desk, _) = desk(&fixture, "");
    let (path, text) = &fixture.articles[0];
    let opened = Document::new(path.as_path().into(), 1, Format::Markdown, text);
    let edit = Edit { range: None, text: text.replace(before, after) };
    let mut document = opened.edited(2, &[edit], Encoding::Utf8);
    if saved {
        let corrections = corrections(&desk, &document, &Cancel::default()).expect("nobody cancels");
        document = document.corrected(corrections);
    }
    desk.documents.insert(document);
    let reading = desk.documents.get(path).expect("it is open").reading(&desk, &Cancel::default());
    let reading = reading.expect("nobody cancels");
    let findings = checks::run(&reading, &desk, &Cancel::default()).expect("nobody cancels").into_iter();
    let findings = findings.filter(|finding| finding.code == "figure-ripple");
    let told = |finding: Finding| (finding.span.of(&reading.article.text).to_owned(), finding.message.to_string());
    findings.map(told).collect()
}

#[test]
fn a_corrected_figure_still_stands_elsewhere() {
    let fire = |count: &str| format!("Bei dem „Brand“ 🔥 im Hotel Krone in Hölzen starben {count}\u{a0}Menschen.");
    let (before, after) = (fire("zwölf"), fire("14"));
    let ripple = |other: &str, saved| after_saving(other, &before, &after, saved);
    let told = ("14\u{a0}Menschen".to_owned(), "14 Menschen: In «b.md» steht noch die alte Zahl.".to_owned());
    assert_eq!(ripple(&fire("12"), true), [told]);
    assert_eq!(ripple(&fire("12"), false), []);
    assert_eq!(ripple(&fire("14"), true), []);
    assert_eq!(ripple("In der Krone in Hölzen assen am Sonntag 12 Menschen.", true), []);
    // the same words, and no name that tells of which fire
    let nowhere = |count: &str| format!("Bei dem Brand im Hotel starben nach langer Fahrt {count} Menschen.");
    assert_eq!(after_saving(&nowhere("12"), &nowhere("12"), &nowhere("14"), true), []);
    // only written differently, or another sentence
    assert_eq!(after_saving(&fire("12"), &before, &fire("12"), true), []);
    assert_eq!(after_saving(&fire("12"), &before, "In Glasach wurden 14 Menschen eingebürgert.", true), []);
    let costs =
        |sum: &str| format!("Der Neubau der Brücke in Bern kostet nach Angaben des Landkreises {sum} Millionen Euro.");
    assert_eq!(after_saving(&costs("5,5"), &costs("5,5"), &costs("6,5"), true).len(), 1);
}

#[test]
fn nearly_the_same_text_lies_in_the_archive() {
    let body: String =
        (0..60).map(|at| format!("Satz {at} erzählt von der „Wernach“ 🌊 und Hof {}. ", at * 7)).collect();
    let changed = body.replacen("Satz 30 erzählt", "Der Satz 30 berichtet", 1);
    let article = |name: &str, title: &str, body: &str| {
        let marks: String = title.chars().map(|_| '^').collect();
        format!("%! {name}\n---\nlang: de\n---\n# {title}\n  {marks}\n\n{body}\n")
    };
    let both = article("a.md", "Hochwasser", &body) + &article("b.md", "Flut", &changed);
    marks("duplicate-article", "", &both);
    let other: String = (0..60).map(|at| format!("Zeile {at} erzählt von dem Tal und Hof {}. ", at * 3)).collect();
    let other = article("a.md", "Hochwasser", &body) + &article("b.md", "Flut", &format!("{other}\n\nSatz 1 erzählt."));
    marks("duplicate-article", "", &other.replace('^', ""));
    assert_eq!(found("figure-ripple", &Fixture::parse(&both), ""), []);
}

/// Three articles, the first two of which rest on each other alone.
const FLOOD: &str = "
%! bilanz.md
---
lang: de
sources: hochwasser.md
         ^^^^^^^^^^^^^
---
# Bilanz „nach der Flut“

In Hölzen standen 340 Keller unter Wasser.
%! hochwasser.md
---
lang: de
---
# Hochwasser 🌊

In „Hölzen“ 🌊 standen 340\u{a0}Keller unter Wasser ([Bilanz](bilanz.md)). Es waren 124 Straßen gesperrt.[^1]
                                               ^^^^^^^^^^^^^^^^^^^

Lesen Sie auch: [das Wetter](wetter.md).

[^1]: Nach der [Übersicht](./bilanz.md#strassen).
%! wetter.md
---
lang: de
sources: [hochwasser.md, Wetterdienst]
---
# Wetter

Es fielen 80 Liter Regen.
";

#[test]
fn two_articles_are_each_others_only_source() {
    let folder = Folder::new("circular");
    let finds = |articles: &str| found("circular-source", &Fixture::parse(articles).stored_in(&folder.0), "");
    marks_in("circular-source", "", &Fixture::parse(FLOOD).stored_in(&folder.0));
    let told = finds(FLOOD);
    assert_eq!(
        &*told[0].1.message,
        "Einzige Quelle ist «Hochwasser 🌊», und der Artikel hat selbst keine andere als diesen."
    );
    // somebody else vouches too, or the link leads elsewhere
    for (from, to) in [
        ("sources: hochwasser.md", "sources: [hochwasser.md, Gemeinde Hölzen]"),
        ("sources: hochwasser.md", "sources: [hochwasser.md, 'https://hoelzen.example/flut']"),
        ("gesperrt.[^1]", "gesperrt, sagte Bauamtsleiterin Jana Wattner."),
        ("[Übersicht](./bilanz.md#strassen)", "Gemeinde Hölzen, Auskunft vom 3. Mai"),
        ("bilanz.md#strassen", "wetter.md"),
        ("(bilanz.md)", "(wetter.md)"),
        ("(bilanz.md)", "(fehlt.md)"),
        ("(bilanz.md)", "(hochwasser.md)"),
    ] {
        assert!(FLOOD.contains(from));
        assert_eq!(finds(&FLOOD.replace(from, to)), [], "{from} {to}");
    }
    // it is the same article, by its title
    assert_eq!(finds(&FLOOD.replace("[Bilanz](bilanz.md)", "laut [[bilanz „nach der Flut“]]")).len(), 2);
}

#[test]
fn a_circle_leads_through_several_articles() {
    let article = |name: &str, source: &str| {
        let marks: String = source.chars().map(|_| '^').collect();
        format!(
            "%! {name}.txt\n---\nlang: de\nsources: \"[[{source}]]\"\n          ^^{marks}^^\n---\n{name}\n\nText.\n"
        )
    };
    let all = article("Höfe", "Wege") + &article("Wege", "Bäche") + &article("Bäche", "Höfe");
    marks("circular-source", "", &all);
    let told = found("circular-source", &Fixture::parse(&all), "");
    let message = "Einzige Quelle ist «Wege», und der Artikel führt über «Bäche» nur hierher zurück.";
    assert_eq!(&*told[0].1.message, message);
    // who only leads into a circle is not in it
    let into = article("Ställe", "Höfe").replace('^', "");
    assert_eq!(found("circular-source", &Fixture::parse(&(all + &into)), "").len(), 3);
}

#[test]
fn two_media_cite_each_other_for_the_same_figure() {
    let article = |name: &str, outlet: &str, source: &str, figure: &str| {
        format!(
            "%! {name}.md\n---\nlang: de\n---\n# {name}\n\nAnna Muster / {outlet}\n\n\
             Bei dem Brand im Hotel Krone in Hölzen verbrannten {source} {figure}.\n"
        )
    };
    let finds = |articles: [String; 2]| {
        let found = found("circular-source", &Fixture::parse(&articles.concat()), "");
        found.into_iter().map(|(_, finding)| finding.message.to_string()).collect::<Vec<_>>()
    };
    let bote = |source: &str, figure: &str| article("bote", "Glasacher Bote", source, figure);
    let zeitung = |source: &str| article("zeitung", "Walder Zeitung", source, "340 Ballen Heu");
    let told = finds([bote("laut der Walder Zeitung", "340 Ballen Heu"), zeitung("laut dem Glasacher Bote")]);
    assert_eq!(told.len(), 2, "{told:?}");
    assert_eq!(finds([bote("laut der Walder Zeitung", "340 Ballen Heu"), zeitung("laut Polizei")]), [""; 0]);
    assert_eq!(finds([bote("laut der Walder Zeitung", "410 Ballen Heu"), zeitung("laut dem Glasacher Bote")]), [""; 0]);
}

#[test]
fn two_articles_put_a_place_into_two_regions() {
    marks(
        "place-conflict",
        "",
        "
%! eins.md
---
lang: de
---
# „Feuer“ 🔥

In „Wittenfeld“\u{a0}🔥 brannte es. Die Feuerwehr kam nach Wittenfeld (Kanton Bern) spät. In Wittenfeld regnet es.
                                                     ^^^^^^^^^^^^^^^^^^^^^^^
%! zwei.txt
---
lang: de
---
Ein Stall

Der Stall steht in Wittenfeld im Kanton Zürich.
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^
",
    );
    marks(
        "place-conflict",
        "",
        "
%! one.md
---
lang: en
---
# A fire

In Harrowmere, Illinois, a barn burned. In Westford, Kent County, it rained.
   ^^^^^^^^^^^^^^^^^^^^                    ^^^^^^^^^^^^^^^^^^^^^
%! two.md
---
lang: en
---
# Rain

It rained in Harrowmere in Kansas and in Westford (Sangamon County).
             ^^^^^^^^^^^^^^^^^^^^        ^^^^^^^^^^^^^^^^^^^^^^^^^
",
    );
}

/// What is told of two German articles with one sentence each.
fn places(one: &str, other: &str) -> Vec<String> {
    let found = found("place-conflict", &Fixture::parse(&two("de", [("2025-05-20", one), ("2025-06-20", other)])), "");
    found.into_iter().map(|(_, finding)| finding.message.to_string()).collect()
}

#[test]
fn the_other_region_is_told_by_its_name() {
    assert_eq!(
        places(
            "In der hessischen Gemeinde Wolkrode blieb es ruhig.",
            "Das Lager steht in Wolkrode in Österreich, sagt sie."
        ),
        ["Wolkrode: hier «Hessen», in «b.md» «Österreich».", "Wolkrode: hier «Österreich», in «a.md» «Hessen»."]
    );
    let twice = "In der hessischen Gemeinde Wolkrode blieb es ruhig.\n\nDer Zug hielt in Wolkrode in Österreich.";
    let message = "Wolkrode: hier «Österreich», weiter oben «Hessen».";
    assert_eq!(places(twice, "In Wolkrode in Hessen regnet es."), [message]);
}

#[test]
fn what_both_regions_may_hold_is_no_conflict() {
    let hessian = "In der hessischen Gemeinde Wolkrode blieb es ruhig.";
    assert_eq!(places(hessian, "Der Zug hielt in Wolkrode im Kanton Zürich.").len(), 2);
    for other in [
        // the same, what it is a part of, of which nothing is known
        "Der Zug hielt in Wolkrode in Hessen.",
        "Der Zug hielt in Wolkrode (Bundesland Hessen).",
        "Der Zug hielt in Wolkrode in Deutschland.",
        "Der Zug hielt in Wolkrode im Landkreis Stade.",
        // no regions, and places that stand one after the other
        "Der Zug hielt in Wolkrode in Hamburg.",
        "Der Zug hielt in Wolkrode, Österreich und Ungarn.",
        "Der Zug hielt in Hölzen, Wolkrode, Österreich, und in der Schweiz.",
        // who names both tells them apart
        "Der Zug hielt in Wolkrode (Hessen), nicht in Wolkrode (Kanton Zürich).",
    ] {
        assert_eq!(places(hessian, other), [""; 0], "{other}");
    }
    let district = "In Tiefenau, Landkreis Stade, blieb es ruhig.";
    assert_eq!(places(district, "Der Zug hielt in Tiefenau im Landkreis Celle.").len(), 2);
    assert_eq!(places(district, "Der Zug hielt in Tiefenau im Kreis Stade."), [""; 0]);
    assert_eq!(places("Er zog nach Rumänien (Kreis Arad).", "Sie zog nach Rumänien (Kreis Cluj)."), [""; 0]);
    // capitals speak for states
    assert_eq!(places("Das will Moskau in Syrien.", "Das will Moskau in Russland."), [""; 0]);
}
