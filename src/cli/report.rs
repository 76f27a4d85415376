//! `beleg report`: a fact-checking report of articles, to be printed or sent on. Its content and its forms stand in
//! [`crate::export::report`].

use std::process::ExitCode;

use clap::builder::PossibleValuesParser;

use super::export::Task;
use crate::export::report::{FORMS, Teller, Writer};
use crate::features::{trail, value, voucher};

/// Write a report for whoever checks or approves articles: what backs their figures, who is named and quoted, what is open
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    task: Task,
    /// `html` to be printed, `md` to be edited, `json` for tools
    #[arg(long, default_value = "html", value_parser = PossibleValuesParser::new(FORMS.iter().map(|(name, _)| *name)))]
    format: String,
}

/// Exits as `beleg export` does.
pub fn run(args: &Args) -> ExitCode {
    let teller = Teller { told: trail::told, why: voucher::why, amount: value::amount };
    let (_, form) = FORMS.iter().find(|(name, _)| *name == args.format).expect("clap takes no other name");
    args.task.stream(|speaks| Box::new(Writer::new(*form, teller, speaks)))
}
