//! A workspace that somebody sent may hold anything. What lies outside is never shown, what is no file is not waited for,
//! what is too large or too deep is told, and no text of it becomes more than text.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use support::client::{Client, uri, write};

const HERE: &str = "Ein Bericht\n\nDie Zahlen nennt Jana Wattner, Expertin für Landkriege. Wattner warnt.\n";
const THERE: &str = "Vorgeschichte\n\nDamals sprach Jana Wattner, Forscherin in London, von Krieg.\n";
/// What must not be told, in the form of an article, of settings and of a page at once.
const SECRET: &str = "geheim = 1\n[[entity]]\nid = 7 # geheim\nJana Wattner, geheime Forscherin, geheim. = geheim\n";

/// A server with a workspace in which one article is open, and a folder beside it. The archive has been read.
struct Desk {
    client: Client,
    root: PathBuf,
    outside: PathBuf,
    here: String,
}

impl Desk {
    /// The workspace holds `here.txt` and what `furnish` puts into it; its second folder is the one outside.
    fn new(furnish: impl FnOnce(&Path, &Path)) -> Self {
        Self::of(Client::start(), furnish, &json!({}))
    }

    fn of(mut client: Client, furnish: impl FnOnce(&Path, &Path), settings: &Value) -> Self {
        let root = client.workspace(&[("here.txt", HERE)]);
        let outside = client.home.join("outside");
        write(&outside.join("secret.txt"), SECRET);
        write(&outside.join("secret.toml"), SECRET);
        furnish(&root, &outside);
        let here = uri(&root.join("here.txt"));
        // As it says that it watches, nothing is noticed unless it says so.
        let abilities = json!({
            "window": {"workDoneProgress": true},
            "workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}},
            "textDocument": {"documentSymbol": {"hierarchicalDocumentSymbolSupport": true}},
        });
        let uri = uri(&root);
        client.initialize(json!({"rootUri": uri, "capabilities": abilities, "initializationOptions": settings}));
        client.open(&here, HERE);
        client.notification("$/progress", |params| params["value"]["kind"] == "end");
        Self { client, root, outside, here }
    }

    /// Where the person is mentioned, by the names of the files.
    fn mentioned(&mut self) -> Vec<String> {
        let places = self.client.request("textDocument/references", name(&self.here))["result"].take();
        let places = places.as_array().unwrap().iter();
        let mut files: Vec<_> =
            places.map(|place| place["uri"].as_str().unwrap().rsplit('/').next().unwrap().to_owned()).collect();
        files.dedup();
        files
    }

    fn hover(&mut self) -> String {
        let hover = self.client.request("textDocument/hover", name(&self.here))["result"].take();
        hover["contents"]["value"].as_str().unwrap_or_default().to_owned()
    }

    /// Whether the user is told this, of the file of this name.
    fn tells(&mut self, file: &str, words: &str) {
        let says = |params: &Value| {
            params["message"].as_str().is_some_and(|message| message.contains(file) && message.contains(words))
        };
        self.client.wait_for(&format!("word of {file}"), |message| says(&message["params"]));
    }
}

fn name(here: &str) -> Value {
    json!({
        "textDocument": {"uri": here},
        "position": {"line": 2, "character": 20},
        "context": {"includeDeclaration": true},
    })
}

#[cfg(unix)]
fn link(to: impl AsRef<Path>, path: &Path) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::os::unix::fs::symlink(to, path).unwrap();
}

#[cfg(unix)]
fn pipe(path: &Path) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
#[cfg(unix)]
fn what_lies_outside_is_never_shown() {
    let mut desk = Desk::new(|root, outside| {
        link(outside.join("secret.toml"), &root.join("beleg.toml"));
        link(outside.join("secret.toml"), &root.join(".beleg/entities/a.toml"));
        link(outside.join("secret.txt"), &root.join("a.txt"));
        link("../outside", &root.join("folder"));
    });
    desk.tells("beleg.toml", "a link leads out");
    desk.tells("a.toml", "a link leads out");
    assert_eq!(desk.mentioned(), ["here.txt"]);
    assert!(desk.hover().contains("Expertin"));
    assert!(!json!(desk.client.said).to_string().contains("geheim"), "{:#?}", desk.client.said);
}

#[test]
#[cfg(unix)]
fn links_to_everything_and_in_a_circle_end() {
    let mut desk = Desk::new(|root, _| {
        link("/", &root.join("everything"));
        link(".", &root.join("again"));
        link("here.txt", &root.join("here-again.txt"));
        link("circle.txt", &root.join("circle.txt"));
    });
    assert_eq!(desk.mentioned(), ["here.txt"]);
}

#[test]
#[cfg(unix)]
fn pages_do_not_come_from_a_folder_outside() {
    for place in [".beleg", ".beleg/entities"] {
        let mut desk = Desk::new(|root, outside| {
            write(&outside.join("entities/geheim.toml"), SECRET);
            link(outside.join(place.strip_prefix(".beleg/").unwrap_or_default()), &root.join(place));
        });
        desk.tells("entities", "a link leads out");
        assert!(!json!(desk.client.said).to_string().contains("geheim"), "{:#?}", desk.client.said);
    }
}

#[test]
#[cfg(unix)]
fn links_that_stay_inside_and_the_users_own_count() {
    let page = |words: &str| {
        let id = words.len();
        format!(
            "[[entity]]\nid = \"kb:{id}\"\ntype = \"person\"\nlabel.en = \"Jana Wattner\"\ndescription.en = \"{words}\"\n"
        )
    };
    let mut desk = Desk::new(|root, _| {
        write(&root.join("desk/settings.toml"), "langauge = 1\n");
        write(&root.join("desk/page.toml"), page("a page inside"));
        link("desk/settings.toml", &root.join("beleg.toml"));
        link("../desk", &root.join(".beleg/entities"));
    });
    desk.tells("beleg.toml", "language");
    assert!(desk.hover().contains("a page inside"));

    let client = Client::start();
    let pages = client.home.join("pages");
    write(&client.home.join("elsewhere/page.toml"), page("a page of the user's own"));
    link("../elsewhere/page.toml", &pages.join("page.toml"));
    let mut desk = Desk::of(client, |_, _| {}, &json!({"kb": {"pages": [pages]}}));
    assert!(desk.hover().contains("a page of the user's own"));
}

#[test]
#[cfg(unix)]
fn an_article_that_becomes_a_link_is_not_read_any_more() {
    let mut desk = Desk::new(|root, _| {
        write(&root.join("a.txt"), THERE);
        write(&root.join("b/b.txt"), THERE);
        write(&root.join("c.txt"), THERE);
    });
    assert_eq!(desk.mentioned(), ["here.txt", "a.txt", "b.txt", "c.txt"]);
    fs::remove_file(desk.root.join("a.txt")).unwrap();
    link(desk.outside.join("secret.txt"), &desk.root.join("a.txt"));
    write(&desk.outside.join("b.txt"), THERE);
    fs::remove_dir_all(desk.root.join("b")).unwrap();
    link(&desk.outside, &desk.root.join("b"));
    fs::remove_file(desk.root.join("c.txt")).unwrap();
    pipe(&desk.root.join("c.txt"));
    assert_eq!(desk.mentioned(), ["here.txt"]);
}

#[test]
#[cfg(unix)]
fn what_is_no_file_is_not_waited_for() {
    let client = Client::start();
    let pages = client.home.join("pages");
    pipe(&pages.join("pipe.toml"));
    link("/dev/zero", &pages.join("zeros.toml"));
    let furnish = |root: &Path, _: &Path| {
        pipe(&root.join("beleg.toml"));
        pipe(&root.join(".beleg/entities/mine.toml"));
        pipe(&root.join("pipe.txt"));
        fs::create_dir_all(root.join("folder.txt")).unwrap();
        std::os::unix::net::UnixListener::bind(root.join("s.txt")).unwrap();
        pipe(&root.join("a/.gitignore"));
        write(&root.join("a/a.txt"), THERE);
        pipe(&root.join("b/.git/info/exclude"));
        write(&root.join("c/c.txt"), THERE);
    };
    let mut desk = Desk::of(client, furnish, &json!({"kb": {"pages": [pages]}}));
    for file in ["pipe.toml", "zeros.toml", "beleg.toml", "mine.toml"] {
        desk.tells(file, "it is a pipe, a device or a folder");
    }
    assert_eq!(desk.mentioned(), ["here.txt", "c.txt"]);
}

#[test]
fn what_is_too_large_is_told_and_the_rest_counts() {
    let mut desk = Desk::new(|root, _| {
        write(&root.join("beleg.toml"), "a = 1\n".repeat(20_000));
        write(&root.join(".beleg/entities/large.toml"), "#".repeat(5_000_001));
        write(&root.join("there.txt"), THERE);
        let large = fs::File::create(root.join("large.txt")).unwrap();
        large.set_len(100_000_001).unwrap();
    });
    desk.tells("beleg.toml", "it has 0.1 MB, and at most 0.1 MB are read");
    desk.tells("large.toml", "at most 5 MB are read");
    desk.tells("large.txt", "100 MB, not read; the limit is 10 MB (`max_file_size`)");
    assert_eq!(desk.mentioned(), ["here.txt", "there.txt"]);
}

/// Nor can it make the program read without end.
#[test]
fn a_workspace_cannot_raise_the_limit_of_sizes_without_end() {
    let mut desk = Desk::new(|root, _| {
        write(&root.join("beleg.toml"), "max_file_size = 1000000000000000\n");
        let large = fs::File::create(root.join("large.txt")).unwrap();
        large.set_len(1 << 40).unwrap();
    });
    desk.tells("beleg.toml", "from 1 to 100000000");
    desk.tells("large.txt", "`max_file_size`");
    assert_eq!(desk.mentioned(), ["here.txt"]);
}

#[test]
fn many_faults_in_one_file_are_told_as_a_few() {
    let mut desk = Desk::new(|root, _| {
        write(&root.join("beleg.toml"), (0..5000).map(|at| format!("key{at} = 1\n")).collect::<String>());
        write(&root.join(".beleg/entities/a.toml"), "[[entity]]\nid = 7\n".repeat(5000));
    });
    desk.tells("beleg.toml:1:", "`key0`");
    desk.tells("a.toml:2:", "invalid type");
    desk.mentioned();
    let told = desk.client.said.iter().filter(|message| message["method"] == "window/showMessage").count();
    assert!(told <= 40, "{told} messages");
}

#[test]
fn nothing_is_too_deep() {
    const DEEP: usize = 100_000;
    let (open, close) = ("[".repeat(DEEP), "]".repeat(DEEP));
    let bomb = (1..30).fold("a0: &a0 [x, x, x, x, x, x, x, x]\n".to_owned(), |bomb, at| {
        let again = format!("*a{}", at - 1);
        format!("{bomb}a{at}: &a{at} [{}]\n", vec![again; 8].join(", "))
    });
    let mut desk = Desk::new(|root, _| {
        write(&root.join("beleg.toml"), format!("a = {}\n", "[".repeat(90_000)));
        write(&root.join(".beleg/entities/deep.toml"), format!("[[entity]]\nid = {open}{close}\n"));
        write(&root.join(".beleg/entities/keys.toml"), format!("[[entity]]\n{}x = 1\n", "a.".repeat(DEEP)));
    });
    desk.tells("beleg.toml", "");
    desk.tells("deep.toml", "");
    desk.tells("keys.toml", "");
    let body = format!("{{\"jsonrpc\": \"2.0\", \"method\": {open}{close}}}");
    desk.client.send_raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    let texts = [
        format!("---\ntitle: {open}{close}\n---\nText.\n"),
        format!("---\ntitle: {open}\n---\nText.\n"),
        format!("---\n{}\n---\nText.\n", "- ".repeat(DEEP)),
        format!("---\n{}\n---\nText.\n", "? ".repeat(DEEP)),
        format!("---\n{bomb}title: *a29\n---\nText.\n"),
        format!("---\ntitle: {}\n---\nText.\n", "a ".repeat(2_500_000)),
        ["> ", "- ", "1. ", "[", "![", "*a ", "**a* ", "`a``", "<a ", "(", "# a\n", "[a]: b\n", "[^a]: b\n"]
            .map(|mark| mark.repeat(DEEP / mark.len()))
            .join("\n\n"),
    ];
    for (at, text) in texts.iter().enumerate() {
        let uri = format!("file:///deep/{at}.md");
        let document = json!({"uri": uri, "languageId": "markdown", "version": 1, "text": text});
        desk.client.notify("textDocument/didOpen", json!({"textDocument": document}));
        desk.client.diagnostics(&uri, 1);
    }
    assert!(desk.hover().contains("Expertin"));
}

#[test]
fn a_line_without_an_end_is_read_to_its_end() {
    let (mut client, _) = Client::initialized(json!({}));
    for (at, piece) in ["Jana Wattner sagte: „Es“. ", "\0", "\r", "\u{fffd}", "a"].into_iter().enumerate() {
        let uri = format!("file:///endless/{at}.txt");
        client.open(&uri, &piece.repeat(400_000 / piece.len()));
        client.diagnostics(&uri, 1);
    }
}

#[test]
fn no_name_of_a_folder_leads_anywhere() {
    for root in [
        "file:///",
        "file:///..",
        "file:///tmp/..",
        "file:///..%2f..%2f",
        "file://host/share",
        "file:///no/such/folder",
        "file:///dev/null",
        "file:relative",
        "untitled:x",
        "http://x.example/",
    ] {
        let mut client = Client::start();
        client.initialize(json!({"rootUri": root, "workspaceFolders": [{"uri": root, "name": ""}, {"uri": root, "name": ""}], "rootPath": "."}));
        client.open("file:///a.txt", HERE);
        let params = json!({"textDocument": {"uri": "file:///a.txt"}});
        let outline = client.request("textDocument/documentSymbol", params);
        assert_eq!(outline["result"][0]["name"], "Ein Bericht", "{root}");
        if root.ends_with('/') && root.starts_with("file:///") || root.contains("..") {
            client.notification("window/logMessage", |params| params.to_string().contains("whole file system"));
        }
    }
}

#[test]
fn an_archive_elsewhere_counts_only_if_the_user_names_it() {
    let client = Client::start();
    let other = client.home.join("other");
    write(&other.join("there.txt"), THERE);
    let settings = format!("[archive]\nroots = [{other:?}]\n[kb]\npages = [{other:?}]\n");
    let furnish = |root: &Path, _: &Path| write(&root.join("beleg.toml"), settings);
    let mut desk = Desk::of(client, furnish, &json!({}));
    desk.tells("beleg.toml:2", "not from a workspace");
    desk.tells("beleg.toml:4", "not from a workspace");
    assert_eq!(desk.mentioned(), ["here.txt"]);

    let client = Client::start();
    let other = client.home.join("other");
    write(&other.join("there.txt"), THERE);
    let mut desk = Desk::of(client, |_, _| {}, &json!({"archive": {"roots": [other]}}));
    assert_eq!(desk.mentioned(), ["here.txt", "there.txt"]);
}

/// What somebody may plant into a text that is shown.
const PLANTED: &str = "![](http://x.example/a.png) [x](command:evil) <img src=x> <script>x</script> `a` | b\r\n# c\t$(d) \
                       www.x.example \u{202e}e\u{2066} \u{1b}]8;;http://x\u{7} \u{9b}2J\u{0} <http://x.example> &lt; x@y.z";

/// Markdown in which nothing but emphasis and links into the web is left.
fn is_harmless(markdown: &str) -> bool {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    Parser::new_ext(markdown, Options::all()).all(|event| match event {
        Event::Start(Tag::Link { dest_url, .. }) => dest_url.starts_with("https://") || dest_url.starts_with("file://"),
        Event::Start(tag) => matches!(tag, Tag::Paragraph | Tag::Strong | Tag::Emphasis),
        event => matches!(event, Event::End(_) | Event::Text(_) | Event::SoftBreak | Event::HardBreak),
    })
}

/// Every text in a message.
fn texts<'a>(message: &'a Value, found: &mut Vec<&'a str>) {
    match message {
        Value::String(text) => found.push(text),
        Value::Array(list) => list.iter().for_each(|value| texts(value, found)),
        Value::Object(object) => object.values().for_each(|value| texts(value, found)),
        _ => {}
    }
}

fn page_of(planted: &str) -> String {
    let planted = json!(planted).to_string();
    let facts = |url: &str| {
        format!(
            "[[entity.fact]]\nkind = {planted}\nvalue.en = {planted}\nsource = \"{url}\"\nas_of = \"2025\"\nchecked = true\n"
        )
    };
    format!(
        "[[entity]]\nid = \"kb:wattner\"\ntype = \"person\"\nlabel.en = \"Jana Wattner\"\ndescription.en = {planted}\n\
         aliases.en = [{planted}]\nnote = {planted}\n{}{}{}{}[[entity]]\nid = \"kb:x\"\ntype = {planted}\n",
        facts("a"),
        facts("b"),
        facts("c"),
        facts("d"),
    )
}

fn sources_of(planted: &str) -> String {
    let planted = json!(planted).to_string();
    let source = |(key, url): (&str, &str)| format!("[{key}]\nname.en = {planted}\nurl = {url:?}\nas_of = \"2025\"\n");
    let urls = [("a", "javascript:x"), ("b", "command:x"), ("c", "data:text/html,x"), ("d", "https://x.example/")];
    urls.map(source).concat()
}

#[test]
fn no_text_becomes_more_than_text() {
    for formats in [json!(["markdown"]), json!(["plaintext"])] {
        let mut client = Client::start();
        let here = HERE.replace("Expertin für Landkriege", &PLANTED.replace(['\r', '\n'], " "));
        let title = json!(PLANTED).to_string().replace('\u{9b}', "\\u009b");
        let root = client.workspace(&[
            ("here.txt", &here),
            ("there.txt", &format!("---\ntitle: {title}\n---\nVorgeschichte\n\nAuch Max Muster, Forscher am Institut, kam.\n")),
            ("a.txt", "Titel\n\nMuster kam \u{202e}auch. Es waren 170\u{202e}\u{1b}[2J Granaten.\n\n# Ein \u{1b}[2J\u{202e} Titel\n"),
            (".beleg/entities/a.toml", &page_of(PLANTED)),
            (".beleg/entities/sources.toml", &sources_of(PLANTED)),
            ("beleg.toml", &format!("{title} = 1\n\"\\u202e\" = 1\n")),
        ]);
        let abilities =
            json!({"window": {"workDoneProgress": true}, "textDocument": {"hover": {"contentFormat": formats}}});
        client.initialize(json!({"rootUri": uri(&root), "capabilities": abilities}));
        client.notification("$/progress", |params| params["value"]["kind"] == "end");
        let mut hovers = vec![];
        for (file, line, character) in [("here.txt", 2, 20), ("a.txt", 2, 1)] {
            let uri = uri(&root.join(file));
            client.open(&uri, &fs::read_to_string(root.join(file)).unwrap());
            client.diagnostics(&uri, 1);
            client.request("textDocument/documentSymbol", json!({"textDocument": {"uri": uri}}));
            let at = json!({"textDocument": {"uri": uri}, "position": {"line": line, "character": character}});
            let hover = client.request("textDocument/hover", at)["result"].take();
            hovers.push(hover["contents"]["value"].as_str().unwrap().to_owned());
        }
        assert!(hovers[0].matches("command:evil").count() > 4 && hovers[1].contains("command:evil"), "{hovers:#?}");
        if formats[0] == "markdown" {
            assert!(hovers.iter().all(|hover| is_harmless(hover)), "{hovers:#?}");
            assert_eq!(hovers[0].matches("](<").count(), 1, "one link leads into the web: {}", hovers[0]);
        }
        let mut shown = vec![];
        client.said.iter().for_each(|message| texts(message, &mut shown));
        for text in shown {
            let acts =
                |c: char| c != '\n' && c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            assert!(!text.contains(acts), "{text:?}");
        }
    }
}

#[test]
fn nothing_in_a_folder_acts_on_the_terminal() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("terminal-{}", std::process::id()));
    write(&folder.join(".beleg/entities/a.toml"), page_of(PLANTED));
    write(&folder.join(".beleg/entities/sources.toml"), sources_of(PLANTED));
    write(&folder.join("beleg.toml"), format!("{} = 1\n", json!(PLANTED)));
    let article = "a\u{1b}[2J\u{9b}2J\u{202e}.txt";
    write(&folder.join(article), "Titel\n\nAm Dienstag waren es 170 Granaten.\u{1b}[2J\u{9b}2J\u{202e}\n");
    for args in [&["kb", "show", "Jana Wattner"][..], &["check", article], &["config"]] {
        let mut beleg = Command::new(env!("CARGO_BIN_EXE_beleg"));
        let run = beleg.args(args).current_dir(&folder).env("CLICOLOR_FORCE", "1").output().unwrap();
        let said = String::from_utf8_lossy(&[run.stdout, run.stderr].concat()).into_owned();
        assert!(!said.is_empty());
        for planted in ["\u{1b}]8", "\u{1b}[2J", "\u{9b}", "\u{202e}", "\u{2066}", "\u{7}", "\u{0}"] {
            assert!(!said.contains(planted), "{args:?}: {said:?}");
        }
    }
    fs::remove_dir_all(folder).unwrap();
}

/// Watched by `strace`, where that is installed and may watch.
#[test]
#[cfg(target_os = "linux")]
fn no_connection_is_opened() {
    let may_watch =
        Command::new("strace").args(["-o", "/dev/null", "true"]).output().is_ok_and(|run| run.status.success());
    if !may_watch {
        return eprintln!("SKIPPED: strace cannot be run, so nobody watched whether a connection is opened");
    }
    let calls = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("calls-{}", std::process::id()));
    let client = Client::start_under(&["strace", "-f", "-e", "trace=network", "-o", calls.to_str().unwrap()]);
    let mut desk = Desk::of(client, |root, _| write(&root.join("there.txt"), THERE), &json!({}));
    let here = desk.here.clone();
    desk.client.diagnostics(&here, 1);
    assert!(desk.hover().contains("Expertin"));
    assert_eq!(desk.mentioned(), ["here.txt", "there.txt"]);
    desk.client.request("shutdown", Value::Null);
    desk.client.notify("exit", Value::Null);
    assert_eq!(desk.client.exit_code(), Some(0));
    let made = fs::read_to_string(&calls).unwrap();
    fs::remove_file(calls).unwrap();
    let lines: Vec<_> = made.lines().filter(|line| line.contains("AF_") && !line.contains("AF_UNIX")).collect();
    assert!(made.contains("+++ exited with 0 +++") && lines.is_empty(), "{lines:#?}");
}
