//! /drafts: what somebody has begun to write, theirs alone.

use axum::{Json, extract::State};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use roleport_app::portal::Portal as _;
use roleport_domain::{authorize::Action, token::TokenScope};

use super::{
    BASE,
    input::{Body, Numbers},
    problem::Problem,
    token::Caller,
    views::{DraftDetail, Drafts},
    wire::DraftContent,
};
use crate::http::AppState;

/// List your drafts
///
/// The last saved first, at most 50. Nobody else sees them. Scope: `read`.
#[utoipa::path(get, path = "/drafts", operation_id = "list_drafts", tag = "Drafts", responses((status = 200, description = "Your drafts", body = Drafts)))]
pub(super) async fn list(
    State(state): State<AppState>,
    caller: Caller,
) -> Result<Json<Drafts>, Problem> {
    caller.has(TokenScope::Read)?;
    let drafts = state.service.drafts(&caller.0.viewer).await?;
    Ok(Json(drafts.into()))
}

/// Save a draft
///
/// Whatever it is: nothing is checked before it is submitted. The oldest of more than 50 gives way.
/// Scope: `request`.
#[utoipa::path(post, path = "/drafts", operation_id = "save_draft", tag = "Drafts",
    request_body = DraftContent,
    responses((status = 201, description = "The draft", body = DraftDetail)))]
pub(super) async fn save(
    State(state): State<AppState>,
    caller: Caller,
    Body(content): Body<DraftContent>,
) -> Result<(StatusCode, HeaderMap, Json<DraftDetail>), Problem> {
    caller.may(Action::Submit)?;
    let viewer = &caller.0.viewer;
    let id = state.service.save_draft(viewer, &content.typed()?).await?;
    let draft = state.service.draft(viewer, id).await?;
    let mut headers = HeaderMap::new();
    if let Ok(place) = HeaderValue::try_from(format!("{BASE}/drafts/{id}")) {
        headers.insert(header::LOCATION, place);
    }
    Ok((StatusCode::CREATED, headers, Json((id, draft).into())))
}

/// A draft of yours
///
/// As it was saved. Scope: `read`.
#[utoipa::path(get, path = "/drafts/{id}", operation_id = "show_draft", tag = "Drafts",
    params(("id" = i64, Path, minimum = 1, maximum = 9_223_372_036_854_775_807_i64, description = "Number of the draft")),
    responses((status = 200, description = "The draft", body = DraftDetail)))]
pub(super) async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Numbers(id): Numbers<i64>,
) -> Result<Json<DraftDetail>, Problem> {
    caller.has(TokenScope::Read)?;
    let draft = state.service.draft(&caller.0.viewer, id).await?;
    Ok(Json((id, draft).into()))
}

/// Save a draft again
///
/// In place of what it was; what is left out is empty then. Scope: `request`.
#[utoipa::path(put, path = "/drafts/{id}", operation_id = "replace_draft", tag = "Drafts",
    params(("id" = i64, Path, minimum = 1, maximum = 9_223_372_036_854_775_807_i64, description = "Number of the draft")),
    request_body = DraftContent,
    responses((status = 200, description = "The draft", body = DraftDetail)))]
pub(super) async fn replace(
    State(state): State<AppState>,
    caller: Caller,
    Numbers(id): Numbers<i64>,
    Body(content): Body<DraftContent>,
) -> Result<Json<DraftDetail>, Problem> {
    caller.may(Action::Submit)?;
    let viewer = &caller.0.viewer;
    let typed = content.typed()?;
    state.service.replace_draft(viewer, id, &typed).await?;
    let draft = state.service.draft(viewer, id).await?;
    Ok(Json((id, draft).into()))
}

/// Discard a draft
///
/// For good. Scope: `request`.
#[utoipa::path(delete, path = "/drafts/{id}", operation_id = "discard_draft", tag = "Drafts",
    params(("id" = i64, Path, minimum = 1, maximum = 9_223_372_036_854_775_807_i64, description = "Number of the draft")),
    responses((status = 204, description = "It is gone")))]
pub(super) async fn discard(
    State(state): State<AppState>,
    caller: Caller,
    Numbers(id): Numbers<i64>,
) -> Result<StatusCode, Problem> {
    caller.has(TokenScope::Request)?;
    let there = state.service.discard_draft(&caller.0.viewer, id).await?;
    there
        .then_some(StatusCode::NO_CONTENT)
        .ok_or_else(Problem::not_found)
}
