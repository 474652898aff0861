//! `bench`: what every page and the commonest commands cost at a thousand requests and at a million. Writes
//! docs/performance.md: its text is `performance.md` beside this file, its figures are measured, and what stands between
//! marks of others stays as it is.

mod sizes;
mod tables;

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use serde_json::{Value, json};

use crate::{
    assets, measured, output,
    paths::Paths,
    run, signals,
    stack::{
        Portal, Ports, Stack,
        postgres::{Cluster, Durability},
    },
    state::free_port,
    test::Scratch,
};

/// The page without its figures.
const TEMPLATE: &str = include_str!("performance.md");
/// The server is at rest when nobody has asked for so long.
const REST: Duration = Duration::from_secs(3);

/// How much is in the database.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scale {
    /// Requests.
    pub(crate) requests: u32,
    /// Events; a multiple of them.
    pub(crate) events: u32,
}

/// How it is measured.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Choice {
    /// The large database; none for a try with the small one alone.
    pub(crate) large: Option<Scale>,
    /// How often each page is asked for, one after the other.
    pub(crate) rounds: u32,
    /// Whether docs/performance.md is written.
    pub(crate) write: bool,
}

/// Measures the small database and the large one, and writes the page.
pub(crate) fn bench(paths: &Paths, choice: Choice) -> anyhow::Result<()> {
    signals::listen()?;
    run::build_server(paths)?;
    let site = paths.repo.join("site");
    // As in the image: what is counted is what a browser loads.
    assets::build(paths, &site, true)?;
    let started = Instant::now();
    let small = Scale {
        requests: 1_000,
        events: 10_000,
    };
    let (one, machine) = measure(paths, small, choice.rounds)?;
    let other = match choice.large {
        Some(large) => measure(paths, large, choice.rounds)?.0,
        None => one.clone(),
    };
    let took = started.elapsed().as_secs() / 60;
    let figures = tables::tables(&format!("{machine}; {took} min in all"), &one, &other)?;
    let sizes = sizes::table(&site)?;
    println!("\n{figures}\n{sizes}");
    if choice.write {
        let page = paths.repo.join("docs/performance.md");
        measured::renew(&page, TEMPLATE)?;
        measured::put(&page, "bench", &figures)?;
        measured::put(&page, "sizes", &sizes)?;
    }
    Ok(())
}

/// Fills a database of its own and measures the portal on it; gives the figures, and the machine's.
fn measure(paths: &Paths, scale: Scale, rounds: u32) -> anyhow::Result<(Value, String)> {
    let scratch = Scratch::new()?;
    let result = measure_in(paths, scratch.folder(), scale, rounds);
    // Gigabytes, whatever became of it.
    scratch.remove();
    result
}

fn measure_in(
    paths: &Paths,
    folder: &Path,
    scale: Scale,
    rounds: u32,
) -> anyhow::Result<(Value, String)> {
    let mut stack = Stack::new(folder);
    let cluster = Cluster::start(&mut stack, Durability::Durable)?;
    let ports = Ports::any()?;
    stack.start(paths, &ports, Some(&cluster))?;
    let metrics = format!("127.0.0.1:{}", free_port(0)?);
    for (name, value) in [
        ("ROLEPORT_API_REQUESTS_PER_MINUTE", "60000"),
        ("ROLEPORT_API_BURST", "10000"),
        ("ROLEPORT_LIMITS_FORMS_PER_MINUTE", "60000"),
        ("ROLEPORT_METRICS_LISTEN", metrics.as_str()),
    ] {
        stack.tell(name, value);
    }
    Portal::migrate(&stack, paths)?;
    let (requests, events) = (scale.requests.to_string(), scale.events.to_string());
    let seeded = timed(&format!("{requests} requests and {events} events"), || {
        script(paths, &stack, "seed.mjs", &[&requests, &events], &[])
    })?;
    let verified = timed("The history is whole", || verify(paths, &stack))?;
    let portal = Portal::start(&mut stack, paths, ports.portal)?;
    thread::sleep(REST);
    let rest = stack.part("Portal")?.memory()?;
    let results = folder.join("results.json");
    let (log, metrics) = (
        stack.logs().join("postgres.log").display().to_string(),
        format!("http://{metrics}/metrics"),
    );
    script(
        paths,
        &stack,
        "measure.mjs",
        &[&rounds.to_string(), &results.display().to_string()],
        &[
            ("BASE_URL", &portal.address),
            ("POSTGRES_LOG", &log),
            ("METRICS_URL", &metrics),
        ],
    )?;
    let load = stack.part("Portal")?.memory()?;
    let mut figures: Value = serde_json::from_str(&fs::read_to_string(&results)?)?;
    let size = cluster.psql(
        "roleport",
        &[
            "-Atc",
            "select pg_size_pretty(pg_database_size('roleport'))",
        ],
    )?;
    figures["size"] = size.trim().into();
    figures["seconds"] = json!({ "seeded": seeded.as_secs(), "verified": verified.as_secs_f64() });
    figures["memory"] = json!({ "rest": rest.resident, "load": load.resident, "peak": load.peak });
    Ok((figures, measured::machine(&cluster)?))
}

/// Does it, and says and gives how long it took.
fn timed(what: &str, work: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<Duration> {
    let started = Instant::now();
    work()?;
    output::done(what, started);
    Ok(started.elapsed())
}

fn script(
    paths: &Paths,
    stack: &Stack,
    name: &str,
    arguments: &[&str],
    more: &[(&str, &str)],
) -> anyhow::Result<()> {
    let status = Command::new("node")
        .arg(paths.repo.join("tests/bench").join(name))
        .args(arguments)
        .stdin(Stdio::null())
        .envs(stack.environment())
        .envs(more.iter().copied())
        .status()
        .context("can't start node; run scripts/setup test")?;
    anyhow::ensure!(!signals::asked_to_stop(), "Stopped.");
    anyhow::ensure!(status.success(), "{name} did not run to its end.");
    Ok(())
}

/// The seed wrote the chain itself: the portal's own check says whether it is one.
fn verify(paths: &Paths, stack: &Stack) -> anyhow::Result<()> {
    let status = Command::new(paths.roleport())
        .args(["audit", "verify"])
        .current_dir(&paths.repo)
        .envs(stack.environment())
        .stdout(Stdio::null())
        .status()?;
    anyhow::ensure!(status.success(), "The seeded history is not whole.");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_its_template_but_for_what_was_measured() -> anyhow::Result<()> {
        let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/performance.md");
        assert_eq!(
            measured::renewed(&fs::read_to_string(page)?, TEMPLATE)?,
            fs::read_to_string(
                Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/performance.md")
            )?,
            "change the text in xtask/src/bench/performance.md"
        );
        Ok(())
    }
}
