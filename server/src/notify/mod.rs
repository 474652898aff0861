//! Tells people and other programs what has happened: an outbox in the database, emptied by jobs of
//! its own, so that a target that does not answer holds up nothing else (docs/notifications.md).

pub mod config;
mod deliver;
mod email;
mod fan_out;
pub mod internal;
mod jobs;
pub mod signature;
mod slack;
mod webhook;
mod words;

pub(crate) use jobs::DELIVER;
pub use jobs::{Notifier, start};

use crate::store::{
    StoreError,
    queue::{self, NewJob},
};
use sqlx::PgConnection;

/// How often a delivery is tried: with the queue's backoff over about three and a half hours.
const ATTEMPTS: i32 = 10;

/// Why something was not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SendError {
    /// It may work later.
    Later(String),
    /// It never will as it is.
    Never(String),
}

/// Puts a delivery into the queue, in the caller's transaction. Deliveries to one webhook go one
/// after the other, e-mail two at a time: a slow target never takes all places.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub(crate) async fn enqueue(
    conn: &mut PgConnection,
    id: i64,
    channel: &str,
    target: &str,
) -> Result<(), StoreError> {
    let lane = if channel == config::EMAIL {
        format!("notify-email-{}", id % 2)
    } else {
        format!("notify-{target}")
    };
    let job = NewJob {
        task: jobs::DELIVER,
        payload: &serde_json::json!({ "delivery_id": id }),
        key: &format!("deliver-{id}"),
        queue: Some(&lane),
        attempts: ATTEMPTS,
    };
    queue::add(conn, job).await
}
