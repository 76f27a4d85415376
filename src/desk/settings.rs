//! What a desk has set: which keys there are, what each may hold, and where every value came from.
//! Later layers win: defaults, the user's file, `beleg.toml` of the workspace, the editor at its start, the editor later.
//! It reads no files; [`super::layer`] does.

use std::collections::BTreeMap;
use std::path::PathBuf;

use regex::{Regex, RegexBuilder};
use serde_json::Value;

use super::layer::{Entry, Layer, Origin, Problem, ProblemKind};
use crate::lang::Lang;

/// Files larger than this are listed, not read.
const MAX_FILE_SIZE: u64 = 10_000_000;

/// The most that [`MAX_FILE_SIZE`] can be set to: a workspace must not make the program read without end.
pub const LARGEST_FILE: u64 = 100_000_000;

/// No more problems are told of one layer: whoever mends these sees the next.
const PROBLEMS: usize = 20;

/// Bytes that a pattern may take once it is compiled: one from a workspace must not take all memory.
const PATTERN_SIZE: usize = 1 << 20;

const IGNORED_PASSAGES: &str = "ignore.passages";
const HOUSEHOLD_NAMES: &str = "names.household";
const HOUSE_SPELLINGS: &str = "names.spelling";
const CREATOR: &str = "ledger.creator";
const TAGS: &str = "ledger.tags";

/// Keys that editors keep for themselves in the same place.
const OF_THE_EDITOR: &[&str] = &["path", "trace", "server", "enable"];

/// What a key may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `auto`, `de`, `en`
    Language,
    /// A positive whole number, at most [`LARGEST_FILE`].
    Bytes,
    /// A list of paths. Such keys count only from the user's file or the editor, never from a workspace: a folder that
    /// somebody sent must not point the program at other folders.
    Paths,
    /// `off`, `on` or a severity.
    Level,
    /// `open`, `workspace`
    Scope,
    /// `article`, `archive`
    Reach,
    /// `true`, `false`
    Switch,
    /// A list of regular expressions.
    Patterns,
    /// A list of names.
    Names,
    /// The name of a person. It counts like paths: nobody signs for somebody else.
    Person,
}

/// How far a check is switched on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Off,
    /// With the severity it has of its own.
    On,
    Hint,
    Information,
    Warning,
    Error,
}

impl Level {
    fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "off" => Self::Off,
            "on" => Self::On,
            "hint" => Self::Hint,
            "information" => Self::Information,
            "warning" => Self::Warning,
            "error" => Self::Error,
            _ => return None,
        })
    }
}

/// A value and the layer it came from.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    pub value: Value,
    pub origin: Origin,
}

/// The settings in force.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    values: BTreeMap<String, Setting>,
    ignored_passages: Patterns,
}

/// Patterns, ready to search with; they are what they are written as.
#[derive(Clone, Debug, Default)]
struct Patterns(Vec<Regex>);

impl PartialEq for Patterns {
    fn eq(&self, other: &Self) -> bool {
        self.0.iter().map(Regex::as_str).eq(other.0.iter().map(Regex::as_str))
    }
}

impl Default for Settings {
    fn default() -> Self {
        let auto = Value::from("auto");
        let none = Value::Array(vec![]);
        let defaults = [
            ("code_lens", Value::from(true)),
            ("completion", Value::from(true)),
            ("diagnostics", Value::from("open")),
            (IGNORED_PASSAGES, none.clone()),
            ("inlay.amounts", Value::from(false)),
            ("inlay.dates", Value::from(false)),
            ("language", auto.clone()),
            ("messages", auto),
            ("max_file_size", Value::from(MAX_FILE_SIZE)),
            (HOUSEHOLD_NAMES, none.clone()),
            (HOUSE_SPELLINGS, none.clone()),
            (CREATOR, Value::from("")),
            (TAGS, none.clone()),
            ("semantic_tokens", Value::from(false)),
            ("archive.roots", none.clone()),
            ("kb.packs", none.clone()),
            ("kb.pages", none),
            ("rename.quotations", Value::from(false)),
            ("rename.scope", Value::from("archive")),
        ];
        let default = |(key, value): (&str, Value)| (key.to_owned(), Setting { value, origin: Origin::Default });
        Self { values: defaults.into_iter().map(default).collect(), ignored_passages: Patterns::default() }
    }
}

impl Settings {
    /// Lays the layers over the defaults, in their order. `checks` are the codes that may be set.
    /// What is wrong in a layer is reported and left out; the rest of it counts.
    pub fn resolve<'a>(layers: impl IntoIterator<Item = &'a Layer>, checks: &[&str]) -> (Self, Vec<Problem>) {
        let mut settings = Self::default();
        let mut problems = Vec::new();
        for layer in layers {
            let enough = problems.len() + PROBLEMS;
            problems.extend(layer.problems.iter().take(PROBLEMS).cloned());
            for entry in &layer.entries {
                match settings.judge(entry, &layer.origin, checks) {
                    Ok(value) => {
                        let setting = Setting { value, origin: layer.origin.clone() };
                        settings.values.insert(entry.key.clone(), setting);
                    }
                    Err(Some(kind)) if problems.len() < enough => {
                        problems.push(Problem { origin: layer.origin.clone(), line: entry.line, kind });
                    }
                    Err(_) => {}
                }
            }
        }
        settings.ignored_passages = Patterns(settings.patterns(IGNORED_PASSAGES));
        (settings, problems)
    }

    /// The value to take, or what is wrong with the entry; `Err(None)` for what is not ours to judge.
    fn judge(&self, entry: &Entry, origin: &Origin, checks: &[&str]) -> Result<Value, Option<ProblemKind>> {
        let key = &entry.key;
        let Some(kind) = kind(key, checks) else {
            let head = key.split('.').next().unwrap_or_default();
            if origin.is_editor() && OF_THE_EDITOR.contains(&head) {
                return Err(None);
            }
            let known = Self::default().values.into_keys().chain(checks.iter().map(|code| format!("checks.{code}")));
            return Err(Some(ProblemKind::Unknown { key: key.clone(), near: nearest(key, known) }));
        };
        if matches!(kind, Kind::Paths | Kind::Person) && matches!(origin, Origin::Workspace(_)) {
            return Err(Some(ProblemKind::NotHere { key: key.clone() }));
        }
        fitting(kind, &entry.value).ok_or_else(|| Some(ProblemKind::Invalid { key: key.clone(), kind }))
    }

    /// The language of articles that do not tell theirs; `None` for a guess.
    pub fn language(&self) -> Option<Lang> {
        self.word("language").and_then(Lang::parse)
    }

    /// The language of messages; `None` leaves it to the editor or the terminal.
    pub fn messages(&self) -> Option<Lang> {
        self.word("messages").and_then(Lang::parse)
    }

    /// Whether an editor that asks for findings is offered those of all articles of the workspace, not of the open ones
    /// alone.
    pub fn tells_of_workspace(&self) -> bool {
        self.word("diagnostics") == Some("workspace")
    }

    /// Whether an editor that asks for inlay hints is given dates, and amounts in digits.
    pub fn inlays(&self) -> (bool, bool) {
        (self.is_on("inlay.dates"), self.is_on("inlay.amounts"))
    }

    /// Whether an editor that asks for lenses is told what is in an article.
    pub fn shows_lenses(&self) -> bool {
        self.is_on("code_lens")
    }

    /// Whether an editor is offered names while they are written.
    pub fn completes(&self) -> bool {
        self.is_on("completion")
    }

    /// Whether an editor that asks which words name something, to colour them, is told.
    pub fn tells_tokens(&self) -> bool {
        self.is_on("semantic_tokens")
    }

    /// Whether a name that is spelled anew is so in all articles, not only in the one where somebody does it.
    pub fn renames_in_archive(&self) -> bool {
        self.word("rename.scope") == Some("archive")
    }

    /// Whether it is so in what others have said, too.
    pub fn renames_in_quotations(&self) -> bool {
        self.is_on("rename.quotations")
    }

    /// Passages in which nothing is told.
    pub fn ignored_passages(&self) -> &[Regex] {
        &self.ignored_passages.0
    }

    /// Surnames that every reader of the desk knows.
    pub fn household_names(&self) -> impl Iterator<Item = &str> {
        self.words(HOUSEHOLD_NAMES)
    }

    /// Names as the desk writes them.
    pub fn house_spellings(&self) -> impl Iterator<Item = &str> {
        self.words(HOUSE_SPELLINGS)
    }

    /// Who signs what is decided; `None` where nobody has said so.
    pub fn creator(&self) -> Option<&str> {
        self.word(CREATOR).filter(|name| !name.trim().is_empty())
    }

    /// Labels of the desk's own for places of articles.
    pub fn tags(&self) -> impl Iterator<Item = &str> {
        self.words(TAGS)
    }

    fn words(&self, key: &str) -> impl Iterator<Item = &str> + use<'_> {
        self.values[key].value.as_array().into_iter().flatten().filter_map(Value::as_str)
    }

    fn patterns(&self, key: &str) -> Vec<Regex> {
        let patterns = self.values[key].value.as_array().into_iter().flatten();
        patterns.filter_map(|pattern| compiled(pattern.as_str()?)).collect()
    }

    /// Files with more bytes are listed, not read.
    pub fn max_file_size(&self) -> u64 {
        self.values["max_file_size"].value.as_u64().unwrap_or(MAX_FILE_SIZE)
    }

    /// Folders whose articles count beside those of the workspace.
    pub fn archive_roots(&self) -> Vec<PathBuf> {
        self.paths("archive.roots")
    }

    /// Folders and files with entities of the desk's own.
    pub fn kb_pages(&self) -> Vec<PathBuf> {
        self.paths("kb.pages")
    }

    /// Packs of entities, the uppermost first.
    pub fn kb_packs(&self) -> Vec<PathBuf> {
        self.paths("kb.packs")
    }

    /// Which checks the desk has set, and how.
    pub fn levels(&self) -> impl Iterator<Item = (&str, Level)> {
        self.values
            .iter()
            .filter_map(|(key, setting)| Some((key.strip_prefix("checks.")?, Level::parse(setting.value.as_str()?)?)))
    }

    /// Every value with its origin, by key: for `beleg config`.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Setting)> {
        self.values.iter().map(|(key, setting)| (key.as_str(), setting))
    }

    fn is_on(&self, key: &str) -> bool {
        self.values[key].value == Value::Bool(true)
    }

    fn word(&self, key: &str) -> Option<&str> {
        self.values[key].value.as_str()
    }

    fn paths(&self, key: &str) -> Vec<PathBuf> {
        let Setting { value, origin } = &self.values[key];
        let paths = value.as_array().into_iter().flatten().filter_map(Value::as_str);
        paths.map(|path| origin.resolve(path)).collect()
    }
}

/// A pattern that is no larger than it may be.
fn compiled(pattern: &str) -> Option<Regex> {
    RegexBuilder::new(pattern).size_limit(PATTERN_SIZE).build().ok()
}

fn kind(key: &str, checks: &[&str]) -> Option<Kind> {
    Some(match key {
        "diagnostics" => Kind::Scope,
        IGNORED_PASSAGES => Kind::Patterns,
        HOUSEHOLD_NAMES | HOUSE_SPELLINGS | TAGS => Kind::Names,
        CREATOR => Kind::Person,
        "code_lens" | "completion" | "inlay.amounts" | "inlay.dates" | "rename.quotations" | "semantic_tokens" => {
            Kind::Switch
        }
        "rename.scope" => Kind::Reach,
        "language" | "messages" => Kind::Language,
        "max_file_size" => Kind::Bytes,
        "archive.roots" | "kb.packs" | "kb.pages" => Kind::Paths,
        _ => return key.strip_prefix("checks.").filter(|code| checks.contains(code)).map(|_| Kind::Level),
    })
}

/// The value in the form that the getters expect, if it is of this kind.
fn fitting(kind: Kind, value: &Value) -> Option<Value> {
    let fits = match kind {
        Kind::Language => matches!(value.as_str()?, "auto" | "de" | "en"),
        Kind::Scope => matches!(value.as_str()?, "open" | "workspace"),
        Kind::Reach => matches!(value.as_str()?, "article" | "archive"),
        Kind::Patterns => value.as_array()?.iter().all(|pattern| pattern.as_str().and_then(compiled).is_some()),
        Kind::Switch => value.is_boolean(),
        Kind::Bytes => (1..=LARGEST_FILE).contains(&value.as_u64()?),
        Kind::Level => Level::parse(value.as_str()?).is_some(),
        Kind::Person => value.is_string(),
        Kind::Paths | Kind::Names if value.is_string() => return Some(Value::Array(vec![value.clone()])),
        Kind::Paths | Kind::Names => value.as_array()?.iter().all(Value::is_string),
    };
    fits.then(|| value.clone())
}

/// The known key that looks most like this one, if any looks like it at all.
pub fn nearest(key: &str, known: impl Iterator<Item = String>) -> Option<String> {
    known
        .map(|known| (strsim::normalized_damerau_levenshtein(key, &known), known))
        .filter(|(likeness, _)| *likeness > 0.6)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHECKS: &[&str] = &["unsourced-figure", "weekday-date"];

    fn workspace(text: &str) -> Layer {
        Layer::of_toml(Origin::Workspace("/w/beleg.toml".into()), text)
    }

    #[test]
    fn later_layers_win_and_every_value_knows_its_origin() {
        let user = Layer::of_toml(
            Origin::User("/home/u/beleg.toml".into()),
            "language = \"en\"\nmax_file_size = 5\n[archive]\nroots = [\"old\"]",
        );
        let editor =
            Layer::of_json(Origin::Initialization, &serde_json::json!({"messages": "de", "path": "x", "kb": null}));
        let (settings, problems) = Settings::resolve([&user, &workspace("language = \"de\""), &editor], CHECKS);
        assert_eq!(problems, []);
        assert_eq!((settings.language(), settings.messages()), (Some(Lang::De), Some(Lang::De)));
        assert_eq!(settings.max_file_size(), 5);
        assert_eq!(settings.archive_roots(), [PathBuf::from("/home/u/old")]);
        let origins: Vec<_> = settings.iter().map(|(key, setting)| (key, &setting.origin)).collect();
        assert!(origins.contains(&("language", &Origin::Workspace("/w/beleg.toml".into()))));
        assert!(origins.contains(&("kb.pages", &Origin::Default)));
    }

    #[test]
    fn what_is_wrong_is_told_and_the_rest_counts() {
        let (settings, problems) = Settings::resolve(
            [&workspace(
                "langauge = \"de\"\nmessages = \"fr\"\n= broken\n[checks]\nweekday_date = \"off\"\nunsourced-figure = \"hint\"\n[archive]\nroots = [\"/etc\"]",
            )],
            CHECKS,
        );
        let told: Vec<_> = problems
            .iter()
            .map(|problem| match &problem.kind {
                ProblemKind::Unreadable(_) | ProblemKind::Malformed { .. } => (problem.line, "malformed", None),
                ProblemKind::Unknown { near, .. } => (problem.line, "unknown", near.as_deref()),
                ProblemKind::Invalid { .. } => (problem.line, "invalid", None),
                ProblemKind::NotHere { .. } => (problem.line, "not here", None),
            })
            .collect();
        assert_eq!(
            told,
            [
                (Some(3), "malformed", None),
                (Some(1), "unknown", Some("language")),
                (Some(2), "invalid", None),
                (Some(5), "unknown", Some("checks.weekday-date")),
                (Some(8), "not here", None),
            ]
        );
        assert_eq!(settings.levels().collect::<Vec<_>>(), [("unsourced-figure", Level::Hint)]);
        assert_eq!(settings.archive_roots(), Vec::<PathBuf>::new());
    }
}
