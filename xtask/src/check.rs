//! What a change must pass before it is shown to anyone: minutes, without a stack.

use std::{
    process::{Command, ExitCode},
    time::Instant,
};

use crate::{browser::BROWSER_FLAGS, deps, output, paths::Paths, sentences};

/// Runs every check, also after one that fails, so that one round shows all there is to do.
pub(crate) fn check(paths: &Paths) -> anyhow::Result<ExitCode> {
    let mut failed = Vec::new();
    let mut step = |name: &'static str, command: anyhow::Result<Command>| {
        let started = Instant::now();
        match command.and_then(|mut command| Ok(command.status()?)) {
            Ok(status) if status.success() => output::done(name, started),
            Ok(_) => {
                eprintln!("✗ {name}");
                failed.push(name);
            }
            Err(error) => {
                output::failure(&error);
                failed.push(name);
            }
        }
    };
    step(
        "Formatting",
        Ok(with(paths.cargo(), &["fmt", "--all", "--check"])),
    );
    step(
        "Lints, server half",
        Ok(with(
            paths.cargo(),
            &[
                "clippy",
                "--quiet",
                "--locked",
                "--workspace",
                "--all-targets",
                "--",
                "-D",
                "warnings",
            ],
        )),
    );
    step("Lints, browser half", browser_lints(paths));
    step(
        "The domain's tests",
        Ok(with(
            paths.cargo(),
            &[
                "test",
                "--quiet",
                "--locked",
                "--package",
                "roleport-domain",
                "--all-features",
            ],
        )),
    );
    if let Err(error) = deps::check(paths) {
        output::failure(&error);
        failed.push("Dependencies point one way");
    }
    if let Err(error) = sentences::check(paths) {
        output::failure(&error);
        failed.push("Sentences are told as they are written");
    }
    if failed.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    anyhow::bail!("Not passed: {}", failed.join(", "))
}

/// Clippy where the toolchain has it; the one built from Debian's packages can only check.
fn browser_lints(paths: &Paths) -> anyhow::Result<Command> {
    let has_clippy = paths
        .cargo_wasm()?
        .args(["clippy", "--version"])
        .output()
        .is_ok_and(|output| output.status.success());
    let mut command = paths.cargo_wasm()?;
    command
        .arg(if has_clippy { "clippy" } else { "check" })
        .args(["--quiet", "--locked", "--package", "roleport-app", "--lib"])
        .args(BROWSER_FLAGS);
    if has_clippy {
        command.args(["--", "-D", "warnings"]);
    }
    Ok(command)
}

fn with(mut command: Command, arguments: &[&str]) -> Command {
    command.args(arguments);
    command
}
