//! Requests: raw as they come in, and parsed as everything behind the edge sees them.

use std::collections::BTreeSet;

use roleport_lang::text;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::{
    account::{PermissionsBoundary, RolePath},
    bucket::is_old_name,
    cluster::{Cluster, ValidCluster},
    compile::{self, CompiledPolicy},
    errors::{Errors, FieldError, Violation, shown},
    grant::{Access, Grant, access_words},
    identity::Identity,
    name::{AppName, Namespace, ServiceAccount},
    role_name::{Binding, RoleName},
    scope::{Scope, merged},
    service::{Home, Service},
    trust,
};

/// Longest reason, in characters.
const MAX_REASON: usize = 1000;
/// Most lines of grants; a role's policies hold few more.
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
    /// How its pods come by the role; none for what is usual on the cluster.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<Identity>,
    /// The role as it was before Roleport; none for one that the cluster's pattern names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub existing_role: Option<ExistingRole>,
    /// Buckets whose names are from before March 2018, and which an approver has admitted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub admitted_buckets: Vec<String>,
}

/// A role that somebody made before Roleport owned it: IAM renames none, and moves none to another path
/// (issue 4, item 9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExistingRole {
    /// Its name, 1 to 64 characters.
    #[cfg_attr(
        feature = "schema",
        schemars(length(max = 64), regex(pattern = r"^[\w+=,.@-]+$"))
    )]
    pub name: String,
    /// Its path, `/` or `/…/`.
    #[cfg_attr(
        feature = "schema",
        schemars(length(max = 512), regex(pattern = r"^/([\x21-\x7E]+/)?$"))
    )]
    pub path: String,
}

/// A request that obeys every rule. It can only be made by [`RequestInput::parse`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidRequest {
    pub(crate) cluster: ValidCluster,
    app: AppName,
    binding: Binding,
    identity: Identity,
    role_name: RoleName,
    role_path: RolePath,
    existed: bool,
    grants: Vec<Grant>,
    reason: String,
    policies: Vec<CompiledPolicy>,
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
        let home = cluster.as_ref().map(Home::of);
        let scopes = errors.take_all(parse_grants(
            &self.grants,
            home.as_ref(),
            &self.admitted_buckets,
        ));
        let reason = errors.take("reason", parse_reason(&self.reason));
        let existing = errors.take("existing_role", self.existing());
        let identity = errors.take("identity", self.identity(cluster.as_ref()));
        let (
            Some(cluster),
            Some(app),
            Some(namespace),
            Some(service_account),
            Some(scopes),
            Some(reason),
            Some(existing),
            Some(identity),
        ) = (
            cluster, app, namespace, account, scopes, reason, existing, identity,
        )
        else {
            return Err(errors.into_vec());
        };
        let binding = Binding {
            cluster: cluster.name.clone(),
            namespace,
            service_account,
        };
        let existed = existing.is_some();
        let (role_name, role_path) = existing.unwrap_or_else(|| {
            let name = cluster.pattern.name(&app, &binding);
            (name, cluster.path.clone())
        });
        let policies = compile::compile(&scopes, &Home::of(&cluster), role_name.as_str())
            .map_err(|violation| vec![violation.at("grants")])?;
        Ok(ValidRequest {
            policies,
            grants: scopes.iter().map(Scope::to_grant).collect(),
            cluster,
            app,
            binding,
            identity,
            role_name,
            role_path,
            existed,
            reason,
        })
    }
}

impl RequestInput {
    /// What is asked for, or usual. Of a cluster that is wrong itself nothing more is said.
    fn identity(&self, cluster: Option<&ValidCluster>) -> Result<Identity, Violation> {
        let identity = self.identity.unwrap_or(self.cluster.identity);
        let can_not = cluster.is_some_and(|cluster| cluster.eks_name().is_none());
        if identity == Identity::PodIdentity && can_not {
            return Err(crate::identity::not_on_eks(&self.cluster.name));
        }
        Ok(identity)
    }

    #[cfg(feature = "statements")]
    fn existing(&self) -> Result<Option<(RoleName, RolePath)>, Violation> {
        self.existing_role
            .as_ref()
            .map(ExistingRole::parse)
            .transpose()
    }

    /// The browser's form is for none.
    #[cfg(not(feature = "statements"))]
    #[allow(clippy::unused_self, clippy::unnecessary_wraps)] // as the other one
    fn existing(&self) -> Result<Option<(RoleName, RolePath)>, Violation> {
        Ok(None)
    }
}

#[cfg(feature = "statements")]
impl ExistingRole {
    fn parse(&self) -> Result<(RoleName, RolePath), Violation> {
        Ok((RoleName::parse(&self.name)?, RolePath::parse(&self.path)?))
    }
}

fn parse_grants(
    grants: &[Grant],
    home: Option<&Home<'_>>,
    admitted: &[String],
) -> Result<Vec<Scope<String>>, Vec<FieldError>> {
    let mut errors = Errors::default();
    if grants.is_empty() {
        return Err(vec![
            Violation::new("grants_empty", text!(grants_empty)).at("grants"),
        ]);
    }
    if grants.len() > MAX_GRANTS {
        return Err(vec![
            Violation::new(
                "grants_too_many",
                text!(
                    grants_too_many,
                    count = grants.len(),
                    max_grants = MAX_GRANTS
                ),
            )
            .at("grants"),
        ]);
    }
    let scopes: Vec<_> = grants
        .iter()
        .enumerate()
        .filter_map(|(index, grant)| parse_grant(&mut errors, (index, grant), home, admitted))
        .collect();
    let errors = errors.into_vec();
    if errors.is_empty() {
        Ok(merged(scopes))
    } else {
        Err(errors)
    }
}

fn parse_grant(
    errors: &mut Errors,
    (index, grant): (usize, &Grant),
    home: Option<&Home<'_>>,
    admitted: &[String],
) -> Option<Scope<String>> {
    let field = |name: &str| format!("grants[{index}].{name}");
    let template = grant.service.template();
    let checked = (template.parse)(grant, home);
    let texts: Vec<_> = template
        .fields
        .iter()
        .zip(checked)
        .map(|(own, checked)| {
            let checked = match checked {
                Err(wrong) if own.name == "bucket" => old_bucket(grant, wrong, admitted),
                checked => checked,
            };
            errors.take(field(own.name), checked)
        })
        .collect();
    let access = errors.take(field("access"), parse_access(grant.service, &grant.access));
    let texts = texts.into_iter().collect::<Option<Vec<_>>>()?;
    Some(Scope::new(grant.service, texts, access?))
}

/// A bucket's name that S3 gives to no new bucket: what an approver has admitted, or what is wrong with it.
fn old_bucket(grant: &Grant, wrong: Violation, admitted: &[String]) -> Result<String, Violation> {
    let name = grant.text("bucket");
    if !is_old_name(name) {
        return Err(wrong);
    }
    if admitted.iter().any(|one| one == name) {
        return Ok(name.to_owned());
    }
    Err(Violation {
        message: text!(names_bucket_may_be_old, wrong = wrong.message),
        ..wrong
    })
}

fn parse_access(service: Service, access: &[Access]) -> Result<BTreeSet<Access>, Violation> {
    let mut set = BTreeSet::new();
    let known = service.template().accesses;
    if let Some(other) = access.iter().find(|access| !known.contains(access)) {
        return Err(Violation::new(
            "access_unknown",
            text!(
                grants_access_unknown,
                access = other.as_str(),
                known = access_words(known.iter().copied())
            ),
        ));
    }
    for item in access {
        if !set.insert(*item) {
            return Err(Violation::new(
                "access_duplicate",
                text!(grants_access_duplicate, access = item.as_str()),
            ));
        }
    }
    if set.is_empty() && known.len() > 1 {
        return Err(Violation::new(
            "access_empty",
            text!(
                grants_access_empty,
                known = access_words(known.iter().copied())
            ),
        ));
    }
    Ok(set)
}

fn parse_reason(text: &str) -> Result<String, Violation> {
    let reason = text.trim();
    if reason.is_empty() {
        return Err(Violation::new("reason_empty", text!(grants_reason_empty)));
    }
    let length = reason.chars().count();
    if length > MAX_REASON {
        return Err(Violation::new(
            "reason_too_long",
            text!(
                grants_reason_too_long,
                length = length,
                max_reason = MAX_REASON
            ),
        ));
    }
    // NUL can't be stored at all, and others would garble a terminal that shows the history.
    if let Some(control) = reason
        .chars()
        .find(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
    {
        return Err(Violation::new(
            "reason_control_character",
            text!(grants_reason_control_character, bad = shown(control)),
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

    /// How its pods come by the role.
    pub fn identity(&self) -> Identity {
        self.identity
    }

    /// What IAM counts of each of its policies, in characters.
    pub fn policy_sizes(&self) -> Vec<usize> {
        self.policies.iter().map(|policy| policy.size).collect()
    }

    /// Name of the IAM role, at most 64 characters.
    pub fn role_name(&self) -> &str {
        self.role_name.as_str()
    }

    /// ARN of the role, with the partition, account and path of its cluster.
    pub fn role_arn(&self) -> String {
        self.arn("role", self.role_path(), self.role_name())
    }

    /// IAM path of the role.
    pub fn role_path(&self) -> &str {
        self.role_path.as_str()
    }

    /// Whether the role was there before Roleport: what Roleport does not set, such as its description and
    /// other people's tags, is as somebody made it.
    pub fn existed(&self) -> bool {
        self.existed
    }

    /// IAM path of its policies: the cluster's, also where the role was there before.
    pub fn policy_path(&self) -> &str {
        self.cluster.path.as_str()
    }

    /// ARN that the role's managed policy of this place has, from 0, whether or not the grants need
    /// so many.
    pub fn policy_arn(&self, place: usize) -> String {
        let name = compile::policy_name(self.role_name(), place);
        self.arn("policy", self.policy_path(), &name)
    }

    fn arn(&self, kind: &str, path: &str, name: &str) -> String {
        self.cluster.iam_arn(&format!("{kind}{path}{name}"))
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

    /// Whether these say the same as its grants, for its cluster.
    pub(crate) fn grants_are(&self, grants: &[Grant]) -> bool {
        let scopes = parse_grants(grants, Some(&Home::of(&self.cluster)), &[]);
        scopes.is_ok_and(|scopes| {
            scopes
                .iter()
                .map(Scope::to_grant)
                .eq(self.grants.iter().cloned())
        })
    }

    /// Why, without surrounding white space.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// The cluster as it was configured.
    pub fn cluster(&self) -> &Cluster {
        &self.cluster.raw
    }

    /// What the role says of itself in IAM, once it is made.
    pub fn description(&self) -> String {
        format!(
            "{} in namespace {} of cluster {}, managed by Roleport",
            self.app(),
            self.namespace(),
            self.cluster.name.as_str()
        )
    }

    /// Tags of the role and its policies; they say whose it is.
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

    /// Who may assume the role: this service account and nobody else, by web identity or by way of EKS.
    pub fn trust_policy(&self) -> Value {
        trust::policy(&self.cluster, &self.binding, self.identity)
    }

    /// The managed policies of the role, at least one; each has the ARN of its place.
    pub fn policies(&self) -> &[CompiledPolicy] {
        &self.policies
    }

    /// SHA-256 over all that the approval of its retirement is about, in hexadecimal: which role is
    /// removed with its policies, and what it could do until then.
    pub fn retirement_hash(&self) -> String {
        let mut content = json!({
            "format": 1,
            "retire": self.role_arn(),
            "policy": self.policy_arn(0),
            "tags": self.tags(),
            "grants": self.grants,
        });
        self.add_identity(&mut content);
        hex::encode(Sha256::digest(content.to_string().as_bytes()))
    }

    /// The usual identity is not named, so that hashes of before it could be chosen are what they were.
    fn add_identity(&self, content: &mut Value) {
        if !self.identity.is_usual() {
            content["identity"] = self.identity.as_str().into();
            content["eks_name"] = self.cluster.eks_name().into();
        }
    }

    /// SHA-256 over all that approval is about, in hexadecimal: the binding, the grants, and
    /// whatever will be sent to AWS. The reason is not part of it.
    pub fn hash(&self) -> String {
        let cluster = self.cluster();
        // Its own format number: a change of this layout must not look like a change of content.
        let mut content = json!({
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
        if self.policy_path() != self.role_path() {
            content["policy_path"] = self.policy_path().into();
        }
        self.add_identity(&mut content);
        hex::encode(Sha256::digest(content.to_string().as_bytes()))
    }
}
