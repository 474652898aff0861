//! POST /requests/together: several requests of low risk, approved at once.

use axum::{extract::State, response::Response};
use http::{StatusCode, Uri};
use roleport_app::portal::together::{PostedTogether, SeenRequest};
use tower_sessions::Session;

use super::{AppState, pages};
use crate::service::CommandError;

/// Approves what was read, and says what became of each.
pub(super) async fn post(
    State(state): State<AppState>,
    session: Session,
    body: String,
) -> Response {
    let uri = Uri::from_static("/requests/together");
    let viewer = match pages::signed_in(&state, &session, &uri).await {
        Ok(viewer) => viewer,
        Err(answer) => return answer,
    };
    let form = Form::read(&body);
    let done = state
        .service
        .approve_together(&viewer, &form.seen, &form.comment)
        .await;
    match done {
        Ok(done) => {
            let nothing = done.approved.is_empty();
            let shown = PostedTogether::Done(done);
            let mut response = pages::posted(&state, viewer, &uri, shown).await;
            if nothing {
                *response.status_mut() = StatusCode::CONFLICT;
            }
            response
        }
        Err(CommandError::Portal(error)) => pages::error_page(&state, Some(viewer), &error).await,
        Err(CommandError::Comment(error)) => {
            let posted = PostedTogether::Refused {
                chosen: form.seen.into_iter().map(|seen| seen.id).collect(),
                comment: form.comment,
                error,
            };
            pages::refused(&state, viewer, &uri, posted).await
        }
    }
}

/// What was sent: a request is a field `seen`, as often as there are requests.
#[derive(Debug, Default)]
struct Form {
    seen: Vec<SeenRequest>,
    comment: String,
}

impl Form {
    fn read(body: &str) -> Self {
        let mut form = Self::default();
        for (name, value) in url::form_urlencoded::parse(body.as_bytes()) {
            match name.as_ref() {
                "seen" => form.seen.extend(SeenRequest::parse(&value)),
                "comment" => form.comment = value.replace("\r\n", "\n"),
                _ => {}
            }
        }
        form
    }
}
