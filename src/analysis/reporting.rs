//! Reporting clauses: the cue that says that something is said, who says it, and the stretches of the sentence that are
//! said. A sentence may hold several. What they amount to as quotations is for [`super::quotations`].

use std::ops::Range;

use super::phrases::Phrases;
use super::quotes::{self, Quoted};
use super::speakers::{Speakers, VERBS, german_verb};
use super::words::Words;
use crate::lang::Lang;

/// So far behind its verb the clause that is told may begin, in tokens.
const REACH: usize = 30;

/// How a reporting clause stands to what it reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
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
struct Core {
    cue: Range<usize>,
    speaker: Option<Range<usize>>,
    /// Cue, speaker and whatever stands between.
    hull: Range<usize>,
    shape: Shape,
    /// It stands in a subordinate clause, which tells nothing of what stands before it.
    inner: bool,
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
    /// It tells that somebody spoke, and of what, but gives no clause of it.
    pub retold: bool,
}

/// The reporting clauses of a sentence, in order.
pub fn reports(words: &Words, sentence: &Range<usize>, quotes: &[Quoted]) -> Vec<Report> {
    let phrases = Phrases { words, sentence: sentence.clone(), quotes };
    let reader = Reader { words, quotes, sentence: sentence.clone(), speakers: Speakers { words, phrases: &phrases } };
    let cores = reader.cores();
    cores.iter().enumerate().map(|(at, core)| reader.report(core, at.checked_sub(1).map(|a| &cores[a]), cores.get(at + 1))).collect()
}

struct Reader<'a> {
    words: &'a Words,
    quotes: &'a [Quoted],
    sentence: Range<usize>,
    speakers: Speakers<'a>,
}

impl Reader<'_> {
    fn is(&self, at: usize, kind: &'static str) -> bool {
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
        named.then(|| Core { cue: colon..colon + 1, hull: at..colon + 1, speaker: Some(speaker), shape: Shape::Source, inner: false })
    }

    /// `“We build.” — Mira Feld`: a name behind direct speech and a dash.
    fn signed(&self, at: usize) -> Option<Core> {
        let words = self.words;
        let dash = matches!(words.raw(at), "―" | "—" | "–" | "-") && !words.joins(at) && at > 0;
        let closes = dash && quotes::around(self.quotes, at.checked_sub(3)?).is_some_and(|quote| quote.whole().end == at);
        let speaker = closes.then(|| self.speakers.after(at + 1)).flatten();
        let ends = |p: &Range<usize>| p.end + 1 >= self.sentence.end || quotes::opening(self.quotes, p.end).is_some();
        let speaker = speaker.filter(ends)?;
        Some(Core { cue: at..at + 1, hull: at..speaker.end, speaker: Some(speaker), shape: Shape::Signed, inner: false })
    }

    /// `laut X`, `nach Angaben von X`, `X zufolge`, `according to X`, `, so X`.
    fn source(&self, at: usize) -> Option<Core> {
        let words = self.words;
        let phrase = |at: usize| self.speakers.after(at);
        let found = |cue: Range<usize>, speaker: Range<usize>| {
            let hull = cue.start.min(speaker.start)..cue.end.max(speaker.end);
            Some(Core { cue, hull, speaker: Some(speaker), shape: Shape::Source, inner: false })
        };
        match words.lists.clauses.longest(words.from(at)) {
            Some((len, "before")) => found(at..at + len, phrase(at + len)?),
            Some((1, "after")) => found(at..at + 1, self.speakers.phrases.before(at)?),
            Some(_) if self.is(at, "told") => {
                let behind = phrase(at + 1).filter(|p| p.clone().any(|t| self.tells(t)));
                let ahead = || self.source_ahead(at);
                found(at..at + 1, behind.or_else(ahead)?)
            }
            _ if words.lang == Lang::De && words.folded(at) == "so" && self.breaks(at) => {
                let named = |p: &Range<usize>| words.is_capital(p.start) || words.grammar(p.start) == Some("article");
                let speaker = self.speakers.after(at + 1).filter(named)?;
                Some(Core { cue: at..at + 1, hull: at..speaker.end, speaker: Some(speaker), shape: Shape::Mirror, inner: false })
            }
            _ => None,
        }
    }

    /// `seiner Meinung nach`: the source before its preposition, which ends the phrase.
    fn source_ahead(&self, at: usize) -> Option<Range<usize>> {
        let told = at.checked_sub(1).filter(|&t| t > self.sentence.start && self.tells(t))?;
        let start = told - usize::from(matches!(self.words.grammar(told - 1), Some("article")));
        (start < told).then_some(start..told + 1)
    }

    /// A noun that tells of a source: `Angaben`, `Bericht`.
    fn tells(&self, at: usize) -> bool {
        let words = self.words;
        let noun = |word: &str| words.lists.sources.has_tail(word, "noun") || words.lists.clauses.has_tail(word, "noun");
        words.is_capital(at) && noun(words.folded(at))
    }

    /// Whether a clause begins at a token, behind a comma, a dash or direct speech.
    fn breaks(&self, at: usize) -> bool {
        at > self.sentence.start
            && matches!(
                self.words.raw(at - 1),
                "," | "–" | "—" | "―" | "“" | "”" | "\"" | "»" | "«" | "'" | "’" | "‘" | ";" | "?" | "!" | "‹" | "›"
            )
            && !self.words.joins(at - 1)
    }

    /// What a verb form tells, and the particle it stands with.
    fn sense(&self, at: usize) -> Option<(&'static str, Option<usize>)> {
        let (words, form) = (self.words, self.words.folded(at));
        let first = at == self.sentence.start;
        if words.is_capital(at) && !first || words.grammar(at) == Some("verb") || matches!(words.before(at, 1), "zu" | "to") {
            return None;
        }
        let senses = words.lists.reports.all(form).chain(words.lists.sayings.all(form));
        let found = senses.filter_map(|&(class, particle)| match particle {
            "" => Some((class, None)),
            _ if form.starts_with(particle) => Some((class, None)),
            _ => Some((class, Some(self.particle(at, particle)?))),
        });
        found.min_by_key(|(_, particle)| particle.is_none())
    }

    /// Where the particle of a separable verb stands: at the end of its clause.
    fn particle(&self, at: usize, particle: &str) -> Option<usize> {
        let words = self.words;
        let ends = |at: usize| !words.is_word(at + 1) || at + 1 >= self.sentence.end || self.is(at + 1, "turn") || self.is(at + 1, "complement");
        (at + 1..self.sentence.end).take(REACH).find(|&t| words.folded(t) == particle && ends(t))
    }

    fn verb(&self, at: usize, last: Option<&Core>) -> Option<Core> {
        let (class, particle) = self.sense(at)?;
        match self.words.lang {
            Lang::De => self.german(at, class, particle, last),
            Lang::En => self.english(at, class, last),
        }
    }

    fn english(&self, at: usize, class: &'static str, last: Option<&Core>) -> Option<Core> {
        let words = self.words;
        let start = self.sentence.start;
        let cue = at..at + 1;
        let mut front = at;
        while front > start && (self.is(front - 1, "between") || self.is(front - 1, "auxiliary") || words.folded(front - 1).ends_with("ly") && words.is_word(front - 1)) {
            front -= 1;
        }
        let participle = words.folded(at).ends_with("ing");
        let helped = |word: &str| (front..at).any(|t| words.folded(t) == word);
        let passive = !participle && ["is", "are", "was", "were", "be", "been", "being"].iter().any(|word| helped(word));
        if passive || words.grammar(at.wrapping_sub(1)) == Some("article") && at > start {
            return None;
        }
        let shape = Shape::Verb(class);
        if !participle && !self.is(at, "addressee") && front == at && (front == start || self.breaks(front)) {
            let ends = |end: usize| !words.is_word(end) || self.is(end, "when") || self.is(end, "turn") || self.timely(end);
            let named = |p: &Range<usize>| p.start == at + 1 && ends(p.end);
            if let Some(speaker) = self.speakers.after(at + 1).filter(named).filter(|_| front > start) {
                return Some(Core { cue, hull: at..speaker.end, speaker: Some(speaker), shape, inner: false });
            }
        }
        let alone = front == at && participle;
        let joined = front > start && self.is(front - 1, "turn") && !self.is(front - 1, "relative");
        let speaker = if alone || joined {
            last.and_then(|core| core.speaker.clone()).or_else(|| self.speakers.after(start).filter(|p| p.end < at))
        } else {
            self.speakers.before(front)
        }?;
        let hull = if speaker.start < start || alone || joined { front..at + 1 } else { speaker.start..at + 1 };
        Some(Core { cue, hull, speaker: Some(speaker), shape, inner: false })
    }

    fn timely(&self, at: usize) -> bool {
        matches!(self.words.lists.times.get(self.words.folded(at)), Some(("weekday" | "day" | "ref" | "part", _)))
    }

    fn german(&self, at: usize, class: &'static str, particle: Option<usize>, last: Option<&Core>) -> Option<Core> {
        let words = self.words;
        let start = self.clause_start(at);
        let turned = usize::from(self.is(start, "turn") && start < at);
        let auxiliary = (start..at).find(|&t| self.is(t, "auxiliary"));
        if class == "hear" {
            return self.hearsay(at, start);
        }
        let cited = class == "cited";
        if !cited && self.passive(start, at) || cited && !self.passive(start, at) || auxiliary.is_none() && self.modal(start, at) {
            return None;
        }
        let finite = auxiliary.unwrap_or(at);
        let front = start + turned;
        let end = particle.map_or(at, |p| p) + 1;
        let cue = at..at + 1;
        let shape = Shape::Verb(class);
        let mirror = self.is(start, "mirror") && start < at;
        if mirror {
            let speaker = self.german_after(start + 1)?;
            return Some(Core { cue, hull: start..end.max(speaker.end), speaker: Some(speaker), shape: Shape::Mirror, inner: false });
        }
        if self.is(start, "relative") && self.breaks(start) && finite == at && at > start + 1 || self.is(start, "relative") && finite == start + 1 && self.breaks(start) {
            return Some(Core { cue, hull: start..end, speaker: Some(start..start + 1), shape, inner: true });
        }
        let subordinate = words.grammar(start) == Some("subordinator") || self.is(start, "subordinate") || self.is(start, "turn") && finite > start + 1 || self.is(start, "complement");
        if subordinate && start < at {
            let speaker = self.german_after(start + 1).filter(|s| s.end <= at)?;
            return Some(Core { cue, hull: start..end, speaker: Some(speaker), shape, inner: true });
        }
        let times = |t: usize| words.lists.times.get(words.folded(t)).is_some();
        let inverted = finite == front || self.adverbial(front) || finite < at + 1 && times(finite - 1);
        let apposed = || self.subject_before(finite).filter(|_| finite == front && !self.finite_in(self.sentence.start..finite));
        let speaker = if let Some(speaker) = apposed() {
            speaker
        } else if inverted {
            match self.german_after(finite + 1) {
                Some(speaker) => speaker,
                None if turned > 0 => last.and_then(|core| core.speaker.clone()).or_else(|| self.speakers.phrases.after(self.sentence.start))?,
                None => self.subject_before(finite)?,
            }
        } else {
            self.trimmed(front..finite)?
        };
        let within = speaker.start >= self.sentence.start && speaker.end <= finite && !inverted;
        let hull_start = if within || speaker.end <= start && !inverted { speaker.start } else if inverted && finite == front && speaker.end <= finite && turned == 0 { speaker.start } else { front };
        let behind = if speaker.start > finite { speaker.end } else { end };
        Some(Core { cue, hull: hull_start..end.max(behind).max(finite + 1), speaker: Some(speaker), shape, inner: false })
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
        let modal = |t: usize| matches!(words.grammar(t), Some("verb" | "should" | "past-subjunctive"));
        words.folded(at).ends_with("en") && ((start..at).any(modal) || modal(at + 1))
    }

    /// `in einer Mitteilung heisst es`, `heisst es bei der Polizei`: the place to ask is the source.
    fn hearsay(&self, at: usize, start: usize) -> Option<Core> {
        let words = self.words;
        let it = (start..self.sentence.end.min(at + 3)).find(|&t| words.folded(t) == "es")?;
        let end = at.max(it) + 1;
        let place = |t: &usize| words.grammar(*t) == Some("preposition");
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

    fn adverbial(&self, at: usize) -> bool {
        matches!(self.words.grammar(at), Some("preposition" | "adverb")) || self.is(at, "between") || self.timely(at) || self.is(at, "when")
    }

    /// The subject behind a finite verb, past adverbs and words of time.
    fn german_after(&self, start: usize) -> Option<Range<usize>> {
        let words = self.words;
        let mut at = start;
        for _ in 0..4 {
            let timely = matches!(words.folded(at), "am" | "im") && self.timely(at + 1) ;
            let step = if timely { 2 } else { usize::from(self.is(at, "between") || self.timely(at) || words.grammar(at) == Some("adverb")) };
            if step == 0 {
                break;
            }
            at += step;
        }
        if self.is(at, "personal") && !words.is_capital(at + 1) && (words.grammar(at) != Some("article") || !words.is_word(at + 1)) {
            return Some(at..at + 1);
        }
        self.speakers.after(at).filter(|p| self.words.grammar(p.start) != Some("preposition"))
    }

    /// `Der Minister, Jan Feld, sagte`: the subject before an apposition in commas.
    fn subject_before(&self, finite: usize) -> Option<Range<usize>> {
        let first = self.sentence.start;
        if finite < first + 2 || self.words.raw(finite - 1) != "," || self.adverbial(first) {
            return None;
        }
        let comma = (first..finite - 1).find(|&t| self.words.raw(t) == ",")?;
        let relative = self.is(comma + 1, "relative") && (comma + 2..finite).any(|t| self.words.grammar(t) == Some("verb"));
        self.trimmed(first..if relative { comma } else { finite - 1 }).filter(|s| !self.is(s.start, "turn"))
    }

    /// Without adverbs and marks at the end; with a noun or pronoun in it.
    fn trimmed(&self, range: Range<usize>) -> Option<Range<usize>> {
        let mut end = range.end;
        let loose = |t: usize| self.is(t, "between") || !self.words.is_word(t) && !matches!(self.words.raw(t), ")" | "“" | "”" | "«" | "»" | "\"") || self.words.grammar(t) == Some("adverb");
        while end > range.start && loose(end - 1) {
            end -= 1;
        }
        let alone = range.start + 1 == end;
        let names = |t: usize| self.words.is_capital(t) && (alone || !self.is(range.start, "personal") || self.words.grammar(range.start) == Some("article")) || self.is(t, "personal") && alone;
        (range.start < end && (range.start..end).any(names)).then_some(range.start..end)
    }

    fn report(&self, core: &Core, last: Option<&Core>, next: Option<&Core>) -> Report {
        let (left, right) = self.bounds();
        let right = next.filter(|next| self.splits(next)).map_or(right, |next| next.hull.start);
        let left = last.filter(|last| last.hull.end <= core.hull.start && last.shape != Shape::Source).map_or(left, |last| last.hull.end);
        let parts = match core.shape {
            Shape::Source => self.around(core, left, right),
            Shape::Mirror => self.around(core, left, right),
            Shape::Signed => [quotes::around(self.quotes, core.hull.start.saturating_sub(3)).map(Quoted::whole), None],
            Shape::Verb(class) => self.told(core, class, left, right),
        };
        let parts: Vec<_> = parts.into_iter().flatten().filter_map(|part| self.pared(part)).collect();
        let leads_in = parts.is_empty() && self.words.raw(self.sentence.end - 1) == ":";
        let retold = parts.is_empty() && !leads_in && !core.inner && matches!(core.shape, Shape::Verb("say" | "clause"));
        Report { cue: core.cue.clone(), speaker: core.speaker.clone(), parts, leads_in, retold }
    }

    /// The sentence, with all of a quotation that runs into it or out of it.
    fn bounds(&self) -> (usize, usize) {
        let reach = |at: usize| quotes::around(self.quotes, at);
        let left = reach(self.sentence.start).map_or(self.sentence.start, |q| q.whole().start).min(self.sentence.start);
        let right = reach(self.sentence.end - 1).map_or(self.sentence.end, |q| q.whole().end);
        (left, right.max(self.sentence.end))
    }

    /// Whether the next reporting clause ends what the one before it tells.
    fn splits(&self, next: &Core) -> bool {
        let at = next.hull.start;
        let before = at.wrapping_sub(1);
        self.breaks(at) && next.shape != Shape::Source || at > 0 && self.is(before, "turn") && self.breaks(before) || self.is(at, "turn") && self.words.lang == Lang::De
    }

    fn around(&self, core: &Core, left: usize, right: usize) -> [Option<Range<usize>>; 2] {
        let comma = self.words.raw(core.hull.end) == ",";
        let relative = comma && core.hull.start <= self.sentence.start && self.is(core.hull.end + 1, "relative");
        let next = (core.hull.end + 1..self.sentence.end).find(|&t| relative && self.words.raw(t) == ",");
        let behind = next.unwrap_or(core.hull.end)..right;
        let turns = comma && self.is(core.hull.end + 1, "turn") && core.hull.start > self.sentence.start;
        [(left < core.hull.start).then(|| left..core.hull.start), (!turns && !behind.is_empty()).then_some(behind)]
    }

    fn told(&self, core: &Core, class: &'static str, left: usize, right: usize) -> [Option<Range<usize>>; 2] {
        let hull = &core.hull;
        let behind = match self.words.lang {
            Lang::De => self.german_told(hull.end, class, right),
            Lang::En => self.english_told(core, class, right),
        };
        let before = (!core.inner && self.breaks(hull.start) && left < hull.start - 1).then(|| left..hull.start);
        let quote = |at: usize| quotes::around(self.quotes, at).or_else(|| quotes::around(self.quotes, at.wrapping_sub(1))).is_some();
        let before = before.filter(|b| quote(b.end - 2) || self.tells_before(class, b));
        match (before, behind) {
            (Some(before), Some((told, pause))) => {
                let at = told.start;
                let subordinate = self.is(before.start, "turn") || self.words.grammar(before.start) == Some("subordinator") || self.adverbial(before.start);
                if pause && !(subordinate && !quote(before.end - 2) && self.words.raw(at - 1) == ":") || quote(before.end - 2) && quote(at + 1) {
                    [Some(before), Some(told)]
                } else {
                    [None, Some(told)]
                }
            }
            (before, behind) => [before, behind.map(|(told, _)| told)],
        }
    }

    /// Whether a verb can tell a clause before it: in German one of deciding or counting only where that is in Konjunktiv.
    fn tells_before(&self, class: &str, before: &Range<usize>) -> bool {
        match class {
            "matter" | "clause" | "vote" => false,
            "own" | "count" if self.words.lang == Lang::De => self.supposes(before.clone()),
            _ => true,
        }
    }

    /// Where the clause begins that an English verb tells, and whether a pause stands before it.
    fn english_told(&self, core: &Core, class: &'static str, right: usize) -> Option<(Range<usize>, bool)> {
        let words = self.words;
        let from = core.hull.end;
        let opens = |at: usize| quotes::opening(self.quotes, at).is_some();
        let mut at = from;
        if opens(at) {
            return Some((at..right, false));
        }
        let until = right.min(self.sentence.end).min(from + REACH / 2);
        let stop = (from..until).find(|&t| matches!(words.raw(t), "," | ":" | ";" | "―" | "—") || opens(t) && !words.is_word(t)).unwrap_or(until);
        let complement = (from..stop).find(|&t| self.is(t, "complement"));
        let addressee = self.is(core.cue.start, "addressee");
        let aside = addressee || self.is(from, "when") || self.timely(from) || !words.is_word(from);
        if let Some(found) = complement.filter(|&t| t == from || words.folded(t) == "that" || addressee) {
            return Some((found..right, false));
        }
        if aside && stop < until {
            match words.raw(stop) {
                ":" => return Some((stop + 1..right, true)),
                "," if opens(stop + 1) => return Some((stop + 1..right, true)),
                "," if self.breaks(core.hull.start) => return (stop + 1 < right && !self.is(stop + 1, "turn")).then_some((stop + 1..right, true)),
                "," if stop == from => return Some((stop + 1..right, true)),
                _ if opens(stop) => return Some((stop..right, false)),
                _ => {}
            }
        }
        if addressee {
            at = self.past_addressee(from, stop);
        }
        if self.timely(at) {
            at += 1;
        }
        if at >= self.sentence.end || !words.is_word(at) && !words.is_number(at) && words.raw(at) != "$" {
            return None;
        }
        let infinitive = words.folded(at) == "to";
        match class {
            "clause" | "own" if infinitive => Some((at..right, false)),
            "matter" | "own" | "think" if self.is(at, "about") => Some((at + 1..right, false)),
            "clause" | "vote" => None,
            _ if self.is(at, "when") || words.grammar(at) == Some("preposition") => None,
            _ => Some((at..right, false)),
        }
    }

    /// `told the committee he would`: behind whoever is spoken to.
    fn past_addressee(&self, from: usize, stop: usize) -> usize {
        let mut at = from;
        while at < stop {
            let article = self.words.grammar(at) == Some("article");
            if at > from && (self.is(at, "personal") || article) || !article && !self.speakers.noun(at) && !self.is(at, "personal") {
                break;
            }
            at += 1;
            if self.is(at - 1, "personal") {
                break;
            }
        }
        at
    }

    /// Where the clause begins that a German verb tells, and whether a pause alone stands before it.
    fn german_told(&self, from: usize, class: &'static str, right: usize) -> Option<(Range<usize>, bool)> {
        let words = self.words;
        let opens = |at: usize| quotes::opening(self.quotes, at).is_some();
        let until = self.sentence.end.min(from + REACH);
        let comma = |t: usize| words.raw(t) == ",";
        let colon = (from..until).find(|&t| words.raw(t) == ":").filter(|t| t + 1 < right);
        let complement = (from..until).find(|&t| comma(t) && self.is(t + 1, "complement") && words.folded(t + 1) != "wie").map(|t| t + 1);
        let first = (from..until).find(|&t| comma(t) || opens(t));
        let quote = first.filter(|&t| opens(t));
        let pause = first.filter(|&t| comma(t)).map(|t| t + 1);
        if let Some(colon) = colon.filter(|&c| pause.is_none_or(|p| p > c) && complement.is_none_or(|d| d > c)) {
            return Some((colon + 1..right, true));
        }
        if let Some(found) = complement {
            let relative = pause.is_some_and(|p| p < found && self.is(p, "relative"));
            if pause == Some(found) || relative && !self.supposes(pause?..found) {
                return Some((found..right, false));
            }
        }
        if let Some(quote) = quote {
            // words in marks inside the clause: no more than these are told as they were said
            let told = quotes::opening(self.quotes, quote)?;
            let named = told.tokens.len() < 3 && class != "say";
            return (!named).then(|| (told.whole(), false));
        }
        let start = pause.filter(|&p| p < right && !self.is(p, "turn") && !self.is(p, "mirror"))?;
        let told = start..right.min(self.sentence.end);
        let infinitive = || told.clone().any(|t| words.folded(t) == "zu" || words.folded(t).contains("zu") && !words.is_capital(t) && words.folded(t).ends_with("en"));
        let fits = opens(start) || self.supposes(told.clone()) || match class {
            "say" | "hear" => told.len() > 3 && !self.is(start, "relative") || infinitive(),
            "matter" | "vote" => false,
            _ => infinitive(),
        };
        fits.then_some((start..right, true))
    }

    /// A stretch in Konjunktiv.
    fn supposes(&self, mut range: Range<usize>) -> bool {
        range.any(|at| supposes(self.words, at))
    }

    /// Without the commas, colons, dashes and dots at its ends; `None` for a stretch of one word.
    fn pared(&self, part: Range<usize>) -> Option<Range<usize>> {
        let words = self.words;
        let loose = |t: usize| matches!(words.raw(t), "," | "." | ":" | ";" | "–" | "—" | "―" | "-") ;
        let (mut start, mut end) = (part.start, part.end.min(words.len()));
        while start < end && loose(start) {
            start += 1;
        }
        while start < end && loose(end - 1) {
            end -= 1;
        }
        (start + 1 < end).then_some(start..end)
    }
}

/// Whether a sentence is in Konjunktiv in a main clause.
pub fn supposed(words: &Words, sentence: &Range<usize>, fits: impl Fn(usize) -> bool) -> bool {
    let mut start = sentence.start;
    sentence.clone().any(|at| {
        if matches!(words.raw(at), "," | ";" | ":" | "–" | "—") && !words.joins(at) {
            start = at + 1;
        }
        let opens = |at: usize| {
            let list = &words.lists.clauses;
            let relative = list.has(words.folded(at), "relative") && at > sentence.start;
            words.grammar(at) == Some("subordinator") || relative || list.has(words.folded(at), "complement")
        };
        let bound = opens(start) || words.grammar(start) == Some("preposition") && start > sentence.start && opens(start + 1);
        !bound && fits(at)
    })
}

/// Whether a word is in Konjunktiv: a known form, or a small word at the end of its clause with the ending that no
/// indicative of a third person has.
pub fn supposes(words: &Words, at: usize) -> bool {
    if words.lang != Lang::De || words.is_capital(at) {
        return false;
    }
    match words.grammar(at) {
        Some("reported" | "past-subjunctive") => true,
        None => {
            let word = words.folded(at);
            let ends = matches!(words.raw(at + 1), "," | "." | "“" | "”" | ";" | "«" | "»" | "");
            words.is_word(at) && ends && word.len() > 4 && word.ends_with('e') && !word.ends_with("te") && words.grammar(at.wrapping_sub(1)) != Some("article")
        }
        _ => false,
    }
}
