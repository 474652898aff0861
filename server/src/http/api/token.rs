//! Who asks: the bearer of a token, and whether the token is for this.

use std::sync::Arc;

use axum::{
    extract::{FromRequestParts, Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, header, request::Parts};
use roleport_domain::{authorize::Action, token::TokenScope};

use super::problem::Problem;
use crate::{
    http::{AppState, limit::Limiter},
    service::Bearer,
};

/// Allowances by the ids of tokens.
pub(super) type Limits = Arc<Limiter<i64>>;

/// Lets a request through that presents a good token, not too often.
pub(super) async fn check(
    State((state, limits)): State<(AppState, Limits)>,
    mut request: Request,
    next: Next,
) -> Response {
    match bearer(&state, &limits, request.headers()).await {
        Ok(bearer) => {
            request.extensions_mut().insert(bearer);
            next.run(request).await
        }
        Err(problem) => problem.into_response(),
    }
}

async fn bearer(state: &AppState, limits: &Limits, headers: &HeaderMap) -> Result<Bearer, Problem> {
    let text = presented(headers).ok_or_else(|| Problem::unauthorized(false))?;
    let bearer = state
        .service
        .bearer(text)
        .await?
        .ok_or_else(|| Problem::unauthorized(true))?;
    limits.take(&bearer.token_id).map_err(Problem::too_many)?;
    if bearer.viewer.roles.is_empty() {
        return Err(Problem::forbidden(
            "no_role",
            "This token’s person is in none of the groups that may use Roleport any more.",
        ));
    }
    Ok(bearer)
}

/// The text behind `Authorization: Bearer`; none when the header is absent or says something else.
fn presented(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, text) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| text.trim())
}

/// The bearer of the token, as [`check`] found them.
pub(super) struct Caller(pub(super) Bearer);

impl Caller {
    /// The bearer's token is for this action.
    ///
    /// # Errors
    /// 403 with the scope that it lacks.
    pub(super) fn may(&self, action: Action) -> Result<(), Problem> {
        self.has(TokenScope::needed(action))
    }

    /// The bearer's token has this scope.
    ///
    /// # Errors
    /// 403 with the scope that it lacks.
    pub(super) fn has(&self, scope: TokenScope) -> Result<(), Problem> {
        if self.0.scopes.contains(&scope) {
            return Ok(());
        }
        Err(Problem::forbidden(
            "insufficient_scope",
            format!(
                "This token lacks the scope “{}”: {}.",
                scope.as_str(),
                scope.words()
            ),
        ))
    }
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts
            .extensions
            .get::<Bearer>()
            .cloned()
            .map(Self)
            .ok_or_else(|| Problem::unauthorized(false))
    }
}
