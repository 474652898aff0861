//! POST /clusters: has every cluster looked at.

use axum::{
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};
use http::Uri;
use tower_sessions::Session;

use super::{AppState, pages};

/// POST /clusters
pub(super) async fn check(State(state): State<AppState>, session: Session) -> Response {
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
