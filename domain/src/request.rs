//! Requests: raw as they come in, and parsed as everything behind the edge sees them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::{
    account::PermissionsBoundary,
    bucket::Bucket,
    cluster::{Cluster, ValidCluster},
    compile::{self, CompiledPolicy, MAX_POLICY, S3Scope},
    document,
    errors::{Errors, FieldError, Violation, shown},
    grant::{Access, Grant, S3Grant},
    name::{AppName, Namespace, ServiceAccount},
    prefix::Prefix,
    role_name::{Binding, RoleName},
    scope::{Scope, merged},
    trust,
};

/// Longest reason, in characters.
const MAX_REASON: usize = 1000;
/// Most lines of grants; a policy holds fewer anyway.
pub(crate) const MAX_GRANTS: usize = 200;

/// A request as it comes in: plain text, checked by nobody yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RequestInput {
    /// The cluster that the application runs in.
    pub cluster: Cluster,
    /// Name of the application, at most 53 characters.
    #[cfg_attr(
        feature = "schema",
        schemars(length(max = 53), regex(pattern = r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"))
    )]
    pub app: String,
    /// Kubernetes namespace, at most 63 characters.
    #[cfg_attr(
        feature = "schema",
        schemars(length(max = 63), regex(pattern = r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"))
    )]
    pub namespace: String,
    /// Kubernetes service account, at most 253 characters.
    #[cfg_attr(
        feature = "schema",
        schemars(
            length(max = 253),
            regex(pattern = r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$")
        )
    )]
    pub service_account: String,
    /// What the application may do, at least one line.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 200)))]
    pub grants: Vec<Grant>,
    /// Why it needs that, at most 1000 characters.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub reason: String,
}

/// A request that obeys every rule. It can only be made by [`RequestInput::parse`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidRequest {
    cluster: ValidCluster,
    app: AppName,
    binding: Binding,
    role_name: RoleName,
    grants: Vec<Grant>,
    reason: String,
    policy: CompiledPolicy,
}

impl RequestInput {
    /// Parses every field once.
    ///
    /// Names are taken as typed; only the reason loses its surrounding white space.
    ///
    /// # Errors
    /// Everything that is wrong, over all fields at once, in the order of the form.
    pub fn parse(&self) -> Result<ValidRequest, Vec<FieldError>> {
        let mut errors = Errors::default();
        let cluster = errors.take_all(self.cluster.parse());
        let app = errors.take("app", AppName::parse(&self.app));
        let namespace = errors.take("namespace", Namespace::parse(&self.namespace));
        let account = errors.take(
            "service_account",
            ServiceAccount::parse(&self.service_account),
        );
        let scopes = errors.take_all(parse_grants(&self.grants));
        let reason = errors.take("reason", parse_reason(&self.reason));
        let (
            Some(cluster),
            Some(app),
            Some(namespace),
            Some(service_account),
            Some(scopes),
            Some(reason),
        ) = (cluster, app, namespace, account, scopes, reason)
        else {
            return Err(errors.into_vec());
        };
        let binding = Binding {
            cluster: cluster.name.clone(),
            namespace,
            service_account,
        };
        let role_name = cluster.pattern.name(&app, &binding);
        let document = compile::compile(&scopes, cluster.partition);
        let size = document::size(&document);
        if size > MAX_POLICY {
            return Err(vec![policy_too_large(size).at("grants")]);
        }
        Ok(ValidRequest {
            policy: CompiledPolicy {
                name: role_name.as_str().to_owned(),
                document,
                size,
            },
            grants: scopes.iter().map(Scope::to_grant).collect(),
            cluster,
            app,
            binding,
            role_name,
            reason,
        })
    }
}

fn policy_too_large(size: usize) -> Violation {
    Violation::new(
        "policy_too_large",
        format!(
            "These grants make a policy of {size} characters and IAM takes {MAX_POLICY}: {} too many. Remove some, or grant a prefix above several of them.",
            size - MAX_POLICY
        ),
    )
}

fn parse_grants(grants: &[Grant]) -> Result<Vec<S3Scope>, Vec<FieldError>> {
    let mut errors = Errors::default();
    if grants.is_empty() {
        return Err(vec![
            Violation::new(
                "grants_empty",
                "Add at least one grant: a bucket and what the application may do there.",
            )
            .at("grants"),
        ]);
    }
    if grants.len() > MAX_GRANTS {
        return Err(vec![
            Violation::new(
                "grants_too_many",
                format!(
                    "The request has {} grants. A policy never holds more than {MAX_GRANTS}: grant prefixes above several of them.",
                    grants.len()
                ),
            )
            .at("grants"),
        ]);
    }
    let scopes: Vec<_> = grants
        .iter()
        .enumerate()
        .filter_map(|(index, Grant::S3(grant))| parse_grant(&mut errors, index, grant))
        .collect();
    let errors = errors.into_vec();
    if errors.is_empty() {
        Ok(merged(scopes))
    } else {
        Err(errors)
    }
}

fn parse_grant(errors: &mut Errors, index: usize, grant: &S3Grant) -> Option<S3Scope> {
    let field = |name: &str| format!("grants[{index}].{name}");
    let bucket = errors.take(field("bucket"), Bucket::parse(&grant.bucket));
    let prefix = errors.take(field("prefix"), Prefix::parse(&grant.prefix));
    let access = errors.take(field("access"), parse_access(&grant.access));
    Some(Scope::new(bucket?, prefix?, access?))
}

fn parse_access(access: &[Access]) -> Result<BTreeSet<Access>, Violation> {
    let mut set = BTreeSet::new();
    for item in access {
        if !set.insert(*item) {
            return Err(Violation::new(
                "access_duplicate",
                format!("\"{}\" is there twice. Remove one.", item.as_str()),
            ));
        }
    }
    if set.is_empty() {
        return Err(Violation::new(
            "access_empty",
            "Choose at least one of list, read, write and delete.",
        ));
    }
    Ok(set)
}

fn parse_reason(text: &str) -> Result<String, Violation> {
    let reason = text.trim();
    if reason.is_empty() {
        return Err(Violation::new(
            "reason_empty",
            "Say why the application needs this; whoever approves it reads it.",
        ));
    }
    let length = reason.chars().count();
    if length > MAX_REASON {
        return Err(Violation::new(
            "reason_too_long",
            format!("The reason has {length} characters. Shorten it to {MAX_REASON}."),
        ));
    }
    // NUL can't be stored at all, and others would garble a terminal that shows the history.
    if let Some(control) = reason
        .chars()
        .find(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
    {
        return Err(Violation::new(
            "reason_control_character",
            format!(
                "The reason has the control character {}. Type it again instead of pasting.",
                shown(control)
            ),
        ));
    }
    Ok(reason.to_owned())
}

impl ValidRequest {
    /// The application's name.
    pub fn app(&self) -> &str {
        self.app.as_str()
    }

    /// The namespace of the binding.
    pub fn namespace(&self) -> &str {
        self.binding.namespace.as_str()
    }

    /// The service account of the binding.
    pub fn service_account(&self) -> &str {
        self.binding.service_account.as_str()
    }

    /// What IAM counts of its policy, in characters.
    pub fn policy_size(&self) -> usize {
        self.policy.size
    }

    /// Name of the IAM role, at most 64 characters.
    pub fn role_name(&self) -> &str {
        self.role_name.as_str()
    }

    /// ARN of the role, with the partition, account and path of its cluster.
    pub fn role_arn(&self) -> String {
        self.arn("role", self.role_name())
    }

    /// IAM path of the role and its policy.
    pub fn role_path(&self) -> &str {
        self.cluster.path.as_str()
    }

    /// Name of the role's managed policy.
    pub fn policy_name(&self) -> &str {
        &self.policy.name
    }

    /// ARN of the role's managed policy.
    pub fn policy_arn(&self) -> String {
        self.arn("policy", self.policy_name())
    }

    fn arn(&self, kind: &str, name: &str) -> String {
        self.cluster
            .iam_arn(&format!("{kind}{}{name}", self.role_path()))
    }

    /// ARN of the OIDC provider that the account must know.
    pub fn provider_arn(&self) -> String {
        trust::provider_arn(&self.cluster)
    }

    /// ARN of the permissions boundary, where the cluster has one.
    pub fn boundary(&self) -> Option<&str> {
        self.cluster
            .boundary
            .as_ref()
            .map(PermissionsBoundary::as_str)
    }

    /// What the application may do: one grant a resource, sorted, reading always with listing, and
    /// without what a broader grant opens anyway. Parsing them again gives the same.
    pub fn grants(&self) -> &[Grant] {
        &self.grants
    }

    /// Why, without surrounding white space.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// The cluster as it was configured.
    pub fn cluster(&self) -> &Cluster {
        &self.cluster.raw
    }

    /// Tags of the role and its policy; they say whose it is.
    pub fn tags(&self) -> Vec<(String, String)> {
        [
            ("managed", "true"),
            ("cluster", self.cluster.name.as_str()),
            ("namespace", self.namespace()),
            ("service-account", self.service_account()),
            ("application", self.app()),
        ]
        .map(|(key, value)| (format!("roleport:{key}"), value.to_owned()))
        .into()
    }

    /// Who may assume the role: this service account and nobody else.
    pub fn trust_policy(&self) -> Value {
        trust::policy(&self.cluster, &self.binding)
    }

    /// The managed policies of the role; one as of now.
    pub fn policies(&self) -> Vec<CompiledPolicy> {
        vec![self.policy.clone()]
    }

    /// SHA-256 over all that the approval of its retirement is about, in hexadecimal: which role and
    /// policy are removed, and what the role could do until then.
    pub fn retirement_hash(&self) -> String {
        let content = json!({
            "format": 1,
            "retire": self.role_arn(),
            "policy": self.policy_arn(),
            "tags": self.tags(),
            "grants": self.grants,
        });
        hex::encode(Sha256::digest(content.to_string().as_bytes()))
    }

    /// SHA-256 over all that approval is about, in hexadecimal: the binding, the grants, and
    /// whatever will be sent to AWS. The reason is not part of it.
    pub fn hash(&self) -> String {
        let cluster = self.cluster();
        // Its own format number: a change of this layout must not look like a change of content.
        let content = json!({
            "format": 1,
            "cluster": cluster.name,
            "account_id": cluster.account_id,
            "partition": cluster.partition,
            "region": cluster.region,
            "oidc_issuer": cluster.oidc_issuer,
            "namespace": self.namespace(),
            "service_account": self.service_account(),
            "app": self.app(),
            "grants": self.grants,
            "role_arn": self.role_arn(),
            "boundary": self.boundary(),
            "tags": self.tags(),
            "trust_policy": self.trust_policy(),
            "policies": self.policies(),
        });
        hex::encode(Sha256::digest(content.to_string().as_bytes()))
    }
}
