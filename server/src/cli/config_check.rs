//! `roleport config check`.

use std::process::ExitCode;

use anyhow::Context as _;

use crate::{config::Config, store::protection};

/// What keeps the server from changing the history, as far as it can be seen now.
fn protection() -> String {
    let asked = async {
        let url = Config::load()?
            .database_url
            .context("DATABASE_URL is missing")?;
        let pool = protection::connect_as_server(url.reveal()).await?;
        let found = protection::protection(&mut *pool.acquire().await?).await?;
        Ok::<_, anyhow::Error>(found.to_string())
    };
    tokio::runtime::Runtime::new()
        .map_err(anyhow::Error::from)
        .and_then(|runtime| runtime.block_on(asked))
        .unwrap_or_else(|error| format!("can't be looked at, since the database can't: {error}"))
}

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
            println!("# history: {}", protection());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("roleport: {error}");
            ExitCode::FAILURE
        }
    }
}
