//! POST /requests/{id}/{command}: what the buttons of a request's page do.

use axum::{Json, extract::State};
use http::StatusCode;
use roleport_app::portal::Portal as _;
use roleport_domain::{authorize::Action, lifecycle::Command};

use super::{
    input::{Body, Numbers},
    problem::Problem,
    token::Caller,
    views::RequestDetail,
    wire::Decision,
};
use crate::{http::AppState, service::Sent};

/// Carries a command out; gives the request as it is then.
async fn command(
    state: &AppState,
    caller: &Caller,
    id: i64,
    command: Command,
    decision: &Decision,
) -> Result<Json<RequestDetail>, Problem> {
    let action = Action::of(command).ok_or_else(Problem::not_found)?;
    caller.may(action)?;
    let viewer = &caller.0.viewer;
    let sent = Sent {
        version: decision.version,
        hash: &decision.hash,
        plan: &decision.plan,
        comment: &decision.comment,
    };
    state.service.command(viewer, id, command, sent).await?;
    let request = state.service.request(viewer, id).await?;
    Ok(Json(request.into()))
}

/// One operation a command; they differ in nothing but their names and words.
macro_rules! operation {
    ($name:ident, $id:tt, $path:tt, $command:ident, $summary:tt, $description:tt) => {
        #[utoipa::path(post, path = $path, operation_id = $id, tag = "Decisions", summary = $summary, description = $description,
            params(("id" = i64, Path, minimum = 1, maximum = 9_223_372_036_854_775_807_i64, description = "Number of the request")),
            request_body = Decision,
            responses((status = 200, description = "The request as it is now", body = RequestDetail)))]
        pub(super) async fn $name(
            State(state): State<AppState>,
            caller: Caller,
            Numbers(id): Numbers<i64>,
            Body(decision): Body<Decision>,
        ) -> Result<Json<RequestDetail>, Problem> {
            command(&state, &caller, id, Command::$command, &decision).await
        }
    };
}

operation!(
    approve,
    "approve_request",
    "/requests/{id}/approve",
    Approve,
    "Approve a request",
    "Decides for the content of this `hash` and for this `plan`. Where the rules want more people, it waits for them. Scope: `decide`."
);
operation!(
    reject,
    "reject_request",
    "/requests/{id}/reject",
    Reject,
    "Reject a request",
    "Needs a `comment`. Scope: `decide`."
);
operation!(
    request_changes,
    "request_changes",
    "/requests/{id}/request-changes",
    RequestChanges,
    "Ask for changes",
    "Gives the request back to its author. Needs a `comment`. Scope: `decide`."
);
operation!(
    answer,
    "answer_request",
    "/requests/{id}/answer",
    Answer,
    "Answer the approvers",
    "Sends the request back to them as it is. Needs a `comment`. Scope: `request`."
);
operation!(
    withdraw,
    "withdraw_request",
    "/requests/{id}/withdraw",
    Withdraw,
    "Withdraw a request",
    "Takes your own request back. Scope: `request`."
);
operation!(
    break_glass,
    "break_glass",
    "/requests/{id}/break-glass",
    BreakGlass,
    "Break the glass",
    "An admin approves alone, in an emergency; the request stays marked. Needs a `comment`. Scope: `admin`."
);
operation!(
    retry,
    "retry_request",
    "/requests/{id}/retry",
    Retry,
    "Retry a failed request",
    "Has the worker go on. Scope: `request`."
);
operation!(
    give_up,
    "give_up_request",
    "/requests/{id}/give-up",
    GiveUp,
    "Give a failed request up",
    "Closes it. Scope: `request`."
);
operation!(
    call_off,
    "call_off_request",
    "/requests/{id}/call-off",
    CallOff,
    "Call an approved request off",
    "Before anything was sent, such as a retirement while it waits. Scope: `request`."
);

/// Read AWS again
///
/// Plans the request once more from what AWS shows; its `plan` is new in a moment. Scope: `request`.
#[utoipa::path(post, path = "/requests/{id}/plan", operation_id = "plan_request", tag = "Requests",
    params(("id" = i64, Path, minimum = 1, maximum = 9_223_372_036_854_775_807_i64, description = "Number of the request")),
    responses((status = 202, description = "It is read soon")))]
pub(super) async fn plan_again(
    State(state): State<AppState>,
    caller: Caller,
    Numbers(id): Numbers<i64>,
) -> Result<StatusCode, Problem> {
    caller.may(Action::Comment)?;
    state.service.plan_again(&caller.0.viewer, id).await?;
    Ok(StatusCode::ACCEPTED)
}
