//! The `roleport` program.

use std::process::ExitCode;

use clap::Parser as _;
use roleport_server::cli::Cli;

fn main() -> ExitCode {
    Cli::parse().run()
}
