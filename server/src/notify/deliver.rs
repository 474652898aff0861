//! One attempt at one delivery.

use roleport_domain::{audience::Topic, lifecycle::RequestState};
use roleport_lang::english;
use sqlx::PgConnection;

use super::{Notifier, SendError, config::EMAIL, fan_out::days};
use crate::{
    service::{asked, may_be_told},
    store::{
        StoreError,
        deliveries::{self, DeliveryRow},
    },
};

/// Longest reason that is kept, in characters.
const MAX_ERROR: usize = 500;

/// Sends it, unless it is settled already. An error means: try again later.
pub(super) async fn deliver(
    notifier: &Notifier,
    id: i64,
    last_attempt: bool,
) -> Result<(), String> {
    let text = |error: StoreError| error.to_string();
    let mut conn = notifier.pool.acquire().await.map_err(|e| e.to_string())?;
    let row = deliveries::find(&mut conn, id, days(&notifier.config))
        .await
        .map_err(text)?;
    let Some(row) = row.filter(|row| row.state == "waiting") else {
        return Ok(());
    };
    if let Some(reason) = unwanted(&mut conn, &row).await.map_err(text)? {
        return deliveries::settle(&mut conn, id, "dropped", Some(&reason))
            .await
            .map_err(text);
    }
    let attempt = deliveries::begin(&mut conn, id).await.map_err(text)?;
    // No connection is held while a target takes its time.
    drop(conn);
    let sent = notifier.send(&row).await;
    let mut conn = notifier.pool.acquire().await.map_err(|e| e.to_string())?;
    let error = match &sent {
        Ok(()) => None,
        Err(SendError::Later(words) | SendError::Never(words)) => Some(shortened(words)),
    };
    let error = error.as_deref();
    deliveries::end(&mut conn, attempt, error)
        .await
        .map_err(text)?;
    let state = match &sent {
        Ok(()) => "sent",
        Err(SendError::Later(_)) if !last_attempt => "waiting",
        Err(_) => "failed",
    };
    deliveries::settle(&mut conn, id, state, error)
        .await
        .map_err(text)?;
    match error {
        Some(words) if state == "waiting" => Err(words.to_owned()),
        Some(words) => {
            tracing::warn!(delivery = id, target = row.target, words, "not delivered");
            Ok(())
        }
        None => Ok(()),
    }
}

impl Notifier {
    async fn send(&self, row: &DeliveryRow) -> Result<(), SendError> {
        if row.channel == EMAIL {
            return match &self.mailer {
                Some(mailer) => mailer.send(row).await,
                None => Err(SendError::Never(english!(deliveries_email_off))),
            };
        }
        let target = self
            .config
            .targets
            .iter()
            .find(|target| target.name == row.target && target.kind.channel() == row.channel);
        match target {
            Some(target) => self.sender.send(target, row).await,
            None => Err(SendError::Never(english!(deliveries_unconfigured))),
        }
    }
}

/// Why a person is not told after all: much can have changed since the event.
async fn unwanted(
    conn: &mut PgConnection,
    row: &DeliveryRow,
) -> Result<Option<String>, StoreError> {
    let topic: Option<Topic> = row.topic.as_deref().and_then(|topic| topic.parse().ok());
    let (Some(topic), Some(person)) = (topic, row.person_id) else {
        return Ok(None);
    };
    let roles = row.roles();
    let told = [(person, roles.clone())];
    let sees = !roles.is_empty() && !may_be_told(conn, row.request_id, &told).await?.is_empty();
    let may_be_told = if !sees {
        false
    } else if !topic.for_deciders() || roles.iter().any(|role| role.decides()) {
        true
    } else {
        asked(conn, row.request_id).await?.contains(&person)
    };
    if !may_be_told {
        return Ok(Some(english!(deliveries_no_access)));
    }
    if row.muted {
        return Ok(Some(english!(deliveries_unwanted)));
    }
    let waits = row.request_state == RequestState::Submitted.as_str();
    let late = topic == Topic::WaitsForMe && !waits;
    Ok(late.then(|| english!(deliveries_late)))
}

fn shortened(words: &str) -> String {
    words.chars().take(MAX_ERROR).collect()
}
