//! POST /roles/{id}/retire, /restore and /check: asks for a role to be removed or brought back, or
//! compares it with AWS.

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
use crate::service::{AboutRole, SubmitError};

#[derive(Debug, Deserialize)]
pub(super) struct Fields {
    key: String,
    #[serde(default)]
    reason: String,
}

/// POST /roles/{id}/retire
pub(super) async fn retire(
    State(state): State<AppState>,
    session: Session,
    Path(id): Path<i64>,
    Form(fields): Form<Fields>,
) -> Response {
    ask(&state, &session, id, &fields, AboutRole::Retire).await
}

/// POST /roles/{id}/restore
pub(super) async fn restore(
    State(state): State<AppState>,
    session: Session,
    Path(id): Path<i64>,
    Form(fields): Form<Fields>,
) -> Response {
    ask(&state, &session, id, &fields, AboutRole::Restore).await
}

async fn ask(
    state: &AppState,
    session: &Session,
    id: i64,
    fields: &Fields,
    about: AboutRole,
) -> Response {
    let uri: Uri = format!("/roles/{id}/{}", about.kind())
        .parse()
        .unwrap_or(Uri::from_static("/"));
    let viewer = match pages::signed_in(state, session, &uri).await {
        Ok(viewer) => viewer,
        Err(answer) => return answer,
    };
    let reason = fields.reason.replace("\r\n", "\n");
    let service = &state.service;
    let asked = service.ask_about(&viewer, about, id, &reason, &fields.key);
    match asked.await {
        Ok(request) => Redirect::to(&format!("/requests/{request}")).into_response(),
        Err(SubmitError::Portal(error)) => pages::error_page(state, Some(viewer), &error).await,
        Err(SubmitError::Fields(errors)) => {
            let posted = PostedRetirement { reason, errors };
            pages::refused(state, viewer, &uri, posted).await
        }
    }
}

/// POST /roles/{id}/check: compares it with AWS.
pub(super) async fn check(
    State(state): State<AppState>,
    session: Session,
    Path(id): Path<i64>,
) -> Response {
    let page = format!("/roles/{id}");
    let uri = page.parse().unwrap_or(Uri::from_static("/"));
    let viewer = match pages::signed_in(&state, &session, &uri).await {
        Ok(viewer) => viewer,
        Err(answer) => return answer,
    };
    match state.service.check_role(&viewer, id).await {
        Ok(()) => Redirect::to(&format!("{page}#aws")).into_response(),
        Err(error) => pages::error_page(&state, Some(viewer), &error).await,
    }
}
