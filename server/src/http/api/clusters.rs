//! /cluster-changes: other settings of the clusters, proposed and decided on.

use axum::{Json, extract::State};
use http::StatusCode;
use roleport_app::portal::Portal as _;
use roleport_domain::{
    authorize::Action,
    cluster_settings::{ClusterSettings, FIELDS},
};

use super::{
    input::{Body, Numbers},
    problem::Problem,
    token::Caller,
    views::{ClusterChange, ClusterChanges},
    wire::{ClusterComment, NewClusterChange},
};
use crate::{http::AppState, service::ProposalDecision};

/// Changes of the clusters
///
/// Those that wait for a decision, and the newest; newest first. Scope: `read`.
#[utoipa::path(get, path = "/cluster-changes", operation_id = "list_cluster_changes", tag = "Clusters", responses((status = 200, description = "The changes", body = ClusterChanges)))]
pub(super) async fn list(
    State(state): State<AppState>,
    caller: Caller,
) -> Result<Json<ClusterChanges>, Problem> {
    caller.may(Action::SeeRoles)?;
    let changes = state.service.cluster_changes(&caller.0.viewer).await?;
    Ok(Json(changes.into()))
}

async fn shown(state: &AppState, caller: &Caller, id: i64) -> Result<Json<ClusterChange>, Problem> {
    let change = state.service.cluster_change(&caller.0.viewer, id).await?;
    Ok(Json(change.into()))
}

/// Read a change of the clusters
///
/// With the settings before and after, and what follows from it. Scope: `read`.
#[utoipa::path(get, path = "/cluster-changes/{id}", operation_id = "show_cluster_change", tag = "Clusters",
    params(("id" = i64, Path, minimum = 1, maximum = 9_223_372_036_854_775_807_i64, description = "Number of the change")),
    responses((status = 200, description = "The change", body = ClusterChange)))]
pub(super) async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Numbers(id): Numbers<i64>,
) -> Result<Json<ClusterChange>, Problem> {
    caller.may(Action::SeeRoles)?;
    shown(&state, &caller, id).await
}

/// Propose a change of the clusters
///
/// Another admin approves it. Scope: `admin`.
#[utoipa::path(post, path = "/cluster-changes", operation_id = "propose_cluster_change", tag = "Clusters", request_body = NewClusterChange, responses((status = 201, description = "The change", body = ClusterChange)))]
pub(super) async fn propose(
    State(state): State<AppState>,
    caller: Caller,
    Body(new): Body<NewClusterChange>,
) -> Result<(StatusCode, Json<ClusterChange>), Problem> {
    caller.may(Action::ProposeClusters)?;
    let after = new.after.as_ref();
    let unknown = after.into_iter().flat_map(|fields| fields.keys());
    if let Some(name) = unknown
        .into_iter()
        .find(|name| FIELDS.iter().all(|field| field.name != name.as_str()))
    {
        return Err(Problem::field(
            &format!("after.{name}"),
            "field_unknown",
            "A cluster has no such field.",
        ));
    }
    for field in FIELDS {
        let text = after.and_then(|fields| fields.get(field.name));
        if let Some(advice) = text.and_then(|text| field.choices_instead(text)) {
            let name = format!("after.{}", field.name);
            return Err(Problem::field(&name, "choice_unknown", advice));
        }
    }
    let after = after
        .map(|fields| ClusterSettings::read(|name| fields.get(name).map_or("", String::as_str)));
    let id = state
        .service
        .propose_cluster(
            &caller.0.viewer,
            new.cluster.as_deref(),
            after,
            &new.comment,
        )
        .await?;
    Ok((StatusCode::CREATED, shown(&state, &caller, id).await?))
}

async fn decide(
    state: &AppState,
    caller: &Caller,
    (id, decision): (i64, ProposalDecision),
    comment: &str,
) -> Result<Json<ClusterChange>, Problem> {
    caller.may(Action::DecideClusters)?;
    state
        .service
        .decide_cluster(&caller.0.viewer, id, decision, comment)
        .await?;
    shown(state, caller, id).await
}

/// One operation a decision; they differ in nothing but their names and words.
macro_rules! operation {
    ($name:ident, $id:tt, $path:tt, $decision:ident, $summary:tt, $description:tt) => {
        #[utoipa::path(post, path = $path, operation_id = $id, tag = "Clusters", summary = $summary, description = $description, request_body = ClusterComment,
            params(("id" = i64, Path, minimum = 1, maximum = 9_223_372_036_854_775_807_i64, description = "Number of the change")),
            responses((status = 200, description = "The change", body = ClusterChange)))]
        pub(super) async fn $name(
            State(state): State<AppState>,
            caller: Caller,
            Numbers(id): Numbers<i64>,
            Body(sent): Body<ClusterComment>,
        ) -> Result<Json<ClusterChange>, Problem> {
            let decision = ProposalDecision::$decision;
            decide(&state, &caller, (id, decision), &sent.comment).await
        }
    };
}

operation!(
    approve,
    "approve_cluster_change",
    "/cluster-changes/{id}/approve",
    Activate,
    "Approve a change of the clusters",
    "It is in force at once. Not by the admin who proposed it. Scope: `admin`."
);
operation!(
    reject,
    "reject_cluster_change",
    "/cluster-changes/{id}/reject",
    Reject,
    "Reject a change of the clusters",
    "With a comment; not by the admin who proposed it. Scope: `admin`."
);
operation!(
    withdraw,
    "withdraw_cluster_change",
    "/cluster-changes/{id}/withdraw",
    Withdraw,
    "Take a change of the clusters back",
    "Only by the admin who proposed it. Scope: `admin`."
);
