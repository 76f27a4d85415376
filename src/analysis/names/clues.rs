//! What tells a name: the word and its neighbours, their spelling, ends and classes, and what the lists say of them. Each
//! clue is a number; what it weighs is for [`super::weights`].

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::weights::beside;
use crate::analysis::tokens::Kind;
use crate::analysis::words::Words;
use crate::lang::Lang;
use crate::lang::clusters::Clusters;
use crate::lang::filter::{EMPTY, SPREAD, step};
use crate::lang::grammar::Grammar;
use crate::lang::lists::Lists;
use crate::lang::people::People;

static DE: Clusters<'static> = Clusters::over(include_bytes!(concat!(env!("OUT_DIR"), "/clusters-de")));
static EN: Clusters<'static> = Clusters::over(include_bytes!(concat!(env!("OUT_DIR"), "/clusters-en")));

/// The tokens of a sentence, each looked at once, when somebody asks for it or its neighbours: most small words stand
/// beside no name.
pub struct Clues<'w> {
    words: &'w Words,
    sentence: Range<usize>,
    faces: Vec<OnceCell<Face>>,
    /// The first word.
    start: Option<usize>,
}

/// So many clues are asked first, and so many others.
pub const FIRST: usize = 11;
pub const OTHERS: usize = 44;

/// One token.
#[derive(Clone)]
struct Face {
    /// Hashes of the folded word, of its first letters and its last.
    word: u64,
    starts: [u64; 3],
    ends: [u64; 4],
    shape: u64,
    path: u32,
    /// What the lists say, bit by bit.
    lists: u64,
    /// Whether a name may go on here: that of a person, and that of another thing.
    may_go_on: [bool; 2],
}

/// What stands where no token is.
static NOBODY: Face = Face { word: 0, starts: [0; 3], ends: [0; 4], shape: 0, path: 0, lists: 0, may_go_on: [true; 2] };

impl<'w> Clues<'w> {
    /// Of the tokens of a sentence.
    pub fn new(words: &'w Words, sentence: Range<usize>) -> Self {
        let start = sentence.clone().position(|at| words.tokens[at].kind != Kind::Mark);
        Self { words, faces: vec![OnceCell::new(); sentence.len()], sentence, start }
    }

    /// Whether nouns are written as names are, with a capital.
    pub fn have_capital_nouns(&self) -> bool {
        self.words.lang == Lang::De
    }

    /// How many tokens there are.
    pub fn len(&self) -> usize {
        self.faces.len()
    }

    /// The place of a token in the paragraph.
    pub fn token(&self, at: usize) -> usize {
        self.sentence.start + at
    }

    /// Whether a name may begin at a token.
    pub fn may_begin(&self, at: usize) -> bool {
        let token = self.words.tokens[self.token(at)];
        token.capital || token.kind == Kind::Number
    }

    /// Whether a name may go on at a token: that of a person with a small word only if it is a particle (`von`), others
    /// with function words and adjectives (`Amt für soziale Dienste`), and none with a verb.
    pub fn may_go_on(&self, at: usize, person: bool) -> bool {
        self.face(at).may_go_on[usize::from(!person)]
    }

    fn face(&self, at: usize) -> &Face {
        let Some(face) = self.faces.get(at) else { return &NOBODY };
        face.get_or_init(|| {
            let at = self.token(at);
            match function_face(self.words, at) {
                Some(face) => face.clone(),
                None => Face::of(self.words, at),
            }
        })
    }

    fn glued(&self, at: usize) -> bool {
        at < self.len() && self.words.glued(self.token(at))
    }

    /// The path of a word in small letters.
    fn small_path(&self, at: usize) -> u32 {
        let (words, word) = (self.words, self.token(at));
        match words.tokens[word] {
            token if token.kind != Kind::Word => 0,
            token if token.capital => clusters(words.lang).path(words.folded(word)),
            _ => self.face(at).path,
        }
    }

    /// The first clues of a token: of the word, and a few of the one before.
    pub fn first(&self, at: usize) -> [u64; FIRST] {
        let [before, here] = [-1, 0].map(|by| self.face(at.wrapping_add_signed(by)));
        let [path, path_before] = [here, before].map(|face| u64::from(face.path));
        // the table knows a clue by its kind and place: who adds one, or changes a list that is asked here, trains anew
        [
            clue(0, 0, 1),
            clue(3, 0, path),
            clue(3, 1, path_before),
            clue(4, 0, path & 0x3f),
            clue(6, 0, path & 0x3ff),
            clue(6, 1, path_before & 0x3ff),
            clue(7, 0, here.lists),
            clue(8, 0, here.starts[0]),
            clue(12, 0, here.ends[1]),
            clue(14, 0, here.ends[3]),
            clue(15, 0, mix(before.shape, here.shape)),
        ]
    }

    /// The others, of the words around.
    pub fn others(&self, at: usize) -> [u64; OTHERS] {
        let [before2, before, here, behind, behind2] =
            [-2, -1, 0, 1, 2].map(|by| self.face(at.wrapping_add_signed(by)));
        let [path2_before, path_before, path, path_behind, path2_behind] =
            [before2, before, here, behind, behind2].map(|face| u64::from(face.path));
        let small_path = u64::from(self.small_path(at));
        let start = u64::from(self.start.is_none_or(|start| at <= start));
        let glue = u64::from(self.glued(at)) | u64::from(self.glued(at + 1)) << 1;
        [
            clue(1, 0, here.word),
            clue(1, 1, before.word),
            clue(1, 2, behind.word),
            clue(1, 3, before2.word),
            clue(1, 4, behind2.word),
            clue(2, 0, here.shape),
            clue(2, 1, before.shape),
            clue(2, 2, behind.shape),
            clue(3, 2, path_behind),
            clue(3, 3, path2_before),
            clue(3, 4, path2_behind),
            clue(3, 5, small_path),
            clue(4, 1, path_before & 0x3f),
            clue(4, 2, path_behind & 0x3f),
            clue(4, 3, path2_before & 0x3f),
            clue(4, 4, path2_behind & 0x3f),
            clue(4, 5, small_path & 0x3f),
            clue(5, 0, path & 0xf),
            clue(5, 1, path_before & 0xf),
            clue(5, 2, path_behind & 0xf),
            clue(6, 2, path_behind & 0x3ff),
            clue(7, 1, before.lists),
            clue(7, 2, behind.lists),
            clue(9, 0, here.starts[1]),
            clue(10, 0, here.starts[2]),
            clue(11, 0, here.ends[0]),
            clue(13, 0, here.ends[2]),
            clue(13, 1, before.ends[2]),
            clue(13, 2, behind.ends[2]),
            clue(15, 1, mix(here.shape, behind.shape)),
            clue(16, 0, mix(mix(before.shape, here.shape), behind.shape)),
            clue(17, 0, mix(path_before, path)),
            clue(17, 1, mix(path, path_behind)),
            clue(17, 2, mix(path2_before, path_before)),
            clue(17, 3, mix(path_behind, path2_behind)),
            clue(18, 0, mix(before.word, path)),
            clue(19, 0, mix(path, behind.word)),
            clue(20, 0, mix(here.lists, here.shape)),
            clue(21, 0, mix(before.word, here.ends[2])),
            clue(22, 0, mix(start, here.shape)),
            clue(23, 0, mix(start, u64::from(small_path != 0))),
            clue(24, 0, mix(glue, mix(before.shape, behind.shape))),
            clue(26, 0, mix(before.word, here.shape)),
            clue(27, 0, mix(behind.word, here.shape)),
        ]
    }
}

/// A value of a kind, at a place beside the token. The number of the kind tells it from equal values of others.
fn clue(kind: u64, place: u64, value: u64) -> u64 {
    beside((value ^ mix(SPREAD, kind + 1)).wrapping_mul(SPREAD), place)
}

impl Face {
    fn of(words: &Words, at: usize) -> Self {
        let (raw, token, word) = (words.raw(at), words.tokens[at], words.name(at));
        let face = Face { word: word.hash, shape: shape(raw, token.kind), ..NOBODY };
        if token.kind != Kind::Word {
            return face;
        }
        let path = path(words, at);
        let classes = People::of(words.lang).classes(word);
        Face {
            starts: hashes(word.text().bytes()),
            ends: hashes(word.text().bytes().rev()),
            path,
            lists: lists(words, at, classes),
            may_go_on: if token.capital { [true; 2] } else { may_go_on(words, at, classes) },
            ..face
        }
    }
}

/// The face of a function word in small letters. There are few of them, and half of a text are such, so all of their faces
/// are kept.
fn function_face(words: &Words, at: usize) -> Option<&'static Face> {
    static DE: LazyLock<Faces> = LazyLock::new(|| function_faces(Lang::De));
    static EN: LazyLock<Faces> = LazyLock::new(|| function_faces(Lang::En));
    words.grammar(at)?;
    let faces = match words.lang {
        Lang::De => &DE,
        Lang::En => &EN,
    };
    let word = words.word(at);
    if word.text() == words.raw(at) { faces.get(&word.hash) } else { None }
}

/// Faces by the hashes of their words.
type Faces = FxHashMap<u64, Face>;

fn function_faces(lang: Lang) -> Faces {
    let words = Lists::of(lang).classes().map(|(word, _)| Words::new(word, lang)).filter(|words| words.len() == 1);
    words.map(|words| (words.word(0).hash, Face::of(&words, 0))).collect()
}

/// Whether two words keep like company: `Hamburg` and `Altona`, not `Hamburg` and `Besuch`.
pub fn are_alike(words: &Words, one: usize, other: usize) -> bool {
    let [one, other] = [one, other].map(|at| path(words, at) & CLASS);
    one == other && one != 0
}

/// Whether a word is known in small letters: `LANGE` is, `WEBER` is not.
pub fn is_known_small(words: &Words, at: usize) -> bool {
    clusters(words.lang).path(words.folded(at)) != 0
}

/// The path of a word, or of what it ends in.
fn path(words: &Words, at: usize) -> u32 {
    let (raw, clusters) = (words.raw(at), clusters(words.lang));
    let path = Some(clusters.path(raw)).filter(|&path| path != 0 || !words.is_capital(at));
    path.unwrap_or_else(|| tail_path(raw, clusters))
}

fn clusters(lang: Lang) -> &'static Clusters<'static> {
    match lang {
        Lang::De => &DE,
        Lang::En => &EN,
    }
}

/// The first turns of a path: a coarse class, such as that of towns and states.
const CLASS: u32 = 0x3f;

/// The hashes of the first two bytes, the first three, and so on.
fn hashes<const N: usize>(bytes: impl Iterator<Item = u8>) -> [u64; N] {
    let mut hashes = [0; N];
    let mut hash = EMPTY;
    for (at, byte) in bytes.take(N + 1).enumerate() {
        hash = step(hash, byte);
        if at > 0 {
            hashes[at - 1] = hash;
        }
    }
    hashes
}

/// What the lists say of a word, bit by bit.
fn lists(words: &Words, at: usize, classes: &[&str]) -> u64 {
    const CLASSES: [&str; 9] =
        ["particle", "inner", "title", "suffix", "company", "school", "never", "place", "prefix"];
    let (people, word) = (People::of(words.lang), words.name(at));
    let given = people.given(word).map_or(0, |risky| 1 + u64::from(risky));
    let of_class = |class: &&str| CLASSES.iter().position(|own| own == class).map_or(0, |bit| 1 << bit);
    let classes = classes.iter().map(of_class).fold(0, |bits: u64, bit: u64| bits | bit);
    let grammar = words.grammar(at).map_or(0, |class| class as u64 + 1);
    given | u64::from(people.is_role(word)) << 2 | classes << 3 | grammar << 16
}

/// Whether a name may go on with a small word: that of a person, and that of another thing.
fn may_go_on(words: &Words, at: usize, classes: &[&str]) -> [bool; 2] {
    let grammar = words.grammar(at);
    let particle = classes.iter().any(|class| matches!(*class, "particle" | "inner"));
    let adjective = words.lang == Lang::De && words.name(at).text().ends_with(['e', 'n', 'r', 's', 'm']);
    let verb = matches!(grammar, Some(Grammar::Verb | Grammar::Reported));
    [particle, particle || !verb && (adjective || grammar.is_some())]
}

/// The path of what a word ends in: the head of a compound tells its class, and a genitive is the name with an `s`.
fn tail_path(word: &str, clusters: &Clusters<'_>) -> u32 {
    let known = |word: &str| Some(clusters.path(word)).filter(|&path| path != 0);
    if let Some(path) = word.strip_suffix('s').and_then(known) {
        return path;
    }
    let heads = word.char_indices().skip(3).map(|(at, _)| &word[at..]).take_while(|head| head.len() >= 4);
    let mut paths = heads.map(|head| clusters.path_of(hash_capitalised(head)));
    paths.find(|&path| path != 0).map_or(0, |path| path | OF_HEAD)
}

/// The hash of a word with a capital letter in the place of its first.
fn hash_capitalised(word: &str) -> u64 {
    let mut letters = word.chars();
    let capital = letters.next().into_iter().flat_map(char::to_uppercase);
    let hash = capital.fold(EMPTY, |hash, c| c.encode_utf8(&mut [0; 4]).bytes().fold(hash, step));
    letters.as_str().bytes().fold(hash, step)
}

/// Tells the path of a head from that of the word itself.
const OF_HEAD: u32 = 1 << 20;

/// How a word is spelled: which kinds of letters it has, runs of a kind as one or two.
fn shape(raw: &str, kind: Kind) -> u64 {
    if kind == Kind::Mark {
        return crate::lang::filter::hash(raw.bytes());
    }
    let mut hash = EMPTY;
    let (mut last, mut run) = (0, 0);
    for c in raw.chars() {
        let class = match c {
            'a'..='z' => b'x',
            _ if c.is_uppercase() => b'X',
            _ if c.is_lowercase() => b'x',
            _ if c.is_ascii_digit() => b'd',
            _ => b'-',
        };
        run = if class == last { run + 1 } else { 1 };
        last = class;
        if run <= 2 {
            hash = step(hash, class);
        }
    }
    hash
}

/// One number out of two.
const fn mix(one: u64, other: u64) -> u64 {
    let product = (one ^ other.rotate_left(32)).wrapping_mul(SPREAD).wrapping_add(other);
    product ^ product >> 29
}
