//! `roleport export terraform DIR`.

use std::path::Path;

use super::database;
use crate::{
    config::Config,
    export::{self, folder},
};

/// Writes all active roles as Terraform into a folder.
pub(super) async fn terraform(folder: &Path) -> anyhow::Result<()> {
    let pool = database::as_server(&Config::load()?).await?;
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
