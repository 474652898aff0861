//! The contents that a request has had. A trigger keeps each as it is written.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use roleport_domain::{grant::Grant, lifecycle::RequestState};
use sqlx::{PgConnection, types::Json};

use super::{
    StoreError, hit,
    requests::{Content, risks},
};

/// One content of a request.
#[derive(Debug, Clone)]
pub struct RevisionRow {
    /// Counts from 1.
    pub number: i32,
    /// Who wrote it, by name.
    pub writer: String,
    /// Cluster name.
    pub cluster: String,
    /// Application name.
    pub app: String,
    /// Kubernetes namespace.
    pub namespace: String,
    /// Kubernetes service account.
    pub service_account: String,
    /// What it asks for.
    pub grants: Json<Vec<Grant>>,
    /// What the role could do then.
    pub grants_before: Json<Vec<Grant>>,
    /// Why.
    pub reason: String,
    /// Hash of what an approval is about.
    pub hash: String,
    /// When.
    pub made_at: DateTime<Utc>,
}

/// Replaces a request's content by a new revision and sends it to the approvers.
///
/// # Errors
/// [`StoreError::Stale`] when the request is not in that state and version any more, and
/// [`StoreError::Refused`] with `requests_one_open` when another is open for the new role.
pub async fn add(
    conn: &mut PgConnection,
    id: i64,
    (from, version): (RequestState, i32),
    writer: i64,
    content: Content<'_>,
) -> Result<(), StoreError> {
    let done = sqlx::query!(
        r#"
        update requests
        set state = 'submitted', version = version + 1, revision = revision + 1, revised_by = $4,
            cluster = $5, account_id = $6, app = $7, namespace = $8, service_account = $9,
            role_name = $10, cluster_spec = $11, grants = $12, grants_before = $13, reason = $14,
            hash = $15, identity = $16, risks = $17, plan_id = null, updated_at = now(), active_at = now(), reminded_at = null
        where id = $1 and state = $2 and version = $3
        "#,
        id,
        from.as_str(),
        version,
        writer,
        content.cluster.name,
        content.cluster.account_id,
        content.app,
        content.namespace,
        content.service_account,
        content.role_name,
        Json(content.cluster) as _,
        Json(content.grants) as _,
        Json(content.grants_before) as _,
        content.reason,
        content.hash,
        content.identity.as_str(),
        risks(content.grants)
    )
    .execute(conn)
    .await?;
    hit(&done)
}

/// All revisions of a request, oldest first.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn of_request(conn: &mut PgConnection, id: i64) -> Result<Vec<RevisionRow>, StoreError> {
    Ok(sqlx::query_as!(
        RevisionRow,
        r#"
        select v.number, p.name as writer, v.cluster, v.app, v.namespace, v.service_account,
               v.grants as "grants: Json<Vec<Grant>>",
               v.grants_before as "grants_before: Json<Vec<Grant>>", v.reason, v.hash, v.made_at
        from revisions v join people p on p.id = v.person_id
        where v.request_id = $1 order by v.number
        "#,
        id
    )
    .fetch_all(conn)
    .await?)
}

/// Everybody who wrote a revision of a request, its author included.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn writers(conn: &mut PgConnection, id: i64) -> Result<BTreeSet<i64>, StoreError> {
    let people = sqlx::query_scalar!(
        "select distinct person_id from revisions where request_id = $1",
        id
    )
    .fetch_all(conn)
    .await?;
    Ok(people.into_iter().collect())
}
