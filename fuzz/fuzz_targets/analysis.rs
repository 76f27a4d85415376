//! Any text, plain, Markdown and HTML, in both languages: nothing panics, and all that is found lies in the text, in order.
#![no_main]

#[path = "../lies.rs"]
mod lies;

use std::sync::LazyLock;

use beleg::analysis::{Cancel, Context};
use beleg::checks;
use beleg::desk::layer::{Layer, Origin};
use beleg::desk::{Reading, Settings, Snapshot};
use beleg::lang::Lang;
use beleg::text::{Article, Format};
use libfuzzer_sys::fuzz_target;

/// With every check on.
static DESK: LazyLock<Snapshot> = LazyLock::new(|| {
    let codes: Vec<_> = checks::ALL.iter().map(|check| check.code()).collect();
    let on: String = codes.iter().map(|code| format!("checks.{code} = \"on\"\n")).collect();
    let settings = Settings::resolve([&Layer::of_toml(Origin::Default, &on)], &codes).0;
    Snapshot { settings: settings.into(), ..Snapshot::default() }
});

fuzz_target!(|text: &str| {
    for format in [Format::Plain, Format::Markdown, Format::Html] {
        for lang in [Lang::De, Lang::En] {
            read(text, format, lang);
        }
    }
});

fn read(text: &str, format: Format, lang: Lang) {
    let article = Article::parse(text, format, None);
    lies::article(&article, text);
    let cancel = Cancel::default();
    let cx = Context { lang: Some(lang), date: None, names: &*DESK.kb, cancel: &cancel };
    let reading = Reading::new(article, &cx, None).expect("nobody cancels");
    let analysis = &reading.analysis;

    lies::in_order(text, analysis.mentions.iter().map(|mention| mention.span));
    lies::in_order(text, analysis.figures.iter().map(|figure| figure.span));
    lies::in_order(text, analysis.times.iter().map(|time| time.span));
    lies::in_order(text, analysis.quotes.iter().map(|quote| quote.hull()));
    for mention in &analysis.mentions {
        mention.introduction.iter().for_each(|span| lies::inside(text, *span));
    }
    for figure in &analysis.figures {
        figure.source.iter().for_each(|span| lies::inside(text, *span));
        lies::inside(text, (figure.modifier..figure.span.end).into());
    }
    for quote in &analysis.quotes {
        lies::in_order(text, quote.spans.iter().copied());
        quote.cue.iter().for_each(|span| lies::inside(text, *span));
        quote.speaker.iter().for_each(|(span, _)| lies::inside(text, *span));
    }
    for speaks in [Lang::De, Lang::En] {
        let findings = checks::run(&reading, &Snapshot { speaks, ..DESK.clone() }, &Cancel::default()).expect("nobody cancels");
        lies::in_order(text, findings.iter().map(|finding| finding.span));
        findings.iter().flat_map(|finding| &finding.related).for_each(|related| lies::inside(text, related.span));
    }
}
