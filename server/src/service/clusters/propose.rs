//! Proposing a cluster, other settings of one, or its removal; and deciding on it.

use roleport_app::portal::{PortalError, Viewer};
use roleport_domain::{
    authorize::{Action, Stake},
    cluster_settings::{Access, ClusterSettings},
    errors::FieldError,
};
use roleport_lang::{Text, english, text};
use serde_json::json;
use sqlx::PgConnection;

use super::super::{
    CommandError, ProposalDecision, Service, SubmitError, broken,
    commands::check_length,
    permitted,
    proposals::{comment_problem, decided, lost, stake},
    submit::error,
};
use crate::{
    store::{
        StoreError,
        cluster_changes::{self, ClusterChangeRow, NewChange},
        clusters,
        events::{self, NewEvent},
    },
    worker::{health, search},
};

impl Service {
    /// Proposes a change of the cluster of this name (none: a new one), to these settings or (none) its
    /// removal; gives the proposal's number.
    ///
    /// # Errors
    /// [`SubmitError`].
    pub async fn propose_cluster(
        &self,
        viewer: &Viewer,
        name: Option<&str>,
        after: Option<ClusterSettings>,
        comment: &str,
    ) -> Result<i64, SubmitError> {
        if let Err(error) = permitted(viewer, Action::ProposeClusters, Stake::Other) {
            let words = &english!(events_tried_clusters);
            return Err(self.cluster_refused(viewer, error, words).await.into());
        }
        let mut tx = self.pool.begin().await.map_err(broken)?;
        clusters::lock(&mut tx).await?;
        let before = match name {
            Some(name) => Some(
                clusters::settings(&mut tx, name)
                    .await?
                    .ok_or(PortalError::NotFound)?,
            ),
            None => None,
        };
        let problem = comment_problem(comment);
        let comment = comment.trim();
        let mut errors = Vec::new();
        let (after, access_before) = match after {
            Some(mut after) => {
                let reached = clusters::access(&mut tx, &after.cluster.account_id).await?;
                complete(&mut after, before.as_ref(), reached.as_ref());
                errors.extend(after.check());
                (Some(after), reached)
            }
            None => (None, None),
        };
        errors.extend(in_the_way(&mut tx, before.as_ref(), after.as_ref()).await?);
        if let Some(message) = problem {
            errors.push(error("comment", "comment_invalid", message));
        }
        if !errors.is_empty() {
            return Err(SubmitError::Fields(errors));
        }
        let Some(cluster) = after
            .as_ref()
            .or(before.as_ref())
            .map(|one| &one.cluster.name)
        else {
            return Err(PortalError::NotFound.into());
        };
        let new = NewChange {
            cluster,
            before: before.as_ref(),
            after: after.as_ref(),
            access_before: access_before.as_ref(),
            author_id: viewer.person_id,
            comment,
        };
        let id = match cluster_changes::propose(&mut tx, new).await {
            Ok(id) => id,
            Err(StoreError::Refused(name)) if name == "cluster_changes_one_proposed" => {
                return Err(
                    PortalError::Conflict(text!(answers_cluster_waits, cluster = cluster)).into(),
                );
            }
            Err(other) => return Err(other.into()),
        };
        let words = english!(
            events_proposed_clusters,
            id = id,
            what = what_changes(cluster, before.is_none(), after.is_none())
        );
        let was = before.as_ref().map(|settings| json!(settings));
        let is = after.as_ref().map(|settings| json!(settings));
        let event = NewEvent {
            comment: Some(comment),
            before: was.as_ref(),
            after: is.as_ref(),
            ..NewEvent::by(viewer, "configuration.cluster_proposed", &words)
        };
        events::append(&mut tx, event).await?;
        tx.commit().await.map_err(broken)?;
        Ok(id)
    }

    /// Decides on a proposed change of the clusters.
    ///
    /// # Errors
    /// [`CommandError`]: not allowed, decided on already, not as it was any more, or a comment that is missing.
    pub async fn decide_cluster(
        &self,
        viewer: &Viewer,
        id: i64,
        decision: ProposalDecision,
        comment: &str,
    ) -> Result<(), CommandError> {
        let mut tx = self.pool.begin().await.map_err(broken)?;
        clusters::lock(&mut tx).await?;
        let row = cluster_changes::find(&mut tx, id)
            .await?
            .ok_or(PortalError::NotFound)?;
        let (state, kind) = match decision {
            ProposalDecision::Activate => ("approved", "configuration.cluster_approved"),
            ProposalDecision::Reject => ("rejected", "configuration.cluster_rejected"),
            ProposalDecision::Withdraw => ("withdrawn", "configuration.cluster_withdrawn"),
        };
        let words = words_of(decision, &row);
        let rights = (Action::ProposeClusters, Action::DecideClusters);
        if let Err(error) = decision.permitted(viewer, stake(row.author_id, viewer), rights) {
            drop(tx);
            return Err(self.cluster_refused(viewer, error, &words).await.into());
        }
        let what = text!(answers_cluster_change, id = id);
        if row.state != "proposed" {
            return Err(decided(&what));
        }
        check_length(comment).map_err(CommandError::Comment)?;
        let comment = comment.trim();
        if comment.is_empty() && decision == ProposalDecision::Reject {
            return Err(CommandError::Comment(text!(answers_why_reject_proposal)));
        }
        let approves = decision == ProposalDecision::Activate;
        clusters::claim(&mut tx, &row.cluster).await?;
        if approves && let Some(why) = obstacle(&mut tx, &row).await? {
            return Err(PortalError::Conflict(why).into());
        }
        cluster_changes::decide(&mut tx, id, viewer.person_id, state)
            .await
            .map_err(|error| lost(error, &what))?;
        let after = row.after.as_ref().map(|json| &json.0);
        if approves {
            clusters::put(&mut tx, id, &row.cluster, after).await?;
            // Both say what is true only of how it was.
            health::enqueue(&mut tx).await?;
            search::enqueue(&mut tx).await?;
        }
        let was = row.before.as_ref().map(|settings| json!(settings));
        let is = row.after.as_ref().map(|settings| json!(settings));
        let event = NewEvent {
            comment: (!comment.is_empty()).then_some(comment),
            before: was.as_ref().filter(|_| approves),
            after: is.as_ref().filter(|_| approves),
            ..NewEvent::by(viewer, kind, &words)
        };
        events::append(&mut tx, event).await?;
        tx.commit().await.map_err(broken)?;
        Ok(())
    }

    /// Notes the refusal and gives it back.
    async fn cluster_refused(
        &self,
        viewer: &Viewer,
        error: PortalError,
        words: &str,
    ) -> PortalError {
        let event = NewEvent::by(viewer, "configuration.cluster_refused", "");
        match self.note_refused(event, words, &error).await {
            Ok(()) => error,
            Err(broken) => broken,
        }
    }
}

/// What a proposal changes, for the history.
fn what_changes(cluster: &str, adds: bool, removes: bool) -> String {
    let cluster = cluster.to_lowercase();
    match (adds, removes) {
        (true, _) => english!(events_adds_cluster, cluster = cluster),
        (false, true) => english!(events_removes_cluster, cluster = cluster),
        (false, false) => english!(events_changes_cluster, cluster = cluster),
    }
}

/// What a decision leaves in the history.
fn words_of(decision: ProposalDecision, row: &ClusterChangeRow) -> String {
    let (id, what) = (
        row.id,
        what_changes(&row.cluster, row.before.is_none(), row.after.is_none()),
    );
    match decision {
        ProposalDecision::Activate => english!(events_clusters_in_force, id = id, what = what),
        ProposalDecision::Reject => english!(events_clusters_rejected, id = id, what = what),
        ProposalDecision::Withdraw => english!(events_clusters_withdrawn, id = id, what = what),
    }
}

/// A cluster that comes into an account of others is reached as they are, where nothing else was said.
fn complete(
    after: &mut ClusterSettings,
    before: Option<&ClusterSettings>,
    reached: Option<&Access>,
) {
    let moves = before.is_none_or(|before| before.cluster.account_id != after.cluster.account_id);
    if moves && after.access.is_none() {
        after.access = reached.cloned();
    }
}

/// What stands in the way of a change, beside its fields.
async fn in_the_way(
    conn: &mut PgConnection,
    before: Option<&ClusterSettings>,
    after: Option<&ClusterSettings>,
) -> Result<Vec<FieldError>, StoreError> {
    match (before, after) {
        (None, None) => Ok(Vec::new()),
        (None, Some(after)) => {
            let name = &after.cluster.name;
            let there = clusters::current(conn, name).await?.is_some();
            Ok(there
                .then(|| {
                    error(
                        "name",
                        "cluster_exists",
                        text!(answers_cluster_exists, name = name),
                    )
                })
                .into_iter()
                .collect())
        }
        (Some(before), after) => {
            let standing = clusters::standing(conn, &before.cluster.name).await?;
            match after {
                Some(after) if after == before => Ok(vec![error(
                    "name",
                    "nothing_changes",
                    text!(answers_nothing_changes),
                )]),
                Some(after) => Ok(before.check_change(after, &standing)),
                None => Ok(standing
                    .words()
                    .map(|words| {
                        error(
                            "name",
                            "cluster_in_use",
                            text!(answers_cluster_in_use, words = words),
                        )
                    })
                    .into_iter()
                    .collect()),
            }
        }
    }
}

/// Why a proposal can't be approved as it is: it was made of something else, or roles stand in its way now.
pub(super) async fn obstacle(
    conn: &mut PgConnection,
    row: &ClusterChangeRow,
) -> Result<Option<Text>, StoreError> {
    let now = clusters::settings(conn, &row.cluster).await?;
    let (before, after) = (
        row.before.as_ref().map(|json| &json.0),
        row.after.as_ref().map(|json| &json.0),
    );
    let reached = match after {
        Some(after) => clusters::access(conn, &after.cluster.account_id).await?,
        None => None,
    };
    if now.as_ref() != before || reached.as_ref() != row.access_before.as_ref().map(|json| &json.0)
    {
        return Ok(Some(text!(answers_cluster_proposal_stale)));
    }
    let errors = in_the_way(conn, before, after).await?;
    Ok(errors.into_iter().next().map(|error| error.message))
}
