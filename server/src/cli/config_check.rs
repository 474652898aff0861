//! `roleport config check`.

use std::process::ExitCode;

use crate::config::Config;

pub(super) fn run() -> ExitCode {
    let checked = Config::load().and_then(|config| {
        if let Ok(text) = toml::to_string_pretty(&config) {
            println!("{text}");
        }
        config.check()
    });
    match checked {
        Ok(()) => {
            println!("# everything that `roleport serve` needs is there");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("roleport: {error}");
            ExitCode::FAILURE
        }
    }
}
