//! /requests/{id}/comments: what is said about a request.

use axum::{Json, extract::State};
use http::StatusCode;
use roleport_app::portal::Portal as _;
use roleport_domain::authorize::Action;

use super::{
    input::{Body, Numbers},
    problem::Problem,
    token::Caller,
    views::Comments,
    wire::{EditedComment, NewComment},
};
use crate::{http::AppState, service::LineNumber};

/// Read the comments
///
/// Oldest first. Scope: `read`.
#[utoipa::path(get, path = "/requests/{id}/comments", operation_id = "list_comments", tag = "Comments",
    params(("id" = i64, Path, minimum = 1, maximum = 9_223_372_036_854_775_807_i64, description = "Number of the request")),
    responses((status = 200, description = "All comments", body = Comments)))]
pub(super) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    Numbers(id): Numbers<i64>,
) -> Result<Json<Comments>, Problem> {
    caller.may(Action::SeeRequest)?;
    let request = state.service.request(&caller.0.viewer, id).await?;
    Ok(Json(request.into()))
}

/// Comment
///
/// Adds a comment, on the whole request or on one of its lines of access; gives all of them. Scope: `request`.
#[utoipa::path(post, path = "/requests/{id}/comments", operation_id = "add_comment", tag = "Comments",
    params(("id" = i64, Path, minimum = 1, maximum = 9_223_372_036_854_775_807_i64, description = "Number of the request")),
    request_body = NewComment,
    responses((status = 201, description = "All comments", body = Comments)))]
pub(super) async fn add(
    State(state): State<AppState>,
    caller: Caller,
    Numbers(id): Numbers<i64>,
    Body(new): Body<NewComment>,
) -> Result<(StatusCode, Json<Comments>), Problem> {
    caller.may(Action::Comment)?;
    let viewer = &caller.0.viewer;
    match new.about {
        Some(about) => {
            let about = LineNumber {
                revision: about.revision,
                line: about.line,
            };
            state
                .service
                .comment_on_line(viewer, id, about, &new.body)
                .await?;
        }
        None => state.service.comment(viewer, id, &new.body).await?,
    }
    let request = state.service.request(viewer, id).await?;
    Ok((StatusCode::CREATED, Json(request.into())))
}

/// Edit a comment
///
/// Gives one of your comments another text; the earlier one stays readable on the request's page.
/// Status 409 when the comment has another version by now. Scope: `request`.
#[utoipa::path(put, path = "/requests/{id}/comments/{comment}", operation_id = "edit_comment", tag = "Comments",
    params(
        ("id" = i64, Path, minimum = 1, maximum = 9_223_372_036_854_775_807_i64, description = "Number of the request"),
        ("comment" = i64, Path, minimum = 1, maximum = 9_223_372_036_854_775_807_i64, description = "Number of the comment"),
    ),
    request_body = EditedComment,
    responses((status = 200, description = "All comments", body = Comments)))]
pub(super) async fn edit(
    State(state): State<AppState>,
    caller: Caller,
    Numbers((id, comment)): Numbers<(i64, i64)>,
    Body(new): Body<EditedComment>,
) -> Result<Json<Comments>, Problem> {
    caller.may(Action::Comment)?;
    let viewer = &caller.0.viewer;
    state
        .service
        .edit_comment(viewer, id, comment, new.version, &new.body)
        .await?;
    let request = state.service.request(viewer, id).await?;
    Ok(Json(request.into()))
}
