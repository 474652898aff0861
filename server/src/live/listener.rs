//! One connection that listens, for as long as the server runs.

use std::time::Duration;

use sqlx::{PgPool, postgres::PgListener};
use tokio::sync::{broadcast, watch};

use super::News;

/// What the trigger of the migration notifies.
const CHANNEL: &str = "roleport_requests";
/// How long to wait before the database is tried again.
const PAUSE: Duration = Duration::from_secs(1);

/// Passes on what the database tells until the server stops.
pub(super) async fn listen(
    pool: PgPool,
    news: broadcast::Sender<News>,
    mut stopped: watch::Receiver<bool>,
) {
    let stop = async move {
        let _ = stopped.wait_for(|stop| *stop).await;
    };
    let work = async {
        loop {
            if let Err(error) = pass_on(&pool, &news).await {
                tracing::warn!(%error, "the database tells of no changes now; trying again");
            }
            tokio::time::sleep(PAUSE).await;
        }
    };
    tokio::select! {
        () = stop => {}
        () = work => {}
    }
}

async fn pass_on(pool: &PgPool, news: &broadcast::Sender<News>) -> sqlx::Result<()> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(CHANNEL).await?;
    // Whatever happened before this moment was told to nobody here. An error of sending says only
    // that nobody listens.
    let _ = news.send(News::LookAgain);
    loop {
        let told = match listener.try_recv().await? {
            Some(told) => read(told.payload()),
            // The connection was lost, and is there again.
            None => News::LookAgain,
        };
        let _ = news.send(told);
    }
}

fn read(payload: &str) -> News {
    serde_json::from_str(payload).map_or_else(
        |error| {
            tracing::warn!(%error, payload, "an unreadable notification");
            News::LookAgain
        },
        News::Changed,
    )
}
