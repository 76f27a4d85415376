//! The links of an article and its footnotes: where each stands, and where its words say that it leads. Markdown finds its
//! own ([`super::markdown`]), here are those that plain words make. Whether anything is there is not known here.

use serde::{Deserialize, Serialize};

use super::Span;

/// A link, an image, a footnote mark, or a value of the head that names a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// All of it, with its markup; of a value, without quotation marks.
    pub span: Span,
    pub to: Destination,
}

/// Where a link leads by its own words.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
pub enum Destination {
    /// To an address: on the web, or with any other scheme but `file:`.
    Address(String),
    /// To a file, as it is written: with `file:`, `%20` and `#part`.
    File(String),
    /// To a part of the same article.
    Part(String),
    /// `[[name#part]]`: to an article by the name of its file or its title.
    Article { name: String, part: Option<String> },
    /// To the footnote of this label.
    Footnote(String),
}

/// What a footnote mark leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Footnote {
    pub label: String,
    /// `[^label]` where the footnote stands.
    pub mark: Span,
    /// The mark and the words.
    pub span: Span,
}

impl Destination {
    /// What the destination of a Markdown link means; `None` where it says nothing.
    pub fn parse(words: &str) -> Option<Self> {
        let words = words.trim();
        Some(match scheme(words) {
            _ if words.is_empty() => return None,
            Some(scheme) if scheme.eq_ignore_ascii_case("file") => Self::File(words.to_owned()),
            Some(_) => Self::Address(words.to_owned()),
            None if words.starts_with("//") || words.starts_with("www.") => Self::Address(words.to_owned()),
            None => match words.strip_prefix('#') {
                Some(part) => Self::Part(part.to_owned()),
                None => Self::File(words.to_owned()),
            },
        })
    }

    /// What stands in `[[…]]`, before words of its own.
    pub fn of_wiki(words: &str) -> Option<Self> {
        let (name, part) = words.split_once('#').map_or((words, None), |(name, part)| (name, Some(part)));
        let (name, part) = (name.trim(), part.map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned));
        match part {
            part if !name.is_empty() => Some(Self::Article { name: name.to_owned(), part }),
            part => part.map(Self::Part),
        }
    }
}

/// `https` of `https://…`. A single letter is a drive.
fn scheme(words: &str) -> Option<&str> {
    let (scheme, _) = words.split_once(':')?;
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    (scheme.len() > 1 && scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(fits))
        .then_some(scheme)
}

/// A `[[…]]`, and the words in it that are shown.
pub struct Wiki {
    pub link: Link,
    pub shown: Span,
}

/// The `[[…]]` of a text, each on one line.
pub fn wiki(text: &str) -> impl Iterator<Item = Wiki> + '_ {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let open = from + memchr::memmem::find(&text.as_bytes()[from..], b"[[")?;
            // of `[[[` the last two count
            let start = open + text[open..].find(|c| c != '[')?;
            let end = start + text[start..].find(['[', ']', '\n', '\r'])?;
            from = end;
            if text[end..].starts_with("]]") {
                from = end + 2;
                let found = inside(text, Span::new(start, end));
                if found.is_some() {
                    return found;
                }
            }
        }
    })
}

fn inside(text: &str, inside: Span) -> Option<Wiki> {
    let words = inside.of(text);
    let bar = words.find('|');
    // in tables the bar has a backslash
    let link = words[..bar.unwrap_or(words.len())].trim_end_matches('\\');
    let from = bar.map_or(0, |bar| bar + 1);
    let shown = if words[from..].trim().is_empty() { Span::new(0, link.len()) } else { Span::new(from, words.len()) };
    let span = Span::new(inside.start - 2, inside.end + 2);
    let link = Link { span, to: Destination::of_wiki(link)? };
    Some(Wiki { link, shown: shown.shift(inside.start) })
}

/// The web addresses of a text, with what ends the sentence around them left out.
pub fn addresses(text: &str) -> impl Iterator<Item = Link> + '_ {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let colon = from + memchr::memmem::find(&text.as_bytes()[from..], b"://")?;
            let before = &text[from..colon];
            from = colon + 3;
            let letters = before.len() - before.trim_end_matches(|c: char| c.is_ascii_alphanumeric()).len();
            let start = colon - letters;
            if !["http", "https"].iter().any(|web| text[start..colon].eq_ignore_ascii_case(web)) {
                continue;
            }
            let end = from + text[from..].find(ends_address).unwrap_or(text.len() - from);
            let address = sentence_apart(&text[start..end]);
            if start + address.len() > from {
                from = start + address.len();
                return Some(Link { span: Span::new(start, from), to: Destination::Address(address.to_owned()) });
            }
        }
    })
}

fn ends_address(c: char) -> bool {
    c.is_whitespace() || c.is_control() || "<>[]{}\"`|\\„“”«»‹›".contains(c)
}

/// An address without the marks of the sentence behind it; a bracket stays where one is open.
fn sentence_apart(address: &str) -> &str {
    let count = |bracket: char| address.matches(bracket).count();
    let mut extra = count(')').saturating_sub(count('('));
    let closes = |c: char| {
        let goes =
            matches!(c, '.' | ',' | ':' | ';' | '!' | '?' | '\'' | '’' | '*' | '_' | '…') || c == ')' && extra > 0;
        extra -= usize::from(goes && c == ')');
        goes
    };
    address.trim_end_matches(closes)
}

/// The marks `[^label]` of a text.
pub fn footnote_marks(text: &str) -> impl Iterator<Item = Link> + '_ {
    memchr::memmem::find_iter(text.as_bytes(), b"[^").filter_map(|open| {
        let start = open + 2;
        let end = start + text[start..].find(|c: char| c.is_whitespace() || matches!(c, '[' | ']' | '^'))?;
        let label = &text[start..end];
        (!label.is_empty() && text[end..].starts_with(']'))
            .then(|| Link { span: Span::new(open, end + 1), to: Destination::Footnote(label.to_owned()) })
    })
}

/// The links of plain words, in order.
pub fn in_words(text: &str) -> Vec<Link> {
    let mut links: Vec<Link> = wiki(text).map(|wiki| wiki.link).chain(addresses(text)).collect();
    links.sort_by_key(|link| link.span.start);
    links
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, Destination)> {
        in_words(text).into_iter().map(|link| (link.span.of(text), link.to)).collect()
    }

    #[test]
    fn destinations() {
        for (words, to) in [
            ("https://a.example/b", Some(Destination::Address("https://a.example/b".into()))),
            ("mailto:a@b.example", Some(Destination::Address("mailto:a@b.example".into()))),
            ("//a.example/b", Some(Destination::Address("//a.example/b".into()))),
            ("www.a.example", Some(Destination::Address("www.a.example".into()))),
            ("FILE:///tmp/a", Some(Destination::File("FILE:///tmp/a".into()))),
            ("../Höfe%20neu.md#teil", Some(Destination::File("../Höfe%20neu.md#teil".into()))),
            ("c:/a.md", Some(Destination::File("c:/a.md".into()))),
            ("#teil", Some(Destination::Part("teil".into()))),
            (" ", None),
        ] {
            assert_eq!(Destination::parse(words), to, "{words}");
        }
    }

    #[test]
    fn plain_words_hold_wiki_links_and_addresses() {
        let article = |name: &str, part: Option<&str>| Destination::Article {
            name: name.to_owned(),
            part: part.map(str::to_owned),
        };
        let address = |address: &str| Destination::Address(address.to_owned());
        for (text, links) in [
            ("„[[Höfe 🌾]]“.", vec![("[[Höfe 🌾]]", article("Höfe 🌾", None))]),
            ("[[Höfe|die\u{a0}Höfe]]", vec![("[[Höfe|die\u{a0}Höfe]]", article("Höfe", None))]),
            ("[[Höfe#Süd-Hang|x]]", vec![("[[Höfe#Süd-Hang|x]]", article("Höfe", Some("Süd-Hang")))]),
            ("[[#Süd]]", vec![("[[#Süd]]", Destination::Part("Süd".into()))]),
            ("[[[Höfe]]]", vec![("[[Höfe]]", article("Höfe", None))]),
            ("[[a [[b]] c]] [[]] [[ ]] [[|x]] [[a]b]] [[a\nb]] [[", vec![("[[b]]", article("b", None))]),
            (
                "Mehr: https://a.example/b_(c). (Siehe HTTP://d.example/ü?e=1!)",
                vec![
                    ("https://a.example/b_(c)", address("https://a.example/b_(c)")),
                    ("HTTP://d.example/ü?e=1", address("HTTP://d.example/ü?e=1")),
                ],
            ),
            (
                "«https://a.example» https:// xhttps://a.example ftp://a.example ://",
                vec![("https://a.example", address("https://a.example"))],
            ),
        ] {
            assert_eq!(found(text), links, "{text}");
        }
    }

    #[test]
    fn footnotes_have_one_word() {
        let text = "Ja.[^1] Nein[^ä-2] [^] [^a b] [^a^] [^";
        let found: Vec<_> = footnote_marks(text).map(|link| link.span.of(text)).collect();
        assert_eq!(found, ["[^1]", "[^ä-2]"]);
    }
}
