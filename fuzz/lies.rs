//! Where things lie in a text: inside it, on the borders of characters, in order.

use beleg::text::{Article, Span};

/// A span lies in the text.
#[track_caller]
pub fn inside(text: &str, span: Span) {
    assert!(span.start <= span.end && text.get(span.start..span.end).is_some(), "{span:?} of {text:?}");
}

/// Spans lie in the text, and none begins before the one before it.
#[track_caller]
pub fn in_order(text: &str, spans: impl Iterator<Item = Span>) {
    let mut last = 0;
    for span in spans {
        inside(text, span);
        assert!(last <= span.start, "{span:?} after {last} of {text:?}");
        last = span.start;
    }
}

/// An article says of a text where its parts lie.
pub fn article(article: &Article, text: &str) {
    assert_eq!((&*article.source, article.text.len()), (text, text.len()));
    in_order(text, article.zones.iter().map(|zone| zone.span));
    in_order(text, article.blocks.iter().map(|block| block.span));
    let mut end = article.front.span.map_or(0, |span| span.end);
    for block in &article.blocks {
        assert!(end <= block.span.start, "{:?} overlaps", block.span);
        assert_eq!(block.prose().len(), block.span.len());
        block.links.iter().for_each(|link| inside(text, *link));
        end = block.span.end;
    }
    in_order(text, article.links.iter().map(|link| link.span));
    for footnote in &article.footnotes {
        inside(text, footnote.span);
        assert!(footnote.span.covers(footnote.mark), "{footnote:?}");
    }
    article.front.error.iter().for_each(|(span, _)| inside(text, *span));
}
