//! Jobs put into the queue in the transaction of what they follow from.

use sqlx::PgConnection;

use super::StoreError;

/// A job about to be put into the queue.
#[derive(Debug, Clone, Copy)]
pub struct NewJob<'a> {
    /// What is to be done, as the worker names it.
    pub task: &'a str,
    /// With what.
    pub payload: &'a serde_json::Value,
    /// Takes the place of a job of the same key that has not begun.
    pub key: &'a str,
    /// Jobs of one queue run one after the other.
    pub queue: Option<&'a str>,
    /// How often it is tried.
    pub attempts: i32,
}

/// Puts a job into the queue.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn add(conn: &mut PgConnection, job: NewJob<'_>) -> Result<(), StoreError> {
    // Not checked when it compiles: the queue makes its tables itself, not one of our migrations.
    sqlx::query(
        r"
        select graphile_worker.add_job(identifier => $1, payload => $2::json, queue_name => $3,
            max_attempts => $4, job_key => $5)
        ",
    )
    .bind(job.task)
    .bind(job.payload.to_string())
    .bind(job.queue)
    .bind(job.attempts)
    .bind(job.key)
    .execute(conn)
    .await?;
    Ok(())
}
