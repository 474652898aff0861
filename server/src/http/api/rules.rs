//! /rules: the approval rules.

use axum::{Json, extract::State};
use http::StatusCode;
use roleport_app::portal::Portal as _;
use roleport_domain::authorize::Action;

use super::{
    input::{Body, Numbers},
    problem::Problem,
    token::Caller,
    views::Rules,
    wire::NewRules,
};
use crate::{http::AppState, service::ProposalDecision};

/// Read the approval rules
///
/// Those in force, and the versions before. Scope: `read`.
#[utoipa::path(get, path = "/rules", operation_id = "show_rules", tag = "Rules", responses((status = 200, description = "The rules", body = Rules)))]
pub(super) async fn show(
    State(state): State<AppState>,
    caller: Caller,
) -> Result<Json<Rules>, Problem> {
    caller.may(Action::SeeRules)?;
    let rules = state.service.rules(&caller.0.viewer).await?;
    Ok(Json(rules.into()))
}

/// Propose other rules
///
/// Another admin puts them in force. Scope: `admin`.
#[utoipa::path(post, path = "/rules", operation_id = "propose_rules", tag = "Rules", request_body = NewRules, responses((status = 201, description = "The rules", body = Rules)))]
pub(super) async fn propose(
    State(state): State<AppState>,
    caller: Caller,
    Body(new): Body<NewRules>,
) -> Result<(StatusCode, Json<Rules>), Problem> {
    caller.may(Action::ProposeRules)?;
    let viewer = &caller.0.viewer;
    state
        .service
        .propose_rules(viewer, &new.source, &new.comment)
        .await?;
    let rules = state.service.rules(viewer).await?;
    Ok((StatusCode::CREATED, Json(rules.into())))
}

async fn decide(
    state: &AppState,
    caller: &Caller,
    version: i64,
    decision: ProposalDecision,
) -> Result<Json<Rules>, Problem> {
    caller.may(Action::DecideRules)?;
    let viewer = &caller.0.viewer;
    state
        .service
        .decide_rules(viewer, version, decision)
        .await?;
    let rules = state.service.rules(viewer).await?;
    Ok(Json(rules.into()))
}

/// One operation a decision; they differ in nothing but their names and words.
macro_rules! operation {
    ($name:ident, $id:tt, $path:tt, $decision:ident, $summary:tt, $description:tt) => {
        #[utoipa::path(post, path = $path, operation_id = $id, tag = "Rules", summary = $summary, description = $description,
            params(("version" = i64, Path, minimum = 1, maximum = 9_223_372_036_854_775_807_i64, description = "The version that was proposed")),
            responses((status = 200, description = "The rules", body = Rules)))]
        pub(super) async fn $name(
            State(state): State<AppState>,
            caller: Caller,
            Numbers(version): Numbers<i64>,
        ) -> Result<Json<Rules>, Problem> {
            decide(&state, &caller, version, ProposalDecision::$decision).await
        }
    };
}

operation!(
    activate,
    "activate_rules",
    "/rules/{version}/activate",
    Activate,
    "Put proposed rules in force",
    "Not by the admin who wrote them. Scope: `admin`."
);
operation!(
    reject,
    "reject_rules",
    "/rules/{version}/reject",
    Reject,
    "Reject proposed rules",
    "Not by the admin who wrote them. Scope: `admin`."
);
operation!(
    withdraw,
    "withdraw_rules",
    "/rules/{version}/withdraw",
    Withdraw,
    "Take proposed rules back",
    "Only by the admin who wrote them. Scope: `admin`."
);
