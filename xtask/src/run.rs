//! `run`, `stop` and `reset`: the portal on this machine.

use std::{
    fs,
    process::ExitCode,
    thread,
    time::{Duration, Instant},
};

use crate::{
    assets, output,
    paths::Paths,
    signals,
    stack::{Portal, Ports, Stack, process},
    state::State,
};

/// The address in the README; another one is taken only when it is not free.
const USUAL_PORT: u16 = 3000;

/// Builds, starts, and waits until someone wants an end or a part falls.
pub(crate) fn run(paths: &Paths) -> anyhow::Result<ExitCode> {
    let state = State::of_checkout(paths)?;
    let Some(_lock) = state.lock()? else {
        let address = state
            .running()
            .map_or_else(|| "still starting".to_owned(), |running| running.address);
        output::note(&format!(
            "Roleport is already running from this checkout: {address}"
        ));
        output::note("`make stop` ends it.");
        return Ok(ExitCode::FAILURE);
    };
    build_server(paths)?;
    assets::build(paths, &paths.repo.join("site"), true)?;

    signals::listen()?;
    let ports = Ports {
        portal: state.port("portal", USUAL_PORT)?,
        sign_in: state.port("sign-in", 0)?,
        aws: state.port("aws", 0)?,
    };
    let mut stack = Stack::new(&state.folder);
    stack.start(paths, &ports, None)?;
    let portal = Portal::start(&mut stack, paths, ports.portal)?;
    state.write_running(&portal.address)?;
    welcome(&portal, &stack, ports.portal);

    let fallen = loop {
        if signals::asked_to_stop() {
            break None;
        }
        if let Some(what) = stack.fallen() {
            break Some(what);
        }
        thread::sleep(Duration::from_millis(100));
    };
    println!();
    output::note("Stopping");
    drop(stack);
    state.forget_running();
    match fallen {
        None => Ok(ExitCode::SUCCESS),
        Some(what) => anyhow::bail!(what),
    }
}

fn welcome(portal: &Portal, stack: &Stack, port: u16) {
    let mut lines = vec![
        format!("Roleport is running: {}", portal.address),
        String::new(),
    ];
    if port != USUAL_PORT {
        lines.insert(
            1,
            format!("(port {USUAL_PORT} is taken by another program)"),
        );
    }
    if stack
        .environment()
        .any(|(name, _)| name == "ROLEPORT_OIDC_ISSUER")
    {
        lines.extend([
            "Sign in as dev@example.com   asks for roles (developer)".to_owned(),
            "        or ops@example.com   approves them (approver)".to_owned(),
            "        or auditor@example.com   reads everything (auditor)".to_owned(),
            "        or admin@example.com, second-admin@example.com   write the rules".to_owned(),
            String::new(),
        ]);
    } else {
        lines.extend([
            "Your sign-in provider must know the redirect address".to_owned(),
            format!("{}/sign-in/callback", portal.address),
            String::new(),
        ]);
    }
    lines.extend([
        format!("Logs: {}", stack.logs().display()),
        "Ctrl-C stops it. `make reset` removes its data.".to_owned(),
    ]);
    output::frame(&lines);
}

/// The server in the dev profile: seconds instead of minutes after a change.
pub(crate) fn build_server(paths: &Paths) -> anyhow::Result<()> {
    let started = Instant::now();
    if !paths.roleport().exists() {
        // Ten minutes of silence would look like a hang.
        output::note("Building the server; the first time takes about 10 minutes");
    }
    let status = paths
        .cargo()
        .args([
            "build",
            "--quiet",
            "--locked",
            "--package",
            "roleport-server",
        ])
        .status()?;
    anyhow::ensure!(
        status.success(),
        "The server does not compile; the reason is above."
    );
    output::done("Server built", started);
    Ok(())
}

/// Ends a running `run` of this checkout and waits for it.
pub(crate) fn stop(paths: &Paths) -> anyhow::Result<()> {
    let state = State::of_checkout(paths)?;
    if state.lock()?.is_some() {
        output::note("Roleport is not running from this checkout.");
        return Ok(());
    }
    let running = state.running().ok_or_else(|| {
        anyhow::anyhow!(
            "Roleport is still starting; try again in a moment, or press ctrl-C where it starts."
        )
    })?;
    let started = Instant::now();
    process::send("TERM", running.pid);
    while state.lock()?.is_none() {
        anyhow::ensure!(
            started.elapsed() < Duration::from_mins(1),
            "Process {} does not end; see {}.",
            running.pid,
            state.folder.join("logs").display()
        );
        thread::sleep(Duration::from_millis(50));
    }
    output::done("Stopped", started);
    Ok(())
}

/// Removes the data of a stack that does not run.
pub(crate) fn reset(paths: &Paths) -> anyhow::Result<()> {
    let state = State::of_checkout(paths)?;
    let Some(_lock) = state.lock()? else {
        anyhow::bail!("Roleport is running from this checkout. `make stop` first.");
    };
    fs::remove_dir_all(&state.folder)?;
    output::note(&format!("Removed {}", state.folder.display()));
    Ok(())
}
