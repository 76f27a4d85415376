//! What the checks find, and what they say of it: articles of a few sentences, and what an editor would mark in them.

use std::path::Path;

use super::*;
use crate::analysis::Cancel;
use crate::desk::layer::{Layer, Origin};
use crate::text::Format;

/// What is found in an article of one sentence: the text marked, and the message.
fn found(sentence: &str, messages: Lang) -> Vec<(String, String)> {
    let text = format!("---\nlang: de\ndate: 2025-05-14\n---\nEin Titel\n\n{sentence}\n");
    let desk = Snapshot { speaks: messages, ..Snapshot::default() };
    let reading = desk.read(Path::new(""), text, Format::Plain, &Cancel::default(), None).expect("nobody cancels");
    let findings = run(&reading, &desk, &Cancel::default()).expect("nobody cancels").into_iter();
    findings.map(|found| (found.span.of(&reading.article.text).to_owned(), found.message.to_string())).collect()
}

#[track_caller]
fn says(sentence: &str, marked: &str, german: &str, english: &str) {
    for (lang, message) in [(Lang::De, german), (Lang::En, english)] {
        assert_eq!(found(sentence, lang), [(marked.to_owned(), message.to_owned())]);
    }
}

#[test]
fn the_message_has_the_words_that_say_how_exact_a_number_is() {
    says(
        "Dort liegen mehr als die Hälfte der Granaten.",
        "Hälfte der Granaten",
        "mehr als die Hälfte der Granaten: ohne Quelle im Text.",
        "mehr als die Hälfte der Granaten: no source in the text.",
    );
    says(
        "Der Hafen ist gut. 170 Granaten liegen dort.",
        "170 Granaten",
        "170 Granaten: ohne Quelle im Text.",
        "170 Granaten: no source in the text.",
    );
}

/// What is found in a Markdown article and not dismissed, under these settings: the code, and the text marked.
fn coded(article: &str, settings: &str) -> Vec<(&'static str, String)> {
    let layer = Layer::of_toml(Origin::Flag("beleg.toml".into()), settings);
    let (settings, problems) = Settings::resolve([&layer], &ALL.iter().map(|check| check.code()).collect::<Vec<_>>());
    assert_eq!(problems, []);
    let desk = Snapshot { settings: settings.into(), ..Snapshot::default() };
    let reading = desk.read(Path::new(""), article, Format::Markdown, &Cancel::default(), None);
    let reading = reading.expect("nobody cancels");
    let findings = run(&reading, &desk, &Cancel::default()).expect("nobody cancels").into_iter();
    let findings = findings.filter(|finding| !finding.suppressed);
    findings.map(|finding| (finding.code, finding.span.of(&reading.article.text).to_owned())).collect()
}

/// The text marked, by whatever check.
fn told(article: &str, settings: &str) -> Vec<String> {
    coded(article, settings).into_iter().map(|(_, text)| text).collect()
}

/// The text marked by one check, which is switched on.
fn marked(code: &str, article: &str) -> Vec<String> {
    let found = coded(article, &format!("checks.{code} = 'on'")).into_iter();
    found.filter(|(found, _)| *found == code).map(|(_, text)| text).collect()
}

#[test]
fn comments_dismiss_findings_of_their_sentence_or_of_the_block_below() {
    for (comment, left) in [
        ("<!-- beleg: ignore unsourced-figure -->", &["40 Höfe", "50 Höfe"][..]),
        ("<!-- beleg: ignore -->", &["40 Höfe", "50 Höfe"]),
        ("<!-- beleg: ignore vague-source -->", &["40 Höfe", "30 Höfe", "50 Höfe"]),
        ("<!-- src: Hofverzeichnis „Glasach“ 🌾 -->", &["40 Höfe", "50 Höfe"]),
        ("<!-- src: -->", &["40 Höfe", "30 Höfe", "50 Höfe"]),
    ] {
        let inside = format!(
            "# Höfe\n\nDort liegen 40 Höfe. Am „Süd­hang“ 🌾 liegen 30\u{a0}Höfe. {comment}\n\nEs brannten 50 Höfe.\n"
        );
        let left: Vec<String> = left.iter().map(|text| text.replace("30 ", "30\u{a0}")).collect();
        assert_eq!(told(&inside, ""), left, "{comment}");
    }
    let above =
        "# Höfe\n\n<!-- beleg: ignore -->\n\nDort liegen 40 Höfe. Hier liegen 30 Höfe.\n\nEs brannten 50 Höfe.\n";
    assert_eq!(told(above, ""), ["50 Höfe"]);
    let listed = "# Höfe\n\n- Dort liegen 40 Höfe. <!-- src: Hofamt -->\r\n- Es brannten 50 Höfe.\n";
    assert_eq!(told(listed, ""), ["50 Höfe"]);
}

#[test]
fn the_head_of_an_article_and_patterns_dismiss_findings() {
    let article = "Dort liegen 40 Höfe.\n\nStand der Zählung: 50 Höfe.\n";
    let head = |ignore: &str| format!("---\nbeleg: {{ignore: {ignore}}}\n---\n\n# Höfe\n\n{article}");
    assert_eq!(told(&head("[unsourced-figure]"), ""), [""; 0]);
    assert_eq!(told(&head("unsourced-figure"), ""), [""; 0]);
    assert_eq!(told(&head("[vague-source]"), ""), ["40 Höfe", "50 Höfe"]);
    let settings = "[ignore]\npassages = ['^Stand der Zählung: .*$', 'ä{2}']";
    assert_eq!(told(&head("[]"), settings), ["40 Höfe"]);
    assert_eq!(told(&head("[]"), "checks.unsourced-figure = 'off'"), [""; 0]);
}

#[test]
fn a_source_without_a_name_is_told() {
    says(
        "Experten zufolge sind rund 40 Prozent betroffen.",
        "40 Prozent",
        "rund 40 Prozent: Die Quelle ist nicht benannt.",
        "rund 40 Prozent: the source is not named.",
    );
}

#[test]
fn a_wrong_weekday_is_told_with_the_right_one() {
    says(
        "Am Dienstag, 12. Mai 2025, war Markt.",
        "Dienstag, 12. Mai 2025",
        "Der 12. Mai 2025 ist ein Montag, kein Dienstag.",
        "12 May 2025 is a Monday, not a Tuesday.",
    );
}

#[test]
fn a_difference_of_shares_is_no_percent() {
    for (sentence, wrong) in [
        ("Der Anteil stieg um 2\u{a0}Prozent, von 3 auf 5\u{a0}Prozent.", &["2\u{a0}Prozent"][..]),
        ("Die „Quote“ 🌾 sank von 40,5 Prozent auf 38 Prozent, ein Minus von 2,5 Prozent.", &["2,5 Prozent"]),
        ("Der Anteil stieg um rund 2 Prozent auf 5 Prozent, nach 3 Prozent im Vorjahr.", &["2 Prozent"]),
        ("Der Anteil stieg um 2 Prozentpunkte, von 3 auf 5 Prozent.", &[]),
        ("Der Anteil stieg um 67 Prozent, von 3 auf 5 Prozent.", &[]),
        ("Die Auslastung stieg um 2 Prozent, von 100 auf 102 Prozent.", &[]),
        ("Der Anteil stieg von 3 auf 5 Prozent. Der Umsatz wuchs um 2 Prozent.", &[]),
        ("Der Anteil stieg von 3 auf 5 Prozent, bei Frauen liegt er bei 2 Prozent.", &[]),
        ("Die Preise stiegen um 1 Prozent, die Arbeitslosigkeit von 4 auf 5 Prozent.", &[]),
        ("Die Preise stiegen um 1 Prozent und von 4 auf 5 Prozent die Löhne.", &[]),
    ] {
        assert_eq!(marked("percentage-point", sentence), wrong, "{sentence}");
    }
    let english = |sentence: &str| marked("percentage-point", &format!("---\nlang: en\n---\n\n{sentence}"));
    assert_eq!(english("The share rose by 2 percent, from 3 to 5 percent."), ["2 percent"]);
    assert_eq!(english("The rate fell from 40.5 to 38 percent, a drop of 2.5 percent."), ["2.5 percent"]);
    assert_eq!(english("The share rose by 67 percent, from 3 to 5 percent."), [""; 0]);
    assert_eq!(english("Sales rose by 2 percent and unemployment from 3 to 5 percent."), [""; 0]);
}

/// What an article would be with what a check knows to be right.
fn corrected(code: &str, article: &str) -> Option<String> {
    let desk = Snapshot::default();
    let reading = desk.read(Path::new(""), article, Format::Markdown, &Cancel::default(), None);
    let findings = run(&reading.expect("nobody cancels"), &desk, &Cancel::default()).expect("nobody cancels");
    let finding = findings.into_iter().find(|finding| finding.code == code);
    let (place, words) = finding.expect("something is found").instead?;
    Some(format!("{}{words}{}", &article[..place.start], &article[place.end..]))
}

#[test]
fn what_is_certain_can_be_corrected() {
    for (code, before, after) in [
        ("percentage-point", "Um 2 Prozent, von 3 auf 5 Prozent.", Some("Um 2 Prozentpunkte, von 3 auf 5 Prozent.")),
        (
            "percentage-point",
            "Von 3 auf 5 Prozent, ein Plus von 2 Prozent.",
            Some("Von 3 auf 5 Prozent, ein Plus von 2 Prozentpunkten."),
        ),
        ("percentage-point", "Er stieg um ein Prozent, von 4 auf 5 Prozent.", None),
        (
            "name-variant",
            "Kim Jong Un kam, „Kim“ 🌾. Kim Jong-un ging.",
            Some("Kim Jong Un kam, „Kim“ 🌾. Kim Jong Un ging."),
        ),
        ("name-variant", "Wolodymyr Selenskyj kam. Selenski ging.", None),
    ] {
        assert_eq!(corrected(code, before).as_deref(), after, "{before}");
    }
}

#[test]
fn the_arithmetic_is_told() {
    says(
        "Laut Amt stieg der Anteil von 3 auf 5,5 Prozent, ein Plus von 2,5 Prozent.",
        "2,5 Prozent",
        "Von 3 auf 5,5 sind es 2,5 Prozentpunkte, nicht Prozent.",
        "From 3 to 5.5 is 2.5 percentage points, not percent.",
    );
}

#[test]
fn two_spellings_of_one_name_are_told_once() {
    for (article, wrong) in [
        ("Kim Jong Un kam.\n\nAuch Kim Jong-un sprach. Kim Jong-un ging.", &["Kim Jong-un"][..]),
        ("Wolodymyr Selenskyj kam. „Das war Wolodymyr Selenski“, sagte er. 🌾 Dann ging Selenski.", &["Selenski"]),
        ("Die Nato tagt.\n\nEs sprach die NATO.", &["NATO"]),
        ("In Kiew regnet es. In Kyjiw auch.", &["Kyjiw"]),
        ("Heiner Kauß kam. Laut Kauss eilt es. Kauß ging.", &["Kauss"]),
        ("Kim Jong Un kam. Kims Rede war kurz, die Rede Kim Jong Uns auch. Kim ging.", &[]),
        ("Die Vereinten Nationen tagten. Vereinte Nationen sind besser als keine.", &[]),
        ("ANNA O'NEIL KOMMT\n\nAnna O’Neil kam, die Rede O'Neils war kurz. Anna O'Neil ging.", &[]),
        ("Anna Thaler kam. Thalers Hut. Die Meinung von Thaler.", &[]),
    ] {
        assert_eq!(marked("name-variant", article), wrong, "{article}");
    }
}

#[test]
fn a_time_without_a_date_is_told_once() {
    let article = "Letzten Monat kam die Post. Am Montag kam sie nicht.\n";
    assert_eq!(marked("unanchored-date", article), ["Letzten Monat"]);
    assert_eq!(marked("unanchored-date", &format!("---\ndate: 2025-05\n---\n\n{article}")), [""; 0]);
    assert_eq!(marked("unanchored-date", &format!("{article}\nDas war am 12. Mai 2025.")), [""; 0]);
    assert_eq!(marked("unanchored-date", "Um 8 Uhr kam die Post, seit drei Jahren.\n"), [""; 0]);
}

#[test]
fn a_lost_closing_mark_is_told() {
    for (article, wrong) in [
        ("«Wir bauen, sagte sie.\n\nDanach schwieg sie.", &["«Wir"][..]),
        ("Sie sagte: „Übermut 🌾 tut selten gut. Danach schwieg sie.", &["„Übermut"]),
        ("„Wir bauen.\n\n„Wir bleiben“, sagte sie.", &[]),
        ("«Wir bauen.\n\nWir bleiben», sagte sie.", &[]),
        ("«Wir bauen.\n\nWir hoffen.\n\nWir bleiben», sagte sie.", &[]),
        ("Der Schirm misst 27\" und steht auf Hans’ Hof seit ’89.", &[]),
        ("«Wir bauen», sagte sie.", &[]),
    ] {
        assert_eq!(marked("open-quote", article), wrong, "{article}");
    }
}

#[test]
fn what_a_medium_tells_of_others_is_second_hand() {
    for (sentence, wrong) in [
        ("Das sagten US-Offizielle laut «New York Times».", &["New York Times"][..]),
        ("Die «New York Times» berichtet unter Berufung auf Beamte, es seien 40.", &["New York Times"]),
        ("Laut «New York Times» sind es 40.", &[]),
        ("Das sagte Mira Feld der «New York Times».", &[]),
    ] {
        assert_eq!(marked("second-hand-source", sentence), wrong, "{sentence}");
    }
    let english = |sentence: &str| marked("second-hand-source", &format!("---\nlang: en\n---\n\n{sentence}"));
    assert_eq!(english("It is so, officials said, according to the New York Times."), ["New York Times"]);
    assert_eq!(english("Mira Field told CBS that officials said so."), [""; 0]);
    assert_eq!(told("Das sagten US-Offizielle laut «New York Times».", ""), [""; 0]);
}

#[test]
fn the_same_ones_are_counted_twice() {
    for (article, wrong) in [
        (
            "Die Firma „Tal“ zählt 500 Angestellte. 🌾 Für die 450\u{a0}Angestellten gibt es einen Plan.",
            &["450\u{a0}Angestellten"][..],
        ),
        ("Die Genossenschaft hat 60 Höfe. Ihre 40 Höfe liegen im Tal.", &["40 Höfe"]),
        ("Es kamen etwa 10'000 Besucher. Die 10'400 Besucher waren froh.", &[]),
        ("Es kamen mehr als 400 Besucher. Die 450 Besucher waren froh.", &[]),
        ("Die Firma hat 500 Höfe. Die 450 neuen Höfe liegen im Tal.", &[]),
        ("Die Firma hat 500 Höfe. Die 450 Höfe in Bern stehen leer.", &[]),
        ("Die Firma hat 500 Höfe. Es gibt 450 Höfe.", &[]),
        ("Hier stehen 500 Höfe, dort 300 Höfe. Die 450 Höfe stehen leer.", &[]),
        ("Die Firma hat 500 Höfe. «Die 450 Höfe stehen leer», sagte sie.", &[]),
    ] {
        assert_eq!(marked("figure-drift", article), wrong, "{article}");
    }
}

#[test]
fn ranges_run_upwards() {
    for (sentence, wrong) in [
        ("Es kamen von 50 bis 30\u{a0}Personen.", &["50 bis 30\u{a0}Personen"][..]),
        ("Der „Anteil“ 🌾 liegt zwischen 5 und 3 Prozent.", &["5 und 3 Prozent"]),
        ("Es waren 30 bis 50 Personen.", &[]),
        ("Der Anteil sank von 5 auf 3 Prozent.", &[]),
        ("Das Kaliber misst 9-5 Millimeter.", &[]),
        ("Nachts sind es -3 bis -5 Grad.", &[]),
        ("Das Spiel endete 3:1.", &[]),
    ] {
        assert_eq!(marked("range-order", sentence), wrong, "{sentence}");
    }
    let english = |sentence: &str| marked("range-order", &format!("---\nlang: en\n---\n\n{sentence}"));
    assert_eq!(english("There were between 50 and 30 people."), ["50 and 30 people"]);
    assert_eq!(english("The share fell from 5 to 3 percent."), [""; 0]);
}

#[test]
fn a_list_is_as_long_as_its_number_says() {
    for (sentence, wrong) in [
        ("Es gibt drei Hilfen: Geld, „Zelte“ 🌾, Brot und Wasser.", &["drei Hilfen"][..]),
        ("Beteiligt sind vier Kantone: Bern, Uri und Zug.", &["vier Kantone"]),
        ("Es gibt drei Hilfen: Geld, Zelte und Brot.", &[]),
        ("Es gibt zwei Hilfen: Geld, Zelte und Geld.", &[]),
        ("Es gibt vier Hilfen, darunter Geld und Zelte.", &[]),
        ("Es gab 40 Verletzte: Der Wind war stark, und es regnete.", &[]),
        ("Es gibt etwa drei Hilfen: Geld, Zelte, Brot und Wasser.", &[]),
    ] {
        assert_eq!(marked("sum-mismatch", sentence), wrong, "{sentence}");
    }
}

#[test]
fn thousands_are_parted_in_one_way() {
    for (article, wrong) in [
        ("Es sind 2'000 Schafe 🌾, 3'500 Kühe und 1.000\u{a0}Ziegen.", &["1.000\u{a0}Ziegen"][..]),
        ("Es sind 12.500 Schafe und 12\u{202f}500 Ziegen.", &["12\u{202f}500 Ziegen"]),
        ("Es sind 2000 Schafe und 3'500 Kühe.", &[]),
        ("Es sind 2'000 Schafe. «Es sind 1.000 Ziegen», sagte sie.", &[]),
        ("Es sind 2'000 Schafe und 1,234 Millionen Ziegen.", &[]),
    ] {
        assert_eq!(marked("mixed-number-format", article), wrong, "{article}");
    }
}

#[test]
fn whoever_speaks_is_introduced() {
    for (article, wrong) in [
        ("«Das „geht“ 🌾», sagt Wattner. «Sehr gut», sagt Wattner.", &["Wattner"][..]),
        ("Wattner sagte, es gehe.", &["Wattner"]),
        ("Jana Wattner kam. «Das geht», sagt Wattner.", &[]),
        ("«Das geht», sagt die Polizei. «Nein», sagt der Wirt.", &[]),
        ("«Das geht», sagen Anwohner. Kritiker sagen, es gehe nicht.", &[]),
        ("«Das geht», sagt Regierungssprecher Wattner.", &[]),
        ("«Das geht», sagte Putin.", &[]),
    ] {
        assert_eq!(marked("unknown-first-mention", article), wrong, "{article}");
    }
    let settings = "checks.unknown-first-mention = 'on'\nnames.household = ['Wattner']";
    assert_eq!(told("«Das geht», sagt Wattner. «Nein», sagt Feller.", settings), ["Feller"]);
}

#[test]
fn names_are_spelled_as_the_house_does() {
    let settings = "checks.unsourced-figure = 'off'\nnames.spelling = ['Kim Jong-un', 'Wolodymyr Selenskyj', 'NATO', 'Ute Hölzer']";
    for (article, wrong) in [
        ("«Kim Jong Un kommt», sagte er. Kim Jong\u{a0}Un „kam“ 🌾.", &["Kim Jong\u{a0}Un"][..]),
        ("Kim Jong Uns Zug kam. Kim winkte.", &["Kim Jong Uns"]),
        ("Kim Jong-un kam. Kim Jong-uns Zug fuhr.", &[]),
        ("Wolodymyr Selenski kam. Selenskis Rede war kurz.", &["Wolodymyr Selenski", "Selenskis"]),
        ("Die Nato tagte. Die NATO tagte wieder.", &["Nato"]),
        ("Ute Hölzer sprach. Utz Hölzner sprach auch.", &[]),
    ] {
        let found = coded(article, settings).into_iter().filter(|(code, _)| *code == "name-variant");
        let found: Vec<_> = found.map(|(_, text)| text).collect();
        assert_eq!(found, wrong, "{article}");
    }
    let writes = |article: &str| {
        let layer = Layer::of_toml(Origin::Flag("beleg.toml".into()), settings);
        let (settings, _) = Settings::resolve([&layer], &ALL.iter().map(|check| check.code()).collect::<Vec<_>>());
        let desk = Snapshot { settings: settings.into(), ..Snapshot::default() };
        let reading = desk.read(Path::new(""), article, Format::Markdown, &Cancel::default(), None);
        let findings = run(&reading.expect("nobody cancels"), &desk, &Cancel::default()).expect("nobody cancels");
        findings.into_iter().filter_map(|finding| Some(finding.instead?.1)).collect::<Vec<_>>()
    };
    assert_eq!(writes("Kim Jong Uns Zug kam."), ["Kim Jong-uns"]);
    assert_eq!(writes("Wolodymyr Selenski kam. Selenskis Rede war kurz."), ["Wolodymyr Selenskyj", "Selenskyjs"]);
    assert_eq!(writes("Die Nato tagte."), ["NATO"]);
}
