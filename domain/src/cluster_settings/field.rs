//! The fields of a cluster's settings: one list, which the form, the differences and the rules of what may
//! change all follow.

use super::{Access, ClusterSettings};
use crate::{identity::Identity, partition::Partition};

/// When a field of a cluster that is there already may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changes {
    /// Never: it is another cluster then.
    Never,
    /// While no role and no open request stands on the cluster: theirs could not follow.
    WhileUnused,
    /// Always; roles follow by requests.
    Always,
}

type Read = fn(&ClusterSettings) -> &str;
type Write = fn(&mut ClusterSettings, Option<String>);

/// A field of a cluster's settings.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name in forms and in errors.
    pub name: &'static str,
    /// Its name on a page.
    pub label: &'static str,
    /// What to write into it; empty for none.
    pub hint: &'static str,
    /// When it may change.
    pub changes: Changes,
    /// All that it can be; none for any text.
    pub choices: Option<fn() -> Vec<&'static str>>,
    read: Read,
    write: Write,
}

impl Field {
    const fn new(
        name: &'static str,
        label: &'static str,
        hint: &'static str,
        changes: Changes,
        read: Read,
        write: Write,
    ) -> Self {
        Self {
            name,
            label,
            hint,
            changes,
            choices: None,
            read,
            write,
        }
    }

    const fn of(self, choices: fn() -> Vec<&'static str>) -> Self {
        Self {
            choices: Some(choices),
            ..self
        }
    }

    /// What it holds, empty for nothing.
    pub fn read(self, settings: &ClusterSettings) -> &str {
        (self.read)(settings)
    }

    /// What it can be, where this text is something else; nothing is a choice too.
    pub fn choices_instead(self, text: &str) -> Option<String> {
        let choices = self.choices?();
        let is_one = text.is_empty() || choices.contains(&text);
        (!is_one).then(|| format!("Use one of {}.", choices.join(", ")))
    }

    /// Fills it in; white space around the text does not count, and nothing else leaves it out.
    pub(super) fn write(self, settings: &mut ClusterSettings, text: &str) {
        let text = text.trim();
        (self.write)(settings, (!text.is_empty()).then(|| text.to_owned()));
    }
}

/// All of them, in the order in which a form asks for them.
#[rustfmt::skip] // a line each
pub const FIELDS: [Field; 12] = [
    Field::new("name", "Name", "What people call it; it stays for good. Letters, digits, dots, hyphens and underscores.", Changes::Never, |s| &s.cluster.name, |s, text| s.cluster.name = text.unwrap_or_default()),
    Field::new("account_id", "AWS account", "Twelve digits.", Changes::WhileUnused, |s| &s.cluster.account_id, |s, text| s.cluster.account_id = text.unwrap_or_default()),
    Field::new("partition", "AWS partition", "", Changes::WhileUnused, |s| &s.cluster.partition, |s, text| s.cluster.partition = text.unwrap_or_default()).of(|| Partition::ALL.map(Partition::as_str).to_vec()),
    Field::new("region", "AWS region", "As in us-east-1.", Changes::Always, |s| &s.cluster.region, |s, text| s.cluster.region = text.unwrap_or_default()),
    Field::new("oidc_issuer", "OIDC issuer", "As “aws eks describe-cluster” shows it, without a slash at the end.", Changes::Always, |s| &s.cluster.oidc_issuer, |s, text| s.cluster.oidc_issuer = text.unwrap_or_default()),
    Field::new("role_name_pattern", "Role names", "With {app} once, where the application’s name goes.", Changes::WhileUnused, |s| &s.cluster.role_name_pattern, |s, text| s.cluster.role_name_pattern = text.unwrap_or_default()),
    Field::new("role_path", "IAM path", "Of its roles and policies: / or one of its own, such as /pods/, which also bounds Roleport’s own rights.", Changes::WhileUnused, |s| &s.cluster.role_path, |s, text| s.cluster.role_path = text.unwrap_or_default()),
    Field::new("permissions_boundary", "Permissions boundary", "Optional. ARN of a managed policy that is the most any role may do.", Changes::Always, |s| s.cluster.permissions_boundary.as_deref().unwrap_or_default(), |s, text| s.cluster.permissions_boundary = text),
    Field::new("eks_name", "Name in EKS", "Optional. Where pods run on EKS’s Linux EC2 nodes: with it, roles can be had by EKS Pod Identity.", Changes::Always, |s| s.cluster.eks_name.as_deref().unwrap_or_default(), |s, text| s.cluster.eks_name = text),
    Field::new("identity", "How pods get roles", "What is usual; a request can choose otherwise. pod_identity needs a name in EKS.", Changes::Always, |s| s.cluster.identity.as_str(), |s, text| s.cluster.identity = text.and_then(|text| Identity::parse(&text)).unwrap_or_default()).of(|| Identity::ALL.map(Identity::as_str).to_vec()),
    Field::new("role_arn", "Role to assume", "Optional. ARN of a role in the account that trusts Roleport. Without one, Roleport’s own credentials have to be the account’s.", Changes::Always, |s| s.access.as_ref().map_or("", |access| &access.role_arn), |s, text| s.access = text.map(|role_arn| Access { role_arn, external_id: None })),
    Field::new("external_id", "External id", "Optional, and only with a role to assume. The role’s trust policy asks for it, so that nobody can have Roleport use a role that they only know the name of.", Changes::Always, |s| s.access.as_ref().and_then(|access| access.external_id.as_deref()).unwrap_or_default(), |s, text| if let Some(access) = &mut s.access { access.external_id = text; }),
];
