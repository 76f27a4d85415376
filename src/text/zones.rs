//! Which block is title, kicker, byline, caption, heading, list item or furniture: by its form, its place among the
//! others, and the small word lists of both languages (an article's language is not known yet here).

use std::collections::HashSet;

use super::{Block, Format, PartialDate, Span, Zone, ZoneKind};
use crate::lang::Lang;
use crate::lang::folding::fold_name;
use crate::lang::lists::{Lists, fold};
use crate::lang::people::People;

/// Longest heading or title, in characters: newsroom systems allow about this much.
const HEADING: usize = 160;
/// Longest caption or consent box, in characters.
const CAPTION: usize = 400;
/// Most words of a kicker.
const KICKER: usize = 6;
/// How many words a sentence must have to count as a repeated one.
const REPEAT: usize = 8;

/// A loose header: a first line that begins with `date 2025-01` or `Datum: 2025-01-12`. Its span ends behind the date.
pub fn header(text: &str, from: usize) -> Option<(Span, PartialDate)> {
    let line = super::lines(&text[from..]).map(|l| l.shift(from)).find(|l| !l.of(text).trim().is_empty())?;
    let bare = line.of(text).trim_start();
    let start = line.end - bare.len();
    let key = ["date", "Date", "datum", "Datum"].into_iter().find(|key| bare.starts_with(key))?;
    let value = bare[key.len()..].trim_start_matches([':', '=', ' ', '\t']);
    let length = value.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(value.len());
    let date = PartialDate::parse(&value[..length])?;
    Some((Span::new(start, line.end - value.len() + length), date))
}

/// Gives every block its kind. In Markdown, headings and list items are known already.
pub fn tell(blocks: &mut [Block], format: Format, titled: bool) {
    for block in blocks.iter_mut() {
        if let Some(kind) = by_form(block, format) {
            block.kind = kind;
        }
    }
    if format == Format::Plain {
        headings(blocks);
        kicker(blocks);
    }
    let body = blocks.iter().position(|b| b.kind == ZoneKind::Paragraph && b.prose.chars().count() > HEADING);
    let title = blocks.iter().position(|b| b.kind == ZoneKind::Heading).filter(|t| body.is_none_or(|b| *t <= b));
    if let Some(title) = title.filter(|_| !titled || format == Format::Plain) {
        blocks[title].kind = ZoneKind::Title;
        let lead = blocks[title + 1..].iter().position(|b| b.kind == ZoneKind::Paragraph).map(|at| at + title + 1);
        let byline = blocks.iter().position(|b| b.kind == ZoneKind::Byline);
        if let (Some(lead), Some(byline)) = (lead, byline)
            && lead < byline
        {
            blocks[lead].kind = ZoneKind::Lead;
        }
    }
}

/// A short line over the title, which is a longer one: `Gesundheit`, `Abstimmung vom 18. Mai`.
fn kicker(blocks: &mut [Block]) {
    let words = |block: &Block| block.prose.split_whitespace().count();
    let Some(first) = blocks.iter().position(|b| b.kind != ZoneKind::Caption) else { return };
    let Some([over, title]) = blocks.get(first..first + 2) else { return };
    let heads = over.kind == ZoneKind::Heading && title.kind == ZoneKind::Heading;
    if heads && words(over) <= KICKER && words(over) < words(title) {
        blocks[first].kind = ZoneKind::Kicker;
    }
}

/// What a block's own form tells.
fn by_form(block: &Block, format: Format) -> Option<ZoneKind> {
    let text = block.prose.trim();
    let folded = fold(text);
    let lists = [Lists::of(Lang::De), Lists::of(Lang::En)];
    let words = || folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let marks = |kind: &'static str| lists.iter().any(|l| l.head.longest(words()).is_some_and(|(_, k)| k == kind));
    let short = text.chars().count() <= HEADING;
    let box_sized = text.chars().count() <= CAPTION;
    if box_sized && lists.iter().any(|l| l.boilerplate.iter().any(|phrase| has_phrase(&folded, phrase)))
        || is_code(text)
    {
        return Some(ZoneKind::Boilerplate);
    }
    if box_sized && credit(text).is_some() {
        return Some(ZoneKind::Caption);
    }
    if short && words().count() <= 2 && marks("kicker") {
        return Some(ZoneKind::Kicker);
    }
    if short
        && !ends_sentence(text)
        && (marks("byline") && names_only(text, 1) || text.contains(" / ") && names_only(text, 0) || is_author(text))
    {
        return Some(ZoneKind::Byline);
    }
    if format == Format::Plain && list_mark(text).is_some() {
        return Some(ZoneKind::ListItem);
    }
    None
}

/// A boilerplate phrase of one word must be the whole block: `Anzeige` alone is furniture, in a sentence it is a word.
fn has_phrase(folded: &str, phrase: &str) -> bool {
    if phrase.contains(' ') {
        folded.contains(phrase)
    } else {
        folded.trim_matches(|c: char| !c.is_alphanumeric()) == phrase
    }
}

/// An agency's or a system's own code: one word of letters, digits and hyphens (`abc-de-58`).
fn is_code(text: &str) -> bool {
    !text.contains(char::is_whitespace)
        && text.contains('-')
        && text.chars().any(|c| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// Where a photo credit begins in a caption: `Bild: …`, `Foto: …`, `© …`, at the end of its text.
fn credit(text: &str) -> Option<usize> {
    let tail = text.rfind('©').or_else(|| {
        let colon = text.rfind(": ")?;
        let word = text[..colon].rsplit(|c: char| !c.is_alphanumeric()).next()?;
        let known = [Lang::De, Lang::En].iter().any(|l| Lists::of(*l).head.has(&fold(word), "credit"));
        known.then(|| colon - word.len())
    })?;
    (text[tail..].chars().count() <= 90).then_some(tail)
}

/// Whether every word behind the first `skip` is capitalised or a small joining word: a line of names.
fn names_only(text: &str, skip: usize) -> bool {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || ",:/&".contains(c)).filter(|w| !w.is_empty()).skip(skip).collect();
    let joins = |w: &str| matches!(w, "und" | "and" | "von" | "van" | "de" | "in" | "the" | "Der" | "der");
    (1..=12).contains(&words.len())
        && words.iter().all(|w| joins(w) || w.chars().next().is_some_and(|c| !c.is_lowercase() && !c.is_ascii_digit()))
}

/// A person's name and nothing else: `Käthe Muster`.
fn is_author(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let first = words.next().map(fold_name).unwrap_or_default();
    let given = [Lang::De, Lang::En].iter().any(|lang| People::of(*lang).given(&first) == Some(false));
    given && (1..=2).contains(&words.count()) && names_only(text, 0)
}

/// A heading in plain text: short, no sentence, and not the last block; prose comes after it.
fn headings(blocks: &mut [Block]) {
    for at in 0..blocks.len() {
        let text = blocks[at].prose.trim();
        let heads = text.chars().count() <= HEADING && !ends_sentence(text) && !text.ends_with(':');
        let followed = blocks[at + 1..].iter().any(|b| matches!(b.kind, ZoneKind::Paragraph | ZoneKind::ListItem));
        if blocks[at].kind == ZoneKind::Paragraph && heads && followed {
            blocks[at].kind = ZoneKind::Heading;
        }
    }
}

fn ends_sentence(text: &str) -> bool {
    let text = agency(text).map_or(text, |code| text[..code].trim_end());
    let bare = text.trim_end_matches(['“', '”', '"', '»', '«', '’', ')']);
    bare.ends_with(['.', '!', '…']) || bare.len() < text.len() && bare.ends_with('?')
}

/// Length of the list mark at the start of a line: `- `, `• `, `1. `, `2) `.
pub fn list_mark(text: &str) -> Option<usize> {
    let rest = text.trim_start_matches(['-', '–', '•', '*', '·', '▪', '‣']);
    let bullet = text.len() - rest.len();
    if bullet > 0 && bullet <= 3 && rest.starts_with([' ', '\t', '\u{a0}']) {
        return Some(bullet);
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mark = text[digits..].starts_with(['.', ')']) && text[digits + 1..].starts_with([' ', '\t']);
    // `12. September` opens a sentence, `1. Die Bank …` a list: its noun phrase begins with a capital, too, so only
    // small numbers count, and what follows must be long enough to be an item.
    ((1..=2).contains(&digits) && mark && !is_month(&text[digits + 1..])).then_some(digits + 1)
}

fn is_month(rest: &str) -> bool {
    let word = fold(rest.split_whitespace().next().unwrap_or_default().trim_end_matches(['.', ',']));
    Lists::of(Lang::De).times.get(&word).is_some_and(|(kind, _)| kind == "month")
        || Lists::of(Lang::De).ordinal_nouns.get(&word).is_some()
}

/// Zones inside a block: a dateline at its start, an agency code at its end.
pub fn inside(block: &Block) -> Vec<Zone> {
    if !matches!(block.kind, ZoneKind::Paragraph | ZoneKind::Lead) {
        return Vec::new();
    }
    let text = block.prose.trim_end();
    let mut zones = Vec::new();
    if let Some(end) = dateline(text) {
        zones.push(Zone { span: Span::new(0, end).shift(block.span.start), kind: ZoneKind::Dateline });
    }
    if let Some(start) = agency(text) {
        zones.push(Zone { span: Span::new(start, text.len()).shift(block.span.start), kind: ZoneKind::Agency });
    }
    zones
}

/// `Moskau –`, `Wien/Graz (APA) -`, `BERLIN.`: up to three capitalised words before a dash.
fn dateline(text: &str) -> Option<usize> {
    let dash = [" – ", " — ", " - "].iter().filter_map(|dash| text.find(dash).map(|at| (at, dash.len()))).min()?;
    let place = &text[..dash.0];
    let words: Vec<&str> = place.split([' ', '/']).collect();
    let capital = |w: &&str| w.trim_start_matches('(').chars().next().is_some_and(char::is_uppercase);
    (words.len() <= 4 && place.len() <= 48 && words.iter().all(capital)).then_some(dash.0 + dash.1)
}

/// `(chd/dpa)`: at the very end, lower-case or capital codes between slashes, no spaces.
fn agency(text: &str) -> Option<usize> {
    let inner = text.strip_suffix(')')?;
    let start = inner.rfind('(')?;
    let code = &inner[start + 1..];
    let letters = code.chars().all(|c| c.is_alphabetic() || matches!(c, '/' | ',' | '-' | ' '));
    let codes = || code.split(['/', ',']).map(str::trim);
    let known = codes().all(|c| {
        (2..=10).contains(&c.chars().count())
            && (c.chars().all(char::is_lowercase) || c.chars().all(|c| c.is_uppercase() || c == '-'))
    });
    (letters && known).then_some(start)
}

/// Sentences of eight words or more that stood before in the article, as copied web text has them.
pub fn duplicates(blocks: &[Block]) -> Vec<Zone> {
    let mut seen = HashSet::new();
    let mut zones = Vec::new();
    for block in blocks {
        for span in rough_sentences(&block.prose) {
            let words: Vec<&str> =
                span.of(&block.prose).split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
            if words.len() >= REPEAT && !seen.insert(words.join(" ")) {
                zones.push(Zone { span: span.shift(block.span.start), kind: ZoneKind::Duplicate });
            }
        }
    }
    zones
}

/// Cut at `. `, `! `, `? `, `: `: enough to find repeats; the analysis has the real sentences.
fn rough_sentences(prose: &str) -> impl Iterator<Item = Span> + '_ {
    let mut from = 0;
    prose
        .match_indices([' ', '\n'])
        .map(|(at, _)| at)
        .chain([prose.len()])
        .filter(move |&at| at == prose.len() || prose[..at].ends_with(['.', '!', '?', ':', '“', '»']))
        .map(move |end| super::plain::trim(prose, Span::new(std::mem::replace(&mut from, end), end)))
}

#[cfg(test)]
mod tests {
    use super::super::Article;
    use super::*;

    fn kinds(text: &str) -> Vec<(&'static str, String)> {
        let article = Article::parse(text, Format::Plain);
        article.zones.iter().map(|z| (z.kind.tag(), z.span.of(&article.text).chars().take(18).collect())).collect()
    }

    #[test]
    fn the_head_of_an_article() {
        let text = "Analyse\n\nBrücke bleibt zu\n\nDer Steg über die Aare ist gesperrt. Pendler müssen umsteigen, und zwar noch lange, \
                    denn es fehlt an Geld und an Plänen für einen Neubau im Tal.\n\nVon: Käthe Ob\n\nBern – Es regnet. (abc/dpa)\n\nSo geht es weiter\n\nGut.";
        let kinds = kinds(text);
        let tags: Vec<_> = kinds.iter().map(|k| k.0).collect();
        assert_eq!(
            tags,
            ["kicker", "title", "lead", "byline", "paragraph", "dateline", "agency", "heading", "paragraph"],
            "{kinds:?}"
        );
    }

    #[test]
    fn captions_codes_and_headers() {
        let kinds =
            kinds(" date 2025-01 Der Steg. Bild: keystone\n\nText eines Absatzes, der hier steht.\n\nabc-de-7\n");
        assert_eq!(kinds[0], ("front-matter", "date 2025-01".into()));
        assert_eq!(kinds[1].0, "caption");
        assert_eq!(kinds[3].0, "boilerplate");
    }

    #[test]
    fn repeated_sentences() {
        let text = "Der Steg hilft dem Dorf seit vielen Jahren über den Fluss. Gut.\n\n: Der Steg hilft dem Dorf seit vielen Jahren über den Fluss. Neu.";
        let found = kinds(text);
        assert_eq!(found.last().unwrap().0, "duplicate", "{found:?}");
    }
}
