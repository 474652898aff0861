//! Sessions in Postgres, for `tower-sessions`.
//!
//! The ready-made store stands on an older sqlx than the job queue (docs/decisions/0002).

use async_trait::async_trait;
use chrono::DateTime;
use sqlx::PgPool;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store::{Error, Result},
};

/// Keeps sessions in the table `sessions`; any server can read any session.
#[derive(Debug, Clone)]
pub struct PostgresSessions(PgPool);

impl PostgresSessions {
    /// Sessions over this pool.
    pub fn new(pool: PgPool) -> Self {
        Self(pool)
    }

    /// Removes what has expired; gives how many.
    ///
    /// # Errors
    /// When the database can't be reached.
    pub async fn delete_expired(&self) -> sqlx::Result<u64> {
        let done = sqlx::query!("delete from sessions where expires_at < now()")
            .execute(&self.0)
            .await?;
        Ok(done.rows_affected())
    }
}

fn backend(error: impl std::fmt::Display) -> Error {
    Error::Backend(error.to_string())
}

fn row(record: &Record) -> Result<(serde_json::Value, DateTime<chrono::Utc>)> {
    let data = serde_json::to_value(&record.data).map_err(|e| Error::Encode(e.to_string()))?;
    let expires = DateTime::from_timestamp(record.expiry_date.unix_timestamp(), 0)
        .ok_or_else(|| Error::Encode("expiry out of range".to_owned()))?;
    Ok((data, expires))
}

#[async_trait]
impl SessionStore for PostgresSessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        // 128 random bits hardly collide; if they do, another id is drawn, never a row taken over.
        loop {
            let (data, expires) = row(record)?;
            let done = sqlx::query!(
                "insert into sessions (id, data, expires_at) values ($1, $2, $3) on conflict do nothing",
                record.id.to_string(),
                data,
                expires
            )
            .execute(&self.0)
            .await
            .map_err(backend)?;
            if done.rows_affected() == 1 {
                return Ok(());
            }
            record.id = Id::default();
        }
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let (data, expires) = row(record)?;
        // An update alone: a request that was under way must not bring a signed-out session back.
        sqlx::query!(
            "update sessions set data = $2, expires_at = $3 where id = $1",
            record.id.to_string(),
            data,
            expires
        )
        .execute(&self.0)
        .await
        .map_err(backend)?;
        Ok(())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let found = sqlx::query!(
            "select data, expires_at from sessions where id = $1 and expires_at > now()",
            id.to_string()
        )
        .fetch_optional(&self.0)
        .await
        .map_err(backend)?;
        found
            .map(|row| {
                Ok(Record {
                    id: *id,
                    data: serde_json::from_value(row.data)
                        .map_err(|e| Error::Decode(e.to_string()))?,
                    expiry_date: time::OffsetDateTime::from_unix_timestamp(
                        row.expires_at.timestamp(),
                    )
                    .map_err(|e| Error::Decode(e.to_string()))?,
                })
            })
            .transpose()
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        sqlx::query!("delete from sessions where id = $1", id.to_string())
            .execute(&self.0)
            .await
            .map_err(backend)?;
        Ok(())
    }
}
