//! POST /roles/{id}/retire: asks for a role to be removed.

use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use http::Uri;
use roleport_app::portal::PostedRetirement;
use serde::Deserialize;
use tower_sessions::Session;

use super::{AppState, pages};
use crate::service::SubmitError;

#[derive(Debug, Deserialize)]
pub(super) struct Fields {
    key: String,
    #[serde(default)]
    reason: String,
}

/// Handles the form.
pub(super) async fn post(
    State(state): State<AppState>,
    session: Session,
    Path(id): Path<i64>,
    Form(fields): Form<Fields>,
) -> Response {
    let uri: Uri = format!("/roles/{id}/retire")
        .parse()
        .unwrap_or(Uri::from_static("/"));
    let viewer = match pages::signed_in(&state, &session, &uri).await {
        Ok(viewer) => viewer,
        Err(answer) => return answer,
    };
    let reason = fields.reason.replace("\r\n", "\n");
    match state
        .service
        .retire(&viewer, id, &reason, &fields.key)
        .await
    {
        Ok(request) => Redirect::to(&format!("/requests/{request}")).into_response(),
        Err(SubmitError::Portal(error)) => pages::error_page(&state, Some(viewer), &error).await,
        Err(SubmitError::Fields(errors)) => {
            let posted = PostedRetirement { reason, errors };
            pages::refused(&state, viewer, &uri, posted).await
        }
    }
}
