//! What IAM's actions, resources and condition keys are called, to find what can't be meant.
//!
//! The data is generated from a dated public source; its first line says of which day it is
//! (`tests/iam-data/generate.mjs`).

use std::{collections::BTreeMap, sync::LazyLock};

use crate::policy::{Context, Matched, Pattern};

const DATA: &str = include_str!("../data/iam.txt");

/// Condition keys that every service knows, from the IAM user guide's "AWS global condition context keys".
const GLOBAL_KEYS: [&str; 47] = [
    "aws:AssumedRoot",
    "aws:CalledVia",
    "aws:CalledViaFirst",
    "aws:CalledViaLast",
    "aws:ChatbotSourceArn",
    "aws:CurrentTime",
    "aws:Ec2InstanceSourcePrivateIPv4",
    "aws:Ec2InstanceSourceVpc",
    "aws:EpochTime",
    "aws:FederatedProvider",
    "aws:IsMcpServiceAction",
    "aws:MultiFactorAuthAge",
    "aws:MultiFactorAuthPresent",
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalIsAWSService",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalServiceName",
    "aws:PrincipalServiceNamesList",
    "aws:PrincipalTag/*",
    "aws:PrincipalType",
    "aws:Referer",
    "aws:RequestTag/*",
    "aws:RequestedRegion",
    "aws:ResourceAccount",
    "aws:ResourceOrgID",
    "aws:ResourceOrgPaths",
    "aws:ResourceTag/*",
    "aws:SecureTransport",
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:SourceIdentity",
    "aws:SourceIp",
    "aws:SourceOrgID",
    "aws:SourceOrgPaths",
    "aws:SourceVpc",
    "aws:SourceVpcArn",
    "aws:SourceVpce",
    "aws:TagKeys",
    "aws:TokenIssueTime",
    "aws:UserAgent",
    "aws:UserId",
    "aws:UserName",
    "aws:ViaAWSService",
    "aws:VpcSourceIp",
    "aws:VpceAccount",
];

/// What an action does, as AWS sorts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// It lists.
    List,
    /// It reads.
    Read,
    /// It writes.
    Write,
    /// It tags.
    Tagging,
    /// It changes who may do what.
    Permissions,
}

/// An action of a service.
#[derive(Debug, Clone)]
pub struct Action {
    /// As AWS writes it, with its service: `s3:GetObject`.
    pub name: String,
    /// What it does.
    pub level: Level,
    /// ARNs of what it is about, with `*` for what differs; none where it is about nothing in particular.
    pub resources: Vec<String>,
}

#[derive(Default)]
struct Service {
    /// By name in lower case.
    actions: BTreeMap<String, Action>,
    /// With `*` for what differs.
    keys: Vec<&'static str>,
}

static SERVICES: LazyLock<BTreeMap<&'static str, Service>> = LazyLock::new(|| read(DATA));

fn read(data: &'static str) -> BTreeMap<&'static str, Service> {
    let mut services: BTreeMap<&str, Service> = BTreeMap::new();
    let mut name = "";
    let mut arns: BTreeMap<&str, &str> = BTreeMap::new();
    for line in data.lines() {
        let fields: Vec<_> = line.split('\t').collect();
        match fields.as_slice() {
            ["S", service] => {
                name = service;
                arns.clear();
                services.entry(name).or_default();
            }
            ["R", kind, arn] => {
                arns.insert(kind, arn);
            }
            ["K", key] => services.entry(name).or_default().keys.push(key),
            ["A", action, level, kinds] => {
                let kinds = kinds.split(',').filter_map(|kind| arns.get(kind));
                let action = Action {
                    name: format!("{name}:{action}"),
                    level: match *level {
                        "L" => Level::List,
                        "R" => Level::Read,
                        "T" => Level::Tagging,
                        "P" => Level::Permissions,
                        _ => Level::Write,
                    },
                    resources: kinds.map(|arn| (*arn).to_owned()).collect(),
                };
                let key = action.name.to_ascii_lowercase();
                services
                    .entry(name)
                    .or_default()
                    .actions
                    .insert(key, action);
            }
            _ => {}
        }
    }
    services
}

/// The day as of which the data is, such as `2026-09-26`.
pub fn date() -> &'static str {
    let first = DATA.lines().next().unwrap_or_default();
    first
        .rsplit("as of ")
        .next()
        .unwrap_or_default()
        .trim_end_matches('.')
}

/// The actions that a text of a policy takes in, such as `s3:Get*`.
pub fn actions(text: &str) -> Vec<&'static Action> {
    let lower = text.to_ascii_lowercase();
    if !lower.contains(['*', '?']) {
        let service = lower.split(':').next().unwrap_or_default();
        let found = SERVICES
            .get(service)
            .and_then(|one| one.actions.get(&lower));
        return found.into_iter().collect();
    }
    let pattern = Pattern::of_action(text);
    let nothing = Context::default();
    SERVICES
        .values()
        .flat_map(|service| service.actions.values())
        .filter(|action| pattern.matches(&action.name, &nothing, true) == Matched::Yes)
        .collect()
}

/// An action's name that is much like one that there is not.
pub fn similar(action: &str) -> Option<&'static str> {
    let lower = action.to_ascii_lowercase();
    let (service, name) = lower.split_once(':')?;
    let known = SERVICES.get(service)?.actions.values();
    known
        .map(|one| (distance(&one.name.to_ascii_lowercase(), &lower), one))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, _)| *distance <= name.len() / 4 + 1)
        .map(|(_, one)| one.name.as_str())
}

/// Single letters to write, leave out or change, from one text to the other.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut before = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (y, above) in b.bytes().zip(row.iter().skip(1)) {
            left = (before + usize::from(x != y)).min(above + 1).min(left + 1);
            before = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

/// Whether a condition key is one of all services, or one of these actions' services.
pub fn knows_key(key: &str, actions: &[&Action]) -> bool {
    let is = |known: &&str| {
        Pattern::of_action(known).matches(key, &Context::default(), true) == Matched::Yes
    };
    GLOBAL_KEYS.iter().any(is)
        || actions.iter().any(|action| {
            let service = action.name.split(':').next().unwrap_or_default();
            SERVICES
                .get(service)
                .is_some_and(|service| service.keys.iter().any(is))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::Service as Granted;

    #[test]
    fn the_data_is_read_and_has_its_day() {
        assert_eq!(date().len(), 10, "{}", date());
        assert!(SERVICES.len() > 300);
        assert_eq!(actions("S3:getobject")[0].name, "s3:GetObject");
        assert!(
            actions("s3:GetObject")[0]
                .resources
                .contains(&"arn:*:s3:::*/*".to_owned())
        );
        assert_eq!(actions("s3:GetObjet").len(), 0);
        assert_eq!(similar("s3:GetObjet"), Some("s3:GetObject"));
        assert_eq!(similar("s3:Rewrite"), None);
        assert_eq!(similar("toaster:Toast"), None);
        assert!(actions("sqs:*").len() > 15);
        assert_eq!(actions("iam:PassRole")[0].level, Level::Write);
        assert!(actions("*").len() > 15_000);
    }

    #[test]
    fn condition_keys_of_all_and_of_one_service() {
        let get = actions("s3:GetObject");
        for known in [
            "aws:SourceIp",
            "aws:sourceip",
            "s3:prefix",
            "s3:ExistingObjectTag/team",
            "aws:PrincipalTag/x",
        ] {
            assert!(knows_key(known, &get), "{known}");
        }
        for unknown in ["aws:SourceIP4", "s3:prefx", "sqs:x"] {
            assert!(!knows_key(unknown, &get), "{unknown}");
        }
    }

    #[test]
    fn the_templates_name_only_actions_that_there_are() {
        for service in Granted::ALL {
            for activity in service.template().activities {
                for name in std::iter::once(&activity.action).chain(activity.companions) {
                    assert_eq!(actions(name).len(), 1, "{name}");
                    assert_eq!(actions(name)[0].name, *name);
                }
            }
        }
    }
}
