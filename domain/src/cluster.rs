//! Clusters: what an operator configures once, and every role of the cluster follows from.

use serde::{Deserialize, Serialize};

use crate::{
    account::{AccountId, PermissionsBoundary, Region, RolePath},
    errors::{Errors, FieldError, Violation},
    identity::{EksName, Identity},
    issuer::Issuer,
    name::ClusterName,
    partition::Partition,
    role_name::RoleNamePattern,
};

/// A cluster as configured, in plain text.
///
/// Unknown fields are refused: a misspelt `permissions_boundary` would leave roles without one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Cluster {
    /// What people call it, unique in the portal.
    pub name: String,
    /// The AWS account of its roles: 12 digits, as text.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = r"^[0-9]{12}$")))]
    pub account_id: String,
    /// The AWS partition: `aws`, `aws-cn`, `aws-us-gov`, `aws-eusc`, `aws-iso`, `aws-iso-b`,
    /// `aws-iso-e` or `aws-iso-f`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = Partition::ALL.map(Partition::as_str))))]
    pub partition: String,
    /// The AWS region.
    pub region: String,
    /// The OpenID Connect issuer, `https://host/path` without a slash at the end.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = r"^https://")))]
    pub oidc_issuer: String,
    /// How roles are named, with `{app}` once.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = r"\{app\}")))]
    pub role_name_pattern: String,
    /// The IAM path of roles and policies, `/` or `/…/`.
    #[cfg_attr(
        feature = "schema",
        schemars(length(max = 512), regex(pattern = r"^/([\x21-\x7E]+/)?$"))
    )]
    pub role_path: String,
    /// ARN of the managed policy that bounds every role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permissions_boundary: Option<String>,
    /// Its name in EKS, where its pods run on EKS's Linux EC2 nodes: EKS Pod Identity needs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "schema",
        schemars(regex(pattern = r"^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$"))
    )]
    pub eks_name: Option<String>,
    /// How its pods come by their roles, where a request does not say it.
    #[serde(default, skip_serializing_if = "Identity::is_usual")]
    pub identity: Identity,
}

/// A cluster whose every field was parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidCluster {
    pub(crate) raw: Cluster,
    pub(crate) name: ClusterName,
    pub(crate) account: AccountId,
    pub(crate) partition: Partition,
    pub(crate) issuer: Issuer,
    pub(crate) pattern: RoleNamePattern,
    pub(crate) path: RolePath,
    pub(crate) boundary: Option<PermissionsBoundary>,
    pub(crate) eks_name: Option<EksName>,
}

impl Cluster {
    /// Parses every field.
    ///
    /// # Errors
    /// Everything that is wrong, at once; fields are named `cluster.account_id` and so on.
    pub fn parse(&self) -> Result<ValidCluster, Vec<FieldError>> {
        let mut errors = Errors::default();
        let name = errors.take("cluster.name", ClusterName::parse(&self.name));
        let account = errors.take("cluster.account_id", AccountId::parse(&self.account_id));
        let partition = errors.take("cluster.partition", Partition::parse(&self.partition));
        let region = errors.take("cluster.region", Region::parse(&self.region));
        let issuer = errors.take("cluster.oidc_issuer", Issuer::parse(&self.oidc_issuer));
        let pattern = errors.take(
            "cluster.role_name_pattern",
            RoleNamePattern::parse(&self.role_name_pattern),
        );
        let path = errors.take("cluster.role_path", RolePath::parse(&self.role_path));
        // Can only be judged beside an account and a partition that are right themselves.
        let boundary = match (&self.permissions_boundary, partition, &account) {
            (None, _, _) => Some(None),
            (Some(arn), Some(partition), Some(account)) => errors
                .take(
                    "cluster.permissions_boundary",
                    PermissionsBoundary::parse(arn, partition, account),
                )
                .map(Some),
            (Some(_), _, _) => None,
        };
        let eks_name = errors.take("cluster.eks_name", self.eks_name());
        if let (
            Some(name),
            Some(account),
            Some(partition),
            Some(_),
            Some(issuer),
            Some(pattern),
            Some(path),
            Some(boundary),
            Some(eks_name),
        ) = (
            name, account, partition, region, issuer, pattern, path, boundary, eks_name,
        ) {
            return Ok(ValidCluster {
                raw: self.clone(),
                name,
                account,
                partition,
                issuer,
                pattern,
                path,
                boundary,
                eks_name,
            });
        }
        Err(errors.into_vec())
    }

    fn eks_name(&self) -> Result<Option<EksName>, Violation> {
        let name = self.eks_name.as_deref().map(EksName::parse).transpose()?;
        if name.is_none() && self.identity == Identity::PodIdentity {
            return Err(crate::identity::not_on_eks(&self.name));
        }
        Ok(name)
    }

    /// Whether what was written or made for this cluster is right for it as it is now. A role has its own way to
    /// its pods, whatever is usual by now; and a name in EKS where there was none takes nothing away.
    pub fn still_holds(&self, now: &Self) -> bool {
        let mut written = self.clone();
        written.identity = now.identity;
        if written.eks_name.is_none() {
            written.eks_name.clone_from(&now.eks_name);
        }
        written == *now
    }

    /// Everything that is wrong with it; nothing when it can be used.
    pub fn check(&self) -> Vec<FieldError> {
        self.parse().err().unwrap_or_default()
    }
}

impl ValidCluster {
    /// As it was configured.
    pub fn raw(&self) -> &Cluster {
        &self.raw
    }

    /// Its name in EKS, where it has one.
    pub fn eks_name(&self) -> Option<&str> {
        self.eks_name.as_ref().map(EksName::as_str)
    }

    /// Its ARN in EKS, where it has a name there. Roles can only be associated in their own account.
    pub fn eks_arn(&self) -> Option<String> {
        let name = self.eks_name()?;
        Some(self.eks_resource(&format!("cluster/{name}")))
    }

    /// `arn:PARTITION:eks:REGION:ACCOUNT:KIND`, for what follows after the colon.
    pub(crate) fn eks_resource(&self, resource: &str) -> String {
        format!(
            "arn:{}:eks:{}:{}:{resource}",
            self.partition.as_str(),
            self.raw.region,
            self.account.as_str()
        )
    }

    /// ARN of the OIDC provider that the account must know.
    pub fn provider_arn(&self) -> String {
        crate::trust::provider_arn(self)
    }

    /// `arn:PARTITION:iam::ACCOUNT:KIND`, for what follows after the colon.
    pub(crate) fn iam_arn(&self, resource: &str) -> String {
        format!(
            "arn:{}:iam::{}:{resource}",
            self.partition.as_str(),
            self.account.as_str()
        )
    }
}
