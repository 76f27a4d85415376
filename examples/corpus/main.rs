//! Writes an archive of made-up articles, for measuring and for trying things out:
//! `cargo run --release --example corpus -- FOLDER COUNT [SEED]`. The same count and seed give the same articles.

mod made;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use made::Corpus;

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let folder = args.next().map(PathBuf::from);
    let count = args.next().and_then(|count| count.parse().ok()).filter(|count| *count > 0);
    let seed = args.next().map_or(Ok(1), |seed| seed.parse());
    let (Some(folder), Some(count), Ok(seed)) = (folder, count, seed) else {
        eprintln!("usage: corpus FOLDER COUNT [SEED]");
        return ExitCode::from(2);
    };
    let corpus = Corpus::new(count, seed);
    let start = Instant::now();
    match corpus.write(&folder) {
        Ok(bytes) => {
            let seconds = start.elapsed().as_secs_f64();
            println!(
                "{count} articles of {} bytes in {seconds:.2} s, {:.0} a second",
                bytes / count,
                count as f64 / seconds
            );
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}: {error}", folder.display());
            ExitCode::FAILURE
        }
    }
}
