//! What a request would make and whom it would need, without submitting it.

use axum::{Json, extract::State};
use roleport_app::portal::{Portal as _, PortalError, Review};
use roleport_domain::authorize::Action;

use super::{
    input::{Body, Numbers},
    problem::Problem,
    token::Caller,
    views::Preview,
    wire::{NewRequest, NewRevision},
};
use crate::http::AppState;
use roleport_lang::text;

/// Preview a request
///
/// What it would make and whose approval it would need; status 422 with everything that is wrong
/// with it. Nothing is submitted. Scope: `request`.
#[utoipa::path(post, path = "/preview", operation_id = "preview_request", tag = "Requests",
    request_body = NewRequest,
    responses((status = 200, description = "What it would make", body = Preview)))]
pub(super) async fn request(
    State(state): State<AppState>,
    caller: Caller,
    Body(new): Body<NewRequest>,
) -> Result<Json<Preview>, Problem> {
    caller.may(Action::Submit)?;
    // No key of a request that was submitted: this is none.
    let typed = new.typed("preview".to_owned())?;
    answer(state.service.review(&caller.0.viewer, &typed).await?)
}

fn answer(review: Review) -> Result<Json<Preview>, Problem> {
    if review.preview.valid {
        Ok(Json(review.into()))
    } else {
        Err(Problem::invalid(review.preview.errors))
    }
}

/// Preview a revision
///
/// As for a new request; what is left out is as it is in the request now. Status 409 when it has
/// another version by now. Scope: `request`.
#[utoipa::path(post, path = "/requests/{id}/preview", operation_id = "preview_revision", tag = "Requests",
    params(("id" = i64, Path, minimum = 1, maximum = 9_223_372_036_854_775_807_i64, description = "Number of the request")),
    request_body = NewRevision,
    responses((status = 200, description = "What it would make", body = Preview)))]
pub(super) async fn revision(
    State(state): State<AppState>,
    caller: Caller,
    Numbers(id): Numbers<i64>,
    Body(new): Body<NewRevision>,
) -> Result<Json<Preview>, Problem> {
    caller.may(Action::Edit)?;
    let viewer = &caller.0.viewer;
    let old = state.service.request(viewer, id).await?;
    if !old.allowed.edit {
        return Err(PortalError::Conflict(text!(
            answers_no_edit_now,
            id = id,
            state = old.summary.state.words()
        ))
        .into());
    }
    if old.version != new.version {
        return Err(Problem::changed());
    }
    let typed = new.typed(id, state.service.typed(viewer, id).await?)?;
    answer(state.service.review(viewer, &typed).await?)
}
