//! `/metrics` on a listener of its own, so that it is never public by accident.
//!
//! What the servers of a portal share is read from Postgres, so that every one of them gives the
//! same numbers: an alert may take the maximum, or ask any one.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use axum::{Router, extract::State, routing::get};
use http::header;
use metrics::gauge;
use metrics_exporter_prometheus::PrometheusHandle;
use roleport_domain::lifecycle::RequestState;
use sqlx::PgPool;
use tokio::{net::TcpListener, sync::Mutex};

use super::metrics::{
    CONNECTIONS, DATABASE_UP, DELIVERIES, GIT_CHANGES, JOBS, JOBS_OLDEST, REQUESTS, REQUESTS_OLDEST,
};
use crate::store::{
    StoreError,
    load::{self, Load},
};

/// How long what was read from the database is good for: several who ask cost no more than one.
const FRESH: Duration = Duration::from_secs(5);
/// Longest time that the database is waited for.
const PATIENCE: Duration = Duration::from_secs(5);
/// Prometheus's text format, as its exporters name it.
const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

#[derive(Clone)]
struct Scrape {
    handle: PrometheusHandle,
    pool: PgPool,
    read: Arc<Mutex<Option<Instant>>>,
}

/// Serves `/metrics` at this address until `stop` completes.
///
/// # Errors
/// When the address is taken.
pub async fn start(
    address: &str,
    handle: PrometheusHandle,
    pool: PgPool,
    stop: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<()> {
    let listener = TcpListener::bind(address).await.with_context(|| {
        format!("can't listen on {address}: set ROLEPORT_METRICS_LISTEN to a free address")
    })?;
    tracing::info!(address = %listener.local_addr()?, "serving /metrics");
    let router = Router::new()
        .route("/metrics", get(metrics))
        .with_state(Scrape {
            handle,
            pool,
            read: Arc::default(),
        });
    tokio::spawn(async move {
        let served = axum::serve(listener, router).with_graceful_shutdown(stop);
        if let Err(error) = served.await {
            tracing::error!(%error, "/metrics is served no more");
        }
    });
    Ok(())
}

async fn metrics(
    State(scrape): State<Scrape>,
) -> ([(header::HeaderName, &'static str); 1], String) {
    // Whoever comes while it is read waits, and takes what was read.
    let mut read = scrape.read.lock().await;
    if read.is_none_or(|read| read.elapsed() > FRESH) {
        let up = match tokio::time::timeout(PATIENCE, load(&scrape.pool)).await {
            Ok(Ok(load)) => {
                show(&load);
                true
            }
            Ok(Err(error)) => {
                tracing::warn!(%error, "the numbers of all servers can't be read");
                false
            }
            Err(_) => {
                tracing::warn!("the numbers of all servers can't be read: the database is slow");
                false
            }
        };
        gauge!(DATABASE_UP).set(u8::from(up));
        *read = up.then(Instant::now);
    }
    drop(read);
    let idle = u32::try_from(scrape.pool.num_idle()).unwrap_or(u32::MAX);
    gauge!(CONNECTIONS, "state" => "idle").set(idle);
    gauge!(CONNECTIONS, "state" => "used").set(scrape.pool.size().saturating_sub(idle));
    ([(header::CONTENT_TYPE, TEXT)], scrape.handle.render())
}

async fn load(pool: &PgPool) -> Result<Load, StoreError> {
    load::read(&mut *pool.acquire().await?).await
}

/// Also what there is none of: a gauge that is not set keeps its last number.
#[allow(clippy::cast_precision_loss)] // beyond 2^53 nobody counts
fn show(load: &Load) {
    for state in RequestState::ALL
        .into_iter()
        .filter(|state| state.is_open())
    {
        let found = load.requests.iter().find(|row| row.state == state.as_str());
        let (count, oldest) = found.map_or((0, 0.0), |row| (row.count, row.oldest));
        gauge!(REQUESTS, "state" => state.as_str()).set(count as f64);
        gauge!(REQUESTS_OLDEST, "state" => state.as_str()).set(oldest);
    }
    for task in crate::worker::TASKS {
        let found = load.jobs.iter().find(|row| row.task == task);
        for (state, count) in [
            ("due", found.map_or(0, |row| row.due)),
            ("scheduled", found.map_or(0, |row| row.scheduled)),
            ("running", found.map_or(0, |row| row.running)),
            ("failed", found.map_or(0, |row| row.failed)),
        ] {
            gauge!(JOBS, "task" => task, "state" => state).set(count as f64);
        }
        gauge!(JOBS_OLDEST, "task" => task).set(found.map_or(0.0, |row| row.oldest_due));
    }
    gauge!(DELIVERIES, "state" => "waiting").set(load.deliveries.waiting as f64);
    gauge!(DELIVERIES, "state" => "failed").set(load.deliveries.failed as f64);
    gauge!(GIT_CHANGES).set(load.git_changes as f64);
}
