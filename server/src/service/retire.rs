//! Asking for a role to be removed.

use std::collections::BTreeSet;

use roleport_app::portal::{PortalError, Viewer};
use roleport_domain::{lifecycle::RequestKind, request::RequestInput};
use serde_json::json;
use sqlx::PgConnection;

use super::{
    Service, broken,
    sight::{seen_number, seen_role},
    submit::{SubmitError, open_request, opened_meanwhile},
    weigh::foresee,
};
use crate::store::{
    StoreError,
    events::{self, NewEvent},
    requests::{self, Content, NewRequest},
    roles::RoleRow,
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
        self.may_submit(viewer).await?;
        let mut tx = self.pool.begin().await.map_err(broken)?;
        if let Some(id) = requests::find_by_key(&mut tx, viewer.person_id, key).await? {
            return Ok(id);
        }
        let role = seen_role(&mut tx, viewer, role_id).await?;
        if role.retired {
            return Err(PortalError::Conflict("This role is retired already.".to_owned()).into());
        }
        let id = self.ask(&mut tx, viewer, &role, reason, key).await?;
        tx.commit().await.map_err(broken)?;
        Ok(id)
    }

    async fn ask(
        &self,
        conn: &mut PgConnection,
        viewer: &Viewer,
        role: &RoleRow,
        reason: &str,
        key: &str,
    ) -> Result<i64, SubmitError> {
        let cluster = self
            .cluster(&role.cluster)
            .cloned()
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
        let hash = request.retirement_hash();
        let content = Content {
            cluster: request.cluster(),
            app: &input.app,
            namespace: &input.namespace,
            service_account: &input.service_account,
            role_name: request.role_name(),
            grants: &[],
            grants_before: &role.grants.0,
            reason: request.reason(),
            hash: &hash,
        };
        if let Some(open) = requests::find_open(conn, content.binding(), None).await? {
            let shown = seen_number(conn, viewer, Some(open)).await?;
            return Err(SubmitError::Fields(vec![open_request("role", shown)]));
        }
        // No rule approves a retirement by itself.
        foresee(conn, content, BTreeSet::new(), viewer).await?;
        let new = NewRequest {
            kind: RequestKind::Retire,
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
            events::append(
                conn,
                NewEvent {
                    request_id: Some(id),
                    role_id: Some(role.id),
                    comment: Some(content.reason),
                    before: Some(&json!({ "grants": content.grants_before })),
                    after: Some(&json!({ "grants": content.grants })),
                    ..NewEvent::by(viewer, "request.submitted", "asked to retire the role")
                },
            )
            .await?;
        }
        Ok(id)
    }
}
