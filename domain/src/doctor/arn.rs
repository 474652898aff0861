//! ARNs of roles and of their sessions, as they stand in pasted texts.

use crate::account::AccountId;

/// The ARN of a role, taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RoleArn<'a> {
    pub(super) partition: &'a str,
    pub(super) account: &'a str,
    /// Without its path.
    pub(super) name: &'a str,
}

impl<'a> RoleArn<'a> {
    /// Reads `arn:PARTITION:iam::ACCOUNT:role/PATH/NAME`; none for anything else.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let (partition, account, path) = parts(text, "iam", "role/")?;
        let name = path.rsplit('/').next().unwrap_or_default();
        let fits = |c: char| c.is_ascii_alphanumeric() || "_+=,.@-/".contains(c);
        (!name.is_empty() && path.chars().all(fits)).then_some(Self {
            partition,
            account,
            name,
        })
    }
}

/// Who a call ran as: a session of a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Session {
    pub(super) account: String,
    pub(super) role: String,
    pub(super) name: String,
}

impl Session {
    /// Reads `arn:PARTITION:sts::ACCOUNT:assumed-role/ROLE/SESSION`; none for anything else.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (_, account, path) = parts(text, "sts", "assumed-role/")?;
        let (role, name) = path.split_once('/')?;
        Some(Self {
            account: account.to_owned(),
            role: role.to_owned(),
            name: name.to_owned(),
        })
    }

    /// Whether a node's role is in use: EC2 names its sessions by the instance.
    pub(super) fn is_node(&self) -> bool {
        let hex = |text: &str| text.len() >= 8 && text.bytes().all(|b| b.is_ascii_hexdigit());
        let named = self.role.to_ascii_lowercase();
        self.name.strip_prefix("i-").is_some_and(hex)
            || [
                "nodeinstancerole",
                "noderole",
                "node-role",
                "karpenternode",
                "eksctl-",
            ]
            .iter()
            .any(|part| named.contains(part))
    }
}

fn parts<'a>(text: &'a str, service: &str, kind: &str) -> Option<(&'a str, &'a str, &'a str)> {
    let pieces: Vec<_> = text.splitn(6, ':').collect();
    let ["arn", partition, own, "", account, resource] = pieces.as_slice() else {
        return None;
    };
    if *own != service || AccountId::parse(account).is_err() || !partition.starts_with("aws") {
        return None;
    }
    Some((partition, account, resource.strip_prefix(kind)?))
}

/// Whether this is the ARN of an IAM user.
pub(super) fn is_user(text: &str) -> bool {
    parts(text, "iam", "user/").is_some()
}

/// The account of an ARN; none where it names none, as those of buckets.
pub(super) fn account_of(arn: &str) -> Option<&str> {
    let account = arn.split(':').nth(4)?;
    AccountId::parse(account).is_ok().then_some(account)
}

/// Every ARN in a text, without the quotes around it.
pub(super) fn all_in(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find("arn:aws") {
        let (_, from) = rest.split_at(start);
        let end = from
            .find(|c: char| {
                c.is_whitespace() || matches!(c, '"' | '\'' | '\\' | '<' | '>' | ')' | ';' | '`')
            })
            .unwrap_or(from.len());
        let (arn, after) = from.split_at(end);
        found.push(arn.trim_end_matches(['.', ',', ':']));
        rest = after;
    }
    found
}
