//! `resilience`: two servers behind HAProxy on one Postgres, under load; one part after another is
//! taken away. What comes of it is told by `tests/resilience`, and written into docs/reliability.md.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Command, Stdio},
};

use anyhow::Context as _;

use crate::{
    assets, measured, output,
    paths::Paths,
    run, signals,
    stack::{
        ACCOUNT_ID, Portal, Ports, Stack,
        postgres::{Cluster, Durability},
        proxy,
    },
    state::free_port,
    test::{Scratch, browsers},
};

/// Runs it all, and writes the page unless `dry`.
pub(crate) fn resilience(paths: &Paths, dry: bool) -> anyhow::Result<()> {
    signals::listen()?;
    run::build_server(paths)?;
    assets::build(paths, &paths.repo.join("site"), true)?;
    let scratch = Scratch::new()?;
    let page = suffer(paths, scratch.folder())
        .with_context(|| format!("Logs: {}", scratch.folder().join("logs").display()))?;
    scratch.remove();
    println!("\n{page}");
    if !dry {
        measured::put(&paths.repo.join("docs/reliability.md"), "resilience", &page)?;
    }
    Ok(())
}

fn suffer(paths: &Paths, folder: &Path) -> anyhow::Result<String> {
    let mut stack = Stack::new(folder);
    // Durable: what was accepted must be there after Postgres went down at once.
    let cluster = Cluster::start(&mut stack, Durability::Durable)?;
    let ports = Ports::any()?;
    stack.start(paths, &ports, Some(&cluster))?;
    stack.tell("ROLEPORT_TRUSTED_PROXIES", "1");
    stack.tell("ROLEPORT_LIMITS_FORMS_PER_MINUTE", "60000");
    let mail = free_port(0)?;
    stack.tell("ROLEPORT_SMTP_URL", &format!("smtp://127.0.0.1:{mail}"));
    stack.tell("ROLEPORT_MAIL_FROM", "Roleport <roleport@example.com>");
    Portal::fill(&stack, paths)?;
    let servers = [free_port(0)?, free_port(0)?];
    let address = format!("http://127.0.0.1:{}", ports.portal);
    for (name, port) in ["Server 1", "Server 2"].into_iter().zip(servers) {
        Portal::serve(&mut stack, paths, name, port, &address)?;
    }
    proxy::start(&mut stack, paths, ports.portal, servers)?;
    let results = folder.join("resilience.md");
    scenario(paths, &mut stack, &address, &results)?;
    Ok(format!(
        "{}.\n\n{}",
        measured::machine(&cluster)?,
        fs::read_to_string(&results)?.trim_end()
    ))
}

/// Runs the scenario, which asks for faults line by line and is told when each is done.
fn scenario(paths: &Paths, stack: &mut Stack, address: &str, results: &Path) -> anyhow::Result<()> {
    let mut command = Command::new("node");
    command
        .arg(paths.repo.join("tests/resilience/run.mjs"))
        .arg(results)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .envs(stack.environment())
        .env("BASE_URL", address)
        .env("ROLEPORT_BIN", paths.roleport())
        .env("ROLEPORT_ACCOUNT_ID", ACCOUNT_ID);
    command.envs(browsers());
    let mut child = command
        .spawn()
        .context("can't start node; run scripts/setup resilience")?;
    let told = converse(&mut child, stack);
    if told.is_err() {
        // It waits for an answer that does not come.
        let _ = child.kill();
    }
    let status = child.wait()?;
    told?;
    anyhow::ensure!(!signals::asked_to_stop(), "Stopped.");
    anyhow::ensure!(status.success(), "The portal did not stand it, see above.");
    Ok(())
}

fn converse(child: &mut std::process::Child, stack: &mut Stack) -> anyhow::Result<()> {
    let mut answers = child
        .stdin
        .take()
        .context("the scenario takes no answers")?;
    let lines = child.stdout.take().context("the scenario says nothing")?;
    for line in BufReader::new(lines).lines() {
        let line = line?;
        anyhow::ensure!(!signals::asked_to_stop(), "Stopped.");
        match line.split('\t').collect::<Vec<_>>()[..] {
            ["strike", name, signal] => stack.part(name)?.strike(signal)?,
            ["start", name] => stack.part(name)?.start_again()?,
            _ => {
                output::note(&line);
                continue;
            }
        }
        writeln!(answers, "done")?;
    }
    Ok(())
}
