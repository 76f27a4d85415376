//! `beleg explain CODE`: what a check looks for, why, and how to resolve what it finds.

use std::process::ExitCode;

use crate::checks;
use crate::lang::Lang;

/// Explain a check: what it looks for, why, and how to resolve what it finds
#[derive(clap::Args)]
pub struct Args {
    /// Code of the check, such as `unsourced-figure`; without one, all codes are listed
    code: Option<String>,
    /// Language of the page
    #[arg(long, value_name = "LANG", default_value = "en", value_parser = ["de", "en"])]
    messages: String,
}

/// Exits with 2 for a code that does not exist.
pub fn run(args: &Args) -> ExitCode {
    let lang = Lang::parse(&args.messages).unwrap_or(Lang::En);
    let Some(code) = &args.code else {
        for check in checks::ALL {
            let state = if check.about().on_by_default { "on" } else { "off" };
            anstream::println!("{:22} {:12} {state}", check.code(), check.about().severity.tag());
        }
        return ExitCode::SUCCESS;
    };
    match checks::ALL.iter().find(|check| check.code() == code) {
        Some(check) => {
            anstream::println!("{}", check.about().page(lang).trim_end());
            ExitCode::SUCCESS
        }
        None => {
            let known: Vec<&str> = checks::ALL.iter().map(|check| check.code()).collect();
            anstream::eprintln!("beleg: there is no check `{code}`; there are: {}", known.join(", "));
            ExitCode::from(2)
        }
    }
}
