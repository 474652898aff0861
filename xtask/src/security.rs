//! `security`: the probes that CI runs as well, then what takes longer or needs to know the news: the API by
//! schemathesis with many more cases, the pages by wapiti, the dependencies by cargo-deny and cargo-audit.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
};

use anyhow::Context as _;

use crate::{
    output,
    paths::{self, Paths},
    signals,
    stack::{Portal, Stack},
    state::free_port,
    test::{self, Report, Scratch, Tally},
};

/// Specs that are about security alone.
const PROBES: [&str; 5] = [
    "specs/security.spec.mjs",
    "specs/access.spec.mjs",
    "specs/idp.spec.mjs",
    "specs/tokens.spec.mjs",
    "specs/operation.spec.mjs",
];
/// The server's tests that are: who may do what, sessions, the history, the API as schemathesis sees it.
const TESTS: [&str; 5] = [
    "schemathesis",
    "authorization",
    "sessions",
    "audit::rights",
    "secure",
];
/// Cases of each operation of the API.
const EXAMPLES: &str = "50";
/// Where RustSec's advisories are.
const RUSTSEC: &str = "https://github.com/RustSec/advisory-db";
/// Where an advisory database is, a folder or a tar.gz; without it the tools fetch theirs.
const DATABASE: &str = "ROLEPORT_ADVISORY_DB";

/// Runs all parts, each also when one before it failed. The last line is `N passed, M failed`.
pub(crate) fn security(paths: &Paths) -> anyhow::Result<ExitCode> {
    signals::listen()?;
    let mut report = Report::default();
    let scratch = Scratch::new()?;
    let folder = scratch.folder().to_owned();
    let database = advisories(&folder);
    report.part("cargo-audit", audit(paths, &database));
    report.part("cargo-deny", deny(paths, &database, &folder));
    let mut stack = Stack::new(&folder);
    let (cluster, ports) = test::start(paths, &mut stack)?;
    stack.tell("ROLEPORT_SCHEMATHESIS_EXAMPLES", EXAMPLES);
    let which = ["--package", "roleport-server", "--test", "it", "--"];
    report.part(
        "Rights, sessions, and the API by schemathesis",
        test::rust(paths, &stack, &cluster, &[&which[..], &TESTS].concat()),
    );
    report.part(
        "Probes",
        test::black_box(paths, &mut stack, &ports, &PROBES.map(str::to_owned)),
    );
    report.part("Pages, by wapiti", wapiti(paths, &mut stack, ports.portal));
    drop(stack);
    Ok(report.end(scratch))
}

/// Has wapiti try the pages of a second server, one without limits: it asks a thousand times a minute. People sign in at
/// the first.
fn wapiti(paths: &Paths, stack: &mut Stack, first: u16) -> anyhow::Result<Tally> {
    stack.tell("ROLEPORT_LIMITS_FORMS_PER_MINUTE", "60000");
    let port = free_port(0)?;
    let address = format!("http://127.0.0.1:{first}");
    Portal::serve(stack, paths, "Portal without limits", port, &address)?;
    let mut command = Command::new("node");
    command
        .arg(paths.repo.join("tests/security/wapiti.mjs"))
        .arg(paths.cache.join("wapiti/bin/wapiti"))
        .arg(format!("http://127.0.0.1:{port}"))
        .arg(&stack.folder)
        .env("BASE_URL", address);
    passes(command)
}

/// The advisory database of the environment, unpacked, or why there is none to use. Nothing where the environment names
/// none.
fn advisories(folder: &Path) -> anyhow::Result<Option<PathBuf>> {
    let Some(named) = paths::set(DATABASE).map(PathBuf::from) else {
        output::note(&format!(
            "{DATABASE} is not set: the tools fetch the advisories from GitHub"
        ));
        return Ok(None);
    };
    if named.is_dir() {
        return Ok(Some(named));
    }
    let unpacked = folder.join("advisories");
    fs::create_dir(&unpacked)?;
    let mut tar = Command::new("tar");
    tar.arg("-xzf").arg(&named).arg("-C").arg(&unpacked);
    passes(tar).with_context(|| format!("{DATABASE} names {}", named.display()))?;
    // As an archive of a repository has it: all in one folder.
    let inner = fs::read_dir(&unpacked)?.flatten().map(|entry| entry.path());
    inner
        .chain([unpacked.clone()])
        .find(|folder| folder.join("crates").is_dir())
        .map(Some)
        .with_context(|| format!("{} holds no folder `crates`", named.display()))
}

type Advisories = anyhow::Result<Option<PathBuf>>;

fn audit(paths: &Paths, database: &Advisories) -> anyhow::Result<Tally> {
    let mut command = tool(paths, "cargo-audit");
    command.args(["audit", "--deny", "warnings"]);
    if let Some(database) = usable(database)? {
        command.arg("--no-fetch").arg("--db").arg(database);
    }
    // The exceptions, with their reasons, are cargo-deny's.
    let rules = fs::read_to_string(paths.repo.join("deny.toml"))?;
    for id in rules.split('"').filter(|text| text.starts_with("RUSTSEC-")) {
        command.args(["--ignore", id]);
    }
    passes(command)
}

fn deny(paths: &Paths, database: &Advisories, folder: &Path) -> anyhow::Result<Tally> {
    let mut command = tool(paths, "cargo-deny");
    command.arg("--locked");
    if let Some(database) = usable(database)? {
        let repository = repository(database, folder)?;
        // It clones RustSec's, whatever it is told: Git knows a nearer place.
        command
            .env("GIT_CONFIG_COUNT", "1")
            .env(
                "GIT_CONFIG_KEY_0",
                format!("url.file://{}.insteadOf", repository.display()),
            )
            .env("GIT_CONFIG_VALUE_0", RUSTSEC)
            .arg("--config")
            .arg(own_rules(paths, folder)?);
    }
    command.arg("check");
    passes(command)
}

/// A repository of the advisories, which is all that cargo-deny takes.
fn repository(database: &Path, folder: &Path) -> anyhow::Result<PathBuf> {
    let repository = folder.join("advisory-db");
    for arguments in [
        &["init", "--quiet", "--initial-branch", "main"][..],
        &["add", "."],
        &[
            "-c",
            "user.name=x",
            "-c",
            "user.email=x",
            "commit",
            "--quiet",
            "--message",
            "x",
        ],
    ] {
        let mut git = Command::new("git");
        git.arg("--git-dir")
            .arg(&repository)
            .arg("--work-tree")
            .arg(database)
            .args(arguments);
        passes(git)?;
    }
    Ok(repository)
}

/// The rules, with the clone in this run's folder: the one of the account is not ours.
fn own_rules(paths: &Paths, folder: &Path) -> anyhow::Result<PathBuf> {
    let rules = fs::read_to_string(paths.repo.join("deny.toml"))?;
    let clone = format!(
        "[advisories]\ndb-path = \"{}\"\n",
        folder.join("fetched").display()
    );
    let file = folder.join("deny.toml");
    fs::write(&file, rules.replace("[advisories]\n", &clone))?;
    Ok(file)
}

fn usable(database: &Advisories) -> anyhow::Result<Option<&Path>> {
    match database {
        Ok(database) => Ok(database.as_deref()),
        Err(error) => Err(anyhow::anyhow!("{error:#}")),
    }
}

fn tool(paths: &Paths, name: &str) -> Command {
    let mut command = Command::new(paths.cache.join("cargo/bin").join(name));
    command.current_dir(&paths.repo);
    command
}

/// Runs a check that tells by its status whether it has found anything.
fn passes(mut command: Command) -> anyhow::Result<Tally> {
    let name = command.get_program().display().to_string();
    let status = command
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("can't start {name}; run scripts/setup security"))?;
    anyhow::ensure!(!signals::asked_to_stop(), "Stopped.");
    anyhow::ensure!(status.success(), "{name} ended with {status}.");
    Ok(Tally::PASSED)
}
