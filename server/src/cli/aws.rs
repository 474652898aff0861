//! `roleport aws policy`: what to give Roleport in an account.

use std::{collections::BTreeSet, process::ExitCode};

use anyhow::{Context as _, bail};
use roleport_domain::{
    cluster::{Cluster, ValidCluster},
    own_rights,
};

use super::database;
use crate::config::Config;

/// Prints the policy as JSON; what deserves a look goes to the other stream.
pub(super) async fn policy(
    account: Option<&str>,
    adopt: Vec<String>,
    offer_buckets: bool,
) -> anyhow::Result<ExitCode> {
    let (clusters, unread) = database::clusters(&Config::load()?).await;
    if let Some(why) = unread {
        eprintln!("roleport: {why}. This is for the clusters of the configuration's file.");
    }
    println!(
        "{}",
        written(
            &clusters,
            account,
            &adopt.into_iter().collect(),
            offer_buckets
        )?
    );
    Ok(ExitCode::SUCCESS)
}

fn written(
    configured: &[Cluster],
    account: Option<&str>,
    adopt: &BTreeSet<String>,
    offer_buckets: bool,
) -> anyhow::Result<String> {
    let clusters = configured
        .iter()
        .map(|cluster| {
            cluster.parse().map_err(|errors| {
                let words: Vec<_> = errors
                    .into_iter()
                    .map(|error| String::from(error.message))
                    .collect();
                anyhow::anyhow!("cluster {}: {}", cluster.name, words.join(" "))
            })
        })
        .collect::<anyhow::Result<Vec<ValidCluster>>>()?;
    let accounts: BTreeSet<&str> = configured
        .iter()
        .map(|cluster| cluster.account_id.as_str())
        .collect();
    let known = accounts.iter().copied().collect::<Vec<_>>().join(", ");
    let account = match (account, accounts.len()) {
        (Some(named), _) if accounts.contains(named) => named,
        (Some(named), _) => bail!("no cluster is in the account {named}; known are {known}"),
        (None, 0) => bail!(
            "there is no cluster yet: add the first one in the portal, or a [[clusters]] table to the file named by ROLEPORT_CONFIG"
        ),
        (None, 1) => accounts.first().copied().unwrap_or_default(),
        (None, _) => bail!("clusters are in the accounts {known}: choose one with --account"),
    };
    if let Some(other) = adopt
        .iter()
        .find(|arn| !own_rights::is_role_of(arn, account))
    {
        bail!(
            "--adopt {other}: write the ARN of a role of the account {account}, or several with *"
        );
    }
    for name in own_rights::unbounded(&clusters) {
        eprintln!(
            "roleport: nothing in path or name tells the roles of {name} from others, so this covers every role of its account. Give the cluster a role_path of its own, such as /pods/."
        );
    }
    if !adopt.is_empty()
        && clusters
            .iter()
            .any(|cluster| cluster.raw().role_path == "/")
    {
        eprintln!(
            "roleport: the policies of adopted roles have any name, so with the role_path / this covers every policy of the account. Give the clusters a role_path of their own, such as /pods/."
        );
    }
    let mut policy = own_rights::policy(&clusters, account, adopt);
    if offer_buckets && let Some(statements) = policy["Statement"].as_array_mut() {
        statements.push(own_rights::offer_buckets());
    }
    serde_json::to_string_pretty(&policy).context("the policy can't be written")
}
