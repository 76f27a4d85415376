//! What tells a name: the word and its neighbours, their spelling, ends and classes, and what the lists say of them. Each
//! clue is a number; what it weighs is for [`super::weights`].

use std::ops::Range;

use crate::analysis::tokens::Kind;
use crate::analysis::words::Words;
use crate::lang::Lang;
use crate::lang::clusters::Clusters;
use crate::lang::filter::{EMPTY, step};
use crate::lang::people::People;

static DE: Clusters<'static> = Clusters::over(include_bytes!(concat!(env!("OUT_DIR"), "/clusters-de")));
static EN: Clusters<'static> = Clusters::over(include_bytes!(concat!(env!("OUT_DIR"), "/clusters-en")));

/// The tokens of a sentence, looked at once.
pub struct Clues {
    faces: Vec<Face>,
}

/// One token.
#[derive(Clone, Copy, Default)]
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
    capital: bool,
    kind: u8,
    glued: bool,
}

impl Clues {
    /// Looks at the tokens of a sentence.
    pub fn new(words: &Words, sentence: Range<usize>) -> Self {
        Self { faces: sentence.map(|at| Face::of(words, at)).collect() }
    }

    /// How many tokens there are.
    pub fn len(&self) -> usize {
        self.faces.len()
    }

    /// Whether a token may be a part of a name; `false` is certain.
    pub fn may_be_name(&self, at: usize) -> bool {
        let capital = |at: usize| self.faces.get(at).is_some_and(|face| face.capital);
        capital(at) || self.faces[at].kind == 1 && capital(at + 1) || (at.saturating_sub(3)..at).any(capital)
    }

    /// Whether a name may begin at a token.
    pub fn may_begin(&self, at: usize) -> bool {
        self.faces[at].capital || self.faces[at].kind == 1
    }

    /// Calls `clue` for each clue of a token.
    pub fn each(&self, at: usize, mut clue: impl FnMut(u64)) {
        let face = |offset: isize| -> Face {
            at.checked_add_signed(offset).and_then(|at| self.faces.get(at)).copied().unwrap_or_default()
        };
        let here = face(0);
        let (before, behind) = (face(-1), face(1));
        let (before2, behind2) = (face(-2), face(2));
        let mut number = 0_u64;
        let mut add = |value: u64| {
            number += 1;
            clue(mix(number, value));
        };
        add(1);
        for face in [here, before, behind, before2, behind2] {
            add(face.word);
            add(face.shape);
            add(u64::from(face.path));
            add(u64::from(face.path & 0x3f));
        }
        for face in [here, before, behind] {
            add(u64::from(face.path & 0xf));
            add(u64::from(face.path & 0x3ff));
            add(face.lists);
        }
        for hash in here.starts.into_iter().chain(here.ends) {
            add(hash);
        }
        add(before.ends[2]);
        add(behind.ends[2]);
        add(u64::from(here.small_path));
        add(u64::from(here.small_path & 0x3f));
        add(mix(before.word, here.word));
        add(mix(here.word, behind.word));
        add(mix(before.word, behind.word));
        add(mix(before.shape, here.shape));
        add(mix(here.shape, behind.shape));
        add(mix(mix(before.shape, here.shape), behind.shape));
        add(mix(u64::from(before.path), u64::from(here.path)));
        add(mix(u64::from(here.path), u64::from(behind.path)));
        add(mix(u64::from(before.path), u64::from(behind.path)));
        add(mix(before.word, u64::from(here.path)));
        add(mix(u64::from(here.path), behind.word));
        add(mix(before.word, here.shape));
        add(mix(behind.word, here.shape));
        add(mix(before.lists, here.lists));
        add(mix(here.lists, behind.lists));
        add(mix(here.lists, here.shape));
        add(mix(before.word, here.ends[2]));
        add(mix(u64::from(before2.path), u64::from(before.path)));
        add(mix(u64::from(behind.path), u64::from(behind2.path)));
        let start = at == 0 || (0..at).all(|at| self.faces[at].kind == 2);
        add(mix(u64::from(start), here.shape));
        add(mix(u64::from(start), u64::from(here.small_path != 0)));
        let glue = u64::from(here.glued) | u64::from(behind.glued) << 1;
        add(mix(glue, mix(before.shape, behind.shape)));
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
        let folded = words.name(at).text();
        let bytes = folded.as_bytes();
        let mut face = Self {
            word: hash(bytes),
            shape: shape(raw, token.kind),
            capital: token.capital,
            kind: match token.kind {
                Kind::Word => 3,
                Kind::Number => 1,
                Kind::Mark => 2,
            },
            glued: token.glued,
            ..Self::default()
        };
        if token.kind != Kind::Word {
            return face;
        }
        face.path = clusters.path(raw);
        if face.path == 0 && token.capital {
            face.path = tail_path(raw, clusters);
        }
        face.small_path = if token.capital { clusters.path(&raw.to_lowercase()) } else { face.path };
        for (length, slot) in (2..).zip(&mut face.starts) {
            *slot = folded.char_indices().nth(length).map_or(0, |(end, _)| hash(&bytes[..end]));
        }
        for (length, slot) in (1..).zip(&mut face.ends) {
            *slot = folded.char_indices().nth_back(length).map_or(0, |(start, _)| hash(&bytes[start..]));
        }
        let people = People::of(words.lang);
        let word = words.name(at);
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
        return hash(raw.as_bytes());
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

fn hash(bytes: &[u8]) -> u64 {
    crate::lang::filter::hash(bytes.iter().copied())
}

/// One number out of two.
fn mix(one: u64, other: u64) -> u64 {
    let product = (one ^ 0x9e37_79b9_7f4a_7c15).wrapping_mul(0xff51_afd7_ed55_8ccd) ^ other;
    let product = (product ^ product >> 29).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    product ^ product >> 32
}
