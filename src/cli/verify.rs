//! `beleg verify`: how many claims are backed, and what is missing, for CI and before an article is published.

use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::json;

use super::articles::{self, Reader, Source};
use super::settings;
use crate::desk::backing::{Backed, Backing, claims};
use crate::desk::{Reading, Remark};
use crate::features::trail::told;
use crate::messages::{harmless, text};
use crate::text::filler::seen;
use crate::text::{Encoding, Ruler, Span};

/// Tell how many figures are backed by the text or by somebody's word, and which are not
#[derive(clap::Args)]
pub struct Args {
    /// Files and folders
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Exit with 1 where less than so many per cent of the figures are backed
    #[arg(long, default_value_t = 100, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(..=100))]
    fail_under: u8,
    /// Count only what somebody has verified
    #[arg(long)]
    signed: bool,
    /// `text` for people, `json` for tools: an object an article
    #[arg(long, default_value = "text", value_parser = ["text", "json"])]
    format: String,
    #[command(flatten)]
    options: articles::Options,
}

/// Exits with 1 where too little is backed, somebody waits for an answer, a sign-off has ended or an article could not be
/// read; 2 for bad use.
pub fn run(args: &Args) -> ExitCode {
    let Ok(settings) = settings::of_everywhere(&args.options) else { return ExitCode::from(2) };
    let reader = Reader::new(&args.options, settings, &[PathBuf::from(".")]);
    let Some((sources, whole)) = reader.given(&args.paths) else { return ExitCode::from(2) };
    let mut verified = Verified { args, reader: &reader, sum: Count::default(), failed: !whole };
    match verified.write(&sources) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Ok(()) if !verified.failed && verified.sum.suffices(args.fail_under) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

/// How many claims there are.
#[derive(Clone, Copy, Default)]
struct Count {
    claims: usize,
    backed: usize,
    verified: usize,
}

impl Count {
    /// Whether at least so many per cent are backed; where there are no claims, nothing is missing.
    fn suffices(self, percent: u8) -> bool {
        self.backed * 100 >= self.claims * usize::from(percent)
    }

    fn add(&mut self, other: Self) {
        self.claims += other.claims;
        self.backed += other.backed;
        self.verified += other.verified;
    }
}

struct Verified<'a> {
    args: &'a Args,
    reader: &'a Reader,
    sum: Count,
    failed: bool,
}

impl Verified<'_> {
    fn write(&mut self, sources: &[Source]) -> std::io::Result<()> {
        let mut out = BufWriter::new(anstream::stdout().lock());
        for source in sources {
            match self.reader.file(source) {
                Ok(reading) => self.article(&source.name, &reading, &mut out)?,
                Err(sentence) => {
                    self.failed = true;
                    self.reader.tell(&sentence);
                }
            }
        }
        if self.args.format == "text" {
            let Count { claims, backed, verified } = self.sum;
            let [claims, backed, verified] = [claims, backed, verified].map(|count| count.to_string());
            let args = [("claims", &*claims), ("backed", &*backed), ("verified", &*verified)];
            writeln!(out, "{}", text(self.reader.speaks, "verify.sum", &args))?;
        }
        out.flush()
    }

    fn article(&mut self, name: &str, reading: &Reading, out: &mut impl Write) -> std::io::Result<()> {
        let claims: Vec<Backed<'_>> = claims(reading).collect();
        let is_verified = |claim: &Backed<'_>| claim.backing == Backing::Verified;
        let counts = |claim: &Backed<'_>| if self.args.signed { is_verified(claim) } else { claim.backing.holds() };
        let missing: Vec<&Backed<'_>> = claims.iter().filter(|claim| !counts(claim)).collect();
        let waiting: Vec<&Remark> = reading.trail.iter().filter(|remark| remark.waits()).collect();
        let count = Count {
            claims: claims.len(),
            backed: claims.len() - missing.len(),
            verified: claims.iter().filter(|claim| is_verified(claim)).count(),
        };
        self.sum.add(count);
        self.failed |= !waiting.is_empty();
        let ruler = Ruler::new(&reading.article.source);
        let line = |span: Span| ruler.position(span.start, Encoding::Utf8).line + 1;
        let speaks = self.reader.speaks;
        let words = |claim: &Backed<'_>| seen(claim.figure.span.of(&reading.article.text)).into_owned();
        if self.args.format == "json" {
            let missing = missing.iter().map(
                |claim| json!({"line": line(claim.figure.span), "text": words(claim), "backing": claim.backing.tag()}),
            );
            let waiting =
                waiting.iter().map(|remark| json!({"line": remark.place().map(line), "told": told(remark, speaks)}));
            let Count { claims, backed, verified } = count;
            let (missing, waiting): (Vec<_>, Vec<_>) = (missing.collect(), waiting.collect());
            let article = json!({
                "file": name, "claims": claims, "backed": backed, "verified": verified, "missing": missing,
                "waiting": waiting,
            });
            return writeln!(out, "{article}");
        }
        let name = harmless(name);
        for claim in missing {
            let backing = text(speaks, &format!("backing.{}", claim.backing.tag()), &[]);
            writeln!(out, "{name}:{}: {}: {backing}", line(claim.figure.span), harmless(&words(claim)))?;
        }
        for remark in waiting {
            writeln!(out, "{name}:{}: {}", remark.place().map_or(1, line), told(remark, speaks))?;
        }
        Ok(())
    }
}
