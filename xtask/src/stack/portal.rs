//! The portal itself, on top of the stack.

use std::{
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::Context as _;

use super::{Stack, http, process::Process};
use crate::{output, paths::Paths};

/// The running portal.
pub(crate) struct Portal {
    pub(crate) address: String,
}

impl Portal {
    /// Brings the database to the present version, and starts nothing.
    pub(crate) fn migrate(stack: &Stack, paths: &Paths) -> anyhow::Result<()> {
        once(stack, paths, "migrate", "Database migrated")
    }

    /// Migrates, loads the demo where that is safe, and serves.
    pub(crate) fn start(stack: &mut Stack, paths: &Paths, port: u16) -> anyhow::Result<Self> {
        Self::fill(stack, paths)?;
        let address = format!("http://127.0.0.1:{port}");
        Self::serve(stack, paths, "Portal", port, &address)?;
        Ok(Self { address })
    }

    /// Migrates, and loads the demo where that is safe.
    pub(crate) fn fill(stack: &Stack, paths: &Paths) -> anyhow::Result<()> {
        Self::migrate(stack, paths)?;
        if stack.local_aws {
            once(stack, paths, "demo", "Demo roles loaded")
        } else {
            output::note("Not loading the demo: it would create roles in your AWS");
            Ok(())
        }
    }

    /// Serves under this name at this port, for people who come by that address.
    pub(crate) fn serve(
        stack: &mut Stack,
        paths: &Paths,
        name: &'static str,
        port: u16,
        address: &str,
    ) -> anyhow::Result<()> {
        let mut command = Command::new("setpriv");
        command
            .args(["--pdeathsig", "TERM", "--"])
            .arg(paths.roleport())
            .arg("serve")
            .current_dir(&paths.repo);
        prepare(stack, &mut command);
        command
            .env("ROLEPORT_LISTEN", format!("127.0.0.1:{port}"))
            .env("ROLEPORT_PUBLIC_URL", address);
        let mut process = Process::start(name, command, &stack.logs(), "TERM")?;
        process.wait_for(Duration::from_mins(1), |_| {
            http::answers(port, "/readyz").then_some(())
        })?;
        stack.hold(process);
        Ok(())
    }
}

/// What the stack says, and nothing of another AWS that the terminal may point at.
fn prepare(stack: &Stack, command: &mut Command) {
    if stack.local_aws {
        for name in [
            "AWS_PROFILE",
            "AWS_SESSION_TOKEN",
            "AWS_ENDPOINT_URL",
            "AWS_ENDPOINT_URL_IAM",
            "AWS_ENDPOINT_URL_STS",
            "AWS_ROLE_ARN",
            "AWS_WEB_IDENTITY_TOKEN_FILE",
        ] {
            command.env_remove(name);
        }
    }
    command.envs(stack.environment());
}

/// Runs one of the portal's commands to its end.
fn once(stack: &Stack, paths: &Paths, task: &str, done: &str) -> anyhow::Result<()> {
    let started = Instant::now();
    let mut command = Command::new(paths.roleport());
    command
        .arg(task)
        .current_dir(&paths.repo)
        .stdin(Stdio::null());
    prepare(stack, &mut command);
    let result = command
        .output()
        .with_context(|| format!("can't start {}", paths.roleport().display()))?;
    if !result.status.success() {
        let text = [result.stdout, result.stderr].concat();
        let log = stack.logs().join(format!("{task}.log"));
        std::fs::write(&log, text)?;
        anyhow::bail!(
            "`roleport {task}` did not succeed ({}).\n{}",
            result.status,
            super::process::log_end(&log)
        );
    }
    output::done(done, started);
    Ok(())
}
