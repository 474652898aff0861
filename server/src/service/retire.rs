//! Asking for a role to be removed, or to be brought back to what was approved.

use std::collections::BTreeSet;

use roleport_app::portal::{PortalError, Viewer};
use roleport_domain::{
    authorize::{Action, Stake},
    lifecycle::RequestKind,
    request::RequestInput,
};
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
        StoreError,
        events::{self, NewEvent},
        requests::{self, Content, NewRequest},
        role_checks,
        roles::RoleRow,
    },
    worker::{drift, planner},
};

impl Service {
    /// Asks for a role's retirement; gives the request's number. The same key again gives the same.
    ///
    /// # Errors
    /// [`SubmitError`].
    pub async fn retire(
        &self,
        viewer: &Viewer,
        role_id: i64,
        reason: &str,
        key: &str,
    ) -> Result<i64, SubmitError> {
        self.ask_about(viewer, RequestKind::Retire, role_id, reason, key)
            .await
    }

    /// Asks for a role that AWS has otherwise to be brought back to what was approved; gives the
    /// request's number. The same key again gives the same.
    ///
    /// # Errors
    /// [`SubmitError`].
    pub async fn restore(
        &self,
        viewer: &Viewer,
        role_id: i64,
        reason: &str,
        key: &str,
    ) -> Result<i64, SubmitError> {
        self.ask_about(viewer, RequestKind::Restore, role_id, reason, key)
            .await
    }

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

    async fn ask_about(
        &self,
        viewer: &Viewer,
        kind: RequestKind,
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
            return Err(PortalError::Conflict("This role is retired already.".to_owned()).into());
        }
        if kind == RequestKind::Restore {
            let check = role_checks::find(&mut tx, role_id).await?;
            if !check.is_some_and(|check| check.drifted) {
                return Err(SubmitError::Fields(vec![error(
                    "role",
                    "role_in_step",
                    "AWS has this role as it was approved, as far as Roleport knows: there is nothing to restore. Compare it with AWS now if you know better.".to_owned(),
                )]));
            }
        }
        let id = self
            .ask(&mut tx, viewer, kind, &role, (reason, key))
            .await?;
        tx.commit().await.map_err(broken)?;
        Ok(id)
    }

    async fn ask(
        &self,
        conn: &mut PgConnection,
        viewer: &Viewer,
        kind: RequestKind,
        role: &RoleRow,
        (reason, key): (&str, &str),
    ) -> Result<i64, SubmitError> {
        let cluster = if kind == RequestKind::Restore {
            // What was approved, whatever the settings are now.
            role_checks::as_applied(conn, role.id).await?
        } else {
            self.cluster(&role.cluster).cloned()
        }
        .ok_or_else(|| broken(format!("cluster {} is not configured", role.cluster)))?;
        let input = RequestInput {
            cluster,
            app: role.app.clone(),
            namespace: role.namespace.clone(),
            service_account: role.service_account.clone(),
            grants: role.grants.0.clone(),
            reason: reason.to_owned(),
        };
        let request = input.parse().map_err(SubmitError::Fields)?;
        let (hash, grants, words) = if kind == RequestKind::Retire {
            (
                request.retirement_hash(),
                [].as_slice(),
                "asked to retire the role",
            )
        } else {
            (
                request.hash(),
                role.grants.0.as_slice(),
                "asked to restore the role as it was approved",
            )
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
        };
        if let Some(open) = requests::find_open(conn, content.binding(), None).await? {
            let shown = seen_number(conn, viewer, Some(open)).await?;
            return Err(SubmitError::Fields(vec![open_request("role", shown)]));
        }
        // No rule approves it by itself: somebody looks at what AWS has now.
        foresee(conn, content, BTreeSet::new(), viewer).await?;
        let new = NewRequest {
            kind,
            role_id: Some(role.id),
            content,
            author_id: viewer.person_id,
            copied_from: None,
            idempotency_key: key,
        };
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
            events::append(
                conn,
                NewEvent {
                    request_id: Some(id),
                    role_id: Some(role.id),
                    comment: Some(content.reason),
                    before: Some(&json!({ "grants": content.grants_before })),
                    after: Some(&json!({ "grants": content.grants })),
                    ..NewEvent::by(viewer, "request.submitted", words)
                },
            )
            .await?;
        }
        Ok(id)
    }
}
