//! From names to mentions, over the whole article: who is meant by a name that needs an introduction (`Kim`,
//! `Watling`). One cheap pass over what [`super::mentions`] found in each paragraph; it reads no text.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Mention;
use super::mentions::{Candidate, Folded, Found, Key, Loose};
use super::names::{Form, MentionType};

/// The mentions of an article: its paragraphs in order, each with the byte at which it begins.
pub fn resolve<'f>(paragraphs: impl Iterator<Item = (usize, &'f Found)> + Clone) -> Vec<Mention> {
    let mut article = Article::read(paragraphs.clone());
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

/// What the document pass knows.
struct Article<'f> {
    /// Full names as they stand in the article, to tell `Joachim Gauks` from `Johannes`.
    full: FxHashSet<Key<'f>>,
    namesakes: FxHashMap<Key<'f>, Namesakes>,
    introduced: FxHashSet<Arc<str>>,
}

impl<'f> Article<'f> {
    fn read(paragraphs: impl Iterator<Item = (usize, &'f Found)> + Clone) -> Self {
        let full = paragraphs.flat_map(|(_, found)| found.in_full.iter().map(|&at| &found.candidates[at]));
        let mut article = Self {
            full: full.clone().map(|candidate| candidate.name.whole()).collect(),
            namesakes: FxHashMap::default(),
            introduced: FxHashSet::default(),
        };
        for candidate in full {
            let Some(short) = &candidate.short else { continue };
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
        candidate.stem_cluster.is_some() && candidate.name.stem().is_some_and(|name| self.full.contains(&name))
    }

    /// The short name, without a genitive.
    fn stem(&self, candidate: &Candidate, short: &'f Folded) -> Key<'f> {
        short.stem().filter(|_| self.is_genitive(candidate)).unwrap_or(short.whole())
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
        if let Some(short) = &candidate.short {
            if candidate.names_in_full() {
                let short = self.stem(candidate, short);
                if let Some(namesakes) = self.namesakes.get_mut(&short)
                    && let Some(at) = namesakes.position(&mention.cluster)
                {
                    namesakes.all[at].times += 1;
                    namesakes.last = Some((paragraph, at));
                }
            } else if let Some(namesakes) = self.namesakes.get(&short.whole()) {
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
        let keys = word.word.keys().take(if word.compound { 1 } else { usize::MAX });
        let Some(namesakes) = keys.filter_map(|key| self.namesakes.get(&key)).next() else { return };
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
