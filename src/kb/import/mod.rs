//! Packs out of what others have gathered: a dump of Wikidata, a table of one's own. Reads in bounded memory, goes on
//! after a stop where it was, and puts the finished pack in its place at once or not at all. How it is told to the user is
//! for others.

mod assemble;
mod dump;
mod item;
mod table;
mod types;
mod work;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};

use super::model::{ByLang, EntityType};
use super::pack::Pack;
use crate::lang::Lang;
use dump::{Dump, Piece};
use item::Item;
pub use table::{Form, table};
use work::{Heap, State, Work, pack, push};

/// So many pieces of a dump are read side by side, by as many threads as there are cores.
const ROUND: usize = 32;

/// So often it is written down how far an import has come.
const CHECKPOINT: Duration = Duration::from_secs(5);

/// Of so many bad lines it is told what is wrong.
const TOLD: usize = 5;

/// What is to be taken out of a dump.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub langs: Vec<Lang>,
    /// All, if empty.
    pub types: Vec<EntityType>,
    /// Items with articles in fewer Wikipedias are left out.
    pub min_sitelinks: u32,
}

impl Wanted {
    /// What is wanted of the languages.
    fn of<T>(&self, texts: ByLang<T>) -> ByLang<T> {
        texts.only(&self.langs)
    }
}

/// What an import is doing.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// So much of the dump is read, in bytes of the file.
    Reading {
        read: u64,
        of: u64,
        lines: u64,
    },
    Sorting,
    Writing {
        entities: u64,
    },
    Finishing,
}

/// What came of an import.
#[derive(Clone, Debug, Default)]
pub struct Report {
    pub lines: u64,
    /// Lines that could not be read, and what was wrong with the first of them.
    pub bad: u64,
    pub first_bad: Vec<(u64, String)>,
    pub entities: u32,
    pub names: u64,
    /// Bytes of the unpacked dump that an earlier run had read already.
    pub resumed_at: u64,
}

/// Why there is no new pack. The old one is as it was.
#[derive(Debug)]
pub enum Error {
    /// Another import makes this pack.
    Busy(PathBuf),
    /// The dump cannot be read.
    Dump(PathBuf, io::Error),
    /// The dump ends in the middle, behind so many bytes of its text.
    CutOff(PathBuf, u64),
    /// There is nothing in it that can be read; the first lines, and what is wrong with them.
    Empty(PathBuf, Vec<(u64, String)>),
    /// The pack or what it is made of cannot be written.
    Work(PathBuf, io::Error),
}

/// Makes a pack out of a dump of Wikidata.
pub fn wikidata(dump: &Path, pack: &Path, wanted: &Wanted, tell: &mut dyn FnMut(Step)) -> Result<Report, Error> {
    let about = std::fs::metadata(dump).map_err(|error| Error::Dump(dump.into(), error))?;
    let mut work = Work::open(pack, wanted.min_sitelinks)?;
    let failed = |error| Error::Work(pack.into(), error);
    let resumed_at = read(dump, about.len(), &mut work, wanted, tell)?;
    work.keep().map_err(failed)?;
    if work.state.items == 0 {
        return Err(Error::Empty(dump.into(), work.state.first_bad));
    }
    let made = assemble::assemble(&work, wanted, tell).map_err(failed)?;
    let State { lines, bad, first_bad, .. } = work.state.clone();
    Report { lines, bad, first_bad, resumed_at, ..Report::default() }.place(work, &made, pack)
}

impl Report {
    /// Puts a finished pack in its place and tells what is in it.
    fn place(mut self, work: Work, made: &Path, pack: &Path) -> Result<Self, Error> {
        let failed = |error| Error::Work(pack.into(), error);
        let opened = Pack::open_file(&File::open(made).map_err(failed)?);
        let opened = opened.map_err(|refused| failed(io::Error::other(format!("{refused:?}"))))?;
        (self.entities, self.names) = (opened.about.entities, opened.about.names);
        work.finish(made, pack).map_err(failed)?;
        Ok(self)
    }
}

/// Reads a dump from where the last run stopped to its end; tells where that was, in bytes of the text.
fn read(dump: &Path, size: u64, work: &mut Work, wanted: &Wanted, tell: &mut dyn FnMut(Step)) -> Result<u64, Error> {
    let failed = |error: io::Error, read: u64| match error.kind() {
        io::ErrorKind::UnexpectedEof => Error::CutOff(dump.into(), read),
        _ => Error::Dump(dump.into(), error),
    };
    let open = || Dump::open(dump).map_err(|error| failed(error, 0));
    let mut opened = open()?;
    if !opened.skip(work.state.read).map_err(|error| failed(error, work.state.read.0))? {
        opened = open()?;
        work.begin_anew().map_err(|error| Error::Work(work.folder.clone(), error))?;
    }
    let (position, resumed_at) = (opened.position.clone(), work.state.read.0);
    let (sender, pieces) = sync_channel(2 * ROUND);
    let mut kept = Instant::now();
    std::thread::scope(|scope| {
        // goes when this ends, however it ends: nobody waits any longer then
        let pieces = pieces;
        scope.spawn(move || {
            loop {
                let piece = opened.next().transpose();
                let last = !matches!(piece, Some(Ok(_)));
                if piece.is_some_and(|piece| sender.send(piece).is_err()) || last {
                    return;
                }
            }
        });
        loop {
            let (round, end) = take(&pieces);
            let done = round.len() < ROUND;
            for read in side_by_side(round, |piece| Read::of(&piece, wanted.min_sitelinks)) {
                read.and_then(|read| read.enter(work)).map_err(|error| Error::Work(work.folder.clone(), error))?;
            }
            // the last line may be the half of one, and is read again when there is more
            if kept.elapsed() > CHECKPOINT && !done || end.is_some() {
                work.keep().map_err(|error| Error::Work(work.folder.clone(), error))?;
                kept = Instant::now();
            }
            let read = position.load(std::sync::atomic::Ordering::Relaxed);
            tell(Step::Reading { read, of: size, lines: work.state.lines });
            match end {
                Some(error) => return Err(failed(error, work.state.read.0)),
                None if done => break,
                None => {}
            }
        }
        // whole lines without the last bracket are somebody's extract
        if work.state.ends_badly && !work.state.closed {
            return Err(Error::CutOff(dump.into(), work.state.read.0));
        }
        Ok(resumed_at)
    })
}

/// The next pieces, up to a round; and what went wrong behind them.
fn take(pieces: &Receiver<io::Result<Piece>>) -> (Vec<Piece>, Option<io::Error>) {
    let mut round = Vec::new();
    for piece in pieces.iter().take(ROUND) {
        match piece {
            Ok(piece) => round.push(piece),
            Err(error) => return (round, Some(error)),
        }
    }
    (round, None)
}

/// What each thing becomes, in their order, worked out by all cores.
fn side_by_side<T: Send, R: Send>(things: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut results: Vec<_> = things.iter().map(|_| None).collect();
    let queue = Mutex::new(things.into_iter().zip(&mut results));
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                loop {
                    let Some((thing, result)) = queue.lock().expect("nothing panics under the lock").next() else {
                        return;
                    };
                    *result = Some(work(thing));
                }
            });
        }
    });
    results.into_iter().flatten().collect()
}

/// What was read of a piece.
#[derive(Default)]
struct Read {
    end: (u64, u32),
    lines: u64,
    items: u64,
    bad: u64,
    /// What was wrong with the first, and in which line of the piece.
    first_bad: Vec<(u64, String)>,
    modified: String,
    closed: bool,
    ends_badly: bool,
    heaps: [Vec<u8>; Heap::ALL.len()],
}

impl Read {
    fn of(piece: &Piece, min_sitelinks: u32) -> io::Result<Self> {
        let mut read = Self { end: piece.end, lines: piece.too_long, bad: piece.too_long, ..Self::default() };
        if piece.too_long > 0 {
            read.first_bad.push((piece.too_long, "too long".to_owned()));
        }
        for line in piece.lines.split(|&byte| byte == b'\n') {
            read.lines += 1;
            read.line(line, min_sitelinks);
        }
        // behind the end of the last line stands nothing
        read.lines -= u64::from(piece.lines.ends_with(b"\n"));
        for heap in &mut read.heaps {
            *heap = pack(heap)?;
        }
        Ok(read)
    }

    fn line(&mut self, line: &[u8], min_sitelinks: u32) {
        match line.trim_ascii().strip_suffix(b",").unwrap_or(line.trim_ascii()).trim_ascii() {
            b"" | b"[" => {}
            b"]" => self.closed = true,
            line => {
                let item = Item::read(line);
                self.ends_badly = item.is_err();
                match item {
                    Ok(item) => item.into_iter().for_each(|item| self.item(item, min_sitelinks)),
                    Err(error) => {
                        self.bad += 1;
                        if self.first_bad.len() < TOLD {
                            self.first_bad.push((self.lines, error));
                        }
                    }
                }
            }
        }
    }

    fn item(&mut self, item: Item, min_sitelinks: u32) {
        self.items += 1;
        if let Some(modified) = item.modified.as_ref().filter(|day| **day > self.modified) {
            self.modified.clone_from(modified);
        }
        if !item.above.is_empty() {
            push(&(item.id, &item.above), &mut self.heaps[Heap::Classes as usize]);
        }
        push(&(item.id, &item.label), &mut self.heaps[Heap::Labels as usize]);
        if item.sitelinks >= min_sitelinks {
            push(&item, &mut self.heaps[Heap::Items as usize]);
        }
    }

    /// Adds it to what was read before.
    fn enter(self, work: &mut Work) -> io::Result<()> {
        for (heap, records) in Heap::ALL.into_iter().zip(&self.heaps) {
            work.append(heap, records)?;
        }
        let state = &mut work.state;
        let told = self.first_bad.into_iter().map(|(line, error)| (state.lines + line, error));
        state.first_bad.extend(told.take(TOLD - state.first_bad.len().min(TOLD)).collect::<Vec<_>>());
        state.read = self.end;
        state.lines += self.lines;
        state.items += self.items;
        state.bad += self.bad;
        state.ends_badly = self.ends_badly;
        state.closed |= self.closed;
        if self.modified > state.modified {
            state.modified = self.modified;
        }
        Ok(())
    }
}
