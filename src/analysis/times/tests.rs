//! Time expressions as they stand in sentences, with their values on a day that is given.

use super::*;

fn show(text: &str, lang: Lang) -> Vec<(String, String)> {
    let words = Words::new(text, lang);
    let numbers = crate::analysis::numbers::numbers(&words);
    let date = PartialDate::day(2025, 3, 12); // a Wednesday
    let show = |e: &Expression| (words.span(e.tokens.clone()).of(text).to_owned(), e.resolve(date));
    expressions(&words, &numbers).iter().map(show).collect()
}

#[test]
fn both_ends_of_a_stretch_are_times() {
    let both = |text: &str| show(text, Lang::De);
    let of = |pairs: [(&str, &str); 2]| pairs.map(|(span, value)| (span.to_owned(), value.to_owned()));
    let days = of([("5.", "2025-04-05"), ("22. April", "2025-04-22")]);
    assert_eq!(both("vom 5. bis 22. April läuft"), days);
    let hours = of([("14.30", "2025-03-12T14:30"), ("18 Uhr", "2025-03-12T18:00")]);
    assert_eq!(both("von 14.30-18 Uhr geöffnet"), hours);
}

fn all(lang: Lang, table: &[(&str, &str, &str)]) {
    for (text, span, value) in table {
        assert_eq!(show(text, lang), [((*span).to_owned(), (*value).to_owned())], "{text}");
    }
}

#[test]
fn german_dates() {
    all(
        Lang::De,
        &[
            ("am Donnerstag, 25. September um", "Donnerstag, 25. September", "2025-09-25"),
            ("am 12. September 2023 kam", "12. September 2023", "2023-09-12"),
            ("am 23. 3. 1976 kam", "23. 3. 1976", "1976-03-23"),
            ("im Dezember 2024 kam", "Dezember 2024", "2024-12"),
            ("ab Juli dieses Jahres", "Juli dieses Jahres", "2025-07"),
            ("am 5. Mai des Vorjahres", "5. Mai des Vorjahres", "2024-05-05"),
            ("im Jahr 1648 war", "Jahr 1648", "1648"),
            ("begann 1925/26 mit", "1925/26", "192"),
            ("in der Saison 2019/20 war", "der Saison 2019/20", "20"),
            ("in den 1980er-Jahren", "den 1980er-Jahren", "198"),
            ("in den Siebzigerjahren", "den Siebzigerjahren", "197"),
            ("im 19. Jahrhundert", "19. Jahrhundert", "18"),
            ("seit Mitte des laufenden Jahres", "Mitte des laufenden Jahres", "2025"),
            ("bis Ende 2013", "Ende 2013", "2013"),
            ("Anfang der Woche", "Anfang der Woche", "2025-W11"),
            ("im August kam", "August", "2024-08"),
        ],
    );
    assert!(show("August Huber und Jan Meier, Version 1.2.3", Lang::De).is_empty());
}

#[test]
fn german_stretches() {
    all(
        Lang::De,
        &[
            ("im vergangenen Jahr war", "vergangenen Jahr", "2024"),
            ("in der vergangenen Woche", "der vergangenen Woche", "2025-W10"),
            ("letzten Monat war", "letzten Monat", "2025-02"),
            ("im Vorjahr sank", "Vorjahr", "2024"),
            ("heuer sinkt", "heuer", "2025"),
            ("im dritten Quartal 2023", "dritten Quartal 2023", "2023-Q3"),
            ("im 2. Halbjahr wird", "2. Halbjahr", "2025-H2"),
            ("im Herbst 2023", "Herbst 2023", "2023-FA"),
            ("im Winter 2023/24", "Winter 2023/24", "2023-WI"),
            ("am Wochenende wird", "Wochenende", "2025-W11-WE"),
            ("am Wochenende kam", "Wochenende", "2025-W10-WE"),
        ],
    );
    let weeks = "Beginn war am 3. März, in der zweiten Woche kam Regen, in der Woche darauf Schnee.";
    let values: Vec<_> = show(weeks, Lang::De).into_iter().map(|(_, value)| value).collect();
    assert_eq!(values, ["2025-03-03", "2025-W11", "2025-W12"]);
}

#[test]
fn german_days_and_clock_times() {
    all(
        Lang::De,
        &[
            ("Sie kamen am Montag an.", "Montag", "2025-03-10"),
            ("Sie sind am Montag verletzt worden.", "Montag", "2025-03-10"),
            ("am Freitag wird gewählt", "Freitag", "2025-03-14"),
            ("Der Rat tritt am Freitag zusammen, sagte sie.", "Freitag", "2025-03-14"),
            ("Montag nächster Woche", "Montag nächster Woche", "2025-03-17"),
            ("am gestrigen Dienstag", "Dienstag", "2025-03-11"),
            ("gestern kam", "gestern", "2025-03-11"),
            ("die gestrige Sitzung", "gestrige", "2025-03-11"),
            ("gestern morgen kam", "gestern morgen", "2025-03-11TMO"),
            ("heute Nacht kam", "heute Nacht", "2025-03-12TNI"),
            ("am frühen Samstagmorgen brannte es", "frühen Samstagmorgen", "2025-03-08TMO"),
            ("in der Nacht auf Samstag wird", "der Nacht auf Samstag", "2025-03-14TNI"),
            ("am Morgen des 17. Januar", "Morgen des 17. Januar", "2025-01-17TMO"),
            ("in den späten Abendstunden", "den späten Abendstunden", "2025-03-12TEV"),
            ("in den frühen Morgenstunden", "den frühen Morgenstunden", "2025-03-12TMO"),
            ("um 8 Uhr abends", "8 Uhr abends", "2025-03-12T20:00"),
            ("damals kam", "damals", "PAST_REF"),
            ("„Jetzt gilt es“", "Jetzt", "PRESENT_REF"),
            ("der ehemalige Bürgermeister", "ehemalige", "PAST_REF"),
            ("der frühere Bürgermeister", "frühere", "PAST_REF"),
        ],
    );
    let both = show("am Freitag um 20.30 Uhr", Lang::De);
    assert_eq!(both[1], ("20.30 Uhr".to_owned(), "2025-03-14T20:30".to_owned()));
    let next = show("Gestern früh kam er. Am Abend ging er.", Lang::De);
    assert_eq!(next[1], ("Abend".to_owned(), "2025-03-11TEV".to_owned()));
}

#[test]
fn german_lengths_and_sets() {
    all(
        Lang::De,
        &[
            ("seit drei Wochen", "drei Wochen", "P3W"),
            ("den vergangenen zwei Jahrzehnten", "den vergangenen zwei Jahrzehnten", "P2DE"),
            ("den vergangenen beiden Jahren", "den vergangenen beiden Jahren", "P2Y"),
            ("den vergangenen Jahren", "den vergangenen Jahren", "PXY"),
            ("die nächsten Tage", "die nächsten Tage", "PXD"),
            ("in den ersten drei Monaten", "den ersten drei Monaten", "P3M"),
            ("seit Jahren", "Jahren", "PXY"),
            ("vor ein paar Stunden", "ein paar Stunden", "PTXH"),
            ("eine zweistündige Sitzung", "zweistündige", "PT2H"),
            ("das 25-jährige Jubiläum", "25-jährige", "P25Y"),
            ("eine halbe Stunde", "eine halbe Stunde", "PT0.5H"),
            ("jeden zweiten Tag", "jeden zweiten Tag", "P2D"),
            ("jeden Sonntag", "jeden Sonntag", "XXXX-WXX-7"),
            ("jeden letzten Samstag im Monat", "jeden letzten Samstag im Monat", "P1M"),
            ("alle zwei Wochen", "alle zwei Wochen", "P2W"),
            ("die monatlichen Gebühren", "monatlichen", "P1M"),
        ],
    );
    let shared = show("50 statt 30 Jahre und zwei bis drei Wochen", Lang::De);
    let values: Vec<_> = shared.iter().map(|(span, value)| (span.as_str(), value.as_str())).collect();
    assert_eq!(values, [("50", "P50Y"), ("30 Jahre", "P30Y"), ("zwei", "P2W"), ("drei Wochen", "P3W")]);
    for text in [
        "der 38-jährige Maler",
        "die 18, 13 und neun Jahre alten Kinder",
        "ab 16 Jahren",
        "im Alter von 55 Jahren",
        "die Blume des Jahres",
    ] {
        assert!(show(text, Lang::De).is_empty(), "{text}");
    }
}

#[test]
fn a_count_is_no_year() {
    for text in ["2000 Quadratmeter", "2000 Gäste", "davon 2010 Frauen"] {
        assert!(show(text, Lang::De).is_empty(), "{text}");
    }
    let counted = show("davon 2000 im Jahr 2011 und 1700 im vergangenen Jahr", Lang::De);
    assert_eq!(counted.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>(), ["2011", "2024"]);
    let years = show("zwischen 1943 bis 1945", Lang::De);
    assert_eq!(years.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>(), ["1943", "1945"]);
}

#[test]
fn english_times() {
    all(
        Lang::En,
        &[
            ("on September 12, 2023 he", "September 12, 2023", "2023-09-12"),
            ("on 12 September he", "12 September", "2025-09-12"),
            ("in July of last year", "July of last year", "2024-07"),
            ("last week it", "last week", "2025-W10"),
            ("last summer it", "last summer", "2024-SU"),
            ("in the 1990s", "the 1990s", "199"),
            ("in the early 1990s", "the early 1990s", "199"),
            ("in mid-2015", "mid-2015", "2015"),
            ("in the late 19th century", "the late 19th century", "18"),
            ("by the end of the year", "the end of the year", "2025"),
            ("in the third quarter of 2024", "the third quarter of 2024", "2024-Q3"),
            ("in the first half of last year", "the first half of last year", "2024-H1"),
            ("The team will play on Friday evening.", "Friday evening", "2025-03-14TEV"),
            ("It burned on Friday.", "Friday", "2025-03-07"),
            ("last night it", "last night", "2025-03-11TNI"),
            ("at 8 p.m. it", "8 p.m.", "2025-03-12T20:00"),
            ("three years ago", "three years", "P3Y"),
            ("a decade ago", "a decade", "P1DE"),
            ("years ago", "years", "PXY"),
            ("over the past few weeks", "the past few weeks", "PXW"),
            ("an hour and a half", "an hour and a half", "PT1.5H"),
            ("every two weeks", "every two weeks", "P2W"),
            ("every Sunday", "every Sunday", "XXXX-WXX-7"),
        ],
    );
    for text in
        ["It may rain.", "Theresa May and April Jones march on.", "the first half of the match", "a quarter of it"]
    {
        assert!(show(text, Lang::En).is_empty(), "{text}");
    }
}
