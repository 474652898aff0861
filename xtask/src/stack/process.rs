//! A program that was started here, is watched, and ends with this one.

use std::{
    fs::{self, File},
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::Context as _;

use crate::{output, signals};

/// How long a program may take to end before it is killed.
const PATIENCE: Duration = Duration::from_secs(15);

/// Memory of a program, in KiB.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Memory {
    /// What of it is in memory now.
    pub(crate) resident: u64,
    /// The most there was since it started.
    pub(crate) peak: u64,
}

/// A running program with its log.
pub(crate) struct Process {
    name: &'static str,
    /// How it was started, to start it once more.
    command: Command,
    child: Child,
    log: PathBuf,
    signal: &'static str,
}

impl Process {
    /// Starts `command` with no input and its output in `LOGS/NAME.log`; `signal` is the one that
    /// asks it to end in order. In a process group of its own, so that a ctrl-C at the terminal
    /// comes here alone and the parts end one after the other.
    pub(crate) fn start(
        name: &'static str,
        mut command: Command,
        logs: &Path,
        signal: &'static str,
    ) -> anyhow::Result<Self> {
        fs::create_dir_all(logs)?;
        let log = logs.join(format!("{}.log", name.to_lowercase().replace(' ', "-")));
        let file = File::create(&log).with_context(|| format!("can't write {}", log.display()))?;
        let child = command
            .stdin(Stdio::null())
            .stdout(file.try_clone()?)
            .stderr(file)
            .process_group(0)
            .spawn()
            .with_context(|| format!("can't start {name}; run scripts/setup"))?;
        Ok(Self {
            name,
            command,
            child,
            log,
            signal,
        })
    }

    /// Ends it by this signal, and waits until it has ended.
    pub(crate) fn strike(&mut self, signal: &str) -> anyhow::Result<()> {
        send(signal, self.child.id());
        self.child.wait()?;
        Ok(())
    }

    /// Starts it once more; its log goes on.
    pub(crate) fn start_again(&mut self) -> anyhow::Result<()> {
        self.child = self.command.spawn()?;
        Ok(())
    }

    /// Waits until `ready` answers something; a program that ends first, or takes too long, is an
    /// error that shows the end of its log.
    pub(crate) fn wait_for<T>(
        &mut self,
        patience: Duration,
        mut ready: impl FnMut(&str) -> Option<T>,
    ) -> anyhow::Result<T> {
        let started = Instant::now();
        loop {
            let log = fs::read_to_string(&self.log).unwrap_or_default();
            if let Some(answer) = ready(&log) {
                output::done(&format!("{} ready", self.name), started);
                return Ok(answer);
            }
            if let Some(status) = self.ended() {
                anyhow::bail!(
                    "{} ended while starting ({status}).\n{}",
                    self.name,
                    self.log_end()
                );
            }
            anyhow::ensure!(!signals::asked_to_stop(), "Stopped.");
            anyhow::ensure!(
                started.elapsed() < patience,
                "{} did not become ready within {} s.\n{}",
                self.name,
                patience.as_secs(),
                self.log_end()
            );
            thread::sleep(Duration::from_millis(40));
        }
    }

    /// Its status, once it has ended.
    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    /// How much memory it takes, by the kernel's account of it.
    pub(crate) fn memory(&self) -> anyhow::Result<Memory> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let kib = |key: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(key))?;
            line.split_whitespace().next()?.parse().ok()
        };
        Ok(Memory {
            resident: kib("VmRSS:").context("the kernel does not tell its memory")?,
            peak: kib("VmHWM:").context("the kernel does not tell its memory's peak")?,
        })
    }

    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    /// The last lines of the log and where the rest is.
    pub(crate) fn log_end(&self) -> String {
        log_end(&self.log)
    }

    /// Asks it to end, and waits.
    fn stop(&mut self) {
        if self.ended().is_some() {
            return;
        }
        send(self.signal, self.child.id());
        let started = Instant::now();
        while self.ended().is_none() {
            if started.elapsed() > PATIENCE {
                output::note(&format!(
                    "{} does not end when asked; killing it",
                    self.name
                ));
                // It has ended by itself in the meantime, or it is killed: both are fine.
                let _ = self.child.kill();
                let _ = self.child.wait();
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The last lines of a log and where the rest is.
pub(crate) fn log_end(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let mut end = String::new();
    for line in lines.iter().skip(lines.len().saturating_sub(8)) {
        end.push_str("  | ");
        end.push_str(line);
        end.push('\n');
    }
    format!("{end}  The whole log: {}", log.display())
}

/// Sends a signal by name; a process that is gone already needs none.
pub(crate) fn send(signal: &str, pid: u32) {
    // The shell's own `kill` is everywhere; the program of that name is not.
    let _ = Command::new("sh")
        .args(["-c", &format!("kill -{signal} {pid} 2>/dev/null")])
        .status();
}
