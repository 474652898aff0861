//! Which grants a role had when: half-open periods, `[valid_from, valid_until)`.

use chrono::{DateTime, Utc};
use roleport_domain::grant::Grant;
use sqlx::{PgConnection, types::Json};

use super::StoreError;

/// Ends the role's present period and starts the next one, in the transaction that records what was
/// applied. `request_id` is none for an import; no grants mean that the role is gone.
///
/// The new grants count from the first call that was sent for them, the old ones until they were
/// read back as gone: for some seconds both do, since nobody knows which of them IAM used.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn record(
    conn: &mut PgConnection,
    role_id: i64,
    request_id: Option<i64>,
    grants: &[Grant],
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        update role_grants set valid_until = greatest(now(), valid_from)
        where role_id = $1 and valid_until is null
        "#,
        role_id
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        r#"
        insert into role_grants (role_id, grants, request_id, valid_from)
        values ($1, $2, $3, coalesce(
            (select min(started_at) from application_steps where request_id = $3), now()))
        "#,
        role_id,
        Json(grants) as _,
        request_id
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A period of a role, with whose request it came from.
#[derive(Debug, Clone)]
pub struct PeriodRow {
    /// Which role.
    pub role_id: i64,
    /// Its name.
    pub role_name: String,
    /// Cluster name.
    pub cluster: String,
    /// Kubernetes namespace.
    pub namespace: String,
    /// Kubernetes service account.
    pub service_account: String,
    /// What it might do.
    pub grants: Json<Vec<Grant>>,
    /// Since when.
    pub valid_from: DateTime<Utc>,
    /// Until when, exclusive; none while it lasts.
    pub valid_until: Option<DateTime<Utc>>,
    /// By which request.
    pub request_id: Option<i64>,
    /// Who asked.
    pub author: Option<String>,
}

/// Ends the present period of a role that was removed.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn close(conn: &mut PgConnection, role_id: i64) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        update role_grants set valid_until = greatest(now(), valid_from)
        where role_id = $1 and valid_until is null
        "#,
        role_id
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Periods that name this bucket and overlap `[since, until)`, by role and time.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn in_force(
    conn: &mut PgConnection,
    bucket: &str,
    (since, until): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Vec<PeriodRow>, StoreError> {
    Ok(sqlx::query_as!(
        PeriodRow,
        r#"
        select g.role_id, r.role_name, r.cluster, r.namespace, r.service_account,
               g.grants as "grants: Json<Vec<Grant>>", g.valid_from, g.valid_until, g.request_id,
               p.name as "author?"
        from role_grants g
        join roles r on r.id = g.role_id
        left join requests q on q.id = g.request_id
        left join people p on p.id = q.author_id
        -- A custom statement may be about any bucket; whoever asks looks into it.
        where (g.buckets @> array[$1] or g.grants @> '[{"service": "custom"}]') and g.valid_from < $3
          and coalesce(g.valid_until, 'infinity') > greatest($2, g.valid_from)
        order by r.role_name, g.valid_from
        "#,
        bucket,
        since,
        until
    )
    .fetch_all(conn)
    .await?)
}

/// An approval of the content that a request had when it was applied.
#[derive(Debug, Clone)]
pub struct ApprovalRow {
    /// Which request.
    pub request_id: i64,
    /// Who.
    pub person: String,
    /// When.
    pub decided_at: DateTime<Utc>,
}

/// The approvals of these requests, in the order in which they were given.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn approvals(
    conn: &mut PgConnection,
    requests: &[i64],
) -> Result<Vec<ApprovalRow>, StoreError> {
    // An approval of another content, from before an edit, allowed nothing.
    Ok(sqlx::query_as!(
        ApprovalRow,
        r#"
        select d.request_id as "request_id!", p.name as "person!", d.decided_at as "decided_at!"
        from decisions d
        join requests r on r.id = d.request_id and r.hash = d.hash
        join people p on p.id = d.person_id
        where d.request_id = any($1) and d.verdict in ('approved', 'break_glass')
        union all
        select id, 'Roleport itself, by the rule “' || auto_approved_by || '”', submitted_at
        from requests where id = any($1) and auto_approved_by is not null
        order by 3
        "#,
        requests
    )
    .fetch_all(conn)
    .await?)
}
