//! What was found when a role was last compared with AWS.

use chrono::{DateTime, Utc};
use roleport_domain::{cluster::Cluster, plan::Plan};
use sqlx::{PgConnection, types::Json};

use super::{StoreError, plans};

/// The last comparison of a role.
#[derive(Debug, Clone)]
pub struct CheckRow {
    /// When.
    pub checked_at: DateTime<Utc>,
    /// The calls that would bring AWS back.
    pub plan: Json<Plan>,
    /// Whether AWS has it otherwise than approved.
    pub drifted: bool,
    /// Why it could not be compared; then the rest is of the time before.
    pub unreadable: Option<String>,
    /// The day and region of its last use.
    pub last_used: Option<String>,
}

/// What a comparison found.
#[derive(Debug, Clone, Copy)]
pub struct Found<'a> {
    /// The calls that would bring AWS back.
    pub plan: &'a Plan,
    /// Whether AWS has it otherwise than approved.
    pub drifted: bool,
    /// The day and region of its last use.
    pub last_used: Option<&'a str>,
}

/// Records a comparison; gives whether the role had drifted, and the hash of what was found, before.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn record(
    conn: &mut PgConnection,
    role_id: i64,
    found: Found<'_>,
) -> Result<Option<(bool, String)>, StoreError> {
    let before = sqlx::query!(
        "select drifted, hash from role_checks where role_id = $1 for no key update",
        role_id
    )
    .fetch_optional(&mut *conn)
    .await?
    .map(|row| (row.drifted, row.hash));
    sqlx::query!(
        r#"
        insert into role_checks (role_id, checked_at, plan, hash, drifted, last_used)
        values ($1, now(), $2::text::json, $3, $4, $5)
        on conflict (role_id) do update
        set checked_at = excluded.checked_at, plan = excluded.plan, hash = excluded.hash,
            drifted = excluded.drifted, unreadable = null, last_used = excluded.last_used
        "#,
        role_id,
        plans::text(found.plan)?,
        found.plan.hash(),
        found.drifted,
        found.last_used
    )
    .execute(conn)
    .await?;
    Ok(before)
}

/// Notes that a role could not be compared; what was found before stays.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn unreadable(
    conn: &mut PgConnection,
    role_id: i64,
    words: &str,
) -> Result<(), StoreError> {
    let empty = Plan::default();
    sqlx::query!(
        r#"
        insert into role_checks (role_id, checked_at, plan, hash, drifted, unreadable)
        values ($1, now(), $2::text::json, $3, false, $4)
        on conflict (role_id) do update
        set checked_at = excluded.checked_at, unreadable = excluded.unreadable
        "#,
        role_id,
        plans::text(&empty)?,
        empty.hash(),
        words
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The last comparison of a role, if there was one.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn find(conn: &mut PgConnection, role_id: i64) -> Result<Option<CheckRow>, StoreError> {
    Ok(sqlx::query_as!(
        CheckRow,
        r#"
        select checked_at, plan as "plan: Json<Plan>", drifted, unreadable, last_used
        from role_checks where role_id = $1
        "#,
        role_id
    )
    .fetch_optional(conn)
    .await?)
}

/// The cluster as it was when the role was last applied: what AWS is compared with is what was
/// approved, not what the settings are now. None while a request is being applied to it: AWS is
/// changing then.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn as_applied(
    conn: &mut PgConnection,
    role_id: i64,
) -> Result<Option<Cluster>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        select cluster_spec as "spec: Json<Cluster>" from requests
        where role_id = $1 and state = 'applied' and kind <> 'retire'
          and not exists (select from requests
                          where role_id = $1 and state in ('approved', 'applying'))
        order by id desc limit 1
        "#,
        role_id
    )
    .fetch_optional(conn)
    .await?
    .map(|spec: Json<Cluster>| spec.0))
}

/// Numbers of all active roles.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn active(conn: &mut PgConnection) -> Result<Vec<i64>, StoreError> {
    Ok(
        sqlx::query_scalar!("select id from roles where state = 'active' order by id")
            .fetch_all(conn)
            .await?,
    )
}
