//! Any text behind a first line `---`: nothing panics, and the front matter is the head of the article and nothing else.
#![no_main]

#[path = "../lies.rs"]
mod lies;

use beleg::text::{Article, Format};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|head: &str| {
    let text = format!("---\n{head}");
    for format in [Format::Plain, Format::Markdown, Format::Html] {
        let article = Article::parse(text.as_str(), format, None);
        lies::article(&article, &text);
        let Some(span) = article.front.span else { continue };
        let front = span.of(&text);
        assert_eq!(span.start, 0);
        assert!(front.trim_end().ends_with("---") || front.trim_end().ends_with("..."), "{front:?}");
        // It is read from its own words alone.
        let alone = Article::parse(front, format, None);
        assert_eq!(format!("{:?}", alone.front), format!("{:?}", article.front));
    }
});
