//! One place that settings come from, read as far as it can be read: a TOML file, or what an editor sends.
//! What the keys mean is not known here.

use std::ops::Range;
use std::path::{Path, PathBuf};

use serde_json::Value;
use toml::de::{DeTable, DeValue};

use super::files::{self, Unreadable};
use super::settings::Kind;
use crate::text::decode::Decoded;

/// The file of settings at the root of a workspace folder.
pub const NAME: &str = "beleg.toml";

/// Files of settings with more bytes are not read.
pub const LIMIT: u64 = 100_000;

/// Where a setting came from; later ones win.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    Default,
    /// The user's own file.
    User(PathBuf),
    /// `beleg.toml` at the root of the workspace.
    Workspace(PathBuf),
    /// A file named on the command line.
    Flag(PathBuf),
    /// `initializationOptions`
    Initialization,
    /// `didChangeConfiguration`
    Configuration,
}

impl Origin {
    /// Whether an editor sent it.
    pub fn is_editor(&self) -> bool {
        matches!(self, Self::Initialization | Self::Configuration)
    }

    /// The file it stands in.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::User(file) | Self::Workspace(file) | Self::Flag(file) => Some(file),
            _ => None,
        }
    }

    /// A path as written in a setting: `~` is the user's home, anything else counts from the file it stands in.
    pub fn resolve(&self, path: &str) -> PathBuf {
        match (path.strip_prefix("~/"), std::env::home_dir(), self.file().and_then(Path::parent)) {
            (Some(rest), Some(home), _) => home.join(rest),
            (_, _, Some(folder)) => folder.join(path),
            _ => PathBuf::from(path),
        }
    }
}

/// Something wrong in a layer.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    pub origin: Origin,
    /// From 1.
    pub line: Option<usize>,
    pub kind: ProblemKind,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum ProblemKind {
    /// The file cannot be read.
    Unreadable(Unreadable),
    /// It is not TOML there.
    Malformed { reason: String },
    /// There is no such key; `near` looks like it.
    Unknown { key: String, near: Option<String> },
    /// The value is not of the kind that the key holds.
    Invalid { key: String, kind: Kind },
    /// The key does not count from here.
    NotHere { key: String },
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// With dots: `checks.weekday-date`.
    pub key: String,
    pub value: Value,
    pub line: Option<usize>,
}

/// Everything one place says.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    pub origin: Origin,
    pub entries: Vec<Entry>,
    pub problems: Vec<Problem>,
}

impl Layer {
    /// The user's own file, `beleg/beleg.toml` in the folder for settings; `None` where there is none.
    pub fn of_user() -> Option<Self> {
        let folder = match std::env::var_os("XDG_CONFIG_HOME").filter(|path| Path::new(path).is_absolute()) {
            Some(folder) => PathBuf::from(folder),
            None => std::env::home_dir()?.join(".config"),
        };
        Self::of_file(Origin::User(folder.join("beleg").join("beleg.toml")))
    }

    /// `beleg.toml` of a workspace folder; `None` where there is none.
    pub fn of_workspace(root: &Path) -> Option<Self> {
        let file = root.join(NAME);
        let text = files::read_below(&[root.to_path_buf()], &file, LIMIT);
        Self::of_text(Origin::Workspace(file), text)
    }

    /// The file of an origin; `None` where it does not exist.
    pub fn of_file(origin: Origin) -> Option<Self> {
        let text = files::read(origin.file()?, LIMIT);
        Self::of_text(origin, text)
    }

    fn of_text(origin: Origin, text: Result<Decoded, Unreadable>) -> Option<Self> {
        match text {
            Ok(file) => Some(Self::of_toml(origin, &file.text)),
            Err(Unreadable::Missing) => None,
            Err(reason) => {
                let kind = ProblemKind::Unreadable(reason);
                let problem = Problem { origin: origin.clone(), line: None, kind };
                Some(Self { origin, entries: vec![], problems: vec![problem] })
            }
        }
    }

    /// Reads TOML; what is not TOML is reported, and the rest counts.
    pub fn of_toml(origin: Origin, text: &str) -> Self {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut entries = Vec::new();
        flatten_toml("", table.get_ref(), text, &mut entries);
        entries.sort_by_key(|entry| entry.line);
        let mut problems: Vec<_> = errors
            .iter()
            .map(|error| Problem {
                origin: origin.clone(),
                line: error.span().map(|span| line_of(text, &span)),
                kind: ProblemKind::Malformed { reason: error.message().to_owned() },
            })
            .collect();
        // One broken line makes the parser complain more than once, and what it reads there is not to be trusted.
        problems.dedup_by_key(|problem| problem.line);
        entries.retain(|entry| problems.iter().all(|problem| problem.line != entry.line));
        Self { origin, entries, problems }
    }

    /// Reads what an editor sends. `null` is as good as nothing; a `beleg` object around the settings is taken off.
    pub fn of_json(origin: Origin, value: &Value) -> Self {
        let mut entries = Vec::new();
        flatten_json("", value.get("beleg").unwrap_or(value), &mut entries);
        Self { origin, entries, problems: vec![] }
    }
}

fn flatten_toml(head: &str, table: &DeTable<'_>, text: &str, entries: &mut Vec<Entry>) {
    for (name, value) in table {
        let key = dotted(head, name.get_ref());
        if let DeValue::Table(inner) = value.get_ref() {
            flatten_toml(&key, inner, text, entries);
        } else {
            let line = Some(line_of(text, &name.span()));
            entries.push(Entry { key, value: json(value.get_ref()), line });
        }
    }
}

fn flatten_json(head: &str, value: &Value, entries: &mut Vec<Entry>) {
    match value {
        Value::Object(object) => {
            object.iter().for_each(|(name, value)| flatten_json(&dotted(head, name), value, entries));
        }
        Value::Null => {}
        _ if head.is_empty() => {}
        _ => entries.push(Entry { key: head.to_owned(), value: value.clone(), line: None }),
    }
}

fn dotted(head: &str, name: &str) -> String {
    if head.is_empty() { name.to_owned() } else { format!("{head}.{name}") }
}

/// TOML as JSON, as far as settings use it; what they never use (dates, floats, tables in lists) is null.
fn json(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::from(text.as_ref()),
        DeValue::Integer(number) => {
            i64::from_str_radix(number.as_str(), number.radix()).map_or(Value::Null, Value::from)
        }
        DeValue::Boolean(truth) => Value::from(*truth),
        DeValue::Array(list) => list.iter().map(|value| json(value.get_ref())).collect(),
        _ => Value::Null,
    }
}

fn line_of(text: &str, span: &Range<usize>) -> usize {
    1 + text[..span.start.min(text.len())].matches('\n').count()
}
