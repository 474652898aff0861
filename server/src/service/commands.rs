//! Commands on a request: who may, in which state, and what follows, in one transaction.

use roleport_app::portal::{PortalError, Viewer};
use roleport_domain::{
    authorize::{Action, Subject, may},
    lifecycle::{Command, RequestState},
};
use serde_json::json;

use super::{Service, broken};
use crate::{
    store::{
        StoreError,
        events::{self, NewEvent},
        requests::{self, NewDecision, RequestRow},
    },
    worker,
};

/// A comment's limit, in characters.
const MAX_COMMENT: usize = 4000;

/// Why a command was not carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CommandError {
    /// A page that says why.
    Portal(PortalError),
    /// The comment is not as it must be.
    Comment(String),
}

impl From<PortalError> for CommandError {
    fn from(error: PortalError) -> Self {
        Self::Portal(error)
    }
}

/// What a person sends with a command.
#[derive(Debug, Clone, Copy)]
pub struct Sent<'a> {
    /// The version the person saw.
    pub version: i32,
    /// The content the person saw.
    pub hash: &'a str,
    /// What they wrote.
    pub comment: &'a str,
}

impl Service {
    /// Carries out one command of a person on a request.
    ///
    /// # Errors
    /// [`CommandError`]: forbidden, lost a race, no such request, or a comment that is missing.
    pub async fn command(
        &self,
        viewer: &Viewer,
        id: i64,
        command: Command,
        sent: Sent<'_>,
    ) -> Result<(), CommandError> {
        let mut tx = self.pool.begin().await.map_err(broken)?;
        let row = requests::find(&mut tx, id)
            .await?
            .ok_or(PortalError::NotFound)?;
        let state = row.state()?;
        let (action, kind, words) = wording(command)?;
        let subject = Subject {
            roles: &viewer.roles,
            is_author: row.author_id == viewer.person_id,
        };
        if let Err(refusal) = may(subject, action, Some(state)) {
            // Someone else was faster, or the person never may: the two need different answers.
            let error = if state.next(command).is_err() {
                conflict(state)
            } else {
                PortalError::Forbidden(refusal.message)
            };
            drop(tx);
            self.record_refusal(viewer, &row, &error, words).await?;
            return Err(error.into());
        }
        let next = state.next(command).map_err(|_| conflict(state))?;
        if row.version != sent.version {
            return Err(conflict(state).into());
        }
        let comment = sent.comment.trim();
        check_comment(command, comment)?;
        if matches!(command, Command::Approve | Command::Reject) {
            if row.hash != sent.hash {
                return Err(PortalError::Conflict(
                    "This request's content has changed since you opened it. Read it again before you decide.".to_owned(),
                )
                .into());
            }
            requests::decide(
                &mut tx,
                NewDecision {
                    request_id: id,
                    author_id: row.author_id,
                    person_id: viewer.person_id,
                    verdict: next.as_str(),
                    comment,
                    hash: sent.hash,
                },
            )
            .await
            .map_err(|error| refused(error, state))?;
        }
        requests::transition(&mut tx, id, (state, row.version), next, None)
            .await
            .map_err(|error| refused(error, state))?;
        if next == RequestState::Approved {
            worker::enqueue(&self.pool, &mut tx, &row.cluster_spec.account_id, id).await?;
        }
        events::append(
            &mut tx,
            NewEvent {
                request_id: Some(id),
                role_id: row.role_id,
                comment: (!comment.is_empty()).then_some(comment),
                before: Some(&json!({ "state": state })),
                after: Some(&json!({ "state": next })),
                ..NewEvent::by(viewer, kind, words)
            },
        )
        .await?;
        tx.commit().await.map_err(broken)?;
        Ok(())
    }

    /// Refused attempts are part of the history.
    async fn record_refusal(
        &self,
        viewer: &Viewer,
        row: &RequestRow,
        error: &PortalError,
        words: &str,
    ) -> Result<(), CommandError> {
        let PortalError::Forbidden(reason) = error else {
            return Ok(());
        };
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        events::append(
            &mut conn,
            NewEvent {
                request_id: Some(row.id),
                role_id: row.role_id,
                comment: Some(reason),
                ..NewEvent::by(viewer, "request.refused", &format!("was refused: {words}"))
            },
        )
        .await?;
        Ok(())
    }
}

/// The right it needs, the event it leaves, and the words of it.
fn wording(command: Command) -> Result<(Action, &'static str, &'static str), PortalError> {
    match command {
        Command::Approve => Ok((Action::Approve, "request.approved", "approved the request")),
        Command::Reject => Ok((Action::Reject, "request.rejected", "rejected the request")),
        Command::Withdraw => Ok((
            Action::Withdraw,
            "request.withdrawn",
            "withdrew the request",
        )),
        Command::Retry => Ok((Action::Retry, "request.retried", "asked to apply it again")),
        Command::GiveUp => Ok((Action::GiveUp, "request.given_up", "gave the request up")),
        Command::Start | Command::Succeed | Command::Fail => Err(PortalError::Forbidden(
            "Only the worker does this.".to_owned(),
        )),
    }
}

fn check_comment(command: Command, comment: &str) -> Result<(), CommandError> {
    if command == Command::Reject && comment.is_empty() {
        return Err(CommandError::Comment(
            "Say why you reject it, so that the requester knows what to do next.".to_owned(),
        ));
    }
    let length = comment.chars().count();
    if length > MAX_COMMENT {
        return Err(CommandError::Comment(format!(
            "The comment has {length} characters. Shorten it to {MAX_COMMENT}."
        )));
    }
    Ok(())
}

fn conflict(state: RequestState) -> PortalError {
    PortalError::Conflict(format!(
        "This request is {} now. Somebody was faster, or this page was opened before that.",
        state.label().to_lowercase()
    ))
}

/// A lost race, told as one; two decisions at once end in the constraint, not in the version.
fn refused(error: StoreError, state: RequestState) -> CommandError {
    match error {
        StoreError::Stale => conflict(state).into(),
        StoreError::Refused(name) if name == "decisions_once" => PortalError::Conflict(
            "Somebody else has decided on this request at the same moment.".to_owned(),
        )
        .into(),
        StoreError::Refused(name) if name == "decisions_four_eyes" => PortalError::Forbidden(
            "You wrote this request, so somebody else has to decide on it.".to_owned(),
        )
        .into(),
        other => other.into(),
    }
}
