//! Liveness and readiness.

use axum::extract::State;
use http::StatusCode;

use super::AppState;

/// The process answers.
pub(super) async fn alive() -> &'static str {
    "ok"
}

/// The process can serve: the database answers.
pub(super) async fn ready(State(state): State<AppState>) -> (StatusCode, &'static str) {
    match sqlx::query_scalar!(r#"select 1 as "one!""#)
        .fetch_one(&state.pool)
        .await
    {
        Ok(_) => (StatusCode::OK, "ok"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the database does not answer",
            )
        }
    }
}
