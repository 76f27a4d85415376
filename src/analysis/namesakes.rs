//! From names to mentions, over the whole article: who is meant by a name that needs an introduction (`Kim`,
//! `Watling`). One cheap pass over what [`super::mentions`] found in each paragraph; it reads no text.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Mention;
use super::mentions::{Candidate, Found, Key, Keys, Loose, Part, Person};
use super::names::{Form, MentionType};
use super::rivals::{Meant, Settled};
use crate::text::Span;

/// The mentions of an article: its paragraphs in order, each with the byte at which it begins. `settled` tells whom names
/// mean that have rivals.
pub fn resolve<'f>(paragraphs: impl Iterator<Item = (usize, &'f Found)> + Clone, settled: Settled) -> Vec<Mention> {
    let mut article = Article::read(paragraphs.clone(), settled);
    let mut mentions = Vec::with_capacity(paragraphs.clone().map(|(_, found)| found.candidates.len()).sum());
    for (number, (start, found)) in paragraphs.enumerate() {
        let mut loose = found.loose.iter().peekable();
        for candidate in &found.candidates {
            while let Some(word) = loose.next_if(|word| word.span.start < candidate.span.start) {
                article.loose(number, start, word, &mut mentions);
            }
            article.named(number, start, candidate, &mut mentions);
        }
        loose.for_each(|word| article.loose(number, start, word, &mut mentions));
    }
    mentions
}

/// Somebody whom the article names in full.
#[derive(Clone)]
struct Known {
    cluster: Arc<str>,
    /// A page knows them.
    known: bool,
    kind: MentionType,
    /// Full names up to here.
    times: usize,
}

impl Known {
    /// A mention by a part of the name.
    fn mention(&self, span: Span, form: Form) -> Mention {
        Mention {
            span,
            kind: self.kind,
            form,
            entity: self.known.then(|| self.cluster.clone()),
            cluster: self.cluster.clone(),
            confidence: 0.8,
            introduction: None,
            short: None,
            role: None,
        }
    }
}

/// All who go on by one short name.
#[derive(Default)]
struct Namesakes {
    all: Vec<Known>,
    /// Paragraph and place in `all` of the one named last.
    last: Option<(usize, usize)>,
}

impl Namesakes {
    fn add(&mut self, known: &Known) {
        if self.position(&known.cluster).is_none() {
            self.all.push(known.clone());
        }
    }

    /// Notes that somebody is named in full.
    fn name(&mut self, paragraph: usize, cluster: &str) {
        if let Some(at) = self.position(cluster) {
            self.all[at].times += 1;
            self.last = Some((paragraph, at));
        }
    }

    fn position(&self, cluster: &str) -> Option<usize> {
        self.all.iter().position(|known| *known.cluster == *cluster)
    }

    /// Who is meant here: the last one named in this paragraph, else the one named most so far, else the first to come.
    fn meant(&self, paragraph: usize) -> &Known {
        match self.last {
            Some((here, last)) if here == paragraph => &self.all[last],
            Some((_, last)) => {
                let most = self.all.iter().map(|known| known.times).max().unwrap_or(0);
                let last = &self.all[last];
                if last.times == most {
                    last
                } else {
                    self.all.iter().find(|known| known.times == most).unwrap_or(last)
                }
            }
            None => &self.all[0],
        }
    }
}

/// A name that no page knows.
#[derive(Default)]
struct Stranger {
    /// What it is called, and how often.
    all: Vec<Known>,
    /// So often it stands there and nothing says what it is.
    untold: usize,
}

impl Stranger {
    /// Notes what it is called. What a rule vouches for counts more than a guess.
    fn add(&mut self, known: Known, guess: bool) {
        let times = if guess { 1 } else { SURE };
        match self.all.iter_mut().find(|other| other.cluster == known.cluster) {
            Some(other) => other.times += times,
            None => self.all.push(Known { times, ..known }),
        }
    }

    /// What it is called most, of equals what it is called first.
    fn meant(&self) -> Option<&Known> {
        self.all.iter().rev().max_by_key(|known| known.times)
    }

    /// Whether it is called a name so often that it may be one wherever it stands.
    fn is_plain(&self) -> bool {
        self.all.iter().map(|known| known.times).sum::<usize>() > self.untold
    }
}

/// A name that a rule vouches for counts as so many guesses.
const SURE: usize = 3;

/// What the document pass knows.
#[derive(Default)]
struct Article {
    /// Full names as they stand in the article, to tell `Joachim Gauks` from `Johannes`.
    full: FxHashSet<Key>,
    namesakes: FxHashMap<Key, Namesakes>,
    /// By the first words of their names.
    heads: FxHashMap<Key, Namesakes>,
    strangers: FxHashMap<Key, Stranger>,
    /// By the abbreviations that the article introduces; `None` where it stands for a word that names nothing.
    abbreviations: FxHashMap<Key, Option<Known>>,
    introduced: FxHashSet<Arc<str>>,
    settled: Settled,
}

impl Article {
    fn read<'f>(paragraphs: impl Iterator<Item = (usize, &'f Found)> + Clone, settled: Settled) -> Self {
        let full = paragraphs.clone().flat_map(|(_, found)| found.in_full.iter().map(|&at| &found.candidates[at]));
        let all = paragraphs.clone().flat_map(|(_, found)| &found.candidates);
        let strangers = all.filter_map(|it| Some((it, it.person.as_ref().filter(|_| !it.known)?)));
        let mut article = Self { settled, ..Self::default() };
        article.full.extend(full.clone().filter_map(|candidate| candidate.person.as_ref()?.name.whole));
        article.full.extend(strangers.clone().filter_map(|(_, person)| person.name.whole));
        for (candidate, person) in strangers {
            let known = article.called(candidate);
            if let Some(name) = article.stem(person, person.name) {
                article.strangers.entry(name).or_default().add(known, person.guess);
            }
        }
        let shorts: FxHashSet<Key> = full.clone().filter_map(|it| it.person.as_ref()?.short?.whole).collect();
        for candidate in full {
            let Some(person) = &candidate.person else { continue };
            // `Vorbachs Plan`, where somebody is called Vorbach
            if person.part.and_then(|part| part.name.whole).is_some_and(|name| shorts.contains(&name)) {
                continue;
            }
            let known = article.known(candidate);
            if let Some(short) = person.short.and_then(|short| article.stem(person, short)) {
                article.namesakes.entry(short).or_default().add(&known);
            }
            if let Some(head) = person.head.and_then(|head| head.whole) {
                article.heads.entry(head).or_default().add(&known);
            }
        }
        for (found, it) in
            paragraphs.clone().flat_map(|(_, found)| found.abbreviations.iter().map(move |it| (found, it)))
        {
            let known = it.of.map(|of| article.known(&found.candidates[of]));
            let told = article.abbreviations.entry(it.name).or_default();
            *told = told.take().or(known);
        }
        for word in paragraphs.flat_map(|(_, found)| &found.loose).filter(|word| !word.noun) {
            if let Some(stranger) = word.word.whole.and_then(|word| article.strangers.get_mut(&word)) {
                stranger.untold += 1;
            }
        }
        article
    }

    /// Whether the last `s` of a name is a genitive: the article has the name without it, too.
    fn is_genitive(&self, person: &Person) -> bool {
        person.stem_cluster.is_some() && person.name.stem.is_some_and(|name| self.full.contains(&name))
    }

    /// A part of a name that ends as the name does, without a genitive.
    fn stem(&self, person: &Person, part: Keys) -> Option<Key> {
        part.stem.filter(|_| self.is_genitive(person)).or(part.whole)
    }

    /// Whom a name means that has rivals.
    fn settled(&self, candidate: &Candidate) -> Option<&Meant> {
        candidate.rivals.as_ref().and_then(|_| self.settled.get(&candidate.cluster))
    }

    /// What a name is called here.
    fn called(&self, candidate: &Candidate) -> Known {
        if let Some(Meant { cluster, kind, known, .. }) = self.settled(candidate) {
            return Known { cluster: cluster.clone(), known: *known, kind: *kind, times: 0 };
        }
        let cluster = self.cluster(candidate).clone();
        Known { cluster, known: candidate.known, kind: candidate.kind, times: 0 }
    }

    /// What a name is called in this article: one kind wherever it stands.
    fn known(&self, candidate: &Candidate) -> Known {
        let stranger = candidate.person.as_ref().filter(|_| !candidate.known);
        let stranger = stranger.and_then(|person| self.strangers.get(&self.stem(person, person.name)?)?.meant());
        stranger.cloned().map_or_else(|| self.called(candidate), |known| Known { times: 0, ..known })
    }

    /// Who is meant by a name that needs an introduction, or may be a part of another.
    fn introduced(&self, paragraph: usize, candidate: &Candidate) -> Option<&Known> {
        let person = candidate.person.as_ref()?;
        let part = if person.lone { person.name } else { person.short? };
        let namesakes = |key| self.namesakes.get(&key).or_else(|| self.heads.get(&key).filter(|_| person.lone));
        part.all().find_map(namesakes).map(|namesakes| namesakes.meant(paragraph))
    }

    fn cluster<'c>(&self, candidate: &'c Candidate) -> &'c Arc<str> {
        let genitive = candidate.person.as_ref().filter(|person| self.is_genitive(person));
        genitive.and_then(|person| person.stem_cluster.as_ref()).unwrap_or(&candidate.cluster)
    }

    /// Whom the first part of what is taken for a name means, if that is none of the article's names in full.
    fn of_part(&self, paragraph: usize, candidate: &Candidate) -> Option<(&Known, Part)> {
        let part = candidate.person.as_ref()?.part?;
        let namesakes = self.namesakes.get(&part.name.whole?)?;
        let is_own = part.form == Form::Compound && self.introduced(paragraph, candidate).is_some();
        (!is_own).then(|| (namesakes.meant(paragraph), part))
    }

    /// What a name stands for that the article introduces as an abbreviation.
    fn abbreviated(&self, candidate: &Candidate) -> Option<Option<&Known>> {
        let name = candidate.person.as_ref().filter(|person| person.lone || candidate.known)?.name;
        name.all().find_map(|name| self.abbreviations.get(&name)).map(Option::as_ref)
    }

    fn named(&mut self, paragraph: usize, start: usize, candidate: &Candidate, mentions: &mut Vec<Mention>) {
        match self.abbreviated(candidate) {
            Some(Some(known)) if known.cluster != candidate.cluster => {
                let form = if candidate.form == Form::Compound { Form::Compound } else { Form::Alias };
                return mentions.push(known.mention(candidate.span.shift(start), form));
            }
            Some(None) if !candidate.known => return,
            _ => {}
        }
        if let Some((known, part)) = self.of_part(paragraph, candidate) {
            return mentions.push(known.mention(part.span.shift(start), part.form));
        }
        let Known { mut cluster, mut known, mut kind, .. } = self.known(candidate);
        let mut form = candidate.form;
        if candidate.names_in_full() {
            let person = candidate.person.as_ref();
            let short = person.and_then(|person| self.stem(person, person.short?));
            let head = person.and_then(|person| person.head?.whole);
            let all =
                [short.and_then(|key| self.namesakes.get_mut(&key)), head.and_then(|key| self.heads.get_mut(&key))];
            all.into_iter().flatten().for_each(|namesakes| namesakes.name(paragraph, &cluster));
        } else if let Some(meant) = self.introduced(paragraph, candidate) {
            (cluster, known, kind) = (meant.cluster.clone(), meant.known, meant.kind);
            form = if form == Form::Compound { form } else { Form::Short };
        }
        let names_it = matches!(candidate.form, Form::Full | Form::Alias) && !candidate.is_lone();
        let first = names_it && !self.introduced.contains(&cluster);
        if first {
            self.introduced.insert(cluster.clone());
        }
        let said = candidate.person.as_ref();
        let introduction = said.and_then(|person| person.introduction);
        let introduction = introduction.or_else(|| first.then_some(candidate.span));
        mentions.push(Mention {
            span: candidate.span.shift(start),
            kind,
            form,
            entity: known.then(|| cluster.clone()),
            cluster,
            confidence: self.settled(candidate).map_or(candidate.confidence, |meant| meant.confidence),
            introduction: introduction.map(|span| span.shift(start)),
            short: said.and_then(|person| person.goes_on).map(|span| span.shift(start)),
            role: said.and_then(|person| person.role).map(|span| span.shift(start)),
        });
    }

    fn loose(&self, paragraph: usize, start: usize, word: &Loose, mentions: &mut Vec<Mention>) {
        let span = word.span.shift(start);
        if mentions.last().is_some_and(|before| before.span.overlaps(span)) {
            return;
        }
        let keys = word.word.all().take(if word.compound { 1 } else { usize::MAX });
        let abbreviation = keys.clone().find_map(|key| self.abbreviations.get(&key)).and_then(Option::as_ref);
        if let Some(known) = abbreviation.filter(|_| word.capitals) {
            return mentions.push(known.mention(span, if word.compound { Form::Compound } else { Form::Alias }));
        }
        if word.noun {
            return;
        }
        let namesakes = keys.clone().filter_map(|key| self.namesakes.get(&key)).next();
        let stranger = || {
            let stranger = keys.filter_map(|key| self.strangers.get(&key)).next().filter(|it| it.is_plain())?;
            abbreviation.or_else(|| stranger.meant())
        };
        let known = namesakes.map(|namesakes| namesakes.meant(paragraph)).or_else(stranger);
        let Some(known) = known else { return };
        mentions.push(known.mention(span, if word.compound { Form::Compound } else { Form::Short }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::mentions::in_paragraph;
    use crate::analysis::names::NoNames;
    use crate::analysis::words::Words;
    use crate::lang::Lang;

    /// The mentions of an article, one paragraph a line, as `text → first full name of its cluster`.
    fn read(text: &str) -> Vec<String> {
        let lines: Vec<&str> = text.lines().collect();
        let start = |line: &str| line.as_ptr() as usize - text.as_ptr() as usize;
        let found: Vec<_> =
            lines.iter().map(|line| (start(line), in_paragraph(&Words::new(*line, Lang::De), &NoNames))).collect();
        let mentions = resolve(found.iter().map(|(start, found)| (*start, found)), Settled::default());
        let introduced = |cluster: &str| {
            let first = mentions.iter().find(|mention| *mention.cluster == *cluster && mention.introduction.is_some());
            first.map_or("?", |mention| mention.span.of(text))
        };
        mentions.iter().map(|mention| format!("{} → {}", mention.span.of(text), introduced(&mention.cluster))).collect()
    }

    #[test]
    fn a_surname_means_who_was_introduced() {
        assert_eq!(
            read("Vorbachs Plan\nDas sagte Anna Vorbach. Laut Vorbach eilt es."),
            ["Vorbachs → Anna Vorbach", "Anna Vorbach → Anna Vorbach", "Vorbach → Anna Vorbach",]
        );
        // the tagger takes some of these for names of two words
        for noun in ["Plan", "Haus", "Partei", "Erklärung", "Zug", "Stiftung", "Team", "Amt"] {
            let text = format!("Das sagte Anna Bondawin.\nBondawins {noun} gilt. Der {noun} gilt.");
            assert_eq!(read(&text)[1..], ["Bondawins → Anna Bondawin"], "{text}");
        }
    }

    #[test]
    fn of_namesakes_the_last_in_the_paragraph_else_the_most_named() {
        let text = "Anna Muster kam. Anna Muster sprach.\nIhr Vater Peter Muster schwieg, bis Muster ging.\nAm Ende lachte Muster.";
        assert_eq!(read(text)[2..], ["Peter Muster → Peter Muster", "Muster → Peter Muster", "Muster → Anna Muster",]);
    }

    #[test]
    fn nouns_are_no_surnames() {
        let text = "Das sagte Anna Richter.\nDer Richter lachte. Die Richter-Familie auch.";
        assert_eq!(read(text), ["Anna Richter → Anna Richter"]);
        let text = "Das sagte Anna Lange.\nLange Zeit geschah nichts. Dann kam die Lange-Familie, und Lange ging.";
        assert_eq!(read(text)[1..], ["Lange → Anna Lange", "Lange → Anna Lange"]);
        let text = "Das sagte Anna Bondawin.\nWas bringt der Bondawin-Ruml-Gipfel, was das Bondawin-Papier?";
        assert_eq!(read(text)[1..], ["Bondawin → Anna Bondawin", "Bondawin → Anna Bondawin"]);
    }

    #[test]
    fn an_abbreviation_means_what_it_stands_for() {
        let text =
            "VMZ gegen Umbau\nDas sagt der Verband Mustertaler Züchter (VMZ). Die VMZ-Spitze und der Vmz-Rat eilen.";
        assert_eq!(
            read(text),
            ["VMZ", "Verband Mustertaler Züchter", "VMZ", "VMZ", "Vmz"]
                .map(|name| format!("{name} → Verband Mustertaler Züchter"))
        );
        // a party, a state, a word that names nothing
        assert_eq!(read("Anna Vorbach (AV) sprach. AV lachte.")[0], "Anna Vorbach → Anna Vorbach");
        assert_eq!(read("Die künstliche Intelligenz (KI) wächst. Die KI-Firmen wachsen mit KI."), [""; 0]);
    }

    proptest::proptest! {
        #[test]
        fn mentions_stand_in_order_whatever_the_text(parts in proptest::collection::vec(0..PIECES.len(), 0..40)) {
            let text: String = parts.into_iter().map(|at| PIECES[at]).collect();
            let found = in_paragraph(&Words::new(text.as_str(), Lang::De), &NoNames);
            let mentions = resolve(std::iter::once((0, &found)), Settled::default());
            for mention in &mentions {
                assert!(!mention.span.of(&text).is_empty());
                assert!(mention.introduction.is_none_or(|said| said.covers(mention.span)));
            }
            assert!(mentions.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
        }
    }

    const PIECES: &[&str] = &[
        " ",
        ", ",
        ". ",
        "-",
        "’",
        "\u{a0}",
        "😀",
        "„",
        "“",
        "(",
        "Anna",
        "Muster",
        "Müller",
        "s",
        "von",
        "der",
        "Dr",
        "Analyst",
        "Minister",
        "sagte",
        "ein",
        "GmbH",
        "III",
        "A",
        "Mu\u{308}ller",
        "12",
        "\u{ad}",
        "Experte",
        "\n",
        "ß",
    ];

    #[test]
    fn clusters_are_the_same_everywhere() {
        let cluster = |text: &str| {
            let found = in_paragraph(&Words::new(text, Lang::De), &NoNames);
            resolve(std::iter::once((0, &found)), Settled::default())[0].cluster.to_string()
        };
        assert_eq!(cluster("Anna Müller kam."), cluster("Der Plan von Anna Mu\u{308}ller"));
        assert!(cluster("Anna Müller kam.").starts_with("x:"));
    }
}
