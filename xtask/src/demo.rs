//! Scripts that look at a demo with a browser: it is built and started for them alone.

use std::{
    fs,
    process::{Command, Stdio},
};

use anyhow::Context as _;

use crate::{
    assets, measured,
    paths::Paths,
    run, signals,
    stack::{
        Portal, Ports, Stack,
        postgres::{Cluster, Durability},
    },
    test::{Scratch, browsers},
};

/// `lighthouse`: scores and sizes of the pages that people see most, into docs/performance.md.
pub(crate) fn lighthouse(paths: &Paths, write: bool) -> anyhow::Result<()> {
    let scratch = Scratch::new()?;
    let results = scratch.folder().join("lighthouse.md");
    let done = against_demo(
        paths,
        &scratch,
        "lighthouse.mjs",
        &[&results.display().to_string()],
    );
    // Figures below 100 are written as well: they are what there is.
    if write && results.exists() {
        let table = fs::read_to_string(&results)?;
        measured::put(
            &paths.repo.join("docs/performance.md"),
            "lighthouse",
            &table,
        )?;
    }
    scratch.remove();
    done
}

/// `screenshots`: pictures of every page, into docs/screenshots.
pub(crate) fn screenshots(paths: &Paths, all: bool) -> anyhow::Result<()> {
    let scratch = Scratch::new()?;
    let folder = if all {
        "target/screenshots"
    } else {
        "docs/screenshots"
    };
    let folder = paths.repo.join(folder).display().to_string();
    let mut arguments = vec![folder.as_str()];
    arguments.extend(all.then_some("--all"));
    let done = against_demo(paths, &scratch, "screenshots.mjs", &arguments);
    scratch.remove();
    done
}

fn against_demo(
    paths: &Paths,
    scratch: &Scratch,
    script: &str,
    arguments: &[&str],
) -> anyhow::Result<()> {
    signals::listen()?;
    run::build_server(paths)?;
    assets::build(paths, &paths.repo.join("site"), true)?;
    let mut stack = Stack::new(scratch.folder());
    let cluster = Cluster::start(&mut stack, Durability::Throwaway)?;
    let ports = Ports::any()?;
    stack.start(paths, &ports, Some(&cluster))?;
    let portal = Portal::start(&mut stack, paths, ports.portal)?;
    let status = Command::new("node")
        .arg(paths.repo.join("tests").join(script))
        .args(arguments)
        .stdin(Stdio::null())
        .envs(stack.environment())
        .envs(browsers())
        .env("BASE_URL", &portal.address)
        .status()
        .context("can't start node; run scripts/setup test")?;
    anyhow::ensure!(!signals::asked_to_stop(), "Stopped.");
    anyhow::ensure!(
        status.success(),
        "{script} says what is not as it should be, above."
    );
    Ok(())
}
