//! What is named in a paragraph: known names, new ones, and words that may be a name if the article introduces it. Sees
//! one paragraph; who is meant by a name that needs an introduction (`Kim`, `Watling`) is for [`super::namesakes`].
//! Functions in place of a name (`der Kremlchef`) are for [`super::roles`] and [`super::antecedents`]; pronouns are not read.

use std::iter::Peekable;
use std::num::NonZeroU64;
use std::sync::Arc;

use super::abbreviations::{self, Abbreviation};
use super::introductions::{birth_name, introduction};
use super::names::tagger::{self, Tagged};
use super::names::weights::Table;
use super::names::{Form, MentionType, NameMatch, Names, are_alike};
use super::persons::{self, NewName};
use super::rivals::Rivals;
use super::senses::{Sense, known_name, told_name};
use super::words::Words;
use crate::lang::Lang;
use crate::lang::filter;
use crate::lang::folding::{fold_name, fold_name_into};
use crate::lang::people::People;
use crate::text::Span;
use crate::text::kept::hash;

/// What one paragraph names. All spans count bytes from its start.
#[derive(Clone, Debug, Default)]
pub struct Found {
    pub candidates: Vec<Candidate>,
    /// Those that introduce a short name.
    pub in_full: Vec<usize>,
    /// Capitalised words of no known meaning: mentions, where the article introduces somebody of that name.
    pub loose: Vec<Loose>,
    /// What is introduced in brackets.
    pub abbreviations: Vec<Introduced>,
}

/// An abbreviation that the paragraph introduces.
#[derive(Clone, Debug)]
pub struct Introduced {
    pub name: Key,
    /// Among the candidates, what it stands for; `None` for words that name nothing: `künstliche Intelligenz (KI)`.
    pub of: Option<usize>,
}

/// A name. The document pass goes over all of them at each edit, so what few of them have stands apart.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub span: Span,
    pub kind: MentionType,
    pub form: Form,
    pub confidence: f32,
    /// Of the name as it stands; the entity's id, where a page knows it.
    pub cluster: Arc<str>,
    pub known: bool,
    /// Others that a known name may mean.
    pub rivals: Option<Box<Rivals>>,
    pub person: Option<Box<Person>>,
}

/// What there is to say of names that introduce somebody, or need an introduction.
#[derive(Clone, Debug)]
pub struct Person {
    pub name: Keys,
    /// Nothing but the words around call it a name.
    pub guess: bool,
    /// It is such a name, and one word.
    pub lone: bool,
    /// The first word of an organisation, by which the article may go on, too.
    pub head: Option<Keys>,
    /// Its first part, where that may be somebody's name and the rest is none.
    pub part: Option<Part>,
    /// The cluster of the name without an `s` that may be a genitive; only where no page knows it.
    pub stem_cluster: Option<Arc<str>>,
    /// The name by which the article may go on.
    pub short: Option<Keys>,
    /// Where in the text this name stands, if it is a family name or an abbreviation in brackets.
    pub goes_on: Option<Span>,
    /// From the function before to the end of the apposition behind, where this place introduces somebody.
    pub introduction: Option<Span>,
    /// The function that stands beside the name.
    pub role: Option<Span>,
}

/// The first part of a name.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    pub name: Keys,
    pub span: Span,
    /// [`Form::Compound`]: `Kim` of `Kim-Dynastie`, where hyphens tie all of it; [`Form::Short`]: `Vorbachs` of `Vorbachs Plan`.
    pub form: Form,
}

impl Candidate {
    /// Whether it introduces a short name.
    pub fn names_in_full(&self) -> bool {
        let introduces = |person: &Person| {
            person.short.is_some() && !person.lone && person.part.is_none_or(|part| part.form != Form::Compound)
        };
        matches!(self.form, Form::Full | Form::Alias) && self.person.as_deref().is_some_and(introduces)
    }

    /// Whether it is one word that nothing but the words around call a name.
    pub fn is_lone(&self) -> bool {
        self.person.as_ref().is_some_and(|person| person.lone)
    }
}

/// A word that may be a name.
#[derive(Clone, Debug)]
pub struct Loose {
    pub span: Span,
    /// With its case ending.
    pub word: Keys,
    /// First part of a hyphen compound: `Kim-Familie`.
    pub compound: bool,
    /// Written as abbreviations are.
    pub capitals: bool,
    /// A noun, where it is no abbreviation that the article introduces.
    pub noun: bool,
}

/// A folded name, told by 64 bits of hash: that two names of one article share them has a chance of one in billions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key(NonZeroU64);

impl Key {
    fn of(folded: &str) -> Option<Self> {
        NonZeroU64::new(hash(folded)).map(Self)
    }
}

/// A folded name or word, as it stands and without the endings that it has.
#[derive(Clone, Copy, Debug)]
pub struct Keys {
    pub whole: Option<Key>,
    /// Without an `s`.
    pub stem: Option<Key>,
    /// Without an `'s`.
    bare: Option<Key>,
}

impl Keys {
    fn of(folded: &str) -> Self {
        let without = |ending| folded.strip_suffix(ending).and_then(Key::of);
        Self { whole: Key::of(folded), stem: without("s"), bare: without("'s") }
    }

    /// All of them, the longest first.
    pub fn all(&self) -> impl Iterator<Item = Key> + Clone {
        [self.whole, self.stem, self.bare].into_iter().flatten()
    }
}

impl Found {
    /// Whether a name or a part of it stands in a stretch of the paragraph.
    fn names_in(&self, stretch: Span) -> bool {
        let at = self.candidates.partition_point(|name| name.span.end <= stretch.start);
        let names = |name: &&Candidate| name.span.overlaps(stretch) && name.form != Form::Adjective;
        self.candidates[at..].iter().take_while(|name| name.span.start < stretch.end).any(|name| names(&name))
    }

    /// Where names stand, in order; an adjective (`russischer`) names nobody who could be asked.
    pub fn spans(&self) -> impl Iterator<Item = Span> + '_ {
        self.candidates.iter().filter(|candidate| candidate.form != Form::Adjective).map(|candidate| candidate.span)
    }
}

/// The names of a paragraph.
pub fn in_paragraph(words: &Words, names: &dyn Names) -> Found {
    let senses: Vec<(usize, Sense)> = (0..words.len())
        .filter(|&at| may_begin(words, at, names))
        .map(|at| (at, known_name(words, at, names)))
        .filter(|(_, sense)| !matches!(sense, Sense::None))
        .collect();
    let abbreviations = abbreviations::introduced(words);
    let mut tagged = tagger::in_paragraph(words, &votes(&senses), Table::of(words.lang));
    abbreviations::complete(&mut tagged, &abbreviations);
    let (mut senses, mut tagged) = (senses.into_iter().peekable(), tagged.into_iter().peekable());
    let mut found = Found::default();
    let mut at = 0;
    let mut taken = 0;
    while at < words.len() {
        let sense = next_at(&mut senses, at, |(start, _)| *start).map_or(Sense::None, |(_, sense)| sense);
        let tagged = next_at(&mut tagged, at, |name| name.tokens.start);
        // most words are neither capitalised nor what a name begins with
        let untold = matches!(sense, Sense::Untold);
        if matches!(sense, Sense::Told(_)) || tagged.is_some() || words.is_capital(at) && words.is_word(at) {
            let name = name(words, at, sense, tagged, taken, names);
            if let Some((end, candidate)) = name.or_else(|| abbreviation(words, at, &abbreviations, &found)) {
                if candidate.names_in_full() {
                    found.in_full.push(found.candidates.len());
                }
                let born = (candidate.kind == MentionType::Person).then(|| birth_name(words, end)).flatten();
                (at, taken) = (born.unwrap_or(end), end);
                found.candidates.push(candidate);
                continue;
            }
            if words.is_word(at) && words.is_capital(at) {
                loosen(words, at, taken, untold, &mut found.loose);
            }
        }
        at += 1;
    }
    for it in &abbreviations {
        let Some(introduced) = introduced(words, it, &found) else { continue };
        let long = introduced.of.map(|of| &mut found.candidates[of]);
        if let Some((span, person)) = long.and_then(|long| Some((long.span, long.person.as_mut()?))) {
            person.goes_on = Some(words.span(it.short..it.short + 1));
            person.introduction = Some(words.span(it.all.clone()).hull(person.introduction.unwrap_or(span)));
        }
        found.abbreviations.push(introduced);
    }
    found
}

/// An abbreviation that nothing but its words call a name, right behind them.
fn abbreviation(words: &Words, at: usize, all: &[Abbreviation], found: &Found) -> Option<(usize, Candidate)> {
    let it = &all[all.binary_search_by_key(&at, |it| it.short).ok()?];
    let long = &found.candidates[meant(words, it, found)?];
    let candidate = Candidate { span: words.span(at..at + 1), form: Form::Alias, person: None, ..long.clone() };
    Some((at + 1, candidate))
}

/// What an abbreviation stands for, if it is told: a name, or words that are none. Most nouns have a capital, so it takes
/// an adjective or a lone word to tell.
fn introduced(words: &Words, it: &Abbreviation, found: &Found) -> Option<Introduced> {
    let of = meant(words, it, found);
    let long = words.span(it.long.clone());
    let plain = || !words.is_capital(it.long.start) || it.long.len() == 1;
    let told = of.is_some() || plain() && !found.names_in(long);
    let name = Key::of(words.name(it.short).text()).filter(|_| told && words.grammar(it.short).is_none())?;
    Some(Introduced { name, of })
}

/// Among the candidates, the one that an abbreviation stands for: no person, since that is a party or a place of theirs,
/// and no place of one word, since that is the state around it: `Thun (BE)`.
fn meant(words: &Words, it: &Abbreviation, found: &Found) -> Option<usize> {
    let long = words.span(it.long.clone());
    let names = |name: &Candidate| match name.kind {
        MentionType::Person => false,
        MentionType::Place => it.long.len() > 1,
        _ => true,
    };
    let at = found.candidates.partition_point(|name| name.span.end < long.end);
    let covers = |name: &&Candidate| name.span.start <= long.start && name.span.end == long.end && names(name);
    found.candidates.get(at).filter(covers).map(|_| at)
}

/// Whether a known name may begin at a token; `false` is certain.
fn may_begin(words: &Words, at: usize, names: &dyn Names) -> bool {
    // digits are letters here, and marks begin nothing
    words.is_capital(at)
        || words.raw(at).starts_with(char::is_alphanumeric) && names.may_begin(words.name(at).text(), false)
}

/// The known names as votes for the tagger, none inside another. What is an ordinary word too, or a word made of a name,
/// votes for nothing.
fn votes(senses: &[(usize, Sense)]) -> Vec<Tagged> {
    let mut votes: Vec<Tagged> = Vec::with_capacity(senses.len());
    for (at, sense) in senses {
        let Sense::Told(name) = sense else { continue };
        if name.ordinary || name.form == Form::Adjective {
            continue;
        }
        if votes.last().is_none_or(|before| before.tokens.end <= *at) {
            votes.push(Tagged { tokens: *at..at + name.tokens, kind: name.kind });
        }
    }
    votes
}

/// The thing that begins at a token, if there is one; those before are left behind.
fn next_at<T>(things: &mut Peekable<impl Iterator<Item = T>>, at: usize, start: impl Fn(&T) -> usize) -> Option<T> {
    // asked at every token: looking is cheaper than taking out and putting back
    while things.peek().is_some_and(|thing| start(thing) < at) {
        things.next();
    }
    if things.peek().is_some_and(|thing| start(thing) == at) { things.next() } else { None }
}

/// The name that begins at a token, and where it ends: of the known one, the tagged one and what the words beside it call
/// a name, the longest; if they are equally long, the known one.
fn name(
    words: &Words,
    at: usize,
    sense: Sense,
    tagged: Option<Tagged>,
    taken: usize,
    names: &dyn Names,
) -> Option<(usize, Candidate)> {
    let ordinary = matches!(sense, Sense::Ordinary | Sense::Untold);
    let known = if let Sense::Told(name) = sense { Some(name) } else { None };
    let tagged = tagged.filter(|tagged| known.as_ref().is_none_or(|known| may_go_on(words, at, known, tagged, names)));
    let known = known.and_then(|mut name| {
        let end = at + name.tokens;
        let legal = tagged.as_ref().filter(|tagged| tagged.tokens.end > end && name.kind == MentionType::Organisation);
        if let Some(tagged) = legal.filter(|tagged| persons::is_legal_form(words, end..tagged.tokens.end)) {
            name.tokens = tagged.tokens.len();
        }
        self::known(words, at, name, taken)
    });
    let new = Some(at).filter(|&at| words.is_capital(at) && !after_joint(words, at));
    let new = new.and_then(|at| persons::new_name(words, at, names));
    let tagged = tagged.filter(|tagged| !after_joint(words, at) && !persons::speaks_against(words, tagged, ordinary));
    let tagged = tagged.map(|tagged| persons::tagged(words, tagged));
    let new = match (new, tagged) {
        (Some(new), Some(tagged)) => Some(if new.end >= tagged.end { new } else { tagged }),
        (new, tagged) => new.or(tagged),
    };
    let Some(new) = new else { return known };
    match known {
        Some((end, name)) if end >= new.end => Some((end, name)),
        _ => Some((new.end, candidate(words, at, &new, names))),
    }
}

/// Whether a known name may be the beginning of another. Not in `Kims Zug`, a name and what belongs to it; behind a hyphen
/// only a place in a place, as in `Hamburg-Altona`; and not with a household name in it, as in `Nordkorea: Putin`.
fn may_go_on(words: &Words, at: usize, known: &NameMatch, tagged: &Tagged, names: &dyn Names) -> bool {
    let end = at + known.tokens;
    if end >= tagged.tokens.end {
        return true;
    }
    let place = known.kind == MentionType::Place && tagged.kind == MentionType::Place;
    let short = |at| told_name(words, at, names).is_some_and(|name| name.form == Form::Short);
    known.ending == 0
        && (!words.joins(end) || place && are_alike(words, end - 1, end + 1))
        && !(end..tagged.tokens.end).any(short)
}

/// A known name as it stands in its compound; `None` where it is only a part of another word.
fn known(words: &Words, at: usize, name: NameMatch, taken: usize) -> Option<(usize, Candidate)> {
    let end = at + name.tokens;
    let adjective = name.form == Form::Adjective;
    let goes_on = words.joins(end) && !adjective;
    if goes_on && name.ending > 0 {
        return None;
    }
    if after_joint(words, at) && !adjective && !goes_on {
        let prefix = People::of(words.lang).is(words.word(at - 2), "prefix");
        if !prefix && taken + 1 != at {
            return None;
        }
    }
    let names_person = name.kind == MentionType::Person && !goes_on && !adjective;
    let said = if names_person { introduction(words, at, end) } else { None };
    let introduces = matches!(name.form, Form::Full | Form::Alias);
    // the article may introduce it as the abbreviation of something else
    let capitals = name.tokens == 1 && abbreviations::is_abbreviation(words.raw(at));
    let person = Person {
        name: Keys::of(&folded(words, at..end)),
        guess: false,
        lone: false,
        head: None,
        part: None,
        stem_cluster: None,
        short: name.family.map(|family| Keys::of(&fold_name(&family))),
        goes_on: None,
        introduction: said.filter(|_| introduces).map(|said| said.words),
        role: said.and_then(|said| said.role),
    };
    let candidate = Candidate {
        span: words.span(at..end),
        kind: name.kind,
        form: if goes_on { Form::Compound } else { name.form },
        confidence: name.confidence,
        rivals: (!name.rivals.is_empty()).then(|| {
            let nobody = cluster(&bare(folded(words, at..end)), name.kind);
            Box::new(Rivals { all: name.rivals, nobody })
        }),
        cluster: name.entity,
        known: true,
        person: (person.short.is_some() || said.is_some() || capitals).then(|| Box::new(person)),
    };
    Some((end, candidate))
}

fn candidate(words: &Words, at: usize, new: &NewName, names: &dyn Names) -> Candidate {
    // a middle name or initial hides a known name: `Donald J. Trump`
    let ends = [words.tokens[at], words.tokens[new.family]];
    let entity = (new.kind == MentionType::Person && new.family > at && new.family + 1 == new.family_end)
        .then(|| names.longest([at, new.family].map(|at| words.name(at).text()), &words.text, &ends, words.lang))
        .flatten()
        .filter(|name| name.tokens == 2 && name.kind == MentionType::Person)
        .map(|name| name.entity);
    let short = bare(folded(words, new.family..new.family_end));
    let company = new.kind == MentionType::Organisation;
    let name = if new.short || company { short.clone() } else { bare(folded(words, at..new.end)) };
    let lone = new.tagged && new.family == at && new.family + 1 == new.end;
    let of_name = |name: &str| cluster(name, new.kind);
    let compound = words.joins(new.end);
    let said = if compound { None } else { introduction(words, at, new.end) };
    let person = Person {
        name: Keys::of(&name),
        guess: new.tagged,
        lone,
        head: (company && !lone && new.family + 1 < new.family_end).then(|| Keys::of(words.name(at).text())),
        part: new.tagged.then(|| part(words, at, new.end)).flatten(),
        stem_cluster: name.strip_suffix('s').filter(|_| entity.is_none()).map(of_name),
        short: (new.kind != MentionType::Place).then(|| Keys::of(&short)),
        goes_on: (new.kind == MentionType::Person && !new.short).then(|| words.span(new.family..new.family_end)),
        introduction: said.filter(|_| !new.short).map(|said| said.words),
        role: said.and_then(|said| said.role),
    };
    Candidate {
        span: words.span(at..new.end),
        kind: new.kind,
        form: match new.short {
            _ if compound => Form::Compound,
            true => Form::Short,
            false => Form::Full,
        },
        confidence: new.confidence,
        known: entity.is_some(),
        rivals: None,
        cluster: entity.unwrap_or_else(|| of_name(&name)),
        person: Some(Box::new(person)),
    }
}

/// The first part of a name that nothing but the words around call one: of a hyphen compound, or a genitive before a noun.
fn part(words: &Words, at: usize, end: usize) -> Option<Part> {
    let (name, span) = (Keys::of(words.name(at).text()), words.span(at..at + 1));
    if words.joins(at + 1) {
        return (words.part_end(at) >= end).then_some(Part { name, span, form: Form::Compound });
    }
    let given = || People::of(words.lang).given(words.name(at)).is_some();
    let genitive = words.lang == Lang::De && end > at + 1 && name.stem.is_some() && !given();
    genitive.then_some(Part { name: Keys { whole: name.stem, ..name }, span, form: Form::Short })
}

fn bare(name: String) -> String {
    name.strip_suffix("'s").map(str::to_owned).unwrap_or(name)
}

/// Notes a capitalised word, and the run of hyphens that it begins, for the document pass. `untold`: another paragraph may
/// tell what it names.
fn loosen(words: &Words, at: usize, taken: usize, untold: bool, loose: &mut Vec<Loose>) {
    let lone_part = after_joint(words, at) && taken + 1 != at && !words.joins(at + 1);
    // `der Golf` is a noun, and the car's name
    let noun = !untold && persons::reads_as_noun(words, at);
    let capitals = abbreviations::is_abbreviation(words.raw(at));
    if lone_part || noun && !capitals {
        return;
    }
    if words.joins(at + 1) && !after_joint(words, at) && !noun {
        let end = words.part_end(at);
        let word = Keys::of(&folded(words, at..end));
        loose.push(Loose { span: words.span(at..end), word, compound: false, capitals: false, noun });
    }
    let word = Keys::of(words.name(at).text());
    loose.push(Loose { span: words.span(at..at + 1), word, compound: words.joins(at + 1), capitals, noun });
}

/// The tokens folded as names are, with blanks between and hyphens left out.
fn folded(words: &Words, tokens: std::ops::Range<usize>) -> String {
    let mut name = String::with_capacity(words.span(tokens.clone()).len());
    for at in tokens.filter(|&at| !words.joins(at)) {
        if !name.is_empty() {
            name.push(' ');
        }
        fold_name_into(words.raw(at), &mut name);
    }
    name
}

fn after_joint(words: &Words, at: usize) -> bool {
    at > 1 && words.joins(at - 1)
}

/// The cluster of a name that no page knows, however its words are parted.
pub fn nobody(name: &str, kind: MentionType) -> Arc<str> {
    let words: Vec<String> = name.split_whitespace().map(fold_name).collect();
    cluster(&words.join(" "), kind)
}

/// `x:` and a hash of the name and the type: the same in every article and on every machine.
fn cluster(name: &str, kind: MentionType) -> Arc<str> {
    format!("x:{:016x}", filter::hash(name.bytes().chain([b'/']).chain(kind.tag().bytes()))).into()
}
