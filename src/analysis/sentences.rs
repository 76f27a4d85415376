//! Second stage: where sentences end. A dot may end one, an abbreviation, an ordinal or an initial; which of these
//! it is, the words beside it tell.

use std::ops::Range;

use super::tokens::{Kind, Token};
use crate::lang::Lang;
use crate::lang::grammar::Grammar;
use crate::lang::lists::{Lists, fold};

/// No sentence has more tokens: what goes on without an end is cut, so that later stages never look further than this.
const LONGEST: usize = 250;

/// Sentences as ranges of tokens, without gaps.
pub fn sentences(paragraph: &str, tokens: &[Token], lang: Lang) -> Vec<Range<usize>> {
    let lists = Lists::of(lang);
    let mut sentences = Vec::new();
    let mut first = 0;
    let mut at = 0;
    while at < tokens.len() {
        let ends = tokens[at].kind == Kind::Mark
            && match tokens[at].of(paragraph) {
                "!" | "?" | "…" => true,
                "." => dot_ends(paragraph, tokens, at, lists),
                _ => false,
            };
        at += 1;
        if at - first >= LONGEST {
            sentences.push(first..at);
            first = at;
            continue;
        }
        if !ends {
            continue;
        }
        // closing marks glued to the end belong to the sentence
        while tokens.get(at).is_some_and(|t| t.glued && is_closing(t.of(paragraph))) {
            at += 1;
        }
        if opens(paragraph, tokens, at) {
            sentences.push(first..at);
            first = at;
        }
    }
    if first < tokens.len() {
        sentences.push(first..tokens.len());
    }
    sentences
}

/// Whether a new sentence can begin at this token: with a space before it, and not with a small letter.
fn opens(paragraph: &str, tokens: &[Token], at: usize) -> bool {
    let Some(next) = tokens.get(at) else { return true };
    // web text loses the space between paragraphs: `Original.Russland`
    let first = next.of(paragraph).chars().next().unwrap_or(' ');
    if next.glued {
        return next.is_word()
            && first.is_uppercase()
            && at >= 2
            && tokens[at - 2].is_word()
            && tokens[at - 2].span.len() > 3;
    }
    !first.is_lowercase() && !matches!(first, ',' | ';' | ':' | ')')
}

fn is_closing(mark: &str) -> bool {
    matches!(mark, "“" | "”" | "\"" | "»" | "«" | "’" | "'" | ")" | "]" | "!" | "?" | "." | "…" | "‹" | "›" | "‘")
}

fn dot_ends(paragraph: &str, tokens: &[Token], at: usize, lists: &Lists) -> bool {
    let Some(before) = at.checked_sub(1).map(|i| &tokens[i]).filter(|_| tokens[at].glued) else { return true };
    let word = before.of(paragraph);
    match before.kind {
        Kind::Word => {
            !lists.abbreviations.contains(word)
                && !word.ends_with("str")
                && !is_initial(word, before, tokens.get(at + 1))
        }
        Kind::Number => !is_ordinal(paragraph, tokens, at, lists),
        Kind::Mark => true,
    }
}

/// `J. R. Huber`: one capital letter that stands alone, with a name behind it.
fn is_initial(word: &str, before: &Token, next: Option<&Token>) -> bool {
    word.chars().count() == 1
        && !before.glued
        && word.chars().all(char::is_uppercase)
        && next.is_some_and(|next| next.kind != Kind::Mark)
}

/// `12. September`, `am 3. Platz`, `die 2. Bundesliga`: digits, a dot, and a word that an ordinal stands before, or an
/// article or preposition ahead of it that needs one.
fn is_ordinal(paragraph: &str, tokens: &[Token], dot: usize, lists: &Lists) -> bool {
    let digits = tokens[dot - 1].of(paragraph);
    let Some(next) = tokens.get(dot + 1).filter(|_| digits.len() <= 3) else { return false };
    if next.glued || dot >= 2 && tokens[dot - 2].of(paragraph) == "(" {
        return true;
    }
    let word = fold(next.of(paragraph));
    if next.kind == Kind::Number {
        // `12. 9. 2023`
        return tokens.get(dot + 2).is_some_and(|t| t.of(paragraph) == ".") || next.span.len() == 4;
    }
    let timely = lists.times.get(&word).is_some_and(|(kind, _)| kind == "month");
    if timely || lists.ordinal_nouns.has_tail(&word, ()) || word.starts_with(char::is_lowercase) && !next.capital {
        return true;
    }
    let ahead = dot.checked_sub(2).map(|i| fold(tokens[i].of(paragraph)));
    ahead.is_some_and(|w| {
        matches!(lists.grammar.get(&w), Some(Grammar::Article))
            || ["am", "im", "vom", "zum", "zur", "beim", "ins"].contains(&&*w)
    })
}

#[cfg(test)]
mod tests {
    use super::super::tokens::tokens;
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        let tokens = tokens(text);
        let ranges = sentences(text, &tokens, Lang::De);
        ranges.into_iter().map(|r| &text[tokens[r.start].span.start..tokens[r.end - 1].span.end]).collect()
    }

    #[test]
    fn dots_that_end_nothing() {
        for text in [
            "Am 12. September kam Dr. Huber z. B. mit rund 3 Mio. Franken an.",
            "Die 2. Bundesliga und der 3. Platz am 12.9.2023 um 20.30 Uhr.",
            "Laut J. R. Huber geht das.",
        ] {
            assert_eq!(cut(text), [text]);
        }
    }

    #[test]
    fn dots_that_end_sentences() {
        assert_eq!(cut("Seit 2019. Brisant ist das."), ["Seit 2019.", "Brisant ist das."]);
        assert_eq!(cut("Er sagte: „Ja.“ Dann ging er."), ["Er sagte: „Ja.“", "Dann ging er."]);
        assert_eq!(cut("Wirklich? Ja! Gut …"), ["Wirklich?", "Ja!", "Gut …"]);
        assert_eq!(
            cut("Hier ist das Original.Russland zeigt Zähne."),
            ["Hier ist das Original.", "Russland zeigt Zähne."]
        );
    }
}
