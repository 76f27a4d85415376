//! Who vouches for each sentence of an article (FIGURES.md §2 and §3): what its own words say, and what the sentences
//! around it pass on. A source carries to the next sentence of its paragraph, into indirect speech that goes on, and
//! over the items of a list that it leads in; a contrast in the author's own voice ends it.

use std::ops::Range;

use super::paragraph::Paragraph;
use super::quotes::{self, Quoted};
use super::sources::{Attribution, Backing};
use super::waivers::touching;
use super::words::{Stems, Words};
use super::{Grounds, Status};
use crate::lang::Lang;
use crate::lang::grammar::Grammar;
use crate::text::{Block, Directive, Order, Reach, Span, ZoneKind};

/// Who vouches for a sentence, and in which words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Voucher {
    pub status: Status,
    /// Bytes of the article.
    pub source: Option<Span>,
    pub grounds: Grounds,
}

impl Voucher {
    /// The same source, passed on by the text around.
    fn carried(self, grounds: Grounds) -> Self {
        Self { status: Status::Carried, grounds, ..self }
    }

    /// A source of one's own, or one that was passed on.
    fn vouches(&self) -> bool {
        matches!(self.status, Status::Sourced | Status::Carried)
    }
}

/// Longest item of a list that has no list marks, in bytes.
const ITEM: usize = 240;

/// No one.
pub const NOBODY: Voucher = Voucher { status: Status::Unsourced, source: None, grounds: Grounds::Nothing };

/// The vouchers of every sentence of every block, in one row.
pub fn vouchers<'a>(
    blocks: impl Iterator<Item = (&'a Block, &'a Paragraph)> + Clone,
    directives: &[Directive],
) -> Vec<Voucher> {
    let mut all = Vec::with_capacity(blocks.clone().map(|(_, paragraph)| paragraph.voices.len()).sum());
    // what the paragraph before ended with, and what a lead-in says of the list below it
    let mut speaking: Option<Voucher> = None;
    let mut leading: Option<Voucher> = None;
    let mut survey: Option<Voucher> = None;
    for (block, paragraph) in blocks {
        let listed = block.kind == ZoneKind::ListItem || block.span.len() <= ITEM && leading.is_some();
        leading = leading.filter(|_| listed);
        let first = all.len();
        let noted = Noted { block, directives: touching(directives, block.span).collect() };
        in_block(&noted, &paragraph.voices, speaking, leading, &mut survey, &mut all);
        let last = all[first..].last().copied();
        if paragraph.leads_in {
            leading = last.filter(|v| matches!(v.status, Status::Sourced | Status::Vague));
        }
        speaking = last.filter(|v| v.status != Status::Unsourced && v.source.is_some());
    }
    all
}

/// A block, and what was written down about places of it.
struct Noted<'a> {
    block: &'a Block,
    directives: Vec<&'a Directive>,
}

fn in_block(
    block: &Noted<'_>,
    voices: &[Voice],
    speaking: Option<Voucher>,
    leading: Option<Voucher>,
    survey: &mut Option<Voucher>,
    vouchers: &mut Vec<Voucher>,
) {
    let first = vouchers.len();
    let own = |at: usize| own_voucher(block, voices.get(at)?);
    for (at, voice) in voices.iter().enumerate() {
        let before = vouchers[first..].last().copied();
        let voucher = own_voucher(block, voice).unwrap_or_else(|| nobody(voice, before));
        let spoken = before.or(speaking);
        let carried = match voucher.status {
            // Konjunktiv I without a speaker goes back to the last one
            Status::Carried => Some(Voucher { source: spoken.and_then(|b| b.source), ..voucher }),
            Status::Unsourced => leading
                .map(|lead| if lead.status == Status::Vague { lead } else { lead.carried(Grounds::LeadIn) })
                .or_else(|| {
                    let spoken = spoken.filter(|b| b.vouches() && voice.passes_on)?;
                    Some(spoken.carried(Grounds::Speech))
                })
                .or_else(|| survey.filter(|_| voice.counts_surveyed).map(|survey| survey.carried(Grounds::Survey)))
                .or_else(|| carried(voices, at, own, before))
                .or_else(|| {
                    let next = own(at + 1).filter(|next| next.status == Status::Sourced)?;
                    voices[at + 1].points_back.then(|| next.carried(Grounds::PointedAt))
                }),
            _ => None,
        };
        vouchers.push(carried.unwrap_or(voucher));
        if voucher.status == Status::Sourced && voice.names_survey {
            *survey = Some(voucher);
        }
        if voucher.status == Status::Sourced && voice.sums_up {
            let open = vouchers[first..].iter_mut().filter(|v| v.status == Status::Unsourced);
            open.for_each(|v| *v = voucher.carried(Grounds::SummedUp));
        }
    }
}

/// Who vouches by a note, by a link, or by the sentence's own words.
fn own_voucher(Noted { block, directives }: &Noted<'_>, voice: &Voice) -> Option<Voucher> {
    let start = block.span.start;
    let sentence = voice.span.shift(start);
    let note = directives.iter().find_map(|directive| match &directive.order {
        Order::Source(_, words) if directive.reach == Reach::Sentence && directive.on.overlaps(sentence) => {
            Some(*words)
        }
        _ => None,
    });
    let link = || {
        let ended = block.links.partition_point(|link| link.end <= sentence.start);
        // a footnote mark stands right behind the full stop, too
        block.links.get(ended).copied().filter(|link| link.start <= sentence.end)
    };
    note.map(|words| Voucher { status: Status::Sourced, source: words, grounds: Grounds::Note })
        .or_else(|| Some(Voucher { status: Status::Sourced, source: Some(link()?), grounds: Grounds::Link }))
        .or_else(|| Some(Voucher { source: voice.own?.source.map(|source| source.shift(start)), ..voice.own? }))
}

/// What a sentence's own words say of who vouches for it.
fn attributed(words: &Words, found: &Attribution) -> Voucher {
    let status = match found.backing {
        Backing::Named => Status::Sourced,
        Backing::Reported => Status::Carried,
        Backing::Vague => Status::Vague,
    };
    // Konjunktiv I tells that somebody speaks, not who
    let grounds = if status == Status::Carried { Grounds::Speech } else { Grounds::Words };
    Voucher { status, source: Some(words.span(found.tokens.clone())), grounds }
}

/// Why a source right before a sentence without one does not reach it, if there is any.
fn nobody(voice: &Voice, before: Option<Voucher>) -> Voucher {
    let grounds = match before.filter(Voucher::vouches) {
        None => Grounds::Nothing,
        Some(_) if voice.turns || voice.goes_on => Grounds::OwnVoice,
        Some(_) => Grounds::OtherMatter,
    };
    Voucher { grounds, ..NOBODY }
}

/// A source carries right behind its sentence, and on between two sentences given to one.
fn carried(
    voices: &[Voice],
    at: usize,
    own: impl Fn(usize) -> Option<Voucher>,
    before: Option<Voucher>,
) -> Option<Voucher> {
    let before = before.filter(Voucher::vouches)?;
    if voices[at].turns || !voices[at].goes_on {
        return None;
    }
    let backed = |at: usize| own(at).filter(Voucher::vouches);
    // behind direct speech or Konjunktiv I a plain indicative is the author's own voice again
    let right_after = own(at - 1).is_some_and(|v| v.status == Status::Sourced) && !voices[at - 1].foreign;
    (right_after || voices[at].points_back || backed(at + 1).is_some() || backed(at + 2).is_some())
        .then_some(before.carried(Grounds::Around))
}

/// How a sentence goes on from those around it in its paragraph.
#[derive(Clone, Copy, Debug)]
pub struct Voice {
    span: Span,
    /// Who vouches in its own words; the source counts bytes from the paragraph's start.
    own: Option<Voucher>,
    /// It goes on with the matter of one of the two before it.
    goes_on: bool,
    /// It gives somebody's words as such.
    foreign: bool,
    /// It gives on what somebody was said to have said: in Konjunktiv II, or by a word like `demnach`.
    passes_on: bool,
    /// The author's own voice sets in again.
    turns: bool,
    points_back: bool,
    sums_up: bool,
    /// Its source is a study or a poll, or words of one.
    names_survey: bool,
    /// It counts those who were asked or tested.
    counts_surveyed: bool,
}

/// The voice of a sentence. `stems` are the [`Words::stems`].
pub fn voice(
    words: &Words,
    at: usize,
    quotes: &[Quoted],
    attributions: &[Option<Attribution>],
    stems: &Stems,
) -> Voice {
    let sentence = words.sentences[at].clone();
    let told = Told::of(words, sentence.clone());
    let attribution = attributions[at].as_ref();
    let quoted = quotes::beginning_in(quotes, &sentence).iter().any(|quote| quote.tokens.len() > 3);
    let is = |at: usize, kind| words.lists.sources.has(words.word(at), kind);
    let that = is(sentence.start, "this") && !words.is_capital(sentence.start + 1);
    Voice {
        span: words.span(sentence.clone()),
        own: attribution.map(|found| attributed(words, found)),
        goes_on: (at.saturating_sub(2)..at).any(|earlier| goes_on(words, earlier, at, stems)),
        foreign: quoted || told.reported || told.wished,
        passes_on: told.wished && words.lang == Lang::De || told.follows,
        turns: sentence.clone().take(3).any(|at| is(at, "contrast")),
        points_back: refers(words, sentence.start) || that && attribution.is_some_and(|found| found.class == "say"),
        sums_up: told.result && sentence.clone().take(3).any(|at| is(at, "this")),
        names_survey: attribution.is_some() && told.document,
        counts_surveyed: told.surveyed,
    }
}

/// What the words of a sentence tell of its voice, wherever they stand.
#[derive(Default)]
struct Told {
    /// It is in Konjunktiv I, as somebody's words are.
    reported: bool,
    /// It is in Konjunktiv II, which stands for indirect speech only where somebody has been speaking.
    wished: bool,
    /// A word goes on with what a source said.
    follows: bool,
    /// A study or poll, words of one, and those who were asked.
    document: bool,
    result: bool,
    surveyed: bool,
}

impl Told {
    fn of(words: &Words, sentence: Range<usize>) -> Self {
        let (mut told, sources) = (Self::default(), &words.lists.sources);
        for at in sentence {
            match words.grammar(at) {
                Some(Grammar::Reported) => told.reported = true,
                Some(Grammar::PastSubjunctive) => told.wished = true,
                _ => {}
            }
            if !sources.may_hold_tail(words.held(at)) {
                continue;
            }
            told.follows |= sources.has(words.word(at), "thus");
            for kind in sources.tails(words.word(at)) {
                told.document |= *kind == "document";
                told.result |= *kind == "result";
                told.surveyed |= *kind == "surveyed";
            }
        }
        told
    }
}

/// Whether a sentence goes on with the matter of an earlier one: it begins with a word that points back, or both name
/// the same thing.
fn goes_on(words: &Words, earlier: usize, sentence: usize, stems: &Stems) -> bool {
    let points = |at: usize| refers(words, at) || words.lists.sources.has(words.word(at), "speaking");
    let before = stems.within(words.sentences[earlier].clone());
    let same = |stem: u64| before.clone().any(|other| other == stem);
    words.sentences[sentence].clone().take(2).any(points) || stems.within(words.sentences[sentence].clone()).any(same)
}

/// A word or phrase that points back to what was said: `davon`, `das heisst`.
fn refers(words: &Words, at: usize) -> bool {
    matches!(words.phrase(&words.lists.sources, at), Some((_, "back")))
}
