//! `.sqlx`: what the database said about each query, so that a build needs no database.

use std::{fs, time::Instant};

use crate::{
    output,
    paths::Paths,
    signals,
    stack::{
        Stack,
        postgres::{Cluster, Durability},
    },
    test::Scratch,
};

/// Applies the migrations to an empty database and lets the queries be checked against it.
///
/// sqlx's macros write a file per query into `SQLX_OFFLINE_DIR`, which must exist. That is what
/// `cargo sqlx prepare` does too, without another tool to install.
pub(crate) fn prepare(paths: &Paths) -> anyhow::Result<()> {
    let started = Instant::now();
    signals::listen()?;
    let scratch = Scratch::new()?;
    let mut stack = Stack::new(scratch.folder());
    let cluster = Cluster::start(&mut stack, Durability::Throwaway)?;
    let url = cluster.database("roleport")?;
    let mut migrations: Vec<_> = fs::read_dir(paths.repo.join("migrations"))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "sql"))
        .collect();
    migrations.sort();
    for migration in migrations {
        cluster.psql(
            "roleport",
            &[
                "--single-transaction",
                "--file",
                &migration.display().to_string(),
            ],
        )?;
    }

    let folder = paths.repo.join(".sqlx");
    let fresh = scratch.folder().join("sqlx");
    fs::create_dir_all(&fresh)?;
    // Cargo would skip a crate that has not changed, and its macros with it.
    fs::File::options()
        .append(true)
        .open(paths.repo.join("server/src/lib.rs"))?
        .set_modified(std::time::SystemTime::now())?;
    let status = paths
        .cargo()
        .args([
            "check",
            "--quiet",
            "--package",
            "roleport-server",
            "--all-targets",
        ])
        .env("DATABASE_URL", url)
        .env("SQLX_OFFLINE", "false")
        .env("SQLX_OFFLINE_DIR", &fresh)
        .status()?;
    anyhow::ensure!(
        status.success(),
        "The server's queries do not all pass; the reason is above, and .sqlx is as it was."
    );
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let mut count = 0;
    for entry in fs::read_dir(&fresh)? {
        let path = entry?.path();
        if let Some(name) = path.file_name() {
            fs::copy(&path, folder.join(name))?;
            count += 1;
        }
    }
    drop(stack);
    scratch.remove();
    output::done(&format!("{count} queries described in .sqlx"), started);
    Ok(())
}
