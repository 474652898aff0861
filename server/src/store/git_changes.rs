//! Changes that are not in the Git repository yet, and how the last push went.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::StoreError;

/// A change of a role that waits to be pushed.
#[derive(Debug, Clone)]
pub struct ChangeRow {
    /// The request that made it.
    pub request_id: i64,
    /// What kind of request it was.
    pub kind: String,
    /// IAM role name.
    pub role_name: String,
    /// Who approved it last; nobody where a rule did.
    pub approver: Option<String>,
    /// Their e-mail address.
    pub approver_email: Option<String>,
}

/// How the last push went.
#[derive(Debug, Clone)]
pub struct PushRow {
    /// When it was tried.
    pub tried_at: DateTime<Utc>,
    /// Why it failed; none when it did not.
    pub error: Option<String>,
    /// What is in the repository since the last try that did not fail.
    pub commit_id: Option<String>,
    /// When that was.
    pub pushed_at: Option<DateTime<Utc>>,
}

/// Notes that a request has changed a role, in the caller's transaction.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn note(conn: &mut PgConnection, request_id: i64) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into git_changes (request_id) values ($1) on conflict do nothing",
        request_id
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// All changes that wait, by number of their request.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn waiting(conn: &mut PgConnection) -> Result<Vec<ChangeRow>, StoreError> {
    Ok(sqlx::query_as!(
        ChangeRow,
        r#"
        select c.request_id, q.kind, r.role_name, a.name as "approver?", a.email as "approver_email?"
        from git_changes c
        join requests q on q.id = c.request_id
        join roles r on r.id = q.role_id
        left join lateral (
            select p.name, p.email from decisions d join people p on p.id = d.person_id
            where d.request_id = q.id and d.revision = q.revision
              and d.verdict in ('approved', 'break_glass')
            order by d.id desc limit 1
        ) a on true
        order by c.request_id
        "#
    )
    .fetch_all(conn)
    .await?)
}

/// How many changes wait.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn count(conn: &mut PgConnection) -> Result<i64, StoreError> {
    Ok(
        sqlx::query_scalar!(r#"select count(*) as "count!" from git_changes"#)
            .fetch_one(conn)
            .await?,
    )
}

/// Removes changes that wait no more.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn settle(conn: &mut PgConnection, requests: &[i64]) -> Result<(), StoreError> {
    sqlx::query!(
        "delete from git_changes where request_id = any($1)",
        requests
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Records a push that went well; `commit` is none where there was nothing to commit.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn pushed(conn: &mut PgConnection, commit: Option<&str>) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        insert into git_pushes (tried_at, commit_id, pushed_at) values (now(), $1, now())
        on conflict (only_one) do update
        set tried_at = now(), error = null, pushed_at = now(),
            commit_id = coalesce(excluded.commit_id, git_pushes.commit_id)
        "#,
        commit
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Records why a push failed.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn failed(conn: &mut PgConnection, error: &str) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        insert into git_pushes (tried_at, error) values (now(), $1)
        on conflict (only_one) do update set tried_at = now(), error = excluded.error
        "#,
        error
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The last push, if there was one.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn last(conn: &mut PgConnection) -> Result<Option<PushRow>, StoreError> {
    Ok(sqlx::query_as!(
        PushRow,
        "select tried_at, error, commit_id, pushed_at from git_pushes"
    )
    .fetch_optional(conn)
    .await?)
}
