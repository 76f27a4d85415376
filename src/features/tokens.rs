//! Which words name somebody or something, and which are claims? For editors that give them colours of their own.

use crate::analysis::{Class, MentionType, Status};
use crate::desk::Reading;
use crate::text::Span;

/// What a token may be: the types of ANNOTATIONS.md that name something, and a claim.
pub const KINDS: [&str; 8] = ["person", "organisation", "place", "event", "work", "product", "group", "figure"];

/// What may be so of it, beside.
pub const MODIFIERS: [&str; 3] = ["introduction", "known", "unsourced"];

/// Words to be coloured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub span: Span,
    /// One of [`KINDS`].
    pub kind: &'static str,
    /// Some of [`MODIFIERS`].
    pub modifiers: Vec<&'static str>,
}

/// The tokens of a stretch of an article, in order; none overlaps another.
pub fn tokens(reading: &Reading, stretch: Span) -> Vec<Token> {
    let names = reading.analysis.mentions.iter().filter(|mention| mention.kind != MentionType::Other).map(|mention| {
        let introduces = mention.introduction.map(|_| "introduction");
        let known = mention.entity.as_ref().map(|_| "known");
        let modifiers = introduces.into_iter().chain(known).collect();
        Token { span: mention.span, kind: mention.kind.tag(), modifiers }
    });
    let claims = reading.analysis.figures.iter().filter(|figure| figure.class == Class::Claim).map(|figure| {
        let unsourced = (figure.status == Status::Unsourced).then_some("unsourced");
        Token { span: figure.span, kind: "figure", modifiers: unsourced.into_iter().collect() }
    });
    let mut tokens: Vec<Token> = names.chain(claims).filter(|token| token.span.overlaps(stretch)).collect();
    tokens.sort_by_key(|token| (token.span.start, token.span.end));
    let mut end = 0;
    tokens.retain(|token| {
        let free = token.span.start >= end;
        end = if free { token.span.end } else { end };
        free
    });
    tokens
}
