//! The archive on disk, as the program and the server keep it: whoever is killed, whatever is damaged, full or in the way,
//! answers are those of an archive that was read anew. `tests/slow/kill` kills more often.

mod support;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use beleg::archive::{Archive, Key, Shelf, Store};
use beleg::text::Encoding;
use serde_json::{Value, json};
use support::client::{Client, uri, write};
use support::folder::{Folder, Run};

const NAMES: [&str; 3] = ["Jana Wattner", "Miriam Altenburger", "Carla Ruthmann"];
const HOUR: Duration = Duration::from_secs(3600);
/// How much longer than the time in which a file counts as only just changed.
const SETTLED: Duration = Duration::from_secs(10);

/// An article about one of the names; `edition` is told in words that no name stands beside.
fn article(at: usize, edition: usize) -> String {
    let name = NAMES[at % NAMES.len()];
    format!(
        "Bericht {at}\n\nDie Zahlen nennt {name}, Expertin für Landkriege.\n\nVom Tal aus feuerte die Armee {} Granaten auf die Stadt Ödwang.\n",
        1000 + edition
    )
}

fn random(below: usize) -> usize {
    (RandomState::new().build_hasher().finish() % below.max(1) as u64) as usize
}

fn cases(usual: usize) -> usize {
    std::env::var("BELEG_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(usual)
}

/// Says that a file was last changed so long ago.
fn set_age(file: &Path, age: Duration) {
    File::open(file).unwrap().set_modified(SystemTime::now() - age).unwrap();
}

/// A folder of articles, and a cache folder beside it.
struct Newsroom {
    folder: Folder,
    articles: PathBuf,
    cache: PathBuf,
}

impl Newsroom {
    fn new(name: &str, articles: usize) -> Self {
        let folder = Folder::new(&format!("archive-{name}"));
        let root = folder.0.canonicalize().unwrap();
        let room = Self { folder, articles: root.join("articles"), cache: root.join("cache") };
        fs::create_dir_all(&room.articles).unwrap();
        (0..articles).for_each(|at| room.write(&format!("{at:03}.txt"), article(at, 0)));
        room
    }

    /// Writes a file, and lets it settle.
    fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        write(&self.articles.join(name), text);
        set_age(&self.articles.join(name), SETTLED);
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_beleg"));
        command.arg("archive").args(args).current_dir(&self.articles).env("XDG_CACHE_HOME", &self.cache);
        command.env("XDG_CONFIG_HOME", self.folder.0.join("config")).stdin(Stdio::null());
        command
    }

    fn beleg(&self, args: &[&str]) -> Run {
        Run(self.command(args).output().unwrap())
    }

    fn begin_to_index(&self) -> Child {
        self.command(&["index"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// How many articles there are, were read, and were compared. Nothing else is told.
    fn index(&self) -> [u64; 3] {
        let run = self.beleg(&["index", "--format", "json"]);
        assert_eq!((run.code(), &*run.err()), (0, ""));
        let [told] = &run.objects()[..] else { panic!("{}", run.out()) };
        ["articles", "read", "compared"].map(|key| told[key].as_u64().unwrap())
    }

    fn mentions(&self, name: &str, flags: &[&str]) -> Run {
        self.beleg(&[&["mentions", name, "--format", "json"], flags].concat())
    }

    /// All that an archive tells of the names which nothing is kept of.
    fn expected(&self) -> Vec<String> {
        NAMES.map(|name| self.mentions(name, &["--no-cache"]).out().to_owned()).to_vec()
    }

    /// Whether what is kept gives these answers.
    fn gives(&self, expected: &[String]) {
        for (name, expected) in NAMES.iter().zip(expected) {
            assert_eq!(self.mentions(name, &[]).out(), expected, "{name}");
        }
    }

    fn store(&self) -> PathBuf {
        Store::folder_of(&self.cache.join("beleg/archive"), &self.articles)
    }

    fn runs(&self) -> Vec<PathBuf> {
        files(&self.store()).into_iter().filter(|file| file.extension().is_some_and(|ending| ending == "run")).collect()
    }

    /// Nothing lies in the store but what counts, once something has changed.
    fn is_whole(&self) {
        self.write("000.txt", article(0, random(1000)));
        self.index();
        let list = fs::read_to_string(self.store().join("runs.json")).unwrap();
        let list: Value = serde_json::from_str(&list).unwrap();
        let runs = list["runs"].as_array().unwrap().iter().map(|run| run["file"].as_str().unwrap().to_owned());
        let counts: BTreeSet<_> = runs.chain(["lock", "root", "runs.json"].map(Into::into)).collect();
        let there: BTreeSet<_> =
            files(&self.store()).iter().map(|file| file.file_name().unwrap().to_str().unwrap().to_owned()).collect();
        assert_eq!(there, counts);
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn whoever_is_killed_leaves_what_can_be_read() {
    let room = Newsroom::new("killed", 300);
    let begin = Instant::now();
    assert_eq!(room.index(), [300, 300, 0]);
    let whole = begin.elapsed();
    let expected = room.expected();
    let (rounds, mut halves) = (cases(10), 0);
    for round in 0..rounds {
        match round % 3 {
            0 => fs::remove_dir_all(&room.cache).unwrap(),
            // files that are others and hold the same
            1 => (0..300)
                .for_each(|at| set_age(&room.articles.join(format!("{at:03}.txt")), HOUR + SETTLED * round as u32)),
            _ => (0..64).for_each(|at| room.write(&format!("{at:03}.txt"), article(at, round))),
        }
        let mut child = room.begin_to_index();
        let begin = Instant::now();
        if round % 2 == 0 {
            std::thread::sleep(Duration::from_micros(random(whole.as_micros() as usize) as u64));
        } else {
            // in the midst of writing
            while half_written(&room) == 0 && child.try_wait().unwrap().is_none() {
                assert!(begin.elapsed() < HOUR);
            }
        }
        child.kill().unwrap();
        child.wait().unwrap();
        halves += usize::from(half_written(&room) > 0);
        assert_eq!(room.index()[0], 300, "in round {round}");
        room.gives(&expected);
    }
    println!("killed {rounds} times, {halves} times in the midst of writing; a whole index takes {whole:?}");
    room.is_whole();
}

/// How many files in the store are not finished.
fn half_written(room: &Newsroom) -> usize {
    files(&room.store()).iter().filter(|file| file.extension().is_some_and(|ending| ending == "half")).count()
}

/// Where the parts of a run lie, by its head.
fn parts(run: &[u8]) -> Vec<std::ops::Range<usize>> {
    const HEAD: usize = 12 + 13 * 12;
    let end = |at: usize| u64::from_le_bytes(run[12 + at * 12..20 + at * 12].try_into().unwrap()) as usize;
    (0..13).map(|at| if at == 0 { HEAD } else { end(at - 1) }..end(at)).collect()
}

#[test]
fn what_is_damaged_is_told_once_and_read_anew() {
    let room = Newsroom::new("damaged", 40);
    room.index();
    let expected = room.expected();
    let run = fs::read(&room.runs()[0]).unwrap();
    let list = fs::read_to_string(room.store().join("runs.json")).unwrap();
    let flipped = |at: usize| {
        let mut run = run.clone();
        run[at] ^= 0x20;
        run
    };
    let parts = parts(&run);
    assert!(parts.iter().all(|part| !part.is_empty()), "{parts:?}");
    let in_head = [0, 9, 12, 19, 20, 167];
    let flips = in_head.into_iter().chain(parts.iter().map(|part| part.start + part.len() / 2));
    let mut damages: Vec<(String, Option<Vec<u8>>)> = flips.map(|at| (at.to_string(), Some(flipped(at)))).collect();
    damages.push(("cut".into(), Some(run[..run.len() - 1].to_vec())));
    damages.push(("cut to the head".into(), Some(run[..100].to_vec())));
    damages.push(("empty".into(), Some(vec![])));
    damages.push(("longer".into(), Some([&run[..], b"x"].concat())));
    damages.push(("missing".into(), None));
    let told_once = |what: &str| {
        let told = room.mentions(NAMES[0], &[]);
        assert_eq!(
            (told.out(), told.err().matches("is damaged").count()),
            (&*expected[0], 1),
            "{what}: {}",
            told.err()
        );
        room.gives(&expected);
        assert_eq!(room.index(), [40, 0, 0], "{what}");
    };
    for (what, damaged) in damages {
        let file = &room.runs()[0];
        match damaged {
            Some(damaged) => fs::write(file, damaged).unwrap(),
            None => fs::remove_file(file).unwrap(),
        }
        told_once(&what);
    }
    for broken in ["", "{", "[]", "null", &list.replace("\"version\":1", "\"version\":2"), &list.replace("[]", "[7]")] {
        fs::write(room.store().join("runs.json"), broken).unwrap();
        told_once(broken);
    }
    fs::write(room.store().join("notes.txt"), "x").unwrap();
    fs::write(room.store().join("notes.run"), "x").unwrap();
    fs::create_dir(room.store().join("folder.run")).unwrap();
    fs::write(room.store().parent().unwrap().join("file"), "x").unwrap();
    assert_eq!(room.index(), [40, 0, 0]);
    room.gives(&expected);
}

/// Asks an archive all that it can be asked.
fn ask(archive: &Archive) {
    for name in NAMES.into_iter().chain(["Granate", ""]) {
        let keys = [Key::Cluster(name), Key::Short(name), Key::Introduced(name), Key::Unit(name), Key::Titled(name)];
        for key in keys.into_iter().chain([Key::Amount(Some(name), 3), Key::Said(7), Key::Like(7)]) {
            archive.with(key).for_each(|entry| drop(format!("{entry:?}")));
        }
    }
    let ends = [0, 90, usize::MAX];
    for (shelf, held) in archive.runs() {
        for row in (0..).take_while(|row| held.run.row(*row).is_some()).chain([u32::MAX]) {
            let Some(name) = held.run.name(row) else { continue };
            archive
                .mentions_of(&name.cluster)
                .for_each(|(shelved, spans)| drop((shelved.day(), shelved.path(), spans)));
            held.articles_of(name.number());
            assert!(held.run.rows_of(name.number()).count() <= held.run.count() as usize * 100);
        }
        ["", "a"].into_iter().flat_map(|text| held.run.having(text)).for_each(drop);
        for article in (0..held.run.count()).chain([u32::MAX]) {
            let ruler = held.run.ruler(article);
            ends.iter().for_each(|at| _ = ruler.position(*at, Encoding::Utf16));
            let Some(entry) = held.run.entry(article, &shelf.root) else { continue };
            entry.introductions.iter().for_each(|introduction| drop(introduction.role()));
            entry.names.iter().for_each(|named| _ = named.place());
            entry.claims.iter().take(3).for_each(|claim| archive.giving(claim).for_each(drop));
        }
    }
    for (path, stamp) in archive.articles() {
        drop((archive.get(&path), archive.find(&path).map(|it| (it.ruler(), it.place())), stamp));
    }
}

#[test]
fn a_damaged_run_that_nobody_has_looked_through_fails_nothing() {
    let room = Newsroom::new("unverified", 40);
    room.index();
    let file = &room.runs()[0];
    let (run, list) = (fs::read(file).unwrap(), fs::read(room.store().join("runs.json")).unwrap());
    let parts = parts(&run);
    for _ in 0..cases(200) {
        let mut damaged = run.clone();
        // a part of a few bytes as often as one of many
        let part = &parts[random(parts.len())];
        for _ in 0..=random(12) {
            damaged[part.start + random(part.len())] = random(256) as u8;
        }
        fs::write(file, damaged).unwrap();
        fs::write(room.store().join("runs.json"), &list).unwrap();
        let begin = Instant::now();
        let store = Store::open(&room.cache.join("beleg/archive"), &room.articles).unwrap();
        let shelf = Shelf::of_store(room.articles.as_path().into(), 0, store).unwrap();
        let mut archive = Archive::new(vec![shelf]);
        ask(&archive);
        // what is left of it is written anew
        let paths: Vec<_> = archive.articles().map(|(path, _)| path).take(25).collect();
        archive.remove(&paths.iter().map(|path| &**path).collect::<Vec<_>>()).unwrap();
        ask(&archive);
        assert!(begin.elapsed() < Duration::from_secs(30));
    }
}

#[test]
fn what_stays_the_same_is_not_read_again() {
    let room = Newsroom::new("incremental", 5);
    assert_eq!(room.index(), [5, 5, 0]);
    assert_eq!(room.index(), [5, 0, 0]);
    let file = room.articles.join("001.txt");
    set_age(&file, HOUR);
    assert_eq!(room.index(), [5, 0, 1]);
    assert_eq!(room.index(), [5, 0, 0]);
    room.write("001.txt", article(1, 1));
    assert_eq!(room.index(), [5, 1, 0]);
    // as many bytes, and older: the clock was put back
    write(&file, article(1, 2));
    set_age(&file, HOUR * 2);
    assert_eq!(room.index(), [5, 1, 0]);
    // a time that is yet to come says nothing
    let tomorrow = || File::open(&file).unwrap().set_modified(SystemTime::now() + HOUR * 24).unwrap();
    tomorrow();
    assert_eq!(room.index(), [5, 0, 1]);
    let list = || fs::read(room.store().join("runs.json")).unwrap();
    let before = list();
    assert_eq!((room.index(), list() == before), ([5, 0, 0], true));
    write(&file, article(1, 3));
    tomorrow();
    assert_eq!(room.index(), [5, 1, 0]);
    // as many bytes at the same time, but that was just now
    let now = SystemTime::now();
    for edition in [4, 5] {
        write(&file, article(1, edition));
        File::open(&file).unwrap().set_modified(now).unwrap();
        assert_eq!(room.index(), [5, 1, 0]);
    }
    fs::remove_file(&file).unwrap();
    assert_eq!(room.index(), [4, 0, 0]);
    room.gives(&room.expected());
    room.is_whole();
}

#[test]
fn nobody_else_can_look_into_a_store() {
    let room = Newsroom::new("private", 3);
    room.index();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        assert!(
            room.store()
                .ancestors()
                .take_while(|it| *it != room.articles.parent().unwrap())
                .all(|it| mode(it) == 0o700)
        );
        assert!(files(&room.store()).iter().all(|file| mode(file) == 0o600));
        assert_eq!(files(&room.store()).len(), 4);
    }
}

/// Where nothing can be written: told once, and answered from memory.
#[test]
fn without_a_place_on_disk_the_archive_is_in_memory() {
    let room = Newsroom::new("memory", 40);
    let expected = &room.expected()[0];
    let told = |run: &Run| run.err().matches("kept in memory").count();
    let tell = |change: &dyn Fn(&mut Command)| {
        let mut command = room.command(&["mentions", NAMES[0], "--format", "json"]);
        change(&mut command);
        let run = Run(command.output().unwrap());
        assert_eq!((run.out(), told(&run)), (&**expected, 1), "{}", run.err());
    };
    let file = room.folder.file("file", "x");
    tell(&|command| _ = command.env("XDG_CACHE_HOME", &file));
    tell(&|command| _ = command.env("XDG_CACHE_HOME", "no/whole/path").env("HOME", "no/home"));
    write(&room.cache.join("beleg/archive"), "x");
    tell(&|_| {});
    fs::remove_dir_all(&room.cache).unwrap();
    room.index();
    // what is in the way of the list
    fs::remove_file(room.store().join("runs.json")).unwrap();
    fs::create_dir_all(room.store().join("runs.json/x")).unwrap();
    tell(&|_| {});
}

/// As on a full disk: no file may grow beyond a few kilobytes, and whoever is told so may not end.
#[cfg(unix)]
#[test]
fn on_a_full_disk_nothing_is_lost() {
    let room = Newsroom::new("full", 200);
    let expected = &room.expected()[0];
    let full = || {
        let mut command = Command::new("sh");
        let limited = "trap '' XFSZ; ulimit -f 8; exec \"$0\" archive mentions \"$1\" --format json";
        command.args(["-c", limited, env!("CARGO_BIN_EXE_beleg"), NAMES[0]]).current_dir(&room.articles);
        command.env("XDG_CACHE_HOME", &room.cache).env("XDG_CONFIG_HOME", room.folder.0.join("config"));
        let run = Run(command.output().unwrap());
        assert_eq!(run.out(), expected, "{}", run.err());
        run.err().matches("kept in memory").count()
    };
    assert_eq!(full(), 1);
    assert!(files(&room.store()).iter().all(|file| file.extension().is_none()), "{:?}", files(&room.store()));
    assert_eq!(room.index(), [200, 200, 0]);
    // what is there already can be read
    assert_eq!(full(), 0);
    (0..100).for_each(|at| room.write(&format!("{at:03}.txt"), article(at, 1)));
    assert_eq!(full(), 1);
    assert_eq!(room.index(), [200, 100, 0]);
    room.gives(&room.expected());
    room.is_whole();
}

#[test]
fn files_that_are_no_articles_or_strange_ones_do_no_harm() {
    let room = Newsroom::new("strange", 2);
    (0..5000).for_each(|at| write(&room.articles.join(format!("images/{at}.jpg")), "x"));
    room.write("latin.txt", b"Bericht\n\nDie Zahlen nennt Jana Wattner, Expertin f\xfcr Kr\xe4ne.\n");
    room.write("bom.txt", "\u{feff}Bericht\n\nDie Zahlen nennt Jana Wattner, Expertin für Kräne.\n");
    room.write("empty.md", "");
    room.write("\u{fc}ber.txt", article(0, 0));
    room.write("u\u{308}ber.txt", article(3, 0));
    let two_forms = fs::read_dir(&room.articles).unwrap().count() == 8;
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        let name = std::ffi::OsStr::from_bytes(b"gru\xdf.txt");
        write(&room.articles.join(name), article(0, 0));
        std::os::unix::fs::symlink(&room.articles, room.articles.join("loop")).unwrap();
        std::os::unix::fs::symlink("itself.txt", room.articles.join("itself.txt")).unwrap();
        std::os::unix::fs::symlink("nowhere.txt", room.articles.join("dangling.txt")).unwrap();
        let pipe = Command::new("mkfifo").arg(room.articles.join("x.txt")).status().unwrap();
        assert!(pipe.success());
    }
    let count = 6 + usize::from(two_forms) + usize::from(cfg!(unix));
    let begin = Instant::now();
    let run = room.beleg(&["index", "--format", "json"]);
    assert_eq!(run.objects(), [json!({"articles": count, "read": count, "compared": 0})], "{}", run.err());
    assert!(begin.elapsed() < Duration::from_secs(20));
    assert_eq!(room.beleg(&["index", "--format", "json"]).objects()[0]["read"], 0);
    let found = room.mentions(NAMES[0], &[]);
    assert_eq!(found.objects().len(), count - 2, "{}", found.out());
    room.gives(&room.expected());
}

/// Folders that the user names beside are read, and nothing is written there.
#[test]
fn nothing_is_written_where_articles_lie() {
    let room = Newsroom::new("roots", 3);
    let other = room.articles.with_file_name("other");
    write(&other.join("a.txt"), article(0, 0));
    write(&room.folder.0.join("config/beleg/beleg.toml"), format!("[archive]\nroots = [{other:?}]\n"));
    let changed =
        || [&room.articles, &other].map(|folder| (files(folder).len(), folder.metadata().unwrap().modified().unwrap()));
    let before = changed();
    assert_eq!(room.index()[0], 4);
    assert_eq!(changed(), before);
    // a disk that is not there keeps what is known of it
    let away = other.with_file_name("away");
    fs::rename(&other, &away).unwrap();
    assert_eq!(room.index(), [3, 0, 0]);
    fs::rename(&away, &other).unwrap();
    assert_eq!(room.index()[0], 4);
    set_age(&other.join("a.txt"), SETTLED);
    room.index();
    assert_eq!(room.index(), [4, 0, 0]);
}

#[test]
fn a_store_for_which_nobody_will_ask_goes() {
    let room = Newsroom::new("lost", 1);
    let elsewhere = |name: &str| {
        let root = room.articles.with_file_name(name);
        write(&root.join("a.txt"), article(0, 0));
        let run = room.beleg(&["index", "--in", root.to_str().unwrap()]);
        assert_eq!(run.code(), 0, "{}", run.err());
        (Store::folder_of(&room.cache.join("beleg/archive"), &root), root)
    };
    let ((lost, lost_root), (quiet, _), (recent, recent_root)) =
        (elsewhere("lost"), elsewhere("quiet"), elsewhere("recent"));
    [lost_root, recent_root].iter().for_each(|root| fs::remove_dir_all(root).unwrap());
    [&lost, &quiet].iter().for_each(|store| set_age(store, HOUR * 24 * 31));
    room.index();
    assert_eq!([lost, quiet, recent].map(|store| store.exists()), [false, true, true]);
}

/// A server over the articles of a newsroom, with one of them open. All was read.
#[cfg(unix)]
fn server(room: &Newsroom, cache: &Path) -> Client {
    let mut client = Client::start_under(&["env", &format!("XDG_CACHE_HOME={}", cache.display())]);
    let abilities = json!({"window": {"workDoneProgress": true}});
    client.initialize(json!({"rootUri": uri(&room.articles), "locale": "en", "capabilities": abilities}));
    client.open(&uri(&room.articles.join("000.txt")), &article(0, 0));
    client.notification("$/progress", |params| params["value"]["kind"] == "end");
    client
}

/// Waits until the first name is known to be mentioned in so many articles.
#[cfg(unix)]
fn sees(client: &mut Client, room: &Newsroom, articles: usize) {
    let name = json!({
        "textDocument": {"uri": uri(&room.articles.join("000.txt"))},
        "position": {"line": 2, "character": 18},
        "context": {"includeDeclaration": true},
    });
    client.until("textDocument/references", &name, |places| {
        let files: BTreeSet<_> =
            places.as_array().into_iter().flatten().map(|place| place["uri"].to_string()).collect();
        files.len() == articles
    });
}

#[cfg(unix)]
#[test]
fn several_programs_keep_one_store() {
    let room = Newsroom::new("several", 90);
    let (mut one, mut other) = (server(&room, &room.cache), server(&room, &room.cache));
    [&mut one, &mut other].into_iter().for_each(|client| sees(client, &room, 30));
    assert_eq!(room.index(), [90, 0, 0]);
    let mut third = room.begin_to_index();
    for at in 30..60 {
        match at % 3 {
            0 => fs::remove_file(room.articles.join(format!("{at:03}.txt"))).unwrap(),
            1 => write(&room.articles.join(format!("{at:03}.txt")), article(0, at)),
            _ => write(&room.articles.join(format!("{at:03}-new.txt")), article(at, 0)),
        }
    }
    assert!(third.wait().unwrap().success());
    [&mut one, &mut other].into_iter().for_each(|client| sees(client, &room, 30));
    write(&room.articles.join("last.txt"), article(0, 0));
    [&mut one, &mut other].into_iter().for_each(|client| sees(client, &room, 31));
    assert_eq!(room.index()[..2], [91, 0]);
    room.gives(&room.expected());
    drop((one, other));
    room.is_whole();
}

/// Who deletes the store while a server has it open takes nothing from it.
#[cfg(unix)]
#[test]
fn a_server_goes_on_without_its_store() {
    let room = Newsroom::new("server", 9);
    let file = room.folder.file("file", "x");
    let mut blind = server(&room, &file);
    let mut client = server(&room, &room.cache);
    fs::remove_dir_all(&room.cache).unwrap();
    write(&room.articles.join("last.txt"), article(0, 0));
    for client in [&mut blind, &mut client] {
        sees(client, &room, 4);
        let told =
            client.said.iter().filter(|message| message["params"]["message"].to_string().contains("kept in memory"));
        assert_eq!(told.count(), 1);
    }
    room.gives(&room.expected());
}
