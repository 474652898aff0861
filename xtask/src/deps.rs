//! Dependencies point one way: `domain` ← `app` ← `server`, and the rules stay free of I/O.

use std::collections::BTreeSet;

use anyhow::Context as _;
use serde_json::Value;

use crate::{output, paths::Paths};

/// Which of our packages may use which others of ours.
const ALLOWED: [(&str, &[&str]); 5] = [
    ("roleport-lang", &[]),
    ("roleport-domain", &["roleport-lang"]),
    ("roleport-app", &["roleport-domain", "roleport-lang"]),
    (
        "roleport-server",
        &["roleport-app", "roleport-domain", "roleport-lang"],
    ),
    ("xtask", &[]),
];

/// What has no place in pure rules: user interface, network, storage, clock, chance.
const NOT_IN_DOMAIN: [&str; 13] = [
    "leptos", "axum", "hyper", "reqwest", "sqlx", "aws-", "tokio", "tower", "chrono", "time",
    "rand", "uuid", "web-sys",
];

/// What must never be sent to a browser.
const NOT_IN_BROWSER: [&str; 9] = [
    "leptos_axum",
    "axum",
    "hyper",
    "reqwest",
    "sqlx",
    "aws-",
    "tokio",
    "tower",
    "openidconnect",
];

/// Checks all rules and names each breach.
pub(crate) fn check(paths: &Paths) -> anyhow::Result<()> {
    let started = std::time::Instant::now();
    let mut breaches = between_packages(&metadata(paths)?);
    breaches.extend(
        inside(
            &tree(paths, &["--package", "roleport-domain", "--all-features"])?,
            &NOT_IN_DOMAIN,
        )
        .map(|name| format!("roleport-domain must be pure, and depends on {name}")),
    );
    let browser = [
        "--package",
        "roleport-app",
        "--no-default-features",
        "--features",
        "browser",
        "--target",
        "wasm32-unknown-unknown",
    ];
    breaches.extend(
        inside(&tree(paths, &browser)?, &NOT_IN_BROWSER)
            .map(|name| format!("the browser half of roleport-app depends on {name}")),
    );
    anyhow::ensure!(
        breaches.is_empty(),
        "Dependencies point the wrong way (docs/architecture.md):\n{}",
        breaches
            .iter()
            .map(|breach| format!("  - {breach}"))
            .collect::<Vec<_>>()
            .join("\n")
    );
    output::done("Dependencies point one way", started);
    Ok(())
}

fn metadata(paths: &Paths) -> anyhow::Result<Value> {
    let text = run(
        paths,
        &["metadata", "--format-version=1", "--no-deps", "--locked"],
    )?;
    serde_json::from_str(&text).context("cargo metadata did not answer JSON")
}

fn between_packages(metadata: &Value) -> Vec<String> {
    let ours: BTreeSet<&str> = ALLOWED.iter().map(|(name, _)| *name).collect();
    let mut breaches = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or_default();
        let Some((_, allowed)) = ALLOWED.iter().find(|(known, _)| *known == name) else {
            breaches.push(format!(
                "{name} is new: say in xtask/src/deps.rs what it may depend on"
            ));
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let target = dependency["name"].as_str().unwrap_or_default();
            if ours.contains(target) && !allowed.contains(&target) {
                breaches.push(format!("{name} depends on {target}"));
            }
        }
    }
    breaches
}

/// Names of all packages that end up in a build, without those that only build it.
fn tree(paths: &Paths, selection: &[&str]) -> anyhow::Result<String> {
    let mut arguments = vec![
        "tree",
        "--locked",
        "--edges=normal,no-proc-macro",
        "--prefix=none",
        "--format={p}",
    ];
    arguments.extend(selection);
    run(paths, &arguments)
}

/// Packages of a tree that are banned: by name, by `NAME-…` and `NAME_…`, or by a prefix that ends in a dash.
fn inside<'a>(tree: &'a str, banned: &'a [&str]) -> impl Iterator<Item = &'a str> {
    let names: BTreeSet<&str> = tree
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    names.into_iter().filter(|name| {
        banned.iter().any(|banned| {
            name.strip_prefix(banned).is_some_and(|rest| {
                rest.is_empty() || banned.ends_with('-') || rest.starts_with(['-', '_'])
            })
        })
    })
}

fn run(paths: &Paths, arguments: &[&str]) -> anyhow::Result<String> {
    let output = paths
        .cargo()
        .args(arguments)
        .output()
        .context("can't start cargo")?;
    anyhow::ensure!(
        output.status.success(),
        "cargo {} did not succeed:\n{}",
        arguments.first().unwrap_or(&""),
        String::from_utf8_lossy(&output.stderr).trim()
    );
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_family_is_banned_and_a_likeness_is_not() {
        let tree = "tokio v1\ntokio-util v0.7\ntokiolike v1\naws-config v1\nserde v1 (*)\n";
        let found: Vec<&str> = inside(tree, &["tokio", "aws-"]).collect();
        assert_eq!(found, ["aws-config", "tokio", "tokio-util"]);
    }

    #[test]
    fn an_arrow_the_wrong_way_is_named() {
        let metadata = json!({"packages": [
            {"name": "roleport-app", "dependencies": [{"name": "roleport-server"}, {"name": "serde"}]},
            {"name": "roleport-server", "dependencies": [{"name": "roleport-app"}]},
        ]});
        assert_eq!(
            between_packages(&metadata),
            ["roleport-app depends on roleport-server"]
        );
    }
}
