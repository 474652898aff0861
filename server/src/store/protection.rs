//! Opens the database as the server's own role, and says what keeps the server from changing the
//! history (docs/audit.md).

use std::{fmt, time::Duration};

use sqlx::{PgConnection, PgPool, postgres::PgPoolOptions};

use super::{MIGRATIONS, StoreError};

/// What stands between the server and a change of the history, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protection {
    /// The server's login has no right to change it.
    OwnLogin,
    /// The server works in a role without that right, but its login could leave the role.
    Role,
    /// The triggers alone: the server's login owns the tables and could disable them.
    Triggers,
    /// Nothing: a trigger is missing or disabled.
    Nothing,
}

impl fmt::Display for Protection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OwnLogin => "the server's login may append to the history and not change it",
            Self::Role => {
                "the server works in the role roleport_server, which may append to the history and not change it; its login could leave that role. A login of its own is safer: docs/audit.md"
            }
            Self::Triggers => {
                "only triggers protect the history, since the server's login owns the tables and may not use the role roleport_server: docs/audit.md says how to change that"
            }
            Self::Nothing => {
                "NOTHING protects the history: its triggers are missing or disabled. Have `roleport audit verify` check it, and enable them again"
            }
        })
    }
}

/// What protects the history on this connection.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn protection(conn: &mut PgConnection) -> Result<Protection, StoreError> {
    // Owners and superusers pass `pg_has_role`; a right that was granted passes the other one.
    let found = sqlx::query!(
        r#"
        select
            (select count(*) = 2 from pg_trigger
             where tgrelid = 'events'::regclass and tgenabled in ('O', 'A')
               and tgname in ('events_chain', 'events_append_only')) as "triggers!",
            pg_has_role(current_user, relowner, 'usage')
                or has_table_privilege(current_user, oid, 'update, delete, truncate, trigger') as "role_may!",
            pg_has_role(session_user, relowner, 'member')
                or has_table_privilege(session_user, oid, 'update, delete, truncate, trigger') as "login_may!"
        from pg_class where oid = 'events'::regclass
        "#
    )
    .fetch_one(conn)
    .await?;
    Ok(match (found.triggers, found.role_may, found.login_may) {
        (false, _, _) => Protection::Nothing,
        (true, true, _) => Protection::Triggers,
        (true, false, true) => Protection::Role,
        (true, false, false) => Protection::OwnLogin,
    })
}

/// Opens the pool that the server works with: at most 16 connections, 5 s to get one, each in the
/// role `roleport_server` where the login may take it.
///
/// # Errors
/// When the server does not answer or refuses the user.
pub async fn connect_as_server(url: &str) -> Result<PgPool, sqlx::Error> {
    PgPoolOptions::new()
        .max_connections(16)
        .acquire_timeout(Duration::from_secs(5))
        .after_connect(|conn, _| {
            Box::pin(async move {
                // Every statement here is short: compiling one takes longer than running it, and
                // Postgres does so where a page of a large table looks dear.
                sqlx::query!("set jit = off").execute(&mut *conn).await?;
                let taken = sqlx::query!(
                    r#"
                    select set_config('role', rolname, false) as role from pg_roles
                    where rolname = 'roleport_server' and pg_has_role(current_user, oid, 'member')
                    "#
                )
                .fetch_optional(conn)
                .await;
                if let Err(error) = taken {
                    // Since Postgres 16 a member need not be allowed to take the role.
                    tracing::debug!(%error, "the role roleport_server can't be taken");
                }
                Ok(())
            })
        })
        .connect(url)
        .await
}

/// Whether this login may make tables; one that only serves may not.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn may_migrate(conn: &mut PgConnection) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"select has_schema_privilege(current_user, current_schema(), 'create') as "may!""#
    )
    .fetch_one(conn)
    .await?)
}

/// Migrations that the database does not have yet, for a login that can't apply them itself.
///
/// # Errors
/// [`StoreError`] when the database can't be read, as before its first migration.
pub async fn missing_migrations(conn: &mut PgConnection) -> Result<Vec<i64>, StoreError> {
    // Not checked when it compiles: the table is the migrator's own.
    let applied: Vec<i64> =
        sqlx::query_scalar("select version from _sqlx_migrations where success")
            .fetch_all(conn)
            .await?;
    Ok(MIGRATIONS
        .iter()
        .map(|migration| migration.version)
        .filter(|version| !applied.contains(version))
        .collect())
}

/// Gives the server's role its rights, also on tables that are new; false where it can't be made.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn grant_server_rights(conn: &mut PgConnection) -> Result<bool, StoreError> {
    Ok(
        sqlx::query_scalar!(r#"select grant_server_rights() as "granted!""#)
            .fetch_one(conn)
            .await?,
    )
}
