//! The configuration is part of the history: who may do what, and where, follows from it.

use roleport_lang::english;
use serde_json::Value;
use sqlx::PgPool;

use crate::store::{
    StoreError,
    events::{self, NewEvent},
    history,
};
use roleport_app::portal::origin::Via;

const KIND: &str = "configuration.changed";

/// Records the configuration when it is not the one that was recorded last; says whether.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn record(pool: &PgPool, now: &Value) -> Result<bool, StoreError> {
    let mut tx = pool.begin().await?;
    // Servers that start at once would all find the old one.
    history::lock_configuration(&mut tx).await?;
    let before = history::last_after(&mut tx, KIND).await?;
    if before.as_ref() == Some(now) {
        return Ok(false);
    }
    let words = if before.is_none() {
        english!(events_started_first)
    } else {
        english!(events_started_otherwise)
    };
    events::append(
        &mut tx,
        NewEvent {
            via: Via::Server,
            before: before.as_ref(),
            after: Some(now),
            ..NewEvent::by_roleport(KIND, &words)
        },
    )
    .await?;
    tx.commit().await?;
    Ok(true)
}
