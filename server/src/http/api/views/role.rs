//! Who asks, clusters and roles.

use chrono::SecondsFormat;
use roleport_app::portal::{self, ListPage};
use roleport_domain::{
    compile::CompiledPolicy,
    health::{Item, Standing},
    helm::HelmSnippet,
    preview::Preview,
};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{
    super::{grants::GrantLine, wire::Means},
    Event, all,
    request::Step,
};
use crate::service::Bearer;

/// Who asks, and with which token.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Me {
    /// Number of the person.
    id: i64,
    /// Display name.
    name: String,
    /// E-mail address.
    email: String,
    /// What the person may do.
    roles: Vec<&'static str>,
    /// The token that was presented.
    token: TokenInUse,
}

/// The token that was presented.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct TokenInUse {
    /// What its person calls it.
    name: String,
    /// `personal` or `service`.
    kind: &'static str,
    /// What it may be used for.
    scopes: Vec<&'static str>,
    /// When it stops.
    #[schema(format = DateTime)]
    expires_at: String,
}

impl From<Bearer> for Me {
    fn from(bearer: Bearer) -> Self {
        Self {
            id: bearer.viewer.person_id,
            name: bearer.viewer.name,
            email: bearer.viewer.email,
            roles: bearer
                .viewer
                .roles
                .iter()
                .map(|role| role.as_str())
                .collect(),
            token: TokenInUse {
                name: bearer.name,
                kind: bearer.kind.as_str(),
                scopes: bearer.scopes.iter().map(|scope| scope.as_str()).collect(),
                expires_at: bearer.expires_at.to_rfc3339_opts(SecondsFormat::Secs, true),
            },
        }
    }
}

/// The clusters that a request can name.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Clusters {
    /// In the order in which they came.
    items: Vec<Cluster>,
}

impl From<Vec<portal::ClusterHealth>> for Clusters {
    fn from(clusters: Vec<portal::ClusterHealth>) -> Self {
        Self {
            items: all(clusters),
        }
    }
}

/// A cluster.
#[derive(Debug, Serialize, ToSchema)]
struct Cluster {
    /// What people call it.
    name: String,
    /// The AWS account of its roles.
    account_id: String,
    /// The AWS partition.
    partition: String,
    /// The AWS region.
    region: String,
    /// The OpenID Connect issuer.
    oidc_issuer: String,
    /// How roles are named.
    role_name_pattern: String,
    /// The IAM path of roles and policies.
    role_path: String,
    /// ARN of the policy that bounds every role.
    permissions_boundary: Option<String>,
    /// Its name in EKS, where EKS Pod Identity can be asked for.
    eks_name: Option<String>,
    /// How its pods come by their roles, where a request does not say it.
    identity: Means,
    /// When it was last looked at; null before the first time.
    #[schema(format = DateTime)]
    checked_at: Option<String>,
    /// What was found then.
    health: Vec<HealthItem>,
}

/// One thing that a cluster needs.
#[derive(Debug, Serialize, ToSchema)]
struct HealthItem {
    /// Its name, such as `oidc_provider`.
    code: String,
    /// `good`, `unknown`, `warning` or `bad`.
    standing: &'static str,
    /// What it is, and what to do.
    words: String,
}

impl From<Item> for HealthItem {
    fn from(item: Item) -> Self {
        Self {
            code: item.code,
            standing: match item.standing {
                Standing::Good => "good",
                Standing::Unknown => "unknown",
                Standing::Warning => "warning",
                Standing::Bad => "bad",
            },
            words: item.words.into(),
        }
    }
}

impl From<portal::ClusterHealth> for Cluster {
    fn from(health: portal::ClusterHealth) -> Self {
        let cluster = health.cluster;
        Self {
            checked_at: health.checked.map(|moment| moment.machine),
            health: all(health.items),
            name: cluster.name,
            account_id: cluster.account_id,
            partition: cluster.partition,
            region: cluster.region,
            oidc_issuer: cluster.oidc_issuer,
            role_name_pattern: cluster.role_name_pattern,
            role_path: cluster.role_path,
            permissions_boundary: cluster.permissions_boundary,
            eks_name: cluster.eks_name,
            identity: cluster.identity.into(),
        }
    }
}

/// A page of the active roles.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct RolePage {
    /// In the order that was asked for, at most 50.
    items: Vec<Role>,
    /// Ask with `after` set to this for the next page; null at the end.
    next: Option<i64>,
}

impl From<ListPage<portal::RoleSummary>> for RolePage {
    fn from(page: ListPage<portal::RoleSummary>) -> Self {
        Self {
            items: all(page.lines),
            next: page.next,
        }
    }
}

/// A role.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Role {
    /// Number of the role.
    id: i64,
    /// Cluster name.
    cluster: String,
    /// Application name.
    app: String,
    /// Kubernetes namespace.
    namespace: String,
    /// Kubernetes service account.
    service_account: String,
    /// Name of the IAM role.
    #[serde(rename = "role_name")]
    name: String,
    /// ARN of the IAM role.
    arn: String,
    /// What it may do.
    grants: Vec<GrantLine>,
}

impl From<portal::RoleSummary> for Role {
    fn from(role: portal::RoleSummary) -> Self {
        Self {
            id: role.id,
            cluster: role.cluster,
            app: role.app,
            namespace: role.namespace,
            service_account: role.service_account,
            name: role.role_name,
            arn: role.arn,
            grants: all(role.grants),
        }
    }
}

/// A role with its documents and its history.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct RoleDetail {
    #[serde(flatten)]
    role: Role,
    /// Whether it was removed from AWS.
    retired: bool,
    /// What was found when it was last compared with AWS; none before the first time.
    check: Option<Check>,
    /// IAM's stable id of the role, once it was read back.
    aws_role_id: Option<String>,
    /// The open request for this role, when there is one.
    open_request: Option<i64>,
    /// Documents and snippet as the role stands now.
    documents: Documents,
    /// Newest first, at most 200.
    history: Vec<Event>,
}

impl From<portal::RoleDetail> for RoleDetail {
    fn from(role: portal::RoleDetail) -> Self {
        Self {
            role: role.summary.into(),
            retired: role.retired,
            check: role.check.map(Check::from),
            aws_role_id: role.aws_role_id,
            open_request: role.open_request,
            documents: role.preview.into(),
            history: all(role.history),
        }
    }
}

/// A role as AWS has it.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Check {
    /// When it was compared.
    #[schema(format = DateTime)]
    checked_at: String,
    /// Whether AWS has it otherwise than it was approved.
    drifted: bool,
    /// The calls that would bring it back.
    steps: Vec<Step>,
    /// Why it can't be brought back as it is.
    obstacles: Vec<String>,
    /// What else deserves a look.
    notices: Vec<String>,
    /// Why it could not be compared; then the rest is of the time before.
    unreadable: Option<String>,
    /// The day and region of its last use that AWS knows of.
    last_used: Option<String>,
    /// Grants that would allow what AWS allows, where its policies differ: ask for them to keep what somebody has
    /// changed.
    found: Option<Vec<GrantLine>>,
}

impl From<portal::RoleCheck> for Check {
    fn from(check: portal::RoleCheck) -> Self {
        Self {
            checked_at: check.checked.machine,
            drifted: check.drifted,
            steps: all(check.steps),
            obstacles: all(check.obstacles),
            notices: all(check.notices),
            unreadable: check.unreadable.map(String::from),
            last_used: check.last_used,
            found: check.found.map(all),
        }
    }
}

/// What a request makes.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Documents {
    /// Name of the IAM role.
    role_name: Option<String>,
    /// ARN of the IAM role.
    role_arn: Option<String>,
    /// Who may assume it; a policy document.
    #[schema(value_type = Option<Object>)]
    trust_policy: Option<Value>,
    /// How its pods come by it.
    identity: Means,
    /// What it may do.
    policies: Vec<Policy>,
    /// What goes into the application's chart.
    helm: Option<Helm>,
}

/// A permission policy.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Policy {
    /// Its name.
    name: String,
    /// The policy document.
    #[schema(value_type = Object)]
    document: Value,
}

impl From<CompiledPolicy> for Policy {
    fn from(policy: CompiledPolicy) -> Self {
        Self {
            name: policy.name,
            document: policy.document,
        }
    }
}

/// Pieces for a Helm chart.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Helm {
    /// For `values.yaml`.
    values_yaml: String,
    /// For `values.schema.json`.
    values_schema: String,
    /// A template of the service account.
    service_account_template: String,
    /// What the deployment's template needs.
    deployment_patch: String,
}

impl From<HelmSnippet> for Helm {
    fn from(helm: HelmSnippet) -> Self {
        Self {
            values_yaml: helm.values_yaml,
            values_schema: helm.values_schema,
            service_account_template: helm.service_account_template,
            deployment_patch: helm.deployment_patch,
        }
    }
}

impl From<Preview> for Documents {
    fn from(preview: Preview) -> Self {
        Self {
            role_name: preview.role_name,
            role_arn: preview.role_arn,
            trust_policy: preview.trust_policy,
            identity: preview.identity.into(),
            policies: all(preview.policies),
            helm: preview.helm.map(Helm::from),
        }
    }
}
