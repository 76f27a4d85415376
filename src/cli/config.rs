//! `beleg config`: every setting in force, and where it comes from.

use std::process::ExitCode;

use super::articles::Options;
use super::settings;
use crate::checks;
use crate::desk::layer::Origin;
use crate::lang::Lang;
use crate::messages;

/// Show every setting in force, and where it comes from
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    options: Options,
}

/// Prints TOML that could be pasted into a settings file, each line with its origin behind it.
pub fn run(args: &Args) -> ExitCode {
    let Ok(settings) = settings::of_everywhere(&args.options) else { return ExitCode::from(2) };
    let speaks = args.options.messages.or(settings.messages()).unwrap_or(Lang::En);
    let default = messages::text(speaks, "settings.default", &[]);
    let origin = |origin: &Origin| origin.file().map_or_else(|| default.clone(), |file| file.display().to_string());
    for (key, setting) in settings.iter() {
        anstream::println!("{:40} # {}", format!("{key} = {}", setting.value), origin(&setting.origin));
    }
    let set: Vec<&str> = settings.levels().map(|(code, _)| code).collect();
    for check in checks::ALL.iter().filter(|check| !set.contains(&check.code())) {
        let level = if check.about().on_by_default { check.about().severity.tag() } else { "off" };
        anstream::println!("{:40} # {default}", format!("checks.{} = \"{level}\"", check.code()));
    }
    ExitCode::SUCCESS
}
