//! The line above an article.

mod support;

use beleg::analysis::Cancel;
use beleg::desk::Snapshot;
use beleg::features::lens::lens;
use beleg::lang::Lang;
use serde_json::{Value, json};
use support::client::Client;
use support::fixture::Fixture;

/// The line above the first article, and the words that it stands above.
fn shown(text: &str, speaks: Lang) -> Option<(String, String)> {
    let fixture = Fixture::parse(text);
    let desk = fixture.desk(Snapshot { speaks, ..Snapshot::default() });
    let cancel = Cancel::default();
    let document = desk.documents.get(&fixture.articles[0].0).unwrap();
    let reading = document.reading(&desk, &cancel).unwrap();
    let lens = lens(&reading, &reading.entry(&document.path), &desk, &cancel).unwrap()?;
    Some((lens.title, lens.span.of(&fixture.articles[0].1).to_owned()))
}

const ARTICLE: &str = "\
%! this.md
---
lang: de
date: 2025-05-26
---
# „Brücke“ 🌉

Das sagt Anna Vorbach, Leiterin des Bauamts. Auch Präsident Wladimir Putin kam.

Der Neubau der Glasachbrücke kostet 23,5 Millionen Euro. Laut dem Bauamt fahren dort 12.000 Autos.
";

#[test]
fn people_figures_and_other_articles_are_counted() {
    let others = "\
%! person.txt
---
lang: de
---
Vorher

Anna Vorbach ging am Montag.
%! figure.txt
---
lang: de
---
Teuer

Der Neubau kostet 23,5 Millionen Euro.
%! other-matter.txt
---
lang: de
---
Klinik

Die Klinik verliert 23,5 Millionen Euro.
";
    let text = format!("{ARTICLE}{others}");
    for (speaks, title) in [
        (Lang::De, "2 Personen · 2 Zahlen, 1 ohne Beleg · in 2 anderen Artikeln"),
        (Lang::En, "2 people · 2 figures, 1 unsourced · in 2 other articles"),
    ] {
        assert_eq!(shown(&text, speaks), Some((title.to_owned(), "„Brücke“ 🌉".to_owned())));
    }
}

#[test]
fn one_of_each_is_told_so() {
    let text = "\
%! this.txt
---
lang: de
---
Ein Bericht

Das sagt Anna Vorbach, Leiterin des Bauamts. Laut dem Bauamt fahren dort 12.000 Autos.
%! other.txt
---
lang: de
---
Vorher

Anna Vorbach ging am Montag.
";
    let title = |speaks| shown(text, speaks).unwrap().0;
    assert_eq!(title(Lang::De), "1 Person · 1 Zahl · in einem anderen Artikel");
    assert_eq!(title(Lang::En), "1 person · 1 figure · in 1 other article");
    assert_eq!(shown("%! a.txt\nEin Bericht\n\nHier steht nichts.\n", Lang::De), None);
}

/// What most articles have tells nothing.
#[test]
fn whom_everybody_names_does_not_count() {
    let mut text = ARTICLE.to_owned();
    for number in 0..60 {
        text += &format!("%! {number}.txt\n---\nlang: de\n---\nBericht\n\nWladimir Putin kam.\n");
    }
    assert_eq!(shown(&text, Lang::De).unwrap().0, "2 Personen · 2 Zahlen, 1 ohne Beleg");
    text += "%! one-more.txt\n---\nlang: de\n---\nBericht\n\nAnna Vorbach ging.\n";
    assert_eq!(shown(&text, Lang::De).unwrap().0, "2 Personen · 2 Zahlen, 1 ohne Beleg · in einem anderen Artikel");
}

#[test]
fn lenses_are_given_where_the_desk_wants_them() {
    const A: &str = "file:///desk/a.txt";
    let refresh = json!({"workspace": {"codeLens": {"refreshSupport": true}}});
    let (mut client, offers) = Client::initialized(json!({"capabilities": refresh, "locale": "de"}));
    assert_eq!(offers["codeLensProvider"], json!({"resolveProvider": false}));
    client.open(A, "---\nlang: de\n---\n\nEin 🌉 Bericht\n\nEs kostet 300 Franken.\n");
    let params = json!({"textDocument": {"uri": A}});
    let at = json!({"line": 4, "character": 0});
    // a command without a name is shown, and nobody can choose it
    let expected =
        json!([{"range": {"start": at, "end": at}, "command": {"title": "1 Zahl, 1 ohne Beleg", "command": ""}}]);
    assert_eq!(client.request("textDocument/codeLens", params.clone())["result"], expected);
    client.asked.clear();
    client.notify("workspace/didChangeConfiguration", json!({"settings": {"code_lens": false}}));
    assert_eq!(client.request("textDocument/codeLens", params)["result"], Value::Null);
    client.is_asked("workspace/codeLens/refresh");
}
