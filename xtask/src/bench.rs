//! `bench`: what the portal's lists and commands cost at a thousand requests and at a million, written
//! into docs/performance.md.

use std::{
    fmt::Write as _,
    fs,
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

use anyhow::Context as _;
use serde_json::Value;

use crate::{
    assets, measured, output,
    paths::Paths,
    run, signals,
    stack::{
        Portal, Ports, Stack,
        postgres::{Cluster, Durability},
    },
    test::Scratch,
};

/// Exchanges of each kind that are counted.
const TIMES: &str = "300";
/// Beyond this, the docs have to say why.
const FLAT: f64 = 1.5;

/// How much is in the database.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scale {
    /// Requests.
    pub(crate) requests: u32,
    /// Events; a multiple of them.
    pub(crate) events: u32,
}

/// Measures the small database and the large one, and writes the page.
pub(crate) fn bench(paths: &Paths, large: Scale, write: bool) -> anyhow::Result<()> {
    signals::listen()?;
    run::build_server(paths)?;
    // The server wants them there; no page is measured with a browser.
    if !paths.repo.join("site/manifest.json").exists() {
        assets::build(paths, &paths.repo.join("site"), false)?;
    }
    let small = Scale {
        requests: 1_000,
        events: 10_000,
    };
    let (one, machine) = measure(paths, small)?;
    let (other, _) = measure(paths, large)?;
    let page = tables(&machine, &one, &other)?;
    println!("\n{page}");
    if write {
        measured::put(&paths.repo.join("docs/performance.md"), "bench", &page)?;
    }
    Ok(())
}

/// Fills a database of its own and measures the portal on it; gives the figures, and the machine's.
fn measure(paths: &Paths, scale: Scale) -> anyhow::Result<(Value, String)> {
    let scratch = Scratch::new()?;
    let result = measure_in(paths, scratch.folder(), scale);
    // Gigabytes, whatever became of it.
    scratch.remove();
    result
}

fn measure_in(paths: &Paths, folder: &Path, scale: Scale) -> anyhow::Result<(Value, String)> {
    let mut stack = Stack::new(folder);
    let cluster = Cluster::start(&mut stack, Durability::Durable)?;
    let ports = Ports::any()?;
    stack.start(paths, &ports, Some(&cluster))?;
    stack.tell("ROLEPORT_API_REQUESTS_PER_MINUTE", "60000");
    stack.tell("ROLEPORT_API_BURST", "10000");
    Portal::migrate(&stack, paths)?;
    let started = Instant::now();
    let (requests, events) = (scale.requests.to_string(), scale.events.to_string());
    script(paths, &stack, "seed.mjs", &[&requests, &events], None)?;
    output::done(&format!("{requests} requests and {events} events"), started);
    let started = Instant::now();
    verify(paths, &stack)?;
    output::done("The history is whole", started);
    let portal = Portal::start(&mut stack, paths, ports.portal)?;
    let results = folder.join("results.json");
    let arguments = [TIMES, &results.display().to_string()];
    script(paths, &stack, "measure.mjs", &arguments, Some(&portal))?;
    let mut figures: Value = serde_json::from_str(&fs::read_to_string(&results)?)?;
    let size = cluster.psql(
        "roleport",
        &[
            "-Atc",
            "select pg_size_pretty(pg_database_size('roleport'))",
        ],
    )?;
    figures["size"] = size.trim().into();
    Ok((figures, measured::machine(&cluster)?))
}

fn script(
    paths: &Paths,
    stack: &Stack,
    name: &str,
    arguments: &[&str],
    portal: Option<&Portal>,
) -> anyhow::Result<()> {
    let mut command = Command::new("node");
    command
        .arg(paths.repo.join("tests/bench").join(name))
        .args(arguments)
        .stdin(Stdio::null())
        .envs(stack.environment());
    if let Some(portal) = portal {
        command.env("BASE_URL", &portal.address);
    }
    let status = command
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

/// The page's part between the marks.
fn tables(machine: &str, one: &Value, other: &Value) -> anyhow::Result<String> {
    let mut page = format!(
        "{machine}. {TIMES} of each after a warm-up, one client, one connection; milliseconds, p50 / p95 / p99.\n\n"
    );
    let size = |figures: &Value| {
        format!(
            "{} requests, {} events, {}",
            figures["requests"],
            figures["events"],
            figures["size"].as_str().unwrap_or_default()
        )
    };
    writeln!(page, "Small: {}. Large: {}.\n", size(one), size(other))?;
    page += "| what | small, HTTP | small, SQL alone | large, HTTP | large, SQL alone | large ÷ small, HTTP | SQL | HTTP ÷ SQL, large |\n";
    page += "|---|---|---|---|---|---|---|---|\n";
    let (small, large) = (
        one["results"].as_array().context("no results")?,
        other["results"].as_array().context("no results")?,
    );
    for (one, other) in small.iter().zip(large) {
        anyhow::ensure!(one["name"] == other["name"], "the runs differ");
        let name = one["name"].as_str().unwrap_or_default();
        let factor = |kind: &str| median(other, kind) / median(one, kind);
        let mark = |factor: f64| {
            let text = format!("{factor:.1}");
            if factor > FLAT {
                format!("**{text}**")
            } else {
                text
            }
        };
        writeln!(
            page,
            "| {name} | {} | {} | {} | {} | {} | {} | {:.1} |",
            cell(one, "http"),
            cell(one, "sql"),
            cell(other, "http"),
            cell(other, "sql"),
            mark(factor("http")),
            mark(factor("sql")),
            median(other, "http") / median(other, "sql"),
        )?;
    }
    let load = |figures: &Value| figures["load"][0].as_f64().unwrap_or_default();
    writeln!(
        page,
        "\nLoad average at the end of each: {:.1} and {:.1}.",
        load(one),
        load(other)
    )?;
    Ok(page)
}

fn median(line: &Value, kind: &str) -> f64 {
    line[kind][0].as_f64().unwrap_or(f64::NAN)
}

fn cell(line: &Value, kind: &str) -> String {
    let times = line[kind].as_array().map(Vec::as_slice).unwrap_or_default();
    let times: Vec<_> = times
        .iter()
        .map(|time| {
            let time = time.as_f64().unwrap_or(f64::NAN);
            if time < 10.0 {
                format!("{time:.2}")
            } else {
                format!("{time:.0}")
            }
        })
        .collect();
    times.join(" / ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_not_flat_is_marked() {
        let run = |milliseconds: f64| {
            json!({"requests": 1, "events": 2, "size": "1 MB", "load": [0.5], "results": [
                {"name": "list", "http": [milliseconds, 2.0, 30.0], "sql": [1.0, 1.0, 1.0]}]})
        };
        let page = tables("a machine", &run(2.0), &run(4.0)).unwrap_or_default();
        assert!(
            page.contains("| list | 2.00 / 2.00 / 30 | 1.00 / 1.00 / 1.00 | 4.00"),
            "{page}"
        );
        assert!(page.contains("| **2.0** | 1.0 | 4.0 |"), "{page}");
    }
}
