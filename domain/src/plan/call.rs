//! The calls of IAM and EKS that change something, with all that they send.

use roleport_lang::{Text, retold, text};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// A call of IAM's API, or of EKS's for Pod Identity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "call")]
#[allow(missing_docs)] // the fields are named as the API's parameters are
pub enum Call {
    /// Makes a role.
    CreateRole {
        role: String,
        path: String,
        trust: Value,
        description: String,
        boundary: Option<String>,
        tags: Vec<(String, String)>,
    },
    /// Says who may assume a role.
    UpdateAssumeRolePolicy { role: String, trust: Value },
    /// Bounds a role.
    PutRolePermissionsBoundary { role: String, boundary: String },
    /// Sets these tags; others stay.
    TagRole {
        role: String,
        tags: Vec<(String, String)>,
    },
    /// Sets these tags of a managed policy; others stay.
    TagPolicy {
        policy_arn: String,
        tags: Vec<(String, String)>,
    },
    /// Deletes an inline policy of a role.
    DeleteRolePolicy { role: String, policy: String },
    /// Makes a managed policy.
    CreatePolicy {
        policy: String,
        path: String,
        document: Value,
        tags: Vec<(String, String)>,
    },
    /// Deletes a version that is not the default.
    DeletePolicyVersion { policy_arn: String, version: String },
    /// Makes a version, and the default.
    CreatePolicyVersion { policy_arn: String, document: Value },
    /// Attaches a managed policy.
    AttachRolePolicy { role: String, policy_arn: String },
    /// Detaches a managed policy.
    DetachRolePolicy { role: String, policy_arn: String },
    /// Deletes a role.
    DeleteRole { role: String },
    /// Deletes a managed policy.
    DeletePolicy { policy_arn: String },
    /// Gives the pods of a service account a role.
    CreatePodIdentityAssociation {
        region: String,
        cluster: String,
        namespace: String,
        service_account: String,
        role_arn: String,
        tags: Vec<(String, String)>,
    },
    /// Gives them another one.
    UpdatePodIdentityAssociation {
        region: String,
        cluster: String,
        association: String,
        role_arn: String,
    },
    /// Takes it from them.
    DeletePodIdentityAssociation {
        region: String,
        cluster: String,
        association: String,
    },
}

impl Call {
    /// The action of IAM or EKS, such as `CreateRole`.
    pub const fn action(&self) -> &'static str {
        match self {
            Self::CreateRole { .. } => "CreateRole",
            Self::UpdateAssumeRolePolicy { .. } => "UpdateAssumeRolePolicy",
            Self::PutRolePermissionsBoundary { .. } => "PutRolePermissionsBoundary",
            Self::TagRole { .. } => "TagRole",
            Self::TagPolicy { .. } => "TagPolicy",
            Self::DeleteRolePolicy { .. } => "DeleteRolePolicy",
            Self::CreatePolicy { .. } => "CreatePolicy",
            Self::DeletePolicyVersion { .. } => "DeletePolicyVersion",
            Self::CreatePolicyVersion { .. } => "CreatePolicyVersion",
            Self::AttachRolePolicy { .. } => "AttachRolePolicy",
            Self::DetachRolePolicy { .. } => "DetachRolePolicy",
            Self::DeleteRole { .. } => "DeleteRole",
            Self::DeletePolicy { .. } => "DeletePolicy",
            Self::CreatePodIdentityAssociation { .. } => "CreatePodIdentityAssociation",
            Self::UpdatePodIdentityAssociation { .. } => "UpdatePodIdentityAssociation",
            Self::DeletePodIdentityAssociation { .. } => "DeletePodIdentityAssociation",
        }
    }

    /// What it does, in a sentence.
    pub fn words(&self) -> Text {
        match self {
            Self::CreateRole { role, .. } => text!(plan_create_role, role = role),
            Self::UpdateAssumeRolePolicy { role, .. } => text!(plan_trust_policy, role = role),
            Self::PutRolePermissionsBoundary { role, .. } => text!(plan_boundary, role = role),
            Self::TagRole { role, .. } => text!(plan_tag_role, role = role),
            Self::TagPolicy { policy_arn, .. } => {
                text!(plan_tag_policy, policy = name(policy_arn))
            }
            Self::DeleteRolePolicy { role, policy } => {
                text!(plan_delete_inline, policy = policy, role = role)
            }
            Self::CreatePolicy { policy, .. } => text!(plan_create_policy, policy = policy),
            Self::DeletePolicyVersion {
                policy_arn,
                version,
            } => text!(
                plan_delete_version,
                version = version,
                policy = name(policy_arn)
            ),
            Self::CreatePolicyVersion { policy_arn, .. } => {
                text!(plan_new_version, policy = name(policy_arn))
            }
            Self::AttachRolePolicy { role, policy_arn } => {
                text!(plan_attach, policy = name(policy_arn), role = role)
            }
            Self::DetachRolePolicy { role, policy_arn } => {
                text!(plan_detach, policy = name(policy_arn), role = role)
            }
            Self::DeleteRole { role } => text!(plan_delete_role, role = role),
            Self::DeletePolicy { policy_arn } => {
                text!(plan_delete_policy, policy = name(policy_arn))
            }
            Self::CreatePodIdentityAssociation {
                cluster,
                namespace,
                service_account,
                role_arn,
                ..
            } => text!(
                plan_associate,
                account = format!("{namespace}/{service_account}"),
                role = name(role_arn),
                cluster = cluster
            ),
            Self::UpdatePodIdentityAssociation {
                cluster, role_arn, ..
            } => text!(
                plan_update_association,
                cluster = cluster,
                role = name(role_arn)
            ),
            Self::DeletePodIdentityAssociation { cluster, .. } => {
                text!(plan_dissociate, cluster = cluster)
            }
        }
    }

    /// The words of a call that were kept in English, in all languages; as they stand where they are none.
    pub fn retold(words: &str) -> Text {
        retold!(
            words;
            plan_create_role(role),
            plan_trust_policy(role),
            plan_boundary(role),
            plan_tag_policy(policy),
            plan_tag_role(role),
            plan_delete_inline(policy, role),
            plan_create_policy(policy),
            plan_delete_version(version, policy),
            plan_new_version(policy),
            plan_attach(policy, role),
            plan_detach(policy, role),
            plan_delete_role(role),
            plan_delete_policy(policy),
            plan_associate(account, role, cluster),
            plan_update_association(cluster, role),
            plan_dissociate(cluster),
        )
        .unwrap_or_else(|| words.into())
    }

    /// What is there afterwards, as far as the call says it.
    pub fn after(&self) -> Option<Value> {
        match self {
            Self::CreateRole {
                trust,
                description,
                boundary,
                tags,
                path,
                ..
            } => {
                let mut role = Map::new();
                role.insert("Path".to_owned(), path.clone().into());
                role.insert("Description".to_owned(), description.clone().into());
                if let Some(boundary) = boundary {
                    role.insert("PermissionsBoundary".to_owned(), boundary.clone().into());
                }
                role.insert("Tags".to_owned(), tags_value(tags));
                role.insert("AssumeRolePolicyDocument".to_owned(), trust.clone());
                Some(role.into())
            }
            Self::UpdateAssumeRolePolicy { trust, .. } => Some(trust.clone()),
            Self::PutRolePermissionsBoundary { boundary, .. } => Some(boundary.clone().into()),
            Self::TagRole { tags, .. } | Self::TagPolicy { tags, .. } => Some(tags_value(tags)),
            Self::CreatePolicy { document, .. } | Self::CreatePolicyVersion { document, .. } => {
                Some(document.clone())
            }
            Self::CreatePodIdentityAssociation { role_arn, tags, .. } => Some(json!({
                "RoleArn": role_arn,
                "Tags": tags_value(tags),
            })),
            Self::UpdatePodIdentityAssociation { role_arn, .. } => Some(role_arn.clone().into()),
            Self::DeletePolicyVersion { .. }
            | Self::DeletePodIdentityAssociation { .. }
            | Self::AttachRolePolicy { .. }
            | Self::DetachRolePolicy { .. }
            | Self::DeleteRolePolicy { .. }
            | Self::DeleteRole { .. }
            | Self::DeletePolicy { .. } => None,
        }
    }
}

/// A policy's name, from its ARN.
pub(super) fn name(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or(arn)
}

pub(super) fn tags_value(tags: &[(String, String)]) -> Value {
    tags.iter()
        .map(|(key, value)| (key.clone(), Value::from(value.clone())))
        .collect::<Map<_, _>>()
        .into()
}

/// A call, and what it takes the place of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The call.
    #[serde(flatten)]
    pub call: Call,
    /// What is there before it, of what it changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Value>,
}

impl Step {
    pub(super) const fn new(call: Call) -> Self {
        Self { call, before: None }
    }

    pub(super) fn over(call: Call, before: Value) -> Self {
        Self {
            call,
            before: Some(before).filter(|value| !value.is_null()),
        }
    }
}
