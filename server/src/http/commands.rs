//! POST /requests/{id}/{command}: the buttons of a request's page.

use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use http::Uri;
use roleport_app::portal::{CommentPlace, PortalError, PostedComment, Viewer};
use roleport_domain::lifecycle::Command;
use serde::Deserialize;
use tower_sessions::Session;

use super::{AppState, pages};
use crate::service::{CommandError, LineNumber, Sent};

#[derive(Debug, Deserialize)]
pub(super) struct Fields {
    version: i32,
    #[serde(default)]
    hash: String,
    #[serde(default)]
    plan: String,
    #[serde(default)]
    comment: String,
}

/// Handles a button.
pub(super) async fn post(
    State(state): State<AppState>,
    session: Session,
    Path((id, command)): Path<(i64, String)>,
    Form(fields): Form<Fields>,
) -> Response {
    let viewer = match pages::signed_in(&state, &session, &page_of(id)).await {
        Ok(viewer) => viewer,
        Err(answer) => return answer,
    };
    let command = match command.as_str() {
        "approve" => Command::Approve,
        "reject" => Command::Reject,
        "request-changes" => Command::RequestChanges,
        "answer" => Command::Answer,
        "break-glass" => Command::BreakGlass,
        "withdraw" => Command::Withdraw,
        "retry" => Command::Retry,
        "give-up" => Command::GiveUp,
        "call-off" => Command::CallOff,
        _ => return pages::error_page(&state, Some(viewer), &PortalError::NotFound).await,
    };
    let place = if command == Command::BreakGlass {
        CommentPlace::BreakGlass
    } else {
        CommentPlace::Decision
    };
    let comment = fields.comment.replace("\r\n", "\n");
    let sent = Sent {
        version: fields.version,
        hash: &fields.hash,
        plan: &fields.plan,
        comment: &comment,
    };
    let done = state.service.command(&viewer, id, command, sent).await;
    answer(&state, viewer, id, done, place, comment).await
}

/// POST /requests/{id}/plan: has AWS read again.
pub(super) async fn plan_again(
    State(state): State<AppState>,
    session: Session,
    Path(id): Path<i64>,
) -> Response {
    let viewer = match pages::signed_in(&state, &session, &page_of(id)).await {
        Ok(viewer) => viewer,
        Err(answer) => return answer,
    };
    match state.service.plan_again(&viewer, id).await {
        Ok(()) => Redirect::to(&format!("{}#plan", page_of(id))).into_response(),
        Err(error) => pages::error_page(&state, Some(viewer), &error).await,
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Said {
    comment: String,
    /// With `line`: the line of access that it is about.
    revision: Option<i32>,
    line: Option<i32>,
}

impl Said {
    fn about(&self) -> Option<LineNumber> {
        let (revision, line) = self.revision.zip(self.line)?;
        Some(LineNumber { revision, line })
    }
}

/// POST /requests/{id}/comments: something to say.
pub(super) async fn comment(
    State(state): State<AppState>,
    session: Session,
    Path(id): Path<i64>,
    Form(said): Form<Said>,
) -> Response {
    let viewer = match pages::signed_in(&state, &session, &page_of(id)).await {
        Ok(viewer) => viewer,
        Err(answer) => return answer,
    };
    let comment = said.comment.replace("\r\n", "\n");
    let (place, done) = match said.about() {
        Some(about) => (
            CommentPlace::Line {
                revision: about.revision,
                number: about.line,
            },
            state
                .service
                .comment_on_line(&viewer, id, about, &comment)
                .await,
        ),
        None => (
            CommentPlace::New,
            state.service.comment(&viewer, id, &comment).await,
        ),
    };
    answer(&state, viewer, id, done, place, comment).await
}

#[derive(Debug, Deserialize)]
pub(super) struct Edited {
    comment: String,
    version: i32,
}

/// POST /requests/{id}/comments/{comment}: another text for one's own comment.
pub(super) async fn edit_comment(
    State(state): State<AppState>,
    session: Session,
    Path((id, comment_id)): Path<(i64, i64)>,
    Form(Edited { comment, version }): Form<Edited>,
) -> Response {
    let viewer = match pages::signed_in(&state, &session, &page_of(id)).await {
        Ok(viewer) => viewer,
        Err(answer) => return answer,
    };
    let comment = comment.replace("\r\n", "\n");
    let done = state
        .service
        .edit_comment(&viewer, id, comment_id, version, &comment)
        .await;
    let place = CommentPlace::Edit(comment_id);
    answer(&state, viewer, id, done, place, comment).await
}

fn page_of(id: i64) -> Uri {
    format!("/requests/{id}")
        .parse()
        .unwrap_or(Uri::from_static("/requests"))
}

/// Back to the request's page; with what was typed, where something is wrong with it.
async fn answer(
    state: &AppState,
    viewer: Viewer,
    id: i64,
    done: Result<(), CommandError>,
    place: CommentPlace,
    comment: String,
) -> Response {
    match done {
        Ok(()) => {
            let path = page_of(id);
            let back = match place {
                CommentPlace::Line { number, .. } => format!("{path}#line-{number}"),
                CommentPlace::Edit(comment) => format!("{path}#comment-{comment}"),
                CommentPlace::Decision | CommentPlace::BreakGlass | CommentPlace::New => {
                    path.path().to_owned()
                }
            };
            Redirect::to(&back).into_response()
        }
        Err(CommandError::Portal(error)) => pages::error_page(state, Some(viewer), &error).await,
        Err(CommandError::Comment(error)) => {
            let posted = PostedComment {
                place,
                comment,
                error: Some(error),
            };
            pages::refused(state, viewer, &page_of(id), posted).await
        }
    }
}
