//! SQL: free functions over a connection, one file a table, queries checked when they compile.

pub mod audience;
pub mod chain;
pub mod cluster_changes;
pub mod cluster_checks;
pub mod clusters;
pub mod comments;
pub mod decisions;
pub mod deliveries;
pub mod drafts;
pub mod events;
pub mod exports;
pub mod git_changes;
pub mod history;
pub mod idle;
pub mod load;
pub mod numbers;
pub mod people;
pub mod plans;
pub mod protection;
pub mod queue;
pub mod requests;
pub mod revisions;
pub mod role_checks;
pub mod role_grants;
pub mod role_list;
pub mod roles;
pub mod rule_sets;
pub mod saved_views;
pub mod sessions;
pub mod steps;
pub mod tokens;
pub mod topics;
pub mod unmanaged;
pub mod visibility;

use std::sync::LazyLock;

use sqlx::{
    PgPool,
    migrate::Migrator,
    postgres::{PgPoolOptions, PgQueryResult},
};

/// The project's migrations, embedded. Tables of a later version are no obstacle: migrations expand before
/// they contract, so that a server of the version before can start again beside a new one, or after it.
pub static MIGRATIONS: LazyLock<Migrator> = LazyLock::new(|| {
    let mut migrations = sqlx::migrate!("../migrations");
    migrations.set_ignore_missing(true);
    migrations
});

/// What can go wrong in the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody was faster: the row is not in the expected state or version any more.
    #[error("the request has changed since")]
    Stale,
    /// A constraint of the schema that a person can run into, by name.
    #[error("the database refused it: {0}")]
    Refused(String),
    /// A value in the database can't be read back.
    #[error("unreadable value in {0}")]
    Unreadable(&'static str),
    /// Anything else.
    #[error(transparent)]
    Sql(sqlx::Error),
    /// The job could not be put into the queue.
    #[error("can't enqueue the job: {0}")]
    Queue(String),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error
            .as_database_error()
            .and_then(sqlx::error::DatabaseError::constraint)
        {
            Some(name) => Self::Refused(name.to_owned()),
            None => Self::Sql(error),
        }
    }
}

/// Opens a pool for the owner of the tables, who migrates them: at most 2 connections, 5 s to get
/// one. The server itself works with [`protection::connect_as_server`].
///
/// # Errors
/// When the server does not answer or refuses the user.
pub async fn connect(url: &str) -> Result<PgPool, sqlx::Error> {
    PgPoolOptions::new()
        .max_connections(2)
        .acquire_timeout(std::time::Duration::from_secs(5))
        .connect(url)
        .await
}

/// A compare-and-set either hit its one row or came too late.
///
/// # Errors
/// [`StoreError::Stale`] when it came too late.
fn hit(done: &PgQueryResult) -> Result<(), StoreError> {
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        Err(StoreError::Stale)
    }
}
