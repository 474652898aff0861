//! Changes of the clusters.

use std::collections::BTreeMap;

use roleport_app::portal::clusters::{self, ClusterChangeLine};
use roleport_domain::cluster_settings::{ClusterSettings, FIELDS};
use serde::Serialize;
use utoipa::ToSchema;

use super::all;

/// Changes of the clusters.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct ClusterChanges {
    /// Newest first: all that wait, and those of the newest 50 that don't.
    items: Vec<ClusterChangeSummary>,
}

impl From<Vec<ClusterChangeLine>> for ClusterChanges {
    fn from(lines: Vec<ClusterChangeLine>) -> Self {
        Self { items: all(lines) }
    }
}

/// A change of the clusters in short.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct ClusterChangeSummary {
    /// Its number.
    id: i64,
    /// The cluster's name.
    cluster: String,
    /// What it does, such as `Change production`.
    title: String,
    /// `proposed`, `approved`, `rejected` or `withdrawn`.
    state: String,
    /// Who proposed it.
    author: String,
    /// Why.
    comment: String,
    /// When it was proposed.
    #[schema(format = DateTime)]
    proposed_at: String,
    /// Who decided on it.
    decided_by: Option<String>,
    /// When that was.
    #[schema(format = DateTime)]
    decided_at: Option<String>,
}

impl From<ClusterChangeLine> for ClusterChangeSummary {
    fn from(line: ClusterChangeLine) -> Self {
        let proposal = line.proposal;
        let (decided_by, decided_at) = proposal.decided.map(|(who, at)| (who, at.machine)).unzip();
        Self {
            id: proposal.number,
            cluster: line.cluster,
            title: line.title.into(),
            state: proposal.state,
            author: proposal.author,
            comment: proposal.comment,
            proposed_at: proposal.proposed.machine,
            decided_by,
            decided_at,
        }
    }
}

/// A change of the clusters.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct ClusterChange {
    #[serde(flatten)]
    summary: ClusterChangeSummary,
    /// The fields that are filled in as it was, by name; null for a new cluster.
    before: Option<BTreeMap<String, String>>,
    /// The fields that are filled in as it is to be; null where the cluster is to go.
    after: Option<BTreeMap<String, String>>,
    /// What follows from it, in sentences, while it waits.
    consequences: Vec<String>,
    /// Why it can't be approved as it is.
    obstacle: Option<String>,
    /// Whether you may decide on it.
    may_decide: bool,
    /// Whether you proposed it.
    is_mine: bool,
    /// Names of those who can decide on it.
    deciders: Vec<String>,
}

fn fields(settings: &ClusterSettings) -> BTreeMap<String, String> {
    FIELDS
        .into_iter()
        .map(|field| (field.name.to_owned(), field.read(settings).to_owned()))
        .filter(|(_, text)| !text.is_empty())
        .collect()
}

impl From<clusters::ClusterChange> for ClusterChange {
    fn from(change: clusters::ClusterChange) -> Self {
        Self {
            summary: change.line.into(),
            before: change.before.as_ref().map(fields),
            after: change.after.as_ref().map(fields),
            consequences: change.consequences.into_iter().map(String::from).collect(),
            obstacle: change.obstacle.map(String::from),
            may_decide: change.can_decide,
            is_mine: change.is_mine,
            deciders: change.deciders,
        }
    }
}
