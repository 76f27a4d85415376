//! The knowledge base as one uses it, over a small page of its own.

use std::collections::BTreeSet;
use std::path::Path;

use super::*;
use crate::analysis::names::{Form, MentionType, Names, Office};
use crate::analysis::tokens::is_joint;
use crate::lang::Lang;
use crate::lang::folding::fold_name;
use crate::text::PartialDate;

const SOURCES: &str = r#"
[gazette]
name = "Amtsblatt"
url = "https://example.org/amtsblatt"
"#;

const PAGE: &str = r#"
[[entity]]
id = "Q7747"
type = "person"
label = { de = "Wladimir Putin", en = "Vladimir Putin" }
short = ["Putin"]
[[entity.fact]]
kind = "office"
value = { de = "Präsident Russlands", en = "President of Russia" }
from = "2000-05-07"
to = "2008-05-07"
source = "gazette"
[[entity.fact]]
kind = "office"
value = { de = "Ministerpräsident Russlands", en = "Prime Minister of Russia" }
from = "2008-05-08"
to = "2012-05-07"
source = "gazette"
checked = false
[[entity.fact]]
kind = "office"
value = { de = "Präsident Russlands", en = "President of Russia" }
from = "2012-05-07"
source = "gazette"
as_of = "2022-07"
[[entity.fact]]
kind = "born"
at = "1952-10-07"
source = "gazette"
[[entity]]
id = "Q56226"
type = "person"
label = { de = "Kim Jong Un", en = "Kim Jong Un" }
family = "Kim"
[[entity]]
id = "Q159"
type = "state"
label = { de = "Russland", en = "Russia" }
aliases = { de = ["Russische Föderation"], en = ["Russian Federation"] }
demonyms = { de = { adjective = ["russisch"], people = ["Russe", "Russin"] }, en = { adjective = ["Russian"], people = ["Russian"] } }
[[entity]]
id = "Q30"
type = "state"
label = { de = "Vereinigte Staaten", en = "United States" }
aliases = { de = ["USA", "US"], en = ["US", "U.S."] }
[[entity]]
id = "Q36"
type = "state"
label = { de = "Polen", en = "Poland" }
demonyms = { de = { adjective = ["polnisch"], people = ["Pole", "Polin"] } }
[[entity]]
id = "kb:spiegel"
type = "medium"
label = { de = "Der Spiegel", en = "Der Spiegel" }
quoted = ["Spiegel"]
[[entity]]
id = "Q37470"
type = "body"
label = { de = "UN-Sicherheitsrat", en = "UN Security Council" }
[[entity]]
id = "Q39259"
type = "person"
label = { de = "Recep Tayyip Erdoğan", en = "Recep Tayyip Erdoğan" }
short = ["Erdoğan"]
"#;

fn kb() -> Kb {
    let mut page = Page::default();
    page.read(Path::new("page.toml"), PAGE);
    page.read(Path::new("sources.toml"), SOURCES);
    assert_eq!(page.problems, []);
    Kb::new(page.entities, page.sources)
}

/// Every name that the text holds, from left to right, as `id form «text»`.
fn names(text: &str, lang: Lang) -> Vec<String> {
    let (kb, words) = (kb(), tokens(text));
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let next = at + 1 + usize::from(is_joint(text, &words, at + 1));
        let begin = [at, next].map(|at| words.get(at).map(|word| fold_name(word.of(text))).unwrap_or_default());
        match kb.longest([&begin[0], &begin[1]], text, &words[at..], lang) {
            Some(name) => {
                let end = words[at + name.tokens - 1].span.end;
                found.push(format!("{} {} {}", name.entity, name.form.tag(), &text[words[at].span.start..end]));
                at += name.tokens;
            }
            None => at += 1,
        }
    }
    found
}

#[track_caller]
fn finds(text: &str, expected: &[&str]) {
    assert_eq!(names(text, Lang::De), expected);
}

#[test]
fn hyphen_blank_and_case_of_the_last_part_are_free() {
    finds(
        "Kim Jong-un, Kim Jong Un und Kim\u{a0}Jong-Uns Zug",
        &["Q56226 full Kim Jong-un", "Q56226 full Kim Jong Un", "Q56226 full Kim\u{a0}Jong-Uns"],
    );
    finds("kim jong un", &[]);
}

#[test]
fn capitals_tell_names_from_words() {
    finds("Die US-Regierung und us", &["Q30 alias US"]);
    finds("PUTIN und Putin, nicht putin", &["Q7747 short PUTIN", "Q7747 short Putin"]);
    assert_eq!(names("It told us that the U.S. left.", Lang::En), ["Q30 alias U.S."]);
}

#[test]
fn genitives_of_both_languages() {
    finds(
        "Putins Zug, Russlands Heer, des UN-Sicherheitsrats, des UN-Sicherheitsrates, der USA",
        &[
            "Q7747 short Putins",
            "Q159 full Russlands",
            "Q37470 full UN-Sicherheitsrats",
            "Q37470 full UN-Sicherheitsrates",
            "Q30 alias USA",
        ],
    );
    assert_eq!(names("Putin’s train, Russia's army", Lang::En), ["Q7747 short Putin’s", "Q159 full Russia's"]);
}

#[test]
fn names_with_an_adjective_inside_are_inflected() {
    finds(
        "in den Vereinigten Staaten und der Russischen Föderation",
        &["Q30 full Vereinigten Staaten", "Q159 full Russischen Föderation"],
    );
}

#[test]
fn demonyms_are_inflected() {
    finds(
        "russischen Russischer russisch Russen Russinnen Polen polnische südrussischen",
        &[
            "Q159 adjective russischen",
            "Q159 adjective Russischer",
            "Q159 adjective russisch",
            "Q159 adjective Russen",
            "Q159 adjective Russinnen",
            "Q36 full Polen",
            "Q36 adjective polnische",
        ],
    );
    let text = "Russians";
    let people = kb().longest(["russians", ""], text, &tokens(text), Lang::En).unwrap();
    assert_eq!((people.kind, people.form, people.ending), (MentionType::Group, Form::Adjective, 1));
}

#[test]
fn some_names_count_only_in_quotation_marks() {
    finds("der «Spiegel», der Spiegel, des „Spiegels“", &["kb:spiegel alias Spiegel", "kb:spiegel alias Spiegels"]);
}

#[test]
fn accents_and_emoji() {
    finds(
        "😀 Erdogan, Erdog\u{306}an und Erdoğans Rede",
        &["Q39259 short Erdogan", "Q39259 short Erdog\u{306}an", "Q39259 short Erdoğans"],
    );
}

#[test]
fn a_page_of_the_workspace_lies_over_an_entry() {
    let page = "[[entity]]\nid = \"Q7747\"\ntype = \"person\"\nlabel = { de = \"W. W. Putin\" }\n";
    let (over, problems) = kb().with_text(Path::new("mine.toml"), page);
    assert_eq!(problems, []);
    assert_eq!(over.entity("Q7747").unwrap().label.get(Lang::De), "W. W. Putin");
    assert_ne!(over.generation(), kb().generation());
    // what it leaves out stays, and is found by its old names too
    let putin = &over.find("Wladimir Putin")[0];
    assert_eq!((putin.label.get(Lang::En), putin.facts.len()), ("Vladimir Putin", 4));
    assert_eq!(putin.short, ["Putin"]);
}

#[test]
fn a_malformed_entry_is_told_and_the_rest_loads() {
    let page = "[[entity]]\nid = \"kb:a\"\ntype = \"planet\"\nlabel = { de = \"A\" }\n\n\
                [[entity]]\nid = \"kb:b\"\ntype = \"city\"\nlabel = { de = \"Bad Beispiel\" }\n\n\
                [[entity]]\nid = \"kb:c\"\ntype = \"person\"\nlabel = { de = \"C\" }\n[[entity.fact]]\nkind = \"born\"\nat = \"gestern\"\n";
    let (over, problems) = kb().with_text(Path::new("mine.toml"), page);
    let told: Vec<String> = problems.iter().map(Problem::to_string).collect();
    assert!(told[0].starts_with("mine.toml:3: unknown variant `planet`"), "{told:?}");
    assert!(told[1].starts_with("mine.toml:17: `gestern` is no date"), "{told:?}");
    assert_eq!(told.len(), 2);
    assert_eq!(over.find("Bad Beispiel").len(), 1);
}

#[test]
fn entities_are_found_as_people_type_them() {
    let ids = |name: &str| kb().find(name).iter().map(|entity| entity.id.to_string()).collect::<Vec<_>>();
    assert_eq!(ids("putin"), ["Q7747"]);
    assert_eq!(ids("Kim"), ["Q56226"]);
    assert_eq!(ids("Kims"), ["Q56226"]);
    assert_eq!(ids("«Putins»"), ["Q7747"]);
    assert_eq!(ids("Q36"), ["Q36"]);
    assert_eq!(ids("spiegel"), ["kb:spiegel"]);
}

proptest::proptest! {
    #[test]
    fn any_text_can_be_searched(text in "[KkIiMmJjOoNnGgUuSs’' «»„“ÄäßE\u{301}\u{308}\u{ad}.-]{0,40}") {
        for name in names(&text, Lang::De) {
            assert!(!name.is_empty());
        }
        kb().find(&text);
    }
}

/// The words that reading a page expects, out of what it says of one that it does not.
fn expected(page: &str) -> BTreeSet<String> {
    let mut read = Page::default();
    read.read(Path::new("page.toml"), page);
    let told = &read.problems[0].message;
    let (_, words) = told.split_once("expected").unwrap_or_else(|| panic!("{told}"));
    words.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The schema knows exactly the keys and types that pages may have.
#[test]
fn the_schema_is_that_of_the_pages() {
    let schema: serde_json::Value = serde_json::from_str(SCHEMA).unwrap();
    let keys =
        |at: &str| -> BTreeSet<String> { schema.pointer(at).unwrap().as_object().unwrap().keys().cloned().collect() };
    let head = "[[entity]]\nid = \"kb:a\"\nlabel = { de = \"A\" }\n";
    let entity = format!("{head}type = \"city\"\n");
    assert_eq!(keys("/definitions/entity/properties"), expected(&format!("{entity}zzz = 1\n")));
    assert_eq!(keys("/definitions/fact/properties"), expected(&format!("{entity}[[entity.fact]]\nzzz = 1\n")));
    assert_eq!(keys("/definitions/text/properties"), expected("[[entity]]\nlabel = { zzz = 1 }\n"));
    let words = expected(&format!("{entity}demonyms = {{ de = {{ zzz = 1 }} }}\n"));
    assert_eq!(keys("/definitions/demonyms/properties"), words);
    let types = schema.pointer("/definitions/type/enum").unwrap().as_array().unwrap();
    let types: BTreeSet<String> = types.iter().map(|kind| kind.as_str().unwrap().to_owned()).collect();
    assert_eq!(types, expected(&format!("{head}type = \"zzz\"\n")));
    let heads = schema_of_heads();
    assert_eq!(heads["properties"], schema["definitions"]["entity"]["properties"]);
    let definitions = schema["definitions"].as_object().unwrap().iter().filter(|(name, _)| *name != "entity");
    assert!(heads["definitions"].as_object().unwrap().iter().eq(definitions));
}

#[test]
fn whoever_held_an_office_is_known_as_long_as_its_source_knew() {
    let page = r#"
[[entity]]
id = "Q1"
type = "state"
label = { de = "Wernatal", en = "Werna Valley" }

[[entity]]
id = "Q2"
type = "person"
label = { de = "Anna Muster" }
fact = [
  { kind = "office", value = { de = "Präsidentin Wernatals", en = "President of Werna Valley" }, from = "2010-05-07", to = "2014-05-06", source = "gazette", as_of = "2014" },
  { kind = "office", value = { de = "Wernatal-Beauftragte" }, from = "2015", source = "gazette", as_of = "2016" },
]

[[entity]]
id = "Q3"
type = "person"
label = { de = "Otto Beispiel" }
fact = [
  { kind = "office", value = { de = "Präsident des Wernatals", en = "President of the Werna Valley" }, from = "2014-05-06", source = "gazette", as_of = "2020-06" },
]
"#;
    let (kb, problems) = Kb::new([], Default::default()).with_text(Path::new("page.toml"), page);
    assert_eq!(problems, []);
    let holders = |nouns: &[&str], of, lang, on: &str| -> Vec<String> {
        let office = Office { nouns, of, lang };
        Names::holders(&kb, office, PartialDate::parse(on).unwrap()).iter().map(|id| id.to_string()).collect()
    };
    let president = |on| holders(&["präsident", "präsidentin"], Some("Q1"), Lang::De, on);
    assert_eq!(president("2012-01-01"), ["Q2"]);
    assert_eq!(president("2014-05-06"), ["Q3", "Q2"]);
    assert_eq!(president("2020-06-30"), ["Q3"]);
    assert_eq!(president("2020-07-01"), [""; 0]);
    assert_eq!(president("2009"), [""; 0]);
    assert_eq!(holders(&["president"], Some("Q1"), Lang::En, "2012"), ["Q2"]);
    assert_eq!(holders(&["beauftragte"], Some("Q1"), Lang::De, "2020-06"), ["Q2"], "the page was kept up to then");
    assert_eq!(holders(&["präsident"], Some("Q2"), Lang::De, "2012"), [""; 0]);
    assert!(Names::holds(&kb, "Q2", &["präsidentin"], Lang::De, PartialDate::parse("2012").unwrap()));
    assert!(!Names::holds(&kb, "Q2", &["präsident"], Lang::De, PartialDate::parse("2012").unwrap()));
}
