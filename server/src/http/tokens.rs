//! POST /tokens and /tokens/{id}/revoke.

use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use http::{StatusCode, Uri};
use leptos::prelude::provide_context;
use roleport_app::portal::tokens::{PostedToken, TypedToken};
use roleport_domain::token::{TokenKind, TokenScope};
use tower_sessions::Session;

use super::{AppState, pages};
use crate::service::SubmitError;

const PATH: &str = "/tokens";

/// Makes a token. The answer is the page with the token on it: a redirect would have to keep its
/// text somewhere. The same form again is refused, since the name is taken then.
pub(super) async fn create(
    State(state): State<AppState>,
    session: Session,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let uri = Uri::from_static(PATH);
    let viewer = match pages::signed_in(&state, &session, &uri).await {
        Ok(viewer) => viewer,
        Err(answer) => return answer,
    };
    let typed = read(pairs);
    let (status, posted) = match state.service.create_token(&viewer, &typed).await {
        Ok(token) => (
            StatusCode::OK,
            PostedToken {
                made: Some(token),
                ..PostedToken::default()
            },
        ),
        Err(SubmitError::Fields(errors)) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            PostedToken {
                typed,
                errors,
                made: None,
            },
        ),
        Err(SubmitError::Portal(error)) => {
            return pages::error_page(&state, Some(viewer), &error).await;
        }
    };
    let mut response = pages::render(&state, Some(viewer), &uri, move || {
        provide_context(posted.clone());
    })
    .await;
    *response.status_mut() = status;
    response
}

/// Revokes a token.
pub(super) async fn revoke(
    State(state): State<AppState>,
    session: Session,
    Path(id): Path<i64>,
) -> Response {
    let viewer = match pages::signed_in(&state, &session, &Uri::from_static(PATH)).await {
        Ok(viewer) => viewer,
        Err(answer) => return answer,
    };
    match state.service.revoke_token(&viewer, id).await {
        Ok(()) => Redirect::to(PATH).into_response(),
        Err(error) => pages::error_page(&state, Some(viewer), &error).await,
    }
}

/// Reads the pairs of the form; what it does not know it leaves out.
fn read(pairs: Vec<(String, String)>) -> TypedToken {
    let mut typed = TypedToken {
        name: String::new(),
        kind: TokenKind::Personal,
        scopes: Vec::new(),
        days: 0,
    };
    for (name, value) in pairs {
        match name.as_str() {
            "name" => typed.name = value,
            "kind" => typed.kind = value.parse().unwrap_or(TokenKind::Personal),
            "scope" => typed.scopes.extend(value.parse::<TokenScope>().ok()),
            "days" => typed.days = value.parse().unwrap_or_default(),
            _ => {}
        }
    }
    typed.scopes.sort_unstable();
    typed.scopes.dedup();
    typed
}
