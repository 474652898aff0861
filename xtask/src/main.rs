//! Build steps and the local stack, in Rust so that they run the same everywhere.
//!
//! `cargo xtask --help` lists them; the Makefile gives the common ones short names.

mod assets;
mod bench;
mod browser;
mod check;
mod demo;
mod deps;
mod digest;
mod measured;
mod output;
mod paths;
mod resilience;
mod run;
mod security;
mod sentences;
mod signals;
mod sqlx;
mod stack;
mod state;
mod styles;
mod test;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

use crate::paths::Paths;

/// Roleport's build steps and local stack.
#[derive(Parser)]
#[command(name = "xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Compile the browser half and write the hashed assets
    BuildWeb {
        /// Also shrink the WASM with wasm-opt and compress as far as it goes (slower)
        #[arg(long)]
        release: bool,
        /// Folder to write
        #[arg(long, default_value = "site")]
        out: PathBuf,
    },
    /// Build everything, start the local stack and the portal; ctrl-C ends it all
    Run,
    /// End a portal that `run` started from this checkout
    Stop,
    /// Remove the local stack's data
    Reset,
    /// Formatting, lints for both halves, the dependency rules, the domain's tests
    Check,
    /// Dependencies point one way: domain, app, server
    CheckDeps,
    /// Everything there is to test, with a fresh stack of its own
    Test {
        /// Passed to Playwright, for example a file name
        playwright: Vec<String>,
    },
    /// Write `.sqlx` anew from the migrations and the queries
    Sqlx,
    /// Measure every page beside its bare SQL, at a thousand requests and at a million, and write docs/performance.md; takes
    /// about 15 minutes and 15 GB under /tmp
    Bench {
        /// Requests of the large database
        #[arg(long, default_value_t = 1_000_000)]
        requests: u32,
        /// Its events, a multiple of the requests
        #[arg(long, default_value_t = 10_000_000)]
        events: u32,
        /// How often each page is asked for
        #[arg(long, default_value_t = 30)]
        rounds: u32,
        /// Only the small database, and docs/performance.md stays as it is: for a try of about two minutes
        #[arg(long)]
        quick: bool,
        /// Leave docs/performance.md as it is
        #[arg(long)]
        dry: bool,
    },
    /// Probes, scanners and advisories; takes about 15 minutes
    Security,
    /// Two servers behind HAProxy under load, one fault after another; takes about 8 minutes
    Resilience {
        /// Leave docs/reliability.md as it is
        #[arg(long)]
        dry: bool,
    },
    /// Lighthouse and the sizes of the pages that people see most, into docs/performance.md
    Lighthouse {
        /// Leave docs/performance.md as it is
        #[arg(long)]
        dry: bool,
    },
    /// Pictures of the pages in the README, into docs/screenshots
    Screenshots {
        /// Every page in every state instead, light and dark, wide and narrow, into target/screenshots
        #[arg(long)]
        all: bool,
    },
}

fn main() -> ExitCode {
    match dispatch(Cli::parse().task) {
        Ok(code) => code,
        Err(error) => {
            output::failure(&error);
            ExitCode::FAILURE
        }
    }
}

fn dispatch(task: Task) -> anyhow::Result<ExitCode> {
    let paths = Paths::find()?;
    match task {
        Task::BuildWeb { release, out } => assets::build(&paths, &paths.repo.join(out), release)?,
        Task::Run => return run::run(&paths),
        Task::Stop => run::stop(&paths)?,
        Task::Reset => run::reset(&paths)?,
        Task::Check => return check::check(&paths),
        Task::CheckDeps => deps::check(&paths)?,
        Task::Test { playwright } => return test::test(&paths, &playwright),
        Task::Sqlx => sqlx::prepare(&paths)?,
        Task::Bench {
            requests,
            events,
            rounds,
            quick,
            dry,
        } => {
            let large = bench::Scale { requests, events };
            let choice = bench::Choice {
                large: (!quick).then_some(large),
                rounds,
                write: !dry && !quick,
            };
            bench::bench(&paths, choice)?;
        }
        Task::Security => return security::security(&paths),
        Task::Resilience { dry } => resilience::resilience(&paths, dry)?,
        Task::Lighthouse { dry } => demo::lighthouse(&paths, !dry)?,
        Task::Screenshots { all } => demo::screenshots(&paths, all)?,
    }
    Ok(ExitCode::SUCCESS)
}
