//! What a reporting clause tells: the stretches of its sentence that are somebody's words, before it, behind it or around it,
//! and whether they are in Konjunktiv. Who says them is for [`super::subjects`].

use std::ops::Range;

use super::quotes::{self, Quoted};
use super::reporting::{Core, REACH, Reader, Report, Shape};
use super::words::Words;
use crate::lang::Lang;
use crate::lang::grammar::Grammar;

impl Reader<'_> {
    pub(super) fn report(&self, core: &Core, last: Option<&Core>, next: Option<&Core>) -> Report {
        let (left, right) = self.bounds();
        let right = next.filter(|next| self.splits(next)).map_or(right, |next| next.hull.start);
        let left = last
            .filter(|last| last.hull.end <= core.hull.start && last.shape != Shape::Source)
            .map_or(left, |last| last.hull.end);
        let parts = match core.shape {
            Shape::Source | Shape::Mirror => self.around(core, left, right),
            Shape::Signed => [quotes::around(self.quotes, core.hull.start.saturating_sub(3)).map(Quoted::whole), None],
            Shape::Verb(class) => self.told(core, class, left, right),
        };
        let parts: Vec<_> = parts.into_iter().flatten().filter_map(|part| self.pared(part)).collect();
        let leads_in = parts.is_empty() && self.words.raw(self.sentence.end - 1) == ":";
        let from = matches!(core.shape, Shape::Source);
        Report { cue: core.cue.clone(), speaker: core.speaker.clone(), parts, leads_in, from }
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
        self.breaks(at) && next.shape != Shape::Source
            || at > 0 && self.is(before, "turn") && self.breaks(before)
            || self.is(at, "turn") && self.words.lang == Lang::De
    }

    fn around(&self, core: &Core, left: usize, right: usize) -> [Option<Range<usize>>; 2] {
        let comma = self.words.raw(core.hull.end) == ",";
        let relative = comma && core.hull.start <= self.sentence.start && self.is(core.hull.end + 1, "relative");
        let next = (core.hull.end + 1..self.sentence.end).find(|&t| relative && self.words.raw(t) == ",");
        let behind = next.unwrap_or(core.hull.end)..right;
        let turns = comma && self.is(core.hull.end + 1, "turn") && core.hull.start > self.sentence.start;
        [(left < core.hull.start).then_some(left..core.hull.start), (!turns && !behind.is_empty()).then_some(behind)]
    }

    fn told(&self, core: &Core, class: &'static str, left: usize, right: usize) -> [Option<Range<usize>>; 2] {
        let hull = &core.hull;
        let behind = match self.words.lang {
            Lang::De => self.german_told(hull.end, class, right),
            Lang::En => self.english_told(core, class, right),
        };
        let before = (!core.inner && self.breaks(hull.start) && left < hull.start - 1).then_some(left..hull.start);
        let quote = |at: usize| {
            quotes::around(self.quotes, at).or_else(|| quotes::around(self.quotes, at.wrapping_sub(1))).is_some()
        };
        let before = before.filter(|b| quote(b.end - 2) || self.tells_before(class, b));
        match (before, behind) {
            (Some(before), Some((told, pause))) => {
                let at = told.start;
                let subordinate = self.is(before.start, "turn")
                    || self.words.grammar(before.start) == Some(Grammar::Subordinator)
                    || self.adverbial(before.start);
                if pause && !(subordinate && !quote(before.end - 2) && self.words.raw(at - 1) == ":")
                    || quote(before.end - 2) && quote(at + 1)
                {
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
        let stop = (from..until)
            .find(|&t| matches!(words.raw(t), "," | ":" | ";" | "―" | "—") || opens(t) && !words.is_word(t))
            .unwrap_or(until);
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
                "," if self.breaks(core.hull.start) => {
                    return (stop + 1 < right && !self.is(stop + 1, "turn")).then_some((stop + 1..right, true));
                }
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
            _ if self.is(at, "when") || words.grammar(at) == Some(Grammar::Preposition) => None,
            _ => Some((at..right, false)),
        }
    }

    /// `told the committee he would`: behind whoever is spoken to.
    fn past_addressee(&self, from: usize, stop: usize) -> usize {
        let mut at = from;
        while at < stop {
            let article = self.words.grammar(at) == Some(Grammar::Article);
            if at > from && (self.is(at, "personal") || article)
                || !article && !self.speakers.noun(at) && !self.is(at, "personal")
            {
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
        let complement = (from..until)
            .find(|&t| comma(t) && self.is(t + 1, "complement") && words.folded(t + 1) != "wie")
            .map(|t| t + 1);
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
        let infinitive = || {
            told.clone().any(|t| {
                words.folded(t) == "zu"
                    || words.folded(t).contains("zu") && !words.is_capital(t) && words.folded(t).ends_with("en")
            })
        };
        let fits = opens(start)
            || self.supposes(told.clone())
            || match class {
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
        let loose = |t: usize| matches!(words.raw(t), "," | "." | ":" | ";" | "–" | "—" | "―" | "-");
        let (mut start, mut end) = (part.start, part.end.min(words.len()));
        while start < end && loose(start) {
            start += 1;
        }
        while start < end && loose(end - 1) && quotes::around(self.quotes, end - 1).is_none() {
            end -= 1;
        }
        (start + 1 < end).then_some(start..end)
    }
}

/// Whether a sentence is in Konjunktiv in a main clause.
pub fn supposed(words: &Words, sentence: &Range<usize>, fits: impl Fn(usize) -> bool) -> bool {
    let mut start = sentence.start;
    sentence.clone().any(|at| {
        if !words.is_word(at) && matches!(words.raw(at), "," | ";" | ":" | "–" | "—") && !words.joins(at) {
            start = at + 1;
        }
        let opens = |at: usize| {
            let list = &words.lists.clauses;
            let relative = list.has(words.word(at), "relative") && at > sentence.start;
            words.grammar(at) == Some(Grammar::Subordinator) || relative || list.has(words.word(at), "complement")
        };
        let bound = || {
            opens(start)
                || words.grammar(start) == Some(Grammar::Preposition) && start > sentence.start && opens(start + 1)
        };
        fits(at) && !bound()
    })
}

/// Whether a word is in Konjunktiv: a known form, or a small word at the end of its clause with the ending that no
/// indicative of a third person has.
pub fn supposes(words: &Words, at: usize) -> bool {
    if words.lang != Lang::De || words.is_capital(at) {
        return false;
    }
    let first = |at: usize| words.lists.clauses.has(words.word(at), "first");
    match words.grammar(at) {
        // `ich gehe` is an indicative
        Some(Grammar::Reported) => !(at > 0 && first(at - 1) || first(at + 1)),
        Some(Grammar::PastSubjunctive) => true,
        None => {
            // most words are told by the next
            if words.is_word(at + 1) {
                return false;
            }
            let word = words.folded(at);
            let ends = matches!(words.raw(at + 1), "," | "." | "“" | "”" | ";" | "«" | "»" | "");
            words.is_word(at)
                && ends
                && word.len() > 4
                && word.ends_with('e')
                && !word.ends_with("te")
                && words.grammar(at.wrapping_sub(1)) != Some(Grammar::Article)
        }
        _ => false,
    }
}
