//! What the portal stands on, on this machine: Postgres, a sign-in provider, a stand-in for AWS.
//!
//! Whatever the environment already names (`DATABASE_URL`, `ROLEPORT_OIDC_ISSUER`,
//! `ROLEPORT_AWS_ENDPOINT_URL` or `ROLEPORT_AWS_REGION`) is used as it is and not started.

pub(crate) mod account;
mod aws;
mod http;
mod portal;
pub(crate) mod postgres;
pub(crate) mod process;
pub(crate) mod proxy;
mod sign_in;

use std::path::{Path, PathBuf};

use anyhow::Context as _;

use self::{
    postgres::{Cluster, Durability},
    process::Process,
};
use crate::{
    output,
    paths::{self, Paths},
    state::free_port,
};

pub(crate) use self::{aws::ACCOUNT_ID, portal::Portal};

/// Everything that was started, and what the portal must be told about it.
pub(crate) struct Stack {
    pub(crate) folder: PathBuf,
    /// In the order of their start.
    processes: Vec<Process>,
    environment: Vec<(String, String)>,
    /// Whether the demo may be loaded: never into somebody's real AWS.
    local_aws: bool,
}

/// Where the parts listen; 0 lets the system choose.
pub(crate) struct Ports {
    pub(crate) portal: u16,
    pub(crate) sign_in: u16,
    pub(crate) aws: u16,
}

impl Ports {
    /// Any free ones.
    pub(crate) fn any() -> anyhow::Result<Self> {
        Ok(Self {
            portal: free_port(0)?,
            sign_in: free_port(0)?,
            aws: free_port(0)?,
        })
    }
}

impl Stack {
    pub(crate) fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            processes: Vec::new(),
            environment: Vec::new(),
            local_aws: false,
        }
    }

    /// Starts the parts one after the other; those that stand are ended with the answer, also
    /// when a later one fails.
    pub(crate) fn start(
        &mut self,
        paths: &Paths,
        ports: &Ports,
        database: Option<&Cluster>,
    ) -> anyhow::Result<()> {
        match (paths::set("DATABASE_URL"), database) {
            (_, Some(cluster)) => {
                let url = cluster.database("roleport")?;
                self.tell("DATABASE_URL", &url);
            }
            (Some(_), None) => output::note("Using the database of DATABASE_URL"),
            (None, None) => {
                let url = Cluster::start(self, Durability::Durable)?.database("roleport")?;
                self.tell("DATABASE_URL", &url);
            }
        }
        sign_in::start(self, paths, ports)?;
        aws::start(self, paths, ports)?;
        if paths::set("ROLEPORT_CONFIG").is_none() {
            let config = paths.repo.join("demo/roleport.toml");
            self.tell("ROLEPORT_CONFIG", &config.display().to_string());
        }
        if paths::set("ROLEPORT_SITE_DIR").is_none() {
            self.tell(
                "ROLEPORT_SITE_DIR",
                &paths.repo.join("site").display().to_string(),
            );
        }
        Ok(())
    }

    pub(crate) fn logs(&self) -> PathBuf {
        self.folder.join("logs")
    }

    fn hold(&mut self, process: Process) {
        self.processes.push(process);
    }

    /// The part of this name.
    pub(crate) fn part(&mut self, name: &str) -> anyhow::Result<&mut Process> {
        self.processes
            .iter_mut()
            .find(|process| process.name() == name)
            .with_context(|| format!("the stack has no part {name}"))
    }

    pub(crate) fn tell(&mut self, name: &str, value: &str) {
        self.environment.push((name.to_owned(), value.to_owned()));
    }

    /// Variables for the portal and for tests.
    pub(crate) fn environment(&self) -> impl Iterator<Item = (&str, &str)> {
        self.environment
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The first part that has ended by itself, with the end of its log.
    pub(crate) fn fallen(&mut self) -> Option<String> {
        self.processes.iter_mut().find_map(|process| {
            let status = process.ended()?;
            Some(format!(
                "{} ended ({status}).\n{}",
                process.name(),
                process.log_end()
            ))
        })
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        // The portal first, the database last: nobody loses what they still use.
        while self.processes.pop().is_some() {}
    }
}
