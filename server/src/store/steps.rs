//! The AWS calls of an application: recorded before each is sent, completed after its answer.

use sqlx::PgConnection;

use super::StoreError;

/// A step as it is shown.
#[derive(Debug, Clone)]
pub struct StepRow {
    /// The IAM action.
    pub call: String,
    /// What it does here.
    pub words: String,
    /// Whether an answer came.
    pub finished: bool,
    /// What AWS said when it refused.
    pub error: Option<String>,
}

/// Records a step that is about to be sent; gives its id.
///
/// # Errors
/// [`StoreError`] when the database refuses: then the call must not be sent.
pub async fn start(
    conn: &mut PgConnection,
    request_id: i64,
    call: &str,
    words: &str,
) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar!(
        "insert into application_steps (request_id, call, words) values ($1, $2, $3) returning id",
        request_id,
        call,
        words
    )
    .fetch_one(conn)
    .await?)
}

/// Completes a step with its answer.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn finish(
    conn: &mut PgConnection,
    id: i64,
    error: Option<&str>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "update application_steps set finished_at = now(), error = $2 where id = $1",
        id,
        error
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The steps of a request's application, in order.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn of_request(conn: &mut PgConnection, id: i64) -> Result<Vec<StepRow>, StoreError> {
    Ok(sqlx::query_as!(
        StepRow,
        r#"
        select call, words, finished_at is not null as "finished!", error
        from application_steps where request_id = $1 order by id
        "#,
        id
    )
    .fetch_all(conn)
    .await?)
}
