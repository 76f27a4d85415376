//! Who vouches for a sentence: prepositions of source (`laut`, `zufolge`), verbs of saying with their subject, decisions
//! and documents, Konjunktiv I, hedges. One sentence at a time; what one sentence passes on to the next is for
//! [`super::statuses`].

use std::ops::Range;

use super::phrases::{Phrases, is_adjective};
use super::quotes::Quoted;
use super::words::Words;
use crate::lang::Lang;
use crate::lang::grammar::Grammar;
use crate::lang::people::People;

/// How a sentence is vouched for, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Backing {
    /// Somebody who could be asked.
    Named,
    /// Konjunktiv I: somebody named before goes on speaking.
    Reported,
    /// A source that nobody could ask, or a hedge in place of one.
    Vague,
}

/// What a sentence says of its source; ranges are tokens of the paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribution {
    pub backing: Backing,
    /// Cue and speaker together.
    pub tokens: Range<usize>,
    /// The word that says that something is said, or whence it comes.
    pub cue: Range<usize>,
    /// What the verb tells of its subject, as in `sayings.tsv`; `from` for prepositions.
    pub class: &'static str,
}

impl Attribution {
    /// Whether somebody is told to say or to know it, not only a hedge, a link or a paper.
    pub fn has_speaker(&self) -> bool {
        self.tokens != self.cue && self.class != "own"
    }
}

/// The best attribution of a sentence. `quotes` are the paragraph's quotations, `names` the tokens of known names.
pub fn attribution(
    words: &Words,
    sentence: &Range<usize>,
    quotes: &[Quoted],
    names: &[Range<usize>],
) -> Option<Attribution> {
    // of two equals the later wins: the reporting clause at the end speaks for the whole
    attributions(words, sentence.clone(), quotes, names).min_by_key(|a| (a.backing, std::cmp::Reverse(a.cue.start)))
}

/// All attributions of a sentence, in the order of their cues.
pub fn attributions<'a>(
    words: &'a Words,
    sentence: Range<usize>,
    quotes: &'a [Quoted],
    names: &'a [Range<usize>],
) -> impl Iterator<Item = Attribution> {
    let reader = Reader { words, phrases: Phrases { words, sentence: sentence.clone(), quotes }, names };
    sentence.filter_map(move |at| reader.at(at))
}

/// So many tokens behind a draft or forecast its owner stands at most: `die Prognose des Münchner Instituts Ifo`.
const BESIDE: usize = 4;

struct Reader<'a> {
    words: &'a Words,
    phrases: Phrases<'a>,
    names: &'a [Range<usize>],
}

impl Reader<'_> {
    fn at(&self, at: usize) -> Option<Attribution> {
        if !self.words.is_word(at) || !self.may_tell(at) || self.phrases.quoted(at) {
            return None;
        }
        self.preposition(at)
            .or_else(|| self.verb(at))
            .or_else(|| self.document(at))
            .or_else(|| self.hedge(at))
            .or_else(|| self.address(at))
    }

    /// Whether a word may be part of an attribution: most are in no list of sources, and no function words.
    fn may_tell(&self, at: usize) -> bool {
        let (words, lists) = (self.words, self.words.lists);
        let held = words.held(at);
        lists.sources.may_hold_tail(held)
            || lists.sayings.may_hold(held)
            || matches!(
                words.grammar(at),
                Some(Grammar::Preposition | Grammar::Adverb | Grammar::Should | Grammar::Reported)
            )
    }

    /// `www.example.org`, `example.org/tickets`: a link, where there is no markup for one. Whose it is can be asked.
    fn address(&self, at: usize) -> Option<Attribution> {
        let words = self.words;
        let dotted = |at: usize| words.raw(at) == "." && words.glued(at) && words.glued(at + 1);
        let start =
            at.checked_sub(2).filter(|_| dotted(at - 1) && words.lists.sources.has(words.word(at), "domain"))?;
        let link = start..at + 1;
        let fits = words.is_word(start) && !words.is_capital(at) && link.start >= self.phrases.sentence.start;
        fits.then(|| Attribution { backing: Backing::Named, tokens: link.clone(), cue: link, class: "link" })
    }

    /// `laut «WSJ»`, `nach Angaben der Polizei`, `nach US-Angaben`, `X zufolge`, `, so Watling`, `Quelle: BFS`.
    fn preposition(&self, at: usize) -> Option<Attribution> {
        let words = self.words;
        match words.phrase(&words.lists.sources, at) {
            Some((len, "before")) => {
                let colon = usize::from(words.raw(at + len) == ":");
                if len == 1
                    && matches!(words.folded(at), "quelle" | "quellen" | "source" | "sources" | "stand" | "per")
                    && colon == 0
                {
                    return None;
                }
                let speaker = self.phrases.after(at + len + colon)?;
                let possessive = words.is_capital(at + len) && len > 1;
                Some(self.found(at..at + len, speaker, "from", possessive))
            }
            Some((1, "after")) => self.phrases.before(at).map(|speaker| self.found(at..at + 1, speaker, "from", false)),
            _ if matches!(words.folded(at), "nach" | "laut") => {
                // `nach US-Angaben`, `nach eigenen Angaben`, `nach Polizeiangaben`
                let phrase = self.phrases.after(at + 1)?;
                let told = phrase.clone().find(|&t| {
                    words.lists.sources.has(words.word(t), "noun")
                        || words.folded(t).ends_with("angaben")
                        || words.folded(t).ends_with("informationen")
                })?;
                Some(self.found(at..told + 1, phrase, "from", false))
            }
            _ if words.folded(at) == "so"
                && matches!(words.raw(at.wrapping_sub(1)), "," | "“" | "»" | "\"" | "”" | "–" | "«") =>
            {
                let phrase = self
                    .phrases
                    .after(at + 1)
                    .filter(|p| words.is_capital(p.start) || words.grammar(p.start) == Some(Grammar::Article))?;
                Some(self.found(at..at + 1, phrase, "say", false))
            }
            _ if at == self.phrases.sentence.start && matches!(words.folded(at), "in" | "bei" | "aus") => {
                self.in_a_document(at)
            }
            _ => None,
        }
    }

    /// `Bei einer Studie der Uni Bern`, `In dem Bericht`: a document that opens the sentence vouches for it. One that is
    /// new and has no name beside it could not be found.
    fn in_a_document(&self, at: usize) -> Option<Attribution> {
        let phrase = self.phrases.after(at + 1).filter(|phrase| self.has(phrase, "document"))?;
        let new = self.words.lists.sources.has(self.words.word(at + 1), "new");
        let found = self.found(at..at + 1, phrase, "from", false);
        let could_be_found = !new || self.named(&self.phrases.sentence);
        Some(Attribution { backing: if could_be_found { found.backing } else { Backing::Vague }, ..found })
    }

    fn verb(&self, at: usize) -> Option<Attribution> {
        let words = self.words;
        if !words.lists.sayings.may_hold(words.held(at)) {
            return None;
        }
        let first = at == self.phrases.sentence.start;
        let bound = matches!(words.before(at, 1), "zu" | "to") && self.finite(at) == at;
        if words.is_capital(at) && !first
            || bound
            || matches!(words.before(at, 1), "nicht" | "not")
            || words.lang == Lang::De && words.grammar(at) == Some(Grammar::Preposition)
        {
            return None;
        }
        if self.is_attribute(at) {
            return None;
        }
        let form = words.word(at);
        let other = self.has_other_particle(at);
        let verb = |particle: &str| match particle {
            "" => !other,
            _ => form.text().starts_with(particle) || self.ends_with_particle(at, particle),
        };
        let mut senses: Vec<_> = words.lists.sayings.all(form).filter(|(_, particle)| verb(particle)).collect();
        senses.sort_by_key(|(_, particle)| std::cmp::Reverse(particle.len()));
        let &(class, _) = *senses.first()?;
        if self.passive(at) {
            return self.agentless(at, class);
        }
        if class == "hear" {
            return self.hearsay(at);
        }
        let speaker = self.subject(self.finite(at))?;
        let pronoun = words.lists.sources.has(words.word(speaker.start), "speaking") && speaker.len() == 1;
        if speaker.len() == 1 && words.grammar(speaker.start) == Some(Grammar::Article) && !pronoun {
            return None;
        }
        let can_decide = self.has(&speaker, "body") || self.named(&speaker) || pronoun;
        match class {
            // a document shows, an authority counts; a town that counts 5000 souls vouches for nothing
            "count" if !self.has(&speaker, "body") && !self.has(&speaker, "noun") => None,
            "vote" if !can_decide && !self.has(&self.phrases.sentence, "body") => None,
            "own" if !can_decide || self.costs_lives(at) => None,
            class => Some(self.found(at..at + 1, speaker, class, false)),
        }
    }

    /// `von den vermuteten Kosten`: a participle that stands before its noun.
    fn is_attribute(&self, at: usize) -> bool {
        let words = self.words;
        let led = matches!(words.grammar(at.wrapping_sub(1)), Some(Grammar::Article | Grammar::Preposition))
            || at > self.phrases.sentence.start && is_adjective(words, at - 1);
        words.lang == Lang::De && led && words.folded(at).ends_with("en") && words.is_capital(at + 1)
    }

    /// `wie es in einer Mitteilung heisst`, `heisst es beim Kanton`: with a place to ask it is a source, without one
    /// the speaker was named before.
    fn hearsay(&self, at: usize) -> Option<Attribution> {
        let words = self.words;
        let clause = words.clause(at);
        clause.clone().find(|&t| words.folded(t) == "es")?;
        let place =
            |t: usize| matches!(words.folded(t), "in" | "im" | "bei" | "beim" | "von" | "vom" | "aus" | "seitens");
        let speaker = clause.filter(|&t| place(t)).find_map(|t| self.phrases.after(t + 1));
        Some(match speaker {
            Some(speaker) => self.found(at..at + 1, speaker, "say", false),
            None => nobody(at, Backing::Reported, "say"),
        })
    }

    /// A body's own forecast, draft or offer (`die Prognose der Regierung`), the level of an index or rate, which its
    /// market vouches for.
    fn document(&self, at: usize) -> Option<Attribution> {
        let words = self.words;
        if !words.is_capital(at) && words.lang == Lang::De {
            return None;
        }
        let is = |kind| self.has(&(at..at + 1), kind);
        if is("market") {
            return Some(self.found(at..at + 1, at..at + 1, "own", true));
        }
        if is("result") {
            // `das Ergebnis der Studie`
            let owner = self.phrases.after(at + 1)?;
            return self.has(&owner, "document").then(|| self.found(at..at + 1, owner, "own", true));
        }
        if !is("own") {
            return None;
        }
        let possessive = self.has(&(at.saturating_sub(1)..at), "possessive");
        let role = |range: &Range<usize>| possessive && People::of(words.lang).is_role(words.word(range.start));
        // a name owns what it stands before, or what it hangs on; a body anything in its sentence
        let hangs = matches!(words.grammar(at + 1), Some(Grammar::Article)) || self.has(&(at + 1..at + 2), "owner");
        let beside = |t: usize| t + 2 >= at && t < at || hangs && t > at && t - at <= BESIDE;
        let body = |t: usize| {
            let word = t..t + 1;
            beside(t) && self.named(&word) || self.has(&word, "body") || role(&word)
        };
        let owner = self.phrases.sentence.clone().find(|&t| t != at && body(t))?;
        Some(self.found(at..at + 1, owner..owner + 1, "own", true))
    }

    /// The finite verb that a participle or infinitive belongs to: in German it stands before it in a clause which that
    /// one ends (`hat … beschlossen`, `musste … einräumen`), in English right before it (`has said`, `had to admit`).
    fn finite(&self, at: usize) -> usize {
        let words = self.words;
        let auxiliary = |t: &usize| words.lists.sources.has(words.word(*t), "auxiliary");
        let start = self.phrases.sentence.start;
        match words.lang {
            Lang::De if words.is_word(at + 1) && at + 1 < self.phrases.sentence.end => None,
            Lang::De => (words.clause(at).start.max(start)..at).find(auxiliary),
            Lang::En => {
                let near = at.saturating_sub(1 + usize::from(words.before(at, 1) == "to"));
                Some(near).filter(|near| *near >= start).filter(auxiliary)
            }
        }
        .unwrap_or(at)
    }

    /// `angeblich`, `soll … haben`, Konjunktiv I.
    fn hedge(&self, at: usize) -> Option<Attribution> {
        let words = self.words;
        let backing = match words.grammar(at) {
            Some(Grammar::Should) if self.is_hearsay(at) => Backing::Vague,
            Some(Grammar::Reported) if !matches!(words.before(at, 1), "ich" | "gott") && !words.is_capital(at) => {
                Backing::Reported
            }
            _ if matches!(words.phrase(&words.lists.sources, at), Some((_, "hedge"))) => Backing::Vague,
            _ => return None,
        };
        Some(nobody(at, backing, "hedge"))
    }

    /// `soll 40 Menschen verletzt haben`, `soll 40 Millionen kosten`: others say so. Behind other infinitives it is a plan.
    fn is_hearsay(&self, modal: usize) -> bool {
        let infinitive = |at: usize| self.words.lists.clauses.has(self.words.word(at), "perfect");
        (modal..self.phrases.sentence.end).any(infinitive) || self.words.clause(modal).any(infinitive)
    }

    fn found(&self, cue: Range<usize>, speaker: Range<usize>, class: &'static str, possessive: bool) -> Attribution {
        let unnamed = self.has(&speaker, "vague") && !self.named(&speaker) && !self.has(&speaker, "body");
        let backing = if unnamed && !possessive { Backing::Vague } else { Backing::Named };
        let tokens = cue.start.min(speaker.start)..cue.end.max(speaker.end);
        Attribution { backing, tokens, cue, class }
    }

    fn has(&self, range: &Range<usize>, kind: &'static str) -> bool {
        range.clone().any(|at| {
            let word = self.words.word(at);
            let whole = kind == "vague" || self.words.lang == Lang::En;
            if whole { self.words.lists.sources.has(word, kind) } else { self.words.lists.sources.has_tail(word, kind) }
        })
    }

    /// A name in the phrase: a known one, or in English a capital inside the sentence.
    fn named(&self, range: &Range<usize>) -> bool {
        let next = self.names.partition_point(|name| name.end <= range.start);
        let known = self.names.get(next).is_some_and(|name| name.start < range.end);
        let capital = |at: usize| {
            self.words.is_capital(at)
                && at > self.phrases.sentence.start
                && !self.words.lists.sources.has(self.words.word(at), "vague")
        };
        known
            || self.words.lang == Lang::En && range.clone().any(capital)
            || self.words.lang == Lang::De && self.pair_of_capitals(range)
    }

    /// Two capitals side by side are a name in German, too: `Mira Feld`, `Bank Austria`.
    fn pair_of_capitals(&self, range: &Range<usize>) -> bool {
        let noun = |at: usize| self.words.is_word(at) && self.words.is_capital(at) && self.words.grammar(at).is_none();
        range.clone().skip(1).any(|at| noun(at) && noun(at - 1) && !self.words.glued(at))
    }

    /// `meldete das Patent an`: the last word of the clause makes another verb of it.
    fn has_other_particle(&self, at: usize) -> bool {
        let words = self.words;
        let last = words.clause(at).end - 1;
        let last = last - usize::from(!words.is_word(last) && last > at);
        last > at + 1 && words.lists.clauses.has(words.word(last), "particle") && !words.is_capital(last)
    }

    fn ends_with_particle(&self, at: usize, particle: &str) -> bool {
        let words = self.words;
        (at + 1..self.phrases.sentence.end).any(|t| {
            words.folded(t) == particle
                && (!words.is_word(t + 1)
                    || t + 1 >= self.phrases.sentence.end
                    || matches!(words.folded(t + 1), "und" | "dass" | "wie"))
        })
    }

    /// A participle with a form of `werden` or `be` in its clause.
    fn passive(&self, at: usize) -> bool {
        let words = self.words;
        let clause = words.clause(at);
        match words.lang {
            Lang::De => {
                let werden = |t: usize| words.lists.clauses.has(words.word(t), "passive");
                // `wurde` never makes a future, so what it goes with is a participle whatever its form
                let past = |t: usize| matches!(words.folded(t), "wurde" | "wurden" | "worden");
                let last = !words.is_word(at + 1)
                    || at + 1 == clause.end
                    || werden(at + 1)
                    || words.grammar(at + 1) == Some(Grammar::Conjunction);
                last && clause.clone().any(|t| past(t) || werden(t) && is_participle(words.folded(at)))
            }
            Lang::En => {
                matches!(words.before(at, 1), "is" | "are" | "was" | "were" | "been" | "be")
                    && words.lists.sources.has(words.word(at), "passive")
            }
        }
    }

    /// A passive of measuring hides who measured, unless `von` or `by` tells it.
    fn agentless(&self, at: usize, class: &'static str) -> Option<Attribution> {
        let words = self.words;
        let clause = words.clause(at);
        let agent = clause
            .clone()
            .find(|&t| matches!(words.folded(t), "von" | "by" | "durch"))
            .and_then(|t| self.phrases.after(t + 1));
        if let Some(agent) = agent.filter(|agent| self.named(agent) || self.has(agent, "body")) {
            return Some(self.found(at..at + 1, agent, class, false));
        }
        let measures = words.lists.sources.has(words.word(at), "passive");
        measures.then(|| nobody(at, Backing::Vague, class))
    }

    /// `Der Sturm forderte vier Tote`: a verb of demanding that counts the dead.
    fn costs_lives(&self, at: usize) -> bool {
        self.words.sentence(at).any(|t| self.words.lists.figures.has(self.words.word(t), "casualty"))
    }

    /// The subject of a verb. In a German main clause it stands right before the verb, or right behind it where
    /// something else (a quotation, a time, a clause) opens the sentence; English puts it behind only after a quotation.
    fn subject(&self, verb: usize) -> Option<Range<usize>> {
        let words = self.words;
        // `vor Gericht sagte X`: in German a phrase with a preposition is no subject
        let subject = |p: &Range<usize>| words.lang == Lang::En || words.grammar(p.start) != Some(Grammar::Preposition);
        let before = self.phrases.before(verb).filter(subject);
        let after = || self.phrases.after(verb + 1).filter(|p| p.start == verb + 1 || words.lang == Lang::De);
        let inverted = verb == self.phrases.sentence.start
            || matches!(words.raw(verb - 1), "," | "“" | "»" | "\"" | "”" | "«" | "–" | ":" | ";" | "‹" | "›")
                && !self.phrases.is_title(verb - 1);
        if inverted {
            return after();
        }
        match words.lang {
            Lang::De if self.opens_with_adverbial(verb) => after().or(before),
            _ => before.or_else(after),
        }
    }

    /// The clause of the verb begins with a preposition, an adverb or a word of time.
    fn opens_with_adverbial(&self, verb: usize) -> bool {
        let words = self.words;
        let start = words.clause(verb).start;
        let start = start + usize::from(words.grammar(start) == Some(Grammar::Conjunction));
        matches!(words.grammar(start), Some(Grammar::Preposition | Grammar::Adverb))
            || matches!(words.lists.times.get(words.word(start)), Some(("day" | "ref", _)))
    }
}

/// A German participle, which no infinitive looks like: `gemessen`, `freigegeben`, `bezeichnet`.
fn is_participle(word: &str) -> bool {
    let augment = word.find("ge").is_some_and(|at| word.len() - at > "ge".len() + 3);
    word.ends_with('t') || word.ends_with("en") && augment
}

/// A cue of one word, with no speaker in the sentence.
fn nobody(at: usize, backing: Backing, class: &'static str) -> Attribution {
    Attribution { backing, tokens: at..at + 1, cue: at..at + 1, class }
}

#[cfg(test)]
mod tests {
    use super::super::quotes::quoted;
    use super::*;

    fn show(text: &str, lang: Lang) -> Option<(Backing, String)> {
        let words = Words::new(text, lang);
        let quotes = quoted(&words);
        let found = attribution(&words, &words.sentences[0].clone(), &quotes, &[])?;
        Some((found.backing, words.span(found.tokens).of(text).to_owned()))
    }

    #[test]
    fn german_sources() {
        for (text, backing, source) in [
            ("Laut «WSJ» sind es 5 Milliarden Dollar.", Backing::Named, "Laut «WSJ»"),
            ("Nach US-Angaben kamen 300 Container an.", Backing::Named, "Nach US-Angaben"),
            ("Dem Thinktank Nordblick zufolge fielen 20 Schüsse.", Backing::Named, "Dem Thinktank Nordblick zufolge"),
            ("Im März erklärten die USA, es seien 7000.", Backing::Named, "erklärten die USA"),
            ("Es waren 40 Leute da, teilte die Polizei mit.", Backing::Named, "teilte die Polizei"),
            ("«Es sind 40», sagte Mira Feld am Montag.", Backing::Named, "sagte Mira Feld"),
            ("Experten zufolge sind es 40.", Backing::Vague, "Experten zufolge"),
            ("Es soll 40 Millionen kosten.", Backing::Vague, "soll"),
            ("Es sollen 40 Menschen verletzt worden sein.", Backing::Vague, "sollen"),
            ("Das ist ein Ergebnis der Studie, für die 400 Kinder lasen.", Backing::Named, "Ergebnis der Studie"),
            ("Vor 40 Gästen sagte Mira Feld wenig.", Backing::Named, "sagte Mira Feld"),
            ("Der Bau werde 40 Millionen kosten.", Backing::Reported, "werde"),
            ("Wie das Institut mitteilte, sind es 40.", Backing::Named, "das Institut mitteilte"),
            ("Der Schaden wird auf 40 Millionen geschätzt.", Backing::Vague, "geschätzt"),
            ("Der Gemeinderat beschloss Ausgaben von 4 Millionen.", Backing::Named, "Der Gemeinderat beschloss"),
            ("Das Amt musste einräumen, dass 40 Akten fehlen.", Backing::Named, "Das Amt musste einräumen"),
            ("Am Montag konnte die Polizei bestätigen, dass 40 kamen.", Backing::Named, "die Polizei bestätigen"),
            (
                "Der Minister bleibt bei seiner Prognose von 4 Prozent.",
                Backing::Named,
                "Minister bleibt bei seiner Prognose",
            ),
        ] {
            assert_eq!(show(text, Lang::De), Some((backing, source.to_owned())), "{text}");
        }
        for text in [
            "Die Polizei konnte nicht bestätigen, dass 40 kamen.",
            "2010 feuerte Nordkorea 170 Granaten.",
            "Die Stadt zählt 5000 Einwohner.",
            "Der Sturm forderte vier Tote.",
            "In vier Orten forderte der Sturm, der über Bern zog, 40 Menschenleben.",
            "Das Werk meldete gestern 40 Patente an.",
            "Wann die Strecke mit 40 Kurven freigegeben wird, ist offen.",
            "Bis Herbst sollen 40 Wohnungen gebaut werden.",
            "Das Tier war 40 Kilometer von seinem letzten vermuteten Lager entfernt.",
        ] {
            assert_eq!(show(text, Lang::De), None, "{text}");
        }
    }

    #[test]
    fn english_sources() {
        assert_eq!(show("The cost is $5m, Mira Field said.", Lang::En).unwrap().0, Backing::Named);
        assert_eq!(show("According to the ministry, 40 died.", Lang::En).unwrap().0, Backing::Named);
        assert_eq!(show("The ministry had to admit that 40 died.", Lang::En).unwrap().0, Backing::Named);
        assert_eq!(show("Police could confirm that 40 died.", Lang::En).unwrap().0, Backing::Named);
        assert_eq!(show("Tickets from $40 are on sale at example.org now.", Lang::En).unwrap().1, "example.org");
        assert_eq!(show("There were 40.org charts at hand.", Lang::En), None);
        assert_eq!(show("Experts say 40 died.", Lang::En).unwrap().0, Backing::Vague);
        assert_eq!(show("Reportedly 40 died.", Lang::En).unwrap().0, Backing::Vague);
    }
}
