//! A fact-checking report of articles, to be printed or sent on: which figures stand there and what backs them, who is
//! named, who is quoted, what is still open. Here is its content as plain data, in the reader's language; how it is
//! read, and each form, has a file beside. What is told of decisions and amounts elsewhere, the caller hands in.

mod content;
mod html;
mod json;
mod markdown;

use std::io::{Result, Write};
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::{Item, Stream};
use crate::analysis::Figure;
use crate::desk::Remark;
use crate::desk::backing::Backing;
use crate::lang::Lang;
use crate::messages::{forms, text};
use crate::text::PartialDate;
use content::Reader;

/// Every form by its name.
pub const FORMS: &[(&str, Form)] = &[("html", html::page), ("json", json::object), ("md", markdown::page)];

/// Puts a report into its last form.
pub type Form = fn(&Report) -> String;

/// What others know to tell.
#[derive(Clone, Copy)]
pub struct Teller {
    /// A decision in a line, in the reader's language.
    pub told: fn(&Remark, Lang) -> String,
    /// The key of the sentence that says why a figure is backed, or not.
    pub why: fn(&Figure) -> &'static str,
    /// How much a figure is: the text that holds it, the language of that and of the reader.
    pub amount: fn(&Figure, &str, Lang, Lang) -> Option<String>,
}

/// Gathers articles, and writes the report behind the last.
pub struct Writer {
    report: Report,
    teller: Teller,
    form: Form,
}

/// A report.
#[derive(Serialize)]
pub struct Report {
    /// The language of the reader.
    lang: Lang,
    /// Of all articles.
    sum: Sum,
    articles: Vec<Article>,
}

/// How many figures there are, and how they stand.
#[derive(Clone, Copy, Default, Serialize)]
struct Sum {
    figures: usize,
    backed: usize,
    verified: usize,
    missing: usize,
}

#[derive(Serialize)]
struct Article {
    title: String,
    file: String,
    #[serde(serialize_with = "iso")]
    date: Option<PartialDate>,
    lang: Lang,
    sum: Sum,
    /// What was decided about it as a whole.
    decisions: Vec<Told>,
    figures: Vec<Claim>,
    people: Vec<Named>,
    organisations: Vec<Named>,
    quotations: Vec<Speaker>,
    open: Vec<Open>,
}

/// Where something stands: the line from 1, the stretch in code points.
#[derive(Serialize)]
struct Place {
    line: usize,
    start: usize,
    end: usize,
}

/// A figure in its sentence, and what backs it.
#[derive(Serialize)]
struct Claim {
    #[serde(flatten)]
    place: Place,
    /// The sentence up to the figure.
    before: String,
    text: String,
    /// The sentence behind the figure.
    after: String,
    /// Where that tells more than the words.
    amount: Option<String>,
    value: f64,
    high: Option<f64>,
    unit: Option<Arc<str>>,
    approx: &'static str,
    #[serde(serialize_with = "tag")]
    backing: Backing,
    /// The words of the text, or of a comment in it, that vouch for it.
    source: Option<String>,
    /// Why it is vouched for, where neither these nor a decision tell.
    why: Option<String>,
    /// Where the words lead to on the web.
    url: Option<String>,
    decisions: Vec<Told>,
}

/// Somebody or something that is named.
#[derive(Serialize)]
struct Named {
    name: String,
    /// What the article says of them.
    role: Option<String>,
    mentions: usize,
    line: usize,
}

/// Whoever is quoted; without a name, nobody in the text says it.
#[derive(Serialize)]
struct Speaker {
    name: Option<String>,
    quotations: Vec<Quotation>,
}

#[derive(Serialize)]
struct Quotation {
    #[serde(flatten)]
    place: Place,
    text: String,
    decisions: Vec<Told>,
}

/// A decision.
#[derive(Serialize)]
struct Told {
    kind: &'static str,
    /// What, who and when, in the reader's language.
    text: String,
    /// The address that this text holds.
    url: Option<String>,
    creator: Option<String>,
    created: Option<String>,
}

/// Something that somebody has to look at.
#[derive(Serialize)]
struct Open {
    line: Option<usize>,
    /// The words that it is about.
    on: Option<String>,
    #[serde(flatten)]
    told: Told,
}

impl Writer {
    /// A report for a reader of a language.
    pub fn new(form: Form, teller: Teller, lang: Lang) -> Self {
        Self { report: Report { lang, sum: Sum::default(), articles: vec![] }, teller, form }
    }
}

impl Stream for Writer {
    fn article(&mut self, item: &Item<'_>, _: &mut dyn Write) -> Result<()> {
        let article = Reader { item, teller: self.teller, lang: self.report.lang }.article();
        self.report.sum.add(article.sum);
        self.report.articles.push(article);
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write) -> Result<()> {
        out.write_all((self.form)(&self.report).as_bytes())
    }
}

impl Sum {
    fn of(figures: &[Claim]) -> Self {
        let backed = figures.iter().filter(|claim| claim.backing.holds()).count();
        let verified = figures.iter().filter(|claim| claim.backing == Backing::Verified).count();
        Self { figures: figures.len(), backed, verified, missing: figures.len() - backed }
    }

    fn add(&mut self, other: Self) {
        self.figures += other.figures;
        self.backed += other.backed;
        self.verified += other.verified;
        self.missing += other.missing;
    }

    /// Each number with the key of its label.
    fn parts(self) -> [(&'static str, usize); 4] {
        [
            ("report.figures", self.figures),
            ("report.backed", self.backed),
            ("report.verified", self.verified),
            ("report.missing", self.missing),
        ]
    }
}

impl Told {
    /// The text before its address, the address, and what stands behind.
    fn parts(&self) -> Option<(&str, &str, &str)> {
        let url = self.url.as_deref()?;
        self.text.split_once(url).map(|(before, after)| (before, url, after))
    }
}

/// The title of the report: of its only article, else how many there are.
fn title(report: &Report) -> String {
    match &report.articles[..] {
        [article] => article.title.clone(),
        articles => text(report.lang, "archive.articles", &[("count", &articles.len().to_string())]),
    }
}

/// A date in the reader's words.
fn dated(date: PartialDate, lang: Lang) -> String {
    forms::date(lang, date.year, date.month, date.day)
}

/// What a language is called.
fn language(of: Lang, lang: Lang) -> String {
    text(lang, &format!("languages.{}", of), &[])
}

/// The mark beside the word for how well a figure is backed.
fn sign(backing: Backing) -> char {
    match backing {
        Backing::Verified => '✓',
        Backing::Vouched => '•',
        Backing::Disputed => '!',
        Backing::Vague => '?',
        Backing::Unsourced => '×',
    }
}

fn iso<S: Serializer>(date: &Option<PartialDate>, to: S) -> std::result::Result<S::Ok, S::Error> {
    date.map(|date| date.to_string()).serialize(to)
}

fn tag<S: Serializer>(backing: &Backing, to: S) -> std::result::Result<S::Ok, S::Error> {
    to.serialize_str(backing.tag())
}
