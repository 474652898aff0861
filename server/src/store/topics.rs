//! What people have chosen not to be told of.

use sqlx::PgConnection;

use super::StoreError;

/// The topics that a person does not want.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn muted(conn: &mut PgConnection, person_id: i64) -> Result<Vec<String>, StoreError> {
    Ok(sqlx::query_scalar!(
        "select topic from muted_topics where person_id = $1",
        person_id
    )
    .fetch_all(conn)
    .await?)
}

/// Replaces them.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn mute(
    conn: &mut PgConnection,
    person_id: i64,
    topics: &[String],
) -> Result<(), StoreError> {
    sqlx::query!(
        "delete from muted_topics where person_id = $1 and topic <> all ($2)",
        person_id,
        topics
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        r#"
        insert into muted_topics (person_id, topic) select $1, unnest($2::text[])
        on conflict do nothing
        "#,
        person_id,
        topics
    )
    .execute(conn)
    .await?;
    Ok(())
}
