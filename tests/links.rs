//! Links in articles: where they lead from here, what is told of those that lead nowhere, and what links of strangers
//! must not do.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use beleg::analysis::Cancel;
use beleg::checks;
use beleg::desk::Snapshot;
use beleg::features::{definition, links, references};
use beleg::text::Format;
use serde_json::{Value, json};
use support::client::{Client, uri, write};
use support::fixture::{Fixture, defined, introduction};
use support::folder::Folder;

/// References are the places under `^^^`, in the order of the fixture.
#[track_caller]
fn referred(text: &str, with_itself: bool) {
    let fixture = Fixture::parse(text);
    let places = fixture.ask(Snapshot::default(), |cursor| references::references(cursor, with_itself).unwrap());
    let places: Vec<_> = places.into_iter().map(|place| (place.path.to_path_buf(), place.span)).collect();
    assert_eq!(places, fixture.ranges);
}

/// Definitions lead to the places under `^^^`, where the articles lie in a folder.
#[track_caller]
fn defined_on_disk(text: &str) {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let folder = Folder::new(&format!("fixture-{}", COUNT.fetch_add(1, Ordering::Relaxed)));
    let fixture = Fixture::parse(text).stored_in(&folder.0);
    let desk = Snapshot { roots: vec![folder.0.clone()].into(), ..Snapshot::default() };
    let found = fixture.ask(desk, |cursor| definition::definition(cursor).unwrap());
    let found: Vec<_> = found.into_iter().flat_map(|(_, places)| places).map(introduction).collect();
    assert_eq!(found, fixture.ranges);
}

/// What is told of links in an article of a folder, as a reader of German sees it: the text marked, and the message.
fn broken(folder: &Folder, name: &str, text: &str) -> Vec<(String, String)> {
    let path = folder.0.join(name);
    let roots = vec![folder.0.clone()].into();
    let desk = Snapshot { roots, speaks: beleg::lang::Lang::De, ..Snapshot::default() };
    let format = Format::of_path(&path).unwrap();
    let reading = desk.read(&path, text, format, &Cancel::default(), None).expect("nobody cancels");
    let findings = checks::run(&reading, &desk, &Cancel::default())
        .expect("nobody cancels")
        .into_iter()
        .filter(|finding| finding.code == "broken-link");
    findings.map(|found| (found.span.of(text).to_owned(), found.message.to_string())).collect()
}

/// The text marked alone.
fn marked(folder: &Folder, name: &str, text: &str) -> Vec<String> {
    broken(folder, name, text).into_iter().map(|(marked, _)| marked).collect()
}

#[test]
fn a_footnote_mark_leads_to_its_footnote_and_back() {
    defined(
        "\
%! a.md
# Höfe 🌾

Am „Süd hang“ 🌾 brannte es.[^Ä-1] Dann kam Regen.
                             |

[^ä-1]: Hofamt „Glasach“, Bericht 🌾
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
",
    );
    defined(
        "\
%! a.md
# Höfe 🌾

Am „Süd hang“ 🌾 brannte es.[^1] Dann kam élan.[^1] Und Regen.[^2]
                           ^^^^                ^^^^

[^1]: Hofamt „Glasach“, Bericht 🌾
  |
[^2]: Wetteramt
",
    );
}

#[test]
fn a_footnote_has_references() {
    let article = "\
%! a.md
# Höfe 🌾

Am „Süd hang“ 🌾 brannte es.[^1] Dann kam Regen.[^2] Und Schnee.[^1]
                           ^^^^                                ^^^^

[^1]: Hofamt „Glasach“, Bericht 🌾
^^^^
  |
[^2]: Wetteramt
";
    referred(article, true);
    referred(&article.replace("\n^^^^\n", "\n"), false);
}

#[test]
fn a_wiki_link_leads_to_the_title_of_the_article() {
    for link in
        ["[[hofsterben]]", "[[Das große Hofsterben]]", "[[das grosse  HOFSTERBEN|Artikel]]", "[[HOFSTERBEN.md]]"]
    {
        let column = " ".repeat(10);
        defined_on_disk(&format!(
            "\
%! a.txt
Höfe 🌾

Siehe „{link}“ 🌾.
{column}|
%! Hofsterben.md
---
lang: de
---

# Das große Hofsterben
  ^^^^^^^^^^^^^^^^^^^^

Es sterben Höfe.
"
        ));
    }
}

#[test]
fn a_wiki_link_leads_to_a_part_and_prefers_its_own_folder() {
    defined_on_disk(
        "\
%! a/a.md
# Höfe 🌾

Siehe [[Hofsterben#Am Süd-Hang|dort]] und [[#Höfe 🌾]].
             |
%! a/b/hofsterben.md
# Anderswo

## Am Süd-Hang
%! a/hofsterben.md
# Hofsterben

## Am Süd-Hang
   ^^^^^^^^^^^

Es sterben Höfe.
%! hofsterben.md
# Ganz anderswo
",
    );
    defined_on_disk(
        "\
%! a/a.md
# Höfe 🌾
  ^^^^^^

Siehe [[Hofsterben#Am Süd-Hang|dort]] und [[#höfe 🌾]], auch [hier](#h%C3%B6fe).
                                             |
",
    );
}

#[test]
fn a_name_in_a_link_still_leads_to_who_that_is() {
    defined_on_disk(
        "\
%! a.md
# Höfe

Die Zahlen nennt Jana Wattner, Expertin für Höfe. Später sprach [[Hofsterben|Wattner]] davon.
                 ^^^^^^^^^^^^
                                                                               |
",
    );
    defined_on_disk(
        "\
%! a.md
# Höfe

Später sprach [[Hofsterben|Wattner]] davon.
                             |
%! hofsterben.md
# Hofsterben
  ^^^^^^^^^^

Es sterben Höfe.
",
    );
}

#[test]
fn a_figure_leads_to_who_vouches_for_it() {
    defined(
        "\
%! a.md
# Höfe 🌾

Am „Süd hang“ 🌾 brannten 170 Höfe.[^1]
                          |

[^1]: Hofamt, Bericht
^^^^^^^^^^^^^^^^^^^^^
",
    );
    defined(
        "\
%! a.md
# Höfe 🌾

Am „Süd hang“ 🌾 brannten laut dem Hofamt Glasach 170 Höfe.
                         ^^^^^^^^^^^^^^^^^^^^^^^  |
                                                  |
",
    );
    let to = |article: &str| {
        let fixture = Fixture::parse(article);
        let ends = fixture.ask(Snapshot::default(), |cursor| definition::definition(cursor).unwrap());
        ends.map_or(vec![], |(_, ends)| ends)
    };
    let head = "%! a.md\n---\nother: [https://a.example/1, Hofamt]\n---\n\n# Höfe\n\nDort brannten 170 Höfe.\n                |\n";
    assert_eq!(to(head), []);
}

#[test]
fn a_figure_from_the_web_leads_to_the_link_and_the_link_to_no_place() {
    defined(
        "\
%! a.md
# Höfe 🌾

Dort „im Süd hang“ 🌾 [brannten](https://a.example/ü) 170 Höfe.
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^  |
",
    );
    defined(
        "\
%! a.md
---
sources: [https://a.example/1, Hofamt, \"https://a.example/ü\"]
          ^^^^^^^^^^^^^^^^^^^           ^^^^^^^^^^^^^^^^^^^
---

# Höfe 🌾

Dort brannten 170 Höfe.
                |
",
    );
    for linked in ["[bran|nten](https://a.example/ü) 170 Höfe", "brannten [17|0 Höfe](https://a.example/ü)"] {
        let (line, column) = (format!("Dort {}.", linked.replace('|', "")), 5 + linked.find('|').unwrap());
        defined(&format!("%! a.md\n# Höfe\n\n{line}\n{}|\n", " ".repeat(column)));
    }
}

#[test]
fn what_leads_nowhere_is_told() {
    let folder = Folder::new("broken");
    let found = broken(
        &folder,
        "a.md",
        "---\nsource_url: https://a.example/weg\nsources: [\"[[Niemand]]\", akten/weg.pdf, Kantonspolizei]\n---\n\n# Höfe 🌾\n\n\
         Der „Süd\u{a0}hang“ 🌾 [brennt](weg.md#teil), ![Karte](bilder/weg.png) und[^1] [[Weg|der Weg]] [[Anm. d. Red.: geändert]].\n\n[so]: weg%20da.md\n\nUnd [so].\n",
    );
    let told = |marked: &str, message: &str| (marked.to_owned(), message.to_owned());
    assert_eq!(
        found,
        [
            told("[[Niemand]]", "Kein Artikel heißt «Niemand»."),
            told("akten/weg.pdf", "«akten/weg.pdf» führt ins Leere: Diese Datei gibt es nicht."),
            told("[brennt](weg.md#teil)", "«weg.md#teil» führt ins Leere: Diese Datei gibt es nicht."),
            told("![Karte](bilder/weg.png)", "«bilder/weg.png» führt ins Leere: Diese Datei gibt es nicht."),
            told("[^1]", "Die Fußnote «1» fehlt: Weiter unten beginnt nichts mit `[^1]:`."),
            told("[[Weg|der Weg]]", "Kein Artikel heißt «Weg»."),
            told("[so]", "«weg%20da.md» führt ins Leere: Diese Datei gibt es nicht."),
        ]
    );
}

#[test]
fn what_leads_somewhere_or_is_nobodys_business_is_not_told() {
    let folder = Folder::new("whole");
    fs::create_dir_all(folder.0.join("akten/neue")).unwrap();
    // one name composed, the other not
    for name in ["b.md", "akten/Bericht 1.pdf", "Brücke.md", "So\u{308}hne.txt", "100%.md", "akten/neue/index.md"] {
        folder.file(name, "# Ja\n");
    }
    let whole = "# Höfe 🌾

[a](b.md) [b](b.md#teil) [c](./akten/../b.md?x=1) [d](akten/Bericht%201.pdf) [e](<akten/Bericht 1.pdf>) [f](b)
[g](Bru\u{308}cke.md) [h](Br%C3%BCcke.md) [i](S%C3%B6hne.txt) [j](Söhne.txt) [k](100%.md) [l](100%25.md) [m](akten/neue/)
[[b]] [[b.md]] [[Brücke]] [[höfe 🌾]] [[a]] ![[karte.png]] [[akten/Bericht 1.pdf]] [[{{titel}}]]
[n](https://a.example/weg) <mailto:a@b.example> <a@b.example> [o](//a.example) [p](www.a.example) [q](tel:117)
[r](/artikel/weg) [s](file:///weg/weg.md) [t]({{<ref>}}) [u](#weg) [v](../../weg.md) [w](../../../../etc/passwd) [x]()
Regel `[[weg]]` und `[^9]` und \\[\\[weg]] und \\[^9].[^1]

```
[[weg]] [a](weg.md) [^9]
```

    [[weg]] [^9]

<div>[[weg]]</div>

[^1]: Fußnote
";
    assert_eq!(marked(&folder, "a.md", whole), [""; 0]);
    // plain text has no Markdown in it
    assert_eq!(marked(&folder, "a.txt", "Höfe\n\n[a](weg.md) und [^1] und https://a.example/weg.\n"), [""; 0]);
    assert_eq!(marked(&folder, "a.txt", "Höfe\n\nSiehe [[weg]] und [[b|dort]].\n"), ["[[weg]]"]);
    // without a place nothing lies beside it
    assert_eq!(marked(&folder, "/a.md", "[a](weg.md)\n"), [""; 0]);
}

#[test]
fn links_of_strangers_do_no_harm() {
    let folder = Folder::new("harm");
    let long = "x".repeat(5000);
    for (name, text, found) in [
        (
            "a.md",
            "[a](%zz%) [b](%ff%fe.md) [c](a%00b.md) [d](%)",
            vec!["[a](%zz%)", "[b](%ff%fe.md)", "[c](a%00b.md)", "[d](%)"],
        ),
        ("a.md", "[[ \n[[a [[ [[b", vec![]),
        (
            "a.md",
            "[[a\0b]] [[..]] [[../../etc/passwd]] [[/etc/passwd]] [[C:\\x]]",
            vec!["[[a\0b]]", "[[..]]", "[[../../etc/passwd]]", "[[/etc/passwd]]", "[[C:\\x]]"],
        ),
        ("a.txt", "[[a\0b]] [[", vec!["[[a\0b]]"]),
        ("a.txt", &*format!("[[{long}]]"), vec![&*format!("[[{long}]]")]),
    ] {
        let marked = marked(&folder, name, text);
        assert_eq!(marked, found, "{text:.99}");
    }
}

#[test]
fn masses_of_links_are_followed_in_time() {
    let folder = Folder::new("masses");
    folder.file("da.md", "# Da\n");
    let many = |link: &dyn Fn(usize) -> String, apart: &str| (0..10_000).map(link).collect::<Vec<_>>().join(apart);
    for (what, text, count) in [
        ("brackets", "[[[[".repeat(250_000), 0),
        ("both brackets", "[[weg]] ".repeat(20_000), 20_000),
        ("carets", "[^".repeat(100_000), 0),
        ("addresses", "a://".repeat(100_000), 0),
        ("web addresses", format!("https://a.example/{}", ")".repeat(100_000)), 0),
        ("a list", many(&|at| format!("- [{at}](weg-{at}.md)"), "\n"), 10_000),
        ("a paragraph", many(&|at| format!("Der Hof [{at}](da.md) brennt."), " "), 0),
        ("wiki links", many(&|at| format!("- [[weg {at}]]"), "\n"), 10_000),
        ("footnotes", many(&|at| format!("Hof.[^{at}]\n\n[^{at}]: Amt"), "\n\n"), 0),
    ] {
        let plain = ["brackets", "addresses"].iter().any(|kind| what.ends_with(kind));
        for name in ["a.md", "a.txt"].into_iter().filter(|name| plain || *name == "a.md") {
            let start = Instant::now();
            let found = marked(&folder, name, &text);
            let took = start.elapsed();
            if name == "a.md" || what.contains("brackets") {
                assert_eq!(found.len(), count, "{what} in {name}");
            }
            assert!(took < Duration::from_secs(20), "{what} in {name}: {took:?}");
        }
    }
}

#[test]
fn the_command_line_finds_articles_by_their_titles() {
    let folder = Folder::new("titles");
    fs::create_dir_all(folder.0.join("alt")).unwrap();
    folder.file("alt/x.md", "---\ntitle: Das große Hofsterben\n---\n\nText.\n");
    folder.file("a.md", "# Höfe\n\n[[das grosse Hofsterben]] und [[x|dort]], aber [[niemand]] und [hier](y.md).\n");
    let run = folder.beleg(&["check", "--format", "json", "a.md"]);
    let texts: Vec<_> = run.objects().iter().map(|object| object["text"].as_str().unwrap().to_owned()).collect();
    assert_eq!(texts, ["[[niemand]]", "[hier](y.md)"], "{}", run.err());
    assert_eq!(run.code(), 1);
}

/// A server with an article of a folder open.
struct Desk {
    client: Client,
    root: PathBuf,
    here: String,
}

impl Desk {
    fn new(text: &str, furnish: impl FnOnce(&Path, &Path)) -> Self {
        let mut client = Client::start();
        let root = client.workspace(&[("here.md", text)]);
        furnish(&root, &client.home);
        let here = uri(&root.join("here.md"));
        let abilities = json!({
            "workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}},
            "textDocument": {"definition": {"linkSupport": true}},
        });
        client.initialize(json!({"rootUri": uri(&root), "capabilities": abilities}));
        client.open(&here, text);
        Self { client, root, here }
    }

    fn links(&mut self) -> Vec<Value> {
        let params = json!({"textDocument": {"uri": self.here}});
        self.client.request("textDocument/documentLink", params)["result"].as_array().unwrap().clone()
    }

    /// Where a position leads: addresses, relative to the root where they lie below it.
    fn defined(&mut self, line: u64, character: u64) -> Vec<String> {
        let params = json!({"textDocument": {"uri": self.here}, "position": {"line": line, "character": character}});
        let answer = self.client.request("textDocument/definition", params)["result"].take();
        let root = uri(&self.root) + "/";
        let ends = answer.as_array().cloned().unwrap_or_default().into_iter();
        ends.map(|end| end["targetUri"].as_str().unwrap().replace(&root, "")).collect()
    }

    /// Waits until this, and nothing else, is told of links.
    fn finds(&mut self, messages: &[&str]) {
        let here = self.here.clone();
        self.client.notification("textDocument/publishDiagnostics", |params| {
            let all = params["diagnostics"].as_array().unwrap().iter();
            let broken = all.filter(|found| found["code"] == "broken-link");
            params["uri"] == *here
                && broken.map(|found| found["message"].as_str().unwrap()).eq(messages.iter().copied())
        });
    }
}

#[test]
fn an_editor_can_follow_links() {
    let text = "---\nsource_url: https://a.example/ü?a=[1\n---\n# Höfe 🌾\n\n„Süd“ 🌾 [da](akten/Br%C3%BCcke.md), <https://a.example/b>, [[hofsterben]], [weg](weg.md),[^1] [Mail](mailto:a@b.example).\n\n[^1]: Amt\n";
    let mut desk = Desk::new(text, |root, _| {
        write(&root.join("akten/Brücke.md"), "# Brücke\n");
        write(&root.join("alt/hofsterben.md"), "---\ntitle: x\n---\n\nHöfe.\n");
    });
    desk.client.until("textDocument/documentLink", &json!({"textDocument": {"uri": desk.here}}), |links| {
        links.as_array().unwrap().len() == 4
    });
    let root = uri(&desk.root);
    let links = desk.links();
    let targets: Vec<_> = links.iter().map(|link| link["target"].as_str().unwrap().replace(&root, "")).collect();
    assert_eq!(
        targets,
        ["https://a.example/%C3%BC?a=", "/akten/Br%C3%BCcke.md", "https://a.example/b", "/alt/hofsterben.md"]
    );
    assert_eq!(links[1]["range"], json!({"start": {"line": 5, "character": 9}, "end": {"line": 5, "character": 35}}));
    assert_eq!(links[3]["tooltip"], "x");
    assert_eq!(desk.defined(5, 12), ["akten/Br%C3%BCcke.md"]);
    assert_eq!(desk.defined(1, 20), [""; 0]);
    assert_eq!(desk.defined(5, 80), [""; 0]);
}

#[test]
fn a_file_that_comes_or_goes_is_noticed() {
    let mut desk = Desk::new("# Höfe\n\n[da](akten/da.pdf) und [[Das Hofsterben]].\n", |_, _| ());
    let told = |kind: u8, path: &Path| json!({"changes": [{"uri": uri(path), "type": kind}]});
    let file = "“akten/da.pdf” leads nowhere: there is no such file.";
    let article = "No article is called “Das Hofsterben”.";
    desk.finds(&[file, article]);
    let path = desk.root.join("akten/da.pdf");
    write(&path, "x");
    desk.client.notify("workspace/didChangeWatchedFiles", told(1, &path));
    desk.finds(&[article]);
    let other = desk.root.join("alt/x.md");
    write(&other, "# Das Hofsterben\n\nHöfe.\n");
    desk.client.notify("workspace/didChangeWatchedFiles", told(1, &other));
    desk.finds(&[]);
    fs::remove_file(&path).unwrap();
    desk.client.notify("workspace/didChangeWatchedFiles", told(3, &path));
    desk.finds(&[file]);
}

#[test]
#[cfg(unix)]
fn nothing_outside_is_linked() {
    let text = "# Höfe\n\n[a](../outside/secret.md) [b](../../../../../../../../etc/passwd) [c](out/secret.md) [d](secret.md)\n[e](file:///etc/passwd) [f](/etc/passwd) [[../outside/secret]] [[secret]] [g](pipe)\n";
    let mut desk = Desk::new(text, |root, home| {
        write(&home.join("outside/secret.md"), "# Geheim\n");
        std::os::unix::fs::symlink(home.join("outside"), root.join("out")).unwrap();
        std::os::unix::fs::symlink(home.join("outside/secret.md"), root.join("secret.md")).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(root.join("pipe")).status().unwrap().success());
    });
    assert_eq!(desk.links(), [] as [Value; 0]);
    for (line, characters) in [(2, [2, 30, 75, 96]), (3, [2, 30, 50, 68])] {
        for character in characters {
            assert_eq!(desk.defined(line, character), [""; 0], "{line}:{character}");
        }
    }
}

#[test]
fn links_are_told_in_order() {
    let folder = Folder::new("order");
    folder.file("b.md", "# Ja\n");
    let path = folder.0.join("a.md");
    let desk = Snapshot { roots: vec![folder.0.clone()].into(), ..Snapshot::default() };
    let text = "[![Karte](b.md)](https://a.example) und [b](b.md)\n\n[weg](weg.md)\n";
    let reading = desk.read(&path, text, Format::Markdown, &Cancel::default(), None).unwrap();
    let spans: Vec<_> = links::links(&reading, &desk).into_iter().map(|link| link.span.of(text)).collect();
    assert_eq!(spans, ["[![Karte](b.md)](https://a.example)", "![Karte](b.md)", "[b](b.md)"]);
}
