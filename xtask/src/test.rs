//! `test`: everything, with a stack of its own, summed up in one last line.

use std::{
    env, fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
};

use anyhow::Context as _;
use serde_json::Value;

use crate::{
    assets, deps, output,
    paths::{self, Paths},
    run, sentences, signals,
    stack::{
        ACCOUNT_ID, Portal, Ports, Stack,
        postgres::{Cluster, Durability},
    },
    state::free_port,
};

/// How many tests there were.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(crate) struct Tally {
    passed: u64,
    failed: u64,
    skipped: u64,
}

impl Tally {
    /// One that passed.
    pub(crate) const PASSED: Self = Self {
        passed: 1,
        failed: 0,
        skipped: 0,
    };

    fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// A part that did not run counts as one failure: it must never look like nothing to do.
#[derive(Default)]
pub(crate) struct Report {
    total: Tally,
    lines: Vec<String>,
}

impl Report {
    pub(crate) fn part(&mut self, name: &str, result: anyhow::Result<Tally>) {
        let tally = result.unwrap_or_else(|error| {
            output::failure(&error.context(format!("{name} did not run to its end.")));
            Tally {
                failed: 1,
                ..Tally::default()
            }
        });
        self.total.add(tally);
        let mut line = format!("{name}: {} passed, {} failed", tally.passed, tally.failed);
        if tally.skipped > 0 {
            line = format!("{line}, {} skipped", tally.skipped);
        }
        self.lines.push(line);
    }

    /// Says what came of it all; the last line is `N passed, M failed`.
    pub(crate) fn end(self, scratch: Scratch) -> ExitCode {
        println!();
        for line in &self.lines {
            println!("{line}");
        }
        let Tally { passed, failed, .. } = self.total;
        if failed == 0 {
            scratch.remove();
        } else {
            println!(
                "Logs of this run: {}",
                scratch.folder().join("logs").display()
            );
        }
        println!("{passed} passed, {failed} failed");
        if failed == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}

/// Runs all parts, each also when one before it failed. The last line is `N passed, M failed`.
pub(crate) fn test(paths: &Paths, playwright: &[String]) -> anyhow::Result<ExitCode> {
    signals::listen()?;
    let mut report = Report::default();
    report.part(
        "Dependency rules",
        deps::check(paths).map(|()| Tally::PASSED),
    );
    report.part("Sentences", sentences::check(paths).map(|()| Tally::PASSED));
    let scratch = Scratch::new()?;
    // One database server for both, since each waits for the other anyhow.
    let mut stack = Stack::new(scratch.folder());
    let started = start(paths, &mut stack);
    report.part(
        "Rust",
        match &started {
            Ok((cluster, _)) => {
                let all = ["--workspace", "--no-fail-fast"];
                rust(paths, &stack, cluster, &all)
            }
            Err(_) => Err(anyhow::anyhow!("There is no stack for the tests.")),
        },
    );
    report.part(
        "Browser and HTTP",
        started.and_then(|(_, ports)| black_box(paths, &mut stack, &ports, playwright)),
    );
    drop(stack);
    Ok(report.end(scratch))
}

/// Postgres, the sign-in provider and the AWS stand-in, for both kinds of tests.
pub(crate) fn start(paths: &Paths, stack: &mut Stack) -> anyhow::Result<(Cluster, Ports)> {
    let cluster = Cluster::start(stack, Durability::Throwaway)?;
    let ports = Ports::any()?;
    stack.start(paths, &ports, Some(&cluster))?;
    // Nobody listens there until a test does: what is not delivered is looked at as well.
    let mail = free_port(0)?;
    stack.tell("ROLEPORT_SMTP_URL", &format!("smtp://127.0.0.1:{mail}"));
    stack.tell("ROLEPORT_MAIL_FROM", "Roleport <roleport@example.com>");
    Ok((cluster, ports))
}

/// Where the domain's tests leave the cases that a second evaluator is asked about; Cargo's
/// `CARGO_TARGET_TMPDIR`.
fn cases(paths: &Paths) -> PathBuf {
    paths.target().join("tmp")
}

/// `cargo test` of what is named, its output shown as it comes and its result lines added up.
pub(crate) fn rust(
    paths: &Paths,
    stack: &Stack,
    cluster: &Cluster,
    which: &[&str],
) -> anyhow::Result<Tally> {
    // Another run's cases must not pass for this one's.
    for name in ["policy-cases.json", "enforcement-cases.json"] {
        let _ = fs::remove_file(cases(paths).join(name));
    }
    let told = stack.environment().filter_map(|(name, value)| match name {
        "ROLEPORT_AWS_ENDPOINT_URL" => Some(("ROLEPORT_TEST_AWS_ENDPOINT", value)),
        _ => ["AWS_", "ROLEPORT_SCHEMATHESIS_"]
            .iter()
            .any(|start| name.starts_with(start))
            .then_some((name, value)),
    });
    let mut child = paths
        .cargo()
        .args(["test", "--quiet", "--locked"])
        .args(which)
        .envs(told)
        .env("DATABASE_URL", cluster.database("rust_tests")?)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .context("can't start cargo")?;
    let mut tally = Tally::default();
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).lines() {
            let line = line?;
            println!("{line}");
            if let Some(result) = parse_result(&line) {
                tally.add(result);
            }
        }
    }
    let status = child.wait()?;
    anyhow::ensure!(!signals::asked_to_stop(), "Stopped.");
    // A test program that does not compile or that crashes prints no result line.
    if !status.success() && tally.failed == 0 {
        tally.failed = 1;
        eprintln!("✗ cargo test ended with {status}; the reason is above.");
    }
    anyhow::ensure!(tally != Tally::default(), "cargo test found no tests.");
    Ok(tally)
}

/// `test result: ok. 5 passed; 0 failed; 1 ignored; …`
fn parse_result(line: &str) -> Option<Tally> {
    let rest = line.trim().strip_prefix("test result: ")?;
    let (_, counts) = rest.split_once(". ")?;
    let mut tally = Tally::default();
    for count in counts.split(';') {
        let mut words = count.split_whitespace();
        let (Some(number), Some(what)) = (words.next(), words.next()) else {
            continue;
        };
        match what {
            "passed" => tally.passed = number.parse().ok()?,
            "failed" => tally.failed = number.parse().ok()?,
            "ignored" => tally.skipped = number.parse().ok()?,
            _ => {}
        }
    }
    Some(tally)
}

/// Playwright against a portal that was built, migrated and filled for this run alone.
pub(crate) fn black_box(
    paths: &Paths,
    stack: &mut Stack,
    ports: &Ports,
    arguments: &[String],
) -> anyhow::Result<Tally> {
    run::build_server(paths)?;
    assets::build(paths, &paths.repo.join("site"), true)?;
    let portal = Portal::start(stack, paths, ports.portal)?;
    let results = stack.folder.join("playwright.json");
    let tests = paths.repo.join("tests");
    let mut command = Command::new("node");
    command
        .arg(tests.join("node_modules/@playwright/test/cli.js"))
        .args(["test", "--reporter=line,json"])
        .args(arguments)
        .current_dir(&tests)
        .stdin(Stdio::null())
        .envs(stack.environment())
        .env("BASE_URL", &portal.address)
        .env("ROLEPORT_BIN", paths.roleport())
        .env("ROLEPORT_ACCOUNT_ID", ACCOUNT_ID)
        .env("ROLEPORT_TEST_DIR", &stack.folder)
        .env("ROLEPORT_CASES_DIR", cases(paths))
        .env("PLAYWRIGHT_JSON_OUTPUT_FILE", &results);
    command.envs(browsers());
    let status = command
        .status()
        .context("can't start node; run scripts/setup test")?;
    anyhow::ensure!(!signals::asked_to_stop(), "Stopped.");
    let fallen = stack.fallen();
    let text = fs::read_to_string(&results).with_context(|| {
        format!("Playwright ended with {status} and wrote no results; the reason is above.")
    })?;
    let report = serde_json::from_str(&text)?;
    let mut tally = parse_playwright(&report);
    // At the end once more, in few words: what stands above is long.
    for line in trouble(&report) {
        println!("{line}");
    }
    if tally.failed == 0 && (!status.success() || fallen.is_some()) {
        tally.failed = 1;
        eprintln!(
            "✗ Playwright ended with {status}. {}",
            fallen.unwrap_or_default()
        );
    }
    anyhow::ensure!(
        tally.passed + tally.failed > 0,
        "Playwright found no tests."
    );
    Ok(tally)
}

/// So many tests may pass only at their second try: two browsers on a busy machine are never
/// wholly without a race. Each is named at the end of the run, to be mended.
const SECOND_TRIES: u64 = 2;

/// The counts at the end of Playwright's JSON report. More than [`SECOND_TRIES`] tests that
/// passed only when they were tried again count as failed, all of them.
fn parse_playwright(report: &Value) -> Tally {
    let stats = &report["stats"];
    let count = |name: &str| stats[name].as_u64().unwrap_or(0);
    let mut tally = Tally {
        passed: count("expected"),
        failed: count("unexpected") + list(report, "errors").count() as u64,
        skipped: count("skipped"),
    };
    match count("flaky") {
        few @ ..=SECOND_TRIES => tally.passed += few,
        many => tally.failed += many,
    }
    tally
}

/// What an array of the report holds; nothing where there is none of that name.
fn list<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    value[name].as_array().into_iter().flatten()
}

/// A line for each test that failed, or that passed only when it was tried again: where it is,
/// its name, and how its first failure begins.
fn trouble(report: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Vec<&Value> = list(report, "suites").collect();
    while let Some(suite) = open.pop() {
        open.extend(list(suite, "suites"));
        for spec in list(suite, "specs") {
            for test in list(spec, "tests") {
                let mark = match test["status"].as_str() {
                    Some("unexpected") => "✗",
                    Some("flaky") => "! at the second try:",
                    _ => continue,
                };
                let message = list(test, "results")
                    .find_map(|result| result["error"]["message"].as_str())
                    .unwrap_or_default();
                let text = |name: &str| spec[name].as_str().unwrap_or_default();
                found.push(format!("{mark} {}: {}", text("file"), text("title")));
                found.extend(
                    message
                        .lines()
                        .filter(|line| !line.trim().is_empty())
                        .take(8)
                        .map(|line| format!("    {line}")),
                );
            }
        }
    }
    found
}

/// Where the tests find the browsers: what the variable of each names, else what is in PATH.
pub(crate) fn browsers() -> impl Iterator<Item = (&'static str, PathBuf)> {
    [
        ("CHROMIUM", ["chromium", "google-chrome"]),
        ("FIREFOX", ["firefox-esr", "firefox"]),
    ]
    .into_iter()
    .filter_map(|(variable, programs)| Some((variable, find_browser(variable, &programs)?)))
}

fn find_browser(variable: &str, programs: &[&str]) -> Option<PathBuf> {
    if let Some(path) = paths::set(variable) {
        return Some(PathBuf::from(path));
    }
    let path = env::var_os("PATH")?;
    programs.iter().find_map(|program| {
        env::split_paths(&path)
            .map(|folder| folder.join(program))
            .find(|file| file.is_file())
    })
}

/// A folder for one run. Directly under /tmp: Postgres's account must be able to enter it, and a
/// socket's path must be short.
pub(crate) struct Scratch {
    folder: PathBuf,
}

impl Scratch {
    pub(crate) fn new() -> anyhow::Result<Self> {
        let folder = PathBuf::from(format!("/tmp/roleport-{}", std::process::id()));
        // `create_dir` fails when somebody else has made the name their own.
        fs::create_dir(&folder).with_context(|| format!("can't create {}", folder.display()))?;
        Ok(Self { folder })
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Gone with all that is in it; kept where it is of use, namely after a failure.
    pub(crate) fn remove(self) {
        // What can't be removed is only litter in /tmp.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn result_lines_are_counted_and_others_are_not() {
        assert_eq!(
            parse_result(
                "test result: FAILED. 12 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s"
            ),
            Some(Tally {
                passed: 12,
                failed: 2,
                skipped: 1
            })
        );
        assert_eq!(parse_result("test names::are_checked ... ok"), None);
    }

    #[test]
    fn few_second_tries_are_tolerated_and_many_are_failures() {
        let report = |flaky: u64| json!({"stats": {"expected": 7, "unexpected": 1, "flaky": flaky, "skipped": 2}, "errors": []});
        let tally = |passed, failed| Tally {
            passed,
            failed,
            skipped: 2,
        };
        assert_eq!(parse_playwright(&report(2)), tally(9, 1));
        assert_eq!(parse_playwright(&report(3)), tally(7, 4));
    }

    #[test]
    fn what_failed_or_needed_a_second_try_is_named_with_its_error() {
        let spec = |title: &str, status: &str, error: Value| {
            json!({
                "title": title, "file": "home.spec.mjs",
                "tests": [{"status": status, "results": [{"error": error}, {}]}],
            })
        };
        let message = json!({"message": "Error: no button\n\nExpected: 1"});
        let report = json!({"suites": [{"specs": [spec("passes", "expected", Value::Null)], "suites": [
            {"specs": [spec("races", "flaky", message.clone()), spec("fails", "unexpected", message)]},
        ]}]});
        assert_eq!(
            trouble(&report),
            [
                "! at the second try: home.spec.mjs: races",
                "    Error: no button",
                "    Expected: 1",
                "✗ home.spec.mjs: fails",
                "    Error: no button",
                "    Expected: 1",
            ]
        );
    }
}
