//! `roleport export terraform DIR`.

use std::path::Path;

use anyhow::Context as _;

use crate::{
    config::Config,
    export::{self, folder},
    store::protection,
};

/// Writes all active roles as Terraform into a folder.
pub(super) async fn terraform(folder: &Path) -> anyhow::Result<()> {
    let config = Config::load()?;
    let url = config
        .database_url
        .as_ref()
        .context("DATABASE_URL is missing: set it to postgres://USER:PASSWORD@HOST/DATABASE")?;
    let pool = protection::connect_as_server(url.reveal())
        .await
        .context("can't reach the database named by DATABASE_URL")?;
    let files = export::terraform(&mut *pool.acquire().await?).await?;
    let done = folder::write(folder, &files)?;
    println!(
        "{} files in {}: {} written, {} removed, {} as they were",
        files.len(),
        folder.display(),
        done.changed,
        done.removed,
        files.len() - done.changed
    );
    Ok(())
}
