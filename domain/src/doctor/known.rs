//! What Roleport knows of the roles that a text may be about.

use roleport_lang::text;

use crate::{
    cluster::{Cluster, ValidCluster},
    compile,
    grant::Grant,
    identity::Identity,
    kubectl::Pods,
    name::{Namespace, ServiceAccount},
    policy::Policy,
    scope::{Scope, merged},
    service::Home,
    trust::{self, AUDIENCE},
};

use super::{Command, arn::RoleArn};

/// A role that the reader may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownRole {
    /// Row of the role in the store.
    pub id: i64,
    /// Its cluster, as configured.
    pub cluster: Cluster,
    /// The application, taken as the deployment's name.
    pub app: String,
    /// Kubernetes namespace.
    pub namespace: String,
    /// Kubernetes service account.
    pub service_account: String,
    /// Its ARN.
    pub arn: String,
    /// What it may do.
    pub grants: Vec<Grant>,
    /// Whether it was removed from AWS.
    pub retired: bool,
    /// How its pods come by it.
    pub identity: Identity,
}

impl KnownRole {
    /// What a token of its pods has for `sub`.
    pub fn subject(&self) -> String {
        trust::subject(&self.namespace, &self.service_account)
    }

    /// What a token of its pods has for `iss`.
    pub fn issuer(&self) -> &str {
        self.cluster.oidc_issuer.trim_end_matches('/')
    }

    /// What a token of its pods has for `aud`, in every partition.
    pub fn audience(&self) -> &'static str {
        AUDIENCE
    }

    pub(super) fn name(&self) -> &str {
        RoleArn::parse(&self.arn).map_or(self.arn.as_str(), |arn| arn.name)
    }

    /// The documents that its grants make; none where they make none any more.
    pub(super) fn policies(&self) -> Vec<Policy> {
        let compiled = self.cluster.parse().ok().and_then(|cluster| {
            let home = Home::of(&cluster);
            policies_of(&self.grants, &home)
        });
        compiled.unwrap_or_default()
    }
}

/// The documents that grants make.
pub(super) fn policies_of(grants: &[Grant], home: &Home<'_>) -> Option<Vec<Policy>> {
    let stored: Option<Vec<Grant>> = grants.iter().map(|one| one.stored(Some(home))).collect();
    let stored = stored?;
    let scopes = merged(stored.iter().map(|one| Scope::of_text(one).owned()));
    let compiled = compile::compile(&scopes, home, "").ok()?;
    compiled
        .iter()
        .map(|one| Policy::parse(&one.document).ok())
        .collect()
}

/// All that there is to compare a text with.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Roles that the reader may see and the text may be about, retired ones as well.
    pub roles: &'a [KnownRole],
    /// The one that the reader says it is about.
    pub chosen: Option<i64>,
    /// All clusters.
    pub clusters: &'a [Cluster],
    /// Seconds since 1970.
    pub now: i64,
}

/// A text's role among what is known.
#[derive(Clone, Copy)]
pub(super) struct Case<'a> {
    pub(super) known: &'a Known<'a>,
    pub(super) role: Option<&'a KnownRole>,
}

impl<'a> Case<'a> {
    /// Whether its pods have the role by EKS Pod Identity.
    pub(super) fn is_by_pod_identity(&self) -> bool {
        self.role
            .is_some_and(|role| role.identity == Identity::PodIdentity)
    }

    /// The role of this ARN.
    pub(super) fn by_arn(&self, arn: &str) -> Option<&'a KnownRole> {
        self.known.roles.iter().find(|role| role.arn == arn)
    }

    /// The cluster that something of this account is most likely about.
    pub(super) fn cluster(&self, account: Option<&str>) -> Option<ValidCluster> {
        if let Some(role) = self.role {
            return role.cluster.parse().ok();
        }
        let clusters = self.known.clusters;
        let of_account = clusters
            .iter()
            .find(|one| Some(one.account_id.as_str()) == account);
        of_account.or(clusters.first())?.parse().ok()
    }

    /// Names for commands. What was pasted gets into one only when it is a name: a command is run.
    pub(super) fn names(&self, namespace: Option<&str>, account: Option<&str>) -> Names {
        let namespace = namespace.and_then(|text| Namespace::parse(text).ok());
        let account = account.and_then(|text| ServiceAccount::parse(text).ok());
        let text = |found: Option<String>, own: Option<&String>, blank: &str| {
            found
                .or_else(|| own.cloned())
                .unwrap_or_else(|| blank.to_owned())
        };
        let role = self.role;
        Names {
            namespace: text(
                namespace.map(|one| one.to_string()),
                role.map(|role| &role.namespace),
                "NAMESPACE",
            ),
            account: text(
                account.map(|one| one.to_string()),
                role.map(|role| &role.service_account),
                "SERVICE_ACCOUNT",
            ),
            deployment: text(None, role.map(|role| &role.app), "DEPLOYMENT"),
            arn: text(None, role.map(|role| &role.arn), "ROLE_ARN"),
            region: text(None, role.map(|role| &role.cluster.region), "REGION"),
        }
    }
}

/// What the commands of a cure name.
pub(super) struct Names {
    pub(super) namespace: String,
    pub(super) account: String,
    pub(super) deployment: String,
    pub(super) arn: String,
    pub(super) region: String,
}

impl Names {
    pub(super) fn annotate(&self) -> String {
        self.pods().annotate(&self.arn)
    }

    pub(super) fn pods(&self) -> Pods<'_> {
        Pods {
            namespace: &self.namespace,
            service_account: &self.account,
            deployment: &self.deployment,
        }
    }

    /// Which service account the pods run as.
    pub(super) fn runs_as(&self) -> String {
        format!(
            "kubectl -n {} get deployment {} -o jsonpath='{{.spec.template.spec.serviceAccountName}}'",
            self.namespace, self.deployment
        )
    }

    /// Takes settings off the deployment.
    pub(super) fn unset(&self, variables: &[&str]) -> String {
        let gone: Vec<_> = variables.iter().map(|name| format!("{name}-")).collect();
        format!(
            "kubectl -n {} set env deployment/{} {}",
            self.namespace,
            self.deployment,
            gone.join(" ")
        )
    }

    /// The three things to look at, for a reader who has not looked yet.
    pub(super) fn looks(&self) -> Vec<Command> {
        [
            (text!(symptom_run_describe), self.pods().describe()),
            (text!(symptom_run_settings), self.pods().environment()),
            (text!(symptom_run_identity), self.pods().identity()),
        ]
        .map(|(title, text)| Command { title, text })
        .into()
    }
}
