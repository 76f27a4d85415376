//! Who vouches for a sentence: prepositions of source (`laut`, `zufolge`), verbs of saying with their subject, decisions
//! and documents, Konjunktiv I, hedges. One sentence at a time; what one sentence passes on to the next is for
//! [`super::statuses`].

use std::ops::Range;

use super::quotes::Quoted;
use super::words::Words;
use crate::lang::Lang;

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
    /// The noun phrase of whoever says it.
    pub speaker: Option<Range<usize>>,
    /// What the verb tells of its subject, as in `sayings.tsv`; `from` for prepositions.
    pub class: &'static str,
}

/// The best attribution of a sentence. `quotes` are the paragraph's quotations, `names` the tokens of known names.
pub fn attribution(
    words: &Words,
    sentence: &Range<usize>,
    quotes: &[Quoted],
    names: &[Range<usize>],
) -> Option<Attribution> {
    let reader = Reader { words, sentence: sentence.clone(), quotes, names };
    let all = sentence.clone().filter(|&at| !reader.quoted(at)).filter_map(|at| reader.at(at));
    // of two equals the later wins: the reporting clause at the end speaks for the whole
    all.min_by_key(|a| (a.backing, std::cmp::Reverse(a.cue.start)))
}

struct Reader<'a> {
    words: &'a Words,
    sentence: Range<usize>,
    quotes: &'a [Quoted],
    names: &'a [Range<usize>],
}

impl Reader<'_> {
    fn quoted(&self, at: usize) -> bool {
        // titles and media in quotation marks are names, not speech
        self.quotes.iter().any(|q| q.tokens.contains(&at) && q.tokens.len() > 3)
    }

    fn at(&self, at: usize) -> Option<Attribution> {
        if !self.words.is_word(at) {
            return None;
        }
        self.preposition(at).or_else(|| self.verb(at)).or_else(|| self.hedge(at))
    }

    /// `laut «WSJ»`, `nach Angaben der Polizei`, `nach US-Angaben`, `X zufolge`, `, so Watling`, `Quelle: BFS`.
    fn preposition(&self, at: usize) -> Option<Attribution> {
        let words = self.words;
        match words.lists.sources.longest(words.from(at)) {
            Some((len, "before")) => {
                let colon = usize::from(words.raw(at + len) == ":");
                if len == 1
                    && matches!(words.folded(at), "quelle" | "quellen" | "source" | "sources" | "stand" | "per")
                    && colon == 0
                {
                    return None;
                }
                let speaker = self.phrase_after(at + len + colon)?;
                let possessive = words.is_capital(at + len) && len > 1;
                Some(self.found(at..at + len, Some(speaker), "from", possessive))
            }
            Some((1, "after")) => {
                self.phrase_before(at).map(|speaker| self.found(at..at + 1, Some(speaker), "from", false))
            }
            _ if matches!(words.folded(at), "nach" | "laut") => {
                // `nach US-Angaben`, `nach eigenen Angaben`, `nach Polizeiangaben`
                let phrase = self.phrase_after(at + 1)?;
                let told = phrase.clone().find(|&t| {
                    words.lists.sources.has(words.folded(t), "noun")
                        || words.folded(t).ends_with("angaben")
                        || words.folded(t).ends_with("informationen")
                })?;
                Some(self.found(at..told + 1, Some(phrase), "from", false))
            }
            _ if words.folded(at) == "so"
                && matches!(words.raw(at.wrapping_sub(1)), "," | "“" | "»" | "\"" | "”" | "–" | "«") =>
            {
                let phrase = self
                    .phrase_after(at + 1)
                    .filter(|p| words.is_capital(p.start) || words.grammar(p.start) == Some("article"))?;
                Some(self.found(at..at + 1, Some(phrase), "say", false))
            }
            _ => None,
        }
    }

    fn verb(&self, at: usize) -> Option<Attribution> {
        let words = self.words;
        let first = at == self.sentence.start;
        if words.is_capital(at) && !first
            || matches!(words.before(at, 1), "zu" | "to")
            || words.lang == Lang::De && words.grammar(at) == Some("preposition")
        {
            return None;
        }
        let form = words.folded(at);
        let verb =
            |particle: &str| particle.is_empty() || form.starts_with(particle) || self.ends_with_particle(at, particle);
        let mut senses: Vec<_> = words.lists.sayings.all(form).filter(|(_, particle)| verb(particle)).collect();
        senses.sort_by_key(|(_, particle)| std::cmp::Reverse(particle.len()));
        let &(class, _) = *senses.first()?;
        if self.passive(at) {
            return self.agentless(at, class);
        }
        let speaker = self.subject(at)?;
        let pronoun = speaker.len() == 1 && !words.is_capital(speaker.start);
        if pronoun && !words.lists.sources.has(words.folded(speaker.start), "speaking") {
            return None;
        }
        let can_decide = self.has(&speaker, "body") || self.named(&speaker) || pronoun;
        match class {
            // a document shows, an authority counts; a town that counts 5000 souls vouches for nothing
            "count" if !self.has(&speaker, "body") && !self.has(&speaker, "noun") => None,
            "own" if !can_decide || self.costs_lives(at) => None,
            class => Some(self.found(at..at + 1, Some(speaker), class, false)),
        }
    }

    /// `angeblich`, `soll … haben`, Konjunktiv I.
    fn hedge(&self, at: usize) -> Option<Attribution> {
        let words = self.words;
        let backing = match words.grammar(at) {
            Some("should") => Backing::Vague,
            Some("reported") if !matches!(words.before(at, 1), "ich" | "gott") && !words.is_capital(at) => {
                Backing::Reported
            }
            _ if words.lists.sources.has(words.folded(at), "hedge") => Backing::Vague,
            _ => return None,
        };
        Some(Attribution { backing, tokens: at..at + 1, cue: at..at + 1, speaker: None, class: "hedge" })
    }

    fn found(
        &self,
        cue: Range<usize>,
        speaker: Option<Range<usize>>,
        class: &'static str,
        possessive: bool,
    ) -> Attribution {
        let vague = speaker.as_ref().is_some_and(|s| self.has(s, "vague") && !self.named(s) && !self.has(s, "body"))
            && !possessive;
        let tokens = speaker.as_ref().map_or(cue.clone(), |s| cue.start.min(s.start)..cue.end.max(s.end));
        Attribution { backing: if vague { Backing::Vague } else { Backing::Named }, tokens, cue, speaker, class }
    }

    fn has(&self, range: &Range<usize>, kind: &'static str) -> bool {
        range.clone().any(|at| {
            let word = self.words.folded(at);
            self.words.lists.sources.has(word, kind) || kind != "vague" && tail_has(self.words, word, kind)
        })
    }

    /// A name in the phrase: a known one, or in English a capital inside the sentence.
    fn named(&self, range: &Range<usize>) -> bool {
        let known = self.names.iter().any(|name| name.start < range.end && range.start < name.end);
        let capital = |at: usize| {
            self.words.is_capital(at)
                && at > self.sentence.start
                && !self.words.lists.sources.has(self.words.folded(at), "vague")
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

    fn ends_with_particle(&self, at: usize, particle: &str) -> bool {
        let words = self.words;
        (at + 1..self.sentence.end).any(|t| {
            words.folded(t) == particle
                && (!words.is_word(t + 1)
                    || t + 1 >= self.sentence.end
                    || matches!(words.folded(t + 1), "und" | "dass" | "wie"))
        })
    }

    /// A participle with a form of `werden` or `be` in its clause.
    fn passive(&self, at: usize) -> bool {
        let words = self.words;
        let clause = words.clause(at);
        match words.lang {
            Lang::De => {
                let participle = words.folded(at).starts_with("ge")
                    || words.folded(at).contains("ge") && words.folded(at).ends_with('t')
                    || words.lists.sources.has(words.folded(at), "passive");
                let last = !words.is_word(at + 1)
                    || at + 1 == clause.end
                    || matches!(words.folded(at + 1), "wird" | "werden" | "wurde" | "wurden" | "und" | "worden");
                participle
                    && last
                    && clause
                        .clone()
                        .any(|t| matches!(words.folded(t), "wird" | "werden" | "wurde" | "wurden" | "worden" | "werde"))
            }
            Lang::En => {
                matches!(words.before(at, 1), "is" | "are" | "was" | "were" | "been" | "be")
                    && words.lists.sources.has(words.folded(at), "passive")
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
            .and_then(|t| self.phrase_after(t + 1));
        if let Some(agent) = agent.filter(|agent| self.named(agent) || self.has(agent, "body")) {
            return Some(self.found(at..at + 1, Some(agent), class, false));
        }
        let measures = words.lists.sources.has(words.folded(at), "passive");
        measures.then(|| Attribution {
            backing: Backing::Vague,
            tokens: at..at + 1,
            cue: at..at + 1,
            speaker: None,
            class,
        })
    }

    /// `Der Sturm forderte vier Tote`: a verb of demanding that counts the dead.
    fn costs_lives(&self, at: usize) -> bool {
        self.words.clause(at).any(|t| self.words.lists.figures.has(self.words.folded(t), "casualty"))
    }

    /// The subject of a verb. In a German main clause it stands right before the verb, or right behind it where
    /// something else (a quotation, a time, a clause) opens the sentence; English puts it behind only after a quotation.
    fn subject(&self, verb: usize) -> Option<Range<usize>> {
        let words = self.words;
        let before = self.phrase_before(verb);
        let after = || self.phrase_after(verb + 1).filter(|p| p.start == verb + 1 || words.lang == Lang::De);
        let inverted = verb == self.sentence.start
            || matches!(words.raw(verb - 1), "," | "“" | "»" | "\"" | "”" | "«" | "–" | ":" | ";" | "‹" | "›");
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
        let start = start + usize::from(words.grammar(start) == Some("conjunction"));
        matches!(words.grammar(start), Some("preposition" | "adverb"))
            || matches!(words.lists.times.get(words.folded(start)), Some(("day" | "ref", _)))
    }

    /// The noun phrase that begins at a token: article, adjectives, nouns, names, and genitives or prepositional parts
    /// that hang on it.
    fn phrase_after(&self, start: usize) -> Option<Range<usize>> {
        let words = self.words;
        let mut at = start;
        let mut head = false;
        while at < self.sentence.end {
            let capital = words.is_capital(at) || words.is_number(at) || words.joins(at);
            let mark = matches!(words.raw(at), "«" | "»" | "„" | "“" | "\"" | "”" | "&" | "’" | "'" | "/" | "-");
            let goes_on = |at: usize| {
                words.is_capital(at)
                    || words.grammar(at) == Some("article")
                    || is_adjective(words, at)
                    || self.plain_noun(at)
            };
            let joins = matches!(words.grammar(at), Some("article" | "preposition")) && goes_on(at + 1);
            let pronoun = !head && words.lists.sources.has(words.folded(at), "speaking");
            // behind its head a phrase goes on with an adjective only after a new article or preposition: `kamen` is a verb
            let fresh = !head || matches!(words.grammar(at.wrapping_sub(1)), Some("article" | "preposition"));
            let adjective = is_adjective(words, at) && (fresh || at > start && is_adjective(words, at - 1));
            match () {
                () if head && joins && starts_adverbial(words, at) => break,
                () if capital && words.is_word(at) || pronoun => head = true,
                () if capital && (!head || words.joins(at))
                    || mark && (words.glued(at) || words.glued(at + 1))
                    || joins => {}
                () if adjective || self.plain_noun(at) => {}
                () => break,
            }
            head |= self.plain_noun(at);
            at += 1;
            if pronoun {
                break;
            }
        }
        while at > start
            && (matches!(words.raw(at - 1), "“" | "\"" | "„" | "-") && !words.glued(at - 1)
                || matches!(words.grammar(at - 1), Some("article" | "preposition")))
        {
            at -= 1;
        }
        (head && at > start).then_some(start..at)
    }

    /// The noun phrase that ends before a token; an apposition between commas belongs to it.
    fn phrase_before(&self, end: usize) -> Option<Range<usize>> {
        let words = self.words;
        let mut start = end;
        let mut head = false;
        while start > self.sentence.start {
            let at = start - 1;
            let comma = words.raw(at) == "," && head && words.is_capital(at - usize::from(at > 0));
            let capital = words.is_capital(at) && words.grammar(at).is_none();
            let fits = capital
                || words.is_number(at)
                || words.joins(at)
                || comma
                || is_adjective(words, at)
                || matches!(words.grammar(at), Some("article" | "preposition"))
                || matches!(words.raw(at), "«" | "»" | "&" | "(" | ")" | "’" | "\"" | "“" | "„")
                || words.lists.sources.has(words.folded(at), "speaking") && !head
                || self.plain_noun(at);
            if !fits || self.quoted(at) {
                break;
            }
            head |= capital || words.lists.sources.has(words.folded(at), "speaking") || self.plain_noun(at);
            start = at;
        }
        while start < end && !words.is_word(start) && !words.is_number(start) {
            start += 1;
        }
        (head && start < end).then_some(start..end)
    }

    /// English nouns are not capitalised: any word that is no function word, no verb of saying and no adverb may be one.
    fn plain_noun(&self, at: usize) -> bool {
        let words = self.words;
        words.lang == Lang::En
            && words.is_word(at)
            && words.grammar(at).is_none()
            && words.lists.sayings.get(words.folded(at)).is_none()
            && !words.folded(at).ends_with("ly")
            && words.lists.times.get(words.folded(at)).is_none()
    }
}

fn is_adjective(words: &Words, at: usize) -> bool {
    let word = words.folded(at);
    words.is_word(at)
        && !words.is_capital(at)
        && word.len() > 3
        && ["e", "en", "er", "es", "em"].iter().any(|end| word.ends_with(end))
        && words.grammar(at).is_none()
        && words.lists.sayings.get(word).is_none()
}

/// `am Montag`, `im Gespräch`, `zu Journalisten`: what tells when and where it was said, and is no part of the speaker.
fn starts_adverbial(words: &Words, at: usize) -> bool {
    matches!(
        words.folded(at),
        "am" | "im"
            | "zu"
            | "gegenüber"
            | "in"
            | "auf"
            | "bei"
            | "nach"
            | "vor"
            | "on"
            | "at"
            | "to"
            | "during"
            | "mit"
            | "seit"
    )
}

/// A compound whose last part does what the list says: `Gemeinderat`, `Vermisstenbericht`.
fn tail_has(words: &Words, word: &str, kind: &'static str) -> bool {
    words.lang == Lang::De
        && (1..word.len())
            .filter(|&n| n >= 4 && word.is_char_boundary(word.len() - n))
            .any(|n| words.lists.sources.has(&word[word.len() - n..], kind))
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
            ("Der Bau werde 40 Millionen kosten.", Backing::Reported, "werde"),
            ("Wie das Institut mitteilte, sind es 40.", Backing::Named, "das Institut mitteilte"),
            ("Der Schaden wird auf 40 Millionen geschätzt.", Backing::Vague, "geschätzt"),
            ("Der Gemeinderat beschloss Ausgaben von 4 Millionen.", Backing::Named, "Der Gemeinderat beschloss"),
        ] {
            assert_eq!(show(text, Lang::De), Some((backing, source.to_owned())), "{text}");
        }
        for text in
            ["2010 feuerte Nordkorea 170 Granaten.", "Die Stadt zählt 5000 Einwohner.", "Der Sturm forderte vier Tote."]
        {
            assert_eq!(show(text, Lang::De), None, "{text}");
        }
    }

    #[test]
    fn english_sources() {
        assert_eq!(show("The cost is $5m, Mira Field said.", Lang::En).unwrap().0, Backing::Named);
        assert_eq!(show("According to the ministry, 40 died.", Lang::En).unwrap().0, Backing::Named);
        assert_eq!(show("Experts say 40 died.", Lang::En).unwrap().0, Backing::Vague);
        assert_eq!(show("Reportedly 40 died.", Lang::En).unwrap().0, Backing::Vague);
    }
}
