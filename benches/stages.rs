//! How fast each stage of the analysis reads, in MB of text a second: `cargo bench`, with `-- NAME` one stage alone.
//! Compare figures of one run only.

mod support;

use std::hint::black_box;
use std::time::Instant;

use beleg::analysis::figures::{Setup, place};
use beleg::analysis::names::NoNames;
use beleg::analysis::paragraph::paragraph;
use beleg::analysis::quotes::quoted;
use beleg::analysis::sources::attribution;
use beleg::analysis::words::Words;
use beleg::analysis::{Cancel, Context, analyse, mentions, numbers, sentences, times, tokens};
use beleg::kb::Kb;
use beleg::lang::Lang;
use beleg::text::kept::Kept;
use beleg::text::{Article, Format, ZoneKind};

/// So much text is read.
const BYTES: usize = 400_000;

/// An article has about so many bytes, as a long report.
const ARTICLE: usize = 10_000;

/// Each stage runs again and again for so long; its fastest round counts, since nobody else used the machine in that one.
const SECONDS: f64 = 0.5;

fn main() {
    let text = support::repeated(&support::corpus(), BYTES);
    let kb = Kb::builtin();
    let paragraphs: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    let words: Vec<Words> = paragraphs.iter().map(|p| Words::new(*p, Lang::De)).collect();
    let found: Vec<_> = words.iter().map(|w| (w, numbers::numbers(w), quoted(w))).collect();

    println!("{} bytes of fixtures", text.len());
    measure("tokens", &text, || paragraphs.iter().map(|p| tokens::tokens(p).len()).sum());
    let cut: Vec<_> = paragraphs.iter().map(|p| (p, tokens::tokens(p))).collect();
    measure("sentences", &text, || cut.iter().map(|(p, t)| sentences::sentences(p, t, Lang::De).len()).sum());
    measure("words", &text, || paragraphs.iter().map(|p| Words::new(*p, Lang::De).sentences.len()).sum());
    measure("numbers", &text, || words.iter().map(|w| numbers::numbers(w).len()).sum());
    measure("times", &text, || found.iter().map(|(w, n, _)| times::expressions(w, n).len()).sum());
    measure("mentions, no names", &text, || {
        words.iter().map(|w| mentions::in_paragraph(w, &NoNames).spans().count()).sum()
    });
    measure("mentions", &text, || words.iter().map(|w| mentions::in_paragraph(w, &*kb).spans().count()).sum());
    measure("quotations", &text, || words.iter().map(|w| quoted(w).len()).sum());
    measure("sources", &text, || {
        let read =
            |(w, _, q): &(&Words, _, Vec<_>)| w.sentences.iter().filter_map(|s| attribution(w, s, q, &[])).count();
        found.iter().map(read).sum()
    });
    measure("articles as text", &text, || Article::parse(text.as_str(), Format::Plain, None).blocks.len());
    let line = |line: &str| format!("<p>{}</p>\n", line.replace('ü', "&uuml;").replace("Franken", "<b>Franken</b>"));
    let html: String = text.lines().map(line).collect();
    measure("articles in HTML as text", &html, || Article::parse(html.as_str(), Format::Html, None).blocks.len());
    let article = Article::parse(text.as_str(), Format::Plain, None);
    let cancel = Cancel::default();
    let cx = Context { lang: Some(Lang::De), date: None, names: &*kb, cancel: &cancel };
    let read: Vec<_> = article
        .blocks
        .iter()
        .map(|block| paragraph(block.prose(), Lang::De, &*kb, None, &mut Kept::default()))
        .collect();
    let setup = Setup { date: None, sport: false };
    measure("figures", &text, || {
        let mut placed = Kept::default();
        read.iter().map(|read| place(read, ZoneKind::Paragraph, setup, None, &mut placed).times.len()).sum()
    });
    let articles: Vec<Article> =
        pieces(&text, ARTICLE).into_iter().map(|text| Article::parse(text, Format::Plain, None)).collect();
    let cold = |article: &Article| analyse(article, &cx, None).unwrap().figures.len();
    measure("all stages, cold", &text, || articles.iter().map(cold).sum());
    measure("one article of 10 kB, cold", &articles[0].text, || cold(&articles[0]));
    measure("one article of all, cold", &text, || cold(&article));
    let before = analyse(&article, &cx, None).unwrap();
    measure("all stages, nothing changed", &text, || analyse(&article, &cx, Some(&before)).unwrap().figures.len());
}

fn measure(name: &str, text: &str, mut stage: impl FnMut() -> usize) {
    if std::env::args().skip(1).any(|wanted| !wanted.starts_with('-') && wanted != name) {
        return;
    }
    black_box(stage());
    let start = Instant::now();
    let mut fastest = f64::INFINITY;
    while start.elapsed().as_secs_f64() < SECONDS {
        let round = Instant::now();
        black_box(stage());
        fastest = fastest.min(round.elapsed().as_secs_f64());
    }
    println!("{name:28} {:8.1} MB/s {:8.2} ms", text.len() as f64 / 1e6 / fastest, fastest * 1e3);
}

/// The lines of a text in pieces of about so many bytes.
fn pieces(text: &str, bytes: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(end) = rest.bytes().skip(bytes).position(|byte| byte == b'\n') {
        let (piece, behind) = rest.split_at(bytes + end + 1);
        pieces.push(piece);
        rest = behind;
    }
    pieces.push(rest);
    pieces
}
