//! POST /roles/views and /roles/views/{id}/forget: searches that people keep.

use axum::{
    Form, Router,
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
    routing::post,
};
use http::{StatusCode, Uri};
use roleport_app::portal::roles::{RoleQuery, TypedRoles};
use serde::Deserialize;
use tower_sessions::Session;

use super::{AppState, pages};
use crate::service::Kept;

/// Where a search of roles is kept, and forgotten.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/roles/views", post(keep))
        .route("/roles/views/{id}/forget", post(forget))
}

/// The form below the search: a name, and what the list shows.
#[derive(Deserialize)]
pub(super) struct KeepForm {
    name: String,
    #[serde(flatten)]
    shown: TypedRoles,
}

/// Keeps what the list shows.
pub(super) async fn keep(
    State(state): State<AppState>,
    session: Session,
    Form(form): Form<KeepForm>,
) -> Response {
    let viewer = match pages::signed_in(&state, &session, &Uri::from_static("/roles")).await {
        Ok(viewer) => viewer,
        Err(answer) => return answer,
    };
    let asked = match state.service.role_query(&form.shown).await {
        Ok(Ok(asked)) => RoleQuery {
            after: None,
            ..asked
        },
        // The page’s own form holds nothing that can’t be read.
        Ok(Err(_)) => return StatusCode::UNPROCESSABLE_ENTITY.into_response(),
        Err(error) => return pages::error_page(&state, Some(viewer), &error).await,
    };
    let list = asked.href();
    let with = |problem: &str| {
        let joint = if list.contains('?') { '&' } else { '?' };
        Redirect::to(&format!("{list}{joint}views={problem}")).into_response()
    };
    match state.service.keep_view(&viewer, &form.name, &asked).await {
        Ok(Kept::Yes) => Redirect::to(&list).into_response(),
        Ok(Kept::BadName) => with("name"),
        Ok(Kept::TooLong) => with("long"),
        Ok(Kept::Full) => with("full"),
        Err(error) => pages::error_page(&state, Some(viewer), &error).await,
    }
}

/// Forgets one.
pub(super) async fn forget(
    State(state): State<AppState>,
    session: Session,
    Path(id): Path<i64>,
) -> Response {
    let viewer = match pages::signed_in(&state, &session, &Uri::from_static("/roles")).await {
        Ok(viewer) => viewer,
        Err(answer) => return answer,
    };
    match state.service.forget_view(&viewer, id).await {
        Ok(()) => Redirect::to("/roles").into_response(),
        Err(error) => pages::error_page(&state, Some(viewer), &error).await,
    }
}
