//! Pushes the roles as Terraform to a Git repository after each change (issue 4, item 11;
//! docs/terraform.md, docs/decisions/0020-terraform.md).
//!
//! A change is noted and the job queued in the transaction that records it. The job always pushes
//! what is true then, with everything that waits in one commit, so that it may come late, twice or never: what
//! is in Git follows from the database.

mod access;
pub mod config;
mod jobs;
pub mod message;
pub mod repository;
mod tree;

pub use jobs::{Pusher, start};

use serde_json::json;
use sqlx::PgConnection;

use crate::store::{
    StoreError, git_changes,
    queue::{self, NewJob},
};

/// The worker's name for the job.
pub(crate) const PUSH: &str = "push_git";
/// How often a push is tried: with the queue's backoff over about three days. The next change or start
/// begins anew.
const ATTEMPTS: i32 = 20;

/// Has the change that a request has made pushed, in the caller's transaction. Where no repository is
/// configured the job finds that out: who applies a request need not know.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn enqueue(conn: &mut PgConnection, request_id: i64) -> Result<(), StoreError> {
    git_changes::note(conn, request_id).await?;
    push_soon(conn).await
}

/// One job for all that waits: a new one takes the place of one that has not begun, or waits for
/// another attempt.
async fn push_soon(conn: &mut PgConnection) -> Result<(), StoreError> {
    let job = NewJob {
        task: PUSH,
        payload: &json!({}),
        key: PUSH,
        // One after the other, whatever the number of servers.
        queue: Some("git"),
        attempts: ATTEMPTS,
    };
    queue::add(conn, job).await
}
