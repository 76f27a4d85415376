//! What a hover on a name tells, from who that is to where it is known from.

mod support;

use std::path::Path;

use beleg::desk::Snapshot;
use beleg::features;
use beleg::features::markup::Markup;
use beleg::kb::Kb;
use beleg::kb::load::Page;
use beleg::lang::Lang;
use support::fixture::Fixture;

/// The hover at the cursor of a fixture; its span is the range that is drawn.
#[track_caller]
fn hover(desk: Snapshot, text: &str) -> Markup {
    let fixture = Fixture::parse(text);
    let address = |path: &Path| Some(format!("file://{}", path.display()));
    let hover =
        fixture.ask(desk, |cursor| features::hover::hover(cursor, &address).unwrap()).expect("there is a hover");
    fixture.ranges.iter().for_each(|(_, span)| assert_eq!(hover.span, *span));
    hover.text
}

/// The same for a German reader of the embedded knowledge base, without markup.
#[track_caller]
fn plain(text: &str) -> String {
    hover(Snapshot { speaks: Lang::De, ..Snapshot::default() }, text).plain
}

/// People and a place of an invented valley.
const VALLEY: &str = r#"
[[entity]]
id = "kb:wernach"
type = "state"
label = { de = "Wernach", en = "Wernia" }

[[entity]]
id = "kb:mara-guel"
type = "person"
label = { de = "Mara Gül", en = "Mara Guel" }
aliases = { de = ["Mara Guel", "M. Gül", "Mara Gul"] }
description = { de = "Wernacher Brückenbauerin" }
country = "kb:wernach"
fact = [
  { kind = "born", at = "1970-05-03", source = "register" },
  { kind = "office", value = { de = "Baurätin" }, from = "2012", source = "gazette", as_of = "2022-08" },
  { kind = "office", value = { de = "Landrätin" }, from = "2004", to = "2012", source = "register" },
  { kind = "native", value = { de = "Мара Гюль" }, source = "register", checked = false },
  { kind = "website", value = { de = "https://guel.example/" }, source = "register" },
  { kind = "party", value = { de = "Brückenpartei" }, source = "register" },
  { kind = "place", value = { de = "Rüfenau" }, source = "register" },
  { kind = "member", value = { de = "Talrat" }, source = "register" },
  { kind = "class", value = { de = "A" }, source = "register" },
  { kind = "range", value = { de = "weit" }, source = "register" },
]

[[entity]]
id = "kb:mara-guel-pilot"
type = "person"
label = { de = "Mara Gül" }
description = { de = "Pilotin aus dem Unterland" }
fact = [{ kind = "born", at = "1991", source = "register" }]
"#;

const VALLEY_SOURCES: &str = r#"
register = { name = { de = "Register" }, licence = "CC0-1.0", as_of = "2025-03" }
gazette = { name = { de = "Amtsblatt" }, url = "https://gazette.example/" }
"#;

fn valley() -> Snapshot {
    let mut page = Page::default();
    page.read(Path::new("sources.toml"), VALLEY_SOURCES);
    page.read(Path::new("valley.toml"), VALLEY);
    assert_eq!(page.problems, []);
    Snapshot { kb: Kb::new(page.entities, page.sources).into(), speaks: Lang::De, ..Snapshot::default() }
}

#[test]
fn a_card_tells_what_matters_first_and_where_it_comes_from_last() {
    let article = "\
%! this.txt
---
date: 2010-03-01
---
„Grüße“ 😀

Es kam Mara Gül. Dann sprach „Gül“ von der Brücke.
                              ^^^
                               |
%! old.txt
---
date: 2009-03-01
---
Der alte „Bericht“

Anwesend war Mara Gül, die Brückenbauerin.
%! new.txt
---
date: 2024-03-01
---
Der neue *Bericht*

Nichts geschah.

Da kam Mara Guls Zug mit Mara Gül.
";
    let told = hover(valley(), article);
    let lines: Vec<_> = told.plain.lines().collect();
    assert_eq!(
        lines,
        [
            "Mara Gül (Mara Guel) · Person · Wernach · geboren 3. Mai 1970 ¹",
            "Wernacher Brückenbauerin",
            "",
            "Im Amt (1. März 2010): Landrätin, 2004 bis 2012 ¹",
            "Baurätin, seit 2012 (laut Stand August 2022) ²",
            "In Originalschrift: Мара Гюль (ungeprüft) ¹",
            "Website: https://guel.example/ ¹",
            "Partei: Brückenpartei ¹",
            "Ort: Rüfenau ¹",
            "Mitglied: Talrat ¹",
            "und 2 weitere",
            "",
            "2-mal in diesem Artikel, auch in 2 anderen:",
            "Der neue *Bericht* (1. März 2024)",
            "Der alte „Bericht“ (1. März 2009)",
            "",
            "Auch: M. Gül, Mara Gul",
            "kb:mara-guel · Quellen: ¹\u{a0}Register, CC0-1.0, Stand März 2025; ²\u{a0}Amtsblatt, Stand August 2022",
            "",
            "Unsicher, wer oder was gemeint ist. Auch möglich:",
            "Mara Gül · Person · geboren 1991 · Pilotin aus dem Unterland",
        ]
    );
    for part in [
        "**Mara Gül** (Mara Guel) · *Person* · Wernach",
        "**Landrätin, 2004 bis 2012**",
        "[https:\\//guel.example/](<https://guel.example/>)",
        "[Der neue \\*Bericht\\*](<file:///desk/new.txt",
        "[Amtsblatt](<https://gazette.example/>)",
    ] {
        assert!(told.markdown.contains(part), "{part}: {}", told.markdown);
    }
}

#[test]
fn names_that_several_go_by_show_what_tells_them_apart() {
    let told = plain("%! a.txt\nEin Bericht\n\nDie FDP stimmte zu.\n    ^^^\n     |\n");
    let others = told.lines().skip_while(|line| !line.ends_with("Auch möglich:")).skip(1);
    let name = "FDP.Die Liberalen (FDP.The Liberals) · Partei · Schweiz · liberale Partei in der Schweiz";
    assert_eq!(others.collect::<Vec<_>>(), [name]);
    let told = plain("%! a.txt\nEin Bericht\n\nDie Freien Demokraten stimmten zu.\n           |\n");
    assert!(!told.contains("möglich"), "a name of one alone: {told}");
    let told = plain(
        "%! a.txt\nEin Bericht\n\nWetterling kam.\n  |\n%! b.txt\nB\n\nEs sprach Jonas Wetterling, Förster in Rüfenau.\n\
         %! c.txt\nC\n\nEs sprach Ute Wetterling, Forscherin in Wernach.\n",
    );
    let others = "Jonas Wetterling, Förster in Rüfenau\nB\n\nUnsicher, wer oder was gemeint ist. Auch möglich:\n\
                  Ute Wetterling, Forscherin in Wernach\nC";
    assert!(told.starts_with(others), "{told}");
}

#[test]
fn what_is_mentioned_nowhere_else_is_not_counted() {
    let told = hover(valley(), "%! a.txt\nTitel\n\nEs kam Wernach.\n          |\n").plain;
    assert_eq!(told, "Wernach (Wernia) · Staat\n\nkb:wernach");
}
