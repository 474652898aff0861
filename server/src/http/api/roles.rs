//! /roles: what there is, one of them, and asking for its removal.

use axum::{Json, extract::State};
use http::StatusCode;
use roleport_app::portal::{
    Portal as _,
    roles::{RoleQuery, TypedRoles},
};
use roleport_domain::authorize::Action;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    input::{Asked, Body, Key, Numbers, place},
    problem::Problem,
    token::Caller,
    views::{RequestDetail, RoleDetail, RolePage},
    wire::Retirement,
};
use crate::{http::AppState, service::AboutRole};

/// Longest text to search for, in characters.
const MAX_SEARCH: usize = 200;

/// Which roles, in which order; each part narrows them.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Search {
    /// Text that any column has, ignoring case.
    #[param(required = false, max_length = 200, pattern = r"^[^\x00]*$")]
    q: String,
    /// Name of the application, whole.
    #[param(required = false, example = "blue-raven")]
    app: String,
    /// Namespace, whole.
    #[param(required = false, example = "data")]
    namespace: String,
    /// Service account, whole.
    #[param(required = false)]
    service_account: String,
    /// Name of the cluster.
    #[param(required = false, example = "production")]
    cluster: String,
    /// A service that a line of the role is about, such as `s3` or `sqs`.
    #[param(required = false, example = "s3")]
    service: String,
    /// `drifted`: AWS had it otherwise than approved when it was last compared.
    #[param(required = false, example = "drifted")]
    state: String,
    /// `role`, `cluster`, `namespace` or `service-account`; with a hyphen before it the last comes first.
    #[param(required = false, example = "-namespace")]
    sort: String,
    /// The `next` of the page before, in the same order.
    #[param(minimum = 0, maximum = 9_223_372_036_854_775_807_i64)]
    after: Option<i64>,
}

/// Search roles
///
/// A page of at most 50 active roles, by name unless another order is asked for; `next` leads to the one after
/// it. Scope: `read`.
#[utoipa::path(get, path = "/roles", operation_id = "list_roles", tag = "Roles", params(Search),
    responses(
        (status = 200, description = "A page of roles", body = RolePage),
        (status = 422, description = "A filter can’t be understood; `errors` has all of them", body = Problem, content_type = "application/problem+json"),
    ))]
pub(super) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    Asked(search): Asked<Search>,
) -> Result<Json<RolePage>, Problem> {
    caller.may(Action::SeeRoles)?;
    let after = place(search.after)?;
    let typed = TypedRoles {
        q: searched(search.q)?,
        app: search.app,
        namespace: search.namespace,
        service_account: search.service_account,
        cluster: search.cluster,
        service: search.service,
        state: search.state,
        sort: search.sort,
        after: String::new(),
    };
    let asked = state.service.role_query(&typed).await?;
    let asked = RoleQuery {
        after,
        ..asked.map_err(Problem::invalid)?
    };
    let page = state.service.roles_by(&caller.0.viewer, &asked).await?;
    Ok(Json(page.into()))
}

/// A text to search for, if it can be one.
pub(super) fn searched(q: String) -> Result<String, Problem> {
    if q.chars().count() > MAX_SEARCH {
        return Err(Problem::bad_request(
            "query_invalid",
            "Shorten q to 200 characters.",
        ));
    }
    // No stored text has one, and Postgres takes none.
    if q.contains('\0') {
        return Err(Problem::bad_request(
            "query_invalid",
            "Leave the NUL character out of q.",
        ));
    }
    Ok(q)
}

/// A role
///
/// With its documents and its history. Scope: `read`.
#[utoipa::path(get, path = "/roles/{id}", operation_id = "show_role", tag = "Roles",
    params(("id" = i64, Path, minimum = 1, maximum = 9_223_372_036_854_775_807_i64, description = "Number of the role")),
    responses((status = 200, description = "The role", body = RoleDetail)))]
pub(super) async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Numbers(id): Numbers<i64>,
) -> Result<Json<RoleDetail>, Problem> {
    caller.may(Action::SeeRoles)?;
    let role = state.service.role(&caller.0.viewer, id).await?;
    Ok(Json(role.into()))
}

/// Ask for a role's removal
///
/// Makes a request, which others approve. The same key again gives the same request. Scope: `request`.
#[utoipa::path(post, path = "/roles/{id}/retire", operation_id = "retire_role", tag = "Roles",
    params(
        ("id" = i64, Path, minimum = 1, maximum = 9_223_372_036_854_775_807_i64, description = "Number of the role"),
        ("Idempotency-Key" = String, Header, min_length = 1, max_length = 64, pattern = "^[!-~]+$", description = "A text of yours for this removal, such as a UUID"),
    ),
    request_body = Retirement,
    responses((status = 201, description = "The request", body = RequestDetail)))]
pub(super) async fn retire(
    State(state): State<AppState>,
    caller: Caller,
    Numbers(id): Numbers<i64>,
    Key(key): Key,
    Body(asked): Body<Retirement>,
) -> Result<(StatusCode, Json<RequestDetail>), Problem> {
    ask(&state, &caller, AboutRole::Retire, id, &key, &asked).await
}

/// Ask for a role to be restored
///
/// Makes a request to bring the role in AWS back to what was approved; only where the last comparison has
/// found it otherwise. Others approve it. The same key again gives the same request. Scope: `request`.
#[utoipa::path(post, path = "/roles/{id}/restore", operation_id = "restore_role", tag = "Roles",
    params(
        ("id" = i64, Path, minimum = 1, maximum = 9_223_372_036_854_775_807_i64, description = "Number of the role"),
        ("Idempotency-Key" = String, Header, min_length = 1, max_length = 64, pattern = "^[!-~]+$", description = "A text of yours for this restoration, such as a UUID"),
    ),
    request_body = Retirement,
    responses((status = 201, description = "The request", body = RequestDetail)))]
pub(super) async fn restore(
    State(state): State<AppState>,
    caller: Caller,
    Numbers(id): Numbers<i64>,
    Key(key): Key,
    Body(asked): Body<Retirement>,
) -> Result<(StatusCode, Json<RequestDetail>), Problem> {
    ask(&state, &caller, AboutRole::Restore, id, &key, &asked).await
}

/// Compare a role with AWS
///
/// Its `check` is new in a moment. Scope: `request`.
#[utoipa::path(post, path = "/roles/{id}/check", operation_id = "check_role", tag = "Roles",
    params(("id" = i64, Path, minimum = 1, maximum = 9_223_372_036_854_775_807_i64, description = "Number of the role")),
    responses((status = 202, description = "It is compared soon")))]
pub(super) async fn check(
    State(state): State<AppState>,
    caller: Caller,
    Numbers(id): Numbers<i64>,
) -> Result<StatusCode, Problem> {
    caller.may(Action::Submit)?;
    state.service.check_role(&caller.0.viewer, id).await?;
    Ok(StatusCode::ACCEPTED)
}

async fn ask(
    state: &AppState,
    caller: &Caller,
    about: AboutRole,
    id: i64,
    key: &str,
    asked: &Retirement,
) -> Result<(StatusCode, Json<RequestDetail>), Problem> {
    caller.may(Action::Submit)?;
    let viewer = &caller.0.viewer;
    // The service knows keys by their author alone: one that was used for something else, or for
    // another role, must not give that.
    let key = format!("{} {id} {key}", about.kind());
    let service = &state.service;
    let id = service
        .ask_about(viewer, about, id, &asked.reason, &key)
        .await?;
    let request = service.request(viewer, id).await?;
    Ok((StatusCode::CREATED, Json(request.into())))
}
