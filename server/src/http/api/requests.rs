//! /requests: lists, a new one, one of them, and a new revision of it.

use axum::{Json, extract::State};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use roleport_app::portal::{Portal as _, RequestView};
use roleport_domain::authorize::Action;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{
    BASE,
    input::{Asked, Body, Key, Numbers, place},
    problem::Problem,
    token::Caller,
    views::{Comparison, RequestDetail, RequestPage},
    wire::{NewRequest, NewRevision},
};
use crate::http::AppState;

/// Which requests a list shows.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum View {
    /// Those that wait for a decision, oldest first.
    Queue,
    /// Those that wait for a decision, those with the most to look at twice first.
    Riskiest,
    /// Yours, newest first.
    Mine,
    /// All, newest first.
    #[default]
    All,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Which {
    /// Which requests; all without it.
    #[serde(default)]
    #[param(required = false, inline)]
    view: View,
    /// The `next` of the page before.
    #[param(minimum = 0, maximum = 9_223_372_036_854_775_807_i64)]
    after: Option<i64>,
}

/// List requests
///
/// A page of at most 50; `next` leads to the one after it. Scope: `read`.
#[utoipa::path(get, path = "/requests", operation_id = "list_requests", tag = "Requests", params(Which), responses((status = 200, description = "A page of requests", body = RequestPage)))]
pub(super) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    Asked(which): Asked<Which>,
) -> Result<Json<RequestPage>, Problem> {
    caller.may(Action::SeeRequest)?;
    let after = place(which.after)?;
    let view = match which.view {
        View::Queue => RequestView::Queue,
        View::Riskiest => RequestView::Riskiest,
        View::Mine => RequestView::Mine,
        View::All => RequestView::All,
    };
    let page = state
        .service
        .requests(&caller.0.viewer, view, after)
        .await?;
    Ok(Json(page.into()))
}

/// Submit a request
///
/// For a new role, or for other grants of one. The same key again gives the same request. Scope: `request`.
#[utoipa::path(post, path = "/requests", operation_id = "submit_request", tag = "Requests",
    params(("Idempotency-Key" = String, Header, min_length = 1, max_length = 64, pattern = "^[!-~]+$", description = "A text of yours for this request, such as a UUID")),
    request_body = NewRequest,
    responses((status = 201, description = "The request", body = RequestDetail)))]
pub(super) async fn submit(
    State(state): State<AppState>,
    caller: Caller,
    Key(key): Key,
    Body(new): Body<NewRequest>,
) -> Result<(StatusCode, HeaderMap, Json<RequestDetail>), Problem> {
    caller.may(Action::Submit)?;
    let typed = new.typed(key)?;
    let viewer = &caller.0.viewer;
    let id = state.service.submit(viewer, &typed).await?;
    let request = state.service.request(viewer, id).await?;
    let mut headers = HeaderMap::new();
    if let Ok(place) = HeaderValue::try_from(format!("{BASE}/requests/{id}")) {
        headers.insert(header::LOCATION, place);
    }
    Ok((StatusCode::CREATED, headers, Json(request.into())))
}

/// A request
///
/// With everything that its page shows, the comments apart. Scope: `read`.
#[utoipa::path(get, path = "/requests/{id}", operation_id = "show_request", tag = "Requests",
    params(("id" = i64, Path, minimum = 1, maximum = 9_223_372_036_854_775_807_i64, description = "Number of the request")),
    responses((status = 200, description = "The request", body = RequestDetail)))]
pub(super) async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Numbers(id): Numbers<i64>,
) -> Result<Json<RequestDetail>, Problem> {
    caller.may(Action::SeeRequest)?;
    let request = state.service.request(&caller.0.viewer, id).await?;
    Ok(Json(request.into()))
}

/// Write a new revision
///
/// Sends other content to the approvers; approvals of the ones before count no more. Status 409
/// when the request has another version by now. Scope: `request`.
#[utoipa::path(put, path = "/requests/{id}", operation_id = "revise_request", tag = "Requests",
    params(("id" = i64, Path, minimum = 1, maximum = 9_223_372_036_854_775_807_i64, description = "Number of the request")),
    request_body = NewRevision,
    responses((status = 200, description = "The request as it is now", body = RequestDetail)))]
pub(super) async fn revise(
    State(state): State<AppState>,
    caller: Caller,
    Numbers(id): Numbers<i64>,
    Body(new): Body<NewRevision>,
) -> Result<Json<RequestDetail>, Problem> {
    caller.may(Action::Edit)?;
    let viewer = &caller.0.viewer;
    let version = new.version;
    let typed = new.typed(id, state.service.typed(viewer, id).await?)?;
    state.service.revise(viewer, (id, version), &typed).await?;
    let request = state.service.request(viewer, id).await?;
    Ok(Json(request.into()))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Between {
    /// The earlier revision; the one before the last without it.
    #[param(minimum = 1, maximum = 2_147_483_647)]
    from: Option<i32>,
    /// The later revision; the last without it.
    #[param(minimum = 1, maximum = 2_147_483_647)]
    to: Option<i32>,
}

/// Compare two revisions
///
/// The last two when none are named. Scope: `read`.
#[utoipa::path(get, path = "/requests/{id}/revisions", operation_id = "compare_revisions", tag = "Requests",
    params(("id" = i64, Path, minimum = 1, maximum = 9_223_372_036_854_775_807_i64, description = "Number of the request"), Between),
    responses((status = 200, description = "The difference", body = Comparison)))]
pub(super) async fn revisions(
    State(state): State<AppState>,
    caller: Caller,
    Numbers(id): Numbers<i64>,
    Asked(between): Asked<Between>,
) -> Result<Json<Comparison>, Problem> {
    caller.may(Action::SeeRequest)?;
    let comparison = state
        .service
        .compare(&caller.0.viewer, id, between.from, between.to)
        .await?;
    Ok(Json(comparison.into()))
}
