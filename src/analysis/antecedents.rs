//! Whom a function means that stands in place of a name (`der Kremlchef`): the one whom the article introduces with it, or
//! who held that office on the article's date. Over the whole article, after [`super::namesakes`]; where more than one may
//! be meant, or nobody is known, it is no mention.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Mention;
use super::figures::Placed;
use super::names::{Form, MentionType, Names, Office};
use super::roles::{Role, Standing};
use crate::lang::Lang;
use crate::lang::people::{People, Whose};
use crate::text::{Block, PartialDate, ZoneKind};

/// The mentions of an article, with those functions among them that mean somebody. A name inside such a phrase
/// (`nordkoreanische`) is no mention by itself.
pub fn resolve(
    blocks: &[(&Block, Arc<Placed>)],
    mentions: Vec<Mention>,
    names: &dyn Names,
    lang: Lang,
    date: Option<PartialDate>,
) -> Vec<Mention> {
    if blocks.iter().all(|(_, placed)| placed.paragraph.roles.is_empty()) {
        return mentions;
    }
    let mut article = Article::new(&mentions, names, lang, date);
    let mut found = Vec::new();
    let mut first = 0;
    for (block, placed) in blocks {
        let here = first..first + mentions[first..].partition_point(|mention| mention.span.start < block.span.end);
        first = here.end;
        article.introduce(block, placed, here);
        for role in placed.paragraph.roles.iter().filter(|role| role.bearer.is_none()) {
            match article.meant(role) {
                Some(who) => found.push(mention(role, block.span.start, who)),
                None => article.rival(role, block.kind),
            }
        }
    }
    merge(mentions, found)
}

/// Somebody who may be meant: cluster, and whether it is an entity.
type Somebody<'a> = (&'a Arc<str>, bool);

/// Of how many of the persons so far it is known whether they held an office, and who of them did.
type Held<'a> = (usize, Vec<&'a Arc<str>>);

struct Article<'a> {
    mentions: &'a [Mention],
    names: &'a dyn Names,
    people: &'static People,
    lang: Lang,
    date: Option<PartialDate>,
    /// By their stems, the functions so far, and who bears each; nobody known bears some.
    introduced: FxHashMap<&'a str, Vec<(Option<Somebody<'a>>, &'a Role)>>,
    /// The entities so far that are persons, each once.
    known: Vec<&'a Arc<str>>,
    seen: FxHashSet<&'a Arc<str>>,
    /// By the words of a function.
    held: FxHashMap<(&'a str, &'a str), Held<'a>>,
}

/// Where an article has more functions of one kind, who of them is meant is not looked for.
const CROWD: usize = 64;

impl<'a> Article<'a> {
    fn new(mentions: &'a [Mention], names: &'a dyn Names, lang: Lang, date: Option<PartialDate>) -> Self {
        let (introduced, known, seen, held) = Default::default();
        Self { mentions, names, people: People::of(lang), lang, date, introduced, known, seen, held }
    }

    /// Takes in whom a paragraph introduces, and whom it names.
    fn introduce(&mut self, block: &Block, placed: &'a Placed, here: Range<usize>) {
        let here = &self.mentions[here];
        for role in &placed.paragraph.roles {
            let Some(bearer) = role.bearer.map(|at| &placed.paragraph.found.candidates[at]) else { continue };
            let span = bearer.span.shift(block.span.start);
            let named = here.iter().find(|mention| mention.span == span);
            // a short name may be that of a namesake: `President Muster`, where only Anna Muster is named in full
            let certain = named.filter(|mention| mention.form != Form::Short || mention.cluster == bearer.cluster);
            self.bears(certain.map(|mention| (&mention.cluster, mention.entity.is_some())), role);
        }
        let persons = here.iter().filter(|mention| mention.kind == MentionType::Person);
        self.known.extend(persons.filter_map(|person| person.entity.as_ref()).filter(|id| self.seen.insert(id)));
    }

    /// Notes a function and who bears it, once.
    fn bears(&mut self, who: Option<Somebody<'a>>, role: &'a Role) {
        for stem in role.stems() {
            let all = self.introduced.entry(stem).or_default();
            if all.len() <= CROWD && !all.iter().any(|(other, like)| *other == who && like.is_like(role)) {
                all.push((who, role));
            }
        }
    }

    /// Takes in somebody without a name who may be meant further on. Headlines leave out articles: theirs stand for those
    /// whom the text introduces, and so does `der Trainer` before anybody was called one.
    fn rival(&mut self, role: &'a Role, zone: ZoneKind) {
        let headline = matches!(zone, ZoneKind::Title | ZoneKind::Heading | ZoneKind::Kicker | ZoneKind::Lead);
        let told = match role.standing {
            Standing::Other => true,
            Standing::Bare => !headline,
            Standing::Definite => role.of.is_some() || role.is_marked() || !role.beside.is_empty(),
        };
        if told {
            self.bears(None, role);
        }
    }

    fn meant(&mut self, role: &'a Role) -> Option<(Arc<str>, bool)> {
        if role.standing != Standing::Definite {
            return None;
        }
        self.antecedent(role).or_else(|| Some((self.in_office(role)?, true)))
    }

    /// The only one so far whose function this may be; of those whom the article does not introduce, whoever held such an
    /// office on its date counts too.
    fn antecedent(&mut self, role: &'a Role) -> Option<(Arc<str>, bool)> {
        let all = self.introduced.get(role.stems()[0]).map_or(&[][..], Vec::as_slice);
        if all.len() > CROWD {
            return None;
        }
        let mut fitting: FxHashSet<Option<Somebody<'_>>> =
            all.iter().filter(|(_, other)| role.fits(other)).map(|(who, _)| *who).collect();
        if role.of.is_none()
            && !role.is_marked()
            && role.beside.is_empty()
            && let Some(date) = self.date.filter(|date| role.year.is_none_or(|year| year == date.year))
        {
            let (asked, mut held) = self.held.remove(&(&*role.words, &*role.noun)).unwrap_or_default();
            let nouns = self.nouns(role);
            let holds = |id: &&&Arc<str>| self.names.holds(id, &nouns, self.lang, date);
            held.extend(self.known[asked..].iter().filter(holds));
            fitting.extend(held.iter().map(|id| Some((*id, true))));
            self.held.insert((&role.words, &role.noun), (self.known.len(), held));
        }
        let mut fitting = fitting.into_iter();
        let (cluster, known) = fitting.next()??;
        fitting.next().is_none().then(|| (cluster.clone(), known))
    }

    /// Who held the office on the article's date, where the words tell which one it is.
    fn in_office(&self, role: &Role) -> Option<Arc<str>> {
        let date = self.date.filter(|date| role.year.is_none_or(|year| year == date.year))?;
        let only = self.people.offices(&role.words).is_some_and(|offices| offices.whose == Whose::Only);
        if !only && (role.is_marked() || role.of.is_none()) {
            return None;
        }
        let nouns = self.nouns(role);
        let of = role.of.as_deref().filter(|_| !only);
        let mut holders = self.names.holders(Office { nouns: &nouns, of, lang: self.lang }, date).into_iter();
        let holder = holders.next().filter(|_| holders.next().is_none())?;
        // `die Befugnisse des US-Präsidenten` are those of any, if the article is about somebody else
        let named = |mention: &Mention| mention.entity.as_ref() == Some(&holder);
        (!role.genitive || self.mentions.iter().any(named)).then_some(holder)
    }

    /// What the office may be called.
    fn nouns<'r>(&self, role: &'r Role) -> Vec<&'r str> {
        let offices = self.people.offices(&role.words).or_else(|| self.people.offices(&role.noun));
        offices.map_or_else(|| vec![&*role.noun], |offices| offices.nouns.iter().map(String::as_str).collect())
    }
}

fn mention(role: &Role, start: usize, (cluster, known): (Arc<str>, bool)) -> Mention {
    Mention {
        span: role.span.shift(start),
        kind: MentionType::Person,
        form: Form::Role,
        entity: known.then(|| cluster.clone()),
        cluster,
        confidence: 0.7,
        introduction: None,
        short: None,
        role: None,
    }
}

/// Both in one order; what stands inside one of the found goes.
fn merge(mut mentions: Vec<Mention>, found: Vec<Mention>) -> Vec<Mention> {
    let mut within = found.iter().peekable();
    mentions.retain(|mention| {
        while within.next_if(|role| role.span.end <= mention.span.start).is_some() {}
        within.peek().is_none_or(|role| !role.span.overlaps(mention.span))
    });
    mentions.extend(found);
    mentions.sort_by_key(|mention| mention.span.start);
    mentions
}

#[cfg(test)]
mod tests {
    use super::super::{Cancel, Context, analyse};
    use super::*;
    use crate::analysis::names::NoNames;
    use crate::text::{Article, Format};

    /// The functions of an article that mean somebody, as `text → full name`.
    fn read(text: &str, lang: Lang) -> Vec<String> {
        let article = Article::parse(text, Format::Plain, None);
        let context = Context { lang: Some(lang), date: None, names: &NoNames, cancel: &Cancel::default() };
        let mentions = analyse(&article, &context, None).unwrap().mentions;
        assert!(mentions.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "{mentions:?}");
        let name = |cluster: &str| {
            let first = mentions.iter().find(|it| *it.cluster == *cluster && it.form != Form::Role);
            first.map_or("?", |it| it.span.of(text))
        };
        let roles = mentions.iter().filter(|mention| mention.form == Form::Role);
        roles.map(|role| format!("{} → {}", role.span.of(text), name(&role.cluster))).collect()
    }

    fn german(text: &str) -> Vec<String> {
        read(&format!("Ein Bericht\n\n{text}"), Lang::De)
    }

    #[test]
    fn a_function_means_whom_the_article_introduces_with_it() {
        assert_eq!(
            german(
                "Anna Muster, Brücken-Expertin am Institut, sprach. Die Expertin warnte vor Rost, „so die Expertin“."
            ),
            ["Expertin → Anna Muster", "Expertin → Anna Muster"]
        );
        assert_eq!(
            german("Es kam der Gemeindesprecher Otto Beispiel.\n\nDie Fragen des Sprechers blieben offen."),
            ["Sprechers → Otto Beispiel"]
        );
        assert_eq!(
            german("Die Sprecherin des Verbands, Berta Muster, kam. Die Sprecherin des Verbands schwieg."),
            ["Sprecherin → Berta Muster"]
        );
    }

    #[test]
    fn where_two_may_be_meant_it_is_nobody() {
        for text in [
            "Der Trainer Otto Beispiel kam, ebenso Trainer Max Muster. Der Trainer lachte.",
            "Gemeindesprecher Otto Beispiel kam. Ein Sprecher des Verbands auch. Der Sprecher lachte.",
            "Gemeindesprecher Otto Beispiel kam. Der Sprecher des Verbands lachte.",
            "Der Sprecher Otto Beispiel kam. Die Sprecherin lachte, die Sprecher auch, und die Rede der Sprecher half.",
            "Der Trainer lachte.",
        ] {
            assert_eq!(german(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn another_function_is_told_by_what_stands_before() {
        for text in [
            "Der stellvertretende Leiter Otto Beispiel kam. Der Leiter schwieg.",
            "Vizekanzlerin Anna Muster kam. Die Kanzlerin schwieg.",
            "Leiter Otto Beispiel kam. Der frühere Leiter schwieg.",
            "Leiter Otto Beispiel kam. Er hat das Amt des Leiters.",
        ] {
            assert_eq!(german(text), [""; 0], "{text}");
        }
        assert_eq!(
            german("Der frühere Leiter Otto Beispiel kam. Der frühere Leiter schwieg."),
            ["frühere Leiter → Otto Beispiel"]
        );
    }

    #[test]
    fn english_functions_have_small_words() {
        let read = |text: &str| read(&format!("A report\n\n{text}"), Lang::En);
        assert_eq!(read("The bridge engineer Ben Sample came. The engineer said it’s old."), ["engineer → Ben Sample"]);
        assert_eq!(
            read("Jane Sample, a spokeswoman for the council, came. The spokeswoman left."),
            ["spokeswoman → Jane Sample"]
        );
        assert_eq!(read("Deputy mayor Ben Sample came. The mayor left."), [""; 0]);
        assert_eq!(read("The mayor Ben Sample came. She is the mayor."), [""; 0]);
    }
}
