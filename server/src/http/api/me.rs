//! GET /me and /clusters.

use axum::{Json, extract::State};
use roleport_app::portal::Portal as _;
use roleport_domain::token::TokenScope;

use super::{
    problem::Problem,
    token::Caller,
    views::{Cluster, Clusters, Me},
};
use crate::http::AppState;

/// Who asks
///
/// The person whom the token stands for, and what it may be used for. Any token may ask.
#[utoipa::path(get, path = "/me", operation_id = "who_asks", tag = "Me", responses((status = 200, description = "Who asks", body = Me)))]
pub(super) async fn me(Caller(bearer): Caller) -> Json<Me> {
    Json(bearer.into())
}

/// Clusters
///
/// The clusters that a request can name. Scope: `read`.
#[utoipa::path(get, path = "/clusters", operation_id = "list_clusters", tag = "Roles", responses((status = 200, description = "All clusters", body = Clusters)))]
pub(super) async fn clusters(
    State(state): State<AppState>,
    caller: Caller,
) -> Result<Json<Clusters>, Problem> {
    caller.has(TokenScope::Read)?;
    let items = state.service.clusters();
    let items = items.into_iter().map(Cluster::from).collect();
    Ok(Json(Clusters { items }))
}
