//! Drafts: what somebody has begun to type. Each is its person's own.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::StoreError;

/// Most drafts of one person; the oldest gives way.
const MAX_DRAFTS: i64 = 50;

/// A draft.
#[derive(Debug, Clone)]
pub struct DraftRow {
    /// Row id.
    pub id: i64,
    /// The form, as it was typed.
    pub typed: serde_json::Value,
    /// When it was saved last.
    pub updated_at: DateTime<Utc>,
}

/// Saves a form over one of this person's drafts; whether there is such a one.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn replace(
    conn: &mut PgConnection,
    person_id: i64,
    id: i64,
    typed: &serde_json::Value,
) -> Result<bool, StoreError> {
    let saved = sqlx::query!(
        r#"
        update drafts set typed = $3, version = version + 1, updated_at = now()
        where id = $1 and person_id = $2
        "#,
        id,
        person_id,
        typed
    )
    .execute(conn)
    .await?;
    Ok(saved.rows_affected() == 1)
}

/// Saves a form as a new draft or over one of this person's; gives its id. A draft that is not
/// there any more is made again: what was typed is never lost.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn save(
    conn: &mut PgConnection,
    person_id: i64,
    id: Option<i64>,
    typed: &serde_json::Value,
) -> Result<i64, StoreError> {
    if let Some(id) = id
        && replace(conn, person_id, id, typed).await?
    {
        return Ok(id);
    }
    sqlx::query!(
        r#"
        delete from drafts where id in (
            select id from drafts where person_id = $1
            order by updated_at desc offset $2
        )
        "#,
        person_id,
        MAX_DRAFTS - 1
    )
    .execute(&mut *conn)
    .await?;
    Ok(sqlx::query_scalar!(
        "insert into drafts (person_id, typed) values ($1, $2) returning id",
        person_id,
        typed
    )
    .fetch_one(conn)
    .await?)
}

/// One draft of this person.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn find(
    conn: &mut PgConnection,
    person_id: i64,
    id: i64,
) -> Result<Option<DraftRow>, StoreError> {
    Ok(sqlx::query_as!(
        DraftRow,
        "select id, typed, updated_at from drafts where id = $1 and person_id = $2",
        id,
        person_id
    )
    .fetch_optional(conn)
    .await?)
}

/// A person's drafts, the last saved first.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn of_person(
    conn: &mut PgConnection,
    person_id: i64,
) -> Result<Vec<DraftRow>, StoreError> {
    Ok(sqlx::query_as!(
        DraftRow,
        r#"
        select id, typed, updated_at from drafts where person_id = $1
        order by updated_at desc limit $2
        "#,
        person_id,
        MAX_DRAFTS
    )
    .fetch_all(conn)
    .await?)
}

/// Removes a draft of this person; whether there was one. One that is gone already is no error.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn discard(conn: &mut PgConnection, person_id: i64, id: i64) -> Result<bool, StoreError> {
    let removed = sqlx::query!(
        "delete from drafts where id = $1 and person_id = $2",
        id,
        person_id
    )
    .execute(conn)
    .await?;
    Ok(removed.rows_affected() == 1)
}
