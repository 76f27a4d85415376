//! Names as an editor lists and colours them: the outline of an article, names of the whole archive, semantic tokens.

mod support;

use std::path::Path;

use beleg::analysis::Cancel;
use beleg::desk::Snapshot;
use beleg::features::symbols::{Symbol, SymbolKind, symbols};
use beleg::features::tokens::{Token, tokens};
use beleg::features::workspace_symbols::{Found, workspace_symbols};
use beleg::lang::Lang;
use beleg::text::Span;
use serde_json::{Value, json};
use support::client::{Client, uri};
use support::fixture::Fixture;

fn german() -> Snapshot {
    Snapshot { speaks: Lang::De, ..Snapshot::default() }
}

/// The outline of the first article of a fixture, and its text.
fn outline(text: &str) -> (Vec<Symbol>, String) {
    let fixture = Fixture::parse(text);
    let desk = fixture.desk(german());
    let document = desk.documents.get(&fixture.articles[0].0).unwrap();
    let reading = document.reading(&desk, &Cancel::default()).unwrap();
    (symbols(&reading, &reading.entry(&document.path), desk.speaks), reading.article.text.to_string())
}

/// An outline as a reader sees it, one entry a line.
fn drawn(outline: &[Symbol]) -> String {
    fn draw(symbols: &[Symbol], depth: usize, lines: &mut Vec<String>) {
        for symbol in symbols {
            let detail = if symbol.detail.is_empty() { String::new() } else { format!(" | {}", symbol.detail) };
            lines.push(format!("{}{}{detail}", "  ".repeat(depth), symbol.name));
            draw(&symbol.below, depth + 1, lines);
        }
    }
    let mut lines = vec![];
    draw(outline, 0, &mut lines);
    lines.join("\n")
}

const ARTICLE: &str = "\
%! a.md
---
date: 2024-03-05
lang: de
---
# Streit um Vorbachs Brücke 🌉

Die Brücke in Wernach ist marode. Das sagt Anna Vorbach, Leiterin des Bauamts, seit Jahren. Russland liefert den Stahl.

Der Umbau soll mehr als 40 Millionen Franken kosten. «Das ist zu viel», sagt Gemeinderat Urs Hölzli.

## Wie es weitergeht

«Wir müssen die Brücke sperren, sobald im Herbst die ersten Lastwagen aus dem Steinbruch kommen», sagt Vorbach. Laut dem Bauamt braucht es dazu 12 Arbeiter. «Niemand will das», sagt Hölzli. «Doch es geht», sagt Vorbach.
";

#[test]
fn the_outline_tells_how_an_article_is_built_and_what_is_in_it() {
    let (outline, _) = outline(ARTICLE);
    let wanted = "\
Streit um Vorbachs Brücke 🌉
Wie es weitergeht
Personen | 2
  Anna Vorbach | Leiterin des Bauamts · 4×
  Urs Hölzli | Gemeinderat · 2×
Orte | 2
  Wernach | 1×
  Russland | 1×
Zahlen | 1
  mehr als 40 Millionen Franken | Quelle nicht benannt
Zitate | 2
  Urs Hölzli | 2
    «Das ist zu viel»
    «Niemand will das»
  Anna Vorbach | 2
    «Wir müssen die Brücke sperren, sobald im Herbst die ersten …
    «Doch es geht»";
    assert_eq!(drawn(&outline), wanted);
}

/// Else an editor would hold the first line of the article, or of a quotation, above all that follows.
#[test]
fn only_sections_have_an_extent() {
    fn look(symbol: &Symbol, text: &str) {
        assert_eq!(symbol.span, symbol.head, "{symbol:?}");
        match symbol.kind {
            SymbolKind::Name(_) | SymbolKind::Figure => assert_eq!(symbol.head.of(text), symbol.name),
            SymbolKind::Group => assert_eq!(symbol.head, Span::new(text.len(), text.len())),
            SymbolKind::Speaker => {
                let words = symbol.head.of(text);
                assert!(symbol.name.contains(words) || words.contains(&symbol.name), "{words}");
            }
            _ => {}
        }
        symbol.below.iter().for_each(|below| look(below, text));
    }
    let (outline, text) = outline(ARTICLE);
    let (sections, groups) = outline.split_at(2);
    assert!(!groups.is_empty());
    groups.iter().for_each(|group| look(group, &text));
    let [title, heading] = sections else { panic!("{sections:?}") };
    assert!(title.span.of(&text).starts_with(&*title.name) && title.span.end == heading.head.start, "{title:?}");
    assert!(heading.span.of(&text).starts_with(&*heading.name) && heading.span.end == text.len(), "{heading:?}");
}

/// Only what names somebody counts as a name, and it is shown as the article has it without a case ending.
#[test]
fn the_outline_spells_names_as_they_are() {
    let text = "%! a.txt\n---\nlang: de\n---\nDer Plan\n\nWladimir Putins Plan steht. Das russische Heer wartet. Wladimir Putin schweigt.\n";
    let (outline, _) = outline(text);
    assert_eq!(drawn(&outline), "Der Plan\nPersonen | 1\n  Wladimir Putin | 2×");
}

/// What an editor is offered for words, in their order: name, article, and the words at the place.
fn found(fixture: &Fixture, words: &str) -> Vec<[String; 3]> {
    let desk = fixture.desk(german());
    let found = workspace_symbols(&desk, words, &Cancel::default()).unwrap();
    let text = |path: &Path| &fixture.articles.iter().find(|(known, _)| **known == *path).unwrap().1;
    let words = |found: &Found| {
        let at = found.place.span;
        format!("{}:{}", found.place.path.file_stem().unwrap().display(), at.of(text(&found.place.path)))
    };
    found.iter().map(|found| [found.name.clone(), found.article.clone(), words(found)]).collect()
}

fn archive() -> Fixture {
    Fixture::parse(
        "\
%! a.txt
---
date: 2023-01-01
lang: de
---
Vorgeschichte

Das sagt Annemarie Müller. Dabei war auch Peter Muller-Strauß, der Wirt. Der Bericht steht in der «WSJ».
%! b.txt
---
date: 2024-01-01
lang: de
---
Die Brücke

Das sagt Annemarie Müller, Leiterin des Bauamts. Ihr folgt Zoé Kellermüller, die Rektorin. Russland schweigt.
%! c.txt
---
lang: de
---
Ohne Datum

Bild: Urs Anner, Gemeinderat, vor dem Rathaus. Keystone

Die Rede von Annemarie Müller missfällt dem Gemeinderat Urs Anner. Laut dem Wall Street Journal schweigt Russland.
%! d.txt
---
date: 2022-01-01
lang: de
---
Schon früher

Urs Anner, Gemeinderat aus Wernach, klagt gegen Russland.
",
    )
}

#[test]
fn a_name_is_found_where_it_is_introduced() {
    let row = |name: &str, article: &str, place: &str| [name, article, place].map(str::to_owned);
    let archive = archive();
    let anna = row("Annemarie Müller", "Die Brücke, 3 Artikel", "b:Annemarie Müller");
    let zoe = row("Zoé Kellermüller", "Die Brücke", "b:Zoé Kellermüller");
    let peter = row("Peter Muller-Strauß", "Vorgeschichte", "a:Peter Muller-Strauß");
    let urs = row("Urs Anner", "Schon früher, 2 Artikel", "d:Urs Anner");
    for (words, wanted) in [
        ("annemarie müller", vec![&anna]),
        ("muller ann", vec![&anna]),
        ("MULLER", vec![&anna, &peter, &zoe]),
        ("muller", vec![&anna, &peter, &zoe]),
        ("Müller", vec![&anna, &peter, &zoe]),
        ("muller-strauss", vec![&peter]),
        ("strauß peter", vec![&peter]),
        ("zoe", vec![&zoe]),
        ("ann", vec![&anna, &urs]),
        ("nn", vec![&anna, &urs]),
        ("anner", vec![&urs]),
        ("niemand", vec![]),
    ] {
        assert_eq!(found(&archive, words).iter().collect::<Vec<_>>(), wanted, "{words}");
    }
}

#[test]
fn any_name_of_a_known_one_finds_it_and_all_its_articles_count() {
    for words in ["wsj", "wall street", "journal street"] {
        let [found] = &found(&archive(), words)[..] else { panic!("{words}") };
        assert_eq!(found[1], "Vorgeschichte, 2 Artikel", "{found:?}");
    }
}

#[test]
fn without_words_the_most_named_come_first() {
    let names: Vec<String> = found(&archive(), " ").into_iter().map(|[name, ..]| name).collect();
    assert_eq!(names[..2], ["Annemarie Müller", "Russland"]);
    assert_eq!(names.len(), 8, "{names:?}");
}

/// What is coloured, with its kind and what is so of it: `person.introduction.known`.
fn coloured(text: &str, stretch: Option<Span>) -> Vec<(String, String)> {
    let fixture = Fixture::parse(text);
    let desk = fixture.desk(german());
    let reading = desk.documents.iter().next().unwrap().reading(&desk, &Cancel::default()).unwrap();
    let text = &reading.article.text;
    let tokens = tokens(&reading, stretch.unwrap_or(Span::new(0, text.len())));
    assert!(tokens.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "{tokens:?}");
    let kind = |token: &Token| [&[token.kind], &token.modifiers[..]].concat().join(".");
    tokens.iter().map(|token| (token.span.of(text).to_owned(), kind(token))).collect()
}

#[test]
fn names_and_claims_have_colours() {
    let text = "%! a.txt\n---\nlang: de\n---\nDer Plan 🌉\n\nDas sagt Anna Vorbach, Leiterin des Bauamts. Vorbach rechnet mit 300 Gästen. In Russland liegen 170 Granaten.\n";
    let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(words, kind)| ((*words).to_owned(), (*kind).to_owned())).collect()
    };
    let all = [
        ("Anna Vorbach", "person.introduction"),
        ("Vorbach", "person"),
        ("300 Gästen", "figure"),
        ("Russland", "place.introduction.known"),
        ("170 Granaten", "figure.unsourced"),
    ];
    assert_eq!(coloured(text, None), pairs(&all));
    let body = text.strip_prefix("%! a.txt\n").unwrap();
    let at = body.find("300").unwrap();
    assert_eq!(coloured(text, Some(Span::new(at, at + 30))), pairs(&all[2..4]));
}

const A: &str = "file:///desk/a.txt";
const MARKDOWN: &str = "file:///desk/a.md";

/// A token as the protocol has it: lines and columns counted from the token before, length, kind, bits.
fn numbers(answer: &Value) -> Vec<u64> {
    answer["data"].as_array().into_iter().flatten().filter_map(Value::as_u64).collect()
}

/// Behind an emoji, umlauts and a fixed space, and over the end of a line, so that each encoding counts differently.
#[test]
fn tokens_are_counted_as_the_client_counts() {
    let text = "---\nlang: de\n---\nTitel\r\n\r\n„Tür“ 😀: Das sagt Zoé\u{a0}Müller, Leiterin. Auch Selenskyj, auch Karl\r\nBöhmer, Leiter.\r\n";
    let general = |encoding: &str| json!({"general": {"positionEncodings": [encoding]}});
    for (encoding, wanted) in [
        ("utf-8", [[5, 26, 13, 0, 1], [0, 30, 9, 0, 2], [0, 16, 4, 0, 1], [1, 0, 7, 0, 1]]),
        ("utf-16", [[5, 19, 10, 0, 1], [0, 27, 9, 0, 2], [0, 16, 4, 0, 1], [1, 0, 6, 0, 1]]),
        ("utf-32", [[5, 18, 10, 0, 1], [0, 27, 9, 0, 2], [0, 16, 4, 0, 1], [1, 0, 6, 0, 1]]),
    ] {
        let settings = json!({"semantic_tokens": true});
        let params = json!({"capabilities": general(encoding), "initializationOptions": settings});
        let (mut client, offers) = Client::initialized(params);
        let legend = &offers["semanticTokensProvider"]["legend"];
        assert_eq!((&legend["tokenTypes"][0], &legend["tokenModifiers"][1]), (&json!("person"), &json!("known")));
        client.open(MARKDOWN, text);
        let document = json!({"textDocument": {"uri": MARKDOWN}});
        let full = client.request("textDocument/semanticTokens/full", document.clone())["result"].take();
        assert_eq!(numbers(&full), wanted.concat(), "{encoding}");
        let last_line = json!({"start": {"line": 6, "character": 0}, "end": {"line": 7, "character": 0}});
        let params = json!({"textDocument": {"uri": MARKDOWN}, "range": last_line});
        let part = client.request("textDocument/semanticTokens/range", params)["result"].take();
        // The name that goes over the end of the line is told whole.
        let [_, column, rest @ ..] = wanted[2];
        let first: u64 = wanted[..2].iter().map(|token| token[1]).sum();
        let whole = [&[5, first + column][..], &rest, &wanted[3]].concat();
        assert_eq!(numbers(&part), whole, "{encoding}");
        client.notify("workspace/didChangeConfiguration", json!({"settings": {"semantic_tokens": false}}));
        assert_eq!(client.request("textDocument/semanticTokens/full", document)["result"], Value::Null);
    }
}

#[test]
fn a_client_asks_for_tokens_again_when_the_desk_wants_them() {
    let refresh = json!({"workspace": {"semanticTokens": {"refreshSupport": true}}});
    let (mut client, _) = Client::initialized(json!({"capabilities": refresh}));
    client.open(A, "Titel\n\nText.\n");
    client.notify("workspace/didChangeConfiguration", json!({"settings": {"semantic_tokens": true}}));
    client.is_asked("workspace/semanticTokens/refresh");
}

#[test]
fn names_of_the_workspace_have_places_in_their_files() {
    let mut client = Client::start();
    let root = client.workspace(&[
        ("a.txt", "---\nlang: de\n---\nDie Brücke\n\n„Tür“ 😀: Das sagt Zoé Müller, Leiterin des Bauamts.\n"),
        ("b.txt", "---\nlang: de\n---\nDer Fluss\n\nDas sagt Zoé Müller.\n"),
    ]);
    client.initialize(json!({"rootUri": uri(&root), "locale": "de"}));
    let query = json!({"query": "muller"});
    let counted = |found: &Value| found[0]["containerName"] == "Die Brücke, 2 Artikel";
    let found = client.until("workspace/symbol", &query, counted);
    let range = json!({"start": {"line": 5, "character": 19}, "end": {"line": 5, "character": 29}});
    assert_eq!(found[0]["location"], json!({"uri": uri(&root.join("a.txt")), "range": range}));
    assert_eq!(found.as_array().unwrap().len(), 1);

    // What is open counts as it stands in the editor.
    client.open(&uri(&root.join("a.txt")), "---\nlang: de\n---\nDie Brücke\n\nDas sagt niemand.\n");
    let found = client.request("workspace/symbol", query)["result"].take();
    assert_eq!((&found[0]["containerName"], found.as_array().unwrap().len()), (&json!("Der Fluss"), 1));
}

#[test]
fn editors_without_levels_get_the_outline_as_a_list() {
    let article = ARTICLE.strip_prefix("%! a.md\n").unwrap();
    for nested in [true, false] {
        let outline = json!({"textDocument": {"documentSymbol": {"hierarchicalDocumentSymbolSupport": nested}}});
        let (mut client, _) = Client::initialized(json!({"capabilities": outline, "locale": "en"}));
        client.open(A, article);
        let params = json!({"textDocument": {"uri": A}});
        let symbols = client.request("textDocument/documentSymbol", params)["result"].take();
        let symbols = symbols.as_array().unwrap();
        if nested {
            let names: Vec<_> = symbols.iter().skip(2).map(|symbol| symbol["name"].clone()).collect();
            assert_eq!(names, ["People", "Places", "Figures", "Quotations"]);
            assert_eq!(symbols[2]["children"][0]["detail"], "Leiterin des Bauamts · 4×");
        } else {
            let said = symbols.iter().find(|symbol| symbol["name"] == "«Das ist zu viel»").unwrap();
            assert_eq!(said["containerName"], "Urs Hölzli");
            assert!(symbols.iter().all(|symbol| symbol["name"] != "People"));
        }
    }
}
