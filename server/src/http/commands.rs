//! POST /requests/{id}/{command}: the buttons of a request's page.

use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use http::{StatusCode, Uri};
use leptos::prelude::provide_context;
use roleport_app::portal::{PortalError, PostedComment};
use roleport_domain::lifecycle::Command;
use serde::Deserialize;
use tower_sessions::Session;

use super::{AppState, pages};
use crate::service::{CommandError, Sent};

#[derive(Debug, Deserialize)]
pub(super) struct Fields {
    version: i32,
    #[serde(default)]
    hash: String,
    #[serde(default)]
    comment: String,
}

/// Handles a button.
pub(super) async fn post(
    State(state): State<AppState>,
    session: Session,
    Path((id, command)): Path<(i64, String)>,
    Form(fields): Form<Fields>,
) -> Response {
    let path = format!("/requests/{id}");
    let uri: Uri = path.parse().unwrap_or(Uri::from_static("/requests"));
    let viewer = match pages::signed_in(&state, &session, &uri).await {
        Ok(viewer) => viewer,
        Err(answer) => return answer,
    };
    let command = match command.as_str() {
        "approve" => Command::Approve,
        "reject" => Command::Reject,
        "withdraw" => Command::Withdraw,
        "retry" => Command::Retry,
        "give-up" => Command::GiveUp,
        _ => return pages::error_page(&state, Some(viewer), &PortalError::NotFound).await,
    };
    let comment = fields.comment.replace("\r\n", "\n");
    let sent = Sent {
        version: fields.version,
        hash: &fields.hash,
        comment: &comment,
    };
    match state.service.command(&viewer, id, command, sent).await {
        Ok(()) => Redirect::to(&path).into_response(),
        Err(CommandError::Portal(error)) => pages::error_page(&state, Some(viewer), &error).await,
        Err(CommandError::Comment(error)) => {
            let posted = PostedComment { comment, error };
            let mut response = pages::render(&state, Some(viewer), &uri, move || {
                provide_context(posted.clone());
            })
            .await;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            response
        }
    }
}
