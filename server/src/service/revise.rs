//! A new revision of a request: what was typed takes the place of what was asked for before.

use roleport_app::portal::{PortalError, TypedRequest, Viewer};
use roleport_domain::{authorize::Action, lifecycle::Command};
use serde_json::json;

use super::{
    Service, broken,
    commands::{allowed, check_length, refused},
    sight::seen,
    submit::{SubmitError, error},
    weigh::foresee,
};
use crate::{
    store::{
        StoreError, drafts,
        events::{self, NewEvent},
        revisions,
    },
    worker::planner,
};
use roleport_lang::{english, text};

impl Service {
    /// Writes a new revision of request `id` and sends it to the approvers. Approvals of the ones
    /// before count no more.
    ///
    /// # Errors
    /// [`SubmitError`].
    pub async fn revise(
        &self,
        viewer: &Viewer,
        (id, version): (i64, i32),
        typed: &TypedRequest,
    ) -> Result<(), SubmitError> {
        // Whatever the form says: this is the request that may stand in its own way.
        let typed = &TypedRequest {
            revises: Some((id, version)),
            ..typed.clone()
        };
        let mut tx = self.pool.begin().await.map_err(broken)?;
        let row = seen(&mut tx, viewer, id).await?;
        let state = row.state()?;
        let stake = row.stake(viewer.person_id);
        if let Err(error) = allowed(viewer, stake, state, Command::Edit, Action::Edit) {
            drop(tx);
            self.record_refusal(viewer, &row, &error, &english!(events_edited))
                .await?;
            return Err(error.into());
        }
        if row.version != version {
            // Beside the form, not in its place: what was typed stays.
            return Err(SubmitError::Fields(vec![error(
                "request",
                "request_changed",
                text!(answers_request_changed),
            )]));
        }
        let kind = row.kind()?;
        if !kind.has_content() {
            return Err(
                PortalError::Conflict(text!(answers_nothing_to_edit, kind = kind.words())).into(),
            );
        }
        let answer = check_answer(typed)?;
        let (read, request) = self.check_typed(&mut tx, viewer, typed).await?;
        let hash = request.hash();
        let same_cluster = row.cluster_spec.0 == *request.cluster();
        if hash == row.hash && request.reason() == row.reason && same_cluster {
            return Err(SubmitError::Fields(vec![error(
                "grants",
                "revision_unchanged",
                text!(answers_revision_unchanged),
            )]));
        }
        let content = read.content(&request, &hash);
        let writers = revisions::writers(&mut tx, id).await?;
        let rule = foresee(&mut tx, content, writers, viewer).await?.rule;
        revisions::add(&mut tx, id, (state, row.version), viewer.person_id, content)
            .await
            .map_err(|error| taken(error, || refused(StoreError::Stale, state)))?;
        drafts::submitted(&mut tx, viewer.person_id, typed.draft, &typed.key).await?;
        let words = english!(events_wrote_revision, number = row.revision + 1);
        if rule.is_none() {
            planner::enqueue(&mut tx, id).await?;
        }
        events::append(
            &mut tx,
            NewEvent {
                request_id: Some(id),
                role_id: row.role_id,
                comment: (!answer.is_empty()).then_some(answer),
                before: Some(&json!({ "grants": row.grants.0, "reason": row.reason })),
                after: Some(&json!({ "grants": content.grants, "reason": content.reason })),
                ..NewEvent::by(viewer, "request.edited", &words)
            },
        )
        .await?;
        if let Some(rule) = rule {
            let account = &content.cluster.account_id;
            self.approve_by_rule(&mut tx, id, row.version + 1, account, &rule)
                .await?;
        }
        tx.commit().await.map_err(broken)?;
        Ok(())
    }
}

/// What the writer of a revision says to the approvers.
///
/// # Errors
/// [`SubmitError::Fields`] when it is too long.
pub(super) fn check_answer(typed: &TypedRequest) -> Result<&str, SubmitError> {
    check_length(&typed.answer).map_err(|message| {
        SubmitError::Fields(vec![error("answer", "answer_too_long", message)])
    })?;
    Ok(typed.answer.trim())
}

/// A constraint or a lost race, told as such.
fn taken(error: StoreError, stale: impl FnOnce() -> super::CommandError) -> SubmitError {
    match error {
        StoreError::Stale => match stale() {
            super::CommandError::Portal(error) => error.into(),
            super::CommandError::Comment(text) => PortalError::Conflict(text).into(),
        },
        StoreError::Refused(name) if name.starts_with("requests_one_open") => {
            super::submit::opened_meanwhile()
        }
        other => other.into(),
    }
}
