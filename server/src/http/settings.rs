//! POST /settings: what a person wants to be told of.

use std::collections::HashMap;

use axum::{
    Form,
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};
use http::Uri;
use roleport_domain::audience::Topic;
use tower_sessions::Session;

use super::{AppState, pages};

/// Handles the form. A box that is not ticked sends nothing.
pub(super) async fn post(
    State(state): State<AppState>,
    session: Session,
    Form(fields): Form<HashMap<String, String>>,
) -> Response {
    let uri = Uri::from_static("/settings");
    let viewer = match pages::signed_in(&state, &session, &uri).await {
        Ok(viewer) => viewer,
        Err(answer) => return answer,
    };
    let wanted: Vec<_> = Topic::CHOICES
        .into_iter()
        .filter(|topic| fields.contains_key(topic.as_str()))
        .collect();
    match state.service.choose(&viewer, &wanted).await {
        Ok(()) => Redirect::to("/settings?saved=yes").into_response(),
        Err(error) => pages::error_page(&state, Some(viewer), &error).await,
    }
}
