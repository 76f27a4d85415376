//! What changes on disk is noticed, whether the client watches or not. The server is observed by where it finds a person
//! mentioned; each answer is asked for until it is right.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use support::client::{Client, uri, write};

const HERE: &str = "Ein Bericht\n\nDie Zahlen nennt Jana Wattner, Expertin für Landkriege.\n\nVom Tal aus feuerte die Armee 170 Granaten auf die Stadt.\n";
const THERE: &str = "Vorgeschichte\n\nDamals sprach Jana Wattner, Forscherin in London, von Krieg.\n";
const NOTHING: &str = "Vorgeschichte\n\nDamals sprach niemand von Krieg.\n";

/// A server with a workspace in which one article is open, and a folder beside that workspace. All was read.
struct Desk {
    client: Client,
    root: PathBuf,
    outside: PathBuf,
    here: String,
}

impl Desk {
    /// With a client that watches nothing.
    fn new(files: &[(&str, &str)]) -> Self {
        Self::with(files, &json!({}), |_| json!({}))
    }

    /// With what the client can do in the workspace, and settings that may name the folder outside.
    fn with(files: &[(&str, &str)], abilities: &Value, settings: impl Fn(&Path) -> Value) -> Self {
        Self::of(Client::start(), files, abilities, settings)
    }

    fn of(mut client: Client, files: &[(&str, &str)], abilities: &Value, settings: impl Fn(&Path) -> Value) -> Self {
        let root = client.workspace(&[&[("here.txt", HERE)], files].concat());
        let outside = client.home.join("outside");
        let here = uri(&root.join("here.txt"));
        client.initialize(json!({
            "rootUri": uri(&root),
            "locale": "de",
            "capabilities": {"window": {"workDoneProgress": true}, "workspace": abilities},
            "initializationOptions": settings(&outside),
        }));
        client.open(&here, HERE);
        client.notification("$/progress", |params| params["value"]["kind"] == "end");
        Self { client, root, outside, here }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// Waits until so many findings are told of the article.
    fn is_told(&mut self, findings: usize) {
        self.client.notification("textDocument/publishDiagnostics", |params| {
            params["uri"] == self.here && params["diagnostics"].as_array().unwrap().len() == findings
        });
    }

    fn write(&self, name: &str, text: &str) {
        write(&self.path(name), text);
    }

    fn name(&self) -> Value {
        json!({
            "textDocument": {"uri": self.here},
            "position": {"line": 2, "character": 18},
            "context": {"includeDeclaration": true},
        })
    }

    /// Waits until the person is known to be mentioned in these articles, beside the one that is open, and in no others.
    fn sees(&mut self, expected: &[&Path]) {
        let expected: Vec<_> = expected.iter().map(|path| uri(path)).collect();
        let (here, name) = (self.here.clone(), self.name());
        self.client.until("textDocument/references", &name, |places| {
            let files = places.as_array().unwrap().iter().map(|place| place["uri"].as_str().unwrap());
            files.filter(|file| *file != here).eq(expected.iter())
        });
    }

    fn sees_in_workspace(&mut self, expected: &[&str]) {
        let expected: Vec<_> = expected.iter().map(|name| self.path(name)).collect();
        self.sees(&expected.iter().map(PathBuf::as_path).collect::<Vec<_>>());
    }
}

#[test]
fn files_are_made_changed_renamed_and_removed() {
    let mut desk = Desk::new(&[]);
    desk.sees_in_workspace(&[]);
    desk.write("a.txt", THERE);
    desk.write("a.txt~", THERE);
    desk.sees_in_workspace(&["a.txt"]);
    desk.write("a.txt", NOTHING);
    desk.sees_in_workspace(&[]);
    desk.write("a.txt", THERE);
    desk.sees_in_workspace(&["a.txt"]);
    fs::rename(desk.path("a.txt"), desk.path("b.md")).unwrap();
    desk.sees_in_workspace(&["b.md"]);
    // So do editors store a file that must never be half written.
    desk.write(".b.md.new", NOTHING);
    fs::rename(desk.path(".b.md.new"), desk.path("b.md")).unwrap();
    desk.sees_in_workspace(&[]);
    desk.write("b.md", THERE);
    desk.sees_in_workspace(&["b.md"]);
    fs::remove_file(desk.path("b.md")).unwrap();
    desk.sees_in_workspace(&[]);
}

#[test]
fn folders_are_moved_in_filled_and_moved_out() {
    let mut desk = Desk::new(&[]);
    write(&desk.outside.join("deep/er/a.txt"), THERE);
    fs::rename(desk.outside.join("deep"), desk.path("deep")).unwrap();
    desk.sees_in_workspace(&["deep/er/a.txt"]);
    desk.write("deep/er/b.txt", THERE);
    desk.sees_in_workspace(&["deep/er/a.txt", "deep/er/b.txt"]);
    fs::rename(desk.path("deep/er"), desk.path("here")).unwrap();
    desk.sees_in_workspace(&["here/a.txt", "here/b.txt"]);
    desk.write("here/c.txt", THERE);
    desk.sees_in_workspace(&["here/a.txt", "here/b.txt", "here/c.txt"]);
    fs::rename(desk.path("here"), desk.outside.join("here")).unwrap();
    desk.sees_in_workspace(&[]);
    // What happens to it elsewhere is nobody's business; what takes its place is.
    write(&desk.outside.join("here/d.txt"), THERE);
    desk.write("here/e.txt", THERE);
    desk.sees_in_workspace(&["here/e.txt"]);
    fs::remove_dir_all(desk.path("here")).unwrap();
    desk.write("here/f.txt", THERE);
    desk.sees_in_workspace(&["here/f.txt"]);
}

#[test]
fn many_at_once_are_all_read() {
    let mut desk = Desk::new(&[]);
    let names: Vec<_> = (0..600).map(|number| format!("{}/{:03}.txt", number / 100, number)).collect();
    names.iter().for_each(|name| desk.write(name, "Damals sprach Jana Wattner.\n"));
    desk.sees_in_workspace(&names.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn what_git_ignores_is_not_read() {
    let mut desk = Desk::new(&[(".gitignore", "drafts/\n"), ("drafts/old.txt", THERE)]);
    desk.write("drafts/new.txt", THERE);
    desk.write("seen.txt", THERE);
    desk.sees_in_workspace(&["seen.txt"]);
    desk.write(".gitignore", "seen.txt\n");
    desk.sees_in_workspace(&["drafts/new.txt", "drafts/old.txt"]);
    // A folder that is not ignored any more is watched.
    fs::remove_file(desk.path("drafts/old.txt")).unwrap();
    desk.sees_in_workspace(&["drafts/new.txt"]);
    fs::remove_file(desk.path(".gitignore")).unwrap();
    desk.sees_in_workspace(&["drafts/new.txt", "seen.txt"]);
}

#[test]
#[cfg(unix)]
fn links_that_lead_out_are_not_followed() {
    let mut desk = Desk::new(&[]);
    write(&desk.outside.join("a.txt"), THERE);
    std::os::unix::fs::symlink(&desk.outside, desk.path("folder")).unwrap();
    std::os::unix::fs::symlink(desk.outside.join("a.txt"), desk.path("file.txt")).unwrap();
    write(&desk.outside.join("b.txt"), THERE);
    desk.write("seen.txt", THERE);
    desk.sees_in_workspace(&["seen.txt"]);
}

#[test]
fn settings_take_effect() {
    let mut desk = Desk::new(&[]);
    desk.is_told(1);
    desk.write("beleg.toml", "[checks]\nunsourced-figure = \"off\"\n");
    desk.is_told(0);
    fs::remove_file(desk.path("beleg.toml")).unwrap();
    desk.is_told(1);
}

/// What colleagues have decided comes with their commits.
#[test]
fn decisions_take_effect() {
    let mut desk = Desk::new(&[]);
    desk.is_told(1);
    let decision = json!({
        "type": "Annotation",
        "body": {"type": "TextualBody", "value": "beleg: ignore unsourced-figure"},
        "target": {"source": "here.txt", "selector": {"type": "TextQuoteSelector", "exact": "170 Granaten"}},
    });
    desk.write(".beleg/annotations.jsonl", &format!("{decision}\n"));
    desk.is_told(0);
    fs::remove_dir_all(desk.path(".beleg")).unwrap();
    desk.is_told(1);
}

#[test]
fn pages_take_effect() {
    let page = |words: &str| {
        format!(
            "[[entity]]\nid = \"kb:jana-wattner\"\ntype = \"person\"\nlabel.de = \"Jana Wattner\"\ndescription.de = \"{words}\"\n"
        )
    };
    let mut desk = Desk::with(&[], &json!({}), |outside| json!({"kb": {"pages": [outside]}}));
    let at = desk.name();
    let tells = |client: &mut Client, words: &str| {
        client.until("textDocument/hover", &at, |hover| hover.to_string().contains(words));
    };
    desk.write(".beleg/entities/own.toml", &page("Erfundene Forscherin"));
    tells(&mut desk.client, "Erfundene Forscherin");
    desk.write(".beleg/entities/own.toml", &page("Neue Forscherin"));
    tells(&mut desk.client, "Neue Forscherin");
    let head = "---\nid: kb:jana-wattner\ntype: person\nlabel: {de: Jana Wattner}\n---\n";
    desk.write(".beleg/entities/wattner-größe.md", &format!("{head}Lange nicht erreicht.\n"));
    tells(&mut desk.client, "Lange nicht erreicht.");
    desk.write(".beleg/entities/wattner-größe.md", &format!("{head}Am Freitag erreicht.\n"));
    tells(&mut desk.client, "Am Freitag erreicht.");
    fs::remove_dir_all(desk.path(".beleg")).unwrap();
    tells(&mut desk.client, "Expertin für Landkriege");
    write(&desk.outside.join("own.toml"), page("Fremde Forscherin"));
    tells(&mut desk.client, "Fremde Forscherin");
}

/// A folder that does not exist yet is none the worse for it.
#[test]
fn other_roots_come_and_go() {
    let mut desk = Desk::with(&[], &json!({}), |outside| json!({"archive": {"roots": [outside.join("archive")]}}));
    let (archive, away) = (desk.outside.join("archive"), desk.outside.join("away"));
    write(&archive.join("a.txt"), THERE);
    desk.sees(&[&archive.join("a.txt")]);
    write(&archive.join("2019/b.txt"), THERE);
    desk.sees(&[&archive.join("2019/b.txt"), &archive.join("a.txt")]);
    fs::rename(&archive, &away).unwrap();
    desk.sees(&[]);
    fs::rename(&away, &archive).unwrap();
    desk.sees(&[&archive.join("2019/b.txt"), &archive.join("a.txt")]);
}

#[test]
#[cfg(unix)]
fn roots_may_be_links() {
    let mut desk = Desk::with(&[], &json!({}), |outside| {
        write(&outside.join("real/a.txt"), THERE);
        std::os::unix::fs::symlink(outside.join("real"), outside.join("link")).unwrap();
        json!({"archive": {"roots": [outside.join("link")]}})
    });
    let link = desk.outside.join("link");
    desk.sees(&[&link.join("a.txt")]);
    write(&desk.outside.join("real/b.txt"), THERE);
    desk.sees(&[&link.join("a.txt"), &link.join("b.txt")]);
}

#[test]
fn roots_follow_the_settings_and_the_folders() {
    let mut desk = Desk::new(&[]);
    let (archive, other) = (desk.outside.join("archive/a.txt"), desk.outside.join("other/b.txt"));
    let settings = json!({"archive": {"roots": [archive.parent().unwrap()]}});
    desk.client.notify("workspace/didChangeConfiguration", json!({"settings": settings}));
    write(&archive, THERE);
    desk.sees(&[&archive]);
    let folder = |path: &Path| json!({"uri": uri(path), "name": "folder"});
    let event = json!({"added": [folder(other.parent().unwrap())], "removed": [folder(&desk.root)]});
    desk.client.notify("workspace/didChangeWorkspaceFolders", json!({"event": event}));
    write(&other, THERE);
    desk.sees(&[&archive, &other]);
    desk.write("gone.txt", THERE);
    fs::remove_file(&archive).unwrap();
    desk.sees(&[&other]);
}

/// The client says nothing of its own folders here, which shows that nobody else watches them.
#[test]
fn a_client_that_watches_is_left_to_it() {
    let abilities = json!({"didChangeWatchedFiles": {"dynamicRegistration": true}});
    let mut desk = Desk::with(&[], &abilities, |outside| {
        write(&outside.join("old.txt"), NOTHING);
        json!({"archive": {"roots": [outside]}})
    });
    desk.write("a.txt", THERE);
    let outside = desk.outside.join("b.txt");
    write(&outside, THERE);
    desk.sees(&[&outside]);
    let a = desk.path("a.txt");
    let changes = json!({"changes": [{"uri": uri(&a), "type": 1}]});
    desk.client.notify("workspace/didChangeWatchedFiles", changes);
    desk.sees(&[&outside, &a]);
    // It may tell of a folder alone.
    desk.write("folder/c.txt", THERE);
    let changes = json!({"changes": [{"uri": uri(&desk.path("folder")), "type": 1}]});
    desk.client.notify("workspace/didChangeWatchedFiles", changes);
    let c = desk.path("folder/c.txt");
    desk.sees(&[&outside, &a, &c]);
}

#[test]
fn a_client_that_refuses_to_watch_is_not_relied_on() {
    let mut client = Client::start();
    client.refuses = "client/registerCapability";
    let abilities = json!({"didChangeWatchedFiles": {"dynamicRegistration": true}});
    let mut desk = Desk::of(client, &[], &abilities, |_| json!({}));
    desk.write("a.txt", THERE);
    desk.sees_in_workspace(&["a.txt"]);
    desk.write("b.txt", THERE);
    desk.sees_in_workspace(&["a.txt", "b.txt"]);
}

#[test]
fn a_whole_file_system_is_no_archive() {
    let mut client = Client::start();
    client.initialize(json!({"rootUri": "file:///", "capabilities": {"window": {"workDoneProgress": true}}}));
    let here = uri(&client.home.join("here.txt"));
    client.open(&here, HERE);
    client.notification("window/logMessage", |params| params["message"].as_str().unwrap().contains("file system"));
    client.diagnostics(&here, 1);
    assert!(client.asked.is_empty(), "nothing is read, so there is no progress to report: {:#?}", client.asked);
}
