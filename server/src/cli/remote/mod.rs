//! The commands that ask a server over its API. They end with 0 when it was done, 1 when it was
//! refused or could not be reached, and 2 when the command makes no sense as it stands.

mod audit;
mod client;
mod commands;
mod credentials;
mod file;
mod text;

use std::{path::PathBuf, process::ExitCode};

use clap::{Args, Subcommand, ValueEnum};

use client::Client;

pub(super) use audit::AuditCommand;

/// How the answer is printed.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct Output {
    /// Print the server's answer as JSON.
    #[arg(long)]
    json: bool,
}

/// Which page of a list, or all of them.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct Pages {
    /// The number that the list before ended with.
    #[arg(long)]
    after: Option<u64>,
    /// Go on to the end of the list.
    #[arg(long)]
    all: bool,
}

/// Which requests a list shows.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum View {
    /// Those that wait for a decision.
    Queue,
    /// The same, those with the most to look at twice first.
    Riskiest,
    /// Yours.
    Mine,
    /// All.
    All,
}

/// What can be done with requests.
#[derive(Debug, Subcommand)]
pub(super) enum RequestCommand {
    /// Submit a request from a file; the fields are those of POST /requests.
    New {
        /// JSON, or TOML where the name ends in .toml; - reads JSON from standard input.
        #[arg(short, long)]
        file: PathBuf,
        /// Makes it harmless to send the same again; a new one each time without it.
        #[arg(long)]
        key: Option<String>,
        #[command(flatten)]
        output: Output,
    },
    /// List requests, 50 at a time.
    List {
        /// Which.
        #[arg(long, value_enum, default_value = "all")]
        view: View,
        #[command(flatten)]
        pages: Pages,
        #[command(flatten)]
        output: Output,
    },
    /// Show a request.
    Show {
        /// Its number.
        number: u64,
        #[command(flatten)]
        output: Output,
    },
    /// Follow a request until it is settled; ends with 0 when it was applied.
    Watch {
        /// Its number.
        number: u64,
        #[command(flatten)]
        output: Output,
    },
}

/// What narrows the list of roles, and its order.
#[derive(Debug, Args)]
pub(super) struct RoleFilters {
    /// Only of this application.
    #[arg(long)]
    app: Option<String>,
    /// Only in this namespace.
    #[arg(long)]
    namespace: Option<String>,
    /// Only of this service account.
    #[arg(long)]
    service_account: Option<String>,
    /// Only on this cluster.
    #[arg(long)]
    cluster: Option<String>,
    /// Only with a line about this service, such as s3 or sqs.
    #[arg(long)]
    service: Option<String>,
    /// drifted: only what AWS had otherwise than approved when it was last compared.
    #[arg(long)]
    state: Option<String>,
    /// role, cluster, namespace or service-account; with a hyphen before it the last comes first.
    #[arg(long, allow_hyphen_values = true)]
    sort: Option<String>,
}

/// What can be done with roles.
#[derive(Debug, Subcommand)]
pub(super) enum RolesCommand {
    /// List active roles, by name unless another order is asked for, 50 at a time.
    List {
        /// Text that any column has.
        #[arg(default_value = "")]
        search: String,
        #[command(flatten)]
        filters: Box<RoleFilters>,
        #[command(flatten)]
        pages: Pages,
        #[command(flatten)]
        output: Output,
    },
    /// Show a role.
    Show {
        /// Its number.
        number: u64,
        #[command(flatten)]
        output: Output,
    },
}

/// All that asks a server.
#[derive(Debug, Subcommand)]
pub(super) enum RemoteCommand {
    /// Keep a server's address and a token for the other commands.
    Login {
        /// The server, such as https://roleport.example.com.
        url: String,
        /// A token of the page /tokens; asked for on standard input without it.
        #[arg(long, env = "ROLEPORT_TOKEN", hide_env_values = true)]
        token: Option<String>,
    },
    /// Ask for access, and look at what was asked for.
    Request {
        #[command(subcommand)]
        command: RequestCommand,
    },
    /// Approve a request, after showing what it would do.
    Approve {
        /// Its number.
        number: u64,
        /// What you say about it.
        #[arg(long, default_value = "")]
        comment: String,
        /// Don’t ask first.
        #[arg(long)]
        yes: bool,
        #[command(flatten)]
        output: Output,
    },
    /// Reject a request.
    Reject {
        /// Its number.
        number: u64,
        /// Why.
        #[arg(long)]
        comment: String,
        #[command(flatten)]
        output: Output,
    },
    /// Say what is wrong, from an error, a service account or a pod's settings.
    Doctor {
        /// A file with what you see; - reads standard input.
        #[arg(default_value = "-")]
        file: PathBuf,
        /// Number of the role that it is about.
        #[arg(long)]
        role: Option<u64>,
        #[command(flatten)]
        output: Output,
    },
    /// Look at the active roles.
    Roles {
        #[command(subcommand)]
        command: RolesCommand,
    },
}

/// Why a command was not carried out.
#[derive(Debug)]
enum Failure {
    /// The server said no, or did not answer.
    Refused(String),
    /// The command makes no sense as it stands.
    Usage(String),
}

impl Failure {
    fn usage(text: impl Into<String>) -> Self {
        Self::Usage(text.into())
    }
}

/// Runs one of them.
pub(super) fn run(command: RemoteCommand) -> ExitCode {
    ended(carry_out(command))
}

/// Runs one that reads the history.
pub(super) fn run_audit(command: AuditCommand) -> ExitCode {
    ended(async {
        let client = Client::new(&credentials::find()?)?;
        audit::carry_out(&client, command).await
    })
}

fn ended(command: impl Future<Output = Result<(), Failure>>) -> ExitCode {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let done = match runtime {
        Ok(runtime) => runtime.block_on(command),
        Err(error) => Err(Failure::Refused(error.to_string())),
    };
    let (text, code) = match done {
        Ok(()) => return ExitCode::SUCCESS,
        Err(Failure::Refused(text)) => (text, 1),
        Err(Failure::Usage(text)) => (text, 2),
    };
    eprintln!("roleport: {}", text::clean(&text));
    ExitCode::from(code)
}

async fn carry_out(command: RemoteCommand) -> Result<(), Failure> {
    if let RemoteCommand::Login { url, token } = command {
        return commands::login(&url, token).await;
    }
    let client = Client::new(&credentials::find()?)?;
    match command {
        RemoteCommand::Login { .. } => Ok(()),
        RemoteCommand::Request { command } => match command {
            RequestCommand::New { file, key, output } => {
                commands::new(&client, &file, key, output).await
            }
            RequestCommand::List {
                view,
                pages,
                output,
            } => commands::list(&client, view, pages, output).await,
            RequestCommand::Show { number, output } => {
                commands::show(&client, number, output).await
            }
            RequestCommand::Watch { number, output } => {
                commands::watch(&client, number, output).await
            }
        },
        RemoteCommand::Approve {
            number,
            comment,
            yes,
            output,
        } => commands::approve(&client, number, &comment, yes, output).await,
        RemoteCommand::Reject {
            number,
            comment,
            output,
        } => commands::reject(&client, number, &comment, output).await,
        RemoteCommand::Doctor { file, role, output } => {
            commands::doctor(&client, &file, role, output).await
        }
        RemoteCommand::Roles { command } => match command {
            RolesCommand::List {
                search,
                filters,
                pages,
                output,
            } => commands::roles(&client, search, *filters, pages, output).await,
            RolesCommand::Show { number, output } => commands::role(&client, number, output).await,
        },
    }
}
