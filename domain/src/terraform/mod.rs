//! Roles as Terraform: the files that a person would otherwise write for what Roleport has made in AWS
//! (issue 4, item 11; docs/terraform.md).
//!
//! Pure functions from requests to files: the same roles make the same bytes, in the layout of
//! `terraform fmt`, whatever order they come in. Documents are files of their own, the very ones that
//! were approved; everything is imported, so that `terraform plan` finds nothing to change.

mod hcl;
mod label;
pub mod manifest;
mod role;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::request::ValidRequest;
use role::Role;

/// Roles, policies and what attaches them.
const RESOURCES: &str = "iam_serviceaccounts.tf";
/// Where Terraform finds them in AWS.
const IMPORTS: &str = "imports.tf";
/// The roles as inputs for other states.
const INPUTS: &str = "terragrunt.hcl";

/// Above every file of a whole tree: it is not the place to change anything.
const WRITTEN: &str = "\
# Written by Roleport. What is changed here is overwritten: ask for it in Roleport.
";
const IMPORTS_NOTE: &str = "\
# Needs Terraform 1.5 or newer. All of this is in AWS: importing it changes nothing there.
";
const INPUTS_NOTE: &str = "\
# Inputs for states that need the roles: paste them, or read this file with read_terragrunt_config().
";

/// A text file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct File {
    /// Its place, with `/` between folders and none at the start.
    pub path: String,
    /// What is in it, ending in a line break.
    pub text: String,
}

/// One role, to paste into files that are there already: the same blocks as in [`tree`].
pub fn snippet(request: &ValidRequest) -> Vec<File> {
    folder(&[request], "")
}

/// All these roles, in a folder for each account and cluster, sorted by path.
///
/// A folder is a root module of its own: roles of two accounts are never in one state. Role names are
/// unique in an account, as the store sees to.
pub fn tree(requests: &[ValidRequest]) -> Vec<File> {
    let mut folders: BTreeMap<String, Vec<&ValidRequest>> = BTreeMap::new();
    for request in requests {
        let cluster = request.cluster();
        folders
            .entry(format!("{}/{}", cluster.account_id, cluster.name))
            .or_default()
            .push(request);
    }
    let mut files: Vec<_> = folders
        .into_iter()
        .flat_map(|(path, requests)| {
            folder(&requests, WRITTEN)
                .into_iter()
                .map(move |file| File {
                    path: format!("{path}/{}", file.path),
                    ..file
                })
        })
        .collect();
    files.sort();
    files
}

/// The files of one folder; `note` is put above what is not JSON.
fn folder(requests: &[&ValidRequest], note: &str) -> Vec<File> {
    let mut requests = requests.to_vec();
    requests.sort_by_key(|request| request.role_name());
    let names = requests.iter().flat_map(|request| {
        let policies = request.policies().iter().map(|policy| policy.name.as_str());
        policies.chain([request.role_name()])
    });
    let labels = label::labels(names);
    let roles: Vec<_> = requests
        .iter()
        .map(|request| Role {
            request,
            labels: &labels,
        })
        .collect();
    let file = |path: &str, note: &str, parts: Vec<String>| {
        let parts: Vec<_> = [note.to_owned()]
            .into_iter()
            .chain(parts)
            .filter(|part| !part.is_empty())
            .collect();
        File {
            path: path.to_owned(),
            text: parts.join("\n"),
        }
    };
    let mut files = vec![
        file(RESOURCES, note, roles.iter().map(Role::resources).collect()),
        file(
            IMPORTS,
            &format!("{note}{IMPORTS_NOTE}"),
            roles.iter().map(Role::imports).collect(),
        ),
        file(
            INPUTS,
            &format!("{note}{INPUTS_NOTE}"),
            vec![role::inputs(&roles)],
        ),
    ];
    files.extend(roles.iter().flat_map(Role::documents));
    files.sort();
    files
}

/// A document as people review it: one key a line, in the order in which Roleport sends it.
fn pretty(document: &Value) -> String {
    // A value that is in memory can always be written; an empty file would show that it was not.
    let mut text = serde_json::to_string_pretty(document).unwrap_or_default();
    text.push('\n');
    text
}
