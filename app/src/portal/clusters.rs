//! The clusters as admins edit them, and the changes that they propose.

use std::collections::BTreeMap;

use roleport_domain::{
    cluster_settings::{Access, ClusterSettings},
    errors::FieldError,
};
use roleport_lang::Text;

use super::{ClusterHealth, FieldChange, Proposal};

/// Roles that still are as their cluster was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RolesBehind {
    /// How many.
    pub number: i64,
    /// Those of them that the viewer sees, with number and name; at most 50 of each earlier state.
    pub seen: Vec<(i64, String)>,
    /// What of the cluster has changed since: labels of fields.
    pub fields: Vec<Text>,
}

/// A cluster with all that an admin looks after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClusterCard {
    /// The cluster and its health.
    pub health: ClusterHealth,
    /// The role that is assumed in its account.
    pub access: Option<Access>,
    /// Roles that still are as it was.
    pub behind: RolesBehind,
    /// The change that waits for a decision.
    pub open: Option<i64>,
}

/// A line of the list of changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClusterChangeLine {
    /// Its number, and what became of it.
    pub proposal: Proposal,
    /// The cluster's name.
    pub cluster: String,
    /// What it does, such as "Change production".
    pub title: Text,
}

/// The page of the clusters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClustersPage {
    /// The clusters, in the order in which they came.
    pub cards: Vec<ClusterCard>,
    /// What waits for a decision, and the newest changes; newest first.
    pub changes: Vec<ClusterChangeLine>,
    /// Where the configuration's file says something else than what is in force, in sentences.
    pub file: Vec<Text>,
    /// Whether the viewer may propose changes.
    pub may_propose: bool,
}

/// What somebody who changes a cluster, or adds one, starts from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClusterForm {
    /// The cluster as it is; none for a new one.
    pub settings: Option<ClusterSettings>,
    /// What stands on it, in words; nothing where nothing does.
    pub standing: Option<Text>,
    /// The change of it that waits for a decision.
    pub open: Option<i64>,
    /// Each account with its clusters, and the role that is assumed there.
    pub accounts: Vec<(String, Vec<String>, Option<Access>)>,
    /// Admins besides the viewer, who could decide.
    pub deciders: Vec<String>,
}

/// A change's page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClusterChange {
    /// The line of the list.
    pub line: ClusterChangeLine,
    /// As it was; none for a new cluster.
    pub before: Option<ClusterSettings>,
    /// As it is to be; none where the cluster is to go.
    pub after: Option<ClusterSettings>,
    /// What differs, field by field.
    pub fields: Vec<FieldChange>,
    /// What follows from it, in sentences, while it waits.
    pub consequences: Vec<Text>,
    /// Why it can't be approved as it is.
    pub obstacle: Option<Text>,
    /// Whether the viewer may decide on it.
    pub can_decide: bool,
    /// Whether the viewer proposed it.
    pub is_mine: bool,
    /// Who can decide on it.
    pub deciders: Vec<String>,
}

/// What the form of a cluster shows after it was sent with something wrong in it.
#[derive(Debug, Clone, Default)]
pub struct PostedCluster {
    /// The fields as typed, by name.
    pub values: BTreeMap<String, String>,
    /// What is wrong, beside the names of the fields.
    pub errors: Vec<FieldError>,
}

impl PostedCluster {
    /// The text of a field.
    pub fn value(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }
}
