//! Requests about which nobody does anything: reminded of once, then closed.

use roleport_domain::lifecycle::{Command, RequestState};
use roleport_lang::english;
use serde_json::json;
use sqlx::PgConnection;

use super::Service;
use crate::{
    config::RequestConfig,
    store::{
        StoreError,
        events::{self, NewEvent},
        idle::{self, IdleRow},
        requests,
    },
};

impl Service {
    /// Reminds of requests that expire soon and closes those that have; gives how many of each.
    /// Any number of servers may do this at once.
    ///
    /// # Errors
    /// [`StoreError`] when the database can't be read or written.
    pub async fn sweep(&self, settings: &RequestConfig) -> Result<(usize, usize), StoreError> {
        let expired = self.expire(settings).await?;
        let reminded = self.remind(settings).await?;
        Ok((reminded, expired))
    }

    async fn expire(&self, settings: &RequestConfig) -> Result<usize, StoreError> {
        let mut conn = self.pool.acquire().await?;
        let old = idle::since(&mut conn, days(settings.expire_after_days)).await?;
        drop(conn);
        let mut done = 0;
        for row in old {
            let mut tx = self.pool.begin().await?;
            match expire(&mut tx, &row).await {
                Ok(()) => {
                    tx.commit().await?;
                    done += 1;
                }
                // Somebody did something about it after all, or another server closed it.
                Err(StoreError::Stale) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(done)
    }

    async fn remind(&self, settings: &RequestConfig) -> Result<usize, StoreError> {
        let after = settings
            .expire_after_days
            .saturating_sub(settings.remind_before_days);
        let mut tx = self.pool.begin().await?;
        let rows = idle::remind(&mut tx, days(after)).await?;
        let words = english!(events_reminds, days = settings.remind_before_days);
        for row in &rows {
            let event = NewEvent::by_roleport("request.reminded", &words);
            append(&mut tx, row, event).await?;
        }
        tx.commit().await?;
        Ok(rows.len())
    }
}

async fn expire(conn: &mut PgConnection, row: &IdleRow) -> Result<(), StoreError> {
    let state: RequestState = row
        .state
        .parse()
        .map_err(|_| StoreError::Unreadable("requests.state"))?;
    let next = state.next(Command::Expire).map_err(|_| StoreError::Stale)?;
    requests::transition(conn, row.id, (state, row.version), next, None).await?;
    let words = english!(events_expired);
    let event = NewEvent {
        before: Some(&json!({ "state": state })),
        after: Some(&json!({ "state": next })),
        ..NewEvent::by_roleport("request.expired", &words)
    };
    append(conn, row, event).await
}

async fn append(
    conn: &mut PgConnection,
    row: &IdleRow,
    event: NewEvent<'_>,
) -> Result<(), StoreError> {
    events::append(
        conn,
        NewEvent {
            request_id: Some(row.id),
            role_id: row.role_id,
            ..event
        },
    )
    .await
}

fn days(days: u32) -> i32 {
    i32::try_from(days).unwrap_or(i32::MAX)
}
