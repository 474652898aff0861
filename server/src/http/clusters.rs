//! POST /clusters: has every cluster looked at. Below it: changes of them are proposed and decided on.

use std::collections::BTreeMap;

use axum::{
    Form, Router,
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
    routing::{get, post},
};
use http::Uri;
use roleport_app::portal::{CommentPlace, PortalError, PostedComment, clusters::PostedCluster};
use roleport_domain::cluster_settings::ClusterSettings;
use serde::Deserialize;
use tower_sessions::Session;

use super::{AppState, pages};
use crate::service::{CommandError, ProposalDecision, SubmitError};

/// The fields of a form by name.
type Fields = BTreeMap<String, String>;

#[derive(Debug, Deserialize)]
struct Decision {
    #[serde(default)]
    comment: String,
}

/// The pages of the clusters, and what is posted there.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/clusters", get(pages::page).post(check))
        .route("/clusters/new", get(pages::page).post(propose_new))
        .route("/clusters/{name}/{action}", get(pages::page).post(propose))
        .route("/cluster-changes/{id}/{decision}", post(decide))
}

/// POST /clusters
async fn check(State(state): State<AppState>, session: Session) -> Response {
    let uri = Uri::from_static("/clusters");
    let viewer = match pages::signed_in(&state, &session, &uri).await {
        Ok(viewer) => viewer,
        Err(answer) => return answer,
    };
    match state.service.check_clusters(&viewer).await {
        Ok(()) => Redirect::to("/clusters").into_response(),
        Err(error) => pages::error_page(&state, Some(viewer), &error).await,
    }
}

/// POST /clusters/new
async fn propose_new(
    State(state): State<AppState>,
    session: Session,
    Form(fields): Form<Fields>,
) -> Response {
    proposed(&state, &session, None, true, fields).await
}

/// POST /clusters/{name}/change and /clusters/{name}/remove
async fn propose(
    State(state): State<AppState>,
    session: Session,
    Path((name, action)): Path<(String, String)>,
    Form(fields): Form<Fields>,
) -> Response {
    match action.as_str() {
        "change" => proposed(&state, &session, Some(name), true, fields).await,
        "remove" => proposed(&state, &session, Some(name), false, fields).await,
        _ => pages::error_page(&state, None, &PortalError::NotFound).await,
    }
}

/// Proposes what a form says: these settings, or the removal of the cluster.
async fn proposed(
    state: &AppState,
    session: &Session,
    name: Option<String>,
    stays: bool,
    fields: Fields,
) -> Response {
    let path = match &name {
        None => "/clusters/new".to_owned(),
        Some(name) if stays => format!("/clusters/{name}/change"),
        Some(name) => format!("/clusters/{name}/remove"),
    };
    let uri = path.parse().unwrap_or(Uri::from_static("/clusters"));
    let viewer = match pages::signed_in(state, session, &uri).await {
        Ok(viewer) => viewer,
        Err(answer) => return answer,
    };
    let mut posted = PostedCluster {
        values: fields
            .into_iter()
            .map(|(name, text)| (name, text.replace("\r\n", "\n")))
            .collect(),
        errors: Vec::new(),
    };
    let after = stays.then(|| ClusterSettings::read(|field| posted.value(field)));
    let comment = posted.value("comment");
    let made = state
        .service
        .propose_cluster(&viewer, name.as_deref(), after, comment)
        .await;
    match made {
        Ok(id) => Redirect::to(&format!("/cluster-changes/{id}")).into_response(),
        Err(SubmitError::Portal(error)) => pages::error_page(state, Some(viewer), &error).await,
        Err(SubmitError::Fields(errors)) => {
            posted.errors = errors;
            pages::refused(state, viewer, &uri, posted).await
        }
    }
}

/// POST /cluster-changes/{id}/{decision}
async fn decide(
    State(state): State<AppState>,
    session: Session,
    Path((id, decision)): Path<(i64, String)>,
    Form(sent): Form<Decision>,
) -> Response {
    let path = format!("/cluster-changes/{id}");
    let uri = path.parse().unwrap_or(Uri::from_static("/clusters"));
    let viewer = match pages::signed_in(&state, &session, &uri).await {
        Ok(viewer) => viewer,
        Err(answer) => return answer,
    };
    let decision = match decision.as_str() {
        "approve" => ProposalDecision::Activate,
        "reject" => ProposalDecision::Reject,
        "withdraw" => ProposalDecision::Withdraw,
        _ => return pages::error_page(&state, Some(viewer), &PortalError::NotFound).await,
    };
    let comment = sent.comment.replace("\r\n", "\n");
    let done = state
        .service
        .decide_cluster(&viewer, id, decision, &comment)
        .await;
    match done {
        Ok(()) => Redirect::to(&path).into_response(),
        Err(CommandError::Portal(error)) => pages::error_page(&state, Some(viewer), &error).await,
        Err(CommandError::Comment(error)) => {
            let posted = PostedComment {
                place: CommentPlace::Decision,
                comment,
                error: Some(error),
            };
            pages::refused(&state, viewer, &uri, posted).await
        }
    }
}
