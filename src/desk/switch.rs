//! How a check is switched off in a `beleg.toml`, with everything else in it left as it stands.

use std::path::{Path, PathBuf};

use toml_edit::{DocumentMut, Item, Table, Value};

use super::files::{self, Unreadable};
use super::layer::{LIMIT, NAME};
use crate::text::decode::Charset;

/// A file of settings, and what it would be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Switched {
    pub file: PathBuf,
    /// Its text; `None` where there is no such file yet.
    pub before: Option<String>,
    pub after: String,
}

/// The settings of a workspace folder with this check switched off; `None` where they cannot be read.
pub fn off(folder: &Path, code: &str) -> Option<Switched> {
    let file = folder.join(NAME);
    let before = match files::read_below(&[folder.to_path_buf()], &file, LIMIT) {
        Ok(settings) if settings.charset == Charset::Utf8 => Some(settings.text),
        Err(Unreadable::Missing) => None,
        _ => return None,
    };
    let text = before.as_deref().unwrap_or_default();
    let mut after = with_check_off(text, code)?;
    if text.contains("\r\n") {
        // the library ends lines in one way only
        after = after.replace('\n', "\r\n");
    }
    Some(Switched { file, before, after })
}

fn with_check_off(settings: &str, code: &str) -> Option<String> {
    let mut settings: DocumentMut = settings.parse().ok()?;
    let checks = settings.entry("checks").or_insert(Item::Table(Table::new()));
    let checks = checks.as_table_like_mut()?;
    let mut off = Value::from("off");
    if let Some(before) = checks.get(code).and_then(Item::as_value) {
        // with the comment behind it
        *off.decor_mut() = before.decor().clone();
    }
    checks.insert(code, Item::Value(off));
    Some(settings.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_is_switched_off_and_nothing_else_changes() {
        for (before, after) in [
            ("", "[checks]\nopen-quote = \"off\"\n"),
            ("# Haus\nmessages = 'de'", "# Haus\nmessages = 'de'\n\n[checks]\nopen-quote = \"off\"\n"),
            (
                "[checks]  # Prüfungen\nvague-source = 'on'\n\n[kb]\n",
                "[checks]  # Prüfungen\nvague-source = 'on'\nopen-quote = \"off\"\n\n[kb]\n",
            ),
            ("[checks]\nopen-quote = 'on' # laut\n", "[checks]\nopen-quote = \"off\" # laut\n"),
            ("checks = {vague-source = 'on'}\n", "checks = {vague-source = 'on', open-quote = \"off\" }\n"),
            ("checks.vague-source = 'on'\n", "checks.vague-source = 'on'\nchecks.open-quote = \"off\"\n"),
        ] {
            assert_eq!(with_check_off(before, "open-quote").as_deref(), Some(after));
        }
        assert_eq!(with_check_off("[checks\n", "open-quote"), None);
        assert_eq!(with_check_off("checks = 'on'\n", "open-quote"), None);
    }
}
