//! POST /deliveries/{id}/send: the button of the list of notifications.

use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use http::Uri;
use tower_sessions::Session;

use super::{AppState, pages};

/// Has a notification sent again.
pub(super) async fn send(
    State(state): State<AppState>,
    session: Session,
    Path(id): Path<i64>,
) -> Response {
    let uri = Uri::from_static("/deliveries");
    let viewer = match pages::signed_in(&state, &session, &uri).await {
        Ok(viewer) => viewer,
        Err(answer) => return answer,
    };
    match state.service.send_again(&viewer, id).await {
        Ok(()) => Redirect::to("/deliveries").into_response(),
        Err(error) => pages::error_page(&state, Some(viewer), &error).await,
    }
}
