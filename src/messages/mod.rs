//! Every sentence the program says, German and English, by key: `de.toml`, `en.toml`. Sections of the files become the
//! first part of a key: `settings.unknown`. It knows no articles, no terminal and no editor.

pub mod forms;
pub mod markdown;
pub mod remarks;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::lang::Lang;
use crate::lang::folding::is_unseen;

type Sentences = BTreeMap<String, String>;

static DE: LazyLock<Sentences> = LazyLock::new(|| sentences(include_str!("de.toml")));
static EN: LazyLock<Sentences> = LazyLock::new(|| sentences(include_str!("en.toml")));

/// The sentence under `key`, with each `{name}` replaced by its argument: a single pass, so that what an argument
/// holds is never taken for a placeholder. A key that is not there comes back as it is.
pub fn text(lang: Lang, key: &str, args: &[(&str, &str)]) -> String {
    let Some(mut rest) = of(lang).get(key).map(String::as_str) else { return key.to_owned() };
    let mut out = String::with_capacity(rest.len());
    while let Some((before, name, after)) = placeholder(rest) {
        let value = args.iter().find(|(known, _)| *known == name).map_or(name, |(_, value)| value);
        out.push_str(before);
        out.push_str(&harmless(value));
        rest = after;
    }
    out + rest
}

/// A text from outside, as it may be shown.
pub fn harmless(text: &str) -> String {
    text.chars().filter(|c| !is_unseen(*c)).map(shown).collect()
}

/// A character of a text from outside, as it may be shown: what could move the cursor, start a line or turn the direction
/// of writing is a space.
pub fn shown(c: char) -> char {
    let turns = matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if c.is_control() || turns { ' ' } else { c }
}

fn of(lang: Lang) -> &'static Sentences {
    match lang {
        Lang::De => &DE,
        Lang::En => &EN,
    }
}

/// What stands before the first placeholder, its name, and what stands after it.
fn placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

/// Reads one of the two files; both are part of the program, so a fault in them is a fault of the build.
fn sentences(file: &str) -> Sentences {
    let sections: BTreeMap<String, Sentences> = toml::from_str(file).expect("the messages are valid TOML");
    sections
        .into_iter()
        .flat_map(|(section, entries)| entries.into_iter().map(move |(key, text)| (format!("{section}.{key}"), text)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placeholders(mut text: &str) -> Vec<&str> {
        let mut names = Vec::new();
        while let Some((_, name, after)) = placeholder(text) {
            names.push(name);
            text = after;
        }
        names.sort_unstable();
        names
    }

    #[test]
    fn both_languages_say_the_same() {
        assert_eq!(DE.keys().collect::<Vec<_>>(), EN.keys().collect::<Vec<_>>());
        for (key, german) in DE.iter() {
            assert_eq!(placeholders(german), placeholders(&EN[key]), "placeholders of `{key}`");
        }
    }

    #[test]
    fn arguments_are_never_read_as_placeholders() {
        let args = [("key", "{near}"), ("near", "x")];
        assert_eq!(text(Lang::En, "settings.unknown-near", &args), "There is no setting `{near}`. Did you mean `x`?");
        assert_eq!(text(Lang::De, "no.such.key", &[]), "no.such.key");
    }

    #[test]
    fn arguments_cannot_act_on_a_terminal() {
        let key = "a\u{1b}[2J\u{9b}2Jb\nc\u{202e}d 👩‍👧";
        assert_eq!(text(Lang::En, "settings.unknown", &[("key", key)]), "There is no setting `a [2J 2Jb c d 👩‍👧`.");
    }
}
