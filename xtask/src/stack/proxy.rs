//! HAProxy in front of two servers, as `deploy/haproxy` has it.

use std::{process::Command, time::Duration};

use super::{Stack, http, process::Process};
use crate::paths::Paths;

/// Starts it at this port, in front of servers at those.
pub(crate) fn start(
    stack: &mut Stack,
    paths: &Paths,
    port: u16,
    servers: [u16; 2],
) -> anyhow::Result<()> {
    let address = |port| format!("127.0.0.1:{port}");
    let folder = paths.repo.join("deploy/haproxy");
    let mut command = Command::new("setpriv");
    command
        .args(["--pdeathsig", "TERM", "--", "haproxy", "-db", "-f"])
        .arg(folder.join("haproxy.cfg"))
        .env("ROLEPORT_PROXY_LISTEN", address(port))
        .env("ROLEPORT_PROXY_FOLDER", &folder)
        .env("ROLEPORT_SERVER_1", address(servers[0]))
        .env("ROLEPORT_SERVER_2", address(servers[1]))
        // Debian keeps it where only root's PATH leads.
        .env("PATH", format!("{}:/usr/sbin", std::env::var("PATH")?));
    let mut process = Process::start("HAProxy", command, &stack.logs(), "TERM")?;
    process.wait_for(Duration::from_secs(30), |_| {
        http::answers(port, "/readyz").then_some(())
    })?;
    stack.hold(process);
    Ok(())
}
