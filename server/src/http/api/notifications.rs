//! /deliveries and /settings: what was sent to whom, and what one wants to be told of.

use axum::{Json, extract::State};
use roleport_app::portal::{Portal as _, PortalError};
use roleport_domain::{
    authorize::Action,
    token::{TokenKind, TokenScope},
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    input::{Asked, Body, Numbers, place},
    problem::Problem,
    token::Caller,
    views::{Delivery, DeliveryPage, Settings},
    wire::NewSettings,
};
use crate::http::AppState;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct From {
    /// The `next` of the page before.
    #[param(minimum = 0, maximum = 9_223_372_036_854_775_807_i64)]
    after: Option<i64>,
}

/// List notifications
///
/// What was sent to whom and how that went: a page of at most 50, newest first; `next` leads to the
/// one after it. For auditors and admins. Scope: `read`.
#[utoipa::path(get, path = "/deliveries", operation_id = "list_deliveries", tag = "Notifications", params(From), responses((status = 200, description = "A page of notifications", body = DeliveryPage)))]
pub(super) async fn deliveries(
    State(state): State<AppState>,
    caller: Caller,
    Asked(From { after }): Asked<From>,
) -> Result<Json<DeliveryPage>, Problem> {
    caller.may(Action::SeeDeliveries)?;
    let after = place(after)?;
    let page = state.service.deliveries(&caller.0.viewer, after).await?;
    Ok(Json(page.into()))
}

/// Send a notification again
///
/// One that was sent or has failed; status 409 while it waits. For admins. Scope: `admin`.
#[utoipa::path(post, path = "/deliveries/{id}/send", operation_id = "send_again", tag = "Notifications",
    params(("id" = i64, Path, minimum = 1, maximum = 9_223_372_036_854_775_807_i64, description = "Number of the notification")),
    responses((status = 200, description = "The notification as it is now", body = Delivery)))]
pub(super) async fn send_again(
    State(state): State<AppState>,
    caller: Caller,
    Numbers(id): Numbers<i64>,
) -> Result<Json<Delivery>, Problem> {
    caller.may(Action::Redeliver)?;
    let viewer = &caller.0.viewer;
    state.service.send_again(viewer, id).await?;
    // The page that begins with it.
    let page = state.service.deliveries(viewer, id.checked_add(1)).await?;
    let line = page.lines.into_iter().find(|line| line.id == id);
    Ok(Json(line.ok_or(PortalError::NotFound)?.into()))
}

/// Read your settings
///
/// What you are told of by e-mail. Scope: `read`.
#[utoipa::path(get, path = "/settings", operation_id = "show_settings", tag = "Notifications", responses((status = 200, description = "Your settings", body = Settings)))]
pub(super) async fn settings(
    State(state): State<AppState>,
    caller: Caller,
) -> Result<Json<Settings>, Problem> {
    caller.has(TokenScope::Read)?;
    let settings = state.service.settings(&caller.0.viewer).await?;
    Ok(Json(settings.into()))
}

/// Change your settings
///
/// You are told of the topics that you name, and of no others. Not with a program’s token: the
/// settings are its person’s. Scope: `request`.
#[utoipa::path(put, path = "/settings", operation_id = "change_settings", tag = "Notifications",
    request_body = NewSettings,
    responses((status = 200, description = "Your settings as they are now", body = Settings)))]
pub(super) async fn choose(
    State(state): State<AppState>,
    caller: Caller,
    Body(new): Body<NewSettings>,
) -> Result<Json<Settings>, Problem> {
    caller.has(TokenScope::Request)?;
    if caller.0.kind == TokenKind::Service {
        return Err(Problem::forbidden(
            "not_for_programs",
            "A program’s token does not change what its person is told of. Use a personal one.",
        ));
    }
    let viewer = &caller.0.viewer;
    state.service.choose(viewer, &new.topics()).await?;
    let settings = state.service.settings(viewer).await?;
    Ok(Json(settings.into()))
}
