//! What rules look at in a request.

use std::collections::BTreeSet;

use roleport_lang::{Text, text};
use serde::{Deserialize, Serialize};

use super::RuleSet;
use crate::{changes::added, grant::Grant, service::Service};

/// Something about a request that makes approvers look twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Risk {
    /// It opens writing.
    Write,
    /// It opens deleting.
    Delete,
    /// It opens a bucket without a prefix.
    WholeBucket,
    /// It opens a bucket that another team owns.
    OtherTeamsBucket,
    /// It opens what a statement says that somebody wrote.
    CustomStatement,
    /// It opens a way to more rights than it names.
    Escalation,
    /// It takes a role away.
    Retire,
}

impl Risk {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Write,
        Self::Delete,
        Self::WholeBucket,
        Self::OtherTeamsBucket,
        Self::CustomStatement,
        Self::Escalation,
        Self::Retire,
    ];

    /// In words, such as "opens writing".
    pub fn words(self) -> Text {
        match self {
            Self::Write => text!(risks_does_write),
            Self::Delete => text!(risks_does_delete),
            Self::WholeBucket => text!(risks_does_whole_bucket),
            Self::OtherTeamsBucket => text!(risks_does_other_teams_bucket),
            Self::CustomStatement => text!(risks_does_custom_statement),
            Self::Escalation => text!(risks_does_escalation),
            Self::Retire => text!(risks_does_retire),
        }
    }
}

/// What rules look at in a request: only what it newly opens, since the rest was approved before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Cluster name.
    pub cluster: String,
    /// Kubernetes namespace.
    pub namespace: String,
    /// What is risky about it.
    pub risks: BTreeSet<Risk>,
    /// The services of what it newly opens.
    pub services: BTreeSet<Service>,
    /// Names of the teams that own the namespace.
    pub namespace_owners: BTreeSet<String>,
    /// Names of the teams that own the buckets it newly opens.
    pub bucket_owners: BTreeSet<String>,
    /// Whether all that it newly opens are buckets, and each belongs to an owner of the namespace.
    pub only_own_buckets: bool,
}

impl Facts {
    /// The facts of a request that leads from `before` to `after`.
    pub fn of(
        set: &RuleSet,
        (cluster, namespace): (&str, &str),
        before: &[Grant],
        after: &[Grant],
    ) -> Self {
        let namespace_owners: BTreeSet<_> = set
            .owners(cluster, namespace)
            .map(|team| team.name.clone())
            .collect();
        let mut facts = Self {
            cluster: cluster.to_owned(),
            namespace: namespace.to_owned(),
            risks: BTreeSet::new(),
            services: BTreeSet::new(),
            namespace_owners,
            bucket_owners: BTreeSet::new(),
            only_own_buckets: true,
        };
        if after.is_empty() {
            facts.risks.insert(Risk::Retire);
        }
        for new in added(before, after) {
            let owners: BTreeSet<_> = new
                .grant
                .bucket()
                .into_iter()
                .flat_map(|bucket| set.bucket_owners(bucket))
                .map(|team| team.name.clone())
                .collect();
            let own = !owners.is_disjoint(&facts.namespace_owners);
            facts.services.insert(new.grant.service);
            facts.risks.extend(new.grant.risks(new.access));
            if !own && !owners.is_empty() {
                facts.risks.insert(Risk::OtherTeamsBucket);
            }
            facts.only_own_buckets &= own && new.grant.service == Service::S3;
            facts.bucket_owners.extend(owners);
        }
        facts
    }
}
