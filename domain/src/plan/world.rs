//! What AWS shows of a role and what is around it.

use std::collections::BTreeMap;

use roleport_lang::Text;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::adoption::Carried;

/// A role as IAM has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveRole {
    /// `AROA…`, new when a role was deleted and made again.
    pub id: String,
    /// The ARN.
    pub arn: String,
    /// The path.
    pub path: String,
    /// The trust policy.
    pub trust: Value,
    /// ARN of the permissions boundary.
    pub boundary: Option<String>,
    /// Tags.
    pub tags: Vec<(String, String)>,
    /// ARNs of the attached managed policies.
    pub attached: Vec<String>,
    /// Names of the inline policies.
    pub inline: Vec<String>,
    /// The day and region of its last use that AWS knows of, such as `2026-11-20 in eu-central-1`.
    pub last_used: Option<String>,
}

/// An association of EKS Pod Identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveAssociation {
    /// `a-…`.
    pub id: String,
    /// ARN of the role that pods get.
    pub role_arn: String,
    /// Tags.
    pub tags: Vec<(String, String)>,
}

/// A version of a managed policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyVersion {
    /// `v3`.
    pub id: String,
    /// Whether it is the one that counts.
    pub is_default: bool,
}

/// A managed policy as IAM has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LivePolicy {
    /// The default version's document.
    pub document: Value,
    /// Tags.
    pub tags: Vec<(String, String)>,
    /// Its versions, oldest first.
    pub versions: Vec<PolicyVersion>,
    /// How many roles, users and groups carry it.
    pub carriers: usize,
}

/// What the account admits and holds (`iam:GetAccountSummary`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotas {
    /// Characters of a trust policy.
    pub trust_size: usize,
    /// Managed policies on one role.
    pub policies_per_role: usize,
    /// Roles there are.
    pub roles: usize,
    /// Roles there may be.
    pub roles_quota: usize,
    /// Managed policies there are.
    pub policies: usize,
    /// Managed policies there may be.
    pub policies_quota: usize,
}

/// What a role stands among. Each is none where it could not be read, or was not asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// The account's quotas.
    pub quotas: Option<Quotas>,
    /// Whether the cluster's OIDC provider is registered in the account.
    pub provider: Option<bool>,
    /// Whether the cluster's permissions boundary exists.
    pub boundary: Option<bool>,
    /// Whether the cluster has the agent of EKS Pod Identity.
    pub agent: Option<bool>,
    /// The Fargate profile that takes every pod of the namespace.
    pub fargate_profile: Option<String>,
    /// What could not be read, and why, a sentence each: one of `plan-…-unread`.
    pub unreadable: Vec<Text>,
}

/// All that a plan depends on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct World {
    /// The role of the request's name.
    pub role: Option<LiveRole>,
    /// The request's managed policies that exist, by ARN.
    pub policies: BTreeMap<String, LivePolicy>,
    /// The role's id when Roleport last saw it.
    pub known_role_id: Option<String>,
    /// What else the role carries; read for an adoption alone.
    pub carried: Carried,
    /// Documents of the role's permissions boundary and of its cluster's, by ARN; read for an adoption
    /// alone.
    pub boundaries: BTreeMap<String, Value>,
    /// The association of the service account; read where the cluster has a name in EKS.
    pub association: Option<LiveAssociation>,
    /// Whether EKS knows the cluster; read with the association.
    pub eks_cluster: bool,
    /// What is around it.
    pub surroundings: Surroundings,
}
