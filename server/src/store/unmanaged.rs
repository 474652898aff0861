//! Roles in AWS that are not Roleport's, as they were last read.

use chrono::{DateTime, Utc};
use roleport_domain::adoption::FoundRole;
use sqlx::{PgConnection, types::Json};

use super::StoreError;

/// A role that is not Roleport's.
#[derive(Debug, Clone)]
pub struct UnmanagedRow {
    /// Row id; it stays while the role does.
    pub id: i64,
    /// Cluster whose issuer its trust names.
    pub cluster: String,
    /// The role with its documents.
    pub found: Json<FoundRole>,
    /// When AWS was read.
    pub read_at: DateTime<Utc>,
}

/// A reading of an account.
#[derive(Debug, Clone)]
pub struct ScanRow {
    /// AWS account.
    pub account_id: String,
    /// When.
    pub read_at: DateTime<Utc>,
    /// How often, this time included.
    pub times: i64,
    /// Roles there were in all.
    pub roles: i32,
    /// Why it could not be read; then the rest is of the time before.
    pub unreadable: Option<String>,
}

/// Rows of roles that are not Roleport's; the rest of the query follows. One that Roleport has adopted
/// since it was read is none of them, and neither is one of a cluster that was removed.
macro_rules! select_unmanaged {
    ($rest:literal $(, $argument:expr)*) => {
        sqlx::query_as!(
            UnmanagedRow,
            r#"
            select id, cluster, found as "found: Json<FoundRole>", read_at from unmanaged_roles u
            where not exists (select from roles r where r.account_id = u.account_id
                              and lower(r.role_name) = lower(u.role_name) and r.state = 'active')
              and exists (select from clusters c where c.name = u.cluster and not c.removed)
            "# + $rest
            $(, $argument)*
        )
    };
}

/// Writes down what an account has: these roles, each with its cluster's name, and no others.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn replace(
    conn: &mut PgConnection,
    account_id: &str,
    roles: i32,
    found: &[(String, FoundRole)],
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        insert into account_scans (account_id, read_at, roles) values ($1, now(), $2)
        on conflict (account_id) do update
        set read_at = excluded.read_at, times = account_scans.times + 1, roles = excluded.roles,
            unreadable = null
        "#,
        account_id,
        roles
    )
    .execute(&mut *conn)
    .await?;
    for (cluster, role) in found {
        sqlx::query!(
            r#"
            insert into unmanaged_roles (account_id, cluster, role_name, arn, found)
            values ($1, $2, $3, $4, $5)
            on conflict (account_id, lower(role_name)) do update
            set cluster = excluded.cluster, role_name = excluded.role_name, arn = excluded.arn,
                found = excluded.found, read_at = now()
            "#,
            account_id,
            cluster,
            role.name,
            role.role.arn,
            Json(role) as _
        )
        .execute(&mut *conn)
        .await?;
    }
    // What was not found now was written by no statement of this transaction.
    sqlx::query!(
        "delete from unmanaged_roles where account_id = $1 and read_at <> now()",
        account_id
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Notes that an account could not be read; what was found before stays.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn unreadable(
    conn: &mut PgConnection,
    account_id: &str,
    words: &str,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        insert into account_scans (account_id, read_at, roles, unreadable) values ($1, now(), 0, $2)
        on conflict (account_id) do update
        set read_at = excluded.read_at, times = account_scans.times + 1,
            unreadable = excluded.unreadable
        "#,
        account_id,
        words
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The last reading of each account.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn scans(conn: &mut PgConnection) -> Result<Vec<ScanRow>, StoreError> {
    Ok(sqlx::query_as!(
        ScanRow,
        "select account_id, read_at, times, roles, unreadable from account_scans order by account_id"
    )
    .fetch_all(conn)
    .await?)
}

/// A page of roles that are not Roleport's, by name: at most `limit`, after the one of this number, of those
/// whose name or trust policy, and with it namespace and service account, has a text in it, ignoring case.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn list(
    conn: &mut PgConnection,
    search: &str,
    after: Option<i64>,
    limit: i64,
) -> Result<Vec<UnmanagedRow>, StoreError> {
    Ok(select_unmanaged!(
        r#"
        and ($1::bigint is null or (lower(u.role_name), u.id) >
             (select lower(role_name), id from unmanaged_roles where id = $1))
          and ($3 = '' or strpos(lower(u.role_name || ' ' || (u.found -> 'role' ->> 'trust')), lower($3)) > 0)
        order by lower(u.role_name), u.id limit $2
        "#,
        after,
        limit,
        search
    )
    .fetch_all(conn)
    .await?)
}

/// One of them.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn find(conn: &mut PgConnection, id: i64) -> Result<Option<UnmanagedRow>, StoreError> {
    Ok(select_unmanaged!("and u.id = $1", id)
        .fetch_optional(conn)
        .await?)
}

/// The one with this ARN.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn by_arn(
    conn: &mut PgConnection,
    arn: &str,
) -> Result<Option<UnmanagedRow>, StoreError> {
    Ok(select_unmanaged!("and u.arn = $1", arn)
        .fetch_optional(conn)
        .await?)
}
