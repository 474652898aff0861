//! The commands of the program.

mod config_check;
mod demo;
mod healthcheck;
mod preview;
mod remote;
mod serve;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

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
    /// Look at the configuration.
    Config {
        #[command(subcommand)]
        command: ConfigCommand,
    },
    /// End with 0 when the server at the configured address is ready; for containers.
    Healthcheck,
    #[command(flatten)]
    Remote(remote::RemoteCommand),
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Print what was understood, secrets masked, and every problem.
    Check,
}

impl Cli {
    /// Runs the command.
    pub fn run(self) -> ExitCode {
        match self.command {
            Command::Preview { schema } => preview::run(schema),
            Command::Config {
                command: ConfigCommand::Check,
            } => config_check::run(),
            Command::Serve => block_on(serve::run()),
            Command::Migrate => block_on(serve::migrate()),
            Command::Demo => block_on(demo::run()),
            Command::Remote(command) => remote::run(command),
            Command::Healthcheck => block_on(healthcheck::run()),
        }
    }
}

fn block_on(future: impl Future<Output = anyhow::Result<()>>) -> ExitCode {
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
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("roleport: {error:#}");
            ExitCode::FAILURE
        }
    }
}
