//! A page that a name of an article could have in the knowledge base of its desk, with what the article tells of it.
//! Nothing is written here: the editor makes the file, if somebody wants it.

use std::fmt::Write;
use std::path::PathBuf;

use super::Cursor;
use crate::analysis::{Form, Mention, MentionType};
use crate::archive::{self, one_line};
use crate::desk::pages;
use crate::kb::{Entity, EntityType};
use crate::lang::Lang;
use crate::lang::folding::{fold_name, is_capitalised};
use crate::messages::text;
use crate::text::Span;
use crate::text::filler::seen;

/// Nobody's name has more bytes.
const LONGEST: usize = 100;

/// A file that could be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPage {
    /// What making it is called in a menu, in the user's language.
    pub title: String,
    pub file: PathBuf,
    pub text: String,
}

/// A page in the workspace folder of the article: for the words that are selected, from the cursor on, else for the name
/// under the cursor. `None` for what is no name, or has such a page.
pub fn new_page(cursor: &Cursor<'_>, selected: Span) -> Option<NewPage> {
    let (mention, name) = named(cursor, selected)?;
    let (desk, lang) = (cursor.desk, cursor.reading.analysis.lang.0);
    let entity = mention.and_then(|mention| desk.kb.entity(mention.entity.as_ref()?));
    let page = entity.as_ref().and_then(|entity| desk.kb.page_of(&entity.id));
    if page.is_some_and(|page| desk.roots.iter().any(|root| page.file.starts_with(root.join(pages::FOLDER)))) {
        return None;
    }
    let name = entity.as_ref().map_or(name, |entity| entity.label.get(lang).to_owned());
    let (folder, _) = desk.sidecars.home(&cursor.document.path)?;
    let (file, slug) = pages::new_file(folder, &slug(&name), |slug| desk.kb.entity(&own_id(slug)).is_some())?;
    let entry = match &entity {
        Some(entity) => addition(entity, lang),
        None => entry(cursor, mention, &own_id(&slug), &name),
    };
    let text_below = text(desk.speaks, "page.below", &[]);
    Some(NewPage {
        title: text(desk.speaks, "page.add", &[("name", &name)]),
        file,
        text: format!("---\n{entry}# {text_below}\n---\n\n"),
    })
}

fn own_id(slug: &str) -> String {
    format!("kb:{slug}")
}

/// What is to be named: a mention, by its full name, or words that could be a name.
fn named<'c>(cursor: &'c Cursor<'_>, selected: Span) -> Option<(Option<&'c Mention>, String)> {
    let (article, mentions) = (&cursor.reading.article, &cursor.reading.analysis.mentions);
    let text = &*article.text;
    let selected = Span::new(article.boundary(selected.start), article.boundary(selected.end));
    let words = selected.of(text).trim();
    let start = selected.start + selected.of(text).find(words).unwrap_or_default();
    let words = Span::new(start, start + words.len());
    let covering = || mentions.iter().filter(|mention| mention.span.covers(words)).min_by_key(|it| it.span.len());
    let name = |span: Span| one_line(&seen(span.of(text)));
    match if words.is_empty() { cursor.mention() } else { covering() } {
        Some(mention) => Some((Some(mention), name(full_name(mention, mentions).span))),
        None if could_be_a_name(words, text) => Some((None, name(words))),
        None => None,
    }
}

/// Where the article gives the name in full: where it introduces whom the mention means, else the first time.
fn full_name<'m>(mention: &'m Mention, all: &'m [Mention]) -> &'m Mention {
    let same = || all.iter().filter(|other| other.cluster == mention.cluster);
    let introduced = same().find(|other| other.introduction.is_some());
    let named =
        || same().find(|other| other.form == Form::Full).or_else(|| same().find(|other| other.form != Form::Role));
    introduced.or_else(named).unwrap_or(mention)
}

/// Whole words on one line that begin with a capital letter.
fn could_be_a_name(words: Span, text: &str) -> bool {
    let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let is_cut = inside(text[..words.start].chars().next_back()) || inside(text[words.end..].chars().next());
    let words = words.of(text);
    is_capitalised(words) && !is_cut && words.len() <= LONGEST && !words.contains(['\n', '\r'])
}

/// Only what the page is for: all else comes from the entry that is known already.
fn addition(entity: &Entity, lang: Lang) -> String {
    let mut head = format!("id: {}\ntype: {}\nlabel:\n", quoted(&entity.id), entity.kind.tag());
    for lang in [lang, lang.other()] {
        let label = entity.label.own(lang).map(|label| format!("  {lang}: {}\n", quoted(label)));
        head.extend(label);
    }
    head + &format!("aliases:\n  {lang}: []\n")
}

/// An entry for a name that nobody knows yet.
fn entry(cursor: &Cursor<'_>, mention: Option<&Mention>, id: &str, name: &str) -> String {
    let lang = cursor.reading.analysis.lang.0;
    let mut head = format!("id: {}\ntype: {}\nlabel:\n  {lang}: {}\n", quoted(id), types(mention), quoted(name));
    let short = mention.and_then(|mention| abbreviation(cursor, mention)).map(|short| quoted(&short));
    let _ = write!(head, "aliases:\n  {lang}: [{}]\n", short.unwrap_or_default());
    if let Some(description) = mention.and_then(|mention| told(cursor, mention)) {
        let _ = write!(head, "description:\n  {lang}: {}\n", quoted(&description));
    }
    head
}

/// The type that the mention tells, and in a comment the others that it may be. Where it tells none, somebody has to
/// choose.
fn types(mention: Option<&Mention>) -> String {
    let kind = mention.map_or(MentionType::Other, |mention| mention.kind);
    let mut fitting: Vec<&str> = EntityType::ALL
        .into_iter()
        .filter(|known| kind == MentionType::Other || known.mention() == kind)
        .map(|known| known.tag())
        .collect();
    let only = fitting.len() == 1;
    let chosen = fitting.iter().position(|known| only || *known == kind.tag()).map(|at| fitting.remove(at));
    let others = if fitting.is_empty() { String::new() } else { format!("  # {}", fitting.join(", ")) };
    format!("{}{others}", chosen.unwrap_or_default())
}

/// The abbreviation that the article introduces behind the name.
fn abbreviation(cursor: &Cursor<'_>, mention: &Mention) -> Option<String> {
    let introduced = full_name(mention, &cursor.reading.analysis.mentions);
    let short = introduced.short.filter(|short| !introduced.span.covers(*short))?;
    Some(seen(short.of(&cursor.reading.article.text)).into_owned())
}

/// What the article says of somebody where it introduces them.
fn told(cursor: &Cursor<'_>, mention: &Mention) -> Option<String> {
    let introduced = full_name(mention, &cursor.reading.analysis.mentions);
    let words = archive::role(introduced, introduced.introduction?, &cursor.reading.article.text);
    (!words.is_empty()).then_some(words)
}

/// A text as YAML takes it, whatever it holds.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A name as names of files have it: `Käthe Groß-Müller` becomes `kaethe-gross-mueller`.
fn slug(name: &str) -> String {
    let plain: String = fold_name(name)
        .chars()
        .map(|c| match c {
            'ä' => "ae".to_owned(),
            'ö' => "oe".to_owned(),
            'ü' => "ue".to_owned(),
            _ => c.to_string(),
        })
        .collect();
    plain.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_plain() {
        for (name, expected) in [
            ("Käthe Groß-Müller", "kaethe-gross-mueller"),
            ("Ka\u{308}the\u{a0}O’Hara 🌾", "kaethe-o-hara"),
            ("Łódź / Erdoğan", "lodz-erdogan"),
            ("../../KN-23", "kn-23"),
            ("🌾", ""),
        ] {
            assert_eq!(slug(name), expected);
        }
    }
}
