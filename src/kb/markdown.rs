//! Pages in Markdown, one entity each: the head says in YAML what an `[[entity]]` says in TOML, and below stand the desk's
//! notes. Apart from `load`, since the build script reads no Markdown.

use std::path::Path;

use serde_saphyr::{DefaultMessageFormatter, MessageFormatter};

use super::Entity;
use super::load::Page;
use crate::text::front_matter;

impl Page {
    /// Adds the entity of a page in Markdown. A page without a head lacks what every entity has, and is told so.
    pub fn read_markdown(&mut self, file: &Path, text: &str) {
        let (head, notes) = match front_matter::find(text) {
            Some((block, head)) => (head.of(text), &text[block.end..]),
            None => ("", ""),
        };
        match serde_saphyr::from_str::<Option<Entity>>(head) {
            Ok(Some(entity)) => self.add(with_notes(entity, notes), file, 1),
            Ok(None) => self.tell(file, 1, "missing field `id`".to_owned()),
            Err(error) => {
                // The head begins in the second line.
                let line = error.location().map_or(1, |at| 1 + at.line() as usize);
                let message = DefaultMessageFormatter.format_message(error.without_snippet()).into_owned();
                self.tell(file, line, message);
            }
        }
    }
}

/// An entity with what stands below its head, behind what the head itself has as `note`.
fn with_notes(mut entity: Entity, below: &str) -> Entity {
    let notes = format!("{}\n\n{}", entity.note.unwrap_or_default().trim(), below.trim());
    let notes = notes.trim().lines().collect::<Vec<_>>().join("\n");
    entity.note = Some(notes).filter(|notes| !notes.is_empty());
    entity
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kb::PlaceInPage;
    use crate::lang::Lang;

    fn read(text: &str) -> Page {
        let mut page = Page::default();
        page.read_markdown(Path::new("käthe-müller.md"), text);
        page
    }

    /// The line of what is wrong, and how serde puts it.
    fn wrong(text: &str) -> (usize, String) {
        let page = read(text);
        assert_eq!((page.entities.len(), page.problems.len()), (0, 1), "{text:?}: {:?}", page.problems);
        (page.problems[0].line, page.problems[0].message.clone())
    }

    const PAGE: &str = "\
---
id: kb:käthe-müller
type: person
label: {de: Käthe Müller}
aliases:
  de: [„Käthi“ Müller, Ka\u{308}the Mu\u{308}ller]
fact:
  - {kind: born, at: 1950-03-07, checked: false}
  - {kind: office, value: {de: Rätin}, from: 2019, source: register}
---

Nicht verwandt mit *Karl* Müller 🌾.

Rückrufe nur vormittags.
";

    #[test]
    fn the_head_is_an_entry_and_below_it_stand_notes() {
        for text in [PAGE.to_owned(), format!("\u{feff}{PAGE}"), PAGE.replace('\n', "\r\n")] {
            let page = read(&text);
            assert_eq!(page.problems, []);
            let [entity] = &page.entities[..] else { panic!("one entity: {:?}", page.entities) };
            assert_eq!((&*entity.id, entity.label.get(Lang::De)), ("kb:käthe-müller", "Käthe Müller"));
            assert_eq!(entity.aliases.own(Lang::De).unwrap().len(), 2);
            let dates: Vec<_> = entity.facts.iter().map(|fact| fact.at.or(fact.from).unwrap().to_string()).collect();
            assert_eq!(dates, ["1950-03-07", "2019"]);
            let note = "Nicht verwandt mit *Karl* Müller 🌾.\n\nRückrufe nur vormittags.";
            assert_eq!(entity.note.as_deref(), Some(note));
            let place = PlaceInPage { file: "käthe-müller.md".into(), line: 1 };
            assert_eq!(page.places.get(&entity.id), Some(&place));
        }
    }

    #[test]
    fn a_note_in_the_head_comes_first_and_no_note_is_none() {
        let head = "---\nid: kb:a\ntype: city\nlabel: {de: Au}\n";
        let note = |rest: &str| read(&format!("{head}{rest}")).entities.remove(0).note;
        assert_eq!(note("---"), None);
        assert_eq!(note("---\n \r\n\n"), None);
        assert_eq!(note("note: Zuerst\n---\n\nDanach\n").as_deref(), Some("Zuerst\n\nDanach"));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        assert_eq!(wrong(&PAGE.replace("aliases", "alias")), (5, UNKNOWN_ALIAS.to_owned()));
        assert_eq!(wrong(&PAGE.replace("label: {de: Käthe Müller}\n", "")), (6, "missing field `label`".to_owned()));
        let (line, message) = wrong(&PAGE.replace("type: person", "type: planet"));
        assert!(
            line == 3 && message.starts_with("unknown variant `planet`, expected one of person, state"),
            "{message}"
        );
        let (line, message) = wrong(&PAGE.replace("label: {de: Käthe Müller}", "label: Käthe Müller"));
        assert!(line == 4 && message.contains("expected"), "{line}: {message}");
        let (line, message) = wrong(&PAGE.replace("1950-03-07", "gestern"));
        assert!(line == 8 && message.starts_with("`gestern` is no date"), "{line}: {message}");
        let (line, message) = wrong(&PAGE.replace("type: person", "type: \"person"));
        assert!(line > 2 && !message.contains('\n'), "{line}: {message}");
    }

    const UNKNOWN_ALIAS: &str = "unknown field `alias`, expected one of id, id_source, type, label, aliases, short, quoted, \
                                 ordinary, context, family, demonyms, description, country, note, fact";

    #[test]
    fn a_page_without_a_head_lacks_its_id() {
        for text in
            ["", "\n", "Nur Notizen über „Käthe“ 🌾.\n", "---\n---\n", "---\n# nichts\n---\nText", "---\nid: kb:a\n"]
        {
            assert_eq!(wrong(text), (1, "missing field `id`".to_owned()), "{text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_page_is_too_strange(head in "[a-zä:\\[\\]{}&*!|>'\"#\\- \r\n🌾]{0,60}") {
            let page = read(&format!("---\n{head}\n---\n{head}"));
            proptest::prop_assert_eq!(page.entities.len() + page.problems.len(), 1);
        }
    }
}
