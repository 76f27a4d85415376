//! Which block is title, kicker, lead, heading or body: by its place among the others. What its own words tell is for
//! [`super::passage`].

use rustc_hash::FxHashSet;

use super::{Block, Format, PartialDate, Span, Zone, ZoneKind};

/// Most words of a kicker.
const KICKER: usize = 6;

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

/// Gives every block its kind. In Markdown and HTML, headings and list items are known already, in HTML furniture, too.
pub fn tell(blocks: &mut [Block], format: Format, titled: bool) {
    for block in blocks.iter_mut().filter(|block| block.kind != ZoneKind::Boilerplate) {
        block.kind = block.passage.kind.unwrap_or(block.kind);
    }
    if format == Format::Plain {
        headings(blocks);
        kicker(blocks);
    }
    let body = blocks.iter().position(|b| b.kind == ZoneKind::Paragraph && b.passage.long);
    let known = blocks.iter().position(|b| b.kind == ZoneKind::Title);
    let first = || blocks.iter().position(|b| b.kind == ZoneKind::Heading).filter(|t| body.is_none_or(|b| *t <= b));
    if let Some(title) = known.or_else(|| first().filter(|_| !titled || format == Format::Plain)) {
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
    let words = |block: &Block| block.prose().split_whitespace().count();
    let Some(first) = blocks.iter().position(|b| b.kind != ZoneKind::Caption) else { return };
    let Some([over, title]) = blocks.get(first..first + 2) else { return };
    let heads = over.kind == ZoneKind::Heading && title.kind == ZoneKind::Heading;
    if heads && words(over) <= KICKER && words(over) < words(title) {
        blocks[first].kind = ZoneKind::Kicker;
    }
}

/// A heading in plain text: short, no sentence, and not the last block; prose comes after it.
fn headings(blocks: &mut [Block]) {
    let last = blocks.iter().rposition(|b| matches!(b.kind, ZoneKind::Paragraph | ZoneKind::ListItem));
    for block in &mut blocks[..last.unwrap_or(0)] {
        if block.kind == ZoneKind::Paragraph && block.passage.heads {
            block.kind = ZoneKind::Heading;
        }
    }
}

/// Datelines and agency codes inside blocks of prose.
pub fn inside(blocks: &[Block]) -> impl Iterator<Item = Zone> {
    let prose = blocks.iter().filter(|block| matches!(block.kind, ZoneKind::Paragraph | ZoneKind::Lead));
    prose.flat_map(|block| {
        block.passage.inside.iter().map(|zone| Zone { span: zone.span.shift(block.span.start), ..*zone })
    })
}

/// Sentences of eight words or more that stood before in the article, as copied web text has them.
pub fn duplicates(blocks: &[Block]) -> impl Iterator<Item = Zone> {
    let count = blocks.iter().map(|block| block.passage.sentences.len()).sum();
    let mut seen = FxHashSet::with_capacity_and_hasher(count, Default::default());
    let sentences = blocks.iter().flat_map(|block| block.passage.sentences.iter().map(move |found| (block, found)));
    sentences.filter_map(move |(block, (span, words))| {
        let zone = Zone { span: span.shift(block.span.start), kind: ZoneKind::Duplicate };
        (!seen.insert(*words)).then_some(zone)
    })
}

#[cfg(test)]
mod tests {
    use super::super::Article;
    use super::*;

    fn kinds(text: &str) -> Vec<(&'static str, String)> {
        let article = Article::parse(text, Format::Plain, None);
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
