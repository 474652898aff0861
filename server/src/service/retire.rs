//! Asking for a role to be removed, or to be brought back to what was approved.

use std::collections::BTreeSet;

use roleport_app::portal::{PortalError, Viewer};
use roleport_domain::{
    authorize::{Action, Stake},
    lifecycle::RequestKind,
};
use roleport_lang::{english, text};
use serde_json::json;
use sqlx::PgConnection;

use super::{
    Service, broken, permitted,
    sight::{seen_number, seen_role},
    submit::{SubmitError, error, open_request, opened_meanwhile},
    weigh::foresee,
};
use crate::{
    store::{
        StoreError, clusters,
        events::{self, NewEvent},
        requests::{self, Content, NewRequest},
        role_checks,
        roles::RoleRow,
    },
    worker::{drift, planner},
};

/// What is asked about a role as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AboutRole {
    /// That it be removed from AWS.
    Retire,
    /// That AWS have it as it was approved again.
    Restore,
}

impl AboutRole {
    /// The kind of the request that asks it.
    pub const fn kind(self) -> RequestKind {
        match self {
            Self::Retire => RequestKind::Retire,
            Self::Restore => RequestKind::Restore,
        }
    }
}

impl Service {
    /// Has a role compared with AWS soon.
    ///
    /// # Errors
    /// [`PortalError`]: not allowed, or no such role in AWS.
    pub async fn check_role(&self, viewer: &Viewer, role_id: i64) -> Result<(), PortalError> {
        permitted(viewer, Action::Submit, Stake::Other)?;
        let mut tx = self.pool.begin().await.map_err(broken)?;
        if seen_role(&mut tx, viewer, role_id).await?.retired {
            return Err(PortalError::NotFound);
        }
        drift::enqueue(&mut tx, role_id).await.map_err(broken)?;
        tx.commit().await.map_err(broken)
    }

    /// Asks for a role to be retired or restored; gives the request's number. The same key again gives
    /// the same.
    ///
    /// # Errors
    /// [`SubmitError`].
    pub async fn ask_about(
        &self,
        viewer: &Viewer,
        about: AboutRole,
        role_id: i64,
        reason: &str,
        key: &str,
    ) -> Result<i64, SubmitError> {
        self.may_submit(viewer).await?;
        let mut tx = self.pool.begin().await.map_err(broken)?;
        if let Some(id) = requests::find_by_key(&mut tx, viewer.person_id, key).await? {
            return Ok(id);
        }
        let role = seen_role(&mut tx, viewer, role_id).await?;
        if role.retired {
            return Err(PortalError::Conflict(text!(answers_retired_already)).into());
        }
        if about == AboutRole::Restore {
            let check = role_checks::find(&mut tx, role_id).await?;
            if !check.is_some_and(|check| check.drifted) {
                return Err(SubmitError::Fields(vec![error(
                    "role",
                    "role_in_step",
                    text!(answers_nothing_to_restore),
                )]));
            }
        }
        let id = ask(&mut tx, viewer, about, &role, (reason, key)).await?;
        tx.commit().await.map_err(broken)?;
        Ok(id)
    }
}

async fn ask(
    conn: &mut PgConnection,
    viewer: &Viewer,
    about: AboutRole,
    role: &RoleRow,
    (reason, key): (&str, &str),
) -> Result<i64, SubmitError> {
    let cluster = match about {
        AboutRole::Retire => clusters::hold(conn, &role.cluster).await?,
        // What was approved, whatever the settings are now.
        AboutRole::Restore => role_checks::as_applied(conn, role.id).await?,
    }
    .ok_or_else(|| broken(format!("cluster {} is not in force", role.cluster)))?;
    let input = role.input(cluster, reason);
    let request = input.parse().map_err(SubmitError::Fields)?;
    let (hash, grants, words) = match about {
        AboutRole::Retire => (
            request.retirement_hash(),
            [].as_slice(),
            english!(events_asked_to_retire),
        ),
        AboutRole::Restore => (
            request.hash(),
            role.grants.0.as_slice(),
            english!(events_asked_to_restore),
        ),
    };
    let content = Content {
        cluster: request.cluster(),
        app: &input.app,
        namespace: &input.namespace,
        service_account: &input.service_account,
        role_name: request.role_name(),
        grants,
        grants_before: &role.grants.0,
        reason: request.reason(),
        hash: &hash,
        existing_path: role.existing_path.as_deref(),
        identity: request.identity(),
    };
    let new = NewRequest {
        kind: about.kind(),
        role_id: Some(role.id),
        content,
        author_id: viewer.person_id,
        copied_from: None,
        idempotency_key: key,
    };
    file(conn, viewer, new, &words).await
}

/// Writes a request about a role as it is, with its event. No rule approves it by itself: somebody looks at
/// what AWS has now.
pub(super) async fn file(
    conn: &mut PgConnection,
    viewer: &Viewer,
    new: NewRequest<'_>,
    words: &str,
) -> Result<i64, SubmitError> {
    let content = new.content;
    if let Some(open) = requests::find_open(conn, content.binding(), None).await? {
        let shown = seen_number(conn, viewer, Some(open)).await?;
        return Err(SubmitError::Fields(vec![open_request("role", shown)]));
    }
    foresee(conn, content, BTreeSet::new(), viewer).await?;
    let (id, is_new) = requests::insert(conn, new)
        .await
        .map_err(|error| match error {
            StoreError::Refused(name) if name.starts_with("requests_one_open") => {
                opened_meanwhile()
            }
            other => other.into(),
        })?;
    if is_new {
        planner::enqueue(conn, id).await?;
        let event = NewEvent {
            request_id: Some(id),
            role_id: new.role_id,
            comment: Some(content.reason),
            before: Some(&json!({ "grants": content.grants_before })),
            after: Some(&json!({ "grants": content.grants })),
            ..NewEvent::by(viewer, "request.submitted", words)
        };
        events::append(conn, event).await?;
    }
    Ok(id)
}
