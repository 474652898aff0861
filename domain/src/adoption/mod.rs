//! Roles that somebody made outside Roleport: whose they are, and what they may do as grants, so that
//! Roleport can own them without a pod noticing (issue 4, item 9).

mod table;
mod trusted;

use std::collections::BTreeMap;

use roleport_lang::text;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use table::{Difference, compare};
pub use trusted::{Trusted, trusted};
pub(crate) use trusted::{listed, retold_list};

use crate::{
    cluster::{Cluster, ValidCluster},
    decompile,
    errors::Violation,
    grant::Grant,
    identity::Identity,
    name::AppName,
    plan::LiveRole,
    request::{ExistingRole, RequestInput},
};

/// What every tag of Roleport's starts with.
const OWN_TAG: &str = "roleport:";

/// The documents of what a role carries that are not Roleport's own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    /// Of the managed policies that are attached to it, by ARN.
    pub managed: BTreeMap<String, Value>,
    /// Of its inline policies, by name.
    pub inline: BTreeMap<String, Value>,
}

impl Carried {
    /// What an adoption takes over: inline policies, and managed ones of the account.
    pub fn taken_over(&self) -> impl Iterator<Item = &Value> {
        let managed = self.managed.iter().filter(|(arn, _)| !is_of_aws(arn));
        managed
            .map(|(_, document)| document)
            .chain(self.inline.values())
    }

    /// What stays attached: AWS keeps these policies, and changes them.
    pub fn of_aws(&self) -> impl Iterator<Item = (&str, &Value)> {
        let managed = self.managed.iter().filter(|(arn, _)| is_of_aws(arn));
        managed.map(|(arn, document)| (arn.as_str(), document))
    }
}

/// Whether AWS itself keeps a managed policy, such as `arn:aws:iam::aws:policy/ReadOnlyAccess`.
pub fn is_of_aws(arn: &str) -> bool {
    arn.split(':').nth(4) == Some("aws")
}

/// A role as it was found in an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundRole {
    /// Its name.
    pub name: String,
    /// The role itself.
    pub role: LiveRole,
    /// What it carries.
    pub carried: Carried,
}

/// For whom a role is adopted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owner<'a> {
    /// The application.
    pub app: &'a str,
    /// Kubernetes namespace.
    pub namespace: &'a str,
    /// Kubernetes service account.
    pub service_account: &'a str,
}

impl FoundRole {
    /// Who may assume it, as a role of this cluster; none where no service account of the cluster may.
    pub fn trusted(&self, cluster: &ValidCluster) -> Option<Trusted> {
        trusted(&self.role.trust, cluster)
    }

    /// What it may do as grants of this cluster; AWS's own policies, which stay as they are, left out.
    ///
    /// # Errors
    /// Why its documents can't be read as grants.
    pub fn grants(&self, cluster: &ValidCluster) -> Result<Vec<Grant>, Violation> {
        let documents: Vec<_> = self.carried.taken_over().cloned().collect();
        let grants = decompile::grants(&documents, cluster).ok_or_else(|| {
            Violation::new("documents_unreadable", text!(takeover_documents_unreadable))
        })?;
        if grants.is_empty() {
            return Err(Violation::new(
                "documents_empty",
                text!(takeover_documents_empty),
            ));
        }
        Ok(grants)
    }

    /// The application's name that a cluster's role-name pattern finds in the role's; else the service
    /// account's, where that can be one.
    pub fn application(&self, cluster: &ValidCluster, service_account: &str) -> String {
        let named = cluster.pattern.application(&self.name);
        named
            .filter(|name| AppName::parse(name).is_ok())
            .or_else(|| Some(service_account).filter(|name| AppName::parse(name).is_ok()))
            .unwrap_or_default()
            .to_owned()
    }

    /// The content of a request that adopts it.
    ///
    /// # Errors
    /// As [`FoundRole::grants`].
    pub fn input(
        &self,
        cluster: &ValidCluster,
        owner: Owner<'_>,
        reason: &str,
    ) -> Result<RequestInput, Violation> {
        Ok(RequestInput {
            cluster: Cluster::clone(&cluster.raw),
            app: owner.app.to_owned(),
            namespace: owner.namespace.to_owned(),
            service_account: owner.service_account.to_owned(),
            grants: self.grants(cluster)?,
            reason: reason.to_owned(),
            existing_role: Some(ExistingRole {
                name: self.name.clone(),
                path: self.role.path.clone(),
            }),
            admitted_buckets: Vec::new(),
            // Only roles with a trust for tokens are found.
            identity: Some(Identity::Irsa),
        })
    }
}

/// Whether tags are those of some Roleport.
pub fn is_tagged(tags: &[(String, String)]) -> bool {
    tags.iter().any(|(key, _)| key.starts_with(OWN_TAG))
}
