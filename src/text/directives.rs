//! What was written down about a place of an article for the checks to follow: which findings not to tell there, and who
//! vouches. In Markdown it stands in comments, `<!-- beleg: ignore CODE -->` and `<!-- src: … -->`; for other texts a
//! desk keeps it beside them.

use std::fmt;

use super::Span;

/// Something to follow at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// The place, in bytes of the article.
    pub on: Span,
    pub reach: Reach,
    pub order: Order,
}

/// How far it reaches from its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// What touches the place itself.
    Place,
    /// Every sentence that touches it.
    Sentence,
}

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// Not to tell findings of these codes; without any, of all.
    Ignore(Vec<String>),
    /// To take the figures of the sentence for vouched for: by whom, and where the article says so.
    Source(String, Option<Span>),
}

impl Order {
    /// Reads the words of an order, as a comment or a note has them.
    pub fn parse(words: &str) -> Option<Self> {
        if let Some(codes) = words.trim().strip_prefix("beleg:").and_then(|order| order.trim().strip_prefix("ignore")) {
            let codes = codes.split([' ', ',', '\t', '\n', '\r']).filter(|code| !code.is_empty());
            return Some(Self::Ignore(codes.map(str::to_owned).collect()));
        }
        let source = words.trim().strip_prefix("src:")?.trim();
        (!source.is_empty()).then(|| Self::Source(source.to_owned(), None))
    }
}

impl fmt::Display for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ignore(codes) => write!(f, "beleg: ignore {}", codes.join(", ")),
            Self::Source(source, _) => write!(f, "src: {source}"),
        }
    }
}

/// The orders of the comments in a stretch of HTML that begins at byte `from` of the article.
pub fn in_comments(html: &str, from: usize) -> impl Iterator<Item = Order> + '_ {
    const OPEN: &str = "<!--";
    let opens = html.match_indices(OPEN).map(|(at, _)| at + OPEN.len());
    opens.filter_map(move |start| {
        let words = html[start..].split("-->").next()?;
        order(words, from + start)
    })
}

/// The order that the words of a comment give, which begin at byte `from`.
fn order(comment: &str, from: usize) -> Option<Order> {
    let order = Order::parse(comment)?;
    let Order::Source(source, _) = order else { return Some(order) };
    let start = from + comment.rfind(&source)?;
    let here = Span::new(start, start + source.len());
    Some(Order::Source(source, Some(here)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_give_orders() {
        let ignore = |codes: &[&str]| Order::Ignore(codes.iter().map(|&code| code.to_owned()).collect());
        for (html, order) in [
            ("<!-- beleg: ignore unsourced-figure -->", Some(ignore(&["unsourced-figure"]))),
            ("<!--beleg:ignore vague-source, boilerplate-->", Some(ignore(&["vague-source", "boilerplate"]))),
            ("<!-- beleg: ignore -->", Some(ignore(&[]))),
            (
                "<!-- src: Amt für „Brücken“ -->",
                Some(Order::Source("Amt für „Brücken“".into(), Some(Span::new(10, 33)))),
            ),
            ("<!-- src: -->", None),
            ("<!-- beleg: later -->", None),
            ("<!-- ein Wort -->", None),
            ("<b>src: x</b>", None),
        ] {
            assert_eq!(in_comments(html, 0).next(), order, "{html}");
        }
        assert_eq!(in_comments("<!-- src: a --><!-- src: b -->", 0).count(), 2);
    }
}
