//! Under which account Postgres runs: it refuses root.

use std::{
    fs,
    os::unix::fs::{MetadataExt as _, chown},
    path::Path,
    process::{Command, Stdio},
};

use anyhow::Context as _;

/// An account to step down to; `None` inside means: stay who you are.
pub(crate) struct Account(Option<Ids>);

#[derive(Clone, Copy)]
struct Ids {
    user: u32,
    group: u32,
}

impl Account {
    /// Oneself, or for root `postgres`, else `nobody`.
    pub(crate) fn for_postgres() -> anyhow::Result<Self> {
        if fs::metadata("/proc/self")?.uid() != 0 {
            return Ok(Self(None));
        }
        let passwd = fs::read_to_string("/etc/passwd")?;
        let ids = ["postgres", "nobody"]
            .iter()
            .find_map(|name| find(&passwd, name))
            .context("Postgres does not run as root, and there is no account postgres or nobody to run it as")?;
        Ok(Self(Some(ids)))
    }

    /// A program that runs under this account and gets `signal` when this process ends, however
    /// that comes about. The kernel forgets such a wish when the account changes, so one tool
    /// does both, in that order.
    pub(crate) fn command(&self, program: &Path, signal: &str) -> Command {
        let mut command = Command::new("setpriv");
        if let Some(ids) = self.0 {
            command
                .arg(format!("--reuid={}", ids.user))
                .arg(format!("--regid={}", ids.group))
                .arg("--clear-groups");
        }
        command.args(["--pdeathsig", signal, "--"]).arg(program);
        command
    }

    /// Gives a folder to this account.
    pub(crate) fn own(&self, folder: &Path) -> anyhow::Result<()> {
        if let Some(ids) = self.0 {
            chown(folder, Some(ids.user), Some(ids.group)).with_context(|| {
                format!("can't hand {} to Postgres's account", folder.display())
            })?;
        }
        Ok(())
    }

    /// Whether this account gets through all folders on the way to this one.
    pub(crate) fn may_enter(&self, folder: &Path) -> bool {
        self.0.is_none()
            || self
                .command(Path::new("test"), "KILL")
                .arg("-x")
                .arg(folder)
                .stderr(Stdio::null())
                .status()
                .is_ok_and(|status| status.success())
    }
}

/// The ids in a line `name:x:user:group:…` of passwd(5).
fn find(passwd: &str, name: &str) -> Option<Ids> {
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        (fields.next() == Some(name)).then_some(())?;
        Some(Ids {
            user: fields.nth(1)?.parse().ok()?,
            group: fields.next()?.parse().ok()?,
        })
    })
}
