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
        let face = |at: usize| self.faces.get(at).unwrap_or(&NOBODY);
        let [before2, before, here, behind, behind2] = [2, 1]
            .map(|back| face(at.wrapping_sub(back)))
            .into_iter()
            .chain([0, 1, 2].map(|on| face(at + on)))
            .collect::<Vec<_>>()
            .try_into()
            .unwrap_or([&NOBODY; 5]);
        let [path, path_before, path_behind] = [here, before, behind].map(|face| u64::from(face.path));
        let start = u64::from(self.start.is_none_or(|start| at <= start));
        let glue = u64::from(here.glued) | u64::from(behind.glued) << 1;
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
        let raw = words.raw(at);
        let token = words.tokens[at];
        let clusters = match words.lang {
            Lang::De => &DE,
            Lang::En => &EN,
        };
        let word = words.name(at);
        let mut face = Face {
            word: word.hash,
            shape: shape(raw, token.kind),
            may_begin: token.capital || token.kind == Kind::Number,
            glued: token.glued,
            ..NOBODY
        };
        if token.kind != Kind::Word {
            return face;
        }
        face.path = clusters.path(raw);
        if face.path == 0 && token.capital {
            face.path = tail_path(raw, clusters);
        }
        face.small_path = if token.capital { clusters.path(words.folded(at)) } else { face.path };
        let bytes = word.text().as_bytes();
        let mut hash = EMPTY;
        for (at, &byte) in bytes.iter().take(4).enumerate() {
            hash = step(hash, byte);
            if at > 0 {
                face.starts[at - 1] = hash;
            }
        }
        hash = EMPTY;
        for (at, &byte) in bytes.iter().rev().take(5).enumerate() {
            hash = step(hash, byte);
            if at > 0 {
                face.ends[at - 1] = hash;
            }
        }
        let people = People::of(words.lang);
        if !token.capital {
            let particle = people.is(word, "particle") || people.is(word, "inner");
            let adjective = words.lang == Lang::De && word.text().ends_with(['e', 'n', 'r', 's', 'm']);
            let verb = matches!(words.grammar(at), Some(Grammar::Verb | Grammar::Reported));
            face.may_go_on = [particle, particle || !verb && (adjective || words.grammar(at).is_some())];
        }
        let classes = ["particle", "inner", "title", "suffix", "company", "school", "never", "place", "prefix"];
        let given = match people.given(word) {
            None => 0,
            Some(false) => 1,
            Some(true) => 2,
        };
        face.lists = given | u64::from(people.is_role(word)) << 2;
        for (bit, class) in classes.iter().enumerate() {
            face.lists |= u64::from(people.is(word, class)) << (3 + bit);
        }
        face.lists |= words.grammar(at).map_or(0, |class| (class as u64 + 1) << 16);
        face
    }
}

/// The path of what a word ends in: the head of a compound tells its class, and a genitive is the name with an `s`.
fn tail_path(word: &str, clusters: &Clusters<'_>) -> u32 {
    if let Some(stem) = word.strip_suffix('s') {
        let path = clusters.path(stem);
        if path != 0 {
            return path;
        }
    }
    let starts = word.char_indices().skip(3).map(|(at, _)| at);
    for at in starts.filter(|at| word.len() - at >= 4) {
        let mut head: String = String::new();
        let mut chars = word[at..].chars();
        head.extend(chars.next().into_iter().flat_map(char::to_uppercase));
        head.push_str(chars.as_str());
        let path = clusters.path(&head);
        if path != 0 {
            return path | 1 << 20;
        }
    }
    0
}

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
