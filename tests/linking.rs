//! Whom a name means that several entities have: told by what the article speaks of, else nobody.

use std::path::Path;
use std::sync::Arc;

use beleg::analysis::{Cancel, Context, Mention, analyse};
use beleg::kb::Kb;
use beleg::lang::Lang;
use beleg::text::{Article, Format, PartialDate};

/// Two men of one name, and a third who is not born yet.
const NAMESAKES: &str = r#"
[[entity]]
id = "kb:beispiel-rat"
type = "person"
label = { de = "Otto Beispiel (Politiker)" }
aliases = { de = ["Otto Beispiel"] }
description = { de = "Schweizer Politiker, Kantonsrat und Präsident einer Partei" }
country = "Q39"

[[entity]]
id = "kb:beispiel-torhueter"
type = "person"
label = { de = "Otto Beispiel (Torhüter)" }
aliases = { de = ["Otto Beispiel"] }
description = { de = "deutscher Torhüter im Eishockey" }
country = "Q183"
[[entity.fact]]
kind = "born"
at = "1990-05-01"
"#;

fn kb() -> Kb {
    let (kb, problems) = Kb::builtin().with_text(Path::new("namesakes.toml"), NAMESAKES);
    assert_eq!(problems, []);
    kb
}

fn mentions(text: &str, date: &str) -> Vec<Mention> {
    let article = Article::parse(text, Format::Plain, None);
    let (kb, cancel, date) = (kb(), Cancel::default(), PartialDate::parse(date));
    let cx = Context { lang: Some(Lang::De), date, names: &kb, cancel: &cancel };
    analyse(&article, &cx, None).unwrap().mentions
}

/// Whom the mentions of a name mean, each once.
#[track_caller]
fn means(text: &str, name: &str, expected: Option<&str>) {
    means_on("2026-11-20", text, name, expected);
}

#[track_caller]
fn means_on(date: &str, text: &str, name: &str, expected: Option<&str>) {
    let text = format!("Ein „Bericht“ 😀\n\n{text}");
    let mut meant: Vec<Option<Arc<str>>> = mentions(&text, date)
        .into_iter()
        .filter(|mention| mention.span.of(&text).contains(name))
        .map(|mention| mention.entity)
        .collect();
    meant.dedup();
    assert_eq!(meant, [expected.map(Arc::from)], "{text}");
}

#[test]
fn the_words_of_the_card_tell_which_of_two_is_meant() {
    means("Otto Beispiel bleibt Kantonsrat. Beispiel lachte.", "Beispiel", Some("kb:beispiel-rat"));
    means(
        "Im Eishockey hielt Otto Beispiel alles.\n\nOtto Beispiels Schoner glänzten.",
        "Beispiel",
        Some("kb:beispiel-torhueter"),
    );
}

#[test]
fn else_the_country_of_which_the_article_speaks() {
    means("Otto Beispiel kam.\n\nIn Bern und Genf regnet es, in Berlin nicht.", "Beispiel", Some("kb:beispiel-rat"));
    means("Die FDP tagt in Bern. Auch Basel und Zürich sind dabei.", "FDP", Some("kb:fdp-die-liberalen"));
    means("Die FDP tagt in Berlin.", "FDP", Some("kb:freie-demokratische-partei"));
}

#[test]
fn where_nothing_tells_a_person_is_nobody() {
    means("Otto Beispiel kam, und Beispiel lachte.", "Beispiel", None);
    let text = "Otto Beispiel kam, und Beispiel lachte.";
    let mentions = mentions(text, "2026-11-20");
    assert_eq!(mentions.len(), 2);
    assert!(mentions.iter().all(|mention| mention.cluster == mentions[0].cluster && mention.cluster.starts_with("x:")));
}

#[test]
fn a_page_is_no_rival_of_the_entry_under_it() {
    let page = "[[entity]]\nid = \"Q7747\"\ntype = \"person\"\nlabel = { de = \"Wladimir Putin\" }\n";
    let (kb, _) = Kb::builtin().with_text(Path::new("putin.toml"), page);
    let (article, cancel) = (Article::parse("Wladimir Putin kam.", Format::Plain, None), Cancel::default());
    let cx = Context { lang: Some(Lang::De), date: None, names: &kb, cancel: &cancel };
    let mentions = analyse(&article, &cx, None).unwrap().mentions;
    assert_eq!((mentions[0].entity.as_deref(), mentions[0].confidence), (Some("Q7747"), 0.95));
}

#[test]
fn nobody_is_meant_before_being_born() {
    means_on("1975-03-01", "Otto Beispiel kam.", "Beispiel", Some("kb:beispiel-rat"));
}

#[test]
fn the_order_of_the_paragraphs_does_not_matter() {
    let paragraphs = ["Otto Beispiel kam.", "Ein Kantonsrat war er lange.", "In Genf bleibt Otto Beispiel bekannt."];
    let [first, second, third] = paragraphs;
    for text in [[first, second, third], [third, first, second], [second, third, first]] {
        means(&text.join("\n\n"), "Beispiel", Some("kb:beispiel-rat"));
    }
}
