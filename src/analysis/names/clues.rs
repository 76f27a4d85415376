//! What tells a name: the word and its neighbours, their spelling, ends and classes, and what the lists say of them. Each
//! clue is a number; what it weighs is for [`super::weights`].

use std::ops::Range;

use crate::analysis::tokens::Kind;
use crate::analysis::words::Words;
use crate::lang::Lang;
use crate::lang::clusters::Clusters;
use crate::lang::filter::{EMPTY, step};
use crate::lang::grammar::Grammar;
use crate::lang::people::People;

static DE: Clusters<'static> = Clusters::over(include_bytes!(concat!(env!("OUT_DIR"), "/clusters-de")));
static EN: Clusters<'static> = Clusters::over(include_bytes!(concat!(env!("OUT_DIR"), "/clusters-en")));

/// The tokens of a sentence, looked at once.
pub struct Clues {
    faces: Vec<Face>,
    /// The first word.
    start: Option<usize>,
}

/// So many clues a token has.
pub const COUNT: usize = 63;

/// One token.
struct Face {
    /// Hashes of the folded word, of its first letters and its last.
    word: u64,
    starts: [u64; 3],
    ends: [u64; 4],
    shape: u64,
    path: u32,
    /// Of the word in small letters.
    small_path: u32,
    /// What the lists say, bit by bit.
    lists: u64,
    /// Whether a name may begin here, go on here in that of a person, and in that of another thing.
    may_begin: bool,
    may_go_on: [bool; 2],
    glued: bool,
}

/// What stands where no token is.
static NOBODY: Face = Face {
    word: 0,
    starts: [0; 3],
    ends: [0; 4],
    shape: 0,
    path: 0,
    small_path: 0,
    lists: 0,
    may_begin: false,
    may_go_on: [true; 2],
    glued: false,
};

impl Clues {
    /// Looks at the tokens of a sentence.
    pub fn new(words: &Words, sentence: Range<usize>) -> Self {
        let start = sentence.clone().position(|at| words.tokens[at].kind != Kind::Mark);
        Self { faces: sentence.map(|at| Face::of(words, at)).collect(), start }
    }

    /// How many tokens there are.
    pub fn len(&self) -> usize {
        self.faces.len()
    }

    /// Whether a name may begin at a token.
    pub fn may_begin(&self, at: usize) -> bool {
        self.faces[at].may_begin
    }

    /// Whether a name may go on at a token: that of a person with a small word only if it is a particle (`von`), others
    /// with function words and adjectives (`Amt für soziale Dienste`), and none with a verb.
    pub fn may_go_on(&self, at: usize, person: bool) -> bool {
        self.faces[at].may_go_on[usize::from(!person)]
    }

    /// The clues of a token.
    pub fn of(&self, at: usize) -> [u64; COUNT] {
        let face = |at: Option<usize>| at.and_then(|at| self.faces.get(at)).unwrap_or(&NOBODY);
        let [before2, before, here] = [2, 1, 0].map(|back| face(at.checked_sub(back)));
        let [behind, behind2] = [1, 2].map(|on| face(at.checked_add(on)));
        let [path, path_before, path_behind] = [here, before, behind].map(|face| u64::from(face.path));
        let start = u64::from(self.start.is_none_or(|start| at <= start));
        let glue = u64::from(here.glued) | u64::from(behind.glued) << 1;
        // the number of a clue is its place here: who adds one, or changes a list that is asked here, trains anew
        let values = [
            1,
            here.word,
            before.word,
            behind.word,
            before2.word,
            behind2.word,
            here.shape,
            before.shape,
            behind.shape,
            before2.shape,
            behind2.shape,
            path,
            path_before,
            path_behind,
            u64::from(before2.path),
            u64::from(behind2.path),
            path & 0x3f,
            path_before & 0x3f,
            path_behind & 0x3f,
            u64::from(before2.path) & 0x3f,
            u64::from(behind2.path) & 0x3f,
            path & 0xf,
            path_before & 0xf,
            path_behind & 0xf,
            path & 0x3ff,
            path_before & 0x3ff,
            path_behind & 0x3ff,
            here.lists,
            before.lists,
            behind.lists,
            here.starts[0],
            here.starts[1],
            here.starts[2],
            here.ends[0],
            here.ends[1],
            here.ends[2],
            here.ends[3],
            before.ends[2],
            behind.ends[2],
            u64::from(here.small_path),
            u64::from(here.small_path) & 0x3f,
            mix(before.word, here.word),
            mix(here.word, behind.word),
            mix(before.word, behind.word),
            mix(before.shape, here.shape),
            mix(here.shape, behind.shape),
            mix(mix(before.shape, here.shape), behind.shape),
            mix(path_before, path),
            mix(path, path_behind),
            mix(path_before, path_behind),
            mix(before.word, path),
            mix(path, behind.word),
            mix(before.word, here.shape),
            mix(behind.word, here.shape),
            mix(before.lists, here.lists),
            mix(here.lists, behind.lists),
            mix(here.lists, here.shape),
            mix(before.word, here.ends[2]),
            mix(u64::from(before2.path), path_before),
            mix(path_behind, u64::from(behind2.path)),
            mix(start, here.shape),
            mix(start, u64::from(here.small_path != 0)),
            mix(glue, mix(before.shape, behind.shape)),
        ];
        let mut number = 0;
        values.map(|value| {
            number += 1;
            mix(value, number)
        })
    }
}

impl Face {
    fn of(words: &Words, at: usize) -> Self {
        let (raw, token, word) = (words.raw(at), words.tokens[at], words.name(at));
        let face = Face {
            word: word.hash,
            shape: shape(raw, token.kind),
            may_begin: token.capital || token.kind == Kind::Number,
            glued: token.glued,
            ..NOBODY
        };
        if token.kind != Kind::Word {
            return face;
        }
        let path = path(words, at);
        Face {
            starts: hashes(word.text().bytes()),
            ends: hashes(word.text().bytes().rev()),
            path,
            small_path: if token.capital { clusters(words.lang).path(words.folded(at)) } else { path },
            lists: lists(words, at),
            may_go_on: if token.capital { [true; 2] } else { may_go_on(words, at) },
            ..face
        }
    }
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
fn lists(words: &Words, at: usize) -> u64 {
    const CLASSES: [&str; 9] =
        ["particle", "inner", "title", "suffix", "company", "school", "never", "place", "prefix"];
    let (people, word) = (People::of(words.lang), words.name(at));
    let given = people.given(word).map_or(0, |risky| 1 + u64::from(risky));
    let classes =
        CLASSES.iter().enumerate().fold(0, |bits, (bit, class)| bits | u64::from(people.is(word, class)) << bit);
    let grammar = words.grammar(at).map_or(0, |class| class as u64 + 1);
    given | u64::from(people.is_role(word)) << 2 | classes << 3 | grammar << 16
}

/// Whether a name may go on with a small word: that of a person, and that of another thing.
fn may_go_on(words: &Words, at: usize) -> [bool; 2] {
    let (people, word, grammar) = (People::of(words.lang), words.name(at), words.grammar(at));
    let particle = people.is(word, "particle") || people.is(word, "inner");
    let adjective = words.lang == Lang::De && word.text().ends_with(['e', 'n', 'r', 's', 'm']);
    let verb = matches!(grammar, Some(Grammar::Verb | Grammar::Reported));
    [particle, particle || !verb && (adjective || grammar.is_some())]
}

/// The path of what a word ends in: the head of a compound tells its class, and a genitive is the name with an `s`.
fn tail_path(word: &str, clusters: &Clusters<'_>) -> u32 {
    let known = |word: &str| Some(clusters.path(word)).filter(|&path| path != 0);
    if let Some(path) = word.strip_suffix('s').and_then(known) {
        return path;
    }
    let heads = word.char_indices().skip(3).map(|(at, _)| &word[at..]).filter(|head| head.len() >= 4);
    let mut heads = heads.map(|head| {
        let mut letters = head.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>()
    });
    heads.find_map(|head| known(&head)).map_or(0, |path| path | OF_HEAD)
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
fn mix(one: u64, other: u64) -> u64 {
    let product = (one ^ other.rotate_left(32)).wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(other);
    product ^ product >> 29
}
