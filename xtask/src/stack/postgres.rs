//! A private Postgres: own data, a socket instead of a port, gone with the process that started it.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use anyhow::Context as _;

use super::{Stack, account::Account, process::Process};
use crate::paths;

/// Whether the data is to survive a power cut.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Durability {
    /// As Postgres does it.
    Durable,
    /// For tests: no waiting for the disk.
    Throwaway,
}

/// A running cluster.
pub(crate) struct Cluster {
    bin: PathBuf,
    socket: PathBuf,
}

impl Cluster {
    /// Starts the cluster of this folder, after creating it if need be.
    pub(crate) fn start(stack: &mut Stack, durability: Durability) -> anyhow::Result<Self> {
        let bin = find_bin()?;
        let account = Account::for_postgres()?;
        let folder = stack.folder.join("pg");
        let (data, socket) = (folder.join("data"), folder.join("s"));
        for folder in [&folder, &socket] {
            fs::create_dir_all(folder)?;
            account.own(folder)?;
            // Trust on the socket is as safe as who can reach it: this account and root.
            fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
        }
        check_version(&bin, &data)?;
        if !data.exists() {
            create(&bin, &account, &data)?;
        }
        let mut command = account.command(&bin.join("postgres"), "INT");
        command
            .arg("-D")
            .arg(&data)
            .arg("-k")
            .arg(&socket)
            .args(["-c", "listen_addresses=", "-c", "max_connections=200"])
            .current_dir("/");
        if durability == Durability::Throwaway {
            command.args([
                "-c",
                "fsync=off",
                "-c",
                "synchronous_commit=off",
                "-c",
                "full_page_writes=off",
            ]);
        }
        // INT is a fast shutdown: it ends connections instead of waiting for them.
        let mut process = Process::start("Postgres", command, &stack.logs(), "INT")?;
        let cluster = Self { bin, socket };
        process.wait_for(Duration::from_mins(1), |_| cluster.answers().then_some(()))?;
        stack.hold(process);
        Ok(cluster)
    }

    fn answers(&self) -> bool {
        Command::new(self.bin.join("pg_isready"))
            .args(["--quiet", "--username=roleport", "--host"])
            .arg(&self.socket)
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    }

    /// Makes sure that this database exists; answers its URL.
    pub(crate) fn database(&self, name: &str) -> anyhow::Result<String> {
        let known = self.psql("postgres", &["-Atc", "SELECT datname FROM pg_database"])?;
        if !known.lines().any(|line| line == name) {
            self.psql("postgres", &["-c", &format!("CREATE DATABASE \"{name}\"")])?;
        }
        Ok(format!(
            "postgres://roleport@localhost/{name}?host={}",
            percent_encode(&self.socket)
        ))
    }

    /// Runs psql, which stops at the first error.
    pub(crate) fn psql(&self, database: &str, arguments: &[&str]) -> anyhow::Result<String> {
        let output = Command::new(self.bin.join("psql"))
            .args([
                "--no-psqlrc",
                "--quiet",
                "--set=ON_ERROR_STOP=1",
                "--username=roleport",
                "--host",
            ])
            .arg(&self.socket)
            .arg("--dbname")
            .arg(database)
            .args(arguments)
            .output()
            .context("can't start psql; run scripts/setup")?;
        anyhow::ensure!(
            output.status.success(),
            "psql did not succeed:\n{}",
            String::from_utf8_lossy(&output.stderr).trim()
        );
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

/// The folder of Postgres's programs: `ROLEPORT_POSTGRES_BIN`, else PATH, else Debian's newest.
/// Debian keeps the server's programs out of PATH.
fn find_bin() -> anyhow::Result<PathBuf> {
    let mut candidates: Vec<PathBuf> = paths::set("ROLEPORT_POSTGRES_BIN")
        .map(PathBuf::from)
        .into_iter()
        .collect();
    if let Some(path) = std::env::var_os("PATH") {
        candidates.extend(std::env::split_paths(&path));
    }
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let entry = entry.ok()?;
            Some((
                entry.file_name().to_str()?.parse().ok()?,
                entry.path().join("bin"),
            ))
        })
        .collect();
    versions.sort();
    candidates.extend(versions.into_iter().rev().map(|(_, bin)| bin));
    candidates
        .into_iter()
        .find(|bin| {
            ["postgres", "initdb", "psql", "pg_isready"]
                .iter()
                .all(|program| bin.join(program).is_file())
        })
        .context("Postgres is not installed. Run scripts/setup, or set DATABASE_URL to a database that you have.")
}

/// A new major version can't read the old one's files and would say so in a way that helps nobody.
fn check_version(bin: &Path, data: &Path) -> anyhow::Result<()> {
    let Ok(made_by) = fs::read_to_string(data.join("PG_VERSION")) else {
        return Ok(());
    };
    let output = Command::new(bin.join("postgres"))
        .arg("--version")
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let major = text
        .split_whitespace()
        .find_map(|word| word.split('.').next()?.parse::<u32>().ok());
    anyhow::ensure!(
        major == made_by.trim().parse().ok(),
        "The local data was made by Postgres {}, and this is {}. `make reset` removes the data.",
        made_by.trim(),
        text.trim()
    );
    Ok(())
}

/// Creates the cluster beside and renames it: one that was interrupted half-way is never taken
/// for a whole one.
fn create(bin: &Path, account: &Account, data: &Path) -> anyhow::Result<()> {
    let unfinished = data.with_extension("unfinished");
    if unfinished.exists() {
        fs::remove_dir_all(&unfinished)?;
    }
    let output = account
        .command(&bin.join("initdb"), "TERM")
        .arg("--pgdata")
        .arg(&unfinished)
        .args([
            "--username=roleport",
            "--auth-local=trust",
            "--auth-host=reject",
        ])
        .args(["--encoding=UTF8", "--no-locale", "--no-sync"])
        .current_dir("/")
        .output()
        .context("can't start initdb; run scripts/setup")?;
    anyhow::ensure!(
        output.status.success(),
        "initdb did not succeed:\n{}",
        String::from_utf8_lossy(&output.stderr).trim()
    );
    fs::rename(&unfinished, data)?;
    Ok(())
}

/// For a path in a URL's query.
fn percent_encode(path: &Path) -> String {
    use std::fmt::Write as _;
    let mut text = String::new();
    for byte in path.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(byte) {
            text.push(char::from(*byte));
        } else {
            // Writing to a String can't fail.
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_with_a_space_survives_the_url() {
        assert_eq!(percent_encode(Path::new("/a b/s")), "/a%20b/s");
    }
}
