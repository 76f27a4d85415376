//! Which names an editor is offered while they are written.

mod support;

use std::path::Path;

use beleg::desk::Snapshot;
use beleg::features::completion::completion;
use beleg::kb::Kb;
use beleg::lang::Lang;
use support::fixture::Fixture;

/// What is offered at the cursor of an article: the text that it takes the place of, then the names.
fn offered(article: &str) -> Vec<String> {
    let fixture = Fixture::parse(&format!("%! a.md\n{article}\n"));
    let desk = Snapshot { speaks: Lang::De, ..Snapshot::default() };
    fixture.ask(desk, |cursor| {
        let Some(offered) = completion(cursor) else { return vec![] };
        assert_eq!(offered.span.of(&cursor.reading.article.text), offered.written);
        [offered.written].into_iter().chain(offered.names.into_iter().map(|name| name.text)).collect()
    })
}

#[test]
fn names_of_the_article_come_before_those_of_the_knowledge_base() {
    let article = "# Ein „Bericht“ 😀\n\nMacht Emma Machold, Försterin, weiter? Auch Emma Macholds „Hund“ 🐕 traf Mac\n\
                   |";
    let column = article.lines().nth(2).unwrap().chars().count();
    let article = article.replace("\n|", &format!("\n{}|", " ".repeat(column)));
    let offered = offered(&article);
    assert_eq!(offered[..2], ["Mac", "Machold"], "{offered:?}");
    assert!(offered[2..].contains(&"Macron".to_owned()), "{offered:?}");
}

#[test]
fn a_name_of_several_words_is_completed_as_one() {
    for (written, cursor, first) in [
        ("Es kam Kim Jong", "               |", ["Kim Jong", "Kim Jong Il"]),
        ("Es kam Kim\u{a0}Jong U", "                 |", ["Kim\u{a0}Jong U", "Kim Jong Un"]),
        (
            "Es kam Recep Tayyip Erdo\u{300}",
            "                         |",
            ["Recep Tayyip Erdo\u{300}", "Recep Tayyip Erdoğan"],
        ),
        ("Am Montag kam Kim J", "                   |", ["Kim J", "Kim Jong Il"]),
        ("Mit UN-Sich", "           |", ["UN-Sich", "UN-Sicherheitsrat"]),
    ] {
        assert_eq!(offered(&format!("{written}\n{cursor}"))[..2], first, "{written}");
    }
}

#[test]
fn a_family_name_that_stands_first_is_offered() {
    let offered = offered("Es sprach Kwak Tae-hyon, Förster.\n\nLaut Kwa\n        |");
    assert_eq!(offered[..3], ["Kwa", "Kwak Tae-hyon", "Kwak"], "{offered:?}");
}

#[test]
fn names_are_offered_in_the_language_of_the_article() {
    let offered = |lang: &str| offered(&format!("---\nlang: {lang}\n---\nBericht\n\nMosk\n    |"));
    assert_eq!(offered("de")[..2], ["Mosk", "Moskau"]);
    assert_eq!(offered("en")[..2], ["Mosk", "Moscow"]);
    // the cruiser, whose label says so in brackets, is left out
    assert!(!offered("de").iter().any(|name| name.contains('(')));
}

#[test]
fn nothing_is_offered_where_no_name_is_being_written() {
    for (what, article) in [
        ("a name in full", "Es kam Macron\n             |"),
        ("the middle of a word", "Es kam Macr\n         |"),
        ("a small letter", "Es kam macr\n           |"),
        ("two letters", "Es kam Ma\n         |"),
        ("nothing", "Es kam \n      |"),
        ("an address", "Siehe https://x.example/Macr\n                            |"),
        ("a mail address", "An x@Macr\n         |"),
        ("the target of a link", "[Hof](https://x.example/a-Macr)\n                              |"),
        ("a comment", "Es kam. <!-- Macr -->\n                 |"),
        ("the front matter", "---\ntitle: Macr\n           |\n---\nText"),
    ] {
        assert_eq!(offered(article), [""; 0], "{what}");
    }
}

#[test]
fn of_much_that_begins_so_only_a_part_is_told() {
    let kb = Kb::builtin();
    let found = kb.names_beginning("Ber", Lang::De, 5);
    assert_eq!(found.len(), 5);
    assert!(found.iter().all(|(_, name)| name.starts_with("Ber")), "{found:?}");
    assert_eq!(kb.names_beginning("Qxyz", Lang::De, 5).len(), 0);
    let (page, problems) = kb.with_text(
        Path::new("page.toml"),
        "[[entity]]\nid = \"kb:qxyz\"\ntype = \"place\"\nlabel = { de = \"Qxyzüfenau\" }\n",
    );
    assert_eq!(problems, []);
    assert_eq!(page.names_beginning("qxyzü", Lang::En, 5)[0].1, "Qxyzüfenau");
}
