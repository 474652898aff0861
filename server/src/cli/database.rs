//! Brings the database's tables up to date as their owner, then opens it as the server.

use anyhow::Context as _;
use roleport_domain::cluster::Cluster;
use sqlx::PgPool;

use crate::{
    config::{Config, Secret},
    store::{self, clusters, protection},
    worker,
};

/// Opens the database that is there, as the server.
pub(super) async fn as_server(config: &Config) -> anyhow::Result<PgPool> {
    protection::connect_as_server(url(config)?.reveal())
        .await
        .context("can't reach the database named by DATABASE_URL")
}

/// The clusters in force where a database is configured and has them; else those of the file. The other one
/// is why the database was not asked.
pub(super) async fn clusters(config: &Config) -> (Vec<Cluster>, Option<String>) {
    if config.database_url.is_none() {
        return (config.clusters.clone(), None);
    }
    let read = async {
        let pool = as_server(config).await?;
        Ok::<_, anyhow::Error>(clusters::all(&mut *pool.acquire().await?).await?)
    };
    match read.await {
        Ok(found) if !found.is_empty() => (found, None),
        // Nothing was taken in yet: the server has not started since.
        Ok(_) => (config.clusters.clone(), None),
        Err(error) => (config.clusters.clone(), Some(format!("{error:#}"))),
    }
}

fn url(config: &Config) -> anyhow::Result<&Secret> {
    config
        .database_url
        .as_ref()
        .context("DATABASE_URL is missing: set it to postgres://USER:PASSWORD@HOST/DATABASE")
}

/// Opens the database for the server; servers that start at once wait for each other.
pub(super) async fn open(config: &Config) -> anyhow::Result<PgPool> {
    let url = url(config)?;
    let (owner, name) = match &config.migration_database_url {
        Some(owner) => (owner, "ROLEPORT_MIGRATION_DATABASE_URL"),
        None => (url, "DATABASE_URL"),
    };
    update(owner.reveal(), name).await?;
    as_server(config).await
}

/// Migrates, where this login may; else makes sure that somebody else has.
async fn update(url: &str, name: &str) -> anyhow::Result<()> {
    let pool = store::connect(url)
        .await
        .with_context(|| format!("can't reach the database named by {name}"))?;
    if protection::may_migrate(&mut *pool.acquire().await?).await? {
        store::MIGRATIONS
            .run(&pool)
            .await
            .context("can't update the database's tables")?;
        worker::migrate_queue(&pool).await?;
        if !protection::grant_server_rights(&mut *pool.acquire().await?).await? {
            tracing::info!("{name} may not make the role roleport_server");
        }
    } else {
        let missing = protection::missing_migrations(&mut *pool.acquire().await?).await;
        anyhow::ensure!(
            missing.is_ok_and(|missing| missing.is_empty()),
            "the database's tables are not up to date, and the login of {name} may not change them: \
             run `roleport migrate` with ROLEPORT_MIGRATION_DATABASE_URL set to their owner's login"
        );
    }
    pool.close().await;
    Ok(())
}
