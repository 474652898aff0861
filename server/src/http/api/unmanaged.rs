//! /unmanaged-roles: roles in AWS that are not Roleport's, and asking for their adoption.

use axum::{Json, extract::State};
use http::StatusCode;
use roleport_app::portal::{Portal as _, adoption::TypedAdoption};
use roleport_domain::authorize::Action;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{
    input::{Asked, Body, Key, Numbers, place},
    problem::Problem,
    roles::searched,
    token::Caller,
    views::{RequestDetail, TableResult, UnmanagedRole, UnmanagedRolePage},
};
use crate::http::AppState;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Sought {
    /// Text that the name, the namespace or the service account has, ignoring case.
    #[serde(default)]
    #[param(required = false, max_length = 200, pattern = r"^[^\x00]*$")]
    q: String,
    /// The `next` of the page before.
    #[param(minimum = 0, maximum = 9_223_372_036_854_775_807_i64)]
    after: Option<i64>,
}

/// For whom a role is adopted, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Adoption {
    /// Application name; without it the one that is suggested.
    #[schema(max_length = 53, pattern = r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")]
    app: Option<String>,
    /// Kubernetes namespace; without it the one that is suggested.
    #[schema(max_length = 63, pattern = r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")]
    namespace: Option<String>,
    /// Kubernetes service account; without it the one that is suggested. AWS has to let it in already.
    #[schema(max_length = 253)]
    service_account: Option<String>,
    /// Why.
    #[schema(min_length = 1, example = "It was made by hand two years ago.")]
    reason: String,
}

/// A table of roles that was kept by hand.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    /// With a line of titles: `iam_role`, `namespace`, `service_account`, `permissions`; at most 500 lines.
    #[schema(
        example = "iam_role,namespace,service_account,permissions\narn:aws:iam::123456789012:role/boa,boa,boa,s3://events"
    )]
    table: String,
}

/// Roles to adopt
///
/// Roles in AWS that let pods of the clusters in and are not Roleport's, as AWS was last read: at most 50 by name;
/// `next` leads to the page after. For approvers, auditors and admins. Scope: `read`.
#[utoipa::path(get, path = "/unmanaged-roles", operation_id = "list_unmanaged_roles", tag = "Adoption", params(Sought),
    responses((status = 200, description = "A page of roles", body = UnmanagedRolePage)))]
pub(super) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    Asked(Sought { q, after }): Asked<Sought>,
) -> Result<Json<UnmanagedRolePage>, Problem> {
    caller.may(Action::SeeUnmanaged)?;
    let after = place(after)?;
    let q = searched(q)?;
    let page = state.service.unmanaged(&caller.0.viewer, &q, after).await?;
    Ok(Json(page.into()))
}

/// A role to adopt
///
/// With its documents as AWS has them. Scope: `read`.
#[utoipa::path(get, path = "/unmanaged-roles/{id}", operation_id = "show_unmanaged_role", tag = "Adoption",
    params(("id" = i64, Path, minimum = 1, maximum = 9_223_372_036_854_775_807_i64, description = "Its number in the list")),
    responses((status = 200, description = "The role", body = UnmanagedRole)))]
pub(super) async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Numbers(id): Numbers<i64>,
) -> Result<Json<UnmanagedRole>, Problem> {
    caller.may(Action::SeeUnmanaged)?;
    let role = state.service.unmanaged_role(&caller.0.viewer, id).await?;
    Ok(Json(role.into()))
}

/// Read AWS for such roles
///
/// The list is new in a moment. For approvers and admins. Scope: `request`.
#[utoipa::path(post, path = "/unmanaged-roles/read", operation_id = "read_unmanaged_roles", tag = "Adoption",
    responses((status = 202, description = "AWS is read soon")))]
pub(super) async fn read(
    State(state): State<AppState>,
    caller: Caller,
) -> Result<StatusCode, Problem> {
    caller.may(Action::Adopt)?;
    state.service.search_roles(&caller.0.viewer).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Compare a table with AWS
///
/// Tells of each line what it comes to; makes nothing. For approvers and admins. Scope: `request`.
#[utoipa::path(post, path = "/unmanaged-roles/table", operation_id = "compare_table", tag = "Adoption",
    request_body = Table,
    responses((status = 200, description = "What each line comes to", body = TableResult)))]
pub(super) async fn table(
    State(state): State<AppState>,
    caller: Caller,
    Body(Table { table }): Body<Table>,
) -> Result<Json<TableResult>, Problem> {
    caller.may(Action::Adopt)?;
    let lines = state.service.read_table(&caller.0.viewer, &table).await?;
    Ok(Json(lines.into()))
}

/// Ask for a role's adoption
///
/// Makes a request, which others approve. The same key again gives the same request. For approvers and admins.
/// Scope: `request`.
#[utoipa::path(post, path = "/unmanaged-roles/{id}/adopt", operation_id = "adopt_role", tag = "Adoption",
    params(
        ("id" = i64, Path, minimum = 1, maximum = 9_223_372_036_854_775_807_i64, description = "Its number in the list"),
        ("Idempotency-Key" = String, Header, min_length = 1, max_length = 64, pattern = "^[!-~]+$", description = "A text of yours for this adoption, such as a UUID"),
    ),
    request_body = Adoption,
    responses((status = 201, description = "The request", body = RequestDetail)))]
pub(super) async fn adopt(
    State(state): State<AppState>,
    caller: Caller,
    Numbers(id): Numbers<i64>,
    Key(key): Key,
    Body(asked): Body<Adoption>,
) -> Result<(StatusCode, Json<RequestDetail>), Problem> {
    caller.may(Action::Adopt)?;
    let viewer = &caller.0.viewer;
    let service = &state.service;
    let suggested = service.suggested_adoption(viewer, id).await?;
    let typed = TypedAdoption {
        app: asked.app.unwrap_or(suggested.app),
        namespace: asked.namespace.unwrap_or(suggested.namespace),
        service_account: asked.service_account.unwrap_or(suggested.service_account),
        reason: asked.reason,
    };
    // As for other questions about a role: a key that was used for something else must not give that.
    let key = format!("adopt {id} {key}");
    let id = service.adopt(viewer, id, &typed, &key).await?;
    let request = service.request(viewer, id).await?;
    Ok((StatusCode::CREATED, Json(request.into())))
}
