//! Writes one article: fills the slots of frames and sentences. Who stands in a slot depends on the article's number
//! alone, so a name means the same bearer in all of its paragraphs, and another article can tell of it.

use std::fmt::Write as _;

use beleg::text::ZoneKind;
use jiff::ToSpan;
use jiff::civil::Date;

use super::cast::{Person, Quotation};
use super::dice::Dice;
use super::frames::{Frame, Passage, Piece, Region, Source};
use super::words::Words;
use super::{BEGIN, Corpus, For, LONG, Outline};

/// A passage that is the same wherever it stands is in one of so many articles that could have it.
const SELDOM: usize = 16;

pub struct Writer<'c> {
    corpus: &'c Corpus,
    outline: &'c Outline<'c>,
    words: &'c Words,
    dice: Dice,
    text: String,
    introduced: Vec<Person>,
    /// What stands between a count and its noun here.
    blank: char,
}

impl<'c> Writer<'c> {
    pub fn new(corpus: &'c Corpus, outline: &'c Outline<'c>) -> Self {
        let mut dice = corpus.dice(For::Text, &[outline.number]);
        let words = corpus.words(outline.source.is_english());
        let blank = if dice.once_in(4) { '\u{a0}' } else { ' ' };
        Self { corpus, outline, words, dice, text: String::with_capacity(2 * LONG), introduced: Vec::new(), blank }
    }

    pub fn article(mut self) -> String {
        let Outline { source, other, .. } = *self.outline;
        self.head();
        for (at, passage) in source.blocks.iter().enumerate() {
            self.passage(passage, source);
            match at {
                2 => self.quotations(),
                4 => self.series(),
                _ => {}
            }
        }
        let others = self.corpus.others(self.outline);
        for source in std::iter::once(other).chain(others) {
            for passage in source.blocks.iter().filter(|passage| passage.kind == ZoneKind::Paragraph) {
                if self.text.len() <= LONG {
                    self.passage(passage, source);
                }
            }
        }
        self.link();
        self.text.pop();
        self.text
    }

    fn head(&mut self) {
        let title = self.title();
        let (given, family) = self.corpus.name(self.corpus.author(self.outline.number));
        let author = format!("{given} {family}");
        let _ = if self.outline.markdown {
            let (quoted, date) = (title.replace('"', "'"), self.outline.date);
            write!(self.text, "---\ntitle: \"{quoted}\"\ndate: {date}\nauthor: {author}\n---\n\n# {title}\n\n")
        } else {
            let byline = self.words.byline.replace("{author}", &author);
            write!(self.text, "{title}\n\n{byline}\n\n")
        };
    }

    fn title(&mut self) -> String {
        let source = self.outline.source;
        self.filled(&source.title, source, false).trim().to_owned()
    }

    fn passage(&mut self, passage: &Passage, source: &Source) {
        let Passage { kind, ref frame, fixed } = *passage;
        if fixed && !self.dice.once_in(SELDOM) {
            return;
        }
        let introduces = matches!(kind, ZoneKind::Paragraph | ZoneKind::Lead | ZoneKind::ListItem);
        let text = self.filled(frame, source, introduces);
        let mark = match kind {
            ZoneKind::Heading if self.outline.markdown => "## ",
            ZoneKind::ListItem => "- ",
            _ => "",
        };
        self.add(&[mark, text.trim()].concat());
    }

    fn add(&mut self, paragraph: &str) {
        self.text.push_str(paragraph);
        self.text.push_str("\n\n");
    }

    /// The words of a frame; whether people who are not known yet are introduced here.
    fn filled(&mut self, frame: &Frame, source: &Source, introduces: bool) -> String {
        let Outline { number, date, .. } = *self.outline;
        let mut text = String::with_capacity(600);
        for piece in &frame.0 {
            match piece {
                Piece::Text(words) => text += words,
                Piece::Person { role, full } => {
                    let person = self.corpus.person(number, *role);
                    self.person(person, *full, introduces, &mut text);
                }
                Piece::Place(place) => text += &self.corpus.place(number, source, *place),
                Piece::Brand(brand) => text += &self.corpus.brand(number, source, *brand),
                Piece::Number(digits) => self.corpus.number(number, digits, &mut text),
                Piece::Day(day, year) => {
                    // whole weeks: the days of the week stay as they are
                    let weeks = (date - source.date).get_days().div_euclid(7);
                    self.day(day.saturating_add(weeks.weeks()), *year, &mut text);
                }
                Piece::Year(year) => {
                    let _ = write!(text, "{}", year + date.year() - source.date.year());
                }
            }
        }
        text
    }

    /// A name: with all that introduces its bearer where a family name alone would not, else as the frame has it.
    fn person(&mut self, person: Person, full: bool, introduces: bool, text: &mut String) {
        let (given, family) = self.corpus.name(person);
        let known = !introduces || self.introduced.contains(&person);
        if !known {
            self.introduced.push(person);
        }
        let _ = match (full, known) {
            (true, _) => write!(text, "{given} {family}"),
            (false, true) => write!(text, "{family}"),
            // a function stands before it already
            _ if text.trim_end().rsplit(' ').next().is_some_and(|word| word.starts_with(char::is_uppercase)) => {
                write!(text, "{given} {family}")
            }
            (false, false) => write!(text, "{} {given} {family}", self.corpus.function(person)),
        };
    }

    fn day(&self, day: Date, year: bool, text: &mut String) {
        let dot = if self.outline.source.is_english() { "" } else { "." };
        let month = &self.words.months[day.month() as usize - 1];
        let _ = write!(text, "{}{dot} {month}", day.day());
        if year {
            let _ = write!(text, " {}", day.year());
        }
    }

    /// What every third article is the first to quote, and what others quoted before.
    fn quotations(&mut self) {
        let (number, english) = (self.outline.number, self.outline.source.is_english());
        if number.is_multiple_of(3) {
            let quotation = self.corpus.quotation(number / 3, english);
            let words = self.quoted(&quotation, false);
            let told = self.dice.pick(&self.words.said);
            self.told(told, &words, &quotation, self.outline.date);
        }
        let first = 3 * self.dice.below(number / 3);
        let origin = self.corpus.outline(first);
        if number > 3 && self.dice.once_in(2) && origin.source.is_english() == english {
            let quotation = self.corpus.quotation(first / 3, english);
            let short = self.dice.once_in(3);
            let words = self.quoted(&quotation, short);
            let told = self.dice.pick(&self.words.retold);
            self.told(told, &words, &quotation, origin.date);
        }
    }

    fn told(&mut self, sentence: &str, words: &str, quotation: &Quotation, date: Date) {
        let mut speaker = String::new();
        self.person(quotation.speaker, false, true, &mut speaker);
        let sentence = sentence.replace("{speaker}", &speaker).replace("{place}", &quotation.place);
        self.add(&sentence.replace("{month}", &self.month(date)).replace("{quote}", words));
    }

    /// Somebody's words in quotation marks, whole or with `…` for one of their halves.
    fn quoted(&mut self, quotation: &Quotation, short: bool) -> String {
        let Quotation { opening, turn, closing, .. } = quotation;
        let comma = ", ";
        let words = match short {
            false => [opening, comma, turn, closing].concat(),
            true if self.dice.once_in(2) => ["… ", turn, closing].concat(),
            true => [opening, " …"].concat(),
        };
        let count = self.count(quotation.count, &quotation.noun);
        let words = words.replace("{count}", &count).replace("{place}", &quotation.place);
        match self.outline.source.region {
            Region::Switzerland => format!("«{words}»"),
            Region::Germany | Region::Austria => format!("„{words}“"),
            Region::England => format!("\"{words}\""),
        }
    }

    /// Something that is counted month by month, and often what it was before.
    fn series(&mut self) {
        let english = self.outline.source.is_english();
        let series = self.corpus.series(self.outline.number, english);
        let now =
            months(self.outline.date).saturating_sub(1 + if self.dice.once_in(2) { 0 } else { self.dice.below(36) });
        let bare = self.dice.once_in(4);
        let sentence = self.dice.pick(if bare { &self.words.bare } else { &self.words.series });
        let at = |month: usize| BEGIN.saturating_add((month as i64).months());
        let told = |writer: &Self, sentence: &str, month: usize| {
            let count = writer.count(writer.corpus.counted(&series, month), &series.noun);
            let sentence = sentence.replace("{count}", &count).replace("{place}", &series.place);
            sentence.replace("{source}", &series.source).replace("{month}", &writer.month(at(month)))
        };
        let mut paragraph = told(self, sentence, now);
        if now >= 12 && self.dice.once_in(2) {
            let before = self.dice.pick(&self.words.before);
            paragraph = [paragraph, told(self, before, now - 12)].join(" ");
        }
        self.add(&paragraph);
    }

    /// A link to an earlier article, in Markdown.
    fn link(&mut self) {
        if !self.outline.markdown || self.outline.number == 0 {
            return;
        }
        let earlier = self.corpus.outline(self.dice.below(self.outline.number));
        let link = if self.dice.once_in(2) {
            format!("[[{}]]", earlier.name())
        } else {
            let title = Writer::new(self.corpus, &earlier).title();
            format!("[{title}](../../{})", earlier.path().display())
        };
        let sentence = self.dice.pick(&self.words.more);
        self.add(&sentence.replace("{month}", &self.month(earlier.date)).replace("{link}", &link));
    }

    fn month(&self, date: Date) -> String {
        format!("{} {}", self.words.months[date.month() as usize - 1], date.year())
    }

    /// A count with its noun, as it is written in the region.
    fn count(&self, count: usize, noun: &str) -> String {
        let digits = count.to_string();
        let mark = match self.outline.source.region {
            Region::Switzerland => "'",
            Region::Germany => ".",
            Region::Austria => "\u{a0}",
            Region::England => ",",
        };
        let (thousands, rest) = digits.split_at(digits.len().saturating_sub(3));
        let mark = if thousands.is_empty() { "" } else { mark };
        format!("{thousands}{mark}{rest}{}{noun}", self.blank)
    }
}

/// Months since the archive began.
fn months(date: Date) -> usize {
    let months =
        (i32::from(date.year()) - i32::from(BEGIN.year())) * 12 + i32::from(date.month()) - i32::from(BEGIN.month());
    usize::try_from(months).unwrap_or_default()
}
