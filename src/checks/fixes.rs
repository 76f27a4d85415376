//! What a person can do about findings with one click: write something else, name a source, not be told any more. In
//! Markdown and HTML, comments keep such a decision, and the head of an article in Markdown; a plain text stays as it is,
//! and its sidecar does.

use std::collections::BTreeSet;
use std::path::Path;

use super::{Finding, run};
use crate::analysis::{Cancel, Cancelled, Class, Figure, Status};
use crate::desk::library::at_hand;
use crate::desk::switch::{self, Switched};
use crate::desk::{Document, Reading, Remark, Snapshot};
use crate::ledger::{Body, COMPARED, Decision, Verdict};
use crate::messages::{remarks, text};
use crate::text::{Article, Format, Order, Span, front_edit};

/// One thing to do.
#[derive(Debug)]
pub struct Fix {
    /// What it is called in the menu, in the user's language.
    pub title: String,
    /// The findings that it answers: of this code, at this place or wherever they are.
    pub code: &'static str,
    pub place: Option<Span>,
    pub change: Change,
}

/// What it changes.
#[derive(Debug)]
pub enum Change {
    /// The article: what goes, and what comes in its place.
    Article(Span, String),
    /// The settings of the workspace folder.
    Settings(Switched),
    /// What is to be kept beside the article, about a place of it or all of it.
    Annotation(Option<Span>, Body),
    /// The decision of this id, to be taken back.
    Withdrawal(String),
}

/// With more findings in a selection, only what answers all of a kind is offered.
const ONE_BY_ONE: usize = 10;

/// So many sources that are at hand are offered.
const SOURCES: usize = 3;

/// What can be done about the findings that touch a stretch of a document, in the order in which to offer it.
pub fn fixes(desk: &Snapshot, document: &Document, stretch: Span, cancel: &Cancel) -> Result<Vec<Fix>, Cancelled> {
    let reading = document.reading(desk, cancel)?;
    let touched = |span: Span| span.overlaps(stretch) || span.touches(stretch.start);
    let (told, dismissed): (Vec<Finding>, Vec<Finding>) = run(&reading, desk, cancel)?
        .into_iter()
        .filter(|finding| touched(finding.span))
        .partition(|finding| !finding.suppressed);
    let mut offers = Offers { desk, document, reading: &reading, fixes: Vec::new() };
    if told.len() <= ONE_BY_ONE {
        told.iter().for_each(|finding| offers.at(finding));
    }
    for code in told.iter().map(|finding| finding.code).collect::<BTreeSet<_>>() {
        offers.of_kind(code);
    }
    for remark in &reading.trail {
        let order = remark.annotation.order();
        let ignores = |finding: &Finding| matches!(&order, Some(Order::Ignore(codes)) if finding.is_of(codes));
        if remark.place().is_some_and(touched) && (remark.is_local() || dismissed.iter().any(ignores)) {
            offers.withdrawal(remark);
        }
    }
    Ok(offers.fixes)
}

struct Offers<'a> {
    desk: &'a Snapshot,
    document: &'a Document,
    reading: &'a Reading,
    fixes: Vec<Fix>,
}

impl Offers<'_> {
    fn offer(&mut self, key: &str, args: &[(&str, &str)], code: &'static str, place: Option<Span>, change: Change) {
        let title = text(self.desk.speaks, &format!("fix.{key}"), args);
        self.fixes.push(Fix { title, code, place, change });
    }

    /// About one finding.
    fn at(&mut self, finding: &Finding) {
        let (code, place) = (finding.code, Some(finding.span));
        let (takes_comments, lacks_source) = (self.document.format != Format::Plain, self.lacks_source(finding.span));
        if let Some((there, words)) =
            finding.instead.as_ref().filter(|(there, _)| self.reading.article.is_plain(*there))
        {
            self.offer("instead", &[("words", words)], code, place, Change::Article(*there, words.clone()));
        }
        let beside = |verdict, codes| {
            self.home().map(|_| Change::Annotation(place, Body::Decision(Decision { verdict, codes, reason: None })))
        };
        let comment = |words: &str| {
            let behind = self.behind_sentence(finding.span);
            behind.map(|behind| Change::Article(behind, format!(" <!-- {words} -->")))
        };
        // the key of each, what it is about, and what it changes
        let mut offered: Vec<(&str, String, Option<Change>)> = Vec::new();
        let mut push = |key, change| offered.push((key, code.to_owned(), change));
        if lacks_source {
            let own = Order::Source(text(self.reading.analysis.lang.0, "fix.own-reporting", &[]), None);
            if takes_comments {
                push("source", comment("src:"));
                push("own", comment(&own.to_string()));
            } else {
                push("own", beside(Verdict::OwnReporting, vec![]));
            }
            push("protected", beside(Verdict::Protected, vec![]));
            push("common", beside(Verdict::CommonKnowledge, vec![]));
        }
        if COMPARED.contains(&code) {
            push("distinct", beside(Verdict::Distinct, vec![]));
        }
        let codes = vec![code.to_owned()];
        let ignore = Order::Ignore(codes.clone()).to_string();
        push("here", if takes_comments { comment(&ignore) } else { beside(Verdict::Dismissed, codes) });
        if lacks_source && takes_comments {
            // two dashes could end the comment
            let known = at_hand(self.desk, self.reading).filter(|it| !it.to_string().contains("--")).take(SOURCES);
            offered.extend(known.map(|it| ("known", it.name().to_owned(), comment(&format!("src: {it}")))));
        }
        for (key, about, change) in offered {
            let args = [("code", &*about), ("words", &*about)];
            change.into_iter().for_each(|change| self.offer(key, &args, code, place, change));
        }
    }

    /// About all findings of a code.
    fn of_kind(&mut self, code: &'static str) {
        let in_article = match self.document.format {
            Format::Markdown => {
                front_edit::ignoring(&self.reading.article.source, code).map(|(place, new)| Change::Article(place, new))
            }
            Format::Plain | Format::Html => {
                let codes = vec![code.to_owned()];
                let decision = Decision { verdict: Verdict::Dismissed, codes, reason: None };
                self.home().map(|_| Change::Annotation(None, Body::Decision(decision)))
            }
        };
        let in_folder = self.home().and_then(|folder| switch::off(folder, code)).map(Change::Settings);
        let args = &[("code", code)];
        in_article.into_iter().for_each(|change| self.offer("article", args, code, None, change));
        in_folder.into_iter().for_each(|change| self.offer("workspace", args, code, None, change));
    }

    fn withdrawal(&mut self, Remark { annotation, .. }: &Remark) {
        let (kind, words) = (annotation.tag(), &*annotation.words());
        let what = remarks::what(self.desk.speaks, &remarks::Remark { kind, words, creator: None, created: None });
        self.offer("again", &[("what", &what)], "", None, Change::Withdrawal(annotation.id.clone()));
    }

    /// The folder that keeps decisions about the article.
    fn home(&self) -> Option<&Path> {
        self.desk.sidecars.home(&self.document.path).map(|(folder, _)| folder)
    }

    /// Whether a figure stands here that nobody vouches for.
    fn lacks_source(&self, place: Span) -> bool {
        let lacks = |figure: &Figure| matches!(figure.status, Status::Unsourced | Status::Vague);
        let mut figures = self.reading.analysis.figures.iter().filter(|figure| figure.class == Class::Claim);
        figures.any(|figure| figure.span == place && lacks(figure))
    }

    /// Right behind the sentence that holds a place, and behind the link, the footnote mark and the emphasis that end there.
    fn behind_sentence(&self, place: Span) -> Option<Span> {
        let (start, paragraph) = self.reading.analysis.paragraph(place.start)?;
        let words = &paragraph.words;
        let tokens = words.tokens_of(Span::new(place.start - start, place.end - start));
        let end = start + words.span(words.sentence(tokens.end.checked_sub(1)?)).end;
        let article @ Article { text, blocks, .. } = &self.reading.article;
        let links = blocks.iter().filter(|block| block.span.start == start).flat_map(|block| &block.links);
        let behind_emphasis = |at: usize| at + text[at..].len() - text[at..].trim_start_matches(['*', '_']).len();
        let mut at = behind_emphasis(article.behind(end));
        for link in links.filter(|link| link.end > end) {
            if link.start <= at {
                at = behind_emphasis(link.end);
            }
        }
        (place.end <= at).then_some(Span::new(at, at))
    }
}
