//! Searches that people keep under a name. Each is its person's own.

use sqlx::PgConnection;

use super::StoreError;

/// Most views of one person.
pub const MOST: i64 = 20;

/// A search of the list of roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedViewRow {
    /// Row id.
    pub id: i64,
    /// As its person calls it.
    pub name: String,
    /// What follows the question mark.
    pub query: String,
}

/// A person's views by name.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn of_person(
    conn: &mut PgConnection,
    person_id: i64,
) -> Result<Vec<SavedViewRow>, StoreError> {
    Ok(sqlx::query_as!(
        SavedViewRow,
        "select id, name, query from saved_views where person_id = $1 order by lower(name), id",
        person_id
    )
    .fetch_all(conn)
    .await?)
}

/// Keeps a view; one of the same name is replaced. Whether there was room for it.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn save(
    conn: &mut PgConnection,
    person_id: i64,
    name: &str,
    query: &str,
) -> Result<bool, StoreError> {
    let saved = sqlx::query!(
        r#"
        insert into saved_views (person_id, name, query)
        select $1, $2, $3
        where (select count(*) from saved_views where person_id = $1 and name <> $2) < $4
        on conflict on constraint saved_views_name do update set query = excluded.query
        "#,
        person_id,
        name,
        query,
        MOST
    )
    .execute(conn)
    .await?;
    Ok(saved.rows_affected() == 1)
}

/// Forgets a view; whether this person had it.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn forget(conn: &mut PgConnection, person_id: i64, id: i64) -> Result<bool, StoreError> {
    let gone = sqlx::query!(
        "delete from saved_views where person_id = $1 and id = $2",
        person_id,
        id
    )
    .execute(conn)
    .await?;
    Ok(gone.rows_affected() == 1)
}
