//! GET /me and /clusters.

use axum::{Json, extract::State};
use roleport_app::portal::Portal as _;
use roleport_domain::token::TokenScope;

use super::{
    problem::Problem,
    token::Caller,
    views::{Clusters, Me, Tokens},
};
use crate::http::AppState;

/// Who asks
///
/// The person whom the token stands for, and what it may be used for. Any token may ask.
#[utoipa::path(get, path = "/me", operation_id = "who_asks", tag = "Me", responses((status = 200, description = "Who asks", body = Me)))]
pub(super) async fn me(Caller(bearer): Caller) -> Json<Me> {
    Json(bearer.into())
}

/// List your tokens
///
/// Newest first, at most 200; their texts are kept nowhere. They are made and revoked on the page
/// `/tokens` alone, so that whoever finds a token can’t make it live longer. Scope: `read`.
#[utoipa::path(get, path = "/tokens", operation_id = "list_tokens", tag = "Me", responses((status = 200, description = "Your tokens", body = Tokens)))]
pub(super) async fn tokens(
    State(state): State<AppState>,
    caller: Caller,
) -> Result<Json<Tokens>, Problem> {
    caller.has(TokenScope::Read)?;
    let tokens = state.service.tokens(&caller.0.viewer).await?;
    Ok(Json(tokens.into()))
}

/// Clusters
///
/// The clusters that a request can name, and whether Roleport can do its work for each. Scope: `read`.
#[utoipa::path(get, path = "/clusters", operation_id = "list_clusters", tag = "Roles", responses((status = 200, description = "All clusters", body = Clusters)))]
pub(super) async fn clusters(
    State(state): State<AppState>,
    caller: Caller,
) -> Result<Json<Clusters>, Problem> {
    caller.has(TokenScope::Read)?;
    let clusters = state.service.clusters_health(&caller.0.viewer).await?;
    Ok(Json(clusters.into()))
}
