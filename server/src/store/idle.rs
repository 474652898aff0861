//! Requests about which nobody does anything: to remind of, and to close.

use sqlx::PgConnection;

use super::StoreError;

/// A request that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdleRow {
    /// Which.
    pub id: i64,
    /// Where it stands.
    pub state: String,
    /// Its version.
    pub version: i32,
    /// The role it is about.
    pub role_id: Option<i64>,
}

/// Requests that nobody has touched for so many days, the longest first, at most 100.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn since(conn: &mut PgConnection, days: i32) -> Result<Vec<IdleRow>, StoreError> {
    Ok(sqlx::query_as!(
        IdleRow,
        r#"
        select id, state, version, role_id from requests
        where state in ('submitted', 'changes_requested')
          and active_at < now() - make_interval(days => $1)
        order by active_at limit 100
        "#,
        days
    )
    .fetch_all(conn)
    .await?)
}

/// Notes as reminded, once, those that nobody has touched for so many days; gives them.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn remind(conn: &mut PgConnection, days: i32) -> Result<Vec<IdleRow>, StoreError> {
    Ok(sqlx::query_as!(
        IdleRow,
        r#"
        update requests set reminded_at = now()
        where id in (
            select id from requests
            where state in ('submitted', 'changes_requested') and reminded_at is null
              and active_at < now() - make_interval(days => $1)
            order by active_at limit 100
            for no key update skip locked
        )
        returning id, state, version, role_id
        "#,
        days
    )
    .fetch_all(conn)
    .await?)
}
