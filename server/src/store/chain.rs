//! Reads the whole chain of events and has it checked, one row at a time.

use futures::TryStreamExt as _;
use roleport_domain::chain::{Break, EventHash, Fault, Head, Verifier};
use sqlx::{PgConnection, PgPool};

use super::{
    StoreError,
    history::{HistoryRow, Raw},
};

/// The recorded end of the chain.
///
/// # Errors
/// [`StoreError`] when the database can't be read, or the end is missing.
pub async fn head(conn: &mut PgConnection) -> Result<Head, StoreError> {
    let row = sqlx::query!("select position, hash from event_head")
        .fetch_optional(conn)
        .await?
        .ok_or(StoreError::Unreadable("event_head"))?;
    Ok(Head {
        position: row.position,
        hash: EventHash::from_slice(&row.hash).unwrap_or(EventHash::UNREADABLE),
    })
}

/// Checks every event in one look at the database, in constant memory. `noted` is an earlier end of
/// the chain that must still be in it.
///
/// # Errors
/// The inner one is the first thing wrong with the history; the outer one says that it could not be
/// checked.
pub async fn verify(pool: &PgPool, noted: Option<Head>) -> Result<Result<Head, Break>, StoreError> {
    let mut tx = pool.begin().await?;
    // Head and rows as of one moment, while others go on appending.
    sqlx::query!("set transaction isolation level repeatable read, read only")
        .execute(&mut *tx)
        .await?;
    let recorded = head(&mut tx).await?;
    let mut verifier = Verifier::new(noted);
    let mut rows = sqlx::query_as!(
        Raw,
        r#"
        select position as "position?", previous_hash as "previous_hash?", hash as "hash?", id as "id?",
               at as "at?", kind as "kind?", person_id, actor_name, actor_email, address, via as "via?",
               request_id, role_id, role_name, buckets as "buckets?", words as "words?", comment,
               before::text as before, after::text as after
        from events order by position nulls first
        "#
    )
    .fetch(&mut *tx);
    while let Some(raw) = rows.try_next().await? {
        if let Err(broken) = verifier.step(&HistoryRow::from(raw).event) {
            return Ok(Err(broken));
        }
    }
    drop(rows);
    let head = match verifier.finish(recorded) {
        Ok(head) => head,
        Err(broken) => return Ok(Err(broken)),
    };
    Ok(match unlisted(&mut tx).await? {
        None => Ok(head),
        Some(position) => Err(Break {
            position,
            fault: Fault::Unlisted,
        }),
    })
}

/// The first event that names a bucket and is not found by it.
async fn unlisted(conn: &mut PgConnection) -> Result<Option<i64>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        select min(e.position) from events e cross join lateral unnest(e.buckets) as named (bucket)
        where not exists (
            select from event_buckets b
            where b.bucket = named.bucket and b.position = e.position)
        "#
    )
    .fetch_one(conn)
    .await?)
}
