//! Which settings a command runs with, and what was wrong with them, told on standard error.

use std::path::Path;

use super::articles::Options;
use crate::checks;
use crate::desk::Settings;
use crate::desk::layer::{Layer, Origin};
use crate::features::notices::Fault;
use crate::lang::Lang;

/// The settings file named by `--config` and nothing else; `Err` where it cannot be used, and that was told.
pub fn of_flag(options: &Options) -> Result<Settings, ()> {
    let Some(file) = &options.config else { return Ok(Settings::default()) };
    let Some(layer) = Layer::of_file(Origin::Flag(file.clone())) else {
        let speaks = options.messages.unwrap_or(Lang::En);
        anstream::eprintln!("beleg: {}", super::articles::not_there(file, speaks));
        return Err(());
    };
    Ok(resolve(&[layer], options.messages).0)
}

/// The user's own settings, those of the folder the command runs in, and those of `--config`.
pub fn of_everywhere(options: &Options) -> Result<Settings, ()> {
    Ok(counted(options)?.0)
}

/// The same with how many problems there are.
pub fn counted(options: &Options) -> Result<(Settings, usize), ()> {
    of_flag(options)?;
    let flag = options.config.as_ref().and_then(|file| Layer::of_file(Origin::Flag(file.clone())));
    let layers: Vec<Layer> =
        [Layer::of_user(), Layer::of_workspace(Path::new(".")), flag].into_iter().flatten().collect();
    Ok(resolve(&layers, options.messages))
}

fn resolve(layers: &[Layer], messages: Option<Lang>) -> (Settings, usize) {
    let codes: Vec<&str> = checks::ALL.iter().map(|check| check.code()).collect();
    let (settings, problems) = Settings::resolve(layers, &codes);
    let speaks = messages.or(settings.messages()).unwrap_or(Lang::En);
    for problem in &problems {
        anstream::eprintln!("beleg: {}", Fault::of_setting(speaks, problem).sentence(speaks));
    }
    (settings, problems.len())
}
