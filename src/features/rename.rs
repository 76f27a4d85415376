//! How is whom the cursor names to be spelled? From a new spelling to the edits of all articles that name them, and of the
//! page that the desk has of them. Articles that are not open are read as they stand on disk at this moment.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ropey::Rope;

use super::{Cursor, in_address};
use crate::analysis::{Cancelled, Form, Mention, MentionType, QuoteKind};
use crate::archive::Key;
use crate::desk::{Document, Reading, pages};
use crate::kb::respelled::respelled;
use crate::lang::Lang;
use crate::lang::east_asian;
use crate::lang::respelling::{APOSTROPHES, Change, Respelling, Style, same, shouts, stems};
use crate::messages::text;
use crate::text::Span;
use crate::text::decode::Charset;
use crate::text::filler::seen;

/// A name that can be spelled anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Where it stands, without its case ending.
    pub span: Span,
    /// As it is spelled outside of headlines in capitals.
    pub spelling: String,
}

/// Why a name is not spelled anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The cursor is on no name.
    NoName,
    /// The new spelling has no letter.
    Empty,
    /// It has line ends or other characters that no name has.
    Unfit,
    /// The name stands in quotations alone, and these are not to be touched.
    OnlyQuoted,
}

impl Refusal {
    /// What to do about it.
    pub fn sentence(self, speaks: Lang) -> String {
        let key = match self {
            Self::NoName => "spelling.no-name",
            Self::Empty => "spelling.empty",
            Self::Unfit => "spelling.unfit",
            Self::OnlyQuoted => "spelling.only-quoted",
        };
        text(speaks, key, &[])
    }
}

/// Where an edit stands, as far as somebody has to be asked about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whereabouts {
    /// In the author's own words of the article in which the name was spelled anew.
    Here,
    /// In those of another article.
    Elsewhere,
    /// In words that somebody else has said.
    Quotation,
}

/// A stretch of an article, and what is written in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    pub span: Span,
    pub new: String,
    pub whereabouts: Whereabouts,
}

/// An article with its edits, in their order.
#[derive(Clone, Debug)]
pub struct Edited {
    pub path: Arc<Path>,
    /// What the spans count in, without a byte order mark.
    pub text: Rope,
    /// Of the open document.
    pub version: Option<i32>,
    pub edits: Vec<Edit>,
}

/// A page of the desk, and what it would be.
#[derive(Clone, Debug)]
pub struct Page {
    pub file: PathBuf,
    /// Of the open document.
    pub version: Option<i32>,
    pub before: String,
    pub after: String,
}

/// What it takes to spell a name anew.
#[derive(Clone, Debug)]
pub struct Rename {
    pub old: String,
    pub new: String,
    /// This article first, the others by path.
    pub articles: Vec<Edited>,
    pub page: Option<Page>,
    /// The knowledge base goes on with the old spelling alone.
    pub kb_keeps: bool,
    /// Somebody else goes by the new spelling already.
    pub merges: bool,
    /// Articles that name them and cannot be edited: they are not UTF-8, or not to be read.
    pub left_out: Vec<Arc<Path>>,
}

/// The name under the cursor; `None` for what is none, and for what stands in place of one: adjectives, functions.
pub fn name(cursor: &Cursor<'_>) -> Option<Name> {
    let mention = cursor.mention().filter(|mention| is_name(mention))?;
    let words = words_of(mention, &cursor.reading)?;
    let (last, before) = words.split_last()?;
    let (known, ends) = known_words(cursor, mention);
    let stem = stems(&last.text).into_iter().skip(1).find(|stem| ends.iter().any(|end| same(end, stem)));
    let stem = stem.unwrap_or(&last.text);
    let plain = |word: &str| {
        let quiet = known.iter().find(|known| shouts(word) && same(known, word) && !shouts(known));
        quiet.map_or(word, String::as_str).to_owned()
    };
    let spelling: Vec<_> = before.iter().map(|word| &*word.text).chain([stem]).map(plain).collect();
    let span = Span::new(words[0].span.start, last.span.start + stem.len());
    Some(Name { span, spelling: spelling.join(" ") })
}

/// What it takes to spell the name under the cursor in a new way; `None` where it is spelled so already.
pub fn rename(cursor: &Cursor<'_>, new: &str) -> Result<Result<Option<Rename>, Refusal>, Cancelled> {
    let new = new.trim_matches(' ');
    if !new.chars().all(is_fit) {
        return Ok(Err(Refusal::Unfit));
    }
    if !new.contains(char::is_alphanumeric) {
        return Ok(Err(Refusal::Empty));
    }
    let Some((mention, old)) = cursor.mention().zip(name(cursor)) else { return Ok(Err(Refusal::NoName)) };
    let renaming = Renaming::new(cursor, mention, &old.spelling, new);
    if renaming.respelling.is_empty() {
        return Ok(Ok(None));
    }
    let (articles, left_out) = renaming.articles()?;
    if articles.is_empty() {
        return Ok(Err(Refusal::OnlyQuoted));
    }
    let page = renaming.page();
    Ok(Ok(Some(Rename {
        merges: renaming.merges(&articles)?,
        kb_keeps: mention.entity.is_some() && page.is_none(),
        old: old.spelling,
        new: new.to_owned(),
        articles,
        page,
        left_out,
    })))
}

/// What no name has: line ends, tabs, marks that turn the direction of writing.
fn is_fit(c: char) -> bool {
    crate::messages::shown(c) == c
}

/// Whether it spells a name, and does not stand in place of one.
fn is_name(mention: &Mention) -> bool {
    matches!(mention.form, Form::Full | Form::Short | Form::Alias | Form::Compound)
}

/// A word of a mention as the prose has it, without markup.
struct Word {
    span: Span,
    text: String,
}

/// The words of a mention, the last with the bare mark of its genitive; `None` in addresses, which are nobody's names.
fn words_of(mention: &Mention, reading: &Reading) -> Option<Vec<Word>> {
    let block = reading.article.blocks.iter().find(|block| block.span.covers(mention.span))?;
    let (prose, start) = (block.prose(), block.span.start);
    let end = mention.span.end + genitive_mark(mention, reading, &prose[mention.span.end - start..]);
    let name = &prose[mention.span.start - start..end - start];
    if in_address(&prose[..mention.span.start - start], &prose[mention.span.start - start..]) {
        return None;
    }
    let words = name.split_whitespace().map(|word| {
        let at = mention.span.start + (word.as_ptr() as usize - name.as_ptr() as usize);
        Word { span: Span::new(at, at + word.len()), text: seen(word).into_owned() }
    });
    Some(words.collect())
}

/// The bytes of an apostrophe right behind a mention that is its genitive: `Marx’`. Not one that closes a quotation, nor
/// one that the mention has already.
fn genitive_mark(mention: &Mention, reading: &Reading, behind: &str) -> usize {
    let name = mention.span.of(&reading.article.text);
    let Some(mark) = behind.chars().next().filter(|c| APOSTROPHES.contains(c)) else { return 0 };
    let goes_on = behind[mark.len_utf8()..].starts_with(char::is_alphanumeric);
    let sibilant = name.ends_with(['s', 'x', 'z', 'ß', 'S', 'X', 'Z']);
    let at = Span::new(mention.span.start, mention.span.end + mark.len_utf8());
    if goes_on || !sibilant || quotations(reading, at).any(|said| said.end == at.end) { 0 } else { mark.len_utf8() }
}

/// The stretches between quotation marks around a stretch, marks included, and the direct speech that touches it.
fn quotations(reading: &Reading, span: Span) -> impl Iterator<Item = Span> + '_ {
    let analysis = &reading.analysis;
    let paragraph = analysis.paragraph(span.start);
    let marked = paragraph.into_iter().flat_map(|(start, paragraph)| {
        paragraph.quotes.iter().map(move |quote| paragraph.words.span(quote.whole()).shift(start))
    });
    let direct = analysis.quotes.iter().filter(|quote| quote.kind == QuoteKind::Direct);
    marked.chain(direct.flat_map(|quote| quote.spans.iter().copied())).filter(move |said| said.overlaps(span))
}

/// Whether somebody else has said it: a name that stands between marks alone is only called so.
fn is_quoted(mention: &Mention, reading: &Reading) -> bool {
    let name = super::around_quotes(mention.span, &reading.article.text);
    quotations(reading, mention.span).any(|said| !name.covers(said))
}

/// The words of the names that the article and the knowledge base have for whom a mention names; and those that may have a
/// case ending.
fn known_words(cursor: &Cursor<'_>, mention: &Mention) -> (Vec<String>, Vec<String>) {
    let reading = &cursor.reading;
    let same = reading.analysis.mentions.iter().filter(|other| other.cluster == mention.cluster && is_name(other));
    let mut names: Vec<Vec<String>> = same
        .filter_map(|mention| Some(words_of(mention, reading)?.into_iter().map(|word| word.text).collect()))
        .collect();
    let entity = mention.entity.as_deref().and_then(|id| cursor.desk.kb.entity(id));
    let words = |name: &str| name.split_whitespace().map(str::to_owned).collect();
    if let Some(entity) = entity {
        names.extend(entity.names(reading.analysis.lang.0).map(words));
        names.extend(entity.family().map(|family| words(&family)));
    }
    let ends = names.iter().filter_map(|name| name.last().cloned()).collect();
    (names.into_iter().flatten().collect(), ends)
}

/// What is the same for all articles.
struct Renaming<'c> {
    cursor: &'c Cursor<'c>,
    mention: &'c Mention,
    respelling: Respelling,
}

impl<'c> Renaming<'c> {
    fn new(cursor: &'c Cursor<'c>, mention: &'c Mention, old: &str, new: &str) -> Self {
        let entity = mention.entity.as_deref().and_then(|id| cursor.desk.kb.entity(id));
        let family = match entity {
            Some(entity) => entity.family().map(|family| family.to_string()),
            None if mention.kind == MentionType::Person => Some(east_asian::family(old).to_owned()),
            None => None,
        };
        Self { cursor, mention, respelling: Respelling::new(old, new, family.as_deref()) }
    }

    /// The articles with their edits, and those that cannot be edited.
    fn articles(&self) -> Result<(Vec<Edited>, Vec<Arc<Path>>), Cancelled> {
        let Cursor { desk, document, cancel, .. } = self.cursor;
        let (mut articles, mut left_out) = (Vec::new(), Vec::new());
        articles.extend(self.open(document)?);
        if !desk.settings.renames_in_archive() {
            return Ok((articles, left_out));
        }
        let cluster = &*self.mention.cluster;
        let mut entries = desk.articles_with(&[Key::Cluster(cluster)], cancel)?;
        entries.retain(|entry| entry.path != document.path && entry.named(cluster).is_some());
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        for entry in entries {
            if let Some(document) = desk.documents.get(&entry.path) {
                articles.extend(self.open(document)?);
                continue;
            }
            match desk.read_file(&entry.path, cancel)? {
                Ok((reading, Charset::Utf8)) => articles.extend(self.closed(&entry.path, &reading)),
                _ => left_out.push(entry.path.clone()),
            }
        }
        Ok((articles, left_out))
    }

    fn open(&self, document: &Document) -> Result<Option<Edited>, Cancelled> {
        let edits = self.edits(
            &*document.reading(self.cursor.desk, self.cursor.cancel)?,
            document.path == self.cursor.document.path,
        );
        let (path, text, version) = (document.path.clone(), document.text.clone(), Some(document.version));
        Ok((!edits.is_empty()).then_some(Edited { path, text, version, edits }))
    }

    /// Editors do not count a byte order mark.
    fn closed(&self, path: &Arc<Path>, reading: &Reading) -> Option<Edited> {
        let mut edits = self.edits(reading, false);
        let text = &*reading.article.source;
        let plain = text.trim_start_matches('\u{feff}');
        let mark = text.len() - plain.len();
        edits.iter_mut().for_each(|edit| edit.span = Span::new(edit.span.start - mark, edit.span.end - mark));
        let (path, text) = (path.clone(), Rope::from_str(plain));
        (!edits.is_empty()).then_some(Edited { path, text, version: None, edits })
    }

    /// The edits of one article, in their order.
    fn edits(&self, reading: &Reading, is_here: bool) -> Vec<Edit> {
        let style = Style::of(&reading.article.text, reading.analysis.lang.0);
        let quotations = self.cursor.desk.settings.renames_in_quotations();
        let mut edits = Vec::new();
        for mention in &reading.analysis.mentions {
            if mention.cluster != self.mention.cluster || !is_name(mention) {
                continue;
            }
            let whereabouts = match is_quoted(mention, reading) {
                true if !quotations => continue,
                true => Whereabouts::Quotation,
                false if is_here => Whereabouts::Here,
                false => Whereabouts::Elsewhere,
            };
            let changes = self.changes(mention, reading, style);
            edits.extend(changes.into_iter().map(|(span, new)| Edit { span, new, whereabouts }));
        }
        edits
    }

    /// The edits of one mention. Several words that become others together are left alone where markup parts them.
    fn changes(&self, mention: &Mention, reading: &Reading, style: Style) -> Vec<(Span, String)> {
        let Some(words) = words_of(mention, reading) else { return vec![] };
        let names: Vec<&str> = words.iter().map(|word| &*word.text).collect();
        let changes = self.respelling.changes(&names, mention.form == Form::Compound, style);
        let placed = changes.into_iter().map(|Change { words: changed, text }| {
            let span = words[changed.start].span.hull(words[changed.end - 1].span);
            (span, text, names[changed].join(" "))
        });
        let article = &reading.article;
        let is_plain = |span: Span, old: &str| {
            !article.has_tags(span) && seen(span.of(&article.text)).split_whitespace().eq(old.split(' '))
        };
        let made = placed.filter(|(span, new, old)| new != old && is_plain(*span, old));
        let whole = |span: Span| Span::new(span.start, article.behind(span.end));
        joined(made.map(|(span, new, _)| (whole(span), article.written(&new))), &article.source)
    }

    /// The page that the workspace has of the entity, with the new spelling. It counts for all articles, so it stays where
    /// this one alone is meant.
    fn page(&self) -> Option<Page> {
        let desk = self.cursor.desk;
        let id = self.mention.entity.as_deref().filter(|_| desk.settings.renames_in_archive())?;
        let file = &desk.kb.page_of(id)?.file;
        let (before, version) = match desk.pages.get(file) {
            Some(page) => (page.text.to_string(), Some(page.version)),
            None => (pages::text_of_workspace(&desk.roots, file)?, None),
        };
        let after = respelled(file, &before, id, &|name| self.respelling.of_name(name))?;
        Some(Page { file: file.clone(), version, before, after })
    }

    /// Whether somebody else goes by the new spelling already: the article is read as it would be.
    fn merges(&self, articles: &[Edited]) -> Result<bool, Cancelled> {
        let Cursor { desk, document, reading, cancel, .. } = self.cursor;
        let Some(own) = articles.iter().find(|article| article.path == document.path) else { return Ok(false) };
        let (text, places) = applied(&reading.article.source, &own.edits);
        let after = desk.read(&document.path, text, document.format, cancel, Some(reading))?;
        let renamed = after.analysis.mentions.iter().filter(|it| places.iter().any(|place| it.span.overlaps(*place)));
        for mention in renamed.filter(|mention| mention.cluster != self.mention.cluster) {
            let entries = desk.articles_with(&[Key::Cluster(&mention.cluster)], cancel)?;
            if mention.entity.is_some() || entries.iter().any(|entry| entry.named(&mention.cluster).is_some()) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Edits that only blanks part are one, so that nobody is asked about half a name.
fn joined(edits: impl Iterator<Item = (Span, String)>, article: &str) -> Vec<(Span, String)> {
    let mut joined: Vec<(Span, String)> = Vec::new();
    for (span, new) in edits {
        if let Some((last, text)) = joined.last_mut()
            && let between = Span::new(last.end, span.start).of(article)
            && between.trim().is_empty()
        {
            *text += between;
            *text += &new;
            last.end = span.end;
        } else {
            joined.push((span, new));
        }
    }
    joined
}

/// A text with edits made, and where their new words stand.
fn applied(text: &str, edits: &[Edit]) -> (String, Vec<Span>) {
    let (mut new, mut places, mut done) = (String::with_capacity(text.len()), Vec::new(), 0);
    for edit in edits {
        new.push_str(&text[done..edit.span.start]);
        places.push(Span::new(new.len(), new.len() + edit.new.len()));
        new.push_str(&edit.new);
        done = edit.span.end;
    }
    new.push_str(&text[done..]);
    (new, places)
}
