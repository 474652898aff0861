//! `roleport config check`.

use std::process::ExitCode;

use anyhow::Context as _;

use sqlx::PgConnection;

use crate::{
    config::Config,
    service::file_differences,
    store::{clusters, protection},
};

/// The clusters in force, and where the file says something else.
async fn clusters(conn: &mut PgConnection, config: &Config) -> anyhow::Result<Vec<String>> {
    let names: Vec<_> = clusters::all(conn)
        .await?
        .into_iter()
        .map(|cluster| cluster.name)
        .collect();
    let mut said = vec![if names.is_empty() {
        "none in force yet: those of the file are taken in when the server starts".to_owned()
    } else {
        format!("in force are {}", names.join(", "))
    }];
    let differences = file_differences(conn, &config.seed()).await?;
    said.extend(differences.into_iter().map(String::from));
    Ok(said)
}

/// What keeps the server from changing the history, and what is said of the clusters, as far as it can be
/// seen now.
fn database() -> (String, Vec<String>) {
    let asked = async {
        let config = Config::load()?;
        let url = config
            .database_url
            .as_ref()
            .context("DATABASE_URL is missing")?;
        let pool = protection::connect_as_server(url.reveal()).await?;
        let mut conn = pool.acquire().await?;
        let found = protection::protection(&mut conn).await?;
        Ok::<_, anyhow::Error>((found.to_string(), clusters(&mut conn, &config).await?))
    };
    tokio::runtime::Runtime::new()
        .map_err(anyhow::Error::from)
        .and_then(|runtime| runtime.block_on(asked))
        .unwrap_or_else(|error| {
            let why = format!("can't be looked at, since the database can't: {error}");
            (why.clone(), vec![why])
        })
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
            let (history, clusters) = database();
            println!("# history: {history}");
            for line in clusters {
                println!("# clusters: {line}");
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("roleport: {error}");
            ExitCode::FAILURE
        }
    }
}
