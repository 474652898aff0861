//! How much is to be done, of all servers together, for those who run them.

use sqlx::{FromRow, PgConnection};

use super::{StoreError, git_changes};

/// All of it, as of one moment or nearly so.
#[derive(Debug)]
pub struct Load {
    /// Open requests; a state without any is left out.
    pub requests: Vec<RequestsRow>,
    /// Jobs; a task without any is left out.
    pub jobs: Vec<JobsRow>,
    /// Notifications.
    pub deliveries: DeliveriesRow,
    /// Changes that wait to be pushed to Git.
    pub git_changes: i64,
}

/// The open requests in one state.
#[derive(Debug)]
pub struct RequestsRow {
    /// The state.
    pub state: String,
    /// How many.
    pub count: i64,
    /// Seconds since the last step of the one that waits longest.
    pub oldest: f64,
}

/// The jobs of one task.
#[derive(Debug, FromRow)]
pub struct JobsRow {
    /// What is to be done.
    pub task: String,
    /// Could begin now.
    pub due: i64,
    /// Wait for their time: a later day, or another attempt.
    pub scheduled: i64,
    /// Under way.
    pub running: i64,
    /// Were tried as often as they are.
    pub failed: i64,
    /// Seconds since the time of the one that is due longest.
    pub oldest_due: f64,
}

/// The notifications that were not sent.
#[derive(Debug)]
pub struct DeliveriesRow {
    /// Still will be.
    pub waiting: i64,
    /// Never will be by themselves.
    pub failed: i64,
}

/// Reads it. Each question is answered by an index that holds open things only, so that it costs the
/// same after years.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn read(conn: &mut PgConnection) -> Result<Load, StoreError> {
    let requests = sqlx::query_as!(
        RequestsRow,
        r#"
        select state, count(*) as "count!",
               extract(epoch from now() - min(updated_at))::float8 as "oldest!"
        from requests
        where state in ('submitted', 'changes_requested', 'approved', 'applying', 'failed')
        group by state
        "#
    )
    .fetch_all(&mut *conn)
    .await?;
    // Not checked when it compiles: the queue makes its tables itself, not one of our migrations.
    let jobs = sqlx::query_as::<_, JobsRow>(
        r"
        select task_identifier as task,
               count(*) filter (where locked_at is null and attempts < max_attempts
                   and run_at <= now()) as due,
               count(*) filter (where locked_at is null and attempts < max_attempts
                   and run_at > now()) as scheduled,
               count(*) filter (where locked_at is not null) as running,
               count(*) filter (where locked_at is null and attempts >= max_attempts) as failed,
               coalesce(extract(epoch from now() - min(run_at) filter (
                   where locked_at is null and attempts < max_attempts and run_at <= now())), 0)::float8
                   as oldest_due
        from graphile_worker.jobs
        group by task_identifier
        ",
    )
    .fetch_all(&mut *conn)
    .await?;
    let deliveries = sqlx::query_as!(
        DeliveriesRow,
        r#"
        select count(*) filter (where state = 'waiting') as "waiting!",
               count(*) filter (where state = 'failed') as "failed!"
        from deliveries
        where state in ('waiting', 'failed')
        "#
    )
    .fetch_one(&mut *conn)
    .await?;
    Ok(Load {
        requests,
        jobs,
        deliveries,
        git_changes: git_changes::count(conn).await?,
    })
}
