//! The folder where `run` keeps its data, who holds it, and the ports it used last time.

use std::{
    collections::hash_map::DefaultHasher,
    fs::{self, File, TryLockError},
    hash::{Hash as _, Hasher as _},
    net::TcpListener,
    os::unix::fs::{DirBuilderExt as _, MetadataExt as _},
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use serde_json::{Value, json};

use crate::{paths::Paths, stack::account::Account};

/// A socket's path has at most 107 bytes; this leaves room for `/pg/s/.s.PGSQL.5432`.
const LONGEST_FOLDER: usize = 80;

/// The data folder of a checkout.
pub(crate) struct State {
    pub(crate) folder: PathBuf,
}

/// A running `run`, as it recorded itself.
pub(crate) struct Running {
    pub(crate) pid: u32,
    pub(crate) address: String,
}

impl State {
    /// `.roleport` in the checkout; where Postgres could not work there (path too long for a
    /// socket, or a folder above that its account may not enter), one under /var/tmp.
    pub(crate) fn of_checkout(paths: &Paths) -> anyhow::Result<Self> {
        let inside = paths.repo.join(".roleport");
        let short = inside.as_os_str().len() <= LONGEST_FOLDER;
        if short && Account::for_postgres()?.may_enter(&paths.repo) {
            fs::create_dir_all(&inside)
                .with_context(|| format!("can't create {}", inside.display()))?;
            return Ok(Self { folder: inside });
        }
        let mut hasher = DefaultHasher::new();
        paths.repo.hash(&mut hasher);
        let folder = PathBuf::from(format!("/var/tmp/roleport-{:016x}", hasher.finish()));
        if !folder.exists() {
            fs::DirBuilder::new().mode(0o755).create(&folder)?;
        }
        // Anyone may create names in /var/tmp; only a folder that is ours is used.
        let owner = fs::symlink_metadata(&folder)?;
        let me = fs::metadata("/proc/self")?.uid();
        anyhow::ensure!(
            owner.is_dir() && owner.uid() == me,
            "{} belongs to someone else; remove it, or move the checkout to a shorter path.",
            folder.display()
        );
        Ok(Self { folder })
    }

    /// Takes the folder for this process until the answer is dropped; `None` when another has it.
    /// The system lets go of the lock however that process ends.
    pub(crate) fn lock(&self) -> anyhow::Result<Option<File>> {
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(self.folder.join("lock"))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }

    fn record(&self) -> PathBuf {
        self.folder.join("run.json")
    }

    /// Leaves a note for `stop` and for a second `run`.
    pub(crate) fn write_running(&self, address: &str) -> anyhow::Result<()> {
        let pid = std::process::id();
        let note = json!({ "pid": pid, "started": start_time(pid), "address": address });
        fs::write(self.record(), note.to_string())?;
        Ok(())
    }

    pub(crate) fn forget_running(&self) {
        // Without the note, `stop` says that nothing runs, which is then true.
        let _ = fs::remove_file(self.record());
    }

    /// The process of the note, when it still is that process: ids are used again, but not with
    /// the same start time.
    pub(crate) fn running(&self) -> Option<Running> {
        let note: Value = serde_json::from_str(&fs::read_to_string(self.record()).ok()?).ok()?;
        let pid = u32::try_from(note["pid"].as_u64()?).ok()?;
        let started = note["started"].as_u64()?;
        (start_time(pid) == Some(started)).then(|| Running {
            pid,
            address: note["address"].as_str().unwrap_or_default().to_owned(),
        })
    }

    /// A port for this part: that of the last time if it is free, since the sign-in provider's
    /// address is part of who a person is; else `wanted`; else any.
    pub(crate) fn port(&self, name: &str, wanted: u16) -> anyhow::Result<u16> {
        let file = self.folder.join("ports.json");
        let mut ports: Value = fs::read_to_string(&file)
            .ok()
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_else(|| json!({}));
        let last = ports[name]
            .as_u64()
            .and_then(|port| u16::try_from(port).ok());
        let free = free_port(last.filter(|_| wanted == 0).unwrap_or(wanted))?;
        ports[name] = free.into();
        fs::write(&file, ports.to_string())?;
        Ok(free)
    }
}

/// This port when it is free, else one that the system chooses.
pub(crate) fn free_port(wanted: u16) -> anyhow::Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", wanted))
        .or_else(|_| TcpListener::bind(("127.0.0.1", 0)))
        .context("can't find a free port on 127.0.0.1")?;
    Ok(listener.local_addr()?.port())
}

/// When a process started, in clock ticks since boot: field 22 of `/proc/PID/stat`, see proc(5).
fn start_time(pid: u32) -> Option<u64> {
    let text = fs::read_to_string(Path::new("/proc").join(pid.to_string()).join("stat")).ok()?;
    // The second field is the name in brackets, which may hold spaces; the rest has none.
    let (_, rest) = text.rsplit_once(')')?;
    rest.split_whitespace().nth(19)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_has_a_start_time_and_a_missing_one_has_none() {
        assert!(start_time(std::process::id()).is_some());
        assert_eq!(start_time(u32::MAX), None);
    }

    #[test]
    fn a_taken_port_gives_another() -> anyhow::Result<()> {
        let taken = TcpListener::bind(("127.0.0.1", 0))?;
        let port = taken.local_addr()?.port();
        assert_ne!(free_port(port)?, port);
        Ok(())
    }
}
