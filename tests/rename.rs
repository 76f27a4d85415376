//! Names spelled anew, as an editor does it: the articles before and after, and what one is asked about.

mod support;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use beleg::analysis::Cancel;
use beleg::desk::{Document, Snapshot};
use beleg::features::Cursor;
use beleg::features::highlight::highlights;
use beleg::features::rename::{self, Refusal};
use beleg::lang::Lang;
use beleg::text::rope::Edit;
use beleg::text::{Encoding, Format, Position, Span, position};
use ropey::Rope;
use serde_json::{Value, json};
use support::client::{Client, uri, write};
use support::fixture::Fixture;
use support::model;

/// A client that has the article of the cursor open; all articles of the fixture lie in its folder.
struct Desk {
    client: Client,
    fixture: Fixture,
    encoding: Encoding,
    offers: Value,
}

impl Desk {
    /// With a client that shows what an edit is for.
    fn new(fixture: &str) -> Self {
        Self::with(fixture, json!({}), "utf-16", true)
    }

    fn with(fixture: &str, settings: Value, encoding: &str, annotates: bool) -> Self {
        let fixture = Fixture::parse(fixture);
        let mut client = Client::start();
        let root = client.workspace(&[]);
        for (path, text) in &fixture.articles {
            write(&root.join(path.strip_prefix("/desk").unwrap()), text);
        }
        let edits = match annotates {
            true => json!({"documentChanges": true, "changeAnnotationSupport": {}}),
            false => json!({}),
        };
        let capabilities = json!({
            "general": {"positionEncodings": [encoding]},
            "textDocument": {"rename": {"prepareSupport": annotates}},
            "workspace": {"workspaceEdit": edits},
        });
        let offers = client.initialize(json!({
            "rootUri": uri(&root),
            "locale": "en",
            "capabilities": capabilities,
            "initializationOptions": settings,
        }));
        let encoding = match encoding {
            "utf-8" => Encoding::Utf8,
            "utf-16" => Encoding::Utf16,
            _ => Encoding::Utf32,
        };
        let mut desk = Self { client, fixture, encoding, offers };
        let (path, _) = desk.fixture.cursor.clone().expect("the fixture has a cursor");
        desk.open(path.file_name().unwrap().to_str().unwrap());
        desk
    }

    fn address(&self, name: &str) -> String {
        uri(&self.client.home.join("workspace").join(name))
    }

    fn text(&self, name: &str) -> &str {
        &self.fixture.articles.iter().find(|(path, _)| path.ends_with(name)).unwrap().1
    }

    fn open(&mut self, name: &str) {
        let (address, text) = (self.address(name), self.text(name).to_owned());
        self.client.open(&address, &text);
    }

    /// The cursor, as the protocol has it.
    fn place(&self) -> Value {
        let (path, offset) = self.fixture.cursor.as_ref().unwrap();
        let name = path.strip_prefix("/desk").unwrap().to_str().unwrap();
        let rope = Rope::from_str(self.text(name));
        let (at, _) = position::range(&rope, Span::new(*offset, *offset), self.encoding);
        json!({"textDocument": {"uri": self.address(name)}, "position": {"line": at.line, "character": at.column}})
    }

    fn ask(&mut self, method: &str, more: Value) -> Value {
        let mut params = self.place();
        params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.client.request(method, params)
    }

    /// The answer to a new name, once the archive is read.
    fn answer(&mut self, new: &str) -> Value {
        loop {
            let answer = self.ask("textDocument/rename", json!({"newName": new}));
            let message = answer["error"]["message"].as_str().unwrap_or_default();
            if !message.contains("still being read") {
                return answer;
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
    }

    fn edit(&mut self, new: &str) -> Value {
        let mut answer = self.answer(new);
        assert_eq!(answer["error"], Value::Null);
        answer["result"].take()
    }

    /// The articles that an edit changes, as they are then.
    fn after(&self, edit: &Value) -> BTreeMap<String, String> {
        let changes = edit["changes"].as_object().into_iter().flatten();
        let plain = changes.map(|(uri, edits)| (uri.clone(), edits.clone()));
        let documents = edit["documentChanges"].as_array().into_iter().flatten();
        let versioned = documents.map(|file| {
            let uri = file["textDocument"]["uri"].as_str().unwrap();
            (uri.to_owned(), file["edits"].clone())
        });
        let of_file = |(uri, edits): (String, Value)| {
            let root = self.address("");
            let name = uri.strip_prefix(&root).unwrap().to_owned();
            let text = edited(self.text(&name), &edits, self.encoding);
            (name, text)
        };
        plain.chain(versioned).map(of_file).collect()
    }

    /// A new name makes these articles out of those of the fixture, and touches no others.
    #[track_caller]
    fn becomes(&mut self, new: &str, expected: &str) -> Value {
        let edit = self.edit(new);
        let after = self.after(&edit);
        let expected = Fixture::parse(expected).articles.into_iter();
        let expected: BTreeMap<_, _> =
            expected.map(|(path, text)| (path.strip_prefix("/desk").unwrap().display().to_string(), text)).collect();
        for (name, text) in &expected {
            assert_eq!(after.get(name), Some(text), "{name}");
        }
        assert_eq!(after.len(), expected.len(), "{after:#?}");
        edit
    }
}

/// A text with edits made, the last first; editors see no byte order mark.
fn edited(text: &str, edits: &Value, encoding: Encoding) -> String {
    let mut text = text.trim_start_matches('\u{feff}').to_owned();
    let at = |place: &Value| {
        let number = |key: &str| u32::try_from(place[key].as_u64().unwrap()).unwrap();
        Position::new(number("line"), number("character"))
    };
    let mut edits: Vec<Edit> = edits
        .as_array()
        .unwrap()
        .iter()
        .map(|edit| Edit {
            range: Some((at(&edit["range"]["start"]), at(&edit["range"]["end"]))),
            text: edit["newText"].as_str().unwrap().to_owned(),
        })
        .collect();
    edits.sort_by_key(|edit| edit.range.map(|(start, _)| (start.line, start.column)));
    edits.iter().rev().for_each(|edit| model::edit(&mut text, edit, encoding));
    text
}

/// Groups of an edit: what is asked about, by its label.
fn groups(edit: &Value) -> BTreeMap<String, (bool, String)> {
    let annotations = edit["changeAnnotations"].as_object().into_iter().flatten();
    let told = annotations.map(|(_, about)| {
        let text = |key: &str| about[key].as_str().unwrap().to_owned();
        (text("label"), (about["needsConfirmation"] == true, text("description")))
    });
    told.collect()
}

const ARTICLE: &str = "\
%! here.md
---
lang: de
title: Orest Bondawitz
---
# WARNUNG VON BONDAWITZ

Der „Analyst“ 🌾 Orest\u{a0}Bondawitz, Experte für Höfe, warnt. In Bondawitz’ Papier steht mehr. Auf **Orest** Bondawitz hört
                                                                    |
man. Siehe [Bondawitz](https://x.example/Bondawitz), https://x.example/Orest-Bondawitz und `Bondawitz`.

Das Amt lobt Bondawitz-Papiere. «Orest Bondawitz ist klug», sagte Landrätin Berta Ruml.
";

#[test]
fn a_name_is_spelled_anew_wherever_it_stands_in_an_article() {
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let mut desk = Desk::with(ARTICLE, json!({}), encoding, true);
        assert_eq!(desk.offers["renameProvider"], json!({"prepareProvider": true}));
        desk.becomes(
            "Bondawitsch",
            "\
%! here.md
---
lang: de
title: Orest Bondawitz
---
# WARNUNG VON BONDAWITSCH

Der „Analyst“ 🌾 Orest\u{a0}Bondawitsch, Experte für Höfe, warnt. In Bondawitschs Papier steht mehr. Auf **Orest** Bondawitsch hört
man. Siehe [Bondawitsch](https://x.example/Bondawitz), https://x.example/Orest-Bondawitz und `Bondawitz`.

Das Amt lobt Bondawitsch-Papiere. «Orest Bondawitz ist klug», sagte Landrätin Berta Ruml.
",
        );
    }
}

#[test]
fn in_html_no_tag_is_written_into() {
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let mut desk = Desk::with(
            "\
%! here.html
<title>Der „Analyst“</title><p title='ü'>Es warnt 🌾 Orest&nbsp;<b>B&ouml;ndawitz</b>, Experte f&uuml;r H&ouml;fe. <i>Orest</i> <i>B</i>öndawitz
                                                                     |
ist klug, wei&szlig; Böndawitz aus <a href=\"Böndawitz.html\">B&ouml;ndawitz&rsquo;</a> Papier.
",
            json!({}),
            encoding,
            true,
        );
        desk.becomes(
            "B&ndawitsch",
            "\
%! here.html
<title>Der „Analyst“</title><p title='ü'>Es warnt 🌾 Orest&nbsp;<b>B&amp;ndawitsch</b>, Experte f&uuml;r H&ouml;fe. <i>Orest</i> <i>B</i>öndawitz
ist klug, wei&szlig; B&amp;ndawitsch aus <a href=\"Böndawitz.html\">B&amp;ndawitschs</a> Papier.
",
        );
    }
}

#[test]
fn what_others_have_said_is_changed_only_where_the_desk_wants_that() {
    let mut desk = Desk::with(ARTICLE, json!({"rename": {"quotations": true}}), "utf-16", true);
    let edit = desk.edit("Bondawitsch");
    assert!(desk.after(&edit)["here.md"].contains("«Orest Bondawitsch ist klug»"), "{edit:#}");
    let groups = groups(&edit);
    assert_eq!(groups.keys().collect::<Vec<_>>(), ["Direct speech", "This article"]);
    assert_eq!([groups["Direct speech"].0, groups["This article"].0], [true, false]);
    let only_said = "%! a.txt\nBericht\n\n«Das weiß Orest Bondawitsch, Experte für Höfe», sagte Landrätin Berta Ruml.\n                 |\n";
    let answer = Desk::new(only_said).answer("Bondawitz");
    assert!(answer["error"]["message"].as_str().unwrap().contains("`rename.quotations = true`"), "{answer}");
}

const ARCHIVE: &str = "\
%! here.txt
Bericht

Das sagte Orest Bondawitz, Experte für Höfe. Die Leute von Bondawitz „lachten“ 🌾.
                |
%! a/open.txt
Bondawitz’ Plan

Es kam Orest Bondawitz, der Experte.
%! b.txt
\u{feff}Orest Bondawitz kommt

Gestern 🌾 kam Orest Bondawitz. Bondawitz lachte.
%! other.txt
Bericht

Das sagte Anna Bondawitz, Expertin für Moore. Frau Bondawitz lachte.
";

#[test]
fn the_whole_archive_follows_and_is_asked_about() {
    let mut desk = Desk::new(ARCHIVE);
    desk.open("a/open.txt");
    let (open, here) = (desk.address("a/open.txt"), desk.address("here.txt"));
    let change =
        json!([{"range": {"start": {"line": 2, "character": 35}, "end": {"line": 2, "character": 36}}, "text": "!"}]);
    desk.client.change(&open, 7, change);
    let after = "\
%! here.txt
Bericht

Das sagte Orest Bondawitsch, Experte für Höfe. Die Leute von Bondawitsch „lachten“ 🌾.
%! a/open.txt
Bondawitschs Plan

Es kam Orest Bondawitsch, der Experte.
%! b.txt
Orest Bondawitsch kommt

Gestern 🌾 kam Orest Bondawitsch. Bondawitsch lachte.
";
    let edit = desk.becomes("Orest Bondawitsch", after);
    let versions: BTreeMap<_, _> = edit["documentChanges"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| (file["textDocument"]["uri"].as_str().unwrap(), file["textDocument"]["version"].as_i64()))
        .collect();
    let closed = desk.address("b.txt");
    assert_eq!(versions, BTreeMap::from([(&*here, Some(1)), (&*open, Some(7)), (&*closed, None)]));
    let groups = groups(&edit);
    assert_eq!(groups.keys().collect::<Vec<_>>(), ["Other articles", "This article"]);
    assert_eq!([groups["Other articles"].0, groups["This article"].0], [true, false]);
    assert_eq!(groups["This article"].1, "“Orest Bondawitz” becomes “Orest Bondawitsch”");
}

#[test]
fn articles_are_edited_as_they_stand_on_disk_and_left_out_where_that_is_not_utf_8() {
    let mut desk = Desk::new(ARCHIVE);
    desk.edit("Orest Bondawitsch");
    let root = desk.client.home.join("workspace");
    write(&root.join("b.txt"), "Neu\n\n\n\nEs kam Orest Bondawitz, Experte für Höfe.\n");
    write(&root.join("a/open.txt"), b"Bericht\n\nEs kam Orest Bondawitz, Experte f\xfcr H\xf6fe.\n");
    let edit = desk.edit("Orest Bondawitsch");
    // That such a file is read at all is told, too.
    let of_edit = |told: &Value| told["message"].as_str().is_some_and(|told| told.starts_with("Left without"));
    let told = desk.client.notification("window/showMessage", of_edit);
    assert!(told["message"].as_str().unwrap().ends_with(": open.txt"), "{told}");
    let files = edit["documentChanges"].as_array().unwrap();
    assert_eq!(files.len(), 2, "{edit:#}");
    assert_eq!(files[1]["edits"][0]["range"]["start"], json!({"line": 4, "character": 13}));
}

#[test]
fn while_the_archive_is_read_nothing_is_spelled_anew_by_halves() {
    let others: String =
        (0..150).map(|number| format!("%! a/{number}.txt\n{}", "Es kam Orest Bondawitz. ".repeat(40) + "\n")).collect();
    let here = "%! here.txt\nBericht\n\nDas sagte Orest Bondawitz, Experte für Höfe.\n                |\n";
    let mut desk = Desk::new(&format!("{here}{others}"));
    let answer = desk.ask("textDocument/rename", json!({"newName": "Orest Bondawitsch"}));
    assert!(answer["error"]["message"].as_str().unwrap_or_default().contains("still being read"), "{answer:#}");
    let edit = desk.edit("Orest Bondawitsch");
    assert_eq!(edit["documentChanges"].as_array().map(Vec::len), Some(151));
}

#[test]
fn a_desk_may_want_this_article_alone() {
    let mut desk = Desk::with(ARCHIVE, json!({"rename": {"scope": "article"}}), "utf-16", true);
    let edit = desk.edit("Orest Bondawitsch");
    assert_eq!(desk.after(&edit).keys().collect::<Vec<_>>(), ["here.txt"]);
}

#[test]
fn a_client_that_knows_no_annotations_gets_all_as_plain_edits() {
    let mut desk = Desk::with(ARCHIVE, json!({}), "utf-8", false);
    assert_eq!(desk.offers["renameProvider"], true);
    let edit = desk.edit("Orest Bondawitsch");
    assert_eq!(edit.as_object().unwrap().keys().collect::<Vec<_>>(), ["changes"]);
    assert_eq!(desk.after(&edit).keys().collect::<Vec<_>>(), ["a/open.txt", "b.txt", "here.txt"]);
}

#[test]
fn a_name_that_somebody_else_has_already_is_asked_about_everywhere() {
    let mut desk = Desk::new(ARCHIVE);
    let groups = groups(&desk.edit("Anna Bondawitz"));
    let (asks, why) = &groups["This article"];
    let merges = "“Anna Bondawitz” already names somebody";
    assert!(*asks && why.contains(merges), "{groups:?}");
    let of_merge = |told: &Value| told["message"].as_str().is_some_and(|told| told.starts_with(merges));
    desk.client.notification("window/showMessage", of_merge);
}

/// Whoever is shown the edits one by one can take a name or leave it, and not half of it.
#[test]
fn a_name_of_several_words_is_one_edit_where_no_markup_parts_them() {
    let text = "\
%! a.md
Das sagte Orest\u{a0}Bondawitz, Experte für Höfe. Orest
                |
Bondawitz lachte, **Orest** Bondawitz schwieg. Bondawitz ging.
";
    let edit = Desk::new(text).edit("Vera Ratsam");
    let new: Vec<_> = edit["documentChanges"][0]["edits"].as_array().unwrap().iter().map(|it| &it["newText"]).collect();
    assert_eq!(new, ["Vera\u{a0}Ratsam", "Vera\nRatsam", "Vera", "Ratsam", "Ratsam"]);
}

const PAGE: &str = "\
%! .beleg/entities/bondawitz.md
---
id: kb:bondawitz
type: person
label: {de: Orest Bondawitz}
aliases:
  de: [O. Bondawitz]
---
Rückruf „nur“ vormittags 🌾, sagt Bondawitz.
%! here.txt
Bericht 🌾

Das sagte Orest Bondawitz. Bondawitz lachte.
                |
";

const PAGE_AFTER: &str = "\
%! .beleg/entities/bondawitz.md
---
id: kb:bondawitz
type: person
label: {de: Orest Bondawitsch}
aliases:
  de: [\"O. Bondawitsch\", \"Orest Bondawitz\", O. Bondawitz]
---
Rückruf „nur“ vormittags 🌾, sagt Bondawitz.
%! here.txt
Bericht 🌾

Das sagte Orest Bondawitsch. Bondawitsch lachte.
";

#[test]
fn the_page_of_the_desk_keeps_step() {
    let mut desk = Desk::new(PAGE);
    let edit = desk.becomes("Orest Bondawitsch", PAGE_AFTER);
    let groups = groups(&edit);
    let (asks, why) = &groups["Your own page: “Orest Bondawitz” stays as another name"];
    assert!(*asks && !why.contains("knowledge base"), "{groups:?}");
}

#[test]
fn a_page_that_is_open_is_edited_as_it_stands_in_the_editor() {
    let mut desk = Desk::new(PAGE);
    desk.open(".beleg/entities/bondawitz.md");
    let page = desk.address(".beleg/entities/bondawitz.md");
    let start = json!({"line": 1, "character": 0});
    let note = "# neu\n# neu\n";
    desk.client.change(&page, 5, json!([{"range": {"start": start, "end": start}, "text": note}]));
    let edit = desk.edit("Orest Bondawitsch");
    let files = edit["documentChanges"].as_array().unwrap();
    let file = files.iter().find(|file| file["textDocument"]["uri"] == *page).expect("the page");
    assert_eq!(file["textDocument"]["version"], 5);
    let before = desk.text("bondawitz.md").replacen("---\n", &format!("---\n{note}"), 1);
    let after = Fixture::parse(PAGE_AFTER).articles.remove(0).1.replacen("---\n", &format!("---\n{note}"), 1);
    assert_eq!(edited(&before, &file["edits"], desk.encoding), after);
}

#[test]
fn whom_the_knowledge_base_knows_can_be_spelled_anew_and_it_keeps_its_own_spelling() {
    let mut desk =
        Desk::new("%! here.txt\nBericht\n\nWladimir Putin lachte. Putins Zug kam.\n                        |\n");
    let place = json!({"start": {"line": 2, "character": 23}, "end": {"line": 2, "character": 28}});
    let prepared = desk.ask("textDocument/prepareRename", json!({}));
    assert_eq!(prepared["result"], json!({"range": place, "placeholder": "Putin"}));
    let edit = desk.becomes("Putyn", "%! here.txt\nBericht\n\nWladimir Putyn lachte. Putyns Zug kam.\n");
    assert!(groups(&edit)["This article"].1.contains("The knowledge base goes on with “Putin”"), "{edit:#}");
}

/// A question at the cursor, without a server.
fn at_cursor<T>(fixture: &str, question: impl FnOnce(&Cursor<'_>) -> T) -> T {
    Fixture::parse(fixture).ask(Snapshot { speaks: Lang::De, ..Snapshot::default() }, question)
}

/// The name that can be spelled anew stands under `^^^` and is spelled so.
#[track_caller]
fn prepares(article: &str, spelling: &str) {
    let fixture = Fixture::parse(&format!("%! a.md\n{article}"));
    let name = fixture.ask(Snapshot::default(), rename::name).expect("there is a name");
    assert_eq!((name.spelling.as_str(), name.span), (spelling, fixture.ranges[0].1));
}

#[test]
fn the_name_is_offered_without_what_the_text_made_of_it() {
    let introduced = "Bericht\n\nDas sagt Orest Bondawin, Experte für „Höfe“ 🌾.\n\n";
    for (text, spelling) in [
        ("Es folgt Bondawins Plan.\n         ^^^^^^^^\n          |\n", "Bondawin"),
        ("PLAN DES OREST BONDAWIN\n               ^^^^^^^^\n                  |\n", "Bondawin"),
        ("Die „Bondawin-Sippe“ kam.\n     ^^^^^^^^\n             |\n", "Bondawin"),
        (
            "Es kam der Hund Orest\u{a0}Bondawins.\n                ^^^^^^^^^^^^^^\n                         |\n",
            "Orest Bondawin",
        ),
        ("Es kam **Orest** Bondawin.\n         ^^^^^^^^^^^^^^^^\n                   |\n", "Orest Bondawin"),
    ] {
        prepares(&format!("{introduced}{text}"), spelling);
    }
}

#[test]
fn what_is_no_name_cannot_be_spelled_anew() {
    for (what, article) in [
        ("a word", "Es kam ein Hund.\n         |"),
        ("a demonym", "Es kamen russische Soldaten.\n           |"),
        ("an address", "Siehe https://x.example/Wladimir-Putin heute.\n                             |"),
        ("the head", "---\ntitle: Wladimir Putin\n              |\n---\nText"),
    ] {
        let fixture = format!("%! a.md\n{article}\n");
        assert_eq!(at_cursor(&fixture, rename::name), None, "{what}");
        let refused = at_cursor(&fixture, |cursor| rename::rename(cursor, "Neu").unwrap().err());
        assert_eq!(refused, Some(Refusal::NoName), "{what}");
    }
}

#[test]
fn what_is_no_new_name_is_refused_and_the_same_name_changes_nothing() {
    let fixture = "%! a.txt\nBericht\n\nWladimir Putin lachte.\n            |\n";
    for (new, refusal) in [
        ("  ", Refusal::Empty),
        ("…", Refusal::Empty),
        ("Wladimir\nPutyn", Refusal::Unfit),
        ("Putyn\u{202e}", Refusal::Unfit),
    ] {
        assert_eq!(at_cursor(fixture, |cursor| rename::rename(cursor, new).unwrap().err()), Some(refusal), "{new:?}");
    }
    let same = at_cursor(fixture, |cursor| rename::rename(cursor, "Wladimir Putin").unwrap().expect("no refusal"));
    assert!(same.is_none());
}

#[test]
fn all_mentions_of_an_article_are_highlighted_and_all_figures_of_one_measure() {
    for (text, introductions) in [
        (
            "\
%! a.md
Bericht 🌾

Das sagte Anna Beispielmann, Expertin für „Höfe“ 🌾. Laut Beispielmann lobte man den Plan Anna Beispielmanns.
          ^^^^^^^^^^^^^^^^^                              ^^^^^^^^^^^^                    ^^^^^^^^^^^^^^^^^^
                                                            |
",
            1,
        ),
        (
            "\
%! a.md
Bericht 🌾

Laut dem „Amt“ 🌾 waren es 170 Höfe und 12 Dörfer. Die hundertsiebzig Höfe blieben, nur 171 Höfe nicht.
                          ^^^^^^^^                    ^^^^^^^^^^^^^^^^^^^
                           |
",
            0,
        ),
        ("%! a.md\nEs kam ein Hund.\n             |\n", 0),
    ] {
        let fixture = Fixture::parse(text);
        let found = fixture.ask(Snapshot::default(), highlights);
        let spans: Vec<_> = found.iter().map(|place| place.span).collect();
        assert_eq!(spans, fixture.ranges.iter().map(|(_, span)| *span).collect::<Vec<_>>());
        assert_eq!(found.iter().filter(|place| place.introduces).count(), introductions);
    }
}

#[test]
fn highlights_come_in_the_encoding_of_the_client() {
    for (encoding, start) in [("utf-8", 28), ("utf-16", 22), ("utf-32", 21)] {
        let fixture = "%! a.txt\nBericht\n\n„Ja“ 🌾 sagte Wladimir Putin. Putins Zug kam.\n                     |\n";
        let mut desk = Desk::with(fixture, json!({}), encoding, true);
        assert_eq!(desk.offers["documentHighlightProvider"], true);
        let found = desk.ask("textDocument/documentHighlight", json!({}))["result"].take();
        assert_eq!(found.as_array().map(Vec::len), Some(2), "{found:#}");
        assert_eq!((&found[0]["kind"], &found[1]["kind"]), (&json!(3), &json!(1)));
        assert_eq!(found[0]["range"]["start"]["character"].as_i64().map(|at| at + 9 - 1), Some(start), "{encoding}");
    }
}

/// Pieces of an article about a person of this name; one in its short form, one with a genitive, one in capitals.
fn piece(number: usize, name: &str) -> String {
    let (given, family) = name.split_once(' ').unwrap();
    let genitive = if family.ends_with(['s', 'x', 'z']) { format!("{family}’") } else { format!("{family}s") };
    match number {
        0 => format!("{family} lachte 🌾. "),
        1 => format!("Der Plan ist {genitive}. "),
        2 => format!("\n\nPLAN VON {}\n\n", family.to_uppercase()),
        3 => format!("Auf {given}\u{a0}{family} warteten {family}-Leute. "),
        4 => format!("«{name} kam», sagte Berta Ruml. "),
        _ => "Das war’s. ".to_owned(),
    }
}

/// A question at the first name of an open article.
fn at_name<T>(text: &str, question: impl FnOnce(&Cursor<'_>) -> T) -> T {
    let path: Arc<Path> = Path::new("/desk/a.txt").into();
    let mut desk = Snapshot::default();
    desk.documents.insert(Document::new(path.clone(), 1, Format::Plain, text));
    let (at, cancel) = (text.find("Orest").unwrap(), Cancel::default());
    question(&Cursor::new(&desk, desk.documents.get(&path).unwrap(), at, &cancel).unwrap())
}

/// The article of the cursor with its name spelled anew.
fn renamed(cursor: &Cursor<'_>, new: &str) -> String {
    let rename = rename::rename(cursor, new).unwrap().unwrap().expect("another name");
    let mut text = cursor.document.text.to_string();
    for edit in rename.articles[0].edits.iter().rev() {
        text.replace_range(edit.span.start..edit.span.end, &edit.new);
    }
    text
}

#[test]
fn the_family_name_that_stands_first_follows() {
    let article = "%! a.md\nEs sprach Kwak Tae-hyon, Experte für „Höfe“ 🌾. Laut Kwak eilt es, wie Kwaks Papier zeigt.\n          |\n";
    assert_eq!(
        at_cursor(article, |cursor| renamed(cursor, "Gwak Tae Hyun")),
        "Es sprach Gwak Tae Hyun, Experte für „Höfe“ 🌾. Laut Gwak eilt es, wie Gwaks Papier zeigt.\n"
    );
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 64, failure_persistence: None, ..Default::default() })]
    #[test]
    fn spelled_anew_and_back_a_text_is_what_it_was(
        pieces in proptest::collection::vec(0..6_usize, 0..12),
        old in "Orest Bond[a-z]{1,6}",
        new in "Orest Quar[a-z]{1,6}",
    ) {
        let body = |name: &str| -> String { pieces.iter().map(|&number| piece(number, name)).collect() };
        let article = |name: &str| format!("Das war’s\n\nEs sprach {name}, Experte für „Höfe“. {}", body(name));
        let before = article(&old);
        let there = at_name(&before, |cursor| renamed(cursor, &new));
        proptest::prop_assert!(there.contains(&new), "{}", there);
        // what reads as a name of its own is another spelling
        let named = |text: &str| at_name(text, |cursor| highlights(cursor).len());
        let quoted = pieces.iter().filter(|&&number| number == 4).count();
        proptest::prop_assume!(named(&there) + quoted == named(&before));
        proptest::prop_assert_eq!(at_name(&there, |cursor| renamed(cursor, &old)), before);
    }
}
