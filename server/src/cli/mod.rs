//! The commands of the program.

mod audit;
mod aws;
mod config_check;
mod database;
mod demo;
mod export;
mod healthcheck;
mod preview;
mod remote;
mod serve;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use roleport_domain::chain::Head;

/// Self-service AWS access for pods: ask, see what would change, approve, applied to IAM.
#[derive(Debug, Parser)]
#[command(name = "roleport", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the portal and carry approved requests out.
    Serve,
    /// Make or update the database's tables, then end.
    Migrate,
    /// Load the demonstration's roles through the product itself; again it changes nothing.
    Demo,
    /// Read a request as JSON from standard input, print what it would make as JSON.
    ///
    /// Ends with 0 when the request is valid, 1 when it is not, 2 when the input is not a request.
    Preview {
        /// Print the JSON Schema of the input instead.
        #[arg(long)]
        schema: bool,
    },
    /// What Roleport needs in AWS.
    Aws {
        #[command(subcommand)]
        command: AwsCommand,
    },
    /// Look at the configuration.
    Config {
        #[command(subcommand)]
        command: ConfigCommand,
    },
    /// Read the audit history over the API, and check it in the database.
    Audit {
        #[command(subcommand)]
        command: AuditCommand,
    },
    /// Write what Roleport owns as files for other tools; reads the database.
    Export {
        #[command(subcommand)]
        command: ExportCommand,
    },
    /// End with 0 when the server at the configured address is ready; for containers.
    Healthcheck,
    #[command(flatten)]
    Remote(remote::RemoteCommand),
}

#[derive(Debug, Subcommand)]
enum AwsCommand {
    /// Print the least policy that Roleport's own role or user needs in an account, as JSON.
    Policy {
        /// Which account, where clusters are in several.
        #[arg(long)]
        account: Option<String>,
        /// Also what it takes to adopt roles with this ARN, with * and ?, such as
        /// `arn:aws:iam::123456789012:role/*`. May be given several times.
        #[arg(long, value_name = "ARN")]
        adopt: Vec<String>,
        /// Also what it takes to offer the names of the account's buckets in the form.
        #[arg(long)]
        offer_buckets: bool,
    },
}

#[derive(Debug, Subcommand)]
enum ExportCommand {
    /// Write all active roles as Terraform, a folder for each account and cluster.
    ///
    /// Run again it changes what has changed, removes what it wrote before and is wanted no more, and
    /// touches no other file in the folder.
    Terraform {
        /// The folder; it is made where it is missing.
        dir: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Print what was understood, secrets masked, and every problem.
    Check,
}

#[derive(Debug, Subcommand)]
enum AuditCommand {
    /// Check every event of the history; name the first that was edited, removed, reordered or
    /// inserted.
    ///
    /// Ends with 0 when the history is whole, 1 when it was changed, 2 when it can't be checked.
    Verify {
        /// An end of the history that was noted earlier and must still be in it, as this command
        /// printed it.
        #[arg(long, value_name = "POSITION:HASH")]
        head: Option<Head>,
        /// Print the result as one line of JSON.
        #[arg(long)]
        json: bool,
    },
    #[command(flatten)]
    Remote(remote::AuditCommand),
}

impl Cli {
    /// Runs the command.
    pub fn run(self) -> ExitCode {
        match self.command {
            Command::Preview { schema } => preview::run(schema),
            Command::Aws {
                command:
                    AwsCommand::Policy {
                        account,
                        adopt,
                        offer_buckets,
                    },
            } => {
                block_on(async move { aws::policy(account.as_deref(), adopt, offer_buckets).await })
            }
            Command::Config {
                command: ConfigCommand::Check,
            } => config_check::run(),
            Command::Audit {
                command: AuditCommand::Verify { head, json },
            } => block_on(async move { Ok(audit::verify(head, json).await) }),
            Command::Audit {
                command: AuditCommand::Remote(command),
            } => remote::run_audit(command),
            Command::Serve => block_on(done(serve::run())),
            Command::Migrate => block_on(done(serve::migrate())),
            Command::Export {
                command: ExportCommand::Terraform { dir },
            } => block_on(async move { done(export::terraform(&dir)).await }),
            Command::Demo => block_on(done(demo::run())),
            Command::Remote(command) => remote::run(command),
            Command::Healthcheck => block_on(done(healthcheck::run())),
        }
    }
}

/// A command that has succeeded when it ends without an error.
async fn done(command: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<ExitCode> {
    command.await.map(|()| ExitCode::SUCCESS)
}

fn block_on(future: impl Future<Output = anyhow::Result<ExitCode>>) -> ExitCode {
    // Rendering can hold a thread for a while; fewer than four have been seen to hang (style.md).
    let threads = std::thread::available_parallelism().map_or(4, |n| n.get().max(4));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(threads)
        .enable_all()
        .build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(future),
        Err(error) => Err(error.into()),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("roleport: {error:#}");
            ExitCode::FAILURE
        }
    }
}
