//! Functions in a paragraph: those that stand beside a name (`US-Aussenminister Antony Blinken`), and those that may stand
//! for somebody (`der Aussenminister`). Each is taken apart into its noun, whose function it is, and what else is said of
//! it. Whom one means is for [`super::antecedents`].

use std::ops::Range;
use std::sync::Arc;

use super::mentions::{Candidate, Found};
use super::names::{Form, MentionType, Names};
use super::phrases::is_adjective;
use super::times::Expression;
use super::tokens::tokens;
use super::words::Words;
use crate::lang::Lang;
use crate::lang::folding::fold_name;
use crate::lang::grammar::Grammar;
use crate::lang::lists::ADJECTIVE;
use crate::lang::people::{Function, People, Whose};
use crate::text::Span;

/// A function, as the text names it. Positions count from the start of the paragraph.
#[derive(Clone, Debug)]
pub struct Role {
    /// From the first attribute to the noun.
    pub span: Span,
    /// The noun without its case ending, in English with the small words before it: `aussenminister`, `foreign minister`.
    pub noun: String,
    /// Where in it the last part begins that is a function by itself.
    pub head: usize,
    /// All words of the span, as the lists of offices have them.
    pub words: String,
    /// Of which state or body it is, by its cluster.
    pub of: Option<Arc<str>>,
    /// What else tells it from others: stems of attributes and genitives.
    pub marks: Vec<String>,
    /// Attributes that make another function of it: `stellvertretend`, `former`.
    pub turned: Vec<String>,
    /// What stands behind it and may tell only where something happened.
    pub beside: Vec<String>,
    pub woman: Option<bool>,
    /// Among the candidates of the paragraph, the one beside whose name it stands.
    pub bearer: Option<usize>,
    pub standing: Standing,
    /// It hangs on another noun: `die Pläne des Ministers`.
    pub genitive: bool,
    /// The year that its sentence names.
    pub year: Option<i16>,
}

impl Role {
    /// Whether more is said of it than of what it is.
    pub fn is_marked(&self) -> bool {
        !self.marks.is_empty() || !self.turned.is_empty()
    }

    /// The noun and its last part, both as they are in `ein Vorsitzender` and `der Vorsitzende`.
    pub fn stems(&self) -> [&str; 2] {
        [&*self.noun, &self.noun[self.head..]].map(|noun| noun.trim_end_matches('r'))
    }

    /// Whether it may be another one once more, which says as much of itself or more: one of the other's stems must be the
    /// first of its own.
    pub fn fits(&self, other: &Self) -> bool {
        let told = |mark: &String| other.marks.contains(mark) || other.beside.contains(mark);
        (self.of.is_none() || self.of == other.of)
            && (self.woman.is_none() || other.woman.is_none() || self.woman == other.woman)
            && self.turned == other.turned
            && self.marks.iter().chain(&self.beside).all(told)
    }

    /// Whether it says just what another says.
    pub fn is_like(&self, other: &Self) -> bool {
        self.of == other.of
            && self.woman == other.woman
            && self.turned == other.turned
            && self.marks == other.marks
            && self.beside == other.beside
    }
}

/// In which way a function stands in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// One, who must be known by now: `der Minister`.
    Definite,
    /// Somebody whom the text does not name: `ein Minister`, `ihr Minister`.
    Other,
    /// Without any article: `Minister`.
    Bare,
}

/// So many words before a noun are looked at, and so many behind it.
const BEFORE: usize = 5;
const BEHIND: usize = 8;

/// Of a word that distinguishes one function from another, so many letters count.
const STEM: usize = 6;

/// The functions of a paragraph, in order.
pub fn in_paragraph(words: &Words, found: &Found, times: &[Expression], names: &dyn Names) -> Vec<Role> {
    let reader = Reader { words, people: People::of(words.lang), found, times, names };
    let mut roles: Vec<Role> = Vec::new();
    let mut borne = vec![false; found.candidates.len()];
    for at in 0..words.len() {
        if let Some(function) = reader.function(at).filter(|_| !reader.is_post(at)) {
            let bearer = reader.bearer(at).filter(|&it| !std::mem::replace(&mut borne[it], true));
            roles.push(reader.read(at, function, bearer));
        }
    }
    roles
}

struct Reader<'w> {
    words: &'w Words,
    people: &'static People,
    found: &'w Found,
    times: &'w [Expression],
    names: &'w dyn Names,
}

impl<'w> Reader<'w> {
    /// The function whose noun stands at a token: the last of a row of them, the last part of a compound, no part of a name.
    fn function(&self, at: usize) -> Option<Function<'w>> {
        let words = self.words;
        if !(words.is_word(at) && (words.is_capital(at) || words.lang == Lang::En)) {
            return None;
        }
        let function = self.people.function(words.name(at)).filter(|_| !words.joins(at + 1))?;
        let goes_on = words.lang == Lang::En && self.people.is_role(words.name(at + 1));
        (!goes_on && self.named_at(at).is_none()).then_some(function)
    }

    /// The name that covers a token.
    fn named_at(&self, at: usize) -> Option<&'w Candidate> {
        let span = self.words.tokens[at].span;
        let behind = self.found.candidates.partition_point(|named| named.span.end <= span.start);
        self.found.candidates.get(behind).filter(|named| named.span.start < span.end)
    }

    /// Beside whose name a function stands.
    fn bearer(&self, at: usize) -> Option<usize> {
        let covers = |role: Span| role.covers(self.words.tokens[at].span);
        let bears = |named: &Candidate| named.person.as_ref().and_then(|person| person.role).is_some_and(covers);
        self.found.candidates.iter().position(bears)
    }

    fn read(&self, at: usize, function: Function<'_>, bearer: Option<usize>) -> Role {
        let words = self.words;
        let beside = bearer.and_then(|it| self.found.candidates[it].person.as_ref()?.role);
        let beside = beside.map(|role| words.tokens_of(role));
        let noun = words.part_start(at);
        let start = beside.as_ref().map_or_else(|| self.start(noun), |role| role.start.min(noun));
        let end = at + 1 + self.small_genitive(at);
        let mut role = Role {
            span: words.span(start..end),
            noun: function.noun.to_owned(),
            head: if self.turns(&function.noun[..function.head]) { 0 } else { function.head },
            words: join(words, start..at, function.noun),
            of: None,
            marks: vec![],
            turned: vec![],
            beside: vec![],
            woman: self.is_woman(start, function),
            bearer,
            standing: self.standing(start, at, function),
            genitive: self.is_genitive(start),
            year: self.year(at),
        };
        self.before(start..at, &mut role);
        if words.lang == Lang::En {
            self.english_noun(start, at..end, &mut role);
        }
        let named_behind = match beside {
            Some(beside) => self.behind(end..beside.end.max(end), &mut role),
            None => self.behind(end..self.phrase_end(end), &mut role),
        };
        if named_behind && bearer.is_none() {
            role.standing = Standing::Other;
        }
        if let Some(Whose::Of(state)) = self.people.offices(&role.words).map(|offices| offices.whose) {
            role.of = role.of.or_else(|| self.state(state));
        }
        role
    }

    /// Where the attributes begin before a noun.
    fn start(&self, noun: usize) -> usize {
        let words = self.words;
        let attribute = |at: usize| match words.lang {
            Lang::De => is_adjective(words, at),
            Lang::En => {
                let plain = words.grammar(at).is_none() && words.lists.sayings.get(words.word(at)).is_none();
                words.joins(at) || words.is_word(at) && plain
            }
        };
        let mut first = noun;
        while let Some(before) = first.checked_sub(1).filter(|_| noun - first < BEFORE) {
            match self.named_at(before).filter(|named| has_offices(named)) {
                Some(named) if !words.joins(first) => first = words.tokens_of(named.span).start,
                None if attribute(before) && self.named_at(before).is_none() => first = before,
                _ => break,
            }
        }
        first
    }

    /// How many tokens of `of state` follow.
    fn small_genitive(&self, at: usize) -> usize {
        let words = self.words;
        let plain = words.is_word(at + 2) && !words.is_capital(at + 2) && words.grammar(at + 2).is_none();
        if words.lang == Lang::En && words.folded(at + 1) == "of" && plain { 2 } else { 0 }
    }

    /// What stands before the noun: whose function it is, and what else is said.
    fn before(&self, tokens: Range<usize>, role: &mut Role) {
        for at in tokens {
            match self.named_at(at).filter(|named| has_offices(named)) {
                Some(named) if role.of.as_ref().is_none_or(|of| *of == named.cluster) => {
                    role.of = Some(named.cluster.clone());
                }
                _ if self.words.lang == Lang::De => self.mark(at, role),
                _ => {}
            }
        }
    }

    /// Takes in an attribute.
    fn mark(&self, at: usize, role: &mut Role) {
        let turns = self.turns(bare(self.words, at));
        if is_content(self.words, at) {
            if turns { &mut role.turned } else { &mut role.marks }.push(stem(self.words, at));
        }
    }

    /// Whether a word before a function makes another one of it.
    fn turns(&self, word: &str) -> bool {
        self.people.is(word, "turning")
    }

    /// An English noun has all words behind the name of whose it is; what stands before that name are attributes.
    fn english_noun(&self, start: usize, noun: Range<usize>, role: &mut Role) {
        let words = self.words;
        let named = (start..noun.start).filter_map(|at| self.named_at(at)).rfind(|named| has_offices(named));
        let first = named.map_or(start, |named| words.tokens_of(named.span).end);
        for at in (start..first).filter(|&at| self.named_at(at).is_none()) {
            self.mark(at, role);
        }
        let turned = (first..noun.start).filter(|&at| self.turns(words.name(at).text()));
        role.turned.extend(turned.map(|at| stem(words, at)));
        role.noun = join(words, first..noun.end - 1, words.name(noun.end - 1).text());
        let tail = join(words, noun.start..noun.end - 1, words.name(noun.end - 1).text());
        role.head = role.noun.len() - tail.len();
        role.words = join(words, start..noun.end - 1, words.name(noun.end - 1).text());
    }

    /// What stands behind the noun, as far as it tells whose it is. `true` where that is a name of somebody, who bears the function.
    fn behind(&self, tokens: Range<usize>, role: &mut Role) -> bool {
        let words = self.words;
        let (mut places, mut whose) = (false, false);
        for at in tokens.clone() {
            let named = self.named_at(at);
            if at == tokens.start && named.is_none_or(|named| !has_offices(named)) && words.is_capital(at) {
                return true;
            }
            match words.grammar(at) {
                Some(Grammar::Preposition) => places = !is_genitive(words, at),
                Some(_) => {}
                // `of Russia said`: nothing behind belongs to it
                None if whose && named.is_none() => break,
                None if !places && role.of.is_none() && role.marks.is_empty() && named.is_some_and(has_offices) => {
                    role.of = named.map(|named| named.cluster.clone());
                    whose = named.is_some_and(|named| named.form != Form::Adjective);
                }
                None if named.is_some_and(|named| role.of.as_ref() == Some(&named.cluster)) => {}
                None if !is_content(words, at) || words.lists.times.get(words.word(at)).is_some() => {}
                None if places => role.beside.push(stem(words, at)),
                None => role.marks.push(stem(words, at)),
            }
        }
        false
    }

    /// Where the phrase ends that hangs on a noun: genitives, and what prepositions add.
    fn phrase_end(&self, behind: usize) -> usize {
        let words = self.words;
        let leads = |at: usize| matches!(words.grammar(at), Some(Grammar::Article | Grammar::Preposition));
        if !words.is_capital(behind) && !leads(behind) {
            return behind;
        }
        let goes_on = |&at: &usize| {
            let noun = words.is_word(at) && (words.is_capital(at) || is_adjective(words, at));
            let plain = words.lang == Lang::En && words.is_word(at) && words.grammar(at).is_none();
            leads(at) || noun || plain || words.joins(at) || self.named_at(at).is_some()
        };
        let end = words.sentence(behind).end.min(behind + BEHIND);
        (behind..end).find(|at| !goes_on(at)).unwrap_or(end)
    }

    /// Whether an article before a token stands in the genitive, behind a noun.
    fn is_genitive(&self, start: usize) -> bool {
        let words = self.words;
        let Some(before) = start.checked_sub(2) else { return false };
        match words.lang {
            Lang::De => matches!(words.folded(start - 1), "des" | "der") && words.is_capital(before),
            Lang::En => words.folded(before) == "of",
        }
    }

    /// Whether an office is meant and nobody who holds it: `das Amt des Ministers`, `she is the king`.
    fn is_post(&self, noun: usize) -> bool {
        let words = self.words;
        let start = self.start(words.part_start(noun));
        let genitive = usize::from(self.is_genitive(start) && words.lang == Lang::En);
        let is = |at: usize, class| self.people.is(words.word(at), class);
        let before = start.checked_sub(2 + genitive).filter(|_| words.grammar(start - 1) == Some(Grammar::Article));
        before.is_some_and(|before| is(before, "post") || words.lang == Lang::En && is(before, "being"))
    }

    fn is_woman(&self, start: usize, function: Function<'_>) -> Option<bool> {
        if self.words.lang == Lang::En {
            return None;
        }
        let noun = function.noun;
        if self.declines_like_adjective(noun) {
            let article = self.words.before(start, 1);
            return Some(!noun.ends_with('r') && !matches!(article, "der" | "den" | "dem" | "des" | "beim" | "vom"));
        }
        Some(noun.ends_with("in") || noun.ends_with("frau"))
    }

    /// `Vorsitzender`, `Vorsitzende`: both are in the list.
    fn declines_like_adjective(&self, noun: &str) -> bool {
        match noun.strip_suffix('r') {
            Some(other) => self.people.is_role(other),
            None => noun.ends_with('e') && self.people.is_role(&format!("{noun}r")),
        }
    }

    /// The article before the attributes, and the ending of the noun, tell whether it is one whom one should know.
    fn standing(&self, start: usize, noun: usize, function: Function<'_>) -> Standing {
        let words = self.words;
        let Some(article) = start.checked_sub(1) else { return Standing::Bare };
        let definite = match words.lang {
            Lang::En => words.folded(article) == "the",
            Lang::De => self.agrees(article, function),
        };
        // `die Rede der Minister` may be that of several
        let several = words.lang == Lang::De
            && words.folded(article) == "der"
            && function.noun.ends_with("er")
            && article.checked_sub(1).is_some_and(|before| words.is_capital(before) && is_content(words, before));
        match words.grammar(article) {
            _ if definite && !several && !words.joins(noun + 1) => Standing::Definite,
            Some(Grammar::Article) => Standing::Other,
            _ => Standing::Bare,
        }
    }

    /// Whether a German article and the noun stand in one case of the singular.
    fn agrees(&self, article: usize, Function { noun, ending, .. }: Function<'_>) -> bool {
        let inflected = matches!(ending, "n" | "en");
        let after_preposition = self.words.grammar(article.wrapping_sub(1)) == Some(Grammar::Preposition);
        match self.words.folded(article) {
            "die" => ending.is_empty() && self.is_woman(article + 1, Function { noun, head: 0, ending }) == Some(true),
            "der" => ending.is_empty() && !(self.declines_like_adjective(noun) && noun.ends_with('r')),
            "dem" | "beim" | "vom" => ending.is_empty() || inflected,
            // `unter den Präsidenten`: several
            "den" => ending.is_empty() || inflected && !after_preposition,
            "des" => !ending.is_empty(),
            _ => false,
        }
    }

    /// The year that the sentence of a token names.
    fn year(&self, at: usize) -> Option<i16> {
        let sentence = self.words.sentence(at);
        self.times.iter().filter(|time| sentence.contains(&time.tokens.start)).find_map(Expression::year)
    }

    /// The cluster of a state, by its name.
    fn state(&self, name: &str) -> Option<Arc<str>> {
        let first = fold_name(name.split(' ').next()?);
        let second = name.split(' ').nth(1).map(fold_name).unwrap_or_default();
        self.names.may_begin(&first, true).then_some(())?;
        Some(self.names.longest([&first, &second], name, &tokens(name), self.words.lang)?.entity)
    }
}

/// Whether a name is one of what has offices: a state, a body.
fn has_offices(named: &Candidate) -> bool {
    let kind = matches!(named.kind, MentionType::Place | MentionType::Organisation | MentionType::Group);
    kind && named.form != Form::Short
}

fn is_genitive(words: &Words, preposition: usize) -> bool {
    matches!(words.folded(preposition), "von" | "vom" | "für" | "of" | "for")
}

/// A word that means something by itself.
fn is_content(words: &Words, at: usize) -> bool {
    words.is_word(at) && words.grammar(at).is_none()
}

/// The first letters of a word, without the ending of an adjective.
fn stem(words: &Words, at: usize) -> String {
    bare(words, at).chars().take(STEM).collect()
}

/// A word without the ending of an adjective.
fn bare(words: &Words, at: usize) -> &str {
    let word = words.name(at).text();
    let inflects = words.lang == Lang::De && !words.is_capital(at);
    ADJECTIVE.iter().find_map(|ending| word.strip_suffix(ending)).filter(|_| inflects).unwrap_or(word)
}

/// Folded words with blanks between, the last as it is given.
fn join(words: &Words, tokens: Range<usize>, last: &str) -> String {
    let mut joined = String::new();
    for at in tokens.filter(|&at| words.is_word(at)) {
        joined.extend([words.name(at).text(), " "]);
    }
    joined + last
}
