//! What programs send. Unknown fields are refused: a misspelt one would otherwise do nothing.

use std::collections::BTreeMap;

use roleport_app::portal::TypedRequest;
use roleport_domain::{audience::Topic, grant::Access, identity::Identity};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    grants::{DraftGrant, GrantLine, grants},
    problem::Problem,
};

/// What may be done with objects in S3.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum GrantAccess {
    /// See which objects there are.
    List,
    /// Read objects, and list them.
    Read,
    /// Create and overwrite objects.
    Write,
    /// Delete objects.
    Delete,
}

/// What somebody sees when something does not work.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Pasted {
    /// An error, what kubectl says of a service account, a pod's AWS settings, or a token's claims. Never a
    /// token.
    #[schema(min_length = 1, max_length = 20000, example = "AWS_REGION=us-east-1")]
    pub(super) text: String,
    /// The role that it is about; recognised where it is left out, if it can be.
    #[schema(minimum = 1, maximum = 9_223_372_036_854_775_807_i64)]
    pub(super) role: Option<i64>,
}

/// How pods come by a role.
#[derive(Debug, Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Means {
    /// IAM roles for service accounts: by the annotation of the service account.
    Irsa,
    /// EKS Pod Identity: by an association in EKS.
    PodIdentity,
}

impl From<Means> for Identity {
    fn from(means: Means) -> Self {
        match means {
            Means::Irsa => Self::Irsa,
            Means::PodIdentity => Self::PodIdentity,
        }
    }
}

impl From<Identity> for Means {
    fn from(identity: Identity) -> Self {
        match identity {
            Identity::Irsa => Self::Irsa,
            Identity::PodIdentity => Self::PodIdentity,
        }
    }
}

/// A request for a new role, or, with `role`, for other grants of that one.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewRequest {
    /// The role whose grants are to change. The names below are then its own.
    #[schema(minimum = 1, maximum = 9_223_372_036_854_775_807_i64)]
    role: Option<i64>,
    /// One of `GET /clusters`.
    #[schema(example = "production")]
    cluster: Option<String>,
    /// Application name.
    #[schema(example = "blue-raven")]
    app: Option<String>,
    /// Kubernetes namespace.
    #[schema(example = "blue-raven")]
    namespace: Option<String>,
    /// Kubernetes service account.
    #[schema(example = "blue-raven")]
    service_account: Option<String>,
    /// All that it may do afterwards, at least one line.
    #[schema(min_items = 1, max_items = 100)]
    grants: Vec<GrantLine>,
    /// Why it is needed.
    #[schema(min_length = 1, example = "Reads the daily export.")]
    reason: String,
    /// The request that this one was copied from.
    #[schema(minimum = 1, maximum = 9_223_372_036_854_775_807_i64)]
    copied_from: Option<i64>,
    /// Your draft that it was; removed once this is submitted.
    #[schema(minimum = 1, maximum = 9_223_372_036_854_775_807_i64)]
    draft: Option<i64>,
    /// How its pods are to come by the role; left out for what is usual on the cluster, or as the role has it.
    identity: Option<Means>,
    /// Admits names of buckets from before March 2018; only of approvers and admins.
    #[serde(default)]
    admit_old_buckets: bool,
}

impl NewRequest {
    /// As the form has it, with the key that makes it once.
    ///
    /// # Errors
    /// 422 for more lines than a request may have.
    pub(super) fn typed(self, key: String) -> Result<TypedRequest, Problem> {
        Ok(TypedRequest {
            role: self.role,
            cluster: self.cluster.unwrap_or_default(),
            app: self.app.unwrap_or_default(),
            namespace: self.namespace.unwrap_or_default(),
            service_account: self.service_account.unwrap_or_default(),
            grants: grants(self.grants)?,
            reason: self.reason,
            key,
            identity: self.identity.map(Means::into),
            admit_old_buckets: self.admit_old_buckets,
            copied_from: self.copied_from,
            draft: self.draft,
            ..TypedRequest::default()
        })
    }
}

/// A new revision of a request. What is left out stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewRevision {
    /// The version of the request that you have seen.
    #[schema(minimum = 1, maximum = 2_147_483_647)]
    pub(super) version: i32,
    /// One of `GET /clusters`.
    cluster: Option<String>,
    /// Application name.
    app: Option<String>,
    /// Kubernetes namespace.
    namespace: Option<String>,
    /// Kubernetes service account.
    service_account: Option<String>,
    /// All that it may do afterwards.
    #[schema(min_items = 1, max_items = 100)]
    grants: Option<Vec<GrantLine>>,
    /// Why it is needed.
    reason: Option<String>,
    /// What you say to the approvers.
    #[serde(default)]
    #[schema(max_length = 4000)]
    answer: String,
    /// How its pods are to come by the role.
    identity: Option<Means>,
    /// Admits names of buckets from before March 2018; only of approvers and admins.
    #[serde(default)]
    admit_old_buckets: bool,
}

impl NewRevision {
    /// As the form of request `id` has it, where it starts from `old`.
    ///
    /// # Errors
    /// 422 for more lines than a request may have.
    pub(super) fn typed(self, id: i64, old: TypedRequest) -> Result<TypedRequest, Problem> {
        Ok(TypedRequest {
            cluster: self.cluster.unwrap_or(old.cluster),
            app: self.app.unwrap_or(old.app),
            namespace: self.namespace.unwrap_or(old.namespace),
            service_account: self.service_account.unwrap_or(old.service_account),
            grants: match self.grants {
                Some(lines) => grants(lines)?,
                None => old.grants,
            },
            reason: self.reason.unwrap_or(old.reason),
            answer: self.answer,
            identity: self.identity.map_or(old.identity, |one| Some(one.into())),
            admit_old_buckets: self.admit_old_buckets,
            // A revision is made once whatever its key is: it names the version it is for.
            key: "api".to_owned(),
            role: old.role,
            revises: Some((id, self.version)),
            ..TypedRequest::default()
        })
    }
}

/// A command on a request, as you have seen it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Decision {
    /// The version of the request that you have seen.
    #[schema(minimum = 1, maximum = 2_147_483_647)]
    pub(super) version: i32,
    /// The hash of the content that you have seen; needed where you decide on the content.
    #[serde(default)]
    pub(super) hash: String,
    /// The hash of the plan that you have seen; needed to approve and to break the glass.
    #[serde(default)]
    pub(super) plan: String,
    /// What you say about it; needed to reject, to ask for changes, to answer and to break the glass.
    #[serde(default)]
    #[schema(max_length = 4000)]
    pub(super) comment: String,
}

/// Something to say about a request.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewComment {
    /// Markdown; `@name` mentions somebody.
    #[schema(min_length = 1, max_length = 4000, example = "Is the prefix right?")]
    pub(super) body: String,
    /// The line of access that it is about; leave it out for the whole request.
    pub(super) about: Option<AboutLine>,
}

/// Names a line of access that you have read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AboutLine {
    /// The request's `revision` that you have read.
    #[schema(minimum = 1, maximum = 2_147_483_647)]
    pub(super) revision: i32,
    /// The line among that revision's `lines`, from 1.
    #[schema(minimum = 1, maximum = 2_147_483_647)]
    pub(super) line: i32,
}

/// Another text for one of your comments.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EditedComment {
    /// The version of the comment that you have seen.
    #[schema(minimum = 1, maximum = 2_147_483_647)]
    pub(super) version: i32,
    /// Markdown; `@name` mentions somebody.
    #[schema(min_length = 1, max_length = 4000)]
    pub(super) body: String,
}

/// Why a role is to be removed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Retirement {
    /// Why no pod needs it any more.
    #[schema(min_length = 1, example = "The service was switched off.")]
    pub(super) reason: String,
}

/// The request that a draft is a new revision of.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Revised {
    /// Number of the request.
    request: i64,
    /// The version of it that you have seen.
    version: i32,
}

/// A request that is not finished. Nothing is needed and nothing is checked.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct DraftContent {
    /// The role whose grants are to change.
    role: Option<i64>,
    /// Cluster name.
    cluster: String,
    /// Application name.
    app: String,
    /// Kubernetes namespace.
    namespace: String,
    /// Kubernetes service account.
    service_account: String,
    /// What it may do.
    #[schema(max_items = 100)]
    grants: Vec<DraftGrant>,
    /// Why it is needed.
    reason: String,
    /// The request that it was copied from.
    copied_from: Option<i64>,
    /// The request that it is a new revision of.
    revises: Option<Revised>,
    /// What you say to the approvers of a new revision.
    answer: String,
    /// How its pods are to come by the role.
    identity: Option<Means>,
}

/// What you want to be told of.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewSettings {
    /// The topics; none for nothing but emergencies.
    wanted: Vec<TopicName>,
}

impl NewSettings {
    /// As the domain has them.
    pub(super) fn topics(&self) -> Vec<Topic> {
        self.wanted.iter().map(|topic| (*topic).into()).collect()
    }
}

/// A group of events that a person is told of, or not.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum TopicName {
    /// It is your turn.
    WaitsForMe,
    /// What became of what you asked for.
    Outcome,
    /// Somebody said something to you.
    Comments,
    /// What waited for you was handled by somebody else.
    Handled,
}

/// Other approval rules.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewRules {
    /// The rules as TOML, as the page /rules explains them.
    #[schema(max_length = 60000)]
    pub(super) source: String,
    /// Why, for the admin who decides on it.
    #[schema(min_length = 1, max_length = 4000)]
    pub(super) comment: String,
}

/// A change of the clusters.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewClusterChange {
    /// The cluster that changes or goes; null for a new one.
    pub(super) cluster: Option<String>,
    /// All its fields by name, as it is to be: `name`, `account_id`, `partition`, `region`, `oidc_issuer`,
    /// `role_name_pattern`, `role_path`, and where it has them `permissions_boundary`, `eks_name`,
    /// `identity`, `role_arn` (the role to assume in its account) and `external_id`. Null where the cluster is to go.
    pub(super) after: Option<BTreeMap<String, String>>,
    /// Why, for the admin who decides on it.
    #[schema(min_length = 1, max_length = 4000)]
    pub(super) comment: String,
}

/// What somebody says who decides on a change of the clusters.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct ClusterComment {
    /// Needed to reject it.
    #[schema(max_length = 4000)]
    pub(super) comment: String,
}

impl From<GrantAccess> for Access {
    fn from(access: GrantAccess) -> Self {
        match access {
            GrantAccess::List => Self::List,
            GrantAccess::Read => Self::Read,
            GrantAccess::Write => Self::Write,
            GrantAccess::Delete => Self::Delete,
        }
    }
}

impl DraftContent {
    /// As the form has it.
    ///
    /// # Errors
    /// 422 for more lines than a request may have.
    pub(super) fn typed(self) -> Result<TypedRequest, Problem> {
        let revises = self.revises.map(|seen| (seen.request, seen.version));
        Ok(TypedRequest {
            role: self.role,
            cluster: self.cluster,
            app: self.app,
            namespace: self.namespace,
            service_account: self.service_account,
            grants: grants(self.grants)?,
            reason: self.reason,
            // The page that opens the draft submits it with this one.
            key: Uuid::new_v4().to_string(),
            copied_from: self.copied_from,
            revises,
            answer: self.answer,
            identity: self.identity.map(Means::into),
            ..TypedRequest::default()
        })
    }
}

impl From<TypedRequest> for DraftContent {
    fn from(typed: TypedRequest) -> Self {
        Self {
            role: typed.role,
            cluster: typed.cluster,
            app: typed.app,
            namespace: typed.namespace,
            service_account: typed.service_account,
            grants: typed.grants.into_iter().map(DraftGrant::from).collect(),
            reason: typed.reason,
            copied_from: typed.copied_from,
            revises: typed
                .revises
                .map(|(request, version)| Revised { request, version }),
            answer: typed.answer,
            identity: typed.identity.map(Means::from),
        }
    }
}

impl From<TopicName> for Topic {
    fn from(topic: TopicName) -> Self {
        match topic {
            TopicName::WaitsForMe => Self::WaitsForMe,
            TopicName::Outcome => Self::Outcome,
            TopicName::Comments => Self::Comments,
            TopicName::Handled => Self::Handled,
        }
    }
}
