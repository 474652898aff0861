//! What has changed, told to open pages as it happens.
//!
//! Postgres tells every server (`migrations/0004_live.sql`); each server tells its own readers.

mod listener;
mod places;

use std::{sync::Arc, time::Duration};

use serde::Deserialize;
use sqlx::PgPool;
use tokio::sync::{broadcast, watch};

use places::Places;
pub use places::{Full, Place};

use crate::config::LiveMode;

/// How much a reader may be behind before it is told to look again.
const BACKLOG: usize = 256;

/// A request has reached another version.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Change {
    /// The request.
    pub id: i64,
    /// Its version now.
    pub version: i32,
    /// Its state now.
    pub state: String,
}

/// What readers are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// This has changed.
    Changed(Change),
    /// Something may have been missed: look at everything again.
    LookAgain,
}

/// The server's ear to the database, and the readers who hear what it hears.
#[derive(Debug, Clone)]
pub struct Live {
    mode: LiveMode,
    news: broadcast::Sender<News>,
    places: Arc<Places>,
    stopped: watch::Receiver<bool>,
}

impl Live {
    /// Starts to listen, unless this is switched off; ends when `stopped` says so.
    pub fn start(pool: PgPool, mode: LiveMode, stopped: watch::Receiver<bool>) -> Self {
        let (news, _) = broadcast::channel(BACKLOG);
        if mode == LiveMode::Events {
            tokio::spawn(listener::listen(pool, news.clone(), stopped.clone()));
        }
        Self {
            mode,
            news,
            places: Arc::default(),
            stopped,
        }
    }

    /// Whether pages may hold a stream open.
    pub fn enabled(&self) -> bool {
        self.mode == LiveMode::Events
    }

    /// What is told from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<News> {
        self.news.subscribe()
    }

    /// A place for one stream of this person, for as long as it is held.
    ///
    /// # Errors
    /// [`Full`] when they, or all people together, hold as many as there may be.
    pub fn place(&self, person: i64) -> Result<Place, Full> {
        Places::take(&self.places, person)
    }

    /// Completes when the server stops.
    pub async fn stopped(&self) {
        // An error means that the sender is gone: the program ends.
        let _ = self.stopped.clone().wait_for(|stop| *stop).await;
    }
}

/// The next piece of news; being too slow for all of it is a reason to look again.
///
/// Nothing when there will be none any more.
pub async fn next(news: &mut broadcast::Receiver<News>) -> Option<News> {
    match news.recv().await {
        Ok(told) => Some(told),
        Err(broadcast::error::RecvError::Lagged(_)) => Some(News::LookAgain),
        Err(broadcast::error::RecvError::Closed) => None,
    }
}

/// Waits a moment and forgets what came meanwhile: the reader looks at everything anyway, and many
/// changes at once cost one look.
pub async fn settle(news: &mut broadcast::Receiver<News>) {
    tokio::time::sleep(Duration::from_millis(400)).await;
    *news = news.resubscribe();
}
