//! What a person can do about findings with one click: write something else, name a source, not be told any more. In
//! Markdown, comments and the head of the article keep such a decision; a plain text stays as it is, and its sidecar does.

use super::{Finding, run};
use crate::analysis::{Class, Status};
use crate::desk::switch::{self, Switched};
use crate::desk::{Document, Reading, Snapshot};
use crate::ledger::Note;
use crate::messages::text;
use crate::text::{Format, Order, Span, front_edit};

/// One thing to do.
#[derive(Debug)]
pub struct Fix {
    /// What it is called in the menu, in the user's language.
    pub title: String,
    /// The finding that it is about.
    pub code: String,
    /// There is hardly another way.
    pub preferred: bool,
    pub change: Change,
}

/// What it changes.
#[derive(Debug)]
pub enum Change {
    /// The article: what goes, and what comes in its place.
    Article(Span, String),
    /// The settings of the workspace folder.
    Settings(Switched),
    /// A decision to be kept beside the article, about a place of it or all of it.
    Note(Option<Span>, Order),
    /// The decision of this id, to be taken back.
    Withdrawal(String),
}

/// What can be done about the findings that touch a stretch of a document, in the order in which to offer it.
pub fn fixes(desk: &Snapshot, document: &Document, reading: &Reading, stretch: Span) -> Vec<Fix> {
    let touched = |span: Span| span.overlaps(stretch) || span.touches(stretch.start);
    let (told, dismissed): (Vec<Finding>, Vec<Finding>) =
        run(reading, desk).into_iter().filter(|finding| touched(finding.span)).partition(|finding| !finding.suppressed);
    let mut desk = Offers { desk, document, reading, fixes: Vec::new() };
    told.iter().for_each(|finding| desk.about(finding));
    for (note, place) in desk.desk.sidecars.notes(&document.path, &reading.article.text) {
        let dismisses =
            |finding: &Finding| matches!(&note.order, Order::Ignore(codes) if codes.iter().any(|c| c == finding.code));
        if touched(place) && (note.anchor.is_some() || dismissed.iter().any(dismisses)) {
            desk.withdrawal(note);
        }
    }
    desk.fixes
}

struct Offers<'a> {
    desk: &'a Snapshot,
    document: &'a Document,
    reading: &'a Reading,
    fixes: Vec<Fix>,
}

impl Offers<'_> {
    fn offer(&mut self, key: &str, code: &str, args: &[(&str, &str)], change: Change) {
        let preferred = matches!(key, "instead");
        let title = text(self.desk.speaks, &format!("fix.{key}"), args);
        self.fixes.push(Fix { title, code: code.to_owned(), preferred, change });
    }

    fn about(&mut self, finding: &Finding) {
        let code = finding.code;
        if let Some((place, words)) = &finding.instead {
            self.offer("instead", code, &[("words", words)], Change::Article(*place, words.clone()));
        }
        let own = || text(self.reading.analysis.lang.0, "fix.own-reporting", &[]);
        let ignore = || Order::Ignore(vec![code.to_owned()]);
        let figures = &self.reading.analysis.figures;
        let lacks_source = figures.iter().any(|figure| {
            figure.span == finding.span
                && figure.class == Class::Claim
                && matches!(figure.status, Status::Unsourced | Status::Vague)
        });
        let named = &[("code", code)];
        match self.document.format {
            Format::Markdown => {
                let behind = self.behind_sentence(finding.span);
                let comment = |words: &str| behind.map(|at| Change::Article(at, format!(" <!-- {words} -->")));
                let source = comment("src:").filter(|_| lacks_source);
                let reporting = comment(&Order::Source(own(), None).to_string()).filter(|_| lacks_source);
                let here = comment(&ignore().to_string());
                let head = front_edit::ignoring(&self.reading.article.text, code);
                source.into_iter().for_each(|change| self.offer("source", code, &[], change));
                reporting.into_iter().for_each(|change| self.offer("own", code, &[], change));
                here.into_iter().for_each(|change| self.offer("here", code, named, change));
                head.into_iter().for_each(|(at, new)| self.offer("article", code, named, Change::Article(at, new)));
            }
            Format::Plain if self.desk.sidecars.home(&self.document.path).is_some() => {
                if lacks_source {
                    let reporting = Change::Note(Some(finding.span), Order::Source(own(), None));
                    self.offer("own", code, &[], reporting);
                }
                self.offer("here", code, named, Change::Note(Some(finding.span), ignore()));
                self.offer("article", code, named, Change::Note(None, ignore()));
            }
            Format::Plain => {}
        }
        let folder = self.desk.sidecars.home(&self.document.path).map(|(folder, _)| folder);
        let switched = folder.and_then(|folder| switch::off(folder, code));
        switched.into_iter().for_each(|switched| self.offer("workspace", code, named, Change::Settings(switched)));
    }

    fn withdrawal(&mut self, note: Note) {
        let (order, code) = match &note.order {
            Order::Ignore(codes) => (codes.join(", "), codes.join(", ")),
            Order::Source(source, _) => (source.clone(), String::new()),
        };
        self.offer("again", &code, &[("order", &order)], Change::Withdrawal(note.id));
    }

    /// Right behind the sentence that holds a place, and behind the markup that closes there.
    fn behind_sentence(&self, place: Span) -> Option<Span> {
        let (start, paragraph) = self.reading.analysis.paragraph(place.start)?;
        let words = &paragraph.words;
        let tokens = words.tokens_of(Span::new(place.start - start, place.end - start));
        let end = start + words.span(words.sentence(tokens.end.checked_sub(1)?)).end;
        let at = end + markup(&self.reading.article.text[end..]);
        (place.end <= at).then_some(Span::new(at, at))
    }
}

/// So many bytes of emphasis, link and footnote marks end here.
fn markup(text: &str) -> usize {
    let mut rest = text;
    loop {
        let link = rest.strip_prefix("](").and_then(|target| target.split_once(')')).map(|(_, behind)| behind);
        let note = rest.strip_prefix("[^").and_then(|name| name.split_once(']')).map(|(_, behind)| behind);
        match link.or(note).or(rest.strip_prefix(['*', '_'])) {
            Some(behind) => rest = behind,
            None => return text.len() - rest.len(),
        }
    }
}
