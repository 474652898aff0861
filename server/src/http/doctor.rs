//! POST /doctor: what is wrong, from what somebody pasted. The text is answered and forgotten.

use axum::{Form, extract::State, response::Response};
use http::Uri;
use roleport_app::portal::{Portal as _, doctor::Symptoms};
use serde::Deserialize;
use tower_sessions::Session;

use super::{AppState, pages};

/// Largest body: the longest text, with each character of four bytes written in twelve.
pub(super) const MAX_BODY: usize = 256 * 1024;

#[derive(Deserialize)]
pub(super) struct Fields {
    #[serde(default)]
    role: String,
    #[serde(default)]
    text: String,
}

/// POST /doctor
pub(super) async fn post(
    State(state): State<AppState>,
    session: Session,
    Form(fields): Form<Fields>,
) -> Response {
    let uri = Uri::from_static("/doctor");
    let viewer = match pages::signed_in(&state, &session, &uri).await {
        Ok(viewer) => viewer,
        Err(answer) => return answer,
    };
    // Browsers send CRLF for a line break in a text area; white space alone is nothing.
    let text = fields.text.replace("\r\n", "\n");
    let symptoms = Symptoms {
        role: fields.role.parse().ok(),
        text: Some(if text.trim().is_empty() {
            String::new()
        } else {
            text
        }),
    };
    match state.service.doctor(&viewer, &symptoms).await {
        Ok(diagnosis) if diagnosis.errors.is_empty() => {
            pages::posted(&state, viewer, &uri, diagnosis).await
        }
        Ok(diagnosis) => pages::refused(&state, viewer, &uri, diagnosis).await,
        Err(error) => pages::error_page(&state, Some(viewer), &error).await,
    }
}
