//! Commands on a request: who may, in which state, and what follows, in one transaction.

use chrono::Utc;
use roleport_app::portal::{PortalError, Viewer};
use roleport_domain::{
    authorize::{Action, Stake, Subject, may},
    changes::changes,
    lifecycle::{Command, RequestKind, RequestState},
    rules::Standing,
};
use roleport_lang::{Text, english, text};
use serde_json::json;
use sqlx::PgConnection;

use super::{
    Service, broken, clusters::check_current, sight::seen, together::check_risk, weigh::weigh,
};
use crate::{
    store::{
        StoreError,
        decisions::{self, NewDecision},
        events::{self, NewEvent},
        requests::{self, RequestRow},
        revisions,
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
    Comment(Text),
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
    /// The plan the person saw; empty when there was none.
    pub plan: &'a str,
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
        self.carry_out(viewer, id, command, sent, None).await
    }

    /// Approves one of several requests that somebody approves at once: only if it is of low risk.
    pub(super) async fn approve_among(
        &self,
        viewer: &Viewer,
        id: i64,
        several: usize,
        sent: Sent<'_>,
    ) -> Result<(), CommandError> {
        self.carry_out(viewer, id, Command::Approve, sent, Some(several))
            .await
    }

    async fn carry_out(
        &self,
        viewer: &Viewer,
        id: i64,
        command: Command,
        sent: Sent<'_>,
        several: Option<usize>,
    ) -> Result<(), CommandError> {
        let mut tx = self.pool.begin().await.map_err(broken)?;
        let row = seen(&mut tx, viewer, id).await?;
        let state = row.state()?;
        let wording = wording(command)?;
        let weighed = weigh(&mut tx, &row, viewer).await?;
        let allowed = allowed(viewer, weighed.stake, state, command, wording.action);
        let allowed = allowed.and_then(|()| match several {
            Some(_) => check_risk(&row, &weighed),
            None => Ok(()),
        });
        if let Err(error) = allowed {
            drop(tx);
            self.record_refusal(viewer, &row, &error, &wording.words)
                .await?;
            return Err(error.into());
        }
        if wording.verdict.is_some() && row.hash != sent.hash {
            return Err(outdated(&mut tx, &row, sent.hash).await?.into());
        }
        if wording.approves {
            check_plan(&row, sent.plan)?;
            check_current(&mut tx, &row).await?;
        }
        if row.version != sent.version {
            return Err(conflict(state).into());
        }
        let comment = sent.comment.trim();
        check_comment(command, sent.comment)?;
        if let Some(verdict) = wording.verdict {
            let decision = NewDecision {
                request_id: id,
                revision: row.revision,
                author_id: row.author_id,
                person_id: viewer.person_id,
                verdict,
                comment,
                hash: sent.hash,
                plan_hash: row.plan_hash.as_deref(),
            };
            decisions::record(&mut tx, decision)
                .await
                .map_err(|error| refused(error, state))?;
        }
        let mut words = wording.words.clone();
        if let Some(others) = several.and_then(|several| several.checked_sub(1)) {
            words = read_with(&words, others);
        }
        let mut command = command;
        let mut kind = wording.kind;
        if command == Command::Approve {
            let standing = weighed.standing_with(viewer.person_id);
            if !standing.is_approved() {
                command = Command::Endorse;
                kind = "request.endorsed";
                words = english!(
                    events_still_needed,
                    what = words,
                    who = still_needed(&standing)
                );
            }
        }
        let next = state.next(command).map_err(|_| conflict(state))?;
        if command == Command::BreakGlass {
            requests::mark_break_glass(&mut tx, id).await?;
        }
        let from = (state, row.version);
        let moved = if wording.approves {
            requests::transition_as_planned(&mut tx, id, from, next, sent.plan).await
        } else {
            requests::transition(&mut tx, id, from, next, None).await
        };
        moved.map_err(|error| refused(error, state))?;
        if next == RequestState::Approved {
            self.hand_over(&mut tx, &row, command).await?;
        }
        events::append(
            &mut tx,
            NewEvent {
                request_id: Some(id),
                role_id: row.role_id,
                comment: (!comment.is_empty()).then_some(comment),
                before: Some(&json!({ "state": state })),
                after: Some(&json!({ "state": next })),
                ..NewEvent::by(viewer, kind, &words)
            },
        )
        .await?;
        tx.commit().await.map_err(broken)?;
        Ok(())
    }

    /// Gives an approved request to the worker, at once or when it has waited.
    async fn hand_over(
        &self,
        conn: &mut PgConnection,
        row: &RequestRow,
        command: Command,
    ) -> Result<(), CommandError> {
        // An emergency and a second try do not wait.
        let waits = command == Command::Approve && row.kind()? == RequestKind::Retire;
        let not_before = Utc::now() + self.retirement_wait;
        let not_before = (waits && !self.retirement_wait.is_zero()).then_some(not_before);
        if not_before.is_some() || row.not_before.is_some() {
            requests::set_not_before(conn, row.id, not_before).await?;
        }
        let account = &row.cluster_spec.account_id;
        worker::enqueue(&self.pool, conn, account, row.id, not_before).await?;
        Ok(())
    }
}

/// What a person's command needs and leaves behind.
struct Wording {
    /// The right it needs.
    action: Action,
    /// What it says about the content, where it decides on it.
    verdict: Option<&'static str>,
    /// Whether it lets the plan be carried out.
    approves: bool,
    /// The event it leaves.
    kind: &'static str,
    /// The words of it.
    words: String,
}

fn wording(command: Command) -> Result<Wording, PortalError> {
    let (verdict, kind, words) = match command {
        Command::Endorse | Command::Approve => (
            Some("approved"),
            "request.approved",
            english!(events_approved),
        ),
        Command::Reject => (
            Some("rejected"),
            "request.rejected",
            english!(events_rejected),
        ),
        Command::RequestChanges => (
            Some("changes_requested"),
            "request.changes_requested",
            english!(events_asked_for_changes),
        ),
        Command::BreakGlass => (
            Some("break_glass"),
            "request.break_glass",
            english!(events_broke_glass),
        ),
        Command::Answer => (None, "request.answered", english!(events_answered)),
        Command::Withdraw => (None, "request.withdrawn", english!(events_withdrew)),
        Command::Retry => (None, "request.retried", english!(events_retried)),
        Command::GiveUp => (None, "request.given_up", english!(events_gave_up)),
        Command::CallOff => (None, "request.called_off", english!(events_called_off)),
        Command::Edit
        | Command::Expire
        | Command::Start
        | Command::Outdate
        | Command::Succeed
        | Command::Fail => {
            return Err(PortalError::Forbidden(text!(answers_no_such_command)));
        }
    };
    let action = Action::of(command).ok_or(PortalError::NotFound)?;
    Ok(Wording {
        action,
        verdict,
        approves: matches!(
            command,
            Command::Endorse | Command::Approve | Command::BreakGlass
        ),
        kind,
        words,
    })
}

/// Whether the person may give this command now. Someone else was faster, or the person never
/// may: the two need different answers.
pub(super) fn allowed(
    viewer: &Viewer,
    stake: Stake,
    state: RequestState,
    command: Command,
    action: Action,
) -> Result<(), PortalError> {
    let subject = Subject {
        roles: &viewer.roles,
        stake,
    };
    may(subject, action, Some(state)).map_err(|refusal| {
        if state.next(command).is_err() {
            conflict(state)
        } else {
            PortalError::Forbidden(refusal.message)
        }
    })
}

/// For the history: whoever approves several at once has read them one after the other.
fn read_with(words: &str, others: usize) -> String {
    match others {
        0 => english!(events_chosen_in_queue, what = words),
        1 => english!(events_read_with_another, what = words),
        _ => english!(events_read_with_others, what = words, others = others),
    }
}

fn still_needed(standing: &Standing) -> String {
    let missing: Vec<_> = standing
        .demands
        .iter()
        .filter(|demand| demand.missing() > 0)
        .map(|demand| format!("{} of {}", demand.missing(), demand.step.group.words()))
        .collect();
    missing.join(", ")
}

/// What has changed since the person read the content of this hash.
async fn outdated(
    conn: &mut PgConnection,
    row: &RequestRow,
    seen: &str,
) -> Result<PortalError, StoreError> {
    let revisions = revisions::of_request(conn, row.id).await?;
    Ok(match revisions.iter().rfind(|old| old.hash == seen) {
        Some(old) => PortalError::Outdated {
            request: row.id,
            seen: old.number,
            now: row.revision,
            changes: changes(&old.grants.0, &row.grants.0),
        },
        None => PortalError::Conflict(text!(answers_content_changed)),
    })
}

/// Nobody approves what they have not seen, or what can't be carried out.
pub(super) fn check_plan(row: &RequestRow, seen: &str) -> Result<(), PortalError> {
    let words = match &row.plan_hash {
        None => {
            text!(answers_plan_missing)
        }
        Some(_) if row.plan_blocked => {
            text!(answers_plan_blocked)
        }
        Some(hash) if hash == seen => return Ok(()),
        Some(_) => {
            text!(answers_plan_anew)
        }
    };
    Err(PortalError::Conflict(words))
}

fn check_comment(command: Command, comment: &str) -> Result<(), CommandError> {
    let missing = match command {
        Command::Reject => Some(text!(answers_why_reject)),
        Command::RequestChanges => Some(text!(answers_what_different)),
        Command::Answer => Some(text!(answers_answer_first)),
        Command::BreakGlass => Some(text!(answers_why_emergency)),
        _ => None,
    };
    if let Some(missing) = missing.filter(|_| comment.trim().is_empty()) {
        return Err(CommandError::Comment(missing));
    }
    check_length(comment).map_err(CommandError::Comment)
}

/// A text of at most 4000 characters, counted as it was sent: as the API's schema and a page's field count.
pub(super) fn check_length(comment: &str) -> Result<(), Text> {
    let length = comment.chars().count();
    if length > MAX_COMMENT {
        return Err(text!(
            answers_comment_long,
            length = length,
            limit = MAX_COMMENT
        ));
    }
    Ok(())
}

pub(super) fn conflict(state: RequestState) -> PortalError {
    PortalError::Conflict(text!(answers_state_now, state = state.words()))
}

/// A lost race, told as one; two decisions at once end in a constraint, not in the version.
pub(super) fn refused(error: StoreError, state: RequestState) -> CommandError {
    match error {
        StoreError::Stale => conflict(state).into(),
        StoreError::Refused(name) if name == "decisions_once_a_person" => {
            PortalError::Conflict(text!(answers_approved_revision)).into()
        }
        StoreError::Refused(name) if name.starts_with("decisions_once") => {
            PortalError::Conflict(text!(answers_decided_at_once)).into()
        }
        StoreError::Refused(name) if name == "decisions_four_eyes" => {
            PortalError::Forbidden(text!(lifecycle_refused_own_request)).into()
        }
        other => other.into(),
    }
}
