//! From names to mentions: what is named in a paragraph, and, over the whole article, who is meant by a name that needs
//! an introduction (`Kim`, `Watling`). The first part sees one paragraph and is kept with it; the second is one
//! cheap pass over what the paragraphs found. Functions in place of a name (`der Kremlchef`) and pronouns are not read.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Mention;
use super::names::{Form, MentionType, NameMatch, Names};
use super::persons::{self, NewName};
use super::words::Words;
use crate::lang::Lang;
use crate::lang::folding::{fold_name, fold_name_into};
use crate::lang::people::People;
use crate::text::Span;

/// What one paragraph names. All spans count bytes from its start.
#[derive(Clone, Debug, Default)]
pub struct Found {
    candidates: Vec<Candidate>,
    /// Capitalised words of no known meaning: mentions, where the article introduces somebody of that name.
    loose: Vec<Loose>,
}

#[derive(Clone, Debug)]
struct Candidate {
    span: Span,
    kind: MentionType,
    form: Form,
    entity: Option<Arc<str>>,
    /// The name, folded.
    name: Box<str>,
    /// Of the name as it stands.
    cluster: Arc<str>,
    /// Of the name without an `s` that may be a genitive; only where no page knows it.
    stem_cluster: Option<Arc<str>>,
    /// The folded name by which the article may go on.
    short: Option<Box<str>>,
    /// From the function before to the end of the apposition behind.
    introduction: Option<Span>,
    confidence: f32,
}

#[derive(Clone, Debug)]
struct Loose {
    span: Span,
    /// Folded, with its case ending.
    word: Box<str>,
    /// First part of a hyphen compound: `Kim-Familie`.
    compound: bool,
}

impl Found {
    /// Where names stand, in order; an adjective (`russischer`) names nobody who could be asked.
    pub fn spans(&self) -> impl Iterator<Item = Span> + '_ {
        self.candidates.iter().filter(|candidate| candidate.form != Form::Adjective).map(|candidate| candidate.span)
    }
}

/// The names of a paragraph.
pub fn in_paragraph(words: &Words, names: &dyn Names) -> Found {
    let mut found = Found::default();
    let mut at = 0;
    let mut taken = 0;
    while at < words.len() {
        if words.raw(at).starts_with(char::is_alphanumeric) {
            let known = names
                .longest(&words.text, &words.tokens[at..], words.lang)
                .and_then(|name| known(words, at, name, taken));
            let new = Some(at).filter(|&at| words.is_capital(at) && !after_joint(words, at));
            let new = new.and_then(|at| persons::new_name(words, at, names));
            let longer = |known: &(usize, Candidate)| new.as_ref().is_none_or(|new| new.end <= known.0);
            let next = match (known.filter(longer), &new) {
                (Some(known), _) => Some(known),
                (None, Some(new)) => Some((new.end, candidate(words, at, new, names))),
                (None, None) => None,
            };
            if let Some((end, candidate)) = next {
                found.candidates.push(candidate);
                (at, taken) = (end, end);
                continue;
            }
            if words.is_word(at) && words.is_capital(at) {
                loosen(words, at, taken, &mut found.loose);
            }
        }
        at += 1;
    }
    found
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
        let prefix = People::of(words.lang).is(words.folded(at - 2), "prefix");
        if !prefix && taken + 1 != at {
            return None;
        }
    }
    let introduces = matches!(name.form, Form::Full | Form::Alias) && !goes_on && name.kind == MentionType::Person;
    let candidate = Candidate {
        span: words.span(at..end),
        kind: name.kind,
        form: if goes_on { Form::Compound } else { name.form },
        name: folded(words, at..end),
        cluster: name.entity.clone(),
        stem_cluster: None,
        short: name.family.map(|family| fold_name(&family).into()),
        introduction: if introduces { persons::introduction(words, at, end) } else { None },
        entity: Some(name.entity),
        confidence: name.confidence,
    };
    Some((end, candidate))
}

fn candidate(words: &Words, at: usize, new: &NewName, names: &dyn Names) -> Candidate {
    // a middle name or initial hides a known name: `Donald J. Trump`
    let ends = [words.tokens[at], words.tokens[new.family]];
    let entity = (new.kind == MentionType::Person && new.family > at && new.family + 1 == new.family_end)
        .then(|| names.longest(&words.text, &ends, words.lang))
        .flatten()
        .filter(|name| name.tokens == 2 && name.kind == MentionType::Person)
        .map(|name| name.entity);
    let mut short = folded(words, new.family..new.family_end);
    let mut name = if new.short { short.clone() } else { folded(words, at..new.end) };
    for text in [&mut short, &mut name] {
        if let Some(stem) = text.strip_suffix("'s") {
            *text = stem.into();
        }
    }
    let of_name = |name: &str| Arc::from(hash(name, new.kind));
    Candidate {
        span: words.span(at..new.end),
        kind: new.kind,
        form: if new.short { Form::Short } else { Form::Full },
        cluster: entity.clone().unwrap_or_else(|| of_name(&name)),
        stem_cluster: name.strip_suffix('s').filter(|_| entity.is_none()).map(of_name),
        entity,
        name,
        short: Some(short),
        introduction: if new.short { None } else { persons::introduction(words, at, new.end) },
        confidence: new.confidence,
    }
}

/// Notes a capitalised word, and the run of hyphens that it begins, for the document pass.
fn loosen(words: &Words, at: usize, taken: usize, loose: &mut Vec<Loose>) {
    let lone_part = after_joint(words, at) && taken + 1 != at && !words.joins(at + 1);
    // `der Richter`, `Lange Zeit`: more likely the noun or adjective than the person of that name; but `Langes Plan`
    let adjective = words.lang == Lang::De
        && persons::starts_sentence(words, at)
        && words.is_capital(at + 1)
        && !words.glued(at + 1)
        && !words.raw(at).ends_with('s');
    let noun = persons::after_article(words, at) || adjective;
    if lone_part || noun {
        return;
    }
    if words.joins(at + 1) && !after_joint(words, at) {
        let mut end = at + 1;
        while words.joins(end) && words.is_word(end + 1) {
            end += 2;
        }
        loose.push(Loose { span: words.span(at..end), word: folded(words, at..end), compound: false });
    }
    loose.push(Loose { span: words.span(at..at + 1), word: folded(words, at..at + 1), compound: words.joins(at + 1) });
}

/// The tokens folded as names are, with blanks between and hyphens left out.
fn folded(words: &Words, tokens: std::ops::Range<usize>) -> Box<str> {
    let mut name = String::new();
    for at in tokens.filter(|&at| !words.joins(at)) {
        if !name.is_empty() {
            name.push(' ');
        }
        fold_name_into(words.raw(at), &mut name);
    }
    name.into()
}

fn after_joint(words: &Words, at: usize) -> bool {
    at > 1 && words.joins(at - 1)
}

/// Somebody whom the article names in full.
struct Known {
    cluster: Arc<str>,
    entity: Option<Arc<str>>,
    kind: MentionType,
    /// Full names up to here.
    times: usize,
}

/// All who go on by one short name.
#[derive(Default)]
struct Namesakes {
    all: Vec<Known>,
    /// Paragraph and place in `all` of the one named last.
    last: Option<(usize, usize)>,
}

impl Namesakes {
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

/// The mentions of an article: its paragraphs in order, each with the byte at which it begins.
pub fn resolve<'f>(paragraphs: impl Iterator<Item = (usize, &'f Found)> + Clone) -> Vec<Mention> {
    let mut article = Article::read(paragraphs.clone());
    let mut mentions = Vec::new();
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

/// What the document pass knows.
struct Article<'f> {
    /// Full names as they stand in the article, to tell `Joachim Gauks` from `Johannes`.
    full: FxHashSet<&'f str>,
    namesakes: FxHashMap<&'f str, Namesakes>,
    introduced: FxHashSet<Arc<str>>,
}

impl<'f> Article<'f> {
    fn read(paragraphs: impl Iterator<Item = (usize, &'f Found)> + Clone) -> Self {
        let candidates = paragraphs.flat_map(|(_, found)| &found.candidates);
        let full = candidates.clone().filter(|candidate| names_in_full(candidate));
        let mut article = Self {
            full: full.clone().map(|candidate| &*candidate.name).collect(),
            namesakes: FxHashMap::default(),
            introduced: FxHashSet::default(),
        };
        for candidate in full {
            let Some(short) = candidate.short.as_deref() else { continue };
            let cluster = article.cluster(candidate);
            let namesakes = article.namesakes.entry(article.stem(candidate, short)).or_default();
            if namesakes.position(&cluster).is_none() {
                let entity = candidate.entity.clone();
                namesakes.all.push(Known { cluster, entity, kind: candidate.kind, times: 0 });
            }
        }
        article
    }

    /// Whether the last `s` of a name is a genitive: the article has the name without it, too.
    fn is_genitive(&self, candidate: &Candidate) -> bool {
        let without = || candidate.name.strip_suffix('s').is_some_and(|name| self.full.contains(name));
        candidate.stem_cluster.is_some() && without()
    }

    /// The short name, without a genitive.
    fn stem(&self, candidate: &Candidate, short: &'f str) -> &'f str {
        short.strip_suffix('s').filter(|_| self.is_genitive(candidate)).unwrap_or(short)
    }

    fn cluster(&self, candidate: &Candidate) -> Arc<str> {
        let stem = candidate.stem_cluster.as_ref().filter(|_| self.is_genitive(candidate));
        stem.unwrap_or(&candidate.cluster).clone()
    }

    fn named(&mut self, paragraph: usize, start: usize, candidate: &'f Candidate, mentions: &mut Vec<Mention>) {
        let mut mention = Mention {
            span: candidate.span.shift(start),
            kind: candidate.kind,
            form: candidate.form,
            entity: candidate.entity.clone(),
            cluster: self.cluster(candidate),
            confidence: candidate.confidence,
            introduction: None,
        };
        if let Some(short) = candidate.short.as_deref() {
            if names_in_full(candidate) {
                let short = self.stem(candidate, short);
                if let Some(namesakes) = self.namesakes.get_mut(short)
                    && let Some(at) = namesakes.position(&mention.cluster)
                {
                    namesakes.all[at].times += 1;
                    namesakes.last = Some((paragraph, at));
                }
            } else if let Some(namesakes) = self.namesakes.get(short) {
                let known = namesakes.meant(paragraph);
                (mention.entity, mention.cluster) = (known.entity.clone(), known.cluster.clone());
            }
        }
        let names_it = matches!(candidate.form, Form::Full | Form::Alias);
        let first = names_it && !self.introduced.contains(&mention.cluster);
        if first {
            self.introduced.insert(mention.cluster.clone());
        }
        let introduction = candidate.introduction.or_else(|| first.then_some(candidate.span));
        mention.introduction = introduction.map(|span| span.shift(start));
        mentions.push(mention);
    }

    fn loose(&self, paragraph: usize, start: usize, word: &Loose, mentions: &mut Vec<Mention>) {
        let span = word.span.shift(start);
        if mentions.last().is_some_and(|before| before.span.overlaps(span)) {
            return;
        }
        let stems = ["", "s", "'s"].iter().filter_map(|ending| word.word.strip_suffix(ending));
        let stems = stems.take(if word.compound { 1 } else { 3 });
        let Some(namesakes) = stems.filter_map(|stem| self.namesakes.get(stem)).next() else { return };
        let known = namesakes.meant(paragraph);
        mentions.push(Mention {
            span,
            kind: known.kind,
            form: if word.compound { Form::Compound } else { Form::Short },
            entity: known.entity.clone(),
            cluster: known.cluster.clone(),
            confidence: 0.8,
            introduction: None,
        });
    }
}

/// Whether a candidate introduces a short name.
fn names_in_full(candidate: &Candidate) -> bool {
    matches!(candidate.form, Form::Full | Form::Alias) && candidate.short.is_some()
}

/// `x:` and FNV-1a in 64 bits of the name and the type: the same in every article and on every machine.
fn hash(name: &str, kind: MentionType) -> String {
    let bytes = name.bytes().chain([b'/']).chain(kind.tag().bytes());
    let hash = bytes
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    format!("x:{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::names::NoNames;

    /// The mentions of an article, one paragraph a line, as `text → first full name of its cluster`.
    fn read(text: &str) -> Vec<String> {
        let lines: Vec<&str> = text.lines().collect();
        let start = |line: &str| line.as_ptr() as usize - text.as_ptr() as usize;
        let found: Vec<_> =
            lines.iter().map(|line| (start(line), in_paragraph(&Words::new(*line, Lang::De), &NoNames))).collect();
        let mentions = resolve(found.iter().map(|(start, found)| (*start, found)));
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
        assert_eq!(read(text)[1..], ["Lange → Anna Lange"]);
    }

    proptest::proptest! {
        #[test]
        fn mentions_stand_in_order_whatever_the_text(parts in proptest::collection::vec(0..PIECES.len(), 0..40)) {
            let text: String = parts.into_iter().map(|at| PIECES[at]).collect();
            let found = in_paragraph(&Words::new(text.as_str(), Lang::De), &NoNames);
            let mentions = resolve(std::iter::once((0, &found)));
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
            resolve(std::iter::once((0, &found)))[0].cluster.to_string()
        };
        assert_eq!(cluster("Anna Müller kam."), cluster("Der Plan von Anna Mu\u{308}ller"));
        assert!(cluster("Anna Müller kam.").starts_with("x:"));
    }
}
