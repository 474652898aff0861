//! POST /rules and /rules/{version}/{decision}.

use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use http::Uri;
use roleport_app::portal::{PortalError, PostedRules};
use serde::Deserialize;
use tower_sessions::Session;

use super::{AppState, pages};
use crate::service::{CommandError, ProposalDecision, ProposeError};

const PATH: &str = "/rules";

#[derive(Debug, Deserialize)]
pub(super) struct Proposal {
    source: String,
    #[serde(default)]
    comment: String,
}

/// Handles a proposal.
pub(super) async fn propose(
    State(state): State<AppState>,
    session: Session,
    Form(proposal): Form<Proposal>,
) -> Response {
    let uri = Uri::from_static(PATH);
    let viewer = match pages::signed_in(&state, &session, &uri).await {
        Ok(viewer) => viewer,
        Err(answer) => return answer,
    };
    let source = proposal.source.replace("\r\n", "\n");
    let comment = proposal.comment.replace("\r\n", "\n");
    match state
        .service
        .propose_rules(&viewer, &source, &comment)
        .await
    {
        Ok(_) => Redirect::to(PATH).into_response(),
        Err(ProposeError::Portal(error)) => pages::error_page(&state, Some(viewer), &error).await,
        Err(ProposeError::Problems {
            source: problems,
            comment: comment_problem,
        }) => {
            let posted = PostedRules {
                source,
                comment,
                problems,
                comment_problem,
            };
            pages::refused(&state, viewer, &uri, posted).await
        }
    }
}

/// Handles a decision on a proposal.
pub(super) async fn decide(
    State(state): State<AppState>,
    session: Session,
    Path((version, decision)): Path<(i64, String)>,
) -> Response {
    let viewer = match pages::signed_in(&state, &session, &Uri::from_static(PATH)).await {
        Ok(viewer) => viewer,
        Err(answer) => return answer,
    };
    let decision = match decision.as_str() {
        "activate" => ProposalDecision::Activate,
        "reject" => ProposalDecision::Reject,
        "withdraw" => ProposalDecision::Withdraw,
        _ => return pages::error_page(&state, Some(viewer), &PortalError::NotFound).await,
    };
    match state.service.decide_rules(&viewer, version, decision).await {
        Ok(()) => Redirect::to(PATH).into_response(),
        Err(CommandError::Portal(error)) => pages::error_page(&state, Some(viewer), &error).await,
        Err(CommandError::Comment(text)) => {
            pages::error_page(&state, Some(viewer), &PortalError::Conflict(text)).await
        }
    }
}
