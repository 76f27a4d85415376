//! Tokens in the protocol's form: numbers, each counted from the token before. A client may not know what to do with a
//! token that goes over the end of a line, so each line has its own.

use tower_lsp::ls_types::{
    SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokens, SemanticTokensFullOptions,
    SemanticTokensLegend, SemanticTokensOptions,
};

use crate::features::tokens::{KINDS, MODIFIERS, Token};
use crate::text::position::Walk;
use crate::text::{Encoding, Position, Span, lines};

/// What is offered, and what the numbers of a token mean.
pub fn offer() -> SemanticTokensOptions {
    SemanticTokensOptions {
        legend: SemanticTokensLegend {
            token_types: KINDS.map(SemanticTokenType::from).to_vec(),
            token_modifiers: MODIFIERS.map(SemanticTokenModifier::from).to_vec(),
        },
        range: Some(true),
        full: Some(SemanticTokensFullOptions::Bool(true)),
        ..Default::default()
    }
}

/// Tokens of a text, in order.
pub fn semantic(tokens: &[Token], text: &str, encoding: Encoding) -> SemanticTokens {
    let mut walk = Walk::new(text, encoding);
    let mut last = Position::default();
    let mut data = Vec::with_capacity(tokens.len());
    for token in tokens {
        for piece in pieces(token.span, text) {
            let (start, end) = walk.range(piece);
            let delta_line = start.line - last.line;
            data.push(SemanticToken {
                delta_line,
                delta_start: if delta_line == 0 { start.column - last.column } else { start.column },
                length: end.column - start.column,
                token_type: place(&KINDS, token.kind),
                token_modifiers_bitset: token.modifiers.iter().map(|name| 1 << place(&MODIFIERS, name)).sum(),
            });
            last = start;
        }
    }
    SemanticTokens { result_id: None, data }
}

/// What of a span stands on each line, without the blanks around it.
fn pieces(span: Span, text: &str) -> impl Iterator<Item = Span> + '_ {
    lines(span.of(text)).filter_map(move |line| {
        let line = line.shift(span.start);
        let words = line.of(text).trim_end();
        let start = line.start + words.len() - words.trim_start().len();
        Some(Span::new(start, line.start + words.len())).filter(|piece| !piece.is_empty())
    })
}

/// The number of a name in a list that holds it.
fn place(names: &[&str], name: &str) -> u32 {
    names.iter().zip(0..).find(|(known, _)| **known == name).map_or(0, |(_, at)| at)
}
