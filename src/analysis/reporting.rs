//! Reporting clauses: the cue that says that something is said, who says it, and the stretches of the sentence that are
//! said. A sentence may hold several. What they amount to as quotations is for [`super::quotations`].

use std::ops::Range;

use super::phrases::Phrases;
use super::quotes::{self, Quoted};
use super::speakers::Speakers;
use super::words::Words;
use crate::lang::Lang;
use crate::lang::grammar::Grammar;

/// So far behind its verb the clause that is told may begin, in tokens.
pub(super) const REACH: usize = 30;

/// How a reporting clause stands to what it reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A preposition: the rest of the sentence is told.
    Source,
    /// `wie X mitteilte`, `so X`: what stands around it is told.
    Mirror,
    /// A name behind direct speech and a dash.
    Signed,
    /// A verb with what it tells before or behind it.
    Verb(&'static str),
}

/// A cue with its speaker.
#[derive(Clone, Debug)]
pub(super) struct Core {
    pub(super) cue: Range<usize>,
    pub(super) speaker: Option<Range<usize>>,
    /// Cue, speaker and whatever stands between.
    pub(super) hull: Range<usize>,
    pub(super) shape: Shape,
    /// It stands in a subordinate clause, which tells nothing of what stands before it.
    pub(super) inner: bool,
}

impl Core {
    pub(super) fn new(cue: Range<usize>, hull: Range<usize>, speaker: Range<usize>, shape: Shape) -> Self {
        Self { cue, speaker: Some(speaker), hull, shape, inner: false }
    }
}

/// A verb form that gives somebody's words.
pub(super) struct Verb {
    pub(super) at: usize,
    /// What follows it.
    pub(super) class: &'static str,
    /// Where its particle stands.
    particle: Option<usize>,
}

impl Verb {
    /// Behind the verb and its particle.
    pub(super) fn end(&self) -> usize {
        self.particle.unwrap_or(self.at) + 1
    }
}

/// A reporting clause and what it reports; ranges are tokens of the paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub cue: Range<usize>,
    pub speaker: Option<Range<usize>>,
    /// The stretches that are told, with their quotation marks; none where the clause only tells that somebody spoke.
    pub parts: Vec<Range<usize>>,
    /// It ends in a colon, with nothing behind.
    pub leads_in: bool,
    /// It tells whence the words come (`laut`), not that somebody says them.
    pub from: bool,
}

/// The reporting clauses of a sentence, in order.
pub fn reports(words: &Words, sentence: &Range<usize>, quotes: &[Quoted]) -> Vec<Report> {
    let phrases = Phrases { words, sentence: sentence.clone(), quotes };
    let reader = Reader { words, quotes, sentence: sentence.clone(), speakers: Speakers { words, phrases: &phrases } };
    let cores = reader.cores();
    cores
        .iter()
        .enumerate()
        .map(|(at, core)| reader.report(core, at.checked_sub(1).map(|a| &cores[a]), cores.get(at + 1)))
        .collect()
}

pub(super) struct Reader<'a> {
    pub(super) words: &'a Words,
    pub(super) quotes: &'a [Quoted],
    pub(super) sentence: Range<usize>,
    pub(super) speakers: Speakers<'a>,
}

impl Reader<'_> {
    pub(super) fn is(&self, at: usize, kind: &'static str) -> bool {
        at < self.sentence.end && self.speakers.is(at, kind)
    }

    fn cores(&self) -> Vec<Core> {
        let mut cores: Vec<Core> = Vec::new();
        let mut at = self.sentence.start;
        while at < self.sentence.end {
            if let Some(quote) = quotes::around(self.quotes, at).filter(|quote| quote.tokens.len() > 3) {
                at = quote.tokens.end;
                continue;
            }
            let word = self.words.is_word(at);
            let core = if word { self.core(at, cores.last()) } else { self.signed(at) };
            at = core.as_ref().map_or(at, |core| core.cue.end - 1) + 1;
            cores.extend(core);
        }
        cores
    }

    fn core(&self, at: usize, last: Option<&Core>) -> Option<Core> {
        let (lists, held) = (self.words.lists, self.words.held(at));
        let may_tell = lists.clauses.may_hold(held) || lists.sayings.may_hold(held) || lists.reports.may_hold(held);
        if !may_tell && at > self.sentence.start {
            return None;
        }
        self.source(at).or_else(|| self.verb(at, last)).or_else(|| self.label(at))
    }

    /// `Feld: Wir bauen`: an English headline or transcript names the speaker before a colon. German nouns have capitals,
    /// too, and a colon behind them tells a matter as often as a speaker.
    fn label(&self, at: usize) -> Option<Core> {
        let words = self.words;
        if words.lang != Lang::En || at != self.sentence.start || at > 1 {
            return None;
        }
        let colon = (at + 1..self.sentence.end).take(5).find(|&t| !words.is_capital(t) && words.raw(t) != ".")?;
        let speaker = at..colon;
        let named = words.raw(colon) == ":" && speaker.clone().any(|t| self.speakers.noun(t));
        named.then(|| Core::new(colon..colon + 1, at..colon + 1, speaker, Shape::Source))
    }

    /// `“We build.” — Mira Feld`: a name behind direct speech and a dash.
    fn signed(&self, at: usize) -> Option<Core> {
        let words = self.words;
        let dash = matches!(words.raw(at), "―" | "—" | "–" | "-") && !words.joins(at) && at > 0;
        let closes =
            dash && quotes::around(self.quotes, at.checked_sub(3)?).is_some_and(|quote| quote.whole().end == at);
        let speaker = closes.then(|| self.speakers.after(at + 1)).flatten();
        let ends = |p: &Range<usize>| p.end + 1 >= self.sentence.end || quotes::opening(self.quotes, p.end).is_some();
        let speaker = speaker.filter(ends)?;
        Some(Core::new(at..at + 1, at..speaker.end, speaker, Shape::Signed))
    }

    /// `laut X`, `nach Angaben von X`, `X zufolge`, `according to X`, `, so X`.
    fn source(&self, at: usize) -> Option<Core> {
        let words = self.words;
        // at the start of an English sentence what follows the comma may be its subject
        let bare = words.lang == Lang::En && at == self.sentence.start;
        let phrase = |at: usize| if bare { self.speakers.phrase(at) } else { self.speakers.after(at) };
        let found = |cue: Range<usize>, speaker: Range<usize>| {
            let hull = cue.start.min(speaker.start)..cue.end.max(speaker.end);
            Some(Core::new(cue, hull, speaker, Shape::Source))
        };
        match words.phrase(&words.lists.clauses, at) {
            Some((len, "before")) => found(at..at + len, phrase(at + len)?),
            Some((1, "after")) => found(at..at + 1, self.speakers.phrases.before(at)?),
            Some(_) if self.is(at, "told") => {
                let behind = phrase(at + 1).filter(|p| p.clone().any(|t| self.tells(t)));
                let ahead = || self.source_ahead(at);
                found(at..at + 1, behind.or_else(ahead)?)
            }
            _ if words.lang == Lang::De && words.folded(at) == "so" && self.breaks(at) => {
                let named =
                    |p: &Range<usize>| words.is_capital(p.start) || words.grammar(p.start) == Some(Grammar::Article);
                let speaker = self.speakers.after(at + 1).filter(named)?;
                Some(Core::new(at..at + 1, at..speaker.end, speaker, Shape::Mirror))
            }
            _ => None,
        }
    }

    /// `seiner Meinung nach`: the source before its preposition, which ends the phrase.
    fn source_ahead(&self, at: usize) -> Option<Range<usize>> {
        let told = at.checked_sub(1).filter(|&t| t > self.sentence.start && self.tells(t))?;
        let start = told - usize::from(matches!(self.words.grammar(told - 1), Some(Grammar::Article)));
        (start < told).then_some(start..told + 1)
    }

    /// A noun that tells of a source: `Angaben`, `Bericht`.
    fn tells(&self, at: usize) -> bool {
        let words = self.words;
        let noun =
            |word: &str| words.lists.sources.has_tail(word, "noun") || words.lists.clauses.has_tail(word, "noun");
        words.is_capital(at) && noun(words.folded(at))
    }

    /// Whether a clause begins at a token, behind a comma, a dash or direct speech.
    pub(super) fn breaks(&self, at: usize) -> bool {
        at > self.sentence.start
            && matches!(
                self.words.raw(at - 1),
                "," | "–"
                    | "—"
                    | "―"
                    | "“"
                    | "”"
                    | "\""
                    | "»"
                    | "«"
                    | "'"
                    | "’"
                    | "‘"
                    | ";"
                    | "?"
                    | "!"
                    | "‹"
                    | "›"
            )
            && !self.words.joins(at - 1)
    }

    /// What a verb form tells, and the particle it stands with.
    fn sense(&self, at: usize) -> Option<(&'static str, Option<usize>)> {
        let (words, lists, form) = (self.words, self.words.lists, self.words.word(at));
        if !lists.reports.may_hold(form.held) && !lists.sayings.may_hold(form.held) {
            return None;
        }
        let first = at == self.sentence.start;
        if words.is_capital(at) && !first
            || words.grammar(at) == Some(Grammar::Verb)
            || matches!(words.before(at, 1), "zu" | "to")
        {
            return None;
        }
        let senses = lists.reports.all(form).chain(lists.sayings.all(form));
        let found = senses.filter_map(|&(class, particle)| match particle {
            "" => Some((class, None)),
            _ if form.text().starts_with(particle) => Some((class, None)),
            _ => Some((class, Some(self.particle(at, particle)?))),
        });
        found.min_by_key(|(_, particle)| particle.is_none())
    }

    /// Where the particle of a separable verb stands: at the end of its clause.
    fn particle(&self, at: usize, particle: &str) -> Option<usize> {
        let words = self.words;
        let ends = |at: usize| {
            !words.is_word(at + 1)
                || at + 1 >= self.sentence.end
                || self.is(at + 1, "turn")
                || self.is(at + 1, "complement")
        };
        (at + 1..self.sentence.end).take(REACH).find(|&t| words.folded(t) == particle && ends(t))
    }

    fn verb(&self, at: usize, last: Option<&Core>) -> Option<Core> {
        let (class, particle) = self.sense(at)?;
        let verb = Verb { at, class, particle };
        match self.words.lang {
            Lang::De => self.german(verb, last),
            Lang::En => self.english(verb, last),
        }
    }

    pub(super) fn timely(&self, at: usize) -> bool {
        matches!(self.words.lists.times.get(self.words.word(at)), Some(("weekday" | "day" | "ref" | "part", _)))
    }
}
