//! Drafts: what somebody has begun to type. Each is its person's own.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{StoreError, requests};

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
    make_room(conn, person_id).await?;
    // One form is one draft, though it may have saved itself before.
    Ok(sqlx::query_scalar!(
        r#"
        insert into drafts (person_id, typed) values ($1, $2)
        on conflict (person_id, (typed ->> 'key')) where typed ->> 'key' <> ''
        do update set typed = excluded.typed, version = drafts.version + 1, updated_at = now()
        returning id
        "#,
        person_id,
        typed
    )
    .fetch_one(conn)
    .await?)
}

/// Saves a form that saves itself, under its key; gives its id, or none where the form was submitted meanwhile: what was
/// on its way then must not come back as a draft.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn keep(
    conn: &mut PgConnection,
    person_id: i64,
    key: &str,
    typed: &serde_json::Value,
) -> Result<Option<i64>, StoreError> {
    lock_key(conn, key).await?;
    if requests::find_by_key(conn, person_id, key).await?.is_some() {
        return Ok(None);
    }
    save(conn, person_id, None, typed).await.map(Some)
}

/// Has a form's submission and its saving of itself happen one after the other, until the end of the transaction.
async fn lock_key(conn: &mut PgConnection, key: &str) -> Result<(), StoreError> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended($1, 0))", key)
        .execute(conn)
        .await?;
    Ok(())
}

/// Removes what a form that was submitted was saved as: under its number, and under its key.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn submitted(
    conn: &mut PgConnection,
    person_id: i64,
    id: Option<i64>,
    key: &str,
) -> Result<(), StoreError> {
    lock_key(conn, key).await?;
    sqlx::query!(
        "delete from drafts where person_id = $1 and (id = $2 or (typed ->> 'key' = $3 and $3 <> ''))",
        person_id,
        id,
        key
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Removes the oldest where there are as many as there may be.
async fn make_room(conn: &mut PgConnection, person_id: i64) -> Result<(), StoreError> {
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
    .execute(conn)
    .await?;
    Ok(())
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
