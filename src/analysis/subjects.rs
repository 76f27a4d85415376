//! Verbs of saying and their subjects: what stands before the verb and behind it, and in which clause, tells who speaks. What
//! is said is for [`super::told`].

use std::ops::Range;

use super::reporting::{Core, Reader, Shape, Verb};
use super::speakers::{VERBS, german_verb};
use crate::lang::grammar::Grammar;

impl Reader<'_> {
    /// The reporting clause of an English verb.
    pub(super) fn english(&self, verb: Verb, last: Option<&Core>) -> Option<Core> {
        let (words, at, start) = (self.words, verb.at, self.sentence.start);
        let helps = |t: usize| {
            let adverb = words.folded(t).ends_with("ly") && words.is_word(t);
            self.is(t, "between") || self.is(t, "auxiliary") || adverb
        };
        let front = (start..at).rev().take_while(|&t| helps(t)).last().unwrap_or(at);
        let participle = words.folded(at).ends_with("ing");
        let passive = !participle && (front..at).any(|t| self.is(t, "passive"));
        if passive || at > start && words.grammar(at - 1) == Some(Grammar::Article) {
            return None;
        }
        let (cue, shape) = (at..at + 1, Shape::Verb(verb.class));
        if let Some(speaker) = self.inverted(at, front).filter(|_| !participle) {
            return Some(Core::new(cue, at..speaker.end, speaker, shape));
        }
        let joined = front > start && self.is(front - 1, "turn") && !self.is(front - 1, "relative");
        if joined || participle && front == at {
            let last = last.and_then(|core| core.speaker.clone());
            let speaker = last.or_else(|| self.speakers.after(start).filter(|p| p.end < at))?;
            return Some(Core::new(cue, front..at + 1, speaker, shape));
        }
        let speaker = self.speakers.before(front)?;
        Some(Core::new(cue, speaker.start..at + 1, speaker, shape))
    }

    /// `“…,” said X`: the speaker behind the verb, where a pause stands before it.
    fn inverted(&self, at: usize, front: usize) -> Option<Range<usize>> {
        let ends =
            |end: usize| !self.words.is_word(end) || self.is(end, "when") || self.is(end, "turn") || self.timely(end);
        let paused = front == at && self.breaks(front) && !self.is(at, "addressee");
        self.speakers.after(at + 1).filter(|p| paused && ends(p.end))
    }

    /// The reporting clause of a German verb. What its clause begins with tells who is the subject.
    pub(super) fn german(&self, verb: Verb, last: Option<&Core>) -> Option<Core> {
        let (at, start) = (verb.at, self.clause_start(verb.at));
        let auxiliary = (start..at).find(|&t| self.is(t, "auxiliary"));
        if verb.class == "hear" {
            return self.hearsay(at, start);
        }
        // of `zitiert werden` the subject is the speaker
        if self.passive(start, at) != (verb.class == "cited") || auxiliary.is_none() && self.modal(start, at) {
            return None;
        }
        match self.is(start, "mirror") && start < at {
            true => self.mirror(&verb, start),
            false if self.is_bound(&verb, start, auxiliary) => self.subordinate(&verb, start),
            false => self.main_clause(&verb, start, auxiliary.unwrap_or(at), last),
        }
    }

    /// `wie X mitteilte`.
    fn mirror(&self, verb: &Verb, start: usize) -> Option<Core> {
        let speaker = self.german_after(start + 1)?;
        Some(Core::new(verb.at..verb.at + 1, start..verb.end().max(speaker.end), speaker, Shape::Mirror))
    }

    /// Whether the verb stands in a subordinate clause.
    fn is_bound(&self, verb: &Verb, start: usize, auxiliary: Option<usize>) -> bool {
        let finite = auxiliary.unwrap_or(verb.at);
        let relative = self.is_relative(start) && (finite == start + 1 || finite == verb.at && verb.at > start + 1);
        let opens = self.words.grammar(start) == Some(Grammar::Subordinator)
            || self.is(start, "subordinate")
            || self.is(start, "turn") && finite > start + 1
            || self.is(start, "complement");
        relative || opens && start < verb.at
    }

    fn is_relative(&self, start: usize) -> bool {
        self.is(start, "relative") && self.breaks(start)
    }

    /// `da sie fürchtete`, `, die angab`: a relative pronoun is itself the speaker.
    fn subordinate(&self, verb: &Verb, start: usize) -> Option<Core> {
        let speaker = match self.is_relative(start) {
            true => start..start + 1,
            false => self.german_after(start + 1).filter(|speaker| speaker.end <= verb.at)?,
        };
        let core = Core::new(verb.at..verb.at + 1, start..verb.end(), speaker, Shape::Verb(verb.class));
        Some(Core { inner: true, ..core })
    }

    /// In a main clause one constituent stands before the finite verb: the subject, or something else, and then the
    /// subject follows.
    fn main_clause(&self, verb: &Verb, start: usize, finite: usize, last: Option<&Core>) -> Option<Core> {
        let turned = self.is(start, "turn") && start < verb.at;
        let front = start + usize::from(turned);
        let times = || self.words.lists.times.get(self.words.word(finite - 1)).is_some();
        let inverted = finite == front || self.adverbial(front) || finite > front && times();
        let before = || self.subject_before(finite).filter(|_| finite == front);
        let apposed = before().filter(|_| !self.finite_in(self.sentence.start..finite));
        let joined = || {
            let last = last.and_then(|core| core.speaker.clone());
            last.or_else(|| self.speakers.phrases.after(self.sentence.start)).filter(|_| turned)
        };
        let speaker = match apposed {
            Some(speaker) => speaker,
            None if inverted => self.german_after(finite + 1).or_else(joined).or_else(before)?,
            None => self.trimmed(front..finite)?,
        };
        let ahead = speaker.end <= finite && (!inverted || finite == front && !turned);
        let first = if ahead { speaker.start } else { front };
        let end = if speaker.start > finite { speaker.end } else { 0 };
        let hull = first..verb.end().max(end).max(finite + 1);
        Some(Core::new(verb.at..verb.at + 1, hull, speaker, Shape::Verb(verb.class)))
    }

    /// A form of `werden` in the clause: nobody is said to say it.
    fn passive(&self, start: usize, at: usize) -> bool {
        let behind = (at + 1..self.sentence.end.min(at + 3)).take_while(|&t| self.words.is_word(t));
        (start..at).chain(behind).any(|t| self.is(t, "passive"))
    }

    /// Whether a stretch may hold a finite verb; an apposition holds none.
    fn finite_in(&self, mut range: Range<usize>) -> bool {
        range.any(|t| self.words.grammar(t).is_some_and(|class| VERBS.contains(&class)) || german_verb(self.words, t))
    }

    /// `wollen … sagen`: an infinitive behind a modal verb tells of no act of saying.
    fn modal(&self, start: usize, at: usize) -> bool {
        let words = self.words;
        let modal =
            |t: usize| matches!(words.grammar(t), Some(Grammar::Verb | Grammar::Should | Grammar::PastSubjunctive));
        words.folded(at).ends_with("en") && ((start..at).any(modal) || modal(at + 1))
    }

    /// `in einer Mitteilung heisst es`, `heisst es bei der Polizei`: the place to ask is the source.
    fn hearsay(&self, at: usize, start: usize) -> Option<Core> {
        let words = self.words;
        let it = (start..self.sentence.end.min(at + 3)).find(|&t| words.folded(t) == "es")?;
        let end = at.max(it) + 1;
        let place = |t: &usize| words.grammar(*t) == Some(Grammar::Preposition);
        let ahead = (start..at).find(place).filter(|_| it > at).and_then(|t| self.speakers.phrases.after(t + 1));
        let behind = || Some(end).filter(place).and_then(|t| self.speakers.phrases.after(t + 1));
        let speaker = ahead.or_else(behind);
        let mirror = self.is(start, "mirror");
        let shape = if mirror { Shape::Mirror } else { Shape::Verb("hear") };
        let first = if mirror { start } else { speaker.as_ref().map_or(at, |s| if s.start < at { start } else { at }) };
        let hull = first..speaker.as_ref().map_or(end, |s| s.end.max(end));
        Some(Core { cue: at..at + 1, hull, speaker, shape, inner: false })
    }

    fn clause_start(&self, at: usize) -> usize {
        let stops = |t: &usize| {
            let pause = matches!(self.words.raw(*t), "," | ";" | ":" | "–" | "—") && !self.words.joins(*t);
            pause || *t > 0 && self.speakers.phrases.quoted(*t - 1) && !self.speakers.phrases.quoted(*t)
        };
        let comma = (self.sentence.start..at).rev().find(stops).map_or(self.sentence.start, |t| t + 1);
        // `und gab an`: a verb joined by a conjunction begins its own clause
        if at > comma + 1 && self.is(at - 1, "turn") { at - 1 } else { comma }
    }

    pub(super) fn adverbial(&self, at: usize) -> bool {
        matches!(self.words.grammar(at), Some(Grammar::Preposition | Grammar::Adverb))
            || self.is(at, "between")
            || self.timely(at)
            || self.is(at, "when")
    }

    /// The subject behind a finite verb, past adverbs and words of time.
    fn german_after(&self, start: usize) -> Option<Range<usize>> {
        let words = self.words;
        let mut at = start;
        for _ in 0..4 {
            let timely = matches!(words.folded(at), "am" | "im") && self.timely(at + 1);
            let step = if timely {
                2
            } else {
                usize::from(self.is(at, "between") || self.timely(at) || words.grammar(at) == Some(Grammar::Adverb))
            };
            if step == 0 {
                break;
            }
            at += step;
        }
        if self.is(at, "personal")
            && !words.is_capital(at + 1)
            && (words.grammar(at) != Some(Grammar::Article) || !words.is_word(at + 1))
        {
            return Some(at..at + 1);
        }
        self.speakers.after(at).filter(|p| self.words.grammar(p.start) != Some(Grammar::Preposition))
    }

    /// `Der Minister, Jan Feld, sagte`: the subject before an apposition in commas.
    fn subject_before(&self, finite: usize) -> Option<Range<usize>> {
        let first = self.sentence.start;
        if finite < first + 2 || self.words.raw(finite - 1) != "," || self.adverbial(first) {
            return None;
        }
        let comma = (first..finite - 1).find(|&t| self.words.raw(t) == ",")?;
        let relative =
            self.is(comma + 1, "relative") && (comma + 2..finite).any(|t| self.words.grammar(t) == Some(Grammar::Verb));
        self.trimmed(first..if relative { comma } else { finite - 1 }).filter(|s| !self.is(s.start, "turn"))
    }

    /// Without adverbs and marks at the end; with a noun or pronoun in it.
    fn trimmed(&self, range: Range<usize>) -> Option<Range<usize>> {
        let mut end = range.end;
        let loose = |t: usize| {
            self.is(t, "between")
                || !self.words.is_word(t) && !matches!(self.words.raw(t), ")" | "“" | "”" | "«" | "»" | "\"")
                || self.words.grammar(t) == Some(Grammar::Adverb)
        };
        while end > range.start && loose(end - 1) {
            end -= 1;
        }
        let alone = range.start + 1 == end;
        let names = |t: usize| {
            self.words.is_capital(t)
                && (alone
                    || !self.is(range.start, "personal")
                    || self.words.grammar(range.start) == Some(Grammar::Article))
                || self.is(t, "personal") && alone
        };
        (range.start < end && (range.start..end).any(names)).then_some(range.start..end)
    }
}
